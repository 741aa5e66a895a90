package conformance

import (
	"context"
	"time"

	"github.com/ecsim/ecsim/model"
)

// await looks until the resource has the status. Every look is judged, so that
// a status that no possible world has is a divergence at once.
func (r *runner) await(ctx context.Context, i int, step Step) (done bool, err error) {
	res := StepResult{Step: step, Ran: true}
	r.note(LineStep, step, nil)
	defer func() { r.result.Steps = append(r.result.Steps, res) }()
	kind := r.oracle.frontier[0].kind(step.Name)
	look, ok := r.oracle.lookStep(kind, "", step.Name, r.start.Region)
	s := look.step
	if !ok {
		return false, nil
	}
	owner, _ := r.maker(step.Name)
	pace, watch := paceOf(r.target), watch{now: nowOf(r.target)}
	n, err := r.pauseFirst(ctx, i, step, look.lookKey, pace)
	if err != nil {
		return true, err
	}
	for ; ; n++ {
		seen, ok, err := r.sendAs(ctx, LineLook, s, owner)
		if err != nil || !ok {
			return false, err
		}
		r.result.Counts.Await++
		res.Outcome, res.Judgement = seen.Outcome, seen.Judgement
		if r.found(i, seen.Judgement, true) {
			return true, nil
		}
		if lost(seen.Judgement) {
			return false, nil // it is known not to get there
		}
		over := watch.look(r.oracle.frontier[0], step.Name)
		if r.oracle.reached(step) || !r.oracle.canMove(step.Name) || seen.Judgement.Result == Unsupported {
			return watch.late != nil && r.found(i, *watch.late, false), nil
		}
		pause, again := pace(n)
		if !again || over {
			r.note(LineGaveUp, Step{}, nil)
			res.Judgement = r.stuck(step, kind)
			return r.found(i, res.Judgement, true), nil
		}
		if err := wait(ctx, pause); err != nil {
			return true, err
		}
	}
}

// lost says whether it is no longer known what to wait for.
func lost(j Judgement) bool { return j.Result == Divergence || j.Result == Question }

// pauseFirst pauses before the first look when the thing was looked at just now,
// or need not be, and returns the number of the next look.
func (r *runner) pauseFirst(ctx context.Context, i int, step Step, look lookKey, pace func(int) (time.Duration, bool)) (int, error) {
	if i >= r.quietUntil && !r.looked[look] || r.oracle.reached(step) {
		return 1, nil
	}
	pause, _ := pace(1)
	return 2, wait(ctx, pause)
}

// reached says whether every possible world has the resource in the status.
func (o *oracle) reached(step Step) bool {
	for _, p := range o.frontier {
		id, ok := p.id(step.Name)
		r, _, _ := p.world.Locate(id)
		switch {
		case !ok:
			return false
		case r == nil:
			if step.Status != Gone {
				return false
			}
		case model.StatusOf(r) != step.Status:
			return false
		}
	}
	return true
}

// canMove says whether the resource can still move by itself in a possible
// world. A wait that a racing call has made pointless ends there.
func (o *oracle) canMove(name string) bool {
	for _, p := range o.frontier {
		id, _ := p.id(name)
		if _, ok := pendingOf(p.world, id); ok {
			return true
		}
	}
	return false
}

// stuck judges a resource that did not get to the awaited status in time: a
// divergence on the transition that it should have made.
func (r *runner) stuck(step Step, kind model.Kind) Judgement {
	j := Judgement{Result: Question, Kind: "await", Item: kind.String() + "/" + step.Status, Expected: step.Status, Seen: "nothing that leads there"}
	p := r.oracle.frontier[0]
	id, _ := p.id(step.Name)
	for _, t := range p.world.Pending() {
		if t.ID == id {
			return Judgement{
				Result: Divergence, Kind: "transition", Item: t.Edge.Name, Basis: t.Edge.Basis,
				Expected: endOf(t.Edge) + " within " + t.Edge.Max.String(), Seen: "still " + t.Edge.From,
			}
		}
	}
	return j
}

// A watch follows one resource through the looks of an await, in the target's
// own time where that can be read.
type watch struct {
	now  func() time.Time
	edge *model.Edge // that the resource is expected to take next
	// since is when it was first seen before the edge: the transition has taken
	// at least the time from then on.
	since time.Time
	// late judges an edge that took longer than its range.
	late *Judgement
}

// look notes which edge the resource has before it; true says that it has been
// waited for half as long again as its range, and that it will not come.
func (w *watch) look(p possible, name string) (over bool) {
	id, _ := p.id(name)
	t, ok := pendingOf(p.world, id)
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
		w.late = &Judgement{
			Result: Divergence, Kind: "transition", Item: t.Edge.Name + "/late", Basis: t.Edge.Timing,
			Expected: endOf(t.Edge) + " within " + t.Edge.Max.String(), Seen: "still " + t.Edge.From + " after " + took.Round(time.Second).String(),
		}
	}
	return took > t.Edge.Max+t.Edge.Max/2
}

func endOf(e *model.Edge) string {
	if e.To == "" {
		return Gone
	}
	return e.To
}

// nowOf returns the clock of the target, or that on the wall.
func nowOf(t Target) func() time.Time {
	if k, ok := t.(Timekeeper); ok {
		return k.Time
	}
	return time.Now
}
