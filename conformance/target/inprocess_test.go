package target

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim"
)

func defaultWorld(t testing.TB) model.World {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	w, err := model.Default(m, 7)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// launch makes an instance in the default world.
func launch(t *testing.T, target sequence.Target, w model.World) string {
	t.Helper()
	names := w.Base().Names
	o, err := target.Do(t.Context(), model.Call{Op: "RunInstances", Params: model.Params{
		"RegionId": "cn-hangzhou", "ImageId": names["image.linux"], "InstanceType": "ecs.g7.xlarge",
		"VSwitchId": names["vsw1"], "SecurityGroupId": names["sg1"],
	}})
	if err != nil || len(o.Reply.Created) == 0 {
		t.Fatalf("%+v, %v", o, err)
	}
	return o.Reply.Created[0]
}

func TestInProcess(t *testing.T) {
	w := defaultWorld(t)
	target := NewInProcess(sim.New(w))
	if got := target.Name(); got != "simulator (world default, seed 7)" {
		t.Errorf("name %q", got)
	}
	id := launch(t, target, w)
	for n := 1; ; n++ {
		o, err := target.Do(t.Context(), model.Call{Op: "DescribeInstances", Params: model.Params{"RegionId": "cn-hangzhou", "InstanceIds": `["` + id + `"]`}})
		if err != nil || len(o.Reply.Items) != 1 {
			t.Fatalf("%+v, %v", o, err)
		}
		if model.StatusOf(o.Reply.Items[0]) == ecs.Running {
			break
		}
		if pause, again := target.Pace(n); pause != 0 || !again {
			t.Fatalf("look %d: %v, %v", n, pause, again)
		}
	}
	if _, err := target.Do(t.Context(), model.Call{Op: "StopInstance", Caller: "stranger"}); err == nil || !strings.Contains(err.Error(), "stranger") {
		t.Errorf("unknown caller: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := target.Do(ctx, model.Call{Op: "StopInstance"}); err == nil {
		t.Error("a call after the end")
	}
}

func TestInProcessPatienceEnds(t *testing.T) {
	for mode, most := range map[sim.ClockMode]time.Duration{sim.ClockFrozen: 0, sim.ClockTicks: 0, sim.ClockReal: 5 * time.Second, sim.ClockScaled: time.Second} {
		target := NewInProcess(sim.New(defaultWorld(t), sim.WithClock(sim.Clock{Mode: mode, Scale: 60})))
		n := 1
		for ; n < 100; n++ {
			pause, again := target.Pace(n)
			if pause > most {
				t.Fatalf("%s: %v before look %d", mode, pause, n)
			}
			if !again {
				break
			}
		}
		if n == 100 {
			t.Errorf("%s: no end", mode)
		}
	}
}

func TestInProcessControl(t *testing.T) {
	target := NewInProcess(sim.New(defaultWorld(t), sim.WithClock(sim.Clock{Mode: sim.ClockFrozen})))
	before := target.World().Now()
	if err := target.MoveClock(t.Context(), "+30m"); err != nil || target.World().Now().Sub(before) != 30*time.Minute {
		t.Errorf("moved by %v, %v", target.World().Now().Sub(before), err)
	}
	for _, by := range []string{"", "-1m", "soon"} {
		if err := target.MoveClock(t.Context(), by); err == nil {
			t.Errorf("at %q moves the clock", by)
		}
	}
	if err := target.DeclareFault(t.Context(), "DescribeRegions InternalError times=1 before"); err != nil {
		t.Fatal(err)
	}
	for i, want := range []model.Class{model.ClassUnknown, model.ClassOK} {
		if o, err := target.Do(t.Context(), model.Call{Op: "DescribeRegions"}); err != nil || o.Class != want {
			t.Errorf("call %d: %+v, %v", i, o, err)
		}
	}
}

func TestFaultTexts(t *testing.T) {
	for text, want := range map[string]sim.Fault{
		"StartInstance InternalError times=1 before": {Operation: "StartInstance", Code: "InternalError", Times: 1, Phase: sim.Before},
		"StopInstance Throttling.User after times=2": {Operation: "StopInstance", Code: "Throttling.User", Kind: sim.FaultThrottle, Times: 2, Phase: sim.After},
		"* reset": {Operation: "*", Kind: sim.FaultReset},
		"DescribeImages delay=2s probability=0.5":            {Operation: "DescribeImages", Kind: sim.FaultDelay, Delay: 2 * time.Second, Probability: 0.5},
		"StartInstance Odd http=418 message=tea caller=main": {Operation: "StartInstance", Code: "Odd", HTTP: 418, Message: "tea", Caller: "main"},
	} {
		if got, err := faultOf(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "StartInstance", "StartInstance X times=often", "StartInstance X colour=red"} {
		if _, err := faultOf(text); err == nil {
			t.Errorf("%q is a fault", text)
		}
	}
}
