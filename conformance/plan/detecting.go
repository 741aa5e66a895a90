package plan

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsim/ecsim/conformance/generate"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// Some witnesses do not detect a wrong target: their last call may break other
// rules too, or set a value that was already there. For those items the suite
// holds a second witness that does: on a target that is wrong in this way, it
// ends in a finding that names the item.

// Detecting says whether a witness of the item is a detecting one.
func (i Item) Detecting() bool { return i.Kind != "rule" && i.Kind != "effect" && i.Kind != "edge" }

// Allowed says whether a witness of the item ends in a call that is accepted,
// although it is near to breaking a rule.
func (i Item) Allowed() bool { return i.Kind == KeepKind || i.Kind == "strict" }

// What returns the item that a finding names: of a clause it is the rule.
func (i Item) What() string {
	parts := strings.SplitN(i.ID, "/", 3)
	return strings.Join(parts[:min(len(parts), 2)], "/")
}

// MayDetect says whether a call with the verdict may detect the mutation: it breaks
// only the rule; it makes the effect; it is a call of the operation.
func MayDetect(v model.Verdict, item Item) bool {
	switch {
	case v.Op == nil:
		return false
	case !strings.Contains(item.ID, "/"):
		return v.Op.Name == item.ID
	case item.Allowed():
		op, _, _ := strings.Cut(item.ID, "/")
		return v.Op.Name == op && v.Accepted()
	case item.Kind == ClauseKind:
		return breaksAlone(v, item)
	case len(v.Broken) > 0:
		return len(v.Broken) == 1 && v.Broken[0].ID() == item.What()
	default:
		return Happens(v, item)
	}
}

// A Mutation is a mutation: one way to be wrong about an item.
type Mutation struct {
	// Item is the item that a finding has to name: the kind is part of the path
	// of its detecting witnesses.
	Item Item
	// World and Step make the mutation; nil leaves the world, or the model's
	// own function, as it is. Step is new for each run.
	World func(model.World) model.World
	Step  func() func(model.World, model.Call) model.Verdict
}

// operation is the operation of the item; empty for an edge.
func (w Mutation) operation(m *model.Model) *model.BoundOperation {
	name, _, _ := strings.Cut(w.Item.ID, "/")
	op, _ := m.Operation(name)
	return op
}

// A modelTarget is a target that does what the model, or a mutated one, says.
// Transitions happen during waits.
type modelTarget struct {
	world model.World
	step  func(model.World, model.Call) model.Verdict
}

func newModelTarget(start model.World, w *Mutation) *modelTarget {
	t := &modelTarget{world: start, step: model.World.Apply}
	if w != nil && w.World != nil {
		t.world = w.World(start)
	}
	if w != nil && w.Step != nil {
		t.step = w.Step()
	}
	return t
}

// Name says that it is the model.
func (t *modelTarget) Name() string { return "the model" }

// Do applies the call. If an effect of a mutated model finds nothing to work
// on, nothing happens.
func (t *modelTarget) Do(_ context.Context, c model.Call) (out model.Outcome, err error) {
	defer func() {
		if recover() != nil {
			out = model.Outcome{Class: model.ClassOK, HTTP: 200}
		}
	}()
	v := t.step(t.world, c)
	if v.Op == nil || !v.Op.Reads {
		t.world = v.World
	}
	return v.Outcome(), nil
}

// Pace makes all pending transitions happen before the next lookup.
func (t *modelTarget) Pace(n int) (pause time.Duration, again bool) {
	for _, next := range t.world.Pending() {
		t.world = t.world.Fire(next)
	}
	return 0, n < 12
}

// Names says whether a judgement names the item, which is an operation, or an
// item of one.
func names(j oracle.Judgement, item string) bool {
	if strings.Contains(item, "/") {
		return j.Item == item
	}
	op, _, _ := strings.Cut(j.Item, "/")
	return op == item
}

// Detects runs the sequence on the mutated model and says whether it ends in a
// finding that names the item.
func Detects(ctx context.Context, start oracle.Start, s sequence.Sequence, w Mutation) bool {
	return detects(ctx, start, s, w, oracle.NoOrders{})
}

// detects is Detects with known orders of rules.
func detects(ctx context.Context, start oracle.Start, s sequence.Sequence, w Mutation, orders oracle.Orders) bool {
	r := run.NewRunner(newModelTarget(start.World, &w), start, orders)
	r.StopAt = func(f run.Found) bool { return f.Last }
	r.QuietUntil = sequence.LastCall(s)
	res, err := r.Run(ctx, s)
	return err == nil && slices.ContainsFunc(res.Found, func(f run.Found) bool { return names(f.Judgement, w.Item.What()) })
}

// Undetected returns the mutations that no case of their item detects.
func Undetected(ctx context.Context, starts map[string]oracle.Start, cases []Case, mutations []Mutation) []Mutation {
	ready := make(map[string]oracle.Start, len(starts))
	for name, start := range starts {
		start.Defaults()
		ready[name] = start
	}
	byItem := map[string][]Case{}
	for _, c := range cases {
		byItem[c.Item.ID] = append(byItem[c.Item.ID], c)
	}
	return slices.DeleteFunc(slices.Clone(mutations), func(w Mutation) bool {
		return slices.ContainsFunc(byItem[w.Item.ID], func(c Case) bool {
			start, ok := ready[c.Sequence.World]
			return ok && Detects(ctx, start, c.Sequence, w)
		})
	})
}

// mostTries limits the sequences that are run for one mutation.
const mostTries = 240

// mostHere limits those that begin in one world.
const mostHere = 10

// FindDetecting searches for sequences that detect each mutation. It tries all
// calls in the worlds of the start that the cases lead to, in order of their
// length.
func FindDetecting(ctx context.Context, start oracle.Start, cases []Case, mutations []Mutation) ([]Witness, error) {
	start.Defaults()
	mover, err := generate.NewMover(start)
	if err != nil {
		return nil, err
	}
	t := &detector{start: start, mover: mover, tries: map[Item]int{}, missing: slices.Clone(mutations)}
	for _, at := range preparations(start, cases) {
		t.expand(ctx, at)
		if ctx.Err() != nil || len(t.missing) == 0 {
			break
		}
	}
	return t.found, ctx.Err()
}

// A detector is one search for detecting witnesses.
type detector struct {
	start   oracle.Start
	mover   *generate.Mover
	missing []Mutation
	tries   map[Item]int // in all
	here    map[Item]int // in the present world
	found   []Witness
	plain   *generate.Planned // the first call of the operation that is accepted in the world
}

// expand tries the calls for undetected mutations in one world.
func (t *detector) expand(ctx context.Context, at prepared) {
	m := t.start.World.Model()
	t.here = map[Item]int{}
	byOp := map[string][]Mutation{}
	for _, w := range t.missing {
		if op := w.operation(m); op != nil {
			byOp[op.Name] = append(byOp[op.Name], w)
		}
	}
	naming := t.mover.Naming(at.p)
	for _, op := range m.Operations() {
		if ctx.Err() != nil {
			return
		}
		if mutations := byOp[op.Name]; len(mutations) > 0 {
			t.expandOne(ctx, at, t.mover.Moves(at.p, naming, op).All, mutations)
		}
	}
}

// expandOne tries the calls of one operation.
func (t *detector) expandOne(ctx context.Context, at prepared, moves []generate.Planned, mutations []Mutation) {
	t.plain = nil
	for _, move := range moves {
		v := at.p.World.Apply(move.Call)
		if t.plain == nil && v.Accepted() && !v.DryRun {
			plain := bound(t.start, at, move, v)
			t.plain = &plain
		}
		for _, w := range mutations {
			if !differs(at.p.World, move.Call, v, w) {
				continue
			}
			for _, s := range t.candidates(at, move, v, w) {
				t.try(ctx, s, w)
			}
		}
	}
}

// differs says whether the call has another result with the mutation. A
// mutation that shows only in a later call always may.
func differs(world model.World, call model.Call, v model.Verdict, w Mutation) (yes bool) {
	switch w.Item.Kind {
	case "skip", "clause", "bound", "strict", "lose", "anyway", "neighbour":
	default:
		return true
	}
	t := newModelTarget(world, &w)
	defer func() { yes = yes || recover() != nil }() // it finds nothing to work on, which is a difference
	got := t.step(t.world, call)
	return !slices.Equal(ids(got.Broken), ids(v.Broken)) || got.World.Under(world.Model()).Hash() != v.World.Hash()
}

func ids(rules []*model.BoundRule) []string {
	var all []string
	for _, r := range rules {
		all = append(all, r.ID())
	}
	return all
}

// try keeps the sequence if it detects the mutation.
func (t *detector) try(ctx context.Context, s sequence.Sequence, w Mutation) {
	i := slices.IndexFunc(t.missing, func(m Mutation) bool { return m.Item == w.Item })
	if i < 0 || t.tries[w.Item] >= mostTries || t.here[w.Item] >= mostHere {
		return
	}
	t.tries[w.Item]++
	t.here[w.Item]++
	if Detects(ctx, t.start, s, w) {
		t.found = append(t.found, Witness{Item: w.Item, Sequence: s})
		t.missing = slices.Delete(t.missing, i, i+1)
	}
}

// candidates returns the sequences that are worth a run: those whose last call
// breaks only the rule, or makes the effect; for a whole operation those of
// [variants].
func (t *detector) candidates(at prepared, move generate.Planned, v model.Verdict, w Mutation) []sequence.Sequence {
	switch {
	case !strings.Contains(w.Item.ID, "/"):
		return t.variants(at, move, v, w)
	case !MayDetect(v, w.Item):
		return nil
	}
	last := bound(t.start, at, move, v)
	alone := t.sequence(at, last)
	if status := settledStatus(v); last.Step.Bind != "" && status != "" {
		awaited := append(slices.Clone(alone.Steps), sequence.Step{Kind: sequence.StepAwait, Name: last.Step.Bind, Status: status})
		return []sequence.Sequence{alone, {World: alone.World, Steps: awaited}}
	}
	return []sequence.Sequence{alone}
}

// settledStatus returns the stable status of the resource that the call makes;
// empty if it makes none, or is stable at once.
func settledStatus(v model.Verdict) (status string) {
	if len(v.Reply.Created) == 0 {
		return ""
	}
	world, moved := v.World, true
	for moved {
		if world, moved = oracle.Move(world, v.Reply.Created[0]); moved {
			if r, _, _ := world.Locate(v.Reply.Created[0]); r != nil {
				status = model.StatusOf(r)
			}
		}
	}
	return status
}

// bound names the resource that the call makes.
func bound(start oracle.Start, at prepared, move generate.Planned, v model.Verdict) generate.Planned {
	if kind := start.World.Model().Makes(move.Step.Op); kind != nil && v.Accepted() {
		for k := 1; ; k++ {
			name := kind.Letter() + strconv.Itoa(k)
			if _, taken := at.p.Names[name]; !taken {
				move.Step.Bind = name
				break
			}
		}
	}
	return move
}

// sequence puts calls after a preparation.
func (t *detector) sequence(at prepared, moves ...generate.Planned) sequence.Sequence {
	return at.then(t.start, moves...)
}

// then puts calls after the preparation.
func (at prepared) then(start oracle.Start, moves ...generate.Planned) sequence.Sequence {
	s := sequence.Sequence{World: start.World.Base().Name, Steps: slices.Clone(at.steps)}
	caller := at.caller
	for _, m := range moves {
		s.Steps = append(s.Steps, AsSteps(caller, m)...)
		caller = m.Caller
	}
	return s
}

// variants returns sequences about a whole operation. They depend on the
// mutation: a dry run, the same token twice, a refusal that would change
// something, a list.
func (t *detector) variants(at prepared, move generate.Planned, v model.Verdict, w Mutation) []sequence.Sequence {
	if !t.own(at, move) && t.start.World.Model().Makes(move.Step.Op) == nil && !v.Op.Reads {
		return nil // resources of the starting world are not looked up
	}
	last := bound(t.start, at, move, v)
	switch accepted := v.Accepted() && !v.DryRun; {
	case w.Item.Kind == "anyway":
		return t.refusals(at, move, v)
	case !accepted:
		return nil
	case w.Item.Kind == "dry":
		dry := move
		dry.Step.Params = dry.Step.Params.With("DryRun", "true")
		return []sequence.Sequence{t.sequence(at, dry), t.sequence(at, dry, last)}
	case w.Item.Kind == "token":
		if v.World.Hash() == at.p.World.Hash() {
			return nil
		}
		return t.twice(at, last)
	case w.Item.Kind == "stale" && at.length == 0:
		return nil
	default:
		return []sequence.Sequence{t.sequence(at, last)}
	}
}

// refusals returns sequences that show whether a call that breaks one rule
// nevertheless changed something.
func (t *detector) refusals(at prepared, move generate.Planned, v model.Verdict) []sequence.Sequence {
	switch {
	case len(v.Broken) != 1:
		return nil
	case t.plain != nil && t.start.World.Model().Makes(move.Step.Op) != nil:
		return []sequence.Sequence{t.sequence(at, move, *t.plain)}
	case t.start.World.Model().Makes(move.Step.Op) == nil:
		return append([]sequence.Sequence{t.sequence(at, move)}, t.seenBefore(at, move)...)
	default:
		return []sequence.Sequence{t.sequence(at, move)}
	}
}

// seenBefore looks up the resource of the call before the call: afterwards it
// could not be shown that it existed.
func (t *detector) seenBefore(at prepared, move generate.Planned) []sequence.Sequence {
	for _, name := range move.Step.References() {
		if at.p.Base(sequence.Root(name)) {
			continue
		}
		if lookup, ok := t.start.Tables.LookupStep(at.p.Kind(name), "", name, t.start.Region); ok {
			return []sequence.Sequence{t.sequence(at, generate.Planned{Step: lookup, Caller: move.Caller}, move)}
		}
	}
	return nil
}

// twice makes the call two times with one token.
func (t *detector) twice(at prepared, first generate.Planned) []sequence.Sequence {
	if _, given := first.Step.Params["ClientToken"]; given {
		return nil
	}
	first.Step.Params = first.Step.Params.With("ClientToken", "again")
	second := first
	if first.Step.Bind != "" {
		second.Step.Bind = t.start.World.Model().Makes(first.Step.Op).Letter() + strconv.Itoa(len(at.p.Names)+9)
	}
	return []sequence.Sequence{t.sequence(at, first, second)}
}

// own says whether the call names a resource of the sequence.
func (t *detector) own(at prepared, move generate.Planned) bool {
	return slices.ContainsFunc(move.Step.References(), func(name string) bool { return !at.p.Base(sequence.Root(name)) })
}
