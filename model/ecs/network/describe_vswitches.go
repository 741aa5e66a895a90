package network

import (
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeVSwitches: page of 2025-12-12. Unknown ids select nothing, although
// two rows speak of them: clients see an empty list, and ask
// DescribeVSwitchAttributes where they want to be told (docs/clients.md, Terraform).
func describeVSwitches() model.Operation {
	page := func(row string) model.Basis { return model.Documented("DescribeVSwitches page (2025-12-12), " + row) }
	return model.Operation{
		Name:   "DescribeVSwitches",
		Lists:  ecs.KindVSwitch,
		Look:   model.Look{Kind: ecs.KindVSwitch, Params: model.Params{"VSwitchId": model.It}},
		Weight: model.Weight{Cards: 1, Why: "filters and pages", Order: 43},
		Reads:  true,
		Params: []model.Param{
			model.Optional("RegionId"), model.Filter(model.Optional("VpcId")), model.Filter(model.Optional("VSwitchId")), model.Filter(model.Optional("ZoneId")),
			model.Filter(model.Optional("VSwitchName")), model.Filter(model.Boolean("IsDefault")),
			model.Filter(model.ListOf("Tag")),
			model.PageNumber(), model.PageSize(50), model.Boolean("DryRun"),
		},
		DryRunCode: model.DryRunOperation,
		Rules: []model.Rule{
			{Code: "InvalidVpcIdNumber.NotSupported", When: moreIdsThan("VpcId", 20), Answers: page("row 7"),
				Refuses:  model.Inferred("the row gives no number; DescribeVpcs takes 20 ids"),
				Sentence: "VpcId names more than 20 VPCs.",
				Break:    model.Break{Set: model.Params{"VpcId": strings.Repeat("vpc-none,", 20) + "vpc-none"}}},
			{Code: "InvalidVSwitchIdNumber.NotSupported", When: moreIdsThan("VSwitchId", 20), Answers: page("row 8"),
				Refuses:  model.Inferred("the row gives no number; DescribeVpcs takes 20 ids"),
				Sentence: "VSwitchId names more than 20 vSwitches.",
				Break:    model.Break{Set: model.Params{"VSwitchId": strings.Repeat("vsw-none,", 20) + "vsw-none"}}},
			model.UnknownRegion(),
		},
		Left: append(networkLeft(),
			model.Left{Code: "Forbidden.VpcNotFound", Why: "an unknown VPC selects nothing, as clients see it"},
			model.Left{Code: "InvalidVSwitchId.NotFound", Why: "an unknown vSwitch selects nothing, as clients see it"},
			model.Left{Code: "IllegalParam.OwnerId", Why: "vSwitches of other accounts cannot be asked for here"},
		),
		Reply: func(r *model.Request) model.Reply {
			wanted, networks := model.Chooser(model.CommaList(r.Text("VSwitchId"))), model.Chooser(model.CommaList(r.Text("VpcId")))
			isDefault, byDefault := r.Boolean("IsDefault")
			found, page := model.Collect(r.Page(), ecs.Vswitches(r.Place).All, func(v *ecs.VSwitch) bool {
				return wanted(v.VSwitchId) && networks(v.VpcId) && r.Matches("ZoneId", v.ZoneId) &&
					r.Matches("VSwitchName", v.VSwitchName) && (!byDefault || isDefault == v.IsDefault) && r.TagsMatch(v.Tags)
			})
			return model.Reply{Items: model.ResourcesOf(found), Page: page}
		},
	}
}
