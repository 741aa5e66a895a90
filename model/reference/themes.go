package reference

import "github.com/ecsim/ecsim/model"

// themes lists the groups of contending calls.
func themes() []model.Theme {
	const eni, group, hot = "NetworkInterfaceId", "SecurityGroupId", "InstanceId"
	attribute := func(p model.Params) model.Sample { return model.Sample{Op: "ModifyInstanceAttribute", Params: p} }
	return []model.Theme{
		{Weight: 4, Why: "the status of one instance decides each of these", Calls: []model.Contender{
			{Share: 1, Sample: model.Sample{Op: "StartInstance", Params: model.Params{hot: "$hot"}}},
			{Share: 2, Sample: model.Sample{Op: "StopInstance", Params: model.Params{hot: "$hot"}}},
			{Share: 1, Sample: model.Sample{Op: "RebootInstance", Params: model.Params{hot: "$hot"}}},
		}},
		{Weight: 4, Why: "an interface is at one instance at a time", Calls: []model.Contender{
			{Share: 5, Sample: model.Sample{Op: "AttachNetworkInterface", Params: model.Params{eni: "$eni", hot: "$i1|$i2"}}},
			{Share: 3, Sample: model.Sample{Op: "DetachNetworkInterface", Params: model.Params{eni: "$eni", hot: "$i1|$i2"}}},
			{Share: 1, Sample: model.Sample{Op: "ModifyNetworkInterfaceAttribute", Params: model.Params{eni: "$eni", "NetworkInterfaceName": "#value"}}},
			{Share: 1, Sample: model.Sample{Op: "DeleteNetworkInterface", Params: model.Params{eni: "$eni"}}},
		}},
		{Weight: 3, Why: "a group holds what joined it, and goes only when nothing is in it", Calls: []model.Contender{
			{Share: 4, Sample: model.Sample{Op: "JoinSecurityGroup", Params: model.Params{group: "$group", hot: "$hot"}}},
			{Share: 3, Sample: model.Sample{Op: "LeaveSecurityGroup", Params: model.Params{group: "$group", hot: "$hot"}}},
			{Share: 2, Sample: model.Sample{Op: "ModifyNetworkInterfaceAttribute", Params: model.Params{eni: "$eni", group + ".1": "$group"}}},
			{Share: 1, Sample: model.Sample{Op: "DeleteSecurityGroup", Params: model.Params{group: "$group"}}},
		}},
		{Weight: 2, Why: "the last of two changes is the one that stays", Calls: []model.Contender{
			{Share: 1, Sample: model.Sample{Op: "ModifyInstanceMetadataOptions", Params: model.Params{hot: "$hot", "HttpEndpoint": "enabled", "HttpTokens": "optional|required"}}},
			{Share: 1, Sample: model.Sample{Op: "ModifyInstanceVncPasswd", Params: model.Params{hot: "$hot", "VncPassword": "Abc12#digit"}}},
			{Share: 1, Sample: attribute(model.Params{hot: "$hot", "NetworkInterfaceQueueNumber": "1"})},
			{Share: 2, Sample: attribute(model.Params{hot: "$hot", "InstanceName": "#value"})},
		}},
		{Weight: 3, Why: "a token makes one thing, whoever sends it", OneToken: true, Calls: []model.Contender{
			{Sample: model.Sample{Op: "CreateNetworkInterface"}, Bind: "e#round"},
			{Sample: model.Sample{Op: "CreateSecurityGroup"}, Bind: "g#round"},
		}},
		{Weight: 1, Why: "two images of one name cannot be", Calls: []model.Contender{
			{Sample: model.Sample{Op: "CreateImage", Params: model.Params{hot: "$hot", "ImageName": "image-#round"}}, Bind: "m#round"},
		}},
		{Weight: 1, Why: "what is deleted is gone for all", Calls: []model.Contender{
			{Share: 4, Sample: model.Sample{Op: "DeleteNetworkInterface", Params: model.Params{eni: "$eni"}}},
			{Share: 4, Sample: model.Sample{Op: "DeleteSecurityGroup", Params: model.Params{group: "$group"}}},
			{Share: 1, Sample: attribute(model.Params{hot: "$i2", "DeletionProtection": "true|false"})},
			{Share: 1, Sample: model.Sample{Op: "DeleteInstance", Params: model.Params{hot: "$i2", "Force": "true"}}},
		}},
	}
}
