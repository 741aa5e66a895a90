package sim

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// skipMutants ignore a rule: a call that breaks it is accepted, unless it
// breaks another rule too.
func skipMutants(m *model.Model) []Mutant {
	return eachRule(m, func(op *model.BoundOperation, r *model.BoundRule) (Mutant, bool) {
		return Mutant{
			Means: fmt.Sprintf("%s does not check: %s", op.Name, r.Condition),
			Apply: func(m *model.Model) *model.Model {
				return withRules(m, op.Name, func(rules []*model.BoundRule) []*model.BoundRule {
					return slices.DeleteFunc(rules, func(x *model.BoundRule) bool { return x.ID() == r.ID() })
				})
			},
		}, true
	})
}

// codeMutants answer another documented row of the operation, one that the same
// call does not break.
func codeMutants(m *model.Model) []Mutant {
	return eachRule(m, func(op *model.BoundOperation, r *model.BoundRule) (Mutant, bool) {
		if otherRow(op, r, []*model.BoundRule{r}) == nil {
			return Mutant{}, false
		}
		return Mutant{
			Means: fmt.Sprintf("%s answers another row of its table instead of %s", op.Name, r.Code),
			Wrap: func(next Step) Step {
				return func(w model.World, call model.Call) model.Verdict {
					v := next(w, call)
					if len(v.Broken) == 0 || v.Broken[0].ID() != r.ID() {
						return v
					}
					other := otherRow(v.Op, r, v.Broken)
					if other == nil {
						return v
					}
					v.Broken = slices.Clone(v.Broken)
					v.Broken[0] = other
					return v
				}
			},
		}, true
	})
}

// otherRow returns the next reachable rule after r (around the end) with a code
// that none of the broken rules has; nil if there is none.
func otherRow(op *model.BoundOperation, r *model.BoundRule, broken []*model.BoundRule) *model.BoundRule {
	at := slices.IndexFunc(op.Rules, func(x *model.BoundRule) bool { return x.ID() == r.ID() })
	for i := 1; i < len(op.Rules); i++ {
		other := op.Rules[(at+i)%len(op.Rules)]
		taken := slices.ContainsFunc(broken, func(b *model.BoundRule) bool { return b.Code == other.Code })
		if other.When != nil && !taken {
			return other
		}
	}
	return nil
}

// statusMutants answer the right code with another HTTP status, one that no row
// of the operation has for the code.
func statusMutants(m *model.Model) []Mutant {
	return eachRule(m, func(op *model.BoundOperation, r *model.BoundRule) (Mutant, bool) {
		status := otherStatus(op, r)
		return Mutant{
			Means: fmt.Sprintf("%s answers %s with status %d instead of %d", op.Name, r.Code, status, r.HTTP),
			Apply: func(m *model.Model) *model.Model {
				return withRule(m, op.Name, r.ID(), func(x *model.BoundRule) { x.HTTP = status })
			},
		}, true
	})
}

func otherStatus(op *model.BoundOperation, r *model.BoundRule) int {
	for _, status := range []int{403, 400, 404, 409} {
		listed := slices.ContainsFunc(op.Rules, func(x *model.BoundRule) bool { return x.Code == r.Code && x.HTTP == status })
		if !listed {
			return status
		}
	}
	return 410
}

// messageMutants answer the right code and status with a message that does not
// fit.
func messageMutants(m *model.Model) []Mutant {
	return eachRule(m, func(op *model.BoundOperation, r *model.BoundRule) (Mutant, bool) {
		return Mutant{
			Means: fmt.Sprintf("%s answers %s with a message of its own", op.Name, r.Code),
			Apply: func(m *model.Model) *model.Model {
				return withRule(m, op.Name, r.ID(), func(x *model.BoundRule) {
					x.Message, x.Says = "The request was turned away.", nil
				})
			},
		}, true
	})
}

// swapMutants check a rule before the one that precedes it.
func swapMutants(m *model.Model) []Mutant {
	return everyRule(m, func(op *model.BoundOperation, r *model.BoundRule) (Mutant, bool) {
		before := precedes(op, r)
		if before == nil {
			return Mutant{}, false
		}
		return ahead(op, r, before), true
	})
}

// ahead checks the rule before the other one, which precedes it in the model.
func ahead(op *model.BoundOperation, r, before *model.BoundRule) Mutant {
	return Mutant{
		Before: before.ID(),
		Means:  fmt.Sprintf("%s checks %s before %s", op.Name, r.Code, before.Code),
		Apply: func(m *model.Model) *model.Model {
			return withRules(m, op.Name, func(rules []*model.BoundRule) []*model.BoundRule {
				j := slices.IndexFunc(rules, func(x *model.BoundRule) bool { return x.ID() == r.ID() })
				moved := rules[j]
				rules = slices.Delete(rules, j, j+1)
				i := slices.IndexFunc(rules, func(x *model.BoundRule) bool { return x.ID() == before.ID() })
				return slices.Insert(rules, i, moved)
			})
		},
	}
}

// aheadMark separates the two rules in the id of a swap of rules that are not
// neighbours.
const aheadMark = "@"

// SwapWith returns the mutant that checks a rule before another one that
// precedes it, but is not its neighbour; false where the operation has no two
// such rules. The id of the mutant is swap:RULE@CODE.
func SwapWith(m *model.Model, item, before string) (Mutant, bool) {
	name, _, _ := strings.Cut(item, "/")
	op, ok := m.Operation(name)
	if !ok {
		return Mutant{}, false
	}
	i := slices.IndexFunc(op.Rules, func(x *model.BoundRule) bool { return x.ID() == before })
	j := slices.IndexFunc(op.Rules, func(x *model.BoundRule) bool { return x.ID() == item })
	if i < 0 || j <= i {
		return Mutant{}, false
	}
	x := ahead(op, op.Rules[j], op.Rules[i])
	x.Kind, x.Item = "swap", item
	x.ID = "swap:" + item + aheadMark + strings.TrimPrefix(before, name+"/")
	return x, true
}

// precedes returns the nearest reachable rule before r that has another code.
func precedes(op *model.BoundOperation, r *model.BoundRule) *model.BoundRule {
	var last *model.BoundRule
	for _, x := range op.Rules {
		if x.ID() == r.ID() {
			return last
		}
		if x.When != nil && x.Code != r.Code && x.Shadowed == "" {
			last = x
		}
	}
	return nil
}
