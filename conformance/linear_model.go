package conformance

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/ecsim/ecsim/model"
)

// A linearizer says whether some order of the calls of a history, each at some
// moment between call and return, explains all answers. The steps are those of
// the model: a state of the search is a possible world, with the model's ids of
// the names, since which id a thing gets depends on the order.
//
// A search that runs out of time goes on for a moment beside the next one, and
// parts of a history are searched side by side: whoever makes a step takes an
// oracle of its own from the pool, which shares nothing that is written to.
type linearizer struct {
	h       *History
	oracles *sync.Pool
}

func newLinearizer(h *History) linearizer {
	return linearizer{h, &sync.Pool{New: func() any { return h.oracle.alone() }}}
}

// alone returns an oracle that compares replies as o does, and shares nothing with
// it that either of them writes to while it does.
func (o *oracle) alone() *oracle {
	own := *o
	own.ids, own.names = maps.Clone(o.ids), maps.Clone(o.names)
	own.rooms, own.looks, own.room = map[reflect.Type]reflect.Value{}, map[lookKey]Step{}, model.Params{}
	own.judged, own.worlds, own.reading = nil, nil, reading{}
	return &own
}

// model is what porcupine searches with.
func (l linearizer) model() porcupine.Model {
	nondeterministic := porcupine.NondeterministicModel{
		Init: func() []any {
			states := make([]any, len(l.h.before))
			for i, p := range l.h.before {
				states[i] = p
			}
			return states
		},
		Step: func(state, input, output any) []any {
			call, _ := input.(ClientCall)
			out, _ := output.(model.Outcome)
			p, _ := state.(possible)
			next := l.step(p, call, out)
			states := make([]any, len(next))
			for i, q := range next {
				states[i] = q
			}
			return states
		},
		Equal: func(a, b any) bool {
			p, _ := a.(possible)
			q, _ := b.(possible)
			return p.world.Equal(q.world) && maps.Equal(p.names, q.names)
		},
		Hash: func(state any) uint64 {
			p, _ := state.(possible)
			return p.world.Hash()
		},
		DescribeOperation: func(input, output any) string {
			call, _ := input.(ClientCall)
			out, _ := output.(model.Outcome)
			return call.Step.String() + " → " + seen(out)
		},
		DescribeState: func(state any) string {
			p, _ := state.(possible)
			return l.describe(p)
		},
	}
	return nondeterministic.ToModel()
}

// describe writes the statuses of what the clients made.
func (l linearizer) describe(p possible) string {
	var parts []string
	for _, name := range sortedNames(p.names) {
		if p.base(name) {
			continue
		}
		if r, _, _ := p.world.Locate(p.names[name]); r != nil {
			parts = append(parts, strings.TrimSpace(name+" "+model.StatusOf(r)))
		} else {
			parts = append(parts, name+" gone")
		}
	}
	return strings.Join(parts, ", ")
}

// step lists the worlds after the call, if it is made in p and the outcome is
// its answer: none if it cannot be. What the call touches may have moved by
// itself before.
func (l linearizer) step(p possible, call ClientCall, out model.Outcome) []possible {
	o := l.oracles.Get().(*oracle) //nolint:forcetypeassert // nothing else is put there
	defer l.oracles.Put(o)
	o.frontier = []possible{p}
	region := l.h.start.Region
	after := func(what func(possible) map[string]bool) (next []possible) {
		for _, q := range o.unfold(what).worlds {
			next = append(next, l.in(o, q, call, out)...)
		}
		return next
	}
	next := after(func(p possible) map[string]bool { return p.touched(call.Step) })
	if len(next) == 0 && o.moving() { // what else moves may decide after all
		next = after(func(p possible) map[string]bool { return p.deciding(call.Step, "", region) })
	}
	return o.fold(next, p.everything(call.Step))
}

func (l linearizer) in(o *oracle, p possible, made ClientCall, out model.Outcome) []possible {
	call := p.forModel(made.Step, "", l.h.start.Region)
	v := p.world.Apply(call)
	if len(v.Asked) > 0 {
		yes, no := p.world.Learn(v.Asked[0])
		return append(l.in(o, possible{yes, p.names}, made, out), l.in(o, possible{no, p.names}, made, out)...)
	}
	applied := v.Accepted() && !v.DryRun
	switch {
	case v.Op == nil || out.Class == model.ClassThrottled || out.Class == model.ClassUnsupported:
		return []possible{p}
	case out.Class == model.ClassUnknown && applied: // nobody knows the ids of what it may have made
		return append([]possible{p}, worldsAfter(p, v)...)
	case out.Class == model.ClassUnknown:
		return []possible{p}
	case out.Class == model.ClassOK && applied:
		return l.answered(o, p, call, v, out)
	}
	switch o.judge.judge(v, out, o.tables.common, nil).Result {
	case Pass, Question: // what is odd about one answer is for a single client to find
		return []possible{p}
	default:
		return nil
	}
}

// answered lists the worlds after a call that was accepted on both sides.
func (l linearizer) answered(o *oracle, p possible, call model.Call, v model.Verdict, out model.Outcome) []possible {
	if !v.Op.Reads {
		return l.named(o, worldsAfter(p, v), v.Reply.Created, out.Reply.Created)
	}
	world, _, diffs := o.compareReply(p, call, &v, out)
	if len(diffs) > 0 {
		return nil
	}
	return []possible{{world, p.names}}
}

func worldsAfter(p possible, v model.Verdict) []possible {
	after := []possible{{v.World, p.names}}
	for _, w := range v.Others {
		after = append(after, possible{w, p.names})
	}
	return after
}

// named binds what a call made: the target's ids stand for what the model made,
// unless one of the two stands for something else already.
func (l linearizer) named(o *oracle, after []possible, want, got []string) []possible {
	if len(want) != len(got) {
		return nil
	}
	names := after[0].names
	for i, id := range got {
		name, modelID := o.names[id], want[i]
		if bound, ok := names[name]; ok {
			if bound != modelID {
				return nil
			}
			continue
		}
		for _, other := range names {
			if other == modelID {
				return nil
			}
		}
		names = maps.Clone(names)
		names[name] = modelID
	}
	for i := range after {
		after[i].names = names
	}
	return after
}

// operations writes calls as porcupine reads them. A lost call stays open to
// the end.
func operations(calls []ClientCall) []porcupine.Operation {
	var end time.Duration
	for _, c := range calls {
		end = max(end, c.Returned)
	}
	out := make([]porcupine.Operation, len(calls))
	for i, c := range calls {
		out[i] = porcupine.Operation{ClientId: c.Client, Input: c, Call: int64(c.Called), Output: c.Outcome, Return: int64(c.Returned)}
		if c.lost() {
			out[i].Return = int64(end) + 1
		}
	}
	return out
}

// components parts the calls by what they are about: calls that name a thing
// in common, directly or by way of others, belong together. What the world
// began with joins nothing as long as it is only used, not changed.
func (h *History) components() [][]ClientCall {
	parent := map[string]string{}
	var find func(string) string
	find = func(x string) string {
		if parent[x] == "" || parent[x] == x {
			return x
		}
		parent[x] = find(parent[x])
		return parent[x]
	}
	join := func(names []string) {
		for _, n := range names[min(1, len(names)):] {
			parent[find(n)] = find(names[0])
		}
	}
	for _, step := range h.Setup {
		join(h.subjects(step, nil))
	}
	for _, c := range h.Calls {
		join(h.subjects(c.Step, c.Outcome.Reply.Created))
	}
	byRoot := map[string][]ClientCall{}
	for _, c := range h.Calls {
		key := ""
		if names := h.subjects(c.Step, c.Outcome.Reply.Created); len(names) > 0 {
			key = find(names[0])
		}
		byRoot[key] = append(byRoot[key], c)
	}
	var out [][]ClientCall
	for _, key := range slices.Sorted(maps.Keys(byRoot)) {
		out = append(out, byRoot[key])
	}
	slices.SortStableFunc(out, func(a, b []ClientCall) int { return cmp.Compare(a[0].Returned, b[0].Returned) })
	return out
}

// subjects lists what a call is about: the names in its parameters, what it
// made, and its token.
func (h *History) subjects(step Step, created []string) []string {
	uses := false
	if op, ok := h.start.World.Model().Operation(step.Op); ok {
		uses = op.Makes != nil || op.Reads
	}
	var names []string
	for _, name := range step.References() {
		if p := (possible{world: h.start.World}); !uses || !p.base(name) {
			names = append(names, root(name))
		}
	}
	for _, id := range created {
		names = append(names, root(h.oracle.names[id]))
	}
	if step.Kind == StepCall && step.Bind != "" && created == nil {
		names = append(names, step.Bind)
	}
	if token := step.Params["ClientToken"]; token != "" {
		names = append(names, "token "+token)
	}
	return names
}
