package conformance

import (
	"context"
	"reflect"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// doubt looks a second time at what a reply shows wrongly. If that is right, the
// reply was at fault and not what it is about: it is stale, or incomplete.
func (r *runner) doubt(ctx context.Context, step Step, before []possible, res *StepResult) error {
	j := res.Judgement
	if j.Result != Divergence || j.Kind != "effect" && j.Kind != "transition" || len(j.Diffs) == 0 || res.Verdict.Op == nil || !res.Verdict.Op.Reads {
		return nil
	}
	after := r.oracle.frontier
	for _, again := range r.secondLooks(step, before, j.Diffs[0]) {
		r.oracle.frontier = before
		right, shown, err := r.lookAgain(ctx, again, j.Diffs[0])
		if err != nil {
			r.oracle.frontier = after
			return err
		}
		if !shown {
			continue // this look says nothing about the field
		}
		if right {
			res.Judgement.Kind, res.Judgement.Item = "reading", step.Op+"/reply"
			res.Judgement.Basis = model.Inferred("the next look shows what this one does not")
			return nil
		}
		break
	}
	r.oracle.frontier = after
	return nil
}

// secondLooks lists the calls that may show the difference again: the plain look
// at the thing, and the same call.
func (r *runner) secondLooks(step Step, before []possible, d Diff) []Step {
	kind := d.Kind
	if kind == nil && len(before) > 0 {
		kind = before[0].kind(root(d.Name))
	}
	var looks []Step
	if plain, ok := r.start.tables.lookStep(kind, "", d.Name, r.start.Region); ok && d.Name != "reply" {
		looks = append(looks, plain)
	}
	if len(step.References()) > 0 {
		looks = append(looks, step)
	}
	return looks
}

// lookAgain sends the call and says whether its answer shows the field, and as it
// should be.
func (r *runner) lookAgain(ctx context.Context, again Step, d Diff) (right, shown bool, err error) {
	caller := r.ownerOf(again)
	call, ok := r.oracle.forTarget(again, caller, r.start.Region)
	if !ok {
		return false, false, nil
	}
	out, err := r.exchange(ctx, LineLook, again, call)
	if err != nil {
		return false, false, err
	}
	r.result.Counts.Observe++
	second, _ := r.oracle.observe(again, caller, r.start.Region, out)
	return second.Result == Pass, showsField(out.Reply, d.Field), nil
}

// showsField says whether the reply has the field, of whatever it lists; what is about
// a thing as a whole is shown by each.
func showsField(reply model.Reply, field string) bool {
	if _, ok := reply.Values[field]; ok || field == "" {
		return true
	}
	first, _, _ := strings.Cut(field, ".")
	for _, item := range reply.Items {
		if s, ok := item.(model.Seen); ok {
			if s.Shown[first] || s.Shown[field] {
				return true
			}
		} else if first != "Hidden" && reflect.ValueOf(item).Elem().FieldByName(first).IsValid() {
			return true
		}
	}
	return false
}
