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
		both, ok := r.replacement(a.step, b.step)
		if !ok {
			continue
		}
		one := b
		one.step = both
		candidate := append(append([]unit(nil), list[:i]...), append([]unit{one}, list[i+2:]...)...)
		if r.try(ctx, candidate) {
			return r.replaced(ctx, candidate)
		}
	}
	return list
}

// replacement is the call that does what the two do to one thing; false where no
// operation does.
func (r *reducer) replacement(a, b Step) (Step, bool) {
	for _, op := range r.start.World.Model().Operations() {
		if about := op.Subject(); op.Trials.Replaces == [2]string{a.Op, b.Op} && a.Params[about.Name] == b.Params[about.Name] {
			return Step{Kind: StepCall, Op: op.Name, Params: model.Params{about.Name: b.Params[about.Name]}}, true
		}
	}
	return Step{}, false
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
	kind, made := r.start.World.Model().Makes(list[i].step.Op), list[i].step.Bind
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

// unmade names what never was in the place of what the sequence makes: most
// answers are given to a request whatever it names. A look that the runner made
// by itself becomes the call that is answered wrongly.
func (r *reducer) unmade(ctx context.Context, list []unit) []unit {
	if len(list) < 2 {
		return list
	}
	for _, call := range r.naming(list) {
		candidate := []unit{call}
		if !r.resolves(candidate) {
			candidate = without(list, len(list)-1, len(list))
			candidate = append(candidate, call)
		}
		if r.try(ctx, candidate) {
			return candidate
		}
	}
	return list
}

// naming lists the calls that name nothing in place of something of the
// sequence: all that the last call names, then one after the other.
func (r *reducer) naming(list []unit) []unit {
	last := list[len(list)-1]
	wanted, _, _ := strings.Cut(r.wanted.Item, "/")
	if op, ok := r.start.World.Model().Operation(wanted); ok && op.Reads && last.step.Op != wanted {
		return r.lookingAtNothing(wanted)
	}
	if r.wanted.Kind == "refuses" || !accuses(r.wanted.Kind) && r.wanted.Kind != "message" {
		return nil // what is taken by mistake has to name something
	}
	own := r.ownKinds(list)
	var calls []unit
	if len(own) > 1 {
		calls = append(calls, namingNothing(last, own))
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		calls = append(calls, namingNothing(last, map[string]model.Kind{name: own[name]}))
	}
	return calls
}

// ownKinds returns what the last call names of what the sequence makes.
func (r *reducer) ownKinds(list []unit) map[string]model.Kind {
	made := map[string]model.Kind{}
	for _, u := range list {
		if u.step.Bind != "" {
			made[u.step.Bind] = r.start.World.Model().Makes(u.step.Op)
		}
	}
	own := map[string]model.Kind{}
	for _, name := range list[len(list)-1].step.References() {
		kind, ok := made[root(name)]
		if strings.HasSuffix(name, ".primary") {
			kind = model.KindNetworkInterface
		}
		if ok && kind != nil {
			own[name] = kind
		}
	}
	return own
}

// namingNothing returns the call with ids of nothing for the names.
func namingNothing(call unit, names map[string]model.Kind) unit {
	params := model.Params{}
	for p, v := range call.step.Params {
		params[p], _ = expand(strings.ReplaceAll(v, "$$", "$$$$"), func(name string) (string, bool) {
			if kind, ok := names[name]; ok {
				return nothing(kind), true
			}
			return "$" + name, true
		})
	}
	call.step.Params, call.awaits = params, nil
	return call
}

// nothing is an id of the kind that no resource has.
func nothing(kind model.Kind) string { return kind.Prefix() + "-none" }

// lookingAtNothing makes the look of the operation at something that never was.
func (r *reducer) lookingAtNothing(op string) []unit {
	var calls []unit
	for _, kind := range r.start.World.Model().Kinds().All() {
		if look, ok := r.start.tables.lookStep(kind, op, "none", r.start.Region); ok {
			calls = append(calls, namingNothing(unit{step: look}, map[string]model.Kind{"none": kind}))
		}
	}
	return calls
}
