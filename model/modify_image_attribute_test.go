package model_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/ecs/image"
)

// modifyImage is a call that names the image and the region.
func modifyImage(id string, more model.Params) model.Call {
	return callWith("ModifyImageAttribute", model.Params{"RegionId": hangzhou, "ImageId": id}, more)
}

// One call for each row of the page, breaking that row and no other.
func TestModifyImageAttributeRows(t *testing.T) {
	with := func(change func(*ecs.Image)) func(*testing.T, model.World) (model.World, string) {
		return func(t *testing.T, w model.World) (model.World, string) { t.Helper(); return withImage(t, w, change) }
	}
	plain := with(nil)
	for _, tc := range []struct {
		name  string
		rule  string
		http  int
		world func(*testing.T, model.World) (model.World, string)
		set   model.Params
		drop  string
		as    string
	}{
		{"row 1: begins with a digit", "InvalidImageName.Malformed", 400, plain, model.Params{"ImageName": "1st"}, "", ""},
		{"row 1: one character", "InvalidImageName.Malformed", 400, plain, model.Params{"ImageName": "a"}, "", ""},
		{"row 1: 129 characters", "InvalidImageName.Malformed", 400, plain, model.Params{"ImageName": strings.Repeat("a", 129)}, "", ""},
		{"row 1: begins with aliyun", "InvalidImageName.Malformed", 400, plain, model.Params{"ImageName": "aliyun-3"}, "", ""},
		{"row 1: contains http://", "InvalidImageName.Malformed", 400, plain, model.Params{"ImageName": "see.http://a"}, "", ""},
		{"row 1: a space", "InvalidImageName.Malformed", 400, plain, model.Params{"ImageName": "my image"}, "", ""},
		{"row 2: no region", "MissingParameter#2", 400, plain, nil, "RegionId", ""},
		{"common: no image", "MissingParameter#0", 400, plain, nil, "ImageId", ""},
		{"row 3: the name of another image", "InvalidImageName.Duplicated", 400, twoImages, model.Params{"ImageName": "taken"}, "", ""},
		{"row 4: one character", "InvalidDescription.Malformed#4", 400, plain, model.Params{"Description": "x"}, "", ""},
		{"row 4: 257 characters", "InvalidDescription.Malformed#4", 400, plain, model.Params{"Description": strings.Repeat("x", 257)}, "", ""},
		{"row 4: an address", "InvalidDescription.Malformed#4", 400, plain, model.Params{"Description": "https://a"}, "", ""},
		{"row 5: the family is full", "ImageQuotaFull.ImageFamily", 400, familyOfOne, model.Params{"ImageFamily": "taken"}, "", ""},
		{"row 6: begins with acs:", "InvalidImageFamily.Malformed", 400, plain, model.Params{"ImageFamily": "acs:a"}, "", ""},
		{"row 7: one family too many", "ImageFamilyQuotaFull", 400, familyOfOne, model.Params{"ImageFamily": "second"}, "", ""},
		{"row 8: no boot mode", "InvalidBootMode.NotSupport", 400, plain, model.Params{"BootMode": "uefi"}, "", ""},
		{"row 8: arm64 boots by UEFI only", "InvalidBootMode.NotSupport", 400, armImage,
			model.Params{"BootMode": ecs.BootUEFIPreferred}, "", ""},
		{"row 9: another licence", "InvalidLicenseType.NotSupported", 400, plain, model.Params{"LicenseType": "Auto"}, "", ""},
		{"row 10: no mode", "InvalidParameter.FeaturesImdsSupport", 400, plain, model.Params{"Features.ImdsSupport": "v3"}, "", ""},
		{"row 11: deprecated already", "ImageStatus.NotAvailable", 403, with(func(i *ecs.Image) { i.Status = ecs.Deprecated }), model.Params{"Status": ecs.Deprecated}, "", ""},
		{"row 11: failed", "ImageStatus.NotAvailable", 403, with(func(i *ecs.Image) { i.Status = ecs.CreateFailed }), model.Params{"Status": ecs.Deprecated}, "", ""},
		{"row 12: available already", "ImageStatus.NotDeprecated", 403, plain, model.Params{"Status": ecs.Available}, "", ""},
		{"row 13: shared", "ImageUseShared", 403, with(func(i *ecs.Image) { i.Hidden.Shared = model.NewList(otherAccount) }), model.Params{"Status": ecs.Deprecated}, "", ""},
		{"row 14: used by an instance", "OperationDeined.ImageUsingByInstance", 403, usedBy("main"), model.Params{"BootMode": ecs.BootUEFI}, "", ""},
		{"row 14: used by another account", "OperationDeined.ImageUsingByInstance", 403, usedBy("other"), model.Params{"BootMode": ecs.BootBIOS}, "", ""},
		{"row 15: from v2 to v1", "InvalidOperation.FeaturesImdsSupportNotMatch", 403, with(func(i *ecs.Image) { i.ImdsSupport = ecs.ImdsV2 }),
			model.Params{"Features.ImdsSupport": ecs.ImdsV1}, "", ""},
		{"row 16: creating", "InvalidStatus.ImageIsCreating", 403, creatingImage, model.Params{"ImageName": "name"}, "", ""},
		{"row 16: creating, to be deprecated", "InvalidStatus.ImageIsCreating", 403, creatingImage, model.Params{"Status": ecs.Deprecated}, "", ""},
		{"row 17: another account's community image", "InvalidOperation.PublicImageUnsupported", 403, with(func(i *ecs.Image) { i.IsPublic = true }),
			model.Params{"ImageName": "name"}, "", "other"},
		{"row 18: refused for its content", "InvalidDescription.Malformed#18", 403, with(func(i *ecs.Image) { i.IsPublic = true }),
			model.Params{"Description": image.RefusedText}, "", ""},
		{"row 19: unknown", "InvalidImageId.NotFound", 404, plain, model.Params{"ImageId": "m-none"}, "", ""},
		{"row 19: only shared with the caller", "InvalidImageId.NotFound", 404, with(func(i *ecs.Image) { i.Hidden.Shared = model.NewList(otherAccount) }),
			model.Params{"BootMode": ecs.BootUEFI}, "", "other"},
		{"row 19: a public image", "InvalidImageId.NotFound", 404, plain, model.Params{"ImageId": "aliyun_3_x64_20G_alibase_20240528.vhd"}, "", ""},
		{"common: no region of the world", "InvalidRegionId.NotFound", 404, plain, model.Params{"RegionId": "cn-nowhere"}, "", ""},
		{"common: no legal status", "InvalidParameter", 400, plain, model.Params{"Status": ecs.CreateFailed}, "", ""},
		{"common: no legal NVMe support", "InvalidParameter", 400, plain, model.Params{"Features.NvmeSupport": "true"}, "", ""},
		{"common: no Boolean", "InvalidParameter", 400, plain, model.Params{"DryRun": "yes"}, "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			world := "images"
			if strings.Contains(tc.rule, "Full") {
				world = "quota"
			}
			w, id := tc.world(t, namedWorld(t, world))
			c := modifyImage(id, tc.set)
			c.Caller = tc.as
			if tc.drop != "" {
				c.Params = c.Params.Without(tc.drop)
			}
			if tc.name == "common: no Boolean" { // a dry run has a Boolean
				if v := w.Apply(c); len(v.Broken) != 1 || v.Broken[0].Code != tc.rule {
					t.Fatalf("broke %v", codes(v))
				}
				return
			}
			refuse(t, w, c, "ModifyImageAttribute/"+tc.rule)
			if got := w.Apply(c).Outcome().HTTP; got != tc.http {
				t.Errorf("HTTP %d, want %d", got, tc.http)
			}
		})
	}
}

// armImage is a custom image for arm64.
func armImage(t *testing.T, w model.World) (model.World, string) {
	t.Helper()
	return w, named(t, w, "image.armcustom")
}

// twoImages has a second image with the name "taken".
func twoImages(t *testing.T, w model.World) (model.World, string) {
	t.Helper()
	w, _ = withImage(t, w, func(i *ecs.Image) { i.ImageName = "taken" })
	return withImage(t, w, nil)
}

// familyOfOne has a family "taken" of one image, which is all that the quotas
// of the world allow.
func familyOfOne(t *testing.T, w model.World) (model.World, string) {
	t.Helper()
	w, _ = withImage(t, w, func(i *ecs.Image) { i.ImageFamily = "taken" })
	return withImage(t, w, nil)
}

// usedBy has an instance of the caller that was made from the image.
func usedBy(caller string) func(*testing.T, model.World) (model.World, string) {
	return func(t *testing.T, w model.World) (model.World, string) {
		t.Helper()
		w, id := withImage(t, w, func(i *ecs.Image) { i.Hidden.Shared = model.NewList(otherAccount) })
		w, _ = withImageOf(t, w, caller, id, ecs.Running)
		return w, id
	}
}

func creatingImage(t *testing.T, w model.World) (model.World, string) {
	t.Helper()
	return withImage(t, w, func(i *ecs.Image) { i.Status, i.Hidden.Since = ecs.Creating, w.Now() })
}

// What comes close to a row and does not break it.
func TestModifyImageAttributeAccepts(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*ecs.Image)
		set    model.Params
	}{
		{"nothing to change", nil, nil},
		{"a Chinese name of two characters", nil, model.Params{"ImageName": "镜像"}},
		{"every punctuation", nil, model.Params{"ImageName": "A.b:c_d-e9"}},
		{"the name that it has", func(i *ecs.Image) { i.ImageName = "same" }, model.Params{"ImageName": "same"}},
		{"128 characters", nil, model.Params{"ImageName": strings.Repeat("a", 128)}},
		{"an empty description counts as none", func(i *ecs.Image) { i.Description = "kept" }, model.Params{"Description": ""}},
		{"a text that nobody published", nil, model.Params{"Description": image.RefusedText}},
		{"a community image may be deprecated", func(i *ecs.Image) { i.IsPublic = true }, model.Params{"Status": ecs.Deprecated}},
		{"a shared image may be renamed", func(i *ecs.Image) { i.Hidden.Shared = model.NewList(otherAccount) }, model.Params{"ImageName": "name"}},
		{"a deprecated image may be renamed", func(i *ecs.Image) { i.Status = ecs.Deprecated }, model.Params{"ImageName": "name"}},
		{"v2 stays v2", func(i *ecs.Image) { i.ImdsSupport = ecs.ImdsV2 }, model.Params{"Features.ImdsSupport": ecs.ImdsV2}},
		{"the family that it is in, which is full", func(i *ecs.Image) { i.ImageFamily = "full" }, model.Params{"ImageFamily": "full"}},
		{"arm64 by UEFI", func(i *ecs.Image) { i.Architecture, i.BootMode = ecs.ArchitectureArm, ecs.BootUEFI }, model.Params{"BootMode": ecs.BootUEFI}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w, id := withImage(t, imageWorld(t), tc.change)
			w = familiesOf(w, 1)
			dryRun(t, w, modifyImage(id, tc.set))
			accept(t, w, modifyImage(id, tc.set))
		})
	}
}

// familiesOf is the world in which a family may have so many images.
func familiesOf(w model.World, images int) model.World {
	base := *w.Base()
	base.Facts = maps.Clone(base.Facts)
	base.Facts[model.Fact{Scope: mainAccount, Name: ecs.QuotaImagesPerFamily}] = model.Exactly(images)
	w = w.On(&base)
	return w
}

// A public image of the cloud is no community image, even where a target says
// of it that it is public.
func TestImagesOfTheCloudAreNoCommunityImages(t *testing.T) {
	w := newWorld(t)
	system := ecs.Image{ImageId: "ubuntu_public", IsPublic: true, Status: ecs.Available}
	model.Put(&w, model.SystemAccount, hangzhou, system)
	refuse(t, w, modifyImage(system.ImageId, model.Params{"ImageName": "name"}), "ModifyImageAttribute/InvalidImageId.NotFound")
}

// Each parameter changes its own field, at once, and nothing else.
func TestModifyImageAttributeEffects(t *testing.T) {
	for _, tc := range []struct {
		parameter, value string
		was, want        func(*ecs.Image)
	}{
		{"ImageName", "name", nil, func(i *ecs.Image) { i.ImageName = "name" }},
		{"Description", "a description", nil, func(i *ecs.Image) { i.Description = "a description" }},
		{"ImageFamily", "family", nil, func(i *ecs.Image) { i.ImageFamily = "family" }},
		{"Status", ecs.Deprecated, nil, func(i *ecs.Image) { i.Status = ecs.Deprecated }},
		{"Status", ecs.Available, func(i *ecs.Image) { i.Status = ecs.Deprecated }, func(i *ecs.Image) { i.Status = ecs.Available }},
		{"BootMode", ecs.BootUEFI, nil, func(i *ecs.Image) { i.BootMode = ecs.BootUEFI }},
		{"BootMode", ecs.BootUEFIPreferred, nil, func(i *ecs.Image) { i.BootMode = ecs.BootUEFIPreferred }},
		{"LicenseType", "BYOL", nil, func(i *ecs.Image) { i.Hidden.LicenseType = "BYOL" }},
		{"Features.NvmeSupport", ecs.Supported, nil, func(i *ecs.Image) { i.NvmeSupport = ecs.Supported }},
		{"Features.NvmeSupport", ecs.Unsupported, func(i *ecs.Image) { i.NvmeSupport = ecs.Supported }, func(i *ecs.Image) { i.NvmeSupport = ecs.Unsupported }},
		{"Features.ImdsSupport", ecs.ImdsV2, nil, func(i *ecs.Image) { i.ImdsSupport = ecs.ImdsV2 }},
	} {
		t.Run(tc.parameter+"="+tc.value, func(t *testing.T) {
			w, id := withImage(t, imageWorld(t), tc.was)
			want := imageOfMain(t, w, id)
			tc.want(&want)
			call := modifyImage(id, model.Params{tc.parameter: tc.value})
			dryRun(t, w, call)
			after, _ := accept(t, w, call)
			if diff := cmp.Diff(want, imageOfMain(t, after, id)); diff != "" {
				t.Errorf("the image afterwards (-want +got):\n%s", diff)
			}
			if len(after.Pending()) != 0 {
				t.Errorf("something is pending: %v", after.Pending())
			}
		})
	}
}

// All parameters at once are one change each.
func TestModifyImageAttributeAllAtOnce(t *testing.T) {
	w, id := withImage(t, newWorld(t), nil)
	v := w.Apply(modifyImage(id, model.Params{
		"ImageName": "name", "Description": "a description", "ImageFamily": "family", "Status": ecs.Deprecated, "BootMode": ecs.BootUEFI,
		"LicenseType": "BYOL", "Features.NvmeSupport": ecs.Supported, "Features.ImdsSupport": ecs.ImdsV2,
	}))
	if !v.Accepted() || len(v.Effects) != 8 || len(v.Unread) != 0 {
		t.Fatalf("codes %v, %d effects, unread %v", codes(v), len(v.Effects), v.Unread)
	}
}

// The canonical answer where several rows are broken at once.
func TestModifyImageAttributePrecedence(t *testing.T) {
	for _, tc := range []struct {
		name  string
		world func(*testing.T, model.World) (model.World, string)
		set   model.Params
		want  []string
	}{
		{"creating comes before not deprecated", creatingImage, model.Params{"Status": ecs.Available},
			[]string{"InvalidStatus.ImageIsCreating", "ImageStatus.NotDeprecated"}},
		{"form comes before existence", twoImages, model.Params{"ImageId": "m-none", "ImageName": "1", "BootMode": "x"},
			[]string{"InvalidImageName.Malformed", "InvalidBootMode.NotSupport", "InvalidImageId.NotFound"}},
		{"a taken name comes before a full family", familyOfOne, model.Params{"ImageFamily": "taken", "Status": ecs.Available},
			[]string{"ImageStatus.NotDeprecated", "ImageQuotaFull.ImageFamily"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w, id := tc.world(t, namedWorld(t, "quota"))
			if diff := cmp.Diff(tc.want, codes(w.Apply(modifyImage(id, tc.set)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Names are looked for among the account's own images of the region.
func TestImageNamesBelongToAccountAndRegion(t *testing.T) {
	w, id := withImage(t, newWorld(t), nil)
	elsewhere := ecs.Image{ImageId: w.NewID(ecs.KindImage), ImageName: "name", ImageOwnerAlias: ecs.OwnerSelf, Status: ecs.Available}
	model.Put(&w, mainAccount, beijing, elsewhere)
	elsewhere.ImageId = w.NewID(ecs.KindImage)
	model.Put(&w, otherAccount, hangzhou, elsewhere)
	accept(t, w, modifyImage(id, model.Params{"ImageName": "name"}))

	c := modifyImage(id, model.Params{"RegionId": beijing})
	refuse(t, w, c, "ModifyImageAttribute/InvalidImageId.NotFound")
}

// What a stranger's content check refuses is not known before it was asked.
func TestAStrangersContentCheckIsLearnt(t *testing.T) {
	w, id := withImage(t, newWorld(t), func(i *ecs.Image) { i.IsPublic = true })
	stranger := *w.Base()
	stranger.Stranger = true
	w = w.On(&stranger)
	call := modifyImage(id, model.Params{"Description": "some text"})
	v := w.Apply(call)
	if !v.Accepted() || len(v.Asked) != 1 || v.Asked[0].Fact != (model.Fact{Scope: "some text", Name: model.TextPasses}) {
		t.Fatalf("codes %v, asked %v", codes(v), v.Asked)
	}
	passes, refused := w.Learn(v.Asked[0])
	accept(t, passes, call)
	refuse(t, refused, call, "ModifyImageAttribute/InvalidDescription.Malformed#18")
}

// Every row of the page is one rule, and none is vestigial.
func TestModifyImageAttributeHasEveryRow(t *testing.T) {
	op, _ := newWorld(t).Model().Operation("ModifyImageAttribute")
	seen := map[int]bool{}
	for _, rule := range op.Rules {
		if rule.Common {
			continue
		}
		if seen[rule.Row] || rule.When == nil {
			t.Errorf("row %d: twice, or vestigial", rule.Row)
		}
		seen[rule.Row] = true
	}
	if len(seen) != 19 || op.Documented != 19 {
		t.Errorf("%d rows of %d", len(seen), op.Documented)
	}
}
