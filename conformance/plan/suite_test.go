package plan_test

import (
	"strings"
	"testing"

	"github.com/ecsim/ecsim/conformance/internal/suitetest"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

// Every witness still makes its item happen in the model: `make witnesses` writes
// those anew that do not.
func TestWitnessesAreNotStale(t *testing.T) {
	cases, starts := suitetest.SuiteInModel(t)
	for _, c := range cases {
		if !showsAtLast(c, starts[c.Sequence.World]) {
			t.Errorf("%s does not happen any more: run make witnesses", c.Name)
		}
	}
}

// showsAtLast says whether the last call makes the item happen.
func showsAtLast(c plan.Case, start oracle.Start) bool {
	last := sequence.LastCall(c.Sequence)
	before := c.Sequence.Steps[:last]
	p := oracle.Follow(before, start)
	return shows(p.World.Apply(p.ForModel(c.Sequence.Steps[last], sequence.LastCaller(before), start.Region)), c.Item)
}

// No witness is padded: whichever call or pair of calls is left out, its item
// does not happen any more.
func TestNoWitnessIsPadded(t *testing.T) {
	cases, starts := suitetest.SuiteInModel(t)
	proved := 0
	for _, c := range cases {
		if c.Item.Detecting() {
			continue // conformance/score asks whether they tell
		}
		if left, ok := Shorter(c, starts[c.Sequence.World]); ok {
			t.Errorf("%s: this is enough:\n%s", c.Name, left)
		}
		if !c.Minimal {
			proved++
		}
	}
	t.Logf("%d witnesses, %d of them not minimal: no call and no pair of calls can be left out", len(cases), proved)
}

// Every rule of the five pages that a call can meet has a witness, and so has
// every edge; what else has none is listed.
func TestEveryReachableRowHasAWitness(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	cases, err := plan.Suite()
	if err != nil {
		t.Fatal(err)
	}
	have, lengths := map[plan.Item]bool{}, map[int]int{}
	for _, c := range cases {
		have[c.Item] = true
		lengths[c.Sequence.Length()]++
	}
	without := 0
	for _, i := range plan.Items(m) {
		if have[i] {
			continue
		}
		without++
		op, _, _ := strings.Cut(i.ID, "/")
		if bound, ok := m.Operation(op); i.Kind == "edge" || ok && bound.Page && i.Kind == "rule" && !common(m, i) && !shadowed(m, i) {
			t.Errorf("no witness of %s", i)
		}
	}
	t.Logf("%d witnesses by length %v; %d items of other operations have none", len(cases), lengths, without)
}

// common says whether the item is a rule that every operation has.
func common(m *model.Model, i plan.Item) bool {
	r, ok := m.Rule(i.ID)
	return ok && r.Common
}

// Every rule has a witness, or says what stands in its way; none has both.
func TestEveryRuleIsWitnessedOrShadowed(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	cases, err := plan.Suite()
	if err != nil {
		t.Fatal(err)
	}
	have := map[plan.Item]bool{}
	for _, c := range cases {
		have[c.Item] = true
	}
	shadowed := 0
	for _, i := range plan.Items(m) {
		shadow := ""
		if r, ok := m.Rule(i.ID); ok && i.Kind == "rule" {
			shadow = r.Shadowed
		}
		switch {
		case have[i] && shadow != "":
			t.Errorf("%s has a witness: it is not shadowed by what it says: %s", i, shadow)
		case !have[i] && shadow == "":
			t.Errorf("no witness of %s: give it a Break or a shaper and run make witnesses, or say what shadows it", i)
		case shadow != "":
			shadowed++
		}
	}
	t.Logf("%d witnesses, %d rules are shadowed", len(cases), shadowed)
}

// shadowed says that a rule in front of the item's rule is broken whenever it is.
func shadowed(m *model.Model, i plan.Item) bool {
	rule, ok := m.Rule(i.ID)
	return ok && rule.Shadowed != ""
}
