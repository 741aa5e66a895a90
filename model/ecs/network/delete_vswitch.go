package network

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// deleteVSwitch: page of 2021. As with deleteVpc, the vSwitch goes at once.
func deleteVSwitch() model.Operation {
	page := func(row string) model.Basis { return model.Documented("DeleteVSwitch page (2021), " + row) }
	seen := model.Observed("terraform-provider-alicloud, resource_alicloud_vswitch.go: retried while an instance or ENI is inside")
	return model.Operation{
		Name:       "DeleteVSwitch",
		Known:      model.StatedBy("DeleteVSwitch page (2021)"),
		Removes:    ecs.KindVSwitch,
		Weight:     model.Weight{Cards: 1, Why: "ends what other calls need", Order: 27},
		Params:     []model.Param{model.Optional("RegionId"), model.Required("VSwitchId").Naming(ecs.TheVSwitch).AsOwn(), model.Boolean("DryRun")},
		DryRunCode: model.DryRunOperation,
		Rules: []model.Rule{
			{Code: "MissingParameter", When: model.MandatoryMissing, Refuses: page("row 6"), Answers: page("row 6"),
				Sentence: "VSwitchId is absent or empty.",
				Break:    model.Break{Drop: []string{"VSwitchId"}}},
			model.UnknownRegion(),
			{Code: "InvalidVSwitchId.NotFound", When: ecs.VswitchUnknown, Refuses: page("row 7"), Answers: page("row 7"),
				Sentence: "The account has no such vSwitch in the region.",
				Break:    model.Break{Set: model.Params{"VSwitchId": "vsw-none"}}},
			otherRowOfGone("IncorrectVSwitchId", "three clients take it for a vSwitch that is gone (steward, agent-skills and a k3s runbook, 2025 to 2026)"),
			otherRowOfGone("InvalidVswitchID.NotFound", "terraform-provider-alicloud knows it beside the row's own spelling"),
			{Code: "IncorrectVSwitchStatus", Needs: ecs.TheVSwitch, When: vswitchPending, Refuses: page("row 1"),
				Answers:  model.Inferred("rows 1 and 8 say the same; clients know row 1 (packer)"),
				Sentence: "The vSwitch is still Pending."},
			{Code: "IncorrectStatus", Needs: ecs.TheVSwitch, When: vswitchPending, Refuses: page("row 8"),
				Answers:  model.Inferred("rows 1 and 8 say the same; clients know row 1 (packer)"),
				Sentence: "The vSwitch is still Pending.",
				Shadowed: "IncorrectVSwitchStatus has the same condition and stands before it."},
			{Code: "DependencyViolation", Row: 2, Needs: ecs.TheVSwitch, When: vswitchHasAddresses, Refuses: seen, Answers: seen,
				Sentence: "An address of the vSwitch is in use."},
		},
		Left: []model.Left{
			{Code: "IncorrectRouteEntryStatus", Why: "the model keeps no route entries"},
			{Code: "DependencyViolation.HaVip", Why: "the model keeps no high-availability virtual addresses"},
		},
		Effects: []model.Effect{{Name: "VSwitch", Do: dropVSwitch, SeenBy: "DescribeVSwitches.VSwitchId"}},
	}
}

// otherRowOfGone is another code that a vSwitch which is not there is answered with.
func otherRowOfGone(code, seen string) model.Rule {
	return model.Rule{
		Code: code, When: ecs.VswitchUnknown, Refuses: model.Documented("DeleteVSwitch page (2021), row 7"), Answers: model.Inferred(seen),
		Sentence: "The account has no such vSwitch in the region.",
		Shadowed: "InvalidVSwitchId.NotFound, the row of the page, has the same condition and stands before it.",
		Break:    model.Break{Set: model.Params{"VSwitchId": "vsw-none"}},
	}
}

// vswitchPending: the vSwitch is not Available yet.
func vswitchPending(r *model.Request) bool { return ecs.VswitchOf(r).Status == ecs.Pending }

func vswitchHasAddresses(r *model.Request) bool { return ecs.VswitchOf(r).Hidden.Used > 0 }

func dropVSwitch(r *model.Request) {
	model.Drop[ecs.VSwitch](r.World, r.Place.Account, r.Region, ecs.KindVSwitch, ecs.VswitchOf(r).VSwitchId)
	r.Reload()
}
