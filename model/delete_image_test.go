package model

import "testing"

func deleteOf(id string, more Params) Call {
	return callWith("DeleteImage", Params{"RegionId": hangzhou, "ImageId": id}, more)
}

func TestDeleteImage(t *testing.T) {
	for _, status := range imageStatuses() {
		w, id := withImage(t, imageWorld(t), func(i *Image) {
			i.Status = status
			if status == Creating {
				i.Hidden.Since = i.CreationTime
			}
		})
		dryRun(t, w, deleteOf(id, nil))
		w, _ = accept(t, w, deleteOf(id, nil))
		if w.Find(mainAccount, hangzhou, KindImage, id) != nil || len(w.Pending()) != 0 {
			t.Errorf("a %s image is still there", status)
		}
	}
}

func TestDeleteImageRows(t *testing.T) {
	for _, tc := range []struct {
		name, rule string
		change     func(*Image)
		set        Params
		as         string
	}{
		{"no image", "MissingParameter", nil, Params{"ImageId": ""}, ""},
		{"unknown region", "InvalidRegionId.NotFound", nil, Params{"RegionId": "cn-nowhere"}, ""},
		{"unknown", "InvalidImageId.NotFound", nil, Params{"ImageId": "m-none"}, ""},
		{"a public image", "InvalidImageId.NotFound", nil, Params{"ImageId": "aliyun_3_x64_20G_alibase_20240528.vhd"}, ""},
		{"shared with the caller", "InvalidImageId.NotFound", func(i *Image) { i.Hidden.Shared = NewList(otherAccount) }, nil, "other"},
		{"published by another", "InvalidImageId.NotFound", func(i *Image) { i.IsPublic = true }, nil, "other"},
		{"published", "ImageIsPublic", func(i *Image) { i.IsPublic = true }, Params{"Force": "true"}, ""},
		{"shared", "ImageUseShared", func(i *Image) { i.Hidden.Shared = NewList(otherAccount) }, Params{"Force": "true"}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w, id := withImage(t, imageWorld(t), tc.change)
			c := deleteOf(id, tc.set)
			c.Caller = tc.as
			refuse(t, w, c, "DeleteImage/"+tc.rule)
		})
	}
}

// Instances of the account hold an image back, unless Force says otherwise;
// those of other accounts, which the owner cannot see, do not.
func TestDeleteImageInUse(t *testing.T) {
	w, id := withImage(t, imageWorld(t), nil)
	used, instance := withImageOf(t, w, "main", id, Running)
	refuse(t, used, deleteOf(id, nil), "DeleteImage/ImageUsingByInstance")
	refuse(t, used, deleteOf(id, Params{"Force": "false"}), "DeleteImage/ImageUsingByInstance")
	used, _ = accept(t, used, deleteOf(id, Params{"Force": "true"}))
	if got := instances(used.place(mainAccount, hangzhou)).get(instance); got.ImageId != id || got.Status != Running {
		t.Errorf("the instance is now %s, of image %s", got.Status, got.ImageId)
	}

	byOther, _ := withImageOf(t, w, "other", id, Running)
	accept(t, byOther, deleteOf(id, nil))
}
