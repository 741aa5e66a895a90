package reference

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// instanceSetups build a Running and a Stopped instance of every class, one of
// the plain class in every other status, and instances with changes that wait.
func instanceSetups() []model.Setup {
	one := model.Params{"InstanceId": "$i1"}
	const run, create, attribute = "RunInstances", "CreateInstance", "ModifyInstanceAttribute"
	worthChanging := func(at []int, class model.Params) bool {
		return at[0] == 0 || class["InstanceType"] == "ecs.t6-c1m2.large" || class["ImageId"] != ""
	}
	return []model.Setup{{Each: run, Then: []model.Setup{
		{Name: "running", Op: run, Varied: true, When: model.InFirst, Also: ecs.KindNetworkInterface}, // the primary one
		{Name: "running", Op: run, Varied: true, When: model.NotInFirst},
		{Name: "stopped", Op: create, Varied: true, When: model.InFirst, Also: ecs.KindNetworkInterface},
		{Name: "stopped", Op: create, Varied: true, When: model.NotInFirst},
		{Needs: []string{"running", "stopped"}, When: model.InFirst, Then: []model.Setup{
			{Op: create, Moving: true, Also: ecs.KindNetworkInterface},
			{Op: run, Moving: true},
			{From: "stopped", Op: "StartInstance", Params: one, Moving: true},
			{From: "running", Op: "StopInstance", Params: one, Moving: true},
			{From: "running", Op: "RebootInstance", Params: one, Moving: true},
			{From: "running", Op: "StopInstance", Params: one.With("StoppedMode", "StopCharging")},
			{From: "running", Op: run},
			{Op: run, Params: model.Params{"SecurityGroupId": "$sgclassic", "VSwitchId": ""}},
		}},
		{Needs: []string{"running", "stopped"}, When: worthChanging, Each: attribute, Then: []model.Setup{
			{From: "running", Op: attribute, Params: one, Varied: true},
			{From: "stopped", Op: attribute, Params: one, Varied: true},
		}},
	}}}
}

// eniSetups build an interface of every class: free, attached to a Running and
// a Stopped instance, on the way there and back, and changed; and one of the
// plain class attached to instances whose types matter for it.
func eniSetups() []model.Setup {
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
		{Name: "trunk", Op: create, Params: model.Params{"InstanceType": ecs.Trunk}, Passing: true},
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
	high := model.Params{"NetworkInterfaceTrafficMode": ecs.HighPerformance}
	on := func(eni string) model.Params { return model.Params{"NetworkInterfaceId": eni, "InstanceId": "$i1"} }
	return model.Setup{Over: []model.Params{{}, high}, Then: []model.Setup{
		{Name: "host", Op: "CreateInstance", Params: model.Params{"InstanceType": "ecs.g8i.xlarge"}, Passing: true},
		{Name: "first", From: "host", Op: create, Params: high, Passing: true},
		{Name: "one", From: "first", Op: attach, Params: on("$e1"), Passing: true},
		{Name: "second", From: "one", Op: create, Varied: true, Passing: true},
		{From: "second", Op: attach, Params: on("$e2")},
	}}
}

// imageSetups build an image of every class: being made, ready, changed, shared
// and in use; and one of another account.
func imageSetups() []model.Setup {
	one, source := model.Params{"ImageId": "$m1"}, model.Params{"InstanceId": "$i1"}
	const create, attribute, share = "CreateImage", "ModifyImageAttribute", "ModifyImageSharePermission"
	hosts := []model.Params{{}, {"ImageId": "$image.windows"}, {"ImageId": "$image.plain"}, {"InstanceType": "ecs.c7.4xlarge"}}
	plainOrFirst := func(at []int, _ model.Params) bool { return at[0] == 0 || at[1] == 0 }
	plainClass := func(at []int, _ model.Params) bool { return at[1] == 0 }
	return append([]model.Setup{{Over: hosts, Then: []model.Setup{
		{Name: "stopped", Op: "CreateInstance", Varied: true, Passing: true},
		{Each: create, Then: []model.Setup{
			{Name: "ready", From: "stopped", Op: create, Params: source, Varied: true, Ends: true, When: plainOrFirst},
			{When: model.InFirst, Then: []model.Setup{
				{From: "stopped", Op: create, Params: source, Varied: true, Moving: true},
				{Each: attribute, Then: []model.Setup{{From: "ready", Op: attribute, Params: one, Varied: true}}},
				{When: plainClass, Then: []model.Setup{
					{Each: share, Then: []model.Setup{{From: "ready", Op: share, Params: one, Varied: true}}},
					{From: "ready", Op: "RunInstances", Params: one},
					{From: "ready", Op: create, Params: source.With("ImageName", "image-2")},
				}},
			}},
		}},
	}}}, foreignSetups()...)
}

// foreignSetups build an image of another account, shared and public, for the
// first caller to use.
func foreignSetups() []model.Setup {
	return []model.Setup{
		{Name: "host", As: "other", Op: "CreateInstance", Params: model.Params{"VSwitchId": "$other.vsw1", "SecurityGroupId": "$other.sg1"}, Passing: true},
		{Name: "image", From: "host", Op: "CreateImage", Params: model.Params{"InstanceId": "$i1"}, Passing: true},
		{Over: []model.Params{{"IsPublic": "true"}, {"AddAccount.1": model.FirstAccount}}, Then: []model.Setup{
			{From: "image", Op: "ModifyImageSharePermission", Params: model.Params{"ImageId": "$m1"}, Varied: true, First: true},
		}},
	}
}

// groupSetups build groups, empty and in use.
func groupSetups() []model.Setup {
	own := model.Params{"SecurityGroupId": "$g1"}
	const create = "CreateSecurityGroup"
	return []model.Setup{{Each: create, Then: []model.Setup{
		{Name: "group", Op: create, Varied: true},
		{From: "group", Op: "AuthorizeSecurityGroup", Params: own},
		{From: "group", Op: create, Varied: true},
		{Name: "used", From: "group", Op: "RunInstances", Params: own},
		{From: "used", Op: create, Varied: true},
		{From: "group", Op: "CreateNetworkInterface", Params: own},
		{Name: "beside", From: "group", Op: "CreateInstance"},
		{From: "beside", Op: "JoinSecurityGroup", Params: own.With("InstanceId", "$i1")},
	}}}
}

// networkSetups build vSwitches and VPCs, empty and in use.
func networkSetups() []model.Setup {
	const vpc, vswitch = "CreateVpc", "CreateVSwitch"
	return []model.Setup{
		{Op: vpc, Moving: true},
		{Name: "vpc", Op: vpc},
		{From: "vpc", Op: "CreateSecurityGroup", Params: model.Params{"VpcId": "$n1"}},
		{From: "vpc", Op: vswitch, Params: model.Params{"VpcId": "$n1", "CidrBlock": "192.168.1.0/24"}},
		{Op: vswitch, Moving: true},
		{Name: "vswitch", Op: vswitch},
		{From: "vswitch", Op: "CreateNetworkInterface", Params: model.Params{"VSwitchId": "$v1"}},
		{From: "vswitch", Op: "RunInstances", Params: model.Params{"VSwitchId": "$v1"}},
	}
}
