package conformance_test

import (
	"context"
	"testing"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/model"
)

// A counting cloud counts the calls that delete an instance.
type counting struct {
	*fake
	deletions int
}

func (c *counting) Do(ctx context.Context, call model.Call) (model.Outcome, error) {
	if call.Op == "DeleteInstance" {
		c.deletions++
	}
	return c.fake.Do(ctx, call)
}

// A repeated ClientToken gives an instance a second name. Clean-up removes it once.
func TestARepeatedTokenIsCleanedUpOnce(t *testing.T) {
	m := newModel(t)
	w := defaultWorld(t, m)
	for _, s := range []string{"i1 = LAUNCH ClientToken=t\n", "i1 = LAUNCH ClientToken=t\nawait i1 Running\ni2 = LAUNCH ClientToken=t\n"} {
		cloud := &counting{fake: &fake{world: w}}
		res, err := run.Run(t.Context(), cloud, oracle.Start{World: w}, parsed(t, s))
		if err != nil || len(res.Found) > 0 || len(res.Leftover) > 0 {
			t.Fatalf("%v, %d findings, left %v", err, len(res.Found), res.Leftover)
		}
		if cloud.deletions != 1 {
			t.Errorf("%d deletions after\n%s", cloud.deletions, s)
		}
	}
}
