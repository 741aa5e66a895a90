package instance

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeInstanceStatus: the table of 2021. The answer names each instance and
// its status.
func describeInstanceStatus() model.Operation {
	return model.Operation{
		Name:   "DescribeInstanceStatus",
		Weight: model.Weight{Cards: 1, Why: "statuses in pages", Order: 35},
		Params: []model.Param{
			model.Required("RegionId"), model.Filter(model.ListOf("InstanceId")), model.Optional("ZoneId"), model.PageNumber(), model.PageSize(50),
		},
		Reads: true,
		Rules: []model.Rule{
			{Code: "InvalidRegionId.NotFound", When: model.RegionUnknown, Refuses: model.Documented("DescribeInstanceStatus 2021, row 1"),
				Answers: model.Documented("DescribeInstanceStatus 2021, row 1"), Sentence: "There is no such region."},
			{Code: "InvalidZoneId.NotFound", When: ecs.ZoneUnknown, Refuses: model.Documented("DescribeInstanceStatus 2021, row 2"),
				Answers: model.Documented("DescribeInstanceStatus 2021, row 2"), Sentence: "There is no such zone in the region.",
				Break: model.Break{Set: model.Params{"ZoneId": "cn-nowhere-a"}}},
		},
		Reply: func(r *model.Request) model.Reply {
			wanted := model.Chooser(r.List("InstanceId"))
			found, page := model.Collect(r.Page(), ecs.Instances(r.Place).All, func(i *ecs.Instance) bool {
				return wanted(i.InstanceId) && r.Matches("ZoneId", i.ZoneId)
			})
			return model.Reply{Items: model.ResourcesOf(found), Page: page}
		},
	}
}
