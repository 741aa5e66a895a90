package model_test

import (
	"testing"

	"github.com/ecsim/ecsim/model"
)

// Two instances of a kind, made in another order or by another count, give the
// same shape; a change that a call can see does not.
func TestShapeIgnoresNames(t *testing.T) {
	w := newWorld(t)
	run := model.Call{Op: "RunInstances", Params: model.Params{
		"RegionId": "cn-hangzhou", "ImageId": named(t, w, "image.linux"), "InstanceType": "ecs.g7.xlarge",
		"VSwitchId": named(t, w, "vsw1"), "SecurityGroupId": named(t, w, "sg1"),
	}}
	first, reply := accept(t, w, run)
	gone, _ := accept(t, settle(first), model.Call{Op: "DeleteInstance", Params: model.Params{"InstanceId": reply.Created[0], "Force": "true"}})
	second, _ := accept(t, gone, run)
	if first.Shape() != second.Shape() {
		t.Error("the second instance of a kind has another shape than the first")
	}
	if settle(first).Shape() == first.Shape() {
		t.Error("a Running instance has the shape of a Pending one")
	}
	if w.Shape() != gone.Shape() {
		t.Error("a world from which everything is gone has another shape than the first")
	}
}

func BenchmarkShape(b *testing.B) {
	w := newWorld(b)
	for b.Loop() {
		w.Shape()
	}
}
