package network

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeVpcAttribute: page of 2023 and later.
func describeVpcAttribute() model.Operation {
	page := func(row string) model.Basis { return model.Documented("DescribeVpcAttribute page (2023), " + row) }
	same := model.Inferred("rows 2 and 3 say the same; row 3 has the status of an unknown id")
	return model.Operation{
		Name:       "DescribeVpcAttribute",
		Weight:     model.Weight{Cards: 1, Why: "one VPC", Order: 108},
		Reads:      true,
		Params:     []model.Param{model.Required("RegionId"), model.Required("VpcId").Naming(ecs.TheVpc), model.Boolean("DryRun")},
		DryRunCode: model.DryRunOperation,
		Rules: []model.Rule{
			model.UnknownRegion(),
			{Code: "InvalidVpcId.NotFound", When: ecs.VpcUnknown, Refuses: page("row 3"), Answers: same, Sentence: "The account has no such VPC in the region.",
				Break: model.Break{Set: model.Params{"VpcId": "vpc-none"}}},
			{Code: "Forbidden.VpcNotFound", When: ecs.VpcUnknown, Refuses: page("row 2"), Answers: same, Sentence: "The account has no such VPC in the region.",
				Shadowed: "InvalidVpcId.NotFound has the same condition and stands before it."},
			{Code: "InternalError", Fault: true, Refuses: page("row 4"), Answers: page("row 4"), Sentence: "The service failed."},
		},
		Left:  leftFor("clients ask for a VPC that is Pending, and see the status; no source says in which status the row is returned", "IncorrectVpcStatus"),
		Reply: func(r *model.Request) model.Reply { return oneOf(ecs.VpcOf(r)) },
	}
}

// oneOf is the reply about one resource; none where a mutant lacks the rule about it.
func oneOf[T any, P model.Pointer[T]](v P) model.Reply {
	if v == nil {
		return model.Reply{}
	}
	return model.Reply{Items: []model.Resource{v}}
}
