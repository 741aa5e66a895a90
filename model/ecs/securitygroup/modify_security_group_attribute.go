package securitygroup

import (
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// modifySecurityGroupAttribute: page of 2021.
func modifySecurityGroupAttribute() model.Operation {
	page := func(row string) model.Basis {
		return model.Documented("ModifySecurityGroupAttribute page (2021), " + row)
	}
	return model.Operation{
		Name:   "ModifySecurityGroupAttribute",
		Known:  model.StatedBy("ModifySecurityGroupAttribute page (2021)"),
		Trials: model.Trials{Shapes: model.Varied("")},
		Weight: model.Weight{Cards: 1, Why: "name and description", Order: 105},
		Params: []model.Param{
			model.Required("RegionId"), model.Required("SecurityGroupId").Naming(ecs.TheGroups).AsOwn(),
			model.Optional("SecurityGroupName"), model.Optional("Description"),
		},
		Rules: []model.Rule{
			{Code: "InvalidSecurityGroupName.Malformed", Clauses: groupName().Clauses("SecurityGroupName"), Refuses: page("SecurityGroupName"), Answers: page("row 2"),
				Sentence: "SecurityGroupName is not 2 to 128 characters, does not begin with a letter, begins with http:// or https://, " +
					"or has other characters than letters, digits, periods, colons, underscores and hyphens.",
				Break: model.Break{Set: model.Params{"SecurityGroupName": "1"}}},
			{Code: "InvalidSecurityGroupDiscription.Malformed", When: model.DescriptionBreaks(256), Refuses: page("Description"), Answers: page("row 3"),
				Sentence: "Description is not 2 to 256 characters, or begins with http:// or https://.",
				Break:    model.Break{Set: model.Params{"Description": "http://" + strings.Repeat("a", 3)}}},
			model.UnknownRegion(),
			{Code: "InvalidSecurityGroupId.NotFound", When: ecs.GroupUnknown, Refuses: page("row 1"), Answers: page("row 1"),
				Sentence: "The account has no such group in the region.", Break: model.Break{Set: model.Params{"SecurityGroupId": "sg-none"}}},
			managed(guide()),
		},
		Effects: []model.Effect{
			{Name: "SecurityGroupName", When: model.Given("SecurityGroupName"), SeenBy: "DescribeSecurityGroups.SecurityGroupName", Do: func(r *model.Request) {
				ecs.ChangeNamedGroup(r, func(g *ecs.SecurityGroup) { g.SecurityGroupName = r.Text("SecurityGroupName") })
			}},
			{Name: "Description", When: model.Given("Description"), SeenBy: "DescribeSecurityGroups.Description", Do: func(r *model.Request) {
				ecs.ChangeNamedGroup(r, func(g *ecs.SecurityGroup) { g.Description = r.Text("Description") })
			}},
		},
	}
}
