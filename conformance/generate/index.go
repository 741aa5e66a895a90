package generate

import (
	"slices"
	"sync"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// An SetupIndex plans backwards: for each operation it knows the setups with
// resources that the operation can be about, and for each of them the calls
// that are worth making and the items that they show. Its answers depend on the
// start alone, and are computed on first use. It is safe for concurrent use.
type SetupIndex struct {
	start       oracle.Start
	tables      *drawTables
	mover       *Mover
	setups      []setup
	byOperation map[string][]int // setups by operation, those of few calls first
	things      []thing          // that the start has

	mu    sync.Mutex
	calls map[setupFor][]aimedCall
	drawn map[surroundings][]candidate
	names map[*setup]string // see namesAt
	tried []aimedCall       // reused by survey
}

// A setupFor names a setup, by its position, and an operation to call in it.
type setupFor struct {
	op    string
	setup int
}

// An aimedCall is a call that is worth making in a setup, with the items that it
// shows there.
type aimedCall struct {
	step     sequence.Step // shared with others, never written to
	caller   string
	items    []CoverageItem
	accepted bool
}

// NewSetupIndex prepares the setups of the start.
func NewSetupIndex(start oracle.Start) (*SetupIndex, error) {
	start.Defaults()
	m, err := NewMover(start)
	if err != nil {
		return nil, err
	}
	a := &SetupIndex{
		start: start, tables: newDrawTables(start, m.own), mover: m, setups: setups(start, m.own), byOperation: map[string][]int{}, calls: map[setupFor][]aimedCall{},
		drawn: map[surroundings][]candidate{}, names: map[*setup]string{},
		things: thingsOf(oracle.PossibleWorld{World: start.World, Names: start.World.Base().Names}),
	}
	for _, op := range start.World.Model().Operations() {
		for n := range a.setups {
			if a.setups[n].serves(op) {
				a.byOperation[op.Name] = append(a.byOperation[op.Name], n)
			}
		}
	}
	return a, nil
}

// serves says whether the operation can be about a resource that the setup
// made.
func (s *setup) serves(op *model.BoundOperation) bool {
	if s.calls == 0 {
		return true
	}
	for i := range op.Params {
		if s.kinds[op.Params[i].Refers()] {
			return true
		}
	}
	return false
}

// broad is the number of setups in which every class of every parameter is
// tried; in the others only the hints of rules are tried. An operation with few
// parameters is tried broadly everywhere.
const (
	broad         = 6
	fewParameters = 16
)

// at lists the aimed calls of the operation in its n-th setup.
func (a *SetupIndex) at(op string, n int) []aimedCall {
	key := setupFor{op, a.byOperation[op][n]}
	a.mu.Lock()
	defer a.mu.Unlock()
	list, known := a.calls[key]
	if !known {
		list = a.survey(op, &a.setups[key.setup], n)
		a.calls[key] = list
	}
	return list
}

// survey tries the calls of the operation in the setup and keeps those that
// show something, a few for each item.
func (a *SetupIndex) survey(op string, s *setup, n int) []aimedCall {
	bound, ok := a.start.World.Model().Operation(op)
	if !ok {
		return nil
	}
	all := n < broad || len(bound.Params) <= fewParameters
	var list []aimedCall
	kept := map[CoverageItem]int{}
	calls := a.candidates(s, bound, all)
	a.tried = slices.Grow(a.tried[:0], len(calls))[:len(calls)]
	tried := a.tried
	params := model.Params{} // reused: no result keeps the parameters
	for n, c := range calls {
		if c.same == n {
			call := s.p.Modelled(c.step, c.caller, a.start.Region, params)
			v := s.p.World.Try(call, twoRules)
			tried[n] = aimedCall{c.step, c.caller, itemsOf(&v, oracle.StatusIn(s.p.World, bound, call.Params.Get)), v.Accepted() && !v.DryRun && !bound.Reads}
		}
		next := tried[c.same]
		if !slices.ContainsFunc(next.items, func(i CoverageItem) bool { return kept[i] < mostAlike }) {
			continue
		}
		for _, i := range next.items {
			kept[i]++
		}
		list = append(list, next)
	}
	return list
}

// mostAlike is the largest number of calls of a setup that show the same item.
const mostAlike = 3

// nearest returns the nearest setup of the operation with an item that was not
// seen yet; false when there is none.
func (a *SetupIndex) nearest(r *Reached, op string, precise bool) (n int, ok bool) {
	for n = r.from(setupCursor{op, precise}); n < len(a.byOperation[op]); n++ {
		for _, s := range a.at(op, n) {
			if r.lacks(s.items, precise) {
				return n, true
			}
		}
		r.advance(setupCursor{op, precise}, n+1)
	}
	return 0, false
}

// A thing is a resource that a call can name.
type thing struct {
	name string
	kind model.Kind
	own  bool // made by the sequence
}

// thingsOf lists the resources of a starting world.
func thingsOf(p oracle.PossibleWorld) []thing {
	var all []thing
	for _, name := range sequence.SortedNames(p.Names) {
		if kind := p.Kind(name); kind != nil {
			all = append(all, thing{name: name, kind: kind})
		}
	}
	return all
}
