package precedence

import (
	"fmt"
	"strings"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/model"
)

// KnownOrders holds the known orders of rules, pair by pair, with their
// evidence. An order that follows from two pairs is known less well: it relies
// on a target that checks its rules in one order.
type KnownOrders struct {
	operations map[string]*knownOrder
}

var _ oracle.Orders = (*KnownOrders)(nil)

// A knownOrder holds the known orders of one operation.
type knownOrder struct {
	relation *relation
	index    map[string]int // of a rule, by id
	ids      []string
	sources  []model.Basis // of the direct pairs, by their number in the relation
}

// NewKnownOrders joins the orders of files. A rule that the model does not
// have, and pairs that contradict each other, are errors that name file and
// line.
func NewKnownOrders(m *model.Model, files ...Precedence) (*KnownOrders, error) {
	k := &KnownOrders{operations: map[string]*knownOrder{}}
	for _, f := range files {
		for _, op := range f.Operations {
			for _, p := range op.Pairs {
				if err := k.add(m, f, op.Operation, p); err != nil {
					return nil, fmt.Errorf("%s: %w", p.where(f), err)
				}
			}
		}
	}
	return k, nil
}

// Pairs counts the pairs that the files name.
func (k *KnownOrders) Pairs() int {
	n := 0
	for _, o := range k.operations {
		n += len(o.sources)
	}
	return n
}

func (k *KnownOrders) add(m *model.Model, f Precedence, operation string, p PrecedencePair) error {
	op, ok := m.Operation(operation)
	if !ok {
		return fmt.Errorf("operation: the model has no operation %q", operation)
	}
	if p.Pair[0] == p.Pair[1] {
		return fmt.Errorf("pair: %s is named twice", p.Pair[0])
	}
	if p.Winner != p.Pair[0] && p.Winner != p.Pair[1] {
		return fmt.Errorf("winner: %q is none of the pair", p.Winner)
	}
	o := k.of(op)
	for _, name := range p.Pair {
		if _, ok := o.index[operation+"/"+name]; !ok {
			return fmt.Errorf("pair: %s has no rule %q: name it as 'ecsim explain' does, without the operation", operation, name)
		}
	}
	winner, loser := o.index[operation+"/"+p.Winner], o.index[operation+"/"+p.loser()]
	basis := model.Observed(f.Target.String() + ", " + f.Date + ": probe " + strings.Join(p.Evidence, ", "))
	if !o.relation.learn(winner, loser, len(o.sources)) {
		return fmt.Errorf("winner: %s before %s contradicts what is known: %s", p.Winner, p.loser(), o.chain(loser, winner))
	}
	o.sources = append(o.sources, basis)
	return nil
}

// of returns the orders of the operation so far.
func (k *KnownOrders) of(op *model.BoundOperation) *knownOrder {
	if o, ok := k.operations[op.Name]; ok {
		return o
	}
	o := &knownOrder{relation: newRelation(len(op.Rules)), index: map[string]int{}}
	for i, r := range op.Rules {
		o.index[r.ID()] = i
		o.ids = append(o.ids, r.ID())
	}
	k.operations[op.Name] = o
	return o
}

// chain writes the pairs that together show a before b.
func (o *knownOrder) chain(a, b int) string {
	var parts []string
	for _, source := range o.relation.path(a, b) {
		parts = append(parts, strings.Join(o.sources[source].Sources, ", "))
	}
	return fmt.Sprintf("%s before %s (%s)", o.ids[a], o.ids[b], strings.Join(parts, "; "))
}

// First returns the id of the rule of the pair that is known to answer when
// both are broken: observed if a probe was about the pair, inferred if the
// order follows from others.
func (k *KnownOrders) First(a, b *model.BoundRule) (id string, basis model.Basis) {
	o, ok := k.operations[a.Op]
	if !ok || a.Op != b.Op {
		return "", model.Basis{}
	}
	i, okA := o.index[a.ID()]
	j, okB := o.index[b.ID()]
	if !okA || !okB || !o.relation.known(i, j) {
		return "", model.Basis{}
	}
	if o.relation.before[j][i] {
		i, j = j, i
	}
	if probe := o.relation.direct[i][j]; probe > 0 {
		return o.ids[i], o.sources[probe-1]
	}
	follows := model.Inferred("follows from " + o.chain(i, j))
	return o.ids[i], follows
}
