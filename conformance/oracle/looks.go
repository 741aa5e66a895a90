package oracle

import (
	"slices"
	"strings"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// looks lists the lookups of each kind. The first one is the plain lookup;
// others show fields that only they show.
func looks(m *model.Model) map[model.Kind][]*model.BoundOperation {
	all := map[model.Kind][]*model.BoundOperation{}
	for _, op := range m.Operations() {
		if kind := op.Look.Kind; kind != nil && all[kind] == nil {
			all[kind] = m.Looks(kind)
		}
	}
	return all
}

// A LookKey identifies a lookup in a sequence: all are in one region.
type LookKey struct{ Op, At string }

// A LookAt is the lookup of a named resource, as a step.
type LookAt struct {
	LookKey
	Step sequence.Step
}

// LookStep makes the step of a lookup; ok is false if the operation does not
// look up the kind.
func (t *Tables) LookStep(kind model.Kind, op, name, region string) (sequence.Step, bool) {
	for _, l := range t.Looks[kind] {
		if op != "" && l.Name != op {
			continue
		}
		params := l.Look.Of("$" + name)
		if region != "" {
			params["RegionId"] = region
		}
		return sequence.Step{Kind: sequence.StepCall, Op: l.Name, Params: params}, true
	}
	return sequence.Step{}, false
}

// LookStep is that of the tables, with the steps of a sequence cached.
func (o *Oracle) LookStep(kind model.Kind, op, name, region string) (LookAt, bool) {
	if op == "" && len(o.Tables.Looks[kind]) > 0 {
		op = o.Tables.Looks[kind][0].Name
	}
	key := LookKey{op, name}
	if s, ok := o.Looks[key]; ok {
		return LookAt{key, s}, true
	}
	s, ok := o.Tables.LookStep(kind, op, name, region)
	if ok {
		o.Looks[key] = s
	}
	return LookAt{key, s}, ok
}

// looksAt says whether the operation of the field is a lookup of the kind.
func (t *Tables) looksAt(kind model.Kind, seenBy string) bool {
	op, _, _ := strings.Cut(seenBy, ".")
	return slices.ContainsFunc(t.Looks[kind], func(l *model.BoundOperation) bool { return l.Name == op })
}

// LooksAfter lists the lookups after a step: the plain lookups of the resources
// that it names or makes, and those that show its effects.
func (o *Oracle) LooksAfter(step sequence.Step, effects []*model.BoundEffect, region string) []LookAt {
	if len(o.Frontier) == 0 {
		return nil
	}
	p := o.Frontier[0]
	var names []string
	if step.Bind != "" {
		names = append(names, step.Bind)
	}
	names = append(names, step.References()...)
	var steps []LookAt
	add := func(kind model.Kind, op, name string) {
		if l, ok := o.LookStep(kind, op, name, region); ok && !slices.ContainsFunc(steps, func(s LookAt) bool { return s.LookKey == l.LookKey }) {
			steps = append(steps, l)
		}
	}
	for _, name := range names {
		if _, ok := o.Ids[name]; !ok || p.Base(name) {
			continue
		}
		kind := p.Kind(name)
		add(kind, "", name)
		for _, e := range effects {
			op, _, ok := strings.Cut(e.SeenBy, ".")
			if !ok {
				continue
			}
			add(kind, op, name)
			if _, bound := o.Ids[name+".primary"]; bound && kind == ecs.KindInstance {
				add(ecs.KindNetworkInterface, op, name+".primary")
			}
		}
	}
	return steps
}
