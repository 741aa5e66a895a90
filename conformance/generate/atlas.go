package generate

import (
	"slices"
	"sync"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// An Atlas plans backwards: for each operation it knows the setups with
// resources that the operation can be about, and for each of them the calls
// that are worth making and the items that they show. Its answers depend on the
// start alone, and are computed on first use. It is safe for concurrent use.
type Atlas struct {
	start  oracle.Start
	tables *drawTables
	mover  *Mover
	stages []stage
	venues map[string][]int // setups by operation, those of few calls first
	things []thing          // that the start has

	mu    sync.Mutex
	shots map[venue][]shot
	drawn map[surroundings][]candidate
	names map[*stage]string // see namesAt
	tried []shot            // reused by survey
}

// A venue is a setup for one operation.
type venue struct {
	op    string
	stage int
}

// A shot is a call that is worth making in a setup, with the items that it
// shows there.
type shot struct {
	step     sequence.Step // shared with others, never written to
	caller   string
	items    []CoverageItem
	accepted bool
}

// NewAtlas prepares the setups of the start.
func NewAtlas(start oracle.Start) (*Atlas, error) {
	start.Defaults()
	m, err := NewMover(start)
	if err != nil {
		return nil, err
	}
	a := &Atlas{
		start: start, tables: newDrawTables(start.World.Model()), mover: m, stages: stages(start), venues: map[string][]int{}, shots: map[venue][]shot{},
		drawn: map[surroundings][]candidate{}, names: map[*stage]string{},
		things: thingsOf(oracle.Possible{World: start.World, Names: start.World.Base().Names}),
	}
	for _, op := range start.World.Model().Operations() {
		for n := range a.stages {
			if a.stages[n].serves(op) {
				a.venues[op.Name] = append(a.venues[op.Name], n)
			}
		}
	}
	return a, nil
}

// serves says whether the operation can be about a resource that the setup
// made.
func (s *stage) serves(op *model.BoundOperation) bool {
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

// at lists the shots of the operation in its n-th setup.
func (a *Atlas) at(op string, n int) []shot {
	key := venue{op, a.venues[op][n]}
	a.mu.Lock()
	defer a.mu.Unlock()
	list, known := a.shots[key]
	if !known {
		list = a.survey(op, &a.stages[key.stage], n)
		a.shots[key] = list
	}
	return list
}

// survey tries the calls of the operation in the setup and keeps those that
// show something, a few for each item.
func (a *Atlas) survey(op string, s *stage, n int) []shot {
	bound, ok := a.start.World.Model().Operation(op)
	if !ok {
		return nil
	}
	all := n < broad || len(bound.Params) <= fewParameters
	var list []shot
	kept := map[CoverageItem]int{}
	calls := a.candidates(s, bound, all)
	a.tried = slices.Grow(a.tried[:0], len(calls))[:len(calls)]
	tried := a.tried
	params := model.Params{} // reused: no result keeps the parameters
	for n, c := range calls {
		if c.same == n {
			call := s.p.Modelled(c.step, c.caller, a.start.Region, params)
			v := s.p.World.Try(call, twoRules)
			tried[n] = shot{c.step, c.caller, itemsOf(&v, oracle.StatusIn(s.p.World, bound, call.Params.Get)), v.Accepted() && !v.DryRun && !bound.Reads}
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
func (a *Atlas) nearest(r *Reached, op string, precise bool) (n int, ok bool) {
	for n = r.from(cursor{op, precise}); n < len(a.venues[op]); n++ {
		for _, s := range a.at(op, n) {
			if r.lacks(s.items, precise) {
				return n, true
			}
		}
		r.advance(cursor{op, precise}, n+1)
	}
	return 0, false
}
