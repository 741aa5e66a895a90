package network

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// modifyVSwitchAttribute: pages of 2021 and 2024. That the vSwitch is Pending while its
// name is changed, as the page of 2024 says, is not modelled: no duration is known, and
// the calls that a Pending vSwitch refuses are about its creation. IPv6 is not read.
func modifyVSwitchAttribute() model.Operation {
	page := func(row string) model.Basis { return model.Documented("ModifyVSwitchAttribute page (2021), " + row) }
	return model.Operation{
		Name:   "ModifyVSwitchAttribute",
		Known:  model.StatedBy("ModifyVSwitchAttribute pages (2021 and 2024)"),
		Trials: model.Trials{Shapes: model.Varied("")},
		Weight: model.Weight{Cards: 1, Why: "name and description of a vSwitch", Order: 113},
		Params: []model.Param{
			model.Optional("RegionId"), model.Required("VSwitchId").Naming(ecs.TheVSwitch).AsOwn(), model.Optional("VSwitchName"), model.Optional("Description"),
		},
		Rules: []model.Rule{
			{Code: "InvalidVSwitchName.Malformed", Clauses: networkName("VSwitchName"), Refuses: page("VSwitchName"), Answers: page("row 2"),
				Sentence: "VSwitchName is longer than 128 characters, or begins with http:// or https://.",
				Break:    model.Break{Set: model.Params{"VSwitchName": "http://a"}}},
			model.UnknownRegion(),
			{Code: "InvalidVSwitchId.NotFound", When: ecs.VswitchUnknown, Refuses: page("row 1"), Answers: page("row 1"),
				Sentence: "The account has no such vSwitch in the region.", Break: model.Break{Set: model.Params{"VSwitchId": "vsw-none"}}},
		},
		Effects: []model.Effect{
			{Name: "VSwitchName", When: model.Given("VSwitchName"), SeenBy: "DescribeVSwitches.VSwitchName",
				Do: setVSwitch(func(r *model.Request, v *ecs.VSwitch) { v.VSwitchName = r.Text("VSwitchName") })},
			{Name: "Description", When: model.Given("Description"), SeenBy: "DescribeVSwitches.Description",
				Do: setVSwitch(func(r *model.Request, v *ecs.VSwitch) { v.Description = r.Text("Description") })},
		},
	}
}

// setVSwitch changes the vSwitch that the call names.
func setVSwitch(change func(*model.Request, *ecs.VSwitch)) func(*model.Request) {
	return func(r *model.Request) {
		if ecs.VswitchOf(r) == nil {
			return
		}
		v := *ecs.Vswitches(r.Place).Get(ecs.VswitchOf(r).VSwitchId)
		change(r, &v)
		model.Put(r.World, r.Place.Account, r.Region, v)
		r.Reload()
	}
}
