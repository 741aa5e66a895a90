package tag

import (
	"slices"

	"github.com/ecsim/ecsim/model"
)

// removeTags: page of 2021. Without a tag all go (assumed: the page does not require
// one); a tag with another value stays.
func removeTags() model.Operation {
	page := func(row string) model.Basis { return model.Documented("RemoveTags page (2021), " + row) }
	two := model.Inferred("rows 2 and 4 say the same; row 2 has the status of an unknown name")
	return model.Operation{
		Name:   "RemoveTags",
		Known:  model.StatedBy("RemoveTags page (2021)"),
		Plain:  model.Params{"ResourceType": "securitygroup", "Tag.1.Key": "team", "Tag.1.Value": "a"},
		Trials: oldTrials("Tag.1.Key=team"),
		Weight: model.Weight{Cards: 1, Why: "the older way to remove tags", Order: 118},
		Params: oldParams(),
		Rules: []model.Rule{
			{Code: "InvalidTagCount", Limit: true, When: model.TooManyTags, Refuses: page("row 3"), Answers: page("row 3"),
				Sentence: "More than 20 tags are given.", Break: model.Break{Set: model.ManyTags()}},
			{Code: "InvalidTagKey.Malformed", When: model.TagKeyMalformed, Refuses: page("row 7"), Answers: page("row 7"),
				Sentence: "A tag key is empty, longer than 128 characters, begins with aliyun or acs:, or contains http:// or https://.",
				Break:    model.Break{Set: model.Params{"Tag.1.Key": "acs:team"}}},
			{Code: "InvalidRegionId.NotFound", When: model.RegionUnknown, Refuses: page("row 1"), Answers: page("row 1"),
				Sentence: "There is no such region.", Break: model.Break{Set: model.Params{"RegionId": "cn-nowhere"}}},
			{Code: "InvalidResourceType.NotFound", Row: 2, When: oldTypeUnknown, Refuses: page("row 2"), Answers: two,
				Sentence: "ResourceType is none of the listed types.", Break: model.Break{Set: model.Params{"ResourceType": "eni"}}},
			{Code: "InvalidResourceType.NotFound", Row: 4, When: oldTypeUnknown, Refuses: page("row 4"), Answers: two,
				Sentence: "ResourceType is none of the listed types.", Shadowed: "Row 2 has the same condition and stands before it."},
			{Code: "InvalidResourceId.NotSupported", When: notTaggable, Refuses: page("row 6"), Answers: page("row 6"),
				Sentence: "The resource cannot be tagged: it belongs to somebody else.",
				Break:    model.Break{Set: model.Params{"ResourceType": "image", "ResourceId": "$image.linux"}}},
			{Code: "InvalidResourceId.NotFound", When: unknown, Refuses: page("row 5"), Answers: page("row 5"),
				Sentence: "ResourceId names no resource of that type.", Break: model.Break{Set: model.Params{"ResourceId": "sg-none"}}},
		},
		Effects: oldEffects("Tag", "RemoveTags", func(r *model.Request, has model.List) model.List {
			if noTags(r) {
				return ""
			}
			return model.NewTags(slices.DeleteFunc(has.Tags(), func(t model.Tag) bool {
				return slices.ContainsFunc(r.Tags(), func(u model.Tag) bool { return u.Key == t.Key && (u.Value == "" || u.Value == t.Value) })
			})...)
		}),
	}
}
