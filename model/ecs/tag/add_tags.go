package tag

import (
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
