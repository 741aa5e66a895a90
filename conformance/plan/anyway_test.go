package plan_test

import (
	"testing"

	"github.com/ecsim/ecsim/conformance/internal/suitetest"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// Each refused call of the suite can be applied all the same, or nobody knows what it
// did; the world stays whole.
func TestRefusedCallsOfTheSuiteCanBeApplied(t *testing.T) {
	suite, starts := suitetest.SuiteInModel(t)
	applied := 0
	for _, c := range suite {
		start := starts[c.Sequence.World]
		p := oracle.PossibleWorld{World: start.World, Names: start.World.Base().Names}
		caller := ""
		for _, step := range c.Sequence.Steps {
			if step.Kind == sequence.StepCall {
				call := p.ForModel(step, caller, start.Region)
				if v, ok := p.World.ApplyAnyway(call); ok && !p.World.Apply(call).Accepted() {
					applied++
					if err := v.World.Check(); err != nil {
						t.Errorf("%s: %v: %v", c.Name, call, err)
					}
				}
			}
			p, caller = p.Step(step, caller, start.Region)
		}
	}
	if applied < 300 {
		t.Errorf("%d refused calls are applied", applied)
	}
	t.Logf("%d refused calls are applied", applied)
}
