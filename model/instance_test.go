package model_test

import (
	"maps"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// launch returns a RunInstances call that is accepted in the default world;
// more replaces parameters, an empty value leaves one out.
func launch(tb testing.TB, w model.World, more model.Params) model.Call {
	tb.Helper()
	p := model.Params{
		"RegionId": "cn-hangzhou", "ImageId": named(tb, w, "image.linux"), "InstanceType": "ecs.g7.xlarge",
		"SecurityGroupId": named(tb, w, "sg1"), "VSwitchId": named(tb, w, "vsw1"),
	}
	maps.Copy(p, more)
	for name, value := range p {
		if value == "" {
			delete(p, name)
		}
	}
	return model.Call{Op: "RunInstances", Params: p}
}

// RunningState returns a world with one Running instance, and its id.
func RunningState(tb testing.TB, w model.World, more model.Params) (model.World, string) {
	tb.Helper()
	w, reply := accept(tb, w, launch(tb, w, more))
	return settle(w), reply.Created[0]
}

// instanceIn returns the instance of the first account in its first region.
func instanceIn(tb testing.TB, w model.World, id string) *ecs.Instance {
	tb.Helper()
	i, ok := w.Find(w.Base().Accounts[0].ID, w.Base().Regions[0].RegionId, ecs.KindInstance, id).(*ecs.Instance)
	if !ok {
		tb.Fatalf("there is no instance %s", id)
	}
	return i
}

// about is a call that takes an InstanceId.
func about(op, id string, more model.Params) model.Call {
	p := model.Params{"InstanceId": id}
	maps.Copy(p, more)
	return model.Call{Op: op, Params: p}
}

func TestAnInstanceStartsStopsRebootsAndGoes(t *testing.T) {
	w := newWorld(t)
	w, id := RunningState(t, w, nil)
	step := func(op string, more model.Params, want ...string) {
		t.Helper()
		w, _ = accept(t, w, about(op, id, more))
		for _, status := range want {
			if got := instanceIn(t, w, id).Status; got != status {
				t.Fatalf("%s: %s, want %s", op, got, status)
			}
			if pending := w.Pending(); len(pending) > 0 {
				w = w.Fire(pending[0])
			}
		}
	}
	step("RebootInstance", nil, ecs.Stopping, ecs.Starting, ecs.Running)
	step("StopInstance", nil, ecs.Stopping, ecs.Stopped)
	step("StartInstance", nil, ecs.Starting, ecs.Running)
	step("DeleteInstance", model.Params{"Force": "true"})
	if w.Find(w.Base().Accounts[0].ID, "cn-hangzhou", ecs.KindInstance, id) != nil {
		t.Fatal("the instance is still there")
	}
}
