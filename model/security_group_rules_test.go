package model_test

import (
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// rulesOf are the rules that DescribeSecurityGroupAttribute shows.
func rulesOf(t *testing.T, w model.World, group string) []ecs.Permission {
	t.Helper()
	v := wantCodes(t, w, main1("DescribeSecurityGroupAttribute", model.Params{"SecurityGroupId": group}))
	return v.Reply.Items[0].(*ecs.SecurityGroup).Permissions()
}

// A rule has a life: it is made, changed by its properties and by its id, and
// removed by either; the group that it names knows of it all the time.
func TestARuleLives(t *testing.T) {
	w := newWorld(t)
	sg1, sg2 := named(t, w, "sg1"), named(t, w, "sg2")
	rule := model.Params{"SecurityGroupId": sg1, "IpProtocol": "tcp", "PortRange": "22/22", "SourceGroupId": sg2}
	w, _ = accept(t, w, main1("AuthorizeSecurityGroup", rule))
	w, _ = accept(t, w, main1("AuthorizeSecurityGroupEgress",
		model.Params{"SecurityGroupId": sg1, "IpProtocol": "udp", "PortRange": "53/53", "DestGroupId": sg2}))
	references := func() int {
		v := wantCodes(t, w, main1("DescribeSecurityGroupReferences", model.Params{"SecurityGroupId.1": sg2}))
		return len(v.Reply.Items)
	}
	all := rulesOf(t, w, sg1)
	if len(all) != 2 || all[0].Direction != ecs.Ingress || all[1].Direction != ecs.Egress || all[1].DestGroupId != sg2 || references() != 1 {
		t.Fatalf("%d references, rules %+v", references(), all)
	}
	w, _ = accept(t, w, main1("ModifySecurityGroupRule", rule.With("Description", "for the web")))
	w, _ = accept(t, w, main1("ModifySecurityGroupRule",
		model.Params{"SecurityGroupId": sg1, "SecurityGroupRuleId": all[0].RuleId, "PortRange": "23/24", "Policy": "drop"}))
	changed := rulesOf(t, w, sg1)[0]
	if changed.Description != "for the web" || changed.PortRange != "23/24" || changed.Policy != "Drop" || changed.RuleId != all[0].RuleId {
		t.Errorf("changed to %+v", changed)
	}
	wantCodes(t, w, main1("ModifySecurityGroupRule", rule.With("Description", "gone")), "SecurityGroupRule.NotFound")
	wantCodes(t, w, main1("RevokeSecurityGroup", model.Params{"SecurityGroupId": sg1, "SecurityGroupRuleId.1": "sgr-none"}),
		"InvalidParam.SecurityGroupRuleId", "InvalidSecurityGroupRuleId.NotFound")
	w, _ = accept(t, w, main1("RevokeSecurityGroup", rule)) // nothing matches: both editions say success
	w, _ = accept(t, w, main1("RevokeSecurityGroup", model.Params{"SecurityGroupId": sg1, "SecurityGroupRuleId.1": all[0].RuleId}))
	if left := rulesOf(t, w, sg1); len(left) != 1 || left[0] != all[1] || references() != 1 {
		t.Fatalf("%d references, rules left %+v", references(), left)
	}
	w, _ = accept(t, w, main1("RevokeSecurityGroupEgress",
		model.Params{"SecurityGroupId": sg1, "IpProtocol": "UDP", "PortRange": "53/53", "DestGroupId": sg2}))
	if left := rulesOf(t, w, sg1); len(left) != 0 || references() != 0 {
		t.Errorf("%d references, rules left %+v", references(), left)
	}
	if err := w.Check(); err != nil {
		t.Error(err)
	}
}
