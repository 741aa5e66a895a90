package conformance_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/internal/tinycloud"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/target"
)

// A target that answers garbage, hangs or dies in the middle of a run yields a
// verdict or an error, never a crash, and never a pass for a reply that was not
// seen.
func TestATargetThatBreaksInTheMiddle(t *testing.T) {
	for name, broken := range map[string]http.HandlerFunc{
		"HTML":  func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>busy</html>") },
		"empty": func(http.ResponseWriter, *http.Request) {},
		"large": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, strings.Repeat("a", 1<<20)) },
		"cut":   func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"hangs": func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // only then the server notices that the client has left
			<-r.Context().Done()
		},
	} {
		t.Run(name, func(t *testing.T) {
			cloud := tinycloud.New(tinycloud.Faults{})
			var calls, after atomic.Int64
			after.Store(1 << 40)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if calls.Add(1) > after.Load() {
					broken(w, r)
					return
				}
				cloud.ServeHTTP(w, r)
			}))
			defer server.Close()
			config := target.Config{
				URL: server.URL, Credentials: target.Credentials{AccessKeyID: "id", AccessKeySecret: "secret"}, Region: "cn-hangzhou",
			}
			patient, err := target.NewEndpoint(config)
			if err != nil {
				t.Fatal(err)
			}
			world, ids, err := target.Discover(context.Background(), patient, newModel(t), nil)
			if err != nil {
				t.Fatal(err)
			}
			config.Timeout = 20 * time.Millisecond
			endpoint, err := target.NewEndpoint(config)
			if err != nil {
				t.Fatal(err)
			}
			after.Store(calls.Load() + 20)
			report, err := explore.Explore(context.Background(), impatient{endpoint}, oracle.Start{World: world, IDs: ids},
				explore.Options{Calls: 60, KeepGoing: true, ShrinkCalls: 5, Uniform: true})
			if report == nil || err == nil && report.Inconclusive == 0 && report.Divergences+report.Questions == 0 {
				t.Errorf("nothing was noticed: %+v", report)
			}
			t.Logf("%v; %d calls, %d inconclusive, %d findings", err, report.Calls, report.Inconclusive, len(report.Findings))
		})
	}
}
