package explore

import (
	"slices"
	"testing"

	"github.com/ecsim/ecsim/conformance/internal/suitetest"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// manyRefusals is a sequence of the suite with many refused calls about one
// instance.
const manyRefusals = `# ecsim sequence 1 · world default
i1 = RunInstances ImageId=$image.linux InstanceType=ecs.g7.xlarge RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1
await i1 Running
StartInstance InstanceId=$i1
ModifyInstanceAttribute InstanceId=$i1 NetworkInterfaceQueueNumber=1
DeleteInstance InstanceId=$i1
ModifyInstanceAttribute InstanceId=$i1 InstanceName=web
StopInstance DryRun=true InstanceId=$i1
`

func explorerOf(d *deaf, o Options) *explorer {
	start := oracle.Start{World: d.start}
	start.Defaults()
	o.KeepGoing = true
	o.defaults()
	return newExplorer(d, start, o)
}

// A new difference ends a sequence of the suite. What comes behind it is judged
// all the same, and each call but the preparation once.
func TestADifferenceHidesNoWitnessBehindIt(t *testing.T) {
	d := newDeaf(t)
	wrong := []string{forgotten, "DeleteInstance/IncorrectInstanceStatus.Initializing", "DeleteInstance/IncorrectInstanceStatus"}
	d.forgets = func(r *model.BoundRule) bool { return slices.Contains(wrong, r.ID()) }
	s, err := sequence.Parse(manyRefusals)
	if err != nil {
		t.Fatal(err)
	}
	var runs []sequence.TraceRun
	e := explorerOf(d, Options{Record: func(r sequence.TraceRun) { runs = append(runs, r) }})
	if err := e.suite(t.Context(), plan.Merged{Sequence: s}); err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range e.report.Findings {
		found = append(found, f.Rule)
	}
	if len(found) != 2 || !slices.Contains(found, forgotten) {
		t.Errorf("found %q", found)
	}
	for op, want := range map[string]int{"RunInstances": 3, "StartInstance": 1, "DeleteInstance": 1, "ModifyInstanceAttribute": 2, "StopInstance": 1} {
		if got := e.report.CoverageOf(d.start.Model(), op).Calls; got != want {
			t.Errorf("%s was called %d times, not %d", op, got, want)
		}
	}
	if len(runs) != 3 || e.behind != 2 {
		t.Errorf("%d runs, %d of them again", len(runs), e.behind)
	}
}

// A target that refuses nothing costs a sequence more for each new finding, and no
// more than there are findings or steps.
func TestWhatRunsAgainIsBounded(t *testing.T) {
	cases, starts := suitetest.SuiteInModel(t)
	d := newDeaf(t)
	d.forgets = func(*model.BoundRule) bool { return true }
	var longest plan.Merged
	for _, m := range plan.Shared(cases, starts[defaultWorld]) {
		if len(m.Steps) > len(longest.Steps) {
			longest = m
		}
	}
	e := explorerOf(d, Options{ShrinkCalls: 1, Confirm: -1})
	if err := e.suite(t.Context(), longest); err != nil {
		t.Fatal(err)
	}
	if e.behind < 2 || e.behind > len(longest.Steps) || e.report.Sequences != 1+e.behind || len(e.report.Findings) < e.behind {
		t.Errorf("run again %d times, %d sequences of %d steps, %d findings", e.behind, e.report.Sequences, len(longest.Steps), len(e.report.Findings))
	}
}

// What is needed behind a difference stays: a call that is named later, and the
// quiet part.
func TestWhatStaysBehindADifference(t *testing.T) {
	s, err := sequence.Parse(manyRefusals)
	if err != nil {
		t.Fatal(err)
	}
	if _, some := behind(plan.Merged{Sequence: s}, resultOf(s, len(s.Steps))); some {
		t.Error("nothing comes behind the last call")
	}
	rest, some := behind(plan.Merged{Sequence: s, Quiet: 1, Hard: map[int]bool{4: true, 5: true}}, resultOf(s, 4))
	if !some || len(rest.Steps) != 6 || rest.Quiet != 2 || !rest.Hard[3] || !rest.Hard[4] || rest.Hard[2] {
		t.Errorf("%d steps, quiet until %d, looks hard at %v\n%s", len(rest.Steps), rest.Quiet, rest.Hard, rest.Sequence)
	}
}

// resultOf is the result of a run that ended after so many steps: its first call
// was refused, the others were accepted.
func resultOf(s sequence.Sequence, ran int) run.RunResult {
	var res run.RunResult
	for _, step := range s.Steps[:ran] {
		r := run.StepResult{Step: step, Ran: true}
		r.Verdict.Op = &model.BoundOperation{}
		if step.Op == "StartInstance" || step.Bind != "" {
			r.Verdict.Broken = []*model.BoundRule{{}}
		}
		res.Steps = append(res.Steps, r)
	}
	res.Found = []run.Found{{Step: ran - 1, Last: true}}
	return res
}
