package image

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// modifyImageAttribute, page of 2026-05-18: 12 parameters, 19 rows.
func modifyImageAttribute() model.Operation {
	return model.Operation{
		Name:   "ModifyImageAttribute",
		Known:  model.StatedBy("ModifyImageAttribute page of 2026-05-18"),
		Trials: model.Trials{Shapes: model.Varied("Status=Deprecated", "ImageFamily=family-1", "ImageName=image-1")},
		Weight: model.Weight{Cards: 6, Why: "19 rows", Order: 3},
		Params: []model.Param{
			model.Required("RegionId"), model.Required("ImageId").Naming(ecs.TheImage).AsOwn(), model.Optional("ImageName"), model.Optional("Status"),
			model.Optional("ImageFamily"), model.Optional("BootMode"), model.Optional("LicenseType"), model.Optional("Description"),
			model.Optional("Features.NvmeSupport"), model.Optional("Features.ImdsSupport"), model.Boolean("DryRun"),
		},
		DryRunCode: model.DryRunOperation,
		Rules: model.Read([]model.Rule{
			{Code: "MissingParameter", Row: 2, When: model.Not(model.Given("RegionId")), Break: model.Break{Drop: []string{"RegionId"}}},
			ecs.ParameterMissing("ImageId"),
			{Code: "InvalidParameter", Clauses: []model.Clause{
				model.If("value-of-its-type", model.ValueOfWrongType, model.Break{Set: model.Params{"DryRun": "maybe"}}),
				model.ValueIn("Status", ecs.Deprecated, ecs.Available).Refused().Named("status"),
				model.ValueIn("Features.NvmeSupport", ecs.Supported, ecs.Unsupported).Named("nvme-support"),
			}, Template: model.InvalidParameterText, Says: wrongValueParam,
				Refuses: model.Assumed("the page lists the legal values of DryRun, Status and Features.NvmeSupport and no row for another one; " +
					"that it is ignored would make a misspelt request succeed"),
				Answers:  model.Assumed("the common code for an invalid parameter"),
				Sentence: "DryRun, Status or Features.NvmeSupport has a value that the page does not list.",
				Break:    model.Break{Set: model.Params{"Features.NvmeSupport": "maybe"}}},
			{Code: "InvalidImageName.Malformed", Row: 1, Clauses: ecs.ImageName.Clauses("ImageName"),
				Break: model.Break{Set: model.Params{"ImageName": "1st"}}},
			{Code: "InvalidDescription.Malformed", Row: 4, Clauses: model.DescriptionForm(256).Clauses("Description"),
				Break: model.Break{Set: model.Params{"Description": "http://example.com"}}},
			{Code: "InvalidImageFamily.Malformed", Row: 6, Clauses: ecs.ImageName.Clauses("ImageFamily"),
				Break: model.Break{Set: model.Params{"ImageFamily": "acs:family"}}},
			{Code: "InvalidBootMode.NotSupport", Row: 8, Clauses: []model.Clause{
				model.ValueIn("BootMode", ecs.BootBIOS, ecs.BootUEFI, ecs.BootUEFIPreferred).Named("mode"),
				model.If("mode-of-the-architecture", model.Both(model.Not(illegalBootMode), ecs.OfOwn(bootModeNotOfArchitecture))).
					Known(model.Inferred("the row for it stood in the copy of 2025-04 and is gone from the page of 2026-05; the mode may be accepted")),
			},
				Break: model.Break{Set: model.Params{"BootMode": "Legacy"}}},
			{Code: "InvalidLicenseType.NotSupported", Row: 9, When: model.ValueNotIn("LicenseType", "BYOL"),
				Break: model.Break{Set: model.Params{"LicenseType": "Auto"}}},
			{Code: "InvalidParameter.FeaturesImdsSupport", Row: 10, When: model.ValueNotIn("Features.ImdsSupport", ecs.ImdsV1, ecs.ImdsV2),
				Refuses: model.Documented("ModifyImageAttribute page of 2026-05-18, Features.ImdsSupport"),
				Answers: model.Inferred("the message says that the value is not supported; row 15 is the narrower one for the way from v2 to v1"),
				Break:   model.Break{Set: model.Params{"Features.ImdsSupport": "v3"}}},
			model.UnknownRegion(),
			{Code: "InvalidOperation.PublicImageUnsupported", Row: 17, Needs: ecs.TheImage, When: publishedByAnother},
			{Code: "InvalidImageId.NotFound", Row: 19, When: model.Both(ecs.NotOwnImage, model.Not(publishedByAnother)),
				Break: model.Break{Set: model.Params{"ImageId": "m-none"}}},
			{Code: "InvalidDescription.Malformed", Row: 18, Needs: ecs.TheImage, When: publishedTextRefused,
				Refuses: model.Inferred("the row came with the community images (row 17), and publishing an image checks its description " +
					"(ModifyImageSharePermission 2025-04: ImageDescription.ContainsSensitiveWords): a published one is checked when it changes"),
				Answers:  model.Inferred("row 4 has the same code for the form, so this one is left for the content"),
				Sentence: "The description of a published community image is refused for its content.",
				Break:    model.Break{Set: model.Params{"Description": RefusedText}, World: "images"}},
			{Code: "InvalidOperation.FeaturesImdsSupportNotMatch", Row: 15, Needs: ecs.TheImage, When: ecs.OfOwn(imdsBackwards)},
			{Code: "InvalidImageName.Duplicated", Row: 3, When: ecs.ImageNameTaken},
			{Code: "ImageUseShared", Row: 13, Needs: ecs.TheImage, When: model.Both(model.ValueIs("Status", ecs.Deprecated), ecs.IsShared)},
			{Code: "OperationDeined.ImageUsingByInstance", Row: 14, Needs: ecs.TheImage, When: model.Both(model.Given("BootMode"), ecs.OfOwn(imageHasInstances)),
				Doubt: model.Doubt{When: bootModeStays, Basis: model.Inferred("the row is about a change; the mode that the image has is none")}},
			{Code: "InvalidStatus.ImageIsCreating", Row: 16, Needs: ecs.TheImage, When: ecs.ImageIs(ecs.Creating)},
			{Code: "ImageStatus.NotAvailable", Row: 11, Needs: ecs.TheImage,
				When: model.Both(model.ValueIs("Status", ecs.Deprecated), ecs.ImageIs(ecs.Deprecated, ecs.UnAvailable, ecs.CreateFailed, ecs.Waiting))},
			{Code: "ImageStatus.NotDeprecated", Row: 12, Needs: ecs.TheImage, When: model.Both(model.ValueIs("Status", ecs.Available), ecs.OfOwn(model.Not(ecs.ImageIs(ecs.Deprecated))))},
			{Code: "ImageQuotaFull.ImageFamily", Limit: true, Row: 5, When: ecs.FamilyFull, Break: model.Break{World: "quota"}},
			{Code: "ImageFamilyQuotaFull", Limit: true, Row: 7, When: ecs.TooManyFamilies, Break: model.Break{World: "quota"},
				Doubt: model.Doubt{When: aloneInFamily, Basis: model.Inferred("the image is the only one of its family, and nobody says whether a family without images counts")}},
		}, imageReadings()),
		Effects: []model.Effect{
			{Name: "ImageName", When: model.Given("ImageName"), Do: setImageName, SeenBy: "DescribeImages.ImageName"},
			{Name: "Description", When: model.Given("Description"), Do: setImageDescription, SeenBy: "DescribeImages.Description"},
			{Name: "ImageFamily", When: model.Given("ImageFamily"), Do: setImageFamily, SeenBy: "DescribeImages.ImageFamily"},
			{Name: "Status-Deprecated", When: model.ValueIs("Status", ecs.Deprecated), Do: setImageStatus, SeenBy: "DescribeImages.Status"},
			{Name: "Status-Available", When: model.ValueIs("Status", ecs.Available), Do: setImageStatus, SeenBy: "DescribeImages.Status"},
			{Name: "BootMode", When: model.Given("BootMode"), Do: setImageBootMode, SeenBy: "DescribeImages.BootMode"},
			{Name: "LicenseType", When: model.Given("LicenseType"), Do: setImageLicense, SeenBy: model.NotSeen},
			{Name: "Features.NvmeSupport", When: model.Given("Features.NvmeSupport"), Do: setImageNvme, SeenBy: "DescribeImages.NvmeSupport"},
			{Name: "Features.ImdsSupport", When: model.Given("Features.ImdsSupport"), Do: setImageImds, SeenBy: "DescribeImages.ImdsSupport"},
		},
	}
}

// wrongValueParam names the parameter whose value the page does not list.
func wrongValueParam(r *model.Request) string {
	if name := model.WrongTypeBut(r); name != "" {
		return name
	}
	if model.ValueNotIn("Status", ecs.Deprecated, ecs.Available)(r) {
		return "Status"
	}
	return "Features.NvmeSupport"
}

// RefusedText is the text that the world "images" declares as refused by the
// content check. It is not published which texts a real region refuses.
const RefusedText = "a text that the content check refuses"

func illegalBootMode(r *model.Request) bool {
	return model.ValueNotIn("BootMode", ecs.BootBIOS, ecs.BootUEFI, ecs.BootUEFIPreferred)(r)
}

// bootModeNotOfArchitecture: arm64 images boot by UEFI only (ImportImage 2021).
func bootModeNotOfArchitecture(r *model.Request) bool {
	return r.Has("BootMode") && ecs.ImageOf(r).Architecture == ecs.ArchitectureArm && r.Text("BootMode") != ecs.BootUEFI
}

// bootModeStays: the image boots in this mode already.
func bootModeStays(r *model.Request) bool { return ecs.ImageOf(r).BootMode == r.Text("BootMode") }

// aloneInFamily: no other image is in the family of the image.
func aloneInFamily(r *model.Request) bool {
	return ecs.OwnsImage(r) && ecs.Families(r.Place)[ecs.ImageOf(r).ImageFamily] == 1
}

// publishedByAnother: the image is a community image of another account. A
// public image of the cloud itself is not one, so row 19 is left for it.
func publishedByAnother(r *model.Request) bool {
	if ecs.ImageOf(r) == nil || ecs.OwnsImage(r) || !ecs.ImageOf(r).IsPublic {
		return false
	}
	cloud := r.World.Place(model.SystemAccount, r.Region)
	return cloud == nil || ecs.Images(cloud).Get(ecs.ImageOf(r).ImageId) == nil
}

// publishedTextRefused: the description has the right form, the image is a
// community image of the account, and the content check refuses the text.
func publishedTextRefused(r *model.Request) bool {
	return r.Has("Description") && ecs.IsPublished(r) && !model.DescriptionBreaks(256)(r) &&
		!r.Allows(r.Text("Description"), model.TextPasses)
}

// imdsBackwards: the image is at v2 and v1 is asked for.
func imdsBackwards(r *model.Request) bool {
	return r.Text("Features.ImdsSupport") == ecs.ImdsV1 && ecs.ImageOf(r).ImdsSupport == ecs.ImdsV2
}

// imageHasInstances: an instance of any account was made from the image. The
// image may have been shared, and the row does not say whose instances count.
func imageHasInstances(r *model.Request) bool {
	for _, p := range r.World.Places {
		if p.Region == r.Region && ecs.Uses(p, ecs.ImageOf(r).ImageId) {
			return true
		}
	}
	return false
}

func setImageName(r *model.Request) {
	ecs.SetImage(r, func(i *ecs.Image) { i.ImageName = r.Text("ImageName") })
}
func setImageDescription(r *model.Request) {
	ecs.SetImage(r, func(i *ecs.Image) { i.Description = r.Text("Description") })
}
func setImageFamily(r *model.Request) {
	ecs.SetImage(r, func(i *ecs.Image) { i.ImageFamily = r.Text("ImageFamily") })
}
func setImageStatus(r *model.Request) {
	ecs.SetImage(r, func(i *ecs.Image) { i.Status = r.Text("Status") })
}
func setImageBootMode(r *model.Request) {
	ecs.SetImage(r, func(i *ecs.Image) { i.BootMode = r.Text("BootMode") })
}
func setImageLicense(r *model.Request) {
	ecs.SetImage(r, func(i *ecs.Image) { i.Hidden.LicenseType = r.Text("LicenseType") })
}
func setImageNvme(r *model.Request) {
	ecs.SetImage(r, func(i *ecs.Image) { i.NvmeSupport = r.Text("Features.NvmeSupport") })
}
func setImageImds(r *model.Request) {
	ecs.SetImage(r, func(i *ecs.Image) { i.ImdsSupport = r.Text("Features.ImdsSupport") })
}
