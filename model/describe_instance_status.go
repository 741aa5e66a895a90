package model

// describeInstanceStatus: the table of 2021. The answer names each instance and
// its status.
func describeInstanceStatus() Operation {
	return Operation{
		Name:   "DescribeInstanceStatus",
		Weight: Weight{Cards: 1, Why: "statuses in pages", Order: 35},
		Params: []Param{
			required("RegionId"), filter(list("InstanceId")), optional("ZoneId"), pageNumber(), pageSize(50),
		},
		Reads: true,
		Rules: []Rule{
			{Code: "InvalidRegionId.NotFound", When: regionUnknown, Refuses: Documented("DescribeInstanceStatus 2021, row 1"),
				Answers: Documented("DescribeInstanceStatus 2021, row 1"), Sentence: "There is no such region."},
			{Code: "InvalidZoneId.NotFound", When: zoneUnknown, Refuses: Documented("DescribeInstanceStatus 2021, row 2"),
				Answers: Documented("DescribeInstanceStatus 2021, row 2"), Sentence: "There is no such zone in the region.",
				Break: Break{Set: Params{"ZoneId": "cn-nowhere-a"}}},
		},
		Reply: func(r *Request) Reply {
			wanted := chooser(r.list("InstanceId"))
			found, page := collect(r.page(), instances(r.place).all, func(i *Instance) bool {
				return wanted(i.InstanceId) && r.is("ZoneId", i.ZoneId)
			})
			return Reply{Items: resourcesOf(found), Page: page}
		},
	}
}
