package securitygroup

import (
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeSecurityGroups: pages of 2021 to 2026. They say nothing of unknown
// ids, and no table has a row for them: a filter that fits nothing selects
// nothing.
func describeSecurityGroups() model.Operation {
	return model.Operation{
		Name:   "DescribeSecurityGroups",
		Lists:  ecs.KindSecurityGroup,
		Look:   model.Look{Kind: ecs.KindSecurityGroup, Params: model.Params{"SecurityGroupId": model.It}},
		Weight: model.Weight{Cards: 1, Why: "filters and pages", Order: 32},
		Reads:  true,
		Params: []model.Param{
			model.Required("RegionId"), model.Filter(model.Optional("VpcId")), model.Filter(model.Optional("SecurityGroupId")), model.Filter(model.JSONListOf("SecurityGroupIds")),
			model.Filter(model.Optional("SecurityGroupName")), model.Filter(model.Optional("SecurityGroupType")), model.Filter(model.Optional("NetworkType")),
			model.Filter(model.ListOf("Tag")), model.Filter(model.Boolean("ServiceManaged")), model.Filter(model.Boolean("FuzzyQuery")), model.Boolean("IsQueryEcsCount"),
			model.PageNumber(), model.PageSize(100), model.MaxResults(100), model.Optional("NextToken"), model.Boolean("DryRun"),
		},
		DryRunCode: model.DryRunOperation,
		Rules: []model.Rule{
			model.UnknownRegion(),
			{Code: "InternalError", Fault: true, Refuses: model.Documented("DescribeSecurityGroups page (2021), row 1"),
				Answers: model.Documented("DescribeSecurityGroups page (2021), row 1"), Sentence: "The service failed."},
		},
		Reply: func(r *model.Request) model.Reply {
			var found []*ecs.SecurityGroup
			var page model.Page
			if r.ByToken() {
				found, page = model.CollectAfter(r, r.MaxResults(10), ecs.SecurityGroups(r.Place).After, groupFilter(r))
			} else {
				found, page = model.Collect(r.Page(), ecs.SecurityGroups(r.Place).All, groupFilter(r))
			}
			return model.Reply{Items: model.ResourcesOf(found), Page: page}
		},
	}
}

// groupFilter says which groups the call wants.
func groupFilter(r *model.Request) func(*ecs.SecurityGroup) bool {
	ids := r.JSONElements("SecurityGroupIds")
	if r.Has("SecurityGroupId") {
		ids = append(ids, r.Text("SecurityGroupId"))
	}
	wanted := model.Chooser(ids)
	managed, byManaged := r.Boolean("ServiceManaged")
	return func(g *ecs.SecurityGroup) bool {
		network := ecs.NetworkVpc
		if g.VpcId == "" {
			network = ecs.NetworkClassic
		}
		return wanted(g.SecurityGroupId) && r.Matches("VpcId", g.VpcId) && r.Matches("SecurityGroupType", g.SecurityGroupType) &&
			r.Matches("NetworkType", network) && groupNamed(r, g.SecurityGroupName) && (!byManaged || managed == g.ServiceManaged) &&
			r.TagsMatch(g.Tags)
	}
}

// groupNamed compares the name: exactly, or as a part with FuzzyQuery.
func groupNamed(r *model.Request, name string) bool {
	if r.IsTrue("FuzzyQuery") {
		return strings.Contains(name, r.Text("SecurityGroupName"))
	}
	return r.Matches("SecurityGroupName", name)
}
