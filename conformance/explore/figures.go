package explore

import (
	"context"
	"slices"

	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/model"
)

// figures completes the suite for a target of others: its witnesses go beyond the
// figures of the embedded worlds, and the figures of this target are its own. Each
// rule about a limit that no witness has shown alone is broken in the nearest setup
// of the target's own types and networks in which one call can do that.
func (e *explorer) figures(ctx context.Context) error {
	if !e.start.World.Base().Stranger || len(e.study.Sequences()) == 0 || e.enough() {
		return nil
	}
	setups, err := e.study.Setups()
	if err != nil {
		return err
	}
	for _, op := range e.start.World.Model().Operations() {
		if len(e.options.Operations) > 0 && !slices.Contains(e.options.Operations, op.Name) || e.missing[op.Name] {
			continue
		}
		for _, rule := range op.Rules {
			if !e.lacksFigure(op.Name, rule) {
				continue
			}
			s, ok := setups.BreakingAlone(op.Name, rule.ID())
			if !ok {
				continue
			}
			s.Seed = e.options.Seed
			if err := e.suite(ctx, plan.Merged{Sequence: s}); err != nil || e.enough() {
				return err
			}
			e.progress()
		}
	}
	return nil
}

// lacksFigure says that the rule is about a limit and was not seen broken alone.
func (e *explorer) lacksFigure(op string, rule *model.BoundRule) bool {
	return rule.Limit && rule.When != nil && rule.Shadowed == "" && !e.reached.BrokenAlone(op, rule.ID())
}
