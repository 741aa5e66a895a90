package model_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/reference"
)

func as(caller string, c model.Call) model.Call { c.Caller = caller; return c }

func TestNobodyMayDoAnything(t *testing.T) {
	w := newWorld(t)
	for _, op := range w.Model().Operations() {
		v := w.Apply(as("nobody", model.Call{Op: op.Name}))
		if len(v.Broken) == 0 || !slices.Contains(model.RAMCodes(), v.Broken[0].Code) && v.Broken[0].Code != "Abs.InvalidAccount.NotFound" {
			t.Errorf("%s: nobody is refused with %v", op.Name, codes(v))
		}
		if v := w.Apply(model.Call{Op: op.Name}); slices.ContainsFunc(v.Broken, func(r *model.BoundRule) bool { return slices.Contains(model.RAMCodes(), r.Code) }) {
			t.Errorf("%s: the account itself is refused with %v", op.Name, codes(v))
		}
		everyRamBreakHasCaller(t, op)
	}
}

func everyRamBreakHasCaller(t *testing.T, o *model.BoundOperation) {
	t.Helper()
	for _, r := range o.Rules {
		if slices.Contains(model.RAMCodes(), r.Code) && r.When != nil && r.Break.Caller != model.NoPermissions {
			t.Errorf("%s: the hint names the caller %q", r.ID(), r.Break.Caller)
		}
	}
}

func TestAReaderMayLookAndNotTouch(t *testing.T) {
	w, reply := accept(t, newWorld(t), anEni(t, newWorld(t), nil))
	id := reply.Created[0]
	wantCodes(t, w, as("reader", main1("DescribeNetworkInterfaces", nil)))
	wantCodes(t, w, as("reader", main1("DescribeVpcs", nil)))
	wantCodes(t, w, as("reader", main1("DescribeNetworkInterfaceAttribute", model.Params{"NetworkInterfaceId": id})))
	wantCodes(t, settle(w), as("reader", main1("DeleteNetworkInterface", model.Params{"NetworkInterfaceId": id})), "Forbidden.SubUser")
	wantCodes(t, w, as("reader", anEni(t, w, nil)), "Forbidden.SubUser")
}

func TestATagOpensWhatCarriesIt(t *testing.T) {
	w := namedWorld(t, "ram")
	// What does not exist yet has the tags that the call gives it.
	wantCodes(t, w, as("team", anEni(t, w, nil)), "Forbidden.SubUser")
	wantCodes(t, w, as("team", anEni(t, w, model.Params{"Tag.1.Key": "team", "Tag.1.Value": "b"})), "Forbidden.SubUser")
	w, reply := accept(t, w, as("team", anEni(t, w, model.Params{"Tag.1.Key": "team", "Tag.1.Value": "a"})))
	ours := reply.Created[0]
	w, reply = accept(t, w, anEni(t, w, nil))
	theirs := reply.Created[0]
	w = settle(w)
	wantCodes(t, w, as("team", main1("DeleteNetworkInterface", model.Params{"NetworkInterfaceId": ours})))
	wantCodes(t, w, as("team", main1("DeleteNetworkInterface", model.Params{"NetworkInterfaceId": theirs})), "Forbidden.SubUser")
	// An unknown resource has no tags, so that it may not even be looked for.
	wantCodes(t, w, as("team", main1("DeleteNetworkInterface", model.Params{"NetworkInterfaceId": "eni-none"})),
		"Forbidden.SubUser", "InvalidEniId.NotFound")
	// A call over two resources needs both.
	w, i := RunningState(t, w, nil)
	wantCodes(t, w, as("team", main1("AttachNetworkInterface", model.Params{"NetworkInterfaceId": ours, "InstanceId": i})), "Forbidden.SubUser")
}

func TestASessionPolicyNarrowsTheRole(t *testing.T) {
	w := newWorld(t)
	everything := `{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}`
	onlyVpc1 := `{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "ecs:CreateNetworkInterface", "Resource": "*"},
		{"Effect": "Deny", "Action": "*", "Resource": "acs:vpc:cn-hangzhou:1000000000000001:vswitch/` + named(t, w, "vsw3") + `"}]}`
	if err := w.Base().AddCaller(model.Caller{Name: "role", Account: "1000000000000001", Kind: model.CallerSTS,
		Policies: []string{everything}, Session: onlyVpc1}); err != nil {
		t.Fatal(err)
	}
	wantCodes(t, w, as("role", anEni(t, w, nil)))
	wantCodes(t, w, as("role", anEni(t, w, model.Params{"VSwitchId": named(t, w, "vsw3"), "SecurityGroupId": named(t, w, "sg3")})), "Forbidden.SubUser")
	wantCodes(t, w, as("role", main1("DescribeVpcs", nil)), "Forbidden.RAM")
}

func TestAListTouchesAllOfItsKind(t *testing.T) {
	w := namedWorld(t, "ram")
	wantCodes(t, w, as("visitor", main1("DescribeInstances", nil)))
	wantCodes(t, w, as("visitor", main1("DescribeInstances", model.Params{"RegionId": "cn-beijing"})), "Forbidden.RAM")
}

func TestAPolicyThatCannotBeReadNamesItsCaller(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	for problem, caller := range map[string]string{
		"caller odd: policy 1: ":       `kind: user, policies: ["{}"]`,
		"caller odd: session policy: ": `kind: sts, session: "no"`,
		"caller odd: kind \"root\"":    `kind: root`,
	} {
		_, err := model.ReadWorld(m, []byte("name: x\nnow: 2026-01-01T00:00:00Z\naccounts: [{name: a, id: \"1\"}]\n"+
			"regions: [{id: r, zones: [z]}]\ncallers: [{name: odd, account: a, "+caller+"}]\n"), 1)
		if err == nil || !strings.Contains(err.Error(), problem) {
			t.Errorf("%s: %v", caller, err)
		}
	}
}

func TestArnsAreThoseOfThePages(t *testing.T) {
	w := newWorld(t)
	for _, name := range w.Model().Catalog().Pages() {
		facts, err := w.Model().Catalog().Operation(name)
		if err != nil {
			t.Fatal(err)
		}
		op, ok := w.Model().Operation(name)
		if !ok {
			continue
		}
		if facts.RAM.Action != op.Action {
			t.Errorf("%s: action %s, the page says %s", name, op.Action, facts.RAM.Action)
		}
		var listed []string
		for _, res := range append(facts.RAM.RequiredResources, facts.RAM.OptionalResources...) {
			listed = append(listed, res.ARN[:strings.LastIndex(res.ARN, "/")])
		}
		for i := range op.Params {
			kind := op.Params[i].Refers()
			if kind == nil || op.Params[i].Names == ecs.TheType {
				continue
			}
			r := model.RequestIn(&w, "{#accountId}", "{#regionId}")
			if arn := model.ArnOf(r, kind, "x"); !slices.Contains(listed, strings.TrimSuffix(arn, "/x")) {
				t.Errorf("%s %s: %s is not on the page: %v", name, op.Params[i].Name, arn, listed)
			}
		}
	}
}
