package simtest

import (
	"time"

	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc/control"
)

// A Clock is the time of a simulator, and what happens in it.
type Clock struct{ cloud *Cloud }

// Clock returns the simulator's clock.
func (c *Cloud) Clock() Clock { return Clock{c} }

// done returns the simulator's time after a change of its clock.
func (k Clock) done(now control.Clock, err error) time.Time {
	k.cloud.tb.Helper()
	k.cloud.must(err)
	return now.Now
}

// Now returns the simulator's time.
func (k Clock) Now() time.Time {
	k.cloud.tb.Helper()
	return k.done(k.cloud.control.Clock(k.cloud.ctx()))
}

// Advance moves the time forward, and returns it. What is due on the way
// happens, in order.
func (k Clock) Advance(d time.Duration) time.Time {
	k.cloud.tb.Helper()
	return k.done(k.cloud.control.Advance(k.cloud.ctx(), d))
}

// Set moves the time forward to t. What is due on the way happens, in order.
func (k Clock) Set(t time.Time) {
	k.cloud.tb.Helper()
	k.done(k.cloud.control.SetNow(k.cloud.ctx(), t))
}

// Freeze stops the time: only the test moves it from now on.
func (k Clock) Freeze() {
	k.cloud.tb.Helper()
	k.done(k.cloud.control.SetClock(k.cloud.ctx(), sim.Clock{Mode: sim.ClockFrozen}))
}

// RunUntilIdle lets everything happen that is under way, moves the time to the
// last of it, and returns how much happened.
func (k Clock) RunUntilIdle() int {
	k.cloud.tb.Helper()
	now, err := k.cloud.control.RunUntilIdle(k.cloud.ctx())
	k.cloud.must(err)
	return now.Fired
}

// A Transition is something that will happen by itself.
type Transition = control.Transition

// Pending lists what will happen by itself, in the order in which it is due.
func (k Clock) Pending() []Transition {
	k.cloud.tb.Helper()
	all, err := k.cloud.control.Transitions(k.cloud.ctx())
	k.cloud.must(err)
	return all
}

// Step makes what is pending for one resource happen now, and returns its
// name, such as Instance/Starting-Running.
func (k Clock) Step(id string) string {
	k.cloud.tb.Helper()
	name, err := k.cloud.control.StepTransition(k.cloud.ctx(), id)
	k.cloud.must(err)
	return name
}
