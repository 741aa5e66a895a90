package disk

import (
	"slices"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// attachDisk: page of 2021, with rows of later copies.
func attachDisk() model.Operation {
	return model.Operation{
		Name: "AttachDisk",
		Trials: model.Trials{Shapes: model.Varied(""), Combinations: model.Varied("Device=/dev/xvdb", "Device=/dev/xvdc", "Bootable=true Password=Passw0rd!"),
			Want: model.Want{Param: "DiskId", Status: ecs.Available, With: "InstanceId"}},
		Known:  model.StatedBy("AttachDisk page (2021)"),
		Weight: model.Weight{Cards: 2, Why: "one disk, one instance", Order: 62},
		Params: []model.Param{
			model.Required("InstanceId").Naming(ecs.TheInstance), model.Required("DiskId").Naming(ecs.TheDisk).AsOwn(), model.Boolean("DeleteWithInstance"),
			model.Optional("Device"), model.Boolean("Bootable").Rare(), model.Optional("Password"), model.Optional("KeyPairName"), model.Boolean("Force"),
		},
		MissingCode: "InvalidParameter",
		Rules: []model.Rule{
			model.WrongType(),
			emptyParameter(13),
			{Code: "InvalidDevice.Malformed", When: func(r *model.Request) bool { return r.Has("Device") && !ecs.IsDevice(r.Text("Device")) },
				Break: model.BreakBy("Device", "/dev/none")},
			{Code: "InvalidParameter.AllEmpty", When: model.Both(model.IsTrue("Bootable"), model.Not(model.AnyGiven("Password",
				"KeyPairName"))), Says: model.Always("Password and KeyPairName are both empty."), Break: model.BreakBy("Bootable", "true")},
			{Code: "InvalidInstanceId.NotFound", When: ecs.InstanceUnknown, Break: model.BreakBy("InstanceId", "i-none")},
			{Code: "InvalidDiskId.NotFound", When: ecs.DiskUnknown, Break: model.BreakBy("DiskId", "d-none")},
			{Code: "InstanceLockedForSecurity", Needs: ecs.TheInstance, When: ecs.LockedForSecurity, Break: ecs.BreakOf("$locked")},
			{Code: "DiskNotPortable", Needs: ecs.TheDisk, When: model.Not(portable), Break: bound()},
			{Code: "ResourcesNotInSameZone", Needs: ecs.TheDisk | ecs.TheInstance,
				When: func(r *model.Request) bool { return ecs.DiskOf(r).ZoneId != ecs.InstanceOf(r).ZoneId }},
			{Code: "DeleteWithInstance.Conflict", Needs: ecs.TheDisk, When: model.Both(model.Given("DeleteWithInstance"), multiAttach)},
			{Code: "InvalidDisk.DiskNotBootable", Needs: ecs.TheDisk, When: model.Both(model.IsTrue("Bootable"), neverSystem)},
			{Code: "InvalidInstance.NotOriginInstance", Needs: ecs.TheDisk | ecs.TheInstance,
				When: model.Both(model.IsTrue("Bootable"), func(r *model.Request) bool {
					return ecs.DiskOf(r).Hidden.Origin != "" && ecs.DiskOf(r).Hidden.Origin != ecs.InstanceOf(r).InstanceId
				})},
			{Code: "InvalidDevice.InUse", Needs: ecs.TheInstance, When: deviceTaken},
			{Code: "IncorrectInstanceStatus", Needs: ecs.TheInstance, When: hostNotReady},
			{Code: "InvalidDisk.InUse", Needs: ecs.TheDisk, When: ecs.DiskIs(ecs.DiskInUse),
				Doubt: model.Doubt{When: multiAttach, Basis: model.Inferred("several instances may share such a disk, which is not modelled")}},
			{Code: "IncorrectDiskStatus", Needs: ecs.TheDisk, When: ecs.DiskIs(ecs.Creating, ecs.Attaching, ecs.Detaching, ecs.ReIniting),
				Doubt: model.Doubt{When: ecs.DiskIs(ecs.Detaching), Basis: model.Inferred("a disk that was Detaching from another instance was accepted by the real service (csi PR 1520)")}},
			{Code: "InstanceDiskLimitExceeded", Limit: true, Needs: ecs.TheInstance, When: instanceFull, Break: model.Break{World: ecs.WorldQuota}},
		},
		Left: slices.Concat(
			left("the operation takes the region of the endpoint, and no call gives another", "InvalidRegionId.MalFormed"),
			left(billing, "InstanceExpiredOrInArrears", "DiskInArrears"), left(abnormal, "DiskError", "DiskId.StatusNotSupported"),
			left("local disks come with instance types and are not modelled", "DiskId.ValueNotSupported", "DiskCategory.OperationNotSupported"),
			left(allowList, "UserNotInTheWhiteList"),
			left("which types and categories go together is published nowhere", "InvalidOperation.InstanceTypeNotSupport",
				"InvalidInstanceType.NotSupportDiskCategory", "InvalidInstanceType.NvmeRequired", "InvalidInstanceType.NvmeUnsupported"),
			left(kms, "InvalidParameter.KMSKeyId.CMKNotEnabled", "InvalidParameter.KMSKeyId.KMSUnauthorized"), left(fault, "InternalError"),
			left(multi, "InvalidInstanceType.NotSupportMultiAttachDisk", "DiskAttachedNumberExceeded", "InvalidOperation.CanNotAttachMultiAttachDiskAsSystemDisk"),
			left("a client would need 32 parallel calls, and no figure is published", "OperationConflict.DisksAttachingParallellyExceed"),
			left("on Windows the key pair may be ignored instead (AttachDisk 2021)", "DependencyViolation.WindowsInstance")),
		Effects: []model.Effect{
			{Name: "Status", Do: beginAttach, SeenBy: "DescribeDisks.Status"},
			{Name: "DeleteWithInstance", When: model.IsTrue("DeleteWithInstance"), Do: set(func(_ *model.Request, d *ecs.Disk) { d.DeleteWithInstance = true }),
				SeenBy: "DescribeDisks.DeleteWithInstance"},
			{Name: "Device", When: model.Given("Device"), Do: set(func(r *model.Request, d *ecs.Disk) { d.Device = r.Text("Device") }),
				SeenBy: "DescribeDisks.Device",
				Basis:  model.Assumed("the page calls the parameter one that is no longer used, and clients still read the field")},
		},
	}
}

func neverSystem(r *model.Request) bool { return ecs.DiskOf(r).Hidden.Origin == "" }

func multiAttach(r *model.Request) bool { return ecs.DiskOf(r).MultiAttach == "Enabled" }

func deviceTaken(r *model.Request) bool {
	return r.Has("Device") && slices.ContainsFunc(ecs.DisksOf(r.Place, ecs.InstanceOf(r).InstanceId), func(d *ecs.Disk) bool { return d.Device == r.Text("Device") })
}

// hostNotReady: a system disk needs a Stopped instance that has none.
func hostNotReady(r *model.Request) bool {
	i := ecs.InstanceOf(r)
	if r.IsTrue("Bootable") {
		return i.Status != ecs.Stopped || ecs.SystemDiskOf(r.Place, i.InstanceId) != nil
	}
	return i.Status != ecs.Running && i.Status != ecs.Stopped
}

func instanceFull(r *model.Request) bool {
	n := 0
	for _, d := range ecs.DisksOf(r.Place, ecs.InstanceOf(r).InstanceId) {
		if d.Type == ecs.DataDisk {
			n++
		}
	}
	return !r.IsTrue("Bootable") && r.Exceeds(n+1, r.Account(), ecs.QuotaDataDisks)
}

func beginAttach(r *model.Request) {
	device := ecs.FreeDevice(r.Place, ecs.InstanceOf(r).InstanceId)
	ecs.SetDisk(r, func(d *ecs.Disk) {
		d.MoveTo(ecs.Attaching, r.Now())
		d.InstanceId, d.Device, d.Hidden.Attached = ecs.InstanceOf(r).InstanceId, device, true
		d.AttachedTime, d.DetachedTime, d.DeleteWithInstance = r.Now().Truncate(time.Second), time.Time{}, false
		if r.IsTrue("Bootable") {
			d.Type, d.Hidden.Origin = ecs.SystemDisk, ""
		}
	})
}
