package keypair

import (
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// createKeyPair: pages of 2021 and 2024-12, rows 3 to 8 from the copy of 2025-01.
// A key pair is there at once.
func createKeyPair() model.Operation {
	return model.Operation{
		Name:  "CreateKeyPair",
		Known: model.StatedBy("CreateKeyPair pages (2021 and 2024-12)"),
		Makes: ecs.KindKeyPair,
		Trials: model.Trials{
			Choices: []model.Choice{{Param: "KeyPairName", Of: []string{"key-1", "key-2", "key-3"}}},
			Shapes:  model.Varied("", "KeyPairName=key-2"),
		},
		Plain:  model.Params{"KeyPairName": "key-1"},
		Weight: model.Weight{Cards: 1, Why: "names that are taken, a quota", Order: 45},
		Params: []model.Param{model.Required("RegionId"), model.Required("KeyPairName"), model.ListOf("Tag")},
		Rules: []model.Rule{
			{Code: "InvalidKeyPairName.Malformed", When: keyPairName().Breaks("KeyPairName"),
				Doubt: model.Doubt{When: onlyAPeriod, Basis: model.Inferred("the pages allow a period in most other names, and no source says that it is refused here")},
				Break: model.Break{Set: model.Params{"KeyPairName": "1"}}},
			{Code: "InvalidTagKey.Malformed", When: model.TagKeyMalformed, Break: model.Break{Set: model.Params{"Tag.1.Key": "acs:team", "Tag.1.Value": "a"}}},
			{Code: "InvalidTagValue.Malformed", When: model.TagValueMalformed, Readings: model.ValueNeeded(), Break: model.Break{Set: model.Params{"Tag.1.Key": "team", "Tag.1.Value": "http://a"}}},
			{Code: "Duplicate.TagKey", When: model.TagKeyTwice, Break: model.Break{Set: model.Params{"Tag.1.Key": "team", "Tag.2.Key": "team"}}},
			{Code: "InvalidRegionId.NotFound", When: model.RegionUnknown},
			{Code: "KeyPair.AlreadyExist", When: nameTaken},
			{Code: "QuotaExceed.KeyPair", Limit: true, When: quotaReached, Break: model.Break{World: ecs.WorldQuota}},
		},
		Left: []model.Left{{Code: "InvalidResourceGroup.NotFound", Why: "the model keeps no resource groups"}},
		Effects: []model.Effect{
			{Name: "KeyPair", Do: makeKeyPair, SeenBy: "DescribeKeyPairs.KeyPairName"},
			{Name: "Tag", When: model.Tagged, Do: tagKeyPair, SeenBy: "DescribeKeyPairs.Tags"},
		},
		Values: map[string]model.ValueClass{"PrivateKeyBody": model.ValueSecret},
		Reply: func(*model.Request) model.Reply {
			return model.Reply{Values: map[string]string{"PrivateKeyBody": testPrivateKey}}
		},
	}
}

func keyPairName() model.NameRule {
	return model.NameRule{Punctuation: ":_-", NoPrefix: []string{"http://", "https://"}}
}

// onlyAPeriod: a name that would be legal if periods were allowed.
func onlyAPeriod(r *model.Request) bool {
	with := keyPairName()
	with.Punctuation += "."
	return with.Fits(r.Text("KeyPairName"))
}

func nameTaken(r *model.Request) bool {
	return r.Place != nil && ecs.KeyPairNamed(r.Place, r.Text("KeyPairName")) != nil
}

func quotaReached(r *model.Request) bool {
	return r.Place != nil && r.Exceeds(ecs.KeyPairs(r.Place).Count()+1, r.Account(), ecs.QuotaKeyPairs)
}

func makeKeyPair(r *model.Request) { addKeyPair(r, ecs.KeyPair{PublicKey: ecs.TestPublicKey}) }

// addKeyPair adds the key pair under the name of the call.
func addKeyPair(r *model.Request, k ecs.KeyPair) {
	k.KeyPairName, k.CreationTime = r.Text("KeyPairName"), r.Now().Truncate(time.Second)
	k = ecs.AddKeyPair(r.World, r.Place, k)
	r.Reload()
	r.Created = append(r.Created, k.ID())
}

func tagKeyPair(r *model.Request) {
	k := *ecs.KeyPairs(r.Place).Get(r.Created[0])
	k.Tags = model.NewTags(r.Tags()...)
	model.Put(r.World, r.Place.Account, r.Region, k)
	r.Reload()
}

// testPrivateKey is the private half of [ecs.TestPublicKey]. The page says PKCS#8,
// and its example is the beginning of a key in PKCS#1, as here.
const testPrivateKey = `-----BEGIN RSA PRIVATE KEY-----
MIIEowIBAAKCAQEAsPnoGUOnrpiSqt4XynxA+HRP7S+BSObI6qJ7fQAVSPtRkqso
tWxQYLEYzNEx5ZSHTGypibVsJylvCfuToDTfMul8b/CZjP2Ob0LdpYrNH6l5hvFE
89FU1nZQF15oVLOpUgA7wGiHuEVawrGfey92UE68mOyUVXGweJIVDdxqdMoPvNNU
l86BU02vlBiESxOuox+dWmuVV7vfYZ79Toh/LUK43YvJh+rhv4nKuF7iHjVjBd9s
B6iDjj70HFldzOQ9r8SRI+9NirupPTkF5AKNe6kUhKJ1luB7S27ZkvB3tSTT3P59
3VVJvnzOjaA1z6Cz+4+eRvcysqhrRgFlwI9TEwIDAQABAoIBAEEYiyDP29vCzx/+
dS3LqnI5BjUuJhXUnc6AWX/PCgVAO+8A+gZRgvct7PtZb0sM6P9ZcLrweomlGezI
FrL0/6xQaa8bBr/ve/a8155OgcjFo6fZEw3Dz7ra5fbSiPmu4/b/kvrg+Br1l77J
aun6uUAs1f5B9wW+vbR7tzbT/mxaUeDiBzKpe15GwcvbJtdIVMa2YErtRjc1/5B2
BGVXyvlJv0SIlcIEMsHgnAFOp1ZgQ08aDzvilLq8XVMOahAhP1O2A3X8hKdXPyrx
IVWE9bS9ptTo+eF6eNl+d7htpKGEZHUxinoQpWEBTv+iOoHsVunkEJ3vjLP3lyI/
fY0NQ1ECgYEA3RBXAjgvIys2gfU3keImF8e/TprLge1I2vbWmV2j6rZCg5r/AS0u
pii5CvJ5/T5vfJPNgPBy8B/yRDs+6PJO1GmnlhOkG9JAIPkv0RBZvR0PMBtbp6nT
Y3yo1lwamBVBfY6rc0sLTzosZh2aGoLzrHNMQFMGaauORzBFpY5lU50CgYEAzPHl
u5DI6Xgep1vr8QvCUuEesCOgJg8Yh1UqVoY/SmQh6MYAv1I9bLGwrb3WW/7kqIoD
fj0aQV5buVZI2loMomtU9KY5SFIsPV+JuUpy7/+VE01ZQM5FdY8wiYCQiVZYju9X
Wz5LxMNoz+gT7pwlLCsC4N+R8aoBk404aF1gum8CgYAJ7VTq7Zj4TFV7Soa/T1eE
k9y8a+kdoYk3BASpCHJ29M5R2KEA7YV9wrBklHTz8VzSTFTbKHEQ5W5csAhoL5Fo
qoHzFFi3Qx7MHESQb9qHyolHEMNx6QdsHUn7rlEnaTTyrXh3ifQtD6C0yTmFXUIS
CW9wKApOrnyKJ9nI0HcuZQKBgQCMtoV6e9VGX4AEfpuHvAAnMYQFgeBiYTkBKltQ
XwozhH63uMMomUmtSG87Sz1TmrXadjAhy8gsG6I0pWaN7QgBuFnzQ/HOkwTm+qKw
AsrZt4zeXNwsH7QXHEJCFnCmqw9QzEoZTrNtHJHpNboBuVnYcoueZEJrP8OnUG3r
UjmopwKBgAqB2KYYMUqAOvYcBnEfLDmyZv9BTVNHbR2lKkMYqv5LlvDaBxVfilE0
2riO4p6BaAdvzXjKeRrGNEKoHNBpOSfYCOM16NjL8hIZB1CaV3WbT5oY+jp7Mzd5
7d56RZOE+ERK2uz/7JX9VSsM/LbH9pJibd4e8mikDS9ntciqOH/3
-----END RSA PRIVATE KEY-----
`
