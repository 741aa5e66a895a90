package keypair

import (
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeKeyPairs: pages of 2018 to 2021. A name that no key pair has selects
// nothing.
func describeKeyPairs() model.Operation {
	page := func(what string) model.Basis { return model.Documented("DescribeKeyPairs page (2018, zh), " + what) }
	return model.Operation{
		Name:   "DescribeKeyPairs",
		Lists:  ecs.KindKeyPair,
		Look:   model.Look{Kind: ecs.KindKeyPair, Params: model.Params{"KeyPairName": model.It}},
		Weight: model.Weight{Cards: 1, Why: "filters and pages", Order: 46},
		Reads:  true,
		Params: []model.Param{
			model.Required("RegionId"), model.Filter(model.Optional("KeyPairName").Naming(ecs.TheKeyPair)), model.Filter(model.Optional("KeyPairFingerPrint")),
			model.Filter(model.ListOf("Tag")), model.PageNumber(), model.PageSize(50), model.Boolean("IncludePublicKey"),
		},
		Rules: []model.Rule{
			{Code: "MissingParameter", When: model.MandatoryMissing, Says: model.NameOfMissing, Refuses: page("RegionId is required"), Answers: page("row 1"),
				Sentence: "RegionId is missing."},
			otherType(),
			{Code: "InvalidParameter", Row: 2, When: model.WrongPage("PageNumber"), Refuses: page("row 2"), Answers: page("row 2"),
				Sentence: "PageNumber is no whole number from 1 on.", Break: model.Break{Set: model.Params{"PageNumber": "0"}}},
			{Code: "InvalidParameter", Row: 3, When: model.WrongPage("PageSize"), Refuses: page("row 3"), Answers: page("row 3"),
				Sentence: "PageSize is no whole number from 1 to 50.", Break: model.Break{Set: model.Params{"PageSize": "51"}}},
			model.UnknownRegion(),
		},
		Reply: func(r *model.Request) model.Reply {
			found, page := model.Collect(r.Page(), ecs.KeyPairs(r.Place).All, func(k *ecs.KeyPair) bool {
				return nameFits(r.Text("KeyPairName"), k.KeyPairName) && r.Matches("KeyPairFingerPrint", k.KeyPairFingerPrint) && r.TagsMatch(k.Tags)
			})
			return model.Reply{Items: model.ResourcesOf(found), Page: page}
		},
	}
}

// otherType is the common rule about types, for the parameters without a row of
// their own.
func otherType() model.Rule {
	rule := model.WrongType()
	other := func(r *model.Request) string { return model.WrongTypeBut(r, "PageNumber", "PageSize") }
	rule.When = func(r *model.Request) bool { return other(r) != "" }
	rule.Says = other
	return rule
}

// nameFits: an asterisk at either end of the pattern stands for any text (page of
// 2018, KeyPairName).
func nameFits(pattern, name string) bool {
	end, before := strings.CutPrefix(pattern, "*")
	middle, after := strings.CutSuffix(end, "*")
	switch {
	case pattern == "":
		return true
	case before && after:
		return strings.Contains(name, middle)
	case before:
		return strings.HasSuffix(name, end)
	case after:
		return strings.HasPrefix(name, middle)
	default:
		return name == pattern
	}
}
