package oracle

import (
	"maps"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A suspects holds calls, effects and worlds that may be the cause
// of a later difference, besides the effects that wrote the fields.
type suspects struct {
	makers      map[string]*model.BoundEffect // the effect that made a resource, by name and kind
	removed     map[string]removal            // resources that a call removes, by name
	unconfirmed map[string]bool               // names that were written to and not confirmed by a lookup since
	leftOut     map[fieldKey]writer           // effects that a call left out although the page names a default, not confirmed by a lookup since
	noChange    map[string]noChangeCall       // the last call about a name that should change nothing, not confirmed by a lookup since
	// Worlds are dropped worlds in which the last call should have been
	// refused, or answered otherwise. If a later lookup rules out the worlds
	// that were kept, the judgement of a suspect counts. Unmoved says that the
	// world without transitions is one of them.
	Worlds  []Branch
	Unmoved bool
}

// A noChangeCall is a call that was refused, or a dry run.
type noChangeCall struct {
	op     string
	dryRun bool
}

// A removal is the effect that removes a resource and, if the resource then
// disappears by itself, the transition that does so.
type removal struct {
	effect *model.BoundEffect
	edge   *model.Edge
	seen   bool // a lookup has shown that it is gone
}

func newSuspects() suspects {
	return suspects{
		makers: map[string]*model.BoundEffect{}, removed: map[string]removal{}, unconfirmed: map[string]bool{}, noChange: map[string]noChangeCall{},
		leftOut: map[fieldKey]writer{},
	}
}

// noteWrite notes an accepted call that changes something: the resources that it
// makes, removes, names or touches otherwise.
func (t *suspects) noteWrite(step sequence.Step, b *Branch, others []beside) {
	for i := range b.Verdict.Reply.Created {
		name := sequence.Root(Indexed(step.Bind, i))
		t.unconfirmed[name] = true
		for _, e := range b.Verdict.Effects {
			if e.Whole != nil {
				t.makers[name+" "+e.Whole.String()] = e
			}
		}
	}
	for _, name := range step.References() {
		t.unconfirmed[sequence.Root(name)] = true
		t.removes(name, b)
		t.removes(name+".primary", b)
		for _, aspect := range b.From.aspects(name) {
			t.removes(aspect, b)
		}
	}
	for _, other := range others {
		t.unconfirmed[other.name] = true
		t.removes(other.name, b)
	}
}

// removes notes that the call removes the named resource, or begins to.
func (t *suspects) removes(name string, b *Branch) {
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

// ofSort says whether the effect is about this sort of resource: the primary
// interface of an instance is removed by an effect of its own.
func ofSort(e *model.BoundEffect, r model.Resource) bool {
	eni, ok := r.(*ecs.NetworkInterface)
	return !ok || strings.HasPrefix(e.Name, ecs.Primary) == (eni.Type == ecs.Primary)
}

// noteNoChange notes a call that should change nothing.
func (t *suspects) noteNoChange(step sequence.Step, dryRun bool) {
	for _, name := range step.References() {
		t.noChange[sequence.Root(name)] = noChangeCall{step.Op, dryRun}
	}
}

// confirm notes a lookup that showed what the model says.
func (t *suspects) confirm(step sequence.Step) {
	for _, name := range step.References() {
		delete(t.unconfirmed, sequence.Root(name))
		delete(t.noChange, sequence.Root(name))
		maps.DeleteFunc(t.leftOut, func(at fieldKey, _ writer) bool { return at.name == sequence.Root(name) })
		if r, ok := t.removed[name]; ok {
			r.seen = true
			t.removed[name] = r
		}
	}
}

// blameFurther names a better cause of a difference than the writer of the
// field, if there is one: a call that should have changed nothing, or the
// effect that makes or removes the whole resource.
func (o *Oracle) blameFurther(j *Judgement, op *model.BoundOperation) {
	if j.Kind != "effect" || len(j.Diffs) == 0 {
		return
	}
	d := j.Diffs[0]
	name := sequence.Root(d.Name)
	if call, ok := o.Suspects.noChange[name]; ok && !o.Suspects.unconfirmed[name] && op.Reads {
		o.Suspects.blameNoChange(j, call)
		return
	}
	switch {
	case d.Name == "reply" && d.Field == "Created":
		blameMaker(j, op)
	case d.Field == "" && d.Got == "shown":
		o.Suspects.blameRemoval(j, d.Name)
	case d.Field == "":
		if e, ok := o.Suspects.makers[name+" "+d.Kind.String()]; ok {
			j.Item, j.Basis = e.ID(), e.Known()
			if moved := o.lastMover(name); moved.effect != nil { // it was there, and nothing has removed it
				j.Item = moved.effect.ID()
			}
		}
	}
}

// blameMaker blames the effect that makes what the operation makes.
func blameMaker(j *Judgement, op *model.BoundOperation) {
	for _, e := range op.Effects {
		if e.Whole == op.Makes && op.Makes != nil {
			j.Item, j.Basis = e.ID(), e.Known()
		}
	}
}

// blameRemoval blames the cause of a missing removal: the effect, or, if the
// resource was gone for a while, the transition.
func (t *suspects) blameRemoval(j *Judgement, name string) {
	r, ok := t.removed[name]
	switch {
	case !ok:
	case r.seen && r.edge != nil:
		j.Kind, j.Item, j.Basis = "transition", r.edge.Name, r.edge.Basis
	default:
		j.Item, j.Basis = r.effect.ID(), model.Weaker(r.effect.Known(), r.effect.Timing)
	}
}

func (t *suspects) blameNoChange(j *Judgement, call noChangeCall) {
	j.Item = call.op + "/refused"
	j.Basis = model.Inferred("a call that is refused changes nothing")
	j.guess = true
	if call.dryRun {
		j.Item = call.op + "/dry-run"
		j.Basis = model.Documented("DryRun parameter of the page")
	}
}

// updateSuspects updates the suspects after a step, and returns the final judgement.
func (o *Oracle) updateSuspects(step sequence.Step, caller, region string, out model.Outcome, best Branch, branches []Branch) Judgement {
	j := best.Judgement
	reads := best.Verdict.Op != nil && best.Verdict.Op.Reads
	switch {
	case reads && j.Result == Pass && out.Class == model.ClassOK:
		o.Suspects.confirm(step)
	case reads && j.Result == Divergence:
		if suspect, ok := o.suspectWorld(step, caller, region, out, best); ok {
			return suspect
		}
	case !reads:
		o.Suspects.keepWorlds(branches, best)
		if j.Result == Pass && out.Class == model.ClassError {
			o.Suspects.noteNoChange(step, best.Verdict.DryRun)
		}
	}
	return j
}

// suspectWorld returns the judgement of a suspect world that explains a lookup which
// none of the kept worlds explains: in that world the status is as it was seen.
func (o *Oracle) suspectWorld(step sequence.Step, caller, region string, out model.Outcome, best Branch) (Judgement, bool) {
	if !showsStatusDiff(best.Judgement.Diffs) {
		return Judgement{}, false
	}
	for _, s := range o.Suspects.Worlds {
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

// AboutAnswer says whether a judgement of the kind is about the answer of a call:
// it should have been refused, or with another code.
func AboutAnswer(kind string) bool { return kind == "refuses" || kind == "answers" || kind == "order" }

// keepWorlds keeps the worlds in which a call should have been refused, or
// answered otherwise, when it passes in other worlds.
func (t *suspects) keepWorlds(branches []Branch, best Branch) {
	t.Worlds, t.Unmoved = nil, false
	if best.Judgement.Result != Pass {
		return
	}
	for i, b := range branches {
		if b.Judgement.Result == Divergence && AboutAnswer(b.Judgement.Kind) {
			t.Worlds = append(t.Worlds, b)
			t.Unmoved = t.Unmoved || i == 0
		}
	}
}
