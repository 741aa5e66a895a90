package score

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// Choose returns the mutants that the options select.
func Choose(o Options) ([]sim.Mutant, error) {
	s, err := newScorer(o)
	if err != nil {
		return nil, err
	}
	return s.choose()
}

// choose returns the mutants to score.
func (s *scorer) choose() ([]sim.Mutant, error) {
	for _, k := range s.options.Kinds {
		if !slices.Contains(sim.MutantKinds(), k) {
			return nil, fmt.Errorf("no mutants of kind %q: the kinds are %s", k, strings.Join(sim.MutantKinds(), ", "))
		}
	}
	var chosen []sim.Mutant
	for _, m := range sim.Mutants(s.model) {
		if s.wanted(m) {
			chosen = append(chosen, s.decided(m))
		}
	}
	if n := s.options.Sample; n > 0 && n < len(chosen) {
		dice := rand.New(rand.NewPCG(s.options.Seed, 0))
		at := dice.Perm(len(chosen))[:n]
		slices.Sort(at)
		sample := make([]sim.Mutant, 0, n)
		for _, i := range at {
			sample = append(sample, chosen[i])
		}
		chosen = sample
	}
	if len(chosen) == 0 {
		return nil, errors.New("no mutant is of these kinds and operations: 'ecsim mutants --list' shows all")
	}
	return chosen, nil
}

// decided replaces a swap of two neighbours that no known call breaks together
// by a swap with the nearest preceding rule that some call breaks together with
// it. If there is none the mutant stays as it is. An order that only follows
// from those of other pairs is the last choice, because the call that would
// show it is not known either.
func (s *scorer) decided(mutant sim.Mutant) sim.Mutant {
	if mutant.Kind != "swap" || undecided(s.model, s.orders, mutant) == "" {
		return mutant
	}
	op, ok := s.model.Operation(operationOf(mutant.Item))
	if !ok {
		return mutant
	}
	at := slices.IndexFunc(op.Rules, func(r *model.BoundRule) bool { return r.ID() == mutant.Item })
	follows := mutant
	for _, before := range slices.Backward(op.Rules[:max(at, 0)]) {
		first, basis := s.orders.First(before, op.Rules[at])
		if before.When == nil || before.Code == op.Rules[at].Code || first == "" {
			continue
		}
		x, ok := sim.SwapWith(s.model, mutant.Item, before.ID())
		switch {
		case ok && basis.Level == model.LevelObserved:
			return x
		case ok && follows.ID == mutant.ID:
			follows = x
		}
	}
	return follows
}

// wanted says whether to score the mutant. A race needs several clients, and is
// scored only on request.
func (s *scorer) wanted(m sim.Mutant) bool {
	if m.Kind == "race" && !slices.Contains(s.options.Kinds, m.Kind) {
		return false
	}
	if len(s.options.Kinds) > 0 && !slices.Contains(s.options.Kinds, m.Kind) {
		return false
	}
	return len(s.options.Operations) == 0 || slices.Contains(s.options.Operations, operationOf(m.Item))
}

// operationOf returns the operation of an item; of an edge, its kind.
func operationOf(item string) string {
	op, _, _ := strings.Cut(item, "/")
	return op
}
