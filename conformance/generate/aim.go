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
	if g.Plan.Setups == nil {
		return
	}
	precise := false
	var left []string
	for range 2 { // first items not seen anywhere, then items not seen in a status
		for _, op := range g.chosen {
			if _, ok := g.Plan.Setups.nearest(g.Plan.Reached, op, precise); ok {
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
	n, _ := g.Plan.Setups.nearest(g.Plan.Reached, op, precise)
	at := g.Plan.Setups.byOperation[op][n]
	s := &g.Plan.Setups.setups[at]
	if s.calls >= g.Plan.Steps || !g.canBuild(s) {
		return
	}
	renamed := g.build(s)
	g.callAimed(g.targets(op, left, at, precise), renamed, precise)
}

// canBuild says whether the target has the operations of the setup, and is not
// known to get them wrong.
func (g *Generator) canBuild(s *setup) bool {
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

// build makes the calls of a setup. It returns the names in the sequence for the
// names in the setup.
func (g *Generator) build(s *setup) map[string]string {
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

// targets lists the aimed calls in a setup that show something new: of the operation
// itself, and of the others with unseen items.
func (g *Generator) targets(op string, left []string, at int, precise bool) []aimedCall {
	var calls []aimedCall
	planned := map[CoverageItem]bool{}
	for _, o := range append([]string{op}, left...) {
		for n, index := range g.Plan.Setups.byOperation[o] {
			if index != at {
				continue
			}
			for _, s := range g.Plan.Setups.at(o, n) {
				if g.Plan.Reached.lacks(s.items, precise) && noteNew(planned, s.items, precise) {
					calls = append(calls, s)
				}
			}
		}
	}
	return calls
}

// noteNew notes the items and says whether one is new.
func noteNew(planned map[CoverageItem]bool, items []CoverageItem, precise bool) (is bool) {
	for _, i := range items {
		if !precise {
			i = i.anywhere()
		}
		is = is || !planned[i]
		planned[i] = true
	}
	return is
}

// callAimed makes the calls in random order, those that change something last,
// because a refusal does not change the setup. Calls that do not show anything
// new any more are left out.
func (g *Generator) callAimed(calls []aimedCall, names map[string]string, precise bool) {
	for _, changing := range []bool{false, true} {
		var list []aimedCall
		for _, s := range calls {
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
	if !g.Plan.Reached.lacks(items, precise) || g.avoids(v) || !noteNew(g.aimed, items, precise) {
		return nil
	}
	g.aims = append(g.aims, items...)
	return v
}

// breakHere tries some rules of the operation that were not seen broken, with
// the resources of the sequence, and makes the first call that breaks one.
func (g *Generator) breakHere(op string) bool {
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
		g.hint(&step, r.Break)
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
