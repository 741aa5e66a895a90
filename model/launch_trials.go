package model

// What is worth trying with RunInstances and CreateInstance.

func plainLaunch() Params {
	return Params{"ImageId": "$image.linux", "InstanceType": "ecs.g7.xlarge", "VSwitchId": "$vsw1", "SecurityGroupId": "$sg1"}
}

func runTrials() Trials {
	return Trials{
		Choices: launchChoices(),
		Shapes:  launchShapes(),
		Combinations: append(varied(tokenAgain(), "InstanceType=ecs.t6-c1m2.large CreditSpecification=Standard", "VSwitchId=$v1 Amount=100",
			"InstanceType=ecs.g8ae.xlarge CpuOptions.TopologyType=DiscreteCoreToHTMapping"), fiveGroups()),
	}
}

func createTrials() Trials {
	return Trials{
		Choices:      launchChoices(),
		Shapes:       varied("", "InstanceType=ecs.n4.small"),
		Combinations: varied(tokenAgain(), "InstanceType=ecs.t6-c1m2.large CreditSpecification=Standard"),
	}
}

func launchChoices() []Choice {
	return append(networkChoices(),
		Choice{Param: "ImageId", Of: []string{"$image.linux", "$image.linux", "$image.linux", "$image.windows", "$image.plain"}},
		Choice{Param: "InstanceType"})
}

// networkChoices are a vSwitch and a group that fit each other.
func networkChoices() []Choice {
	return []Choice{
		{Param: "VSwitchId", Of: []string{"$vsw1", "$vsw1", "$vsw2"}},
		{Param: "SecurityGroupId", Of: []string{"$sg1", "$sg1", "$sg2", "$esg1"}},
	}
}

func launchShapes() []Variation {
	all := varied("", "SecurityGroupId=$esg1", "SpotStrategy=SpotAsPriceGo", "DeletionProtection=true",
		"VSwitchId=$vsw2", "ImageId=$image.windows", "ImageId=$image.plain", "ImageId=$m1", "VSwitchId=$v1", "VSwitchId=$v1 Amount=4", "Amount=4")
	for _, t := range []string{
		"ecs.t1.small", "ecs.n4.small", "ecs.t6-c1m2.large", "ecs.g5.large", "ecs.g6.large", "ecs.g8i.xlarge", "ecs.g8i.24xlarge",
		"ecs.ebmre7p.32xlarge", "ecs.c7.4xlarge", "ecs.g7.large", "ecs.gn8v-tee.4xlarge", "ecs.g8ae.xlarge",
	} {
		all = append(all, Variation{Set: Params{"InstanceType": t}})
	}
	return all
}

// fiveGroups are as many groups as the world quota lets nothing be in.
func fiveGroups() Variation {
	return Variation{World: worldQuota, Drop: []string{"SecurityGroupId"}, Set: Params{
		"SecurityGroupIds.1": "$sg1", "SecurityGroupIds.2": "$sg2", "SecurityGroupIds.3": "$sg3", "SecurityGroupIds.4": "$sg4", "SecurityGroupIds.5": "$sg5",
	}}
}

// attributeTrials are those of ModifyInstanceAttribute.
func attributeTrials() Trials {
	return Trials{Shapes: varied("Password=Passw0rd!", "HostName=web-1", "DeletionProtection=true", "SecurityGroupIds.1=$esg1",
		"NetworkInterfaceQueueNumber=1")}
}
