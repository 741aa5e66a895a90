package conformance

import (
	"cmp"
	"slices"

	"github.com/ecsim/ecsim/model"
)

// deckOf lists the operations in the order of a new deck.
func deckOf(m *model.Model) []*model.BoundOperation {
	return slices.SortedFunc(slices.Values(m.Operations()), func(a, b *model.BoundOperation) int { return a.Weight.Order - b.Weight.Order })
}

// choose picks the operations of the plan (swarm): half of them, so that
// sequences differ in character. Of two plans that follow each other one takes
// the half that the other leaves, so that no operation is starved.
func (g *generator) choose() {
	for _, w := range g.plan.tables.deck {
		wanted := len(g.plan.Operations) == 0 || slices.Contains(g.plan.Operations, w.Name)
		if wanted && !g.plan.Unsupported[w.Name] && g.weight(w) > 0 {
			g.chosen = append(g.chosen, w.Name)
		}
	}
	if len(g.plan.Operations) > 0 || len(g.chosen) < fewOperations {
		return
	}
	pair := mix(g.plan.Seed, uint64(g.plan.Number)/2)
	type placed struct {
		op string
		at uint64
	}
	order := make([]placed, 0, len(g.chosen))
	for _, op := range g.chosen {
		order = append(order, placed{op, spread(pair, op)})
	}
	slices.SortStableFunc(order, func(a, b placed) int { return cmp.Compare(a.at, b.at) })
	for i, o := range order {
		g.chosen[i] = o.op
	}
	half := len(g.chosen) / 2
	if g.plan.Number%2 == 0 {
		g.chosen = g.chosen[:half]
	} else {
		g.chosen = g.chosen[half:]
	}
}

// fewOperations are not shared out among plans.
const fewOperations = 8

// spread gives a word a place in an order that the seed decides.
func spread(seed uint64, word string) uint64 {
	for i := range len(word) {
		seed = mix(seed, uint64(word[i]))
	}
	return seed
}

// weight is how many cards of a deck the operation has.
func (g *generator) weight(w *model.BoundOperation) int {
	if n, ok := g.plan.Weights[w.Name]; ok {
		return n
	}
	return w.Weight.Cards
}

// card draws the next operation. The deck holds each as often as it weighs, is
// drawn without putting back and shuffled anew when it is used up: what is rare
// comes once in every deck.
func (g *generator) card() (op string, ok bool) {
	if len(g.deck) == 0 {
		for _, w := range g.plan.tables.deck {
			for range g.weight(w) {
				if slices.Contains(g.chosen, w.Name) {
					g.deck = append(g.deck, w.Name)
				}
			}
		}
	}
	if len(g.deck) == 0 {
		return "", false
	}
	// Drawing from anywhere is shuffling, for no more cards than are needed.
	at, last := g.below(len(g.deck)), len(g.deck)-1
	op = g.deck[at]
	g.deck[at] = g.deck[last]
	g.deck = g.deck[:last]
	return op, true
}

// cardOf draws a card of one of the operations.
func (g *generator) cardOf(ops []string) string {
	total := 0
	for _, w := range g.plan.tables.deck {
		if slices.Contains(ops, w.Name) {
			total += g.weight(w)
		}
	}
	at := g.below(total)
	for _, w := range g.plan.tables.deck {
		if !slices.Contains(ops, w.Name) {
			continue
		}
		if at -= g.weight(w); at < 0 {
			return w.Name
		}
	}
	return ops[0]
}

// mix says how the operations of the run were drawn, by name.
func (e *explorer) mix() []Mixed {
	g := generator{plan: Plan{Weights: e.options.Weights}}
	mixed := []Mixed{}
	for _, w := range deckOf(e.start.World.Model()) {
		m := Mixed{Operation: w.Name, Weight: g.weight(w), Calls: e.report.coverageOf(e.start.World.Model(), w.Name).Calls, Why: w.Weight.Why}
		if _, given := e.options.Weights[w.Name]; given {
			m.Why = ""
		}
		mixed = append(mixed, m)
	}
	slices.SortFunc(mixed, func(a, b Mixed) int { return cmp.Compare(a.Operation, b.Operation) })
	return mixed
}
