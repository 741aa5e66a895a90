package conformance

import (
	"slices"
	"sync"

	"github.com/ecsim/ecsim/model"
)

// An atlas plans backwards: for each operation it knows the stages whose
// resources the operation is about, and at each of them calls that are worth
// making and what they show. What it says of a place depends on the start
// alone, and is computed when it is first asked for. It is safe for concurrent use.
type atlas struct {
	start  Start
	mover  *mover
	stages []stage
	venues map[string][]int // stages by operation, those of few calls first

	mu    sync.Mutex
	shots map[venue][]shot
}

// A venue is a stage, seen by an operation.
type venue struct {
	op    string
	stage int
}

// A shot is a call that is worth making at a stage, and what it shows there.
type shot struct {
	planned
	items    []CoverageItem
	accepted bool
}

// newAtlas lays the stages of the start.
func newAtlas(start Start) (*atlas, error) {
	start.defaults()
	m, err := newMover(start)
	if err != nil {
		return nil, err
	}
	a := &atlas{start: start, mover: m, stages: stages(start), venues: map[string][]int{}, shots: map[venue][]shot{}}
	for _, op := range start.World.Model().Operations() {
		for n := range a.stages {
			if a.stages[n].serves(op) {
				a.venues[op.Name] = append(a.venues[op.Name], n)
			}
		}
	}
	return a, nil
}

// serves says whether the operation can be about something that the stage made.
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

// broad is the number of stages at which every class of every parameter is
// tried; at the others only what the rules hint at. An operation with few
// parameters is tried broadly everywhere.
const (
	broad         = 6
	fewParameters = 16
)

// at lists the shots of the operation at its n-th place.
func (a *atlas) at(op string, n int) []shot {
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

// survey tries the calls of the operation at the stage and keeps those that
// show something, a few of each.
func (a *atlas) survey(op string, s *stage, n int) []shot {
	bound, ok := a.start.World.Model().Operation(op)
	if !ok {
		return nil
	}
	all := n < broad || len(bound.Params) <= fewParameters
	var list []shot
	kept := map[CoverageItem]int{}
	for _, m := range a.candidates(s.p, bound, all) {
		v := s.p.world.Apply(m.call)
		items := itemsOf(&v, statusIn(s.p.world, bound, m.call))
		if !slices.ContainsFunc(items, func(i CoverageItem) bool { return kept[i] < mostAlike }) {
			continue
		}
		for _, i := range items {
			kept[i]++
		}
		list = append(list, shot{m, items, v.Accepted() && !v.DryRun && !bound.Reads})
	}
	return list
}

// mostAlike is how many calls of a place may show the same item.
const mostAlike = 3

// candidates lists calls that are worth trying: plain ones, what the rules hint
// at, and, where all is asked for, every class of every parameter.
func (a *atlas) candidates(p possible, op *model.BoundOperation, all bool) []planned {
	out := a.hinted(p, op)
	if all {
		out = append(out, a.mover.list(p, op).all...)
	}
	for _, plain := range a.mover.plain(p, op) {
		for i := range op.Params {
			values := a.mover.figures(p, op.Name, &op.Params[i])
			if all {
				for _, b := range a.mover.boundaries(op.Name, &op.Params[i]) {
					values = append(values, Literal(b.Value))
				}
			}
			for _, value := range values {
				out = append(out, a.planned(p, op, plain.With(wireName(&op.Params[i]), wireValue(&op.Params[i], value)), ""))
			}
		}
	}
	if p.world.Base().Stranger {
		out = slices.DeleteFunc(out, func(m planned) bool { return subscribes(m.step.Params) })
	}
	return out
}

func (a *atlas) planned(p possible, op *model.BoundOperation, params model.Params, caller string) planned {
	step := Step{Kind: StepCall, Op: op.Name, Params: params}
	return planned{step: step, caller: caller, call: p.forModel(step, caller, a.start.Region)}
}

// hinted lists the plain calls, and what rules and dry runs make of them.
func (a *atlas) hinted(p possible, op *model.BoundOperation) []planned {
	var out []planned
	for _, plain := range a.mover.plain(p, op) {
		out = append(out, a.planned(p, op, plain, ""))
		if op.DryRunCode != "" {
			out = append(out, a.planned(p, op, plain.With("DryRun", "true"), ""))
		}
		for _, r := range op.Rules {
			hint := variation{set: r.Break.Set, drop: r.Break.Drop, world: r.Break.World}
			if _, known := p.world.Base().Caller(r.Break.Caller); known && r.When != nil && hint.fits(p) && (hint.differs() || r.Break.Caller != "") {
				out = append(out, a.planned(p, op, hint.of(plain), r.Break.Caller))
			}
		}
	}
	return out
}

// nearest returns the nearest place of the operation that shows something not
// yet seen, and false when there is none.
func (a *atlas) nearest(r *Reached, op string, precise bool) (n int, ok bool) {
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

// statusIn returns the status of the resource that the call is about; empty
// where it is about none.
func statusIn(w model.World, op *model.BoundOperation, call model.Call) string {
	for i := range op.Params {
		p := &op.Params[i]
		if kind := p.Refers(); kind == 0 || kind == model.KindInstanceType || !p.Required && !about(op.Name, p.Name) {
			continue
		}
		if r, _, _ := w.Locate(call.Params[p.Name]); r != nil {
			return model.StatusOf(r)
		}
	}
	return ""
}
