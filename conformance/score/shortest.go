package score

import (
	"context"

	"github.com/ecsim/ecsim/conformance"
	"github.com/ecsim/ecsim/sim"
)

// witnesses are those of the suite, to ask how short a sequence can be that
// shows a mutant.
type witnesses struct {
	byItem map[string][]conformance.Case
	starts map[string]*conformance.Study // by world
}

func newWitnesses(cases []conformance.Case) witnesses {
	w := witnesses{byItem: map[string][]conformance.Case{}, starts: map[string]*conformance.Study{}}
	for _, c := range cases {
		w.byItem[c.Item.ID] = append(w.byItem[c.Item.ID], c)
	}
	return w
}

// shortest notes the shortest sequence known that shows the mutant: a witness of
// its item that tells of it, or the report where that is shorter. A mutant of a
// rule, an effect or an edge shows only where that happens, so that none is
// shorter than a minimal witness of it.
func (w witnesses) shortest(ctx context.Context, r *Result, m sim.Mutant) {
	if r.Killed {
		r.Shortest = r.Length
	}
	least := 0
	for _, c := range w.byItem[m.Item] {
		length := c.Sequence.Length()
		if (r.Shortest == 0 || length < r.Shortest) && w.tells(ctx, c, m) {
			r.Shortest = length
		}
		if c.Minimal && !c.Item.Telling() {
			least = length
		}
	}
	r.Proven = r.Shortest == 1 || r.Shortest > 0 && r.Shortest <= least
}

// tells says whether the witness by itself shows the mutant. A swap shows where
// its rule answers, and another one besides: that witness is a lower bound.
func (w witnesses) tells(ctx context.Context, c conformance.Case, m sim.Mutant) bool {
	switch m.Kind {
	case "swap", "race":
		return !c.Item.Telling()
	}
	start, ok := w.starts[c.Sequence.World]
	return ok && start.Tells(ctx, c, wrong(m))
}
