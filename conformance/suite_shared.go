package conformance

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// A preparation is what witnesses do before the call that each is about.
type preparation struct {
	key   string
	steps []Step
	// races marks one that a transition is under way after: little may come
	// between it and the last call.
	races   bool
	members []Case
}

// A Merged sequence shows what several witnesses show.
type Merged struct {
	Sequence
	// Quiet is the step before which nobody looks: a sequence before this one
	// has begun so and was looked at, or what follows has to be in time for the
	// transition that it races.
	Quiet int
	// hard are the steps after which somebody looks although they are refused:
	// after another refusal nobody could say which of them changed something.
	hard map[int]bool
}

// Shared merges witnesses that have their preparation in common: what is
// refused changes nothing, so one sequence can show many refusals, and then
// effects, as long as each still happens. Refusals are shown on the way to a
// longer preparation that passes by where theirs ends. Witnesses that name what
// the start does not have are left out.
func Shared(cases []Case, start Start) []Merged {
	start.defaults()
	all := grouped(cases, start)
	byKey := map[string]*preparation{}
	for _, p := range all {
		byKey[p.key] = p
	}
	var out []Merged
	for _, p := range all { // the longest first, so that the others find theirs done on the way
		if len(p.members) == 0 {
			continue
		}
		for _, s := range p.merge(start) {
			m := Merged{Sequence: passing(s, len(p.steps), byKey, start)}
			if p.races {
				m.Quiet = lastCall(m.Sequence)
			}
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b Merged) int { return len(a.Steps) - len(b.Steps) })
	quiet(out)
	hard(out, cases)
	return out
}

// hard marks the last calls of witnesses that tell of a refusal, or of a dry run,
// that changes something.
func hard(all []Merged, cases []Case) {
	last := map[string]bool{}
	for _, c := range cases {
		if c.Item.Kind == "anyway" || c.Item.Kind == "dry" {
			last[c.Sequence.Steps[lastCall(c.Sequence)].String()] = true
		}
	}
	for i, m := range all {
		all[i].hard = map[int]bool{}
		for n, step := range m.Steps {
			all[i].hard[n] = last[step.String()]
		}
	}
}

// quiet has nobody look where a sequence before has begun in the same way: what
// there is to see was seen there.
func quiet(all []Merged) {
	seen := map[string]bool{}
	for i := range all {
		m, racing := &all[i], all[i].Quiet
		known := 0
		for n := 1; n <= len(m.Steps); n++ {
			key := keyOf(m.World, m.Steps[:n])
			switch {
			case known == n-1 && seen[key]:
				known = n
			case known >= racing:
				seen[key] = true // what nobody looked at is not seen
			}
		}
		if known > 0 && m.Steps[known-1].Kind == StepCall {
			known-- // who is to blame for what follows depends on what was seen just before it
		}
		m.Quiet = max(known, racing)
	}
}

// grouped groups the witnesses that the start can run by their
// preparation, the longest first.
func grouped(cases []Case, start Start) []*preparation {
	groups := map[string]*preparation{}
	var all []*preparation
	for _, c := range cases {
		if c.Sequence.World != start.World.Base().Name && !start.World.Base().Stranger || !runnable(c.Sequence, start) {
			continue
		}
		c.Sequence = calm(c, start)
		prefix := c.Sequence.Steps[:lastCall(c.Sequence)]
		key := keyOf(c.Sequence.World, prefix)
		if groups[key] == nil {
			races := len(follow(prefix, start).world.Pending()) > 0
			groups[key] = &preparation{key: key, steps: prefix, races: races}
			all = append(all, groups[key])
		}
		groups[key].members = append(groups[key].members, c)
	}
	sort.Slice(all, func(i, j int) bool {
		if len(all[i].steps) != len(all[j].steps) {
			return len(all[i].steps) > len(all[j].steps)
		}
		return all[i].key < all[j].key
	})
	return all
}

func keyOf(world string, steps []Step) string { return Sequence{World: world, Steps: steps}.String() }

// calm waits for everything on the way to the last call, if that is answered in
// the same way then: the shortest witness of a bad format races a transition by
// accident, and what waits can share its preparation.
func calm(c Case, start Start) Sequence {
	if c.Item.Kind == "edge" {
		return c.Sequence
	}
	last := lastCall(c.Sequence)
	s := c.Sequence
	s.Steps = nil
	p, caller := possible{start.World, start.World.Base().Names}, ""
	for _, step := range c.Sequence.Steps[:last] {
		if step.Kind == StepAwait {
			continue
		}
		s.Steps = append(s.Steps, step)
		p, caller = p.step(step, caller, start.Region)
		var ok bool
		if s.Steps, p, ok = waitForAll(s.Steps, p); !ok {
			return c.Sequence
		}
	}
	call := c.Sequence.Steps[last]
	before := follow(c.Sequence.Steps[:last], start)
	if !sameVerdict(p.world.Apply(p.forModel(call, caller, start.Region)), before.world.Apply(before.forModel(call, caller, start.Region))) {
		return c.Sequence
	}
	s.Steps = append(s.Steps, c.Sequence.Steps[last:]...)
	return s
}

// waitForAll waits until nothing is pending; false when that is about something
// without a name.
func waitForAll(steps []Step, p possible) ([]Step, possible, bool) {
	for pending := p.world.Pending(); len(pending) > 0; pending = p.world.Pending() {
		id, name := pending[0].ID, ""
		for n, named := range p.names {
			if named == id && (name == "" || n < name) {
				name = n
			}
		}
		if name == "" {
			return steps, p, false
		}
		p.world, _ = settled(p.world, id)
		steps = append(steps, Step{Kind: StepAwait, Name: name, Status: statusOf(p.world, id)})
	}
	return steps, p, true
}

// sameVerdict says whether both break the same rules, or make the same effects.
func sameVerdict(a, b model.Verdict) bool {
	return a.DryRun == b.DryRun &&
		slices.EqualFunc(a.Broken, b.Broken, func(x, y *model.BoundRule) bool { return x.ID() == y.ID() }) &&
		slices.EqualFunc(a.Effects, b.Effects, func(x, y *model.BoundEffect) bool { return x.ID() == y.ID() })
}

// passing puts refusals of shorter preparations where the sequence, of which
// the first steps are a preparation, passes by.
func passing(s Sequence, prepared int, byKey map[string]*preparation, start Start) Sequence {
	steps := slices.Clone(s.Steps[:min(1, prepared)])
	room := mostMerged
	for n := 1; n <= prepared; n++ {
		if n > 1 {
			steps = append(steps, s.Steps[n-1])
		}
		p := byKey[keyOf(s.World, s.Steps[:n])]
		if p == nil || p.races || n == prepared {
			continue
		}
		before := follow(p.steps, start)
		var left []Case
		for _, c := range p.members {
			tail := c.Sequence.Steps[lastCall(c.Sequence):]
			if room == 0 || !c.refused(before, start) || bindsTwice(s.Steps, tail) || bindsTwice(steps, tail) {
				left = append(left, c)
				continue
			}
			steps = append(steps, tail...)
			room--
		}
		p.members = left
	}
	s.Steps = append(steps, s.Steps[prepared:]...)
	return s
}

// mostMerged bounds the last calls of one merged sequence, so that one early
// divergence does not hide many; mostRacing those that have to be in time.
const (
	mostMerged = 30
	mostRacing = 2
)

// merge makes sequences of a preparation and the last calls of its witnesses:
// refusals first, then effects.
func (p *preparation) merge(start Start) []Sequence {
	var refusals, others []Case
	before := follow(p.steps, start)
	for _, c := range p.members {
		if c.refused(before, start) {
			refusals = append(refusals, c)
		} else {
			others = append(others, c)
		}
	}
	var out []Sequence
	most := mostMerged
	if p.races {
		most = mostRacing
		slices.SortStableFunc(refusals, dryFirst) // a dry run that is taken by mistake leaves what the next one is about
	}
	for some := range slices.Chunk(refusals, most) {
		s := Sequence{World: some[0].Sequence.World, Steps: slices.Clone(p.steps)}
		for _, c := range some {
			s.Steps = append(s.Steps, c.Sequence.Steps[lastCall(c.Sequence):]...)
		}
		out = append(out, s)
	}
	for len(others) > 0 {
		some := others
		if p.races {
			some = others[:1]
		}
		s, rest := chain(p.steps, some, start)
		others = append(rest, others[len(some):]...)
		out = append(out, s)
	}
	if len(out) > 1 && len(out[0].Steps) > 0 && !p.races {
		return joined(out, p.steps)
	}
	return out
}

func dryFirst(a, b Case) int {
	dry := func(c Case) string { return c.Sequence.Steps[lastCall(c.Sequence)].Params["DryRun"] }
	return strings.Compare(dry(b), dry(a))
}

// refused says whether the last call changes nothing in the world before it: it
// is turned away, or a dry run.
func (c Case) refused(before possible, start Start) bool {
	last := lastCall(c.Sequence)
	v := before.world.Apply(before.forModel(c.Sequence.Steps[last], lastCaller(c.Sequence.Steps[:last]), start.Region))
	return len(v.Broken) > 0 || v.DryRun
}

// joined puts the effects behind the last refusals of the same preparation.
func joined(out []Sequence, prefix []Step) []Sequence {
	last := out[len(out)-1]
	before := out[len(out)-2]
	if len(before.Steps)+len(last.Steps)-len(prefix) > 2*mostMerged || bindsTwice(before.Steps, last.Steps[len(prefix):]) {
		return out
	}
	before.Steps = append(append([]Step(nil), before.Steps...), last.Steps[len(prefix):]...)
	return append(out[:len(out)-2], before)
}

// bindsTwice says whether both bind one name.
func bindsTwice(a, b []Step) bool {
	bound := map[string]bool{}
	for _, s := range a {
		bound[s.Bind] = s.Bind != ""
	}
	return slices.ContainsFunc(b, func(s Step) bool { return bound[s.Bind] })
}

// chain puts one effect after another as long as each still happens as it would
// alone, waiting in between for what is under way.
func chain(prefix []Step, cases []Case, start Start) (s Sequence, rest []Case) {
	s = Sequence{World: cases[0].Sequence.World, Steps: slices.Clone(prefix)}
	alone := follow(prefix, start)
	caller := lastCaller(prefix)
	p := alone
	for i, c := range cases {
		if len(s.Steps) > mostMerged+len(prefix) {
			return s, append(rest, cases[i:]...)
		}
		steps := slices.Clone(c.Sequence.Steps[lastCall(c.Sequence):])
		wanted := alone.world.Apply(alone.forModel(steps[0], caller, start.Region))
		same := func(p possible) bool {
			v := p.world.Apply(p.forModel(steps[0], caller, start.Region))
			return sameVerdict(v, wanted) && changes(v, p.world) == changes(wanted, alone.world)
		}
		if i > 0 {
			waited, later, ok := waitForAll(slices.Clone(s.Steps), p)
			if !ok || c.Item.Kind == "edge" || !same(later) || len(prefix) == 0 && start.World.Model().Makes(steps[0].Op) != nil { // that would share nothing
				rest = append(rest, c)
				continue
			}
			if !same(p) {
				s.Steps, p = waited, later
			}
			newlyNamed(steps, s.Steps)
		}
		for _, step := range steps {
			p, _ = p.step(step, caller, start.Region)
		}
		s.Steps = append(s.Steps, steps...)
		if c.Item.Kind == "edge" || c.Item.Telling() && !happens(wanted, c.Item) { // it is about a whole operation
			return s, append(rest, cases[i+1:]...)
		}
	}
	return s, rest
}

// newlyNamed gives what the first step makes a name that no step before has, if its
// own is taken.
func newlyNamed(steps, before []Step) {
	old := steps[0].Bind
	if old == "" || !bindsTwice(before, steps[:1]) {
		return
	}
	n := 1
	for taken := true; taken; n++ {
		steps[0].Bind = old[:1] + strconv.Itoa(n)
		taken = bindsTwice(before, steps[:1])
	}
	for i, step := range steps[1:] {
		if step.Name == old {
			steps[i+1].Name = steps[0].Bind
		}
	}
}

// step follows one step of a sequence in the model.
func (p possible) step(s Step, caller, region string) (next possible, nextCaller string) {
	switch s.Kind {
	case StepAs:
		return p, s.Text
	case StepAwait:
		if id, ok := p.id(s.Name); ok {
			p.world, _ = settled(p.world, id)
		}
	case StepCall:
		return p.after(s, caller, region), caller
	case StepAt, StepFault: // no witness has them
	}
	return p, caller
}

func changes(v model.Verdict, before model.World) bool { return v.World.Hash() != before.Hash() }
