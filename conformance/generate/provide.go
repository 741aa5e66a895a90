package generate

import (
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// provide makes a resource that the operation can be about, if the sequence has
// none: an instance for StopInstance, an image of its own for
// ModifyImageAttribute.
func (g *Generator) provide(op string) {
	bound, ok := g.world.World.Model().Operation(op)
	if !ok || bound.Makes != nil {
		return
	}
	for i := range bound.Params {
		p := &bound.Params[i]
		if !bound.Needs(p) {
			continue
		}
		kind := p.Refers()
		maker, ok := g.Plan.tables.makers[kind]
		_, here, _ := g.sorted(kind)
		began := kind != ecs.KindInstance && kind != ecs.KindNetworkInterface && !p.Own && len(here) > 0
		if !ok || began || g.has(kind) || g.Plan.Unsupported[maker] {
			continue
		}
		if g.chance(3) {
			continue
		}
		g.produce(kind, maker)
	}
}

// produce makes one resource of the kind; an image needs an instance first.
func (g *Generator) produce(kind model.Kind, maker string) {
	if kind == ecs.KindImage && !g.has(ecs.KindInstance) {
		g.produce(ecs.KindInstance, g.Plan.tables.makers[ecs.KindInstance])
	}
	bound := g.emit(g.valid(maker))
	if !g.racing || g.chance(30) {
		g.awaitSettled(bound)
	}
}

// prepare brings an instance into the status that most calls of the operation
// need, if none has it: only a Stopped instance starts.
func (g *Generator) prepare(op string) {
	bound, _ := g.world.World.Model().Operation(op)
	if len(bound.Trials.Meets) > 0 && g.chance(30) {
		g.meet(bound)
	}
	want := bound.Trials.Want
	if want.By == "" || g.racing || g.chance(25) {
		return
	}
	other := ""
	for _, t := range g.things {
		if !t.own || t.kind != ecs.KindInstance || !g.alive(t) {
			continue
		}
		switch id, _ := g.world.Id(t.name); oracle.StatusOf(g.world.World, id) {
		case want.Status:
			return
		case ecs.Running, ecs.Stopped:
			other = t.name
		}
	}
	if other != "" {
		g.emit(sequence.Step{Kind: sequence.StepCall, Op: want.By, Params: model.Params{want.Param: "$" + other}})
		g.awaitSettled(other)
	}
}

// meet makes calls that rarely follow each other by chance, about a resource of
// the sequence.
func (g *Generator) meet(op *model.BoundOperation) {
	about := op.Subject()
	for _, t := range g.things {
		if about == nil || !t.own || t.kind != about.Refers() || !g.alive(t) {
			continue
		}
		for _, sample := range op.Trials.Meets {
			s := sample.Of("$" + t.name)
			g.emit(sequence.Step{Kind: sequence.StepCall, Op: s.Op, Params: g.Plan.tables.own.Params(s.Params)})
		}
		return
	}
}

// has says whether the sequence has made a resource of the kind that still
// exists.
func (g *Generator) has(kind model.Kind) bool {
	for _, t := range g.things {
		if t.own && t.kind == kind && t.name == sequence.Root(t.name) && g.alive(t) {
			return true
		}
	}
	return false
}

// alive says whether the model still has the resource.
func (g *Generator) alive(t thing) bool {
	id, ok := g.world.Id(t.name)
	if !ok {
		return false
	}
	r, _, _ := g.world.World.Locate(id)
	return r != nil
}
