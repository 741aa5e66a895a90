package run

import (
	"context"
	"maps"
	"slices"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// decide looks up at once the resources that a disputed call depends on. A
// refusal changed nothing, so a resource that is still in transition now was so
// before the call. Worlds that the lookup rules out are dropped before anything
// is blamed.
func (r *Runner) decide(ctx context.Context, step sequence.Step, res *StepResult) error {
	d := r.Oracle.Dispute
	if d == nil || !lost(res.Judgement) {
		return nil
	}
	decided := false
	for _, look := range r.looksToDecide(step, d) {
		before := len(d.Branches)
		if err := r.ruleOut(ctx, look, d); err != nil {
			return err
		}
		decided = decided || len(d.Branches) < before
	}
	if decided {
		best := r.Oracle.Settle(step, d.Branches, d.Moved)
		res.Judgement, res.Verdict = r.Oracle.Certain(false, step, best.Judgement), best.Verdict
	}
	return nil
}

// looksToDecide lists the plain lookups of the resources that decide the call
// and are in transition in one of the worlds.
func (r *Runner) looksToDecide(step sequence.Step, d *oracle.Dispute) []sequence.Step {
	var looks []sequence.Step
	done := map[string]bool{}
	for _, b := range d.Branches {
		touched := b.From.Touched(step)
		for _, name := range slices.Sorted(maps.Keys(b.From.Names)) {
			id := b.From.Names[name]
			if _, pending := oracle.PendingOf(b.From.World, id); !touched[id] || !pending || done[name] {
				continue
			}
			done[name] = true
			look, ok := r.Start.Tables.LookStep(b.From.Kind(name), "", name, r.Start.Region)
			if ok && !r.Result.Unsupported[look.Op] {
				looks = append(looks, look)
			}
		}
	}
	return looks
}

// ruleOut sends the lookup and drops the worlds that do not explain it, unless
// none does.
func (r *Runner) ruleOut(ctx context.Context, look sequence.Step, d *oracle.Dispute) error {
	caller := r.ownerOf(look)
	call, ok := r.Oracle.ForTarget(look, caller, r.Start.Region)
	if !ok {
		return nil
	}
	out, err := r.exchange(ctx, sequence.LineLook, look, call)
	if err != nil {
		return err
	}
	r.Result.Counts.Observe++
	var kept []oracle.Branch
	for _, b := range d.Branches {
		if oracle.AnyPass(r.Oracle.Try(nil, b.From, look, caller, r.Start.Region, out)) {
			kept = append(kept, b)
		}
	}
	if len(kept) > 0 {
		d.Branches = kept
	}
	return nil
}
