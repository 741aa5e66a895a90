package model

import (
	"slices"
	"strings"
)

// describeImages: pages of 2021 to 2026. An id that is not there selects
// nothing.
func describeImages() Operation {
	values := func(parameter string) Basis {
		return Documented("DescribeImages page (2021), " + parameter + ": valid values")
	}
	named := Inferred("the code names the parameter")
	return Operation{
		Name:   "DescribeImages",
		Lists:  KindImage,
		Look:   Look{KindImage, Params{"ImageId": It, "Status": "Creating,Waiting,Available,UnAvailable,CreateFailed,Deprecated"}},
		Weight: Weight{Cards: 1, Why: "filters and pages", Order: 30},
		Reads:  true,
		Params: []Param{
			required("RegionId"), filter(optional("ImageId").names(theImage)), filter(optional("Status")), filter(optional("ImageName")),
			filter(optional("ImageFamily")), filter(optional("ImageOwnerAlias")), filter(optional("ImageOwnerId")),
			filter(optional("OSType")), filter(optional("Architecture")), filter(boolean("IsSupportCloudinit")),
			filter(boolean("IsPublic")), filter(optional("Usage")), filter(list("Tag")), pageNumber(), pageSize(100), boolean("DryRun"),
		},
		DryRunCode: DryRunOperation,
		Rules: []Rule{
			{Code: "InvalidImageOwnerAlias.ValueNotSupported", When: valueNotIn("ImageOwnerAlias", SystemAccount, OwnerSelf, OwnerOthers, "marketplace"),
				Refuses: values("ImageOwnerAlias"), Answers: named, Sentence: "ImageOwnerAlias is none of system, self, others and marketplace.",
				Break: Break{Set: Params{"ImageOwnerAlias": "nobody"}}},
			{Code: "InvalidUsage", When: valueNotIn("Usage", usageInstance, usageNone),
				Refuses: values("Usage"), Answers: named, Sentence: "Usage is neither instance nor none.",
				Break: Break{Set: Params{"Usage": "some"}}},
			{Code: "InvalidOSType", When: valueNotIn("OSType", Linux, Windows),
				Refuses: values("OSType"), Answers: named, Sentence: "OSType is neither linux nor windows.",
				Break: Break{Set: Params{"OSType": "plan9"}}},
			{Code: "InvalidArchitecture", When: valueNotIn("Architecture", "i386", "x86_64", ArchitectureArm),
				Refuses: values("Architecture"), Answers: named, Sentence: "Architecture is none of i386, x86_64 and arm64.",
				Break: Break{Set: Params{"Architecture": "mips"}}},
			{Code: "InvalidTagCount", When: tooManyTags, Refuses: values("Tag.N"), Answers: named, Sentence: "More than 20 tags are given.",
				Break: Break{Set: manyTags()}},
			unknownRegion(),
		},
		Reply: func(r *Request) Reply {
			found, page := collect(r.page(), r.imagesInSight, r.imageFilter())
			reply := Reply{Page: page}
			for _, i := range found {
				reply.Items = append(reply.Items, i.seenFrom(r.place))
			}
			return reply
		},
	}
}

// The values of Usage.
const (
	usageInstance = "instance"
	usageNone     = "none"
)

// A sight is an image together with the account that owns it.
type sight struct {
	*Image
	owner string
}

// seenFrom returns the image as the account of the place is shown it.
func (s sight) seenFrom(p *place) *Image {
	image := *s.Image
	image.Usage = s.usage(p)
	if s.owner != SystemAccount {
		image.ImageOwnerId = s.owner
		if s.owner != p.account {
			image.ImageOwnerAlias = OwnerOthers
		}
	}
	return &image
}

func (s sight) usage(p *place) string {
	if p.uses(s.ImageId) {
		return usageInstance
	}
	return usageNone
}

// imagesInSight yields what the caller may see: its own images, then the public
// ones, then what others share with it or have published.
func (r *Request) imagesInSight(yield func(id string, s sight) bool) {
	for _, account := range r.imageOwners() {
		for id, image := range images(r.w.place(account, r.region)).all {
			inSight := account == r.account() || account == SystemAccount || image.IsPublic || image.Hidden.Shared.Has(r.account())
			if inSight && !yield(id, sight{image, account}) {
				return
			}
		}
	}
}

// imageOwners lists the accounts whose images ImageOwnerAlias selects, and so
// spares looking through the others.
func (r *Request) imageOwners() []string {
	var own, system, others []string
	for _, p := range r.w.places {
		switch {
		case p.region != r.region:
		case p.account == r.account():
			own = append(own, p.account)
		case p.account == SystemAccount:
			system = append(system, p.account)
		default:
			others = append(others, p.account)
		}
	}
	switch r.str("ImageOwnerAlias") {
	case OwnerSelf:
		return own
	case SystemAccount:
		return system
	case OwnerOthers:
		return others
	case "":
		return slices.Concat(own, system, others)
	default: // marketplace: the model has no such images
		return nil
	}
}

// imageFilter says which images in sight the call wants.
func (r *Request) imageFilter() func(sight) bool {
	wanted, byStatus := chooser(commaList(r.str("ImageId"))), r.imageStatusFilter()
	cloudInit, byCloudInit := r.boolean("IsSupportCloudinit")
	return func(s sight) bool {
		return wanted(s.ImageId) && byStatus(s.Status) && r.publicOrNot(s) && (!byCloudInit || cloudInit == s.IsSupportCloudinit) &&
			strings.Contains(s.ImageName, r.str("ImageName")) && // "Fuzzy search is supported"
			r.is("ImageFamily", s.ImageFamily) && r.is("ImageOwnerId", s.owner) && r.is("OSType", s.OSType) &&
			r.is("Architecture", s.Architecture) && r.is("Usage", s.usage(r.place)) && r.tagsMatch(s.Tags)
	}
}

// imageStatusFilter reads Status: one or several, Available unless given. ALL
// is a value that clients use and no page lists (observed.json).
func (r *Request) imageStatusFilter() func(string) bool {
	statuses := commaList(r.str("Status"))
	switch {
	case len(statuses) == 0:
		return func(status string) bool { return status == Available }
	case slices.Contains(statuses, "ALL"):
		return func(string) bool { return true }
	default:
		return chooser(statuses)
	}
}

// publicOrNot: IsPublic=true asks for community images, and only then those
// that others have published are shown (IsPublic: default false).
func (r *Request) publicOrNot(s sight) bool {
	if r.isTrue("IsPublic") {
		return s.IsPublic
	}
	return s.owner == r.account() || s.owner == SystemAccount || s.Hidden.Shared.Has(r.account())
}

// commaList splits a value of several, such as Available,Deprecated.
func commaList(text string) []string {
	var elements []string
	for e := range strings.SplitSeq(text, ",") {
		if e = strings.TrimSpace(e); e != "" {
			elements = append(elements, e)
		}
	}
	return elements
}
