package conformance_test

import (
	"testing"
	"time"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/target"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// The healthy simulator shows no difference, however its transitions and its
// clock go, calls that race them included. `make soak` makes 200,000 calls of
// each (ECSIM_SOAK_CALLS), here it is a taste.
func TestHealthyOnEveryClock(t *testing.T) {
	t.Parallel()
	m := newModel(t)
	calls := setting("ECSIM_SOAK_CALLS", 400)
	for name, options := range map[string][]sim.Option{
		"instant": {sim.WithTransitions(sim.TransitionsInstant)},
		"ticks":   {sim.WithClock(sim.Clock{Mode: sim.ClockTicks, Tick: 100 * time.Millisecond})},
		// An hour in three quarters of a second: transitions come between any two calls.
		"timed": {sim.WithClock(sim.Clock{Mode: sim.ClockScaled, Scale: 5000})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, err := model.Default(m, 1)
			if err != nil {
				t.Fatal(err)
			}
			report, err := explore.Explore(t.Context(), target.NewInProcess(sim.New(w, append(options, sim.WithTraceSize(1))...)), oracle.Start{World: w},
				explore.Options{Seed: uint64(setting("ECSIM_SEED", 1)), Calls: calls, KeepGoing: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range report.Findings {
				t.Errorf("%s %s: expected %s, saw %s\n%s", f.Kind, f.Rule, f.Expected, f.Observed, f.Sequence)
			}
			if 1000*report.Inconclusive > report.Calls {
				t.Errorf("%d of %d calls inconclusive", report.Inconclusive, report.Calls)
			}
			t.Logf("%d calls explored with, %d looks and waits, %d clean up: %d differences, %d inconclusive, possible worlds mean %.2f, peak %d",
				report.Calls, report.TargetCalls.Observe, report.TargetCalls.Cleanup, len(report.Findings), report.Inconclusive, report.Frontier.Mean, report.Frontier.Peak)
		})
	}
}
