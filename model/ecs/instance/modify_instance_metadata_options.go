package instance

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// modifyInstanceMetadataOptions, page of 2024-03-19. Two things that it leaves
// open are assumed: a call without InstanceId, which the page marks as
// optional, changes nothing; and an option that is left out stays as it is,
// because the page's default is that of a new instance.
func modifyInstanceMetadataOptions() model.Operation {
	return model.Operation{
		Name:   "ModifyInstanceMetadataOptions",
		About:  "InstanceId",
		Weight: model.Weight{Cards: 2, Why: "few rows, no state", Order: 4},
		Params: []model.Param{
			model.Required("RegionId"), model.Optional("InstanceId").Naming(ecs.TheInstance), model.Required("HttpEndpoint"), model.Optional("HttpTokens"),
			model.Integer("HttpPutResponseHopLimit"), model.Optional("InstanceMetadataTags"),
		},
		Rules: []model.Rule{
			{Code: "InvalidHttpEndpoint.NotSupported", Row: 1, When: model.ValueNotIn("HttpEndpoint", "enabled", "disabled"), Break: hint("HttpEndpoint", "on")},
			{Code: "InvalidHttpTokens.NotSupported", Row: 2, When: model.ValueNotIn("HttpTokens", "optional", "required"), Break: hint("HttpTokens", "v2")},
			// The message excludes 1 and 64; the description of the row includes them.
			{Code: "InvalidHttpPutResponseHopLimit.NotSupported", Row: 3, Clauses: within("HttpPutResponseHopLimit", 1, 64), Break: hint("HttpPutResponseHopLimit", "65")},
			{Code: "InvalidInstanceMetadataTags.NotSupported", Row: 4, When: model.ValueNotIn("InstanceMetadataTags", "enabled", "disabled"),
				Break: hint("InstanceMetadataTags", "on")},
			model.UnknownRegion(),
			{Code: "InvalidInstanceId.NotFound", Row: 5, When: ecs.InstanceUnknown, Break: hint("InstanceId", "i-bp1unknown")},
		},
		Effects: []model.Effect{
			ofInstance(changesText("HttpEndpoint", "DescribeInstances.HttpEndpoint", func(i *ecs.Instance, v string) { i.HttpEndpoint = v })),
			ofInstance(withDefault(changesText("HttpTokens", "DescribeInstances.HttpTokens", func(i *ecs.Instance, v string) { i.HttpTokens = v }))),
			ofInstance(known(changesNumber("HttpPutResponseHopLimit", "DescribeInstances.HttpPutResponseHop",
				func(i *ecs.Instance, v int) { i.HttpPutResponseHop = v }), ecs.ClosedParameter())),
			ofInstance(known(changesText("InstanceMetadataTags", model.NotSeen, func(i *ecs.Instance, v string) { i.InstanceMetadataTags = v }), ecs.ClosedParameter())),
		},
	}
}

// ofInstance restricts the effect to calls that name an instance.
func ofInstance(e model.Effect) model.Effect {
	e.When = model.Both(e.When, func(r *model.Request) bool { return ecs.InstanceOf(r) != nil })
	return e
}
