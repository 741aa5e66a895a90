package model_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

func createOf(instance string, more model.Params) model.Call {
	return callWith("CreateImage", model.Params{"RegionId": hangzhou, "InstanceId": instance}, more)
}

func TestCreateImageOfAnInstance(t *testing.T) {
	w := imageWorld(t)
	w, instance := withImageOf(t, w, "main", named(t, w, "image.linux"), ecs.Stopped)
	call := createOf(instance, model.Params{
		"ImageName": "name", "Description": "a description", "ImageFamily": "family", "BootMode": ecs.BootUEFI, "Features.ImdsSupport": ecs.ImdsV1,
		"Architecture": "x86_64", "Tag.1.Key": "team", "Tag.1.Value": "a",
	})
	dryRun(t, w, call)
	w, reply := accept(t, w, call)
	if len(reply.Created) != 1 {
		t.Fatalf("created %v", reply.Created)
	}
	want := ecs.Image{
		ImageId: reply.Created[0], ImageName: "name", Description: "a description", ImageFamily: "family", ImageOwnerAlias: ecs.OwnerSelf,
		Status: ecs.Creating, OSType: model.Linux, Platform: "Aliyun", OSName: "Alibaba Cloud Linux 3.2104 LTS 64 bit", Architecture: "x86_64",
		BootMode: ecs.BootUEFI, NvmeSupport: ecs.Supported, ImdsSupport: ecs.ImdsV1, IsSupportCloudinit: true, Size: 20, CreationTime: w.Now(),
		InstanceId: instance, Tags: model.NewTags(model.Tag{Key: "team", Value: "a"}), Hidden: ecs.ImageHidden{Since: w.Now(), Task: "create"},
	}
	if diff := cmp.Diff(want, imageOfMain(t, w, want.ImageId)); diff != "" {
		t.Errorf("while it is made (-want +got):\n%s", diff)
	}
	pending := w.Pending()
	if len(pending) != 1 || pending[0].Edge.Name != "Image/Creating-Available" {
		t.Fatalf("pending %v", pending)
	}
	want.Status, want.Hidden = ecs.Available, ecs.ImageHidden{}
	if diff := cmp.Diff(want, imageOfMain(t, w.Fire(pending[0]), want.ImageId)); diff != "" {
		t.Errorf("when it is made (-want +got):\n%s", diff)
	}
}

// An instance whose image is gone gives an image all the same.
func TestCreateImageOfAnInstanceWithoutImage(t *testing.T) {
	w, instance := withImageOf(t, imageWorld(t), "main", "m-deleted", ecs.Running)
	w, reply := accept(t, w, createOf(instance, nil))
	if got := imageOfMain(t, w, reply.Created[0]); got.OSType != model.Linux || got.BootMode != ecs.BootBIOS || got.ImageName != "" {
		t.Errorf("%+v", got)
	}
}

func TestCreateImageRows(t *testing.T) {
	for _, tc := range []struct {
		name, rule string
		status     string
		change     func(*model.World, *ecs.Instance)
		set        model.Params
		drop       string
	}{
		{"no source", "MissingParameter#9", ecs.Running, nil, nil, "InstanceId"},
		{"no region", "MissingParameter#0", ecs.Running, nil, nil, "RegionId"},
		{"name", "InvalidImageName.Malformed", ecs.Running, nil, model.Params{"ImageName": "_a"}, ""},
		{"description", "InvalidDescription.Malformed", ecs.Running, nil, model.Params{"Description": "x"}, ""},
		{"family", "InvalidImageFamily.Malformed", ecs.Running, nil, model.Params{"ImageFamily": "aliyun"}, ""},
		{"architecture", "InvalidArchitecture.Malformed", ecs.Running, nil, model.Params{"Architecture": "mips"}, ""},
		{"metadata mode", "InvalidParameter.FeaturesImdsSupport", ecs.Running, nil, model.Params{"Features.ImdsSupport": "v3"}, ""},
		{"boot mode", "InvalidBootMode.NotSupport", ecs.Running, nil, model.Params{"BootMode": "Legacy"}, ""},
		{"two tags of one key", "Duplicate.TagKey", ecs.Running, nil, model.Params{"Tag.1.Key": "team", "Tag.2.Key": "team"}, ""},
		{"tag key", "InvalidTagKey.Malformed", ecs.Running, nil, model.Params{"Tag.1.Key": "acs:team"}, ""},
		{"tag value", "InvalidTagValue.Malformed", ecs.Running, nil, model.Params{"Tag.1.Key": "team", "Tag.1.Value": "http://a"}, ""},
		{"unknown region", "InvalidRegionId.NotFound", ecs.Running, nil, model.Params{"RegionId": "cn-nowhere"}, ""},
		{"unknown instance", "InvalidInstanceId.NotFound", ecs.Running, nil, model.Params{"InstanceId": "i-none"}, ""},
		{"unknown snapshot", "InvalidSnapshotId.NotFound", ecs.Running, nil, model.Params{"SnapshotId": "s-none"}, "InstanceId"},
		{"unknown snapshot of a disk", "InvalidSnapshotId.NotFound", ecs.Running, nil, model.Params{"DiskDeviceMapping.1.SnapshotId": "s-none"}, "InstanceId"},
		{"disks without a snapshot", "OperationDenied", ecs.Running, nil, model.Params{"DiskDeviceMapping.1.Size": "20", "SnapshotId": "s-none"}, "InstanceId"},
		{"locked", "InstanceLockedForSecurity", ecs.Running, func(_ *model.World, i *ecs.Instance) { i.LockReason = model.NewList(ecs.LockSecurity) }, nil, ""},
		{"starting", "IncorrectInstanceStatus", ecs.Starting, nil, nil, ""},
		{"pending", "IncorrectInstanceStatus", ecs.Pending, nil, nil, ""},
		{"taken name", "InvalidImageName.Duplicated", ecs.Running, func(w *model.World, _ *ecs.Instance) {
			model.Put(w, mainAccount, hangzhou, ecs.Image{ImageId: "m-1", ImageName: "taken", Status: ecs.Available})
		}, model.Params{"ImageName": "taken"}, ""},
		{"quota of images", "QuotaExceed.Image", ecs.Running, func(w *model.World, _ *ecs.Instance) {
			for _, id := range []string{"m-1", "m-2"} {
				model.Put(w, mainAccount, hangzhou, ecs.Image{ImageId: id, Status: ecs.Available})
			}
		}, nil, ""},
		{"full family", "ImageQuotaExceed.ImageFamily", ecs.Running, func(w *model.World, _ *ecs.Instance) {
			model.Put(w, mainAccount, hangzhou, ecs.Image{ImageId: "m-1", ImageFamily: "taken", Status: ecs.Deprecated})
		}, model.Params{"ImageFamily": "taken"}, ""},
		{"too many families", "ImageFamilyQuotaExceed", ecs.Running, func(w *model.World, _ *ecs.Instance) {
			model.Put(w, mainAccount, hangzhou, ecs.Image{ImageId: "m-1", ImageFamily: "taken", Status: ecs.Available})
		}, model.Params{"ImageFamily": "second"}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := namedWorld(t, "quota")
			w, id := withImageOf(t, w, "main", named(t, w, "image.linux"), tc.status)
			if tc.change != nil {
				i := *ecs.Instances(w.Place(mainAccount, hangzhou)).Get(id)
				tc.change(&w, &i)
				model.Put(&w, mainAccount, hangzhou, i)
			}
			c := createOf(id, tc.set)
			c.Params = c.Params.Without(tc.drop)
			refuse(t, w, c, "CreateImage/"+tc.rule)
		})
	}
}

// InstanceId comes before DiskDeviceMapping, which comes before SnapshotId.
func TestCreateImageTakesTheFirstSource(t *testing.T) {
	w := imageWorld(t)
	w, id := withImageOf(t, w, "main", named(t, w, "image.linux"), ecs.Running)
	accept(t, w, createOf(id, model.Params{"SnapshotId": "s-none", "DiskDeviceMapping.1.SnapshotId": "s-none"}))
}

// The same token makes one image; with other parameters it is refused.
func TestCreateImageIsIdempotent(t *testing.T) {
	w := imageWorld(t)
	w, id := withImageOf(t, w, "main", named(t, w, "image.linux"), ecs.Running)
	call := createOf(id, model.Params{"ClientToken": "token"})
	w, first := accept(t, w, call)
	again, second := accept(t, w, call)
	if again.Hash() != w.Hash() || !cmp.Equal(first, second) {
		t.Errorf("first %v, then %v", first, second)
	}
	refuse(t, w, createOf(id, model.Params{"ClientToken": "token", "ImageName": "name"}), "CreateImage/IdempotenceParamNotMatch")
}
