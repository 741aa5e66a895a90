package model

import (
	"errors"
	"fmt"
	"maps"
	"sort"

	"github.com/ecsim/ecsim/fixtures/catalog"
)

// A Model is the immutable set of operations and transitions that worlds obey.
// A mutant is another model.
type Model struct {
	operations map[string]*BoundOperation
	edges      []Edge
	catalog    *catalog.Catalog
}

// A BoundOperation is an operation with the catalog's facts about it.
type BoundOperation struct {
	Operation
	Rules   []*BoundRule
	Effects []*BoundEffect
	// Product is Ecs or Vpc, Version the API version.
	Product, Version string
	// Page marks the five operations that are modelled row by row.
	Page bool
	// ClientToken says that the operation takes one.
	ClientToken bool
	// Action is the RAM action, such as ecs:ModifyInstanceAttribute.
	Action string
	// Documented is the number of error rows that the operation's page lists.
	Documented int
	// whole is the kind of resource that the operation makes or lists; 0 for none.
	whole  Kind
	params map[string]*Param
	listed map[string]bool
}

// New builds the reference model from the catalog. An error names the
// operation and the row that do not fit.
func New() (*Model, error) {
	c, err := catalog.Open()
	if err != nil {
		return nil, fmt.Errorf("open the catalog: %w", err)
	}
	m := &Model{operations: map[string]*BoundOperation{}, edges: lifecycles(), catalog: c}
	var errs []error
	for _, op := range operations() {
		bound, err := bind(c, op)
		if err != nil {
			errs = append(errs, fmt.Errorf("operation %s: %w", op.Name, err))
			continue
		}
		m.operations[op.Name] = bound
	}
	return m, errors.Join(errs...)
}

// Catalog returns the documented facts that the model was built from.
func (m *Model) Catalog() *catalog.Catalog { return m.catalog }

// Operation returns the operation of the name.
func (m *Model) Operation(name string) (*BoundOperation, bool) {
	op, ok := m.operations[name]
	return op, ok
}

// Operations returns all operations by name.
func (m *Model) Operations() []*BoundOperation {
	ops := make([]*BoundOperation, 0, len(m.operations))
	for _, op := range m.operations {
		ops = append(ops, op)
	}
	sort.Slice(ops, func(i, j int) bool { return ops[i].Name < ops[j].Name })
	return ops
}

// Edges returns the lifecycle tables.
func (m *Model) Edges() []Edge { return m.edges }

// Rule returns the rule of the id, OPERATION/CODE or OPERATION/CODE#ROW.
func (m *Model) Rule(id string) (*BoundRule, bool) {
	for _, op := range m.operations {
		for _, r := range op.Rules {
			if r.id == id {
				return r, true
			}
		}
	}
	return nil, false
}

// With returns a copy of the model in which the operation is replaced: how
// mutants are made.
func (m *Model) With(op *BoundOperation) *Model {
	next := *m
	next.operations = make(map[string]*BoundOperation, len(m.operations))
	maps.Copy(next.operations, m.operations)
	next.operations[op.Name] = op
	return &next
}

// WithEdges returns a copy of the model that has other lifecycles.
func (m *Model) WithEdges(edges []Edge) *Model {
	next := *m
	next.edges = edges
	return &next
}

// A Mutant makes a model that is wrong in one known way.
type Mutant func(*Model) *Model

// Param returns the declared parameter that a wire name belongs to: itself, or
// the list whose element it is.
func (o *BoundOperation) Param(wire string) (*Param, bool) {
	if p, ok := o.params[wire]; ok {
		return p, true
	}
	if base, ok := listBase(wire); ok {
		p, ok := o.params[base]
		return p, ok && p.Type == TypeList
	}
	return nil, false
}

// Lists says whether the operation's page lists the code.
func (o *BoundOperation) Lists(code string) bool { return o.listed[code] }
