package generate

import (
	"hash/maphash"
	"maps"
	"sync"

	"github.com/ecsim/ecsim/conformance/generate/locality"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A Mover lists the calls that are worth trying in a world: for each operation
// a plain call, and that call with one difference, over all classes of each
// parameter. The planner tries them all; nothing is drawn here.
type Mover struct {
	m      *model.Model
	region string
	Seed   maphash.Seed
	docs   map[string]*catalog.Operation
	own    *locality.Locality
	tables movingTables
	// known caches the calls by the resources of a world's names, because they
	// depend on nothing else of it.
	mu    sync.Mutex
	known map[uint64]Repertoire
	// bounds caches the boundaries of parameters, by OPERATION/PARAMETER.
	bounds sync.Map
}

// NewMover returns a mover for the start.
func NewMover(start oracle.Start) (*Mover, error) {
	m := start.World.Model()
	own, err := locality.New(start, writtenFor)
	if err != nil {
		return nil, err
	}
	v := &Mover{m: m, region: start.Region, Seed: maphash.MakeSeed(), docs: map[string]*catalog.Operation{}, own: own, known: map[uint64]Repertoire{}}
	v.tables = movingTables{
		specials: specials(), legal: legal(), types: types(start.World),
	}
	for param, values := range v.tables.legal {
		v.tables.legal[param] = own.Values(param, values)
	}
	for _, op := range m.Operations() {
		doc, err := m.Catalog().Operation(op.Name)
		if err != nil {
			return nil, err
		}
		v.docs[op.Name] = doc
	}
	return v, nil
}

// movingTables are lists that are used for every call, prepared once.
type movingTables struct {
	specials, legal map[string][]string
	types           []string
}

// A Planned call is a step with its caller; the empty caller is the first one
// of the world.
type Planned struct {
	Step   sequence.Step
	Call   model.Call // the step in the model
	Caller string
	Shapes bool     // see model.Trials
	Names  []string // names that it refers to
	Sticky bool     // a later call can repeat one of its values
}

// Naming identifies the resources of the world's names: in all worlds of one
// naming the same calls are worth trying.
func (v *Mover) Naming(p oracle.PossibleWorld) uint64 {
	var h maphash.Hash
	h.SetSeed(v.Seed)
	for _, name := range sequence.SortedNames(p.Names) {
		id := p.Names[name]
		r, _, _ := p.World.Locate(id)
		if r == nil {
			id = "-" + id
		}
		_, _ = h.WriteString(name + "=" + id + ";")
		if i, ok := r.(*ecs.Instance); ok {
			_, _ = h.WriteString(i.PrimaryEni)
		}
	}
	return h.Sum64()
}

// A Repertoire holds the calls of one operation that are worth trying.
type Repertoire struct {
	All     []Planned
	Shapers []Planned // those that shape, see model.Trials
}

// Moves lists the calls of the operation that are worth trying in the world
// with the naming.
func (v *Mover) Moves(p oracle.PossibleWorld, naming uint64, op *model.BoundOperation) Repertoire {
	key := naming ^ maphash.String(v.Seed, op.Name)
	v.mu.Lock()
	known, ok := v.known[key]
	v.mu.Unlock()
	if ok {
		return known
	}
	known = v.List(p, op, true)
	v.mu.Lock()
	v.known[key] = known
	v.mu.Unlock()
	return known
}

// List makes the Repertoire: simple calls first, because of several witnesses
// of one length the first is kept. Unless modelled is set, the calls have
// symbolic names only.
func (v *Mover) List(p oracle.PossibleWorld, op *model.BoundOperation, modelled bool) Repertoire {
	l := &lister{v: v, p: p, op: op, modelled: modelled, seen: map[uint64]bool{}, shaping: map[uint64]bool{}}
	plains := v.Plain(p, op)
	for _, plain := range plains {
		for _, c := range op.Trials.Shapes {
			l.shaping[l.key(variation(c).at(v.own).of(plain), "")] = true
		}
	}
	for _, plain := range plains {
		l.add(plain, "")
		l.vary(plain, op.Trials.Shapes)
		for i := range op.Params {
			for _, params := range v.varied(p, op, plain, &op.Params[i]) {
				l.add(params, "")
			}
		}
		for _, r := range op.Rules {
			hint := hinted(r.Break).at(v.own)
			if _, ok := p.World.Base().Caller(r.Break.Caller); ok && r.When != nil && hint.fits(p) && (hint.differs() || r.Break.Caller != "") {
				l.add(hint.of(plain), r.Break.Caller)
			}
		}
		l.vary(plain, op.Trials.Combinations)
	}
	return l.out
}

// A lister collects the calls of one operation, each once.
type lister struct {
	v        *Mover
	p        oracle.PossibleWorld
	op       *model.BoundOperation
	modelled bool
	seen     map[uint64]bool
	shaping  map[uint64]bool
	out      Repertoire
}

func (l *lister) vary(plain model.Params, how []model.Variation) {
	for _, c := range how {
		if c := variation(c).at(l.v.own); c.fits(l.p) {
			l.add(c.of(plain), "")
		}
	}
}

func (l *lister) add(params model.Params, caller string) {
	key := l.key(params, caller)
	if l.seen[key] {
		return
	}
	l.seen[key] = true
	step := sequence.Step{Kind: sequence.StepCall, Op: l.op.Name, Params: params}
	m := Planned{Step: step, Caller: caller, Shapes: l.shaping[key]}
	if l.modelled {
		m.Call = l.p.ForModel(step, caller, l.v.region)
	}
	for name := range params {
		m.Sticky = m.Sticky || Sticky(name)
	}
	for _, name := range step.References() {
		m.Names = append(m.Names, sequence.Root(name))
	}
	l.out.All = append(l.out.All, m)
	if m.Shapes {
		l.out.Shapers = append(l.out.Shapers, m)
	}
}

func (l *lister) key(params model.Params, caller string) uint64 {
	key := maphash.String(l.v.Seed, caller)
	for name, value := range params {
		key += maphash.String(l.v.Seed, name+"="+value)
	}
	return key
}

// Plain lists calls with only the required parameters: one for each resource
// that the operation can be about.
func (v *Mover) Plain(p oracle.PossibleWorld, op *model.BoundOperation) []model.Params {
	base := model.Params{}
	if op.GivesRegion() {
		base["RegionId"] = v.region
	}
	maps.Copy(base, v.own.Params(op.Plain))
	lists := v.members(p, op, base)
	for i := range op.Params {
		param := &op.Params[i]
		if _, given := lists[0][param.Name]; given || !op.Needs(param) {
			continue
		}
		values := v.needed(p, op, param)
		var next []model.Params
		for _, params := range lists {
			for _, value := range values {
				next = append(next, params.With(wireName(param), param.Value(value)))
			}
		}
		if len(next) > 0 {
			lists = next
		}
	}
	return lists
}

// Hinted lists the plain calls with the differences of the hint; none where the
// world lacks what the hint names.
func (v *Mover) Hinted(p oracle.PossibleWorld, op *model.BoundOperation, b model.Break) []model.Params {
	hint := hinted(b)
	if !hint.fits(p) {
		return nil
	}
	var out []model.Params
	for _, plain := range v.Plain(p, op) {
		out = append(out, hint.of(plain))
	}
	return out
}

// members begins the plain calls of operations that are about exactly one of
// several resources: one list for each.
func (v *Mover) members(p oracle.PossibleWorld, op *model.BoundOperation, base model.Params) []model.Params {
	if len(op.Either) == 0 {
		return []model.Params{base}
	}
	var lists []model.Params
	for _, name := range op.Either {
		param, _ := op.Param(name)
		for _, value := range v.subjects(p, param.Refers(), false) {
			lists = append(lists, base.With(name, value))
		}
	}
	return lists
}

// wireName returns the name under which a single value of the parameter is
// sent.
func wireName(p *model.Param) string {
	if p.Type == model.TypeList {
		return p.Name + ".1"
	}
	return p.Name
}

// needed lists values for a parameter that a plain call requires.
func (v *Mover) needed(p oracle.PossibleWorld, op *model.BoundOperation, param *model.Param) []string {
	if kind := param.Refers(); kind != nil && kind != model.KindInstanceType {
		return v.subjects(p, kind, param.Own)
	}
	if special := v.tables.specials[param.Name]; len(special) > 0 {
		return []string{sequence.Literal(special[0])}
	}
	doc, _ := v.docs[op.Name].Parameter(param.Name)
	switch {
	case len(doc.Valid.Enum) > 0:
		return doc.Valid.Enum[:1]
	case param.Type == model.TypeBoolean:
		return []string{"true"}
	case param.Type == model.TypeInteger:
		return []string{"1"}
	default:
		return []string{"name-1"}
	}
}

// subjects lists the resources that a call can be about: those of the kind that
// the path made or, if it made none, those of the starting world.
func (v *Mover) subjects(p oracle.PossibleWorld, kind model.Kind, ownOnly bool) []string {
	var own, began []string
	for _, name := range sequence.SortedNames(p.Names) {
		if p.Kind(name) != kind || !p.Exists(name) {
			continue
		}
		switch base := p.Base(name); {
		case base && !ownOnly:
			began = append(began, "$"+name)
		case !base && len(own) < mostSubjects:
			own = append(own, "$"+name)
		}
	}
	if kind == ecs.KindNetworkInterface {
		own = append(own, v.primaries(p)...)
	}
	return chosenSubjects(kind, own, began)
}

// chosenSubjects prefers the resources that the path made to those of the
// starting world.
func chosenSubjects(kind model.Kind, own, began []string) []string {
	switch {
	case len(own) > 0 && kind.Holds():
		return append(own, began[:min(1, len(began))]...)
	case len(own) > 0:
		return own
	case len(began) > 0:
		if kind == ecs.KindInstance || kind == ecs.KindNetworkInterface {
			return began // special worlds begin with some, each in a special state
		}
		return began[:1]
	default:
		return []string{kind.Prefix() + "-none"}
	}
}

// mostSubjects limits the resources of a kind that calls are tried on: a path
// that makes a hundred instances shows no more than one that makes two.
const mostSubjects = 2

func (v *Mover) primaries(p oracle.PossibleWorld) []string {
	var out []string
	for _, name := range sequence.SortedNames(p.Names) {
		if p.Kind(name) == ecs.KindInstance && !p.Base(name) {
			if _, ok := p.Id(name + ".primary"); ok {
				out = append(out, "$"+name+".primary")
			}
		}
	}
	return out[:min(len(out), mostSubjects)]
}
