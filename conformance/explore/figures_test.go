package explore

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/conformance/internal/suitetest"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
)

// The suite goes one beyond the figures of the embedded worlds. On a target of others
// it also goes beyond those of the target's own types: here one has room for two
// interfaces.
func TestFiguresOfAStranger(t *testing.T) {
	const full = "AttachNetworkInterface/EniPerInstanceLimitExceeded"
	cases, _ := suitetest.SuiteInModel(t)
	for _, stranger := range []bool{false, true} {
		d := newDeaf(t)
		base := *d.start.Base()
		base.Types = maps.Clone(base.Types)
		small := *base.Types["ecs.g7.xlarge"]
		small.EniQuantity = 2
		base.Types[small.InstanceTypeId] = &small
		d.start = d.start.On(&base)
		d.world = d.start
		asked := base
		asked.Stranger = stranger
		start := oracle.Start{World: d.start.On(&asked)}
		r, err := Explore(t.Context(), d, start, Options{
			Calls: 1, KeepGoing: true, Operations: []string{"AttachNetworkInterface"}, ShrinkCalls: 1, Confirm: -1,
			Suite: slices.DeleteFunc(plan.CasesOf(cases, []string{"AttachNetworkInterface"}), func(c plan.Case) bool {
				return c.Sequence.World != "default" || c.Item.Kind == "life" || strings.HasPrefix(c.Item.ID, full)
			}),
		})
		if err != nil {
			t.Fatal(err)
		}
		reached := slices.Contains(r.CoverageOf(d.start.Model(), "AttachNetworkInterface").Reached, full)
		if reached != stranger {
			t.Errorf("a stranger: %t; %s is reached: %t", stranger, full, reached)
		}
	}
}
