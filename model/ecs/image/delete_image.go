package image

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// deleteImage: page of 2025-04-29; conditions of editions 2018 to 2025. No row
// of the present page refuses deleting an image that is being created.
func deleteImage() model.Operation {
	return model.Operation{
		Name:    "DeleteImage",
		Known:   model.StatedBy("DeleteImage page (2025-04-29)"),
		Removes: ecs.KindImage,
		Removal: model.Removal{
			Params: model.Params{"Force": "true"},
			Before: []model.Sample{ // one that is shared cannot be deleted, Force or not
				{Op: "ModifyImageSharePermission", Params: model.Params{"ImageId": model.It, "IsPublic": "false"}},
				{Op: "ModifyImageSharePermission", Params: model.Params{"ImageId": model.It, "RemoveAccount": model.Accounts}},
			},
		},
		Weight:     model.Weight{Cards: 1, Why: "ends what other calls need", Order: 13},
		Params:     []model.Param{model.Required("RegionId"), model.Required("ImageId").Naming(ecs.TheImage).AsOwn(), model.Boolean("Force"), model.Boolean("DryRun")},
		DryRunCode: model.DryRunOperation,
		Rules: []model.Rule{
			model.UnknownRegion(),
			{Code: "InvalidImageId.NotFound", When: ecs.NotOwnImage, Break: model.Break{Set: model.Params{"ImageId": "m-none"}}},
			{Code: "ImageIsPublic", Needs: ecs.TheImage, When: ecs.IsPublished},
			{Code: "ImageUseShared", Needs: ecs.TheImage, When: ecs.IsShared},
			{Code: "ImageUsingByInstance", Needs: ecs.TheImage, When: model.Both(ecs.OfOwn(ownInstancesOfImage), model.Not(forced))},
		},
		Left: []model.Left{
			{Code: "OperationDenied.ImageCopying", Why: "CopyImage is not modelled, so no image is being copied"},
			{Code: "ImageIsImporting", Why: "ImportImage is not modelled, so no image is being imported"},
			{Code: "ImageIsExporting", Why: "ExportImage is not modelled, so no image is being exported"},
		},
		Effects: []model.Effect{
			{Name: "Image", Do: dropImage, SeenBy: "DescribeImages.ImageId"},
		},
	}
}

func forced(r *model.Request) bool { return r.IsTrue("Force") }

// ownInstancesOfImage: the account has instances that were made from the image.
// The message points to DescribeInstances, which shows the caller's own only;
// an image that is still shared is refused anyway.
func ownInstancesOfImage(r *model.Request) bool { return ecs.Uses(r.Place, ecs.ImageOf(r).ImageId) }

// dropImage removes the image. Its instances keep running, and keep its id.
func dropImage(r *model.Request) {
	model.Drop[ecs.Image](r.World, r.Place.Account, r.Region, ecs.KindImage, ecs.ImageOf(r).ImageId)
	r.Reload()
	r.SetThing(ecs.TheImage, nil)
}
