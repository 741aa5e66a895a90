package sim

import (
	"fmt"
	"strings"
	"sync"

	"github.com/ecsim/ecsim/model"
)

// These mutants are wrong about whole calls, in ways that no single rule or
// effect can express. They use the model's own function, in another world or
// for another call.

// eachOperation derives a mutant from each operation that wanted selects.
func eachOperation(m *model.Model, wanted func(*model.BoundOperation) bool, derive func(*model.BoundOperation) Mutant) []Mutant {
	var all []Mutant
	for _, op := range m.Operations() {
		if wanted(op) {
			x := derive(op)
			x.Item = op.Name
			all = append(all, x)
		}
	}
	return all
}

func changes(op *model.BoundOperation) bool { return !op.Reads && len(op.Effects) > 0 }

// attempt judges a call without its rules: an effect that finds nothing to work
// on does nothing.
func attempt(w model.World, call model.Call) (v model.Verdict, done bool) {
	defer func() {
		if foundNothing(recover()) {
			v, done = model.Verdict{}, false
		}
	}()
	v = w.Apply(call)
	return v, v.Accepted()
}

// anywayMutants refuse a call and make its effects nevertheless.
func anywayMutants(m *model.Model) []Mutant {
	return eachOperation(m, changes, func(op *model.BoundOperation) Mutant {
		lenient := withRules(m, op.Name, func([]*model.BoundRule) []*model.BoundRule { return nil })
		return Mutant{
			Means: fmt.Sprintf("a refused %s takes effect all the same", op.Name),
			Wrap: func(next Step) Step {
				return func(w model.World, call model.Call) model.Verdict {
					v := next(w, call)
					if call.Op != op.Name || len(v.Broken) == 0 {
						return v
					}
					if forced, ok := attempt(w.Under(lenient), call); ok {
						v.World = forced.World.Under(w.Model())
					}
					return v
				}
			},
		}
	})
}

// dryMutants make the effects of a dry run.
func dryMutants(m *model.Model) []Mutant {
	dry := func(op *model.BoundOperation) bool { return changes(op) && op.DryRunCode != "" }
	return eachOperation(m, dry, func(op *model.BoundOperation) Mutant {
		return Mutant{
			Means: fmt.Sprintf("a dry run of %s takes effect", op.Name),
			Wrap: func(next Step) Step {
				return func(w model.World, call model.Call) model.Verdict {
					v := next(w, call)
					if call.Op == op.Name && v.DryRun {
						call.Params = call.Params.Without("DryRun")
						v.World = next(w, call).World
					}
					return v
				}
			},
		}
	})
}

// neighbourMutants work on another resource of the same kind.
func neighbourMutants(m *model.Model) []Mutant {
	about := func(op *model.BoundOperation) bool { _, ok := subject(m.Kinds(), op); return ok && changes(op) }
	return eachOperation(m, about, func(op *model.BoundOperation) Mutant {
		param, _ := subject(m.Kinds(), op)
		return Mutant{
			Means: fmt.Sprintf("%s works on a neighbour of what %s names", op.Name, param.Name),
			Wrap: func(next Step) Step {
				return func(w model.World, call model.Call) model.Verdict {
					v := next(w, call)
					if call.Op != op.Name || !v.Accepted() || v.DryRun {
						return v
					}
					for _, id := range neighbours(w, param.Refers(), call, call.Params[param.Name]) {
						call.Params = call.Params.With(param.Name, id)
						if other := next(w, call); other.Accepted() {
							v.World = other.World
							break
						}
					}
					return v
				}
			},
		}
	})
}

// subject returns the parameter that names the resource that the operation is
// about.
func subject(kinds *model.Kinds, op *model.BoundOperation) (model.Param, bool) {
	for _, p := range op.Params {
		kind := p.Refers() // networks belong to another product, and have no such mutants
		if kinds.Keeps(kind) && kind.Product() == "ecs" && p.Required && !p.Filter && p.Type == model.TypeString {
			return p, true
		}
	}
	return model.Param{}, false
}

// neighbours lists the other resources of the kind in the account and region of
// the named one, as calls name them.
func neighbours(w model.World, kind model.Kind, call model.Call, id string) []string {
	found, account, region := w.Locate(id)
	if kind.CalledBy() != "" {
		caller, _ := w.Base().Caller(call.Caller)
		account, region = caller.Account, w.RegionOf(call)
		if p := w.Place(account, region); p != nil {
			found = p.Named(kind, id)
		}
	}
	if found == nil {
		return nil
	}
	var ids []string
	for _, r := range w.Resources(account, region, kind) {
		if r.ID() != found.ID() {
			ids = append(ids, w.Model().Kinds().InCalls(r.ID()))
		}
	}
	return ids
}

// tokenMutants do not recognise a ClientToken the second time.
func tokenMutants(m *model.Model) []Mutant {
	takes := func(op *model.BoundOperation) bool { return op.ClientToken && !op.Reads }
	return eachOperation(m, takes, func(op *model.BoundOperation) Mutant {
		return Mutant{
			Means: fmt.Sprintf("%s ignores its ClientToken", op.Name),
			Wrap: func(next Step) Step {
				return func(w model.World, call model.Call) model.Verdict {
					if call.Op == op.Name {
						call.Params = call.Params.Without("ClientToken")
					}
					return next(w, call)
				}
			},
		}
	})
}

func reads(op *model.BoundOperation) bool { return op.Reads && op.Operation.Reply != nil }

// staleMutants answer the first lookup after a change as if the change had not
// been made.
func staleMutants(m *model.Model) []Mutant {
	return eachOperation(m, reads, func(op *model.BoundOperation) Mutant {
		return Mutant{
			Means: fmt.Sprintf("%s does not see the last change", op.Name),
			Wrap: func(next Step) Step {
				var mu sync.Mutex
				var before *model.World // the world before the last change, until the next lookup
				return func(w model.World, call model.Call) model.Verdict {
					mu.Lock()
					defer mu.Unlock()
					if call.Op == op.Name && before != nil {
						w = before.At(w.Now())
						before = nil
					}
					v := next(w, call)
					if v.World.Hash() != w.Hash() {
						before = &w
					}
					return v
				}
			},
		}
	})
}

// pageMutants drop the last element of a list.
func pageMutants(m *model.Model) []Mutant {
	paged := func(op *model.BoundOperation) bool {
		_, ok := op.Param("PageSize")
		return ok && reads(op)
	}
	return eachOperation(m, paged, func(op *model.BoundOperation) Mutant {
		return Mutant{
			Means: fmt.Sprintf("%s drops the last element of a page that has several", op.Name),
			Wrap: func(next Step) Step {
				return func(w model.World, call model.Call) model.Verdict {
					v := next(w, call)
					if n := len(v.Reply.Items); call.Op == op.Name && n > 1 {
						v.Reply.Items = v.Reply.Items[:n-1]
					}
					if at := strings.LastIndex(v.Reply.Values["Accounts"], ","); call.Op == op.Name && at > 0 {
						v.Reply.Values["Accounts"] = v.Reply.Values["Accounts"][:at]
					}
					return v
				}
			},
		}
	})
}
