package conformance_test

import (
	"context"
	"testing"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
)

// The planner finds what one call can show, and knows that nothing is shorter.
func TestPlannerFindsWhatOneCallShows(t *testing.T) {
	m := newModel(t)
	w := defaultWorld(t, m)
	found, stats, err := plan.FindWitnesses(context.Background(), oracle.Start{World: w}, plan.Items(m), plan.PlanOptions{Full: 1, Most: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if f.Sequence.Length() != 1 || !f.Minimal {
			t.Errorf("%s: length %d, minimal %t", f.Item, f.Sequence.Length(), f.Minimal)
		}
	}
	if len(found) < 300 {
		t.Errorf("one call shows %d items: fewer than 300", len(found))
	}
	t.Logf("%d items, %d calls tried", len(found), stats.Calls)
}
