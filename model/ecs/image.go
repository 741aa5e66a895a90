package ecs

import (
	"slices"

	"github.com/ecsim/ecsim/model"
)

// Constants and conditions that the operations on images share.

// The boot modes of images.
const (
	BootBIOS          = "BIOS"
	BootUEFI          = "UEFI"
	BootUEFIPreferred = "UEFI-Preferred"
)

// The other words of images.
const (
	ArchitectureArm = "arm64"

	Supported   = "supported"
	Unsupported = "unsupported"

	ImdsV1 = "v1"
	ImdsV2 = "v2"

	OwnerSelf   = "self"
	OwnerOthers = "others"
)

// ImageName is the format of the names of images and image families:
// ModifyImageAttribute page of 2026-05-18, ImageName and ImageFamily.
//
//nolint:gochecknoglobals // a constant in all but syntax
var ImageName = model.NameRule{
	Punctuation: ".:_-",
	NoPrefix:    []string{"aliyun", "acs:"},
	NoPart:      []string{"http://", "https://"},
}

// OwnsImage says that the image of the call is a custom image of the account.
func OwnsImage(r *model.Request) bool {
	return ImageOf(r) != nil && r.Place != nil && Images(r.Place).Get(ImageOf(r).ImageId) != nil
}

// OfOwn restricts a condition to the account's own images: a rule about an
// image that the call may not change anyway is not broken.
func OfOwn(c func(*model.Request) bool) func(*model.Request) bool {
	return func(r *model.Request) bool { return OwnsImage(r) && c(r) }
}

// NotOwnImage says that no custom image with this id belongs to the account in the
// region. Public images, and images that are only shared with the caller, do
// not belong to it.
func NotOwnImage(r *model.Request) bool {
	return r.Place != nil && r.Has("ImageId") && !OwnsImage(r)
}

// ImageIs says that the account's own image is in one of the statuses.
func ImageIs(statuses ...string) func(*model.Request) bool {
	return OfOwn(func(r *model.Request) bool { return slices.Contains(statuses, ImageOf(r).Status) })
}

// IsPublished says that the account's own image is a community image.
func IsPublished(r *model.Request) bool { return OwnsImage(r) && ImageOf(r).IsPublic }

// IsShared says that the account's own image is shared with another account.
func IsShared(r *model.Request) bool { return OwnsImage(r) && ImageOf(r).Hidden.Shared.Len() > 0 }

// Uses says whether an instance of the place was made from the image.
func Uses(p *model.Place, imageID string) bool { return p.UsersOf(KindInstance, imageID) > 0 }

// ImageNameTaken says that another custom image of the account in the region has the
// name (row 3 of ModifyImageAttribute; the account and the region as the scope
// are inferred from CreateImage and CopyImage).
func ImageNameTaken(r *model.Request) bool {
	if r.Place == nil || !r.Has("ImageName") {
		return false
	}
	for id, i := range Images(r.Place).All {
		if i.ImageName == r.Text("ImageName") && id != r.Text("ImageId") {
			return true
		}
	}
	return false
}

// Families counts the images of each family of the place.
func Families(p *model.Place) map[string]int {
	sizes := map[string]int{}
	for _, i := range Images(p).All {
		if i.ImageFamily != "" {
			sizes[i.ImageFamily]++
		}
	}
	return sizes
}

// FamilyFull says that ImageFamily is a family of the account in the region with as many
// images as allowed. An image that is in it already does not count again.
func FamilyFull(r *model.Request) bool {
	if r.Place == nil || !r.Has("ImageFamily") {
		return false
	}
	if OwnsImage(r) && ImageOf(r).ImageFamily == r.Text("ImageFamily") {
		return false
	}
	size := Families(r.Place)[r.Text("ImageFamily")]
	return size > 0 && r.Exceeds(size+1, r.Account(), QuotaImagesPerFamily)
}

// TooManyFamilies says that ImageFamily would be one family more than the account may
// have in the region. A family is created by its first use.
func TooManyFamilies(r *model.Request) bool {
	if r.Place == nil || !r.Has("ImageFamily") {
		return false
	}
	families := Families(r.Place)
	return families[r.Text("ImageFamily")] == 0 && r.Exceeds(len(families)+1, r.Account(), QuotaFamilies)
}

// ParameterMissing is the common row for a mandatory parameter, beside a row of
// the operation's own about another parameter.
func ParameterMissing(name string) model.Rule {
	return model.Rule{
		Code: "MissingParameter", Row: model.CommonRow, When: model.Not(model.Given(name)), Says: func(*model.Request) string { return name },
		Refuses:  model.Documented("the page marks the parameter as required"),
		Answers:  model.Inferred("the page lists the code, with a text about another parameter; the common text names the one that is missing"),
		Sentence: name + " is absent or empty.",
		Break:    model.Break{Drop: []string{name}},
	}
}
