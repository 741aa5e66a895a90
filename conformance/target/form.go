package target

import (
	"cmp"
	"reflect"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/wire"
)

// A form is a member of a body, and what it holds. The Go type that a body is
// decoded into is made of forms, so that encoding/json says of a member of the
// wrong type which one it is.
type form struct {
	name    string
	leaf    reflect.Type // of a value; nil for an object
	members []*form
	list    bool
}

// at returns the form at the end of a path, which it makes where there is none.
func (f *form) at(path ...string) *form {
	for _, name := range path {
		f = f.member(name)
	}
	return f
}

func (f *form) member(name string) *form {
	for _, m := range f.members {
		if m.name == name {
			return m
		}
	}
	m := &form{name: name}
	f.members = append(f.members, m)
	return m
}

// holds gives the form the type of its value; one that has a type keeps it.
func (f *form) holds(leaf reflect.Type) {
	if f.leaf == nil {
		f.leaf = leaf
	}
}

// typ returns the Go type. A list is a pointer, to tell one that is missing from
// an empty one.
func (f *form) typ() reflect.Type {
	t := f.leaf
	if t == nil {
		fields := make([]reflect.StructField, 0, len(f.members))
		for _, m := range f.members {
			fields = append(fields, reflect.StructField{Name: m.name, Type: m.typ()})
		}
		t = reflect.StructOf(fields)
	}
	if f.list {
		return reflect.PointerTo(reflect.SliceOf(t))
	}
	return t
}

// indexOf finds a member in the type of a form.
func indexOf(t reflect.Type, path ...string) []int {
	var index []int
	for _, name := range path {
		f, ok := t.FieldByName(name)
		if !ok {
			panic("a body has no member " + name) // it was made of the same path
		}
		index, t = append(index, f.Index...), f.Type
	}
	return index
}

// leafOf is the type that reads a value of the field's type.
func leafOf(t reflect.Type, at wire.Place) reflect.Type {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return reflect.TypeFor[when]()
	case at.Floor:
		return reflect.TypeFor[gib]()
	case t.Kind() == reflect.Bool:
		return reflect.TypeFor[flag]()
	case t.Kind() == reflect.Int:
		return reflect.TypeFor[num]()
	default:
		return reflect.TypeFor[str]()
	}
}

// A taker takes one field over from a body, and notes that it is shown.
type taker func(s shownFields, into, body reflect.Value)

// A reader reads resources of one type, as their tags say.
type reader struct {
	of    reflect.Type
	takes []taker
}

// shape adds the members of a resource to the form of its body.
func shape(root *form, t reflect.Type, odds []oddity) {
	for _, f := range wire.Fields(t) {
		for _, at := range f.Places {
			if !at.Write && !at.Hand {
				shapeField(root.at(at.Path...), f, at)
			}
		}
	}
	for _, o := range odds {
		if o.member != "" {
			o.shape(root.at(o.member))
		}
	}
}

func shapeField(here *form, f wire.Field, at wire.Place) {
	switch {
	case len(at.Key) > 0:
		here.list = true
		for _, name := range append(append([]string{}, at.Key...), at.Value...) {
			here.at(name).holds(reflect.TypeFor[str]())
		}
	case at.List:
		here.list = true
		here.holds(reflect.TypeFor[str]())
	case whole(f.Type):
		for inner := range f.Type.Fields() {
			here.at(inner.Name).holds(leafOf(inner.Type, wire.Place{}))
		}
	default:
		here.holds(leafOf(f.Type, at))
	}
}

// whole says that a field is a struct, which is shown as a whole or not at all.
func whole(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t != reflect.TypeFor[time.Time]()
}

// newReader makes the reader of a type whose bodies are of the Go type.
func newReader(t, body reflect.Type, odds []oddity) *reader {
	r := &reader{of: t}
	for _, f := range wire.Fields(t) {
		for _, at := range f.Places {
			if !at.Write && !at.Hand {
				r.takes = append(r.takes, takerOf(f, at, body))
			}
		}
	}
	for _, o := range odds {
		if o.member == "" {
			r.takes = append(r.takes, taker(o.reader(nil)))
			continue
		}
		at := indexOf(body, o.member)
		take := o.reader(body.FieldByIndex(at).Type)
		r.takes = append(r.takes, func(s shownFields, into, body reflect.Value) { take(s, into, body.FieldByIndex(at)) })
	}
	return r
}

// read takes over what the body shows into the struct.
func (r *reader) read(into, body reflect.Value) shownFields {
	s := shownFields{}
	for _, take := range r.takes {
		take(s, into, body)
	}
	return s
}

// takerOf reads the field at one of its places. The first place that is there
// counts.
func takerOf(f wire.Field, at wire.Place, body reflect.Type) taker {
	from := indexOf(body, at.Path...)
	value := valueTaker(f, at, body.FieldByIndex(from).Type)
	return func(s shownFields, into, body reflect.Value) {
		if !s[f.Name] && value(into.FieldByIndex(f.Index), body.FieldByIndex(from)) {
			s[f.Name] = true
		}
	}
}

// valueTaker returns what sets a field to a member; false where it shows nothing.
func valueTaker(f wire.Field, at wire.Place, member reflect.Type) func(into, from reflect.Value) bool {
	isList := f.Type == reflect.TypeFor[model.List]()
	switch {
	case len(at.Key) > 0:
		return elementsTaker(at, member.Elem().Elem())
	case at.List && isList:
		return func(into, from reflect.Value) bool {
			list, ok := reflect.TypeAssert[*[]str](from)
			if !ok || list == nil {
				return false
			}
			into.SetString(string(model.NewList(texts(*list)...)))
			return true
		}
	case at.List: // one text, which is the only element
		return func(into, from reflect.Value) bool {
			list, ok := reflect.TypeAssert[*[]str](from)
			if !ok || list == nil {
				return false
			}
			first := cmp.Or(texts(*list)...)
			into.SetString(first)
			return first != ""
		}
	case whole(f.Type):
		return wholeTaker(member)
	default:
		return func(into, from reflect.Value) bool { return put(into, from, at.Filled) }
	}
}

// A giver is a value of json.go.
type giver interface {
	give(into reflect.Value, filled bool) bool
}

// put sets a field to a value that is there, or that is there and not empty.
func put(into, from reflect.Value, filled bool) bool {
	value, ok := reflect.TypeAssert[giver](from.Addr())
	return ok && value.give(into, filled)
}

// wholeTaker sets a struct if all its members are there.
func wholeTaker(member reflect.Type) func(into, from reflect.Value) bool {
	return func(into, from reflect.Value) bool {
		read := reflect.New(into.Type()).Elem()
		for i := range member.NumField() {
			if !put(read.Field(i), from.Field(i), false) {
				return false
			}
		}
		into.Set(read)
		return true
	}
}

// elementsTaker reads a list of objects that hold a text, or a key and a value.
func elementsTaker(at wire.Place, element reflect.Type) func(into, from reflect.Value) bool {
	keys, values := indexesOf(element, at.Key), indexesOf(element, at.Value)
	return func(into, from reflect.Value) bool {
		if from.IsNil() {
			return false
		}
		var tags []model.Tag
		var elements []string
		for i := range from.Elem().Len() {
			one := from.Elem().Index(i)
			key, given := textIn(one, keys)
			value, _ := textIn(one, values)
			tags = append(tags, model.Tag{Key: key, Value: value})
			if given {
				elements = append(elements, key)
			}
		}
		list := model.NewList(elements...)
		switch {
		case len(values) > 0:
			list = model.NewTags(tags...)
		case at.Set:
			list = ""
			for _, e := range elements {
				list = list.With(e)
			}
		}
		into.SetString(string(list))
		return true
	}
}

func indexesOf(t reflect.Type, names []string) [][]int {
	all := make([][]int, 0, len(names))
	for _, name := range names {
		all = append(all, indexOf(t, name))
	}
	return all
}

// textIn returns the first of the members that is not empty, and whether one is
// there.
func textIn(object reflect.Value, indexes [][]int) (text string, given bool) {
	for _, index := range indexes {
		if s, ok := reflect.TypeAssert[str](object.FieldByIndex(index)); ok && s.set {
			text, given = cmp.Or(text, s.v), true
		}
	}
	return text, given
}
