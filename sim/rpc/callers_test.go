package rpc

import (
	"bytes"
	"testing"

	"github.com/ecsim/ecsim/fixtures/worlds"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim"
)

const sessionKey, sessionSecret, sessionToken = "STS.everything", "everything-secret", "everything-token"

// moreCallers are callers that the default world does not have.
const moreCallers = `  - name: everything
    account: main
    kind: sts
    keys: [{id: STS.everything, secret: everything-secret, token: everything-token}]
    policies: ['{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}']
  - name: brief
    account: main
    kind: sts
    keys: [{id: STS.brief, secret: brief-secret, token: brief-token, expires: 2026-01-01T01:00:00Z}]
    policies: ['{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}']
  - {name: disabled, account: main, kind: account, keys: [{id: disabled-key, secret: disabled-secret, disabled: true}]}
  - name: narrow
    account: main
    kind: sts
    keys: [{id: STS.narrow, secret: narrow-secret, token: narrow-token}]
    policies: ['{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}']
    session: '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "vpc:Describe*", "Resource": "*"}]}'
  - name: changing
    account: other
    kind: user
    keys: [{id: old-key, secret: old-secret, disabled: true}, {id: new-key, secret: new-secret}]
    policies: ['{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "vpc:*", "Resource": "*"}]}']

regions:
`

// cloudOfCallers returns a cloud of the default world with more callers.
func cloudOfCallers(tb testing.TB, opts ...sim.Option) *sim.Cloud {
	tb.Helper()
	m, err := reference.New()
	if err != nil {
		tb.Fatal(err)
	}
	data, err := worlds.Files.ReadFile("default.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	w, err := model.ReadWorld(m, bytes.Replace(data, []byte("\nregions:\n"), []byte("\n"+moreCallers), 1), 1)
	if err != nil {
		tb.Fatal(err)
	}
	return sim.New(w, opts...)
}
