package conformance_test

import (
	"testing"

	"github.com/ecsim/ecsim/conformance/evidence"
)

// Every piece of field evidence about a modelled operation is replayed on the
// model, and has the standing that its trace records.
func TestFieldEvidenceStandsAsItIsRecorded(t *testing.T) {
	all, err := evidence.ReplayEvidence(newModel(t))
	if err != nil {
		t.Error(err)
	}
	counts := map[evidence.Standing]int{}
	for _, e := range all {
		counts[e.Standing]++
		if e.Standing != e.Found {
			t.Errorf("entry %d, %s, %s: recorded %s, found %s: %s", e.Entry, e.Operation, e.Situation, e.Standing, e.Found, e.Detail)
		}
	}
	t.Logf("%d entries: %v", len(all), counts)
}
