package eni

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// detachNetworkInterface: page of 2024-12-31; conditions of editions 2018 to 2024.
func detachNetworkInterface() model.Operation {
	return model.Operation{
		Name:   "DetachNetworkInterface",
		Known:  model.StatedBy("DetachNetworkInterface page (2024-12-31)"),
		Trials: model.Trials{Shapes: model.Varied(""), Want: model.Want{Param: "NetworkInterfaceId", Status: ecs.InUse, With: "InstanceId"}},
		Weight: model.Weight{Cards: 3, Why: "needs an attached one", Order: 17},
		Params: []model.Param{
			model.Required("RegionId"), model.Required("NetworkInterfaceId").Naming(ecs.TheEni), model.Required("InstanceId").Naming(ecs.TheInstance),
			model.Optional("TrunkNetworkInstanceId").Naming(ecs.TheTrunk),
		},
		Rules: slices.Concat(ecs.EniCallers("Forbidden.SubUser"), []model.Rule{
			{Code: "MissingParameter", Clauses: model.GivenEach("RegionId", "NetworkInterfaceId", "InstanceId"), Says: ecs.MissingText,
				Refuses: model.Documented("DetachNetworkInterface (2024)"), Answers: model.Inferred("the only row for what is not supplied"),
				Sentence: "RegionId, NetworkInterfaceId or InstanceId is absent or empty.", Break: model.Break{Drop: []string{"NetworkInterfaceId"}}},
			ecs.MalformedEniId(), ecs.MalformedInstanceId(),
		}, ecs.EniFeatures(), []model.Rule{
			{Code: "InvalidEniId.NotFound", When: ecs.EniUnknown, Says: ecs.EniText, Break: model.Break{Set: model.Params{"NetworkInterfaceId": "eni-none"}}},
			{Code: "InvalidEcsId.NotFound", When: ecs.InstanceUnknown, Says: model.Always("The specified EcsId is not found."),
				Break: model.Break{Set: model.Params{"InstanceId": "i-none"}}},
			{Code: "InvalidOperation.EniServiceManaged", Needs: ecs.TheEni, When: ecs.ServiceManaged, Says: managedEniText, Break: ecs.ManagedEniBreak()},
			{Code: "InvalidOperation.DetachPrimaryEniNotAllowed", Needs: ecs.TheEni, When: ecs.EniTypeIs(ecs.Primary),
				Says: model.Always("Detaching primary ENI from ECS instance is not allowed.")},
			{Code: "InvalidParameter.EniNotBelongEcs", Needs: ecs.TheEni | ecs.TheInstance, When: attachedElsewhere,
				Says: model.Always("The specified ENI does not belong to the specified ECS instance.")},
			{Code: "InvalidParameter.EniNotBelongTrunk", Needs: ecs.TheEni, When: onAnotherTrunk,
				Refuses: model.Inferred("the code of the row"), Answers: model.Inferred("the code of the row, as EniNotBelongEcs"),
				Says:     model.Always("The specified ENI does not belong to the specified trunk ENI."),
				Sentence: "TrunkNetworkInstanceId names a trunk on which the ENI is not.",
				Break:    model.Break{Set: model.Params{"TrunkNetworkInstanceId": "eni-none"}}},
			{Code: "InvalidOperation.InvalidEniState", Needs: ecs.TheEni, When: model.Not(ecs.EniIs(ecs.InUse, ecs.Detaching)), Says: ecs.EniStateText(ecs.InUse)},
			{Code: "InvalidOperation.InvalidEcsState", Row: 6, Needs: ecs.TheInstance, When: model.Not(ecs.InstanceIs(ecs.Running, ecs.Stopped)),
				Says: ecs.EcsStateText("Running or Stopped")},
			{Code: "InvalidOperation.InvalidEcsState", Row: 13, Needs: ecs.TheInstance, When: model.Not(ecs.InstanceIs(ecs.Running, ecs.Stopped)),
				Answers:  model.Assumed("row 13 differs from row 6 in a period behind the placeholder only; row 6 is the older one"),
				Says:     ecs.EcsStateText("Running or Stopped"),
				Shadowed: "Row 6 has the same condition and stands before it."},
			{Code: "InvalidOperation.EniHotPlugNotSupported", Needs: ecs.TheEni | ecs.TheInstance, When: model.Both(ecs.Rdma, model.Not(ecs.InstanceIs(ecs.Stopped)))},
			{Code: "InvalidOperation.HotPlugNotSupport", Needs: ecs.TheInstance | ecs.TheType, When: model.Both(ecs.InstanceIs(ecs.Running), typeWithoutHotplug),
				Says: model.Always("The instance type does not support hot-plugging of ENIs.")},
			{Code: "InvalidOperation.HasMemberEniAttached", Needs: ecs.TheEni, When: hasMembers,
				Says: model.Always("The trunk ENI has member ENIs attached.")},
		}),
		Effects: []model.Effect{
			{Name: "Status", When: ecs.EniIs(ecs.InUse), Do: beginDetach, SeenBy: "DescribeNetworkInterfaces.Status"},
		},
	}
}

// attachedElsewhere: the ENI is attached, to another instance.
func attachedElsewhere(r *model.Request) bool {
	return ecs.EniOf(r).InstanceId != "" && ecs.EniOf(r).InstanceId != ecs.InstanceOf(r).InstanceId
}

func onAnotherTrunk(r *model.Request) bool {
	return r.Has("TrunkNetworkInstanceId") && ecs.EniOf(r).TrunkNetworkInterfaceId != r.Text("TrunkNetworkInstanceId")
}

func typeWithoutHotplug(r *model.Request) bool {
	return !r.Allows(ecs.TypeOf(r).InstanceTypeId, model.TypeHotplug)
}

// hasMembers: member ENIs are attached to the trunk.
func hasMembers(r *model.Request) bool {
	for _, e := range ecs.Enis(r.Place).All {
		if e.TrunkNetworkInterfaceId == ecs.EniOf(r).NetworkInterfaceId {
			return true
		}
	}
	return false
}

func beginDetach(r *model.Request) {
	ecs.SetEni(r, func(e *ecs.NetworkInterface) { e.Status, e.Hidden.Since = ecs.Detaching, r.Now() })
}
