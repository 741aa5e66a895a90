package keypair

import (
	"encoding/json"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// deleteKeyPairs: pages of 2021 and 2024-12.
func deleteKeyPairs() model.Operation {
	return model.Operation{
		Name:    "DeleteKeyPairs",
		Removes: ecs.KindKeyPair,
		Weight:  model.Weight{Cards: 1, Why: "ends what other calls need", Order: 47},
		Params: []model.Param{
			model.Required("RegionId"), {Name: "KeyPairNames", Type: model.TypeJSONList, Required: true, Names: ecs.TheKeyPair, Own: true},
		},
		Rules: []model.Rule{
			{Code: "MissingParameter", When: model.MandatoryMissing, Says: model.NameOfMissing},
			{Code: "InvalidKeyPairNames.ValueNotSupported", When: noNames, Break: model.Break{Set: model.Params{"KeyPairNames": "key-1"}}},
			{Code: "InstanceKeyPairLimitExceeded", Limit: true, When: tooManyNames, Break: model.Break{Set: model.Params{"KeyPairNames": manyNames()}}},
			{Code: "InvalidRegionId.NotFound", When: model.RegionUnknown},
		},
		Left: []model.Left{
			{Code: "InvalidParameter.KeypairAlreadyAttachedInstance", Why: "instances of the model have no key pairs yet"},
		},
		Effects: []model.Effect{{Name: "KeyPair", When: namesOne, Do: dropKeyPairs, SeenBy: "DescribeKeyPairs.KeyPairName"}},
	}
}

// mostNames is how many key pairs one call deletes.
const mostNames = 100

// names are the elements of KeyPairNames; ok is false for a text that is no JSON
// array of texts.
func names(r *model.Request) (all []string, ok bool) {
	return all, json.Unmarshal([]byte(r.Text("KeyPairNames")), &all) == nil
}

func noNames(r *model.Request) bool {
	_, ok := names(r)
	return r.Has("KeyPairNames") && !ok
}

func tooManyNames(r *model.Request) bool {
	all, _ := names(r)
	return r.Beyond(len(all), mostNames)
}

// manyNames is one name more than a call may have.
func manyNames() string {
	all := make([]string, mostNames+1)
	for i := range all {
		all[i] = "none-" + model.NumberText(i)
	}
	text, _ := json.Marshal(all) //nolint:errchkjson // texts are always JSON
	return string(text)
}

// named are the key pairs that the call names. A name that no key pair has is
// passed over (assumed: the page has no row for it).
func named(r *model.Request) []*ecs.KeyPair {
	if r.Place == nil {
		return nil
	}
	var found []*ecs.KeyPair
	all, _ := names(r)
	for _, name := range all {
		if k := ecs.KeyPairNamed(r.Place, name); k != nil {
			found = append(found, k)
		}
	}
	return found
}

func namesOne(r *model.Request) bool { return len(named(r)) > 0 }

func dropKeyPairs(r *model.Request) {
	for _, k := range named(r) {
		model.Drop[ecs.KeyPair](r.World, r.Place.Account, r.Region, ecs.KindKeyPair, k.ID())
	}
	r.Reload()
}
