package explore

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/reduce"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// rejudge judges a recorded run again, by the model of the start's world: the
// answers are taken from the trace, and nothing is sent. The run ends, as it
// would on the target, when the state is unknown. What it has changed of a target
// that is not reset stays in the start.
func rejudge(running sequence.TraceRun, start *oracle.Start, orders oracle.Orders, known func(key string) bool) run.RunResult {
	j := &rejudging{lines: running.Lines, step: -1}
	r := run.NewRunner(j, *start, orders)
	r.Suspicion.Known = known
	r.StopAt = func(f run.Found) bool { return f.Last }
	j.Runner = r
	for len(j.lines) > 0 {
		l := j.lines[0]
		j.lines = j.lines[1:]
		if j.line(l) {
			break
		}
	}
	r.Result.Frontier = r.Oracle.Stats
	if start.World.Base().Stranger {
		start.World = r.Oracle.Keeping(start.World)
	}
	return r.Result
}

// A rejudging goes through the lines of a run; step is the number of the last
// step, from 0. It is also the target of its runner: further lookups are
// answered from the trace.
type rejudging struct {
	*run.Runner
	lines []sequence.TraceLine // not judged yet
	step  int
}

// Pace says that a call was repeated if the trace has it.
func (r *rejudging) Pace(int) (time.Duration, bool) {
	return 0, len(r.lines) > 0 && r.lines[0].Kind == sequence.LineLook
}

// Name says that it is a trace.
func (*rejudging) Name() string { return "a trace" }

// Do answers a lookup with the next line of the trace, if that is the same
// lookup; otherwise the answer is unknown.
func (r *rejudging) Do(_ context.Context, call model.Call) (model.Outcome, error) {
	if len(r.lines) > 0 && r.lines[0].Kind == sequence.LineLook && r.lines[0].Exchange != nil {
		l := r.lines[0]
		made, ok := r.Oracle.ForTarget(l.Step, l.Exchange.Caller, call.Region)
		if ok && made.Op == call.Op && made.Caller == call.Caller && maps.Equal(made.Params, call.Params) {
			r.lines = r.lines[1:]
			return l.Exchange.Outcome, nil
		}
	}
	return model.Outcome{Class: model.ClassUnknown, Message: "the trace does not say"}, nil
}

// line judges one line; true says that the run ends here.
func (r *rejudging) line(l sequence.TraceLine) (done bool) {
	if l.Kind == sequence.LineStep {
		r.step++
		r.Suspicion.At(r.step)
	}
	switch {
	case l.Kind == sequence.LineGaveUp:
		return r.gaveUp()
	case l.Kind == sequence.LineLook && l.Exchange != nil:
		res, _ := r.Decided(context.Background(), l.Step, l.Exchange.Caller, l.Exchange.Outcome) // Do never fails
		r.Result.Counts.Observe++
		return r.Found(r.step, res.Judgement, true)
	case l.Kind == sequence.LineStep && l.Exchange != nil:
		r.Caller = l.Exchange.Caller
		res, _ := r.Decided(context.Background(), l.Step, l.Exchange.Caller, l.Exchange.Outcome) // as above
		res.Expects()
		r.Own(l.Step, res.Outcome)
		r.Result.Counts.Explore++
		r.Result.Steps = append(r.Result.Steps, res)
		return r.Found(r.step, res.Judgement, !run.SameState(res))
	default:
		r.Result.Steps = append(r.Result.Steps, run.StepResult{Step: l.Step, Ran: l.Step.Kind != sequence.StepCall})
		return false
	}
}

// gaveUp judges an await at which the runner gave up.
func (r *rejudging) gaveUp() (done bool) {
	await := r.Result.Steps[len(r.Result.Steps)-1].Step
	if await.Kind != sequence.StepAwait || len(r.Oracle.Frontier) == 0 || run.Reached(r.Oracle, await) || !run.CanMove(r.Oracle, await.Name) {
		return false
	}
	return r.Found(r.step, r.Stuck(await, r.Oracle.Frontier[0].Kind(await.Name)), true)
}

// A Rejudged is the present model's judgement of a trace.
type Rejudged struct {
	*finding.Report
	// Runs are the numbers of the runs, from 1, in which each finding first
	// appeared; as long as Findings.
	Runs []int
}

// Verify judges all runs of a trace again. Findings are not reduced,
// because there is no target. The calls of the report are those of the trace.
func Verify(t sequence.Trace, start oracle.Start, orders oracle.Orders) (Rejudged, error) {
	start.Defaults()
	if orders == nil {
		orders = oracle.NoOrders{}
	}
	e := newExplorer(recordedTarget(t.Target), start, Options{Orders: orders, MaxFindings: 1 << 20})
	out := Rejudged{Report: e.report}
	for n, run := range t.Runs {
		s := t.Sequence(n)
		if err := known(s, start.World.Model()); err != nil {
			return out, fmt.Errorf("run %d: %w", n+1, err)
		}
		res := rejudge(run, &start, orders, e.isKnown)
		e.report.Seed = run.Seed
		e.count(&res)
		for _, f := range res.Found {
			if at, ok := e.known[f.Judgement.FindingKey()]; ok {
				e.report.Findings[at].Count++
				continue
			}
			e.add(&reduce.Reducer{Last: f, Shown: reduce.UpTo(reduce.Ran(s, res), f.Step)}, reduce.Units(s, f.Step), s.Length(), e.metAt(res, f))
			out.Runs = append(out.Runs, n+1)
		}
	}
	e.report.End = finding.EndedBy(finding.EndRecord, "all %d recorded calls were judged", e.report.Calls)
	e.finish(time.Time{}, 0)
	e.report.Timing = nil
	return out, nil
}

// A recordedTarget is the target of a trace: it has a name, and answers
// nothing.
type recordedTarget string

// Name returns the name in the trace.
func (t recordedTarget) Name() string { return string(t) }

// Do returns an error: a recording cannot be called.
func (t recordedTarget) Do(context.Context, model.Call) (model.Outcome, error) {
	return model.Outcome{}, fmt.Errorf("%s is a recording: it answers no new calls", string(t))
}

// known refuses operations that no product has: the trace is not about ECS.
func known(s sequence.Sequence, m *model.Model) error {
	for _, step := range s.Steps {
		if step.Kind != sequence.StepCall {
			continue
		}
		products, err := m.Catalog().Products(step.Op)
		if err != nil {
			return err
		}
		if len(products) == 0 {
			return fmt.Errorf("%s is no operation of ECS", step.Op)
		}
	}
	return nil
}

// upTo returns the run up to the lookups after the step.
func upTo(r sequence.TraceRun, step int) sequence.TraceRun {
	at := -1
	for i, l := range r.Lines {
		if l.Kind == sequence.LineStep {
			at++
		}
		if at > step {
			r.Lines = r.Lines[:i:i]
			break
		}
	}
	return r
}
