package ecs

import "github.com/ecsim/ecsim/model"

// ImageSetups build an image of every class: being made, ready, changed, shared
// and in use; and one of another account.
func ImageSetups() []model.Setup {
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
