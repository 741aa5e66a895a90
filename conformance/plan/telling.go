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

// The shortest sequence in which an item happens need not tell when a target
// gets it wrong: the call may break other rules too, or change what was so
// before. For such items the suite holds a second witness, which tells: run on a
// target that is wrong in that way, it ends in a finding that names the item.

// Telling says whether a witness of the item is of that sort.
func (i Item) Telling() bool { return i.Kind != "rule" && i.Kind != "effect" && i.Kind != "edge" }

// Told says whether the verdict is one that can tell: the rule is broken, and no
// other; the effect is made; the call is one of the operation.
func Told(v model.Verdict, item Item) bool {
	switch {
	case v.Op == nil:
		return false
	case !strings.Contains(item.ID, "/"):
		return v.Op.Name == item.ID
	case len(v.Broken) > 0:
		return len(v.Broken) == 1 && v.Broken[0].ID() == item.ID
	default:
		return Happens(v, item)
	}
}

// A Wrong is a way to be wrong about an item.
type Wrong struct {
	// Item is what a finding has to name: the kind is the word that telling
	// witnesses have in their path.
	Item Item
	// World and Step make it so; nil leaves the world, and the model's own
	// function, as they are. Step is new for each run.
	World func(model.World) model.World
	Step  func() func(model.World, model.Call) model.Verdict
}

// operation is the operation of the item; empty for an edge.
func (w Wrong) operation(m *model.Model) *model.BoundOperation {
	name, _, _ := strings.Cut(w.Item.ID, "/")
	op, _ := m.Operation(name)
	return op
}

// A modelTarget is a target that does what the model, or a wrong one, says.
// What moves by itself moves when somebody waits.
type modelTarget struct {
	world model.World
	step  func(model.World, model.Call) model.Verdict
}

func newModelTarget(start model.World, w *Wrong) *modelTarget {
	t := &modelTarget{world: start, step: model.World.Apply}
	if w != nil && w.World != nil {
		t.world = w.World(start)
	}
	if w != nil && w.Step != nil {
		t.step = w.Step()
	}
	return t
}

// Name says what it is.
func (t *modelTarget) Name() string { return "the model" }

// Do applies the call. Where a wrong model finds nothing to work on, nothing
// happens.
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

// Pace makes what is pending happen before the next look.
func (t *modelTarget) Pace(n int) (pause time.Duration, again bool) {
	for _, next := range t.world.Pending() {
		t.world = t.world.Fire(next)
	}
	return 0, n < 12
}

// Names says whether a judgement names the item, which is an operation, or of
// one.
func names(j oracle.Judgement, item string) bool {
	if strings.Contains(item, "/") {
		return j.Item == item
	}
	op, _, _ := strings.Cut(j.Item, "/")
	return op == item
}

// Tells runs the sequence on the model made wrong and says whether it ends in a
// finding that names the item.
func Tells(ctx context.Context, start oracle.Start, s sequence.Sequence, w Wrong) bool {
	return tells(ctx, start, s, w, oracle.NoOrders{})
}

// tells is Tells where more is known of the order of rules.
func tells(ctx context.Context, start oracle.Start, s sequence.Sequence, w Wrong, orders oracle.Orders) bool {
	r := run.NewRunner(newModelTarget(start.World, &w), start, orders)
	r.StopAt = func(f run.Found) bool { return f.Last }
	r.QuietUntil = sequence.LastCall(s)
	res, err := r.Run(ctx, s)
	return err == nil && slices.ContainsFunc(res.Found, func(f run.Found) bool { return names(f.Judgement, w.Item.ID) })
}

// Untold returns those ways to be wrong that no case of the item tells.
func Untold(ctx context.Context, starts map[string]oracle.Start, cases []Case, wrongs []Wrong) []Wrong {
	ready := make(map[string]oracle.Start, len(starts))
	for name, start := range starts {
		start.Defaults()
		ready[name] = start
	}
	byItem := map[string][]Case{}
	for _, c := range cases {
		byItem[c.Item.ID] = append(byItem[c.Item.ID], c)
	}
	return slices.DeleteFunc(slices.Clone(wrongs), func(w Wrong) bool {
		return slices.ContainsFunc(byItem[w.Item.ID], func(c Case) bool {
			start, ok := ready[c.Sequence.World]
			return ok && Tells(ctx, start, c.Sequence, w)
		})
	})
}

// mostTries bounds the sequences that are run for one way to be wrong.
const mostTries = 240

// mostHere bounds those that begin in one world.
const mostHere = 10

// FindTelling searches for sequences that tell of each way to be wrong. It tries
// all calls in the worlds of the start that the cases lead to, in order of their
// length.
func FindTelling(ctx context.Context, start oracle.Start, cases []Case, wrongs []Wrong) ([]Witness, error) {
	start.Defaults()
	mover, err := generate.NewMover(start)
	if err != nil {
		return nil, err
	}
	t := &teller{start: start, mover: mover, tries: map[Item]int{}, missing: slices.Clone(wrongs)}
	for _, at := range preparations(start, cases) {
		t.expand(ctx, at)
		if ctx.Err() != nil || len(t.missing) == 0 {
			break
		}
	}
	return t.found, ctx.Err()
}

// A teller is one search.
type teller struct {
	start   oracle.Start
	mover   *generate.Mover
	missing []Wrong
	tries   map[Item]int // in all
	here    map[Item]int // in the present world
	found   []Witness
	plain   *generate.Planned // the first call of the operation that is accepted in the world
}

// expand tries the calls of what is missing in one world.
func (t *teller) expand(ctx context.Context, at prepared) {
	m := t.start.World.Model()
	t.here = map[Item]int{}
	byOp := map[string][]Wrong{}
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
		if wrongs := byOp[op.Name]; len(wrongs) > 0 {
			t.expandOne(ctx, at, t.mover.Moves(at.p, naming, op).All, wrongs)
		}
	}
}

// expandOne tries the calls of one operation.
func (t *teller) expandOne(ctx context.Context, at prepared, moves []generate.Planned, wrongs []Wrong) {
	t.plain = nil
	for _, move := range moves {
		v := at.p.World.Apply(move.Call)
		if t.plain == nil && v.Accepted() && !v.DryRun {
			plain := t.bound(at, move, v)
			t.plain = &plain
		}
		for _, w := range wrongs {
			if !differs(at.p.World, move.Call, v, w) {
				continue
			}
			for _, s := range t.candidates(at, move, v, w) {
				t.try(ctx, s, w)
			}
		}
	}
}

// differs says whether the call does something else where it is wrong in this
// way. What only shows in a later call always may.
func differs(world model.World, call model.Call, v model.Verdict, w Wrong) (yes bool) {
	switch w.Item.Kind {
	case "skip", "bound", "lose", "anyway", "neighbour":
	default:
		return true
	}
	t := newModelTarget(world, &w)
	defer func() { yes = yes || recover() != nil }() // it finds nothing to work on, which shows
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

// try keeps the sequence if it tells.
func (t *teller) try(ctx context.Context, s sequence.Sequence, w Wrong) {
	i := slices.IndexFunc(t.missing, func(m Wrong) bool { return m.Item == w.Item })
	if i < 0 || t.tries[w.Item] >= mostTries || t.here[w.Item] >= mostHere {
		return
	}
	t.tries[w.Item]++
	t.here[w.Item]++
	if Tells(ctx, t.start, s, w) {
		t.found = append(t.found, Witness{Item: w.Item, Sequence: s})
		t.missing = slices.Delete(t.missing, i, i+1)
	}
}

// candidates are the sequences worth a run: those whose last call breaks the
// rule alone, or makes the effect; for a whole operation what [variants] says.
func (t *teller) candidates(at prepared, move generate.Planned, v model.Verdict, w Wrong) []sequence.Sequence {
	switch {
	case !strings.Contains(w.Item.ID, "/"):
		return t.variants(at, move, v, w)
	case !Told(v, w.Item):
		return nil
	}
	bound := t.bound(at, move, v)
	alone := t.sequence(at, bound)
	if status := settledStatus(v); bound.Step.Bind != "" && status != "" {
		return []sequence.Sequence{alone, {World: alone.World, Steps: append(slices.Clone(alone.Steps), sequence.Step{Kind: sequence.StepAwait, Name: bound.Step.Bind, Status: status})}}
	}
	return []sequence.Sequence{alone}
}

// settledStatus is the status in which what the call makes comes to rest; empty
// where it makes nothing, or that rests at once.
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

// bound gives what the move makes a name.
func (t *teller) bound(at prepared, move generate.Planned, v model.Verdict) generate.Planned {
	if kind := t.start.World.Model().Makes(move.Step.Op); kind != nil && v.Accepted() {
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

// sequence puts moves behind a preparation.
func (t *teller) sequence(at prepared, moves ...generate.Planned) sequence.Sequence {
	s := sequence.Sequence{World: t.start.World.Base().Name, Steps: slices.Clone(at.steps)}
	caller := at.caller
	for _, m := range moves {
		s.Steps = append(s.Steps, AsSteps(caller, m)...)
		caller = m.Caller
	}
	return s
}

// variants are sequences about a whole operation. What tells depends on the way
// to be wrong: a dry run, the same token twice, a refusal that would change
// something, a list.
func (t *teller) variants(at prepared, move generate.Planned, v model.Verdict, w Wrong) []sequence.Sequence {
	if !t.own(at, move) && t.start.World.Model().Makes(move.Step.Op) == nil && !v.Op.Reads {
		return nil // nobody looks at what the world began with
	}
	bound := t.bound(at, move, v)
	switch accepted := v.Accepted() && !v.DryRun; {
	case w.Item.Kind == "anyway":
		return t.refusals(at, move, v)
	case !accepted:
		return nil
	case w.Item.Kind == "dry":
		dry := move
		dry.Step.Params = dry.Step.Params.With("DryRun", "true")
		return []sequence.Sequence{t.sequence(at, dry), t.sequence(at, dry, bound)}
	case w.Item.Kind == "token":
		if v.World.Hash() == at.p.World.Hash() {
			return nil
		}
		return t.twice(at, bound)
	case w.Item.Kind == "stale" && at.length == 0:
		return nil
	default:
		return []sequence.Sequence{t.sequence(at, bound)}
	}
}

// refusals are sequences that show whether a call that breaks one rule changed
// something all the same.
func (t *teller) refusals(at prepared, move generate.Planned, v model.Verdict) []sequence.Sequence {
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

// seenBefore looks at what the call is about before it is said: nobody can say
// later that it was never there.
func (t *teller) seenBefore(at prepared, move generate.Planned) []sequence.Sequence {
	for _, name := range move.Step.References() {
		if at.p.Base(sequence.Root(name)) {
			continue
		}
		if look, ok := t.start.Tables.LookStep(at.p.Kind(name), "", name, t.start.Region); ok {
			return []sequence.Sequence{t.sequence(at, generate.Planned{Step: look, Caller: move.Caller}, move)}
		}
	}
	return nil
}

// twice says the call two times with one token.
func (t *teller) twice(at prepared, first generate.Planned) []sequence.Sequence {
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

// own says whether the call names something that the sequence made.
func (t *teller) own(at prepared, move generate.Planned) bool {
	return slices.ContainsFunc(move.Step.References(), func(name string) bool { return !at.p.Base(sequence.Root(name)) })
}
