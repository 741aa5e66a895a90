package conformance_test

import (
	"context"
	"testing"

	"github.com/ecsim/ecsim/conformance"
)

func TestPlanFindsShortSequences(t *testing.T) {
	m := newModel(t)
	w := defaultWorld(t, m)
	items := conformance.Items(m)
	found, stats, err := conformance.FindWitnesses(context.Background(), conformance.Start{World: w}, items, conformance.PlanOptions{Full: 2, Most: 2, Worlds: 300})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d items, %+v", len(found), len(items), stats)
}
