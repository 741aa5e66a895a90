package generate

import (
	"cmp"
	"slices"

	"github.com/ecsim/ecsim/model"
)

// choose picks the operations of the plan (swarm): half of them, so that
// sequences differ in character. Of two consecutive plans, one gets the half
// that the other leaves, so that no operation is neglected.
func (g *Generator) choose() {
	for _, w := range g.Plan.tables.deck {
		wanted := len(g.Plan.Operations) == 0 || slices.Contains(g.Plan.Operations, w.Name)
		if wanted && !g.Plan.Unsupported[w.Name] && g.Weight(w) > 0 {
			g.chosen = append(g.chosen, w.Name)
		}
	}
	if len(g.Plan.Operations) > 0 || len(g.chosen) < fewOperations {
		return
	}
	pair := Mix(g.Plan.Seed, uint64(g.Plan.Number)/2)
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
	if g.Plan.Number%2 == 0 {
		g.chosen = g.chosen[:half]
	} else {
		g.chosen = g.chosen[half:]
	}
}

// fewOperations is the number of operations that are not divided between plans.
const fewOperations = 8

// spread returns the rank of a word in an order that the seed decides.
func spread(seed uint64, word string) uint64 {
	for i := range len(word) {
		seed = Mix(seed, uint64(word[i]))
	}
	return seed
}

// Weight returns the number of cards of the operation in a deck.
func (g *Generator) Weight(w *model.BoundOperation) int {
	if n, ok := g.Plan.Weights[w.Name]; ok {
		return n
	}
	return w.Weight.Cards
}

// card draws the next operation. The deck holds each operation as often as its
// weight says, is drawn without replacement and shuffled again when it is used
// up: a rare operation comes once in every deck.
func (g *Generator) card() (op string, ok bool) {
	if len(g.deck) == 0 {
		for _, w := range g.Plan.tables.deck {
			for range g.Weight(w) {
				if slices.Contains(g.chosen, w.Name) {
					g.deck = append(g.deck, w.Name)
				}
			}
		}
	}
	if len(g.deck) == 0 {
		return "", false
	}
	// Drawing from a random position shuffles only the cards that are needed.
	at, last := g.below(len(g.deck)), len(g.deck)-1
	op = g.deck[at]
	g.deck[at] = g.deck[last]
	g.deck = g.deck[:last]
	return op, true
}

// cardOf draws a card of one of the operations.
func (g *Generator) cardOf(ops []string) string {
	total := 0
	for _, w := range g.Plan.tables.deck {
		if slices.Contains(ops, w.Name) {
			total += g.Weight(w)
		}
	}
	at := g.below(total)
	for _, w := range g.Plan.tables.deck {
		if !slices.Contains(ops, w.Name) {
			continue
		}
		if at -= g.Weight(w); at < 0 {
			return w.Name
		}
	}
	return ops[0]
}

// Mix combines a seed and a counter, so that neighbouring seeds share no plans.
func Mix(seed, n uint64) uint64 {
	z := seed*0x9e3779b97f4a7c15 + n
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return (z ^ z>>31) >> 1
}
