package reduce

import (
	"context"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// simplify drops parameters, and replaces values by simple ones.
func (r *Reducer) simplify(ctx context.Context, list []Unit) []Unit {
	return r.plainValues(ctx, r.dropParameters(ctx, list))
}

// needs says whether a call before the last one must have the parameter.
func (r *Reducer) needs(list []Unit, i int, name string) bool {
	op, ok := r.Start.World.Model().Operation(list[i].Step.Op)
	if !ok || i == len(list)-1 {
		return false
	}
	p, ok := op.Param(name)
	return ok && p.Required
}

// dropParameters drops parameters.
func (r *Reducer) dropParameters(ctx context.Context, list []Unit) []Unit {
	for i := len(list) - 1; i >= 0; i-- {
		for _, name := range list[i].Step.Params.Names() {
			if r.needs(list, i, name) {
				continue
			}
			candidate := append([]Unit(nil), list...)
			candidate[i].Step.Params = list[i].Step.Params.Without(name)
			may := r.plausible(list, candidate) || i == len(list)-1 && r.stillBreaks(candidate)
			if may && r.try(ctx, candidate) {
				list = candidate
			}
		}
	}
	return list
}

// plainValues replaces values by the ones that a reader expects.
func (r *Reducer) plainValues(ctx context.Context, list []Unit) []Unit {
	for i := range list {
		for _, plain := range simplest() {
			old, ok := list[i].Step.Params[plain.name]
			if !ok || old == plain.value || r.Start.World.Model().Makes(list[i].Step.Op) == nil {
				continue
			}
			candidate := append([]Unit(nil), list...)
			candidate[i].Step.Params = list[i].Step.Params.With(plain.name, plain.value)
			if r.plausible(list, candidate) && r.try(ctx, candidate) {
				list = candidate
			}
		}
	}
	return list
}

type plainValue struct{ name, value string }

// simplest are the values that a reader expects if any value would do.
func simplest() []plainValue {
	return []plainValue{
		{"ImageId", "$image.linux"}, {"VSwitchId", "$vsw1"}, {"SecurityGroupId", "$sg1"},
		{"InstanceType", "ecs.g7.xlarge"}, {"Amount", "1"},
	}
}

// Renamed numbers the names in the order in which they are bound.
func Renamed(s sequence.Sequence) sequence.Sequence {
	names, count := map[string]string{}, map[string]int{}
	out := s
	out.Steps = nil
	for _, step := range s.Steps {
		if step.Bind != "" {
			letter := strings.TrimRight(step.Bind, "0123456789")
			count[letter]++
			names[step.Bind] = letter + strconv.Itoa(count[letter])
			step.Bind = names[step.Bind]
		}
		rename := func(name string) string {
			if to, ok := names[sequence.Root(name)]; ok {
				return to + name[len(sequence.Root(name)):]
			}
			return name
		}
		step.Name = rename(step.Name)
		params := model.Params{}
		for p, v := range step.Params {
			params[p] = substitute(v, rename)
		}
		if step.Kind == sequence.StepCall {
			step.Params = params
		}
		out.Steps = append(out.Steps, step)
	}
	return out
}

// substitute replaces the names in a value by other names.
func substitute(value string, rename func(string) string) string {
	text, _ := sequence.Expand(strings.ReplaceAll(value, "$$", "$$$$"), func(name string) (string, bool) { return "$" + rename(name), true })
	return text
}
