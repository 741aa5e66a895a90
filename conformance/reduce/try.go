package reduce

import (
	"context"
	"fmt"
	"sync"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// A trial is one run of a candidate.
type trial struct {
	text   string
	ran    bool
	shown  sequence.Sequence
	found  *run.Found // what was looked for; nil when it did not come back
	trace  sequence.TraceRun
	counts run.Counts
	left   []string
	// undecided says that an answer is missing or not understood, which does
	// not prove that the finding is gone.
	undecided bool
	err       error
}

// attempt runs a candidate. It does not change the reducer, so that several may
// run in parallel.
func (r *Reducer) attempt(ctx context.Context, s sequence.Sequence) trial {
	a := trial{text: s.String(), ran: true}
	if a.err = sequence.Reset(ctx, r.Target); a.err != nil {
		return a
	}
	running := run.NewRunner(r.Target, r.Start, r.Orders)
	running.QuietUntil = sequence.LastCall(s)
	running.Outlasted, running.Excluded, running.Over = r.Outlasted, r.Excluded, r.Over
	running.Recorded(&a.trace)
	if r.Known != nil {
		running.Suspicion.Known = func(key string) bool { return key != r.Wanted.FindingKey() && r.Known(key) }
	}
	running.StopAt = func(f run.Found) bool { return f.Last || r.isWanted(f.Judgement) }
	res, err := running.Run(ctx, s)
	a.counts, a.left, a.err, a.undecided = res.Counts, res.Leftover, err, res.Inconclusive > 0
	for _, f := range res.Found {
		if r.isWanted(f.Judgement) && (a.found == nil || !r.isStronger(a.found.Judgement)) {
			a.found, a.shown = &f, Ran(s, res)
		}
	}
	return a
}

// try runs a candidate and says whether the finding comes back.
func (r *Reducer) try(ctx context.Context, list []Unit) bool {
	return r.first(ctx, [][]Unit{list}) == 0
}

// first returns the index of the first candidate with which the finding comes
// back, or -1. Where the target allows it, several run in parallel; the result
// and the budget are the same as one by one.
func (r *Reducer) first(ctx context.Context, candidates [][]Unit) int {
	width := sequence.Width(r.Target)
	for at := 0; at < len(candidates); at += width {
		for i, a := range r.together(ctx, candidates[at:min(at+width, len(candidates))]) {
			if r.take(a) {
				return at + i
			}
		}
	}
	return -1
}

// together runs candidates in parallel, except those with a known result; none
// when the budget is spent.
func (r *Reducer) together(ctx context.Context, candidates [][]Unit) []trial {
	results := make([]trial, len(candidates))
	var wg sync.WaitGroup
	for i, list := range candidates {
		s := r.assemble(list)
		results[i].text = s.String()
		if _, known := r.Tried[results[i].text]; known || r.Budget <= 0 || r.Harness != nil || ctx.Err() != nil {
			continue
		}
		wg.Go(func() { results[i] = r.attempt(ctx, s) })
	}
	wg.Wait()
	for _, a := range results {
		r.Counts.Add(a.counts)
		r.Leftover = append(r.Leftover, a.left...)
	}
	return results
}

// take takes the result of a candidate; true says that the finding came back.
// An undecided candidate is not remembered and may be tried again.
func (r *Reducer) take(a trial) bool {
	if back, known := r.Tried[a.text]; known || !a.ran || r.Harness != nil {
		return back
	}
	r.Budget -= max(1, a.counts.Explore)
	if a.err != nil {
		r.Harness = fmt.Errorf("while reducing: %w", a.err)
		return false
	}
	if a.found != nil {
		r.upgrade(a.found.Judgement)
		r.Last, r.Shown, r.Trace = *a.found, a.shown, a.trace
	}
	if a.found != nil || !a.undecided {
		r.Tried[a.text] = a.found != nil
	}
	return a.found != nil
}

// Confirm runs the minimum again, the given number of times, and notes how
// often the finding came back. A service whose answers vary proves nothing.
func (r *Reducer) Confirm(ctx context.Context, list []Unit, times int) {
	if times <= 0 || r.Harness != nil || ctx.Err() != nil {
		return
	}
	back, s := 0, r.assemble(list)
	for range times {
		a := r.attempt(ctx, s)
		r.confirms.Add(a.counts)
		r.Leftover = append(r.Leftover, a.left...)
		if a.err != nil {
			r.Harness = fmt.Errorf("while confirming: %w", a.err)
			return
		}
		if a.found != nil {
			back++
			r.Last, r.Shown, r.Trace = *a.found, a.shown, a.trace
		}
	}
	r.Rate = fmt.Sprintf("%d/%d", back, times)
}

// Costs are the calls that a reduction made beside its candidates.
func (r *Reducer) Costs() finding.Beside {
	c := r.confirms
	return finding.Beside{Observe: r.Counts.Observe + r.Counts.Await, Cleanup: r.Counts.Cleanup, Confirm: c.Explore + c.Observe + c.Await + c.Cleanup}
}

// Beside is the number of those calls.
func (r *Reducer) Beside() int {
	c := r.Costs()
	return c.Observe + c.Cleanup + c.Confirm
}
