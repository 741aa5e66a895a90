package ecs

import "github.com/ecsim/ecsim/model"

// InstanceSetups build a Running and a Stopped instance of every class, one of
// the plain class in every other status, and instances with changes that wait.
func InstanceSetups() []model.Setup {
	one := model.Params{"InstanceId": "$i1"}
	const run, create, attribute = "RunInstances", "CreateInstance", "ModifyInstanceAttribute"
	worthChanging := func(at []int, class model.Params) bool {
		return at[0] == 0 || class["InstanceType"] == "ecs.t6-c1m2.large" || class["ImageId"] != ""
	}
	return []model.Setup{{Each: run, Then: []model.Setup{
		{Name: "running", Op: run, Varied: true, When: model.InFirst, Also: KindNetworkInterface}, // the primary one
		{Name: "running", Op: run, Varied: true, When: model.NotInFirst},
		{Name: "stopped", Op: create, Varied: true, When: model.InFirst, Also: KindNetworkInterface},
		{Name: "stopped", Op: create, Varied: true, When: model.NotInFirst},
		{Needs: []string{"running", "stopped"}, When: model.InFirst, Then: []model.Setup{
			{Op: create, Moving: true, Also: KindNetworkInterface},
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
