package explore

import (
	"context"
	"slices"

	"github.com/ecsim/ecsim/conformance/plan"
)

// together explores first, behind the suite, calls that make several effects at once, each two
// that can come together in one of them: a target may make each alone and lose one
// beside another.
func (e *explorer) together(ctx context.Context) error {
	if len(e.study.Sequences()) == 0 || e.enough() {
		return nil
	}
	setups, err := e.study.Setups()
	if err != nil {
		return err
	}
	for _, op := range e.start.World.Model().Operations() {
		if len(e.options.Operations) > 0 && !slices.Contains(e.options.Operations, op.Name) || e.missing[op.Name] || len(op.Effects) < 2 {
			continue
		}
		for _, s := range setups.Together(op.Name) {
			s.Seed = e.options.Seed
			if err := e.suite(ctx, plan.Merged{Sequence: s}); err != nil || e.enough() || e.report.Calls >= e.options.Calls {
				return err
			}
			e.progress()
		}
	}
	return nil
}
