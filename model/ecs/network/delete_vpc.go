package network

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// deleteVpc: page of 2021. The operation is asynchronous there; here the VPC
// goes at once, which clients cannot tell from a quick cloud: they poll until
// it is not found (docs/clients.md, Terraform).
func deleteVpc() model.Operation {
	page := func(row string) model.Basis { return model.Documented("DeleteVpc page (2021), " + row) }
	unknown := model.Inferred("rows 8 and 15 say the same; row 8 has the status of an unknown id")
	seen := model.Observed("hashicorp/packer-plugin-alicloud, step_config_vpc.go: retried while dependent resources are left")
	return model.Operation{
		Name:       "DeleteVpc",
		Known:      model.StatedBy("DeleteVpc page (2021)"),
		Removes:    ecs.KindVpc,
		Trials:     model.Trials{Combinations: model.Varied("ClientToken=" + model.SampleToken + " DryRun=false")},
		Weight:     model.Weight{Cards: 1, Why: "ends what other calls need", Order: 28},
		Params:     []model.Param{model.Optional("RegionId"), model.Required("VpcId").Naming(ecs.TheVpc).AsOwn(), model.Boolean("DryRun"), model.Optional("ClientToken")},
		DryRunCode: model.DryRunOperation,
		Rules: []model.Rule{
			ecs.TokenRule(),
			model.UnknownRegion(),
			{Code: "InvalidVpcId.NotFound", When: ecs.VpcUnknown, Refuses: page("row 8"), Answers: unknown, Sentence: "The account has no such VPC in the region.",
				Break: model.Break{Set: model.Params{"VpcId": "vpc-none"}}},
			{Code: "Forbidden.VpcNotFound", When: ecs.VpcUnknown, Refuses: page("row 15"), Answers: unknown, Sentence: "The account has no such VPC in the region.",
				Shadowed: "InvalidVpcId.NotFound has the same condition and stands before it.",
				Break:    model.Break{Set: model.Params{"VpcId": "vpc-none"}}},
			{Code: "IncorrectVpcStatus", Needs: ecs.TheVpc, When: ecs.VpcPending, Refuses: page("row 3"), Answers: page("row 3"),
				Sentence: "The VPC is still Pending."},
			{Code: "DependencyViolation.VSwitch", Needs: ecs.TheVpc, When: vpcHasVSwitches, Refuses: seen, Answers: seen, Sentence: "A vSwitch is in the VPC.",
				Break: model.Break{Set: model.Params{"VpcId": "$vpc1"}}},
			// Row 7 has code and status of row 14, and a text that names no kind.
			{Code: "DependencyViolation.SecurityGroup", Row: 14, Needs: ecs.TheVpc, When: vpcHasGroups, Refuses: seen, Answers: seen,
				Sentence: "A security group is in the VPC.",
				Break:    model.Break{Set: model.Params{"VpcId": "$vpc1"}}},
			{Code: "InternalError", Fault: true, Refuses: page("row 11"), Answers: page("row 11"), Sentence: "The service failed."},
		},
		Left: []model.Left{
			{Code: "DependencyViolation.Instance", Why: "an instance has a vSwitch in the VPC, which is refused for itself"},
			{Code: "DependencyViolation.RouteEntry", Why: "the model keeps no route entries"},
			{Code: "DependencyViolation.RouteInterface", Why: "the model keeps no router interfaces"},
			{Code: "DependencyViolation.RouterInterface", Why: "the model keeps no router interfaces"},
			{Code: "DependencyViolation.Tunnel", Why: "the model keeps no VPN tunnels"},
			{Code: "DependencyViolation.NatGateway", Why: "the model keeps no NAT gateways"},
			{Code: "Forbbiden", Why: "the model keeps no route entries"},
			{Code: "OperationDenied", Why: "the rows are those of snapshots, and no source says when a VPC meets them"},
		},
		Effects: []model.Effect{{Name: "Vpc", Do: dropVpc, SeenBy: "DescribeVpcs.VpcId"}},
	}
}

func vpcHasVSwitches(r *model.Request) bool {
	for _, v := range ecs.Vswitches(r.Place).All {
		if v.VpcId == ecs.VpcOf(r).VpcId {
			return true
		}
	}
	return false
}

func vpcHasGroups(r *model.Request) bool {
	for _, g := range ecs.SecurityGroups(r.Place).All {
		if g.VpcId == ecs.VpcOf(r).VpcId {
			return true
		}
	}
	return false
}

func dropVpc(r *model.Request) {
	model.Drop[ecs.Vpc](r.World, r.Place.Account, r.Region, ecs.KindVpc, ecs.VpcOf(r).VpcId)
	r.Reload()
}
