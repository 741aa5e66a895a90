package run

import (
	"context"
	"reflect"
	"strings"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// repeatLookup repeats a lookup that showed a difference. If the second one is right,
// the first reply was wrong, not the resource: it was stale or incomplete.
func (r *Runner) repeatLookup(ctx context.Context, step sequence.Step, before []oracle.PossibleWorld, res *StepResult) error {
	j := res.Judgement
	if j.Result != oracle.Divergence || j.Kind != "effect" && j.Kind != "transition" || len(j.Diffs) == 0 || res.Verdict.Op == nil || !res.Verdict.Op.Reads {
		return nil
	}
	restore := r.Oracle.Remember()
	for _, again := range r.secondLookups(step, before, j.Diffs[0]) {
		r.Oracle.Frontier = before
		right, shown, err := r.lookUpAgain(ctx, again, j.Diffs[0])
		if err != nil {
			restore()
			return err
		}
		if !shown {
			continue // this lookup does not show the field
		}
		if right {
			res.Judgement.Kind, res.Judgement.Item = "reading", step.Op+"/reply"
			res.Judgement.Basis = model.Inferred("the next lookup shows what this one does not")
			return nil
		}
		break
	}
	restore()
	return nil
}

// secondLookups lists the calls that may show the difference again: the plain
// lookup of the resource, and the same call.
func (r *Runner) secondLookups(step sequence.Step, before []oracle.PossibleWorld, d oracle.Diff) []sequence.Step {
	kind := d.Kind
	if kind == nil && len(before) > 0 {
		kind = before[0].Kind(sequence.Root(d.Name))
	}
	var lookups []sequence.Step
	if plain, ok := r.Start.Tables.LookupStep(kind, "", d.Name, r.Start.Region); ok && d.Name != "reply" {
		lookups = append(lookups, plain)
	}
	if len(step.References()) > 0 {
		lookups = append(lookups, step)
	}
	return lookups
}

// lookUpAgain sends the call and says whether its answer shows the field, and
// whether it is right.
func (r *Runner) lookUpAgain(ctx context.Context, again sequence.Step, d oracle.Diff) (right, shown bool, err error) {
	caller := r.ownerOf(again)
	call, ok := r.Oracle.ForTarget(again, caller, r.Start.Region)
	if !ok {
		return false, false, nil
	}
	out, err := r.exchange(ctx, sequence.LineLook, again, call)
	if err != nil {
		return false, false, err
	}
	r.Result.Counts.Observe++
	second, _ := r.Oracle.Observe(again, caller, r.Start.Region, out)
	return second.Result == oracle.Pass, showsField(out.Reply, d.Field), nil
}

// showsField says whether an item of the reply shows the field; every item
// shows a difference of the whole resource.
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
