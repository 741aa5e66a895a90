package score

import (
	"sync"
	"testing"

	"github.com/ecsim/ecsim/sim"
)

// mostPerItem bounds the target calls of one pass of the suite for each witness:
// against a real cloud each is money.
const mostPerItem = 3.0

// inProcess returns a scorer with the suite alone and without HTTP. Its suites are
// prepared once for all tests: they are the dearest part of a scorer.
func inProcess(t *testing.T) *scorer {
	t.Helper()
	s, err := sharedScorer()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var sharedScorer = sync.OnceValues(func() (*scorer, error) { return newScorer(Options{Calls: -1, InProcess: true}) })

func TestTheSuiteIsCheap(t *testing.T) {
	s := inProcess(t)
	h, err := s.healthy(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if h.Suite.PerItem() > mostPerItem {
		t.Errorf("%.2f calls for each item of the suite, at most %.2f", h.Suite.PerItem(), mostPerItem)
	}
	t.Logf("%.2f calls for each item: %+v", h.Suite.PerItem(), h.Suite)
}

// The mutants that the merged suite detects only with a lookup at the right
// time, and the length of the reports.
func TestTheMergedSuiteDetectsTheSame(t *testing.T) {
	s := inProcess(t)
	for id, length := range map[string]int{
		"skip:DeleteVpc/IncorrectVpcStatus":                         2, // a dry run races before another refusal
		"skip:AssignIpv6Addresses/InvalidOperation.InvalidEcsState": 2, // the state of another thing than the call names decides
		"skip:CreateInstance/IncorrectVSwitchStatus":                2,
		"anyway:DeleteImage":                                        0, // other refusals about the image follow
		"anyway:AssignIpv6Addresses":                                2, // nobody else looked at the interface
		"anyway:JoinSecurityGroup":                                  2, // with a group that was there
		"lose:DeleteInstance/SecondaryInterfaces-released":          4, // a look shows it before the last call
	} {
		t.Run(id, func(t *testing.T) {
			m, err := sim.FindMutant(s.model, id)
			if err != nil {
				t.Fatalf("choose another mutant: %v", err)
			}
			r := s.score(t.Context(), m)
			if !r.Killed || r.By != bySuite || length > 0 && r.Length != length || r.Length != r.Shortest {
				t.Errorf("killed %t by %s, length %d, shortest known %d, want %d:\n%s", r.Killed, r.By, r.Length, r.Shortest, length, r.Sequence)
			}
		})
	}
}
