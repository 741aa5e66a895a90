package run

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// Counts counts the calls to a target by their purpose.
type Counts struct {
	Explore, Observe, Await, Shrink, Cleanup int
}

// Total adds all calls up.
func (c Counts) Total() int { return c.Explore + c.Observe + c.Await + c.Shrink + c.Cleanup }

// A StepResult is the result of one step.
type StepResult struct {
	Step      sequence.Step // with Expect and Saw filled in
	Ran       bool
	Outcome   model.Outcome
	Judgement oracle.Judgement
	Verdict   model.Verdict // of the world with the mildest judgement
	// Status of the resource that the call was about, before it; empty for none.
	Status string
	// Missed says that an await ended without its status, to which nothing leads.
	Missed bool
	// adopted says that the judgement is of what was left when known differences
	// were adopted; expected is the model's answer before.
	adopted  bool
	expected *sequence.Answer
}

// A RunResult is the result of a sequence.
type RunResult struct {
	Steps []StepResult
	// Found are the judgements other than pass, with their steps, in order.
	Found        []Found
	Inconclusive int
	Unsupported  map[string]bool
	Frontier     oracle.FrontierStats
	Counts       Counts
	Leftover     []string // names that could not be removed
	// Odd are removals up to one that the model does not explain; none usually.
	Odd []sequence.Step
	// Outlasted are refusals of removals that outlasted all attempts.
	Outlasted []string
	// Excluded are operations that went on to list what their parameters exclude.
	Excluded []string
	// Lags are the outcomes that were late.
	Lags []LagMet
	// Cut counts the waits that ended because the time of the run was over.
	Cut int
}

// A Found is a divergence or question at a step.
type Found struct {
	Step      int
	Judgement oracle.Judgement
	// Last marks a divergence after which the state is unknown.
	Last bool
}

// A Runner runs one sequence on a target.
type Runner struct {
	recording

	Target    sequence.Target
	Start     oracle.Start
	Oracle    *oracle.Oracle
	Caller    string
	Result    RunResult
	Ledger    []Owned
	shares    []string            // accounts that images were shared with
	vanished  []Owned             // that were removed, and may be shown for a while
	refusals  map[string]string   // why a resource could not be removed, by the target's id
	LookHard  func(step int) bool // whether to look up resources after a refusal too
	StopAt    func(Found) bool    // whether a finding ends the sequence
	Suspicion suspicion
	// JudgeCleanUp asks for [RunResult.Odd].
	JudgeCleanUp bool
	// Outlasted are the refusals of removals that outlasted all attempts in
	// earlier runs: they are not waited for again.
	Outlasted map[string]bool
	// Excluded are the operations that did so in earlier runs: they are not waited
	// for again.
	Excluded map[string]bool
	// StaleFor is the time after which an answer that another lookup contradicts
	// is no delay any more.
	StaleFor time.Duration
	// Over says that the time of the run is over: nothing is waited for any more;
	// nil for never.
	Over     func() bool
	removals removals
	lists    pagedLists
	// QuietUntil is the step before which touched resources are not looked up:
	// the reducer needs only one finding.
	QuietUntil int
	lost       []lostCall // calls that may have made something
	// lookedUp are the lookups since the last call that may have changed
	// something.
	lookedUp map[oracle.LookupKey]bool
}

// An Owned resource was made by the sequence and has to be removed.
type Owned struct {
	Name string
	Kind model.Kind
	Id   string // the target's
	as   string // the caller that made it
}

// NewRunner returns a runner of one sequence.
func NewRunner(t sequence.Target, start oracle.Start, orders oracle.Orders) *Runner {
	start.Defaults()
	judging := oracle.NewOracle(start, orders)
	judging.Watch(start.Eventual, nowOf(t))
	return &Runner{
		Target: t, Start: start, Oracle: judging,
		Result:   RunResult{Unsupported: map[string]bool{}},
		refusals: map[string]string{}, lookedUp: map[oracle.LookupKey]bool{}, lists: pagedLists{}, Suspicion: suspicion{began: start.World.Base().Names},
		LookHard: func(int) bool { return true }, StaleFor: shortlyStale,
		StopAt: func(Found) bool { return true },
	}
}

// Run runs the sequence on the target from the start, judges every outcome,
// looks up touched resources, and removes what it made. An error means that the
// harness broke.
func Run(ctx context.Context, t sequence.Target, start oracle.Start, s sequence.Sequence) (RunResult, error) {
	return RunOrdered(ctx, t, start, s, oracle.NoOrders{})
}

// RunOrdered is Run for a target with known orders of rules.
func RunOrdered(ctx context.Context, t sequence.Target, start oracle.Start, s sequence.Sequence, orders oracle.Orders) (RunResult, error) {
	r := NewRunner(t, start, orders)
	r.StopAt = func(f Found) bool { return f.Last }
	return r.Run(ctx, s)
}

// RunPast is RunOrdered that goes on after each difference: the possible worlds
// adopt it.
func RunPast(ctx context.Context, t sequence.Target, start oracle.Start, s sequence.Sequence, orders oracle.Orders) (RunResult, error) {
	r := NewRunner(t, start, orders)
	r.StopAt = func(f Found) bool { return f.Last }
	r.Suspicion.Known = func(string) bool { return true }
	return r.Run(ctx, s)
}

// Run runs the sequence and removes what it made.
func (r *Runner) Run(ctx context.Context, s sequence.Sequence) (RunResult, error) {
	err := r.steps(ctx, s)
	if cleanErr := r.CleanUp(context.WithoutCancel(ctx)); err == nil {
		err = cleanErr
	}
	r.Result.Frontier = r.Oracle.Stats
	return r.Result, err
}

func (r *Runner) steps(ctx context.Context, s sequence.Sequence) error {
	r.Result.Steps = slices.Grow(r.Result.Steps, len(s.Steps))
	for i, step := range s.Steps {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("step %d (%s): %w", i+1, step, err)
		}
		done, err := r.Step(ctx, i, step)
		if err != nil {
			return fmt.Errorf("step %d (%s): %w", i+1, step, err)
		}
		if done {
			return nil
		}
	}
	_, err := r.lookUpAll(ctx, len(s.Steps)-1)
	return err
}

// Step runs one step; done says that the sequence ends here.
func (r *Runner) Step(ctx context.Context, i int, step sequence.Step) (done bool, err error) {
	r.Suspicion.at = i
	switch step.Kind {
	case sequence.StepAs:
		r.note(sequence.LineStep, step, nil)
		r.Caller = step.Text
		r.Result.Steps = append(r.Result.Steps, StepResult{Step: step, Ran: true})
		return false, nil
	case sequence.StepAt, sequence.StepFault:
		c, ok := r.Target.(Controller)
		if !ok {
			return false, errNoControl
		}
		r.note(sequence.LineStep, step, nil)
		r.Result.Steps = append(r.Result.Steps, StepResult{Step: step, Ran: true})
		return false, control(ctx, c, step)
	case sequence.StepAwait:
		return r.await(ctx, i, step)
	default:
		return r.call(ctx, i, step)
	}
}

// call sends one call, judges its outcome and looks up the resources that it
// touched.
func (r *Runner) call(ctx context.Context, i int, step sequence.Step) (done bool, err error) {
	if done, err := r.BindPrimaries(ctx, i, step); done || err != nil {
		return done, err
	}
	status := r.Oracle.StatusOf(step)
	res, ok, err := r.Send(ctx, step)
	res.Status = status
	if err != nil {
		return true, err
	}
	if !ok { // a resource that it names was never made
		r.note(sequence.LineStep, step, nil)
		r.Result.Steps = append(r.Result.Steps, res)
		return false, nil
	}
	r.Result.Counts.Explore++
	if res.Verdict.Op == nil || !res.Verdict.Op.Reads {
		clear(r.lookedUp)
		clear(r.lists)
	}
	r.Own(step, res.Outcome)
	r.Result.Steps = append(r.Result.Steps, res)
	if r.Found(i, res.Judgement, !SameState(res)) {
		return true, nil
	}
	if res.Judgement.Result == oracle.Inconclusive { // a lookup may show whether it was applied
		r.mayOwn(step, res)
		return r.lookUpAfter(ctx, i, step, res)
	}
	if j, wrong := r.lists.note(step, res.Verdict.Op, res.Outcome, r.Start.World.Base().Stranger); wrong {
		return r.Found(i, j, false), nil
	}
	if res.Judgement.Result != oracle.Pass {
		return false, nil
	}
	if i < r.QuietUntil && r.mayBeWrong(res) {
		return r.lookUpAll(ctx, i)
	}
	if i < r.QuietUntil || !r.worthLookingUp(i, res) {
		return false, nil
	}
	return r.lookUpAfter(ctx, i, step, res)
}

// SameState says whether the target's state is still known, whatever the
// judgement: a refused call has changed nothing there.
func SameState(res StepResult) bool { return res.Outcome.Class != model.ClassOK }

// ownerOf returns the caller who made the resource of a lookup: the last caller
// may not be allowed to see it.
func (r *Runner) ownerOf(s sequence.Step) string {
	for _, name := range s.References() {
		if as, own := r.maker(name); own {
			return as
		}
	}
	return ""
}

// maker returns the caller who made the named resource; false for a resource of
// the starting world.
func (r *Runner) maker(name string) (as string, own bool) {
	for _, o := range r.Ledger {
		if sequence.Root(o.Name) == sequence.Root(name) {
			return o.as, true
		}
	}
	return "", false
}

// Send sends the call of a step and has its outcome judged.
func (r *Runner) Send(ctx context.Context, step sequence.Step) (res StepResult, ok bool, err error) {
	if res, ok, err = r.sendAs(ctx, sequence.LineStep, step, r.Caller); ok && err == nil {
		res.Expects()
	}
	return res, ok, err
}

// sendAs sends a call, records it in the trace as a line of the kind, and has
// its outcome judged.
func (r *Runner) sendAs(ctx context.Context, kind sequence.LineKind, step sequence.Step, caller string) (res StepResult, ok bool, err error) {
	call, ok := r.Oracle.ForTarget(step, caller, r.Start.Region)
	if !ok {
		return StepResult{Step: step}, false, nil
	}
	out, err := r.exchange(ctx, kind, step, call)
	if err != nil {
		return StepResult{Step: step}, true, err
	}
	res, err = r.Decided(ctx, step, caller, out)
	return res, true, err
}

// exchange sends the call and records the answer.
func (r *Runner) exchange(ctx context.Context, kind sequence.LineKind, step sequence.Step, call model.Call) (model.Outcome, error) {
	return r.send(ctx, r.Target, kind, step, call)
}

// Decided has the outcome of a step judged, and sends further lookups if the
// cause is not clear: to check a reply, or to decide a disputed refusal.
func (r *Runner) Decided(ctx context.Context, step sequence.Step, caller string, out model.Outcome) (StepResult, error) {
	before := r.Oracle.Frontier
	res := r.judged(step, caller, out)
	err := r.outlast(ctx, step, caller, before, &res)
	if err == nil {
		err = r.repeatLookup(ctx, step, before, &res)
	}
	if err == nil {
		err = r.resolveDispute(ctx, step, &res)
	}
	if err == nil {
		r.adoptKnown(step, caller, res.Outcome, &res)
	}
	return res, err
}

// judged has the outcome of a step judged.
func (r *Runner) judged(step sequence.Step, caller string, out model.Outcome) StepResult {
	r.Suspicion.step = step
	res := StepResult{Step: step, Ran: true, Outcome: out}
	res.Judgement, res.Verdict = r.Oracle.Observe(step, caller, r.Start.Region, res.Outcome)
	if r.Start.Garbled.Out(step.Op, out) {
		res.Judgement = oracle.UnreadableReply(step.Op, out)
	}
	if res.Judgement.Result == oracle.Unsupported {
		r.Result.Unsupported[step.Op] = true
	}
	return res
}

// Expects stores the expected and the seen answer in the step.
func (s *StepResult) Expects() {
	s.Step.Expect, s.Step.Saw = expectedAnswer(s.Verdict), sequence.AnswerOf(s.Outcome)
	if s.adopted {
		s.Step.Expect = s.expected
	}
}

// expectedAnswer returns the model's answer, without the text of a message.
func expectedAnswer(v model.Verdict) *sequence.Answer {
	switch {
	case v.Op != nil && len(v.Broken) > 0:
		return &sequence.Answer{HTTP: v.Broken[0].HTTP, Code: v.Broken[0].Code}
	case v.Op != nil && !v.DryRun:
		return &sequence.Answer{HTTP: 200}
	default:
		return sequence.AnswerOf(v.Outcome())
	}
}

// Found notes a judgement; true says that the sequence ends here.
func (r *Runner) Found(i int, j oracle.Judgement, last bool) bool {
	switch j.Result {
	case oracle.Divergence, oracle.Question:
		if r.Suspicion.isSuspect() {
			if last { // what it touches besides is as unknown
				r.Suspicion.suspectAll(j)
			}
			return false
		}
		j.StandsOn = r.Oracle.StandsOn(r.Suspicion.step, j)
		f := Found{Step: i, Judgement: j, Last: last}
		r.Result.Found = append(r.Result.Found, f)
		if last && r.Suspicion.suspect(j) {
			return false
		}
		return r.StopAt(f) || last
	case oracle.Inconclusive:
		r.Result.Inconclusive++
	case oracle.Unsupported, oracle.Pass, oracle.ByOrder:
	}
	return false
}

// Own enters the created resources into the ledger, whatever the judgement.
func (r *Runner) Own(step sequence.Step, out model.Outcome) {
	for name, value := range step.Params {
		if out.Class == model.ClassOK && strings.HasPrefix(name, "AddAccount.") && !slices.Contains(r.shares, value) {
			r.shares = append(r.shares, value)
		}
	}
	slices.Sort(r.shares)
	for n, id := range out.Reply.Created {
		kind := r.Start.World.Model().Makes(step.Op)
		name := oracle.Indexed(step.Bind, n)
		r.Ledger = append(r.Ledger, Owned{Name: name, Kind: kind, Id: id, as: r.Caller})
	}
}

// ExpectedText returns the model's expectation of a step.
func ExpectedText(j oracle.Judgement, res StepResult) string {
	if j.Expected != "" {
		return j.Expected
	}
	return res.Step.Expect.String()
}

// Add adds the calls of another run.
func (c *Counts) Add(o Counts) {
	c.Explore += o.Explore
	c.Observe += o.Observe
	c.Await += o.Await
	c.Shrink += o.Shrink
	c.Cleanup += o.Cleanup
}
