package instance

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/ecs/instance/attribute"
)

// modifyInstanceMetadataOptions, page of 2024-03-19. Two things that it leaves
// open are assumed: a call without InstanceId, which the page marks as
// optional, changes nothing; and an option that is left out stays as it is,
// because the page's default is that of a new instance.
func modifyInstanceMetadataOptions() model.Operation {
	return model.Operation{
		Name:   "ModifyInstanceMetadataOptions",
		Known:  model.StatedBy("ModifyInstanceMetadataOptions page of 2024-03-19"),
		About:  "InstanceId",
		Weight: model.Weight{Cards: 2, Why: "few rows, no state", Order: 4},
		Params: []model.Param{
			model.Required("RegionId"), model.Optional("InstanceId").Naming(ecs.TheInstance), model.Required("HttpEndpoint"), model.Optional("HttpTokens"),
			model.Integer("HttpPutResponseHopLimit"), model.Optional("InstanceMetadataTags"),
		},
		Rules: model.Read([]model.Rule{
			{Code: "InvalidHttpEndpoint.NotSupported", Row: 1, When: model.ValueNotIn("HttpEndpoint", "enabled", "disabled"), Break: hint("HttpEndpoint", "on")},
			{Code: "InvalidHttpTokens.NotSupported", Row: 2, When: model.ValueNotIn("HttpTokens", "optional", "required"), Break: hint("HttpTokens", "v2")},
			// The message excludes 1 and 64; the description of the row includes them.
			{Code: "InvalidHttpPutResponseHopLimit.NotSupported", Row: 3, Clauses: model.NumberWithin("HttpPutResponseHopLimit", 1, 64), Break: hint("HttpPutResponseHopLimit", "65")},
			{Code: "InvalidInstanceMetadataTags.NotSupported", Row: 4, When: model.ValueNotIn("InstanceMetadataTags", "enabled", "disabled"),
				Break: hint("InstanceMetadataTags", "on")},
			model.UnknownRegion(),
			{Code: "InvalidInstanceId.NotFound", Row: 5, When: ecs.InstanceUnknown, Break: hint("InstanceId", "i-bp1unknown")},
		}, metadataReadings()),
		Effects: []model.Effect{
			ofInstance(attribute.ChangesText("HttpEndpoint", "DescribeInstances.HttpEndpoint", func(i *ecs.Instance, v string) { i.HttpEndpoint = v })),
			ofInstance(attribute.WithDefault(attribute.ChangesText("HttpTokens", "DescribeInstances.HttpTokens", func(i *ecs.Instance, v string) { i.HttpTokens = v }))),
			ofInstance(attribute.Known(attribute.ChangesNumber("HttpPutResponseHopLimit", "DescribeInstances.HttpPutResponseHop",
				func(i *ecs.Instance, v int) { i.HttpPutResponseHop = v }), ecs.ClosedParameter())),
			ofInstance(attribute.Known(attribute.ChangesText("InstanceMetadataTags", model.NotSeen, func(i *ecs.Instance, v string) { i.InstanceMetadataTags = v }), ecs.ClosedParameter())),
		},
	}
}

// metadataReadings are the other readings of the rows, as the catalog lists them.
func metadataReadings() map[int]model.Readings {
	absent := func(name string) func(*model.Request) bool { return model.Not(model.Given(name)) }
	return map[int]model.Readings{
		1: model.MayAnswer("the parameter is required although the page names a default", absent("HttpEndpoint")),
		2: model.MayRefuse("instances whose image knows version 1 only cannot be set to required, and no code is documented for it",
			model.ValueIs("HttpTokens", "required")),
		3: model.MayRefuse("the message excludes 1 and 64, and the parameter is a preview", model.Given("HttpPutResponseHopLimit")),
		4: model.MayRefuse("the parameter was a closed preview in 2024", model.Given("InstanceMetadataTags")),
		5: model.MayRefuse("the page marks InstanceId as optional, and does not say what happens without it", absent("InstanceId")),
	}
}

// ofInstance restricts the effect to calls that name an instance.
func ofInstance(e model.Effect) model.Effect {
	e.When = model.Both(e.When, func(r *model.Request) bool { return ecs.InstanceOf(r) != nil })
	return e
}
