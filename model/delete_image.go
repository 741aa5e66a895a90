package model

// deleteImage: page of 2025-04-29; conditions of editions 2018 to 2025. No row
// of the present page refuses deleting an image that is being created.
func deleteImage() Operation {
	return Operation{
		Name:    "DeleteImage",
		Removes: KindImage,
		Removal: Removal{
			Params: Params{"Force": "true"},
			Before: []Sample{ // one that is shared cannot be deleted, Force or not
				{"ModifyImageSharePermission", Params{"ImageId": It, "IsPublic": "false"}},
				{"ModifyImageSharePermission", Params{"ImageId": It, "RemoveAccount": Accounts}},
			},
		},
		Weight:     Weight{Cards: 1, Why: "ends what other calls need", Order: 13},
		Params:     []Param{required("RegionId"), required("ImageId").names(theImage).own(), boolean("Force"), boolean("DryRun")},
		DryRunCode: DryRunOperation,
		Rules: []Rule{
			unknownRegion(),
			{Code: "InvalidImageId.NotFound", When: notOwnImage, Break: Break{Set: Params{"ImageId": "m-none"}}},
			{Code: "ImageIsPublic", Needs: theImage, When: isPublished},
			{Code: "ImageUseShared", Needs: theImage, When: isShared},
			{Code: "ImageUsingByInstance", Needs: theImage, When: both(ofOwn(ownInstancesOfImage), not(forced))},
		},
		Left: []Left{
			{Code: "OperationDenied.ImageCopying", Why: "CopyImage is not modelled, so no image is being copied"},
			{Code: "ImageIsImporting", Why: "ImportImage is not modelled, so no image is being imported"},
			{Code: "ImageIsExporting", Why: "ExportImage is not modelled, so no image is being exported"},
		},
		Effects: []Effect{
			{Name: "Image", Do: dropImage, SeenBy: "DescribeImages.ImageId"},
		},
	}
}

func forced(r *Request) bool { return r.isTrue("Force") }

// ownInstancesOfImage: the account has instances that were made from the image.
// The message points to DescribeInstances, which shows the caller's own only;
// an image that is still shared is refused anyway.
func ownInstancesOfImage(r *Request) bool { return r.place.uses(imageOf(r).ImageId) }

// dropImage removes the image. Its instances keep running, and keep its id.
func dropImage(r *Request) {
	drop[Image](r.w, r.place.account, r.region, KindImage, imageOf(r).ImageId)
	r.reload()
	r.setThing(theImage, nil)
}
