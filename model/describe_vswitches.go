package model

import "strings"

// describeVSwitches: page of 2025-12-12. Unknown ids select nothing, although
// two rows speak of them: clients see an empty list, and ask
// DescribeVSwitchAttributes where they want to be told (clients.md, section 2).
func describeVSwitches() Operation {
	page := func(row string) Basis { return Documented("DescribeVSwitches page (2025-12-12), " + row) }
	return Operation{
		Name:   "DescribeVSwitches",
		Lists:  KindVSwitch,
		Look:   Look{KindVSwitch, Params{"VSwitchId": It}},
		Weight: Weight{Cards: 1, Why: "filters and pages", Order: 43},
		Reads:  true,
		Params: []Param{
			optional("RegionId"), filter(optional("VpcId")), filter(optional("VSwitchId")), filter(optional("ZoneId")),
			filter(optional("VSwitchName")), filter(boolean("IsDefault")),
			pageNumber(), pageSize(50), boolean("DryRun"),
		},
		DryRunCode: DryRunOperation,
		Rules: []Rule{
			{Code: "InvalidVpcIdNumber.NotSupported", When: moreIdsThan("VpcId", 20), Refuses: page("row 7"),
				Answers:  Inferred("the row gives no number; DescribeVpcs takes 20 ids"),
				Sentence: "VpcId names more than 20 VPCs.",
				Break:    Break{Set: Params{"VpcId": strings.Repeat("vpc-none,", 20) + "vpc-none"}}},
			{Code: "InvalidVSwitchIdNumber.NotSupported", When: moreIdsThan("VSwitchId", 20), Refuses: page("row 8"),
				Answers:  Inferred("the row gives no number; DescribeVpcs takes 20 ids"),
				Sentence: "VSwitchId names more than 20 vSwitches.",
				Break:    Break{Set: Params{"VSwitchId": strings.Repeat("vsw-none,", 20) + "vsw-none"}}},
			unknownRegion(),
		},
		Left: append(networkLeft(),
			Left{Code: "Forbidden.VpcNotFound", Why: "an unknown VPC selects nothing, as clients see it"},
			Left{Code: "InvalidVSwitchId.NotFound", Why: "an unknown vSwitch selects nothing, as clients see it"},
			Left{Code: "IllegalParam.OwnerId", Why: "vSwitches of other accounts cannot be asked for here"},
		),
		Reply: func(r *Request) Reply {
			wanted, networks := chooser(commaList(r.str("VSwitchId"))), chooser(commaList(r.str("VpcId")))
			isDefault, byDefault := r.boolean("IsDefault")
			found, page := collect(r.page(), vswitches(r.place).all, func(v *VSwitch) bool {
				return wanted(v.VSwitchId) && networks(v.VpcId) && r.is("ZoneId", v.ZoneId) &&
					r.is("VSwitchName", v.VSwitchName) && (!byDefault || isDefault == v.IsDefault)
			})
			return Reply{Items: resourcesOf(found), Page: page}
		},
	}
}
