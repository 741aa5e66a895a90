package conformance_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// An odd cloud shows the charge type in lower case, always.
type odd struct{ *fake }

func (o odd) Do(ctx context.Context, c model.Call) (model.Outcome, error) {
	out, err := o.fake.Do(ctx, c)
	for i, item := range out.Reply.Items {
		if r, ok := item.(*ecs.Instance); ok {
			shown := *r
			shown.InstanceChargeType = strings.ToLower(r.InstanceChargeType)
			out.Reply.Items[i] = &shown
		}
	}
	return out, err
}

const oddCharge = "effect RunInstances/InstanceChargeType"

// keysOf lists what was found, each once, in order.
func keysOf(res run.RunResult) []string {
	var keys []string
	for _, f := range res.Found {
		if key := f.Judgement.Key(); !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// What a target is known to do otherwise is adopted: judging goes on, and nothing
// that follows from it is held against the target.
func TestJudgingGoesOnAfterADifference(t *testing.T) {
	m := newModel(t)
	w := defaultWorld(t, m)
	protected := "i1 = LAUNCH DeletionProtection=true\nawait i1 Running\n"
	for name, c := range map[string]struct {
		world    model.World
		odd      bool
		sequence string
		want     []string
	}{
		"a field differs always": {w, true, "i1 = LAUNCH\nawait i1 Running\nModifyInstanceAttribute InstanceId=$i1 InstanceName=web\n" +
			"i2 = LAUNCH\nawait i2 Running\nStopInstance InstanceId=$i2\nawait i2 Stopped\nDeleteInstance InstanceId=$i2\n", []string{oddCharge}},
		"and something else, too": {without(t, w, "ModifyInstanceAttribute", "InstanceName"), true,
			"i1 = LAUNCH\nawait i1 Running\nModifyInstanceAttribute InstanceId=$i1 InstanceName=web\n",
			[]string{oddCharge, "effect ModifyInstanceAttribute/InstanceName"}},
		"and that in the same reply": {without(t, w, "RunInstances", "DeletionProtection"), true, protected,
			[]string{oddCharge, "effect RunInstances/DeletionProtection"}},
		"a call is accepted": {w.Under(forgetful(m, "DeleteInstance", "InvalidOperation.DeletionProtection")), false,
			protected + "DeleteInstance InstanceId=$i1 Force=true\nDescribeInstances RegionId=cn-hangzhou\n",
			[]string{"refuses DeleteInstance/InvalidOperation.DeletionProtection"}},
		"an effect is lost": {without(t, w, "RunInstances", "DeletionProtection"), false, protected +
			"DeleteInstance InstanceId=$i1 Force=true\nDescribeInstances RegionId=cn-hangzhou\n", []string{"effect RunInstances/DeletionProtection"}},
	} {
		t.Run(name, func(t *testing.T) {
			cloud := &fake{world: c.world}
			res, err := run.RunPast(t.Context(), cloud, oracle.Start{World: w}, parsed(t, c.sequence), oracle.NoOrders{})
			if c.odd {
				cloud = &fake{world: c.world}
				res, err = run.RunPast(t.Context(), odd{cloud}, oracle.Start{World: w}, parsed(t, c.sequence), oracle.NoOrders{})
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := keysOf(res); !slices.Equal(got, c.want) {
				t.Errorf("found %q, want %q", got, c.want)
				for _, f := range res.Found {
					t.Logf("step %d: %s: %s, saw %s", f.Step, f.Judgement.Key(), f.Judgement.Expected, f.Judgement.Seen)
				}
			}
		})
	}
}

// A difference that shows everywhere hides no other finding, and what is found about
// the same resource says that it stands on it.
func TestAKnownDifferenceHidesNothing(t *testing.T) {
	m := newModel(t)
	w := defaultWorld(t, m)
	wrong := w.Under(forgetful(m, "DeleteInstance", "InvalidOperation.DeletionProtection"))
	report, err := explore.Explore(t.Context(), odd{&fake{world: wrong}}, oracle.Start{World: w}, explore.Options{
		Calls: 500, KeepGoing: true, ShrinkCalls: 40, Operations: []string{"RunInstances", "DeleteInstance", "ModifyInstanceAttribute"},
	})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, f := range report.Findings {
		found[f.Kind+" "+f.Rule] = true
		if f.Rule == "DeleteInstance/InvalidOperation.DeletionProtection" && (!f.Failure || !slices.Contains(f.StandsOn, oddCharge)) {
			t.Errorf("a %s that stands on %q", f.Verdict, f.StandsOn)
		}
		t.Logf("%s %s %s, reproduced %s, in %d calls, stands on %q", f.Verdict, f.Kind, f.Rule, f.Reproduced, f.Length, f.StandsOn)
	}
	if !found[oddCharge] || !found["refuses DeleteInstance/InvalidOperation.DeletionProtection"] || len(report.Findings) != 3 {
		t.Errorf("found %v, and CreateInstance shows the difference, too", found)
	}
}
