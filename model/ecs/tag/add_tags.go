package tag

import (
	"cmp"
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// oldTypes are the types of the older operations, of which only lower case is taken.
func oldTypes() []string { return []string{"disk", "instance", "image", "securitygroup", "snapshot"} }

func oldTypeUnknown(r *model.Request) bool {
	return r.Has("ResourceType") && !slices.Contains(oldTypes(), r.Text("ResourceType"))
}

// oldParams are the parameters of AddTags and RemoveTags, about one resource.
func oldParams() []model.Param {
	return []model.Param{
		model.Required("RegionId"), model.Required("ResourceType"), model.Required("ResourceId").Naming(ecs.TheGroups).AsOwn(), model.ListOf("Tag"),
	}
}

func noTags(r *model.Request) bool { return len(r.Tags()) == 0 }

// oldEffects are effects on the kinds that the older operations know.
func oldEffects(name, pageName string, change func(r *model.Request, has model.List) model.List) []model.Effect {
	return slices.DeleteFunc(effects(name, model.Documented(pageName+" page (2021)"), change), func(e model.Effect) bool {
		return !slices.ContainsFunc(oldTypes(), func(word string) bool { return e.Name == name+"-"+word })
	})
}

func oldTrials(tags string) model.Trials {
	return model.Trials{Shapes: model.Varied(""), Combinations: model.Varied(
		"ResourceType=instance ResourceId=$i1 "+tags, "ResourceType=image ResourceId=$m1 "+tags)}
}

// addTags: page of 2021, deprecated since; bosh and Packer call it.
func addTags() model.Operation {
	return model.Operation{
		Name:   "AddTags",
		Known:  model.StatedBy("AddTags page (2021)"),
		Plain:  model.Params{"ResourceType": "securitygroup", "Tag.1.Key": "team", "Tag.1.Value": "a"},
		Trials: oldTrials("Tag.1.Key=team"),
		Weight: model.Weight{Cards: 1, Why: "the older way to tag", Order: 117},
		Params: oldParams(),
		Rules: []model.Rule{
			{Code: "InvalidTagCount", Clauses: []model.Clause{
				model.If("given", noTags, model.Break{Drop: []string{"Tag.1.Key", "Tag.1.Value"}}),
				{Name: "at-most-20", Bound: true, Broken: model.TooManyTags, Break: []model.Break{{Set: model.ManyTags()}}},
			}, Break: model.Break{Set: model.ManyTags()}},
			{Code: "InvalidTag.Mismatch", When: valueAlone, Break: model.Break{Drop: []string{"Tag.1.Key"}}},
			{Code: "InvalidTagKey.Malformed", When: model.TagKeyMalformed, Break: model.Break{Set: model.Params{"Tag.1.Key": "acs:team"}}},
			{Code: "InvalidTagValue.Malformed", When: model.TagValueMalformed, Break: model.Break{Set: model.Params{"Tag.1.Value": "http://a"}}},
			{Code: "InvalidRegionId.NotFound", When: model.RegionUnknown, Break: model.Break{Set: model.Params{"RegionId": "cn-nowhere"}}},
			{Code: "InvalidResourceType.NotFound", When: oldTypeUnknown, Break: model.Break{Set: model.Params{"ResourceType": "eni"}}},
			{Code: "InvalidResourceId.NotSupported", When: notTaggable,
				Break: model.Break{Set: model.Params{"ResourceType": "image", "ResourceId": "$image.linux"}}},
			{Code: "InvalidResourceId.NotFound", When: unknown, Break: model.Break{Set: model.Params{"ResourceId": "sg-none"}}},
			{Code: "OperationDenied.QuotaExceed", Limit: true, When: quotaReached},
		},
		Effects: oldEffects("Tag", "AddTags", merged),
	}
}

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
