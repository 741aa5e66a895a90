package suitetest

import (
	"testing"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

// SuiteInModel reads the suite, and the worlds in which its witnesses begin.
func SuiteInModel(t *testing.T) ([]plan.Case, map[string]oracle.Start) {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	cases, err := plan.Suite()
	if err != nil {
		t.Fatal(err)
	}
	starts := map[string]oracle.Start{}
	for _, c := range cases {
		if _, ok := starts[c.Sequence.World]; ok {
			continue
		}
		w, err := model.Named(m, c.Sequence.World, 1)
		if err != nil {
			t.Fatal(err)
		}
		start := oracle.Start{World: w}
		start.Defaults()
		starts[c.Sequence.World] = start
	}
	return cases, starts
}
