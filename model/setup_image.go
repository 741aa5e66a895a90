package model

// imageSetups lay an image of every class: being made, ready, changed, shared and
// in use; and one of another account.
func imageSetups() []Setup {
	one, source := Params{"ImageId": "$m1"}, Params{"InstanceId": "$i1"}
	const create, attribute, share = "CreateImage", "ModifyImageAttribute", "ModifyImageSharePermission"
	hosts := []Params{{}, {"ImageId": "$image.windows"}, {"ImageId": "$image.plain"}, {"InstanceType": "ecs.c7.4xlarge"}}
	plainOrFirst := func(at []int, _ Params) bool { return at[0] == 0 || at[1] == 0 }
	plainClass := func(at []int, _ Params) bool { return at[1] == 0 }
	return append([]Setup{{Over: hosts, Then: []Setup{
		{Name: "stopped", Op: "CreateInstance", Varied: true, Passing: true},
		{Each: create, Then: []Setup{
			{Name: "ready", From: "stopped", Op: create, Params: source, Varied: true, Ends: true, When: plainOrFirst},
			{When: inFirst, Then: []Setup{
				{From: "stopped", Op: create, Params: source, Varied: true, Moving: true},
				{Each: attribute, Then: []Setup{{From: "ready", Op: attribute, Params: one, Varied: true}}},
				{When: plainClass, Then: []Setup{
					{Each: share, Then: []Setup{{From: "ready", Op: share, Params: one, Varied: true}}},
					{From: "ready", Op: "RunInstances", Params: one},
					{From: "ready", Op: create, Params: source.With("ImageName", "image-2")},
				}},
			}},
		}},
	}}}, foreignSetups()...)
}

// foreignSetups lay an image of another account, shared and public, for the first
// caller to use.
func foreignSetups() []Setup {
	return []Setup{
		{Name: "host", As: "other", Op: "CreateInstance", Params: Params{"VSwitchId": "$other.vsw1", "SecurityGroupId": "$other.sg1"}, Passing: true},
		{Name: "image", From: "host", Op: "CreateImage", Params: Params{"InstanceId": "$i1"}, Passing: true},
		{Over: []Params{{"IsPublic": "true"}, {"AddAccount.1": FirstAccount}}, Then: []Setup{
			{From: "image", Op: "ModifyImageSharePermission", Params: Params{"ImageId": "$m1"}, Varied: true, First: true},
		}},
	}
}
