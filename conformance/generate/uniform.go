package generate

import (
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// uniform draws the whole sequence at random: each call of any operation, with
// or without each parameter, with any of the values that the weighted generator
// draws from. Nothing is weighted, prepared or aimed at.
func (g *Generator) uniform() {
	ops := g.world.World.Model().Operations()
	for g.calls < g.Plan.Steps {
		bound := ops[g.below(len(ops))]
		g.op = bound.Name
		step := sequence.Step{Kind: sequence.StepCall, Op: bound.Name, Params: model.Params{}}
		for i := range bound.Params {
			p := &bound.Params[i]
			if opaque(p.Name) || g.chance(50) {
				continue
			}
			g.uniformValue(&step, bound, p)
		}
		g.emit(step)
	}
}

// uniformValue sets the parameter to a legal or an illegal value.
func (g *Generator) uniformValue(step *sequence.Step, bound *model.BoundOperation, p *model.Param) {
	doc := g.documentation(bound.Name, p)
	if p.Refers() == nil && g.chance(50) {
		step.Params[wireName(p)] = p.Value(sequence.Literal(pick(g.dice, g.wrong(p, doc))))
		return
	}
	g.set(step, bound, p)
}
