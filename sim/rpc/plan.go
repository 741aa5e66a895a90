package rpc

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/wire"
)

// A plan writes resources of one type as one view shows them: the fields that
// have a place there, and the members that no field holds.
type plan []*branch

// A branch is one member of an object.
type branch struct {
	name string
	// One of these says what the member holds.
	fixed    any              // what is the same for all resources
	value    func(source) any // what is asked of each; nil leaves the member out
	elements func(reflect.Value) []model.Tag
	inner    plan

	key, pair string   // the names in each element: of a text, or of key and value
	more      []member // what each element has beside them
}

// A source is the resource that is written, and the answer that it is part of.
type source struct {
	*answer
	resource model.Resource
	fields   reflect.Value
}

// write returns the members of the resource.
func (p plan) write(s source) object {
	o := make(object, 0, len(p)+1)
	for _, b := range p {
		if v := b.of(s); v != nil {
			o = append(o, member{b.name, v})
		}
	}
	return o
}

func (b *branch) of(s source) any {
	switch {
	case b.value != nil:
		return b.value(s)
	case b.elements != nil:
		return b.list(b.elements(s.fields))
	case b.inner != nil:
		return b.inner.write(s)
	default:
		return b.fixed
	}
}

// list writes the elements of a list of objects.
func (b *branch) list(elements []model.Tag) []object {
	all := make([]object, 0, len(elements))
	for _, e := range elements {
		o := object{{b.key, e.Key}}
		if b.pair != "" {
			o = append(o, member{b.pair, e.Value})
		}
		all = append(all, append(o, b.more...))
	}
	return all
}

// newPlan makes the plan of a type for a view.
func newPlan(fields []wire.Field, extras []extra, view wire.View) plan {
	var p plan
	for _, f := range fields {
		for _, at := range f.Places {
			if !at.Read && !at.Hand && view.Shows(at) {
				p.field(f, at, unknownOf(fields))
			}
		}
	}
	for _, e := range extras {
		if view.Shows(e.at) {
			p.extra(e)
		}
	}
	p.fold()
	return p
}

// at returns the branch of a path, which it makes where there is none.
func (p *plan) at(path []string) *branch {
	for _, b := range *p {
		if b.name == path[0] {
			if len(path) == 1 {
				return b
			}
			return b.inner.at(path[1:])
		}
	}
	b := &branch{name: path[0]}
	*p = append(*p, b)
	if len(path) == 1 {
		return b
	}
	return b.inner.at(path[1:])
}

func (p *plan) extra(e extra) {
	b := p.at(e.at.Path)
	switch value := e.value.(type) {
	case func(source) any:
		b.value = value
	default:
		if len(e.at.Key) > 0 {
			b.more = append(b.more, member{e.at.Key[0], value})
		} else {
			b.fixed = value
		}
	}
}

// fold turns objects of fixed members into fixed ones.
func (p plan) fold() {
	for _, b := range p {
		b.inner.fold()
		if b.inner == nil || slices.ContainsFunc(b.inner, func(b *branch) bool { return b.fixed == nil }) {
			continue
		}
		var o object
		for _, b := range b.inner {
			o = append(o, member{b.name, b.fixed})
		}
		b.fixed, b.inner = o, nil
	}
}

// field adds a field at one of its places.
func (p *plan) field(f wire.Field, at wire.Place, unknown []int) {
	b := p.at(at.Path)
	if len(at.Key) > 0 {
		b.key, b.elements = at.Key[0], elementsOf(f)
		if len(at.Value) > 0 {
			b.pair, b.elements = at.Value[0], tagsOf(f)
		}
		return
	}
	value := valueOf(f, at)
	if len(f.Index) == 1 && !at.OmitZero && !at.Known { // most are, and it costs less
		i := f.Index[0]
		b.value = func(s source) any { return value(s.fields.Field(i)) }
		return
	}
	b.value = func(s source) any {
		v := s.fields.FieldByIndex(f.Index)
		if at.OmitZero && v.IsZero() || at.Known && model.List(s.fields.FieldByIndex(unknown).String()).Has(f.Name) {
			return nil
		}
		return value(v)
	}
}

// fields writes a struct that is no resource, as its tags say.
func (a *answer) fields(of any) object {
	v := reflect.ValueOf(of).Elem()
	return a.plans.of(v.Type(), "", nil).write(source{answer: a, fields: v})
}

// unknownOf finds the field that lists what is not known of a resource.
func unknownOf(fields []wire.Field) []int {
	for _, f := range fields {
		if f.Name == "Unknown" {
			return f.Index
		}
	}
	return nil
}

// elementsOf reads a list of texts, or the one text, as keys without values.
func elementsOf(f wire.Field) func(reflect.Value) []model.Tag {
	return func(fields reflect.Value) []model.Tag {
		text := fields.FieldByIndex(f.Index).String()
		if f.Type != reflect.TypeFor[model.List]() {
			return []model.Tag{{Key: text}}
		}
		var all []model.Tag
		for _, element := range model.List(text).All() {
			all = append(all, model.Tag{Key: element})
		}
		return all
	}
}

func tagsOf(f wire.Field) func(reflect.Value) []model.Tag {
	return func(fields reflect.Value) []model.Tag {
		return model.List(fields.FieldByIndex(f.Index).String()).Tags()
	}
}

// valueOf says how a field is written. Most are written from where they are: a
// pointer costs nothing.
func valueOf(f wire.Field, at wire.Place) func(reflect.Value) any {
	switch {
	case f.Type == reflect.TypeFor[time.Time]():
		return func(v reflect.Value) any { return timeText(v, at.Minutes) }
	case f.Type == reflect.TypeFor[model.List]():
		return func(v reflect.Value) any { return model.List(v.String()).All() }
	case f.Type.Kind() == reflect.Struct:
		return structOf(f.Type)
	case at.Digits:
		return func(v reflect.Value) any { return number(v.String()) }
	case len(at.Words) > 0:
		return func(v reflect.Value) any {
			if v.Bool() {
				return at.Words[1]
			}
			return at.Words[0]
		}
	default:
		return func(v reflect.Value) any { return v.Addr().Interface() }
	}
}

// structOf writes a struct as an object whose members have the fields' names.
func structOf(t reflect.Type) func(reflect.Value) any {
	return func(v reflect.Value) any {
		o := make(object, 0, t.NumField())
		for i := range t.NumField() {
			o = append(o, member{t.Field(i).Name, v.Field(i).Addr().Interface()})
		}
		return o
	}
}

// timeText writes a time with or without seconds.
func timeText(v reflect.Value, minutes bool) string {
	t, ok := reflect.TypeAssert[time.Time](v)
	switch {
	case !ok || t.IsZero():
		return ""
	case minutes:
		return t.UTC().Format("2006-01-02T15:04Z")
	default:
		return t.UTC().Format("2006-01-02T15:04:05Z")
	}
}

// number is an id of digits as a JSON number; 0 for anything else.
func number(id string) int {
	n, err := strconv.Atoi(id)
	if err != nil {
		return 0
	}
	return n
}

// plans are the plans of a server, each made when it is first needed.
type plans struct {
	answers *wire.Table
	extras  map[reflect.Type][]extra
	made    sync.Map // planKey → plan
}

type planKey struct {
	of          reflect.Type
	view, asked string
}

func newPlans(m *model.Model) *plans {
	return &plans{answers: wire.NewTable(m), extras: allExtras()}
}

// of returns the plan for a resource in a view, of which a call asks to see more.
func (p *plans) of(t reflect.Type, view string, asked []string) plan {
	key := planKey{t, view, strings.Join(asked, ",")}
	if made, ok := p.made.Load(key); ok {
		return made.(plan) //nolint:forcetypeassert // nothing else is stored
	}
	fields := wire.Fields(t)
	places := wire.Places(fields)
	for _, e := range p.extras[t] {
		places = append(places, e.at)
	}
	seen := wire.ViewOf(view, places, asked...)
	if len(seen.Asked) != len(asked) { // words that mean nothing must not fill the memory
		return p.of(t, view, seen.Asked)
	}
	made := newPlan(fields, p.extras[t], seen)
	p.made.Store(key, made)
	return made
}

// An extra is a member that no field of a resource holds: what the model does
// not keep has the value of a resource that never used it.
type extra struct {
	at    wire.Place
	value any // the value, or a func(source) any; nil leaves the member out
}

// fixed gives the places, written as in the tags, one value.
func fixed(value any, places ...string) []extra {
	all := make([]extra, 0, len(places))
	for _, text := range places {
		at, err := wire.ParsePlace(text)
		if err != nil {
			panic(err.Error()) // a place of this package; a test reads all
		}
		all = append(all, extra{at, value})
	}
	return all
}

// derived gives the place what the function says of each resource.
func derived[T model.Resource](place string, value func(*answer, T) any) []extra {
	return fixed(func(s source) any {
		r, ok := s.resource.(T)
		if !ok {
			return nil
		}
		return value(s.answer, r)
	}, place)
}
