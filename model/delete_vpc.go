package model

// deleteVpc: page of 2021. The operation is asynchronous there; here the VPC
// goes at once, which clients cannot tell from a quick cloud: they poll until
// it is not found (clients.md, section 2).
func deleteVpc() Operation {
	page := func(row string) Basis { return Documented("DeleteVpc page (2021), " + row) }
	unknown := Inferred("rows 8 and 15 say the same; row 8 has the status of an unknown id")
	seen := Observed("hashicorp/packer-plugin-alicloud, step_config_vpc.go: retried while dependent resources are left")
	return Operation{
		Name:       "DeleteVpc",
		Removes:    KindVpc,
		Trials:     Trials{Combinations: varied("ClientToken=" + sampleToken + " DryRun=false")},
		Weight:     Weight{Cards: 1, Why: "ends what other calls need", Order: 28},
		Params:     []Param{optional("RegionId"), required("VpcId").names(theVpc).own(), boolean("DryRun"), optional("ClientToken")},
		DryRunCode: DryRunOperation,
		Rules: []Rule{
			tokenRule(),
			unknownRegion(),
			{Code: "InvalidVpcId.NotFound", When: vpcUnknown, Refuses: page("row 8"), Answers: unknown, Sentence: "The account has no such VPC in the region.",
				Break: Break{Set: Params{"VpcId": "vpc-none"}}},
			{Code: "Forbidden.VpcNotFound", When: vpcUnknown, Refuses: page("row 15"), Answers: unknown, Sentence: "The account has no such VPC in the region.",
				Shadowed: "InvalidVpcId.NotFound has the same condition and stands before it.",
				Break:    Break{Set: Params{"VpcId": "vpc-none"}}},
			{Code: "IncorrectVpcStatus", Needs: theVpc, When: vpcPending, Refuses: page("row 3"), Answers: page("row 3"),
				Sentence: "The VPC is still Pending."},
			{Code: "DependencyViolation.VSwitch", Needs: theVpc, When: vpcHasVSwitches, Refuses: seen, Answers: seen, Sentence: "A vSwitch is in the VPC.",
				Break: Break{Set: Params{"VpcId": "$vpc1"}}},
			// Row 7 has code and status of row 14, and a text that names no kind.
			{Code: "DependencyViolation.SecurityGroup", Row: 14, Needs: theVpc, When: vpcHasGroups, Refuses: seen, Answers: seen,
				Sentence: "A security group is in the VPC.",
				Break:    Break{Set: Params{"VpcId": "$vpc1"}}},
			{Code: "InternalError", Fault: true, Refuses: page("row 11"), Answers: page("row 11"), Sentence: "The service failed."},
		},
		Left: []Left{
			{Code: "DependencyViolation.Instance", Why: "an instance has a vSwitch in the VPC, which is refused for itself"},
			{Code: "DependencyViolation.RouteEntry", Why: "the model keeps no route entries"},
			{Code: "DependencyViolation.RouteInterface", Why: "the model keeps no router interfaces"},
			{Code: "DependencyViolation.RouterInterface", Why: "the model keeps no router interfaces"},
			{Code: "DependencyViolation.Tunnel", Why: "the model keeps no VPN tunnels"},
			{Code: "DependencyViolation.NatGateway", Why: "the model keeps no NAT gateways"},
			{Code: "Forbbiden", Why: "the model keeps no route entries"},
			{Code: "OperationDenied", Why: "the rows are those of snapshots, and no source says when a VPC meets them"},
		},
		Effects: []Effect{{Name: "Vpc", Do: dropVpc, SeenBy: "DescribeVpcs.VpcId"}},
	}
}

func vpcHasVSwitches(r *Request) bool {
	for _, v := range vswitches(r.place).all {
		if v.VpcId == vpcOf(r).VpcId {
			return true
		}
	}
	return false
}

func vpcHasGroups(r *Request) bool {
	for _, g := range securityGroups(r.place).all {
		if g.VpcId == vpcOf(r).VpcId {
			return true
		}
	}
	return false
}

func dropVpc(r *Request) {
	drop[Vpc](r.w, r.place.account, r.region, KindVpc, vpcOf(r).VpcId)
	r.reload()
}
