package conformance

import (
	"context"
	"fmt"
	"sync"
)

// A trial is one run of a candidate.
type trial struct {
	text   string
	ran    bool
	shown  Sequence
	found  *Found // what was looked for; nil when it did not come back
	trace  TraceRun
	counts Counts
	left   []string
	// undecided says that an answer did not come, or is not understood: that
	// is no proof that the finding is gone.
	undecided bool
	err       error
}

// attempt runs a candidate. It changes nothing of the reducer, so that several
// may run side by side.
func (r *reducer) attempt(ctx context.Context, s Sequence) trial {
	a := trial{text: s.String(), ran: true}
	if a.err = reset(ctx, r.target); a.err != nil {
		return a
	}
	run := newRunner(r.target, r.start, r.orders)
	run.quietUntil = lastCall(s)
	run.recorded(&a.trace)
	run.stopAt = func(f Found) bool { return f.Last || f.Judgement.like(r.wanted) }
	res, err := run.run(ctx, s)
	a.counts, a.left, a.err, a.undecided = res.Counts, res.Leftover, err, res.Inconclusive > 0
	for _, f := range res.Found {
		if f.Judgement.like(r.wanted) {
			a.found, a.shown = &f, ran(s, res)
		}
	}
	return a
}

// try runs a candidate and says whether the finding comes back.
func (r *reducer) try(ctx context.Context, list []unit) bool {
	return r.first(ctx, [][]unit{list}) == 0
}

// first returns the place of the first candidate with which the finding comes
// back, or -1. Where the target allows it several run side by side; what is
// returned, and what is taken from the budget, is the same as one by one.
func (r *reducer) first(ctx context.Context, candidates [][]unit) int {
	width := sideBySide(r.target)
	for at := 0; at < len(candidates); at += width {
		for i, a := range r.together(ctx, candidates[at:min(at+width, len(candidates))]) {
			if r.take(a) {
				return at + i
			}
		}
	}
	return -1
}

// together runs candidates side by side: all but those whose result is known,
// and none when the budget is spent.
func (r *reducer) together(ctx context.Context, candidates [][]unit) []trial {
	results := make([]trial, len(candidates))
	var wg sync.WaitGroup
	for i, list := range candidates {
		s := r.assemble(list)
		results[i].text = s.String()
		if _, known := r.tried[results[i].text]; known || r.budget <= 0 || r.harness != nil || ctx.Err() != nil {
			continue
		}
		wg.Go(func() { results[i] = r.attempt(ctx, s) })
	}
	wg.Wait()
	for _, a := range results {
		r.counts.add(a.counts)
		r.leftover = append(r.leftover, a.left...)
	}
	return results
}

// take takes the result of a candidate; true says that the finding is back. An
// undecided candidate is not remembered: it may be asked again.
func (r *reducer) take(a trial) bool {
	if back, known := r.tried[a.text]; known || !a.ran || r.harness != nil {
		return back
	}
	r.budget -= max(1, a.counts.Explore)
	if a.err != nil {
		r.harness = fmt.Errorf("while reducing: %w", a.err)
		return false
	}
	if a.found != nil {
		r.last, r.shown, r.trace = *a.found, a.shown, a.trace
	}
	if a.found != nil || !a.undecided {
		r.tried[a.text] = a.found != nil
	}
	return a.found != nil
}

// confirm runs the minimum again, so many times, and notes how often the finding
// came back. A service that answers now so and now so is no proof of anything.
func (r *reducer) confirm(ctx context.Context, list []unit, times int) {
	if times <= 0 || r.harness != nil || ctx.Err() != nil {
		return
	}
	back, s := 0, r.assemble(list)
	for range times {
		a := r.attempt(ctx, s)
		r.confirms.add(a.counts)
		r.leftover = append(r.leftover, a.left...)
		if a.err != nil {
			r.harness = fmt.Errorf("while confirming: %w", a.err)
			return
		}
		if a.found != nil {
			back++
			r.last, r.shown, r.trace = *a.found, a.shown, a.trace
		}
	}
	r.rate = fmt.Sprintf("%d/%d", back, times)
}

// A Beside is the target calls that a reduction took beside its candidates'.
type Beside struct {
	Observe int `json:"observe"` // looks and waits of candidates
	Cleanup int `json:"cleanup"`
	Confirm int `json:"confirm"` // all calls of the runs that confirm the minimum
}

func (r *reducer) costs() Beside {
	c := r.confirms
	return Beside{Observe: r.counts.Observe + r.counts.Await, Cleanup: r.counts.Cleanup, Confirm: c.Explore + c.Observe + c.Await + c.Cleanup}
}

func (r *reducer) beside() int {
	c := r.costs()
	return c.Observe + c.Cleanup + c.Confirm
}
