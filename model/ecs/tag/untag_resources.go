package tag

import (
	"slices"
	"strconv"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// untagResources: pages of 2021 and 2024. A key that the resource does not have is
// removed with success (inferred: no row says otherwise).
func untagResources() model.Operation {
	return model.Operation{
		Name:   "UntagResources",
		Known:  model.StatedBy("UntagResources pages (2021 and 2024)"),
		Also:   "Vpc",
		About:  "ResourceId",
		Plain:  model.Params{"RegionId": "cn-hangzhou", "ResourceType": "securitygroup", "TagKey.1": "team"},
		Trials: trials("TagKey.1=team"),
		Weight: model.Weight{Cards: 1, Why: "tags go", Order: 115},
		Params: []model.Param{
			model.Optional("RegionId"), model.Optional("ResourceType"), model.ListOf("ResourceId").Naming(ecs.TheGroups).AsOwn(),
			model.ListOf("TagKey"), model.Boolean("All"),
		},
		Rules: slices.Concat(missing(), []model.Rule{
			{Code: "MissingParameter.Tags", When: noKeys, Break: model.Break{Drop: []string{"TagKey.1"}}},
			{Code: "Param.Conflict", When: model.Both(model.IsTrue("All"), model.Given("TagKey")), Break: model.Break{Set: model.Params{"All": "true"}}},
			{Code: "NumberExceed.ResourceIds", Limit: true, When: tooManyIds, Break: model.Break{Set: manyIds()}},
			{Code: "NumberExceed.Tags", Limit: true, When: tooManyKeys, Break: model.Break{Set: manyKeys()}},
			{Code: "InvalidTagCount", When: tooManyKeys, Shadowed: "NumberExceed.Tags has the same condition and stands before it."},
		}, resourceRules(20)),
		Left: append(internal(), copied("Duplicate.TagKey", "InvalidTagKey.Malformed", "InvalidTagValue.Malformed", "OperationDenied.QuotaExceed",
			"InvalidTag.Mismatch")...),
		Effects: effects("TagKey", model.Documented("UntagResources page (2021)"), func(r *model.Request, has model.List) model.List {
			if r.IsTrue("All") {
				return ""
			}
			return model.NewTags(slices.DeleteFunc(has.Tags(), func(t model.Tag) bool { return slices.Contains(r.List("TagKey"), t.Key) })...)
		}),
	}
}

func noKeys(r *model.Request) bool { return len(r.List("TagKey")) == 0 && !r.IsTrue("All") }

func tooManyKeys(r *model.Request) bool { return r.Beyond(len(r.List("TagKey")), model.MostTags) }

func manyKeys() model.Params {
	p := model.Params{}
	for n := 1; n <= model.MostTags+1; n++ {
		p["TagKey."+strconv.Itoa(n)] = "key-" + strconv.Itoa(n)
	}
	return p
}
