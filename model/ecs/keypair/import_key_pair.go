package keypair

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// importKeyPair: page of 2021. The answer has no private key: only its owner has it.
func importKeyPair() model.Operation {
	return model.Operation{
		Name:  "ImportKeyPair",
		Known: model.StatedBy("ImportKeyPair page (2021)"),
		Makes: ecs.KindKeyPair,
		Trials: model.Trials{Choices: []model.Choice{
			{Param: "KeyPairName", Of: []string{"key-1", "key-2", "key-3"}}, {Param: "PublicKeyBody", Of: []string{ecs.TestPublicKey, ecs.TestPublicKey + " me@home"}},
		}},
		Plain:  model.Params{"KeyPairName": "key-1", "PublicKeyBody": ecs.TestPublicKey},
		Weight: model.Weight{Cards: 1, Why: "names that are taken, keys of any sort", Order: 48},
		Params: []model.Param{model.Required("RegionId"), model.Required("KeyPairName"), model.Required("PublicKeyBody"), model.ListOf("Tag")},
		Rules: []model.Rule{
			{Code: "MissingParameter", When: model.MandatoryMissing, Says: model.NameOfMissing,
				Template: `The input parameter "%s" that is mandatory for processing this request is not supplied.`},
			{Code: "InvalidKeyPairName.Malformed", When: keyPairName().Breaks("KeyPairName"),
				Doubt: model.Doubt{When: onlyAPeriod, Basis: model.Inferred("the pages allow a period in most other names, and no source says that it is refused here")},
				Break: model.Break{Set: model.Params{"KeyPairName": "1"}}},
			{Code: "InvalidPublicKeyBody.Malformed", When: noPublicKey,
				Doubt: model.Doubt{When: newerKey, Basis: model.Inferred("the list of 2021 has no such key, and services have learnt ed25519 since")},
				Break: model.Break{Set: model.Params{"PublicKeyBody": "ssh-rsa"}}},
			model.UnknownRegion(),
			{Code: "KeyPair.AlreadyExist", When: nameTaken},
			{Code: "QuotaExceed.KeyPair", Limit: true, When: quotaReached, Break: model.Break{World: ecs.WorldQuota, Set: model.Params{"KeyPairName": "key-2"}}},
			{Code: "InternalError", Fault: true},
		},
		Left: []model.Left{{Code: "InvalidResourceGroup.NotFound", Why: "the model keeps no resource groups"}},
		Effects: []model.Effect{
			{Name: "KeyPair", Do: takeKeyPair, SeenBy: "DescribeKeyPairs.KeyPairName"},
			{Name: "Tag", When: model.Tagged, Do: tagKeyPair, SeenBy: "DescribeKeyPairs.Tags"},
		},
	}
}

// keySorts are the sorts of keys that the page of 2021 lists.
func keySorts() []string {
	return []string{
		"rsa", "dsa", "ssh-rsa", "ssh-dss", "ecdsa", "ssh-rsa-cert-v00@openssh.com", "ssh-dss-cert-v00@openssh.com", "ssh-rsa-cert-v01@openssh.com",
		"ssh-dss-cert-v01@openssh.com", "ecdsa-sha2-nistp256-cert-v01@openssh.com", "ecdsa-sha2-nistp384-cert-v01@openssh.com",
		"ecdsa-sha2-nistp521-cert-v01@openssh.com", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
	}
}

// keyOf reads a line of an authorized_keys file: the sort of the key, and the key.
func keyOf(r *model.Request) (sort string, key []byte) {
	fields := strings.Fields(r.Text("PublicKeyBody"))
	if len(fields) < 2 {
		return "", nil
	}
	key, err := base64.StdEncoding.DecodeString(fields[1])
	if err != nil || len(key) == 0 {
		return "", nil
	}
	return fields[0], key
}

func noPublicKey(r *model.Request) bool {
	sort, _ := keyOf(r)
	return r.Has("PublicKeyBody") && !slices.Contains(keySorts(), sort)
}

// newerKey: a key of a sort that OpenSSH has and the page does not list.
func newerKey(r *model.Request) bool {
	sort, _ := keyOf(r)
	return strings.Contains(sort, "ed25519")
}

func takeKeyPair(r *model.Request) {
	_, key := keyOf(r)
	addKeyPair(r, ecs.KeyPair{PublicKey: r.Text("PublicKeyBody"), KeyPairFingerPrint: ecs.FingerPrint(key)})
}
