package explore

import (
	"cmp"
	"slices"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/generate"
)

// mix returns how often the operations of the run were drawn, by name.
func (e *explorer) mix() []finding.Mixed {
	g := generate.Generator{Plan: generate.Plan{Weights: e.options.Weights}}
	mixed := []finding.Mixed{}
	for _, w := range generate.DeckOf(e.start.World.Model()) {
		m := finding.Mixed{Operation: w.Name, Weight: g.Weight(w), Calls: e.report.CoverageOf(e.start.World.Model(), w.Name).Calls, Why: w.Weight.Why}
		if _, given := e.options.Weights[w.Name]; given {
			m.Why = ""
		}
		mixed = append(mixed, m)
	}
	slices.SortFunc(mixed, func(a, b finding.Mixed) int { return cmp.Compare(a.Operation, b.Operation) })
	return mixed
}
