package clients

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A linearizer says whether some order of the calls of a history, each at some
// moment between call and return, explains all answers. The steps are those of
// the model. A state of the search is a possible world with the model's ids of
// the names, because the id of a resource depends on the order.
//
// A search that runs out of time continues for a moment beside the next one,
// and parts of a history are searched in parallel. Therefore each step takes an
// oracle of its own from the pool, which shares nothing that is written to.
type linearizer struct {
	h       *History
	oracles *sync.Pool
}

func newLinearizer(h *History) linearizer {
	return linearizer{h, &sync.Pool{New: func() any { return alone(h.oracle) }}}
}

// alone returns an oracle that compares replies as o does, and shares nothing
// with it that a comparison writes to.
func alone(o *oracle.Oracle) *oracle.Oracle {
	own := *o
	own.OwnNames()
	own.Rooms, own.LookupSteps, own.Room = map[reflect.Type]reflect.Value{}, map[oracle.LookupKey]sequence.Step{}, model.Params{}
	own.Judged, own.Worlds, own.Reading = nil, nil, oracle.ReplyComparison{}
	return &own
}

// model returns the model for porcupine's search.
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
			p, _ := state.(oracle.PossibleWorld)
			next := l.step(p, call, out)
			states := make([]any, len(next))
			for i, q := range next {
				states[i] = q
			}
			return states
		},
		Equal: func(a, b any) bool {
			p, _ := a.(oracle.PossibleWorld)
			q, _ := b.(oracle.PossibleWorld)
			return p.World.Equal(q.World) && maps.Equal(p.Names, q.Names)
		},
		Hash: func(state any) uint64 {
			p, _ := state.(oracle.PossibleWorld)
			return p.World.Hash()
		},
		DescribeOperation: func(input, output any) string {
			call, _ := input.(ClientCall)
			out, _ := output.(model.Outcome)
			return call.Step.String() + " → " + oracle.Seen(out)
		},
		DescribeState: func(state any) string {
			p, _ := state.(oracle.PossibleWorld)
			return l.describe(p)
		},
	}
	return nondeterministic.ToModel()
}

// describe writes the statuses of the resources that the clients made.
func (l linearizer) describe(p oracle.PossibleWorld) string {
	var parts []string
	for _, name := range sequence.SortedNames(p.Names) {
		if p.Base(name) {
			continue
		}
		if r, _, _ := p.World.Locate(p.Names[name]); r != nil {
			parts = append(parts, strings.TrimSpace(name+" "+model.StatusOf(r)))
		} else {
			parts = append(parts, name+" gone")
		}
	}
	return strings.Join(parts, ", ")
}

// step lists the worlds after the call, if it is made in p and answered with
// the outcome; none if that is impossible. Resources that the call touches may
// have made transitions before.
func (l linearizer) step(p oracle.PossibleWorld, call ClientCall, out model.Outcome) []oracle.PossibleWorld {
	o := l.oracles.Get().(*oracle.Oracle) //nolint:forcetypeassert // nothing else is put there
	defer l.oracles.Put(o)
	o.Frontier = []oracle.PossibleWorld{p}
	region := l.h.start.Region
	after := func(what func(oracle.PossibleWorld) map[string]bool) (next []oracle.PossibleWorld) {
		for _, q := range o.Unfold(what).Worlds {
			next = append(next, l.in(o, q, call, out)...)
		}
		return next
	}
	next := after(func(p oracle.PossibleWorld) map[string]bool { return p.Touched(call.Step) })
	if len(next) == 0 && o.Moving() { // other pending transitions may decide
		next = after(func(p oracle.PossibleWorld) map[string]bool { return p.Deciding(call.Step, "", region) })
	}
	return o.Fold(next, p.Everything(call.Step))
}

func (l linearizer) in(o *oracle.Oracle, p oracle.PossibleWorld, made ClientCall, out model.Outcome) []oracle.PossibleWorld {
	call := p.ForModel(made.Step, "", l.h.start.Region)
	v := p.World.Apply(call)
	if len(v.Asked) > 0 {
		yes, no := p.World.Learn(v.Asked[0])
		return append(l.in(o, oracle.PossibleWorld{World: yes, Names: p.Names}, made, out), l.in(o, oracle.PossibleWorld{World: no, Names: p.Names}, made, out)...)
	}
	applied := v.Accepted() && !v.DryRun
	switch {
	case v.Op == nil || out.Class == model.ClassThrottled || out.Class == model.ClassUnsupported:
		return []oracle.PossibleWorld{p}
	case out.Class == model.ClassUnknown && applied: // the ids of resources that it may have made are unknown
		return append([]oracle.PossibleWorld{p}, worldsAfter(p, v)...)
	case out.Class == model.ClassUnknown:
		return []oracle.PossibleWorld{p}
	case out.Class == model.ClassOK && applied:
		return l.answered(o, p, call, v, out)
	}
	switch o.Judge.Judge(v, out, o.Tables.Common, nil).Result {
	case oracle.Pass, oracle.Question: // an odd answer is a finding for a single client
		return []oracle.PossibleWorld{p}
	default:
		return nil
	}
}

// answered lists the worlds after a call that was accepted on both sides.
func (l linearizer) answered(o *oracle.Oracle, p oracle.PossibleWorld, call model.Call, v model.Verdict, out model.Outcome) []oracle.PossibleWorld {
	if !v.Op.Reads {
		return l.named(o, worldsAfter(p, v), v.Reply.Created, out.Reply.Created)
	}
	world, _, diffs := o.CompareReply(p, call, &v, out)
	if len(diffs) > 0 {
		return nil
	}
	return []oracle.PossibleWorld{{World: world, Names: p.Names}}
}

func worldsAfter(p oracle.PossibleWorld, v model.Verdict) []oracle.PossibleWorld {
	after := []oracle.PossibleWorld{{World: v.World, Names: p.Names}}
	for _, w := range v.Others {
		after = append(after, oracle.PossibleWorld{World: w, Names: p.Names})
	}
	return after
}

// named binds the ids of created resources: the target's ids to the model's,
// unless one of the two is bound to another already.
func (l linearizer) named(o *oracle.Oracle, after []oracle.PossibleWorld, want, got []string) []oracle.PossibleWorld {
	if len(want) != len(got) {
		return nil
	}
	names := after[0].Names
	for i, id := range got {
		name, modelID := o.Named(id), want[i]
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
		after[i].Names = names
	}
	return after
}

// operations converts calls for porcupine. A lost call stays open to the end.
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

// components divides the calls by their subjects: calls that share a name,
// directly or through others, belong together. A resource of the starting world
// connects no calls as long as it is only used, not changed.
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

// subjects lists the subjects of a call: the names in its parameters, the
// resources that it made, and its token.
func (h *History) subjects(step sequence.Step, created []string) []string {
	uses := false
	if op, ok := h.start.World.Model().Operation(step.Op); ok {
		uses = op.Makes != nil || op.Reads
	}
	var names []string
	for _, name := range step.References() {
		if p := (oracle.PossibleWorld{World: h.start.World}); !uses || !p.Base(name) {
			names = append(names, sequence.Root(name))
		}
	}
	for _, id := range created {
		names = append(names, sequence.Root(h.oracle.Named(id)))
	}
	if step.Kind == sequence.StepCall && step.Bind != "" && created == nil {
		names = append(names, step.Bind)
	}
	if token := step.Params["ClientToken"]; token != "" {
		names = append(names, "token "+token)
	}
	return names
}
