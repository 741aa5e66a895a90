package generate

import (
	"slices"
	"strings"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A candidate is a call that is worth trying in a setup, in symbolic names.
type candidate struct {
	step   sequence.Step
	caller string
	// same is the index of the first candidate of the list with the same call,
	// so that each call is tried once.
	same int
}

// A surroundings is the part of a setup that the candidates of an operation
// depend on. Many setups have the same resources under the same names and
// differ only in their statuses.
type surroundings struct {
	op    string
	all   bool
	names string // the resources of the names
	types string // the types of the setup's instances, if bounds depend on them
}

// candidates lists calls that are worth trying: plain ones, those of rules'
// hints, and, if all is set, every class of every parameter.
func (a *SetupIndex) candidates(s *setup, op *model.BoundOperation, all bool) []candidate {
	key := surroundings{op: op.Name, all: all, names: a.namesAt(s)}
	if a.mover.bounded(op) {
		key.types = typesAt(s.p)
	}
	list, known := a.drawn[key]
	if !known {
		list = a.listed(s.p, op, all)
		a.drawn[key] = list
	}
	return list
}

// namesAt describes the names of a setup as far as calls depend on them: the
// kind, whether the resource exists, and whether it has a primary interface.
func (a *SetupIndex) namesAt(s *setup) string {
	if text, known := a.names[s]; known {
		return text
	}
	var b strings.Builder
	for _, name := range sequence.SortedNames(s.p.Names) {
		b.WriteString(name)
		b.WriteByte(' ')
		b.WriteString(s.p.Kind(name).Prefix())
		if s.p.Exists(name) {
			b.WriteByte('+')
		}
		if _, ok := s.p.Id(name + ".primary"); ok {
			b.WriteByte('.')
		}
		b.WriteByte('\n')
	}
	text := b.String()
	a.names[s] = text
	return text
}

// typesAt lists the types of the instances that the setup made.
func typesAt(p oracle.PossibleWorld) string {
	var all []string
	for name, id := range p.Names {
		if p.Base(name) {
			continue
		}
		if r, _, _ := p.World.Locate(id); r != nil {
			if i, ok := r.(*ecs.Instance); ok {
				all = append(all, i.InstanceType)
			}
		}
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " ")
}

// listed makes the list of candidates.
func (a *SetupIndex) listed(p oracle.PossibleWorld, op *model.BoundOperation, all bool) []candidate {
	l := &candidates{at: map[string]int{}, stranger: p.World.Base().Stranger, op: op.Name}
	plains := a.mover.Plain(p, op)
	for _, plain := range plains {
		l.add(plain, "")
		if op.DryRunCode != "" {
			l.add(plain.With("DryRun", "true"), "")
		}
		for _, r := range op.Rules {
			hint := hinted(r.Break).at(a.mover.own)
			if _, known := p.World.Base().Caller(r.Break.Caller); known && r.When != nil && hint.fits(p) && (hint.differs() || r.Break.Caller != "") {
				l.add(hint.of(plain), r.Break.Caller)
			}
		}
	}
	if all {
		for _, m := range a.mover.List(p, op, false).All {
			l.add(m.Step.Params, m.Caller)
		}
	}
	for _, plain := range plains {
		for i := range op.Params {
			for _, value := range a.bounds(p, op, &op.Params[i], all) {
				l.add(plain.With(wireName(&op.Params[i]), op.Params[i].Value(value)), "")
			}
		}
	}
	return l.list
}

// bounds lists figures of a parameter, and, if all is set, values at and beyond
// its documented bounds.
func (a *SetupIndex) bounds(p oracle.PossibleWorld, op *model.BoundOperation, param *model.Param, all bool) []string {
	values := a.mover.figures(p, op.Name, param)
	if all {
		for _, b := range a.mover.boundaries(op.Name, param) {
			values = append(values, sequence.Literal(b.Value))
		}
	}
	return values
}

// candidates collects the candidates of one operation.
type candidates struct {
	op       string
	stranger bool
	at       map[string]int // by the text of the call, the first index
	list     []candidate
}

func (l *candidates) add(params model.Params, caller string) {
	if l.stranger && Subscribes(params) {
		return
	}
	step := sequence.Step{Kind: sequence.StepCall, Op: l.op, Params: params}
	key := caller + " " + step.String()
	first, known := l.at[key]
	if !known {
		first = len(l.list)
		l.at[key] = first
	} else {
		step = l.list[first].step
	}
	l.list = append(l.list, candidate{step, caller, first})
}
