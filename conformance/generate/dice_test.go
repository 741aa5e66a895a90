package generate

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// chiSquare is how far counts are from what shares of the draws expect.
func chiSquare(counts []int, shares []float64) float64 {
	total, sum := 0, 0.0
	for _, n := range counts {
		total += n
	}
	for i, n := range counts {
		want := shares[i] * float64(total)
		sum += (float64(n) - want) * (float64(n) - want) / want
	}
	return sum
}

// tooFar is the value that chi-square of so many degrees of freedom exceeds once in
// about a million times (Wilson and Hilferty's approximation).
func tooFar(degrees int) float64 {
	const quantile = 4.75
	d := float64(degrees)
	return d * math.Pow(1-2/(9*d)+quantile*math.Sqrt(2/(9*d)), 3)
}

func even(n int) []float64 {
	shares := make([]float64, n)
	for i := range shares {
		shares[i] = 1 / float64(n)
	}
	return shares
}

// throws draws from the dice of many plans, some draws of each: what matters is
// what plans draw, not what one long stream does.
func throws(t *testing.T, sides int, throw func(dice) int) []int {
	t.Helper()
	counts := make([]int, sides)
	plans := rapid.Custom(newDice)
	for plan := range 1000 {
		d := plans.Example(plan)
		for range 50 {
			counts[throw(d)]++
		}
	}
	return counts
}

// A percentage is a percentage, and none of a list comes before the others.
func TestTheDiceAreFair(t *testing.T) {
	for _, percent := range []int{3, 5, 12, 20, 25, 30, 45, 60, 70} {
		counts := throws(t, 2, func(d dice) int {
			if d.chance(percent) {
				return 1
			}
			return 0
		})
		p := float64(percent) / 100
		if x := chiSquare(counts, []float64{1 - p, p}); x > tooFar(1) {
			t.Errorf("chance(%d) is true in %.1f %% of %d draws: chi-square %.0f", percent, float64(counts[1])/500, 50000, x)
		}
	}
	for _, n := range []int{2, 3, 7, 43, 100} {
		if x := chiSquare(throws(t, n, func(d dice) int { return d.below(n) }), even(n)); x > tooFar(n-1) {
			t.Errorf("below(%d): chi-square %.0f", n, x)
		}
		list := make([]int, n)
		for i := range list {
			list[i] = i
		}
		if x := chiSquare(throws(t, n, func(d dice) int { return pick(d, list) }), even(n)); x > tooFar(n-1) {
			t.Errorf("pick of %d: chi-square %.0f", n, x)
		}
	}
}

// Uniform plans draw each operation as often as any other.
func TestUniformPlansAreUniform(t *testing.T) {
	start := startOf(t, "default")
	names := start.World.Model().Names()
	counts := map[string]int{}
	for number := range 160 {
		s := Sequences(Plan{Start: start, Steps: 25, Seed: 1, Number: number, Uniform: true, Setups: &SetupIndex{}}).Example(number)
		for _, step := range s.Steps {
			if step.Op != "" {
				counts[step.Op]++
			}
		}
	}
	list := make([]int, len(names))
	for i, name := range names {
		list[i] = counts[name]
	}
	if x := chiSquare(list, even(len(list))); x > tooFar(len(list)-1) {
		t.Errorf("chi-square %.0f of %v", x, counts)
	}
}
