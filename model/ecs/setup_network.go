package ecs

import "github.com/ecsim/ecsim/model"

// GroupSetups build groups, empty and in use.
func GroupSetups() []model.Setup {
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

// NetworkSetups build vSwitches and VPCs, empty and in use.
func NetworkSetups() []model.Setup {
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
