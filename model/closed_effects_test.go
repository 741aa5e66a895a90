package model_test

import (
	"slices"
	"testing"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
)

// A page that says of a parameter only that it is not public does not say what
// it changes: such an effect is inferred, never documented.
func TestEffectsOfClosedParametersAreInferred(t *testing.T) {
	m := newWorld(t).Model()
	checked := 0
	for _, name := range m.Catalog().Pages() {
		facts, err := m.Catalog().Operation(name)
		if err != nil {
			t.Fatal(err)
		}
		closed := slices.DeleteFunc(slices.Clone(facts.Parameters), func(p catalog.Parameter) bool {
			return p.Visibility != "invitation-only" && p.Visibility != "not-public"
		})
		op, _ := m.Operation(name)
		for _, p := range closed {
			for _, e := range op.Effects {
				if e.Name != p.Name {
					continue
				}
				checked++
				if l := e.Basis.Level; l != model.LevelInferred && l != model.LevelAssumed && l != model.LevelObserved || l != model.LevelObserved && e.Basis.Reason == "" {
					t.Errorf("%s: %v, because %q", e.ID(), l, e.Basis.Reason)
				}
			}
		}
	}
	if checked < 15 {
		t.Errorf("%d effects of closed parameters", checked)
	}
}
