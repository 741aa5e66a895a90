package securitygroup

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeSecurityGroupAttribute: page of 2021.
func describeSecurityGroupAttribute() model.Operation {
	page := func(row string) model.Basis {
		return model.Documented("DescribeSecurityGroupAttribute page (2021), " + row)
	}
	return model.Operation{
		Name:   "DescribeSecurityGroupAttribute",
		Look:   model.Look{Kind: ecs.KindSecurityGroup, Params: model.Params{"SecurityGroupId": model.It}},
		Shows:  "Hidden.Rules",
		Weight: model.Weight{Cards: 1, Why: "shows what others do not", Order: 38},
		Reads:  true,
		Params: []model.Param{
			model.Required("RegionId"), model.Required("SecurityGroupId").Naming(ecs.TheGroups), model.Filter(model.Optional("NicType")), model.Filter(model.Optional("Direction")),
			model.MaxResults(1000), model.Optional("NextToken"),
		},
		Rules: []model.Rule{
			malformedGroupId(),
			{Code: "InvalidNicType.ValueNotSupported", When: model.ValueNotIn("NicType", "internet", "intranet"),
				Refuses: page("NicType"), Answers: page("row 3"), Sentence: "NicType is neither internet nor intranet.",
				Doubt: model.Doubt{When: nicTypeOfNoText, Basis: model.Assumed("the Terraform provider v1.286 sends <nil> for a type that is not set, " +
					"and looks its rule up so; whether the cloud is strict here is not known")},
				Break: model.Break{Set: model.Params{"NicType": "extranet"}}},
			{Code: "InvalidParamter", When: model.ValueNotIn("Direction", ecs.Ingress, ecs.Egress, "all"), Refuses: page("Direction"),
				Answers:  model.Inferred("row 5 is the table's row for an invalid parameter, and no other one is about Direction"),
				Sentence: "Direction is none of ingress, egress and all.",
				Break:    model.Break{Set: model.Params{"Direction": "up"}}},
			{Code: "InvalidRegionId.NotFound", When: model.RegionUnknown, Refuses: page("row 1"), Answers: page("row 1"), Sentence: "There is no such region.",
				Break: model.Break{Set: model.Params{"RegionId": "cn-nowhere"}}},
			{Code: "InvalidSecurityGroupId.NotFound", When: ecs.GroupUnknown, Refuses: page("row 2"), Answers: page("row 2"),
				Sentence: "The account has no such group in the region.",
				Break:    model.Break{Set: model.Params{"SecurityGroupId": "sg-none"}}},
			{Code: "InternalError", Fault: true, Refuses: page("row 4"), Answers: page("row 4"), Sentence: "The service failed."},
		},
		Reply: func(r *model.Request) model.Reply { return model.Reply{Items: []model.Resource{shownGroup(r)}} },
	}
}

// nicTypeOfNoText: the value is what Go prints for nothing.
func nicTypeOfNoText(r *model.Request) bool { return r.Text("NicType") == "<nil>" }

// malformedGroupId is the row of a group id that has not the form of one.
func malformedGroupId() model.Rule {
	return model.Rule{
		Code: "InvalidSecurityGroupId.Malformed", When: ecs.IdMalformed("SecurityGroupId", ecs.KindSecurityGroup),
		Refuses:  model.Inferred("such an id names no security group"),
		Answers:  model.Inferred("the message says that the parameter is not valid, where an unknown group has a row of its own"),
		Sentence: "SecurityGroupId does not have the form of a security group id.",
		Break:    model.Break{Set: model.Params{"SecurityGroupId": "group"}},
	}
}

// shownGroup is the group with the rules that the call wants. Rules of VPC
// groups are intranet rules, whatever NicType says (assumed: clients ask for
// either and get them). That all rules fit one page is assumed: MaxResults may
// be as high as 1000, the most that an interface can have.
func shownGroup(r *model.Request) *ecs.SecurityGroup {
	g := *ecs.GroupsOf(r)[0]
	var shown []string
	for _, text := range g.Hidden.Rules.All() {
		p := ecs.ParsePermission(text)
		if (r.Text("Direction") == "all" || r.Matches("Direction", p.Direction)) && (g.VpcId != "" || r.Matches("NicType", p.NicType)) {
			shown = append(shown, text)
		}
	}
	g.Hidden.Rules = model.NewList(shown...)
	return &g
}
