package conformance_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/model"
)

// A refusing cloud refuses some calls.
type refusing struct {
	fake
	with model.Outcome
	when func(c model.Call) bool
}

func (r *refusing) Do(ctx context.Context, c model.Call) (model.Outcome, error) {
	if r.when(c) {
		return r.with, nil
	}
	return r.fake.Do(ctx, c)
}

// A group that nothing is in, and that the target does not delete, is a finding
// although no sequence deletes it: the clean-up does.
func TestWhatCleanUpSeesIsJudged(t *testing.T) {
	const life = "g1 = CreateSecurityGroup RegionId=cn-hangzhou VpcId=$vpc1\n"
	for name, once := range map[string]bool{"for good": false, "for a moment": true} {
		t.Run(name, func(t *testing.T) {
			met := map[string]bool{}
			f := &refusing{fake: fake{world: defaultWorld(t, newModel(t))}, with: model.Outcome{
				Class: model.ClassError, HTTP: 403, Code: "DependencyViolation", Message: "There is still instance(s) in the specified security group.",
			}}
			f.when = func(c model.Call) bool {
				id := c.Params["SecurityGroupId"]
				refused := c.Op == "DeleteSecurityGroup" && (!once || !met[id])
				met[id] = true
				return refused
			}
			report, err := explore.Explore(t.Context(), f, oracle.Start{World: f.world}, explore.Options{
				Calls: 1, KeepGoing: true, Suite: []plan.Case{{Name: "life", Item: plan.Item{Kind: "life", ID: "CreateSecurityGroup"}, Sequence: parsed(t, life)}},
			})
			if err != nil {
				t.Fatal(err)
			}
			if once && len(report.Findings) > 0 {
				t.Errorf("a removal that is only late is a finding: %+v", report.Findings[0])
			}
			if !once && (len(report.Findings) != 1 || !strings.HasPrefix(report.Findings[0].Rule, "DeleteSecurityGroup/DependencyViolation") || report.Findings[0].Length != 2) {
				t.Errorf("%+v", report.Findings)
			}
		})
	}
}

// When the time of a run is over nothing is waited for any more, and what is
// not known then is inconclusive.
func TestAWaitIsCutWhenTheTimeIsOver(t *testing.T) {
	f := &faulty{fake: fake{world: defaultWorld(t, newModel(t)), every: 1000}, spoil: func(int, model.Call) (model.Outcome, bool) { return model.Outcome{}, false }, now: time.Now()}
	r := run.NewRunner(f, oracle.Start{World: f.world}, oracle.NoOrders{})
	r.Over = func() bool { return true }
	res, err := r.Run(t.Context(), parsed(t, "i1 = LAUNCH\nawait i1 Running\n"))
	if err != nil || res.Cut != 1 || res.Inconclusive != 1 || len(res.Found) > 0 {
		t.Errorf("%d cut, %d inconclusive, %v, %v", res.Cut, res.Inconclusive, res.Found, err)
	}
}
