package conformance

import (
	"context"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// simplified drops parameters, and puts simple values for others.
func (r *reducer) simplified(ctx context.Context, list []unit) []unit {
	return r.plainer(ctx, r.barer(ctx, list))
}

// needs says whether a call before the last one has to have the parameter.
func (r *reducer) needs(list []unit, i int, name string) bool {
	op, ok := r.start.World.Model().Operation(list[i].step.Op)
	if !ok || i == len(list)-1 {
		return false
	}
	p, ok := op.Param(name)
	return ok && p.Required
}

// barer drops parameters.
func (r *reducer) barer(ctx context.Context, list []unit) []unit {
	for i := len(list) - 1; i >= 0; i-- {
		for _, name := range list[i].step.Params.Names() {
			if r.needs(list, i, name) {
				continue
			}
			candidate := append([]unit(nil), list...)
			candidate[i].step.Params = list[i].step.Params.Without(name)
			if r.plausible(list, candidate) && r.try(ctx, candidate) {
				list = candidate
			}
		}
	}
	return list
}

// plainer puts the values that a reader expects where any would do.
func (r *reducer) plainer(ctx context.Context, list []unit) []unit {
	for i := range list {
		for _, plain := range simplest() {
			old, ok := list[i].step.Params[plain.name]
			if !ok || old == plain.value || r.start.World.Model().Makes(list[i].step.Op) == nil {
				continue
			}
			candidate := append([]unit(nil), list...)
			candidate[i].step.Params = list[i].step.Params.With(plain.name, plain.value)
			if r.plausible(list, candidate) && r.try(ctx, candidate) {
				list = candidate
			}
		}
	}
	return list
}

type plainValue struct{ name, value string }

// simplest are the values that a reader expects where any would do.
func simplest() []plainValue {
	return []plainValue{
		{"ImageId", "$image.linux"}, {"VSwitchId", "$vsw1"}, {"SecurityGroupId", "$sg1"},
		{"InstanceType", "ecs.g7.xlarge"}, {"Amount", "1"},
	}
}

// renamed numbers the names in the order in which they are bound.
func renamed(s Sequence) Sequence {
	names, count := map[string]string{}, map[string]int{}
	out := s
	out.Steps = nil
	for _, step := range s.Steps {
		if step.Bind != "" {
			letter := step.Bind[:1]
			count[letter]++
			names[step.Bind] = letter + strconv.Itoa(count[letter])
			step.Bind = names[step.Bind]
		}
		rename := func(name string) string {
			if to, ok := names[root(name)]; ok {
				return to + name[len(root(name)):]
			}
			return name
		}
		step.Name = rename(step.Name)
		params := model.Params{}
		for p, v := range step.Params {
			params[p] = substitute(v, rename)
		}
		if step.Kind == StepCall {
			step.Params = params
		}
		out.Steps = append(out.Steps, step)
	}
	return out
}

// substitute replaces the names in a value by other names.
func substitute(value string, rename func(string) string) string {
	text, _ := expand(strings.ReplaceAll(value, "$$", "$$$$"), func(name string) (string, bool) { return "$" + rename(name), true })
	return text
}
