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

func (r *Runner) moveClock(ctx context.Context, step sequence.Step) error {
	c, ok := r.Target.(Controller)
	if !ok {
		return errNoControl
	}
	r.note(sequence.LineStep, step, nil)
	r.Result.Steps = append(r.Result.Steps, StepResult{Step: step, Ran: true})
	return c.MoveClock(ctx, step.Text)
}

func (r *Runner) declareFault(ctx context.Context, step sequence.Step) error {
	c, ok := r.Target.(Controller)
	if !ok {
		return errNoControl
	}
	r.note(sequence.LineStep, step, nil)
	r.Result.Steps = append(r.Result.Steps, StepResult{Step: step, Ran: true})
	return c.DeclareFault(ctx, step.Text)
}
