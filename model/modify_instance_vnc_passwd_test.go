package model_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

func vncCall(instance string, params model.Params) model.Call {
	all := model.Params{"RegionId": "cn-hangzhou", "InstanceId": instance, "VncPassword": "Ecs123"}
	maps.Copy(all, params)
	return model.Call{Op: "ModifyInstanceVncPasswd", Params: all}
}

func TestModifyInstanceVncPasswd(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		name   string
		status string
		params model.Params
		rows   []int
	}{
		{"a hyphen", ecs.Running, model.Params{"VncPassword": "Ecs-12"}, []int{1}},
		{"an accent", ecs.Running, model.Params{"VncPassword": "Ecs12é"}, []int{1}},
		{"five characters", ecs.Running, model.Params{"VncPassword": "Ecs12"}, []int{2}},
		{"seven characters", ecs.Running, model.Params{"VncPassword": "Ecs1234"}, []int{2}},
		{"no letter in upper case", ecs.Running, model.Params{"VncPassword": "ecs123"}, []int{2}},
		{"no letter in lower case", ecs.Running, model.Params{"VncPassword": "ECS123"}, []int{2}},
		{"no digit", ecs.Running, model.Params{"VncPassword": "EcsEcs"}, []int{2}},
		{"a hyphen, and too long", ecs.Running, model.Params{"VncPassword": "Ecs-123"}, []int{1, 2}},
		{"no such region", ecs.Running, model.Params{"RegionId": "cn-nowhere"}, []int{6}},
		{"no such instance", ecs.Running, model.Params{"InstanceId": "i-bp1unknown"}, []int{5}},
		{"another region", ecs.Running, model.Params{"RegionId": "cn-beijing"}, []int{7}},
		{"Pending, the narrower row first", ecs.Pending, nil, []int{4, 3}},
		{"Starting", ecs.Starting, nil, []int{3}},
		{"Stopping", ecs.Stopping, nil, []int{3}},
		{"Stopped", ecs.Stopped, nil, []int{3}},
		{"format before existence before status", ecs.Stopped, model.Params{"VncPassword": "-"}, []int{1, 2, 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, id := addInstance(t, w, testInstance{Status: c.status})
			v := w.Apply(vncCall(id, c.params))
			if got := rowsOf(v); !slices.Equal(got, c.rows) {
				t.Errorf("breaks rows %v %v, want %v", got, codes(v), c.rows)
			}
			if v.World.Hash() != w.Hash() {
				t.Error("the refused call changes the world")
			}
		})
	}
	for _, name := range []string{"RegionId", "InstanceId", "VncPassword"} {
		w, id := addInstance(t, w, testInstance{})
		if got := codes(w.Apply(vncCall(id, model.Params{name: ""}))); len(got) == 0 || got[0] != "MissingParameter" {
			t.Errorf("without %s: breaks %v", name, got)
		}
	}
}

// The two rows of one code are told apart by their messages.
func TestVncPasswordMessages(t *testing.T) {
	w, id := addInstance(t, newWorld(t), testInstance{})
	other, short := w.Apply(vncCall(id, model.Params{"VncPassword": "Ecs-12"})).Outcome(), w.Apply(vncCall(id, model.Params{"VncPassword": "Ecs12"})).Outcome()
	if other.Code != short.Code || other.HTTP != short.HTTP || other.Message == short.Message {
		t.Errorf("%+v and %+v", other, short)
	}
}

// The password counts at once on an I/O optimized instance, else from the next
// restart through the API on.
func TestVncPasswordTakesEffect(t *testing.T) {
	w, id := addInstance(t, newWorld(t), testInstance{})
	w, _ = accept(t, w, vncCall(id, nil))
	if got := theInstanceIn(t, w, id).Hidden; got.VncPassword != "Ecs123" || !got.AtRestart.None() {
		t.Errorf("I/O optimized: %+v", got)
	}
	w, id = addInstance(t, w, testInstance{Type: "ecs.t1.small", Network: ecs.NetworkClassic})
	w, _ = accept(t, w, vncCall(id, nil))
	if got := theInstanceIn(t, w, id).Hidden; got.VncPassword != "" || got.AtRestart.VncPassword != "Ecs123" {
		t.Errorf("not I/O optimized, before the restart: %+v", got)
	}
	w = restart(t, w, id)
	if got := theInstanceIn(t, w, id).Hidden; got.VncPassword != "Ecs123" || !got.AtRestart.None() {
		t.Errorf("not I/O optimized, after the restart: %+v", got)
	}
}
