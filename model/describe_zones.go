package model

// describeZones: page of 2021.
func describeZones() Operation {
	page := func(row string) Basis { return Documented("DescribeZones page (2021), " + row) }
	return Operation{
		Name:   "DescribeZones",
		Weight: Weight{Cards: 1, Why: "no state", Order: 40},
		Reads:  true,
		Params: []Param{
			required("RegionId"), optional("InstanceChargeType"), optional("SpotStrategy"), optional("AcceptLanguage"), boolean("Verbose"),
		},
		Rules: []Rule{
			{Code: "InvalidInstanceChargeType.NotFound", When: valueNotIn("InstanceChargeType", PrePaid, PostPaid),
				Refuses: page("InstanceChargeType"), Answers: page("row 2"), Sentence: "InstanceChargeType is neither PrePaid nor PostPaid.",
				Break: Break{Set: Params{"InstanceChargeType": "Free"}}},
			{Code: "InvalidSpotStrategy", When: valueNotIn("SpotStrategy", NoSpot, SpotWithPriceLimit, SpotAsPriceGo),
				Refuses: page("SpotStrategy"), Answers: page("row 3"),
				Sentence: "SpotStrategy is none of NoSpot, SpotWithPriceLimit and SpotAsPriceGo.",
				Break:    Break{Set: Params{"SpotStrategy": "Cheap"}}},
			{Code: "InvalidAcceptLanguage.NotFound", When: languageUnknown, Refuses: page("row 4"), Answers: page("row 4"),
				Sentence: "AcceptLanguage is none of zh-CN, en-US and ja.",
				Break:    Break{Set: Params{"AcceptLanguage": "fr"}}},
			{Code: "InvalidRegionId.NotFound", When: regionUnknown, Refuses: page("row 1"), Answers: page("row 1"), Sentence: "There is no such region.",
				Break: Break{Set: Params{"RegionId": "cn-nowhere"}}},
		},
		Reply: func(r *Request) Reply {
			var zones []*Zone
			for _, id := range r.w.Base().Region(r.region).Zones.All() {
				if zone := r.w.Base().Zone(id); zone != nil {
					zones = append(zones, zone)
				}
			}
			return Reply{Items: resourcesOf(zones)}
		},
	}
}
