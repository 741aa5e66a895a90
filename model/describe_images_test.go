package model_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

func imagesCall(more model.Params) model.Call {
	return callWith("DescribeImages", model.Params{"RegionId": hangzhou}, more)
}

// names lists the names of the described images in the order of the answer.
func imageNames(t *testing.T, w model.World, c model.Call) []string {
	t.Helper()
	after, reply := accept(t, w, c)
	if after.Hash() != w.Hash() {
		t.Errorf("%v changed the world", c.Params)
	}
	found := []string{}
	for _, item := range reply.Items {
		found = append(found, item.(*ecs.Image).ImageName)
	}
	return found
}

// aGallery has one image of each sort that DescribeImages tells apart, and one
// public image.
func aGallery(t *testing.T) model.World {
	t.Helper()
	w := imageWorld(t)
	model.Drop[ecs.Image](&w, mainAccount, hangzhou, ecs.KindImage, named(t, w, "image.armcustom"))
	model.Drop[ecs.Image](&w, model.SystemAccount, hangzhou, ecs.KindImage, named(t, w, "image.arm"))
	for _, change := range []func(*ecs.Image){
		func(i *ecs.Image) { i.ImageName, i.ImageFamily = "plain", "family" },
		func(i *ecs.Image) { i.ImageName, i.Status = "deprecated", ecs.Deprecated },
		func(i *ecs.Image) { i.ImageName, i.Status, i.Hidden.Since = "creating", ecs.Creating, w.Now() },
		func(i *ecs.Image) { i.ImageName, i.Hidden.Shared = "shared", model.NewList(otherAccount) },
		func(i *ecs.Image) { i.ImageName, i.IsPublic = "published", true },
		func(i *ecs.Image) { i.ImageName, i.OSType = "windows", model.Windows },
		func(i *ecs.Image) { i.ImageName, i.Architecture, i.BootMode = "arm", ecs.ArchitectureArm, ecs.BootUEFI },
		func(i *ecs.Image) {
			i.ImageName, i.IsSupportCloudinit, i.Tags = "cloudinit", true, model.NewTags(model.Tag{Key: "team", Value: "a"})
		},
	} {
		w, _ = withImage(t, w, change)
	}
	return w
}

func TestDescribeImagesFilters(t *testing.T) {
	const system = "aliyun_3_x64_20G_alibase_20240528.vhd"
	w := aGallery(t)
	own := ecs.Images(w.Place(mainAccount, hangzhou))
	ids := map[string]string{}
	for id, i := range own.All {
		ids[i.ImageName] = id
	}
	w, _ = withImageOf(t, w, "main", ids["plain"], ecs.Running)
	for _, tc := range []struct {
		name string
		as   string
		set  model.Params
		want []string
	}{
		{"own and public ones, if available", "", nil, []string{"plain", "shared", "published", "windows", "arm", "cloudinit", system}},
		{"another account sees what is shared", "other", nil, []string{system, "shared"}},
		{"self", "", model.Params{"ImageOwnerAlias": "self", "OSType": model.Linux, "Architecture": "x86_64"}, []string{"plain", "shared", "published", "cloudinit"}},
		{"system", "", model.Params{"ImageOwnerAlias": "system"}, []string{system}},
		{"others", "other", model.Params{"ImageOwnerAlias": "others"}, []string{"shared"}},
		{"others, published", "other", model.Params{"ImageOwnerAlias": "others", "IsPublic": "true"}, []string{"published"}},
		{"of one owner", "other", model.Params{"ImageOwnerAlias": "others", "ImageOwnerId": thirdAccount}, []string{}},
		{"nobody sells", "", model.Params{"ImageOwnerAlias": "marketplace"}, []string{}},
		{"one status", "", model.Params{"Status": ecs.Deprecated}, []string{"deprecated"}},
		{"two statuses", "", model.Params{"Status": "Creating,Deprecated"}, []string{"deprecated", "creating"}},
		{"all statuses", "", model.Params{"Status": "ALL", "ImageOwnerAlias": "self", "ImageName": "c"}, []string{"deprecated", "creating", "cloudinit"}},
		{"one id", "", model.Params{"ImageId": ids["arm"]}, []string{"arm"}},
		{"two ids and an unknown one", "", model.Params{"ImageId": ids["arm"] + "," + ids["plain"] + ",m-none"}, []string{"plain", "arm"}},
		{"an id that is not available", "", model.Params{"ImageId": ids["creating"]}, []string{}},
		{"an id of another account", "other", model.Params{"ImageId": ids["plain"]}, []string{}},
		{"part of a name", "", model.Params{"ImageName": "loud"}, []string{"cloudinit"}},
		{"family", "", model.Params{"ImageFamily": "family"}, []string{"plain"}},
		{"windows", "", model.Params{"OSType": model.Windows}, []string{"windows"}},
		{"arm64", "", model.Params{"Architecture": ecs.ArchitectureArm}, []string{"arm"}},
		{"cloud-init", "", model.Params{"IsSupportCloudinit": "true", "ImageOwnerAlias": "self"}, []string{"cloudinit"}},
		{"no cloud-init", "", model.Params{"IsSupportCloudinit": "false", "OSType": model.Windows}, []string{"windows"}},
		{"in use", "", model.Params{"Usage": "instance"}, []string{"plain", system}},
		{"not in use", "", model.Params{"Usage": "none", "OSType": model.Windows}, []string{"windows"}},
		{"tag", "", model.Params{"Tag.1.Key": "team"}, []string{"cloudinit"}},
		{"tag with another value", "", model.Params{"Tag.1.Key": "team", "Tag.1.Value": "b"}, []string{}},
		{"second page", "", model.Params{"PageSize": "2", "PageNumber": "2"}, []string{"published", "windows"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := imagesCall(tc.set)
			c.Caller = tc.as
			if diff := cmp.Diff(tc.want, imageNames(t, w, c)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What an image looks like depends on who asks.
func TestDescribeImagesShowsToWhomItBelongs(t *testing.T) {
	w, id := withImage(t, imageWorld(t), func(i *ecs.Image) { i.Hidden.Shared = model.NewList(otherAccount) })
	w, _ = withImageOf(t, w, "other", id, ecs.Running)
	for caller, want := range map[string][3]string{
		"main": {"self", mainAccount, "none"}, "other": {"others", mainAccount, "instance"},
	} {
		c := imagesCall(model.Params{"ImageId": id})
		c.Caller = caller
		_, reply := accept(t, w, c)
		got := reply.Items[0].(*ecs.Image)
		if [3]string{got.ImageOwnerAlias, got.ImageOwnerId, got.Usage} != want || reply.Page.Total != 1 {
			t.Errorf("%s sees %s, %s, %s; total %d", caller, got.ImageOwnerAlias, got.ImageOwnerId, got.Usage, reply.Page.Total)
		}
	}
	_, reply := accept(t, w, imagesCall(model.Params{"ImageOwnerAlias": "system"}))
	if got := reply.Items[0].(*ecs.Image); got.ImageOwnerAlias != model.SystemAccount || got.ImageOwnerId != "" {
		t.Errorf("a public image belongs to %s, %s", got.ImageOwnerAlias, got.ImageOwnerId)
	}
}

func TestDescribeImagesRows(t *testing.T) {
	w := imageWorld(t)
	for rule, set := range map[string]model.Params{
		"MissingParameter":                         {"RegionId": ""},
		"InvalidParameter":                         {"PageSize": "ten"},
		"InvalidRegionId.NotFound":                 {"RegionId": "cn-nowhere"},
		"InvalidImageOwnerAlias.ValueNotSupported": {"ImageOwnerAlias": "me"},
		"InvalidUsage":                             {"Usage": "some"},
		"InvalidOSType":                            {"OSType": "Linux"},
		"InvalidArchitecture":                      {"Architecture": "x86"},
	} {
		refuse(t, w, imagesCall(set), "DescribeImages/"+rule)
	}
	dryRun(t, w, imagesCall(nil))
}
