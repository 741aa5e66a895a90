package eni

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// createEniTrials are the trials of CreateNetworkInterface.
func createEniTrials() model.Trials {
	two := model.Variation{Drop: []string{"SecurityGroupId"}, Set: model.Params{"SecurityGroupIds.1": "$sg1", "SecurityGroupIds.2": "$sg2"}}
	return model.Trials{
		Choices: ecs.NetworkChoices(),
		Shapes: model.Varied("", "InstanceType=Trunk", "NetworkInterfaceTrafficMode=HighPerformance", "SecurityGroupId=$esg1",
			"Ipv6AddressCount=1", "VSwitchId=$vsw2", "VSwitchId=$vsw3 SecurityGroupId=$sg3", "VSwitchId=$v1", "DeleteOnRelease=false"),
		Combinations: append(model.Varied(model.TokenAgain(), "NetworkInterfaceTrafficMode=HighPerformance QueuePairNumber=1",
			"VSwitchId=$vsw3 SecurityGroupId=$sg3"), two, ecs.FiveGroups()),
	}
}

// eniAttributeTrials are those of ModifyNetworkInterfaceAttribute.
func eniAttributeTrials() model.Trials {
	return model.Trials{
		Shapes: model.Varied("NetworkInterfaceTrafficConfig.NetworkInterfaceTrafficMode=HighPerformance", "SecurityGroupId.1=$esg1",
			"EnhancedNetwork.EnableSriov=true EnhancedNetwork.VirtualFunctionQuantity=1 EnhancedNetwork.VirtualFunctionTotalQueueNumber=8"),
		Combinations: model.Varied("RxQueueSize=8192 TxQueueSize=8192",
			"NetworkInterfaceTrafficConfig.RxQueueSize=8192 NetworkInterfaceTrafficConfig.TxQueueSize=8192"),
	}
}
