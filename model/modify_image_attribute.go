package model

// modifyImageAttribute, page of 2026-05-18: 12 parameters, 19 rows.
func modifyImageAttribute() Operation {
	return Operation{
		Name:   "ModifyImageAttribute",
		Trials: Trials{Shapes: varied("Status=Deprecated", "ImageFamily=family-1", "ImageName=image-1")},
		Weight: Weight{Cards: 6, Why: "19 rows", Order: 3},
		Params: []Param{
			required("RegionId"), required("ImageId").names(theImage).own(), optional("ImageName"), optional("Status"),
			optional("ImageFamily"), optional("BootMode"), optional("LicenseType"), optional("Description"),
			optional("Features.NvmeSupport"), optional("Features.ImdsSupport"), boolean("DryRun"),
		},
		DryRunCode: DryRunOperation,
		Rules: []Rule{
			{Code: "MissingParameter", Row: 2, When: not(given("RegionId")), Break: Break{Drop: []string{"RegionId"}}},
			parameterMissing("ImageId"),
			{Code: "InvalidParameter", When: either(valueOfWrongType, illegalStatus, illegalNvmeSupport), Template: invalidParameterText,
				Refuses: Assumed("the page lists the legal values of DryRun, Status and Features.NvmeSupport and no row for another one; " +
					"that it is ignored would make a misspelt request succeed"),
				Answers:  Assumed("the common code for an invalid parameter"),
				Sentence: "DryRun, Status or Features.NvmeSupport has a value that the page does not list.",
				Break:    Break{Set: Params{"Features.NvmeSupport": "maybe"}}},
			{Code: "InvalidImageName.Malformed", Row: 1, When: imageName.breaks("ImageName"),
				Break: Break{Set: Params{"ImageName": "1st"}}},
			{Code: "InvalidDescription.Malformed", Row: 4, When: descriptionBreaks(256),
				Break: Break{Set: Params{"Description": "http://example.com"}}},
			{Code: "InvalidImageFamily.Malformed", Row: 6, When: imageName.breaks("ImageFamily"),
				Break: Break{Set: Params{"ImageFamily": "acs:family"}}},
			{Code: "InvalidBootMode.NotSupport", Row: 8, When: either(illegalBootMode, ofOwn(bootModeNotOfArchitecture)),
				Break: Break{Set: Params{"BootMode": "Legacy"}}},
			{Code: "InvalidLicenseType.NotSupported", Row: 9, When: valueNotIn("LicenseType", "BYOL"),
				Break: Break{Set: Params{"LicenseType": "Auto"}}},
			{Code: "InvalidParameter.FeaturesImdsSupport", Row: 10, When: valueNotIn("Features.ImdsSupport", ImdsV1, ImdsV2),
				Refuses: Documented("ModifyImageAttribute page of 2026-05-18, Features.ImdsSupport"),
				Answers: Inferred("the message says that the value is not supported; row 15 is the narrower one for the way from v2 to v1"),
				Break:   Break{Set: Params{"Features.ImdsSupport": "v3"}}},
			unknownRegion(),
			{Code: "InvalidOperation.PublicImageUnsupported", Row: 17, Needs: theImage, When: publishedByAnother},
			{Code: "InvalidImageId.NotFound", Row: 19, When: both(notOwnImage, not(publishedByAnother)),
				Break: Break{Set: Params{"ImageId": "m-none"}}},
			{Code: "InvalidDescription.Malformed", Row: 18, Needs: theImage, When: publishedTextRefused,
				Refuses: Inferred("the row came with the community images (row 17), and publishing an image checks its description " +
					"(ModifyImageSharePermission 2025-04: ImageDescription.ContainsSensitiveWords): a published one is checked when it changes"),
				Answers:  Inferred("row 4 has the same code for the form, so this one is left for the content"),
				Sentence: "The description of a published community image is refused for its content.",
				Break:    Break{Set: Params{"Description": refusedText}, World: "images"}},
			{Code: "InvalidOperation.FeaturesImdsSupportNotMatch", Row: 15, Needs: theImage, When: ofOwn(imdsBackwards)},
			{Code: "InvalidImageName.Duplicated", Row: 3, When: imageNameTaken},
			{Code: "ImageUseShared", Row: 13, Needs: theImage, When: both(valueIs("Status", Deprecated), isShared)},
			{Code: "OperationDeined.ImageUsingByInstance", Row: 14, Needs: theImage, When: both(given("BootMode"), ofOwn(imageHasInstances)),
				Doubt: Doubt{When: bootModeStays, Basis: Inferred("the row is about a change; the mode that the image has is none")}},
			{Code: "InvalidStatus.ImageIsCreating", Row: 16, Needs: theImage, When: imageIs(Creating)},
			{Code: "ImageStatus.NotAvailable", Row: 11, Needs: theImage,
				When: both(valueIs("Status", Deprecated), imageIs(Deprecated, UnAvailable, CreateFailed, Waiting))},
			{Code: "ImageStatus.NotDeprecated", Row: 12, Needs: theImage, When: both(valueIs("Status", Available), ofOwn(not(imageIs(Deprecated))))},
			{Code: "ImageQuotaFull.ImageFamily", Limit: true, Row: 5, When: familyFull, Break: Break{World: "quota"}},
			{Code: "ImageFamilyQuotaFull", Limit: true, Row: 7, When: tooManyFamilies, Break: Break{World: "quota"},
				Doubt: Doubt{When: aloneInFamily, Basis: Inferred("the image is the only one of its family, and nobody says whether a family without images counts")}},
		},
		Effects: []Effect{
			{Name: "ImageName", When: given("ImageName"), Do: setImageName, SeenBy: "DescribeImages.ImageName"},
			{Name: "Description", When: given("Description"), Do: setImageDescription, SeenBy: "DescribeImages.Description"},
			{Name: "ImageFamily", When: given("ImageFamily"), Do: setImageFamily, SeenBy: "DescribeImages.ImageFamily"},
			{Name: "Status-Deprecated", When: valueIs("Status", Deprecated), Do: setImageStatus, SeenBy: "DescribeImages.Status"},
			{Name: "Status-Available", When: valueIs("Status", Available), Do: setImageStatus, SeenBy: "DescribeImages.Status"},
			{Name: "BootMode", When: given("BootMode"), Do: setImageBootMode, SeenBy: "DescribeImages.BootMode"},
			{Name: "LicenseType", When: given("LicenseType"), Do: setImageLicense, SeenBy: NotSeen},
			{Name: "Features.NvmeSupport", When: given("Features.NvmeSupport"), Do: setImageNvme, SeenBy: "DescribeImages.NvmeSupport"},
			{Name: "Features.ImdsSupport", When: given("Features.ImdsSupport"), Do: setImageImds, SeenBy: "DescribeImages.ImdsSupport"},
		},
	}
}

// refusedText is the text that the world "images" declares as refused by the
// content check. Which texts a real region refuses nobody publishes.
const refusedText = "a text that the content check refuses"

func illegalStatus(r *Request) bool { return valueNotIn("Status", Deprecated, Available)(r) }

func illegalNvmeSupport(r *Request) bool {
	return valueNotIn("Features.NvmeSupport", Supported, Unsupported)(r)
}

func illegalBootMode(r *Request) bool {
	return valueNotIn("BootMode", BootBIOS, BootUEFI, BootUEFIPreferred)(r)
}

// bootModeNotOfArchitecture: arm64 images boot by UEFI only (ImportImage 2021).
func bootModeNotOfArchitecture(r *Request) bool {
	return r.has("BootMode") && imageOf(r).Architecture == ArchitectureArm && r.str("BootMode") != BootUEFI
}

// bootModeStays: the image boots in this mode already.
func bootModeStays(r *Request) bool { return imageOf(r).BootMode == r.str("BootMode") }

// aloneInFamily: no other image is in the family of the image.
func aloneInFamily(r *Request) bool {
	return r.ownsImage() && r.place.families()[imageOf(r).ImageFamily] == 1
}

// publishedByAnother: the image is a community image of another account. A
// public image of the cloud itself is none: nobody published it as a community
// image, so row 19 is left for it.
func publishedByAnother(r *Request) bool {
	if imageOf(r) == nil || r.ownsImage() || !imageOf(r).IsPublic {
		return false
	}
	cloud := r.w.place(SystemAccount, r.region)
	return cloud == nil || images(cloud).get(imageOf(r).ImageId) == nil
}

// publishedTextRefused: the description has the right form, the image is a
// community image of the account, and the content check refuses the text.
func publishedTextRefused(r *Request) bool {
	return r.has("Description") && isPublished(r) && !descriptionBreaks(256)(r) &&
		!r.allows(r.str("Description"), TextPasses)
}

// imdsBackwards: the image is at v2 and v1 is asked for.
func imdsBackwards(r *Request) bool {
	return r.str("Features.ImdsSupport") == ImdsV1 && imageOf(r).ImdsSupport == ImdsV2
}

// imageHasInstances: an instance of any account was made from the image. An
// image may have been shared, and the row says nothing of whose instances count.
func imageHasInstances(r *Request) bool {
	for _, p := range r.w.places {
		if p.region == r.region && p.uses(imageOf(r).ImageId) {
			return true
		}
	}
	return false
}

func setImageName(r *Request) { r.setImage(func(i *Image) { i.ImageName = r.str("ImageName") }) }
func setImageDescription(r *Request) {
	r.setImage(func(i *Image) { i.Description = r.str("Description") })
}
func setImageFamily(r *Request)   { r.setImage(func(i *Image) { i.ImageFamily = r.str("ImageFamily") }) }
func setImageStatus(r *Request)   { r.setImage(func(i *Image) { i.Status = r.str("Status") }) }
func setImageBootMode(r *Request) { r.setImage(func(i *Image) { i.BootMode = r.str("BootMode") }) }
func setImageLicense(r *Request) {
	r.setImage(func(i *Image) { i.Hidden.LicenseType = r.str("LicenseType") })
}
func setImageNvme(r *Request) {
	r.setImage(func(i *Image) { i.NvmeSupport = r.str("Features.NvmeSupport") })
}
func setImageImds(r *Request) {
	r.setImage(func(i *Image) { i.ImdsSupport = r.str("Features.ImdsSupport") })
}
