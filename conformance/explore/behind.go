package explore

import (
	"context"
	"slices"

	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// suite runs one sequence of the suite. A new difference ends it; the witnesses
// that come behind it then run in a sequence of their own, past the difference,
// so that each of them is judged once. Each run again pays for a new finding and
// gets further than the one before, so a small emulator that differs nearly everywhere
// has all of its witnesses judged, up to the number of findings that were asked for.
func (e *explorer) suite(ctx context.Context, m plan.Merged) error {
	left := len(m.Steps) + 1 // steps behind the last difference
	for {
		if err := sequence.Reset(ctx, e.target); err != nil { // a witness may remove resources of a special world
			return err
		}
		m = e.inOtherWords(m)
		res, err := e.run(ctx, m, false)
		if err != nil || e.enough() {
			return err
		}
		if _, again := plan.Substituted(m, e.start, e.missing); again {
			left = len(m.Steps) + 1
			continue // the run has shown that an operation is missing, for which there is another
		}
		rest, some := behind(m, res)
		if !some || len(m.Steps)-len(res.Steps) >= left {
			return nil
		}
		left = len(m.Steps) - len(res.Steps)
		e.behind++
		m = rest
	}
}

// inOtherWords returns the sequence with other operations where the target lacks some
// that only make what the sequence needs, and without what is known to spoil it.
func (e *explorer) inOtherWords(m plan.Merged) plan.Merged {
	if len(e.missing) > 0 {
		if other, ok := plan.Substituted(m, e.start, e.missing); ok {
			m = other
		}
	}
	return e.withoutKnownRemovals(m)
}

// behind returns what of a sequence a new difference has hidden, after the calls
// that it needs: those which changed something. Refusals were judged already and
// are left out, and so is a refused call that the target accepted, unless a later
// call names what it made. False if nothing is hidden.
func behind(m plan.Merged, res run.RunResult) (rest plan.Merged, some bool) {
	ran := len(res.Steps)
	if len(res.Found) == 0 || ran == 0 || sequence.LastCall(m.Sequence) < ran {
		return plan.Merged{}, false
	}
	rest = plan.Merged{Sequence: m.Sequence, Hard: map[int]bool{}}
	rest.Steps = nil
	for n, step := range m.Steps {
		if n == ran { // what was run before is looked up only where that decides what follows
			rest.Quiet = max(len(rest.Steps)-1, 0)
		}
		if n < ran && changesNothing(res.Steps[n]) && !named(step.Bind, m.Steps[n+1:]) {
			continue
		}
		if n <= m.Quiet {
			rest.Quiet = max(rest.Quiet, len(rest.Steps))
		}
		rest.Hard[len(rest.Steps)] = m.Hard[n]
		rest.Steps = append(rest.Steps, step)
	}
	return rest, true
}

// changesNothing says that the model refuses the call, or sees a dry run in it.
func changesNothing(r run.StepResult) bool {
	return r.Ran && r.Step.Kind == sequence.StepCall && r.Verdict.Op != nil && (len(r.Verdict.Broken) > 0 || r.Verdict.DryRun)
}

// named says whether one of the steps names what a call before them has bound.
func named(bound string, steps []sequence.Step) bool {
	return bound != "" && slices.ContainsFunc(steps, func(s sequence.Step) bool {
		return s.Kind == sequence.StepAwait && sequence.Root(s.Name) == bound ||
			slices.ContainsFunc(s.References(), func(name string) bool { return sequence.Root(name) == bound })
	})
}
