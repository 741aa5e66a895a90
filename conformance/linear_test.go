package conformance_test

import (
	"cmp"
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/conformance/clients"
	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/conformance/target"
	"github.com/ecsim/ecsim/sim"
)

// several lets eight clients loose on a simulator.
func several(t *testing.T, seed uint64, calls int, options ...sim.Option) *finding.Report {
	t.Helper()
	w := defaultWorld(t, newModel(t))
	r, err := clients.ExploreClients(context.Background(), target.NewInProcess(sim.New(w, options...)), oracle.Start{World: w},
		clients.ClientOptions{Clients: 8, Seed: seed, Calls: calls, Patience: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The simulator decides and applies a call in one step: some order explains
// whatever eight clients see.
func TestTheSimulatorIsLinearizable(t *testing.T) {
	for seed := range uint64(3) {
		r := several(t, seed+1, 800)
		if len(r.Findings) > 0 || r.Inconclusive > 0 || len(r.Leftover) > 0 || r.Calls < 800 {
			t.Errorf("seed %d: %d calls, findings %v, %d inconclusive, left over %v", seed+1, r.Calls, r.Findings, r.Inconclusive, r.Leftover)
		}
	}
}

// A cloud that checks first and acts later conforms for one client; several
// clients find the fault. ECSIM_RACES names other operations, with commas.
func TestSeveralClientsCatchARace(t *testing.T) {
	races := cmp.Or(os.Getenv("ECSIM_RACES"), "StartInstance,CreateImage,JoinSecurityGroup")
	for op := range strings.SplitSeq(races, ",") {
		t.Run(op, func(t *testing.T) {
			r := several(t, 1, 6000, mutant(t, "race:"+op))
			if len(r.Findings) == 0 || r.ExitCode(false) != 1 {
				t.Fatalf("not caught in %d calls", r.Calls)
			}
			f := r.Findings[0]
			if f.Kind != "race" || f.Length > f.OriginalLength || !strings.Contains(f.Sequence, op+" ") {
				t.Errorf("finding %+v", f)
			}
			again, err := sequence.Parse(f.Sequence)
			if err != nil || again.String() != f.Sequence {
				t.Errorf("the sequence does not read back: %v\n%s", err, f.Sequence)
			}

			w := defaultWorld(t, newModel(t))
			one, err := explore.Explore(context.Background(), target.NewInProcess(sim.New(w, mutant(t, "race:"+op))), oracle.Start{World: w},
				explore.Options{Calls: 150, Operations: []string{op}})
			if err != nil {
				t.Fatal(err)
			}
			if len(one.Findings) > 0 {
				t.Errorf("one client sees it too: %v", one.Findings)
			}
		})
	}
}
