package model

import "strings"

// describeVpcs: page of 2024-10-10. VpcId takes up to 20 ids, separated by
// commas; no row is about an unknown id, so that it selects nothing.
func describeVpcs() Operation {
	page := func(row string) Basis { return Documented("DescribeVpcs page (2024-10-10), " + row) }
	return Operation{
		Name:   "DescribeVpcs",
		Lists:  KindVpc,
		Look:   Look{KindVpc, Params{"VpcId": It}},
		Weight: Weight{Cards: 1, Why: "filters and pages", Order: 42},
		Reads:  true,
		Params: []Param{
			required("RegionId"), filter(optional("VpcId")), filter(optional("VpcName")), filter(boolean("IsDefault")),
			pageNumber(), pageSize(50), boolean("DryRun"),
		},
		DryRunCode: DryRunOperation,
		Rules: []Rule{
			{Code: "InvalidVpcIdNumber.NotSupported", When: moreIdsThan("VpcId", 20), Refuses: page("VpcId"), Answers: page("row 1"),
				Sentence: "VpcId names more than 20 VPCs.",
				Break:    Break{Set: Params{"VpcId": strings.Repeat("vpc-none,", 20) + "vpc-none"}}},
			unknownRegion(),
			{Code: "InternalError", Fault: true, Refuses: page("row 11"), Answers: page("row 11"), Sentence: "The service failed."},
		},
		Left: append(networkLeft(),
			Left{Code: "IllegalParam.OwnerId", Why: "VPCs of other accounts cannot be asked for here"},
			Left{Code: "InvalidResourceGroupId", Why: "the model keeps no resource groups"},
			Left{Code: "InvalidResourceGroupId.NotFound", Why: "the model keeps no resource groups"},
			Left{Code: "OperationUnsupported.ResourceGroupId", Why: "the model keeps no resource groups"},
			Left{Code: "InvalidAliuid", Why: "callers are those of the world"},
			Left{Code: "InvalidAccount.NotFound", Why: "callers are those of the world"},
		),
		Reply: func(r *Request) Reply {
			wanted := chooser(commaList(r.str("VpcId")))
			isDefault, byDefault := r.boolean("IsDefault")
			found, page := collect(r.page(), vpcs(r.place).all, func(v *Vpc) bool {
				return wanted(v.VpcId) && r.is("VpcName", v.VpcName) && (!byDefault || isDefault == v.IsDefault)
			})
			return Reply{Items: resourcesOf(found), Page: page}
		},
	}
}

// networkLeft are conditions of the VPC product that need state which is not kept.
func networkLeft() []Left {
	return []Left{
		{Code: "InvalidTagKey", Why: "the model keeps no tags of VPCs and vSwitches"},
		{Code: "InvalidTagValue", Why: "the model keeps no tags of VPCs and vSwitches"},
		{Code: "IellgalParameter.OwnerAccount", Why: "OwnerAccount belongs to the envelope of a request, and is not read"},
	}
}

// moreIdsThan says that a list with commas has more than most elements.
func moreIdsThan(name string, most int) func(*Request) bool {
	return func(r *Request) bool { return len(commaList(r.str(name))) > most }
}
