package model_test

import (
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A call that a target has accepted is applied, whatever it breaks; where it names
// what does not exist nobody knows what it did.
func TestAnAcceptedCallIsApplied(t *testing.T) {
	w := newWorld(t)
	w, id := addInstance(t, w, testInstance{})
	v, ok := w.ApplyAnyway(modify(id, model.Params{"InstanceName": "1"}))
	if !ok || theInstanceIn(t, v.World, id).InstanceName != "1" || !v.Accepted() {
		t.Errorf("%v, %+v", ok, v.Broken)
	}
	v, ok = w.ApplyAnyway(model.Call{Op: "StopInstance", Params: model.Params{"InstanceId": id, "DryRun": "true"}})
	if !ok || theInstanceIn(t, v.World, id).Status != ecs.Stopping {
		t.Errorf("a dry run that ran: %v, %s", ok, theInstanceIn(t, v.World, id).Status)
	}
	for _, c := range []model.Call{modify("i-none", model.Params{"InstanceName": "web"}), modify("", nil), {Op: "DescribeRegions"}, {Op: "None"}} {
		if _, ok := w.ApplyAnyway(c); ok {
			t.Errorf("%v is applied", c)
		}
	}
}

// A resource takes the fields that a target shows, and enters its status now.
func TestAResourceIsAdopted(t *testing.T) {
	w := newWorld(t)
	w, id := addInstance(t, w, testInstance{})
	shown := *theInstanceIn(t, w, id)
	shown.Description, shown.Status = "another", ecs.Stopping
	next := w.Adopted(mainAccount, hangzhou, &shown)
	i := theInstanceIn(t, next, id)
	if i.Description != "another" || i.Status != ecs.Stopping || !i.Hidden.Since.Equal(next.Now()) {
		t.Errorf("%+v", i)
	}
	if err := next.Check(); err != nil {
		t.Error(err)
	}
	if len(next.Pending()) != 1 || theInstanceIn(t, w, id).Status != ecs.Running {
		t.Errorf("%d transitions are pending", len(next.Pending()))
	}
	shown.InstanceId = "i-none"
	if w.Adopted(mainAccount, hangzhou, &shown).Hash() != w.Hash() || w.Adopted("nobody", hangzhou, &shown).Hash() != w.Hash() {
		t.Error("what does not exist was adopted")
	}
}
