package conformance

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// A Start is what sequences start from: the world that the target was found
// in, and the target's ids of the names in it.
type Start struct {
	World  model.World
	IDs    map[string]string // by name; a name that is missing has the model's id
	Region string            // the region of calls without RegionId; empty for the first
	Prefix string            // of the names that calls give; empty for none
	tables *tables
	// garbled counts the answers of the one target that could not be read.
	garbled *strikes
}

// Counts are the calls that a target got, by what they were for.
type Counts struct {
	Explore, Observe, Await, Shrink, Cleanup int
}

// Total adds all calls up.
func (c Counts) Total() int { return c.Explore + c.Observe + c.Await + c.Shrink + c.Cleanup }

// A StepResult is what became of one step.
type StepResult struct {
	Step      Step // with Expect and Saw filled in
	Ran       bool
	Outcome   model.Outcome
	Judgement Judgement
	Verdict   model.Verdict // of the world that judges most kindly
	// Status of the resource that the call was about, before it; empty for none.
	Status string
}

// A RunResult is what became of a sequence.
type RunResult struct {
	Steps []StepResult
	// Found are the judgements that are no pass, with the step that they
	// belong to, in order.
	Found        []Found
	Inconclusive int
	Unsupported  map[string]bool
	Frontier     FrontierStats
	Counts       Counts
	// NotShown are fields that the target never sent, Kind.Field.
	Leftover []string // names that could not be removed
}

// A Found is a divergence or question at a step.
type Found struct {
	Step      int
	Judgement Judgement
	// Last marks a divergence after which the state is no longer known.
	Last bool
}

// A runner runs one sequence on a target.
type runner struct {
	target   Target
	start    Start
	oracle   *oracle
	caller   string
	result   RunResult
	ledger   []owned
	shares   []string            // accounts that images were shared with
	refusals map[string]string   // why a thing could not be removed, by the target's id
	lookHard func(step int) bool // whether to look after a refusal too
	stopAt   func(Found) bool    // whether a finding ends the sequence
	taint    taint
	// quietUntil is the step before which nobody looks at what calls touched:
	// the reducer only wants to see one finding again.
	quietUntil int
	lost       []lostCall // that may have made something
	// looked are the looks since the last call that may have changed something.
	looked map[lookKey]bool
	// record takes each line of the trace; nil for nobody.
	record    func(TraceLine)
	exchanges []Exchange // that the lines point to
}

// An owned is something that the sequence made and has to remove.
type owned struct {
	name string
	kind model.Kind
	id   string // the target's
	as   string // the caller that made it
}

// defaults fills in the region, and lays out what every call is asked about.
func (s *Start) defaults() {
	if s.tables == nil {
		s.tables = newTables(s.World.Model())
	}
	if s.garbled == nil {
		s.garbled = &strikes{inARow: map[string]int{}}
	}
	if s.Region == "" {
		s.Region = s.World.Base().Regions[0].RegionId
	}
}

func newRunner(t Target, start Start, orders Orders) *runner {
	start.defaults()
	return &runner{
		target: t, start: start, oracle: newOracle(start, orders),
		result:   RunResult{Unsupported: map[string]bool{}},
		refusals: map[string]string{}, looked: map[lookKey]bool{},
		lookHard: func(int) bool { return true },
		stopAt:   func(Found) bool { return true },
	}
}

// Run runs the sequence on the target from the start, judges every outcome,
// looks at what calls touched, and removes what it made. An error means that
// the harness broke.
func Run(ctx context.Context, t Target, start Start, s Sequence) (RunResult, error) {
	return RunOrdered(ctx, t, start, s, NoOrders{})
}

// RunOrdered is Run for a target of which more is known: the order in which it
// checks rules.
func RunOrdered(ctx context.Context, t Target, start Start, s Sequence, orders Orders) (RunResult, error) {
	r := newRunner(t, start, orders)
	r.stopAt = func(f Found) bool { return f.Last }
	return r.run(ctx, s)
}

func (r *runner) run(ctx context.Context, s Sequence) (RunResult, error) {
	err := r.steps(ctx, s)
	if cleanErr := r.cleanUp(context.WithoutCancel(ctx)); err == nil {
		err = cleanErr
	}
	r.result.Frontier = r.oracle.stats
	return r.result, err
}

func (r *runner) steps(ctx context.Context, s Sequence) error {
	r.result.Steps = slices.Grow(r.result.Steps, len(s.Steps))
	for i, step := range s.Steps {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("step %d (%s): %w", i+1, step, err)
		}
		done, err := r.step(ctx, i, step)
		if err != nil {
			return fmt.Errorf("step %d (%s): %w", i+1, step, err)
		}
		if done {
			return nil
		}
	}
	_, err := r.lookAtAll(ctx, len(s.Steps)-1)
	return err
}

// step runs one step; done says that the sequence ends here.
func (r *runner) step(ctx context.Context, i int, step Step) (done bool, err error) {
	switch step.Kind {
	case StepAs:
		r.note(LineStep, step, nil)
		r.caller = step.Text
		r.result.Steps = append(r.result.Steps, StepResult{Step: step, Ran: true})
		return false, nil
	case StepAt:
		return false, r.moveClock(ctx, step)
	case StepFault:
		return false, r.declareFault(ctx, step)
	case StepAwait:
		return r.await(ctx, i, step)
	default:
		return r.call(ctx, i, step)
	}
}

// call sends one call, judges its outcome and looks at what it touched.
func (r *runner) call(ctx context.Context, i int, step Step) (done bool, err error) {
	if done, err := r.bindPrimaries(ctx, i, step); done || err != nil {
		return done, err
	}
	status := r.oracle.statusOf(step)
	res, ok, err := r.send(ctx, step)
	res.Status = status
	if err != nil {
		return true, err
	}
	if !ok { // a name that it needs was never made
		r.note(LineStep, step, nil)
		r.result.Steps = append(r.result.Steps, res)
		return false, nil
	}
	r.result.Counts.Explore++
	if res.Verdict.Op == nil || !res.Verdict.Op.Reads {
		clear(r.looked)
	}
	r.own(step, res.Outcome)
	r.result.Steps = append(r.result.Steps, res)
	if r.found(i, res.Judgement, !sameState(res)) {
		return true, nil
	}
	if res.Judgement.Result == Inconclusive { // a look may tell what became of it
		r.mayOwn(step, res)
		return r.lookAfter(ctx, i, step, res)
	}
	if res.Judgement.Result != Pass {
		return false, nil
	}
	if i < r.quietUntil && r.mayBeWrong(res) {
		return r.lookAtAll(ctx, i)
	}
	if i < r.quietUntil || !r.worthALook(i, res) {
		return false, nil
	}
	return r.lookAfter(ctx, i, step, res)
}

// sameState says whether it is still known what the target is in, whatever was
// judged: what it refused has changed nothing there.
func sameState(res StepResult) bool { return res.Outcome.Class != model.ClassOK }

// ownerOf returns the caller who made what a look is about: whoever called
// last may not be allowed to see it.
func (r *runner) ownerOf(s Step) string {
	for _, name := range s.References() {
		if as, own := r.maker(name); own {
			return as
		}
	}
	return ""
}

// maker returns the caller who made what the name stands for; false for what the
// world began with.
func (r *runner) maker(name string) (as string, own bool) {
	for _, o := range r.ledger {
		if root(o.name) == root(name) {
			return o.as, true
		}
	}
	return "", false
}

// send sends the call of a step and has it judged.
func (r *runner) send(ctx context.Context, step Step) (res StepResult, ok bool, err error) {
	if res, ok, err = r.sendAs(ctx, LineStep, step, r.caller); ok && err == nil {
		res.expects()
	}
	return res, ok, err
}

// sendAs sends a call, notes it in the trace as a line of the kind, and has its
// outcome judged.
func (r *runner) sendAs(ctx context.Context, kind LineKind, step Step, caller string) (res StepResult, ok bool, err error) {
	call, ok := r.oracle.forTarget(step, caller, r.start.Region)
	if !ok {
		return StepResult{Step: step}, false, nil
	}
	out, err := r.exchange(ctx, kind, step, call)
	if err != nil {
		return StepResult{Step: step}, true, err
	}
	res, err = r.decided(ctx, step, caller, out)
	return res, true, err
}

// decided has the outcome of a step judged, and looks again where it is not plain
// what is wrong: at what a reply shows, or at what decides a refusal.
func (r *runner) decided(ctx context.Context, step Step, caller string, out model.Outcome) (StepResult, error) {
	before := r.oracle.frontier
	res := r.judged(step, caller, out)
	err := r.doubt(ctx, step, before, &res)
	if err == nil {
		err = r.decide(ctx, step, &res)
	}
	return res, err
}

// judged has the outcome of a step judged.
func (r *runner) judged(step Step, caller string, out model.Outcome) StepResult {
	r.taint.step = step
	res := StepResult{Step: step, Ran: true, Outcome: out}
	res.Judgement, res.Verdict = r.oracle.observe(step, caller, r.start.Region, res.Outcome)
	if r.start.garbled.out(step.Op, out) {
		res.Judgement = unreadableReply(step.Op, out)
	}
	if res.Judgement.Result == Unsupported {
		r.result.Unsupported[step.Op] = true
	}
	return res
}

// expects writes down what the call of the sequence was to answer and did.
func (s *StepResult) expects() {
	s.Step.Expect, s.Step.Saw = expectedAnswer(s.Verdict), answer(s.Outcome)
}

// answer writes an outcome as a sequence keeps it.
func answer(o model.Outcome) *Answer {
	a := &Answer{HTTP: o.HTTP, Code: o.Code}
	if o.Class == model.ClassUnknown {
		a.Text = o.Message
	}
	return a
}

// expectedAnswer writes what the model answers, the text of a message left out.
func expectedAnswer(v model.Verdict) *Answer {
	switch {
	case v.Op != nil && len(v.Broken) > 0:
		return &Answer{HTTP: v.Broken[0].HTTP, Code: v.Broken[0].Code}
	case v.Op != nil && !v.DryRun:
		return &Answer{HTTP: 200}
	default:
		return answer(v.Outcome())
	}
}

// found notes a judgement; true says that the sequence ends here.
func (r *runner) found(i int, j Judgement, last bool) bool {
	switch j.Result {
	case Divergence, Question:
		if r.suspect() {
			return false
		}
		f := Found{Step: i, Judgement: j, Last: last}
		r.result.Found = append(r.result.Found, f)
		if last && r.passOver(j) {
			return false
		}
		return r.stopAt(f) || last
	case Inconclusive:
		r.result.Inconclusive++
	case Unsupported, Pass, ByOrder:
	}
	return false
}

// own enters what the call made into the ledger, whatever was judged.
func (r *runner) own(step Step, out model.Outcome) {
	for name, value := range step.Params {
		if out.Class == model.ClassOK && strings.HasPrefix(name, "AddAccount.") && !slices.Contains(r.shares, value) {
			r.shares = append(r.shares, value)
		}
	}
	slices.Sort(r.shares)
	for n, id := range out.Reply.Created {
		kind := r.start.World.Model().Makes(step.Op)
		name := indexed(step.Bind, n)
		r.ledger = append(r.ledger, owned{name: name, kind: kind, id: id, as: r.caller})
	}
}
