package sim_test

import (
	"regexp"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim"
)

// cloudOf returns a cloud of the default world, and the ids of its names.
func cloudOf(tb testing.TB, opts ...sim.Option) (*sim.Cloud, map[string]string) {
	tb.Helper()
	m, err := reference.New()
	if err != nil {
		tb.Fatal(err)
	}
	w, err := model.Default(m, 1)
	if err != nil {
		tb.Fatal(err)
	}
	return sim.New(w, opts...), w.Base().Names
}

// do makes a call that must be answered with the code; empty for success.
func do(tb testing.TB, c *sim.Cloud, code, op string, params model.Params) model.Reply {
	tb.Helper()
	out := c.Do(tb.Context(), model.Call{Op: op, Params: params})
	if out.Code != code {
		tb.Fatalf("%s %v: got %d %q (%s), want %q", op, params, out.HTTP, out.Code, out.Message, code)
	}
	return out.Reply
}

// run makes an instance and returns its id.
func run(tb testing.TB, c *sim.Cloud, names map[string]string) string {
	tb.Helper()
	return do(tb, c, "", "RunInstances", model.Params{
		"RegionId": "cn-hangzhou", "ImageId": names["image.linux"], "InstanceType": "ecs.g7.large",
		"VSwitchId": names["vsw1"], "SecurityGroupId": names["sg1"],
	}).Created[0]
}

// status reads the status of an instance.
func status(tb testing.TB, c *sim.Cloud, id string) string {
	tb.Helper()
	items := do(tb, c, "", "DescribeInstances", model.Params{"RegionId": "cn-hangzhou", "InstanceIds": `["` + id + `"]`}).Items
	if len(items) != 1 {
		return ""
	}
	return model.StatusOf(items[0])
}

func TestTimedTransitionsHappenWithinAFewPolls(t *testing.T) {
	c, names := cloudOf(t)
	id := run(t, c, names)
	for range 12 {
		if status(t, c, id) == ecs.Running {
			return
		}
	}
	t.Fatalf("%s is still %s", id, status(t, c, id))
}

func TestInstantTransitionsAreOverBeforeTheNextCall(t *testing.T) {
	c, names := cloudOf(t, sim.WithTransitions(sim.TransitionsInstant))
	id := run(t, c, names)
	if got := status(t, c, id); got != ecs.Running {
		t.Fatalf("got %s, want Running", got)
	}
	do(t, c, "", "StopInstance", model.Params{"InstanceId": id})
	if got := status(t, c, id); got != ecs.Stopped {
		t.Fatalf("got %s, want Stopped", got)
	}
}

func TestManualTransitionsMoveOnlyWhenTold(t *testing.T) {
	c, names := cloudOf(t, sim.WithTransitions(sim.TransitionsManual))
	id := run(t, c, names)
	if err := c.Advance(time.Hour); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{ecs.Pending, ecs.Starting, ecs.Running} {
		if got := status(t, c, id); got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
		if want != ecs.Running {
			if _, err := c.StepTransition(id); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := c.StepTransition(id); err == nil {
		t.Error("stepped an instance that rests")
	}
}

func TestAdvanceFiresWhatIsDueInOrder(t *testing.T) {
	c, names := cloudOf(t, sim.WithClock(sim.Clock{Mode: sim.ClockFrozen}))
	start := c.Now()
	first, second := run(t, c, names), run(t, c, names)
	due := c.Pending()
	if len(due) != 2 || due[1].At.Before(due[0].At) {
		t.Fatalf("pending %v", due)
	}
	if err := c.SetNow(due[0].At); err != nil {
		t.Fatal(err)
	}
	if s := c.World().Find("1000000000000001", "cn-hangzhou", ecs.KindInstance, due[0].ID); model.StatusOf(s) != ecs.Starting {
		t.Errorf("%s is %s", due[0].ID, model.StatusOf(s))
	}
	n, err := c.RunUntilIdle()
	if err != nil || n != 3 {
		t.Fatalf("fired %d (%v), want 3", n, err)
	}
	for _, id := range []string{first, second} {
		if got := status(t, c, id); got != ecs.Running {
			t.Errorf("%s is %s", id, got)
		}
	}
	if took := c.Now().Sub(start); took < 3*time.Second || took > 30*time.Second {
		t.Errorf("two starts took %v", took)
	}
	if err := c.SetNow(start); err == nil {
		t.Error("time went back")
	}
}

func TestTheSameSeedGivesTheSameAnswers(t *testing.T) {
	var runs [2][]string
	for i := range runs {
		c, names := cloudOf(t)
		c.Observe(func(e sim.Event) { runs[i] = append(runs[i], e.RequestId, e.Now.String(), e.Outcome.Code) })
		id := run(t, c, names)
		for range 8 {
			status(t, c, id)
		}
	}
	for i := range runs[0] {
		if runs[0][i] != runs[1][i] {
			t.Fatalf("%q and %q", runs[0][i], runs[1][i])
		}
	}
	if !regexp.MustCompile(`^[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}$`).MatchString(runs[0][0]) {
		t.Errorf("request id %q", runs[0][0])
	}
}

func TestResetSnapshotRestore(t *testing.T) {
	c, names := cloudOf(t)
	begin := c.World()
	id := run(t, c, names)
	kept := c.Snapshot()
	status(t, c, id)
	do(t, c, "", "DeleteInstance", model.Params{"InstanceId": waitFor(t, c, id, ecs.Running), "Force": "true"})
	if err := c.Restore(kept); err != nil {
		t.Fatal(err)
	}
	if got := status(t, c, id); got == "" {
		t.Error("a restored instance is not found")
	}
	if err := c.Reset(); err != nil {
		t.Fatal(err)
	}
	if !c.World().Equal(begin) {
		t.Error("a reset cloud differs from what it was")
	}
	if len(c.Trace()) != 0 {
		t.Error("the trace survived a reset")
	}
}

func waitFor(tb testing.TB, c *sim.Cloud, id, want string) string {
	tb.Helper()
	for range 20 {
		if status(tb, c, id) == want {
			return id
		}
	}
	tb.Fatalf("%s never became %s", id, want)
	return ""
}

func TestUnknownAndUnimplementedOperations(t *testing.T) {
	c, _ := cloudOf(t)
	for op, want := range map[string]model.Outcome{
		"MakeCoffee": {HTTP: 404, Code: "InvalidAction.NotFound"},
		"CloneDisks": {HTTP: 400, Code: sim.NotImplemented},
	} {
		out := c.Do(t.Context(), model.Call{Op: op})
		if out.HTTP != want.HTTP || out.Code != want.Code || out.Class != model.ClassUnsupported {
			t.Errorf("%s: %d %s %s", op, out.HTTP, out.Code, out.Class)
		}
	}
}

// Many callers at once: every write is there once, and reads see whole worlds.
func TestConcurrentCalls(t *testing.T) {
	c, names := cloudOf(t)
	const workers, each = 8, 10
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for range each {
				id := run(t, c, names)
				status(t, c, id)
				c.Trace()
			}
		})
	}
	wg.Wait()
	if err := c.World().Check(); err != nil {
		t.Fatal(err)
	}
	got := do(t, c, "", "DescribeInstances", model.Params{"RegionId": "cn-hangzhou"}).Page.Total
	if got != workers*each {
		t.Errorf("%d instances, want %d", got, workers*each)
	}
}

func BenchmarkRead(b *testing.B) {
	c, names := cloudOf(b, sim.WithTransitions(sim.TransitionsInstant))
	id := run(b, c, names)
	call := model.Call{Op: "DescribeInstances", Params: model.Params{"RegionId": "cn-hangzhou", "InstanceIds": `["` + id + `"]`}}
	b.ReportAllocs()
	for b.Loop() {
		c.Do(b.Context(), call)
	}
}

func TestFaultsWithoutANameGetOne(t *testing.T) {
	c, _ := cloudOf(t)
	for _, fault := range []struct{ id, want string }{{"", "f1"}, {"f2", "f2"}, {"", "f3"}, {"mine", "mine"}} {
		got, err := c.Arm(sim.Fault{ID: fault.id, Operation: "*", Kind: sim.FaultReset})
		if err != nil || got != fault.want {
			t.Errorf("armed as %q, %v; want %q", got, err, fault.want)
		}
	}
	if _, err := c.Arm(sim.Fault{ID: "mine", Operation: "*", Kind: sim.FaultReset}); err == nil {
		t.Error("one name for two faults")
	}
}

// A write costs what is under way: the next thing that is due has to be found.
func BenchmarkWriteWhileManyStart(b *testing.B) {
	c, names := cloudOf(b, sim.WithClock(sim.Clock{Mode: sim.ClockFrozen}))
	for range 100 {
		run(b, c, names)
	}
	id := run(b, c, names)
	call := model.Call{Op: "ModifyInstanceAttribute", Params: model.Params{"InstanceId": id, "InstanceName": "name"}}
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		call.Params["InstanceName"] = "name" + strconv.Itoa(n)
		if out := c.Do(b.Context(), call); out.Code != "" {
			b.Fatal(out.Code)
		}
	}
}
