package plan

import (
	"hash/maphash"
	"maps"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"github.com/ecsim/ecsim/conformance/generate"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// expandAll tries calls in all worlds of a part of a level, on all processors,
// and returns the new worlds in the order of the level.
func (pl *planner) expandAll(level []*node, length int, o PlanOptions) []*node {
	list := pl.attempts(length, o)
	results := make([][]*node, len(level))
	hits := make([][]hit, len(level))
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				results[i], hits[i] = pl.expand(level[i], list, length, o)
			}
		})
	}
	for i := range level {
		next <- i
	}
	close(next)
	wg.Wait()
	var all []*node
	for i := range level {
		for _, h := range hits[i] {
			pl.note(level[i], h, length <= o.Full+1)
		}
		all = append(all, results[i]...)
	}
	return all
}

// A hit is an item that a call makes happen in a world. alone says that the
// call breaks no other rule, which is the best witness against a target that
// forgets the rule.
type hit struct {
	item  Item
	alone bool
	// unchanging: the effect is made and leaves everything as it was.
	unchanging bool
	move       generate.Planned
	await      *sequence.Step
}

// An expansion is the work on one world.
type expansion struct {
	pl         *planner
	n          *node
	length     int
	o          PlanOptions
	seen       map[Item]int // 1: noted, 2: noted alone
	hits       []hit
	broken     int  // rules that the present call breaks
	unchanging bool // the present call is accepted and changes nothing
}

// expand tries the calls in one world.
func (pl *planner) expand(n *node, list []attempt, length int, o PlanOptions) (children []*node, hits []hit) {
	x := &expansion{pl: pl, n: n, length: length, o: o, seen: map[Item]int{}}
	tried := 0
	naming := pl.mover.Naming(n.p)
	var touched map[string]bool
	if length > 2 {
		touched = n.touched()
	}
	for _, a := range list {
		if !a.all && !n.shaped {
			continue
		}
		calls := pl.mover.Moves(n.p, naming, a.op)
		moves := calls.All
		if !a.all {
			moves = calls.Shapers
		}
		for _, m := range moves {
			if touched != nil && !m.Sticky && !slices.ContainsFunc(m.Names, func(name string) bool { return touched[name] }) {
				continue
			}
			tried++
			children = append(children, x.try(m)...)
		}
	}
	pl.mu.Lock()
	pl.stats.Calls += tried
	pl.mu.Unlock()
	return children, x.hits
}

// try makes one call, notes the items that happen, and returns the worlds that
// it leads to.
func (x *expansion) try(m generate.Planned) []*node {
	v := x.n.p.World.Apply(m.Call)
	x.unchanging = false
	if x.broken = len(v.Broken); x.broken > 0 {
		x.note(Item{"rule", v.Broken[0].ID()}, m, nil)
		return nil
	}
	if !v.Accepted() || v.DryRun || v.Op.Reads {
		return nil
	}
	if x.unchanging = v.World.Hash() == x.n.p.World.Hash(); !x.unchanging {
		return x.accepted(m, v)
	}
	for _, e := range v.Effects {
		x.note(Item{"effect", e.ID()}, m, nil)
	}
	return nil
}

func (x *expansion) note(i Item, m generate.Planned, await *sequence.Step) {
	alone := x.broken < 2 && !x.unchanging
	if x.pl.missing[i] && (x.seen[i] == 0 || x.seen[i] == 1 && alone) {
		x.seen[i] = 1
		if alone {
			x.seen[i] = 2
		}
		x.hits = append(x.hits, hit{i, alone, x.unchanging, m, await})
	}
}

// accepted notes the items of an accepted call, and returns the worlds that it
// leads to if the search continues with them.
func (x *expansion) accepted(m generate.Planned, v model.Verdict) []*node {
	for _, e := range v.Effects {
		x.note(Item{"effect", e.ID()}, m, nil)
	}
	if x.length < x.o.Full || x.length < x.o.Most && m.Shapes && x.n.shaped {
		m.Step.Bind = x.pl.bindFor(x.n, m.Step.Op)
		return x.children(m, v)
	}
	x.edges(m, v)
	return nil
}

// bindFor names the resource that a call makes, by its place on the path.
func (pl *planner) bindFor(n *node, op string) string {
	letter := pl.start.World.Model().Makes(op).Letter()
	if letter == "" {
		return ""
	}
	for k := 1; ; k++ {
		if _, taken := n.p.Names[letter+strconv.Itoa(k)]; !taken {
			return letter + strconv.Itoa(k)
		}
	}
}

// edges notes the edges that an accepted call leads to, without its worlds.
func (x *expansion) edges(m generate.Planned, v model.Verdict) {
	for _, t := range v.World.Pending() {
		if x.pl.missing[Item{"edge", t.Edge.Name}] {
			m.Step.Bind = x.pl.bindFor(x.n, m.Step.Op)
			x.children(m, v)
			return
		}
	}
}

// children returns the worlds after an accepted call: immediately, and after
// all transitions.
func (x *expansion) children(m generate.Planned, v model.Verdict) []*node {
	n := x.n
	names := n.p.Names
	if m.Step.Bind != "" && len(v.Reply.Created) > 0 {
		names = make(map[string]string, len(n.p.Names)+1)
		maps.Copy(names, n.p.Names)
		oracle.Bind(names, v.World, m.Step.Bind, v.Reply.Created)
	}
	now := &node{
		p: oracle.PossibleWorld{World: v.World, Names: names}, parent: n, move: m, depth: n.depth + 1, shaped: n.shaped && m.Shapes,
		sticky: n.sticky + stickyValues(x.pl.mover.Seed, m.Step),
	}
	now.shape = now.p.World.Shape() + now.sticky
	if len(v.World.Pending()) == 0 {
		return []*node{now}
	}
	after := *now
	for _, name := range sequence.SortedNames(names) {
		id := names[name]
		moved := false
		for {
			t, ok := oracle.PendingOf(after.p.World, id)
			if !ok {
				break
			}
			moved = true
			after.p.World = after.p.World.Fire(t)
			x.note(Item{"edge", t.Edge.Name}, m, &sequence.Step{Kind: sequence.StepAwait, Name: name, Status: oracle.StatusOf(after.p.World, id)})
		}
		if moved {
			after.awaits = append(after.awaits, sequence.Step{Kind: sequence.StepAwait, Name: name, Status: oracle.StatusOf(after.p.World, id)})
		}
	}
	after.shape = after.p.World.Shape() + after.sticky
	return []*node{now, &after}
}

// stickyValues identifies the values of an accepted call that a later call can
// repeat.
func stickyValues(seed maphash.Seed, s sequence.Step) uint64 {
	var sum uint64
	for name, value := range s.Params {
		if generate.Sticky(name) {
			sum += maphash.String(seed, s.Op+" "+name+"="+value)
		}
	}
	return sum
}

// note keeps the first sequence of an item, which is the shortest. A sequence
// that changes nothing counts only if none is found that does.
func (pl *planner) note(n *node, h hit, exhaustive bool) {
	if h.unchanging {
		if _, known := pl.unchanging[h.item]; !known {
			pl.unchanging[h.item] = n.witness(pl, h, exhaustive)
		}
		return
	}
	if _, found := pl.found[h.item]; found && (pl.alone[h.item] || !h.alone) {
		return
	}
	pl.alone[h.item] = h.alone
	pl.found[h.item] = n.witness(pl, h, exhaustive)
}

// witness returns the sequence that leads to the node, with the call that hits.
func (n *node) witness(pl *planner, h hit, exhaustive bool) Witness {
	m := h.move
	if h.await != nil || h.item.Kind == "effect" {
		m.Step.Bind = pl.bindFor(n, m.Step.Op)
	}
	path := n.path()
	s := sequence.Sequence{World: pl.start.World.Base().Name, Steps: append(path, AsSteps(sequence.LastCaller(path), m)...)}
	if h.await != nil {
		s.Steps = append(s.Steps, *h.await)
	}
	return Witness{Item: h.item, Sequence: s, Minimal: exhaustive}
}
