package conformance_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A faulty cloud spoils some answers after the call has been applied, and has
// a time of its own, which moves by a minute with each look that is waited for.
type faulty struct {
	fake
	spoil func(n int, c model.Call) (model.Outcome, bool)
	now   time.Time
}

func (f *faulty) Time() time.Time { return f.now }

func (f *faulty) Pace(n int) (time.Duration, bool) {
	f.now = f.now.Add(time.Minute)
	return 0, n < 100
}

func (f *faulty) Do(ctx context.Context, c model.Call) (model.Outcome, error) {
	out, err := f.fake.Do(ctx, c)
	if spoilt, ok := f.spoil(f.calls, c); ok {
		return spoilt, err
	}
	return out, err
}

func parsed(t *testing.T, text string) sequence.Sequence {
	t.Helper()
	s, err := sequence.Parse("# ecsim sequence 1 · world default\n" + strings.ReplaceAll(text, "LAUNCH",
		"RunInstances ImageId=$image.linux InstanceType=ecs.g7.large RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func lostFirst(op string, class model.Class) func(int, model.Call) (model.Outcome, bool) {
	done := false
	return func(_ int, c model.Call) (model.Outcome, bool) {
		if c.Op != op || done {
			return model.Outcome{}, false
		}
		done = true
		return model.Outcome{Class: class, Message: "the connection was reset"}, true
	}
}

// A call whose answer was lost forks the set of worlds. A retry with its token
// shows which one is true, and the resources that the lost call made are
// removed.
func TestARetryWithItsTokenShowsWhatALostCallDid(t *testing.T) {
	for _, class := range []model.Class{model.ClassUnknown, model.ClassThrottled} {
		w := defaultWorld(t, newModel(t))
		f := &faulty{fake: fake{world: w}, spoil: lostFirst("RunInstances", class)}
		res, err := run.Run(t.Context(), f, oracle.Start{World: w}, parsed(t, `i1 = LAUNCH ClientToken=once
i2 = LAUNCH ClientToken=once
StopInstance InstanceId=$i1
`))
		if err != nil {
			t.Fatal(err)
		}
		if len(res.Found) > 0 || res.Inconclusive != 1 || len(res.Leftover) > 0 {
			t.Errorf("%s: found %+v, %d inconclusive, left %v", class, res.Found, res.Inconclusive, res.Leftover)
		}
		if !res.Steps[2].Ran || res.Steps[2].Judgement.Result != oracle.Pass {
			t.Errorf("%s: nobody knows i1: %+v", class, res.Steps[2])
		}
		if left := len(ecs.Interfaces(f.world, "1000000000000001", "cn-hangzhou", "")); left != 0 {
			t.Errorf("%s: %d interfaces are left", class, left)
		}
	}
}

// What a lost call without a token may have made is said.
func TestWhatMayBeLeftIsSaid(t *testing.T) {
	w := defaultWorld(t, newModel(t))
	f := &faulty{fake: fake{world: w}, spoil: lostFirst("RunInstances", model.ClassUnknown)}
	res, err := run.Run(t.Context(), f, oracle.Start{World: w}, parsed(t, "i1 = LAUNCH\n"))
	if err != nil || len(res.Leftover) != 1 || !strings.Contains(res.Leftover[0], "RunInstances") {
		t.Errorf("%v, %v", res.Leftover, err)
	}
}

// An answer that cannot be read is an accident twice, and a finding the third time.
func TestTheThirdUnreadableAnswerIsAFinding(t *testing.T) {
	w := defaultWorld(t, newModel(t))
	f := &faulty{fake: fake{world: w}, spoil: func(_ int, c model.Call) (model.Outcome, bool) {
		return model.Outcome{Class: model.ClassUnknown, HTTP: 200, Message: "the answer is empty"}, c.Op == "DescribeRegions"
	}}
	res, err := run.Run(t.Context(), f, oracle.Start{World: w}, parsed(t, strings.Repeat("DescribeRegions\n", 4)))
	if err != nil {
		t.Fatal(err)
	}
	if res.Inconclusive != 2 || len(res.Found) == 0 || res.Found[0].Step != 2 || res.Found[0].Judgement.Key() != "unreadable DescribeRegions/reply" {
		t.Errorf("%d inconclusive, found %+v", res.Inconclusive, res.Found)
	}
}

// A missing transition is reported by the target's own time.
func TestAMissingTransitionIsReported(t *testing.T) {
	w := defaultWorld(t, newModel(t))
	f := &faulty{fake: fake{world: w, every: 1 << 20}, now: w.Now(), spoil: func(int, model.Call) (model.Outcome, bool) { return model.Outcome{}, false }}
	res, err := run.Run(t.Context(), f, oracle.Start{World: w}, parsed(t, "i1 = LAUNCH\nawait i1 Running\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Found) != 1 || res.Found[0].Judgement.Key() != "transition Instance/Pending-Starting" || !res.Found[0].Judgement.Fails() {
		t.Errorf("%+v", res.Found)
	}
	if looks := res.Counts.Await; looks > 20 { // a minute each, for half as long again as the range of ten
		t.Errorf("looked %d times", looks)
	}
}
