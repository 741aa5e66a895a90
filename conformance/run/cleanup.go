package run

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/model"
)

// CleanUp removes the resources that the sequence made, dependants first and
// newest first. It uses the target's ids and considers only outcomes, because a
// target that diverged is in an unknown state. Resources that cannot be removed
// are reported.
func (r *Runner) CleanUp(ctx context.Context) error {
	r.beginJudging()
	if err := r.claim(ctx); err != nil {
		return err
	}
	r.claimDisks()
	left := onceEach(r.Ledger)
	defer func() { r.vanished = nil }()
	for _, tries := range []int{cleanupTries / 4, cleanupTries} { // an obstacle may be gone the second time
		var err error
		if left, err = r.removeAll(ctx, left, tries); err != nil {
			return err
		}
	}
	if err := r.awaitGone(ctx); err != nil {
		return err
	}
	r.Oracle.Leave(r.Start.World)
	for _, o := range left {
		r.Result.Leftover = append(r.Result.Leftover, o.Kind.String()+" "+o.Id+" ("+r.refusals[o.Id]+")")
	}
	return nil
}

// onceEach leaves each resource once: a repeated ClientToken enters it again, under
// a second name.
func onceEach(all []Owned) []Owned {
	type thing struct{ kind, id string }
	seen := map[thing]bool{}
	return slices.DeleteFunc(slices.Clone(all), func(o Owned) bool {
		key := thing{o.Kind.String(), o.Id}
		again := seen[key] && o.Id != ""
		seen[key] = true
		return again
	})
}

// removeAll removes the resources, and returns those that are still there.
func (r *Runner) removeAll(ctx context.Context, left []Owned, tries int) (still []Owned, err error) {
	for _, kind := range r.Start.Tables.Removal {
		for _, o := range slices.Backward(left) {
			if o.Kind != kind {
				continue
			}
			gone, err := r.remove(ctx, o, tries)
			if err != nil {
				return nil, err
			}
			if !gone {
				still = append(still, o)
			}
		}
	}
	slices.Reverse(still)
	return still, nil
}

func (o Owned) call(op string, params model.Params) model.Call {
	return model.Call{Caller: o.as, Op: op, Params: params}
}

// removalOf returns the call that removes a resource, and its operation; false
// if the model has no such operation.
func (r *Runner) removalOf(o Owned) (model.Call, *model.BoundOperation, bool) {
	op := r.Start.Tables.Removers[o.Kind]
	if op == nil {
		return model.Call{}, nil, false
	}
	name := op.Subject()
	params := model.Params{name.Name: name.Value(r.Start.World.Model().Kinds().InCalls(o.Id))}
	maps.Copy(params, op.Removal.Params)
	return o.call(op.Name, params), op, true
}

// preparations are the calls that remove possible obstacles to a removal.
func (r *Runner) preparations(o Owned, removal *model.BoundOperation) []model.Call {
	var calls []model.Call
	for _, sample := range removal.Removal.Before {
		op, ok := r.Start.World.Model().Operation(sample.Op)
		if !ok {
			continue
		}
		for _, params := range r.expanded(o, op, sample.Of(o.Id).Params) {
			calls = append(calls, o.call(op.Name, params))
		}
	}
	return calls
}

// expanded expands a call whose parameters refer to every other resource of the
// sequence; see [model.Removal].
func (r *Runner) expanded(o Owned, op *model.BoundOperation, params model.Params) []model.Params {
	lists := []model.Params{{}}
	for _, name := range params.Names() {
		var values []string
		switch value := params[name]; value {
		case model.Accounts:
			for i, account := range r.shares {
				for _, p := range lists {
					p[name+"."+strconv.Itoa(i+1)] = account
				}
			}
			continue
		case model.Each, model.EachOrNone:
			values = r.others(o, op, name)
			if value == model.EachOrNone {
				values = append(values, "")
			}
		default:
			values = []string{value}
		}
		var next []model.Params
		for _, p := range lists {
			for _, value := range values {
				next = append(next, p.With(name, value))
			}
		}
		lists = next
	}
	for _, p := range lists {
		maps.DeleteFunc(p, func(_, value string) bool { return value == "" })
	}
	return lists
}

// others lists the ids of the sequence's other resources that the parameter can
// name.
func (r *Runner) others(o Owned, op *model.BoundOperation, param string) []string {
	p, _ := op.Param(param)
	var ids []string
	for _, other := range r.Ledger {
		if p != nil && other.Kind == p.Refers() && other.Id != o.Id {
			ids = append(ids, other.Id)
		}
	}
	return ids
}

// remove removes one resource: first the removing call; if that is refused, the
// calls that remove possible obstacles, then again until time is up.
func (r *Runner) remove(ctx context.Context, o Owned, tries int) (gone bool, err error) {
	remove, op, ok := r.removalOf(o)
	if !ok || r.Result.Unsupported[remove.Op] {
		return false, nil
	}
	remove = r.placed(remove)
	pace, prepared := paceOf(r.Target), 0
	for n := 1; ; n++ {
		out, err := r.Target.Do(ctx, remove)
		if err != nil {
			return false, err
		}
		r.Result.Counts.Cleanup++
		odd, late := r.odd(o, remove, out)
		if odd && !late && (removed(out) || n >= min(oddTries, tries)) {
			r.handOver()
		}
		if gone, final := r.answered(o, out); final {
			return gone, nil
		}
		if err := r.clear(ctx, o, op, odd, &prepared, out); err != nil {
			return false, err
		}
		key := refusalOf(remove, out)
		tries = r.triesOf(key, tries)
		pause, again := pace(n)
		if !again || n >= tries {
			r.gaveUp(key, tries)
			return false, nil
		}
		if err := wait(ctx, pause); err != nil {
			return false, err
		}
	}
}

// answered notes what a removal was answered; final says that there is no use in
// another attempt.
func (r *Runner) answered(o Owned, out model.Outcome) (gone, final bool) {
	if removed(out) {
		r.vanishes(o, out)
		return true, true
	}
	r.refusals[o.Id] = oracle.Seen(out)
	return false, out.Class == model.ClassUnsupported
}

// triesOf returns how often a removal is tried that was refused: a few times only
// where the refusal has outlasted them all before, or time is over.
func (r *Runner) triesOf(refusal string, tries int) int {
	if r.Outlasted[refusal] || r.over() {
		return min(tries, briefTries)
	}
	return tries
}

// gaveUp notes a refusal that did not change in all the attempts that there are.
func (r *Runner) gaveUp(refusal string, tries int) {
	if tries == cleanupTries {
		r.Result.Outlasted = append(r.Result.Outlasted, refusal)
	}
}

// clear makes the calls that remove possible obstacles, where they may help after
// so many refusals.
func (r *Runner) clear(ctx context.Context, o Owned, op *model.BoundOperation, odd bool, prepared *int, out model.Outcome) error {
	if odd && r.removals.judging {
		r.removals.again() // it may only be late
		return nil
	}
	*prepared++
	if !worthPreparing(*prepared, out) {
		return nil
	}
	r.removals.judging = false // what these calls change is not followed
	return r.doAll(ctx, r.preparations(o, op))
}

// vanishes notes that what was removed may be shown for a while.
func (r *Runner) vanishes(o Owned, out model.Outcome) {
	if out.Class == model.ClassOK && r.Start.Tables.Lingers[o.Kind] {
		r.vanished = append(r.vanished, o)
	}
}

// awaitGone waits until what was removed is not shown any more: until then it may
// count in groups and quotas, and the next sequence on a stranger would take that
// for a quota.
func (r *Runner) awaitGone(ctx context.Context) error {
	if !r.Start.World.Base().Stranger {
		return nil
	}
	pace := paceOf(r.Target)
	for _, o := range r.vanished {
		look := r.Start.Tables.Lookups[o.Kind][0]
		for n := 1; n <= cleanupTries/4 && !r.over(); n++ {
			out, err := r.Target.Do(ctx, r.placed(o.call(look.Name, look.Look.Of(o.Id))))
			if err != nil {
				return err
			}
			r.Result.Counts.Cleanup++
			if out.Class != model.ClassOK || !slices.ContainsFunc(out.Reply.Items, func(i model.Resource) bool { return i.ID() == o.Id }) {
				break
			}
			pause, again := pace(n)
			if !again {
				break
			}
			if err := wait(ctx, pause); err != nil {
				return err
			}
		}
	}
	return nil
}

// worthPreparing says whether, after the n-th refusal, something other than
// waiting may help: at first, a refusal because of the status only needs time.
func worthPreparing(n int, o model.Outcome) bool {
	return n == 2 || n == 1 && !strings.HasPrefix(o.Code, "IncorrectInstanceStatus")
}

// doAll makes calls whose outcome does not matter.
func (r *Runner) doAll(ctx context.Context, calls []model.Call) error {
	for _, c := range calls {
		if _, err := r.Target.Do(ctx, r.placed(c)); err != nil {
			return err
		}
		r.Result.Counts.Cleanup++
	}
	return nil
}

// cleanupTries limits the attempts of a removal. Pauses double, so this takes
// some minutes on a slow target.
const cleanupTries = 40

// briefTries limits the attempts of a removal whose refusal has outlasted them
// all before.
const briefTries = oddTries + 2

// placed sets the region of the run in the call.
func (r *Runner) placed(c model.Call) model.Call {
	c.Region = r.Start.Region
	c.Params["RegionId"] = r.Start.Region
	return c
}

// removed says whether the resource is gone: deleted now, or not found.
func removed(o model.Outcome) bool {
	if o.Class == model.ClassOK {
		return true
	}
	if o.Class != model.ClassError {
		return false
	}
	const notFound = ".NotFound"
	return strings.HasSuffix(o.Code, notFound) && o.Code != notFound
}
