package conformance

import (
	"slices"

	"github.com/ecsim/ecsim/model"
)

// A witness that is not proved minimal by search is at least not padded: no
// call, and no pair of calls, can be left out of it.

// Happens says whether some call of the sequence makes the item happen in the
// model.
//
// An effect that leaves everything as it was counts only with idle.
func Happens(s Sequence, item Item, start Start, idle bool) bool {
	start.defaults()
	p := possible{start.World, start.World.Base().Names}
	caller := ""
	for _, step := range s.Steps {
		if step.Kind == StepCall {
			v := p.world.Apply(p.forModel(step, caller, start.Region))
			if shows(v, item) && (item.Kind != "effect" || idle || changes(v, p.world)) {
				return true
			}
		}
		p, caller = p.step(step, caller, start.Region)
	}
	return false
}

// Shorter returns what is left of the witness when one call or a pair of calls
// is left out and the item still happens; false when there is no such call or
// pair.
func Shorter(c Case, start Start) (Sequence, bool) {
	idle := !Happens(c.Sequence, c.Item, start, false) // nothing can be changed
	var calls []int
	for i, step := range c.Sequence.Steps {
		if step.Kind == StepCall {
			calls = append(calls, i)
		}
	}
	for i, a := range calls {
		for _, b := range calls[i:] { // a alone, then a with each later one
			if left := c.Sequence.dropping(a, b); Happens(left, c.Item, start, idle) {
				return left, true
			}
		}
	}
	return Sequence{}, false
}

// dropping returns the sequence without the steps at the two places, and
// without the waits for what they would have made.
func (s Sequence) dropping(a, b int) Sequence {
	gone := map[string]bool{}
	for _, i := range []int{a, b} {
		if bind := s.Steps[i].Bind; bind != "" {
			gone[bind] = true
		}
	}
	left := Sequence{World: s.World, Notes: slices.Clone(s.Notes)}
	for i, step := range s.Steps {
		if i == a || i == b || step.Kind == StepAwait && gone[root(step.Name)] {
			continue
		}
		left.Steps = append(left.Steps, step)
	}
	return left
}

// shows says whether the verdict is one in which the item happens: the rule is
// the one that answers, the effect is among those made, the edge is pending.
func shows(v model.Verdict, item Item) bool {
	switch {
	case item.Telling():
		return told(v, item)
	case item.Kind == "rule":
		return len(v.Broken) > 0 && v.Broken[0].ID() == item.ID
	case item.Kind == "effect":
		return happens(v, item)
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
