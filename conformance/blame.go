package conformance

import (
	"context"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// A trail remembers what may stand behind a difference that a look shows, beside
// the effects that wrote the fields.
type trail struct {
	makers map[string]*model.BoundEffect // the effect that made or removed a thing, by name and kind
	fresh  map[string]bool               // names that were written to and not seen right since
	idle   map[string]idleCall           // the last call about a name that was to change nothing, unless it was seen right since
	// suspects are worlds that were given up for others, in which the last
	// accepted call should have been refused: if what follows rules out the
	// others, the accusation stands.
	suspects []branch
}

// An idleCall is one that was refused, or a dry run.
type idleCall struct {
	op     string
	dryRun bool
}

func newTrail() trail {
	return trail{makers: map[string]*model.BoundEffect{}, fresh: map[string]bool{}, idle: map[string]idleCall{}}
}

// wrote notes an accepted call that changes something.
func (t *trail) wrote(step Step, b branch) {
	names := step.References()
	for i := range b.verdict.Reply.Created {
		names = append(names, indexed(step.Bind, i))
	}
	for _, name := range names {
		name = root(name)
		t.fresh[name] = true
		for _, e := range b.verdict.Effects {
			if kind := wholeKind(e); kind != 0 {
				t.makers[name+" "+kind.String()] = e
			}
		}
	}
}

// wholeKind returns the kind of thing that the effect makes or removes as a
// whole: the field that shows it is the id; 0 for others.
func wholeKind(e *model.BoundEffect) model.Kind {
	_, field, _ := strings.Cut(e.SeenBy, ".")
	return map[string]model.Kind{
		"InstanceId": model.KindInstance, "ImageId": model.KindImage, "NetworkInterfaceId": model.KindNetworkInterface,
		"SecurityGroupId": model.KindSecurityGroup, "VSwitchId": model.KindVSwitch, "VpcId": model.KindVpc,
	}[field]
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
			if wholeKind(e) == makes(op.Name) && makes(op.Name) != 0 {
				j.Item, j.Basis = e.ID(), effectBasis(e)
			}
		}
	case d.Field == "":
		if e, ok := o.trail.makers[name+" "+d.Kind.String()]; ok {
			j.Item, j.Basis = e.ID(), effectBasis(e)
		}
	}
}

func effectBasis(e *model.BoundEffect) model.Basis {
	if e.Basis.Level.String() == "from catalog" {
		return model.Documented("the operation's page")
	}
	return e.Basis
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

// suspected keeps the worlds in which an accepted call should have been refused,
// when others say that it passes.
func (t *trail) suspected(branches []branch, best branch) {
	t.suspects = nil
	if best.judgement.Result != Pass {
		return
	}
	for _, b := range branches {
		if b.judgement.Result == Divergence && b.judgement.Kind == "refuses" {
			t.suspects = append(t.suspects, b)
		}
	}
}

// doubt looks a second time at what a reply shows wrongly. If that is right, the
// reply was at fault and not what it is about: it is stale, or incomplete.
func (r *runner) doubt(ctx context.Context, step Step, before []possible, res *StepResult) error {
	j := res.Judgement
	if j.Result != Divergence || j.Kind != "effect" && j.Kind != "transition" || len(j.Diffs) == 0 || res.Verdict.Op == nil || !res.Verdict.Op.Reads {
		return nil
	}
	d := j.Diffs[0]
	kind := d.Kind
	if kind == 0 && len(before) > 0 {
		kind = before[0].kind(root(d.Name))
	}
	again, ok := r.start.tables.lookStep(kind, "", d.Name, r.start.Region)
	if d.Name == "reply" && len(step.References()) > 0 {
		again, ok = step, true
	}
	if !ok {
		return nil
	}
	after := r.oracle.frontier
	r.oracle.frontier = before
	caller := r.ownerOf(again)
	call, ok := r.oracle.forTarget(again, caller, r.start.Region)
	if !ok {
		r.oracle.frontier = after
		return nil
	}
	out, err := r.exchange(ctx, LineLook, again, call)
	if err != nil {
		return err
	}
	r.result.Counts.Observe++
	if second, _ := r.oracle.observe(again, caller, r.start.Region, out); second.Result != Pass {
		r.oracle.frontier = after
		return nil
	}
	res.Judgement.Kind, res.Judgement.Item = "reading", step.Op+"/reply"
	res.Judgement.Basis = model.Inferred("the next look shows what this one does not")
	return nil
}
