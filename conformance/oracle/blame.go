package oracle

import (
	"maps"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A trail remembers what may stand behind a difference that a look shows, beside
// the effects that wrote the fields.
type trail struct {
	makers  map[string]*model.BoundEffect // the effect that made a thing, by name and kind
	removed map[string]removal            // what was told to go, by name
	fresh   map[string]bool               // names that were written to and not seen right since
	leftOut map[place]writer              // effects that a call left out, where a page names a default, and not seen right since
	idle    map[string]idleCall           // the last call about a name that was to change nothing, unless it was seen right since
	// Suspects are worlds that were given up for others, in which the last call
	// should have been refused, or in another way: if what follows rules out the
	// others, the accusation stands. still says that the world in which nothing
	// has moved is one of them.
	Suspects []Branch
	Still    bool
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
func (t *trail) wrote(step sequence.Step, b *Branch, others []beside) {
	for i := range b.Verdict.Reply.Created {
		name := sequence.Root(Indexed(step.Bind, i))
		t.fresh[name] = true
		for _, e := range b.Verdict.Effects {
			if e.Whole != nil {
				t.makers[name+" "+e.Whole.String()] = e
			}
		}
	}
	for _, name := range step.References() {
		t.fresh[sequence.Root(name)] = true
		t.removes(name, b)
		t.removes(name+".primary", b)
	}
	for _, other := range others {
		t.fresh[other.name] = true
		t.removes(other.name, b)
	}
}

// removes notes that the call makes what the name stands for go, or begin to.
func (t *trail) removes(name string, b *Branch) {
	id, ok := b.From.Id(name)
	if !ok {
		return
	}
	before, after := b.around(id)
	if before == nil || before == after {
		return
	}
	var edge *model.Edge
	if after != nil {
		next, ok := PendingOf(b.Verdict.World, id)
		if !ok || next.Edge.To != "" {
			return
		}
		edge = next.Edge
	}
	for _, e := range b.Verdict.Effects {
		if e.Whole == before.Kind() && ofSort(e, before) || edge != nil && shownAs(e.SeenBy) == "Status" {
			t.removed[name] = removal{effect: e, edge: edge}
		}
	}
}

// ofSort says whether the effect is about a thing of this sort: the primary
// interface of an instance goes by an effect of its own.
func ofSort(e *model.BoundEffect, r model.Resource) bool {
	eni, ok := r.(*ecs.NetworkInterface)
	return !ok || strings.HasPrefix(e.Name, ecs.Primary) == (eni.Type == ecs.Primary)
}

// idled notes a call that was to change nothing.
func (t *trail) idled(step sequence.Step, dryRun bool) {
	for _, name := range step.References() {
		t.idle[sequence.Root(name)] = idleCall{step.Op, dryRun}
	}
}

// sawRight notes a look that showed what the model says.
func (t *trail) sawRight(step sequence.Step) {
	for _, name := range step.References() {
		delete(t.fresh, sequence.Root(name))
		delete(t.idle, sequence.Root(name))
		maps.DeleteFunc(t.leftOut, func(at place, _ writer) bool { return at.name == sequence.Root(name) })
		if r, ok := t.removed[name]; ok {
			r.seen = true
			t.removed[name] = r
		}
	}
}

// blameFurther names what stands behind a difference better than the writer of
// the field: a call that was to change nothing, or the effect that makes or
// removes the whole.
func (o *Oracle) blameFurther(j *Judgement, op *model.BoundOperation) {
	if j.Kind != "effect" || len(j.Diffs) == 0 {
		return
	}
	d := j.Diffs[0]
	name := sequence.Root(d.Name)
	if call, ok := o.Trail.idle[name]; ok && !o.Trail.fresh[name] && op.Reads {
		o.Trail.blameIdle(j, call)
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
		o.Trail.blameRemoval(j, d.Name)
	case d.Field == "":
		if e, ok := o.Trail.makers[name+" "+d.Kind.String()]; ok {
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
func (o *Oracle) follow(step sequence.Step, caller, region string, out model.Outcome, best Branch, branches []Branch) Judgement {
	j := best.Judgement
	reads := best.Verdict.Op != nil && best.Verdict.Op.Reads
	switch {
	case reads && j.Result == Pass && out.Class == model.ClassOK:
		o.Trail.sawRight(step)
	case reads && j.Result == Divergence:
		if accused, ok := o.accused(step, caller, region, out, best); ok {
			return accused
		}
	case !reads:
		o.Trail.suspected(branches, best)
		if j.Result == Pass && out.Class == model.ClassError {
			o.Trail.idled(step, best.Verdict.DryRun)
		}
	}
	return j
}

// accused returns the judgement of a suspect that explains a look which all the
// worlds that were kept do not: in that world the status is as it was seen.
func (o *Oracle) accused(step sequence.Step, caller, region string, out model.Outcome, best Branch) (Judgement, bool) {
	if !showsStatusDiff(best.Judgement.Diffs) {
		return Judgement{}, false
	}
	for _, s := range o.Trail.Suspects {
		for _, b := range o.Try(nil, s.From, step, caller, region, out) {
			if !showsStatusDiff(b.Judgement.Diffs) && (b.Judgement.Result == Pass || b.Judgement.Kind == "effect") {
				return s.Judgement, true
			}
		}
	}
	return Judgement{}, false
}

func showsStatusDiff(diffs []Diff) bool {
	return slices.ContainsFunc(diffs, func(d Diff) bool { return d.Field == "Status" || d.Field == "" })
}

// Accuses says whether a judgement of the kind is about the answer of a call: it
// should have been refused, or with another code.
func Accuses(kind string) bool { return kind == "refuses" || kind == "answers" || kind == "order" }

// suspected keeps the worlds in which a call should have been refused, or in
// another way, when others say that it passes.
func (t *trail) suspected(branches []Branch, best Branch) {
	t.Suspects, t.Still = nil, false
	if best.Judgement.Result != Pass {
		return
	}
	for i, b := range branches {
		if b.Judgement.Result == Divergence && Accuses(b.Judgement.Kind) {
			t.Suspects = append(t.Suspects, b)
			t.Still = t.Still || i == 0
		}
	}
}
