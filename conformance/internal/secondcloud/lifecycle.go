package secondcloud

import (
	"slices"
	"time"
)

// Delays say how long the cloud takes for what it does by itself.
type Delays struct {
	Pending, Starting, Stopping time.Duration // of an instance
	ImageCreating               time.Duration
	InterfaceCreating           time.Duration
	Attaching, Detaching        time.Duration
	InterfaceDeleting           time.Duration
	VpcPending, VSwitchPending  time.Duration
}

// shortDelays are a few seconds, by a clock that ticks once a second.
func shortDelays() Delays {
	const tick = time.Second
	return Delays{
		Pending: 2 * tick, Starting: 2 * tick, Stopping: 2 * tick,
		ImageCreating: 3 * tick, InterfaceCreating: tick, Attaching: 2 * tick, Detaching: 2 * tick, InterfaceDeleting: tick,
		VpcPending: tick, VSwitchPending: tick,
	}
}

// A timer is something that happens by itself at its time.
type timer struct {
	due time.Time
	do  func()
}

// after lets something happen by itself, some time from now.
func (c *Cloud) after(delay time.Duration, do func()) {
	c.timers = append(c.timers, timer{c.now.Add(delay), do})
}

// settle moves the time on and lets everything happen that is due, in order. What
// a timer starts counts from the time of the timer, not from that of the request.
func (c *Cloud) settle(now time.Time) {
	for {
		next := -1
		for i, t := range c.timers {
			if !t.due.After(now) && (next < 0 || t.due.Before(c.timers[next].due)) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		t := c.timers[next]
		c.timers = slices.Delete(c.timers, next, next+1)
		c.now = t.due
		t.do()
	}
	c.now = now
}
