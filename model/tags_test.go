package model_test

import (
	"testing"

	"github.com/ecsim/ecsim/model"
)

// Every kind with tags takes them by both families of operations, loses them again,
// and is listed with them.
func TestTagsOfEveryKind(t *testing.T) {
	w, instance := launchIn(t, newWorld(t))
	w, _ = accept(t, w, main1("CreateKeyPair", model.Params{"KeyPairName": "key-1"}))
	of := map[string]string{
		"instance": instance, "securitygroup": named(t, w, "sg1"), "VPC": named(t, w, "vpc1"), "VSWITCH": named(t, w, "vsw1"), "keypair": "key-1",
	}
	records := func(w model.World, word, id string) int {
		v := wantCodes(t, w, main1("ListTagResources", model.Params{"ResourceType": word, "ResourceId.1": id}))
		return len(v.Reply.Records)
	}
	for word, id := range of {
		about := model.Params{"ResourceType": word, "ResourceId.1": id}
		before := records(w, word, id)
		tagged, _ := accept(t, w, main1("TagResources", about.With("Tag.1.Key", "team").With("Tag.1.Value", "a").With("Tag.2.Key", "b")))
		tagged, _ = accept(t, tagged, main1("TagResources", about.With("Tag.1.Key", "team").With("Tag.1.Value", "c")))
		if got := records(tagged, word, id); got != before+2 {
			t.Errorf("%s: %d tags, want %d", word, got, before+2)
		}
		one, _ := accept(t, tagged, main1("UntagResources", about.With("TagKey.1", "b")))
		none, _ := accept(t, tagged, main1("UntagResources", about.With("All", "true")))
		if records(one, word, id) != before+1 || records(none, word, id) != 0 {
			t.Errorf("%s: %d tags without one, %d without any", word, records(one, word, id), records(none, word, id))
		}
		wantCodes(t, w, main1("TagResources", model.Params{"ResourceType": word, "ResourceId.1": "none", "Tag.1.Key": "a"}), "InvalidResourceId.NotFound")
	}
	group := model.Params{"ResourceType": "securitygroup", "ResourceId": of["securitygroup"], "Tag.1.Key": "team", "Tag.1.Value": "a"}
	tagged, _ := accept(t, w, main1("AddTags", group))
	kept, _ := accept(t, tagged, main1("RemoveTags", group.With("Tag.1.Value", "b")))
	gone, _ := accept(t, tagged, main1("RemoveTags", group))
	if kept.Hash() != tagged.Hash() || gone.Hash() != w.Hash() {
		t.Error("RemoveTags removes a tag of another value, or not the tag")
	}
}
