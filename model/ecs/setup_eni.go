package ecs

import "github.com/ecsim/ecsim/model"

// EniSetups build an interface of every class: free, attached to a Running and
// a Stopped instance, on the way there and back, and changed; and one of the
// plain class attached to instances whose types matter for it.
func EniSetups() []model.Setup {
	const create = "CreateNetworkInterface"
	hosts := []model.Params{
		{}, {"InstanceType": "ecs.g8i.xlarge"}, {"InstanceType": "ecs.g8i.24xlarge"}, {"InstanceType": "ecs.ebmre7p.32xlarge"},
		{"InstanceType": "ecs.c7.4xlarge"}, {"InstanceType": "ecs.g5.large"}, {"InstanceType": "ecs.t6-c1m2.large"}, {"InstanceType": "ecs.g8ae.xlarge"},
	}
	classes := model.Setup{Each: create, Then: []model.Setup{
		{Name: "free", Op: create, Varied: true},
		{Op: create, Varied: true, Moving: true},
		{Needs: []string{"free"}, Over: hosts, Then: append(attachedSetups("RunInstances"), attachedSetups("CreateInstance")...)},
		{From: "free", Op: "DeleteNetworkInterface", Params: model.Params{"NetworkInterfaceId": "$e1"}, Moving: true},
	}}
	return append([]model.Setup{classes}, append(trunkSetups(), twoOnOne())...)
}

// attachedSetups build an interface that is attached to an instance made by the
// operation, and states after that. The rounds are those of classes of
// interfaces and of hosts.
func attachedSetups(launch string) []model.Setup {
	pair := model.Params{"NetworkInterfaceId": "$e1", "InstanceId": "$i1"}
	few := func(at []int, _ model.Params) bool { return at[0] == 0 || at[1] <= 2 }
	plain := func(at []int, _ model.Params) bool { return at[0] == 0 && at[1] < 2 }
	const attribute = "ModifyNetworkInterfaceAttribute"
	return []model.Setup{{When: few, Then: []model.Setup{
		{Name: "both", From: "free", Op: launch, Varied: true, Passing: true},
		{Name: "attached", From: "both", Op: "AttachNetworkInterface", Params: pair},
		{When: plain, Then: []model.Setup{
			{From: "both", Op: "AttachNetworkInterface", Params: pair, Moving: true},
			{From: "attached", Op: "DetachNetworkInterface", Params: pair, Moving: true},
			{Each: attribute, Then: []model.Setup{{From: "attached", Op: attribute, Params: model.Params{"NetworkInterfaceId": "$e1"}, Varied: true}}},
		}},
	}}}
}

// trunkSetups build a trunk interface with a member.
func trunkSetups() []model.Setup {
	const create, attach = "CreateNetworkInterface", "AttachNetworkInterface"
	return []model.Setup{
		{Name: "trunk", Op: create, Params: model.Params{"InstanceType": Trunk}, Passing: true},
		{Name: "host", From: "trunk", Op: "CreateInstance", Passing: true},
		{Name: "trunked", From: "host", Op: attach, Params: model.Params{"NetworkInterfaceId": "$e1", "InstanceId": "$i1"}, Passing: true},
		{Name: "other", From: "trunked", Op: create},
		{From: "other", Op: attach, Params: model.Params{"NetworkInterfaceId": "$e2", "InstanceId": "$i1", "TrunkNetworkInstanceId": "$e1"}},
	}
}

// twoOnOne builds two interfaces on one instance with room for one of high
// performance.
func twoOnOne() model.Setup {
	const create, attach = "CreateNetworkInterface", "AttachNetworkInterface"
	high := model.Params{"NetworkInterfaceTrafficMode": HighPerformance}
	on := func(eni string) model.Params { return model.Params{"NetworkInterfaceId": eni, "InstanceId": "$i1"} }
	return model.Setup{Over: []model.Params{{}, high}, Then: []model.Setup{
		{Name: "host", Op: "CreateInstance", Params: model.Params{"InstanceType": "ecs.g8i.xlarge"}, Passing: true},
		{Name: "first", From: "host", Op: create, Params: high, Passing: true},
		{Name: "one", From: "first", Op: attach, Params: on("$e1"), Passing: true},
		{Name: "second", From: "one", Op: create, Varied: true, Passing: true},
		{From: "second", Op: attach, Params: on("$e2")},
	}}
}
