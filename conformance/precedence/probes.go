package precedence

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/conformance/generate"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A probe is a call that breaks several rules at once, with its preparation:
// the code of the answer shows which rule is checked first.
type probe struct {
	prepare []sequence.Step
	caller  string
	call    sequence.Step
	broken  []*model.BoundRule
}

// steps writes the probe as the steps of a sequence.
func (p probe) steps() []sequence.Step {
	return append(slices.Clone(p.prepare), plan.AsSteps(sequence.LastCaller(p.prepare), generate.Planned{Step: p.call, Caller: p.caller})...)
}

// sequence writes the probe as a sequence of the world.
func (p probe) sequence(world string) sequence.Sequence {
	return sequence.Sequence{World: world, Steps: p.steps()}
}

// mostProbes limits the probes that are kept for a pair: the first one is sent,
// the others verify it, or replace it if a third rule answers.
const mostProbes = 64

// A prober finds probes for the pairs of rules of one operation in one world.
type prober struct {
	start  oracle.Start
	mover  *generate.Mover
	op     *model.BoundOperation
	pairs  map[[2]string][]probe
	ways   map[string][]way // ways to break a rule in the present state
	states map[uint64]bool
	known  func(pair [2]string) bool // needs no probe
}

// A way is a call of the operation, and its difference from a plain one.
type way struct {
	generate.Planned
	set  model.Params
	drop []string
}

// mostWays limits the calls that are tried for a rule in one state.
const mostWays = 4

// probesOf lists, for each pair of rules of the operation that some call breaks
// together, such calls. The states are those of the witnesses of the operation,
// and those of two witnesses' preparations joined; the calls are those of the
// planner, and two of them joined. Only the model is asked. Pairs that are
// known already are left out.
func probesOf(start oracle.Start, op *model.BoundOperation, cases []plan.Case, known func(pair [2]string) bool) (map[[2]string][]probe, error) {
	start.Defaults()
	mover, err := generate.NewMover(start)
	if err != nil {
		return nil, err
	}
	p := &prober{start: start, mover: mover, op: op, pairs: map[[2]string][]probe{}, states: map[uint64]bool{}, known: known}
	alone := p.preparations(cases)
	for _, steps := range alone {
		p.state(steps)
	}
	for _, a := range alone {
		for _, b := range alone {
			if steps := joinSteps(a, b); len(steps) <= mostPreparation {
				p.state(steps)
			}
		}
	}
	return p.pairs, nil
}

// mostPreparation limits the steps before a probe, waits included.
const mostPreparation = 10

// preparations lists the steps before the last call of the operation's
// witnesses, of any world, shortest first, the empty list included.
func (p *prober) preparations(cases []plan.Case) [][]sequence.Step {
	lists := [][]sequence.Step{nil}
	seen := map[string]bool{"": true}
	for _, c := range cases {
		last := sequence.LastCall(c.Sequence)
		if len(c.Sequence.Steps) == 0 || c.Sequence.Steps[last].Op != p.op.Name || !plan.Runnable(c.Sequence, p.start) {
			continue
		}
		steps := withoutCallers(c.Sequence.Steps[:last])
		if text := stepsText(steps); !seen[text] {
			seen[text] = true
			lists = append(lists, steps)
		}
	}
	slices.SortStableFunc(lists, func(a, b []sequence.Step) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(stepsText(a), stepsText(b)))
	})
	return lists
}

// withoutCallers leaves the caller to the account: a probe names its own.
func withoutCallers(steps []sequence.Step) []sequence.Step {
	return slices.DeleteFunc(slices.Clone(steps), func(s sequence.Step) bool { return s.Kind == sequence.StepAs })
}

func stepsText(steps []sequence.Step) string { return sequence.Sequence{Steps: steps}.String() }

// joinSteps joins two preparations: a resource that both make under one name is
// made once, with the parameters of both; the rest of b follows a.
func joinSteps(a, b []sequence.Step) []sequence.Step {
	out := slices.Clone(a)
	for _, s := range b {
		at := slices.IndexFunc(out, func(o sequence.Step) bool { return s.Bind != "" && o.Bind == s.Bind })
		switch {
		case at >= 0 && out[at].Op == s.Op:
			params := maps.Clone(s.Params)
			maps.Copy(params, out[at].Params)
			out[at].Params = params
		case at >= 0: // a makes it in another way
		case !slices.ContainsFunc(out, func(o sequence.Step) bool { return o.String() == s.String() }):
			out = append(out, s)
		}
	}
	return out
}

// state tries calls in the state that the steps lead to.
func (p *prober) state(prepare []sequence.Step) {
	at := oracle.Follow(prepare, p.start)
	shape := at.World.Shape()
	if p.states[shape] {
		return
	}
	p.states[shape] = true
	p.ways = map[string][]way{}
	plains := p.mover.Plain(at, p.op)
	for _, m := range p.mover.List(at, p.op, true).All {
		w := wayOf(m, plains)
		for _, rule := range p.try(at, prepare, m) {
			if len(p.ways[rule.ID()]) < mostWays {
				p.ways[rule.ID()] = append(p.ways[rule.ID()], w)
			}
		}
	}
	p.join(at, prepare)
}

// join tries combinations of two calls, for each pair of rules without a call
// that breaks exactly these two.
func (p *prober) join(at oracle.PossibleWorld, prepare []sequence.Step) {
	ids := slices.Sorted(maps.Keys(p.ways))
	for i, a := range ids {
		for _, b := range ids[i+1:] {
			if p.exact(a, b) {
				continue
			}
			p.joinWays(at, prepare, a, b)
		}
	}
}

// joinWays tries the ways to break a combined with those to break b.
func (p *prober) joinWays(at oracle.PossibleWorld, prepare []sequence.Step, a, b string) {
	for _, x := range p.ways[a] {
		for _, y := range p.ways[b] {
			if x.Caller != "" && y.Caller != "" && x.Caller != y.Caller {
				continue
			}
			caller := cmp.Or(x.Caller, y.Caller)
			p.try(at, prepare, generate.Planned{Step: x.with(y), Caller: caller})
			if p.exact(a, b) {
				return
			}
			p.try(at, prepare, generate.Planned{Step: y.with(x), Caller: caller})
			if p.exact(a, b) {
				return
			}
		}
	}
}

// wayOf returns the difference of the call from the nearest plain call.
func wayOf(m generate.Planned, plains []model.Params) way {
	best := way{Planned: m, set: m.Step.Params}
	for _, plain := range plains {
		w := way{Planned: m, set: model.Params{}}
		for name, value := range m.Step.Params {
			if plain[name] != value {
				w.set[name] = value
			}
		}
		for _, name := range plain.Names() {
			if _, ok := m.Step.Params[name]; !ok {
				w.drop = append(w.drop, name)
			}
		}
		if len(w.set)+len(w.drop) < len(best.set)+len(best.drop) {
			best = w
		}
	}
	return best
}

// with returns the call with the other call's difference added.
func (w way) with(o way) sequence.Step {
	params := maps.Clone(w.Step.Params)
	for _, name := range o.drop {
		delete(params, name)
	}
	maps.Copy(params, o.set)
	return sequence.Step{Kind: sequence.StepCall, Op: w.Step.Op, Params: params}
}

// try asks the model about a call, and keeps it as a probe of each pair that it
// breaks. It returns the broken rules.
func (p *prober) try(at oracle.PossibleWorld, prepare []sequence.Step, m generate.Planned) []*model.BoundRule {
	v := at.World.Apply(at.ForModel(m.Step, m.Caller, p.start.Region))
	for i, a := range v.Broken {
		for _, b := range v.Broken[i+1:] {
			if pair := pairOf(a.ID(), b.ID()); !alike(a, b) && !p.known(pair) {
				p.keep(pair, probe{prepare: prepare, caller: m.Caller, call: m.Step, broken: v.Broken})
			}
		}
	}
	return v.Broken
}

// pairOf returns the pair in the order of ids, independent of the known order.
func pairOf(a, b string) [2]string {
	if b < a {
		a, b = b, a
	}
	return [2]string{a, b}
}

// alike says whether the answers of two rules cannot be distinguished.
func alike(a, b *model.BoundRule) bool {
	return oracle.SharesAnswer(a, b) && (oracle.MessageFits(a.Message, b.Message) || oracle.MessageFits(b.Message, a.Message))
}

// exact says whether a probe breaks only the two rules.
func (p *prober) exact(a, b string) bool {
	probes := p.pairs[pairOf(a, b)]
	return len(probes) > 0 && len(probes[0].broken) == 2 || p.known(pairOf(a, b))
}

// keep keeps the probes of a pair that break the fewest other rules, one for
// each set of them; of equal ones the first, which needs the least.
func (p *prober) keep(pair [2]string, q probe) {
	probes := p.pairs[pair]
	for _, o := range probes {
		if len(o.broken) <= len(q.broken) && holds(q.broken, o.broken) {
			return
		}
	}
	probes = slices.DeleteFunc(slices.Clone(probes), func(o probe) bool { return holds(o.broken, q.broken) })
	probes = append(probes, q)
	slices.SortStableFunc(probes, func(a, b probe) int { return cmp.Compare(len(a.broken), len(b.broken)) })
	p.pairs[pair] = probes[:min(len(probes), mostProbes)]
}

// holds says whether the rules contain all of some.
func holds(rules, some []*model.BoundRule) bool {
	return !slices.ContainsFunc(some, func(r *model.BoundRule) bool { return !slices.Contains(rules, r) })
}

// ruleName returns the rule's id without its operation: CODE or CODE#ROW.
func ruleName(r *model.BoundRule) string { return strings.TrimPrefix(r.ID(), r.Op+"/") }
