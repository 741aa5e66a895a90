package run

import (
	"context"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// This file handles answers that leave open whether a call was applied.

// A lostCall may have made a resource, but its answer is missing.
type lostCall struct {
	call  model.Call // in the target's ids, its token included
	step  sequence.Step
	owner string
}

// mayOwn remembers a call that may have made something.
func (r *Runner) mayOwn(step sequence.Step, res StepResult) {
	if r.Start.World.Model().Makes(step.Op) == nil || !res.Verdict.Accepted() || res.Verdict.DryRun {
		return
	}
	if call, ok := r.Oracle.ForTarget(step, r.Caller, r.Start.Region); ok {
		r.lost = append(r.lost, lostCall{call, step, r.Caller})
	}
}

// claim finds out, before the clean-up, which resources lost calls have made: a
// call with a token can be repeated, and gives the same resource. A possible
// resource of a call without a token is reported.
func (r *Runner) claim(ctx context.Context) error {
	const tries = 3
	for _, l := range r.lost {
		token := l.call.Params["ClientToken"] != ""
		found := false
		for n := 0; token && !found && n < tries; n++ {
			out, err := r.Target.Do(ctx, l.call)
			if err != nil {
				return err
			}
			r.Result.Counts.Cleanup++
			for _, id := range out.Reply.Created {
				r.Ledger = append(r.Ledger, Owned{Name: l.step.Bind, Kind: r.Start.World.Model().Makes(l.step.Op), Id: id, as: l.owner})
			}
			found = out.Class == model.ClassOK || out.Class == model.ClassError
		}
		if !found {
			r.Result.Leftover = append(r.Result.Leftover, "what "+l.step.Op+" may have made (no answer)")
		}
	}
	return nil
}
