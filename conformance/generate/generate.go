package generate

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"pgregory.net/rapid"

	"github.com/ecsim/ecsim/conformance/generate/locality"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A Plan limits what generation may draw.
type Plan struct {
	Start oracle.Start
	// Steps is the number of calls of a sequence.
	Steps int
	// Operations restricts the drawn calls; the calls that make the resources
	// that they need are always allowed. Empty means all.
	Operations []string
	// Unsupported are operations that the target lacks and, as
	// OPERATION/PARAMETER, parameters that it does not support.
	Unsupported map[string]bool
	// Weights replace the weights of operations; nil keeps the defaults.
	Weights map[string]int
	// Number is the number of the plan in its run, from 0, and Seed the run's
	// seed: two consecutive plans share the operations between them.
	Number int
	Seed   uint64
	// Reached holds the coverage of the run so far; nil for none. It is only
	// read.
	Reached *Reached
	// Avoid are rules and effects that the target is known to get wrong: after
	// such a call its state is unknown.
	Avoid map[string]bool
	// Uniform draws operations and parameters uniformly from the same values,
	// without weights, aims or preparation: the baseline of measurements.
	Uniform bool

	Setups *SetupIndex
	tables *drawTables
}

// Sequences returns the generator of sequences. They are drawn against the
// model, so that most calls make sense in the state that they meet, and many
// show items that the run has not seen yet.
func Sequences(p Plan) *rapid.Generator[sequence.Sequence] {
	return rapid.Map(Draws(p), func(d drawn) sequence.Sequence { return d.Sequence })
}

// drawn is a sequence with the items that it was aimed at, and the rules that
// were tried without success.
type drawn struct {
	Sequence sequence.Sequence
	Aims     []CoverageItem
	Missed   []*model.BoundRule
}

// Draws returns the generator of plans, with what each was aimed at.
func Draws(p Plan) *rapid.Generator[drawn] {
	p.prepare()
	return rapid.Custom(func(t *rapid.T) drawn {
		g := newGenerator(t, p)
		if p.Uniform {
			g.uniform()
		} else if g.chance(aimedPlans) {
			g.aim()
		}
		for g.calls < p.Steps {
			g.next()
		}
		return drawn{g.sequence, g.aims, g.missed}
	})
}

// aimedPlans is the percentage of sequences that begin with an aim.
const aimedPlans = 60

// prepare fills in the defaults of a plan.
func (p *Plan) prepare() {
	p.Start.Defaults()
	if p.Reached == nil {
		p.Reached = NewReached()
	}
	if p.Setups == nil {
		// Without its catalog a model has no operations, and there is nothing
		// to aim at.
		p.Setups, _ = NewSetupIndex(p.Start)
	}
	if p.Setups != nil {
		p.tables = p.Setups.tables
	}
	if p.tables == nil {
		own, _ := locality.New(p.Start, writtenFor) // nil when the world cannot be read
		p.tables = newDrawTables(p.Start, own)
	}
}

// A Generator draws one sequence.
type Generator struct {
	dice
	Plan     Plan
	world    oracle.PossibleWorld
	region   string
	sequence sequence.Sequence
	chosen   []string // operations of this plan
	deck     []string // cards not yet drawn
	things   []thing
	given    []sequence.Step // see keep
	calls    int
	caller   string
	ownNames bool   // the map of names is not shared
	op       string // being drawn
	count    map[string]int
	aims     []CoverageItem        // items that aimed calls of the sequence show
	aimed    map[CoverageItem]bool // the same
	missed   []*model.BoundRule    // that calls tried to break without success
	// racing sequences rarely wait for the end of transitions.
	racing bool
	// careful sequences rarely break rules on purpose.
	careful bool
	room    model.Params   // parameters of calls that are only tried
	tried   model.Verdict  // of the last tried call
	options []*model.Param // reused by optional
	sorts   []sorting      // by the number of the kind
	items   []CoverageItem // reused by shows
}

func newGenerator(t *rapid.T, p Plan) *Generator {
	g := &Generator{
		dice: newDice(t), Plan: p, count: map[string]int{}, aimed: map[CoverageItem]bool{},
		world:  oracle.PossibleWorld{World: p.Start.World, Names: p.Start.World.Base().Names},
		region: p.Start.Region, room: model.Params{},
		sequence: sequence.Sequence{World: p.Start.World.Base().Name},
	}
	if g.region == "" {
		g.region = p.Start.World.Base().Regions[0].RegionId
	}
	g.racing = g.chance(30)
	g.careful = g.chance(25)
	if p.Setups != nil {
		g.things = slices.Clone(p.Setups.things)
	} else {
		g.things = thingsOf(g.world)
	}
	g.choose()
	return g
}

// next draws one call, and before it the calls that it needs.
func (g *Generator) next() {
	op, ok := g.card()
	if !ok {
		g.calls = g.Plan.Steps // nothing is left to draw
		return
	}
	if g.older() {
		return
	}
	g.provide(op)
	g.prepare(op)
	if bound, ok := g.world.World.Model().Operation(op); ok && g.pages(bound) {
		return
	}
	if g.chance(aimedCalls) && g.breakHere(op) {
		return
	}
	step, caller, known := g.draw(op)
	for range min(len(g.Plan.Avoid), 5) { // usually one draw is enough
		if known == nil {
			known = g.try(step, caller, twoRules)
		}
		if !g.avoids(known) {
			break
		}
		step, caller, known = g.draw(op)
	}
	g.call(step, caller, known)
	g.retry(step)
}

// twoRules is the number of broken rules that shows whether a rule is broken
// alone.
const twoRules = 2

// try returns the model's verdict of a call in the present state, with as
// many broken rules as most says; the next try overwrites it.
func (g *Generator) try(step sequence.Step, caller string, most int) *model.Verdict {
	g.tried = g.world.World.Try(g.world.Modelled(step, caller, g.region, g.room), most)
	return &g.tried
}

// aimedCalls is the percentage of calls that try to break a rule that the run
// has not seen broken, in the state that is there.
const aimedCalls = 30

// retry repeats, with some probability, a call that has a ClientToken: the same
// parameters have to give the same result, others are refused. Sometimes the call
// is made with another token first.
func (g *Generator) retry(step sequence.Step) {
	token := step.Params["ClientToken"]
	if token == "" || g.chance(30) {
		return
	}
	switch how := g.below(100); {
	case how < 30:
		next := step
		next.Params = step.Params.With("ClientToken", token+"-next")
		g.emit(next)
	case how < 55:
		step.Params = step.Params.With("Description", "another")
	}
	g.emit(step)
}

// as changes the caller; the empty name means the first caller of the world.
func (g *Generator) as(caller string) {
	if caller == "" {
		caller = g.Plan.Start.World.Base().Callers[0].Name
	}
	if g.caller == "" {
		g.caller = g.Plan.Start.World.Base().Callers[0].Name
	}
	if caller != g.caller {
		g.caller = caller
		g.sequence.Steps = append(g.sequence.Steps, sequence.Step{Kind: sequence.StepAs, Text: caller})
	}
}

// emit adds the call to the sequence, applies it to the model, and returns the
// name of the resource that it makes.
func (g *Generator) emit(s sequence.Step) (bound string) { return g.emitKnown(s, nil) }

// emitKnown is emit for a call with a known verdict, or nil.
func (g *Generator) emitKnown(s sequence.Step, known *model.Verdict) (bound string) {
	bound, effective := g.add(s, known)
	if effective && !g.racing || g.chance(20) {
		g.settleAfter(s, bound)
	}
	return bound
}

// add is emitKnown without waiting; effective says that the call was accepted
// and changed something.
func (g *Generator) add(s sequence.Step, v *model.Verdict) (bound string, effective bool) {
	g.calls++
	if v == nil {
		v = g.try(s, g.caller, twoRules)
	}
	kind := g.world.World.Model().Makes(s.Op)
	if kind != nil && !v.DryRun {
		// A refused call is bound too: a wrong target may make something.
		s.Bind = g.bind(s.Op)
	}
	g.sequence.Steps = append(g.sequence.Steps, s)
	if !v.Accepted() {
		return "", false
	}
	if !v.DryRun {
		g.keep(s)
	}
	names := g.world.Names
	if s.Bind != "" {
		if !g.ownNames { // the map of the starting world is shared
			names, g.ownNames = maps.Clone(names), true
		}
		for i, id := range v.Reply.Created {
			name := oracle.Indexed(s.Bind, i)
			oracle.Bind(names, v.World, name, []string{id})
			g.things = append(g.things, thing{name, kind, true})
			for _, a := range v.World.Aspects(id) {
				r, _, _ := v.World.Locate(a.ID)
				g.things = append(g.things, thing{name + "." + a.Word, r.Kind(), true})
			}
			if kind == ecs.KindInstance {
				g.things = append(g.things, thing{name + ".primary", ecs.KindNetworkInterface, true})
			}
		}
	}
	g.world = oracle.PossibleWorld{World: v.World, Names: names}
	return s.Bind, len(v.Effects) > 0
}

// settleAfter waits, with some probability, for the transition that the call
// started.
func (g *Generator) settleAfter(s sequence.Step, bound string) {
	if bound != "" {
		g.awaitSettled(bound)
		return
	}
	for _, name := range s.References() {
		if id, ok := g.world.Id(name); ok {
			if _, moving := oracle.Move(g.world.World, id); moving {
				g.awaitSettled(name)
				return
			}
		}
	}
}

// awaitSettled adds an await of the stable status that the resource reaches by
// itself, if it is in transition.
func (g *Generator) awaitSettled(name string) {
	if name == "" {
		return
	}
	id, ok := g.world.Id(name)
	if !ok {
		return
	}
	w, moved := oracle.Move(g.world.World, id)
	if !moved {
		return
	}
	for moved {
		g.world.World = w
		w, moved = oracle.Move(w, id)
	}
	status := sequence.Gone
	if r, _, _ := g.world.World.Locate(id); r != nil {
		status = model.StatusOf(r)
	}
	if strings.Contains(name, ".") { // a part of a resource settles with it
		return
	}
	g.sequence.Steps = append(g.sequence.Steps, sequence.Step{Kind: sequence.StepAwait, Name: name, Status: status})
}

// bind returns a new name for the resource that the operation makes.
func (g *Generator) bind(op string) string {
	prefix := g.world.World.Model().Makes(op).Letter()
	if prefix == "" {
		return ""
	}
	g.count[prefix]++
	return prefix + strconv.Itoa(g.count[prefix])
}

// faulty says whether the target is known to get the call wrong.
func (g *Generator) faulty(v *model.Verdict) bool {
	if len(g.Plan.Avoid) == 0 {
		return false
	}
	if len(v.Broken) == 1 {
		return g.Plan.Avoid[v.Broken[0].ID()]
	}
	for _, e := range v.Effects {
		if g.Plan.Avoid[e.ID()] {
			return true
		}
	}
	return false
}

// avoids is faulty, except for the few calls that meet a known fault again.
func (g *Generator) avoids(v *model.Verdict) bool { return g.faulty(v) && !g.chance(meetAgain) }

// meetAgain is the percentage of calls that show a known fault again.
const meetAgain = 10
