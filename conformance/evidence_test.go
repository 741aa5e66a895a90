package conformance_test

import (
	"testing"

	"github.com/ecsim/ecsim/conformance/evidence"
)

// Every piece of field evidence about a modelled operation is replayed on the
// model, and has the standing and the word of the engine that its trace records.
// 95 of 100 agree or are allowed, and no region is accused without a reason.
func TestFieldEvidenceStandsAsItIsRecorded(t *testing.T) {
	all, err := evidence.ReplayEvidence(newModel(t))
	if err != nil {
		t.Error(err)
	}
	counts, fine, inScope := map[evidence.Standing]int{}, 0, 0
	for _, e := range all {
		counts[e.Found]++
		if e.Found != evidence.Silent {
			inScope++
		}
		if e.Found == evidence.Agrees || e.Found == evidence.Allowed {
			fine++
		}
		if e.Standing != e.Found || e.Engine != e.Said {
			t.Errorf("entry %d, %s, %s: recorded %s and %s, found %s and %s: %s",
				e.Entry, e.Operation, e.Situation, e.Standing, e.Engine, e.Found, e.Said, e.Detail)
		}
		if e.Said == evidence.SaysFailure && e.Why == "" {
			t.Errorf("entry %d, %s, %s: a check would accuse the region, and no reason is given", e.Entry, e.Operation, e.Situation)
		}
	}
	if len(all) < 195 || 100*fine < 95*inScope {
		t.Errorf("%d of %d in scope agree or are allowed, of %d entries: want 95 of 100", fine, inScope, len(all))
	}
	t.Logf("%d entries: %v", len(all), counts)
}
