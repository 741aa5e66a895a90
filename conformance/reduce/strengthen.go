package reduce

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// isStronger says whether the judgement is a failure where a question about the
// same thing, or about the same answer of the operation, is looked for: the failure
// needs fewer premises, or better known ones, and is what a reader wants to see.
// One that was reported before is not looked for again.
func (r *Reducer) isStronger(j oracle.Judgement) bool {
	return !r.Wanted.Fails() && j.Fails() && (j.Key() == r.Wanted.Key() || sameAnswer(j, r.Wanted)) && (r.Known == nil || !r.Known(j.FindingKey()))
}

// sameAnswer says that an operation has given one answer, of which different rules
// are blamed: where nothing has shown a fact that one of them asks for, it may have
// been that rule's.
func sameAnswer(a, b oracle.Judgement) bool {
	opOf := func(j oracle.Judgement) string { op, _, _ := strings.Cut(j.Item, "/"); return op }
	return a.Kind == b.Kind && oracle.AboutAnswer(a.Kind) && a.Seen == b.Seen && opOf(a) == opOf(b)
}

// isClearer says whether the judgement is about an accepted call that breaks fewer
// of the rules than the one that is looked for: less of what it blames is a guess.
// One that was reported before is not looked for again.
func (r *Reducer) isClearer(j oracle.Judgement) bool {
	if j.Kind != r.Wanted.Kind || len(j.Broken) == 0 || len(j.Broken) >= len(r.Wanted.Broken) {
		return false
	}
	for _, rule := range j.Broken {
		if !slices.Contains(r.Wanted.Broken, rule) {
			return false
		}
	}
	return (j.Fails() || !r.Wanted.Fails()) && (r.Known == nil || !r.Known(j.FindingKey()))
}

// isWanted says whether the judgement is the one that is looked for, or a stronger
// or clearer one.
func (r *Reducer) isWanted(j oracle.Judgement) bool {
	return j.Like(r.Wanted) || r.isStronger(j) || r.isClearer(j)
}

// upgrade looks for the stronger or clearer judgement from now on, if this is one.
// What showed only the other has not shown it.
func (r *Reducer) upgrade(j oracle.Judgement) {
	if !r.isStronger(j) && !r.isClearer(j) {
		return
	}
	r.Wanted = j
	for text, back := range r.Tried {
		if back {
			r.Tried[text] = false
		}
	}
}

// strengthen tries the sequences of Stronger, if what is looked for is a question:
// one that shows it as a failure takes the place of the list.
func (r *Reducer) strengthen(ctx context.Context, list []Unit) []Unit {
	if r.Wanted.Fails() {
		return list
	}
	return r.strongest(ctx, list, r.Stronger)
}

// mostMoved limits the calls that are tried to bring about what a change waits for.
const mostMoved = 3

// moveOn restarts the resource behind a question about when a change shows: what is
// still missing then is missing.
func (r *Reducer) moveOn(ctx context.Context, list []Unit) []Unit {
	j := r.Wanted
	if j.Fails() || j.Kind != "effect" || len(j.Diffs) == 0 {
		return list
	}
	return r.strongest(ctx, list, moved(list, sequence.Root(r.Last.Judgement.Diffs[0].Name), r.Start, mostMoved))
}

// strongest returns the first candidate that shows the question as a failure, or the
// list.
func (r *Reducer) strongest(ctx context.Context, list []Unit, candidates [][]Unit) []Unit {
	for _, candidate := range candidates {
		if r.Budget <= 0 || r.Harness != nil || ctx.Err() != nil || !r.resolves(candidate) {
			break
		}
		a := r.attempt(ctx, r.assemble(candidate))
		r.Counts.Add(a.counts)
		r.Leftover = append(r.Leftover, a.left...)
		r.Budget -= max(1, a.counts.Explore)
		if a.err != nil {
			r.Harness = fmt.Errorf("while reducing: %w", a.err)
			break
		}
		if a.found != nil && r.isStronger(a.found.Judgement) {
			r.upgrade(a.found.Judgement)
			r.Last, r.Shown, r.Trace, r.Tried[a.text] = *a.found, a.shown, a.trace, true
			return candidate
		}
	}
	return list
}
