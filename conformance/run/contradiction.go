package run

import (
	"context"
	"slices"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// excluded says that a list shows a resource which its own parameters exclude, and
// shows it in its present state. That no earlier state explains: the answer is not
// late, and that other lookups show the resource rightly proves nothing.
func (r *Runner) excluded(step sequence.Step, before []oracle.PossibleWorld, res *StepResult) bool {
	d := res.Judgement.Diffs[0]
	if d.Field != "" || d.Got != "shown" || isPart(res.Outcome.Reply.Page) {
		return false
	}
	plain, ok := r.Start.Tables.LookupStep(d.Kind, "", d.Name, r.Start.Region)
	at := slices.IndexFunc(res.Outcome.Reply.Items, func(item model.Resource) bool { return r.Oracle.Named(item.ID()) == d.Name })
	if !ok || at < 0 || plain.String() == step.String() {
		return false
	}
	alone := model.Outcome{Class: model.ClassOK, HTTP: res.Outcome.HTTP, Reply: model.Reply{
		Items: res.Outcome.Reply.Items[at : at+1], Page: model.Page{Total: 1, Size: 1},
	}}
	return slices.ContainsFunc(before, func(p oracle.PossibleWorld) bool {
		return oracle.AnyPass(r.Oracle.Try(nil, p, plain, r.ownerOf(plain), r.Start.Region, alone))
	})
}

// staysExcluded repeats a list that shows what its parameters exclude: as long as an
// index may be late. If it shows the same still, it is wrong. An operation of which
// that was seen before is not waited for again.
func (r *Runner) staysExcluded(ctx context.Context, step sequence.Step, before []oracle.PossibleWorld, res *StepResult) error {
	d := res.Judgement.Diffs[0]
	restore := r.Oracle.Remember()
	pace, now := paceOf(r.Target), nowOf(r.Target)
	begun := now()
	for n := 1; !r.Excluded[step.Op] && now().Sub(begun) < r.StaleFor; n++ {
		pause, again := pace(n)
		if !again || r.over() {
			break
		}
		if err := wait(ctx, pause); err != nil {
			restore()
			return err
		}
		r.Oracle.Frontier = before
		right, _, err := r.lookUpAgain(ctx, step, d)
		if err != nil {
			restore()
			return err
		}
		if right {
			res.Judgement.Kind, res.Judgement.Item = "reading", step.Op+"/reply"
			res.Judgement.Basis = model.Inferred("the next lookup shows what this one does not")
			return nil
		}
	}
	restore()
	r.Result.Excluded = append(r.Result.Excluded, step.Op)
	res.Judgement.Item = step.Op + "/reply"
	res.Judgement.Basis = excludes(res.Verdict.Op, step)
	return nil
}

// excludes is how well it is known that a list does not show the resource. A value
// that a call filters by may be compared in more ways than one, a default may not.
func excludes(op *model.BoundOperation, step sequence.Step) model.Basis {
	for name := range step.Params {
		if p, ok := op.Param(name); ok && p.Filter && p.Refers() == nil {
			return model.Inferred("no page says that " + name + " selects equal values only")
		}
	}
	return model.Documented(op.Name + ": the page gives the defaults of its parameters, and the answer itself shows that the resource has other values")
}
