package tag

import (
	"cmp"
	"slices"

	"github.com/ecsim/ecsim/model"
)

// listTagResources: page of 2021. Its table is that of TagResources; which rows a
// query meets is said of the type alone. An unknown id has no tags. All tags are on
// one page (assumed: what a page holds is not said), and the list is not compared.
func listTagResources() model.Operation {
	page := func(row string) model.Basis { return model.Documented("ListTagResources page (2021), " + row) }
	return model.Operation{
		Name:   "ListTagResources",
		Also:   "Vpc",
		Plain:  model.Params{"ResourceType": "securitygroup", "RegionId": "cn-hangzhou"},
		Weight: model.Weight{Cards: 1, Why: "tags of every kind", Order: 116},
		Reads:  true,
		Params: []model.Param{
			model.Optional("RegionId"), model.Optional("ResourceType"), model.ListOf("ResourceId"), model.Filter(model.ListOf("Tag")), model.Optional("NextToken"),
		},
		Rules: []model.Rule{
			{Code: "MissingParameter.RegionId", When: model.Not(model.Given("RegionId")), Refuses: page("row 6"), Answers: page("row 6"),
				Sentence: "RegionId is absent or empty.", Break: model.Break{Drop: []string{"RegionId"}}},
			{Code: "MissingParameter.ResourceType", When: model.Not(model.Given("ResourceType")), Refuses: page("row 4"), Answers: page("row 4"),
				Sentence: "ResourceType is absent or empty.", Break: model.Break{Drop: []string{"ResourceType"}}},
			{Code: "NumberExceed.ResourceIds", Limit: true, When: tooManyIds, Refuses: page("row 9"), Answers: page("row 9"),
				Sentence: "More than 50 resources are named.", Break: model.Break{Set: manyIds()}},
			{Code: "NumberExceed.Tags", Limit: true, When: model.TooManyTags, Refuses: page("row 10"), Answers: page("row 10"),
				Sentence: "More than 20 tags are given.", Break: model.Break{Set: model.ManyTags()}},
			{Code: "InvalidRegionId.NotFound", Row: 20, When: model.RegionUnknown, Refuses: page("row 20"), Answers: page("row 20"),
				Sentence: "There is no such region.", Break: model.Break{Set: model.Params{"RegionId": "cn-nowhere"}}},
			{Code: "InvalidRegionId.NotFound", Row: 1, When: model.RegionUnknown, Refuses: page("row 1"), Answers: page("row 1"),
				Sentence: "There is no such region.", Says: model.Always("The specified RegionId does not exist."),
				Shadowed: "Row 20 has the same condition and stands before it."},
			{Code: "InvalidResourceType.NotFound", When: typeUnknown, Refuses: page("row 13"), Answers: page("row 13"),
				Sentence: "ResourceType is none of the listed types.", Break: model.Break{Set: model.Params{"ResourceType": "house"}}},
		},
		Left: append(internal(), copied("MissingParameter.Tags", "Duplicate.TagKey", "InvalidResourceId.NotFound", "InvalidTagKey.Malformed",
			"InvalidTagValue.Malformed", "OperationDenied.QuotaExceed", "InvalidResourceId.NotSupported", "InvalidTag.Mismatch", "InvalidTagCount")...),
		Reply: func(r *model.Request) model.Reply { return model.Reply{Records: tagRecords(r)} },
	}
}

// tagRecords lists the tags of the resources that the call selects.
func tagRecords(r *model.Request) []model.Record {
	kind := r.TaggedKinds()[r.Text("ResourceType")]
	if kind == nil || r.Place == nil {
		return nil
	}
	var all []model.Record
	wanted := model.Chooser(ids(r))
	for _, v := range r.World.Resources(r.Place.Account, r.Region, kind) {
		id := r.World.Model().Kinds().InCalls(v.ID())
		tags, _ := r.TagsOf(v)
		if !wanted(id) || !r.TagsMatch(tags) {
			continue
		}
		for _, t := range sorted(tags) {
			all = append(all, model.Record{
				{Name: "TagKey", Value: t.Key}, {Name: "TagValue", Value: t.Value}, {Name: "ResourceId", Value: id},
				{Name: "ResourceType", Value: r.Text("ResourceType")},
			})
		}
	}
	return all
}

func sorted(tags model.List) []model.Tag {
	return slices.SortedFunc(slices.Values(tags.Tags()), func(a, b model.Tag) int { return cmp.Compare(a.Key, b.Key) })
}
