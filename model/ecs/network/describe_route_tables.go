package network

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeRouteTables: the deprecated operation of ECS, which docker-machine calls; no
// table of errors is known. Without a router or a table it lists all (assumed).
func describeRouteTables() model.Operation {
	return model.Operation{
		Name:   "DescribeRouteTables",
		Weight: model.Weight{Cards: 1, Why: "the routes of a VPC", Order: 111},
		Reads:  true,
		Params: []model.Param{
			model.Optional("RegionId"), model.Filter(model.Optional("VRouterId")), model.Filter(model.Optional("RouteTableId")),
			model.Filter(model.Optional("RouterId")), model.Filter(model.Optional("RouterType")), model.Filter(model.Optional("RouteTableName")),
			model.PageNumber(), model.PageSize(50),
		},
		Rules: []model.Rule{model.UnknownRegion()},
		Reply: func(r *model.Request) model.Reply {
			found, page := model.Collect(r.Page(), ecs.Vpcs(r.Place).All, func(v *ecs.Vpc) bool {
				return r.Matches("VRouterId", v.RouterId()) && r.Matches("RouterId", v.RouterId()) && r.Matches("RouteTableId", v.RouteTableId()) &&
					!r.Has("RouteTableName") && r.Matches("RouterType", "VRouter")
			})
			reply := model.Reply{Page: page}
			for _, v := range found {
				reply.Records = append(reply.Records, routesOf(r, v))
			}
			return reply
		},
	}
}
