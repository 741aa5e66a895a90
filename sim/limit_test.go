package sim_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

func limitsOf(t *testing.T, texts ...string) []sim.RateLimit {
	t.Helper()
	known, err := catalog.Open()
	if err != nil {
		t.Fatal(err)
	}
	limits, err := sim.ParseRateLimits(known, texts)
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range limits {
		if l.String() != texts[i] {
			t.Errorf("%q became %q", texts[i], l)
		}
	}
	return limits
}

// Each caller may call so often, by the cloud's clock; who is refused has not
// called, and others do not suffer.
func TestRateLimitsCountByCallerOperationAndTheCloudsClock(t *testing.T) {
	c, _ := cloudOf(t, sim.WithClock(sim.Clock{Mode: sim.ClockFrozen}), sim.WithRateLimits(limitsOf(t, "DescribeRegions=2/s", "*=5/m")...))
	ask := func(caller, op string) string {
		out := c.Do(t.Context(), model.Call{Caller: caller, Op: op, Params: model.Params{"RegionId": "cn-hangzhou"}})
		if (out.Class == model.ClassThrottled) != (out.Code != "") || out.Code != "" && (out.HTTP != 400 || out.Message == "" || out.RequestId == "") {
			t.Errorf("%s of %s: %+v", op, caller, out)
		}
		return out.Code
	}
	advance := func(d time.Duration) {
		if err := c.Advance(d); err != nil {
			t.Fatal(err)
		}
	}
	for i, step := range []struct {
		wait       time.Duration
		caller, op string
		want       string
	}{
		{0, "main", "DescribeRegions", ""},
		{0, "", "DescribeRegions", ""}, // main, too: nobody is the first caller
		{0, "main", "DescribeRegions", "Throttling"},
		{0, "other", "DescribeRegions", ""},
		{0, "main", "DescribeZones", ""},
		{500 * time.Millisecond, "main", "DescribeRegions", ""},
		{0, "main", "DescribeRegions", "Throttling"},
		{0, "main", "DescribeZones", ""},
		{0, "main", "DescribeZones", "Throttling.User"}, // the sixth within a minute
		{0, "other", "DescribeZones", ""},
		{12 * time.Second, "main", "DescribeZones", ""}, // a fifth of the minute
		{0, "main", "DescribeZones", "Throttling.User"},
	} {
		advance(step.wait)
		if got := ask(step.caller, step.op); got != step.want {
			t.Errorf("step %d: %s of %q: %q, want %q", i, step.op, step.caller, got, step.want)
		}
	}
	if err := c.Reset(); err != nil {
		t.Fatal(err)
	}
	if got := ask("main", "DescribeZones"); got != "" {
		t.Errorf("after a reset: %s", got)
	}
}

func TestRateLimitsThatMakeNoSenseAreRefused(t *testing.T) {
	known, err := catalog.Open()
	if err != nil {
		t.Fatal(err)
	}
	for text, word := range map[string]string{
		"RunInstances": "write OPERATION=N/s", "RunInstances=0/s": "from 1", "RunInstances=1/d": "N/h", "RunInstances=x/s": "N/s",
		"MakeCoffee=1/s": `no operation is called "MakeCoffee"`, "=1/s": "no operation",
	} {
		if _, err := sim.ParseRateLimits(known, []string{text}); err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := sim.ParseRateLimits(known, []string{"*=1/s", "*=2/s"}); err == nil {
		t.Error("two limits for one")
	}
}
