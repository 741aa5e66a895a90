package eni

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeNetworkInterfaceAttribute: page of 2025-12-03. Unlike
// DescribeNetworkInterfaces it refuses an unknown id. It shows every attribute,
// whichever Attribute names.
func describeNetworkInterfaceAttribute() model.Operation {
	return model.Operation{
		Name:   "DescribeNetworkInterfaceAttribute",
		Look:   model.Look{Kind: ecs.KindNetworkInterface, Params: model.Params{"NetworkInterfaceId": model.It}},
		Weight: model.Weight{Cards: 1, Why: "shows what others do not", Order: 37},
		Reads:  true,
		Params: []model.Param{model.Required("RegionId"), model.Required("NetworkInterfaceId").Naming(ecs.TheEni), model.Filter(model.Optional("Attribute"))},
		Rules: slices.Concat(ecs.EniCallers("Forbidden.SubUser"), []model.Rule{
			{Code: "MissingParameter", When: ecs.Missing(), Says: ecs.MissingText,
				Refuses: model.Documented("DescribeNetworkInterfaceAttribute (2025)"), Answers: model.Inferred("the only row for what is not supplied"),
				Sentence: "RegionId or NetworkInterfaceId is absent or empty.", Break: model.Break{Drop: []string{"NetworkInterfaceId"}}},
			malformedRegionId(),
		}, ecs.EniFeatures(), []model.Rule{
			{Code: "InvalidEniId.NotFound", When: ecs.EniUnknown, Says: ecs.EniText,
				Refuses:  model.Observed("terway, pkg/aliyun/client/api_facade.go: an error, unlike DescribeNetworkInterfaces"),
				Answers:  model.Observed("terway, pkg/aliyun/client/api_facade.go"),
				Sentence: "No ENI with this NetworkInterfaceId belongs to the account in the region.",
				Break:    model.Break{Set: model.Params{"NetworkInterfaceId": "eni-none"}}},
		}),
		Reply: func(r *model.Request) model.Reply {
			return model.Reply{Items: []model.Resource{shownEni(r, ecs.EniOf(r))}}
		},
	}
}
