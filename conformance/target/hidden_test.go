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
	return 0, n < 40 && h.cloud.Advance(time.Minute) == nil
}

// hide serves an embedded world over HTTP without the control API.
func hide(t *testing.T, name string) (hidden, oracle.Start) {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	world, err := model.Named(m, name, 1)
	if err != nil {
		t.Fatal(err)
	}
	cloud := sim.New(world, sim.WithClock(sim.Clock{Mode: sim.ClockTicks, Tick: 200 * time.Millisecond}))
	handler, err := rpc.NewHandler(cloud, rpc.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/_ecsim") {
			http.NotFound(w, r)
			return
		}
		handler.ServeHTTP(w, r)
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
	return hidden{endpoint, cloud}, oracle.Start{World: found, IDs: ids}
}

// The simulator conforms when it is checked like any other implementation: facts
// that it has not shown are unknown, and a refusal that is hidden by another one
// shows nothing. ECSIM_HIDDEN_CALLS asks for more calls than the test has time
// for, and for all worlds: 'make strangers'.
func TestTheHiddenSimulatorConforms(t *testing.T) {
	calls, worlds := 200, []string{"default", "quota"}
	if text := os.Getenv("ECSIM_HIDDEN_CALLS"); text != "" {
		var err error
		if calls, err = strconv.Atoi(text); err != nil {
			t.Fatalf("ECSIM_HIDDEN_CALLS: %v: give a number of calls", err)
		}
		worlds = model.WorldNames()
	}
	suite, err := plan.Suite()
	if err != nil {
		t.Fatal(err)
	}
	for _, world := range worlds {
		t.Run(world, func(t *testing.T) {
			cloud, start := hide(t, world)
			report, err := explore.Explore(context.Background(), cloud, start, explore.Options{Calls: calls, KeepGoing: true, Suite: suite})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range report.Findings {
				t.Errorf("%s: %s %s (%s): expected %s, saw %s\n%s", f.Verdict, f.Kind, f.Rule, f.Basis, f.Expected, f.Observed, f.Sequence)
			}
			t.Logf("%d calls, possible worlds %+v, %d inconclusive", report.Calls, report.Frontier, report.Inconclusive)
		})
	}
}
