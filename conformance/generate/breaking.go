package generate

import (
	"cmp"
	"slices"

	"github.com/ecsim/ecsim/conformance/sequence"
)

// A breaking is a setup and a call that breaks a rule there.
type breaking struct {
	setup *setup
	call  aimedCall
	// others counts the other rules that the call breaks, without those that
	// always stand behind another one with the same cause.
	others int
}

// Breaking lists at most so many sequences that build a setup and make there a
// call which breaks the rule, one sequence a setup: those that break the fewest
// other rules come first, and among them those of few calls.
func (a *SetupIndex) Breaking(op, rule string, most int) []sequence.Sequence {
	var all []breaking
	for n, at := range a.byOperation[op] {
		if calls := a.setups[at].calls; calls == 0 || calls > mostPrepared {
			continue
		}
		if best := a.bestBreaking(op, n, rule); best.others >= 0 {
			all = append(all, best)
		}
	}
	slices.SortStableFunc(all, func(x, y breaking) int { return cmp.Compare(x.others, y.others) })
	var out []sequence.Sequence
	for _, b := range all[:min(most, len(all))] {
		s := a.sequenceOf(b)
		if !slices.ContainsFunc(out, func(o sequence.Sequence) bool { return o.String() == s.String() }) {
			out = append(out, s)
		}
	}
	return out
}

// BreakingAlone returns a sequence whose last call breaks the rule and no other one,
// in the setup of fewest calls; false if there is none.
func (a *SetupIndex) BreakingAlone(op, rule string) (sequence.Sequence, bool) {
	for n := range a.byOperation[op] {
		if best := a.bestBreaking(op, n, rule); best.others == 0 {
			return a.sequenceOf(best), true
		}
	}
	return sequence.Sequence{}, false
}

// bestBreaking returns the call of the operation that breaks the rule in its n-th
// setup, and the fewest others; with -1 others if none breaks it.
func (a *SetupIndex) bestBreaking(op string, n int, rule string) breaking {
	s := &a.setups[a.byOperation[op][n]]
	best := breaking{others: -1}
	for _, c := range a.at(op, n) {
		if others, breaks := a.breaks(s, &c, rule); breaks && (best.others < 0 || others < best.others) {
			best = breaking{s, c, others}
		}
	}
	return best
}

func (a *SetupIndex) sequenceOf(b breaking) sequence.Sequence {
	return sequence.Sequence{World: a.start.World.Base().Name, Steps: append(slices.Clip(b.setup.steps), b.call.step)}
}

// mostPrepared is the largest number of calls of a setup that is looked through:
// what needs more is rarely worth its calls.
const mostPrepared = 3

// breaks says whether the call of the first caller breaks the rule before all
// others, and how many others it breaks.
func (a *SetupIndex) breaks(s *setup, c *aimedCall, rule string) (others int, breaks bool) {
	if c.caller != "" || !slices.ContainsFunc(c.items, func(i CoverageItem) bool { return i.What == rule }) {
		return 0, false
	}
	v := s.p.World.Apply(s.p.ForModel(c.step, c.caller, a.start.Region))
	for _, r := range v.Broken {
		if r.ID() != rule && r.Shadowed == "" {
			others++
		}
	}
	return others, len(v.Broken) > 0 && v.Broken[0].ID() == rule
}

// Accepted returns a call of the operation that is accepted at the start, without
// any preparation, and that binds a name; false if there is none.
func (a *SetupIndex) Accepted(op string) (sequence.Step, bool) {
	kind := a.start.World.Model().Makes(op)
	if kind == nil || len(a.byOperation[op]) == 0 || a.setups[a.byOperation[op][0]].calls > 0 {
		return sequence.Step{}, false
	}
	for _, c := range a.at(op, 0) {
		if c.accepted && c.caller == "" {
			step := c.step
			step.Bind = kind.Letter() + "1"
			return step, true
		}
	}
	return sequence.Step{}, false
}
