package model_test

import (
	"slices"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A restart applies the host name that waited for it; one that is set while it
// is under way waits for the next restart, and takes nothing away.
func TestARestartAndTheNextHaveAHostNameEach(t *testing.T) {
	w := newWorld(t)
	w, id := addInstance(t, w, testInstance{})
	call := func(op string, params model.Params) model.Verdict {
		v := w.Apply(model.Call{Op: op, Params: params.With("InstanceId", id)})
		if !v.Accepted() {
			t.Fatalf("%s breaks %v", op, codes(v))
		}
		w = v.World
		return v
	}
	restart := func() {
		for theInstanceIn(t, w, id).Status != ecs.Running {
			w = w.Fire(w.Pending()[0])
		}
	}
	call("ModifyInstanceAttribute", model.Params{"HostName": "first"})
	call("RebootInstance", model.Params{})
	others := call("ModifyInstanceAttribute", model.Params{"HostName": "second"}).Others
	at := slices.IndexFunc(others, func(o model.World) bool { return theInstanceIn(t, o, id).Hidden.AtRestart.NextHostName == "second" })
	if at < 0 {
		t.Fatal("in no world the name waits for the next restart")
	}
	w = others[at]
	restart()
	if i := theInstanceIn(t, w, id); i.HostName != "first" {
		t.Errorf("the restart applies %q", i.HostName)
	}
	call("RebootInstance", model.Params{})
	restart()
	if i := theInstanceIn(t, w, id); i.HostName != "second" || !i.Hidden.AtRestart.None() {
		t.Errorf("the next restart applies %q, and %+v waits", i.HostName, i.Hidden.AtRestart)
	}
}
