package image

import (
	"strconv"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// createImage: page of 2026-01-07 (parameters), conditions of editions 2018 to
// 2026. Of the three kinds of sources the model has only instances; there are
// no snapshots in a world, so every SnapshotId is unknown.
func createImage() model.Operation {
	page := func(what string) model.Basis { return model.Documented("CreateImage page copy 2026-01, " + what) }
	return model.Operation{
		Name:   "CreateImage",
		Known:  model.StatedBy("CreateImage page (2026-01-07)"),
		Makes:  ecs.KindImage,
		About:  "InstanceId",
		Trials: createImageTrials(),
		Weight: model.Weight{Cards: 2, Why: "one image serves many calls", Order: 12},
		Params: []model.Param{
			model.Required("RegionId"), model.Optional("InstanceId").Naming(ecs.TheInstance), model.Optional("SnapshotId"), model.ListOf("DiskDeviceMapping"),
			model.Optional("ImageName"), model.Optional("Description"), model.Optional("ImageFamily"), model.Optional("Architecture"), model.Optional("BootMode"),
			model.Optional("Features.ImdsSupport"), model.ListOf("Tag"), model.Optional("ClientToken"), model.Boolean("DryRun"),
		},
		DryRunCode: model.DryRunOperation,
		Rules: []model.Rule{
			ecs.ParameterMissing("RegionId"),
			{Code: "MissingParameter", Row: 9, When: noImageSource, Refuses: page("row 9"), Answers: page("row 9"),
				Sentence: "SnapshotId, InstanceId and DiskDeviceMapping are all absent.",
				Break:    model.Break{Drop: []string{"InstanceId"}}},
			{Code: "InvalidImageName.Malformed", Row: 4, Clauses: ecs.ImageName.Clauses("ImageName"),
				Refuses: page("ImageName"), Answers: model.Inferred("rows 1 and 4 say the same of the name; row 4 has the present wording"),
				Sentence: "ImageName breaks the naming rule of images.",
				Break:    model.Break{Set: model.Params{"ImageName": "1st"}}},
			{Code: "InvalidDescription.Malformed", Clauses: model.DescriptionForm(256).Clauses("Description"), Refuses: page("Description"), Answers: page("row 3"),
				Sentence: "Description is not 2 to 256 characters, or begins with http:// or https://.",
				Break:    model.Break{Set: model.Params{"Description": "http://example.com"}}},
			{Code: "InvalidImageFamily.Malformed", Clauses: ecs.ImageName.Clauses("ImageFamily"), Refuses: page("ImageFamily"), Answers: page("row 24"),
				Sentence: "ImageFamily breaks the naming rule of image families.",
				Break:    model.Break{Set: model.Params{"ImageFamily": "acs:family"}}},
			{Code: "InvalidArchitecture.Malformed", When: model.ValueNotIn("Architecture", "i386", "x86_64", ecs.ArchitectureArm),
				Refuses: page("Architecture"), Answers: page("row 15"),
				Sentence: "Architecture is none of i386, x86_64 and arm64.",
				Break:    model.Break{Set: model.Params{"Architecture": "mips"}}},
			{Code: "InvalidParameter.FeaturesImdsSupport", When: model.ValueNotIn("Features.ImdsSupport", ecs.ImdsV1, ecs.ImdsV2),
				Refuses: model.Inferred("ModifyImageAttribute has the same row and lists v1 and v2"), Answers: model.Inferred("as for ModifyImageAttribute, row 10"),
				Sentence: "Features.ImdsSupport is neither v1 nor v2.",
				Break:    model.Break{Set: model.Params{"Features.ImdsSupport": "v3"}}},
			{Code: "Duplicate.TagKey", When: model.TagKeyTwice, Refuses: page("row 20"), Answers: page("row 20"),
				Sentence: "Two tags have the same key.",
				Break:    model.Break{Set: model.Params{"Tag.1.Key": "team", "Tag.2.Key": "team"}}},
			{Code: "InvalidTagKey.Malformed", When: model.TagKeyMalformed, Refuses: page("Tag.N.Key"), Answers: page("row 21"),
				Sentence: "A tag key is empty, longer than 128 characters, begins with aliyun or acs:, or contains http:// or https://.",
				Break:    model.Break{Set: model.Params{"Tag.1.Key": "acs:team", "Tag.1.Value": "a"}}},
			{Code: "InvalidTagValue.Malformed", When: model.TagValueMalformed, Readings: model.ValueNeeded(), Refuses: page("Tag.N.Value"), Answers: page("row 22"),
				Sentence: "A tag value is longer than 128 characters, begins with acs:, or contains http:// or https://.",
				Break:    model.Break{Set: model.Params{"Tag.1.Key": "team", "Tag.1.Value": "http://a"}}},
			{Code: "QuotaExceed.Tags", Limit: true, When: model.TooManyTags, Refuses: page("Tag.N: 1 to 20"), Says: model.TooManyTagsText,
				Answers: model.Inferred("the page lists no other row for the number of tags"), Sentence: "More than 20 tags are given.",
				Break: model.Break{Set: model.ManyTags()}},
			model.UnknownRegion(),
			{Code: "InvalidInstanceId.NotFound", Row: 65, When: ecs.InstanceUnknown},
			{Code: "InvalidSnapshotId.NotFound", When: snapshotUnknown,
				Break: model.Break{Set: model.Params{"SnapshotId": "s-none"}, Drop: []string{"InstanceId"}}},
			{Code: "OperationDenied", Row: 12, When: mappingWithoutSnapshot,
				Refuses: page("method 3: one system disk snapshot is needed"), Answers: page("row 12"),
				Sentence: "DiskDeviceMapping is the source and names no snapshot at all, so none of a system disk.",
				Break:    model.Break{Set: model.Params{"DiskDeviceMapping.1.Size": "20"}, Drop: []string{"InstanceId"}}},
			{Code: "InstanceLockedForSecurity", Needs: ecs.TheInstance, When: ecs.LockedForSecurity, Break: ecs.BreakOf("$locked")},
			{Code: "InvalidBootMode.NotSupport", Needs: ecs.TheInstance, When: model.Either(illegalBootMode, bootModeNotOfInstance),
				Refuses: page("row 30: arm64 images boot by UEFI only"), Answers: page("row 30"),
				Sentence: "BootMode is not BIOS, UEFI or UEFI-Preferred, or is not possible for the architecture of the instance's image."},
			{Code: "InvalidImageName.Duplicated", Row: 32, When: ecs.ImageNameTaken,
				Answers: model.Inferred("rows 2 and 32 say the same; row 32 has the wording of ModifyImageAttribute")},
			{Code: "IncorrectInstanceStatus", Needs: ecs.TheInstance, When: model.Not(ecs.InstanceIs(ecs.Running, ecs.Stopped))},
			{Code: "QuotaExceed.Image", Limit: true, When: imageQuotaReached, Break: model.Break{World: "quota"}},
			{Code: "ImageQuotaExceed.ImageFamily", Limit: true, When: ecs.FamilyFull, Break: model.Break{World: "quota"}},
			{Code: "ImageFamilyQuotaExceed", Limit: true, When: ecs.TooManyFamilies, Break: model.Break{World: "quota"}},
			{Code: "IdempotenceParamNotMatch", TokenMismatch: true, When: model.DecidedByReplay,
				Refuses:  model.Documented("How to ensure idempotence, 2021"),
				Answers:  model.Inferred("rows 28 and 41 (403 InvalidParamter.Conflict) say the same; row 28 has the word that the guide uses"),
				Sentence: "The ClientToken was used before, with other parameters."},
		},
		Left: createImageLeft(),
		Effects: []model.Effect{
			{Name: "Image", Do: makeImage, SeenBy: "DescribeImages.ImageId",
				Basis: model.Inferred("the page says that the image is made of the instance: what it boots and how is that of the instance's own image")},
			{Name: "ImageName", When: model.Given("ImageName"), Do: setImageName, SeenBy: "DescribeImages.ImageName"},
			{Name: "Description", When: model.Given("Description"), Do: setImageDescription, SeenBy: "DescribeImages.Description"},
			{Name: "ImageFamily", When: model.Given("ImageFamily"), Do: setImageFamily, SeenBy: "DescribeImages.ImageFamily"},
			{Name: "BootMode", When: model.Given("BootMode"), Do: setImageBootMode, SeenBy: "DescribeImages.BootMode"},
			{Name: "Features.ImdsSupport", When: model.Given("Features.ImdsSupport"), Do: setImageImds, SeenBy: "DescribeImages.ImdsSupport"},
			{Name: "Tag", When: model.Tagged, Do: setImageTags, SeenBy: "DescribeImages.Tags"},
		},
	}
}

func createImageLeft() []model.Left {
	disks := "the model keeps no disks"
	snapshots := "the model keeps no snapshots: every SnapshotId is unknown"
	return []model.Left{
		{Code: "IncorrectInstanceStatus.NeedRestart", Why: disks},
		{Code: "IncorrectDiskStatus", Why: disks},
		{Code: "IncorrectDiskStatus.CreatingSnapshot", Why: disks},
		{Code: "IncorrectDiskStatus.Invalid", Why: disks},
		{Code: "IncorrectDiskStatus.Transferring", Why: disks},
		{Code: "IncorrectDiskStatus.NeverAttached", Why: disks},
		{Code: "InvalidSnapshotId.NotReady", Why: snapshots},
		{Code: "SnapshotNotReady", Why: snapshots},
		{Code: "InvalidSnapshot.TooOld", Why: snapshots},
		{Code: "InvalidParamter.Conflict", Why: "says the same as IdempotenceParamNotMatch"},
	}
}

// fromMapping says that DiskDeviceMapping is the source: it counts only where
// InstanceId is absent (page: InstanceId before DiskDeviceMapping before
// SnapshotId).
func fromMapping(r *model.Request) bool { return !r.Has("InstanceId") && len(mappings(r)) > 0 }

// mappings lists DiskDeviceMapping.1, DiskDeviceMapping.2 …, up to the first
// one without any field in the call.
func mappings(r *model.Request) []string {
	var found []string
	for n := 1; ; n++ {
		at := "DiskDeviceMapping." + strconv.Itoa(n)
		if !model.AnyGiven(at+".SnapshotId", at+".Size", at+".Device", at+".DiskType")(r) {
			return found
		}
		found = append(found, at)
	}
}

// noImageSource: the call names none of the three kinds of sources.
func noImageSource(r *model.Request) bool {
	return !r.Has("InstanceId") && !r.Has("SnapshotId") && !fromMapping(r)
}

// snapshotUnknown: the call makes the image of snapshots and names one. No
// world has any.
func snapshotUnknown(r *model.Request) bool {
	if r.Place == nil || r.Has("InstanceId") {
		return false
	}
	if fromMapping(r) {
		return !mappingWithoutSnapshot(r)
	}
	return r.Has("SnapshotId")
}

func mappingWithoutSnapshot(r *model.Request) bool {
	if !fromMapping(r) {
		return false
	}
	for _, field := range mappings(r) {
		if r.Has(field + ".SnapshotId") {
			return false
		}
	}
	return true
}

// bootModeNotOfInstance: the instance is of the arm64 architecture, whose
// images boot by UEFI only.
func bootModeNotOfInstance(r *model.Request) bool {
	return r.Has("BootMode") && sourceImage(r).Architecture == ecs.ArchitectureArm && r.Text("BootMode") != ecs.BootUEFI
}

// imageQuotaReached: the account has as many custom images in the region as its
// quota allows.
func imageQuotaReached(r *model.Request) bool {
	return r.Place != nil && r.Exceeds(ecs.Images(r.Place).Count()+1, r.Account(), ecs.QuotaImages)
}

// sourceImage returns the image of the call's instance. If it was deleted (with
// Force), the instance and its type give what they can, and the rest is that of
// the oldest images (assumed).
func sourceImage(r *model.Request) ecs.Image {
	for _, p := range r.World.Places {
		if p.Region == r.Region {
			if image := ecs.Images(p).Get(ecs.InstanceOf(r).ImageId); image != nil {
				return *image
			}
		}
	}
	image := ecs.Image{
		OSType: ecs.InstanceOf(r).OSType, Architecture: "x86_64", BootMode: ecs.BootBIOS,
		NvmeSupport: ecs.Unsupported, ImdsSupport: ecs.ImdsV1,
	}
	if ecs.TypeOf(r) != nil && ecs.TypeOf(r).CpuArchitecture == "ARM" {
		image.Architecture, image.BootMode = ecs.ArchitectureArm, ecs.BootUEFI
	}
	return image
}

// makeImage makes the image, which is Creating until its transition.
func makeImage(r *model.Request) {
	source := sourceImage(r)
	image := ecs.Image{
		ImageId: r.World.NewID(ecs.KindImage), ImageOwnerAlias: ecs.OwnerSelf, Status: ecs.Creating,
		OSType: source.OSType, Platform: source.Platform, OSName: source.OSName, Architecture: source.Architecture,
		BootMode: source.BootMode, NvmeSupport: source.NvmeSupport, ImdsSupport: source.ImdsSupport,
		IsSupportCloudinit: source.IsSupportCloudinit, Size: source.Size,
		CreationTime: r.Now().Truncate(time.Second), InstanceId: ecs.InstanceOf(r).InstanceId,
		Hidden: ecs.ImageHidden{Since: r.Now(), Task: "create"},
	}
	model.Put(r.World, r.Place.Account, r.Region, image)
	r.Reload()
	r.SetThing(ecs.TheImage, ecs.Images(r.Place).Get(image.ImageId))
	r.Created = append(r.Created, image.ImageId)
}

func setImageTags(r *model.Request) {
	ecs.SetImage(r, func(i *ecs.Image) { i.Tags = model.NewTags(r.Tags()...) })
}

// createImageTrials: of some images the world images lets one text not be seen.
func createImageTrials() model.Trials {
	return model.Trials{
		Shapes: append(model.Varied("", "ImageFamily=family-1", "ImageName=image-1"),
			model.Variation{Set: model.Params{"Description": "a text that the content check refuses"}, World: "images"},
			model.Variation{Set: model.Params{"ImageName": "refused-name"}, World: "images"}),
		Combinations: model.Varied(model.TokenAgain()),
	}
}
