package model_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/ecs/image"
)

func share(id string, more model.Params) model.Call {
	return callWith("ModifyImageSharePermission", model.Params{"RegionId": hangzhou, "ImageId": id}, more)
}

// sharedWith asks the cloud whom the image is shared with.
func sharedWith(t *testing.T, w model.World, id string) string {
	t.Helper()
	after, reply := accept(t, w, model.Call{Op: "DescribeImageSharePermission", Params: model.Params{"RegionId": hangzhou, "ImageId": id}})
	if after.Hash() != w.Hash() {
		t.Error("looking changed the world")
	}
	return reply.Values["Accounts"]
}

func TestShareAndUnshareAnImage(t *testing.T) {
	w, id := withImage(t, newWorld(t), nil)
	seen := imagesCall(model.Params{"ImageId": id})
	seen.Caller = "other"

	dryRun(t, w, share(id, model.Params{"AddAccount.1": otherAccount}))
	w, _ = accept(t, w, share(id, model.Params{"AddAccount.1": otherAccount}))
	if got := sharedWith(t, w, id); got != otherAccount {
		t.Errorf("shared with %q", got)
	}
	if got := imageNames(t, w, seen); len(got) != 1 {
		t.Errorf("the other account sees %d images", len(got))
	}
	again, _ := accept(t, w, share(id, model.Params{"AddAccount.1": otherAccount}))
	if again.Hash() != w.Hash() {
		t.Error("sharing again is a change")
	}

	w, _ = accept(t, w, share(id, model.Params{"RemoveAccount.1": otherAccount}))
	if got := sharedWith(t, w, id); got != "" {
		t.Errorf("still shared with %q", got)
	}
	if got := imageNames(t, w, seen); len(got) != 0 {
		t.Errorf("the other account still sees %d images", len(got))
	}
}

func TestPublishAnImage(t *testing.T) {
	w, id := withImage(t, newWorld(t), func(i *ecs.Image) { i.ImageName = "name" })
	community := imagesCall(model.Params{"ImageOwnerAlias": "others", "IsPublic": "true"})
	community.Caller = "other"

	w, _ = accept(t, w, share(id, model.Params{"IsPublic": "true"}))
	if diff := cmp.Diff([]string{"name"}, imageNames(t, w, community)); diff != "" {
		t.Error(diff)
	}
	// What is published is not the publisher's to delete, nor anybody else's to change.
	refuse(t, w, deleteOf(id, nil), "DeleteImage/ImageIsPublic")
	c := modifyImage(id, model.Params{"ImageName": "mine"})
	c.Caller = "other"
	refuse(t, w, c, "ModifyImageAttribute/InvalidOperation.PublicImageUnsupported")

	w, _ = accept(t, w, share(id, model.Params{"IsPublic": "false"}))
	if got := imageNames(t, w, community); len(got) != 0 {
		t.Errorf("still published: %v", got)
	}
	again, _ := accept(t, w, share(id, model.Params{"IsPublic": "false"}))
	if again.Hash() != w.Hash() {
		t.Error("taking back what is not published is a change")
	}
}

func TestModifyImageSharePermissionRows(t *testing.T) {
	many := func(i *ecs.Image) { i.Hidden.Shared = model.NewList(otherAccount) }
	for _, tc := range []struct {
		name, rule string
		change     func(*ecs.Image)
		set        model.Params
		as         string
	}{
		{"no region", "MissingParameter#1", nil, model.Params{"RegionId": ""}, ""},
		{"no image", "MissingParameter#0", nil, model.Params{"ImageId": ""}, ""},
		{"unknown region", "InvalidRegionId.NotFound", nil, model.Params{"RegionId": "cn-nowhere"}, ""},
		{"to publish and to share", "InvalidParameter.IsPublic", nil, model.Params{"IsPublic": "true", "AddAccount.1": otherAccount}, ""},
		{"to publish and to unshare", "InvalidParameter.IsPublic", nil, model.Params{"IsPublic": "true", "RemoveAccount.1": otherAccount}, ""},
		{"unknown image", "InvalidImageId.NotFound", nil, model.Params{"ImageId": "m-none"}, ""},
		{"another account's image", "InvalidImageId.NotFound", many, model.Params{"AddAccount.1": thirdAccount}, "other"},
		{"unknown account", "InvalidAccount.NotFound", nil, model.Params{"AddAccount.1": "1999999999999999"}, ""},
		{"unknown account to remove", "InvalidAccount.NotFound", nil, model.Params{"RemoveAccount.1": "1999999999999999"}, ""},
		{"oneself", "InvalidAccount.Forbbiden", nil, model.Params{"AddAccount.1": mainAccount}, ""},
		{"published already", "Image.Public", func(i *ecs.Image) { i.IsPublic = true }, model.Params{"IsPublic": "true"}, ""},
		{"published, to be shared", "Image.Public", func(i *ecs.Image) { i.IsPublic = true }, model.Params{"AddAccount.1": otherAccount}, ""},
		{"description", "ImageDescription.ContainsSensitiveWords", func(i *ecs.Image) { i.Description = image.RefusedText }, model.Params{"IsPublic": "true"}, ""},
		{"name", "ImageName.ContainsSensitiveWords", func(i *ecs.Image) { i.ImageName = image.RefusedText }, model.Params{"IsPublic": "true"}, ""},
		{"deprecated", "OperationDenied.InvalidImageStatus", func(i *ecs.Image) { i.Status = ecs.Deprecated }, model.Params{"AddAccount.1": otherAccount}, ""},
		{"one account too many", "QuotaExceed.ShareImageUser", many, model.Params{"AddAccount.1": thirdAccount}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w, id := withImage(t, imageWorld(t), tc.change)
			c := share(id, tc.set)
			c.Caller = tc.as
			refuse(t, w, c, "ModifyImageSharePermission/"+tc.rule)
		})
	}
	t.Run("one shared image too many", func(t *testing.T) {
		w, _ := withImage(t, namedWorld(t, "quota"), many)
		w, id := withImage(t, w, nil)
		refuse(t, w, share(id, model.Params{"AddAccount.1": otherAccount}), "ModifyImageSharePermission/QuotaExceed.ShareImage")
	})
}

// Of more than ten accounts the first ten count.
func TestOnlyTenAccountsOfACallCount(t *testing.T) {
	w, id := withImage(t, newWorld(t), nil)
	set := model.Params{"AddAccount.11": "1999999999999999"}
	for n := 1; n <= 10; n++ {
		set["AddAccount."+strconv.Itoa(n)] = otherAccount
	}
	w, _ = accept(t, w, share(id, set))
	if got := sharedWith(t, w, id); got != otherAccount {
		t.Errorf("shared with %q", got)
	}
}

// An account that a stranger's cloud has not shown may exist.
func TestAStrangersAccountsAreLearnt(t *testing.T) {
	w, id := withImage(t, newWorld(t), nil)
	stranger := *w.Base()
	stranger.Stranger = true
	w = w.On(&stranger)
	call := share(id, model.Params{"AddAccount.1": "1999999999999999"})
	v := w.Apply(call)
	if !v.Accepted() || len(v.Asked) == 0 {
		t.Fatalf("codes %v, asked %v", codes(v), v.Asked)
	}
	_, gone := w.Learn(model.Question{Fact: model.Fact{Scope: "1999999999999999", Name: model.AccountExists}, N: 1})
	refuse(t, gone, call, "ModifyImageSharePermission/InvalidAccount.NotFound")
}

func TestDescribeImageSharePermission(t *testing.T) {
	w, id := withImage(t, newWorld(t), func(i *ecs.Image) { i.Hidden.Shared = model.NewList("a", "b", "c") })
	look := func(more model.Params) model.Call {
		return callWith("DescribeImageSharePermission", model.Params{"RegionId": hangzhou, "ImageId": id}, more)
	}
	for page, want := range map[string]string{"1": "a,b", "2": "c", "3": ""} {
		_, reply := accept(t, w, look(model.Params{"PageSize": "2", "PageNumber": page}))
		if got := reply.Values["Accounts"]; got != want || reply.Page.Total != 3 || reply.Values["ImageId"] != id {
			t.Errorf("page %s: %q of %d", page, got, reply.Page.Total)
		}
	}
	for rule, set := range map[string]model.Params{
		"MissingParameter#1": {"RegionId": ""}, "MissingParameter#2": {"ImageId": ""},
		"InvalidRegionId.NotFound": {"RegionId": "cn-nowhere"}, "InvalidImageId.NotFound": {"ImageId": "m-none"},
	} {
		refuse(t, w, look(set), "DescribeImageSharePermission/"+rule)
	}
}
