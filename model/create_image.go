package model

import (
	"strconv"
	"time"
)

// createImage: page of 2026-01-07 (parameters), conditions of editions 2018 to
// 2026. Of the three ways to name a source the model has instances only; there
// are no snapshots in a world, so every SnapshotId is unknown.
func createImage() Operation {
	page := func(what string) Basis { return Documented("CreateImage page copy 2026-01, " + what) }
	return Operation{
		Name:   "CreateImage",
		Makes:  KindImage,
		About:  "InstanceId",
		Trials: createImageTrials(),
		Weight: Weight{Cards: 2, Why: "one image serves many calls", Order: 12},
		Params: []Param{
			required("RegionId"), optional("InstanceId").names(theInstance), optional("SnapshotId"), list("DiskDeviceMapping"),
			optional("ImageName"), optional("Description"), optional("ImageFamily"), optional("Architecture"), optional("BootMode"),
			optional("Features.ImdsSupport"), list("Tag"), optional("ClientToken"), boolean("DryRun"),
		},
		DryRunCode: DryRunOperation,
		Rules: []Rule{
			parameterMissing("RegionId"),
			{Code: "MissingParameter", Row: 9, When: noImageSource, Refuses: page("row 9"), Answers: page("row 9"),
				Sentence: "SnapshotId, InstanceId and DiskDeviceMapping are all absent.",
				Break:    Break{Drop: []string{"InstanceId"}}},
			{Code: "InvalidImageName.Malformed", Row: 4, When: imageName.breaks("ImageName"),
				Refuses: page("ImageName"), Answers: Inferred("rows 1 and 4 say the same of the name; row 4 has the present wording"),
				Sentence: "ImageName breaks the naming rule of images.",
				Break:    Break{Set: Params{"ImageName": "1st"}}},
			{Code: "InvalidDescription.Malformed", When: descriptionBreaks(256), Refuses: page("Description"), Answers: page("row 3"),
				Sentence: "Description is not 2 to 256 characters, or begins with http:// or https://.",
				Break:    Break{Set: Params{"Description": "http://example.com"}}},
			{Code: "InvalidImageFamily.Malformed", When: imageName.breaks("ImageFamily"), Refuses: page("ImageFamily"), Answers: page("row 24"),
				Sentence: "ImageFamily breaks the naming rule of image families.",
				Break:    Break{Set: Params{"ImageFamily": "acs:family"}}},
			{Code: "InvalidArchitecture.Malformed", When: valueNotIn("Architecture", "i386", "x86_64", ArchitectureArm),
				Refuses: page("Architecture"), Answers: page("row 15"),
				Sentence: "Architecture is none of i386, x86_64 and arm64.",
				Break:    Break{Set: Params{"Architecture": "mips"}}},
			{Code: "InvalidParameter.FeaturesImdsSupport", When: valueNotIn("Features.ImdsSupport", ImdsV1, ImdsV2),
				Refuses: Inferred("ModifyImageAttribute has the same row and lists v1 and v2"), Answers: Inferred("as for ModifyImageAttribute, row 10"),
				Sentence: "Features.ImdsSupport is neither v1 nor v2.",
				Break:    Break{Set: Params{"Features.ImdsSupport": "v3"}}},
			{Code: "Duplicate.TagKey", When: tagKeyTwice, Refuses: page("row 20"), Answers: page("row 20"),
				Sentence: "Two tags have the same key.",
				Break:    Break{Set: Params{"Tag.1.Key": "team", "Tag.2.Key": "team"}}},
			{Code: "InvalidTagKey.Malformed", When: tagKeyMalformed, Refuses: page("Tag.N.Key"), Answers: page("row 21"),
				Sentence: "A tag key is empty, longer than 128 characters, begins with aliyun or acs:, or contains http:// or https://.",
				Break:    Break{Set: Params{"Tag.1.Key": "acs:team", "Tag.1.Value": "a"}}},
			{Code: "InvalidTagValue.Malformed", When: tagValueMalformed, Refuses: page("Tag.N.Value"), Answers: page("row 22"),
				Sentence: "A tag value is longer than 128 characters, begins with acs:, or contains http:// or https://.",
				Break:    Break{Set: Params{"Tag.1.Key": "team", "Tag.1.Value": "http://a"}}},
			{Code: "QuotaExceed.Tags", Limit: true, When: tooManyTags, Refuses: page("Tag.N: 1 to 20"), Says: tooManyTagsText,
				Answers: Inferred("the page lists no other row for the number of tags"), Sentence: "More than 20 tags are given.",
				Break: Break{Set: manyTags()}},
			unknownRegion(),
			{Code: "InvalidInstanceId.NotFound", Row: 65, When: instanceUnknown},
			{Code: "InvalidSnapshotId.NotFound", When: snapshotUnknown,
				Break: Break{Set: Params{"SnapshotId": "s-none"}, Drop: []string{"InstanceId"}}},
			{Code: "OperationDenied", Row: 12, When: mappingWithoutSnapshot,
				Refuses: page("method 3: one system disk snapshot is needed"), Answers: page("row 12"),
				Sentence: "DiskDeviceMapping is the source and names no snapshot at all, so none of a system disk.",
				Break:    Break{Set: Params{"DiskDeviceMapping.1.Size": "20"}, Drop: []string{"InstanceId"}}},
			{Code: "InstanceLockedForSecurity", Needs: theInstance, When: lockedForSecurity, Break: breakOf("$locked")},
			{Code: "InvalidBootMode.NotSupport", Needs: theInstance, When: either(illegalBootMode, bootModeNotOfInstance),
				Refuses: page("row 30: arm64 images boot by UEFI only"), Answers: page("row 30"),
				Sentence: "BootMode is not BIOS, UEFI or UEFI-Preferred, or is not possible for the architecture of the instance's image."},
			{Code: "InvalidImageName.Duplicated", Row: 32, When: imageNameTaken,
				Answers: Inferred("rows 2 and 32 say the same; row 32 has the wording of ModifyImageAttribute")},
			{Code: "IncorrectInstanceStatus", Needs: theInstance, When: not(instanceIs(Running, Stopped))},
			{Code: "QuotaExceed.Image", Limit: true, When: imageQuotaReached, Break: Break{World: "quota"}},
			{Code: "ImageQuotaExceed.ImageFamily", Limit: true, When: familyFull, Break: Break{World: "quota"}},
			{Code: "ImageFamilyQuotaExceed", Limit: true, When: tooManyFamilies, Break: Break{World: "quota"}},
			{Code: "IdempotenceParamNotMatch", TokenMismatch: true, When: decidedByReplay,
				Refuses:  Documented("How to ensure idempotence, 2021"),
				Answers:  Inferred("rows 28 and 41 (403 InvalidParamter.Conflict) say the same; row 28 has the word that the guide uses"),
				Sentence: "The ClientToken was used before, with other parameters."},
		},
		Left: createImageLeft(),
		Effects: []Effect{
			{Name: "Image", Do: makeImage, SeenBy: "DescribeImages.ImageId",
				Basis: Inferred("the page says that the image is made of the instance: what it boots and how is that of the instance's own image")},
			{Name: "ImageName", When: given("ImageName"), Do: setImageName, SeenBy: "DescribeImages.ImageName"},
			{Name: "Description", When: given("Description"), Do: setImageDescription, SeenBy: "DescribeImages.Description"},
			{Name: "ImageFamily", When: given("ImageFamily"), Do: setImageFamily, SeenBy: "DescribeImages.ImageFamily"},
			{Name: "BootMode", When: given("BootMode"), Do: setImageBootMode, SeenBy: "DescribeImages.BootMode"},
			{Name: "Features.ImdsSupport", When: given("Features.ImdsSupport"), Do: setImageImds, SeenBy: "DescribeImages.ImdsSupport"},
			{Name: "Tag", When: tagged, Do: setImageTags, SeenBy: "DescribeImages.Tags"},
		},
	}
}

func createImageLeft() []Left {
	disks := "the model keeps no disks"
	snapshots := "the model keeps no snapshots: every SnapshotId is unknown"
	return []Left{
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
func fromMapping(r *Request) bool { return !r.has("InstanceId") && len(mappings(r)) > 0 }

// mappings lists DiskDeviceMapping.1, DiskDeviceMapping.2 …, up to the first
// of which the call gives no field.
func mappings(r *Request) []string {
	var found []string
	for n := 1; ; n++ {
		at := "DiskDeviceMapping." + strconv.Itoa(n)
		if !anyGiven(at+".SnapshotId", at+".Size", at+".Device", at+".DiskType")(r) {
			return found
		}
		found = append(found, at)
	}
}

// noImageSource: none of the three ways to say what the image is made of.
func noImageSource(r *Request) bool {
	return !r.has("InstanceId") && !r.has("SnapshotId") && !fromMapping(r)
}

// snapshotUnknown: the call makes the image of snapshots and names one. No
// world has any.
func snapshotUnknown(r *Request) bool {
	if r.place == nil || r.has("InstanceId") {
		return false
	}
	if fromMapping(r) {
		return !mappingWithoutSnapshot(r)
	}
	return r.has("SnapshotId")
}

func mappingWithoutSnapshot(r *Request) bool {
	if !fromMapping(r) {
		return false
	}
	for _, field := range mappings(r) {
		if r.has(field + ".SnapshotId") {
			return false
		}
	}
	return true
}

// bootModeNotOfInstance: the instance is of the arm64 architecture, whose
// images boot by UEFI only.
func bootModeNotOfInstance(r *Request) bool {
	return r.has("BootMode") && r.sourceImage().Architecture == ArchitectureArm && r.str("BootMode") != BootUEFI
}

// imageQuotaReached: the account has as many custom images in the region as its
// quota allows.
func imageQuotaReached(r *Request) bool {
	return r.place != nil && r.exceeds(images(r.place).len()+1, r.account(), QuotaImages)
}

// sourceImage is the image of the call's instance. Where it was deleted (with
// Force) the instance and its type say what they can, and the rest is what the
// oldest images have (assumed).
func (r *Request) sourceImage() Image {
	for _, p := range r.w.places {
		if p.region == r.region {
			if image := images(p).get(instanceOf(r).ImageId); image != nil {
				return *image
			}
		}
	}
	image := Image{
		OSType: instanceOf(r).OSType, Architecture: "x86_64", BootMode: BootBIOS,
		NvmeSupport: Unsupported, ImdsSupport: ImdsV1,
	}
	if typeOf(r) != nil && typeOf(r).CpuArchitecture == "ARM" {
		image.Architecture, image.BootMode = ArchitectureArm, BootUEFI
	}
	return image
}

// makeImage begins the image: it is Creating until the cloud is done with it.
func makeImage(r *Request) {
	source := r.sourceImage()
	image := Image{
		ImageId: r.w.NewID(KindImage), ImageOwnerAlias: OwnerSelf, Status: Creating,
		OSType: source.OSType, Platform: source.Platform, OSName: source.OSName, Architecture: source.Architecture,
		BootMode: source.BootMode, NvmeSupport: source.NvmeSupport, ImdsSupport: source.ImdsSupport,
		IsSupportCloudinit: source.IsSupportCloudinit, Size: source.Size,
		CreationTime: r.w.Now().Truncate(time.Second), InstanceId: instanceOf(r).InstanceId,
		Hidden: ImageHidden{Since: r.w.Now(), Task: "create"},
	}
	put(r.w, r.place.account, r.region, image)
	r.reload()
	r.setThing(theImage, images(r.place).get(image.ImageId))
	r.created = append(r.created, image.ImageId)
}

func setImageTags(r *Request) { r.setImage(func(i *Image) { i.Tags = NewTags(r.tags()...) }) }

// createImageTrials: of some images the world images lets one text not be seen.
func createImageTrials() Trials {
	return Trials{
		Shapes: append(varied("", "ImageFamily=family-1", "ImageName=image-1"),
			Variation{Set: Params{"Description": "a text that the content check refuses"}, World: "images"},
			Variation{Set: Params{"ImageName": "refused-name"}, World: "images"}),
		Combinations: varied(tokenAgain()),
	}
}
