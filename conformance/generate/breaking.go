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
		s := &a.setups[at]
		if s.calls == 0 || s.calls > mostPrepared {
			continue
		}
		best := breaking{others: -1}
		for _, c := range a.at(op, n) {
			if others, breaks := a.breaks(s, &c, rule); breaks && (best.others < 0 || others < best.others) {
				best = breaking{s, c, others}
			}
		}
		if best.others >= 0 {
			all = append(all, best)
		}
	}
	slices.SortStableFunc(all, func(x, y breaking) int { return cmp.Compare(x.others, y.others) })
	var out []sequence.Sequence
	for _, b := range all[:min(most, len(all))] {
		s := sequence.Sequence{World: a.start.World.Base().Name, Steps: append(slices.Clip(b.setup.steps), b.call.step)}
		if !slices.ContainsFunc(out, func(o sequence.Sequence) bool { return o.String() == s.String() }) {
			out = append(out, s)
		}
	}
	return out
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
