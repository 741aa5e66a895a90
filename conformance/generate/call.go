package generate

import (
	"maps"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
)

// draw draws one call of the operation: a valid one, which is then, unless the
// sequence is careful, made faulty. The caller is empty for the world's first.
// known is the verdict, if it was computed on the way.
func (g *Generator) draw(op string) (step sequence.Step, caller string, known *model.Verdict) {
	bound, _ := g.world.World.Model().Operation(op)
	for n := range mostDraws { // most calls should be accepted: a few draws find one
		step = g.valid(op)
		g.addOptional(&step, bound)
		most := 1
		if n+1 == mostDraws { // the last one is kept, whatever it breaks
			most = twoRules
		}
		known = g.try(step, "", most)
		if known.Accepted() {
			break
		}
	}
	if g.careful && g.chance(70) {
		return step, "", known
	}
	switch {
	case g.chance(45):
		caller = g.breakRule(&step, bound)
		g.asDryRun(&step, bound)
		return step, caller, nil
	case g.chance(12):
		g.makeFaulty(&step, bound)
		return step, "", nil
	}
	return step, "", known
}

// mostDraws is the largest number of calls drawn to find an accepted one.
const mostDraws = 4

// valid draws a call with the required parameters.
func (g *Generator) valid(op string) sequence.Step {
	g.op = op
	step := sequence.Step{Kind: sequence.StepCall, Op: op, Params: model.Params{}}
	bound, _ := g.world.World.Model().Operation(op)
	maps.Copy(step.Params, g.fitting(bound))
	for i := range bound.Params {
		p := &bound.Params[i]
		if !bound.Needs(p) {
			continue
		}
		if _, given := step.Params[p.Name]; given {
			continue
		}
		g.set(&step, bound, p)
	}
	if bound.GivesRegion() {
		step.Params["RegionId"] = g.region
	}
	return step
}

// addOptional adds some optional parameters.
func (g *Generator) addOptional(step *sequence.Step, bound *model.BoundOperation) {
	if !g.hasOptional(step, bound) {
		return
	}
	if n := g.howMany(bound); n > 0 {
		optional := g.optional(step, bound)
		for range n {
			g.set(step, bound, pick(g.dice, optional))
		}
	}
	if bound.ClientToken && bound.Makes != nil && g.chance(20) {
		step.Params["ClientToken"] = "token-" + strconv.Itoa(g.calls)
	}
	if bound.DryRunCode != "" && g.chance(5) {
		step.Params["DryRun"] = "true"
	}
}

// hasOptional says whether a parameter may be added to the call.
func (g *Generator) hasOptional(step *sequence.Step, bound *model.BoundOperation) bool {
	for i := range bound.Params {
		if g.mayAdd(step, &bound.Params[i]) {
			return true
		}
	}
	return false
}

// optional lists the parameters that may be added to the call.
func (g *Generator) optional(step *sequence.Step, bound *model.BoundOperation) []*model.Param {
	out := g.options[:0]
	for i := range bound.Params {
		if p := &bound.Params[i]; g.mayAdd(step, p) {
			out = append(out, p)
		}
	}
	g.options = out
	return out
}

// mayAdd says whether the parameter may be added to the call.
func (g *Generator) mayAdd(step *sequence.Step, p *model.Param) bool {
	if p.Required || opaque(p.Name) || p.Name == "DryRun" || p.Name == "RegionId" {
		return false
	}
	if len(g.Plan.Unsupported) > 0 && g.Plan.Unsupported[step.Op+"/"+p.Name] {
		return false
	}
	_, given := step.Params[p.Name]
	return !given
}

// howMany draws the number of optional parameters of a call: a modifying call
// needs one, others do without.
func (g *Generator) howMany(op *model.BoundOperation) int {
	switch modifies := strings.HasPrefix(op.Name, "Modify"); {
	case op.Makes != nil || op.Reads:
		return g.below(3)
	case modifies && g.chance(25):
		return 2 + g.below(2)
	case modifies || g.chance(30):
		return 1
	default:
		return 0
	}
}

// set sets the parameter to a value that its documentation allows.
func (g *Generator) set(step *sequence.Step, bound *model.BoundOperation, p *model.Param) {
	switch p.Type {
	case model.TypeList:
		for n := range 1 + g.below(2)*g.below(2) {
			if v, ok := g.value(bound.Name, p); ok {
				step.Params[p.Name+"."+strconv.Itoa(n+1)] = v
			}
		}
	default:
		if v, ok := g.value(bound.Name, p); ok {
			step.Params[p.Name] = p.Value(v)
		}
	}
}

// documentation returns the catalog's entry of a parameter; it is looked up
// once.
func (g *Generator) documentation(op string, p *model.Param) *catalog.Parameter {
	docs := &g.Plan.tables.docs
	if doc, ok := docs.Load(p); ok {
		return doc.(*catalog.Parameter) //nolint:forcetypeassert // nothing else is put there
	}
	var doc catalog.Parameter
	if facts, err := g.world.World.Model().Catalog().Operation(op); err == nil {
		doc, _ = facts.Parameter(p.Name)
	}
	docs.Store(p, &doc)
	return &doc
}

// breakRule breaks one of the operation's rules on purpose, as its hint says,
// and returns the caller that the hint asks for.
func (g *Generator) breakRule(step *sequence.Step, bound *model.BoundOperation) (caller string) {
	var hinted []*model.BoundRule
	for _, r := range bound.Rules {
		if r.When != nil && g.canBreak(r.Break) {
			hinted = append(hinted, r)
		}
	}
	if len(hinted) == 0 {
		g.makeFaulty(step, bound)
		return ""
	}
	r := pick(g.dice, hinted)
	g.hint(step, r.Break)
	return r.Break.Caller
}

// hint changes the call as the hint of a rule says.
func (g *Generator) hint(step *sequence.Step, b model.Break) {
	for _, name := range b.Drop {
		delete(step.Params, name)
	}
	maps.Copy(step.Params, g.Plan.tables.own.Params(b.Set))
}

// canBreak says whether the hint can be followed in the plan's world.
func (g *Generator) canBreak(b model.Break) bool {
	base := g.Plan.Start.World.Base()
	if b.World != "" && b.World != base.Name || base.Stranger && Subscribes(b.Set) {
		return false
	}
	if b.Caller != "" {
		_, ok := base.Caller(b.Caller)
		return ok
	}
	return len(b.Set) > 0 || len(b.Drop) > 0
}

// makeFaulty makes one parameter wrong: absent, malformed, or the id of a resource
// that does not exist.
func (g *Generator) makeFaulty(step *sequence.Step, bound *model.BoundOperation) {
	if len(bound.Params) == 0 {
		return
	}
	p := &bound.Params[g.below(len(bound.Params))]
	if opaque(p.Name) {
		return
	}
	name := p.Name
	if p.Type == model.TypeList {
		name += ".1"
	}
	_, given := step.Params[name]
	switch {
	case given && g.chance(25):
		delete(step.Params, name)
	case p.Refers() != nil:
		step.Params[name] = p.Refers().Prefix() + "-none"
	default:
		step.Params[name] = pick(g.dice, g.wrong(p, g.documentation(bound.Name, p)))
	}
}
