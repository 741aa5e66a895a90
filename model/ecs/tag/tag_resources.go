package tag

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// tagResources: pages of 2021 and 2025. All resources have one type; one that is
// unknown refuses the whole call (inferred). The form of VPC has the types VPC and
// VSWITCH; that it answers with the same rows is assumed.
func tagResources() model.Operation {
	return model.Operation{
		Name:   "TagResources",
		Known:  model.StatedBy("TagResources pages (2021 and 2025)"),
		Also:   "Vpc",
		About:  "ResourceId",
		Plain:  model.Params{"RegionId": "cn-hangzhou", "ResourceType": "securitygroup", "Tag.1.Key": "team", "Tag.1.Value": "a"},
		Trials: trials("Tag.1.Key=team Tag.1.Value=a"),
		Weight: model.Weight{Cards: 1, Why: "tags of every kind", Order: 114},
		Params: []model.Param{
			model.Optional("RegionId"), model.Optional("ResourceType"), model.ListOf("ResourceId").Naming(ecs.TheGroups).AsOwn(), model.ListOf("Tag"),
		},
		Rules: slices.Concat(missing(), []model.Rule{
			{Code: "MissingParameter.Tags", When: model.Not(model.Tagged), Break: model.Break{Drop: []string{"Tag.1.Key", "Tag.1.Value"}}},
			{Code: "NumberExceed.ResourceIds", Limit: true, When: tooManyIds, Break: model.Break{Set: manyIds()}},
			{Code: "NumberExceed.Tags", Limit: true, When: model.TooManyTags, Break: model.Break{Set: model.ManyTags()}},
			{Code: "InvalidTagCount", When: model.TooManyTags, Shadowed: "NumberExceed.Tags has the same condition and stands before it."},
			{Code: "Duplicate.TagKey", When: model.TagKeyTwice, Break: model.Break{Set: model.Params{"Tag.1.Key": "team", "Tag.2.Key": "team"}}},
			{Code: "TagKey.Duplication", When: keyTwiceButCase, Break: model.Break{Set: model.Params{"Tag.1.Key": "team", "Tag.2.Key": "Team"}}},
			{Code: "InvalidTagKey.Malformed", When: model.TagKeyMalformed, Break: model.Break{Set: model.Params{"Tag.1.Key": "acs:team"}}},
			{Code: "InvalidTag.Mismatch", When: valueAlone, Shadowed: "A key that is absent is malformed, too."},
			{Code: "InvalidTagValue.Malformed", When: model.TagValueMalformed, Break: model.Break{Set: model.Params{"Tag.1.Value": "http://a"}}},
		}, resourceRules(20), []model.Rule{
			{Code: "OperationDenied.QuotaExceed", Limit: true, When: quotaReached},
			{Code: "QuotaExceed.Tags", When: quotaReached, Says: model.TooManyTagsText,
				Shadowed: "OperationDenied.QuotaExceed has the same condition and stands before it."},
		}),
		Left:    internal(),
		Effects: effects("Tag", model.Documented("TagResources page (2021): an existing key gets the new value"), merged),
	}
}

// missing are the rows of absent parameters, which these pages answer with 404.
func missing() []model.Rule {
	return []model.Rule{
		absent("MissingParameter.RegionId", "RegionId"), absent("MissingParameter.ResourceType", "ResourceType"),
		{Code: "MissingParameter.ResourceIds", When: func(r *model.Request) bool { return len(ids(r)) == 0 }, Break: model.Break{Drop: []string{"ResourceId.1"}}},
	}
}

// resourceRules are the rows about the region, the type and the resources; region is
// the row of an unknown region that has a text.
func resourceRules(region int) []model.Rule {
	return []model.Rule{
		{Code: "InvalidRegionId.NotFound", Row: region, When: model.RegionUnknown, Break: model.Break{Set: model.Params{"RegionId": "cn-nowhere"}}},
		{Code: "InvalidRegionId.NotFound", Row: 1, When: model.RegionUnknown, Shadowed: "The row with a text has the same condition and stands before it.",
			Says: model.Always("The specified RegionId does not exist.")},
		{Code: "InvalidResourceType.NotFound", When: typeUnknown, Break: model.Break{Set: model.Params{"ResourceType": "house"}}},
		{Code: "InvalidResourceId.NotSupported", When: notTaggable,
			Break: model.Break{Set: model.Params{"ResourceType": "image", "ResourceId.1": "$image.linux"}}},
		{Code: "InvalidResourceId.NotFound", When: unknown, Break: model.Break{Set: model.Params{"ResourceId.1": "sg-none"}}},
	}
}
