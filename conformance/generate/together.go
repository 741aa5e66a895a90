package generate

import (
	"maps"
	"slices"
	"strconv"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A target may make each effect of an operation and lose one when another comes with
// it. What one parameter does is seen by calls with that parameter alone, and drawn
// calls seldom have just these two. Here each two effects that one call can make come
// together in a call.

// How far is looked: the setups of an operation, the effects of a call (a target that
// knows a few of the parameters shows more in short calls), and the calls in all.
const (
	setupsTogether  = 6
	effectsTogether = 6
	callsTogether   = 24
)

// firstTogether begins the names of what these calls make: no setup makes so many.
const firstTogether = 100

// Together returns sequences whose calls each make several effects of the operation at
// once.
func (a *SetupIndex) Together(op string) []sequence.Sequence {
	t := together{index: a, op: op, covered: map[[2]string]bool{}}
	var out []sequence.Sequence
	for n := range min(setupsTogether, len(a.byOperation[op])) {
		if s, ok := t.in(n); ok {
			out = append(out, s)
		}
	}
	return out
}

// together collects pairs of effects.
type together struct {
	index   *SetupIndex
	op      string
	covered map[[2]string]bool // pairs of ids, the smaller one first
	calls   int
}

// in returns the setup with calls that make pairs of effects that no call before makes.
func (t *together) in(n int) (sequence.Sequence, bool) {
	at := &t.index.setups[t.index.byOperation[t.op][n]]
	s := sequence.Sequence{World: t.index.start.World.Base().Name, Steps: slices.Clone(at.steps)}
	p := at.p
	single, ids := t.singles(n, p)
	for _, first := range ids {
		for _, second := range ids {
			if first >= second || t.covered[[2]string{first, second}] || t.calls >= callsTogether {
				continue
			}
			step, ok := t.grown(p, single, ids, first, second)
			if !ok {
				continue
			}
			if t.makesOne(step) {
				step.Bind = t.index.start.World.Model().Makes(t.op).Letter() + strconv.Itoa(firstTogether+t.calls)
			}
			s.Steps = append(s.Steps, step)
			p = p.After(step, "", t.index.start.Region)
			t.calls++
		}
	}
	return s, len(s.Steps) > len(at.steps)
}

// makesOne says whether the call makes a resource that a name has to be bound to.
func (t *together) makesOne(step sequence.Step) bool {
	return t.index.start.World.Model().Makes(step.Op) != nil
}

// singles returns for each visible effect the accepted call of fewest parameters that
// makes it, and the ids of the effects in order.
func (t *together) singles(n int, p oracle.PossibleWorld) (single map[string]sequence.Step, ids []string) {
	single = map[string]sequence.Step{}
	for _, c := range t.index.at(t.op, n) {
		if !c.accepted || c.caller != "" {
			continue
		}
		for _, id := range t.effects(p, c.step) {
			if old, known := single[id]; !known || len(c.step.Params) < len(old.Params) {
				single[id] = c.step
			}
		}
	}
	return single, slices.Sorted(maps.Keys(single))
}

// effects returns the ids of the visible effects of a call that the model accepts, in
// order; none of another call.
func (t *together) effects(p oracle.PossibleWorld, step sequence.Step) []string {
	v := p.World.Apply(p.ForModel(step, "", t.index.start.Region))
	if !v.Accepted() || v.DryRun {
		return nil
	}
	var ids []string
	for _, e := range v.Effects {
		if e.SeenBy != model.NotSeen {
			ids = append(ids, e.ID())
		}
	}
	slices.Sort(ids)
	return ids
}

// grown merges the calls of two effects, and then those of others as long as the model
// accepts the call and no effect is lost. The pairs that it makes are covered, and the
// first one is in any case: it is not tried again.
func (t *together) grown(p oracle.PossibleWorld, single map[string]sequence.Step, ids []string, first, second string) (sequence.Step, bool) {
	t.covered[[2]string{first, second}] = true
	step, made, ok := t.merged(p, single[first], single[second])
	if !ok || !slices.Contains(made, first) || !slices.Contains(made, second) {
		return sequence.Step{}, false
	}
	for _, id := range ids {
		if len(made) >= effectsTogether {
			break
		}
		if slices.Contains(made, id) {
			continue
		}
		if more, with, ok := t.merged(p, step, single[id]); ok && len(with) > len(made) {
			step, made = more, with
		}
	}
	for i, a := range made {
		for _, b := range made[i+1:] {
			t.covered[[2]string{a, b}] = true
		}
	}
	return step, true
}

// merged returns the call with the parameters of both; false if one parameter would
// have two values, or an effect of the first call is lost.
func (t *together) merged(p oracle.PossibleWorld, a, b sequence.Step) (sequence.Step, []string, bool) {
	step := a
	for name, value := range b.Params {
		if old, has := step.Params[name]; has && old != value {
			return step, nil, false
		}
		step.Params = step.Params.With(name, value)
	}
	made := t.effects(p, step)
	for _, id := range t.effects(p, a) {
		if !slices.Contains(made, id) {
			return step, nil, false
		}
	}
	return step, made, len(made) > 0
}
