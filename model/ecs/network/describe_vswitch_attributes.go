package network

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeVSwitchAttributes: page of 2023 and later.
func describeVSwitchAttributes() model.Operation {
	page := func(row string) model.Basis {
		return model.Documented("DescribeVSwitchAttributes page (2023), " + row)
	}
	return model.Operation{
		Name:       "DescribeVSwitchAttributes",
		Weight:     model.Weight{Cards: 1, Why: "one vSwitch", Order: 109},
		Reads:      true,
		Params:     []model.Param{model.Optional("RegionId"), model.Required("VSwitchId").Naming(ecs.TheVSwitch), model.Boolean("DryRun")},
		DryRunCode: model.DryRunOperation,
		Rules: []model.Rule{
			model.UnknownRegion(),
			{Code: "InvalidVSwitchId.NotFound", When: ecs.VswitchUnknown, Refuses: page("row 1"), Answers: page("row 1"),
				Sentence: "The account has no such vSwitch in the region.", Break: model.Break{Set: model.Params{"VSwitchId": "vsw-none"}}},
		},
		Reply: func(r *model.Request) model.Reply { return oneOf(ecs.VswitchOf(r)) },
	}
}
