package oracle

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// Unfold adds the worlds in which the resources selected by what have made
// their pending transitions.
func (o *Oracle) Unfold(what func(PossibleWorld) map[string]bool) Unfolding {
	return o.unfoldInto(nil, what)
}

// unfoldInto is unfold with a reusable list.
func (o *Oracle) unfoldInto(room []PossibleWorld, what func(PossibleWorld) map[string]bool) Unfolding {
	u := Unfolding{Worlds: room[:0]}
	for _, p := range o.Frontier {
		if len(u.Worlds) >= o.limit {
			u.capped = true
			return u
		}
		if !p.World.Moves() {
			u.Worlds = append(u.Worlds, p)
			continue
		}
		moving := what(p)
		if u.moved == nil {
			u.moved = moving
		} else {
			maps.Copy(u.moved, moving)
		}
		if !o.unfoldOne(&u, p, moving) {
			u.capped = true
			return u
		}
	}
	return u
}

// unfoldOne adds the worlds that one world represents; false when there are too
// many.
func (o *Oracle) unfoldOne(u *Unfolding, p PossibleWorld, moving map[string]bool) bool {
	if len(moving) == 0 {
		u.Worlds = append(u.Worlds, p)
		return true
	}
	queue := []PossibleWorld{p}
	seen := map[uint64]bool{p.World.Hash(): true}
	for len(queue) > 0 {
		if len(u.Worlds) >= o.limit {
			return false
		}
		q := queue[0]
		queue = queue[1:]
		u.Worlds = append(u.Worlds, q)
		for _, t := range q.World.Pending() {
			if !moving[t.ID] {
				continue
			}
			next := PossibleWorld{q.World.Fire(t), q.Names}
			if h := next.World.Hash(); !seen[h] {
				seen[h] = true
				queue = append(queue, next)
			}
		}
	}
	return true
}

// Touched lists the ids of resources in transition that decide the result of
// the call: those that it names, and those that belong to them. For Describe
// operations the list is empty, because each shown resource selects its own
// status.
func (p PossibleWorld) Touched(step sequence.Step) map[string]bool {
	touched := map[string]bool{}
	if op, ok := p.World.Model().Operation(step.Op); ok && op.Reads {
		return touched
	}
	for _, name := range step.References() {
		id, ok := p.Id(name)
		if !ok {
			continue
		}
		touched[id] = true
		p.relatives(id, touched)
	}
	return touched
}

// Everything lists the ids of all resources in transition.
func (p PossibleWorld) Everything(sequence.Step) map[string]bool {
	all := map[string]bool{}
	for _, t := range p.World.Pending() {
		all[t.ID] = true
	}
	return all
}

// Moving says whether a transition is pending in a possible world.
func (o *Oracle) Moving() bool {
	for _, p := range o.Frontier {
		if p.World.Moves() {
			return true
		}
	}
	return false
}

// relatives adds the resources that belong to a resource: the interfaces of an
// instance, the instance of an interface, the interfaces in transition of a
// group, a vSwitch or a VPC.
func (p PossibleWorld) relatives(id string, touched map[string]bool) {
	r, account, region := p.World.Locate(id)
	if r != nil && r.Kind().Holds() {
		for _, t := range p.World.Pending() {
			e, ok := p.World.Find(t.Account, t.Region, t.Edge.Kind, t.ID).(*ecs.NetworkInterface)
			if ok && e.Status == ecs.Deleting {
				touched[t.ID] = true
			}
		}
	}
	switch v := r.(type) {
	case *ecs.Instance:
		for _, eni := range ecs.Interfaces(p.World, account, region, v.InstanceId) {
			touched[eni] = true
		}
	case *ecs.NetworkInterface:
		if v.InstanceId != "" {
			touched[v.InstanceId] = true
			p.relatives(v.InstanceId, touched)
		}
	}
}

// Deciding lists the resources in transition that decide the result of the
// call, in a world with many of them: those that the call touches, and each
// other one whose transitions change the answer, alone or after all others.
// This costs the square of the number of transitions; expanding them all would
// be exponential.
func (p PossibleWorld) Deciding(step sequence.Step, caller, region string) map[string]bool {
	ids := p.Everything(step)
	const few = 4
	if len(ids) <= few {
		return ids
	}
	touched := p.Touched(step)
	answer := func(w model.World) string {
		return signature(w.Apply(PossibleWorld{w, p.Names}.ForModel(step, caller, region)))
	}
	begun := answer(p.World)
	for id := range ids {
		if touched[id] {
			continue
		}
		decides := false
		for w, moved := Move(p.World, id); moved && !decides; w, moved = Move(w, id) {
			decides = answer(w) != begun
		}
		without := allMoved(p.World, ids, id)
		end, _ := Settled(without, id)
		if decides || answer(without) != answer(end) {
			touched[id] = true
		}
	}
	return touched
}

// allMoved makes all transitions of the resources happen, except those of one.
func allMoved(w model.World, ids map[string]bool, but string) model.World {
	for _, t := range w.Pending() {
		if ids[t.ID] && t.ID != but {
			w, _ = Settled(w, t.ID)
		}
	}
	return w
}

// signature writes the relevant parts of a verdict. The items of a reply are
// left out, because each shown resource selects its own status.
func signature(v model.Verdict) string {
	parts := []string{Expected(v), strconv.Itoa(len(v.Reply.Created)), strconv.Itoa(v.Reply.Page.Total)}
	for _, key := range slices.Sorted(maps.Keys(v.Reply.Values)) {
		parts = append(parts, key+"="+v.Reply.Values[key])
	}
	return strings.Join(parts, " ")
}

// Fold drops worlds that are represented by others: equal ones, and those that
// another world reaches by the transitions that were expanded for the call. A
// name that only one of two equal worlds has is kept: it names the same
// resource in both.
func (o *Oracle) Fold(worlds []PossibleWorld, moved map[string]bool) []PossibleWorld {
	if len(worlds) < 2 {
		return worlds
	}
	reached := map[uint64]int{} // state to the position of the world that reaches it by itself
	states := make([]uint64, len(worlds))
	for i, p := range worlds {
		states[i] = p.World.State()
		for _, s := range o.Reaches(p, moved) {
			if _, ok := reached[s]; !ok {
				reached[s] = i
			}
		}
	}
	in := func(i int) int { return standsFor(i, states, reached) }
	var kept []PossibleWorld
	at := map[uint64]int{} // state to the position among the kept
	for i, p := range worlds {
		if in(i) != i {
			continue
		}
		if k, ok := at[states[i]]; ok {
			kept[k] = PossibleWorld{kept[k].World.Either(p.World), union(kept[k].Names, p.Names)}
			continue
		}
		at[states[i]] = len(kept)
		kept = append(kept, p)
	}
	for i, p := range worlds {
		if k, ok := at[states[in(i)]]; ok && in(i) != i {
			kept[k].World = kept[k].World.Either(p.World)
		}
	}
	return kept
}

// standsFor returns the position of the world that is kept in place of the i-th:
// the one that reaches its state, or the one that reaches that one.
func standsFor(i int, states []uint64, reached map[uint64]int) int {
	for range states {
		by, ok := reached[states[i]]
		if !ok || states[by] == states[i] {
			break
		}
		i = by
	}
	return i
}

// union returns a with the names that only b has.
func union(a, b map[string]string) map[string]string {
	copied := false
	for name, id := range b {
		if _, ok := a[name]; ok {
			continue
		}
		if !copied {
			a, copied = maps.Clone(a), true
		}
		a[name] = id
	}
	return a
}

// Reaches lists the states that the world reaches when the resources move, its
// own left out.
func (o *Oracle) Reaches(p PossibleWorld, moving map[string]bool) []uint64 {
	if len(moving) == 0 {
		return nil
	}
	var states []uint64
	seen := map[uint64]bool{p.World.State(): true}
	queue := []model.World{p.World}
	for len(queue) > 0 && len(states) < o.limit {
		w := queue[0]
		queue = queue[1:]
		for _, t := range w.Pending() {
			if !moving[t.ID] {
				continue
			}
			next := w.Fire(t)
			if s := next.State(); !seen[s] {
				seen[s] = true
				states = append(states, s)
				queue = append(queue, next)
			}
		}
	}
	return states
}
