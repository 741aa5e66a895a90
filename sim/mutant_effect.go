package sim

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// eachEffect derives a mutant from each effect.
func eachEffect(m *model.Model, derive func(*model.BoundOperation, *model.BoundEffect) (Mutant, bool)) []Mutant {
	var all []Mutant
	for _, op := range m.Operations() {
		for _, e := range op.Effects {
			if x, ok := derive(op, e); ok {
				x.Item = e.ID()
				all = append(all, x)
			}
		}
	}
	return all
}

// withEffects returns a copy of the model in which the operation's effects are edited.
func withEffects(m *model.Model, op string, edit func([]*model.BoundEffect) []*model.BoundEffect) *model.Model {
	old, ok := m.Operation(op)
	if !ok {
		return m
	}
	next := *old
	next.Effects = edit(slices.Clone(old.Effects))
	return m.With(&next)
}

// loseMutants accept a call and forget one of its effects.
func loseMutants(m *model.Model) []Mutant {
	return eachEffect(m, func(op *model.BoundOperation, e *model.BoundEffect) (Mutant, bool) {
		return Mutant{
			Means: fmt.Sprintf("%s is accepted and its effect %s is lost", op.Name, e.Name),
			Apply: func(m *model.Model) *model.Model {
				return withEffects(m, op.Name, func(effects []*model.BoundEffect) []*model.BoundEffect {
					return slices.DeleteFunc(effects, func(x *model.BoundEffect) bool { return x.ID() == e.ID() })
				})
			},
		}, true
	})
}

// earlyMutants make changes at once that should wait for a restart.
func earlyMutants(m *model.Model) []Mutant {
	return eachEffect(m, func(op *model.BoundOperation, e *model.BoundEffect) (Mutant, bool) {
		if !strings.HasSuffix(e.Name, "-at-restart") {
			return Mutant{}, false
		}
		return Mutant{
			Means: fmt.Sprintf("%s does not wait for a restart with its effect %s", op.Name, e.Name),
			Apply: func(m *model.Model) *model.Model {
				return withEffects(m, op.Name, func(effects []*model.BoundEffect) []*model.BoundEffect {
					for i, x := range effects {
						if x.ID() == e.ID() {
							next := *x
							next.Do = func(r *model.Request) { x.Do(r); ecs.RestartNow(r) }
							effects[i] = &next
						}
					}
					return effects
				})
			},
		}, true
	})
}
