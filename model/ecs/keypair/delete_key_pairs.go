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
		Known:   model.StatedBy("DeleteKeyPairs pages (2021 and 2024-12)"),
		Removes: ecs.KindKeyPair,
		Weight:  model.Weight{Cards: 1, Why: "ends what other calls need", Order: 47},
		Params: []model.Param{
			model.Required("RegionId"), {Name: "KeyPairNames", Type: model.TypeJSONList, Required: true, OwnRow: true, Names: ecs.TheKeyPair, Own: true},
		},
		Rules: []model.Rule{
			{Code: "MissingParameter", When: model.MandatoryMissing, Says: model.NameOfMissing},
			{Code: "InvalidKeyPairNames.ValueNotSupported", When: noNames, Break: model.Break{Set: model.Params{"KeyPairNames": "key-1"}}},
			{Code: "InstanceKeyPairLimitExceeded", Limit: true, When: tooManyNames, Break: model.Break{Set: model.Params{"KeyPairNames": many("none-", mostNames+1)}}},
			{Code: "InvalidRegionId.NotFound", When: model.RegionUnknown},
			{Code: "InvalidParameter.KeypairAlreadyAttachedInstance", When: oneBound},
		},
		Effects: []model.Effect{{Name: "KeyPair", When: namesOne, Do: dropKeyPairs, SeenBy: "DescribeKeyPairs.KeyPairName"}},
	}
}

// mostNames is how many key pairs one call deletes.
const mostNames = 100

func noNames(r *model.Request) bool {
	_, ok := r.JSONList("KeyPairNames")
	return r.Has("KeyPairNames") && !ok
}

func tooManyNames(r *model.Request) bool {
	all, _ := r.JSONList("KeyPairNames")
	return r.Beyond(len(all), mostNames)
}

// many is a JSON array of n texts.
func many(prefix string, n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = prefix + model.NumberText(i)
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
	all, _ := r.JSONList("KeyPairNames")
	for _, name := range all {
		if k := ecs.KeyPairNamed(r.Place, name); k != nil {
			found = append(found, k)
		}
	}
	return found
}

// oneBound: an instance has one of the key pairs. Until 2021 such a key pair
// could be deleted, and the instance kept the key.
func oneBound(r *model.Request) bool {
	for _, k := range named(r) {
		for _, i := range ecs.Instances(r.Place).All {
			if i.KeyPairName == k.KeyPairName {
				return true
			}
		}
	}
	return false
}

func namesOne(r *model.Request) bool { return len(named(r)) > 0 }

func dropKeyPairs(r *model.Request) {
	for _, k := range named(r) {
		model.Drop[ecs.KeyPair](r.World, r.Place.Account, r.Region, ecs.KindKeyPair, k.ID())
	}
	r.Reload()
}
