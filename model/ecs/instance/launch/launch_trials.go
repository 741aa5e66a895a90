package launch

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// The trials of RunInstances and CreateInstance.

func plainLaunch() model.Params {
	return model.Params{"ImageId": "$image.linux", "InstanceType": "ecs.g7.xlarge", "VSwitchId": "$vsw1", "SecurityGroupId": "$sg1"}
}

func runTrials() model.Trials {
	return model.Trials{
		Choices: launchChoices(),
		Shapes:  launchShapes(),
		Combinations: append(model.Varied(model.TokenAgain(), "InstanceType=ecs.t6-c1m2.large CreditSpecification=Standard", "VSwitchId=$v1 Amount=100",
			"InstanceType=ecs.g8ae.xlarge CpuOptions.TopologyType=DiscreteCoreToHTMapping"), append(diskTrials(), ecs.FiveGroups())...),
	}
}

func createTrials() model.Trials {
	return model.Trials{
		Choices:      launchChoices(),
		Shapes:       model.Varied("", "InstanceType=ecs.n4.small", "DataDisk.1.Size=40 DataDisk.1.DeleteWithInstance=false"),
		Combinations: append(model.Varied(model.TokenAgain(), "InstanceType=ecs.t6-c1m2.large CreditSpecification=Standard"), diskTrials()...),
	}
}

func launchChoices() []model.Choice {
	return append(ecs.NetworkChoices(),
		model.Choice{Param: "ImageId", Of: []string{"$image.linux", "$image.linux", "$image.linux", "$image.windows", "$image.plain"}},
		model.Choice{Param: "InstanceType"})
}

func launchShapes() []model.Variation {
	all := model.Varied("", "SecurityGroupId=$esg1", "SpotStrategy=SpotAsPriceGo", "DeletionProtection=true",
		"VSwitchId=$vsw2", "ImageId=$image.windows", "ImageId=$image.plain", "ImageId=$m1", "VSwitchId=$v1", "VSwitchId=$v1 Amount=4", "Amount=4")
	for _, t := range []string{
		"ecs.t1.small", "ecs.n4.small", "ecs.t6-c1m2.large", "ecs.g5.large", "ecs.g6.large", "ecs.g8i.xlarge", "ecs.g8i.24xlarge",
		"ecs.ebmre7p.32xlarge", "ecs.c7.4xlarge", "ecs.g7.large", "ecs.gn8v-tee.4xlarge", "ecs.g8ae.xlarge",
	} {
		all = append(all, model.Variation{Set: model.Params{"InstanceType": t}})
	}
	return all
}

// diskTrials are launches with disks.
func diskTrials() []model.Variation {
	return model.Varied("SystemDisk.Category=cloud_essd", "SystemDisk.Size=50", "SystemDisk.DiskName=root-1", "SystemDisk.Description=root",
		"DataDisk.1.Size=40 DataDisk.1.DeleteWithInstance=false")
}
