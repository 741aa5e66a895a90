package disk

import (
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// replaceSystemDisk: page of 2021. The old disk goes, and the answer has the id
// of the new one.
func replaceSystemDisk() model.Operation {
	same := same + "; which of them answers is not known"
	return model.Operation{
		Name:  "ReplaceSystemDisk",
		Makes: ecs.KindDisk,
		Plain: model.Params{"ImageId": "$image.linux"},
		Trials: model.Trials{Shapes: model.Varied(""), Combinations: model.Varied("SystemDisk.Size=50", "KeyPairName=$k1",
			"ClientToken="+model.SampleToken+" SystemDisk.Size=50"), Want: model.Want{Param: "InstanceId", Status: ecs.Stopped, By: "StopInstance"}},
		Known:  model.StatedBy("ReplaceSystemDisk page (2021)"),
		Weight: model.Weight{Cards: 1, Why: "an instance gets another image", Order: 67},
		Params: []model.Param{
			model.Required("InstanceId").Naming(ecs.TheInstance).AsOwn(), model.Optional("ImageId").Naming(ecs.TheImage), model.Integer("SystemDisk.Size"),
			model.Optional("Password"), model.Boolean("PasswordInherit"),
			model.Optional("KeyPairName").Naming(ecs.TheKeyPair), model.Boolean("UseAdditionalService"), model.Optional("SecurityEnhancementStrategy"),
			model.Optional("DiskId").Rare(), model.Optional("Architecture"),
			model.Optional("Platform"), model.Boolean("Encrypted"), model.Optional("KMSKeyId"), model.Optional("ClientToken"),
		},
		Rules: []model.Rule{
			ecs.TokenRule(),
			{Code: "MissingParameter", Row: model.CommonRow, When: model.Not(model.Given("InstanceId")), Says: model.Always("InstanceId"),
				Refuses: model.Documented("the page marks the parameter as required"), Answers: model.Inferred("the common code; row 49 is about another parameter"),
				Sentence: "InstanceId is absent.", Break: model.Break{Drop: []string{"InstanceId"}}},
			{Code: "MissingParameter", Row: 49, When: model.Not(model.AnyGiven("ImageId", "DiskId")), Break: model.Break{Drop: []string{"ImageId"}}},
			{Code: "InvalidPassword.Malformed", When: passwordWrong, Break: model.BreakBy("Password", "password")},
			{Code: "InvalidPasswordParam.Mismatch", When: model.Both(model.Given("Password"), model.IsTrue("PasswordInherit")),
				Break: model.BreakBy("Password", "Test123456&$", "PasswordInherit", "true")},
			{Code: "InvalidInstanceId.NotFound", Row: 1, When: ecs.InstanceUnknown, Answers: model.Inferred("rows 1 and 3 say the same"),
				Break: model.BreakBy("InstanceId", "i-none")},
			{Code: "InvalidImageId.NotFound", When: ecs.ImageUnknown, Break: model.BreakBy("ImageId", "m-none")},
			{Code: "InvalidDiskId.NotFound", When: func(r *model.Request) bool {
				return r.Place != nil && r.Has("DiskId") && ecs.Disks(r.Place).Get(r.Text("DiskId")) == nil
			}, Break: model.BreakBy("DiskId", "d-none")},
			{Code: "InvalidKeyPairName.NotFound", When: func(r *model.Request) bool { return r.Place != nil && r.Has("KeyPairName") && ecs.KeyPairOf(r) == nil },
				Break: model.BreakBy("KeyPairName", "key-none")},
			{Code: "InstanceLockedForSecurity", Needs: ecs.TheInstance, When: ecs.LockedForSecurity, Break: ecs.BreakOf("$locked"),
				Doubt: model.Doubt{When: ecs.LockedForSecurity, Basis: model.Inferred("the guide on security locks lists the operation as normal")}},
			{Code: "DependencyViolation.IoOptimize", Needs: ecs.TheInstance,
				When: model.Both(model.Given("KeyPairName"), func(r *model.Request) bool { return !ecs.InstanceOf(r).IoOptimized })},
			{Code: "InvalidSystemDiskSize.LessThanMinSize", Limit: true, When: size(func(_ *model.Request, n int) bool { return n < ecs.LeastSystemDisk }),
				Break: model.BreakBy("SystemDisk.Size", "19")},
			{Code: "InvalidSystemDiskSize.LessThanImageSize", Limit: true, Needs: ecs.TheImage,
				When:  size(func(r *model.Request, n int) bool { return n < ecs.ImageOf(r).Size }),
				Break: model.BreakBy("ImageId", "$image.windows", "SystemDisk.Size", "20")},
			{Code: "InvalidSystemDiskSize.MoreThanMaxSize", Limit: true, When: size(func(_ *model.Request, n int) bool { return n > ecs.MostSystemDisk }),
				Refuses: model.Inferred("ResizeDisk page of 2026: 2,048; until 2021 the limit was 500"), Sentence: "SystemDisk.Size is above 2,048.",
				Break: model.BreakBy("SystemDisk.Size", "2049")},
			{Code: "ImageNotSupportInstanceType", Row: 19, Needs: ecs.TheImage | ecs.TheType, When: otherArchitecture,
				Break: model.BreakBy("ImageId", "$image.arm")},
			{Code: "InvalidInstance.NotFoundSystemDisk", Needs: ecs.TheInstance,
				When: func(r *model.Request) bool { return ecs.SystemDiskOf(r.Place, ecs.InstanceOf(r).InstanceId) == nil }},
			{Code: "OperationDenied.InstanceCreating", Needs: ecs.TheInstance, When: ecs.InstanceIs(ecs.Pending)},
			{Code: "IncorrectInstanceStatus", Needs: ecs.TheInstance, When: model.Not(ecs.InstanceIs(ecs.Stopped))},
			{Code: "IncorrectDiskStatus", Needs: ecs.TheInstance, When: systemDiskBusy},
			{Code: "OperationDenied.ImageNotValid", Needs: ecs.TheImage, Says: model.Always("The specified image is not valid."), When: func(r *model.Request) bool {
				return ecs.ImageOf(r).Status != ecs.Available && ecs.ImageOf(r).Status != ecs.Deprecated
			}},
		},
		Left: slices.Concat(
			left(same, "InvalidSystemDiskSize.ValueNotSupported", "InvalidParameter.Conflict", "InvalidSystemDiskSize", "InvalidParameter.NotMatch",
				"InvalidParameter.AllEmpty", "NoSuchResource"),
			left("an image of the marketplace; the model has none", "ImageNotSubscribed", "ImageRemovedInMarket", "QuotaExceed.BuyImage"),
			left(billing, "InstanceExpiredOrInArrears", "ChargeTypeViolation", "INST_HAS_UNPAID_ORDER", "OperationDenied.UnpaidOrder"),
			left(fault, "OperationDenied", "InternalError"),
			left("worlds keep no snapshots", "DiskCreatingSnapshot"), left("a new disk is whole at once", "InvalidSystemDiskStatus.IsTransfering"),
			left("which images support it is published nowhere", "IoOptimized.NotSupported", "InvalidSystemDiskSize.ImageNotSupportResize"),
			left("the page has no such parameter", "InvalidDiskCategory.ValueNotSupported"),
			left("the call with DiskId is no longer offered: the page of 2021 lists ImageId as required", "MissingParameter.Architecture",
				"InvalidArchitecture.Malformed", "MissingParameter.Platform", "InvalidPlatform.Malformed",
				"InvalidDatadisk.DiskStatusViolation", "InvalidDatadisk.DiskCategoryViolation", "ResourcesNotInSameZone"),
			left(multi, "InvalidOperation.MultiAttachDisk")),
		Effects: []model.Effect{
			{Name: "SystemDisk", Do: replace, SeenBy: "DescribeDisks.DiskId"},
			{Name: "ImageId", When: model.Given("ImageId"), Do: changeImage, SeenBy: "DescribeInstances.ImageId"},
			{Name: "SystemDisk.Size", When: model.Given("SystemDisk.Size"),
				Do: set(func(r *model.Request, d *ecs.Disk) { d.Size, _ = r.Integer("SystemDisk.Size") }), SeenBy: "DescribeDisks.Size"},
			{Name: "Password", When: model.Given("Password"), Do: func(r *model.Request) {
				ecs.SetInstance(r, func(i *ecs.Instance) { i.Hidden.Password = r.Text("Password") })
			}, SeenBy: model.NotSeen},
			{Name: "KeyPairName", When: model.Given("KeyPairName"), Do: func(r *model.Request) {
				ecs.SetInstance(r, func(i *ecs.Instance) { i.KeyPairName = r.Text("KeyPairName") })
			}, SeenBy: "DescribeInstances.KeyPairName"},
		},
	}
}

// passwordWrong: 8 to 30 characters of three kinds; not a slash first on Windows.
func passwordWrong(r *model.Request) bool {
	text := r.Text("Password")
	windows := ecs.ImageOf(r) != nil && ecs.ImageOf(r).OSType == model.Windows
	return text != "" && (!model.PasswordFits(text) || windows && strings.HasPrefix(text, "/"))
}

func size(wrong func(*model.Request, int) bool) func(*model.Request) bool {
	return func(r *model.Request) bool {
		n, ok := r.Integer("SystemDisk.Size")
		return ok && wrong(r, n)
	}
}

func otherArchitecture(r *model.Request) bool {
	return strings.EqualFold(ecs.TypeOf(r).CpuArchitecture, "ARM") != (ecs.ImageOf(r).Architecture == ecs.ArchitectureArm)
}

func systemDiskBusy(r *model.Request) bool {
	d := ecs.SystemDiskOf(r.Place, ecs.InstanceOf(r).InstanceId)
	return d != nil && d.Status != ecs.DiskInUse
}

// replace releases the system disk and makes another one of the same category,
// with the size of the image, but at least 40 GiB.
func replace(r *model.Request) {
	i, old, size := *ecs.InstanceOf(r), ecs.SystemDiskOf(r.Place, ecs.InstanceOf(r).InstanceId), 0
	if image := ecs.ImageOf(r); image != nil {
		i.ImageId, size = image.ImageId, image.Size
	}
	if old != nil {
		ecs.DropDisk(r, old)
	}
	next := ecs.NewSystemDisk(r.World, r.Place, &i, size)
	r.Reload()
	if old != nil {
		ecs.ChangeDisk(r, ecs.Disks(r.Place).Get(next.DiskId), func(d *ecs.Disk) {
			d.Category, d.PerformanceLevel, d.DeleteWithInstance = old.Category, old.PerformanceLevel, old.DeleteWithInstance
		})
	}
	r.SetThing(ecs.TheDisk, ecs.Disks(r.Place).Get(next.DiskId))
	r.Created = append(r.Created, next.DiskId)
}

func changeImage(r *model.Request) {
	ecs.SetInstance(r, func(i *ecs.Instance) { i.ImageId, i.OSType = ecs.ImageOf(r).ImageId, ecs.ImageOf(r).OSType })
}
