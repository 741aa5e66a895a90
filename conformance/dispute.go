package conformance

import (
	"context"
	"maps"
	"slices"

	"github.com/ecsim/ecsim/model"
)

// A dispute is an answer that is wrong in every possible world, and in each in
// another way: whether a thing had moved when it was refused decides who is to
// be blamed. branches are what each of the worlds says.
type dispute struct {
	branches []branch
	moved    map[string]bool
}

// disputed returns what the worlds say of a call that was refused, where they
// do not agree on whom to blame; nil where they do.
func disputed(best Judgement, branches []branch, u unfolding, out model.Outcome) *dispute {
	wrong := best.Result == Divergence || best.Result == Question
	if !wrong || out.Class != model.ClassError || u.capped {
		return nil
	}
	for _, b := range branches {
		if b.judgement.Key() != best.Key() {
			return &dispute{slices.Clone(branches), u.moved}
		}
	}
	return nil
}

// decide looks at what a disputed call is about, at once: a refusal changed
// nothing, so that a thing that is still under way was so before it, too. Nobody
// is blamed for a world that the look rules out.
func (r *runner) decide(ctx context.Context, step Step, res *StepResult) error {
	d := r.oracle.dispute
	if d == nil || !lost(res.Judgement) {
		return nil
	}
	decided := false
	for _, look := range r.looksToDecide(step, d) {
		before := len(d.branches)
		if err := r.ruleOut(ctx, look, d); err != nil {
			return err
		}
		decided = decided || len(d.branches) < before
	}
	if decided {
		best := r.oracle.settle(step, d.branches, d.moved)
		res.Judgement, res.Verdict = r.oracle.certain(false, step, best.judgement), best.verdict
	}
	return nil
}

// looksToDecide lists the plain looks at what decides the call and one of the
// worlds has under way: what it names, and what that belongs to.
func (r *runner) looksToDecide(step Step, d *dispute) []Step {
	var looks []Step
	done := map[string]bool{}
	for _, b := range d.branches {
		touched := b.from.touched(step)
		for _, name := range slices.Sorted(maps.Keys(b.from.names)) {
			id := b.from.names[name]
			if _, pending := pendingOf(b.from.world, id); !touched[id] || !pending || done[name] {
				continue
			}
			done[name] = true
			look, ok := r.start.tables.lookStep(b.from.kind(name), "", name, r.start.Region)
			if ok && !r.result.Unsupported[look.Op] {
				looks = append(looks, look)
			}
		}
	}
	return looks
}

// ruleOut sends the look and leaves out the worlds that do not explain it,
// unless none does.
func (r *runner) ruleOut(ctx context.Context, look Step, d *dispute) error {
	caller := r.ownerOf(look)
	call, ok := r.oracle.forTarget(look, caller, r.start.Region)
	if !ok {
		return nil
	}
	out, err := r.exchange(ctx, LineLook, look, call)
	if err != nil {
		return err
	}
	r.result.Counts.Observe++
	var kept []branch
	for _, b := range d.branches {
		if anyPass(r.oracle.try(nil, b.from, look, caller, r.start.Region, out)) {
			kept = append(kept, b)
		}
	}
	if len(kept) > 0 {
		d.branches = kept
	}
	return nil
}
