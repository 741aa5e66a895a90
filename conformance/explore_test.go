package conformance_test

import (
	"context"
	"testing"
	"time"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

// A fake is the smallest cloud: it applies calls to a world, and fires what is
// pending after so many calls.
type fake struct {
	world model.World
	every int // calls between transitions; 0 fires all at once
	calls int
}

func (f *fake) Name() string { return "fake" }

func (f *fake) Pace(n int) (time.Duration, bool) { return 0, n < 100 }

func (f *fake) Do(_ context.Context, c model.Call) (model.Outcome, error) {
	f.calls++
	if pending := f.world.Pending(); len(pending) > 0 && f.every > 0 && f.calls%f.every == 0 {
		f.world = f.world.Fire(pending[f.calls%len(pending)])
	}
	v := f.world.Apply(c)
	f.world = v.World
	for pending := f.world.Pending(); f.every == 0 && len(pending) > 0; pending = f.world.Pending() {
		f.world = f.world.Fire(pending[0])
	}
	return v.Outcome(), nil
}

func newModel(t testing.TB) *model.Model {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func defaultWorld(t testing.TB, m *model.Model) model.World {
	t.Helper()
	w, err := model.Default(m, 1)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// The model against itself diverges nowhere, however fast it settles.
// ECSIM_SOAK_CALLS asks for more calls, as `make soak` does.
func TestTheModelAgreesWithItself(t *testing.T) {
	m := newModel(t)
	for name, every := range map[string]int{"instant": 0, "fast": 1, "slow": 3} {
		t.Run(name, func(t *testing.T) {
			w := defaultWorld(t, m)
			report, err := explore.Explore(context.Background(), &fake{world: w, every: every}, oracle.Start{World: w},
				explore.Options{Calls: setting("ECSIM_SOAK_CALLS", 600), KeepGoing: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range report.Findings {
				t.Errorf("%s %s: expected %s, saw %s\n%s", f.Kind, f.Rule, f.Expected, f.Observed, f.Sequence)
			}
			if report.Inconclusive > 0 || len(report.Leftover) > 0 {
				t.Errorf("%d inconclusive, left over: %v", report.Inconclusive, report.Leftover)
			}
			t.Logf("%d calls, %+v, frontier %+v, %.0f calls/s", report.Calls, report.TargetCalls, report.Frontier, report.Timing.CallsPerSecond)
		})
	}
}
