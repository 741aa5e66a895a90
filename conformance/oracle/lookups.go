package oracle

import (
	"slices"
	"strings"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A LookupKey identifies a lookup in a sequence: all are in one region.
type LookupKey struct{ Op, At string }

// A Lookup is the lookup of a named resource, as a step.
type Lookup struct {
	LookupKey
	Step sequence.Step
}

// LookupStep makes the step of a lookup; ok is false if the operation does not
// look up the kind.
func (t *Tables) LookupStep(kind model.Kind, op, name, region string) (sequence.Step, bool) {
	for _, l := range t.Lookups[kind] {
		if op != "" && l.Name != op {
			continue
		}
		params := l.LookAt(kind).Of("$" + name)
		if region != "" {
			params["RegionId"] = region
		}
		return sequence.Step{Kind: sequence.StepCall, Op: l.Name, Params: params}, true
	}
	return sequence.Step{}, false
}

// LookupStep is that of the tables, with the steps of a sequence cached.
func (o *Oracle) LookupStep(kind model.Kind, op, name, region string) (Lookup, bool) {
	if op == "" && len(o.Tables.Lookups[kind]) > 0 {
		op = o.Tables.Lookups[kind][0].Name
	}
	key := LookupKey{op, name}
	if s, ok := o.LookupSteps[key]; ok {
		return Lookup{key, s}, true
	}
	if p := o.Frontier[0]; region != "" {
		if r, _, at := p.World.Locate(p.Names[sequence.Root(name)]); r != nil {
			region = at // a sequence may make resources in other regions, too
		}
	}
	s, ok := o.Tables.LookupStep(kind, op, name, region)
	if ok {
		o.LookupSteps[key] = s
	}
	return Lookup{key, s}, ok
}

// looksUp says whether the operation of the field is a lookup of the kind.
func (t *Tables) looksUp(kind model.Kind, seenBy string) bool {
	op, _, _ := strings.Cut(seenBy, ".")
	return slices.ContainsFunc(t.Lookups[kind], func(l *model.BoundOperation) bool { return l.Name == op })
}

// LookupsAfter lists the lookups after a step: the plain lookups of the resources
// that it names or makes, and those that show its effects.
func (o *Oracle) LookupsAfter(step sequence.Step, effects []*model.BoundEffect, region string) []Lookup {
	if len(o.Frontier) == 0 {
		return nil
	}
	p := o.Frontier[0]
	var names []string
	if step.Bind != "" {
		names = append(names, step.Bind)
	}
	names = append(names, step.References()...)
	var steps []Lookup
	add := func(kind model.Kind, op, name string) {
		if l, ok := o.LookupStep(kind, op, name, region); ok && !slices.ContainsFunc(steps, func(s Lookup) bool { return s.LookupKey == l.LookupKey }) {
			steps = append(steps, l)
		}
	}
	for _, name := range names {
		if _, ok := o.Ids[name]; !ok || p.Base(name) {
			continue
		}
		add(p.Kind(name), "", name)
		for _, e := range effects {
			if op, _, ok := strings.Cut(e.SeenBy, "."); ok {
				o.effectLookups(p, name, op, add)
			}
		}
	}
	return steps
}

// effectLookups adds the lookups by which an operation shows an effect: of the named
// resource, and of what belongs to it.
func (o *Oracle) effectLookups(p PossibleWorld, name, op string, add func(kind model.Kind, op, name string)) {
	kind := p.Kind(name)
	add(kind, op, name)
	if _, bound := o.Ids[name+".primary"]; bound && kind == ecs.KindInstance {
		add(ecs.KindNetworkInterface, op, name+".primary")
	}
	for _, aspect := range p.aspects(name) {
		if _, bound := o.Ids[aspect]; bound && !p.Exists(aspect) { // where it is there, the lookup of its instance shows it
			add(ecs.KindDisk, op, aspect)
		}
	}
}
