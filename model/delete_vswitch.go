package model

// deleteVSwitch: page of 2021. As with deleteVpc, the vSwitch goes at once.
func deleteVSwitch() Operation {
	page := func(row string) Basis { return Documented("DeleteVSwitch page (2021), " + row) }
	seen := Observed("terraform-provider-alicloud, resource_alicloud_vswitch.go: retried while an instance or ENI is inside")
	return Operation{
		Name:       "DeleteVSwitch",
		Removes:    KindVSwitch,
		Weight:     Weight{Cards: 1, Why: "ends what other calls need", Order: 27},
		Params:     []Param{optional("RegionId"), required("VSwitchId").names(theVSwitch).own(), boolean("DryRun")},
		DryRunCode: DryRunOperation,
		Rules: []Rule{
			{Code: "MissingParameter", When: mandatoryMissing, Refuses: page("row 6"), Answers: page("row 6"),
				Sentence: "VSwitchId is absent or empty.",
				Break:    Break{Drop: []string{"VSwitchId"}}},
			unknownRegion(),
			{Code: "InvalidVSwitchId.NotFound", When: vswitchUnknown, Refuses: page("row 7"), Answers: page("row 7"),
				Sentence: "The account has no such vSwitch in the region.",
				Break:    Break{Set: Params{"VSwitchId": "vsw-none"}}},
			{Code: "IncorrectVSwitchStatus", Needs: theVSwitch, When: vswitchPending, Refuses: page("row 1"),
				Answers:  Inferred("rows 1 and 8 say the same; clients know row 1 (packer)"),
				Sentence: "The vSwitch is still Pending."},
			{Code: "IncorrectStatus", Needs: theVSwitch, When: vswitchPending, Refuses: page("row 8"),
				Answers:  Inferred("rows 1 and 8 say the same; clients know row 1 (packer)"),
				Sentence: "The vSwitch is still Pending.",
				Shadowed: "IncorrectVSwitchStatus has the same condition and stands before it."},
			{Code: "DependencyViolation", Row: 2, Needs: theVSwitch, When: vswitchHasAddresses, Refuses: seen, Answers: seen,
				Sentence: "An address of the vSwitch is in use."},
		},
		Left: []Left{
			{Code: "IncorrectRouteEntryStatus", Why: "the model keeps no route entries"},
			{Code: "DependencyViolation.HaVip", Why: "the model keeps no high-availability virtual addresses"},
		},
		Effects: []Effect{{Name: "VSwitch", Do: dropVSwitch, SeenBy: "DescribeVSwitches.VSwitchId"}},
	}
}

// vswitchPending: the vSwitch is not Available yet.
func vswitchPending(r *Request) bool { return vswitchOf(r).Status == Pending }

func vswitchHasAddresses(r *Request) bool { return vswitchOf(r).Hidden.Used > 0 }

func dropVSwitch(r *Request) {
	drop[VSwitch](r.w, r.place.account, r.region, KindVSwitch, vswitchOf(r).VSwitchId)
	r.reload()
}
