package model

// instanceSetups lay a Running and a Stopped instance of every class, one of the
// plain class in every other status, and what was changed on it and waits.
func instanceSetups() []Setup {
	one := Params{"InstanceId": "$i1"}
	const run, create, attribute = "RunInstances", "CreateInstance", "ModifyInstanceAttribute"
	worthChanging := func(at []int, class Params) bool {
		return at[0] == 0 || class["InstanceType"] == "ecs.t6-c1m2.large" || class["ImageId"] != ""
	}
	return []Setup{{Each: run, Then: []Setup{
		{Name: "running", Op: run, Varied: true, When: inFirst, Also: KindNetworkInterface}, // the primary one
		{Name: "running", Op: run, Varied: true, When: notInFirst},
		{Name: "stopped", Op: create, Varied: true, When: inFirst, Also: KindNetworkInterface},
		{Name: "stopped", Op: create, Varied: true, When: notInFirst},
		{Needs: []string{"running", "stopped"}, When: inFirst, Then: []Setup{
			{Op: create, Moving: true, Also: KindNetworkInterface},
			{Op: run, Moving: true},
			{From: "stopped", Op: "StartInstance", Params: one, Moving: true},
			{From: "running", Op: "StopInstance", Params: one, Moving: true},
			{From: "running", Op: "RebootInstance", Params: one, Moving: true},
			{From: "running", Op: "StopInstance", Params: one.With("StoppedMode", "StopCharging")},
			{From: "running", Op: run},
			{Op: run, Params: Params{"SecurityGroupId": "$sgclassic", "VSwitchId": ""}},
		}},
		{Needs: []string{"running", "stopped"}, When: worthChanging, Each: attribute, Then: []Setup{
			{From: "running", Op: attribute, Params: one, Varied: true},
			{From: "stopped", Op: attribute, Params: one, Varied: true},
		}},
	}}}
}
