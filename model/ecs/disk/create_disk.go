package disk

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// createDisk: page of 2021. The disk is a free data disk, billed as it is used.
// InstanceId, which makes a subscription disk at once attached, is refused where
// the page refuses it and otherwise accepted for subscription instances.
func createDisk() model.Operation {
	return model.Operation{
		Name:  "CreateDisk",
		Makes: ecs.KindDisk,
		Plain: model.Params{"ZoneId": "cn-hangzhou-i", "Size": "40"},
		Trials: model.Trials{Shapes: model.Varied("", "DiskCategory=cloud_essd MultiAttach=Enabled", "DiskCategory=cloud"),
			Combinations: model.Varied(model.TokenAgain(), "DiskName=disk-1")},
		Known:  model.StatedBy("CreateDisk page (2021)"),
		Weight: model.Weight{Cards: 1, Why: "free disks are what attaching is about", Order: 60},
		Params: []model.Param{
			model.Required("RegionId"), model.Optional("ZoneId"), model.Optional("InstanceId").Naming(ecs.TheInstance).Rare(), model.Integer("Size"),
			model.Optional("SnapshotId"), model.Optional("DiskCategory"), model.Optional("PerformanceLevel"), model.Optional("DiskName"),
			model.Optional("Description"),
			model.Boolean("Encrypted"), model.Optional("KMSKeyId"), model.Optional("MultiAttach"), model.ListOf("Tag"), model.Optional("ClientToken"),
		},
		Rules: []model.Rule{
			ecs.TokenRule(),
			{Code: "MissingParameter", Row: model.CommonRow, When: model.Not(model.Given("RegionId")), Says: model.Always("RegionId"),
				Refuses: model.Documented("the page marks the parameter as required"), Answers: model.Inferred("the common code; row 14 is about another parameter"),
				Sentence: "RegionId is absent.", Break: model.Break{Drop: []string{"RegionId"}}},
			{Code: "MissingParameter", Row: 14, When: model.Not(model.AnyGiven("Size", "SnapshotId")), Break: model.Break{Drop: []string{"Size"}}},
			{Code: "MissingParameter", Row: 69, When: model.Not(model.AnyGiven("ZoneId", "InstanceId")), Break: model.Break{Drop: []string{"ZoneId"}}},
			{Code: "InvalidParam.ZoneIdAndInstanceId.Conflict", When: model.Both(model.Given("ZoneId"), model.Given("InstanceId")),
				Break: model.BreakBy("InstanceId", "i-none")},
			{Code: "InvalidDiskCategory.ValueNotSupported", When: model.ValueNotIn("DiskCategory", append(ecs.CloudCategories(), ecs.LocalCategories()...)...),
				Break: model.BreakBy("DiskCategory", "none")},
			{Code: "InvalidDataDiskCategory.NotSupported", Row: 2, When: local, Break: model.BreakBy("DiskCategory", "local_ssd_pro")},
			{Code: "InvalidDiskSize.NotSupported", Row: 21, Limit: true, When: sizeOutside, Break: model.BreakBy("Size", "19")},
			{Code: "InvalidPerformanceLevel.Malformed", When: model.ValueNotIn("PerformanceLevel", ecs.PerformanceLevels()...),
				Break: model.BreakBy("DiskCategory", ecs.CloudESSD, "PerformanceLevel", "PL9")},
			{Code: "InvalidDiskName.Malformed", Clauses: ecs.DiskName.Clauses("DiskName"), Break: model.BreakBy("DiskName", "1st")},
			{Code: "InvalidDescription.Malformed", Clauses: model.DescriptionForm(256).Clauses("Description"),
				Break: model.BreakBy("Description", "http://example.com")},
			{Code: "InvalidParameter.EncryptedIllegal", Row: 48, When: model.Both(model.Given("KMSKeyId"), model.Not(model.IsTrue("Encrypted"))),
				Break: model.BreakBy("KMSKeyId", "key-1")},
			{Code: "InvalidParameter.MultiAttach", When: model.ValueNotIn("MultiAttach", "Disabled", "Enabled"), Break: model.BreakBy("MultiAttach", "none")},
			{Code: "InvalidParameter.DiskCategoryAndMultiAttachNotMatch",
				When:  model.Both(model.ValueIs("MultiAttach", "Enabled"), func(r *model.Request) bool { return r.Text("DiskCategory") != ecs.CloudESSD }),
				Break: model.BreakBy("MultiAttach", "Enabled")},
			{Code: "Duplicate.TagKey", When: model.TagKeyTwice, Break: model.BreakBy("Tag.1.Key", "team", "Tag.2.Key", "team")},
			{Code: "InvalidTagKey.Malformed", When: model.TagKeyMalformed, Break: model.BreakBy("Tag.1.Key", "acs:team")},
			{Code: "InvalidTagValue.Malformed", When: model.TagValueMalformed, Break: model.BreakBy("Tag.1.Key", "team", "Tag.1.Value", "http://a")},
			{Code: "QuotaExceed.Tags", Limit: true, When: model.TooManyTags, Says: model.TooManyTagsText, Break: model.Break{Set: model.ManyTags()}},
			{Code: "InvalidRegionId.NotFound", When: model.RegionUnknown},
			{Code: "InvalidZoneId.NotFound", When: ecs.ZoneUnknown, Break: model.BreakBy("ZoneId", "cn-none-a")},
			{Code: "InvalidInstanceId.NotFound", Row: 60, When: ecs.InstanceUnknown,
				Break: model.Break{Set: model.Params{"InstanceId": "i-none"}, Drop: []string{"ZoneId"}}},
			{Code: "InvalidSnapshotId.NotFound", When: func(r *model.Request) bool { return r.Place != nil && r.Has("SnapshotId") },
				Break: model.BreakBy("SnapshotId", "s-none")},
			{Code: "InvalidPayMethod", Needs: ecs.TheInstance, When: func(r *model.Request) bool { return ecs.InstanceOf(r).InstanceChargeType != ecs.PrePaid },
				Refuses: model.Inferred("InstanceId is for subscription disks of subscription instances (CreateDisk 2021)"),
				Answers: model.Assumed("no row says it; this one is about how the disk is paid"), Sentence: "InstanceId names an instance that is no subscription.",
				Break: model.Break{World: ecs.WorldLocked, Set: model.Params{"InstanceId": "$locked"}, Drop: []string{"ZoneId"}}},
			{Code: "QuotaExceed.PortableCloudDisk", Limit: true, When: quotaReached, Break: model.Break{World: ecs.WorldQuota}},
		},
		Left: slices.Concat(
			left(same, "InvalidSize.ValueNotSupported", "InvalidDiskCategory.NotSupported", "InvalidDataDiskCategory.ValueNotSupported", "InvalidParameter.Conflict",
				"InvalidDataDiskSize.ValueNotSupported",
				"InvalidDiskSizeOrCategory", "InvalidParameter.DiskCategoryAndMultiAttachConflict", "OperationDenied.PerformanceLevelNotMatch",
				"QuotaExceed.PostPaidDisk"),
			left("worlds keep no snapshots: every SnapshotId is unknown", "InvalidSnapshot.NotReady", "InvalidSnapshot.TooOld", "InvalidSnapshot.TooLarge",
				"OperationDenied", "InvalidSnapshotId.NotReady",
				"InvalidSnapshotId.NotDataDiskSnapshot", "InvalidDiskSize.TooSmall", "OperationDenied.SnapshotNotAllowed", "EncryptedOption.Conflict"),
			left(billing, "InstanceDiskCategoryLimitExceed", "Account.Arrearage", "InvalidAccountStatus.NotEnoughBalance",
				"InvalidAccountStatus.SnapshotServiceUnavailable", "SecurityRisk.3DVerification",
				"QuotaExceeded.PostpaidDataDiskCapacity", "QuotaExceed.DiskCapacity"),
			left(onSale, "InvalidDiskCategory.ValueUnauthorized", "RegionUnauthorized", "Zone.NotOnSale", "InvalidParameter.EncryptedNotSupported",
				"InvalidRegion.NotSupport", "OperationDenied.ZoneNotSupportMultiAttachDisk"),
			left(kms, "InvalidParameter.KMSKeyId.CMKNotEnabled", "InvalidParameter.KMSKeyId.NotFound", "InvalidParameter.KMSKeyId.KMSUnauthorized"),
			left("the model keeps no resource groups", "InvalidResourceGroup.NotFound"), left(allowList, "UserNotInTheWhiteList"), left(fault, "InternalError"),
			left("an upgrade of an instance is not modelled", "InvalidStatus.Upgrading"),
			left("a call is answered before the next one with its token", "LastTokenProcessing"),
			left("no subscription instance is without a system disk", "InvalidInstance.NotFoundSystemDisk"),
			left(multi, "InvalidParameter.MultiAttachAndInstanceIdConflict"),
			left("provisioned performance is not modelled", "InvalidProvisionedIops.LimitExceed")),
		Effects: []model.Effect{
			{Name: "Disk", Do: makeDisk, SeenBy: "DescribeDisks.DiskId"},
			{Name: "DiskCategory", When: model.Given("DiskCategory"), Do: set(func(r *model.Request, d *ecs.Disk) {
				d.Category = r.Text("DiskCategory")
				d.PerformanceLevel = ecs.LevelOf(d.Category, r.Text("PerformanceLevel"))
			}), SeenBy: "DescribeDisks.Category"},
			{Name: "DiskName", When: model.Given("DiskName"), Do: set(func(r *model.Request, d *ecs.Disk) { d.DiskName = r.Text("DiskName") }),
				SeenBy: "DescribeDisks.DiskName"},
			{Name: "Description", When: model.Given("Description"), Do: set(func(r *model.Request, d *ecs.Disk) { d.Description = r.Text("Description") }),
				SeenBy: "DescribeDisks.Description"},
			{Name: "Encrypted", When: model.IsTrue("Encrypted"), Do: set(func(r *model.Request, d *ecs.Disk) {
				d.Encrypted, d.KMSKeyId = true, r.Text("KMSKeyId")
			}), SeenBy: "DescribeDisks.Encrypted"},
			{Name: "MultiAttach", When: model.Given("MultiAttach"), Do: set(func(r *model.Request, d *ecs.Disk) { d.MultiAttach = r.Text("MultiAttach") }),
				SeenBy: "DescribeDisks.MultiAttach"},
			{Name: "Tag", When: model.Tagged, Do: set(func(r *model.Request, d *ecs.Disk) { d.Tags = model.NewTags(r.Tags()...) }), SeenBy: "DescribeDisks.Tags"},
		},
	}
}

func set(change func(*model.Request, *ecs.Disk)) func(*model.Request) {
	return func(r *model.Request) { ecs.SetDisk(r, func(d *ecs.Disk) { change(r, d) }) }
}

func local(r *model.Request) bool {
	return slices.Contains(ecs.LocalCategories(), r.Text("DiskCategory"))
}

// categoryOf is the category that the call asks for. The default of the page of
// 2021 is cloud; newer ones do not name one, and a target may choose.
func categoryOf(r *model.Request) string {
	if r.Has("DiskCategory") {
		return r.Text("DiskCategory")
	}
	return ecs.CloudEfficiency
}

func sizeOutside(r *model.Request) bool {
	n, ok := r.Integer("Size")
	if !ok || r.Has("DiskCategory") && !slices.Contains(ecs.CloudCategories(), r.Text("DiskCategory")) {
		return false
	}
	least, most := ecs.Sizes(categoryOf(r), r.Text("PerformanceLevel"))
	return r.Below(n, least) || r.Beyond(n, most)
}

func quotaReached(r *model.Request) bool {
	return r.Place != nil && r.Exceeds(ecs.FreeDisks(r.Place)+1, r.Account(), ecs.QuotaFreeDisks)
}

func makeDisk(r *model.Request) {
	size, _ := r.Integer("Size")
	d := ecs.Disk{
		Type: ecs.DataDisk, Category: categoryOf(r), Size: size, Status: ecs.Creating, ZoneId: r.Text("ZoneId"),
		Portable: true, DeleteAutoSnapshot: true, Hidden: ecs.DiskHidden{Since: r.Now()},
	}
	if host := ecs.InstanceOf(r); host != nil {
		d.Status, d.InstanceId, d.ZoneId, d.DiskChargeType, d.Portable = ecs.Attaching, host.InstanceId, host.ZoneId, ecs.PrePaid, false
	}
	d = ecs.NewDisk(r.World, r.Place, d)
	r.Reload()
	r.SetThing(ecs.TheDisk, ecs.Disks(r.Place).Get(d.DiskId))
	r.Created = append(r.Created, d.DiskId)
}
