package securitygroup

import (
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// modifySecurityGroupPolicy: page of 2021. Whether the policy of an enterprise group
// may be changed is not said: it is accepted.
func modifySecurityGroupPolicy() model.Operation {
	page := func(row string) model.Basis { return model.Documented("ModifySecurityGroupPolicy page (2021), " + row) }
	return model.Operation{
		Name:   "ModifySecurityGroupPolicy",
		Known:  model.StatedBy("ModifySecurityGroupPolicy page (2021)"),
		Plain:  model.Params{"InnerAccessPolicy": "Drop"},
		Trials: model.Trials{Shapes: model.Varied(""), Combinations: model.Varied("ClientToken=" + model.SampleToken + " InnerAccessPolicy=Accept")},
		Weight: model.Weight{Cards: 1, Why: "members reach each other, or not", Order: 106},
		Params: []model.Param{
			model.Required("RegionId"), model.Required("SecurityGroupId").Naming(ecs.TheGroups).AsOwn(), model.Required("InnerAccessPolicy"),
			model.Optional("ClientToken"),
		},
		Rules: []model.Rule{
			ecs.TokenRule(),
			{Code: "InvalidSecurityGroupId.Malformed", Clauses: groupIdClauses(), Refuses: page("row 1"), Answers: page("row 1"),
				Sentence: "SecurityGroupId has other characters than letters, digits, underscores and hyphens, or more than 100.",
				Break:    model.Break{Set: model.Params{"SecurityGroupId": "sg-a.b"}}},
			{Code: "InvalidPolicy.Malformed", When: innerPolicyUnknown, Refuses: page("row 2"), Answers: page("row 2"),
				Sentence: "InnerAccessPolicy is neither Accept nor Drop in any case of letters.",
				Break:    model.Break{Set: model.Params{"InnerAccessPolicy": "allow"}}},
			model.UnknownRegion(),
			{Code: "InvalidSecurityGroupId.NotFound", When: ecs.GroupUnknown, Refuses: page("row 3"), Answers: page("row 3"),
				Sentence: "The account has no such group in the region.", Break: model.Break{Set: model.Params{"SecurityGroupId": "sg-none"}}},
		},
		Effects: []model.Effect{
			{Name: "InnerAccessPolicy", SeenBy: "DescribeSecurityGroupAttribute.InnerAccessPolicy", Do: func(r *model.Request) {
				policy := "Accept"
				if strings.EqualFold(r.Text("InnerAccessPolicy"), "drop") {
					policy = "Drop"
				}
				ecs.ChangeNamedGroup(r, func(g *ecs.SecurityGroup) { g.InnerAccessPolicy = policy })
			}},
		},
	}
}

// groupIdClauses: the text of row 1 names letters, digits and underscores; ids have
// a hyphen, so that it does not count.
func groupIdClauses() []model.Clause {
	const most = 100
	fill := func(n int) string { return "sg-" + strings.Repeat("a", n-len("sg-")) }
	return []model.Clause{
		{Name: "characters", Break: model.Values("SecurityGroupId", "sg-a.b"), Broken: func(r *model.Request) bool {
			return strings.Trim(strings.ToLower(r.Text("SecurityGroupId")), "0123456789abcdefghijklmnopqrstuvwxyz_-") != ""
		}},
		{Name: "at-most-100", Bound: true, Break: model.Values("SecurityGroupId", fill(most+1)), Broken: func(r *model.Request) bool {
			return r.Beyond(len(r.Text("SecurityGroupId")), most)
		}},
	}
}

func innerPolicyUnknown(r *model.Request) bool {
	policy := r.Text("InnerAccessPolicy")
	return policy != "" && !strings.EqualFold(policy, "accept") && !strings.EqualFold(policy, "drop")
}
