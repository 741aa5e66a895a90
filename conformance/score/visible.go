package score

import (
	"slices"
	"strings"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// invisible says why the mutant cannot be detected, by construction; empty for
// one that can.
func invisible(m *model.Model, orders oracle.Orders, mutant sim.Mutant) string {
	if r, ok := m.Rule(whole(mutant)); ok && r.Shadowed != "" && mutant.Kind != "swap" {
		return "the rule never answers: another with the same condition stands before it"
	}
	switch mutant.Kind {
	case "swap":
		return undecided(m, orders, mutant)
	case "lose", "early":
		return notSeen(m, mutant.Item)
	case "anyway", "neighbour", "dry", "token":
		return nothingSeen(m, mutant.Item)
	case "message":
		if r, ok := m.Rule(mutant.Item); ok && strings.Trim(strings.ReplaceAll(r.Message, "%s", ""), " .") == "" {
			return "the message's template is only a placeholder: any text fits it"
		}
	case "race":
		return "one client alone cannot see it: 'ecsim check --clients' does"
	}
	return ""
}

// undecided says why a swap cannot be detected; empty where the order is known.
func undecided(m *model.Model, orders oracle.Orders, swap sim.Mutant) string {
	a, okA := m.Rule(swap.Before)
	b, okB := m.Rule(swap.Item)
	if okA && okB {
		if first, _ := orders.First(a, b); first != "" {
			return ""
		}
	}
	return "nobody knows which of the two rules comes first: no known call breaks both and no third before them"
}

// nothingSeen says whether no operation shows any effect of the operation.
func nothingSeen(m *model.Model, operation string) string {
	op, ok := m.Operation(operation)
	if ok && !slices.ContainsFunc(op.Effects, func(e *model.BoundEffect) bool { return e.SeenBy != model.NotSeen }) {
		return "no operation shows any effect of the operation"
	}
	return ""
}

// notSeen says whether no operation shows the effect.
func notSeen(m *model.Model, item string) string {
	op, _, _ := strings.Cut(item, "/")
	bound, ok := m.Operation(op)
	if !ok {
		return ""
	}
	for _, e := range bound.Effects {
		if e.ID() == item && e.SeenBy == model.NotSeen {
			return "no operation shows the effect"
		}
	}
	return ""
}
