package region

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeZones: page of 2021.
func describeZones() model.Operation {
	page := func(row string) model.Basis { return model.Documented("DescribeZones page (2021), " + row) }
	return model.Operation{
		Name:   "DescribeZones",
		Weight: model.Weight{Cards: 1, Why: "no state", Order: 40},
		Reads:  true,
		Params: []model.Param{
			model.Required("RegionId"), model.Optional("InstanceChargeType"), model.Optional("SpotStrategy"), model.Optional("AcceptLanguage"), model.Boolean("Verbose"),
		},
		Rules: []model.Rule{
			{Code: "InvalidInstanceChargeType.NotFound", When: model.ValueNotIn("InstanceChargeType", ecs.PrePaid, ecs.PostPaid),
				Refuses: page("InstanceChargeType"), Answers: page("row 2"), Sentence: "InstanceChargeType is neither PrePaid nor PostPaid.",
				Break: model.Break{Set: model.Params{"InstanceChargeType": "Free"}}},
			{Code: "InvalidSpotStrategy", When: model.ValueNotIn("SpotStrategy", ecs.NoSpot, ecs.SpotWithPriceLimit, ecs.SpotAsPriceGo),
				Refuses: page("SpotStrategy"), Answers: page("row 3"),
				Sentence: "SpotStrategy is none of NoSpot, SpotWithPriceLimit and SpotAsPriceGo.",
				Break:    model.Break{Set: model.Params{"SpotStrategy": "Cheap"}}},
			{Code: "InvalidAcceptLanguage.NotFound", When: languageUnknown, Refuses: page("row 4"), Answers: page("row 4"),
				Sentence: "AcceptLanguage is none of zh-CN, en-US and ja.",
				Break:    model.Break{Set: model.Params{"AcceptLanguage": "fr"}}},
			{Code: "InvalidRegionId.NotFound", When: model.RegionUnknown, Refuses: page("row 1"), Answers: page("row 1"), Sentence: "There is no such region.",
				Break: model.Break{Set: model.Params{"RegionId": "cn-nowhere"}}},
		},
		Reply: func(r *model.Request) model.Reply {
			var zones []*model.Zone
			for _, id := range r.Base().Region(r.Region).Zones.All() {
				if zone := r.Base().Zone(id); zone != nil {
					zones = append(zones, zone)
				}
			}
			return model.Reply{Items: model.ResourcesOf(zones)}
		},
	}
}
