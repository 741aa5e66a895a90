package conformance_test

import (
	"context"
	"slices"
	"testing"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/model"
)

// If the order of two broken rules is unknown, the answer of either passes, and
// the report keeps which one it was.
func TestWhoAnswersIsKeptAsAnObservation(t *testing.T) {
	m := newModel(t)
	old, _ := m.Operation("StopInstance")
	turned := *old
	turned.Rules = slices.Clone(old.Rules)
	slices.Reverse(turned.Rules)
	w := defaultWorld(t, m)
	report, err := explore.Explore(context.Background(), &fake{world: w.Under(m.With(&turned))}, oracle.Start{World: w},
		explore.Options{Calls: 400, KeepGoing: true, Operations: []string{"StopInstance"}})
	if err != nil {
		t.Fatal(err)
	}
	if report.Divergences > 0 || len(report.Observations) == 0 {
		t.Fatalf("%d failures, %d observations: an unknown order is no fault, and worth a note", report.Divergences, len(report.Observations))
	}
	for _, o := range report.Observations {
		position := func(id string) int {
			return slices.IndexFunc(old.Rules, func(r *model.BoundRule) bool { return r.ID() == id })
		}
		if position(o.Answered) <= position(o.Instead) || o.Count == 0 {
			t.Errorf("%+v: the model lists them the other way round", o)
		}
	}
}
