package model_test

import (
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

func TestDeleteSecurityGroupRefuses(t *testing.T) {
	w := newWorld(t)
	id := func(name string) string { return named(t, w, name) }
	w, _ = accept(t, w, main1("AuthorizeSecurityGroup", model.Params{
		"SecurityGroupId": id("sg1"), "SourceGroupId": id("sg2"), "IpProtocol": "tcp", "PortRange": "22/22",
	}))
	w, _ = accept(t, w, main1("CreateNetworkInterface", model.Params{"VSwitchId": id("vsw1"), "SecurityGroupIds.1": id("esg1")}))
	broken := map[string]bool{}
	for _, c := range []breach{
		{"no region", model.Params{"RegionId": "-", "SecurityGroupId": id("sg1")}, []string{"MissingParameter.RegionId"}},
		{"no group", nil, []string{"MissingParameter"}},
		{"unknown region", model.Params{"RegionId": "cn-nowhere", "SecurityGroupId": id("sg1")}, []string{"InvalidRegionId.NotFound"}},
		{"unknown group", model.Params{"SecurityGroupId": "sg-none"}, []string{"InvalidSecurityGroup.NotFound"}},
		{"group of another account", model.Params{"SecurityGroupId": id("other.sg1")}, []string{"InvalidSecurityGroup.NotFound"}},
		{"managed", model.Params{"SecurityGroupId": id("sgmanaged")}, []string{"InvalidOperation.ResourceManagedByCloudProduct"}},
		{"with an interface in it", model.Params{"SecurityGroupId": id("esg1")}, []string{"DependencyViolation"}},
		{"named by another group's rule", model.Params{"SecurityGroupId": id("sg2")}, []string{"DependencyViolation"}},
	} {
		for _, r := range wantCodes(t, w, main1("DeleteSecurityGroup", c.params), c.codes...).Broken {
			broken[r.ID()] = true
		}
	}
	everyRuleIsBroken(t, w, "DeleteSecurityGroup", broken)
}

// The group that names another one can go, and then the other one can.
func TestDeleteSecurityGroupFreesWhatItNamed(t *testing.T) {
	w := newWorld(t)
	sg1, sg2 := named(t, w, "sg1"), named(t, w, "sg2")
	before := w
	w, _ = accept(t, w, main1("AuthorizeSecurityGroup", model.Params{
		"SecurityGroupId": sg1, "SourceGroupId": sg2, "IpProtocol": "tcp", "PortRange": "22/22",
	}))
	w, _ = accept(t, w, main1("DeleteSecurityGroup", model.Params{"SecurityGroupId": sg1}))
	if got := w.Find("1000000000000001", "cn-hangzhou", ecs.KindSecurityGroup, sg2); *got.(*ecs.SecurityGroup) != *ecs.SecurityGroups(before.Place("1000000000000001", "cn-hangzhou")).Get(sg2) {
		t.Errorf("the group that was named is %+v, want it as it was", got)
	}
	w, _ = accept(t, w, main1("DeleteSecurityGroup", model.Params{"SecurityGroupId": sg2}))
	if w.Find("1000000000000001", "cn-hangzhou", ecs.KindSecurityGroup, sg2) != nil {
		t.Error("the group is still there")
	}
}
