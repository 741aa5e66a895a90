package run

import (
	"context"
	"maps"
	"slices"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// resolveDispute looks up at once the resources that a disputed call depends on. A
// refusal changed nothing, so a resource that is still in transition now was so
// before the call. Worlds that the lookup rules out are dropped before anything
// is blamed.
func (r *Runner) resolveDispute(ctx context.Context, step sequence.Step, res *StepResult) error {
	d := r.Oracle.Dispute
	if d == nil || !lost(res.Judgement) {
		return nil
	}
	decided := false
	for _, lookup := range r.lookupsForDispute(step, d) {
		before := len(d.Branches)
		if err := r.ruleOut(ctx, lookup, d); err != nil {
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

// lookupsForDispute lists the plain lookups of the resources that decide the call
// and are in transition in one of the worlds.
func (r *Runner) lookupsForDispute(step sequence.Step, d *oracle.Dispute) []sequence.Step {
	var lookups []sequence.Step
	done := map[string]bool{}
	for _, b := range d.Branches {
		touched := b.From.Touched(step)
		for _, name := range slices.Sorted(maps.Keys(b.From.Names)) {
			id := b.From.Names[name]
			if _, pending := oracle.PendingOf(b.From.World, id); !touched[id] || !pending || done[name] {
				continue
			}
			done[name] = true
			lookup, ok := r.Start.Tables.LookupStep(b.From.Kind(name), "", name, r.Start.Region)
			if ok && !r.Result.Unsupported[lookup.Op] {
				lookups = append(lookups, lookup)
			}
		}
	}
	return lookups
}

// ruleOut sends the lookup and drops the worlds that do not explain it, unless
// none does.
func (r *Runner) ruleOut(ctx context.Context, lookup sequence.Step, d *oracle.Dispute) error {
	caller := r.ownerOf(lookup)
	call, ok := r.Oracle.ForTarget(lookup, caller, r.Start.Region)
	if !ok {
		return nil
	}
	out, err := r.exchange(ctx, sequence.LineLook, lookup, call)
	if err != nil {
		return err
	}
	r.Result.Counts.Observe++
	var kept []oracle.Branch
	for _, b := range d.Branches {
		if oracle.AnyPass(r.Oracle.Try(nil, b.From, lookup, caller, r.Start.Region, out)) {
			kept = append(kept, b)
		}
	}
	if len(kept) > 0 {
		d.Branches = kept
	}
	return nil
}
