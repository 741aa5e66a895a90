package target

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// An InProcess is a simulator in this process: no network, and virtual time for
// most clocks.
type InProcess struct{ cloud *sim.Cloud }

var (
	_ sequence.Target     = (*InProcess)(nil)
	_ sequence.Pacer      = (*InProcess)(nil)
	_ run.Controller      = (*InProcess)(nil)
	_ sequence.Timekeeper = (*InProcess)(nil)
)

// NewInProcess returns the cloud as a target.
func NewInProcess(cloud *sim.Cloud) *InProcess { return &InProcess{cloud} }

// Name names the simulator and its world.
func (t *InProcess) Name() string {
	w := t.cloud.World()
	return fmt.Sprintf("simulator (world %s, seed %d)", w.Base().Name, w.Seed())
}

// Do answers the call.
func (t *InProcess) Do(ctx context.Context, call model.Call) (model.Outcome, error) {
	if err := ctx.Err(); err != nil {
		return model.Outcome{}, fmt.Errorf("%s was not sent: %w", call.Op, err)
	}
	if _, ok := t.cloud.World().Base().Caller(call.Caller); !ok {
		return model.Outcome{}, fmt.Errorf("the world has no caller %q: use one of its world file", call.Caller)
	}
	return t.cloud.Do(ctx, call), nil
}

// World returns the cloud's world: nothing has to be discovered.
func (t *InProcess) World() model.World { return t.cloud.World() }

// Time returns the cloud's time.
func (t *InProcess) Time() time.Time { return t.cloud.Now() }

// Pace waits in the cloud's own time, if that is not the time of day: before
// the n-th lookup it moves the clock, each time further, up to half an hour in
// all.
func (t *InProcess) Pace(n int) (pause time.Duration, again bool) {
	const most, patience = time.Minute, 30 * time.Minute
	const free = 4 // virtual time costs nothing, and a lookup costs a call
	pause = time.Second << min(n-1, 6)
	pause = min(pause, most)
	again = time.Duration(n)*most < patience
	switch clock := t.cloud.ClockMode(); clock.Mode {
	case sim.ClockReal:
		return min(pause, 5*time.Second), again
	case sim.ClockScaled:
		return time.Duration(float64(pause) / clock.Scale), again
	default:
		return 0, again && t.cloud.Advance(min(free*pause, most)) == nil
	}
}

// Late says whether the cloud shows and counts changes late.
func (t *InProcess) Late(context.Context) bool { return t.cloud.Consistency() != sim.Consistency{} }

// MoveClock moves the clock as an at step says, such as +30m.
func (t *InProcess) MoveClock(_ context.Context, by string) error {
	d, err := moveOf(by)
	if err != nil {
		return err
	}
	return t.cloud.Advance(d)
}

// moveOf reads the text of an at step.
func moveOf(by string) (time.Duration, error) {
	d, err := time.ParseDuration(strings.TrimPrefix(strings.TrimSpace(by), "+"))
	if err != nil || d < 0 {
		return 0, fmt.Errorf("at %s: say how far the clock moves, such as at +30m", by)
	}
	return d, nil
}

// DeclareFault arms the fault of a fault step.
func (t *InProcess) DeclareFault(_ context.Context, text string) error {
	fault, err := faultOf(text)
	if err != nil {
		return err
	}
	_, err = t.cloud.Arm(fault)
	return err
}

// faultOf reads the text of a fault step: the operation, then in any order a
// code, or reset, or delay=2s; times=1, http=503, probability=0.5, caller=NAME,
// and before or after.
func faultOf(text string) (sim.Fault, error) {
	words := strings.Fields(text)
	if len(words) < 2 {
		return sim.Fault{}, fmt.Errorf("fault %q: say the operation and the code, such as fault StartInstance InternalError times=1 before", text)
	}
	f := sim.Fault{Operation: words[0]}
	for _, word := range words[1:] {
		name, value, hasValue := strings.Cut(word, "=")
		switch {
		case hasValue:
			if err := setFault(&f, name, value); err != nil {
				return sim.Fault{}, fmt.Errorf("fault %q: %s has no value %q", text, name, value)
			}
		case word == string(sim.Before) || word == string(sim.After):
			f.Phase = sim.Phase(word)
		case word == string(sim.FaultReset):
			f.Kind = sim.FaultReset
		default:
			f.Code = word
		}
	}
	switch {
	case f.Kind == "" && f.Code == "" && f.Delay > 0:
		f.Kind = sim.FaultDelay
	case strings.Contains(f.Code, "Throttling"):
		f.Kind = sim.FaultThrottle
	}
	return f, nil
}

func setFault(f *sim.Fault, name, value string) (err error) {
	switch name {
	case "times":
		f.Times, err = strconv.Atoi(value)
	case "http":
		f.HTTP, err = strconv.Atoi(value)
	case "probability":
		f.Probability, err = strconv.ParseFloat(value, 64)
	case "delay":
		f.Delay, err = time.ParseDuration(value)
	case "caller":
		f.Caller = value
	case "message":
		f.Message = value
	default:
		err = strconv.ErrSyntax
	}
	return err
}
