package run

import (
	"context"
	"time"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// await repeats a lookup until the resource has the status. Every lookup is
// judged, so that a status that no possible world has is a divergence at once.
func (r *Runner) await(ctx context.Context, i int, step sequence.Step) (done bool, err error) {
	res := StepResult{Step: step, Ran: true}
	r.note(sequence.LineStep, step, nil)
	defer func() { r.Result.Steps = append(r.Result.Steps, res) }()
	kind := r.Oracle.Frontier[0].Kind(step.Name)
	lookup, ok := r.Oracle.LookupStep(kind, "", step.Name, r.Start.Region)
	s := lookup.Step
	if !ok {
		return false, nil
	}
	owner, _ := r.maker(step.Name)
	pace, watch := paceOf(r.Target), watch{now: nowOf(r.Target)}
	n, err := r.pauseFirst(ctx, i, step, lookup.LookupKey, pace)
	if err != nil {
		return true, err
	}
	for ; ; n++ {
		seen, ok, err := r.sendAs(ctx, sequence.LineLook, s, owner)
		if err != nil || !ok {
			return false, err
		}
		r.Result.Counts.Await++
		res.Outcome, res.Judgement = seen.Outcome, seen.Judgement
		if r.Found(i, seen.Judgement, true) {
			return true, nil
		}
		if lost(seen.Judgement) {
			return false, nil // the status is known to be out of reach
		}
		over := watch.note(r.Oracle.Frontier[0], step.Name)
		if r.settled(step, seen) {
			res.Missed = r.missed(step, seen)
			return watch.late != nil && r.Found(i, *watch.late, false), nil
		}
		if r.over() {
			r.cut(&res)
			return true, nil
		}
		pause, again := pace(n)
		if !again || over {
			r.note(sequence.LineGaveUp, sequence.Step{}, nil)
			res.Judgement = r.Stuck(step, kind)
			return r.Found(i, res.Judgement, true), nil
		}
		if err := wait(ctx, pause); err != nil {
			return true, err
		}
	}
}

// settled says that no further lookup is needed: the status is reached, or cannot
// come, or the target does not show it.
func (r *Runner) settled(step sequence.Step, seen StepResult) bool {
	return Reached(r.Oracle, step) || !CanMove(r.Oracle, step.Name) || seen.Judgement.Result == oracle.Unsupported
}

// missed says that a settled wait has ended without its status.
func (r *Runner) missed(step sequence.Step, seen StepResult) bool {
	return seen.Judgement.Result != oracle.Unsupported && !Reached(r.Oracle, step)
}

// over says that the time of the run is over.
func (r *Runner) over() bool { return r.Over != nil && r.Over() }

// cut ends a wait because the time of the run is over: whether the status would
// have come is not known, and the sequence ends there.
func (r *Runner) cut(res *StepResult) {
	r.note(sequence.LineGaveUp, sequence.Step{}, nil)
	r.Result.Cut++
	r.Result.Inconclusive++
	res.Judgement = oracle.Judgement{Result: oracle.Inconclusive, Kind: "await", Seen: "the time of the run was over"}
}

// lost says whether the judgement leaves the state unknown, so that waiting
// makes no sense.
func lost(j oracle.Judgement) bool {
	return j.Result == oracle.Divergence || j.Result == oracle.Question
}

// pauseFirst pauses before the first lookup if the resource was just looked up,
// or need not be, and returns the number of the next lookup.
func (r *Runner) pauseFirst(ctx context.Context, i int, step sequence.Step, lookup oracle.LookupKey, pace func(int) (time.Duration, bool)) (int, error) {
	if i >= r.QuietUntil && !r.lookedUp[lookup] || Reached(r.Oracle, step) {
		return 1, nil
	}
	pause, _ := pace(1)
	return 2, wait(ctx, pause)
}

// Reached says whether every possible world has the resource in the status, or the
// target has shown it.
func Reached(o *oracle.Oracle, step sequence.Step) bool {
	if o.Shows(step.Name, step.Status) {
		return true
	}
	for _, p := range o.Frontier {
		id, ok := p.Id(step.Name)
		r, _, _ := p.World.Locate(id)
		switch {
		case !ok:
			return false
		case r == nil:
			if step.Status != sequence.Gone {
				return false
			}
		case model.StatusOf(r) != step.Status:
			return false
		}
	}
	return true
}

// CanMove says whether the resource has a pending transition in a possible
// world. A wait that another call has made pointless ends there.
func CanMove(o *oracle.Oracle, name string) bool {
	for _, p := range o.Frontier {
		id, _ := p.Id(name)
		if _, ok := oracle.PendingOf(p.World, id); ok {
			return true
		}
	}
	return false
}

// Stuck judges a resource that did not reach the awaited status in time: a
// divergence on the pending transition.
func (r *Runner) Stuck(step sequence.Step, kind model.Kind) oracle.Judgement {
	j := oracle.Judgement{Result: oracle.Question, Kind: "await", Item: kind.String() + "/" + step.Status, Expected: step.Status, Seen: "nothing that leads there"}
	p := r.Oracle.Frontier[0]
	id, _ := p.Id(step.Name)
	for _, t := range p.World.Pending() {
		if t.ID == id {
			return oracle.Judgement{
				Result: oracle.Divergence, Kind: "transition", Item: t.Edge.Name, Basis: t.Edge.Basis,
				Expected: endOf(t.Edge) + " within " + t.Edge.Max.String(), Seen: "still " + t.Edge.From,
			}
		}
	}
	return j
}

// A watch follows one resource through the lookups of an await, in the target's
// own time where that can be read.
type watch struct {
	now  func() time.Time
	edge *model.Edge // the next transition that the resource is expected to make
	// since is the first time at which it was seen before the transition, which
	// has taken at least the time from then on.
	since time.Time
	// late judges a transition that took longer than its range.
	late *oracle.Judgement
}

// note notes which transition the resource has before it; true says that the
// wait is one and a half times as long as its range, so that it will not
// happen.
func (w *watch) note(p oracle.PossibleWorld, name string) (over bool) {
	id, _ := p.Id(name)
	t, ok := oracle.PendingOf(p.World, id)
	now := w.now()
	switch {
	case !ok:
		w.edge = nil
		return false
	case w.edge == nil || w.edge.Name != t.Edge.Name:
		w.edge, w.since = t.Edge, now
	}
	took := now.Sub(w.since)
	if took > t.Edge.Max {
		w.late = &oracle.Judgement{
			Result: oracle.Divergence, Kind: "transition", Item: t.Edge.Name + "/late", Basis: t.Edge.Timing,
			Expected: endOf(t.Edge) + " within " + t.Edge.Max.String(), Seen: "still " + t.Edge.From + " after " + took.Round(time.Second).String(),
		}
	}
	return took > t.Edge.Max+t.Edge.Max/2
}

func endOf(e *model.Edge) string {
	if e.To == "" {
		return sequence.Gone
	}
	return e.To
}

// nowOf returns the clock of the target, or the wall clock.
func nowOf(t sequence.Target) func() time.Time {
	if k, ok := t.(sequence.Timekeeper); ok {
		return k.Time
	}
	return time.Now
}
