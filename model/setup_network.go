package model

// groupSetups lay groups, empty and in use.
func groupSetups() []Setup {
	own := Params{"SecurityGroupId": "$g1"}
	const create = "CreateSecurityGroup"
	return []Setup{{Each: create, Then: []Setup{
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

// networkSetups lay vSwitches and VPCs, empty and in use.
func networkSetups() []Setup {
	const vpc, vswitch = "CreateVpc", "CreateVSwitch"
	return []Setup{
		{Op: vpc, Moving: true},
		{Name: "vpc", Op: vpc},
		{From: "vpc", Op: "CreateSecurityGroup", Params: Params{"VpcId": "$n1"}},
		{From: "vpc", Op: vswitch, Params: Params{"VpcId": "$n1", "CidrBlock": "192.168.1.0/24"}},
		{Op: vswitch, Moving: true},
		{Name: "vswitch", Op: vswitch},
		{From: "vswitch", Op: "CreateNetworkInterface", Params: Params{"VSwitchId": "$v1"}},
		{From: "vswitch", Op: "RunInstances", Params: Params{"VSwitchId": "$v1"}},
	}
}
