package region

import "github.com/ecsim/ecsim/model"

// describeRegions: page of 2021. RegionId is not on it: the answer is the same
// from every endpoint.
func describeRegions() model.Operation {
	page := func(row string) model.Basis { return model.Documented("DescribeRegions page (2021), " + row) }
	return model.Operation{
		Name:   "DescribeRegions",
		Weight: model.Weight{Cards: 1, Why: "no state", Order: 39},
		Reads:  true,
		Params: []model.Param{model.Optional("InstanceChargeType"), model.Optional("ResourceType"), model.Optional("AcceptLanguage")},
		Rules: []model.Rule{
			{Code: "InvalidAcceptLanguage.NotFound", When: languageUnknown, Refuses: page("row 2"), Answers: page("row 2"),
				Sentence: "AcceptLanguage is none of zh-CN, en-US and ja.",
				Break:    model.Break{Set: model.Params{"AcceptLanguage": "fr"}}},
			{Code: "InvalidResourceType.NotFound", When: model.ValueNotIn("ResourceType", "instance", "disk", "reservedinstance", "scu"),
				Refuses: page("ResourceType"), Answers: page("row 3"),
				Sentence: "ResourceType is none of instance, disk, reservedinstance and scu.",
				Break:    model.Break{Set: model.Params{"ResourceType": "moon"}}},
		},
		Left: []model.Left{{Code: "Unauthorized.EmptyRegion", Why: "every account of a world has all its regions"}},
		Reply: func(r *model.Request) model.Reply {
			var regions []*model.Region
			for i := range r.Base().Regions {
				regions = append(regions, &r.Base().Regions[i])
			}
			return model.Reply{Items: model.ResourcesOf(regions)}
		},
	}
}

// languageUnknown: the rows of DescribeRegions and DescribeZones name the three.
func languageUnknown(r *model.Request) bool {
	return model.ValueNotIn("AcceptLanguage", "zh-CN", "en-US", "ja")(r)
}
