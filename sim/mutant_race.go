package sim

import (
	"fmt"

	"github.com/ecsim/ecsim/model"
)

// raceMutants check a call against one state and make its effects in whatever
// state they find a moment later, without checking again. A single client
// cannot distinguish them from a healthy cloud.
func raceMutants(m *model.Model) []Mutant {
	return eachOperation(m, changes, func(op *model.BoundOperation) Mutant {
		lenient := withRules(m, op.Name, func([]*model.BoundRule) []*model.BoundRule { return nil })
		return Mutant{
			Means: fmt.Sprintf("%s checks its rules and makes its effects later: another call can come between", op.Name),
			Early: func(w model.World, call model.Call) (model.Verdict, bool) {
				v := w.Apply(call)
				return v, !v.Accepted() || v.DryRun || len(v.Effects) == 0 // a token's reply is no effect
			},
			Wrap: func(next Step) Step {
				return func(w model.World, call model.Call) model.Verdict {
					if call.Op != op.Name {
						return next(w, call)
					}
					v := next(w.Under(lenient), call)
					if v.Accepted() && len(v.Effects) == 0 && call.Params["ClientToken"] != "" { // the check did not know the token
						call.Params = call.Params.Without("ClientToken")
						v = next(w.Under(lenient), call)
					}
					v.World = v.World.Under(w.Model())
					return v
				}
			},
			RacesIn: op.Name,
		}
	})
}
