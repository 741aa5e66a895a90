package explore

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/generate"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/reduce"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// Options are the settings of an exploration; zero values take the defaults.
type Options struct {
	Seed        uint64        // of the plans; default 1
	Calls       int           // calls to explore with; default 5,000
	For         time.Duration // ends the exploration after this time; 0 means never
	Steps       int           // calls of a sequence; default 25
	Operations  []string      // that are drawn; default all
	KeepGoing   bool          // continue after the first failure
	MaxFindings int           // end after this number of findings; default 50
	ShrinkCalls int           // target calls to reduce one finding; default 400
	Confirm     int           // runs that confirm a reduced finding; default 3, none below 0
	Orders      oracle.Orders // what is known of the order of rules
	// Suite are witnesses to run before anything is drawn; see [plan.Suite].
	Suite []plan.Case
	// Study shares prepared work about the start, the suite included, with
	// other explorations of the same start; nil prepares it again. Its suite is
	// run in place of Suite.
	Study *plan.Study
	// Trace is the head of the traces of findings: the target, and its world or
	// discovery. Its runs are ignored.
	Trace sequence.Trace
	// Record is called with every sequence as it ran; may be nil.
	Record func(sequence.TraceRun)
	// Weights replace the numbers of cards of operations in a deck; nil for the
	// defaults.
	Weights map[string]int
	// Uniform draws calls uniformly: the baseline of measurements.
	Uniform bool
	// Progress is called after each sequence; may be nil.
	Progress func(calls, of int, findings int)
	// Found is called with each new finding, when it is reduced; may be nil.
	Found func(finding.Finding)
	// Until ends the exploration at a finding for which it returns true; may be
	// nil.
	Until func(finding.Finding) bool
	// Now is the clock that For is measured by; nil for the wall clock.
	Now func() time.Time
}

func (o *Options) defaults() {
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Calls == 0 {
		o.Calls = 5000
	}
	if o.Steps == 0 {
		o.Steps = 25
	}
	if o.MaxFindings == 0 {
		o.MaxFindings = 50
	}
	if o.ShrinkCalls == 0 {
		o.ShrinkCalls = 400
	}
	if o.Confirm == 0 {
		o.Confirm = 3
	}
	if o.Orders == nil {
		o.Orders = oracle.NoOrders{}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
}

// An explorer runs drawn sequences until it has made its calls.
type explorer struct {
	target   sequence.Target
	start    oracle.Start
	options  Options
	report   *finding.Report
	known    map[string]int // findings by key, as positions in the report
	asked    map[string]int // questions that were shown as failures, by key and answer
	frontier oracle.FrontierStats
	ended    bool            // by Until
	nothing  bool            // is left to draw
	missing  map[string]bool // see Plan.Unsupported
	// refusedAs counts the refusals of a parameter as unsupported; -1 once it
	// was accepted.
	refusedAs map[parameter]int
	// outlasted are refusals of removals that outlasted all attempts.
	outlasted map[string]bool
	// excluded are operations that went on to list what their parameters exclude.
	excluded map[string]bool
	followed map[string]int // removals that nothing explained, by operation
	over     func() bool    // whether Options.For is over
	behind   int            // sequences of the suite that were run again past a difference
	study    *plan.Study
	setups   *generate.SetupIndex
	reached  *generate.Reached
	avoid    map[string]bool // see Plan.Avoid
	// memory of a run without findings, for the next one.
	steps     []run.StepResult
	lines     []sequence.TraceLine
	exchanges []sequence.Exchange
}

// Explore checks the target with drawn sequences. An error means that the
// harness broke; what was found until then is in the report.
func Explore(ctx context.Context, t sequence.Target, start oracle.Start, o Options) (*finding.Report, error) {
	o.defaults()
	start.Defaults()
	e := newExplorer(t, start, o)
	begun := o.Now()
	e.over = func() bool { return o.For > 0 && o.Now().Sub(begun) >= o.For }
	err := e.explore(ctx)
	if err != nil && ctx.Err() != nil {
		err = fmt.Errorf("interrupted after %d calls, what was found until then is reported: %w", e.report.Calls, ctx.Err())
	}
	e.report.End = e.end(ctx, err)
	e.finish(begun, o.Now().Sub(begun))
	return e.report, err
}

func newExplorer(t sequence.Target, start oracle.Start, o Options) *explorer {
	study := o.Study
	if study == nil {
		study = plan.NewStudy(start, o.Suite)
	}
	return &explorer{
		study: study, target: t, start: start, options: o,
		known: map[string]int{}, asked: map[string]int{}, missing: map[string]bool{}, refusedAs: map[parameter]int{},
		outlasted: map[string]bool{}, excluded: map[string]bool{}, followed: map[string]int{}, over: func() bool { return false },
		reached: generate.NewReached(), avoid: map[string]bool{},
		report: &finding.Report{
			Schema: "ecsim.report/1", Seed: o.Seed, Target: t.Name(),
			NotSupported: []string{}, Coverage: []finding.Coverage{}, Findings: []finding.Finding{}, Leftover: []string{},
		},
	}
}

func (e *explorer) explore(ctx context.Context) (err error) {
	for _, m := range e.study.Sequences() {
		if e.enough() {
			return nil
		}
		if err := e.suite(ctx, m); err != nil {
			return err
		}
		e.progress()
	}
	if err := e.figures(ctx); err != nil {
		return err
	}
	if e.report.Calls >= e.options.Calls || e.enough() {
		return nil
	}
	if err := e.together(ctx); err != nil {
		return err
	}
	if e.setups, err = e.study.Setups(); err != nil {
		return err
	}
	for n := 0; e.report.Calls < e.options.Calls && !e.enough(); n++ {
		d := generate.Draws(e.plan(n)).Example(int(generate.Mix(e.options.Seed, uint64(n))))
		s := d.Sequence
		s.Seed = e.options.Seed
		e.reached.Aim(d.Aims)
		e.reached.Miss(d.Missed)
		if s.Length() == 0 {
			e.nothing = true
			return nil
		}
		if err := e.afresh(ctx); err != nil {
			return err
		}
		if err := e.sequence(ctx, plan.Merged{Sequence: s}); err != nil {
			return err
		}
		e.progress()
	}
	return nil
}

// afresh resets a simulator of a special world: drawn sequences change the
// resources of its start. In the default world sequences make the resources
// that they change, and leftovers of others are part of the picture.
func (e *explorer) afresh(ctx context.Context) error {
	if e.start.World.Base().Name == defaultWorld {
		return nil
	}
	return sequence.Reset(ctx, e.target)
}

// defaultWorld is the world whose starting resources sequences do not change.
const defaultWorld = "default"

// plan says what the n-th sequence may draw.
func (e *explorer) plan(n int) generate.Plan {
	return generate.Plan{
		Start: e.start, Steps: min(e.options.Steps, e.options.Calls-e.report.Calls), Operations: e.options.Operations, Unsupported: e.missing,
		Weights: e.options.Weights, Number: n, Seed: e.options.Seed, Reached: e.reached, Avoid: e.avoid, Uniform: e.options.Uniform, Setups: e.setups,
	}
}

func (e *explorer) progress() {
	if e.options.Progress != nil {
		e.options.Progress(e.report.Calls, e.options.Calls, len(e.report.Findings))
	}
}

// enough says whether the exploration ends before its calls are used up.
func (e *explorer) enough() bool {
	if e.ended || e.over() || len(e.report.Findings) >= e.options.MaxFindings {
		return true
	}
	return !e.options.KeepGoing && e.report.Divergences > 0
}

// sequence runs one sequence and reduces its new findings.
func (e *explorer) sequence(ctx context.Context, m plan.Merged) error {
	_, err := e.run(ctx, m, false)
	return err
}

// run runs one sequence; cleaning says that it ends with removals that a
// clean-up has made.
func (e *explorer) run(ctx context.Context, m plan.Merged, cleaning bool) (run.RunResult, error) {
	s := m.Sequence
	running := run.NewRunner(e.target, e.start, e.options.Orders)
	running.Result.Unsupported = e.missing
	running.StopAt = func(f run.Found) bool { return f.Last }
	running.Suspicion.Known, running.QuietUntil = e.isKnown, m.Quiet
	running.StaleFor = run.MostStale
	running.JudgeCleanUp, running.Outlasted, running.Excluded, running.Over = !cleaning, e.outlasted, e.excluded, e.over
	n := 0
	running.LookHard = func(step int) bool { n++; return n%4 == 0 || m.Hard[step] }
	trace := sequence.TraceRun{Seed: e.options.Seed, Lines: e.lines[:0]}
	running.Recorded(&trace)
	running.Result.Steps, running.Exchanges = e.steps[:0], e.exchanges[:0]
	res, err := running.Run(ctx, s)
	if e.start.World.Base().Stranger {
		e.start.World = running.Oracle.Keeping(e.start.World)
	}
	e.count(&res)
	for _, op := range res.Excluded {
		e.excluded[op] = true
	}
	if e.steps, e.lines, e.exchanges = res.Steps, trace.Lines, running.Exchanges; len(res.Found) > 0 || e.options.Record != nil {
		e.steps, e.lines, e.exchanges = nil, nil, nil // they are kept elsewhere
	}
	if e.options.Record != nil {
		e.options.Record(trace)
	}
	if err != nil {
		return res, err
	}
	for _, f := range res.Found {
		if err := e.found(ctx, s, res, f, trace); err != nil {
			return res, err
		}
		if e.ended {
			break
		}
	}
	return res, e.cleaned(ctx, s, res)
}

// isKnown says whether a finding was reported before.
func (e *explorer) isKnown(key string) bool {
	_, ok := e.known[key]
	return ok
}

// metAt returns the number of explored calls at which a finding was met, in a
// run that is counted already.
func (e *explorer) metAt(res run.RunResult, f run.Found) int {
	n := e.report.Calls - res.Counts.Explore
	for i, r := range res.Steps {
		if i <= f.Step && r.Ran && r.Step.Kind == sequence.StepCall {
			n++
		}
	}
	return n
}

func (e *explorer) count(res *run.RunResult) {
	r := e.report
	r.Sequences++
	r.Calls += res.Counts.Explore
	r.TargetCalls.Explore += res.Counts.Explore
	r.TargetCalls.Observe += res.Counts.Observe + res.Counts.Await
	r.TargetCalls.Cleanup += res.Counts.Cleanup
	r.Inconclusive += res.Inconclusive
	r.Cut += res.Cut
	r.Late(res.Lags)
	r.Leftover = append(r.Leftover, res.Leftover...)
	e.frontier.Add(res.Frontier)
	for i := range res.Steps {
		step := &res.Steps[i]
		r.Cover(e.start.World.Model(), step)
		e.learn(step)
		r.Observe(step.Judgement)
		if step.Ran && step.Step.Kind == sequence.StepCall {
			e.reached.Note(&step.Verdict, step.Status)
		}
	}
}

// found counts a judgement, and reduces it when it is new.
func (e *explorer) found(ctx context.Context, s sequence.Sequence, res run.RunResult, f run.Found, trace sequence.TraceRun) error {
	if known, ok := e.reported(f.Judgement); ok {
		e.report.Findings[known].Count++
		return nil
	}
	if len(e.report.Findings) >= e.options.MaxFindings {
		return nil
	}
	list := reduce.Units(s, f.Step)
	r := &reduce.Reducer{
		Target: e.target, Start: e.start, Orders: e.options.Orders, Wanted: f.Judgement,
		Known: e.isKnown, Stronger: e.stronger(f.Judgement, list), Outlasted: e.outlasted, Excluded: e.excluded, Over: e.over,
		Budget: e.options.ShrinkCalls, Tried: map[string]bool{}, Last: f, Shown: reduce.UpTo(reduce.Ran(s, res), f.Step), Trace: upTo(trace, f.Step),
	}
	original := len(list)
	list = r.Reduce(ctx, list)
	r.Confirm(ctx, list, e.options.Confirm)
	calls := &e.report.TargetCalls
	calls.Shrink += r.Counts.Explore
	calls.Beside += r.Beside()
	e.report.Leftover = append(e.report.Leftover, r.Leftover...)
	e.add(r, list, original, e.metAt(res, f))
	e.noteStronger(f.Judgement, r.Last.Judgement)
	return r.Harness // the finding is kept, however far it was reduced
}

// add enters a finding that was met at a call into the report.
func (e *explorer) add(r *reduce.Reducer, list []reduce.Unit, original, at int) {
	f := e.describe(r, list, original)
	if known, ok := e.known[f.Key]; ok { // the reduction shows that it is a known one
		e.report.Findings[known].Count++
		return
	}
	f.AtCall = at
	e.report.Findings = append(e.report.Findings, f)
	if run.Loses(f.Kind) {
		e.avoid[f.Rule] = true
	}
	e.known[f.Key] = len(e.report.Findings) - 1
	if f.Failure {
		e.report.Divergences++
	} else {
		e.report.Questions++
	}
	if e.options.Found != nil {
		e.options.Found(f)
	}
	e.ended = e.options.Until != nil && e.options.Until(f)
}

// describe makes the finding of a report.
func (e *explorer) describe(r *reduce.Reducer, list []reduce.Unit, original int) finding.Finding {
	j := r.Last.Judgement
	s := reduce.Renamed(r.Shown)
	s.Seed = e.options.Seed
	s.Notes = []string{j.Kind + " " + j.Item + ": expected " + j.Expected + ", saw " + j.Seen}
	op, _, _ := strings.Cut(j.Item, "/")
	verdict := "question"
	if j.Fails() {
		verdict = "failure"
	}
	f := finding.Finding{
		ID: fmt.Sprintf("f%d", len(e.report.Findings)+1), Kind: j.Kind, Verdict: verdict, Operation: op, Rule: j.Item,
		Basis: j.Basis.Level.String(), Sources: j.Basis.Sources, Reason: j.Basis.Reason, Expected: j.Expected, Observed: j.Seen,
		Sequence: s.String(), Length: len(list), OriginalLength: original, ShrinkCalls: r.Counts.Explore, Count: 1,
		ShrinkBeside: r.Costs(), Reproduced: r.Rate,
		StandsOn: j.StandsOn, Key: j.FindingKey(), Failure: j.Fails(), Parsed: s,
	}
	if j.Kind == "order" {
		f.Answered = j.Answered
	}
	if len(r.Trace.Lines) > 0 {
		t := e.options.Trace
		r.Trace.Notes = s.Notes
		t.Runs = []sequence.TraceRun{r.Trace}
		if t.Target == "" {
			t.Target = e.report.Target
		}
		f.TraceText = t.String()
	}
	if _, isOp := e.start.World.Model().Operation(op); !isOp {
		f.Operation = list[len(list)-1].Step.Op
	}
	if j.Worlds > 1 {
		f.Worlds, f.Died = j.Worlds, j.Died
	}
	for _, d := range j.Diffs {
		f.Differences = append(f.Differences, d.String())
	}
	return f
}

func (e *explorer) finish(begun time.Time, took time.Duration) {
	r := e.report
	r.Frontier = finding.Frontier{Mean: e.frontier.Mean(), Peak: e.frontier.Peak, Capped: e.frontier.Capped}
	r.Items.Reached, r.Items.InStatuses = e.reached.Items()
	for op := range e.missing {
		r.NotSupported = append(r.NotSupported, op)
	}
	sort.Strings(r.NotSupported)
	for _, op := range e.start.World.Model().Operations() {
		r.CoverageOf(e.start.World.Model(), op.Name)
	}
	r.Results(e.start.World.Model())
	r.Mix = e.mix()
	r.Made.Model = e.start.World.Model().Fingerprint()
	perSecond := float64(r.TargetCalls.Total()) / max(took.Seconds(), 1e-9)
	r.Timing = &finding.ReportTime{Began: begun.UTC().Format(time.RFC3339), Seconds: took.Seconds(), CallsPerSecond: perSecond}
	r.Judge()
}
