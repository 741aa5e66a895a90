package model_test

import (
	"slices"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// member calls JoinSecurityGroup or LeaveSecurityGroup.
func member(op, group string, params model.Params) model.Call {
	c := main1(op, params)
	c.Params["SecurityGroupId"] = group
	return c
}

func TestJoinAndLeaveRefuse(t *testing.T) {
	w := namedWorld(t, ecs.WorldLocked)
	id := func(name string) string { return named(t, w, name) }
	free, eni := id("free"), id("enifree")
	set := func(w model.World, change func(*ecs.Instance)) model.World {
		i := *ecs.Instances(w.Place("1000000000000001", hangzhou)).Get(free)
		change(&i)
		model.Put(&w, "1000000000000001", hangzhou, i)
		return w
	}
	setEni := func(w model.World, status string) model.World {
		e := *ecs.Enis(w.Place("1000000000000001", hangzhou)).Get(eni)
		e.Status, e.Hidden.Since = status, w.Now()
		model.Put(&w, "1000000000000001", hangzhou, e)
		return w
	}
	pending := set(w, func(i *ecs.Instance) { i.Status, i.Hidden.Since = ecs.Pending, w.Now() })
	starting := set(w, func(i *ecs.Instance) { i.Status, i.Hidden.Since = ecs.Starting, w.Now() })
	creating := setEni(w, ecs.Creating)
	deleting := setEni(w, ecs.Deleting)
	broken := map[string]map[string]bool{"JoinSecurityGroup": {}, "LeaveSecurityGroup": {}}
	for _, c := range []struct {
		name        string
		world       model.World
		group       string
		params      model.Params
		join, leave []string
	}{
		{"no group", w, "", model.Params{"InstanceId": free}, []string{"MissingParameter"}, []string{"MissingParameter"}},
		{"no member", w, "sg2", nil, []string{"MissingParameter"}, []string{"MissingParameter"}},
		{"no region for an interface", w, "sg2", model.Params{"NetworkInterfaceId": eni, "RegionId": "-"},
			[]string{"MissingParameter.RegionId"}, []string{"MissingParameter.RegionId", "InvalidSecurityGroupAssociation.NotFound"}},
		{"no region for an instance", w, "sg2", model.Params{"InstanceId": free, "RegionId": "-"}, nil, []string{"InvalidSecurityGroupAssociation.NotFound"}},
		{"unknown region", w, "sg2", model.Params{"InstanceId": free, "RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}, []string{"InvalidRegionId.NotFound"}},
		{"two members", w, "sg2", model.Params{"InstanceId": free, "NetworkInterfaceId": eni}, []string{"InvalidParam.EniIdAndInstanceId.Conflict"},
			[]string{"InvalidParam.EniIdAndInstanceId.Conflict", "InvalidSecurityGroupAssociation.NotFound"}},
		{"malformed instance", w, "sg2", model.Params{"InstanceId": "free"}, []string{"InvalidInstanceId.Malformed", "InvalidInstanceId.NotFound"},
			[]string{"InvalidInstanceId.Malformed", "InvalidInstanceId.NotFound"}},
		{"unknown instance", w, "sg2", model.Params{"InstanceId": "i-none"}, []string{"InvalidInstanceId.NotFound"}, []string{"InvalidInstanceId.NotFound"}},
		{"unknown interface", w, "sg2", model.Params{"NetworkInterfaceId": "eni-none"}, []string{"InvalidEniId.NotFound"}, []string{"InvalidEniId.NotFound"}},
		{"unknown group", w, "none", model.Params{"InstanceId": free}, []string{"InvalidSecurityGroupId.NotFound"}, []string{"InvalidSecurityGroupId.NotFound"}},
		{"group of another account", w, "other.sg1", model.Params{"InstanceId": free}, []string{"InvalidSecurityGroupId.NotFound"}, []string{"InvalidSecurityGroupId.NotFound"}},
		{"locked", w, "sg2", model.Params{"InstanceId": id("locked")}, []string{"InstanceLockedForSecurity", "InvalidInstanceId.AlreadyExists"},
			[]string{"InstanceLockedForSecurity"}},
		{"locked for money", w, "sg2", model.Params{"InstanceId": id("financial")}, nil, []string{"InvalidSecurityGroupAssociation.NotFound"}},
		{"managed group", w, "sgmanaged", model.Params{"InstanceId": free}, []string{"InvalidOperation.ResourceManagedByCloudProduct"},
			[]string{"InvalidOperation.ResourceManagedByCloudProduct", "InvalidSecurityGroupAssociation.NotFound"}},
		{"managed interface", w, "sg2", model.Params{"NetworkInterfaceId": id("enimanaged")}, []string{"InvalidOperation.EniServiceManaged"},
			[]string{"InvalidOperation.EniServiceManaged", "InvalidSecurityGroupAssociation.NotFound"}},
		{"primary interface", w, "sg2", model.Params{"NetworkInterfaceId": id("free.primary")}, []string{"InvalidOperation.InvalidEniType"},
			[]string{"InvalidOperation.InvalidEniType", "InvalidSecurityGroupAssociation.NotFound"}},
		{"instance and group in two networks", w, "sgclassic", model.Params{"InstanceId": free}, []string{"InvalidInstanceId.Mismatch"}, []string{"InvalidSecurityGroupAssociation.NotFound"}},
		{"interface and group in two VPCs", w, "sg3", model.Params{"NetworkInterfaceId": eni}, []string{"InvalidOperation.VpcMismatch"}, []string{"InvalidSecurityGroupAssociation.NotFound"}},
		{"group of the other type", w, "esg1", model.Params{"InstanceId": free}, []string{"InvalidOperation.MultiGroupType"}, []string{"InvalidSecurityGroupAssociation.NotFound"}},
		{"instance being created", pending, "sg2", model.Params{"InstanceId": free},
			[]string{"Forbidden.InstanceIsBeingCreated", "InvalidStatus.EniOrInstanceIsBeingCreated", "IncorrectInstanceStatus"},
			[]string{"IncorrectInstanceStatus", "InvalidSecurityGroupAssociation.NotFound"}},
		{"instance Starting", starting, "sg2", model.Params{"InstanceId": free}, []string{"IncorrectInstanceStatus"},
			[]string{"IncorrectInstanceStatus", "InvalidSecurityGroupAssociation.NotFound"}},
		{"interface being created", creating, "sg2", model.Params{"NetworkInterfaceId": eni},
			[]string{"InvalidStatus.EniOrInstanceIsBeingCreated", "InvalidOperation.InvalidEniState"},
			[]string{"InvalidOperation.InvalidEniState", "InvalidSecurityGroupAssociation.NotFound"}},
		{"interface being deleted", deleting, "sg2", model.Params{"NetworkInterfaceId": eni}, []string{"InvalidOperation.InvalidEniState"},
			[]string{"InvalidOperation.InvalidEniState", "InvalidSecurityGroupAssociation.NotFound"}},
		{"the instance's only group", w, "sg1", model.Params{"InstanceId": free}, []string{"InvalidInstanceId.AlreadyExists"}, []string{"InstanceLastSecurityGroup"}},
		{"the interface's only group", w, "sg1", model.Params{"NetworkInterfaceId": eni}, nil, []string{"InvalidOperation.AtLeastInOneGroup"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			group := c.group
			if known, ok := w.Base().Names[group]; ok {
				group = known
			} else if group != "" {
				group = "sg-" + group
			}
			for op, want := range map[string][]string{"JoinSecurityGroup": c.join, "LeaveSecurityGroup": c.leave} {
				for _, r := range wantCodes(t, c.world, member(op, group, c.params), want...).Broken {
					broken[op][r.ID()] = true
				}
			}
		})
	}
	for id := range joinQuotasReached(t) {
		broken["JoinSecurityGroup"][id] = true
	}
	for op, rules := range broken {
		everyRuleIsBroken(t, w, op, rules)
	}
}

// joinQuotasReached breaks the quota rules of JoinSecurityGroup, one by one.
func joinQuotasReached(t *testing.T) map[string]bool {
	t.Helper()
	w := namedWorld(t, ecs.WorldQuota)
	id := func(name string) string { return named(t, w, name) }
	broken := map[string]bool{}
	want := func(w model.World, group string, params model.Params, code string) {
		t.Helper()
		for _, r := range wantCodes(t, w, member("JoinSecurityGroup", id(group), params), code).Broken {
			broken[r.ID()] = true
		}
	}
	in := func(groups ...string) model.Params {
		params := model.Params{"VSwitchId": id("vsw1")}
		for n, g := range groups {
			params["SecurityGroupIds."+model.NumberText(n+1)] = id(g)
		}
		return params
	}
	basic, instance := RunningState(t, w, model.Params{"SecurityGroupId": id("sg1"), "VSwitchId": id("vsw1")})
	member1 := model.Params{"InstanceId": instance}
	want(basic, "sgfull", member1, "SecurityGroupInstanceLimitExceeded")
	for _, g := range []string{"sg2", "sg3", "sg4", "sg5"} {
		basic, _ = accept(t, basic, member("JoinSecurityGroup", id(g), member1))
	}
	want(basic, "sg6", member1, "InstanceSecurityGroupLimitExceeded")
	ruled, instance := RunningState(t, w, model.Params{"SecurityGroupId": id("sg6"), "VSwitchId": id("vsw1")})
	want(ruled, "sgrules", model.Params{"InstanceId": instance}, "AclLimitExceed")
	advanced, instance := RunningState(t, w, model.Params{"SecurityGroupId": id("esg1"), "VSwitchId": id("vsw1")})
	want(advanced, "esgfull", model.Params{"InstanceId": instance}, "InvalidOperation.NetworkInterfaceCountExceeded")
	classic, instance := RunningState(t, w, model.Params{"SecurityGroupId": id("sgclassic"), "VSwitchId": ""})
	want(classic, "sgclassicfull", model.Params{"InstanceId": instance}, "SecurityGroupInstanceLimitExceeded")
	secondary, reply := accept(t, w, main1("CreateNetworkInterface", in("sg1", "sg2", "sg3", "sg4", "sg5")))
	want(settle(secondary), "sg6", model.Params{"NetworkInterfaceId": reply.Created[0]}, "InstanceSecurityGroupLimitExceeded")
	return broken
}

// An instance, its primary interface and the counts of the groups stay in step.
func TestJoinAndLeaveMoveAMember(t *testing.T) {
	w := namedWorld(t, ecs.WorldLocked)
	id := func(name string) string { return named(t, w, name) }
	p := func(w model.World) *model.Place { return w.Place("1000000000000001", hangzhou) }
	before := ecs.SecurityGroups(p(w)).Get(id("sg2")).Hidden.Members
	for _, c := range []struct {
		name   string
		params model.Params
		groups func(model.World) model.List
	}{
		{"instance", model.Params{"InstanceId": id("free")}, func(w model.World) model.List { return ecs.Instances(p(w)).Get(id("free")).SecurityGroupIds }},
		{"its primary interface", model.Params{"InstanceId": id("free")}, func(w model.World) model.List { return ecs.Enis(p(w)).Get(id("free.primary")).SecurityGroupIds }},
		{"interface", model.Params{"NetworkInterfaceId": id("enifree")}, func(w model.World) model.List { return ecs.Enis(p(w)).Get(id("enifree")).SecurityGroupIds }},
	} {
		joined, _ := accept(t, w, member("JoinSecurityGroup", id("sg2"), c.params))
		if got := c.groups(joined).All(); !slices.Equal(got, []string{id("sg1"), id("sg2")}) {
			t.Errorf("%s joined: it is in %v", c.name, got)
		}
		if got := ecs.SecurityGroups(p(joined)).Get(id("sg2")).Hidden.Members; got != before+1 {
			t.Errorf("%s joined: the group has %d members, want %d", c.name, got, before+1)
		}
		left, _ := accept(t, joined, member("LeaveSecurityGroup", id("sg1"), c.params))
		if got := c.groups(left).All(); !slices.Equal(got, []string{id("sg2")}) {
			t.Errorf("%s left: it is in %v", c.name, got)
		}
	}
	// An interface that is in the group already is left as it is.
	again, _ := accept(t, w, member("JoinSecurityGroup", id("sg1"), model.Params{"NetworkInterfaceId": id("enifree")}))
	if again.Hash() != w.Hash() {
		t.Error("joining a group that the interface is in changes the world")
	}
}
