package sim

import (
	"fmt"
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// clauseMutants do not check one clause of a rule that has several.
func clauseMutants(m *model.Model) []Mutant {
	return eachClause(m, func(op *model.BoundOperation, r *model.BoundRule, i int) (Mutant, bool) {
		return Mutant{
			Means: fmt.Sprintf("%s does not check the clause %s of %s", op.Name, r.Clauses[i].Name, r.Code),
			Apply: withClauses(op, r, func(clauses []model.Clause) []model.Clause { return slices.Delete(clauses, i, i+1) }),
		}, len(r.Clauses) > 1
	})
}

// boundMutants are off by one: a limit lets one more pass.
func boundMutants(m *model.Model) []Mutant { return offByOne(m, 1, "one too late") }

// strictMutants are off by one in the other direction: a limit lets one less
// pass.
func strictMutants(m *model.Model) []Mutant { return offByOne(m, -1, "one too early") }

// offByOne moves the limit of each clause about a number, and of each rule about
// a limit that has no such clause.
func offByOne(m *model.Model, by int, when string) []Mutant {
	rules := eachRule(m, func(op *model.BoundOperation, r *model.BoundRule) (Mutant, bool) {
		if !r.Limit || slices.ContainsFunc(r.Clauses, func(c model.Clause) bool { return c.Bound }) {
			return Mutant{}, false
		}
		return Mutant{
			Means: fmt.Sprintf("%s answers %s %s", op.Name, r.Code, when),
			Apply: func(m *model.Model) *model.Model {
				return withRule(m, op.Name, r.ID(), func(x *model.BoundRule) { x.When = off(by, x.When) })
			},
		}, true
	})
	clauses := eachClause(m, func(op *model.BoundOperation, r *model.BoundRule, i int) (Mutant, bool) {
		return Mutant{
			Means: fmt.Sprintf("%s answers %s %s: clause %s", op.Name, r.Code, when, r.Clauses[i].Name),
			Apply: withClauses(op, r, func(clauses []model.Clause) []model.Clause {
				clauses[i].Broken = off(by, clauses[i].Broken)
				return clauses
			}),
		}, r.Clauses[i].Bound
	})
	return append(rules, clauses...)
}

// off is the condition with every limit higher.
func off(by int, condition func(*model.Request) bool) func(*model.Request) bool {
	return func(request *model.Request) bool { return ecs.Generously(request, by, condition) }
}

// eachClause derives a mutant from each clause of a rule that can answer.
func eachClause(m *model.Model, derive func(*model.BoundOperation, *model.BoundRule, int) (Mutant, bool)) []Mutant {
	var all []Mutant
	for _, op := range m.Operations() {
		for _, r := range op.Rules {
			for i := range r.Clauses {
				if x, ok := derive(op, r, i); ok && r.Shadowed == "" {
					x.Item = r.ID() + "/" + r.Clauses[i].Name
					all = append(all, x)
				}
			}
		}
	}
	return all
}

// withClauses makes models in which the clauses of a rule are edited.
func withClauses(op *model.BoundOperation, r *model.BoundRule, edit func([]model.Clause) []model.Clause) func(*model.Model) *model.Model {
	return func(m *model.Model) *model.Model {
		return withRule(m, op.Name, r.ID(), func(x *model.BoundRule) { x.Consist(edit(slices.Clone(x.Clauses))) })
	}
}
