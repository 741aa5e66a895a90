package model

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func imagesCall(more Params) Call {
	return callWith("DescribeImages", Params{"RegionId": hangzhou}, more)
}

// names lists the names of the described images in the order of the answer.
func imageNames(t *testing.T, w World, c Call) []string {
	t.Helper()
	after, reply := accept(t, w, c)
	if after.Hash() != w.Hash() {
		t.Errorf("%v changed the world", c.Params)
	}
	found := []string{}
	for _, item := range reply.Items {
		found = append(found, item.(*Image).ImageName)
	}
	return found
}

// aGallery has one image of each sort that DescribeImages tells apart, and one
// public image.
func aGallery(t *testing.T) World {
	t.Helper()
	w := imageWorld(t)
	drop[Image](&w, mainAccount, hangzhou, KindImage, named(t, w, "image.armcustom"))
	drop[Image](&w, SystemAccount, hangzhou, KindImage, named(t, w, "image.arm"))
	for _, change := range []func(*Image){
		func(i *Image) { i.ImageName, i.ImageFamily = "plain", "family" },
		func(i *Image) { i.ImageName, i.Status = "deprecated", Deprecated },
		func(i *Image) { i.ImageName, i.Status, i.Hidden.Since = "creating", Creating, w.Now() },
		func(i *Image) { i.ImageName, i.Hidden.Shared = "shared", NewList(otherAccount) },
		func(i *Image) { i.ImageName, i.IsPublic = "published", true },
		func(i *Image) { i.ImageName, i.OSType = "windows", Windows },
		func(i *Image) { i.ImageName, i.Architecture, i.BootMode = "arm", ArchitectureArm, BootUEFI },
		func(i *Image) {
			i.ImageName, i.IsSupportCloudinit, i.Tags = "cloudinit", true, NewTags(Tag{"team", "a"})
		},
	} {
		w, _ = withImage(t, w, change)
	}
	return w
}

func TestDescribeImagesFilters(t *testing.T) {
	const system = "aliyun_3_x64_20G_alibase_20240528.vhd"
	w := aGallery(t)
	own := images(w.place(mainAccount, hangzhou))
	ids := map[string]string{}
	for id, i := range own.all {
		ids[i.ImageName] = id
	}
	w, _ = withImageOf(t, w, "main", ids["plain"], Running)
	for _, tc := range []struct {
		name string
		as   string
		set  Params
		want []string
	}{
		{"own and public ones, if available", "", nil, []string{"plain", "shared", "published", "windows", "arm", "cloudinit", system}},
		{"another account sees what is shared", "other", nil, []string{system, "shared"}},
		{"self", "", Params{"ImageOwnerAlias": "self", "OSType": Linux, "Architecture": "x86_64"}, []string{"plain", "shared", "published", "cloudinit"}},
		{"system", "", Params{"ImageOwnerAlias": "system"}, []string{system}},
		{"others", "other", Params{"ImageOwnerAlias": "others"}, []string{"shared"}},
		{"others, published", "other", Params{"ImageOwnerAlias": "others", "IsPublic": "true"}, []string{"published"}},
		{"of one owner", "other", Params{"ImageOwnerAlias": "others", "ImageOwnerId": thirdAccount}, []string{}},
		{"nobody sells", "", Params{"ImageOwnerAlias": "marketplace"}, []string{}},
		{"one status", "", Params{"Status": Deprecated}, []string{"deprecated"}},
		{"two statuses", "", Params{"Status": "Creating,Deprecated"}, []string{"deprecated", "creating"}},
		{"all statuses", "", Params{"Status": "ALL", "ImageOwnerAlias": "self", "ImageName": "c"}, []string{"deprecated", "creating", "cloudinit"}},
		{"one id", "", Params{"ImageId": ids["arm"]}, []string{"arm"}},
		{"two ids and an unknown one", "", Params{"ImageId": ids["arm"] + "," + ids["plain"] + ",m-none"}, []string{"plain", "arm"}},
		{"an id that is not available", "", Params{"ImageId": ids["creating"]}, []string{}},
		{"an id of another account", "other", Params{"ImageId": ids["plain"]}, []string{}},
		{"part of a name", "", Params{"ImageName": "loud"}, []string{"cloudinit"}},
		{"family", "", Params{"ImageFamily": "family"}, []string{"plain"}},
		{"windows", "", Params{"OSType": Windows}, []string{"windows"}},
		{"arm64", "", Params{"Architecture": ArchitectureArm}, []string{"arm"}},
		{"cloud-init", "", Params{"IsSupportCloudinit": "true", "ImageOwnerAlias": "self"}, []string{"cloudinit"}},
		{"no cloud-init", "", Params{"IsSupportCloudinit": "false", "OSType": Windows}, []string{"windows"}},
		{"in use", "", Params{"Usage": "instance"}, []string{"plain"}},
		{"not in use", "", Params{"Usage": "none", "OSType": Windows}, []string{"windows"}},
		{"tag", "", Params{"Tag.1.Key": "team"}, []string{"cloudinit"}},
		{"tag with another value", "", Params{"Tag.1.Key": "team", "Tag.1.Value": "b"}, []string{}},
		{"second page", "", Params{"PageSize": "2", "PageNumber": "2"}, []string{"published", "windows"}},
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
	w, id := withImage(t, imageWorld(t), func(i *Image) { i.Hidden.Shared = NewList(otherAccount) })
	w, _ = withImageOf(t, w, "other", id, Running)
	for caller, want := range map[string][3]string{
		"main": {"self", mainAccount, "none"}, "other": {"others", mainAccount, "instance"},
	} {
		c := imagesCall(Params{"ImageId": id})
		c.Caller = caller
		_, reply := accept(t, w, c)
		got := reply.Items[0].(*Image)
		if [3]string{got.ImageOwnerAlias, got.ImageOwnerId, got.Usage} != want || reply.Page.Total != 1 {
			t.Errorf("%s sees %s, %s, %s; total %d", caller, got.ImageOwnerAlias, got.ImageOwnerId, got.Usage, reply.Page.Total)
		}
	}
	_, reply := accept(t, w, imagesCall(Params{"ImageOwnerAlias": "system"}))
	if got := reply.Items[0].(*Image); got.ImageOwnerAlias != SystemAccount || got.ImageOwnerId != "" {
		t.Errorf("a public image belongs to %s, %s", got.ImageOwnerAlias, got.ImageOwnerId)
	}
}

func TestDescribeImagesRows(t *testing.T) {
	w := imageWorld(t)
	for rule, set := range map[string]Params{
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
