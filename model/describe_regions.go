package model

// describeRegions: page of 2021. RegionId is not on it: the answer is the same
// from every endpoint.
func describeRegions() Operation {
	page := func(row string) Basis { return Documented("DescribeRegions page (2021), " + row) }
	return Operation{
		Name:   "DescribeRegions",
		Weight: Weight{Cards: 1, Why: "no state", Order: 39},
		Reads:  true,
		Params: []Param{optional("InstanceChargeType"), optional("ResourceType"), optional("AcceptLanguage")},
		Rules: []Rule{
			{Code: "InvalidAcceptLanguage.NotFound", When: languageUnknown, Refuses: page("row 2"), Answers: page("row 2"),
				Sentence: "AcceptLanguage is none of zh-CN, en-US and ja.",
				Break:    Break{Set: Params{"AcceptLanguage": "fr"}}},
			{Code: "InvalidResourceType.NotFound", When: valueNotIn("ResourceType", "instance", "disk", "reservedinstance", "scu"),
				Refuses: page("ResourceType"), Answers: page("row 3"),
				Sentence: "ResourceType is none of instance, disk, reservedinstance and scu.",
				Break:    Break{Set: Params{"ResourceType": "moon"}}},
		},
		Left: []Left{{Code: "Unauthorized.EmptyRegion", Why: "every account of a world has all its regions"}},
		Reply: func(r *Request) Reply {
			var regions []*Region
			for i := range r.w.Base().Regions {
				regions = append(regions, &r.w.Base().Regions[i])
			}
			return Reply{Items: resourcesOf(regions)}
		},
	}
}

// languageUnknown: the rows of DescribeRegions and DescribeZones name the three.
func languageUnknown(r *Request) bool { return valueNotIn("AcceptLanguage", "zh-CN", "en-US", "ja")(r) }
