package image

import (
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// imageReadings are the other readings of rows of ModifyImageAttribute, as the
// catalog lists them, by row. A row that lists others and is not here may be about
// any call.
func imageReadings() map[int]model.Readings {
	given := model.Given
	return map[int]model.Readings{
		1:  model.MayRefuse("the message omits the period, which the parameter's text allows", nameHasPeriod),
		2:  model.MayAnswer("other operations have the same code for an absent ImageId", model.Not(given("ImageId"))),
		3:  model.MayRefuse("the image's own name may count as used, and the scope may be the account over all regions", nameUsedInAnyRegion),
		4:  model.MayRefuse("an empty description may be malformed, or count as absent", emptyDescription),
		5:  model.Narrower(), // an image that is in the family already may be accepted
		8:  model.Narrower(), // perhaps only a value outside the list
		9:  model.MayRefuse("BYOL may need a platform that has a choice of licences", given("LicenseType")),
		10: model.MayRefuse("the metadata mode of some kinds of images may not be set", given("Features.ImdsSupport")),
		11: model.MayRefuse("the row may be about any change of an image that is neither Available nor Deprecated",
			ecs.OfOwn(model.Not(ecs.ImageIs(ecs.Available, ecs.Deprecated)))),
		13: model.MayRefuse("a community image may count as shared", model.Both(model.ValueIs("Status", ecs.Deprecated), ecs.IsPublished)),
		14: model.Narrower(), // the mode that the image has may be accepted
		16: model.MayRefuse("Waiting may be treated as Creating", ecs.ImageIs(ecs.Waiting)),
		17: model.MayAnswer("the row may be about public images of the cloud, too", model.Not(ecs.OwnsImage)),
		18: model.MayRefuse("a further check may refuse the form, or characters outside a set", given("Description")),
		19: model.Narrower(), // public images of the cloud may have row 17
	}
}

func nameHasPeriod(r *model.Request) bool { return strings.Contains(r.Text("ImageName"), ".") }

// nameUsedInAnyRegion: an image of the account has the name, in whatever region.
func nameUsedInAnyRegion(r *model.Request) bool {
	for _, p := range r.World.Places {
		if p.Account != r.Account() || !r.Has("ImageName") {
			continue
		}
		for _, i := range ecs.Images(p).All {
			if i.ImageName == r.Text("ImageName") {
				return true
			}
		}
	}
	return false
}

func emptyDescription(r *model.Request) bool {
	value, sent := r.Call.Params["Description"]
	return sent && value == ""
}
