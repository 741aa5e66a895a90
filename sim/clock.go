package sim

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// A ClockMode is a way in which a cloud's time passes.
type ClockMode string

// The modes of a clock.
const (
	// ClockTicks moves the time by a fixed step at each call, so that the same
	// calls happen at the same times. It begins at the world's own time.
	ClockTicks ClockMode = "ticks"
	// ClockFrozen keeps the time still until it is moved by hand. It begins at
	// the world's own time.
	ClockFrozen ClockMode = "frozen"
	// ClockReal is the time of day.
	ClockReal ClockMode = "real"
	// ClockScaled begins at the time of day and runs faster by a factor.
	ClockScaled ClockMode = "scaled"
)

// A Clock is a mode with its parameters. The zero Clock ticks by a second.
type Clock struct {
	Mode  ClockMode     `json:"mode"`
	Tick  time.Duration `json:"-"` // of ticks, a second if zero
	Scale float64       `json:"scale,omitempty"`
}

// ParseClock reads real, ticks, frozen or scaled:N.
func ParseClock(text string) (Clock, error) {
	mode, factor, hasFactor := strings.Cut(text, ":")
	c := Clock{Mode: ClockMode(mode)}
	switch c.Mode {
	case ClockTicks, ClockFrozen, ClockReal:
		if hasFactor {
			return Clock{}, fmt.Errorf("clock %q: only scaled takes a number", text)
		}
		return c, nil
	case ClockScaled:
		n, err := strconv.ParseFloat(factor, 64)
		if err != nil || !usable(n) {
			return Clock{}, fmt.Errorf("clock %q: give a factor above 0 and up to 1000000, such as scaled:60", text)
		}
		c.Scale = n
		return c, nil
	default:
		return Clock{}, fmt.Errorf("clock %q: choose real, ticks, frozen or scaled:N", text)
	}
}

// usable says whether a scaled clock can have the factor; NaN is no number.
func usable(factor float64) bool { return factor > 0 && factor <= 1e6 }

// endOfTime is the time at which every clock stops. The model counts nanoseconds
// in 64 bits, which end in the year 2262; what is due after the end needs room.
func endOfTime() time.Time { return time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC) }

// String returns the clock as [ParseClock] reads it.
func (c Clock) String() string {
	if c.Mode == ClockScaled {
		return fmt.Sprintf("%s:%v", c.Mode, c.Scale)
	}
	return string(c.Mode)
}

// startsAtWall says that the clock begins at the time of day.
func (c Clock) startsAtWall() bool { return c.Mode == ClockReal || c.Mode == ClockScaled }

// timeline is a running clock: where it was set, and what has passed since. A
// new setting replaces it as a whole, so that reading it takes no lock.
type timeline struct {
	clock   Clock
	at      time.Time // the cloud's time when the timeline began
	wall    time.Time // the time of day when it began
	ticks   atomic.Int64
	ticking time.Duration
}

func newTimeline(c Clock, at, wall time.Time) *timeline {
	if c.Mode == "" {
		c.Mode = ClockTicks
	}
	if c.Mode == ClockScaled && !usable(c.Scale) { // saved by a version that accepted it
		c.Scale = 1
	}
	t := &timeline{clock: c, at: at, wall: wall, ticking: c.Tick}
	if t.ticking <= 0 {
		t.ticking = time.Second
	}
	return t
}

// call returns the time of the next call.
func (t *timeline) call(wall time.Time) time.Time {
	if t.clock.Mode == ClockTicks {
		return t.after(float64(t.ticks.Add(1)), t.ticking)
	}
	return t.now(wall)
}

// now returns the time without moving it.
func (t *timeline) now(wall time.Time) time.Time {
	switch t.clock.Mode {
	case ClockReal:
		return t.after(1, wall.Sub(t.wall))
	case ClockScaled:
		return t.after(t.clock.Scale, wall.Sub(t.wall))
	case ClockTicks:
		return t.after(float64(t.ticks.Load()), t.ticking)
	default:
		return t.at
	}
}

// after returns the time after a number of steps, at most the end of time. A
// whole number of steps is exact.
func (t *timeline) after(steps float64, step time.Duration) time.Time {
	left := endOfTime().Sub(t.at)
	switch {
	case left <= 0:
		return t.at
	case steps*float64(step) >= float64(left):
		return endOfTime()
	case steps == math.Trunc(steps):
		return t.at.Add(time.Duration(steps) * step)
	default:
		return t.at.Add(time.Duration(float64(step) * steps))
	}
}
