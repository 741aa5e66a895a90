package target_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/target"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc"
)

// hidden is the simulator behind a proxy that hides its control API: only its
// answers could show that it is not another implementation. Its time moves
// during waits.
type hidden struct {
	*target.Endpoint
	cloud *sim.Cloud
}

func (h hidden) Pace(n int) (time.Duration, bool) {
	return 0, n < 60 && h.cloud.Advance(min(time.Second<<min(n-1, 6), time.Minute)) == nil
}

// Time is the simulator's.
func (h hidden) Time() time.Time { return h.cloud.Now() }

// A disguise changes what passes between the simulator and a client.
type disguise func(cloud *sim.Cloud, handler http.Handler) http.Handler

// plain changes nothing.
func plain(_ *sim.Cloud, handler http.Handler) http.Handler { return handler }

// hide serves an embedded world over HTTP without the control API.
func hide(t *testing.T, name string, dressed disguise, options ...sim.Option) (hidden, oracle.Start) {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	world, err := model.Named(m, name, 1)
	if err != nil {
		t.Fatal(err)
	}
	cloud := sim.New(world, append(options, sim.WithClock(sim.Clock{Mode: sim.ClockTicks, Tick: 200 * time.Millisecond}))...)
	handler, err := rpc.NewHandler(cloud, rpc.Options{})
	if err != nil {
		t.Fatal(err)
	}
	shown := dressed(cloud, handler)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/_ecsim") {
			http.NotFound(w, r)
			return
		}
		shown.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	first, _ := target.CredentialsOf(world)
	endpoint, err := target.NewEndpoint(target.Config{URL: server.URL, Credentials: first, Region: world.Base().Regions[0].RegionId})
	if err != nil {
		t.Fatal(err)
	}
	found, ids, err := target.Discover(t.Context(), endpoint, m, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !found.Base().Stranger {
		t.Fatal("it was recognised as our own")
	}
	return hidden{endpoint, cloud}, oracle.Start{World: found, IDs: ids, Eventual: &oracle.Eventual{}}
}

// The simulator conforms when it is checked like any other implementation: facts
// that it has not shown are unknown, and a refusal that is hidden by another one
// shows nothing. ECSIM_HIDDEN_CALLS asks for more calls than the test has time
// for, for the whole suite, and for all worlds: 'make strangers'.
func TestTheHiddenSimulatorConforms(t *testing.T) {
	calls, worlds, whole := 200, []string{"default", "quota"}, false
	if text := os.Getenv("ECSIM_HIDDEN_CALLS"); text != "" {
		var err error
		if calls, err = strconv.Atoi(text); err != nil {
			t.Fatalf("ECSIM_HIDDEN_CALLS: %v: give a number of calls", err)
		}
		worlds, whole = model.WorldNames(), true
	}
	suite, err := plan.Suite()
	if err != nil {
		t.Fatal(err)
	}
	for n, world := range worlds {
		for _, mode := range []sim.Consistency{{}, {Range: 5 * time.Second}} {
			late, cases := mode != (sim.Consistency{}), suite
			switch {
			case whole:
			case late:
				cases = lifecycles(t)
			default:
				cases = eachThird(suite, n)
			}
			t.Run(world+" "+mode.String(), func(t *testing.T) {
				cloud, start := hide(t, world, plain, sim.WithConsistency(mode))
				report, err := explore.Explore(context.Background(), cloud, start, explore.Options{Calls: calls, KeepGoing: true, Suite: cases})
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range report.Findings {
					t.Errorf("%s: %s %s (%s): expected %s, saw %s\n%s", f.Verdict, f.Kind, f.Rule, f.Basis, f.Expected, f.Observed, f.Sequence)
				}
				if late != (len(report.Lags) > 0) {
					t.Errorf("lags that were met: %v", report.Lags)
				}
				t.Logf("%d calls, possible worlds %+v, %d inconclusive, lags %v", report.Calls, report.Frontier, report.Inconclusive, report.Lags)
			})
		}
	}
}

// eachThird returns every third case of a suite, from the n-th one on.
func eachThird(suite []plan.Case, n int) []plan.Case {
	var some []plan.Case
	for i := n % 3; i < len(suite); i += 3 {
		some = append(some, suite[i])
	}
	return some
}
