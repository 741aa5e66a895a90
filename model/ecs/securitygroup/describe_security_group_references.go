package securitygroup

import (
	"strconv"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// mostReferences is how many groups one call asks about.
const mostReferences = 10

// describeSecurityGroupReferences: page of 2021. It shows the groups whose rules
// name the asked ones; a group that none names is left out (assumed: its list
// would be empty).
func describeSecurityGroupReferences() model.Operation {
	page := func(row string) model.Basis {
		return model.Documented("DescribeSecurityGroupReferences page (2021), " + row)
	}
	many := model.Params{}
	for n := 1; n <= mostReferences+1; n++ {
		many["SecurityGroupId."+strconv.Itoa(n)] = "$sg1"
	}
	return model.Operation{
		Name:   "DescribeSecurityGroupReferences",
		Weight: model.Weight{Cards: 1, Why: "shows why a group cannot go", Order: 107},
		Reads:  true,
		Plain:  model.Params{"SecurityGroupId.1": "$sg1"},
		Params: []model.Param{model.Required("RegionId"), model.ListOf("SecurityGroupId").Naming(ecs.TheGroups)},
		Rules: []model.Rule{
			{Code: "InvalidSecurityGroupId.Malformed", Clauses: []model.Clause{
				model.If("given", func(r *model.Request) bool { return len(r.List("SecurityGroupId")) == 0 }, model.Break{Drop: []string{"SecurityGroupId.1"}}),
				{Name: "at-most-10", Bound: true, Break: []model.Break{{Set: many}}, Broken: func(r *model.Request) bool {
					return r.Beyond(len(r.List("SecurityGroupId")), mostReferences)
				}},
			}, Refuses: page("row 1"), Answers: page("row 1"), Sentence: "No group is named, or more than ten.",
				Break: model.Break{Set: many}},
			model.UnknownRegion(),
			{Code: "InvalidSecurityGroupId.NotFound", When: ecs.GroupUnknown, Refuses: page("row 2"), Answers: page("row 2"),
				Sentence: "The account has no such group in the region.", Break: model.Break{Set: model.Params{"SecurityGroupId.1": "sg-none"}}},
		},
		Reply: func(r *model.Request) model.Reply {
			var found []*ecs.SecurityGroup
			for _, g := range ecs.GroupsOf(r) {
				if g.Hidden.ReferredBy.Len() > 0 {
					found = append(found, g)
				}
			}
			return model.Reply{Items: model.ResourcesOf(found)}
		},
	}
}
