package conformance

import (
	"strings"
	"testing"

	"github.com/ecsim/ecsim/model"
)

// Every witness still makes its item happen in the model: `make witnesses` writes
// those anew that do not.
func TestWitnessesAreNotStale(t *testing.T) {
	m, err := model.New()
	if err != nil {
		t.Fatal(err)
	}
	cases, err := Suite()
	if err != nil {
		t.Fatal(err)
	}
	starts := map[string]Start{}
	for _, c := range cases {
		start, ok := starts[c.Sequence.World]
		if !ok {
			w, err := model.Named(m, c.Sequence.World, 1)
			if err != nil {
				t.Fatal(err)
			}
			start = Start{World: w}
			start.defaults()
			starts[c.Sequence.World] = start
		}
		if !witnesses(c, start) {
			t.Errorf("%s does not happen any more: run make witnesses", c.Name)
		}
	}
}

// witnesses follows the sequence in the model.
func witnesses(c Case, start Start) bool {
	last := lastCall(c.Sequence)
	before := c.Sequence.Steps[:last]
	caller := lastCaller(before)
	p := follow(before, start)
	v := p.world.Apply(p.forModel(c.Sequence.Steps[last], caller, start.Region))
	switch c.Item.Kind {
	case "rule":
		return len(v.Broken) > 0 && v.Broken[0].ID() == c.Item.ID
	case "effect":
		return happens(v, c.Item)
	default:
		w := v.World
		for pending := w.Pending(); len(pending) > 0; pending = w.Pending() {
			if pending[0].Edge.Name == c.Item.ID {
				return true
			}
			w = w.Fire(pending[0])
		}
		return false
	}
}

// Every rule of the five pages that a call can meet has a witness, and so has
// every edge; what else has none is listed.
func TestEveryReachableRowHasAWitness(t *testing.T) {
	m, err := model.New()
	if err != nil {
		t.Fatal(err)
	}
	cases, err := Suite()
	if err != nil {
		t.Fatal(err)
	}
	have, lengths := map[Item]bool{}, map[int]int{}
	for _, c := range cases {
		have[c.Item] = true
		lengths[c.Sequence.Length()]++
	}
	without := 0
	for _, i := range Items(m) {
		if have[i] {
			continue
		}
		without++
		op, _, _ := strings.Cut(i.ID, "/")
		if bound, ok := m.Operation(op); i.Kind == "edge" || ok && bound.Page && i.Kind == "rule" && !common(m, i) {
			t.Errorf("no witness of %s", i)
		}
	}
	t.Logf("%d witnesses by length %v; %d items of other operations have none", len(cases), lengths, without)
}

// common says whether the item is a rule that every operation has.
func common(m *model.Model, i Item) bool {
	r, ok := m.Rule(i.ID)
	return ok && r.Common
}
