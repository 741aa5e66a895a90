package score

import (
	"context"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/precedence"
	"github.com/ecsim/ecsim/sim"
)

// witnesses are the witnesses of the suite and the probes of known orders, from
// which the length of the shortest detecting sequence is found.
type witnesses struct {
	byItem map[string][]plan.Case
	probes map[string][]probe     // by operation
	starts map[string]*plan.Study // by world
	orders oracle.Orders
}

// A probe is a call that breaks several rules at once.
type probe struct {
	plan.Case
	broken []string
}

func newWitnesses(cases []plan.Case, known precedence.Precedence, orders oracle.Orders) (witnesses, error) {
	w := witnesses{
		byItem: map[string][]plan.Case{}, probes: map[string][]probe{}, starts: map[string]*plan.Study{}, orders: orders,
	}
	for _, c := range cases {
		w.byItem[c.Item.ID] = append(w.byItem[c.Item.ID], c)
	}
	asked, err := known.Cases()
	if err != nil {
		return w, err
	}
	for _, op := range known.Operations {
		for _, p := range op.Probes {
			w.probes[op.Operation] = append(w.probes[op.Operation], probe{asked[0], p.Broken})
			asked = asked[1:]
		}
	}
	return w, nil
}

// shortest notes the length of the shortest known sequence that detects the
// mutant: a witness of its item that detects it, or the report where that is
// shorter. A mutant of a rule, an effect or a transition shows only where that
// happens, so that no sequence is shorter than a minimal witness of the item.
func (w witnesses) shortest(ctx context.Context, r *Result, m sim.Mutant) {
	if r.Killed {
		r.Shortest = r.Length
	}
	least := 0
	for _, c := range w.byItem[m.Item] {
		if w.shorter(ctx, r, c, m, oracle.NoOrders{}) {
			r.Shortest = c.Sequence.Length()
		}
		if c.Minimal && !c.Item.Detecting() {
			least = c.Sequence.Length()
		}
	}
	for _, p := range w.probes[operationOf(m.Item)] {
		if m.Kind == "swap" && p.breaks(m.Item) && p.breaks(m.Before) && w.shorter(ctx, r, p.Case, m, w.orders) {
			r.Shortest = p.Sequence.Length()
		}
	}
	r.Proven = r.Shortest == 1 || r.Shortest > 0 && r.Shortest <= least
}

// shorter says whether the witness alone detects the mutant in fewer calls than
// known. A swap cannot be detected without known orders, nor a race by a single
// client.
func (w witnesses) shorter(ctx context.Context, r *Result, c plan.Case, m sim.Mutant, orders oracle.Orders) bool {
	length := c.Sequence.Length()
	start, ok := w.starts[c.Sequence.World]
	if !ok || r.Shortest > 0 && length >= r.Shortest {
		return false
	}
	way := wrong(m)
	if m.Before != "" { // the finding is about the rule that should have answered
		way.Item.ID = m.Before
	}
	return start.Detects(ctx, c, way, orders)
}

// breaks says whether the probe's call breaks the rule.
func (p probe) breaks(rule string) bool {
	_, code, _ := strings.Cut(rule, "/")
	return slices.Contains(p.broken, code)
}
