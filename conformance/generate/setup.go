package generate

import (
	"maps"
	"slices"
	"strconv"

	"github.com/ecsim/ecsim/conformance/generate/locality"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A setup is a built one of the model: a state that is worth calling from, and
// the steps that lead to it.
type setup struct {
	steps []sequence.Step
	p     oracle.PossibleWorld
	calls int
	// kinds are the kinds of the resources that it made.
	kinds map[model.Kind]bool
	// effects are the ids of the effects of its calls.
	effects map[string]bool
}

// A setupBuilder builds the model's setups by applying their calls to the model.
type setupBuilder struct {
	start oracle.Start
	own   *locality.Locality
	all   []setup
	empty setup
	named map[string]setup // by the name that a setup has
	// built are the texts of setups: different types of the embedded worlds may
	// be one type of another target.
	built map[string]bool
}

// A round is the position of a setup in its loops.
type round struct {
	at     []int
	varied model.Params
}

// setups lists the setups that can be built from the start, those of few calls
// first.
func setups(start oracle.Start, own *locality.Locality) []setup {
	b := &setupBuilder{start: start, own: own, named: map[string]setup{}, built: map[string]bool{}}
	b.empty = setup{p: oracle.PossibleWorld{World: start.World, Names: start.World.Base().Names}, kinds: map[model.Kind]bool{}, effects: map[string]bool{}}
	b.all = append(b.all, b.empty)
	b.buildAll(start.World.Model().Setups(), round{})
	if start.World.Base().Stranger {
		b.buildAll(crowdedSetups(), round{})
	}
	slices.SortStableFunc(b.all, func(x, y setup) int { return x.calls - y.calls })
	return b.all
}

// buildAll builds setups one after the other; false if the loop around them ends.
func (b *setupBuilder) buildAll(setups []model.Setup, r round) bool {
	for i := range setups {
		if s := &setups[i]; s.When == nil || s.When(r.at, r.varied) {
			if !b.build(s, r) {
				return false
			}
		}
	}
	return true
}

// build builds one setup, or its loop; false if the loop around it ends.
func (b *setupBuilder) build(s *model.Setup, r round) bool {
	if s.Op != "" {
		return b.call(s, r) || !s.Ends
	}
	if slices.ContainsFunc(s.Needs, func(name string) bool { _, ok := b.named[name]; return !ok }) {
		return true
	}
	over := s.Over
	if s.Each != "" {
		over = b.shapes(s.Each)
	}
	if over == nil {
		return b.buildAll(s.Then, r)
	}
	over = b.withOwnTypes(over)
	for n, varied := range over {
		if !b.buildAll(s.Then, round{append(slices.Clip(r.at), n), varied}) {
			break
		}
	}
	return true
}

// shapes returns the parameters that the shapes of an operation add to a plain
// call.
func (b *setupBuilder) shapes(op string) []model.Params {
	bound, ok := b.start.World.Model().Operation(op)
	out := []model.Params{}
	if !ok {
		return out
	}
	for _, v := range bound.Trials.Shapes {
		if v.World == "" && len(v.Drop) == 0 {
			out = append(out, v.Set)
		}
	}
	return out
}

// call makes the call of a setup; false if the state in which it begins is
// missing, or the model refuses it.
func (b *setupBuilder) call(s *model.Setup, r round) bool {
	delete(b.named, s.Name)
	from, ok := b.empty, true
	if s.From != "" {
		from, ok = b.named[s.From]
	}
	base := b.start.World.Base()
	if s.As != "" {
		from.steps = append(slices.Clip(from.steps), sequence.Step{Kind: sequence.StepAs, Text: s.As})
		_, known := base.Caller(s.As)
		ok = ok && known
	}
	if !ok {
		return false
	}
	params := maps.Clone(s.Params)
	if s.Varied {
		params = with(s.Params, r.varied)
	}
	next, ok := b.then(from, s, params)
	if !ok {
		return false
	}
	if s.Also != nil {
		next.kinds[s.Also] = true
	}
	if s.First {
		next.steps = append(slices.Clip(next.steps), sequence.Step{Kind: sequence.StepAs, Text: base.Callers[0].Name})
	}
	if s.Name != "" {
		b.named[s.Name] = next
	}
	if text := (sequence.Sequence{Steps: next.steps}).String(); !s.Passing && (b.own == nil || !b.built[text]) {
		b.built[text] = true
		b.all = append(b.all, next)
	}
	return true
}

// then applies one more call; ok is false if the model refuses it. An empty
// value leaves out a parameter of the plain call.
func (b *setupBuilder) then(s setup, from *model.Setup, params model.Params) (next setup, ok bool) {
	base := b.start.World.Base()
	step := sequence.Step{Kind: sequence.StepCall, Op: from.Op, Params: model.Params{}}
	bound, ok := b.start.World.Model().Operation(from.Op)
	if !ok || base.Stranger && Subscribes(params) {
		return s, false
	}
	maps.Copy(step.Params, bound.Plain)
	maps.Copy(step.Params, params)
	step.Params = b.own.Params(step.Params)
	maps.DeleteFunc(step.Params, func(_, value string) bool { return value == "" })
	for name, value := range step.Params {
		if value == model.FirstAccount {
			step.Params[name] = base.Callers[0].Account
		}
	}
	if bound.GivesRegion() {
		step.Params["RegionId"] = b.start.Region
	}
	if bound.Makes != nil {
		step.Bind = freeName(s.p, bound.Makes)
	}
	for _, name := range step.References() {
		if _, known := s.p.Id(name); !known {
			return s, false
		}
	}
	caller := sequence.LastCaller(s.steps)
	v := s.p.World.Apply(s.p.ForModel(step, caller, b.start.Region))
	if !v.Accepted() || v.DryRun {
		return s, false
	}
	next = setup{
		steps: append(slices.Clip(s.steps), step), p: s.p.After(step, caller, b.start.Region),
		calls: s.calls + 1, kinds: maps.Clone(s.kinds), effects: maps.Clone(s.effects),
	}
	for _, e := range v.Effects {
		next.effects[e.ID()] = true
	}
	if bound.Makes != nil {
		next.kinds[bound.Makes] = true
	}
	if !from.Moving {
		next.settle()
	}
	return next, true
}

// settle waits for the end of all transitions.
func (s *setup) settle() {
	for _, name := range sequence.SortedNames(s.p.Names) {
		w, moved := oracle.Settled(s.p.World, s.p.Names[name])
		if !moved {
			continue
		}
		s.p.World = w
		s.steps = append(slices.Clip(s.steps), sequence.Step{Kind: sequence.StepAwait, Name: name, Status: oracle.StatusOf(w, s.p.Names[name])})
	}
}

// freeName returns an unused name for a resource of the kind.
func freeName(p oracle.PossibleWorld, kind model.Kind) string {
	for n := 1; ; n++ {
		name := kind.Letter() + strconv.Itoa(n)
		if _, taken := p.Names[name]; !taken {
			return name
		}
	}
}

func with(p, more model.Params) model.Params {
	out := make(model.Params, len(p)+len(more))
	maps.Copy(out, p)
	maps.Copy(out, more)
	return out
}
