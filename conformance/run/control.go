package run

import (
	"context"
	"errors"

	"github.com/ecsim/ecsim/conformance/sequence"
)

// A Controller is a target whose clock and faults can be set: ecsim's own
// simulator.
type Controller interface {
	// MoveClock moves the clock as an at step says, such as +30m.
	MoveClock(ctx context.Context, by string) error
	// DeclareFault arms the fault of a fault step.
	DeclareFault(ctx context.Context, fault string) error
}

// errNoControl is the error of at and fault steps on a target without a control
// API.
var errNoControl = errors.New("the target has no clock or faults to set: at and fault steps run on ecsim's own simulator only")

// control moves the clock of the target, or declares a fault.
func control(ctx context.Context, c Controller, step sequence.Step) error {
	if step.Kind == sequence.StepAt {
		return c.MoveClock(ctx, step.Text)
	}
	return c.DeclareFault(ctx, step.Text)
}
