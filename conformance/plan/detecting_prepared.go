package plan

import (
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// A prepared world is the world after a witness.
type prepared struct {
	steps  []sequence.Step
	caller string
	p      oracle.PossibleWorld
	length int
}

// preparations lists the worlds that the cases lead to, before and after their
// last call, shortest first, each shape once. The first resource of a case is
// also made twice: an operation may work on the wrong one.
func preparations(start oracle.Start, cases []Case) []prepared {
	var own []Case
	for _, c := range cases {
		if c.Sequence.World == start.World.Base().Name {
			own = append(own, c)
		}
	}
	return preparedBy(start, own, func(c Case) [][]sequence.Step {
		var parts [][]sequence.Step
		last := sequence.LastCall(c.Sequence)
		for _, until := range []int{last, last + 1, len(c.Sequence.Steps)} {
			part := slices.Clone(c.Sequence.Steps[:until])
			parts = append(append(parts, part), Twins(part)...)
		}
		return parts
	})
}

// beginnings lists the worlds that all beginnings of the cases lead to, of those
// that the start can run, shortest first, each shape once.
func beginnings(start oracle.Start, cases []Case) []prepared {
	var own []Case
	for _, c := range cases {
		if Runnable(c.Sequence, start) {
			own = append(own, c)
		}
	}
	return preparedBy(start, own, func(c Case) [][]sequence.Step {
		var parts [][]sequence.Step
		for until := range c.Sequence.Steps {
			parts = append(parts, slices.Clone(c.Sequence.Steps[:until+1]))
		}
		return parts
	})
}

// preparedBy lists the worlds that the parts of the cases lead to.
func preparedBy(start oracle.Start, cases []Case, parts func(Case) [][]sequence.Step) []prepared {
	all := []prepared{{p: oracle.PossibleWorld{World: start.World, Names: start.World.Base().Names}}}
	add := func(steps []sequence.Step) {
		steps = settledAwaits(steps, start)
		all = append(all, prepared{steps, sequence.LastCaller(steps), oracle.Follow(steps, start), sequence.Sequence{Steps: steps}.Length()})
	}
	for _, c := range cases {
		for _, part := range parts(c) {
			add(part)
		}
	}
	sort.SliceStable(all, func(i, j int) bool {
		if all[i].length != all[j].length {
			return all[i].length < all[j].length
		}
		return len(all[i].steps) < len(all[j].steps)
	})
	seen := map[uint64]bool{}
	return slices.DeleteFunc(all, func(a prepared) bool {
		shape := a.p.World.Shape()
		known := seen[shape]
		seen[shape] = true
		return known
	})
}

// settledAwaits lets each wait be for the status in which a resource rests: the
// worlds of a search know no other.
func settledAwaits(steps []sequence.Step, start oracle.Start) []sequence.Step {
	p, caller := oracle.PossibleWorld{World: start.World, Names: start.World.Base().Names}, ""
	for i, step := range steps {
		p, caller = p.Step(step, caller, start.Region)
		if id, ok := p.Id(step.Name); ok && step.Kind == sequence.StepAwait {
			steps[i].Status = oracle.StatusOf(p.World, id)
		}
	}
	return steps
}

// Twins adds a second resource for those that the steps make, because an
// operation may work on the wrong one: a second one of the first resource
// alone, and of all, with the other steps about them.
func Twins(steps []sequence.Step) [][]sequence.Step {
	var binds []string
	for _, s := range steps {
		if s.Bind != "" {
			binds = append(binds, s.Bind)
		}
	}
	if len(binds) == 0 {
		return nil
	}
	other := twinNames(binds)
	all := [][]sequence.Step{append(firstTwin(steps, binds[0], other), steps...)}
	if len(binds) > 1 {
		all = append(all, append(allTwins(steps, other), steps...))
	}
	return all
}

// twinNames returns a second, unused name for each name.
func twinNames(binds []string) map[string]string {
	other, taken := map[string]string{}, slices.Clone(binds)
	for _, bind := range binds {
		for n := 9; other[bind] == ""; n++ {
			if name := bind[:1] + strconv.Itoa(n); !slices.Contains(taken, name) {
				other[bind] = name
				taken = append(taken, name)
			}
		}
	}
	return other
}

// firstTwin makes the resource and waits for it, as the steps do.
func firstTwin(steps []sequence.Step, bind string, other map[string]string) []sequence.Step {
	var out []sequence.Step
	for _, s := range steps {
		if s.Bind == bind || s.Kind == sequence.StepAwait && s.Name == bind {
			out = append(out, withNames(s, map[string]string{bind: other[bind]}))
		}
	}
	return out
}

// allTwins returns the steps with other names for all resources that they make.
func allTwins(steps []sequence.Step, other map[string]string) []sequence.Step {
	out := make([]sequence.Step, 0, 2*len(steps))
	for _, s := range steps {
		out = append(out, withNames(s, other))
	}
	return out
}

// withNames replaces the names that the step makes, waits for and refers to.
func withNames(s sequence.Step, other map[string]string) sequence.Step {
	if name, ok := other[s.Bind]; ok {
		s.Bind = name
	}
	if name, ok := other[s.Name]; ok {
		s.Name = name
	}
	if s.Params == nil {
		return s
	}
	s.Params = maps.Clone(s.Params)
	for key, value := range s.Params {
		for _, name := range slices.Sorted(maps.Keys(other)) {
			if value == "$"+name || strings.HasPrefix(value, "$"+name+".") || strings.HasPrefix(value, "$"+name+"[") {
				value = "$" + other[name] + strings.TrimPrefix(value, "$"+name)
				break
			}
		}
		s.Params[key] = value
	}
	return s
}
