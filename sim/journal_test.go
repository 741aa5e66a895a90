package sim_test

import (
	"bytes"
	"errors"
	"iter"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/sim"
)

// A notebook is a journal in memory. What it holds is durable when release says so.
type notebook struct {
	mu      sync.Mutex
	base    sim.Saved
	changes []sim.Change
	after   sim.Saved
	release func() error // nil: at once
}

type page func() error

func (p page) Wait() error { return p() }

func (n *notebook) Append(ch sim.Change, after sim.Saved) sim.Ticket {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.changes, n.after = append(n.changes, ch), after
	return n.page()
}

func (n *notebook) Replace(s sim.Saved) sim.Ticket {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.base, n.after, n.changes = s, s, nil
	return n.page()
}

func (n *notebook) page() sim.Ticket {
	if n.release == nil {
		return page(func() error { return nil })
	}
	return page(n.release)
}

func (n *notebook) all() iter.Seq2[uint64, sim.Change] {
	return func(yield func(uint64, sim.Change) bool) {
		for i, ch := range n.changes {
			if !yield(uint64(i+1), ch) {
				return
			}
		}
	}
}

// journalled returns a cloud that writes into a notebook, and its world.
func journalled(t *testing.T, n *notebook, opts ...sim.Option) (c *sim.Cloud, start model.World, names map[string]string) {
	t.Helper()
	first, names := cloudOf(t, opts...)
	start = first.World()
	n.base = first.Saved()
	n.after = n.base
	return sim.New(start, append(opts, sim.WithJournal(n, n.base))...), start, names
}

func bytesOf(t *testing.T, w model.World) []byte {
	t.Helper()
	data, err := w.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// sameSaved compares all that was saved.
func sameSaved(t *testing.T, got, want sim.Saved) {
	t.Helper()
	if !bytes.Equal(bytesOf(t, got.World), bytesOf(t, want.World)) {
		t.Error("another world")
	}
	if got.Transitions != want.Transitions || got.Clock != want.Clock || !got.At.Equal(want.At) || !got.Wall.Equal(want.Wall) || got.Requests != want.Requests || !reflect.DeepEqual(got.Tokens, want.Tokens) {
		got.World, want.World = model.World{}, model.World{}
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// Whatever a cloud does, in whatever mode, its journal leads to the same state.
func TestReplayLeadsToTheSameState(t *testing.T) {
	for _, clock := range []string{"ticks", "frozen", "real", "scaled:600"} {
		for _, mode := range []sim.TransitionMode{sim.TransitionsTimed, sim.TransitionsInstant, sim.TransitionsManual} {
			t.Run(clock+" "+string(mode), func(t *testing.T) {
				spec, err := sim.ParseClock(clock)
				if err != nil {
					t.Fatal(err)
				}
				n := &notebook{}
				c, start, names := journalled(t, n, sim.WithClock(spec), sim.WithTransitions(mode))
				busy(t, c, names)
				got, err := sim.Replay(start, n.base, n.all())
				if err != nil {
					t.Fatal(err)
				}
				sameSaved(t, got, n.after)
				sameSaved(t, c.Saved(), n.after)
				if !got.World.Equal(n.after.World) {
					t.Error("worlds with the same bytes are not equal")
				}
			})
		}
	}
}

// busy does everything that a cloud can be asked to do, from several
// goroutines.
func busy(t *testing.T, c *sim.Cloud, names map[string]string) {
	t.Helper()
	if err := c.Restore(c.Snapshot()); err != nil {
		t.Error(err)
	}
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			for i := range 4 {
				id := run(t, c, names)
				do(t, c, "", "ModifyInstanceAttribute", model.Params{"InstanceId": id, "InstanceName": "name-" + strconv.Itoa(g)})
				do(t, c, "", "DescribeInstances", model.Params{"RegionId": "cn-hangzhou"})
				if i == 1 {
					c.Do(t.Context(), model.Call{Op: "DeleteInstance", Params: model.Params{"InstanceId": id, "Force": "true"}})
				}
				if i == 2 {
					_, _ = c.StepTransition(id)
				}
			}
		})
	}
	all.Wait()
	_, armErr := c.Arm(sim.Fault{Operation: "RunInstances", Kind: sim.FaultReset, Phase: sim.After, Times: 1})
	c.Do(t.Context(), model.Call{Op: "RunInstances", Params: model.Params{"RegionId": "cn-hangzhou"}})
	_, burnErr := c.Arm(sim.Fault{Operation: "RunInstances", Code: "InternalError", BurnsToken: true, Times: 1})
	c.Do(t.Context(), launchWith(names, "burnt", nil))
	_, delayErr := c.Arm(sim.Fault{Operation: "RunInstances", Kind: sim.FaultDelay, Delay: time.Nanosecond, Times: 1})
	c.Do(t.Context(), launchWith(names, "late", nil))
	idle, idleErr := c.RunUntilIdle()
	_ = idle
	if err := errors.Join(armErr, burnErr, delayErr, idleErr, c.Advance(time.Minute), c.Freeze(), c.Advance(time.Second),
		c.SetClock(sim.Clock{Mode: sim.ClockScaled, Scale: 3}), c.ResetAccount("other")); err != nil {
		t.Error(err)
	}
	run(t, c, names)
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

// A write is answered, and readers see it, when it is durable and not before.
func TestNobodySeesWhatIsNotDurable(t *testing.T) {
	durable := make(chan struct{})
	n := &notebook{}
	c, _, names := journalled(t, n, sim.WithClock(sim.Clock{Mode: sim.ClockFrozen}))
	run(t, c, names) // the first block of request ids is told
	n.release = func() error { <-durable; return nil }
	before := c.World()
	answered := make(chan string, 2)
	write := func(what string, params model.Params) {
		answered <- what + c.Do(t.Context(), model.Call{Op: "CreateVpc", Params: params}).Code
	}
	go write("made ", model.Params{"RegionId": "cn-hangzhou", "CidrBlock": "10.9.0.0/16", "VpcName": "new"})
	for !n.holds("CreateVpc") {
		time.Sleep(time.Millisecond) // another goroutine gets there
	}
	go write("refused ", model.Params{"RegionId": "cn-hangzhou", "CidrBlock": "nonsense"})
	if !c.World().Equal(before) {
		t.Error("a reader sees what is not durable")
	}
	select {
	case got := <-answered:
		t.Errorf("%s is answered before the disk has it", got)
	default:
	}
	close(durable)
	for range 2 {
		<-answered
	}
	if c.World().Equal(before) {
		t.Error("the write is not seen")
	}
}

func (n *notebook) holds(op string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.changes) > 0 && n.changes[len(n.changes)-1].Call.Op == op
}

// When the disk fails, writes are answered InternalError and change nothing;
// reads go on, and what is due is shown.
func TestAFailingJournalIsTold(t *testing.T) {
	n := &notebook{}
	c, _, names := journalled(t, n, sim.WithClock(sim.Clock{Mode: sim.ClockTicks}))
	id := run(t, c, names)
	n.release = func() error { return errors.New("no space left on device") }
	before := c.World()
	for range 2 {
		if out := c.Do(t.Context(), model.Call{Op: "ModifyInstanceAttribute", Params: model.Params{"InstanceId": id, "InstanceName": "other"}}); out.Code != "InternalError" || out.HTTP != 500 {
			t.Fatalf("a lost write is answered %d %q", out.HTTP, out.Code)
		}
	}
	if got := c.World(); len(bytesOf(t, got)) != len(bytesOf(t, before)) {
		t.Error("a lost write is seen")
	}
	waitFor(t, c, id, ecs.Running)
	for what, err := range map[string]error{
		"advance": c.Advance(time.Second), "reset": c.Reset(), "restore": c.Restore(c.Snapshot()), "freeze": c.Freeze(), "close": c.Close(),
	} {
		if err == nil || !strings.Contains(err.Error(), "no space left") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if status(t, c, id) == "" {
		t.Error("a reset that failed took effect")
	}
}

// A model whose replay of a change has another result is reported.
func TestReplayTellsAnotherModel(t *testing.T) {
	n := &notebook{}
	c, start, names := journalled(t, n)
	run(t, c, names)
	op, _ := start.Model().Operation("RunInstances")
	less := *op
	less.Effects = nil
	other := start.Under(start.Model().With(&less))
	n.base.World = n.base.World.Under(other.Model())
	_, err := sim.Replay(other, n.base, n.all())
	if err == nil || !strings.Contains(err.Error(), "call RunInstances) leads elsewhere") {
		t.Errorf("got %v", err)
	}
}

// Time passes while no process runs, for the clocks that follow the time of
// day, and never goes back.
func TestClocksComeBack(t *testing.T) {
	begin := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		clock      string
		down, want time.Duration // from the saved moment to the restart, and what the cloud thinks of it
	}{
		{"real", time.Hour, time.Hour},
		{"real", -time.Hour, 0},
		{"scaled:60", time.Minute, time.Hour},
		{"scaled:60", -time.Minute, 0},
		{"ticks", time.Hour, 0},
		{"frozen", time.Hour, 0},
	} {
		t.Run(tt.clock+" "+tt.down.String(), func(t *testing.T) {
			wall := begin
			spec, err := sim.ParseClock(tt.clock)
			if err != nil {
				t.Fatal(err)
			}
			n := &notebook{}
			c, start, names := journalled(t, n, sim.WithClock(spec), sim.WithWallClock(func() time.Time { return wall }))
			run(t, c, names)
			wall = wall.Add(10 * time.Second)
			if err := c.Close(); err != nil {
				t.Fatal(err)
			}
			last := c.Now()
			wall = wall.Add(tt.down)
			back := sim.New(start, sim.WithJournal(n, n.after), sim.WithWallClock(func() time.Time { return wall }))
			if got := back.Now().Sub(last); got != tt.want {
				t.Errorf("the cloud went on by %v, want %v", got, tt.want)
			}
			if back.ClockMode() != spec {
				t.Errorf("clock %v", back.ClockMode())
			}
		})
	}
}

// Request ids are never given twice: exact after a proper end, skipped after a crash.
func TestRequestIdsComeBack(t *testing.T) {
	n := &notebook{}
	c, start, names := journalled(t, n)
	seen := map[string]bool{}
	c.Observe(func(e sim.Event) { seen[e.RequestId] = true })
	run(t, c, names)
	for range 5000 { // more than a block
		c.Refuse(model.Call{}, model.Outcome{})
	}
	crashed := sim.New(start, sim.WithJournal(&notebook{}, n.after))
	for range 100 {
		if id := crashed.Refuse(model.Call{}, model.Outcome{}).RequestId; seen[id] {
			t.Fatalf("%s is given twice", id)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	closed := n.after
	want := c.Refuse(model.Call{}, model.Outcome{}).RequestId
	if got := sim.New(start, sim.WithJournal(&notebook{}, closed)).Refuse(model.Call{}, model.Outcome{}).RequestId; got != want {
		t.Errorf("after a proper end the next id is %s, want %s", got, want)
	}
}
