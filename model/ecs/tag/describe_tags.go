package tag

import (
	"cmp"
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeTags: page of 2021. It lists the tags of the region, each once, and is not
// compared: a target has tags of its own.
func describeTags() model.Operation {
	page := func(row string) model.Basis { return model.Documented("DescribeTags page (2021), " + row) }
	return model.Operation{
		Name:   "DescribeTags",
		Weight: model.Weight{Cards: 1, Why: "tags of a region", Order: 119},
		Reads:  true,
		Params: []model.Param{
			model.Required("RegionId"), model.Filter(model.Optional("ResourceType")), model.Filter(model.Optional("ResourceId")), model.ListOf("Tag"),
			model.PageNumber(), model.PageSize(100),
		},
		Rules: []model.Rule{
			{Code: "InvalidTagCount", Limit: true, When: model.TooManyTags, Refuses: page("row 3"), Answers: page("row 3"),
				Sentence: "More than 20 tags are given.", Break: model.Break{Set: model.ManyTags()}},
			{Code: "InvalidTagKey.Malformed", When: model.TagKeyMalformed, Refuses: page("row 4"), Answers: page("row 4"),
				Sentence: "A tag key is empty, longer than 128 characters, begins with aliyun or acs:, or contains http:// or https://.",
				Break:    model.Break{Set: model.Params{"Tag.1.Key": "acs:team"}}},
			{Code: "InvalidTagValue.Malformed", When: model.TagValueMalformed, Refuses: page("row 5"), Answers: page("row 5"),
				Sentence: "A tag value is longer than 128 characters, begins with acs:, or contains http:// or https://.",
				Break:    model.Break{Set: model.Params{"Tag.1.Key": "team", "Tag.1.Value": "http://a"}}},
			{Code: "InvalidRegionId.NotFound", When: model.RegionUnknown, Refuses: page("row 1"), Answers: page("row 1"),
				Sentence: "There is no such region.", Break: model.Break{Set: model.Params{"RegionId": "cn-nowhere"}}},
			{Code: "InvalidResourceType.NotFound", When: model.Both(model.Given("ResourceType"), typeUnknown), Refuses: page("row 2"), Answers: page("row 2"),
				Sentence: "ResourceType is none of the listed types.", Break: model.Break{Set: model.Params{"ResourceType": "house"}}},
		},
		Reply: func(r *model.Request) model.Reply {
			all, page := tagsOfRegion(r), r.Page()
			page.Total = len(all)
			first := min((page.Number-1)*page.Size, page.Total)
			return model.Reply{Page: page, Records: all[first:min(first+page.Size, page.Total)]}
		},
	}
}

// tagsOfRegion lists the different tags of what the call selects.
func tagsOfRegion(r *model.Request) []model.Record {
	seen, order := map[model.Tag]bool{}, []model.Tag{}
	for word, kind := range r.TaggedKinds() {
		if kind.Product() != ecs.KindInstance.Product() || !r.Matches("ResourceType", word) {
			continue
		}
		for _, v := range r.World.Resources(r.Place.Account, r.Region, kind) {
			tags, _ := r.TagsOf(v)
			if !r.Matches("ResourceId", r.World.Model().Kinds().InCalls(v.ID())) || !r.TagsMatch(tags) {
				continue
			}
			for _, t := range tags.Tags() {
				if !seen[t] {
					seen[t], order = true, append(order, t)
				}
			}
		}
	}
	var all []model.Record
	slices.SortFunc(order, func(a, b model.Tag) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Value, b.Value)) })
	for _, t := range order {
		all = append(all, model.Record{{Name: "TagKey", Value: t.Key}, {Name: "TagValue", Value: t.Value}})
	}
	return all
}
