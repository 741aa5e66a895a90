package conformance

import (
	"maps"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// A trail remembers what may stand behind a difference that a look shows, beside
// the effects that wrote the fields.
type trail struct {
	makers  map[string]*model.BoundEffect // the effect that made a thing, by name and kind
	removed map[string]removal            // what was told to go, by name
	fresh   map[string]bool               // names that were written to and not seen right since
	leftOut map[place]writer              // effects that a call left out, where a page names a default, and not seen right since
	idle    map[string]idleCall           // the last call about a name that was to change nothing, unless it was seen right since
	// suspects are worlds that were given up for others, in which the last call
	// should have been refused, or in another way: if what follows rules out the
	// others, the accusation stands. still says that the world in which nothing
	// has moved is one of them.
	suspects []branch
	still    bool
}

// An idleCall is one that was refused, or a dry run.
type idleCall struct {
	op     string
	dryRun bool
}

// A removal is how a thing was told to go: by which effect, and, where it goes
// by itself then, over which edge.
type removal struct {
	effect *model.BoundEffect
	edge   *model.Edge
	seen   bool // it was seen gone
}

func newTrail() trail {
	return trail{
		makers: map[string]*model.BoundEffect{}, removed: map[string]removal{}, fresh: map[string]bool{}, idle: map[string]idleCall{},
		leftOut: map[place]writer{},
	}
}

// wrote notes an accepted call that changes something: what it makes and
// removes, of what it names and of what else it touches.
func (t *trail) wrote(step Step, b *branch, others []beside) {
	for i := range b.verdict.Reply.Created {
		name := root(indexed(step.Bind, i))
		t.fresh[name] = true
		for _, e := range b.verdict.Effects {
			if e.Whole != nil {
				t.makers[name+" "+e.Whole.String()] = e
			}
		}
	}
	for _, name := range step.References() {
		t.fresh[root(name)] = true
		t.removes(name, b)
		t.removes(name+".primary", b)
	}
	for _, other := range others {
		t.fresh[other.name] = true
		t.removes(other.name, b)
	}
}

// removes notes that the call makes what the name stands for go, or begin to.
func (t *trail) removes(name string, b *branch) {
	id, ok := b.from.id(name)
	if !ok {
		return
	}
	before, after := b.around(id)
	if before == nil || before == after {
		return
	}
	var edge *model.Edge
	if after != nil {
		next, ok := pendingOf(b.verdict.World, id)
		if !ok || next.Edge.To != "" {
			return
		}
		edge = next.Edge
	}
	for _, e := range b.verdict.Effects {
		if e.Whole == before.Kind() && ofSort(e, before) || edge != nil && shownAs(e.SeenBy) == "Status" {
			t.removed[name] = removal{effect: e, edge: edge}
		}
	}
}

// ofSort says whether the effect is about a thing of this sort: the primary
// interface of an instance goes by an effect of its own.
func ofSort(e *model.BoundEffect, r model.Resource) bool {
	eni, ok := r.(*model.NetworkInterface)
	return !ok || strings.HasPrefix(e.Name, model.Primary) == (eni.Type == model.Primary)
}

// idled notes a call that was to change nothing.
func (t *trail) idled(step Step, dryRun bool) {
	for _, name := range step.References() {
		t.idle[root(name)] = idleCall{step.Op, dryRun}
	}
}

// sawRight notes a look that showed what the model says.
func (t *trail) sawRight(step Step) {
	for _, name := range step.References() {
		delete(t.fresh, root(name))
		delete(t.idle, root(name))
		maps.DeleteFunc(t.leftOut, func(at place, _ writer) bool { return at.name == root(name) })
		if r, ok := t.removed[name]; ok {
			r.seen = true
			t.removed[name] = r
		}
	}
}

// blameFurther names what stands behind a difference better than the writer of
// the field: a call that was to change nothing, or the effect that makes or
// removes the whole.
func (o *oracle) blameFurther(j *Judgement, op *model.BoundOperation) {
	if j.Kind != "effect" || len(j.Diffs) == 0 {
		return
	}
	d := j.Diffs[0]
	name := root(d.Name)
	if call, ok := o.trail.idle[name]; ok && !o.trail.fresh[name] && op.Reads {
		o.trail.blameIdle(j, call)
		return
	}
	switch {
	case d.Name == "reply" && d.Field == "Created":
		for _, e := range op.Effects {
			if e.Whole == op.Makes && op.Makes != nil {
				j.Item, j.Basis = e.ID(), e.Known()
			}
		}
	case d.Field == "" && d.Got == "shown":
		o.trail.blameRemoval(j, d.Name)
	case d.Field == "":
		if e, ok := o.trail.makers[name+" "+d.Kind.String()]; ok {
			j.Item, j.Basis = e.ID(), e.Known()
		}
	}
}

// blameRemoval blames what should have made the thing go: the effect, or, when
// it was gone for a while, the edge.
func (t *trail) blameRemoval(j *Judgement, name string) {
	r, ok := t.removed[name]
	switch {
	case !ok:
	case r.seen && r.edge != nil:
		j.Kind, j.Item, j.Basis = "transition", r.edge.Name, r.edge.Basis
	default:
		j.Item, j.Basis = r.effect.ID(), r.effect.Known()
	}
}

func (t *trail) blameIdle(j *Judgement, call idleCall) {
	j.Item = call.op + "/refused"
	j.Basis = model.Inferred("a call that is refused changes nothing")
	j.guess = true
	if call.dryRun {
		j.Item = call.op + "/dry-run"
		j.Basis = model.Documented("DryRun parameter of the page")
	}
}

// follow keeps the trail after a step, and returns what is judged of it.
func (o *oracle) follow(step Step, caller, region string, out model.Outcome, best branch, branches []branch) Judgement {
	j := best.judgement
	reads := best.verdict.Op != nil && best.verdict.Op.Reads
	switch {
	case reads && j.Result == Pass && out.Class == model.ClassOK:
		o.trail.sawRight(step)
	case reads && j.Result == Divergence:
		if accused, ok := o.accused(step, caller, region, out, best); ok {
			return accused
		}
	case !reads:
		o.trail.suspected(branches, best)
		if j.Result == Pass && out.Class == model.ClassError {
			o.trail.idled(step, best.verdict.DryRun)
		}
	}
	return j
}

// accused returns the judgement of a suspect that explains a look which all the
// worlds that were kept do not: in that world the status is as it was seen.
func (o *oracle) accused(step Step, caller, region string, out model.Outcome, best branch) (Judgement, bool) {
	if !showsStatusDiff(best.judgement.Diffs) {
		return Judgement{}, false
	}
	for _, s := range o.trail.suspects {
		for _, b := range o.try(nil, s.from, step, caller, region, out) {
			if !showsStatusDiff(b.judgement.Diffs) && (b.judgement.Result == Pass || b.judgement.Kind == "effect") {
				return s.judgement, true
			}
		}
	}
	return Judgement{}, false
}

func showsStatusDiff(diffs []Diff) bool {
	return slices.ContainsFunc(diffs, func(d Diff) bool { return d.Field == "Status" || d.Field == "" })
}

// accuses says whether a judgement of the kind is about the answer of a call: it
// should have been refused, or with another code.
func accuses(kind string) bool { return kind == "refuses" || kind == "answers" || kind == "order" }

// suspected keeps the worlds in which a call should have been refused, or in
// another way, when others say that it passes.
func (t *trail) suspected(branches []branch, best branch) {
	t.suspects, t.still = nil, false
	if best.judgement.Result != Pass {
		return
	}
	for i, b := range branches {
		if b.judgement.Result == Divergence && accuses(b.judgement.Kind) {
			t.suspects = append(t.suspects, b)
			t.still = t.still || i == 0
		}
	}
}
