package model

import (
	"errors"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"sync"

	"github.com/ecsim/ecsim/fixtures/catalog"
)

// A Model is the immutable set of operations and transitions that worlds obey.
// A mutant is another model. Each operation is joined with the catalog on its
// first use; copies of a model share the result. It is safe for concurrent use.
type Model struct {
	operations map[string]binding
	kinds      *Kinds
	needs      [needBits]Need // by the bit of Needs
	following  []*Need        // those that follow from what was found
	clashes    []error        // two things with one bit
	setups     func() []Setup
	themes     func() []Theme
	edges      []Edge
	edgesOf    [][]*Edge // by the number of the kind
	catalog    *catalog.Catalog
	texts      map[string]string // see [Parts]
	// requests is reused memory for examining calls: it holds nothing between
	// two calls, and has no influence on verdicts.
	requests *sync.Pool
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
	params     map[string]*Param
	named      []*Param // parameters that name what conditions need
	keyed      []*Param // parameters with a RAM condition key
	listed     map[string]bool
	unruled    []Answer // of the rows that no rule stands for
}

// An Answer is the code, status and message of a row.
type Answer struct {
	Code    string
	HTTP    int
	Message string // the template
}

// A binding returns an operation joined with the catalog's facts, computed
// once.
type binding func() (*BoundOperation, error)

// Parts are what a model is made of.
type Parts struct {
	Kinds      *Kinds
	Needs      []Need // besides those of the kinds
	Operations []Operation
	Setups     func() []Setup
	Themes     func() []Theme
	// Texts are the messages of codes whose rows say only %s, by code.
	Texts map[string]string
}

// New makes a model of its parts. It reads none of the catalog's operations,
// so that a program starts fast: [Model.Validate] says whether all of them fit.
func New(c *catalog.Catalog, parts Parts) *Model {
	ops := parts.Operations
	m := &Model{operations: make(map[string]binding, len(ops)), kinds: parts.Kinds, setups: parts.Setups, themes: parts.Themes, catalog: c, texts: parts.Texts}
	m.setEdges(parts.Kinds.edges)
	for r := range parts.Kinds.keptRecords {
		m.declare(Need{Need: r.kind.Need(), Kind: r.kind, Find: r.find})
	}
	for _, n := range parts.Needs {
		m.declare(n)
		if n.Follows != nil {
			m.following = append(m.following, m.need(n.Need))
		}
	}
	m.requests = &sync.Pool{New: func() any { return new(Request) }}
	ids := shownIDs(ops)
	for _, op := range ops {
		m.operations[op.Name] = sync.OnceValues(func() (*BoundOperation, error) { return m.bind(op, ids) })
	}
	return m
}

// Validate joins every operation with the catalog. An error names each
// operation and row that does not fit. The reference model has none, as a test
// shows; run it again after changing an operation or the catalog.
func (m *Model) Validate() error {
	errs := slices.Clone(m.clashes)
	for _, name := range m.Names() {
		op, err := m.operations[name]()
		if err == nil {
			err = errors.Join(m.relations(op)...)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("operation %s: %w", name, err))
		}
	}
	return errors.Join(errs...)
}

// Catalog returns the documented facts that the model was built from.
func (m *Model) Catalog() *catalog.Catalog { return m.catalog }

// Names returns the names of all operations, sorted. It reads no operation.
func (m *Model) Names() []string { return slices.Sorted(maps.Keys(m.operations)) }

// Operation returns the operation of the name. It panics if the operation does
// not fit the catalog, which is an error in this program, because both are part
// of it.
func (m *Model) Operation(name string) (*BoundOperation, bool) {
	joined, ok := m.operations[name]
	if !ok {
		return nil, false
	}
	op, err := joined()
	if err != nil {
		panic(fmt.Sprintf("operation %s does not fit the catalog: %v: see Model.Validate", name, err))
	}
	return op, true
}

// Operations returns all operations by name, and panics as Operation does. For
// their names alone Names is faster.
func (m *Model) Operations() []*BoundOperation {
	ops := make([]*BoundOperation, 0, len(m.operations))
	for _, name := range m.Names() {
		op, _ := m.Operation(name)
		ops = append(ops, op)
	}
	return ops
}

// Edges returns the lifecycle tables.
func (m *Model) Edges() []Edge { return m.edges }

// Rule returns the rule of the id, OPERATION/CODE or OPERATION/CODE#ROW.
func (m *Model) Rule(id string) (*BoundRule, bool) {
	name, _, _ := strings.Cut(id, "/")
	op, ok := m.Operation(name)
	if !ok {
		return nil, false
	}
	for _, r := range op.Rules {
		if r.id == id {
			return r, true
		}
	}
	return nil, false
}

// With returns a copy of the model in which the operation is replaced. Mutants
// are made with it.
func (m *Model) With(op *BoundOperation) *Model {
	next := *m
	next.operations = maps.Clone(m.operations)
	next.operations[op.Name] = func() (*BoundOperation, error) { return op, nil }
	return &next
}

// WithEdges returns a copy of the model that has other lifecycles.
func (m *Model) WithEdges(edges []Edge) *Model {
	next := *m
	next.setEdges(edges)
	return &next
}

// setEdges gives the model its lifecycles.
func (m *Model) setEdges(edges []Edge) {
	m.edges, m.edgesOf = edges, make([][]*Edge, len(m.kinds.records))
	for i := range edges {
		n := edges[i].Kind.Number()
		m.edgesOf[n] = append(m.edgesOf[n], &edges[i])
	}
}

// need returns the declaration of the bit.
func (m *Model) need(n Needs) *Need { return &m.needs[bits.TrailingZeros32(uint32(n))] }

// declare enters a need under its bit.
func (m *Model) declare(n Need) {
	at := m.need(n.Need)
	if at.Need != 0 || bits.OnesCount32(uint32(n.Need)) != 1 {
		m.clashes = append(m.clashes, fmt.Errorf("the need %#x is no single bit, or two things have it: give each its own", uint32(n.Need)))
	}
	*at = n
}

// Kinds returns the table of the kinds of resources.
func (m *Model) Kinds() *Kinds { return m.kinds }

// Param returns the declared parameter of a wire name: itself, or the list
// whose element it is.
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

// ListsCode says whether the operation's page lists the code.
func (o *BoundOperation) ListsCode(code string) bool { return o.listed[code] }

// Unruled returns the answers of the rows of the page that no rule stands for, or
// one that no call can break: mostly doubles of a row that has a rule.
func (o *BoundOperation) Unruled() []Answer { return o.unruled }
