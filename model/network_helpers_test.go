package model_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

// main1 is a call of the first account in the first region.
func main1(op string, params model.Params) model.Call {
	all := model.Params{"RegionId": "cn-hangzhou"}
	maps.Copy(all, params)
	for name, value := range all {
		if value == "-" { // left out
			delete(all, name)
		}
	}
	return model.Call{Op: op, Params: all}
}

// A breach is one call that breaks exactly the rules named; none means that
// the call is accepted.
type breach struct {
	name   string
	params model.Params
	codes  []string
}

// wantCodes applies the call, compares the codes of what it breaks, and sees
// that a refused call changes nothing.
func wantCodes(t *testing.T, w model.World, c model.Call, want ...string) model.Verdict {
	t.Helper()
	v := w.Apply(c)
	if got := codes(v); !slices.Equal(got, want) {
		t.Errorf("%s %v: breaks %v, want %v", c.Op, c.Params, got, want)
	}
	if len(want) > 0 && v.World.Hash() != w.Hash() {
		t.Errorf("%s %v: a refused call changes the world", c.Op, c.Params)
	}
	if err := v.World.Check(); err != nil {
		t.Errorf("%s %v: %v", c.Op, c.Params, err)
	}
	return v
}

// everyRuleIsBroken sees that a table breaks each rule of the operation that a
// call can break on its own.
func everyRuleIsBroken(t *testing.T, w model.World, op string, broken map[string]bool) {
	t.Helper()
	o, ok := w.Model().Operation(op)
	if !ok {
		t.Fatalf("no operation %s", op)
	}
	for _, r := range o.Rules {
		// TestNobodyMayDoAnything breaks the common RAM rule of every operation.
		if r.When != nil && !broken[r.ID()] && !(r.Common && r.Code == "Forbidden.RAM") {
			t.Errorf("%s: no case breaks it", r.ID())
		}
	}
}

// namedWorld returns a special world of the reference model.
func namedWorld(tb testing.TB, name string) model.World {
	tb.Helper()
	m, err := reference.New()
	if err != nil {
		tb.Fatal(err)
	}
	w, err := model.Named(m, name, 1)
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

// ids lists the described resources.
func ids(r model.Reply) []string {
	var all []string
	for _, item := range r.Items {
		all = append(all, item.ID())
	}
	return all
}
