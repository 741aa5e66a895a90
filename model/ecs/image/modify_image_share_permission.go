package image

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// modifyImageSharePermission: page of 2025-04-29; conditions of editions 2018
// to 2025.
func modifyImageSharePermission() model.Operation {
	page := func(what string) model.Basis {
		return model.Documented("ModifyImageSharePermission page 2025-04, " + what)
	}
	content := model.Inferred("the message says it of a text of the image; publishing is what shows it to everybody")
	return model.Operation{
		Name:   "ModifyImageSharePermission",
		Known:  model.StatedBy("ModifyImageSharePermission page (2025-04-29)"),
		Trials: model.Trials{Shapes: model.Varied("AddAccount.1=1000000000000002", "IsPublic=true")},
		Weight: model.Weight{Cards: 2, Why: "sharing decides rows of two operations", Order: 14},
		Params: []model.Param{
			model.Required("RegionId"), model.Required("ImageId").Naming(ecs.TheImage).AsOwn(), model.ListOf("AddAccount"), model.ListOf("RemoveAccount"),
			model.Boolean("IsPublic"), model.Boolean("DryRun"),
		},
		DryRunCode: model.DryRunOperation,
		Rules: []model.Rule{
			{Code: "MissingParameter", Row: 1, When: model.Not(model.Given("RegionId")), Refuses: page("row 1"), Answers: page("row 1"),
				Sentence: "RegionId is absent or empty.", Break: model.Break{Drop: []string{"RegionId"}}},
			ecs.ParameterMissing("ImageId"),
			{Code: "InvalidParameter.IsPublic", When: model.Both(publishes, model.Either(adds, removes)),
				Refuses:  model.Inferred("a community image cannot be shared: to publish and to share are asked for at once"),
				Answers:  model.Inferred("row 19 does not say which parameters conflict"),
				Sentence: "IsPublic=true is given together with AddAccount or RemoveAccount.",
				Break:    model.Break{Set: model.Params{"IsPublic": "true", "AddAccount.1": "1000000000000002"}}},
			model.UnknownRegion(),
			{Code: "InvalidImageId.NotFound", Row: 23, When: ecs.NotOwnImage, Break: model.Break{Set: model.Params{"ImageId": "m-none"}}},
			{Code: "InvalidAccount.NotFound", Row: 24, When: targetUnknown, Says: nameOfUnknownTarget,
				Answers: model.Inferred("rows 24 and 26 say the same; row 24 names the account"),
				Break:   model.Break{Set: model.Params{"AddAccount.1": "1999999999999999"}}},
			{Code: "InvalidAccount.Forbbiden", When: sharesWithItself, Break: model.Break{Set: model.Params{"AddAccount.1": "1000000000000001"}}},
			{Code: "Image.Public", Needs: ecs.TheImage, When: model.Both(ecs.IsPublished, model.Either(publishes, adds))},
			{Code: "Image.NotPublic",
				Vestigial: "The vendor's SDK (ecs-20140526, 2025) says of IsPublic=false: if the image is a regular image already, no change is made."},
			{Code: "ImageDescription.ContainsSensitiveWords", Needs: ecs.TheImage, When: model.Both(publishes, ecs.OfOwn(descriptionRefused)),
				Refuses: content, Answers: content, Sentence: "The image is to be published and the content check refuses its description.",
				Break: model.Break{World: "images"}},
			{Code: "ImageName.ContainsSensitiveWords", Needs: ecs.TheImage, When: model.Both(publishes, ecs.OfOwn(nameRefused)),
				Refuses: content, Answers: content, Sentence: "The image is to be published and the content check refuses its name.",
				Break: model.Break{World: "images"}},
			{Code: "OperationDenied.InvalidImageStatus", Needs: ecs.TheImage, When: model.Both(adds, ecs.ImageIs(ecs.Deprecated))},
			{Code: "QuotaExceed.ShareImage", Limit: true, Needs: ecs.TheImage, When: ecs.OfOwn(tooManySharedImages), Break: model.Break{World: "quota"}},
			{Code: "QuotaExceed.ShareImageUser", Limit: true, Needs: ecs.TheImage, When: ecs.OfOwn(tooManyShares), Break: model.Break{World: "images",
				Set: model.Params{"ImageId": "$image.armcustom", "AddAccount.1": "1000000000000002", "AddAccount.2": "1000000000000003"}}},
		},
		Left: []model.Left{
			{Code: "OperationDeined.EncryptedSnapshot", Why: "the model keeps no snapshots and no encryption"},
			{Code: "InvalidImageId.BidMismatch", Why: "the accounts of a world all belong to one site"},
		},
		Effects: []model.Effect{
			{Name: "AddAccount", When: adds, Do: shareImage, SeenBy: "DescribeImageSharePermission.Accounts"},
			{Name: "RemoveAccount", When: removes, Do: unshareImage, SeenBy: "DescribeImageSharePermission.Accounts"},
			{Name: "IsPublic-true", When: publishes, Do: publishImage, SeenBy: "DescribeImages.IsPublic"},
			{Name: "IsPublic-false", When: unpublishes, Do: publishImage, SeenBy: "DescribeImages.IsPublic"},
		},
	}
}

// mostAccounts: a call names up to 10 accounts; further ones are ignored.
const mostAccounts = 10

// accounts lists the parameter's accounts that count.
func accounts(r *model.Request, name string) []string {
	given := r.List(name)
	return given[:min(len(given), mostAccounts)]
}

func adds(r *model.Request) bool    { return len(accounts(r, "AddAccount")) > 0 }
func removes(r *model.Request) bool { return len(accounts(r, "RemoveAccount")) > 0 }

// publishes says that the call asks to make a community image.
func publishes(r *model.Request) bool { return r.IsTrue("IsPublic") }

// unpublishes says that the call asks to make an ordinary image again.
func unpublishes(r *model.Request) bool { value, ok := r.Boolean("IsPublic"); return ok && !value }

func targetUnknown(r *model.Request) bool { return nameOfUnknownTarget(r) != "" }

// nameOfUnknownTarget returns the first account of the call that does not
// exist. For a target that is not ecsim's own, only accounts that it has shown
// are known.
func nameOfUnknownTarget(r *model.Request) string {
	for _, id := range slices.Concat(accounts(r, "AddAccount"), accounts(r, "RemoveAccount")) {
		switch {
		case slices.Contains(r.Base().AccountIDs(), id):
		case r.Base().Stranger && r.Allows(id, model.AccountExists):
		default:
			return id
		}
	}
	return ""
}

// sharesWithItself: the account shares the image with itself. On a discovered
// target it is unknown which account is the caller's own.
func sharesWithItself(r *model.Request) bool {
	return slices.ContainsFunc(accounts(r, "AddAccount"), func(id string) bool {
		return id == r.Account() || !r.Allows(id, model.AccountOther)
	})
}

func descriptionRefused(r *model.Request) bool { return textRefused(r, ecs.ImageOf(r).Description) }
func nameRefused(r *model.Request) bool        { return textRefused(r, ecs.ImageOf(r).ImageName) }

// textRefused says that the content check of community images refuses the text.
func textRefused(r *model.Request, text string) bool {
	return text != "" && !r.Allows(text, model.TextPasses)
}

// tooManyShares: the image would be shared with more accounts than it may.
func tooManyShares(r *model.Request) bool {
	return adds(r) && r.Exceeds(sharedAfter(r).Len(), r.Account(), ecs.QuotaShares)
}

// tooManySharedImages: the image is not shared yet, and the account shares as
// many of its images in the region as allowed.
func tooManySharedImages(r *model.Request) bool {
	if ecs.IsShared(r) || sharedAfter(r).Len() == 0 {
		return false
	}
	shared := 0
	for _, i := range ecs.Images(r.Place).All {
		if i.Hidden.Shared != "" {
			shared++
		}
	}
	return r.Exceeds(shared+1, r.Account(), ecs.QuotaSharedImages)
}

// sharedAfter lists the accounts that AddAccount would leave the image shared with.
func sharedAfter(r *model.Request) model.List {
	shared := ecs.ImageOf(r).Hidden.Shared
	for _, id := range accounts(r, "AddAccount") {
		shared = shared.With(id)
	}
	return shared
}

func shareImage(r *model.Request) {
	shared := sharedAfter(r)
	ecs.SetImage(r, func(i *ecs.Image) { i.Hidden.Shared = shared })
}

// unshareImage: the instances that another account made of the image stay.
func unshareImage(r *model.Request) {
	ecs.SetImage(r, func(i *ecs.Image) {
		for _, id := range accounts(r, "RemoveAccount") {
			i.Hidden.Shared = i.Hidden.Shared.Without(id)
		}
	})
}

func publishImage(r *model.Request) {
	ecs.SetImage(r, func(i *ecs.Image) { i.IsPublic = publishes(r) })
}
