package model_test

import (
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

// newWorld returns the default world of the reference model.
func newWorld(t testing.TB) model.World {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	w, err := model.Default(m, 1)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// named returns the id that the world gives to a symbolic name.
func named(t testing.TB, w model.World, name string) string {
	t.Helper()
	id, ok := w.Base().Names[name]
	if !ok {
		t.Fatalf("the world has no %q", name)
	}
	return id
}

// codes lists the codes of the broken rules in canonical order.
func codes(v model.Verdict) []string {
	var out []string
	for _, r := range v.Broken {
		out = append(out, r.Code)
	}
	return out
}

// accept applies a call that must be accepted and returns the next world.
func accept(t testing.TB, w model.World, c model.Call) (model.World, model.Reply) {
	t.Helper()
	v := w.Apply(c)
	if !v.Accepted() {
		t.Fatalf("%s %v: refused with %v", c.Op, c.Params, codes(v))
	}
	if err := v.World.Check(); err != nil {
		t.Fatalf("%s %v: %v", c.Op, c.Params, err)
	}
	return v.World, v.Reply
}

// settle fires transitions until none is pending.
func settle(w model.World) model.World {
	for pending := w.Pending(); len(pending) > 0; pending = w.Pending() {
		w = w.Fire(pending[0])
	}
	return w
}

func TestNewBindsEveryRule(t *testing.T) {
	w := newWorld(t)
	if err := w.Check(); err != nil {
		t.Fatal(err)
	}
}

func TestAFailedCallChangesNothing(t *testing.T) {
	w := newWorld(t)
	v := w.Apply(model.Call{Op: "StartInstance", Params: model.Params{"InstanceId": "i-none"}})
	if v.Accepted() || v.World.Hash() != w.Hash() {
		t.Fatalf("accepted %v, codes %v", v.Accepted(), codes(v))
	}
}
