package run

import (
	"context"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
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

// claimDisks adds the disks to what the sequence made that may outlive the instance
// which they were made with: those that are attached to none now, or stay when it
// goes.
func (r *Runner) claimDisks() {
	if len(r.Oracle.Frontier) == 0 {
		return
	}
	p := r.Oracle.Frontier[0]
	for _, name := range sequence.SortedNames(r.Oracle.Ids) {
		if name == sequence.Root(name) || p.Base(name) {
			continue
		}
		id, _ := p.Id(name)
		found, _, _ := p.World.Locate(id)
		if d, ok := found.(*ecs.Disk); ok && (d.InstanceId == "" || !d.DeleteWithInstance) {
			owner, _ := r.maker(name)
			r.Ledger = append(r.Ledger, Owned{Name: name, Kind: ecs.KindDisk, Id: r.Oracle.Ids[name], as: owner})
		}
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
