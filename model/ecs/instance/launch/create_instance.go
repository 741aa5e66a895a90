package launch

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// createInstance: the table of 2021. It makes one instance, which stays
// Stopped until StartInstance.
func createInstance() model.Operation {
	return model.Operation{
		Name:       "CreateInstance",
		Known:      model.StatedBy("CreateInstance page (2021)"),
		Makes:      ecs.KindInstance,
		Plain:      plainLaunch(),
		Trials:     createTrials(),
		Weight:     model.Weight{Cards: 1, Why: "the other way to an instance, which begins Stopped", Order: 7},
		Params:     launchParams(),
		DryRunCode: model.DryRunOperation,
		Rules:      launchRules("CreateInstance"),
		Effects: slices.Concat(launchEffects(), []model.Effect{
			{Name: "Instance", Do: func(r *model.Request) { makeInstances(r, 1, true) }, SeenBy: "DescribeInstances.InstanceId"},
		}, launchDiskEffects()),
	}
}
