package ram

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestParsePolicyErrors(t *testing.T) {
	long := strings.Repeat("x", 100)
	statement := func(s string) string { return `{"Version":"1","Statement":[` + allowECS + "," + s + `]}` }
	condition := func(c string) string {
		return statement(`{"Effect":"Allow","Action":"*","Resource":"*","Condition":` + c + `}`)
	}
	for _, c := range []struct{ document, want string }{
		{``, "ram: policy: not JSON: unexpected end of JSON input"},
		{`{} {}`, "ram: policy: not JSON: invalid character '{' after top-level value"},
		{`[]`, "ram: policy: [], want an object"},
		{`{}`, "ram: policy: Version: missing"},
		{`{"Version":"2"}`, `ram: policy: Version: "2", want "1"`},
		{`{"Version":1}`, `ram: policy: Version: 1, want "1"`},
		{`{"version":"1"}`, "ram: policy: version: unknown element"},
		{`{"Version":"1","Version":"1"}`, `ram: policy: "Version" twice`},
		{`{"Version":"1"}`, "ram: policy: Statement: empty"},
		{`{"Version":"1","Statement":[]}`, "ram: policy: Statement: empty"},
		{`{"Version":"1","Statement":{}}`, "ram: policy: Statement: {}, want a list"},
		{`{"Version":"1","Statement":"` + long + `"}`, `ram: policy: Statement: "` + long[:39] + "…, want a list"},
		{statement(`7`), "ram: policy: statement 2: 7, want an object"},
		{statement(`{}`), `ram: policy: statement 2: Effect: "" is neither Allow nor Deny`},
		{statement(`{"Effect":"allow"}`), `ram: policy: statement 2: Effect: "allow" is neither Allow nor Deny`},
		{statement(`{"Effect":null}`), `ram: policy: statement 2: Effect: null, want a quoted string`},
		{statement(`{"Principal":"*"}`), `ram: policy: statement 2: Principal: unknown element`},
		{statement(`{"Effect":"Deny"}`), "ram: policy: statement 2: Action: missing"},
		{statement(`{"Effect":"Deny","Action":[]}`), "ram: policy: statement 2: Action: empty"},
		{statement(`{"Effect":"Deny","NotAction":[]}`), "ram: policy: statement 2: NotAction: empty"},
		{statement(`{"Effect":"Deny","Action":["*",null]}`), "ram: policy: statement 2: Action: null, want a quoted string"},
		{statement(`{"Effect":"Deny","NotAction":""}`), `ram: policy: statement 2: NotAction: "": ` + errMalformedAction.Error()},
		{statement(`{"Effect":"Deny","Action":"RunInstances"}`), `ram: policy: statement 2: Action: "RunInstances": ` + errMalformedAction.Error()},
		{statement(`{"Effect":"Deny","Action":"*","NotAction":"*"}`), "ram: policy: statement 2: Action: together with NotAction"},
		{statement(`{"Effect":"Deny","Action":"*"}`), "ram: policy: statement 2: Resource: missing"},
		{statement(`{"Effect":"Deny","Action":"*","Resource":"i-1"}`), `ram: policy: statement 2: Resource: "i-1": ` + errMalformedARN.Error()},
		{statement(`{"Effect":"Deny","Action":"*","NotResource":"arn:ecs:*:*:*"}`),
			`ram: policy: statement 2: NotResource: "arn:ecs:*:*:*": ` + errMalformedARN.Error()},
		{condition(`[]`), "ram: policy: statement 2: Condition: [], want an object"},
		{condition(`{"Null":{}}`), "ram: policy: statement 2: Condition.Null: unknown operator"},
		{condition(`{"Bool":"true"}`), `ram: policy: statement 2: Condition.Bool: "true", want an object`},
		{condition(`{"Bool":{}}`), "ram: policy: statement 2: Condition.Bool: no condition key"},
		{condition(`{"Bool":{"":"true"}}`), "ram: policy: statement 2: Condition.Bool.: empty condition key"},
		{condition(`{"Bool":{"k:b":[]}}`), "ram: policy: statement 2: Condition.Bool.k:b: no value"},
		{condition(`{"Bool":{"k:b":true}}`), "ram: policy: statement 2: Condition.Bool.k:b: true, want a quoted string"},
		{condition(`{"Bool":{"k:b":"yes"}}`), `ram: policy: statement 2: Condition.Bool.k:b: "yes" is neither "true" nor "false"`},
		{condition(`{"NumericEquals":{"k:n":"0x1p4"}}`),
			`ram: policy: statement 2: Condition.NumericEquals.k:n: "0x1p4" is not a number`},
		{condition(`{"DateEquals":{"k:d":"today"}}`),
			`ram: policy: statement 2: Condition.DateEquals.k:d: "today" is not a time, want the form 2012-11-11T23:59:59Z`},
		{condition(`{"IpAddress":{"k:i":"10.0.0.0/33"}}`),
			`ram: policy: statement 2: Condition.IpAddress.k:i: "10.0.0.0/33" is neither an IP address nor a CIDR block`},
	} {
		_, err := ParsePolicy([]byte(c.document))
		if err == nil || err.Error() != c.want {
			t.Errorf("%s\n got %v\nwant %s", c.document, err, c.want)
		}
		if e := new(Error); !errors.As(err, &e) {
			t.Errorf("%s: %T is not an *Error", c.document, err)
		}
	}
}

func TestNewPolicyRefusesWhatJSONCannotSay(t *testing.T) {
	bad := "ecs:\xff"
	for want, s := range map[string]Statement{
		"Action": {Effect: Allow, Action: []string{bad}, Resource: []string{"*"}},
		"Condition.StringEquals.k:s": {Effect: Allow, Action: []string{"*"}, Resource: []string{"*"},
			Condition: map[string]map[string][]string{"StringEquals": {"k:s": {bad}}}},
	} {
		_, err := NewPolicy(s)
		if e := new(Error); !errors.As(err, &e) || e.Element != want || !strings.HasSuffix(e.Problem, "not UTF-8") {
			t.Errorf("%s: got %v", want, err)
		}
	}
}

func TestFormat(t *testing.T) {
	const document = `{"Statement":[{"Condition":{"StringEquals":{"b:k":["y","x"],"a:k":["z"]},"Bool":{"c:k":"true"}},
		"Resource":["*"],"Action":["ecs:A*","vpc:B"],"Effect":"Deny"},{"Condition":{},"Effect":"Allow","NotAction":"*","NotResource":["*"]}],"Version":"1"}`
	const want = `{"Version":"1","Statement":[{"Effect":"Deny","Action":["ecs:A*","vpc:B"],"Resource":"*",` +
		`"Condition":{"Bool":{"c:k":"true"},"StringEquals":{"a:k":"z","b:k":["y","x"]}}},{"Effect":"Allow","NotAction":"*","NotResource":"*"}]}`
	var p Policy
	if err := json.Unmarshal([]byte(document), &p); err != nil {
		t.Fatal(err)
	}
	if got := p.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if err := json.Unmarshal([]byte(`{}`), &p); err == nil || p.String() != want {
		t.Errorf("a failed parse changed the policy, or did not fail: %v", err)
	}
	if _, err := json.Marshal(Policy{}); err == nil || (Policy{}).String() != "" {
		t.Error("the zero policy has a document")
	}
}

func TestPolicyIsImmutable(t *testing.T) {
	in := Statement{Effect: Allow, Action: []string{"ecs:*"}, Resource: []string{"*"},
		Condition: map[string]map[string][]string{"StringEquals": {"ecs:tag/team": {"dev"}}}}
	p, err := NewPolicy(in)
	if err != nil {
		t.Fatal(err)
	}
	want := p.String()
	spoil := func(s Statement) {
		s.Action[0], s.Resource[0] = "x:y", "acs:x:::y"
		s.Condition["StringEquals"]["ecs:tag/team"][0] = "ops"
		s.Condition["StringEquals"]["k:k"] = nil
		s.Condition["Bool"] = nil
	}
	spoil(in)
	spoil(p.Statements()[0])
	if got := p.String(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if d := Evaluate([]Policy{p}, Request{Action: "ecs:A", Resources: []Resource{web}}); !d.Allowed {
		t.Errorf("got %v", d)
	}
}

func TestARN(t *testing.T) {
	for got, want := range map[string]string{
		ARN("ecs", "cn-hangzhou", "123", "instance", "i-1"): "acs:ecs:cn-hangzhou:123:instance/i-1",
		ARN("oss", "*", "*", "", "bucket"):                  "acs:oss:*:*:bucket",
		ARN("ram", "", "123", "role", "ops"):                "acs:ram::123:role/ops",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if err := checkARN(got); err != nil {
			t.Errorf("%s: %v", got, err)
		}
	}
	for _, bad := range []string{"", "acs", "acs:ecs:*", "acs:ecs:*:*", "acs:ecs:*:*:", "acs::*:*:x", "**"} {
		if checkARN(bad) == nil {
			t.Errorf("%q is no ARN", bad)
		}
	}
}
