package conformance

import (
	"cmp"
	"context"
	"maps"

	"github.com/ecsim/ecsim/model"
)

// The reducer works on calls with symbolic names, because a target call can
// cost a minute: what the model can decide, it decides without the target.

// A unit is a call together with the waits that followed it.
type unit struct {
	step   Step
	caller string
	awaits []string // names that were waited for
}

// A reducer looks for the shortest sequence that shows a finding again.
type reducer struct {
	target   Target
	start    Start
	orders   Orders
	wanted   Judgement // what has to come back
	budget   int       // target calls of candidates that may still be made
	counts   Counts    // of candidates
	confirms Counts    // of the runs that confirm the last one
	tried    map[string]bool
	harness  error    // why the reduction ended early
	leftover []string // what candidates made and could not remove
	last     Found
	shown    Sequence // the best candidate as it ran, with outcomes
	rate     string   // how often the minimum came back, as 3/3
	trace    TraceRun // the same run
}

// units splits a sequence up to the step into calls with their callers and waits.
func units(s Sequence, upTo int) []unit {
	var list []unit
	caller := ""
	for i, step := range s.Steps {
		if i > upTo {
			break
		}
		switch step.Kind {
		case StepCall:
			step.Expect, step.Saw = nil, nil
			list = append(list, unit{step: step, caller: caller})
		case StepAwait:
			if len(list) > 0 {
				last := &list[len(list)-1]
				last.awaits = append(last.awaits, step.Name)
			}
		case StepAs:
			caller = step.Text
		case StepAt, StepFault: // the simulator's own; they do not outlive reduction
		}
	}
	return list
}

// assemble makes a sequence of the units. Waits are laid anew: one stands where
// it stood, if the model says that there is something to wait for.
func (r *reducer) assemble(list []unit) Sequence {
	s := Sequence{World: r.start.World.Base().Name}
	p := possible{r.start.World, r.start.World.Base().Names}
	first := r.start.World.Base().Callers[0].Name
	caller := first
	for i, u := range list {
		if wanted := cmp.Or(u.caller, first); wanted != caller {
			caller = wanted
			s.Steps = append(s.Steps, Step{Kind: StepAs, Text: caller})
		}
		s.Steps = append(s.Steps, u.step)
		p = p.after(u.step, u.caller, r.start.Region)
		if i == len(list)-1 && len(u.awaits) == 0 {
			break
		}
		for _, name := range u.awaits {
			id, ok := p.id(name)
			if !ok {
				continue
			}
			var moved bool
			if p.world, moved = settled(p.world, id); moved {
				s.Steps = append(s.Steps, Step{Kind: StepAwait, Name: name, Status: statusOf(p.world, id)})
			}
		}
	}
	return s
}

// after follows a call in the model.
func (p possible) after(step Step, caller, region string) possible {
	v := p.world.Apply(p.forModel(step, caller, region))
	if !v.Accepted() {
		return p
	}
	names := p.names
	if step.Bind != "" && len(v.Reply.Created) > 0 {
		names = make(map[string]string, len(p.names)+1)
		maps.Copy(names, p.names)
		for i, id := range v.Reply.Created {
			names[indexed(step.Bind, i)] = id
		}
	}
	return possible{v.World, names}
}

// settled fires everything that the resource has pending.
func settled(w model.World, id string) (next model.World, moved bool) {
	for {
		next, ok := move(w, id)
		if !ok {
			return w, moved
		}
		w, moved = next, true
	}
}

func statusOf(w model.World, id string) string {
	r, _, _ := w.Locate(id)
	if r == nil {
		return Gone
	}
	return model.StatusOf(r)
}

// ran returns the sequence as it ran, with what was expected and seen.
func ran(s Sequence, res RunResult) Sequence {
	out := s
	out.Steps = nil
	for i, step := range s.Steps {
		if i < len(res.Steps) && res.Steps[i].Ran && step.Kind == StepCall {
			step = res.Steps[i].Step
		}
		out.Steps = append(out.Steps, step)
	}
	return out
}

// reduce returns the shortest list of units that it finds within the budget.
func (r *reducer) reduce(ctx context.Context, list []unit) []unit {
	passes := []func(context.Context, []unit) []unit{
		r.alone, r.unmade, r.sooner, r.sliced, r.withoutIdle, r.ddmin, r.singles, r.pairs, r.replaced, r.borrowed, r.simplified,
		r.singles, r.pairs, // what is simpler may need less
	}
	for _, pass := range passes {
		list = pass(ctx, list)
	}
	return list
}

// alone tries the last call without any other: most often nothing shorter needs
// to be asked.
func (r *reducer) alone(ctx context.Context, list []unit) []unit {
	if len(list) < 2 {
		return list
	}
	if last := list[len(list)-1:]; r.resolves(last) && r.try(ctx, last) {
		return last
	}
	return list
}

// sliced keeps the calls that share a thing with the last one, directly or
// through others.
func (r *reducer) sliced(ctx context.Context, list []unit) []unit {
	if len(list) == 0 {
		return list
	}
	needed := map[string]bool{}
	for _, n := range list[len(list)-1].step.References() {
		needed[root(n)] = true
	}
	base := r.start.World.Base().Names
	keep := make([]bool, len(list))
	keep[len(list)-1] = true
	for i := len(list) - 2; i >= 0; i-- {
		s := list[i].step
		relevant := needed[s.Bind] && s.Bind != ""
		for _, n := range s.References() {
			if _, isBase := base[n]; !isBase && needed[root(n)] {
				relevant = true
			}
		}
		if !relevant {
			continue
		}
		keep[i] = true
		for _, n := range s.References() {
			needed[root(n)] = true
		}
	}
	if candidate := kept(list, keep); len(candidate) < len(list) && r.try(ctx, candidate) {
		return candidate
	}
	return list
}

// withoutIdle drops the calls that the model says changed nothing.
func (r *reducer) withoutIdle(ctx context.Context, list []unit) []unit {
	p := possible{r.start.World, r.start.World.Base().Names}
	keep := make([]bool, len(list))
	for i, u := range list {
		next := p.after(u.step, u.caller, r.start.Region)
		keep[i] = i == len(list)-1 || next.world.Hash() != p.world.Hash()
		for _, name := range u.awaits {
			if id, ok := next.id(name); ok {
				next.world, _ = settled(next.world, id)
			}
		}
		p = next
	}
	if candidate := kept(list, keep); len(candidate) < len(list) && r.try(ctx, candidate) {
		return candidate
	}
	return list
}

func kept(list []unit, keep []bool) []unit {
	var out []unit
	for i, u := range list {
		if keep[i] {
			out = append(out, u)
		}
	}
	return out
}

// ddmin drops ever smaller parts, and asks the target only about candidates
// for which the model says the same of the last call.
func (r *reducer) ddmin(ctx context.Context, list []unit) []unit {
	for parts := 2; len(list) > 2 && parts <= len(list)-1; {
		smaller := false
		size := (len(list) - 1 + parts - 1) / parts
		var candidates [][]unit
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

func without(list []unit, from, to int) []unit {
	out := append([]unit(nil), list[:from]...)
	return append(out, list[to:]...)
}

// plausible says whether the model says the same of the last call of both.
func (r *reducer) plausible(a, b []unit) bool { return r.lastSays(a) == r.lastSays(b) }

func (r *reducer) lastSays(list []unit) string {
	p := possible{r.start.World, r.start.World.Base().Names}
	for i, u := range list {
		if i == len(list)-1 {
			return expected(p.world.Apply(p.forModel(u.step, u.caller, r.start.Region)))
		}
		p = p.after(u.step, u.caller, r.start.Region)
		for _, name := range u.awaits {
			if id, ok := p.id(name); ok {
				p.world, _ = settled(p.world, id)
			}
		}
	}
	return ""
}

// singles drops single calls, without asking the model.
func (r *reducer) singles(ctx context.Context, list []unit) []unit {
	for i := len(list) - 2; i >= 0; {
		var candidates [][]unit
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

// pairs drops pairs of calls, such as a stop and its start.
func (r *reducer) pairs(ctx context.Context, list []unit) []unit {
	var candidates [][]unit
	for i := len(list) - 2; i > 0; i-- {
		for j := i - 1; j >= 0; j-- {
			if candidate := without(without(list, i, i+1), j, j+1); r.resolves(candidate) {
				candidates = append(candidates, candidate)
			}
		}
	}
	if won := r.first(ctx, candidates); won >= 0 {
		return r.pairs(ctx, r.singles(ctx, candidates[won]))
	}
	return list
}

// resolves says whether every name that is used is made before.
func (r *reducer) resolves(list []unit) bool {
	known := map[string]bool{}
	for n := range r.start.World.Base().Names {
		known[n] = true
	}
	for _, u := range list {
		for _, n := range u.step.References() {
			if !known[root(n)] {
				return false
			}
		}
		if u.step.Bind != "" {
			known[u.step.Bind] = true
		}
	}
	return true
}
