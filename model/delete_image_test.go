package model_test

import (
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

func deleteOf(id string, more model.Params) model.Call {
	return callWith("DeleteImage", model.Params{"RegionId": hangzhou, "ImageId": id}, more)
}

func TestDeleteImage(t *testing.T) {
	for _, status := range ecs.ImageStatuses() {
		w, id := withImage(t, imageWorld(t), func(i *ecs.Image) {
			i.Status = status
			if status == ecs.Creating {
				i.Hidden.Since = i.CreationTime
			}
		})
		dryRun(t, w, deleteOf(id, nil))
		w, _ = accept(t, w, deleteOf(id, nil))
		if w.Find(mainAccount, hangzhou, ecs.KindImage, id) != nil || len(w.Pending()) != 0 {
			t.Errorf("a %s image is still there", status)
		}
	}
}

func TestDeleteImageRows(t *testing.T) {
	for _, tc := range []struct {
		name, rule string
		change     func(*ecs.Image)
		set        model.Params
		as         string
	}{
		{"no image", "MissingParameter", nil, model.Params{"ImageId": ""}, ""},
		{"unknown region", "InvalidRegionId.NotFound", nil, model.Params{"RegionId": "cn-nowhere"}, ""},
		{"unknown", "InvalidImageId.NotFound", nil, model.Params{"ImageId": "m-none"}, ""},
		{"a public image", "InvalidImageId.NotFound", nil, model.Params{"ImageId": "aliyun_3_x64_20G_alibase_20240528.vhd"}, ""},
		{"shared with the caller", "InvalidImageId.NotFound", func(i *ecs.Image) { i.Hidden.Shared = model.NewList(otherAccount) }, nil, "other"},
		{"published by another", "InvalidImageId.NotFound", func(i *ecs.Image) { i.IsPublic = true }, nil, "other"},
		{"published", "ImageIsPublic", func(i *ecs.Image) { i.IsPublic = true }, model.Params{"Force": "true"}, ""},
		{"shared", "ImageUseShared", func(i *ecs.Image) { i.Hidden.Shared = model.NewList(otherAccount) }, model.Params{"Force": "true"}, ""},
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
	used, instance := withImageOf(t, w, "main", id, ecs.Running)
	refuse(t, used, deleteOf(id, nil), "DeleteImage/ImageUsingByInstance")
	refuse(t, used, deleteOf(id, model.Params{"Force": "false"}), "DeleteImage/ImageUsingByInstance")
	used, _ = accept(t, used, deleteOf(id, model.Params{"Force": "true"}))
	if got := ecs.Instances(used.Place(mainAccount, hangzhou)).Get(instance); got.ImageId != id || got.Status != ecs.Running {
		t.Errorf("the instance is now %s, of image %s", got.Status, got.ImageId)
	}

	byOther, _ := withImageOf(t, w, "other", id, ecs.Running)
	accept(t, byOther, deleteOf(id, nil))
}
