package model

import "slices"

// modifyImageSharePermission: page of 2025-04-29; conditions of editions 2018
// to 2025.
func modifyImageSharePermission() Operation {
	page := func(what string) Basis { return Documented("ModifyImageSharePermission page 2025-04, " + what) }
	content := Inferred("the message says it of a text of the image; publishing is what shows it to everybody")
	return Operation{
		Name:   "ModifyImageSharePermission",
		Trials: Trials{Shapes: varied("AddAccount.1=1000000000000002", "IsPublic=true")},
		Weight: Weight{Cards: 2, Why: "sharing decides rows of two operations", Order: 14},
		Params: []Param{
			required("RegionId"), required("ImageId").names(theImage).own(), list("AddAccount"), list("RemoveAccount"),
			boolean("IsPublic"), boolean("DryRun"),
		},
		DryRunCode: DryRunOperation,
		Rules: []Rule{
			{Code: "MissingParameter", Row: 1, When: not(given("RegionId")), Refuses: page("row 1"), Answers: page("row 1"),
				Sentence: "RegionId is absent or empty.", Break: Break{Drop: []string{"RegionId"}}},
			parameterMissing("ImageId"),
			{Code: "InvalidParameter.IsPublic", When: both(publishes, either(adds, removes)),
				Refuses:  Inferred("a community image cannot be shared: to publish and to share are asked for at once"),
				Answers:  Inferred("row 19 does not say which parameters conflict"),
				Sentence: "IsPublic=true is given together with AddAccount or RemoveAccount.",
				Break:    Break{Set: Params{"IsPublic": "true", "AddAccount.1": "1000000000000002"}}},
			unknownRegion(),
			{Code: "InvalidImageId.NotFound", Row: 23, When: notOwnImage, Break: Break{Set: Params{"ImageId": "m-none"}}},
			{Code: "InvalidAccount.NotFound", Row: 24, When: targetUnknown, Says: nameOfUnknownTarget,
				Answers: Inferred("rows 24 and 26 say the same; row 24 names the account"),
				Break:   Break{Set: Params{"AddAccount.1": "1999999999999999"}}},
			{Code: "InvalidAccount.Forbbiden", When: sharesWithItself, Break: Break{Set: Params{"AddAccount.1": "1000000000000001"}}},
			{Code: "Image.Public", Needs: theImage, When: both(isPublished, either(publishes, adds))},
			{Code: "Image.NotPublic",
				Vestigial: "The vendor's SDK (ecs-20140526, 2025) says of IsPublic=false: if the image is a regular image already, no change is made."},
			{Code: "ImageDescription.ContainsSensitiveWords", Needs: theImage, When: both(publishes, ofOwn(descriptionRefused)),
				Refuses: content, Answers: content, Sentence: "The image is to be published and the content check refuses its description.",
				Break: Break{World: "images"}},
			{Code: "ImageName.ContainsSensitiveWords", Needs: theImage, When: both(publishes, ofOwn(nameRefused)),
				Refuses: content, Answers: content, Sentence: "The image is to be published and the content check refuses its name.",
				Break: Break{World: "images"}},
			{Code: "OperationDenied.InvalidImageStatus", Needs: theImage, When: both(adds, imageIs(Deprecated))},
			{Code: "QuotaExceed.ShareImage", Limit: true, Needs: theImage, When: ofOwn(tooManySharedImages), Break: Break{World: "quota"}},
			{Code: "QuotaExceed.ShareImageUser", Limit: true, Needs: theImage, When: ofOwn(tooManyShares), Break: Break{World: "images",
				Set: Params{"ImageId": "$image.armcustom", "AddAccount.1": "1000000000000002", "AddAccount.2": "1000000000000003"}}},
		},
		Left: []Left{
			{Code: "OperationDeined.EncryptedSnapshot", Why: "the model keeps no snapshots and no encryption"},
			{Code: "InvalidImageId.BidMismatch", Why: "the accounts of a world all belong to one site"},
		},
		Effects: []Effect{
			{Name: "AddAccount", When: adds, Do: shareImage, SeenBy: "DescribeImageSharePermission.Accounts"},
			{Name: "RemoveAccount", When: removes, Do: unshareImage, SeenBy: "DescribeImageSharePermission.Accounts"},
			{Name: "IsPublic-true", When: publishes, Do: publishImage, SeenBy: "DescribeImages.IsPublic"},
			{Name: "IsPublic-false", When: unpublishes, Do: publishImage, SeenBy: "DescribeImages.IsPublic"},
		},
	}
}

// mostAccounts: a call names up to 10 accounts, and what is more is ignored.
const mostAccounts = 10

// accounts lists those of the parameter's accounts that count.
func (r *Request) accounts(name string) []string {
	given := r.list(name)
	return given[:min(len(given), mostAccounts)]
}

func adds(r *Request) bool    { return len(r.accounts("AddAccount")) > 0 }
func removes(r *Request) bool { return len(r.accounts("RemoveAccount")) > 0 }

// publishes says that the call asks to make a community image.
func publishes(r *Request) bool { return r.isTrue("IsPublic") }

// unpublishes says that the call asks to make an ordinary image again.
func unpublishes(r *Request) bool { value, ok := r.boolean("IsPublic"); return ok && !value }

func targetUnknown(r *Request) bool { return nameOfUnknownTarget(r) != "" }

// nameOfUnknownTarget returns the first account of the call that does not
// exist. The accounts of a stranger's cloud are known when it says so only.
func nameOfUnknownTarget(r *Request) string {
	for _, id := range slices.Concat(r.accounts("AddAccount"), r.accounts("RemoveAccount")) {
		switch {
		case slices.Contains(r.w.Base().accountIDs(), id):
		case r.w.Base().Stranger && r.allows(id, AccountExists):
		default:
			return id
		}
	}
	return ""
}

// sharesWithItself: which account is the caller's own, a stranger does not say.
func sharesWithItself(r *Request) bool {
	return slices.ContainsFunc(r.accounts("AddAccount"), func(id string) bool {
		return id == r.account() || !r.allows(id, AccountOther)
	})
}

func descriptionRefused(r *Request) bool { return textRefused(r, imageOf(r).Description) }
func nameRefused(r *Request) bool        { return textRefused(r, imageOf(r).ImageName) }

// textRefused says that the content check of community images refuses the text.
func textRefused(r *Request, text string) bool { return text != "" && !r.allows(text, TextPasses) }

// tooManyShares: the image would be shared with more accounts than it may.
func tooManyShares(r *Request) bool {
	return adds(r) && r.exceeds(r.sharedAfter().Len(), r.account(), QuotaShares)
}

// tooManySharedImages: the image is shared with nobody yet, and the account
// shares as many of its images in the region as it may.
func tooManySharedImages(r *Request) bool {
	if isShared(r) || r.sharedAfter().Len() == 0 {
		return false
	}
	shared := 0
	for _, i := range images(r.place).all {
		if i.Hidden.Shared != "" {
			shared++
		}
	}
	return r.exceeds(shared+1, r.account(), QuotaSharedImages)
}

// sharedAfter lists the accounts that AddAccount would leave the image shared with.
func (r *Request) sharedAfter() List {
	shared := imageOf(r).Hidden.Shared
	for _, id := range r.accounts("AddAccount") {
		shared = shared.With(id)
	}
	return shared
}

func shareImage(r *Request) {
	shared := r.sharedAfter()
	r.setImage(func(i *Image) { i.Hidden.Shared = shared })
}

// unshareImage: the instances that another account made of the image stay.
func unshareImage(r *Request) {
	r.setImage(func(i *Image) {
		for _, id := range r.accounts("RemoveAccount") {
			i.Hidden.Shared = i.Hidden.Shared.Without(id)
		}
	})
}

func publishImage(r *Request) { r.setImage(func(i *Image) { i.IsPublic = publishes(r) }) }
