package instance

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeUserData: page of 2021.
func describeUserData() model.Operation {
	return model.Operation{
		Name:   "DescribeUserData",
		Look:   model.Look{Kind: ecs.KindInstance, Params: model.Params{"InstanceId": model.It}},
		Values: map[string]model.ValueClass{"InstanceId": model.ValueChosen, "RegionId": model.ValueChosen},
		Weight: model.Weight{Cards: 1, Why: "shows what others do not", Order: 34},
		Params: []model.Param{model.Required("RegionId"), model.Required("InstanceId").Naming(ecs.TheInstance)},
		Reads:  true,
		Rules:  []model.Rule{model.UnknownRegion(), instanceNotFound(ecs.InstanceUnknown, "DescribeUserData 2021, row 1")},
		Reply: func(r *model.Request) model.Reply {
			if ecs.InstanceOf(r) == nil {
				return model.Reply{}
			}
			return model.Reply{Values: map[string]string{
				"InstanceId": ecs.InstanceOf(r).InstanceId, "RegionId": ecs.InstanceOf(r).RegionId, "UserData": ecs.InstanceOf(r).UserData,
			}}
		},
	}
}
