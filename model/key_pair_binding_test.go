package model_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

func TestImportKeyPair(t *testing.T) {
	w, _ := withKeyPair(t, newWorld(t), "key-1", nil)
	for _, c := range []struct {
		name   string
		params model.Params
		want   []string
	}{
		{"a key with a comment", model.Params{"PublicKeyBody": ecs.TestPublicKey + " me@home"}, nil},
		{"another sort", model.Params{"PublicKeyBody": "ecdsa-sha2-nistp256 AAAA"}, nil},
		{"a sort that is not listed", model.Params{"PublicKeyBody": "ssh-ed25519 AAAA"}, []string{"InvalidPublicKeyBody.Malformed"}},
		{"no sort", model.Params{"PublicKeyBody": "AAAA"}, []string{"InvalidPublicKeyBody.Malformed"}},
		{"no Base64", model.Params{"PublicKeyBody": "ssh-rsa A?"}, []string{"InvalidPublicKeyBody.Malformed"}},
		{"no key", model.Params{"PublicKeyBody": ""}, []string{"MissingParameter"}},
		{"no name", model.Params{"KeyPairName": ""}, []string{"MissingParameter"}},
		{"a wrong name", model.Params{"KeyPairName": "-"}, []string{"InvalidKeyPairName.Malformed"}},
		{"a name that is taken", model.Params{"KeyPairName": "key-1"}, []string{"KeyPair.AlreadyExist"}},
		{"no region", model.Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			call := main1("ImportKeyPair", model.Params{"KeyPairName": "key-2", "PublicKeyBody": ecs.TestPublicKey})
			maps.Copy(call.Params, c.params)
			wantCodes(t, w, call, c.want...)
		})
	}
	v := w.Apply(main1("ImportKeyPair", model.Params{"KeyPairName": "key-2", "PublicKeyBody": "ssh-ed25519 AAAA"}))
	if v.Refuses(v.Broken[0]).Level.Fails() {
		t.Error("no source says that ed25519 is refused today")
	}
	if got := v.World.Apply(main1("ImportKeyPair", model.Params{"PublicKeyBody": "x y"})).Message(0); !strings.Contains(got, `"KeyPairName"`) {
		t.Errorf("the message is %q", got)
	}
	few := knowing(w, mainAccount, ecs.QuotaKeyPairs, 1)
	wantCodes(t, few, main1("ImportKeyPair", model.Params{"KeyPairName": "key-2", "PublicKeyBody": ecs.TestPublicKey}), "QuotaExceed.KeyPair")

	w, reply := accept(t, w, main1("ImportKeyPair", model.Params{"KeyPairName": "key-2", "PublicKeyBody": ecs.TestPublicKey + " me@home", "Tag.1.Key": "a"}))
	k := ecs.KeyPairNamed(w.Place(mainAccount, hangzhou), "key-2")
	// ssh-keygen -l -E md5 says the same of this key.
	if k.KeyPairFingerPrint != "4e:96:c3:a6:fb:59:32:ca:e6:13:7b:bb:04:d7:35:2f" || k.Tags != "a=" || len(reply.Values) > 0 {
		t.Errorf("the key pair is %+v, and the answer %v", k, reply.Values)
	}
}

// bound returns a world with the key pair key-1 at an instance, and the instance.
func bound(t *testing.T) (w model.World, instance string) {
	t.Helper()
	w, _ = withKeyPair(t, newWorld(t), "key-1", nil)
	w, instance = addInstance(t, w, testInstance{Status: ecs.Stopped})
	w, _ = accept(t, w, main1("AttachKeyPair", model.Params{"KeyPairName": "key-1", "InstanceIds": `["` + instance + `"]`}))
	return w, instance
}

func keyPairAt(w model.World, instance string) string {
	return ecs.Instances(w.Place(mainAccount, hangzhou)).Get(instance).KeyPairName
}

func TestBindingRefuses(t *testing.T) {
	w, linux := bound(t)
	w, windows := addInstance(t, w, testInstance{Change: func(i *ecs.Instance) { i.OSType = model.Windows }})
	w, old := addInstance(t, w, testInstance{Change: func(i *ecs.Instance) { i.IoOptimized = false }})
	all := `["` + strings.Repeat(linux+`","`, 49) + linux + `"]`
	for _, c := range []struct {
		params         model.Params
		attach, detach []string
	}{
		{nil, nil, nil},
		{model.Params{"InstanceIds": linux}, []string{"InvalidInstanceIds.ValueNotSupported"}, []string{"InvalidInstanceIds.ValueNotSupported"}},
		{model.Params{"InstanceIds": `["` + linux + `","i-none"]`}, []string{"InvalidInstanceIds.ValueNotSupported"}, []string{"InvalidInstanceIds.ValueNotSupported"}},
		{model.Params{"KeyPairName": "key-9"}, []string{"InvalidKeyPairName.NotFound"}, []string{"InvalidKeyPairName.NotFound"}},
		{model.Params{"KeyPairName": ""}, []string{"MissingParameter"}, []string{"MissingParameter"}},
		{model.Params{"InstanceIds": `["` + linux + `","` + windows + `"]`}, []string{"DependencyViolation.WindowsInstance"}, []string{"DependencyViolation.WindowsInstance"}},
		{model.Params{"InstanceIds": `["` + old + `"]`}, []string{"DependencyViolation.IoOptimize"}, nil},
		{model.Params{"InstanceIds": all}, nil, nil},
		{model.Params{"InstanceIds": strings.Replace(all, `["`, `["`+linux+`","`, 1)}, []string{"InstanceKeyPairLimitExceeded"}, nil},
		{model.Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}, []string{"InvalidRegionId.NotFound"}},
	} {
		for op, want := range map[string][]string{"AttachKeyPair": c.attach, "DetachKeyPair": c.detach} {
			call := main1(op, model.Params{"KeyPairName": "key-1", "InstanceIds": `["` + linux + `"]`})
			maps.Copy(call.Params, c.params)
			wantCodes(t, w, call, want...)
		}
	}
}

func TestAnInstanceHasOneKeyPair(t *testing.T) {
	w, instance := bound(t)
	if keyPairAt(w, instance) != "key-1" || w.Check() != nil {
		t.Fatalf("the instance has %q: %v", keyPairAt(w, instance), w.Check())
	}
	v := wantCodes(t, w, main1("DescribeInstances", model.Params{"KeyPairName": "key-1"}))
	if got := ids(v.Reply); !slices.Equal(got, []string{instance}) {
		t.Errorf("key-1 is shown at %v", got)
	}
	w, _ = withKeyPair(t, w, "key-2", nil)
	second := model.Params{"KeyPairName": "key-2", "InstanceIds": `["` + instance + `"]`}
	other, _ := accept(t, w, main1("DetachKeyPair", second))
	if keyPairAt(other, instance) != "key-1" {
		t.Error("the key pair of another name is taken away")
	}
	w, reply := accept(t, w, main1("AttachKeyPair", second))
	if keyPairAt(w, instance) != "key-2" || reply.Values["TotalCount"] != "1" || len(reply.Items) != 1 {
		t.Errorf("the new key pair does not replace the old one: %q, %v", keyPairAt(w, instance), reply)
	}
	w, _ = accept(t, w, main1("DetachKeyPair", second))
	if keyPairAt(w, instance) != "" || w.Check() != nil {
		t.Errorf("it is not taken away: %v", w.Check())
	}
}

// A key pair goes when no instance has it.
func TestABoundKeyPairStays(t *testing.T) {
	w, instance := bound(t)
	w, _ = withKeyPair(t, w, "key-2", nil)
	del := main1("DeleteKeyPairs", model.Params{"KeyPairNames": `["key-2","key-1"]`})
	wantCodes(t, w, del, "InvalidParameter.KeypairAlreadyAttachedInstance")
	free, _ := accept(t, w, main1("DetachKeyPair", model.Params{"KeyPairName": "key-1", "InstanceIds": `["` + instance + `"]`}))
	wantCodes(t, free, del)
	gone, _ := accept(t, w, main1("DeleteInstance", model.Params{"InstanceId": instance, "RegionId": hangzhou}))
	wantCodes(t, gone, del)

	lost := w
	model.Drop[ecs.KeyPair](&lost, mainAccount, hangzhou, ecs.KindKeyPair, lost.Place(mainAccount, hangzhou).Owner(ecs.KindKeyPair, "key-1"))
	if err := lost.Check(); err == nil || !strings.Contains(err.Error(), `has the key pair "key-1", which is not there`) {
		t.Errorf("Check says %v", err)
	}
}
