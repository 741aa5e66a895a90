package conformance

import (
	"context"
	"maps"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/ecsim/ecsim/model"
)

// The planner searches the model, breadth first over worlds of different
// shapes, for the shortest sequence that makes each item happen.

// An Item is something that a sequence can make happen: a rule that answers, an
// effect, a lifecycle edge.
type Item struct {
	Kind string // rule, effect, edge
	ID   string // OPERATION/CODE, OPERATION/EFFECT, KIND/FROM-TO
}

// String returns kind and id.
func (i Item) String() string { return i.Kind + " " + i.ID }

// Items lists what the planner looks for in a model: every rule that a call can
// meet, every effect, every edge.
func Items(m *model.Model) []Item {
	var items []Item
	for _, op := range m.Operations() {
		for _, r := range op.Rules {
			if r.When != nil {
				items = append(items, Item{"rule", r.ID()})
			}
		}
		for _, e := range op.Effects {
			items = append(items, Item{"effect", e.ID()})
		}
	}
	for _, e := range m.Edges() {
		items = append(items, Item{"edge", e.Name})
	}
	return items
}

// A Witness is the shortest sequence that was found for an item.
type Witness struct {
	Item     Item
	Sequence Sequence
	// Minimal says that no shorter sequence exists among all that the planner
	// can say: every one was tried.
	Minimal bool
}

// PlanStats measures a search.
type PlanStats struct {
	Worlds []int // distinct shapes by number of calls
	Calls  int   // calls applied
	Full   int   // up to this length the search was exhaustive
}

// A node is a world of the search, and how it was reached.
type node struct {
	p      possible
	parent *node
	move   planned
	awaits []Step
	depth  int
	shaped bool // made by shapers alone
}

// path writes the steps that lead to the node.
func (n *node) path() []Step {
	if n.parent == nil {
		return nil
	}
	steps := n.parent.path()
	caller := lastCaller(steps)
	return append(append(steps, asSteps(caller, n.move)...), n.awaits...)
}

func lastCaller(steps []Step) string {
	caller := ""
	for _, s := range steps {
		if s.Kind == StepAs {
			caller = s.Text
		}
	}
	return caller
}

func asSteps(before string, m planned) []Step {
	if m.caller == before {
		return []Step{m.step}
	}
	return []Step{{Kind: StepAs, Text: m.caller}, m.step}
}

// A planner runs one search in one world.
type planner struct {
	start   Start
	mover   *mover
	shapes  map[uint64]*node // that were reached
	missing map[Item]bool
	done    []Item // found at the present length
	found   map[Item]Witness
	alone   map[Item]bool // whether the witness of a rule breaks no other rule
	stats   PlanStats
	mu      sync.Mutex
}

// PlanOptions bound a search.
type PlanOptions struct {
	// Full is the length up to which every call is tried in every world; 0
	// takes 2.
	Full int
	// Most is the length up to which the search goes on with the operations
	// that have something missing; 0 takes 5.
	Most int
	// Worlds bounds the worlds of a length beyond Full; 0 takes 2,500.
	Worlds int
	// Narrow tries, at every length, only operations that have something
	// missing and those that build what they need.
	Narrow bool
	// Log is called when a length is done; nil for nobody.
	Log func(length, worlds, missing int)
}

// FindWitnesses searches for witnesses of the items from the start.
func FindWitnesses(ctx context.Context, start Start, items []Item, o PlanOptions) ([]Witness, PlanStats, error) {
	start.defaults()
	if o.Full == 0 {
		o.Full = 2
	}
	if o.Most == 0 {
		o.Most = 5
	}
	if o.Worlds == 0 {
		o.Worlds = 2500
	}
	mover, err := newMover(start)
	if err != nil {
		return nil, PlanStats{}, err
	}
	pl := &planner{start: start, mover: mover, missing: map[Item]bool{}, found: map[Item]Witness{}, alone: map[Item]bool{}}
	for _, i := range items {
		pl.missing[i] = true
	}
	pl.search(ctx, o)
	var out []Witness
	for _, w := range pl.found {
		out = append(out, w)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Item.String() < out[j].Item.String() })
	return out, pl.stats, nil
}

func (pl *planner) search(ctx context.Context, o PlanOptions) {
	root := &node{shaped: true, p: possible{pl.start.World, pl.start.World.Base().Names}}
	level := []*node{root}
	pl.shapes = map[uint64]*node{root.p.world.Shape(): root}
	exhaustive := true
	for length := 1; length <= o.Most && len(pl.missing) > 0 && len(level) > 0; length++ {
		if length > o.Full {
			level = shapedOnly(level)
		}
		pl.stats.Worlds = append(pl.stats.Worlds, len(level))
		ops := pl.operations(o.Narrow || length > o.Full)
		next, all := pl.grow(ctx, level, ops, length, exhaustive, o)
		exhaustive = exhaustive && all
		if ctx.Err() != nil {
			return // what was found until then stands
		}
		if exhaustive && !o.Narrow && length <= o.Full {
			pl.stats.Full = length
		}
		for _, i := range pl.done {
			delete(pl.missing, i)
		}
		pl.done = nil
		if o.Log != nil {
			o.Log(length, len(level), len(pl.missing))
		}
		level = next
		if length > o.Full {
			exhaustive = false
		}
	}
}

// grow tries the operations in all worlds of a level and returns the worlds of
// new shapes; all says that the time did not end before.
func (pl *planner) grow(ctx context.Context, level []*node, ops []*model.BoundOperation, length int, exhaustive bool, o PlanOptions) (next []*node, all bool) {
	all = true
	for chunk := range slices.Chunk(level, chunkOfWorlds) {
		if ctx.Err() != nil {
			return next, false
		}
		for _, n := range pl.expandAll(chunk, ops, exhaustive) {
			s := n.p.world.Shape()
			if at, known := pl.shapes[s]; known {
				if n.shaped && !at.shaped && at.depth == n.depth {
					*at = *n // of two paths to one shape, the one that may go on
				}
				continue
			}
			if length >= o.Full && len(next) >= o.Worlds {
				continue
			}
			pl.shapes[s] = n
			next = append(next, n)
		}
	}
	return next, all
}

// chunkOfWorlds bounds how many worlds' successors are held before equal
// shapes are dropped.
const chunkOfWorlds = 32

func shapedOnly(level []*node) []*node {
	var out []*node
	for _, n := range level {
		if n.shaped {
			out = append(out, n)
		}
	}
	return out
}

// operations lists the operations to try: all, or only those that have
// something missing and those that build what they need.
func (pl *planner) operations(only bool) []*model.BoundOperation {
	wanted := map[string]bool{}
	for i := range pl.missing {
		if r, ok := pl.start.World.Model().Rule(i.ID); only && ok && r.Break.World != "" && r.Break.World != pl.start.World.Base().Name {
			continue // another world shows it
		}
		op, _, _ := strings.Cut(i.ID, "/")
		wanted[op] = true
	}
	var ops []*model.BoundOperation
	for _, op := range pl.start.World.Model().Operations() {
		if wanted[op.Name] || !op.Reads && (!only || builders()[op.Name]) {
			ops = append(ops, op)
		}
	}
	return ops
}

// builders are operations that lead to states in which others break rules.
func builders() map[string]bool {
	return map[string]bool{
		"RunInstances": true, "StopInstance": true, "StartInstance": true, "RebootInstance": true, "CreateImage": true,
		"CreateNetworkInterface": true, "AttachNetworkInterface": true, "DetachNetworkInterface": true,
	}
}

// expandAll tries all calls in all worlds of a level, on all processors, and
// returns the new worlds in the order of the level.
func (pl *planner) expandAll(level []*node, ops []*model.BoundOperation, exhaustive bool) []*node {
	results := make([][]*node, len(level))
	hits := make([][]hit, len(level))
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				results[i], hits[i] = pl.expand(level[i], ops)
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
			pl.note(level[i], h, exhaustive)
		}
		all = append(all, results[i]...)
	}
	return all
}

// A hit is an item that a call in a world makes happen; alone says that it
// breaks no other rule, which tells most when the target forgets this one.
type hit struct {
	item  Item
	alone bool
	move  planned
	await *Step
}

// expand tries all calls in one world.
func (pl *planner) expand(n *node, ops []*model.BoundOperation) (children []*node, hits []hit) {
	seen := map[Item]int{} // 1: noted, 2: noted alone
	broken := 0
	note := func(i Item, m planned, await *Step) {
		alone := broken < 2
		if pl.missing[i] && (seen[i] == 0 || seen[i] == 1 && alone) {
			seen[i] = 1
			if alone {
				seen[i] = 2
			}
			hits = append(hits, hit{i, alone, m, await})
		}
	}
	calls := 0
	for _, op := range ops {
		for _, m := range pl.mover.moves(n.p, op) {
			calls++
			v := n.p.world.Apply(n.p.forModel(m.step, m.caller, pl.start.Region))
			if broken = len(v.Broken); broken > 0 {
				note(Item{"rule", v.Broken[0].ID()}, m, nil)
			} else if v.Accepted() && !v.DryRun && !v.Op.Reads && v.World.Hash() != n.p.world.Hash() {
				children = append(children, pl.accepted(n, m, v, note)...)
			}
		}
	}
	pl.mu.Lock()
	pl.stats.Calls += calls
	pl.mu.Unlock()
	return children, hits
}

// accepted notes what an accepted call makes happen, and returns the worlds
// that it leads to where the search goes on with them.
func (pl *planner) accepted(n *node, m planned, v model.Verdict, note func(Item, planned, *Step)) []*node {
	for _, e := range v.Effects {
		note(Item{"effect", e.ID()}, m, nil)
	}
	if n.depth > 0 && !(m.shapes && n.shaped) {
		pl.edges(n, m, v, note)
		return nil
	}
	m.step.Bind = pl.bindFor(n, m.step.Op)
	return pl.children(n, m, v, note)
}

// bindFor names what a move makes, by its place on the path.
func (pl *planner) bindFor(n *node, op string) string {
	letter := map[model.Kind]string{
		model.KindInstance: "i", model.KindImage: "m", model.KindNetworkInterface: "e",
		model.KindSecurityGroup: "g", model.KindVSwitch: "v", model.KindVpc: "n",
	}[makes(op)]
	if letter == "" {
		return ""
	}
	for k := 1; ; k++ {
		if _, taken := n.p.names[letter+itoa(k)]; !taken {
			return letter + itoa(k)
		}
	}
}

// edges notes the edges that an accepted call leads to, without its worlds.
func (pl *planner) edges(n *node, m planned, v model.Verdict, note func(Item, planned, *Step)) {
	for _, t := range v.World.Pending() {
		if pl.missing[Item{"edge", t.Edge.Name}] {
			m.step.Bind = pl.bindFor(n, m.step.Op)
			pl.children(n, m, v, note)
			return
		}
	}
}

// children are the worlds after an accepted call: at once, and when everything
// has settled.
func (pl *planner) children(n *node, m planned, v model.Verdict, note func(Item, planned, *Step)) []*node {
	names := n.p.names
	if m.step.Bind != "" && len(v.Reply.Created) > 0 {
		names = make(map[string]string, len(n.p.names)+1)
		maps.Copy(names, n.p.names)
		for i, id := range v.Reply.Created {
			names[indexed(m.step.Bind, i)] = id
		}
	}
	now := &node{p: possible{v.World, names}, parent: n, move: m, depth: n.depth + 1, shaped: n.shaped && m.shapes}
	if len(v.World.Pending()) == 0 {
		return []*node{now}
	}
	settledNode := &node{p: now.p, parent: n, move: m, depth: now.depth, shaped: now.shaped}
	for _, name := range sortedNames(names) {
		id := names[name]
		moved := false
		for {
			t, ok := pendingOf(settledNode.p.world, id)
			if !ok {
				break
			}
			moved = true
			settledNode.p.world = settledNode.p.world.Fire(t)
			status := statusOf(settledNode.p.world, id)
			note(Item{"edge", t.Edge.Name}, m, &Step{Kind: StepAwait, Name: name, Status: status})
		}
		if moved {
			settledNode.awaits = append(settledNode.awaits, Step{Kind: StepAwait, Name: name, Status: statusOf(settledNode.p.world, id)})
		}
	}
	return []*node{now, settledNode}
}

func pendingOf(w model.World, id string) (model.Transition, bool) {
	for _, t := range w.Pending() {
		if t.ID == id {
			return t, true
		}
	}
	return model.Transition{}, false
}

// note keeps the first, and so the shortest, sequence of an item.
func (pl *planner) note(n *node, h hit, exhaustive bool) {
	if _, found := pl.found[h.item]; found && (pl.alone[h.item] || !h.alone) {
		return
	}
	pl.alone[h.item] = h.alone
	pl.done = append(pl.done, h.item)
	m := h.move
	if h.await != nil || h.item.Kind == "effect" {
		m.step.Bind = pl.bindFor(n, m.step.Op)
	}
	path := n.path()
	s := Sequence{World: pl.start.World.Base().Name, Steps: append(path, asSteps(lastCaller(path), m)...)}
	if h.await != nil {
		s.Steps = append(s.Steps, *h.await)
	}
	pl.found[h.item] = Witness{Item: h.item, Sequence: s, Minimal: exhaustive}
}
