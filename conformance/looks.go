package conformance

import (
	"context"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// looks says how each kind of resource is looked at. The first look of a kind is
// the plain one; others show fields that only they show.
func looks(m *model.Model) map[model.Kind][]*model.BoundOperation {
	all := map[model.Kind][]*model.BoundOperation{}
	for _, op := range m.Operations() {
		if kind := op.Look.Kind; kind != nil && all[kind] == nil {
			all[kind] = m.Looks(kind)
		}
	}
	return all
}

// A lookKey tells the looks of a sequence apart: all are in one region.
type lookKey struct{ op, at string }

// A lookAt is a look at what a name stands for, as a step.
type lookAt struct {
	lookKey
	step Step
}

// lookStep makes the step of a look at a name; ok is false when nothing looks
// at the kind in that way.
func (t *tables) lookStep(kind model.Kind, op, name, region string) (Step, bool) {
	for _, l := range t.looks[kind] {
		if op != "" && l.Name != op {
			continue
		}
		params := l.Look.Of("$" + name)
		if region != "" {
			params["RegionId"] = region
		}
		return Step{Kind: StepCall, Op: l.Name, Params: params}, true
	}
	return Step{}, false
}

// lookStep is that of the tables; the steps of a sequence are made once.
func (o *oracle) lookStep(kind model.Kind, op, name, region string) (lookAt, bool) {
	if op == "" && len(o.tables.looks[kind]) > 0 {
		op = o.tables.looks[kind][0].Name
	}
	key := lookKey{op, name}
	if s, ok := o.looks[key]; ok {
		return lookAt{key, s}, true
	}
	s, ok := o.tables.lookStep(kind, op, name, region)
	if ok {
		o.looks[key] = s
	}
	return lookAt{key, s}, ok
}

// looksAt says whether the operation of the field is a look at the kind.
func (t *tables) looksAt(kind model.Kind, seenBy string) bool {
	op, _, _ := strings.Cut(seenBy, ".")
	return slices.ContainsFunc(t.looks[kind], func(l *model.BoundOperation) bool { return l.Name == op })
}

// looksAfter lists the looks that a step calls for: the plain look at what it
// names or makes, and those that show its effects.
func (o *oracle) looksAfter(step Step, effects []*model.BoundEffect, region string) []lookAt {
	if len(o.frontier) == 0 {
		return nil
	}
	p := o.frontier[0]
	var names []string
	if step.Bind != "" {
		names = append(names, step.Bind)
	}
	names = append(names, step.References()...)
	var steps []lookAt
	add := func(kind model.Kind, op, name string) {
		if l, ok := o.lookStep(kind, op, name, region); ok && !slices.ContainsFunc(steps, func(s lookAt) bool { return s.lookKey == l.lookKey }) {
			steps = append(steps, l)
		}
	}
	for _, name := range names {
		if _, ok := o.ids[name]; !ok || p.base(name) {
			continue
		}
		kind := p.kind(name)
		add(kind, "", name)
		for _, e := range effects {
			op, _, ok := strings.Cut(e.SeenBy, ".")
			if !ok {
				continue
			}
			add(kind, op, name)
			if _, bound := o.ids[name+".primary"]; bound && kind == model.KindInstance {
				add(model.KindNetworkInterface, op, name+".primary")
			}
		}
	}
	return steps
}

// base says whether the name is of what the world began with: nobody looks at
// a vSwitch because an instance was put into it.
func (p possible) base(name string) bool {
	_, ok := p.world.Base().Names[name]
	return ok
}

// kind returns the kind of what the name stands for, or nil.
func (p possible) kind(name string) model.Kind {
	id, ok := p.id(name)
	if !ok {
		return nil
	}
	if r, _, _ := p.world.Locate(id); r != nil {
		return r.Kind()
	}
	return p.world.Model().Kinds().OfID(id)
}

// bindPrimaries looks at the instances whose primary interface the call names
// and nobody has seen yet: only a look tells its id.
func (r *runner) bindPrimaries(ctx context.Context, i int, step Step) (done bool, err error) {
	for _, name := range step.References() {
		if _, bound := r.oracle.ids[name]; bound || name == root(name) {
			continue
		}
		if l, ok := r.oracle.lookStep(model.KindInstance, "", root(name), r.start.Region); ok {
			if done, err = r.look(ctx, i, l); done || err != nil {
				return done, err
			}
		}
	}
	return false, nil
}

// worthALook says whether a look after the call can show anything.
func (r *runner) worthALook(i int, res StepResult) bool {
	switch {
	case res.Verdict.Op != nil && res.Verdict.Op.Reads:
		return false
	case res.Outcome.Class == model.ClassOK || r.lookHard(i):
		return true
	default:
		return len(r.oracle.trail.suspects) > 0 // it may decide which world it is
	}
}

// mayBeWrong says whether only a look at once can tell that the answer is wrong:
// it accepts what is refused in a possible world, or it is another one than in
// the world in which nothing has moved yet, which is mostly the true one.
func (r *runner) mayBeWrong(res StepResult) bool {
	taken := res.Outcome.Class == model.ClassOK || res.Verdict.DryRun
	return len(r.oracle.trail.suspects) > 0 && (taken || r.oracle.trail.still)
}

// lookAfter looks at what a call touched. The look at a new instance tells the id
// of its primary interface, which is looked at then.
func (r *runner) lookAfter(ctx context.Context, i int, step Step, res StepResult) (done bool, err error) {
	effects := res.Verdict.Effects
	var looked []lookKey
	for {
		known := len(r.oracle.ids)
		for _, l := range r.oracle.looksAfter(step, effects, r.start.Region) {
			if slices.Contains(looked, l.lookKey) {
				continue
			}
			looked = append(looked, l.lookKey)
			if done, err = r.look(ctx, i, l); done || err != nil {
				return done, err
			}
		}
		if len(r.oracle.ids) == known { // no look has told of more to look at
			return false, nil
		}
	}
}

// look sends one Describe call and has it judged.
func (r *runner) look(ctx context.Context, i int, l lookAt) (done bool, err error) {
	r.looked[l.lookKey] = true
	s := l.step
	if r.result.Unsupported[s.Op] {
		return false, nil
	}
	if _, ok := r.start.World.Model().Operation(s.Op); !ok {
		return false, nil
	}
	owner, _ := r.maker(l.at)
	res, ok, err := r.sendAs(ctx, LineLook, s, owner)
	if err != nil || !ok {
		return false, err
	}
	r.result.Counts.Observe++
	return r.found(i, res.Judgement, true), nil
}

// lookAtAll looks at everything that the sequence owns, but for what was looked
// at since the last call.
func (r *runner) lookAtAll(ctx context.Context, i int) (done bool, err error) {
	for _, o := range r.ledger {
		for _, l := range r.start.tables.looks[o.kind] {
			if o.name == "" || r.looked[lookKey{l.Name, o.name}] {
				continue
			}
			look, ok := r.oracle.lookStep(o.kind, l.Name, o.name, r.start.Region)
			if !ok {
				continue
			}
			if done, err = r.look(ctx, i, look); done || err != nil {
				return done, err
			}
		}
	}
	return false, nil
}
