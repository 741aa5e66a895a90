package precedence

import (
	"testing"

	"pgregory.net/rapid"
)

// What is known is exactly what the probes together show, and each order has a
// path of probes that shows it.
func TestRelationIsTheClosureOfItsProbes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 9).Draw(t, "rules")
		order := rapid.Permutation(sequenceOf(n)).Draw(t, "order")
		place := make([]int, n)
		for at, x := range order {
			place[x] = at
		}
		r := newRelation(n)
		shown := map[[2]int]bool{}
		for probe := range rapid.IntRange(0, 15).Draw(t, "probes") {
			a, b := rapid.IntRange(0, n-1).Draw(t, "a"), rapid.IntRange(0, n-1).Draw(t, "b")
			if a == b {
				continue
			}
			if place[a] > place[b] {
				a, b = b, a
			}
			if !r.learn(a, b, probe) {
				t.Fatalf("%d before %d contradicts an order that holds", a, b)
			}
			shown[[2]int{a, b}] = true
		}
		for a := range n {
			for b := range n {
				if got := r.before[a][b]; got != reachable(shown, a, b, n) {
					t.Fatalf("%d before %d: %v", a, b, got)
				}
				if r.before[a][b] && (len(r.path(a, b)) == 0 || r.learn(b, a, 99)) {
					t.Fatalf("%d before %d has no path, or its opposite is learnt", a, b)
				}
				if r.covers(a, b) && !shown[[2]int{a, b}] {
					t.Fatalf("%d and %d are neighbours that no probe was about", a, b)
				}
			}
		}
	})
}

func sequenceOf(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func reachable(shown map[[2]int]bool, a, b, n int) bool {
	for x := range n {
		if shown[[2]int{a, x}] && (x == b || reachable(shown, x, b, n)) {
			return true
		}
	}
	return false
}
