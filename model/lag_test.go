package model_test

import (
	"slices"
	"testing"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/reference"
)

// launchIn makes an instance, and returns the world after it and the id.
func launchIn(t *testing.T, w model.World) (model.World, string) {
	t.Helper()
	names := w.Base().Names
	v := w.Apply(model.Call{Op: "RunInstances", Params: model.Params{
		"RegionId": "cn-hangzhou", "ImageId": names["image.linux"], "InstanceType": "ecs.g7.large", "VSwitchId": names["vsw1"], "SecurityGroupId": names["sg1"]}})
	if !v.Accepted() {
		t.Fatal(v.Outcome())
	}
	return v.World, v.Reply.Created[0]
}

// What changed, given back resource by resource, is the world before, whichever way
// it is taken.
func TestTheEarlierStatesMakeTheWorldBefore(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	before, err := model.Default(m, 1)
	if err != nil {
		t.Fatal(err)
	}
	after, id := launchIn(t, before)
	back := after
	var kinds []string
	for _, e := range after.Changed(before) {
		kinds = append(kinds, e.Kind.String())
		back = back.With(e)
	}
	if want := []string{"Instance", "NetworkInterface", "SecurityGroup", "VSwitch", "Disk"}; !slices.Equal(kinds, want) {
		t.Errorf("changed: %v, want %v", kinds, want)
	}
	if left := back.Changed(before); len(left) > 0 || back.Check() != nil {
		t.Errorf("left: %v, %v", left, back.Check())
	}
	if again := after.Changed(after); len(again) > 0 {
		t.Errorf("changed against itself: %v", again)
	}
	for _, e := range before.Changed(after) {
		if e.Gone != (e.Kind == ecs.KindInstance || e.Kind == ecs.KindNetworkInterface || e.Kind == ecs.KindDisk) || !e.Counts() {
			t.Errorf("%s %s: gone %v, counts %v", e.Kind, e.ID, e.Gone, e.Counts())
		}
	}
	counting := before.Counting(before.Changed(after))
	if r, _, _ := counting.Locate(id); r == nil || counting.Check() != nil {
		t.Errorf("what was removed counts: %v, %v", r, counting.Check())
	}
	if r, _, _ := after.Counting(after.Changed(before)).Locate(id); r == nil {
		t.Error("what is new is not gone for those who count")
	}
}

// Every kind says how long its earlier state goes on, and how that is known.
func TestEveryKindHasItsLags(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range m.Kinds().Kept() {
		for _, of := range []model.LagOf{model.LagAppears, model.LagShown, model.LagCounts} {
			l := m.Lag(k, of)
			if l.Max < time.Second || l.Max > 10*time.Minute || l.Basis.Level == 0 || l.Timing.Level < model.LevelInferred {
				t.Errorf("%s %s: %+v", k, of, l)
			}
		}
	}
}
