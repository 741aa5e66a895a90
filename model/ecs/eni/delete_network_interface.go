package eni

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// deleteNetworkInterface: page of 2024-12-31; conditions of editions 2018 to 2024.
func deleteNetworkInterface() model.Operation {
	return model.Operation{
		Name:    "DeleteNetworkInterface",
		Known:   model.StatedBy("DeleteNetworkInterface page (2024-12-31)"),
		Removes: ecs.KindNetworkInterface,
		Removal: model.Removal{Before: []model.Sample{ // it may be attached to an instance, or to a trunk
			{Op: "DetachNetworkInterface", Params: model.Params{"NetworkInterfaceId": model.It, "InstanceId": model.Each, "TrunkNetworkInstanceId": model.EachOrNone}},
		}},
		Trials: model.Trials{Shapes: model.Varied("")},
		Weight: model.Weight{Cards: 1, Why: "ends what other calls need", Order: 18},
		Params: []model.Param{model.Required("RegionId"), model.Required("NetworkInterfaceId").Naming(ecs.TheEni).AsOwn()},
		Rules: slices.Concat(ecs.EniCallers("Forbidden.SubUser"), []model.Rule{
			{Code: "MissingParameter", When: ecs.Missing(), Says: ecs.MissingText,
				Refuses: model.Documented("DeleteNetworkInterface (2024)"), Answers: model.Inferred("the only row for what is not supplied"),
				Sentence: "RegionId or NetworkInterfaceId is absent or empty.", Break: model.Break{Drop: []string{"NetworkInterfaceId"}}},
			ecs.MalformedEniId(),
		}, ecs.EniFeatures(), []model.Rule{
			{Code: "InvalidEniId.NotFound", When: ecs.EniUnknown, Says: ecs.EniText, Break: model.Break{Set: model.Params{"NetworkInterfaceId": "eni-none"}}},
			{Code: "InvalidOperation.EniServiceManaged", Needs: ecs.TheEni, When: ecs.ServiceManaged, Says: managedEniText, Break: ecs.ManagedEniBreak()},
			{Code: "InvalidOperation.InvalidEniType", Needs: ecs.TheEni, When: ecs.EniTypeIs(ecs.Primary),
				Says: model.Always("The operation is not allowed in the current ENI type.")},
			{Code: "InvalidOperation.DetachPrimaryEniNotAllowed", Needs: ecs.TheEni, When: ecs.EniTypeIs(ecs.Primary),
				Says:     model.Always("Detaching primary ENI from ECS instance is not allowed."),
				Shadowed: "InvalidOperation.InvalidEniType has the same condition and stands before it."},
			{Code: "InvalidOperation.InvalidEniState", Needs: ecs.TheEni, When: model.Not(ecs.EniIs(ecs.Available, ecs.Deleting)), Says: ecs.EniStateText(ecs.Available)},
			{Code: "InvalidOperation.InvalidEcsState", Needs: ecs.TheHost, When: model.Not(ecs.HostIs(ecs.Running, ecs.Stopped)), Says: ecs.EcsStateText("Running or Stopped"),
				Shadowed: "An ENI that has an instance is neither Available nor Deleting, so that InvalidOperation.InvalidEniState stands before it."},
		}),
		Effects: []model.Effect{
			{Name: "Status", When: ecs.EniIs(ecs.Available), Do: beginDelete, SeenBy: "DescribeNetworkInterfaces.Status"},
		},
		Left: []model.Left{
			{Code: "InvalidOperation.HasSlaveEniBonded", Why: "worlds keep no bonded ENIs"},
		},
	}
}

func beginDelete(r *model.Request) {
	ecs.SetEni(r, func(e *ecs.NetworkInterface) { e.Status, e.Hidden.Since = ecs.Deleting, r.Now() })
}
