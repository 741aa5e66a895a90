package model

import (
	"maps"
	"slices"
	"testing"
)

func vncCall(instance string, params Params) Call {
	all := Params{"RegionId": "cn-hangzhou", "InstanceId": instance, "VncPassword": "Ecs123"}
	maps.Copy(all, params)
	return Call{Op: "ModifyInstanceVncPasswd", Params: all}
}

func TestModifyInstanceVncPasswd(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		name   string
		status string
		params Params
		rows   []int
	}{
		{"a hyphen", Running, Params{"VncPassword": "Ecs-12"}, []int{1}},
		{"an accent", Running, Params{"VncPassword": "Ecs12é"}, []int{1}},
		{"five characters", Running, Params{"VncPassword": "Ecs12"}, []int{2}},
		{"seven characters", Running, Params{"VncPassword": "Ecs1234"}, []int{2}},
		{"no letter in upper case", Running, Params{"VncPassword": "ecs123"}, []int{2}},
		{"no letter in lower case", Running, Params{"VncPassword": "ECS123"}, []int{2}},
		{"no digit", Running, Params{"VncPassword": "EcsEcs"}, []int{2}},
		{"a hyphen, and too long", Running, Params{"VncPassword": "Ecs-123"}, []int{1, 2}},
		{"no such region", Running, Params{"RegionId": "cn-nowhere"}, []int{6}},
		{"no such instance", Running, Params{"InstanceId": "i-bp1unknown"}, []int{5}},
		{"another region", Running, Params{"RegionId": "cn-beijing"}, []int{7}},
		{"Pending, the narrower row first", Pending, nil, []int{4, 3}},
		{"Starting", Starting, nil, []int{3}},
		{"Stopping", Stopping, nil, []int{3}},
		{"Stopped", Stopped, nil, []int{3}},
		{"format before existence before status", Stopped, Params{"VncPassword": "-"}, []int{1, 2, 3}},
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
		if got := codes(w.Apply(vncCall(id, Params{name: ""}))); len(got) == 0 || got[0] != "MissingParameter" {
			t.Errorf("without %s: breaks %v", name, got)
		}
	}
}

// The two rows of one code are told apart by their messages.
func TestVncPasswordMessages(t *testing.T) {
	w, id := addInstance(t, newWorld(t), testInstance{})
	other, short := w.Apply(vncCall(id, Params{"VncPassword": "Ecs-12"})).Outcome(), w.Apply(vncCall(id, Params{"VncPassword": "Ecs12"})).Outcome()
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
	w, id = addInstance(t, w, testInstance{Type: "ecs.t1.small", Network: NetworkClassic})
	w, _ = accept(t, w, vncCall(id, nil))
	if got := theInstanceIn(t, w, id).Hidden; got.VncPassword != "" || got.AtRestart.VncPassword != "Ecs123" {
		t.Errorf("not I/O optimized, before the restart: %+v", got)
	}
	w = restart(t, w, id)
	if got := theInstanceIn(t, w, id).Hidden; got.VncPassword != "Ecs123" || !got.AtRestart.None() {
		t.Errorf("not I/O optimized, after the restart: %+v", got)
	}
}
