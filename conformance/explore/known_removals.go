package explore

import (
	"slices"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// withoutKnownRemovals leaves out removals that have to be refused and that the target
// is known to accept, where later calls need what would be gone. The difference is
// reported already; made again it would only hide the witnesses behind it.
func (e *explorer) withoutKnownRemovals(m plan.Merged) plan.Merged {
	accepted := e.removesWrongly()
	if len(accepted) == 0 {
		return m
	}
	out := plan.Merged{Sequence: m.Sequence, Quiet: m.Quiet, Hard: map[int]bool{}}
	out.Steps = nil
	p, caller := oracle.PossibleWorld{World: e.start.World, Names: e.start.World.Base().Names}, ""
	for n, step := range m.Steps {
		if e.removes(p, step, caller, accepted) && neededLater(step, m.Steps[n+1:]) {
			if n < m.Quiet {
				out.Quiet--
			}
			continue
		}
		out.Hard[len(out.Steps)] = m.Hard[n]
		out.Steps = append(out.Steps, step)
		p, caller = p.Step(step, caller, e.start.Region)
	}
	if sequence.LastCall(out.Sequence) < 0 {
		return m
	}
	return out
}

// removesWrongly returns the rules of removals that the target is known not to check.
func (e *explorer) removesWrongly() map[string]bool {
	rules := map[string]bool{}
	for _, f := range e.report.Findings {
		if op, ok := e.start.World.Model().Operation(f.Operation); ok && f.Kind == "refuses" && op.Removes != nil {
			rules[f.Rule] = true
		}
	}
	return rules
}

// removes says whether the model refuses the step for one of the rules.
func (e *explorer) removes(p oracle.PossibleWorld, step sequence.Step, caller string, rules map[string]bool) bool {
	op, ok := e.start.World.Model().Operation(step.Op)
	if step.Kind != sequence.StepCall || !ok || op.Removes == nil {
		return false
	}
	v := p.World.Apply(p.ForModel(step, caller, e.start.Region))
	return slices.ContainsFunc(v.Broken, func(r *model.BoundRule) bool { return rules[r.ID()] })
}

// neededLater says whether one of the later steps names what the step names.
func neededLater(step sequence.Step, later []sequence.Step) bool {
	names := map[string]bool{}
	for _, name := range step.References() {
		names[sequence.Root(name)] = true
	}
	return slices.ContainsFunc(later, func(s sequence.Step) bool {
		return slices.ContainsFunc(s.References(), func(name string) bool { return names[sequence.Root(name)] })
	})
}
