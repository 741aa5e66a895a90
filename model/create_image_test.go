package model

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func createOf(instance string, more Params) Call {
	return callWith("CreateImage", Params{"RegionId": hangzhou, "InstanceId": instance}, more)
}

func TestCreateImageOfAnInstance(t *testing.T) {
	w := imageWorld(t)
	w, instance := withImageOf(t, w, "main", named(t, w, "image.linux"), Stopped)
	call := createOf(instance, Params{
		"ImageName": "name", "Description": "a description", "ImageFamily": "family", "BootMode": BootUEFI, "Features.ImdsSupport": ImdsV1,
		"Architecture": "x86_64", "Tag.1.Key": "team", "Tag.1.Value": "a",
	})
	dryRun(t, w, call)
	w, reply := accept(t, w, call)
	if len(reply.Created) != 1 {
		t.Fatalf("created %v", reply.Created)
	}
	want := Image{
		ImageId: reply.Created[0], ImageName: "name", Description: "a description", ImageFamily: "family", ImageOwnerAlias: OwnerSelf,
		Status: Creating, OSType: Linux, Platform: "Aliyun", OSName: "Alibaba Cloud Linux 3.2104 LTS 64 bit", Architecture: "x86_64",
		BootMode: BootUEFI, NvmeSupport: Supported, ImdsSupport: ImdsV1, IsSupportCloudinit: true, Size: 20, CreationTime: w.Now(),
		InstanceId: instance, Tags: NewTags(Tag{"team", "a"}), Hidden: ImageHidden{Since: w.Now(), Task: "create"},
	}
	if diff := cmp.Diff(want, imageOfMain(t, w, want.ImageId)); diff != "" {
		t.Errorf("while it is made (-want +got):\n%s", diff)
	}
	pending := w.Pending()
	if len(pending) != 1 || pending[0].Edge.Name != "Image/Creating-Available" {
		t.Fatalf("pending %v", pending)
	}
	want.Status, want.Hidden = Available, ImageHidden{}
	if diff := cmp.Diff(want, imageOfMain(t, w.Fire(pending[0]), want.ImageId)); diff != "" {
		t.Errorf("when it is made (-want +got):\n%s", diff)
	}
}

// An instance whose image is gone gives an image all the same.
func TestCreateImageOfAnInstanceWithoutImage(t *testing.T) {
	w, instance := withImageOf(t, imageWorld(t), "main", "m-deleted", Running)
	w, reply := accept(t, w, createOf(instance, nil))
	if got := imageOfMain(t, w, reply.Created[0]); got.OSType != Linux || got.BootMode != BootBIOS || got.ImageName != "" {
		t.Errorf("%+v", got)
	}
}

func TestCreateImageRows(t *testing.T) {
	for _, tc := range []struct {
		name, rule string
		status     string
		change     func(*World, *Instance)
		set        Params
		drop       string
	}{
		{"no source", "MissingParameter#9", Running, nil, nil, "InstanceId"},
		{"no region", "MissingParameter#0", Running, nil, nil, "RegionId"},
		{"name", "InvalidImageName.Malformed", Running, nil, Params{"ImageName": "_a"}, ""},
		{"description", "InvalidDescription.Malformed", Running, nil, Params{"Description": "x"}, ""},
		{"family", "InvalidImageFamily.Malformed", Running, nil, Params{"ImageFamily": "aliyun"}, ""},
		{"architecture", "InvalidArchitecture.Malformed", Running, nil, Params{"Architecture": "mips"}, ""},
		{"metadata mode", "InvalidParameter.FeaturesImdsSupport", Running, nil, Params{"Features.ImdsSupport": "v3"}, ""},
		{"boot mode", "InvalidBootMode.NotSupport", Running, nil, Params{"BootMode": "Legacy"}, ""},
		{"two tags of one key", "Duplicate.TagKey", Running, nil, Params{"Tag.1.Key": "team", "Tag.2.Key": "team"}, ""},
		{"tag key", "InvalidTagKey.Malformed", Running, nil, Params{"Tag.1.Key": "acs:team"}, ""},
		{"tag value", "InvalidTagValue.Malformed", Running, nil, Params{"Tag.1.Key": "team", "Tag.1.Value": "http://a"}, ""},
		{"unknown region", "InvalidRegionId.NotFound", Running, nil, Params{"RegionId": "cn-nowhere"}, ""},
		{"unknown instance", "InvalidInstanceId.NotFound", Running, nil, Params{"InstanceId": "i-none"}, ""},
		{"unknown snapshot", "InvalidSnapshotId.NotFound", Running, nil, Params{"SnapshotId": "s-none"}, "InstanceId"},
		{"unknown snapshot of a disk", "InvalidSnapshotId.NotFound", Running, nil, Params{"DiskDeviceMapping.1.SnapshotId": "s-none"}, "InstanceId"},
		{"disks without a snapshot", "OperationDenied", Running, nil, Params{"DiskDeviceMapping.1.Size": "20", "SnapshotId": "s-none"}, "InstanceId"},
		{"locked", "InstanceLockedForSecurity", Running, func(_ *World, i *Instance) { i.LockReason = NewList(LockSecurity) }, nil, ""},
		{"starting", "IncorrectInstanceStatus", Starting, nil, nil, ""},
		{"pending", "IncorrectInstanceStatus", Pending, nil, nil, ""},
		{"taken name", "InvalidImageName.Duplicated", Running, func(w *World, _ *Instance) {
			put(w, mainAccount, hangzhou, Image{ImageId: "m-1", ImageName: "taken", Status: Available})
		}, Params{"ImageName": "taken"}, ""},
		{"quota of images", "QuotaExceed.Image", Running, func(w *World, _ *Instance) {
			for _, id := range []string{"m-1", "m-2"} {
				put(w, mainAccount, hangzhou, Image{ImageId: id, Status: Available})
			}
		}, nil, ""},
		{"full family", "ImageQuotaExceed.ImageFamily", Running, func(w *World, _ *Instance) {
			put(w, mainAccount, hangzhou, Image{ImageId: "m-1", ImageFamily: "taken", Status: Deprecated})
		}, Params{"ImageFamily": "taken"}, ""},
		{"too many families", "ImageFamilyQuotaExceed", Running, func(w *World, _ *Instance) {
			put(w, mainAccount, hangzhou, Image{ImageId: "m-1", ImageFamily: "taken", Status: Available})
		}, Params{"ImageFamily": "second"}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := namedWorld(t, "quota")
			w, id := withImageOf(t, w, "main", named(t, w, "image.linux"), tc.status)
			if tc.change != nil {
				i := *instances(w.place(mainAccount, hangzhou)).get(id)
				tc.change(&w, &i)
				put(&w, mainAccount, hangzhou, i)
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
	w, id := withImageOf(t, w, "main", named(t, w, "image.linux"), Running)
	accept(t, w, createOf(id, Params{"SnapshotId": "s-none", "DiskDeviceMapping.1.SnapshotId": "s-none"}))
}

// The same token makes one image; with other parameters it is refused.
func TestCreateImageIsIdempotent(t *testing.T) {
	w := imageWorld(t)
	w, id := withImageOf(t, w, "main", named(t, w, "image.linux"), Running)
	call := createOf(id, Params{"ClientToken": "token"})
	w, first := accept(t, w, call)
	again, second := accept(t, w, call)
	if again.Hash() != w.Hash() || !cmp.Equal(first, second) {
		t.Errorf("first %v, then %v", first, second)
	}
	refuse(t, w, createOf(id, Params{"ClientToken": "token", "ImageName": "name"}), "CreateImage/IdempotenceParamNotMatch")
}
