package model

import "slices"

// Words that the operations on images share.

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

// imageName is how images and image families have to be named:
// ModifyImageAttribute page of 2026-05-18, ImageName and ImageFamily.
//
//nolint:gochecknoglobals // a constant in all but syntax
var imageName = nameRule{
	punctuation: ".:_-",
	noPrefix:    []string{"aliyun", "acs:"},
	noPart:      []string{"http://", "https://"},
}

// ownsImage says that the image of the call is a custom image of the account.
func (r *Request) ownsImage() bool {
	return imageOf(r) != nil && r.place != nil && images(r.place).get(imageOf(r).ImageId) != nil
}

// ofOwn narrows a condition to the account's own images: what is asked of an
// image that the call may not change anyway is not broken.
func ofOwn(c func(*Request) bool) func(*Request) bool {
	return func(r *Request) bool { return r.ownsImage() && c(r) }
}

// notOwnImage: no custom image with this id belongs to the account in the
// region. A public image and one that is only shared with the caller do not.
func notOwnImage(r *Request) bool {
	return r.place != nil && r.has("ImageId") && !r.ownsImage()
}

// imageIs says that the account's own image is in one of the statuses.
func imageIs(statuses ...string) func(*Request) bool {
	return ofOwn(func(r *Request) bool { return slices.Contains(statuses, imageOf(r).Status) })
}

// isPublished says that the account's own image is a community image.
func isPublished(r *Request) bool { return r.ownsImage() && imageOf(r).IsPublic }

// isShared says that the account's own image is shared with another account.
func isShared(r *Request) bool { return r.ownsImage() && imageOf(r).Hidden.Shared.Len() > 0 }

// uses says whether an instance of the place was made from the image.
func (p *place) uses(imageID string) bool { return p.usersOf(KindInstance, imageID) > 0 }

// imageNameTaken: another custom image of the account in the region has the
// name (row 3 of ModifyImageAttribute; the account and the region as the scope
// are inferred from CreateImage and CopyImage).
func imageNameTaken(r *Request) bool {
	if r.place == nil || !r.has("ImageName") {
		return false
	}
	for id, i := range images(r.place).all {
		if i.ImageName == r.str("ImageName") && id != r.str("ImageId") {
			return true
		}
	}
	return false
}

// families counts the images of each family of the place.
func (p *place) families() map[string]int {
	sizes := map[string]int{}
	for _, i := range images(p).all {
		if i.ImageFamily != "" {
			sizes[i.ImageFamily]++
		}
	}
	return sizes
}

// familyFull: ImageFamily is a family of the account in the region that holds
// as many images as it may. An image that is in it already adds none.
func familyFull(r *Request) bool {
	if r.place == nil || !r.has("ImageFamily") {
		return false
	}
	if r.ownsImage() && imageOf(r).ImageFamily == r.str("ImageFamily") {
		return false
	}
	size := r.place.families()[r.str("ImageFamily")]
	return size > 0 && r.exceeds(size+1, r.account(), QuotaImagesPerFamily)
}

// tooManyFamilies: ImageFamily would be one family more than the account may
// have in the region. A family comes into being by being named.
func tooManyFamilies(r *Request) bool {
	if r.place == nil || !r.has("ImageFamily") {
		return false
	}
	families := r.place.families()
	return families[r.str("ImageFamily")] == 0 && r.exceeds(len(families)+1, r.account(), QuotaFamilies)
}

// parameterMissing is the common row for a mandatory parameter, beside a row
// of the operation's own that speaks of another parameter.
func parameterMissing(name string) Rule {
	return Rule{
		Code: "MissingParameter", Row: commonRow, When: not(given(name)), Says: func(*Request) string { return name },
		Refuses:  Documented("the page marks the parameter as required"),
		Answers:  Inferred("the page lists the code, with a text about another parameter; the common text names the one that is missing"),
		Sentence: name + " is absent or empty.",
		Break:    Break{Drop: []string{name}},
	}
}
