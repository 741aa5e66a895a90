package model

// eniSetups lay an interface of every class: free, attached to a Running and a
// Stopped instance, on the way there and back, and changed; and one of the plain
// class attached to instances whose types differ for it.
func eniSetups() []Setup {
	const create = "CreateNetworkInterface"
	hosts := []Params{
		{}, {"InstanceType": "ecs.g8i.xlarge"}, {"InstanceType": "ecs.g8i.24xlarge"}, {"InstanceType": "ecs.ebmre7p.32xlarge"},
		{"InstanceType": "ecs.c7.4xlarge"}, {"InstanceType": "ecs.g5.large"}, {"InstanceType": "ecs.t6-c1m2.large"}, {"InstanceType": "ecs.g8ae.xlarge"},
	}
	classes := Setup{Each: create, Then: []Setup{
		{Name: "free", Op: create, Varied: true},
		{Op: create, Varied: true, Moving: true},
		{Needs: []string{"free"}, Over: hosts, Then: append(attachedSetups("RunInstances"), attachedSetups("CreateInstance")...)},
		{From: "free", Op: "DeleteNetworkInterface", Params: Params{"NetworkInterfaceId": "$e1"}, Moving: true},
	}}
	return append([]Setup{classes}, append(trunkSetups(), twoOnOne())...)
}

// attachedSetups lay an interface that is attached to an instance that the operation
// makes, and what follows from it. The rounds are those of classes of interfaces
// and of hosts.
func attachedSetups(launch string) []Setup {
	pair := Params{"NetworkInterfaceId": "$e1", "InstanceId": "$i1"}
	few := func(at []int, _ Params) bool { return at[0] == 0 || at[1] <= 2 }
	plain := func(at []int, _ Params) bool { return at[0] == 0 && at[1] < 2 }
	const attribute = "ModifyNetworkInterfaceAttribute"
	return []Setup{{When: few, Then: []Setup{
		{Name: "both", From: "free", Op: launch, Varied: true, Passing: true},
		{Name: "attached", From: "both", Op: "AttachNetworkInterface", Params: pair},
		{When: plain, Then: []Setup{
			{From: "both", Op: "AttachNetworkInterface", Params: pair, Moving: true},
			{From: "attached", Op: "DetachNetworkInterface", Params: pair, Moving: true},
			{Each: attribute, Then: []Setup{{From: "attached", Op: attribute, Params: Params{"NetworkInterfaceId": "$e1"}, Varied: true}}},
		}},
	}}}
}

// trunkSetups lay a trunk interface with a member.
func trunkSetups() []Setup {
	const create, attach = "CreateNetworkInterface", "AttachNetworkInterface"
	return []Setup{
		{Name: "trunk", Op: create, Params: Params{"InstanceType": Trunk}, Passing: true},
		{Name: "host", From: "trunk", Op: "CreateInstance", Passing: true},
		{Name: "trunked", From: "host", Op: attach, Params: Params{"NetworkInterfaceId": "$e1", "InstanceId": "$i1"}, Passing: true},
		{Name: "other", From: "trunked", Op: create},
		{From: "other", Op: attach, Params: Params{"NetworkInterfaceId": "$e2", "InstanceId": "$i1", "TrunkNetworkInstanceId": "$e1"}},
	}
}

// twoOnOne lays two interfaces on one instance that has room for one of high
// performance.
func twoOnOne() Setup {
	const create, attach = "CreateNetworkInterface", "AttachNetworkInterface"
	high := Params{"NetworkInterfaceTrafficMode": HighPerformance}
	on := func(eni string) Params { return Params{"NetworkInterfaceId": eni, "InstanceId": "$i1"} }
	return Setup{Over: []Params{{}, high}, Then: []Setup{
		{Name: "host", Op: "CreateInstance", Params: Params{"InstanceType": "ecs.g8i.xlarge"}, Passing: true},
		{Name: "first", From: "host", Op: create, Params: high, Passing: true},
		{Name: "one", From: "first", Op: attach, Params: on("$e1"), Passing: true},
		{Name: "second", From: "one", Op: create, Varied: true, Passing: true},
		{From: "second", Op: attach, Params: on("$e2")},
	}}
}
