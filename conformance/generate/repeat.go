package generate

import (
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// What a call has given may matter to a much later one: a token gives its resource
// again whatever came between, an address is free when its interface is gone.
// Shapes of worlds do not show that, so these calls are repeated by chance.

// keep remembers an accepted call that gives a value of which a later call can
// give the same.
func (g *Generator) keep(step sequence.Step) {
	for name := range step.Params {
		if Sticky(name) {
			step.Bind = ""
			g.given = append(g.given, step)
			return
		}
	}
}

// older repeats one of the remembered calls, with some probability.
func (g *Generator) older() bool {
	if len(g.given) == 0 || !g.chance(olderCalls) {
		return false
	}
	step := pick(g.dice, g.given)
	if g.Plan.Unsupported[step.Op] || g.avoids(g.try(step, g.caller, twoRules)) {
		return false
	}
	g.emit(step)
	return true
}

// olderCalls is the percentage of calls that repeat an earlier one with its token
// or address.
const olderCalls = 8

// pages asks for a list of resources of the sequence one by one; false if there
// are not enough for two pages, or the operation lists none of them.
func (g *Generator) pages(op *model.BoundOperation) bool {
	if _, paged := op.Param("PageNumber"); !paged || !op.Reads || !g.chance(pagedLists) {
		return false
	}
	for i := range op.Params {
		p := &op.Params[i]
		if p.Type != model.TypeJSONList && p.Type != model.TypeList || p.Refers() == nil {
			continue
		}
		own, _, _ := g.sorted(p.Refers())
		if len(own) < 2 {
			continue
		}
		own = own[:min(len(own), mostPages)]
		step := g.valid(op.Name)
		for n, name := range own {
			if p.Type == model.TypeList {
				step.Params[p.Name+"."+strconv.Itoa(n+1)] = "$" + name
			}
		}
		if p.Type == model.TypeJSONList {
			step.Params[p.Name] = `["$` + strings.Join(own, `","$`) + `"]`
		}
		for n := range own {
			page := step
			page.Params = step.Params.With("PageSize", "1").With("PageNumber", strconv.Itoa(n+1))
			g.emit(page)
		}
		return true
	}
	return false
}

const (
	// pagedLists is the percentage of lists that are asked for page by page.
	pagedLists = 40
	mostPages  = 3
)

// asDryRun makes a drawn call that breaks a rule a dry run, with some probability:
// it is refused like the call itself.
func (g *Generator) asDryRun(step *sequence.Step, op *model.BoundOperation) {
	if op.DryRunCode != "" && g.chance(dryRefusals) {
		step.Params = step.Params.With("DryRun", "true")
	}
}

// dryRefusals is the percentage of calls made to be refused that are dry runs.
const dryRefusals = 5
