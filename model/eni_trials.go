package model

// createEniTrials are what is worth trying with CreateNetworkInterface.
func createEniTrials() Trials {
	two := Variation{Drop: []string{"SecurityGroupId"}, Set: Params{"SecurityGroupIds.1": "$sg1", "SecurityGroupIds.2": "$sg2"}}
	return Trials{
		Choices: networkChoices(),
		Shapes: varied("", "InstanceType=Trunk", "NetworkInterfaceTrafficMode=HighPerformance", "SecurityGroupId=$esg1",
			"Ipv6AddressCount=1", "VSwitchId=$vsw2", "VSwitchId=$vsw3 SecurityGroupId=$sg3", "VSwitchId=$v1", "DeleteOnRelease=false"),
		Combinations: append(varied(tokenAgain(), "NetworkInterfaceTrafficMode=HighPerformance QueuePairNumber=1",
			"VSwitchId=$vsw3 SecurityGroupId=$sg3"), two, fiveGroups()),
	}
}

// eniAttributeTrials are those of ModifyNetworkInterfaceAttribute.
func eniAttributeTrials() Trials {
	return Trials{
		Shapes: varied("NetworkInterfaceTrafficConfig.NetworkInterfaceTrafficMode=HighPerformance", "SecurityGroupId.1=$esg1",
			"EnhancedNetwork.EnableSriov=true EnhancedNetwork.VirtualFunctionQuantity=1 EnhancedNetwork.VirtualFunctionTotalQueueNumber=8"),
		Combinations: varied("RxQueueSize=8192 TxQueueSize=8192",
			"NetworkInterfaceTrafficConfig.RxQueueSize=8192 NetworkInterfaceTrafficConfig.TxQueueSize=8192"),
	}
}
