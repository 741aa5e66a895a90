package model

// A Theme is what several clients quarrel about at once.
type Theme struct {
	Weight int
	Why    string
	// Calls are the calls that each client draws from.
	Calls []Contender
	// OneToken says that all clients make one call of the theme, another one each
	// round, under one ClientToken, now and then with other parameters.
	OneToken bool
}

// A Contender is a call of a theme. In its values $hot, $eni and $group are what
// the round is about, alternatives stand behind a bar, #value is a text that no
// other call gives, #digit a digit and #round the number of the round.
type Contender struct {
	Share int
	Sample
	Bind string // the name of what it makes, with #round for the number; empty for none
}

// Themes lists what clients quarrel about.
func (m *Model) Themes() []Theme {
	const eni, group, hot = "NetworkInterfaceId", "SecurityGroupId", "InstanceId"
	attribute := func(p Params) Sample { return Sample{"ModifyInstanceAttribute", p} }
	return []Theme{
		{Weight: 4, Why: "the status of one instance decides each of these", Calls: []Contender{
			{Share: 1, Sample: Sample{"StartInstance", Params{hot: "$hot"}}},
			{Share: 2, Sample: Sample{"StopInstance", Params{hot: "$hot"}}},
			{Share: 1, Sample: Sample{"RebootInstance", Params{hot: "$hot"}}},
		}},
		{Weight: 4, Why: "an interface is at one instance at a time", Calls: []Contender{
			{Share: 5, Sample: Sample{"AttachNetworkInterface", Params{eni: "$eni", hot: "$i1|$i2"}}},
			{Share: 3, Sample: Sample{"DetachNetworkInterface", Params{eni: "$eni", hot: "$i1|$i2"}}},
			{Share: 1, Sample: Sample{"ModifyNetworkInterfaceAttribute", Params{eni: "$eni", "NetworkInterfaceName": "#value"}}},
			{Share: 1, Sample: Sample{"DeleteNetworkInterface", Params{eni: "$eni"}}},
		}},
		{Weight: 3, Why: "a group holds what joined it, and goes only when nothing is in it", Calls: []Contender{
			{Share: 4, Sample: Sample{"JoinSecurityGroup", Params{group: "$group", hot: "$hot"}}},
			{Share: 3, Sample: Sample{"LeaveSecurityGroup", Params{group: "$group", hot: "$hot"}}},
			{Share: 2, Sample: Sample{"ModifyNetworkInterfaceAttribute", Params{eni: "$eni", group + ".1": "$group"}}},
			{Share: 1, Sample: Sample{"DeleteSecurityGroup", Params{group: "$group"}}},
		}},
		{Weight: 2, Why: "the last of two changes is the one that stays", Calls: []Contender{
			{Share: 1, Sample: Sample{"ModifyInstanceMetadataOptions", Params{hot: "$hot", "HttpEndpoint": "enabled", "HttpTokens": "optional|required"}}},
			{Share: 1, Sample: Sample{"ModifyInstanceVncPasswd", Params{hot: "$hot", "VncPassword": "Abc12#digit"}}},
			{Share: 1, Sample: attribute(Params{hot: "$hot", "NetworkInterfaceQueueNumber": "1"})},
			{Share: 2, Sample: attribute(Params{hot: "$hot", "InstanceName": "#value"})},
		}},
		{Weight: 3, Why: "a token makes one thing, whoever sends it", OneToken: true, Calls: []Contender{
			{Sample: Sample{"CreateNetworkInterface", nil}, Bind: "e#round"},
			{Sample: Sample{"CreateSecurityGroup", nil}, Bind: "g#round"},
		}},
		{Weight: 1, Why: "two images of one name cannot be", Calls: []Contender{
			{Sample: Sample{"CreateImage", Params{hot: "$hot", "ImageName": "image-#round"}}, Bind: "m#round"},
		}},
		{Weight: 1, Why: "what is deleted is gone for all", Calls: []Contender{
			{Share: 4, Sample: Sample{"DeleteNetworkInterface", Params{eni: "$eni"}}},
			{Share: 4, Sample: Sample{"DeleteSecurityGroup", Params{group: "$group"}}},
			{Share: 1, Sample: attribute(Params{hot: "$i2", "DeletionProtection": "true|false"})},
			{Share: 1, Sample: Sample{"DeleteInstance", Params{hot: "$i2", "Force": "true"}}},
		}},
	}
}
