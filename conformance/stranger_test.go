package conformance_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/internal/tinycloud"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/target"
)

// impatient repeats a lookup at once, because the tiny cloud has no
// transitions.
type impatient struct{ *target.Endpoint }

func (impatient) Pace(n int) (time.Duration, bool) { return 0, n < 20 }

// checkTiny explores a tiny cloud over HTTP, like any other implementation.
func checkTiny(t *testing.T, faults tinycloud.Faults) *finding.Report {
	t.Helper()
	server := httptest.NewServer(tinycloud.New(faults))
	t.Cleanup(server.Close)
	endpoint, err := target.NewEndpoint(target.Config{
		URL: server.URL, Credentials: target.Credentials{AccessKeyID: "id", AccessKeySecret: "secret"}, Region: "cn-hangzhou",
	})
	if err != nil {
		t.Fatal(err)
	}
	world, ids, err := target.Discover(context.Background(), endpoint, newModel(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	suite, err := plan.Suite()
	if err != nil {
		t.Fatal(err)
	}
	report, err := explore.Explore(context.Background(), impatient{endpoint}, oracle.Start{World: world, IDs: ids},
		explore.Options{Calls: 1500, KeepGoing: true, Suite: suite})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// A cloud written by hand, with ten operations, fields missing and 501 for the
// rest: nothing that it does right is called a failure.
func TestATinyCloudThatIsRight(t *testing.T) {
	report := checkTiny(t, tinycloud.Faults{})
	for _, f := range report.Findings {
		if f.Fails() {
			t.Errorf("%s %s: expected %s, saw %s\n%s", f.Kind, f.Rule, f.Expected, f.Observed, f.Sequence)
		} else {
			t.Logf("question: %s %s: expected %s, saw %s", f.Kind, f.Rule, f.Expected, f.Observed)
		}
	}
	t.Logf("not supported: %v", report.NotSupported)
}

// Three faults at once: all three are found and distinguished, by short
// sequences, and nothing else is a failure.
func TestATinyCloudWithThreeFaults(t *testing.T) {
	report := checkTiny(t, tinycloud.Faults{QueueNumberWhileRunning: true, DeletesProtected: true, StopsStopped: true})
	want := map[string]int{
		"ModifyInstanceAttribute/InvalidOperation.InvalidEcsState": 2,
		"DeleteInstance/InvalidOperation.DeletionProtection":       3,
		"StopInstance/IncorrectInstanceStatus":                     3,
	}
	for _, f := range report.Findings {
		if !f.Fails() {
			continue
		}
		rule, _, _ := strings.Cut(f.Rule, "#")
		most, planted := want[rule]
		if !planted || f.Kind != "refuses" || f.Length > most {
			t.Errorf("%s %s in %d calls\n%s", f.Kind, f.Rule, f.Length, f.Sequence)
		}
		delete(want, rule)
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}
