package generate

import (
	"maps"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// aim plans backwards: it draws an operation with unseen items, builds the
// nearest setup for it, and makes there the calls of the plan's operations that
// show something new.
func (g *Generator) aim() {
	if g.Plan.Atlas == nil {
		return
	}
	precise := false
	var left []string
	for range 2 { // first items not seen anywhere, then items not seen in a status
		for _, op := range g.chosen {
			if _, ok := g.Plan.Atlas.nearest(g.Plan.Reached, op, precise); ok {
				left = append(left, op)
			}
		}
		if len(left) > 0 {
			break
		}
		precise = true
	}
	if len(left) == 0 {
		return
	}
	op := g.cardOf(left)
	n, _ := g.Plan.Atlas.nearest(g.Plan.Reached, op, precise)
	at := g.Plan.Atlas.venues[op][n]
	s := &g.Plan.Atlas.stages[at]
	if s.calls >= g.Plan.Steps || !g.canLay(s) {
		return
	}
	renamed := g.lay(s)
	g.shoot(g.targets(op, left, at, precise), renamed, precise)
}

// canLay says whether the target has the operations of the setup, and is not
// known to get them wrong.
func (g *Generator) canLay(s *stage) bool {
	wrong := false
	for effect := range s.effects {
		wrong = wrong || g.Plan.Avoid[effect]
	}
	if wrong && !g.chance(meetAgain) {
		return false
	}
	for _, step := range s.steps {
		if step.Kind == sequence.StepCall && g.Plan.Unsupported[step.Op] {
			return false
		}
	}
	return true
}

// lay makes the calls of a setup. It returns the names in the sequence for the
// names in the setup.
func (g *Generator) lay(s *stage) map[string]string {
	renamed := map[string]string{}
	for _, step := range s.steps {
		switch step.Kind {
		case sequence.StepAwait:
			g.awaitSettled(rename(renamed, step.Name))
			continue
		case sequence.StepAs:
			g.as(step.Text)
			continue
		default:
		}
		bind := step.Bind
		step = g.renamed(step, renamed)
		bound, _ := g.add(step, nil)
		if bind != "" && bound != "" {
			renamed[bind] = bound
		}
	}
	return renamed
}

func rename(names map[string]string, name string) string {
	if to, ok := names[name]; ok {
		return to
	}
	return name
}

// renamed replaces the setup's names in a step by those of the sequence.
func (g *Generator) renamed(step sequence.Step, names map[string]string) sequence.Step {
	step.Params = maps.Clone(step.Params)
	for param, value := range step.Params {
		step.Params[param], _ = sequence.Expand(value, func(name string) (string, bool) {
			to, ok := names[sequence.Root(name)]
			if !ok {
				return "$" + name, true
			}
			return "$" + to + name[len(sequence.Root(name)):], true
		})
	}
	return step
}

// targets lists the shots in a setup that show something new: of the operation
// itself, and of the others with unseen items.
func (g *Generator) targets(op string, left []string, at int, precise bool) []shot {
	var shots []shot
	planned := map[CoverageItem]bool{}
	for _, o := range append([]string{op}, left...) {
		for n, stage := range g.Plan.Atlas.venues[o] {
			if stage != at {
				continue
			}
			for _, s := range g.Plan.Atlas.at(o, n) {
				if g.Plan.Reached.lacks(s.items, precise) && fresh(planned, s.items, precise) {
					shots = append(shots, s)
				}
			}
		}
	}
	return shots
}

// fresh notes the items and says whether one is new.
func fresh(planned map[CoverageItem]bool, items []CoverageItem, precise bool) (is bool) {
	for _, i := range items {
		if !precise {
			i = i.anywhere()
		}
		is = is || !planned[i]
		planned[i] = true
	}
	return is
}

// shoot makes the calls in random order, those that change something last,
// because a refusal does not change the setup. Calls that do not show anything
// new any more are left out.
func (g *Generator) shoot(shots []shot, names map[string]string, precise bool) {
	for _, changing := range []bool{false, true} {
		var list []shot
		for _, s := range shots {
			if s.accepted == changing {
				list = append(list, s)
			}
		}
		for len(list) > 0 && g.calls < g.Plan.Steps {
			at := g.below(len(list))
			s := list[at]
			list[at] = list[len(list)-1]
			list = list[:len(list)-1]
			step := g.renamed(s.step, names)
			if v := g.shows(step, s.caller, precise); v != nil {
				g.call(step, s.caller, v)
			}
		}
	}
}

// call adds one call of the caller; known is its verdict, or nil.
func (g *Generator) call(step sequence.Step, caller string, known *model.Verdict) {
	g.as(caller)
	g.emitKnown(step, known)
	g.as("")
}

// shows returns the verdict of a call that would show something new now, and
// notes its items; nil for another call.
func (g *Generator) shows(step sequence.Step, caller string, precise bool) *model.Verdict {
	bound, ok := g.world.World.Model().Operation(step.Op)
	if !ok {
		return nil
	}
	call := g.world.Modelled(step, caller, g.region, g.room)
	g.tried = g.world.World.Try(call, twoRules)
	v := &g.tried
	g.items = appendItems(g.items[:0], v, oracle.StatusIn(g.world.World, bound, call.Params.Get))
	items := g.items
	if !g.Plan.Reached.lacks(items, precise) || g.avoids(v) || !fresh(g.aimed, items, precise) {
		return nil
	}
	g.aims = append(g.aims, items...)
	return v
}

// shootHere tries some rules of the operation that were not seen broken, with
// the resources of the sequence, and makes the first call that breaks one.
func (g *Generator) shootHere(op string) bool {
	bound, ok := g.world.World.Model().Operation(op)
	if !ok {
		return false
	}
	var left []*model.BoundRule
	for _, r := range g.Plan.Reached.rulesLeft(bound) {
		if g.canBreak(r.Break) {
			left = append(left, r)
		}
	}
	for range min(len(left), triesHere) {
		r := pick(g.dice, left)
		step := g.valid(op)
		hint(&step, r.Break)
		if v := g.shows(step, r.Break.Caller, false); v != nil {
			g.call(step, r.Break.Caller, v)
			return true
		}
		g.missed = append(g.missed, r)
	}
	return false
}

// triesHere limits the number of rules that are tried for one call.
const triesHere = 3
