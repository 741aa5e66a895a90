package image

import (
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeImages: pages of 2021 to 2026. An id that is not there selects
// nothing.
func describeImages() model.Operation {
	values := func(parameter string) model.Basis {
		return model.Documented("DescribeImages page (2021), " + parameter + ": valid values")
	}
	named := model.Inferred("the code names the parameter")
	return model.Operation{
		Name:   "DescribeImages",
		Lists:  ecs.KindImage,
		Look:   model.Look{Kind: ecs.KindImage, Params: model.Params{"ImageId": model.It, "Status": "Creating,Waiting,Available,UnAvailable,CreateFailed,Deprecated"}},
		Weight: model.Weight{Cards: 1, Why: "filters and pages", Order: 30},
		Reads:  true,
		Params: []model.Param{
			model.Required("RegionId"), model.Filter(model.Optional("ImageId").Naming(ecs.TheImage)), model.Filter(model.Optional("Status")), model.Filter(model.Optional("ImageName")),
			model.Filter(model.Optional("ImageFamily")), model.Filter(model.Optional("ImageOwnerAlias")), model.Filter(model.Optional("ImageOwnerId")),
			model.Filter(model.Optional("OSType")), model.Filter(model.Optional("Architecture")), model.Filter(model.Boolean("IsSupportCloudinit")),
			model.Filter(model.Boolean("IsPublic")), model.Filter(model.Optional("Usage")), model.Filter(model.ListOf("Tag")), model.PageNumber(), model.PageSize(100), model.Boolean("DryRun"),
		},
		DryRunCode: model.DryRunOperation,
		Rules: []model.Rule{
			{Code: "InvalidImageOwnerAlias.ValueNotSupported", When: model.ValueNotIn("ImageOwnerAlias", model.SystemAccount, ecs.OwnerSelf, ecs.OwnerOthers, "marketplace"),
				Refuses: values("ImageOwnerAlias"), Answers: named, Sentence: "ImageOwnerAlias is none of system, self, others and marketplace.",
				Break: model.Break{Set: model.Params{"ImageOwnerAlias": "nobody"}}},
			{Code: "InvalidUsage", When: model.ValueNotIn("Usage", usageInstance, usageNone),
				Refuses: values("Usage"), Answers: named, Sentence: "Usage is neither instance nor none.",
				Break: model.Break{Set: model.Params{"Usage": "some"}}},
			{Code: "InvalidOSType", When: model.ValueNotIn("OSType", model.Linux, model.Windows),
				Refuses: values("OSType"), Answers: named, Sentence: "OSType is neither linux nor windows.",
				Break: model.Break{Set: model.Params{"OSType": "plan9"}}},
			{Code: "InvalidArchitecture", When: model.ValueNotIn("Architecture", "i386", "x86_64", ecs.ArchitectureArm),
				Refuses: values("Architecture"), Answers: named, Sentence: "Architecture is none of i386, x86_64 and arm64.",
				Break: model.Break{Set: model.Params{"Architecture": "mips"}}},
			{Code: "InvalidTagCount", When: model.TooManyTags, Refuses: values("Tag.N"), Answers: named, Sentence: "More than 20 tags are given.",
				Break: model.Break{Set: model.ManyTags()}},
			model.UnknownRegion(),
		},
		Reply: func(r *model.Request) model.Reply {
			found, page := model.Collect(r.Page(), func(a0 func(a0 string, a1 sight) bool) { imagesInSight(r, a0) }, imageFilter(r))
			reply := model.Reply{Page: page}
			for _, i := range found {
				reply.Items = append(reply.Items, i.seenFrom(r.Place))
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
	*ecs.Image
	owner string
}

// seenFrom returns the image as the account of the place is shown it.
func (s sight) seenFrom(p *model.Place) *ecs.Image {
	image := *s.Image
	image.Usage = s.usage(p)
	if s.owner != model.SystemAccount {
		image.ImageOwnerId = s.owner
		if s.owner != p.Account {
			image.ImageOwnerAlias = ecs.OwnerOthers
		}
	}
	return &image
}

// usage: captures of 2015 to 2026 show system images as used, by whomever.
func (s sight) usage(p *model.Place) string {
	if s.owner == model.SystemAccount || ecs.Uses(p, s.ImageId) {
		return usageInstance
	}
	return usageNone
}

// imagesInSight yields what the caller may see: its own images, then the public
// ones, then what others share with it or have published.
func imagesInSight(r *model.Request, yield func(id string, s sight) bool) {
	for _, account := range imageOwners(r) {
		for id, image := range ecs.Images(r.World.Place(account, r.Region)).All {
			inSight := account == r.Account() || account == model.SystemAccount || image.IsPublic || image.Hidden.Shared.Has(r.Account())
			if inSight && !yield(id, sight{image, account}) {
				return
			}
		}
	}
}

// imageOwners lists the accounts whose images ImageOwnerAlias selects, and so
// spares looking through the others.
func imageOwners(r *model.Request) []string {
	var own, system, others []string
	for _, p := range r.World.Places {
		switch {
		case p.Region != r.Region:
		case p.Account == r.Account():
			own = append(own, p.Account)
		case p.Account == model.SystemAccount:
			system = append(system, p.Account)
		default:
			others = append(others, p.Account)
		}
	}
	switch r.Text("ImageOwnerAlias") {
	case ecs.OwnerSelf:
		return own
	case model.SystemAccount:
		return system
	case ecs.OwnerOthers:
		return others
	case "":
		return slices.Concat(own, system, others)
	default: // marketplace: the model has no such images
		return nil
	}
}

// imageFilter says which images in sight the call wants.
func imageFilter(r *model.Request) func(sight) bool {
	wanted, byStatus := model.Chooser(model.CommaList(r.Text("ImageId"))), imageStatusFilter(r)
	cloudInit, byCloudInit := r.Boolean("IsSupportCloudinit")
	return func(s sight) bool {
		return wanted(s.ImageId) && byStatus(s.Status) && publicOrNot(r, s) && (!byCloudInit || cloudInit == s.IsSupportCloudinit) &&
			strings.Contains(s.ImageName, r.Text("ImageName")) && // "Fuzzy search is supported"
			r.Matches("ImageFamily", s.ImageFamily) && r.Matches("ImageOwnerId", s.owner) && r.Matches("OSType", s.OSType) &&
			r.Matches("Architecture", s.Architecture) && r.Matches("Usage", s.usage(r.Place)) && r.TagsMatch(s.Tags)
	}
}

// imageStatusFilter reads Status: one or several, Available unless given. ALL
// is a value that clients use and no page lists (observed.json).
func imageStatusFilter(r *model.Request) func(string) bool {
	statuses := model.CommaList(r.Text("Status"))
	switch {
	case len(statuses) == 0:
		return func(status string) bool { return status == ecs.Available }
	case slices.Contains(statuses, "ALL"):
		return func(string) bool { return true }
	default:
		return model.Chooser(statuses)
	}
}

// publicOrNot: IsPublic=true asks for community images, and only then those
// that others have published are shown (IsPublic: default false).
func publicOrNot(r *model.Request, s sight) bool {
	if r.IsTrue("IsPublic") {
		return s.IsPublic && s.owner != model.SystemAccount
	}
	return s.owner == r.Account() || s.owner == model.SystemAccount || s.Hidden.Shared.Has(r.Account())
}
