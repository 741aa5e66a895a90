package conformance

import "github.com/ecsim/ecsim/model"

// shapers are the calls that lead to states in which rules can be broken and
// effects be seen, as what they add to a plain call. Beyond the lengths that
// are searched in full, only these build states; all calls are still tried in
// the states that they build.
func shapers() map[string][]model.Params {
	none := model.Params{}
	eni := []model.Params{none, {"InstanceType": "Trunk"}, {"NetworkInterfaceTrafficMode": "HighPerformance"}, {"SecurityGroupId": "$esg1"},
		{"Ipv6AddressCount": "1"}, {"VSwitchId": "$vsw2"}}
	instances := []model.Params{none, {"SecurityGroupId": "$esg1"}, {"InstanceChargeType": "PrePaid"}, {"SpotStrategy": "SpotAsPriceGo"},
		{"DeletionProtection": "true"}, {"VSwitchId": "$vsw2"}, {"ImageId": "$image.windows"}, {"ImageId": "$image.plain"}}
	for _, t := range []string{
		"ecs.t1.small", "ecs.n4.small", "ecs.t6-c1m2.large", "ecs.g5.large", "ecs.g6.large", "ecs.g8i.xlarge", "ecs.g8i.24xlarge",
		"ecs.ebmre7p.32xlarge", "ecs.c7.4xlarge", "ecs.g7.large", "ecs.gn8v-tee.4xlarge", "ecs.g8ae.xlarge",
	} {
		instances = append(instances, model.Params{"InstanceType": t})
	}
	return map[string][]model.Params{
		"RunInstances":           instances,
		"CreateInstance":         {none},
		"StopInstance":           {none},
		"StartInstance":          {none},
		"RebootInstance":         {none},
		"DeleteInstance":         {{"Force": "true"}},
		"CreateImage":            {none, {"ImageFamily": "family-1"}, {"ImageName": "image-1"}},
		"CreateNetworkInterface": eni,
		"AttachNetworkInterface": {none},
		"DetachNetworkInterface": {none},
		"DeleteNetworkInterface": {none},
		"AssignIpv6Addresses":    {none},
		"CreateSecurityGroup":    {none, {"SecurityGroupType": "enterprise"}},
		"AuthorizeSecurityGroup": {none},
		"JoinSecurityGroup":      {none},
		"CreateVpc":              {none},
		"CreateVSwitch":          {none},
		"ModifyInstanceAttribute": {
			{"Password": "Passw0rd!"}, {"HostName": "web-1"}, {"DeletionProtection": "true"}, {"SecurityGroupIds.1": "$esg1"},
			{"NetworkInterfaceQueueNumber": "1"},
		},
		"ModifyImageAttribute":       {{"Status": "Deprecated"}, {"ImageFamily": "family-1"}, {"ImageName": "image-1"}},
		"ModifyImageSharePermission": {{"AddAccount.1": "1000000000000002"}, {"IsPublic": "true"}},
		"ModifyNetworkInterfaceAttribute": {
			{"NetworkInterfaceTrafficConfig.NetworkInterfaceTrafficMode": "HighPerformance"}, {"SecurityGroupId.1": "$esg1"},
			{"EnhancedNetwork.EnableSriov": "true", "EnhancedNetwork.VirtualFunctionQuantity": "1", "EnhancedNetwork.VirtualFunctionTotalQueueNumber": "8"},
		},
	}
}

// shapes says whether the call is a shaper: a plain call with just what the
// table adds.
func shapes(op string, params, plain model.Params) bool {
	for _, delta := range shapers()[op] {
		want := plain
		for name, value := range delta {
			want = want.With(name, value)
		}
		if len(want) != len(params) {
			continue
		}
		same := true
		for name, value := range want {
			same = same && params[name] == value
		}
		if same {
			return true
		}
	}
	return false
}
