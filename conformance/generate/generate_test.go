package generate

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

func startOf(t testing.TB, world string) oracle.Start {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	w, err := model.Named(m, world, 1)
	if err != nil {
		t.Fatal(err)
	}
	s := oracle.Start{World: w}
	s.Defaults()
	return s
}

// The same seed and table give the same plan, whatever was drawn before.
func TestTheSameSeedGivesTheSamePlan(t *testing.T) {
	plan := Plan{Start: startOf(t, "default"), Steps: 25, Seed: 3, Number: 4}
	want := Sequences(plan).Example(11).String()
	shared := plan
	shared.prepare()
	for n := range 3 {
		Sequences(shared).Example(n)
	}
	if got := Sequences(shared).Example(11).String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Two plans that follow each other share the operations out: none is starved.
func TestTwoPlansHaveAllOperations(t *testing.T) {
	start := startOf(t, "default")
	tables := newDrawTables(start, nil)
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64Min(1).Draw(t, "seed")
		pair := rapid.IntRange(0, 1000).Draw(t, "pair")
		var all []string
		for _, number := range []int{2 * pair, 2*pair + 1} {
			p := Plan{Start: start, Seed: seed, Number: number, Reached: NewReached(), Setups: &SetupIndex{}, tables: tables}
			all = append(all, newGenerator(t, p).chosen...)
		}
		slices.Sort(all)
		if want := start.World.Model().Names(); !slices.Equal(all, want) {
			t.Errorf("two plans have %v, want all operations of the model", all)
		}
	})
}

// A deck is used up before a card comes again.
func TestADeckIsDrawnWithoutPuttingBack(t *testing.T) {
	start := startOf(t, "default")
	ops := []string{"StartInstance", "StopInstance", "RebootInstance"}
	rapid.Check(t, func(t *rapid.T) {
		g := newGenerator(t, Plan{Start: start, Operations: ops, Weights: map[string]int{"StartInstance": 3, "StopInstance": 1, "RebootInstance": 2}, Setups: &SetupIndex{}, tables: newDrawTables(start, nil)})
		for range 2 {
			count := map[string]int{}
			for range 6 {
				op, _ := g.card()
				count[op]++
			}
			if count["StartInstance"] != 3 || count["StopInstance"] != 1 || count["RebootInstance"] != 2 {
				t.Errorf("a deck was %v", count)
			}
		}
	})
}

// The items that the index promises for a setup are shown there, and items that
// were seen are not aimed at again.
func TestTheIndexKeepsItsPromises(t *testing.T) {
	start := startOf(t, "default")
	a, err := NewSetupIndex(start)
	if err != nil {
		t.Fatal(err)
	}
	const op = "ModifyInstanceVncPasswd"
	reached := NewReached()
	for range 100 {
		n, ok := a.nearest(reached, op, false)
		if !ok {
			break
		}
		p := oracle.Follow(a.setups[a.byOperation[op][n]].steps, start)
		for _, s := range a.at(op, n) {
			call := p.ForModel(s.step, s.caller, start.Region)
			v := p.World.Apply(call)
			if got := itemsOf(&v, oracle.StatusIn(p.World, v.Op, call.Params.Get)); !slices.Equal(got, s.items) {
				t.Fatalf("%s shows %v, not %v", s.step, got, s.items)
			}
			reached.Note(&v, oracle.StatusIn(p.World, v.Op, call.Params.Get))
		}
	}
	if n, ok := a.nearest(reached, op, false); ok {
		t.Errorf("place %d has still something to show", n)
	}
	bound, _ := start.World.Model().Operation(op)
	for _, r := range bound.Rules {
		if r.When != nil && r.Break.World == "" && reached.items[CoverageItem{Operation: op, What: r.ID()}] == 0 {
			t.Errorf("%s: no place shows it", r.ID())
		}
	}
}

// The index has a setup for nearly every rule of the page operations that the
// default world can show.
func TestTheIndexReachesThePages(t *testing.T) {
	start := startOf(t, "default")
	a, err := NewSetupIndex(start)
	if err != nil {
		t.Fatal(err)
	}
	rules, found := 0, 0
	for _, op := range start.World.Model().Operations() {
		if !op.Page {
			continue
		}
		shown := map[string]bool{}
		for n := range a.byOperation[op.Name] {
			for _, s := range a.at(op.Name, n) {
				for _, i := range s.items {
					shown[i.What] = true
				}
			}
		}
		for _, r := range op.Rules {
			if r.When == nil || r.Break.World != "" {
				continue
			}
			rules++
			if shown[r.ID()] {
				found++
			} else {
				t.Log("no place shows", r.ID())
			}
		}
	}
	if found < rules*95/100 {
		t.Errorf("%d of %d rules", found, rules)
	}
}
