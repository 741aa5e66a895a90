package network

import (
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeVpcs: page of 2024-10-10. VpcId takes up to 20 ids, separated by
// commas; no row is about an unknown id, so that it selects nothing.
func describeVpcs() model.Operation {
	page := func(row string) model.Basis { return model.Documented("DescribeVpcs page (2024-10-10), " + row) }
	return model.Operation{
		Name:   "DescribeVpcs",
		Lists:  ecs.KindVpc,
		Look:   model.Look{Kind: ecs.KindVpc, Params: model.Params{"VpcId": model.It}},
		Weight: model.Weight{Cards: 1, Why: "filters and pages", Order: 42},
		Reads:  true,
		Params: []model.Param{
			model.Required("RegionId"), model.Filter(model.Optional("VpcId")), model.Filter(model.Optional("VpcName")), model.Filter(model.Boolean("IsDefault")),
			model.Filter(model.ListOf("Tag")), model.PageNumber(), model.PageSize(50), model.Boolean("DryRun"),
		},
		DryRunCode: model.DryRunOperation,
		Rules: []model.Rule{
			{Code: "InvalidVpcIdNumber.NotSupported", When: moreIdsThan("VpcId", 20), Refuses: page("VpcId"), Answers: page("row 1"),
				Sentence: "VpcId names more than 20 VPCs.",
				Break:    model.Break{Set: model.Params{"VpcId": strings.Repeat("vpc-none,", 20) + "vpc-none"}}},
			model.UnknownRegion(),
			{Code: "InternalError", Fault: true, Refuses: page("row 11"), Answers: page("row 11"), Sentence: "The service failed."},
		},
		Left: append(networkLeft(),
			model.Left{Code: "IllegalParam.OwnerId", Why: "VPCs of other accounts cannot be asked for here"},
			model.Left{Code: "InvalidResourceGroupId", Why: "the model keeps no resource groups"},
			model.Left{Code: "InvalidResourceGroupId.NotFound", Why: "the model keeps no resource groups"},
			model.Left{Code: "OperationUnsupported.ResourceGroupId", Why: "the model keeps no resource groups"},
			model.Left{Code: "InvalidAliuid", Why: "callers are those of the world"},
			model.Left{Code: "InvalidAccount.NotFound", Why: "callers are those of the world"},
		),
		Reply: func(r *model.Request) model.Reply {
			wanted := model.Chooser(model.CommaList(r.Text("VpcId")))
			isDefault, byDefault := r.Boolean("IsDefault")
			found, page := model.Collect(r.Page(), ecs.Vpcs(r.Place).All, func(v *ecs.Vpc) bool {
				return wanted(v.VpcId) && r.Matches("VpcName", v.VpcName) && (!byDefault || isDefault == v.IsDefault) && r.TagsMatch(v.Tags)
			})
			return model.Reply{Items: model.ResourcesOf(found), Page: page}
		},
	}
}

// networkLeft are conditions of the VPC product that need state which is not kept.
func networkLeft() []model.Left {
	return []model.Left{
		{Code: "InvalidTagKey", Why: "a tag that no resource has selects nothing; no source says which keys are not valid in a filter"},
		{Code: "InvalidTagValue", Why: "a tag that no resource has selects nothing; no source says which values are not valid in a filter"},
		{Code: "IellgalParameter.OwnerAccount", Why: "OwnerAccount belongs to the envelope of a request, and is not read"},
	}
}

// moreIdsThan says that a list with commas has more than most elements.
func moreIdsThan(name string, most int) func(*model.Request) bool {
	return func(r *model.Request) bool { return len(model.CommaList(r.Text(name))) > most }
}
