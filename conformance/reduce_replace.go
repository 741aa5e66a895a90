package conformance

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// sooner leaves out last calls, where a look shows the finding before them. An
// answer is only given to the call itself.
func (r *reducer) sooner(ctx context.Context, list []unit) []unit {
	for len(list) > 1 {
		op, ok := r.start.World.Model().Operation(list[len(list)-1].step.Op)
		if accuses(r.wanted.Kind) && !(ok && op.Reads) || !r.try(ctx, list[:len(list)-1]) {
			return list
		}
		list = list[:len(list)-1]
	}
	return list
}

// replaced puts one call where two do the same: a reboot for a stop and a start.
func (r *reducer) replaced(ctx context.Context, list []unit) []unit {
	for i := 0; i+1 < len(list); i++ {
		a, b := list[i], list[i+1]
		if a.step.Op != "StopInstance" || b.step.Op != "StartInstance" || a.step.Params["InstanceId"] != b.step.Params["InstanceId"] {
			continue
		}
		reboot := b
		reboot.step = Step{Kind: StepCall, Op: "RebootInstance", Params: model.Params{"InstanceId": b.step.Params["InstanceId"]}}
		candidate := append(append([]unit(nil), list[:i]...), append([]unit{reboot}, list[i+2:]...)...)
		if r.try(ctx, candidate) {
			return r.replaced(ctx, candidate)
		}
	}
	return list
}

// borrowed puts what the world began with in the place of what the sequence
// makes, where that is only something to put others into.
func (r *reducer) borrowed(ctx context.Context, list []unit) []unit {
	for i := len(list) - 2; i >= 0; i-- {
		for _, candidate := range r.borrowings(list, i) {
			if r.try(ctx, candidate) {
				return r.borrowed(ctx, candidate)
			}
		}
	}
	return list
}

// mostBorrowed bounds the things that are tried in the place of one.
const mostBorrowed = 3

// borrowings are the lists without the i-th call, with something that was there
// before for what it makes.
func (r *reducer) borrowings(list []unit, i int) [][]unit {
	kind, made := makes(list[i].step.Op), list[i].step.Bind
	switch kind {
	case model.KindSecurityGroup, model.KindVSwitch, model.KindVpc:
	default:
		return nil
	}
	if made == "" || !r.onlyHolds(list, made) {
		return nil
	}
	p := possible{r.start.World, r.start.World.Base().Names}
	var all [][]unit
	plainFirst := func(a, b string) int { return cmp.Or(len(a)-len(b), strings.Compare(a, b)) }
	for _, name := range slices.SortedFunc(maps.Keys(p.names), plainFirst) {
		if p.kind(name) != kind {
			continue
		}
		candidate := renamedUnits(without(list, i, i+1), made, name)
		if r.plausible(list, candidate) && len(all) < mostBorrowed {
			all = append(all, candidate)
		}
	}
	return all
}

// onlyHolds says whether each call that names the thing names, or makes, another
// one of the sequence, too: a call about the thing alone may change it, and nobody
// puts that back when it is not the sequence's own.
func (r *reducer) onlyHolds(list []unit, thing string) bool {
	own := map[string]bool{}
	for _, u := range list {
		others := u.step.Bind != ""
		named := false
		for _, name := range u.step.References() {
			named = named || root(name) == thing
			others = others || root(name) != thing && own[root(name)]
		}
		if named && !others {
			return false
		}
		own[u.step.Bind] = true
	}
	return true
}

// renamedUnits has the units name the one thing in place of the other.
func renamedUnits(list []unit, from, to string) []unit {
	rename := func(name string) string {
		if root(name) == from {
			return to + name[len(from):]
		}
		return name
	}
	out := make([]unit, 0, len(list))
	for _, u := range list {
		params := model.Params{}
		for p, v := range u.step.Params {
			params[p] = substitute(v, rename)
		}
		u.step.Params = params
		u.awaits = slices.DeleteFunc(slices.Clone(u.awaits), func(name string) bool { return root(name) == from })
		out = append(out, u)
	}
	return out
}
