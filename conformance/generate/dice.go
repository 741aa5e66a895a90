package generate

import (
	"math/rand/v2"

	"pgregory.net/rapid"
)

// dice are what a plan is drawn with. rapid's own integers prefer small ones and
// the ends of a range, on purpose: that finds edges, and makes percentages,
// weights and "uniform" mean something else. So rapid draws a seed of fair bits,
// and all else comes from a fair generator: a plan is a function of its seed.
type dice struct{ fair *rand.Rand }

func newDice(t *rapid.T) dice {
	const bits = 64
	var seed uint64
	for range bits { // a Bool is one fair bit; a Uint64 is mostly small
		seed <<= 1
		if rapid.Bool().Draw(t, "bit") {
			seed |= 1
		}
	}
	return dice{rand.New(rand.NewPCG(seed, seed))}
}

// below draws a number from 0 to n-1, each as likely; 0 for an n of 0 or 1.
func (d dice) below(n int) int {
	if n <= 1 {
		return 0
	}
	return d.fair.IntN(n)
}

// chance is true in percent of all draws.
func (d dice) chance(percent int) bool { return d.below(100) < percent }

// pick draws one of the list, each as likely.
func pick[T any](d dice, from []T) T { return from[d.below(len(from))] }
