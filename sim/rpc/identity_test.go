package rpc

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/sim"
)

// Accounts, RAM users and sessions as they are at the wire, with each signature:
// who is let in, what their policies allow, and how everybody else is turned away.
func TestWhoMayCallWhat(t *testing.T) {
	cloud := cloudOfCallers(t, sim.WithClock(sim.Clock{Mode: sim.ClockFrozen}))
	address, client, _ := serveBothWith(t, cloud, Options{Now: func() time.Time { return noon }})
	session := credential{sessionKey, sessionSecret, sessionToken}
	with := func(who credential, token string) credential { who.token = token; return who }
	brief := credential{"STS.brief", "brief-secret", "brief-token"}
	type row struct {
		what       string
		who        credential
		look, make string // the codes of DescribeVpcs and CreateVpc
	}
	both := func(what string, who credential, code string) row { return row{what, who, code, code} }
	rows := []row{
		both("an account", mainKey(), ""),
		both("another account", credential{"ecsim-other", "ecsim-other-secret", ""}, ""),
		both("an account, with an empty token", with(mainKey(), ""), ""),
		both("another's secret", credential{"ecsim-other", "ecsim-main-secret", ""}, "SignatureDoesNotMatch"),
		both("no such key", credential{"no-such-key", "secret", ""}, "InvalidAccessKeyId.NotFound"),
		both("a disabled key", credential{"disabled-key", "disabled-secret", ""}, "InvalidAccessKeyId.Inactive"),
		both("a disabled key of a user who has another", credential{"old-key", "old-secret", ""}, "InvalidAccessKeyId.Inactive"),
		both("the other key", credential{"new-key", "new-secret", ""}, ""),
		{"a user who may look", credential{"ecsim-reader", "ecsim-reader-secret", ""}, "", "Forbidden.RAM"},
		both("a user who may nothing", credential{"ecsim-nobody", "ecsim-nobody-secret", ""}, "Forbidden.RAM"),
		both("a session", session, ""),
		{"a session that its policy narrows", credential{"STS.narrow", "narrow-secret", "narrow-token"}, "", "Forbidden.RAM"},
		both("a session without its token", with(session, ""), "InvalidAccessKeyId.NotFound"),
		both("a session with another's token", with(session, "narrow-token"), "InvalidSecurityToken.MismatchWithAccessKey"),
		both("a session with a token that is none", with(session, "none"), "InvalidSecurityToken.Malformed"),
		both("an account with a session's token", with(mainKey(), sessionToken), "InvalidSecurityToken.MismatchWithAccessKey"),
		both("a session that lasts", brief, ""),
		both("a session that is over", brief, "InvalidSecurityToken.Expired"), // the last: time does not go back
	}
	for _, r := range rows {
		if strings.HasSuffix(r.what, "is over") {
			if err := cloud.Advance(time.Hour); err != nil {
				t.Fatal(err)
			}
		}
		for name, w := range ways() {
			for op, code := range map[string]string{"DescribeVpcs": r.look, "CreateVpc": r.make} {
				params := map[string]string{"RegionId": "cn-hangzhou"}
				if op == "CreateVpc" {
					params["CidrBlock"], params["DryRun"] = "10.0.0.0/8", "true"
					if code == "" {
						code = "DryRunOperation"
					}
				}
				got := send(t, client, w.request(t, "http://"+address, op, vpcVersion, r.who, params))
				if got.code != code || (got.code == "") != (got.status == http.StatusOK) {
					t.Errorf("%s, %s %s: %d %q, want %q", r.what, name, op, got.status, got.code, code)
				}
				if strings.Contains(got.body, r.who.secret) && r.who.secret != "secret" {
					t.Errorf("%s: the answer tells the secret", r.what)
				}
			}
		}
	}
}

// Two accounts that do the same with the same ClientToken have each their own of
// it, and a user of one sees what the account has.
func TestAccountsShareNothing(t *testing.T) {
	cloud := cloudOfCallers(t)
	address, client, _ := serveBothWith(t, cloud, Options{Now: func() time.Time { return noon }})
	w := ways()["V3 POST form"]
	call := func(who credential, op string, params map[string]string) received {
		t.Helper()
		return send(t, client, w.request(t, "https://"+address, op, vpcVersion, who, params))
	}
	names := map[string]credential{
		"1000000000000001": mainKey(), "1000000000000002": {"ecsim-other", "ecsim-other-secret", ""},
	}
	made := map[string]string{}
	for account, who := range names {
		create := map[string]string{"RegionId": "cn-hangzhou", "CidrBlock": "172.16.0.0/12", "VpcName": "mine-only", "ClientToken": "same"}
		if got := call(who, "CreateVpc", create); got.code != "" {
			t.Fatalf("%s: %s", account, got.body)
		}
		for _, vpc := range cloud.World().Resources(account, "cn-hangzhou", ecs.KindVpc) {
			if vpc.(*ecs.Vpc).VpcName == "mine-only" {
				made[account] = vpc.ID()
			}
		}
	}
	if len(made) != 2 || made["1000000000000001"] == made["1000000000000002"] {
		t.Fatalf("the token made %v", made)
	}
	reader := credential{"ecsim-reader", "ecsim-reader-secret", ""} // of main
	for account, id := range made {
		for other, who := range names {
			got := call(who, "DescribeVpcs", map[string]string{"RegionId": "cn-hangzhou", "VpcId": id})
			if strings.Contains(got.body, `"`+id+`"`) != (account == other) {
				t.Errorf("%s looks for %s of %s: %s", other, id, account, got.body)
			}
		}
		got := call(reader, "DescribeVpcs", map[string]string{"RegionId": "cn-hangzhou", "VpcId": id})
		if strings.Contains(got.body, `"`+id+`"`) != (account == "1000000000000001") {
			t.Errorf("a user of main looks for %s of %s: %s", id, account, got.body)
		}
	}
	if got := call(names["1000000000000002"], "DeleteVpc", map[string]string{"RegionId": "cn-hangzhou", "VpcId": made["1000000000000001"]}); got.code != "InvalidVpcId.NotFound" {
		t.Errorf("another's network is deleted: %d %s", got.status, got.body)
	}
}
