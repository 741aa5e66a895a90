package network

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeRouteTableList: page of 2019, parameters of 2025. Each VPC has its system
// route table, and worlds have no others: which tables a target has is not compared.
func describeRouteTableList() model.Operation {
	return model.Operation{
		Name:   "DescribeRouteTableList",
		Weight: model.Weight{Cards: 1, Why: "the table of a VPC", Order: 110},
		Reads:  true,
		Params: []model.Param{
			model.Required("RegionId"), model.Filter(model.Optional("VpcId")), model.Filter(model.Optional("RouteTableId")),
			model.Filter(model.Optional("RouterId")), model.Filter(model.Optional("RouteTableName")), model.Filter(model.Optional("RouteTableType")),
			model.Filter(model.Optional("RouterType")), model.PageNumber(), model.PageSize(50),
		},
		Rules: []model.Rule{model.UnknownRegion()},
		Left:  leftFor("the common RAM rule speaks for every operation", "Forbbiden"),
		Reply: func(r *model.Request) model.Reply {
			found, page := model.Collect(r.Page(), ecs.Vpcs(r.Place).All, func(v *ecs.Vpc) bool {
				return r.Matches("VpcId", v.VpcId) && r.Matches("RouteTableId", v.RouteTableId()) && r.Matches("RouterId", v.RouterId()) &&
					!r.Has("RouteTableName") && r.Matches("RouteTableType", "System") && r.Matches("RouterType", "VRouter")
			})
			return model.Reply{Items: model.ResourcesOf(found), Page: page}
		},
	}
}

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
			return model.Reply{Items: model.ResourcesOf(found), Page: page}
		},
	}
}
