package plan_test

import (
	"slices"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A witness that is not proved minimal by search is at least not padded: no
// call, and no pair of calls, can be left out of it.

// Happens says whether some call of the sequence makes the item happen in the
// model.
//
// An effect that leaves everything as it was counts only with unchanging.
func Happens(s sequence.Sequence, item plan.Item, start oracle.Start, unchanging bool) bool {
	start.Defaults()
	p := oracle.PossibleWorld{World: start.World, Names: start.World.Base().Names}
	caller := ""
	for _, step := range s.Steps {
		if step.Kind == sequence.StepCall {
			v := p.World.Apply(p.ForModel(step, caller, start.Region))
			if shows(v, item) && (item.Kind != "effect" || unchanging || plan.Changes(v, p.World)) {
				return true
			}
		}
		p, caller = p.Step(step, caller, start.Region)
	}
	return false
}

// Shorter returns what is left of the witness when one call or a pair of calls
// is left out and the item still happens; false when there is no such call or
// pair.
func Shorter(c plan.Case, start oracle.Start) (sequence.Sequence, bool) {
	unchanging := !Happens(c.Sequence, c.Item, start, false) // nothing can be changed
	var calls []int
	for i, step := range c.Sequence.Steps {
		if step.Kind == sequence.StepCall {
			calls = append(calls, i)
		}
	}
	for i, a := range calls {
		for _, b := range calls[i:] { // a alone, then a with each later one
			if left := dropping(c.Sequence, a, b); Happens(left, c.Item, start, unchanging) {
				return left, true
			}
		}
	}
	return sequence.Sequence{}, false
}

// dropping returns the sequence without the steps at the two places, and
// without the waits for what they would have made.
func dropping(s sequence.Sequence, a, b int) sequence.Sequence {
	gone := map[string]bool{}
	for _, i := range []int{a, b} {
		if bind := s.Steps[i].Bind; bind != "" {
			gone[bind] = true
		}
	}
	left := sequence.Sequence{World: s.World, Notes: slices.Clone(s.Notes)}
	for i, step := range s.Steps {
		if i == a || i == b || step.Kind == sequence.StepAwait && gone[sequence.Root(step.Name)] {
			continue
		}
		left.Steps = append(left.Steps, step)
	}
	return left
}

// shows says whether the verdict is one in which the item happens: the rule is
// the one that answers, the effect is among those made, the edge is pending.
func shows(v model.Verdict, item plan.Item) bool {
	switch {
	case item.Detecting():
		return plan.MayDetect(v, item)
	case item.Kind == "rule":
		return len(v.Broken) > 0 && v.Broken[0].ID() == item.ID
	case item.Kind == "effect":
		return plan.Happens(v, item)
	default:
		w := v.World
		for pending := w.Pending(); len(pending) > 0; pending = w.Pending() {
			if pending[0].Edge.Name == item.ID {
				return true
			}
			w = w.Fire(pending[0])
		}
		return false
	}
}
