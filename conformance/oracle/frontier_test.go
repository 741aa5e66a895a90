package oracle

import (
	"strconv"
	"testing"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

// pendingInstances returns an oracle that has seen n instances being made.
func pendingInstances(t testing.TB, n int) *Oracle {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	w, err := model.Default(m, 1)
	if err != nil {
		t.Fatal(err)
	}
	start := Start{World: w}
	start.Defaults()
	o := NewOracle(start, NoOrders{})
	for i := range n {
		step := sequence.Step{Kind: sequence.StepCall, Op: "RunInstances", Bind: "i" + strconv.Itoa(i+1), Params: model.Params{
			"RegionId": start.Region, "ImageId": "$image.linux", "InstanceType": "ecs.g7.large", "VSwitchId": "$vsw1", "SecurityGroupId": "$sg1",
		}}
		call, _ := o.ForTarget(step, "", start.Region)
		v := w.Apply(call)
		if j, _ := o.Observe(step, "", start.Region, v.Outcome()); j.Result != Pass {
			t.Fatalf("instance %d: %+v", i+1, j)
		}
		w = v.World
	}
	return o
}

// Ten instances that start are ten small sets of statuses, not 59,049 worlds:
// a call about one of them is judged in the three statuses of that one. A few
// are still spelt out, which asks nothing of the model.
func TestPendingInstancesStayApart(t *testing.T) {
	for _, n := range []int{1, 2, 5, 10, 20, 40} {
		o := pendingInstances(t, n)
		before := o.Stats.Sum
		step := sequence.Step{Kind: sequence.StepCall, Op: "StopInstance", Params: model.Params{"InstanceId": "$i1"}}
		refused := model.Outcome{Class: model.ClassError, HTTP: 403, Code: "NoSuchCode"}
		j, _ := o.Observe(step, "", o.Frontier[0].World.Base().Regions[0].RegionId, refused)
		if worlds := o.Stats.Sum - before; n > 4 && worlds > 3 || o.Stats.Capped > 0 || len(o.Frontier) != 1 {
			t.Errorf("%d pending: judged in %d worlds, cut off %d times, %d are left", n, worlds, o.Stats.Capped, len(o.Frontier))
		}
		if n > 4 && (j.Worlds != 3 || len(j.Died) == 0) {
			t.Errorf("%d pending: %+v", n, j)
		}
	}
}
