package reduce

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// The reducer works on calls with symbolic names. A target call can cost a
// minute, so the model decides whatever it can decide.

// A Unit is a call together with the waits after it.
type Unit struct {
	Step   sequence.Step
	caller string
	awaits []string // names that are waited for
}

// A Reducer looks for the shortest sequence that shows a finding again.
type Reducer struct {
	Target sequence.Target
	Start  oracle.Start
	Orders oracle.Orders
	Wanted oracle.Judgement // the finding that has to come back
	// Stronger are sequences that may show a question as a failure.
	Stronger [][]Unit
	// Known says whether a finding was reported before, so that candidates go on
	// after it; may be nil.
	Known    func(key string) bool
	Budget   int        // target calls that candidates may still make
	Counts   run.Counts // of candidates
	confirms run.Counts // of the runs that confirm the last one
	Tried    map[string]bool
	Harness  error    // error that ended the reduction early
	Leftover []string // what candidates made and could not remove
	Last     run.Found
	Shown    sequence.Sequence // the best candidate as it ran, with outcomes
	Rate     string            // how often the minimum came back, as 3/3
	Trace    sequence.TraceRun // the same run
	// Outlasted, Excluded and Over are those of the runner; see [run.Runner].
	Outlasted map[string]bool
	Excluded  map[string]bool
	Over      func() bool
}

// Units splits a sequence, up to the step, into calls with their callers and
// waits.
func Units(s sequence.Sequence, upTo int) []Unit {
	var list []Unit
	caller := ""
	for i, step := range s.Steps {
		if i > upTo {
			break
		}
		switch step.Kind {
		case sequence.StepCall:
			step.Expect, step.Saw = nil, nil
			list = append(list, Unit{Step: step, caller: caller})
		case sequence.StepAwait:
			if len(list) > 0 {
				last := &list[len(list)-1]
				last.awaits = append(last.awaits, step.Name)
			}
		case sequence.StepAs:
			caller = step.Text
		case sequence.StepAt, sequence.StepFault: // for the simulator only; the reduction drops them
		}
	}
	return list
}

// WithBefore returns the units with another call before the last one.
func WithBefore(list []Unit, step sequence.Step) []Unit {
	last := list[len(list)-1]
	if kind := step.Bind; kind != "" {
		for n := 1; slices.ContainsFunc(list, func(u Unit) bool { return u.Step.Bind == step.Bind }); n++ {
			step.Bind = kind[:1] + strconv.Itoa(n)
		}
	}
	return append(slices.Clone(list[:len(list)-1]), Unit{Step: step, caller: last.caller}, last)
}

// assemble makes a sequence of the units. Waits are placed again: one is kept
// if the model says that there is something to wait for.
func (r *Reducer) assemble(list []Unit) sequence.Sequence {
	s := sequence.Sequence{World: r.Start.World.Base().Name}
	p := oracle.PossibleWorld{World: r.Start.World, Names: r.Start.World.Base().Names}
	first := r.Start.World.Base().Callers[0].Name
	caller := first
	for i, u := range list {
		if wanted := cmp.Or(u.caller, first); wanted != caller {
			caller = wanted
			s.Steps = append(s.Steps, sequence.Step{Kind: sequence.StepAs, Text: caller})
		}
		s.Steps = append(s.Steps, u.Step)
		p = p.After(u.Step, u.caller, r.Start.Region)
		if i == len(list)-1 && len(u.awaits) == 0 {
			break
		}
		for _, name := range u.awaits {
			id, ok := p.Id(name)
			if !ok {
				continue
			}
			var moved bool
			if p.World, moved = oracle.Settled(p.World, id); moved {
				s.Steps = append(s.Steps, sequence.Step{Kind: sequence.StepAwait, Name: name, Status: oracle.StatusOf(p.World, id)})
			}
		}
	}
	return s
}

// Ran returns the sequence as it ran, with expected and seen outcomes.
func Ran(s sequence.Sequence, res run.RunResult) sequence.Sequence {
	out := s
	out.Steps = nil
	for i, step := range s.Steps {
		if i < len(res.Steps) && res.Steps[i].Ran && step.Kind == sequence.StepCall {
			step = res.Steps[i].Step
		}
		out.Steps = append(out.Steps, step)
	}
	return out
}

// Reduce returns the shortest list of units that it finds within the budget.
func (r *Reducer) Reduce(ctx context.Context, list []Unit) []Unit {
	passes := []func(context.Context, []Unit) []Unit{
		r.strengthen, r.onlyLast, r.useMissingIDs,
		r.dropTail, r.dropUnrelated, r.dropUnchanging, r.dropParts, r.dropSingles, r.dropPairs, r.mergeCalls, r.useExisting, r.simplify, r.moveOn,
		r.dropSingles, r.dropPairs, // a simpler sequence may need fewer calls
	}
	for _, pass := range passes {
		list = pass(ctx, list)
	}
	return list
}

// onlyLast tries the last call without any other, which is often enough.
func (r *Reducer) onlyLast(ctx context.Context, list []Unit) []Unit {
	if len(list) < 2 {
		return list
	}
	if last := list[len(list)-1:]; r.resolves(last) && r.try(ctx, last) {
		return last
	}
	return list
}

// dropUnrelated keeps the calls that share a resource with the last one, directly or
// through others.
func (r *Reducer) dropUnrelated(ctx context.Context, list []Unit) []Unit {
	if len(list) == 0 {
		return list
	}
	needed := map[string]bool{}
	for _, n := range list[len(list)-1].Step.References() {
		needed[sequence.Root(n)] = true
	}
	base := r.Start.World.Base().Names
	keep := make([]bool, len(list))
	keep[len(list)-1] = true
	for i := len(list) - 2; i >= 0; i-- {
		s := list[i].Step
		relevant := needed[s.Bind] && s.Bind != ""
		for _, n := range s.References() {
			if _, isBase := base[n]; !isBase && needed[sequence.Root(n)] {
				relevant = true
			}
		}
		if !relevant {
			continue
		}
		keep[i] = true
		for _, n := range s.References() {
			needed[sequence.Root(n)] = true
		}
	}
	if candidate := kept(list, keep); len(candidate) < len(list) && r.try(ctx, candidate) {
		return candidate
	}
	return list
}

// dropUnchanging drops the calls that change nothing according to the model.
func (r *Reducer) dropUnchanging(ctx context.Context, list []Unit) []Unit {
	p := oracle.PossibleWorld{World: r.Start.World, Names: r.Start.World.Base().Names}
	keep := make([]bool, len(list))
	for i, u := range list {
		next := p.After(u.Step, u.caller, r.Start.Region)
		keep[i] = i == len(list)-1 || next.World.Hash() != p.World.Hash()
		for _, name := range u.awaits {
			if id, ok := next.Id(name); ok {
				next.World, _ = oracle.Settled(next.World, id)
			}
		}
		p = next
	}
	if candidate := kept(list, keep); len(candidate) < len(list) && r.try(ctx, candidate) {
		return candidate
	}
	return list
}

func kept(list []Unit, keep []bool) []Unit {
	var out []Unit
	for i, u := range list {
		if keep[i] {
			out = append(out, u)
		}
	}
	return out
}

// dropParts drops ever smaller parts (delta debugging), and asks the target only
// about candidates for which the model's verdict of the last call is the same.
func (r *Reducer) dropParts(ctx context.Context, list []Unit) []Unit {
	for parts := 2; len(list) > 2 && parts <= len(list)-1; {
		smaller := false
		size := (len(list) - 1 + parts - 1) / parts
		var candidates [][]Unit
		for from := 0; from < len(list)-1; from += size {
			if candidate := without(list, from, min(from+size, len(list)-1)); r.plausible(list, candidate) {
				candidates = append(candidates, candidate)
			}
		}
		if won := r.first(ctx, candidates); won >= 0 {
			list, smaller = candidates[won], true
		}
		switch {
		case smaller:
			parts = max(2, parts-1)
		case size == 1:
			return list
		default:
			parts = min(parts*2, len(list)-1)
		}
	}
	return list
}

func without(list []Unit, from, to int) []Unit {
	out := append([]Unit(nil), list[:from]...)
	return append(out, list[to:]...)
}

// plausible says whether the model's verdict of the last call is the same for
// both.
func (r *Reducer) plausible(a, b []Unit) bool { return r.lastSays(a) == r.lastSays(b) }

func (r *Reducer) lastSays(list []Unit) string {
	v, ok := r.last(list)
	if !ok {
		return ""
	}
	return oracle.Expected(v)
}

// stillBreaks says whether the last call still breaks the rule that the finding is
// about, or one of those that the accepted call breaks: a parameter that breaks
// another one besides can go.
func (r *Reducer) stillBreaks(list []Unit) bool {
	v, ok := r.last(list)
	return ok && slices.ContainsFunc(v.Broken, func(rule *model.BoundRule) bool {
		return rule.ID() == r.Wanted.Item || slices.Contains(r.Wanted.Broken, rule.ID())
	})
}

// last is the model's verdict of the last call.
func (r *Reducer) last(list []Unit) (v model.Verdict, ok bool) {
	p := oracle.PossibleWorld{World: r.Start.World, Names: r.Start.World.Base().Names}
	for i, u := range list {
		if i == len(list)-1 {
			return p.World.Apply(p.ForModel(u.Step, u.caller, r.Start.Region)), true
		}
		p = p.After(u.Step, u.caller, r.Start.Region)
		for _, name := range u.awaits {
			if id, ok := p.Id(name); ok {
				p.World, _ = oracle.Settled(p.World, id)
			}
		}
	}
	return v, false
}

// dropSingles drops single calls, without asking the model.
func (r *Reducer) dropSingles(ctx context.Context, list []Unit) []Unit {
	for i := len(list) - 2; i >= 0; {
		var candidates [][]Unit
		var at []int
		for k := i; k >= 0; k-- {
			if candidate := without(list, k, k+1); r.resolves(candidate) {
				candidates, at = append(candidates, candidate), append(at, k)
			}
		}
		won := r.first(ctx, candidates)
		if won < 0 {
			break
		}
		list, i = candidates[won], at[won]-1
	}
	return list
}

// dropPairs drops pairs of calls, such as a stop and its start.
func (r *Reducer) dropPairs(ctx context.Context, list []Unit) []Unit {
	var candidates [][]Unit
	for i := len(list) - 2; i > 0; i-- {
		for j := i - 1; j >= 0; j-- {
			if candidate := without(without(list, i, i+1), j, j+1); r.resolves(candidate) {
				candidates = append(candidates, candidate)
			}
		}
	}
	if won := r.first(ctx, candidates); won >= 0 {
		return r.dropPairs(ctx, r.dropSingles(ctx, candidates[won]))
	}
	return list
}

// resolves says whether every name is bound before it is used.
func (r *Reducer) resolves(list []Unit) bool {
	known := map[string]bool{}
	for n := range r.Start.World.Base().Names {
		known[n] = true
	}
	for _, u := range list {
		for _, n := range u.Step.References() {
			if !known[sequence.Root(n)] {
				return false
			}
		}
		if u.Step.Bind != "" {
			known[u.Step.Bind] = true
		}
	}
	return true
}

// UpTo returns the sequence up to the step.
func UpTo(s sequence.Sequence, step int) sequence.Sequence {
	if step+1 < len(s.Steps) {
		s.Steps = s.Steps[:step+1]
	}
	return s
}
