package plan

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/conformance/generate/locality"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A preparation is the part of witnesses before their last calls.
type preparation struct {
	key   string
	steps []sequence.Step
	// races says that a transition is pending after the preparation: little
	// time may pass before the last call.
	races   bool
	members []Case
}

// A Merged sequence shows the items of several witnesses.
type Merged struct {
	sequence.Sequence
	// Quiet is the step before which nothing is looked up: an earlier sequence
	// began in the same way and was looked up, or the following calls need a
	// transient status.
	Quiet int
	// Hard are refused steps with a lookup after them: after another refusal it
	// would be unknown which of them changed something.
	Hard map[int]bool
}

// Shared merges witnesses with a common preparation. A refused call changes
// nothing, so one sequence can show many refusals, and then effects, as long as
// each still happens. Refusals with a shorter preparation are shown on the way
// to a longer one. Witnesses with names that the start does not have are left
// out. A life stays as it is, and comes after the others.
func Shared(cases []Case, start oracle.Start) []Merged {
	start.Defaults()
	cases, lives := livesOf(cases)
	all := grouped(cases, start)
	byKey := map[string]*preparation{}
	for _, p := range all {
		byKey[p.key] = p
	}
	var out []Merged
	for _, p := range all { // the longest first, so that shorter ones can be shown on the way
		if len(p.members) == 0 {
			continue
		}
		for _, s := range p.merge(start) {
			m := Merged{Sequence: passing(s, len(p.steps), byKey, start)}
			if p.races {
				m.Quiet = sequence.LastCall(m.Sequence)
			}
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b Merged) int { return len(a.Steps) - len(b.Steps) })
	lookedUpAfter(out, cases)
	out = append(out, alone(lives, start)...)
	suppressLookups(out)
	return out
}

// lookedUpAfter marks the last calls of witnesses that detect a refusal, or a dry run,
// that changes something.
func lookedUpAfter(all []Merged, cases []Case) {
	last := map[string]bool{}
	for _, c := range cases {
		if c.Item.Kind == "anyway" || c.Item.Kind == "dry" {
			last[c.Sequence.Steps[sequence.LastCall(c.Sequence)].String()] = true
		}
	}
	for i, m := range all {
		all[i].Hard = map[int]bool{}
		for n, step := range m.Steps {
			all[i].Hard[n] = last[step.String()]
		}
	}
}

// suppressLookups suppresses lookups where an earlier sequence has begun in the same way
// and was looked up.
func suppressLookups(all []Merged) {
	seen := map[string]bool{}
	for i := range all {
		m, racing := &all[i], all[i].Quiet
		known := 0
		for n := 1; n <= len(m.Steps); n++ {
			key := KeyOf(m.World, m.Steps[:n])
			switch {
			case known == n-1 && seen[key]:
				known = n
			case known >= racing:
				seen[key] = true // without lookups nothing is seen
			}
		}
		if known > 0 && m.Steps[known-1].Kind == sequence.StepCall {
			known-- // blame depends on what was seen just before
		}
		m.Quiet = max(known, racing)
	}
}

// grouped groups the witnesses that the start can run by their preparation, the
// longest first.
func grouped(cases []Case, start oracle.Start) []*preparation {
	groups := map[string]*preparation{}
	var all []*preparation
	here := localities{start: start, of: map[string]*locality.Locality{}}
	for _, c := range cases {
		if c.Sequence.World != start.World.Base().Name && !start.World.Base().Stranger || !Runnable(c.Sequence, start) {
			continue
		}
		c.Sequence = here.own(c.Sequence)
		c.Sequence = calm(c, start)
		prefix := c.Sequence.Steps[:sequence.LastCall(c.Sequence)]
		key := KeyOf(c.Sequence.World, prefix)
		if groups[key] == nil {
			races := len(oracle.Follow(prefix, start).World.Pending()) > 0
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

// KeyOf identifies a world and the steps that were made in it.
func KeyOf(world string, steps []sequence.Step) string {
	return sequence.Sequence{World: world, Steps: steps}.String()
}

// calm waits for all transitions before the last call, if the answer stays the
// same: the shortest witness of a bad format uses a transient status only by
// accident, and a witness that waits can share its preparation.
func calm(c Case, start oracle.Start) sequence.Sequence {
	if c.Item.Kind == "edge" {
		return c.Sequence
	}
	last := sequence.LastCall(c.Sequence)
	s := c.Sequence
	s.Steps = nil
	p, caller := oracle.PossibleWorld{World: start.World, Names: start.World.Base().Names}, ""
	for _, step := range c.Sequence.Steps[:last] {
		if step.Kind == sequence.StepAwait {
			continue
		}
		s.Steps = append(s.Steps, step)
		p, caller = p.Step(step, caller, start.Region)
		var ok bool
		if s.Steps, p, ok = waitForAll(s.Steps, p); !ok {
			return c.Sequence
		}
	}
	call := c.Sequence.Steps[last]
	before := oracle.Follow(c.Sequence.Steps[:last], start)
	if !sameVerdict(p.World.Apply(p.ForModel(call, caller, start.Region)), before.World.Apply(before.ForModel(call, caller, start.Region))) {
		return c.Sequence
	}
	s.Steps = append(s.Steps, c.Sequence.Steps[last:]...)
	return s
}

// waitForAll waits until no transition is pending; false if a resource in
// transition has no name.
func waitForAll(steps []sequence.Step, p oracle.PossibleWorld) ([]sequence.Step, oracle.PossibleWorld, bool) {
	for pending := p.World.Pending(); len(pending) > 0; pending = p.World.Pending() {
		id, name := pending[0].ID, ""
		for n, named := range p.Names {
			if named == id && (name == "" || n < name) {
				name = n
			}
		}
		if name == "" {
			return steps, p, false
		}
		p.World, _ = oracle.Settled(p.World, id)
		steps = append(steps, sequence.Step{Kind: sequence.StepAwait, Name: name, Status: oracle.StatusOf(p.World, id)})
	}
	return steps, p, true
}

// sameVerdict says whether both break the same clauses of the same rules, or make
// the same effects.
func sameVerdict(a, b model.Verdict) bool {
	return a.DryRun == b.DryRun && slices.Equal(a.Clauses, b.Clauses) &&
		slices.EqualFunc(a.Broken, b.Broken, func(x, y *model.BoundRule) bool { return x.ID() == y.ID() }) &&
		slices.EqualFunc(a.Effects, b.Effects, func(x, y *model.BoundEffect) bool { return x.ID() == y.ID() })
}

// passing inserts refusals with shorter preparations into the sequence, whose
// first steps are a preparation.
func passing(s sequence.Sequence, prepared int, byKey map[string]*preparation, start oracle.Start) sequence.Sequence {
	steps := slices.Clone(s.Steps[:min(1, prepared)])
	room := mostMerged
	for n := 1; n <= prepared; n++ {
		if n > 1 {
			steps = append(steps, s.Steps[n-1])
		}
		p := byKey[KeyOf(s.World, s.Steps[:n])]
		if p == nil || p.races || n == prepared {
			continue
		}
		before := oracle.Follow(p.steps, start)
		var left []Case
		for _, c := range p.members {
			tail := c.Sequence.Steps[sequence.LastCall(c.Sequence):]
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

// mostMerged limits the last calls of one merged sequence, so that an early
// divergence does not hide many; mostRacing limits those in a transient status.
const (
	mostMerged = 30
	mostRacing = 2
)

// merge makes sequences of a preparation and the last calls of its witnesses:
// refusals first, then effects.
func (p *preparation) merge(start oracle.Start) []sequence.Sequence {
	var refusals, others []Case
	before := oracle.Follow(p.steps, start)
	for _, c := range p.members {
		if c.refused(before, start) {
			refusals = append(refusals, c)
		} else {
			others = append(others, c)
		}
	}
	var out []sequence.Sequence
	most := mostMerged
	if p.races {
		most = mostRacing
		slices.SortStableFunc(refusals, dryFirst) // a dry run that is executed by mistake leaves the resource of the next one
	}
	for some := range slices.Chunk(refusals, most) {
		s := sequence.Sequence{World: some[0].Sequence.World, Steps: slices.Clone(p.steps)}
		for _, c := range some {
			s.Steps = append(s.Steps, c.Sequence.Steps[sequence.LastCall(c.Sequence):]...)
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
	dry := func(c Case) string { return c.Sequence.Steps[sequence.LastCall(c.Sequence)].Params["DryRun"] }
	return strings.Compare(dry(b), dry(a))
}

// refused says whether the last call changes nothing in the world before it: it
// is refused, or a dry run.
func (c Case) refused(before oracle.PossibleWorld, start oracle.Start) bool {
	last := sequence.LastCall(c.Sequence)
	v := before.World.Apply(before.ForModel(c.Sequence.Steps[last], sequence.LastCaller(c.Sequence.Steps[:last]), start.Region))
	return len(v.Broken) > 0 || v.DryRun
}

// joined puts the effects after the last refusals with the same preparation.
func joined(out []sequence.Sequence, prefix []sequence.Step) []sequence.Sequence {
	last := out[len(out)-1]
	before := out[len(out)-2]
	if len(before.Steps)+len(last.Steps)-len(prefix) > 2*mostMerged || bindsTwice(before.Steps, last.Steps[len(prefix):]) {
		return out
	}
	before.Steps = append(append([]sequence.Step(nil), before.Steps...), last.Steps[len(prefix):]...)
	return append(out[:len(out)-2], before)
}

// bindsTwice says whether both bind one name.
func bindsTwice(a, b []sequence.Step) bool {
	bound := map[string]bool{}
	for _, s := range a {
		bound[s.Bind] = s.Bind != ""
	}
	return slices.ContainsFunc(b, func(s sequence.Step) bool { return bound[s.Bind] })
}

// chain puts one effect after another as long as each has the same result as
// alone, with waits between them.
func chain(prefix []sequence.Step, cases []Case, start oracle.Start) (s sequence.Sequence, rest []Case) {
	s = sequence.Sequence{World: cases[0].Sequence.World, Steps: slices.Clone(prefix)}
	alone := oracle.Follow(prefix, start)
	caller := sequence.LastCaller(prefix)
	p := alone
	for i, c := range cases {
		if len(s.Steps) > mostMerged+len(prefix) {
			return s, append(rest, cases[i:]...)
		}
		steps := slices.Clone(c.Sequence.Steps[sequence.LastCall(c.Sequence):])
		wanted := alone.World.Apply(alone.ForModel(steps[0], caller, start.Region))
		same := func(p oracle.PossibleWorld) bool {
			v := p.World.Apply(p.ForModel(steps[0], caller, start.Region))
			return sameVerdict(v, wanted) && Changes(v, p.World) == Changes(wanted, alone.World)
		}
		if i > 0 {
			waited, later, ok := waitForAll(slices.Clone(s.Steps), p)
			if !ok || c.Item.Kind == "edge" || !same(later) || len(prefix) == 0 && start.World.Model().Makes(steps[0].Op) != nil { // nothing would be shared
				rest = append(rest, c)
				continue
			}
			if !same(p) {
				s.Steps, p = waited, later
			}
			newlyNamed(steps, s.Steps)
		}
		for _, step := range steps {
			p, _ = p.Step(step, caller, start.Region)
		}
		s.Steps = append(s.Steps, steps...)
		if c.endsChain(wanted) {
			return s, append(rest, cases[i+1:]...)
		}
	}
	return s, rest
}

// endsChain says that nothing may follow the case: it is about a transition, or a
// whole operation.
func (c Case) endsChain(v model.Verdict) bool {
	return c.Item.Kind == "edge" || c.Item.Detecting() && !c.Item.Allowed() && !Happens(v, c.Item)
}

// newlyNamed renames the resource that the first step makes, if its name is
// taken by a step before.
func newlyNamed(steps, before []sequence.Step) {
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

// Changes says that the verdict changes the world.
func Changes(v model.Verdict, before model.World) bool { return v.World.Hash() != before.Hash() }
