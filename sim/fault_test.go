package sim_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/sim"
)

func arm(t *testing.T, c *sim.Cloud, f sim.Fault) string {
	t.Helper()
	id, err := c.Arm(f)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAFaultBeforeTheEffectLeavesNothing(t *testing.T) {
	c, names := cloudOf(t, sim.WithTransitions(sim.TransitionsInstant))
	id := run(t, c, names)
	arm(t, c, sim.Fault{Operation: "StopInstance", Code: "InternalError", Times: 2})
	for range 2 {
		out := c.Do(t.Context(), model.Call{Op: "StopInstance", Params: model.Params{"InstanceId": id}})
		if out.Code != "InternalError" || out.HTTP != 500 || out.Class != model.ClassUnknown || out.Message == "" {
			t.Errorf("%+v", out)
		}
	}
	wantStatus(t, c, id, ecs.Running)
	do(t, c, "", "StopInstance", model.Params{"InstanceId": id})
	if f := c.Faults(); len(f) != 1 || f[0].Hits != 2 {
		t.Errorf("%+v", f)
	}
}

func TestAFaultAfterTheEffectHidesIt(t *testing.T) {
	c, names := cloudOf(t, sim.WithTransitions(sim.TransitionsInstant))
	id := run(t, c, names)
	arm(t, c, sim.Fault{Operation: "StopInstance", Kind: sim.FaultReset, Phase: sim.After, Times: 1})
	a := c.Call(t.Context(), model.Call{Op: "StopInstance", Params: model.Params{"InstanceId": id}})
	if !a.Reset || a.Outcome.Class != model.ClassUnknown {
		t.Errorf("%+v", a.Outcome)
	}
	wantStatus(t, c, id, ecs.Stopped)
}

func TestThrottleStrikesOneCaller(t *testing.T) {
	c, _ := cloudOf(t)
	nobodys := arm(t, c, sim.Fault{Operation: "DescribeRegions", Caller: "main", Kind: sim.FaultThrottle, Times: 1})
	do(t, c, "Throttling.User", "DescribeRegions", nil) // nobody in particular is the first caller
	if err := c.Disarm(nobodys); err != nil {
		t.Fatal(err)
	}
	id := arm(t, c, sim.Fault{Operation: "*", Caller: "other", Kind: sim.FaultThrottle})
	do(t, c, "", "DescribeRegions", nil)
	out := c.Do(t.Context(), model.Call{Op: "DescribeRegions", Caller: "other"})
	if out.Class != model.ClassThrottled || out.Code != "Throttling.User" {
		t.Errorf("%+v", out)
	}
	if err := c.Disarm(id); err != nil {
		t.Fatal(err)
	}
	if out := c.Do(t.Context(), model.Call{Op: "DescribeRegions", Caller: "other"}); out.Code != "" {
		t.Errorf("disarmed: %+v", out)
	}
	trace := c.Trace()
	if len(trace) != 4 || trace[2].Fault != id || trace[3].Fault != "" {
		t.Errorf("%+v", trace)
	}
}

func TestAProbableFaultIsTheSameForTheSameSeed(t *testing.T) {
	var hits [2]string
	for i := range hits {
		c, _ := cloudOf(t)
		arm(t, c, sim.Fault{Operation: "DescribeRegions", Kind: sim.FaultThrottle, Probability: 0.5})
		for range 64 {
			hits[i] += c.Do(t.Context(), model.Call{Op: "DescribeRegions"}).Class.String()[:1]
		}
	}
	if n := strings.Count(hits[0], "t"); hits[0] != hits[1] || n < 16 || n > 48 {
		t.Errorf("%s\n%s", hits[0], hits[1])
	}
}

func TestADelayComesLateAndRight(t *testing.T) {
	var slept []time.Duration
	c, names := cloudOf(t, sim.WithSleep(func(_ context.Context, d time.Duration) { slept = append(slept, d) }))
	arm(t, c, sim.Fault{Operation: "DescribeRegions", Kind: sim.FaultDelay, Delay: time.Hour, Times: 1})
	arm(t, c, sim.Fault{Operation: "RunInstances", Code: "InternalError", Delay: time.Minute})
	do(t, c, "", "DescribeRegions", nil)
	do(t, c, "", "DescribeRegions", nil)
	do(t, c, "InternalError", "RunInstances", launchWith(names, "late", nil).Params)
	if !slices.Equal(slept, []time.Duration{time.Hour, time.Minute}) {
		t.Errorf("slept %v", slept)
	}
}

func TestFaultsThatMakeNoSenseAreRefused(t *testing.T) {
	c, _ := cloudOf(t)
	for word, f := range map[string]sim.Fault{
		"MakeCoffee":  {Operation: "MakeCoffee", Code: "InternalError"},
		"http":        {Operation: "StartInstance", Code: "NoSuchCode"},
		"error code":  {Operation: "StartInstance"},
		"how long":    {Operation: "StartInstance", Kind: sim.FaultDelay},
		"phase":       {Operation: "StartInstance", Kind: sim.FaultReset, Phase: "during"},
		"kind":        {Operation: "StartInstance", Kind: "fire"},
		"no caller":   {Operation: "StartInstance", Kind: sim.FaultReset, Caller: "stranger"},
		"probability": {Operation: "StartInstance", Kind: sim.FaultReset, Probability: 2},
	} {
		if _, err := c.Arm(f); err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%+v: %v", f, err)
		}
	}
	arm(t, c, sim.Fault{ID: "mine", Operation: "StartInstance", Code: "NoSuchCode", HTTP: 418, Message: "short and stout"})
	if _, err := c.Arm(sim.Fault{ID: "mine", Operation: "*", Kind: sim.FaultReset}); err == nil {
		t.Error("two faults of one id")
	}
}

func TestAFaultOfParametersStrikesThoseCallsAloneAndIsConsumed(t *testing.T) {
	c, names := cloudOf(t, sim.WithTransitions(sim.TransitionsInstant))
	one, other := run(t, c, names), run(t, c, names)
	arm(t, c, sim.Fault{Operation: "StopInstance", Code: "InternalError", Times: 1, Params: map[string]string{"InstanceId": other}})
	do(t, c, "", "StopInstance", model.Params{"InstanceId": one})
	if f := c.Faults()[0]; f.Matched != 0 || f.Hits != 0 || f.Consumed {
		t.Errorf("after a call that it is not about: %+v", f)
	}
	do(t, c, "InternalError", "StopInstance", model.Params{"InstanceId": other})
	do(t, c, "", "StopInstance", model.Params{"InstanceId": other})
	if f := c.Faults()[0]; f.Matched != 2 || f.Hits != 1 || !f.Consumed {
		t.Errorf("after two calls that it is about: %+v", f)
	}
}
