package explore

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

// A deaf cloud forgets to check that the instance is stopped before its queues
// change, and answers as a test wants it to.
type deaf struct {
	mu      sync.Mutex
	world   model.World
	start   model.World
	width   int
	calls   int
	failAt  int    // the call at which the harness breaks; 0 for never
	unknown string // the operation whose every third call gets no answer
	forgets func(*model.BoundRule) bool
}

const forgotten = "ModifyInstanceAttribute/InvalidOperation.InvalidEcsState"

func newDeaf(t *testing.T) *deaf {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	w, err := model.Default(m, 1)
	if err != nil {
		t.Fatal(err)
	}
	return &deaf{world: w, start: w, width: 1, forgets: func(r *model.BoundRule) bool { return r.ID() == forgotten }}
}

func (d *deaf) Name() string                     { return "deaf" }
func (d *deaf) Pace(n int) (time.Duration, bool) { return 0, n < 50 }
func (d *deaf) SideBySide() int                  { return d.width }

func (d *deaf) Do(_ context.Context, c model.Call) (model.Outcome, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls++
	if d.calls == d.failAt {
		return model.Outcome{}, errors.New("the cable was pulled")
	}
	if c.Op == d.unknown && d.calls%3 == 0 {
		return model.Outcome{Class: model.ClassUnknown, Message: "no answer"}, nil
	}
	v := d.world.Apply(c)
	if len(v.Broken) == 1 && d.forgets(v.Broken[0]) {
		return model.Outcome{Class: model.ClassOK, HTTP: 200}, nil
	}
	d.world = v.World
	for p := d.world.Pending(); len(p) > 0; p = d.world.Pending() {
		d.world = d.world.Fire(p[0])
	}
	return v.Outcome(), nil
}

const longWay = `# ecsim sequence 1 · world default
g1 = CreateSecurityGroup RegionId=cn-hangzhou VpcId=$vpc1
i1 = RunInstances Amount=2 ImageId=$image.linux InstanceType=ecs.g7.xlarge RegionId=cn-hangzhou SecurityGroupId=$g1 VSwitchId=$vsw1 InstanceName=a-long-name
await i1 Running
e1 = CreateNetworkInterface RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1
StopInstance InstanceId=$i1
await i1 Stopped
StartInstance InstanceId=$i1
await i1 Running
ModifyInstanceAttribute Description=d InstanceId=$i1[1]
RebootInstance InstanceId=$i1
await i1 Running
ModifyInstanceAttribute InstanceId=$i1 InstanceName=other NetworkInterfaceQueueNumber=1
`

func shrunk(t *testing.T, d *deaf) *finding.Report {
	t.Helper()
	s, err := sequence.Parse(longWay)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Shrink(t.Context(), d, oracle.Start{World: d.start}, s, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) != 1 || r.Findings[0].Rule != forgotten {
		t.Fatalf("%+v", r.Findings)
	}
	return r
}

func TestShrink(t *testing.T) {
	d := newDeaf(t)
	f := shrunk(t, d).Findings[0]
	if f.Length != 2 || f.OriginalLength != 8 || f.Reproduced != "3/3" {
		t.Errorf("length %d from %d, reproduced %s:\n%s", f.Length, f.OriginalLength, f.Reproduced, f.Sequence)
	}
	if f.ShrinkCalls == 0 || f.ShrinkBeside.Confirm < 3*f.Length || f.ShrinkBeside.Cleanup == 0 {
		t.Errorf("%d calls of candidates, beside them %+v", f.ShrinkCalls, f.ShrinkBeside)
	}
	t.Logf("%d calls of candidates\n%s", f.ShrinkCalls, f.Sequence)
}

// Every candidate removes what it made: in the end the target is as it was found.
func TestCandidatesLeaveNothing(t *testing.T) {
	d := newDeaf(t)
	r := shrunk(t, d)
	if len(r.Leftover) > 0 {
		t.Errorf("left over: %v", r.Leftover)
	}
	for _, account := range d.start.Base().Accounts {
		for _, region := range d.start.Base().Regions {
			for _, kind := range d.start.Model().Kinds().Kept() {
				was := len(d.start.Resources(account.ID, region.RegionId, kind))
				if is := len(d.world.Resources(account.ID, region.RegionId, kind)); is != was {
					t.Errorf("%d of %s in %s, found %d", is, kind, region.RegionId, was)
				}
			}
		}
	}
}

// The result is the same whether candidates run one by one or side by side.
func TestSideBySideIsTheSame(t *testing.T) {
	one, many := newDeaf(t), newDeaf(t)
	many.width = 4
	a, b := shrunk(t, one).Findings[0], shrunk(t, many).Findings[0]
	if a.Sequence != b.Sequence || a.Length != b.Length || a.Reproduced != b.Reproduced {
		t.Errorf("one by one:\n%s\nside by side:\n%s", a.Sequence, b.Sequence)
	}
}

// A harness that breaks ends the reduction, not the finding.
func TestHarnessBreaksWhileReducing(t *testing.T) {
	calls := newDeaf(t)
	shrunk(t, calls)
	for _, at := range []int{30, 45, calls.calls - 3} {
		t.Run(strconv.Itoa(at), func(t *testing.T) {
			d := newDeaf(t)
			d.failAt = at
			s, err := sequence.Parse(longWay)
			if err != nil {
				t.Fatal(err)
			}
			r, err := Shrink(t.Context(), d, oracle.Start{World: d.start}, s, Options{})
			if err == nil {
				t.Fatal("no error")
			}
			for _, f := range r.Findings {
				if f.Rule != forgotten {
					t.Errorf("the reduction has slipped to %s %s", f.Kind, f.Rule)
				}
			}
		})
	}
}

// A candidate without an answer is no proof that the finding is gone: it is not
// remembered, and the finding stays what it is.
func TestNoAnswerWhileReducing(t *testing.T) {
	d := newDeaf(t)
	d.unknown = "StopInstance"
	f := shrunk(t, d).Findings[0]
	if f.Rule != forgotten || f.Length != 2 {
		t.Errorf("%s, %d calls\n%s", f.Rule, f.Length, f.Sequence)
	}
}

func TestBudgetBoundsTheReduction(t *testing.T) {
	d := newDeaf(t)
	s, err := sequence.Parse(longWay)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Shrink(t.Context(), d, oracle.Start{World: d.start}, s, Options{ShrinkCalls: 3, Confirm: -1})
	if err != nil {
		t.Fatal(err)
	}
	// The last candidate may cost more than what is left.
	if f := r.Findings[0]; f.ShrinkCalls > 3+s.Length() || f.Reproduced != "" {
		t.Errorf("%d calls of candidates, reproduced %q", f.ShrinkCalls, f.Reproduced)
	}
}

// An eager cloud accepts a call that breaks one of the rules that it forgets,
// whatever else the call breaks.
type eager struct{ *deaf }

func (e eager) Do(ctx context.Context, c model.Call) (model.Outcome, error) {
	e.mu.Lock()
	forgets := slices.ContainsFunc(e.world.Apply(c).Broken, e.forgets)
	e.mu.Unlock()
	if forgets {
		return model.Outcome{Class: model.ClassOK, HTTP: 200}, nil
	}
	return e.deaf.Do(ctx, c)
}

// The shortest call is short in parameters, too: one that breaks a second rule
// goes when the finding stays without it.
func TestAParameterThatBreaksASecondRuleGoes(t *testing.T) {
	for _, c := range []struct{ forgets, call, want string }{
		{forgotten, "ModifyInstanceAttribute CpuOptions.Core=2 CpuOptions.ThreadsPerCore=1 Description=d InstanceId=$i1 NetworkInterfaceQueueNumber=1",
			"ModifyInstanceAttribute InstanceId=$i1 NetworkInterfaceQueueNumber=1"},
		{"StartInstance/IncorrectInstanceStatus", "StartInstance DryRun=0 InstanceId=$i1", "StartInstance InstanceId=$i1"},
	} {
		d := newDeaf(t)
		d.forgets = func(r *model.BoundRule) bool { return r.ID() == c.forgets }
		s, err := sequence.Parse("# ecsim sequence 1 · world default\n" +
			"i1 = RunInstances ImageId=$image.linux InstanceType=ecs.g7.xlarge RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1\n" +
			"await i1 Running\n" + c.call + "\n")
		if err != nil {
			t.Fatal(err)
		}
		r, err := Shrink(t.Context(), eager{d}, oracle.Start{World: d.start}, s, Options{})
		if err != nil || len(r.Findings) != 1 {
			t.Fatalf("%s: %d findings, %v", c.call, len(r.Findings), err)
		}
		if f := r.Findings[0]; !strings.Contains(f.Sequence, "\n"+c.want+"\n") {
			t.Errorf("%s of %s: want the call %s in\n%s", f.Kind, f.Rule, c.want, f.Sequence)
		}
	}
}
