package run

import (
	"context"
	"reflect"
	"strings"
	"time"

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
	if r.excluded(step, before, res) {
		return r.staysExcluded(ctx, step, before, res)
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
			return r.reading(ctx, step, before, again, res)
		}
	}
	restore()
	return nil
}

// reading judges an answer that another lookup contradicts: it is late, or
// incomplete. While a lag could explain it, the same call is made again; a
// field that is still the old one then is a difference of the reading, because
// the target itself shows the other value elsewhere: a failure of our own
// simulator, which has no lag, and a question to another target.
func (r *Runner) reading(ctx context.Context, step sequence.Step, before []oracle.PossibleWorld, right sequence.Step, res *StepResult) error {
	first := res.Judgement
	res.Judgement.Kind, res.Judgement.Item = "reading", step.Op+"/reply"
	res.Judgement.Basis = model.Inferred("the next lookup shows what this one does not")
	whole := first.Diffs[0].Field == "" && (!first.Basis.Level.Fails() || isPart(res.Outcome.Reply.Page))
	if whole || len(step.References()) == 0 || right.String() == step.String() {
		return nil
	}
	stale := res.Judgement
	stale.Basis = model.Documented(step.Op + ": it shows the field; another lookup of the same target shows another value")
	if r.Start.World.Base().Stranger {
		stale.Basis = model.Assumed("no page says how long an answer may show an earlier state; " + MostStale.String() + " is our choice")
	}
	if r.Suspicion.Known != nil && r.Suspicion.Known(stale.FindingKey()) {
		res.Judgement = stale
		return nil
	}
	settled := r.Oracle.Frontier
	defer func() { r.Oracle.Frontier = settled }()
	pace, now := paceOf(r.Target), nowOf(r.Target)
	begun := now()
	for n := 1; now().Sub(begun) < r.StaleFor; n++ {
		pause, again := pace(n)
		if !again || r.over() {
			return nil
		}
		if err := wait(ctx, pause); err != nil {
			return err
		}
		r.Oracle.Frontier = before
		shown, _, err := r.lookUpAgain(ctx, step, first.Diffs[0])
		if err != nil || shown {
			return err
		}
	}
	stale.Seen += ", still after " + MostStale.String()
	res.Judgement = stale
	return nil
}

// isPart says that a reply is one of several pages: another one may show what this
// one does not.
func isPart(p model.Page) bool { return p.Total > p.Size || p.Next != "" || p.Number > 1 }

// MostStale is the longest time for which an answer may show an earlier state.
// No page gives one (assumed). A candidate of the reducer waits for a shorter
// time, because the finding has outlasted it already.
const (
	MostStale    = 10 * time.Second
	shortlyStale = time.Second
)

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
	return append(lookups, r.otherLookups(step, kind, d.Name)...)
}

// otherLookups are those of the resource with other operations than the step's.
func (r *Runner) otherLookups(step sequence.Step, kind model.Kind, name string) []sequence.Step {
	var others []sequence.Step
	if kind == nil || name == "reply" || !r.Start.World.Base().Stranger {
		return nil
	}
	for _, look := range r.Start.Tables.Lookups[kind] {
		if l, ok := r.Oracle.LookupStep(kind, look.Name, name, r.Start.Region); ok && look.Name != step.Op && !r.Result.Unsupported[look.Name] {
			others = append(others, l.Step)
		}
	}
	return others
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
