package simtest

import (
	"time"

	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc/control"
)

// A Clock controls the time of a simulator and its pending transitions.
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

// Advance moves the time forward, and returns it. Transitions that become due
// happen in order.
func (k Clock) Advance(d time.Duration) time.Time {
	k.cloud.tb.Helper()
	return k.done(k.cloud.control.Advance(k.cloud.ctx(), d))
}

// Set moves the time forward to t. Transitions that become due happen in order.
func (k Clock) Set(t time.Time) {
	k.cloud.tb.Helper()
	k.done(k.cloud.control.SetNow(k.cloud.ctx(), t))
}

// Freeze stops the time: only the test moves it from now on.
func (k Clock) Freeze() {
	k.cloud.tb.Helper()
	k.done(k.cloud.control.SetClock(k.cloud.ctx(), sim.Clock{Mode: sim.ClockFrozen}))
}

// RunUntilIdle makes all pending transitions happen, moves the time to the last
// of them, and returns their number.
func (k Clock) RunUntilIdle() int {
	k.cloud.tb.Helper()
	now, err := k.cloud.control.RunUntilIdle(k.cloud.ctx())
	k.cloud.must(err)
	return now.Fired
}

// A Transition is a pending transition.
type Transition = control.Transition

// Pending lists the pending transitions in the order in which they are due.
func (k Clock) Pending() []Transition {
	k.cloud.tb.Helper()
	all, err := k.cloud.control.Transitions(k.cloud.ctx())
	k.cloud.must(err)
	return all
}

// Step makes the pending transition of one resource happen now, and returns its
// name, such as Instance/Starting-Running.
func (k Clock) Step(id string) string {
	k.cloud.tb.Helper()
	name, err := k.cloud.control.StepTransition(k.cloud.ctx(), id)
	k.cloud.must(err)
	return name
}

// Fail makes what one resource is about to do fail now, its creation or its
// attachment, and returns the name of the failure, such as
// Image/Creating-CreateFailed.
func (k Clock) Fail(id string) string {
	k.cloud.tb.Helper()
	name, err := k.cloud.control.FailTransition(k.cloud.ctx(), id)
	k.cloud.must(err)
	return name
}
