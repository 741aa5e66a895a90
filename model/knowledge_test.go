package model_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// newStranger returns a world whose facts are open.
func newStranger(t testing.TB) model.World {
	t.Helper()
	w := newWorld(t)
	base := *w.Base()
	base.Stranger = true
	w = w.On(&base)
	return w
}

// What a world has learnt belongs to it: worlds that know different facts are
// different, and of one state.
func TestWorldsThatKnowDifferentFactsDiffer(t *testing.T) {
	w := newStranger(t)
	yes, no := w.Learn(model.Question{Fact: model.Fact{Scope: "ecs.x", Name: model.TypeNVS}, N: 1})
	if yes.Hash() == no.Hash() || yes.Equal(no) || yes.Hash() == w.Hash() {
		t.Error("worlds that know different facts count as one")
	}
	if yes.State() != no.State() || yes.State() != w.State() {
		t.Error("what is known has changed what there is")
	}
}

// Either is the smallest knowledge that both worlds agree with: a value that one
// of them holds possible stays possible, and a value that neither holds possible
// does not come back unless it lies between.
func TestEitherKnowsWhatBothKnow(t *testing.T) {
	base := newStranger(t)
	facts := []model.Fact{{Scope: "ecs.x", Name: model.TypeNVS}, {Scope: "1", Name: ecs.QuotaVpcs}, {Scope: "1", Name: ecs.QuotaGroups}}
	rapid.Check(t, func(t *rapid.T) {
		learnSome := func(name string) model.World {
			w := base
			for range rapid.IntRange(0, 4).Draw(t, name) {
				f := rapid.SampledFrom(facts).Draw(t, "fact")
				r := w.Knows(f)
				if r.Known() {
					continue
				}
				yes, no := w.Learn(model.Question{Fact: f, N: rapid.IntRange(r.Lo+1, min(r.Hi, r.Lo+9)).Draw(t, "n")})
				if w = yes; rapid.Bool().Draw(t, "below") {
					w = no
				}
			}
			return w
		}
		a, b := learnSome("a"), learnSome("b")
		both := a.Either(b)
		for _, f := range facts {
			x, y, z := a.Knows(f), b.Knows(f), both.Knows(f)
			if z.Lo != min(x.Lo, y.Lo) || z.Hi != max(x.Hi, y.Hi) {
				t.Fatalf("%v: %v and %v make %v", f, x, y, z)
			}
		}
		if both.Hash() != b.Either(a).Hash() || a.Either(a).Hash() != a.Hash() || both.State() != a.State() {
			t.Fatal("it depends on which world comes first")
		}
	})
}
