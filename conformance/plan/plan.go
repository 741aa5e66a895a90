package plan

import (
	"context"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/ecsim/ecsim/conformance/generate"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// The planner searches the model for the shortest sequence that makes each item
// happen: breadth first over worlds of different shapes.

// An Item is something that a sequence can make happen: a rule that answers, an
// effect, a transition.
type Item struct {
	Kind string // rule, effect, edge, clause, keep, or the kind of a mutant
	ID   string // OPERATION/CODE, OPERATION/CODE/CLAUSE, OPERATION/EFFECT, KIND/FROM-TO
}

// String returns kind and id.
func (i Item) String() string { return i.Kind + " " + i.ID }

// Items lists the items of a model: every rule that a call can break, every
// effect, every edge.
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
	Sequence sequence.Sequence
	// Minimal says that no shorter sequence exists among those that the planner
	// can express: every one was tried.
	Minimal bool
	// Number counts the witnesses of one item, from 1; 0 for the only one.
	Number int
}

// PlanStats measures a search.
type PlanStats struct {
	Worlds []int // distinct shapes by number of calls
	Calls  int   // calls applied
	Full   int   // up to this length the search was exhaustive
}

// A node is a world of the search, and the path to it.
type node struct {
	p      oracle.PossibleWorld
	parent *node
	move   generate.Planned
	awaits []sequence.Step
	depth  int
	shaped bool // made by shapers alone
	// shape is the shape of the world together with the sticky values of the
	// path.
	shape  uint64
	sticky uint64
}

// path writes the steps that lead to the node.
func (n *node) path() []sequence.Step {
	if n.parent == nil {
		return nil
	}
	steps := n.parent.path()
	caller := sequence.LastCaller(steps)
	return append(append(steps, AsSteps(caller, n.move)...), n.awaits...)
}

// AsSteps returns a planned call as steps.
func AsSteps(before string, m generate.Planned) []sequence.Step {
	if m.Caller == before {
		return []sequence.Step{m.Step}
	}
	return []sequence.Step{{Kind: sequence.StepAs, Text: m.Caller}, m.Step}
}

// A planner runs one search in one world.
type planner struct {
	start      oracle.Start
	mover      *generate.Mover
	shapes     map[uint64]*node // reached
	missing    map[Item]bool
	found      map[Item]Witness
	unchanging map[Item]Witness  // of effects, by calls that leave everything as it was
	alone      map[Item]bool     // whether the witness of a rule breaks no other rule
	edges      map[string]string // by name, the operations that start them
	stats      PlanStats
	mu         sync.Mutex
}

// PlanOptions limit a search.
type PlanOptions struct {
	// Full is the length up to which every call is tried in every world; 0
	// takes 3.
	Full int
	// Most is the length up to which the search continues in worlds that
	// shapers made; 0 takes 5.
	Most int
	// Worlds limits the worlds of a length beyond Full; 0 takes 4,000.
	Worlds int
	// Log is called when a length is done, and now and then before; may be nil.
	Log func(Progress)
}

// Progress is the progress of a search.
type Progress struct {
	Length  int
	Worlds  int // of the length
	Done    int // of them
	Next    int // worlds for the next length
	Missing int // items
}

// FindWitnesses searches for witnesses of the items from the start.
func FindWitnesses(ctx context.Context, start oracle.Start, items []Item, o PlanOptions) ([]Witness, PlanStats, error) {
	start.Defaults()
	if o.Full == 0 {
		o.Full = 3
	}
	if o.Most == 0 {
		o.Most = 5
	}
	if o.Worlds == 0 {
		o.Worlds = 4000
	}
	mover, err := generate.NewMover(start)
	if err != nil {
		return nil, PlanStats{}, err
	}
	pl := &planner{
		start: start, mover: mover, missing: map[Item]bool{}, found: map[Item]Witness{}, unchanging: map[Item]Witness{},
		edges: map[string]string{}, alone: map[Item]bool{},
	}
	for _, i := range items {
		pl.missing[i] = true
	}
	for _, e := range start.World.Model().Edges() {
		pl.edges[e.Name] = e.Trigger
	}
	pl.search(ctx, o)
	for i, w := range pl.unchanging {
		if _, found := pl.found[i]; !found {
			pl.found[i] = w
		}
	}
	var out []Witness
	for _, w := range pl.found {
		out = append(out, w)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Item.String() < out[j].Item.String() })
	return out, pl.stats, nil
}

func (pl *planner) search(ctx context.Context, o PlanOptions) {
	root := &node{shaped: true, p: oracle.PossibleWorld{World: pl.start.World, Names: pl.start.World.Base().Names}}
	root.shape = root.p.World.Shape()
	level := []*node{root}
	pl.shapes = map[uint64]*node{root.shape: root}
	for length := 1; length <= o.Most && len(level) > 0 && len(pl.wanted(length, o)) > 0; length++ {
		switch shaped, others := byShapers(level); {
		case length > o.Full:
			level = shaped
		case length == o.Full: // their witnesses are the simplest
			level = slices.Concat(shaped, others)
		}
		pl.stats.Worlds = append(pl.stats.Worlds, len(level))
		before := level
		level = pl.grow(ctx, level, length, o)
		if ctx.Err() != nil {
			return // what was found until then is kept
		}
		if length <= o.Full {
			pl.stats.Full = length
		}
		for i := range pl.found {
			delete(pl.missing, i)
		}
		pl.log(o, Progress{length, len(before), len(before), len(level), len(pl.missing)})
	}
}

// grow tries calls in all worlds of a level and returns the worlds of new
// shapes with which the search continues.
func (pl *planner) grow(ctx context.Context, level []*node, length int, o PlanOptions) (next []*node) {
	done := 0
	for chunk := range slices.Chunk(level, chunkOfWorlds) {
		if done += len(chunk); done%(chunkOfWorlds*100) == 0 {
			pl.log(o, Progress{length, len(level), done, len(next), len(pl.missing)})
		}
		if ctx.Err() != nil {
			return next
		}
		for _, n := range pl.expandAll(chunk, length, o) {
			if at, known := pl.shapes[n.shape]; known {
				if n.shaped && !at.shaped && at.depth == n.depth {
					*at = *n // of two paths to one shape, the one that may be continued
				}
				continue
			}
			if length >= o.Full && len(next) >= o.Worlds {
				continue
			}
			pl.shapes[n.shape] = n
			next = append(next, n)
		}
	}
	return next
}

func (pl *planner) log(o PlanOptions, p Progress) {
	if o.Log != nil {
		o.Log(p)
	}
}

// chunkOfWorlds limits the number of worlds whose successors are held before
// equal shapes are dropped.
const chunkOfWorlds = 64

// byShapers separates the worlds that only shapers made from the others.
func byShapers(level []*node) (shaped, others []*node) {
	for _, n := range level {
		if n.shaped {
			shaped = append(shaped, n)
		} else {
			others = append(others, n)
		}
	}
	return shaped, others
}

// wanted lists the operations that a search of the length needs for missing
// items. From the third call on these are only items that no hint puts into
// another world.
func (pl *planner) wanted(length int, o PlanOptions) map[string]bool {
	ops := map[string]bool{}
	for i := range pl.missing {
		if !pl.worthwhile(i, length, o) {
			continue
		}
		if i.Kind == "edge" {
			for op := range strings.SplitSeq(pl.edges[i.ID], ", ") {
				ops[op] = true
			}
			continue
		}
		op, _, _ := strings.Cut(i.ID, "/")
		ops[op] = true
	}
	return ops
}

// worthwhile says whether a search of the length looks for the item.
func (pl *planner) worthwhile(i Item, length int, o PlanOptions) bool {
	if _, found := pl.found[i]; found && (pl.alone[i] || length > 2) {
		return false // found already; a better witness does not exist, or takes too long to find
	}
	if w, ok := pl.unchanging[i]; ok && length > 2 && w.Sequence.Length() <= 2 {
		return false // its resource is available, and nothing changes it
	}
	if r, ok := pl.start.World.Model().Rule(i.ID); length > min(2, o.Full) && i.Kind == "rule" && ok {
		b := r.Break.World
		return (b == "" || b == pl.start.World.Base().Name) && r.Shadowed == ""
	}
	return true
}

// An attempt is an operation to try in the worlds of a level.
type attempt struct {
	op *model.BoundOperation
	// all its calls, not only the shapers.
	all bool
}

// attempts lists the operations to try. At first these are all that can change
// anything, because their worlds are needed. At the last length that is
// searched in full these are the operations with missing items, and the shapers
// of the others in worlds that shapers made.
func (pl *planner) attempts(length int, o PlanOptions) []attempt {
	wanted := pl.wanted(length, o)
	var list []attempt
	for _, op := range pl.start.World.Model().Operations() {
		builds := length < o.Full && !op.Reads
		if wanted[op.Name] || builds || length < o.Most && len(op.Trials.Shapes) > 0 {
			list = append(list, attempt{op, wanted[op.Name] || builds})
		}
	}
	return list
}
