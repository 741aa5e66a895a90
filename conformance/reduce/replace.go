package reduce

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// dropTail drops calls at the end if a lookup shows the finding before them. A
// finding about an answer needs its call.
func (r *Reducer) dropTail(ctx context.Context, list []Unit) []Unit {
	for len(list) > 1 {
		op, ok := r.Start.World.Model().Operation(list[len(list)-1].Step.Op)
		if oracle.AboutAnswer(r.Wanted.Kind) && !(ok && op.Reads) || !r.try(ctx, list[:len(list)-1]) {
			return list
		}
		list = list[:len(list)-1]
	}
	return list
}

// mergeCalls replaces two calls by one that does the same: a stop and a start by
// a reboot.
func (r *Reducer) mergeCalls(ctx context.Context, list []Unit) []Unit {
	for i := 0; i+1 < len(list); i++ {
		a, b := list[i], list[i+1]
		both, ok := r.replacement(a.Step, b.Step)
		if !ok {
			continue
		}
		one := b
		one.Step = both
		candidate := append(append([]Unit(nil), list[:i]...), append([]Unit{one}, list[i+2:]...)...)
		if r.try(ctx, candidate) {
			return r.mergeCalls(ctx, candidate)
		}
	}
	return list
}

// replacement returns the call that does what the two do to one resource; false
// if no operation does.
func (r *Reducer) replacement(a, b sequence.Step) (sequence.Step, bool) {
	for _, op := range r.Start.World.Model().Operations() {
		if about := op.Subject(); op.Trials.Replaces == [2]string{a.Op, b.Op} && a.Params[about.Name] == b.Params[about.Name] {
			return sequence.Step{Kind: sequence.StepCall, Op: op.Name, Params: model.Params{about.Name: b.Params[about.Name]}}, true
		}
	}
	return sequence.Step{}, false
}

// useExisting replaces resources that the sequence makes by those of the starting
// world, if they only contain other resources.
func (r *Reducer) useExisting(ctx context.Context, list []Unit) []Unit {
	for i := len(list) - 2; i >= 0; i-- {
		for _, candidate := range r.Existing(list, i) {
			if r.try(ctx, candidate) {
				return r.useExisting(ctx, candidate)
			}
		}
	}
	return list
}

// MostExisting limits the replacements that are tried for one resource.
const MostExisting = 3

// Existing returns the lists without the i-th call, with a resource of the
// starting world instead of the one that it makes.
func (r *Reducer) Existing(list []Unit, i int) [][]Unit {
	kind, made := r.Start.World.Model().Makes(list[i].Step.Op), list[i].Step.Bind
	if !kind.Holds() {
		return nil
	}
	if made == "" || !r.onlyHolds(list, made) {
		return nil
	}
	p := oracle.PossibleWorld{World: r.Start.World, Names: r.Start.World.Base().Names}
	var all [][]Unit
	plainFirst := func(a, b string) int { return cmp.Or(len(a)-len(b), strings.Compare(a, b)) }
	for _, name := range slices.SortedFunc(maps.Keys(p.Names), plainFirst) {
		if p.Kind(name) != kind {
			continue
		}
		candidate := renamedUnits(without(list, i, i+1), made, name)
		if r.plausible(list, candidate) && len(all) < MostExisting {
			all = append(all, candidate)
		}
	}
	return all
}

// onlyHolds says whether each call that names the resource also names, or
// makes, another one of the sequence: a call about the resource alone may
// change it, and a resource that does not belong to the sequence would stay
// changed.
func (r *Reducer) onlyHolds(list []Unit, thing string) bool {
	own := map[string]bool{}
	for _, u := range list {
		others := u.Step.Bind != ""
		named := false
		for _, name := range u.Step.References() {
			named = named || sequence.Root(name) == thing
			others = others || sequence.Root(name) != thing && own[sequence.Root(name)]
		}
		if named && !others {
			return false
		}
		own[u.Step.Bind] = true
	}
	return true
}

// renamedUnits replaces one name by another in the units.
func renamedUnits(list []Unit, from, to string) []Unit {
	rename := func(name string) string {
		if sequence.Root(name) == from {
			return to + name[len(from):]
		}
		return name
	}
	out := make([]Unit, 0, len(list))
	for _, u := range list {
		params := model.Params{}
		for p, v := range u.Step.Params {
			params[p] = substitute(v, rename)
		}
		u.Step.Params = params
		u.awaits = slices.DeleteFunc(slices.Clone(u.awaits), func(name string) bool { return sequence.Root(name) == from })
		out = append(out, u)
	}
	return out
}

// useMissingIDs replaces resources that the sequence makes by ids that do not exist,
// because most answers do not depend on the resource. A lookup of the runner
// becomes a call of the sequence.
func (r *Reducer) useMissingIDs(ctx context.Context, list []Unit) []Unit {
	if len(list) < 2 {
		return list
	}
	for _, call := range r.Naming(list) {
		candidate := []Unit{call}
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

// Naming lists the last call with ids that do not exist instead of resources of
// the sequence: for all of them, then for one after the other.
func (r *Reducer) Naming(list []Unit) []Unit {
	last := list[len(list)-1]
	wanted, _, _ := strings.Cut(r.Wanted.Item, "/")
	if op, ok := r.Start.World.Model().Operation(wanted); ok && op.Reads && last.Step.Op != wanted {
		return r.lookupOfNothing(wanted)
	}
	if r.Wanted.Kind == "refuses" || !oracle.AboutAnswer(r.Wanted.Kind) && r.Wanted.Kind != "message" {
		return nil // a call that is accepted by mistake has to name a resource
	}
	own := r.ownKinds(list)
	var calls []Unit
	if len(own) > 1 {
		calls = append(calls, namingNothing(last, own))
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		calls = append(calls, namingNothing(last, map[string]model.Kind{name: own[name]}))
	}
	return calls
}

// ownKinds returns the names of the last call that the sequence makes, with
// their kinds.
func (r *Reducer) ownKinds(list []Unit) map[string]model.Kind {
	made := map[string]model.Kind{}
	for _, u := range list {
		if u.Step.Bind != "" {
			made[u.Step.Bind] = r.Start.World.Model().Makes(u.Step.Op)
		}
	}
	own := map[string]model.Kind{}
	for _, name := range list[len(list)-1].Step.References() {
		kind, ok := made[sequence.Root(name)]
		if strings.HasSuffix(name, ".primary") {
			kind = ecs.KindNetworkInterface
		} else if ok && strings.Contains(name, ".disk") {
			kind = ecs.KindDisk
		}
		if ok && kind != nil {
			own[name] = kind
		}
	}
	return own
}

// namingNothing returns the call with ids that do not exist for the names.
func namingNothing(call Unit, names map[string]model.Kind) Unit {
	params := model.Params{}
	for p, v := range call.Step.Params {
		params[p], _ = sequence.Expand(strings.ReplaceAll(v, "$$", "$$$$"), func(name string) (string, bool) {
			if kind, ok := names[name]; ok {
				return nothing(kind), true
			}
			return "$" + name, true
		})
	}
	call.Step.Params, call.awaits = params, nil
	return call
}

// nothing returns an id of the kind that no resource has.
func nothing(kind model.Kind) string { return kind.Prefix() + "-none" }

// lookupOfNothing makes the lookup of an id that does not exist.
func (r *Reducer) lookupOfNothing(op string) []Unit {
	var calls []Unit
	for _, kind := range r.Start.World.Model().Kinds().All() {
		if lookup, ok := r.Start.Tables.LookupStep(kind, op, "none", r.Start.Region); ok {
			calls = append(calls, namingNothing(Unit{Step: lookup}, map[string]model.Kind{"none": kind}))
		}
	}
	return calls
}
