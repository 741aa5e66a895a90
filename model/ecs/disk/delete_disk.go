package disk

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// deleteDisk: page of 2021, with rows of the copy of 2024. All editions say that
// an unknown id is ignored, and the copy lists a row for it.
func deleteDisk() model.Operation {
	return model.Operation{
		Name:    "DeleteDisk",
		Removes: ecs.KindDisk,
		Known:   model.StatedBy("DeleteDisk page (2021)"),
		Weight:  model.Weight{Cards: 1, Why: "ends what other calls need", Order: 64},
		Params:  []model.Param{model.Required("DiskId").Naming(ecs.TheDisk).AsOwn()},
		Rules: []model.Rule{
			{Code: "InvalidDiskId.NotFound", When: ecs.DiskUnknown, Break: model.BreakBy("DiskId", "d-none")},
			{Code: "DiskTypeViolation", Needs: ecs.TheDisk, When: isSystem},
			{Code: "DiskNotPortable", Needs: ecs.TheDisk, When: model.Both(model.Not(portable), model.Not(isSystem)), Break: bound()},
			{Code: "IncorrectDiskStatus.Initializing", Needs: ecs.TheDisk, When: ecs.DiskIs(ecs.Creating)},
			{Code: "IncorrectDiskStatus", Needs: ecs.TheDisk, When: ecs.DiskIs(ecs.DiskInUse, ecs.Attaching, ecs.Detaching, ecs.ReIniting)},
			{Code: "InvalidDiskStatus.DeleteProtection", Needs: ecs.TheDisk, When: originAlive},
		},
		Left: slices.Concat(
			left("the operation takes the region of the endpoint, and no call gives another", "InvalidRegionId.MalFormed"),
			left("worlds keep no snapshots", "DiskCreatingSnapshot"),
			left("the code IncorrectDiskStatus was seen in the field for an attached disk (2018)", "DiskStillAttached"), left(allowList, "UserNotInTheWhiteList")),
		Effects: []model.Effect{{Name: "Disk", Do: func(r *model.Request) {
			if d := ecs.DiskOf(r); d != nil {
				ecs.DropDisk(r, d)
			}
		}, SeenBy: "DescribeDisks.DiskId"}},
	}
}

// originAlive: the disk was the system disk of an instance that is still there.
func originAlive(r *model.Request) bool {
	origin := ecs.DiskOf(r).Hidden.Origin
	return origin != "" && ecs.Instances(r.Place).Get(origin) != nil
}
