package sim

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

func clockWorld(t *testing.T) model.World {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	w, err := model.Default(m, 1)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// A clock of any factor, left alone for any time, never goes back, stops at the
// end of time, and new things have its time.
func TestAScaledClockForYears(t *testing.T) {
	start := clockWorld(t)
	for _, factor := range []float64{1e6, 1e5, 3600, 60, 1, 0.001, 5e-324} {
		wall := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
		c := New(start, WithClock(Clock{Mode: ClockScaled, Scale: factor}), WithWallClock(func() time.Time { return wall }))
		last := c.Now()
		for _, pause := range []time.Duration{time.Second, time.Hour, 3 * time.Hour, 26 * time.Hour, 30 * 24 * time.Hour, 366 * 24 * time.Hour, 200 * 366 * 24 * time.Hour} {
			wall = wall.Add(pause)
			now := c.Now()
			if now.Before(last) || now.After(endOfTime()) {
				t.Fatalf("factor %v, after another %v: %v, it was %v", factor, pause, now, last)
			}
			last = now
			out := c.Do(t.Context(), model.Call{Op: "RunInstances", Params: model.Params{
				"RegionId": "cn-hangzhou", "ImageId": start.Base().Names["image.linux"], "InstanceType": "ecs.g7.large",
				"VSwitchId": start.Base().Names["vsw1"], "SecurityGroupId": start.Base().Names["sg1"],
			}})
			if out.Code != "" {
				t.Fatal(out.Code)
			}
			if at := c.World().Now(); at.Before(now) || at.Sub(now) > time.Hour {
				t.Fatalf("factor %v: the world is at %v, the clock at %v", factor, at, now)
			}
		}
	}
}

// No value of a clock or a time makes it go back or leave what can be written.
func TestClocksThatAreNone(t *testing.T) {
	for _, text := range []string{"scaled:NaN", "scaled:nan", "scaled:Inf", "scaled:-Inf", "scaled:-1", "scaled:0", "scaled:1e7", "scaled:"} {
		if c, err := ParseClock(text); err == nil || !strings.Contains(err.Error(), "give a factor above 0") {
			t.Errorf("%s is %v, %v", text, c, err)
		}
	}
	c := New(clockWorld(t), WithClock(Clock{Mode: ClockFrozen}))
	for what, err := range map[string]error{
		"no number":     c.SetClock(Clock{Mode: ClockScaled, Scale: math.NaN()}),
		"the year 9999": c.SetNow(time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)),
		"the year 2300": c.SetNow(time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC)),
		"three hundred years": func() error {
			if err := c.Advance(math.MaxInt64); err != nil {
				return err
			}
			return c.Advance(math.MaxInt64)
		}(),
	} {
		if err == nil {
			t.Errorf("%s is accepted", what)
		}
	}
	if err := c.SetNow(endOfTime()); err != nil {
		t.Error(err)
	}
	if err := c.Advance(time.Nanosecond); err == nil {
		t.Error("the time goes on after its end")
	}
	if saved := (Clock{Mode: ClockScaled, Scale: math.NaN()}); newTimeline(saved, endOfTime().Add(-time.Hour), time.Time{}).now(time.Time{}.Add(time.Minute)).After(endOfTime()) {
		t.Error("a clock that an earlier version saved leaves the time")
	}
}
