package run

import (
	"context"
	"time"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A cloud goes on after it has said yes: for a while it may show and count what was
// there before. A lag explains only what passes, so an outcome that an earlier state
// explains is asked for again, until the lag is over. What is still there then is
// judged as it is.

// A LagMet is an outcome that was late, or the failure of the cloud that it has shown.
type LagMet struct {
	Op   string
	What string        // goes on, see [model.LagOf]; or the failure of the cloud that was met
	For  time.Duration // until it was seen to be over
}

// outlast repeats the call of a step while an earlier state explains its outcome.
func (r *Runner) outlast(ctx context.Context, step sequence.Step, caller string, before []oracle.PossibleWorld, res *StepResult) error {
	if r.Start.Eventual == nil || !lost(res.Judgement) {
		return nil
	}
	late, ok := r.Oracle.Late(step, caller, r.Start.Region, res.Outcome)
	if !ok {
		r.failed(step, caller, res)
		return nil
	}
	key := res.Judgement.FindingKey()
	now := nowOf(r.Target)
	begun := now()
	how, known := r.Start.Eventual.Outlasted(key)
	again := func(n int) bool { return now().Before(late.Until) && (!known || n <= knownTries) && !r.over() }
	other, err := r.askAgain(ctx, step, caller, before, res, again)
	if err != nil || other && lost(res.Judgement) {
		return err // it is something else now
	}
	if other {
		r.Result.Lags = append(r.Result.Lags, LagMet{step.Op, late.Of.String(), now().Sub(begun)})
		return nil
	}
	if !known && now().Before(late.Until) || r.failed(step, caller, res) {
		return nil // the wait was cut short, or what it waited for has failed
	}
	if !known {
		how = "still after " + now().Sub(begun).Round(time.Second).String() + " (" + late.Of.String() + ")"
		r.Start.Eventual.Outlast(key, how)
	}
	r.outlasted(late, res, how)
	return nil
}

// askAgain repeats the call as long as it shows the same and is to be asked again;
// other says that it shows something else, which is then the result.
func (r *Runner) askAgain(ctx context.Context, step sequence.Step, caller string, before []oracle.PossibleWorld, res *StepResult, again func(n int) bool) (
	other bool, err error,
) {
	key, pace := res.Judgement.FindingKey(), paceOf(r.Target)
	for n := 1; again(n); n++ {
		pause, more := pace(n)
		if !more {
			break
		}
		if err := wait(ctx, pause); err != nil {
			return false, err
		}
		next, ok, err := r.repeated(ctx, step, caller, before)
		if err != nil {
			return false, err
		}
		if !ok {
			continue
		}
		*res = next
		if !lost(res.Judgement) {
			return true, nil
		}
		if _, late := r.Oracle.Late(step, caller, r.Start.Region, res.Outcome); !late && res.Judgement.FindingKey() != key {
			return true, nil
		}
	}
	return false, nil
}

// failed says whether a failure of the cloud explains the outcome.
func (r *Runner) failed(step sequence.Step, caller string, res *StepResult) bool {
	if res.Outcome.Class == model.ClassOK && !res.Verdict.Op.Reads {
		return false
	}
	j, v, name := r.Oracle.Failure(step, caller, r.Start.Region, res.Outcome)
	if name == "" {
		return false
	}
	res.Judgement, res.Verdict = j, v
	r.Result.Lags = append(r.Result.Lags, LagMet{Op: step.Op, What: name})
	return true
}

// knownTries is how often a call is repeated whose difference has outlasted its lag
// before.
const knownTries = 1

// repeated makes the call of a step again, in the worlds before it; false says that
// there is no answer.
func (r *Runner) repeated(ctx context.Context, step sequence.Step, caller string, before []oracle.PossibleWorld) (StepResult, bool, error) {
	call, ok := r.Oracle.ForTarget(step, caller, r.Start.Region)
	if !ok {
		return StepResult{}, false, nil
	}
	out, err := r.exchange(ctx, sequence.LineLook, step, call)
	if err != nil {
		return StepResult{}, false, err
	}
	r.Result.Counts.Observe++
	if out.Class == model.ClassUnknown || out.Class == model.ClassThrottled {
		return StepResult{}, false, nil
	}
	r.Oracle.Frontier = before
	return r.judged(step, caller, out), true, nil
}

// outlasted says in a judgement that the difference is no lag. What is missing from
// a reading is blamed on the reading, and not on a rule that might have kept it from
// being made.
func (r *Runner) outlasted(late oracle.Late, res *StepResult, how string) {
	if late.Of == model.LagAppears && oracle.AboutAnswer(res.Judgement.Kind) {
		res.Judgement = r.Oracle.Last()
	}
	res.Judgement.Seen += ", " + how
}
