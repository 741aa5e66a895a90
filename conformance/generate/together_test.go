package generate

import (
	"slices"
	"testing"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

func TestEffectsComeTogether(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	w, err := model.Default(m, 1)
	if err != nil {
		t.Fatal(err)
	}
	index, err := NewSetupIndex(oracle.Start{World: w})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ op, one, other string }{
		{"ModifyInstanceAttribute", "Description", "InstanceName"},
		{"ModifyInstanceAttribute", "DeletionProtection", "Description"},
		{"ModifyNetworkInterfaceAttribute", "Description", "NetworkInterfaceName"},
		{"ModifyImageAttribute", "Description", "ImageName"},
		{"CreateVpc", "Description", "VpcName"},
	} {
		together, calls := false, 0
		for _, s := range index.Together(c.op) {
			p := oracle.PossibleWorld{World: w, Names: w.Base().Names}
			caller := ""
			for _, step := range s.Steps {
				if step.Op == c.op {
					calls++
					v := p.World.Apply(p.ForModel(step, caller, ""))
					if !v.Accepted() {
						t.Errorf("%s: the model refuses %s", c.op, step)
					}
					has := func(name string) bool {
						return slices.ContainsFunc(v.Effects, func(e *model.BoundEffect) bool { return e.Name == name })
					}
					together = together || has(c.one) && has(c.other)
				}
				p, caller = p.Step(step, caller, "")
			}
			checkNames(t, s)
		}
		if !together || calls > callsTogether {
			t.Errorf("%s: %s and %s come together: %v, in %d calls", c.op, c.one, c.other, together, calls)
		}
	}
}

// checkNames says whether the text of a sequence can be read again: no name is bound
// twice.
func checkNames(t *testing.T, s sequence.Sequence) {
	t.Helper()
	if _, err := sequence.Parse(s.String()); err != nil {
		t.Errorf("%v:\n%s", err, s)
	}
}
