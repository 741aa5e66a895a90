package model_test

import (
	"crypto/x509"
	"encoding/pem"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/fixtures/worlds"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// withKeyPair returns the world with a key pair of the name, and its id.
func withKeyPair(t *testing.T, w model.World, name string, more model.Params) (next model.World, id string) {
	t.Helper()
	params := model.Params{"KeyPairName": name}
	maps.Copy(params, more)
	next, reply := accept(t, w, main1("CreateKeyPair", params))
	return next, reply.Created[0]
}

func TestCreateKeyPair(t *testing.T) {
	w, _ := withKeyPair(t, newWorld(t), "key-1", nil)
	for _, c := range []struct {
		name   string
		params model.Params
		want   []string
	}{
		{"of two characters", model.Params{"KeyPairName": "ab"}, nil},
		{"of 128", model.Params{"KeyPairName": strings.Repeat("a", 128)}, nil},
		{"with all that a name may have", model.Params{"KeyPairName": "密a:_-9"}, nil},
		{"of one character", model.Params{"KeyPairName": "a"}, []string{"InvalidKeyPairName.Malformed"}},
		{"of 129", model.Params{"KeyPairName": strings.Repeat("a", 129)}, []string{"InvalidKeyPairName.Malformed"}},
		{"that begins with a digit", model.Params{"KeyPairName": "1a"}, []string{"InvalidKeyPairName.Malformed"}},
		{"with a space", model.Params{"KeyPairName": "a b"}, []string{"InvalidKeyPairName.Malformed"}},
		{"like an address", model.Params{"KeyPairName": "http://a"}, []string{"InvalidKeyPairName.Malformed"}},
		{"that is taken", model.Params{"KeyPairName": "key-1"}, []string{"KeyPair.AlreadyExist"}},
		{"that is taken elsewhere", model.Params{"KeyPairName": "key-1", "RegionId": "cn-beijing"}, nil},
		{"without", model.Params{"KeyPairName": ""}, []string{"MissingParameter"}},
		{"tag key", model.Params{"Tag.1.Key": "aliyun-a"}, []string{"InvalidTagKey.Malformed"}},
		{"tag value", model.Params{"Tag.1.Key": "a", "Tag.1.Value": "https://a"}, []string{"InvalidTagValue.Malformed"}},
		{"tag twice", model.Params{"Tag.1.Key": "a", "Tag.2.Key": "a"}, []string{"Duplicate.TagKey"}},
		{"region", model.Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			call := main1("CreateKeyPair", model.Params{"KeyPairName": "key-2"})
			maps.Copy(call.Params, c.params)
			wantCodes(t, w, call, c.want...)
		})
	}
	v := w.Apply(main1("CreateKeyPair", model.Params{"KeyPairName": "a.b"}))
	if rule := v.Broken[0]; v.Refuses(rule).Level.Fails() {
		t.Errorf("a period is refused by %v, and nothing says so", v.Refuses(rule))
	}
}

func TestKeyPairQuota(t *testing.T) {
	w := knowing(newWorld(t), mainAccount, ecs.QuotaKeyPairs, 2)
	w, _ = withKeyPair(t, w, "key-1", nil)
	w, _ = withKeyPair(t, w, "key-2", nil)
	wantCodes(t, w, main1("CreateKeyPair", model.Params{"KeyPairName": "key-3"}), "QuotaExceed.KeyPair")
	wantCodes(t, w, main1("CreateKeyPair", model.Params{"KeyPairName": "key-3", "RegionId": "cn-beijing"}))
	if got := newWorld(t).Knows(model.Fact{Scope: mainAccount, Name: ecs.QuotaKeyPairs}); got != model.Exactly(500) {
		t.Errorf("an account may have %v key pairs", got)
	}
}

// The answer has a key that clients can read, once.
func TestThePrivateKeyIsAKey(t *testing.T) {
	_, reply := accept(t, newWorld(t), main1("CreateKeyPair", model.Params{"KeyPairName": "key-1"}))
	block, rest := pem.Decode([]byte(reply.Values["PrivateKeyBody"]))
	if block == nil || strings.TrimSpace(string(rest)) != "" {
		t.Fatalf("the body is no PEM: %q", reply.Values["PrivateKeyBody"])
	}
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil || key.N.BitLen() != 2048 {
		t.Errorf("the key: %v", err)
	}
}

func TestDescribeKeyPairs(t *testing.T) {
	w, one := withKeyPair(t, newWorld(t), "web-key", model.Params{"Tag.1.Key": "team", "Tag.1.Value": "a"})
	w, two := withKeyPair(t, w, "key-web", nil)
	w, three := withKeyPair(t, w, "other", nil)
	print1 := ecs.KeyPairNamed(w.Place(mainAccount, hangzhou), "web-key").KeyPairFingerPrint
	for _, c := range []struct {
		params model.Params
		want   []string
	}{
		{nil, []string{one, two, three}},
		{model.Params{"KeyPairName": "other"}, []string{three}},
		{model.Params{"KeyPairName": "web"}, nil},
		{model.Params{"KeyPairName": "web*"}, []string{one}},
		{model.Params{"KeyPairName": "*web"}, []string{two}},
		{model.Params{"KeyPairName": "*web*"}, []string{one, two}},
		{model.Params{"KeyPairName": "*"}, []string{one, two, three}},
		{model.Params{"KeyPairFingerPrint": print1}, []string{one}},
		{model.Params{"Tag.1.Key": "team"}, []string{one}},
		{model.Params{"Tag.1.Key": "team", "Tag.1.Value": "b"}, nil},
		{model.Params{"PageSize": "1", "PageNumber": "2"}, []string{two}},
		{model.Params{"RegionId": "cn-beijing"}, nil},
	} {
		v := wantCodes(t, w, main1("DescribeKeyPairs", c.params))
		if got := ids(v.Reply); !slices.Equal(got, c.want) {
			t.Errorf("%v shows %v, want %v", c.params, got, c.want)
		}
	}
	wantCodes(t, w, main1("DescribeKeyPairs", model.Params{"IncludePublicKey": "maybe"}), "InvalidParameter")
	wantCodes(t, w, main1("DescribeKeyPairs", model.Params{"RegionId": ""}), "MissingParameter")
}

func TestDeleteKeyPairs(t *testing.T) {
	w, one := withKeyPair(t, newWorld(t), "key-1", nil)
	w, two := withKeyPair(t, w, "key-2", nil)
	del := func(names string) model.Call { return main1("DeleteKeyPairs", model.Params{"KeyPairNames": names}) }
	hundred := `["` + strings.Repeat(`none","`, 99) + `none"]`
	wantCodes(t, w, del("key-1"), "InvalidKeyPairNames.ValueNotSupported")
	wantCodes(t, w, del(`[1]`), "InvalidKeyPairNames.ValueNotSupported")
	wantCodes(t, w, del(""), "MissingParameter")
	wantCodes(t, w, del(hundred))
	wantCodes(t, w, del(strings.Replace(hundred, "none", `none","none`, 1)), "InstanceKeyPairLimitExceeded")
	if v := wantCodes(t, w, del(`["none"]`)); len(v.Effects) > 0 || v.World.Hash() != w.Hash() {
		t.Error("a name that nobody has changes something")
	}
	gone, _ := accept(t, w, del(`["key-1", "none"]`))
	if r, _, _ := gone.Locate(one); r != nil {
		t.Error("key-1 is still there")
	}
	if r, _, _ := gone.Locate(two); r == nil {
		t.Error("key-2 is gone")
	}
	again, other := withKeyPair(t, gone, "key-1", nil)
	if other == one || again.Check() != nil {
		t.Errorf("a new key pair has the id %s: %v", other, again.Check())
	}
	none, _ := accept(t, again, del(`["key-1","key-2"]`))
	if n := ecs.KeyPairs(none.Place(mainAccount, hangzhou)).Count(); n != 0 {
		t.Errorf("%d are left", n)
	}
}

// Two key pairs of one name in two places are two resources, and a call knows the
// one in its place.
func TestOneNameInTwoPlaces(t *testing.T) {
	w, here := withKeyPair(t, newWorld(t), "key-1", nil)
	w, there := withKeyPair(t, w, "key-1", model.Params{"RegionId": "cn-beijing"})
	for id, region := range map[string]string{here: hangzhou, there: "cn-beijing"} {
		r, account, in := w.Locate(id)
		if r == nil || account != mainAccount || in != region || w.Model().Kinds().InCalls(id) != "key-1" {
			t.Errorf("%s is %v in %s", id, r, in)
		}
	}
	after, _ := accept(t, w, main1("DeleteKeyPairs", model.Params{"KeyPairNames": `["key-1"]`}))
	if r, _, _ := after.Locate(there); r == nil {
		t.Error("the call deletes the key pair of another region")
	}
	for _, id := range []string{"key-1", "ssh-none", "i-bp1/key-1", "http://a"} {
		if got := w.Model().Kinds().InCalls(id); got != id {
			t.Errorf("%s is named %s", id, got)
		}
	}
}

func TestKeyPairsOfAWorldFile(t *testing.T) {
	text, err := worlds.Files.ReadFile("default.yaml")
	if err != nil {
		t.Fatal(err)
	}
	read := func(lines string) (model.World, error) {
		return model.ReadWorld(newWorld(t).Model(), append(slices.Clone(text), "\nkeypairs:\n"+lines...), 1)
	}
	w, err := read("  - {as: kp1, account: main, region: cn-hangzhou, tags: {team: a}}\n  - {as: kp2, account: main, region: cn-beijing, name: kp1}\n")
	if err != nil {
		t.Fatal(err)
	}
	v := wantCodes(t, w, main1("DescribeKeyPairs", model.Params{"KeyPairName": "kp1", "Tag.1.Key": "team"}))
	if got := ids(v.Reply); len(got) != 1 || got[0] != named(t, w, "kp1") {
		t.Errorf("shows %v", got)
	}
	if _, err := read("  - {as: kp1, account: main, region: cn-hangzhou}\n  - {as: kp2, account: main, region: cn-hangzhou, name: kp1}\n"); err == nil || !strings.Contains(err.Error(), "another key pair kp1") {
		t.Errorf("two of one name: %v", err)
	}
}

// A world that knows two key pairs by one name is not sound.
func TestCheckFindsTwoOfOneName(t *testing.T) {
	w, id := withKeyPair(t, newWorld(t), "key-1", nil)
	twin := *ecs.KeyPairs(w.Place(mainAccount, hangzhou)).Get(id)
	twin.KeyPairId = "ssh-twin"
	model.Put(&w, mainAccount, hangzhou, twin)
	if err := w.Check(); err == nil || !strings.Contains(err.Error(), `is not found by its name "key-1"`) {
		t.Errorf("Check says %v", err)
	}
}
