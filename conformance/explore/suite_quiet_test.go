package explore

import (
	"testing"

	"github.com/ecsim/ecsim/conformance/internal/suitetest"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// Nothing is looked up in the part of a sequence with which an earlier sequence
// began as well, because the resources were looked up there.
func TestQuietStepsWereLookedUpBefore(t *testing.T) {
	cases, starts := suitetest.SuiteInModel(t)
	all := plan.Shared(cases, starts[defaultWorld])
	begun := map[string]bool{}
	quiet, racing := 0, 0
	for _, m := range all {
		if last := sequence.LastCall(m.Sequence); m.Quiet == last && len(oracle.Follow(m.Steps[:last], starts[defaultWorld]).World.Pending()) > 0 {
			racing++
			continue
		}
		if m.Quiet > 0 {
			quiet++
			if !begun[plan.KeyOf(m.World, m.Steps[:m.Quiet])] {
				t.Errorf("no sequence before begins with the first %d steps of\n%s", m.Quiet, m.Sequence)
			}
		}
		for n := range m.Steps {
			begun[plan.KeyOf(m.World, m.Steps[:n+1])] = true
		}
	}
	if quiet == 0 || racing == 0 {
		t.Errorf("%d sequences begin quietly, %d race", quiet, racing)
	}
}

// Resources are looked up after refusals of which the suite checks that they
// change nothing.
func TestRefusalsOfTheSuiteAreLookedUp(t *testing.T) {
	cases, starts := suitetest.SuiteInModel(t)
	looked := map[string]bool{}
	for _, m := range plan.Shared(cases, starts[defaultWorld]) {
		for n, step := range m.Steps {
			if m.Hard[n] {
				looked[step.String()] = true
			}
		}
	}
	for _, c := range plan.CasesOf(cases, nil) {
		if c.Item.Kind == "anyway" && c.Sequence.World == defaultWorld && !looked[c.Sequence.Steps[sequence.LastCall(c.Sequence)].String()] {
			t.Errorf("nobody looks after %s", c.Name)
		}
	}
}
