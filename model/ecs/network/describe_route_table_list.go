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
			reply := model.Reply{Page: page, Values: map[string]string{"Code": "200", "Message": "successful"}}
			for _, v := range found {
				reply.Records = append(reply.Records, tableOf(r, v))
			}
			return reply
		},
	}
}

const vpcTime = "2006-01-02T15:04:05Z"

// tableOf is the system route table of the VPC, as the page of 2019 shows it.
func tableOf(r *model.Request, v *ecs.Vpc) model.Record {
	var ids []string
	for id, s := range ecs.Vswitches(r.Place).All {
		if s.VpcId == v.VpcId {
			ids = append(ids, id)
		}
	}
	return model.Record{
		{Name: "VpcId", Value: v.VpcId}, {Name: "RouteTableId", Value: v.RouteTableId()}, {Name: "RouteTableType", Value: "System"},
		{Name: "RouteTableName", Value: ""}, {Name: "RouterId", Value: v.RouterId()}, {Name: "RouterType", Value: "VRouter"},
		{Name: "AssociateType", Value: "VSwitch"}, {Name: "Status", Value: ecs.Available}, {Name: "Description", Value: ""},
		{Name: "CreationTime", Value: v.CreationTime.UTC().Format(vpcTime)}, {Name: "ResourceGroupId", Value: ""},
		{Name: "VSwitchIds.VSwitchId", Value: ids}, {Name: "Tags.Tag", Value: []model.Record(nil)},
	}
}

// routesOf are the system routes of the VPC: one into each vSwitch (assumed to be
// all, since no world has others).
func routesOf(r *model.Request, v *ecs.Vpc) model.Record {
	var routes []model.Record
	for _, s := range ecs.Vswitches(r.Place).All {
		if s.VpcId == v.VpcId {
			routes = append(routes, model.Record{
				{Name: "Type", Value: "System"}, {Name: "Status", Value: ecs.Available}, {Name: "NextHopType", Value: "service"},
				{Name: "DestinationCidrBlock", Value: s.CidrBlock}, {Name: "InstanceId", Value: ""}, {Name: "RouteTableId", Value: v.RouteTableId()},
				{Name: "NextHops.NextHop", Value: []model.Record(nil)},
			})
		}
	}
	return model.Record{
		{Name: "RouteTableId", Value: v.RouteTableId()}, {Name: "VRouterId", Value: v.RouterId()}, {Name: "RouteTableType", Value: "System"},
		{Name: "CreationTime", Value: v.CreationTime.UTC().Format(vpcTime)}, {Name: "ResourceGroupId", Value: ""},
		{Name: "RouteEntrys.RouteEntry", Value: routes},
	}
}
