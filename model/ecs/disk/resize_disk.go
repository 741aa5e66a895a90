package disk

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// resizeDisk: page of 2021, with rows of later copies. The new size is shown at
// once; in the instance it counts after a restart, which nothing shows.
func resizeDisk() model.Operation {
	return model.Operation{
		Name:   "ResizeDisk",
		Plain:  model.Params{"NewSize": "100"},
		Trials: model.Trials{Shapes: model.Varied(""), Combinations: model.Varied("Type=online", "ClientToken="+model.SampleToken+" NewSize=101")},
		Known:  model.StatedBy("ResizeDisk page (2021)"),
		Weight: model.Weight{Cards: 1, Why: "sizes grow only", Order: 65},
		Params: []model.Param{
			model.Required("DiskId").Naming(ecs.TheDisk).AsOwn(), {Name: "NewSize", Type: model.TypeInteger, Required: true}, model.Optional("Type"),
			model.Optional("ClientToken"),
		},
		MissingCode: "IncompleteParamter",
		Rules: []model.Rule{
			ecs.TokenRule(),
			{Code: "IncompleteParamter", When: model.MandatoryMissing, Break: model.Break{Drop: []string{"NewSize"}}},
			{Code: "InvalidParam.Type", When: model.ValueNotIn("Type", "offline", "online"), Break: model.BreakBy("Type", "none")},
			{Code: "InvalidDiskId.NotFound", When: ecs.DiskUnknown, Break: model.BreakBy("DiskId", "d-none")},
			{Code: "InstanceLockedForSecurity", Needs: ecs.TheDisk, When: hostLocked,
				Break: model.Break{World: ecs.WorldLocked, Set: model.Params{"DiskId": "$locked.disk0"}},
				Doubt: model.Doubt{When: hostLocked, Basis: model.Inferred("the guide on security locks does not list the operation")}},
			{Code: "InvalidDiskSize.TooLarge", Limit: true, Needs: ecs.TheDisk, When: newSizeTooLarge, Break: model.BreakBy("NewSize", "65537")},
			{Code: "InvalidDiskSize.TooSmall", Needs: ecs.TheDisk, When: newSize(func(n, now int) bool { return n < now }), Break: model.BreakBy("NewSize", "1")},
			{Code: "InvalidDiskSize", Needs: ecs.TheDisk, When: newSize(func(n, now int) bool { return n == now }), Break: model.BreakBy("NewSize", "40")},
			{Code: "InvalidDisk.DetachedSystemDisk", Needs: ecs.TheDisk, When: originAlive},
			{Code: "InvalidDiskCategory.NotSupported", Row: 28, Needs: ecs.TheDisk, When: model.Both(online, func(r *model.Request) bool {
				return !slices.Contains([]string{ecs.CloudEfficiency, ecs.CloudSSD, ecs.CloudESSD, ecs.CloudAuto, ecs.CloudEntry}, ecs.DiskOf(r).Category)
			})},
			{Code: "InvalidOperation.MultiAttachDiskNotSupportResizeOnline", Needs: ecs.TheDisk, When: model.Both(online, multiAttach)},
			{Code: "IncorrectInstanceStatus", Row: 11, Needs: ecs.TheDisk, When: ecs.DiskHostIs(ecs.Pending, ecs.Starting, ecs.Stopping)},
			{Code: "InvalidInstanceStatus.NotRunning", Needs: ecs.TheDisk,
				When:    model.Both(online, ecs.DiskHostIs(ecs.Pending, ecs.Starting, ecs.Stopping, ecs.Stopped)),
				Answers: model.Inferred("row 29, IncorrectInstanceStatus, says the same")},
			{Code: "IncorrectDiskStatus", Row: 22, Needs: ecs.TheDisk, When: ecs.DiskIs(ecs.Creating, ecs.Attaching, ecs.Detaching, ecs.ReIniting)},
			{Code: "IncorrectDiskStatus", Row: 31, Needs: ecs.TheDisk, When: model.Both(online, ecs.DiskIs(ecs.Available)),
				Doubt: model.Doubt{When: online, Basis: model.Inferred("another reading: an Available disk is resized")}},
		},
		Left: slices.Concat(
			left("the operation takes the region of the endpoint, and no call gives another", "InvalidRegionId.MalFormed"),
			left(same, "InvalidDataDiskSize.ValueNotSupported", "OperationDenied", "InvalidDataDiskCategory.ValueNotSupported",
				"InvalidSystemDiskSize.ValueNotSupported", "InvalidParameter.Conflict"),
			left("a disk's instance is always there", "InvalidInstanceId.NotFound"),
			left(billing, "InstanceExpiredOrInArrears", "DiskInArrears", "LastOrderProcessing", "SecurityRisk.3DVerification",
				"QuotaExceeded.PostpaidDataDiskCapacity"),
			left(abnormal, "DiskError"), left(fault, "InternalError"), left("worlds keep no snapshots", "DiskCreatingSnapshot"),
			left("calls are made one after the other", "Operation.Conflict"),
			left(allowList, "UserNotInTheWhiteList"), left(onSale, "InvalidRegion.NotSupport"),
			left(kms, "InvalidParameter.KMSKeyId.CMKNotEnabled", "InvalidParameter.KMSKeyId.KMSUnauthorized"),
			left("which images and types cannot be resized is published nowhere", "InvalidSystemDiskSize.ImageNotSupportResize",
				"InvalidOperation.InstanceTypeNotSupportOnlineResize"),
			left("an upgrade of an instance is not modelled", "InvalidStatus.Upgrading")),
		Effects: []model.Effect{
			{Name: "NewSize", Do: set(func(r *model.Request, d *ecs.Disk) { d.Size, _ = r.Integer("NewSize") }), SeenBy: "DescribeDisks.Size",
				Timing: model.Inferred("Terraform reads the new size right after the call")},
		},
	}
}

func online(r *model.Request) bool { return r.Text("Type") == "online" }

func newSize(is func(n, now int) bool) func(*model.Request) bool {
	return func(r *model.Request) bool {
		n, ok := r.Integer("NewSize")
		return ok && is(n, ecs.DiskOf(r).Size)
	}
}

func newSizeTooLarge(r *model.Request) bool {
	n, ok := r.Integer("NewSize")
	_, most := ecs.Sizes(ecs.DiskOf(r).Category, ecs.DiskOf(r).PerformanceLevel)
	if isSystem(r) {
		most = ecs.MostSystemDisk
	}
	return ok && r.Beyond(n, most)
}
