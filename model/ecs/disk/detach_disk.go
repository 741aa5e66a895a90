package disk

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// detachDisk: page of 2021, with rows of the copy of 2024.
func detachDisk() model.Operation {
	return model.Operation{
		Name:   "DetachDisk",
		Trials: model.Trials{Shapes: model.Varied(""), Want: model.Want{Param: "DiskId", Status: ecs.DiskInUse, With: "InstanceId"}},
		Known:  model.StatedBy("DetachDisk page (2021)"),
		Weight: model.Weight{Cards: 2, Why: "one disk, one instance", Order: 63},
		Params: []model.Param{
			model.Required("InstanceId").Naming(ecs.TheInstance), model.Required("DiskId").Naming(ecs.TheDisk).AsOwn(), model.Boolean("DeleteWithInstance"),
		},
		MissingCode: "InvalidParameter",
		Rules: []model.Rule{
			model.WrongType(),
			emptyParameter(3),
			{Code: "InvalidInstanceId.NotFound", When: ecs.InstanceUnknown, Break: model.BreakBy("InstanceId", "i-none")},
			{Code: "InvalidDiskId.NotFound", When: ecs.DiskUnknown, Break: model.BreakBy("DiskId", "d-none")},
			{Code: "InstanceLockedForSecurity", Needs: ecs.TheInstance, When: ecs.LockedForSecurity, Break: ecs.BreakOf("$locked")},
			{Code: "InvalidDisk.AlreadyDetached", Needs: ecs.TheDisk, When: ecs.DiskIs(ecs.Available)},
			{Code: "DependencyViolation", Needs: ecs.TheDisk | ecs.TheInstance, When: func(r *model.Request) bool {
				return ecs.DiskOf(r).InstanceId != "" && ecs.DiskOf(r).InstanceId != ecs.InstanceOf(r).InstanceId
			}},
			{Code: "DiskNotPortable", Needs: ecs.TheDisk, When: model.Both(model.Not(portable), model.Not(isSystem)), Break: bound()},
			{Code: "DiskTypeViolation", Needs: ecs.TheDisk | ecs.TheInstance, When: model.Both(isSystem, model.Not(ecs.InstanceIs(ecs.Stopped)))},
			{Code: "InvalidInstance.ImageCategory", Needs: ecs.TheDisk | ecs.TheInstance, When: model.Both(isSystem, imageGone)},
			{Code: "DeleteWithInstance.Conflict", Needs: ecs.TheDisk, When: model.Both(model.Given("DeleteWithInstance"), multiAttach)},
			{Code: "IncorrectInstanceStatus", Needs: ecs.TheInstance, When: model.Not(ecs.InstanceIs(ecs.Running, ecs.Stopped))},
			{Code: "InvalidOperation.DiskDetachingFromThisEcs", Needs: ecs.TheDisk | ecs.TheInstance,
				When: model.Both(ecs.DiskIs(ecs.Detaching), func(r *model.Request) bool {
					return ecs.DiskOf(r).InstanceId == ecs.InstanceOf(r).InstanceId
				})},
			{Code: "IncorrectDiskStatus", Needs: ecs.TheDisk, When: ecs.DiskIs(ecs.Attaching, ecs.ReIniting, ecs.Creating)},
		},
		Left: slices.Concat(
			left("the operation takes the region of the endpoint, and no call gives another", "InvalidRegionId.MalFormed"),
			left("which types allow it while they run is published nowhere", "InvalidOperation.InstanceTypeNotSupport"), left(allowList, "UserNotInTheWhiteList"),
			left(fault, "InternalError"),
			left("a client would need parallel calls, and no figure is published", "DisksDetachingOnEcsExceeded"),
			left(same, "InvalidDiskId.OperationNotSupported")),
		Effects: []model.Effect{
			{Name: "Status", Do: set(func(r *model.Request, d *ecs.Disk) { d.MoveTo(ecs.Detaching, r.Now()) }), SeenBy: "DescribeDisks.Status"},
			{Name: "DeleteWithInstance", When: model.Both(isSystem, model.ValueIs("DeleteWithInstance", "false")), SeenBy: "DescribeDisks.DeleteWithInstance",
				Do: set(func(_ *model.Request, d *ecs.Disk) { d.DeleteWithInstance = false })},
		},
	}
}

func imageGone(r *model.Request) bool { return ecs.VisibleImage(r, ecs.InstanceOf(r).ImageId) == nil }
