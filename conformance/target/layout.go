package target

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/wire"
)

// Most answers need no code of their own: the tags of the resource and the table of
// answers say how one is read. Answers of scalars are in read.go, what tags do not
// say in read_odd.go.

// A layout says how the answers of one operation are read.
type layout struct {
	says wire.Answer
	body reflect.Type
	// envelope finds the members of [envelope], in its order.
	envelope [][]int
	// at finds the list of resources, the object that is the one, or the list of
	// ids; nil where the body itself is the resource.
	at     []int
	reader *reader
}

// newLayout makes the type that bodies of the answer are decoded into.
func newLayout(says wire.Answer) *layout {
	root := &form{}
	members := reflect.TypeFor[envelope]()
	for m := range members.Fields() {
		root.at(m.Name).holds(m.Type)
	}
	path, isList := strings.CutSuffix(cmp.Or(says.In, says.Made), "[]")
	names := strings.FieldsFunc(path, func(r rune) bool { return r == '.' })
	inner := root.at(names...)
	inner.list = isList
	r := &layout{says: says}
	var of reflect.Type
	odds := []oddity(nil)
	if says.Made == "" {
		of = reflect.TypeOf(says.Of).Elem()
		odds = oddities()[of]
		shape(inner, of, odds)
	} else {
		inner.holds(reflect.TypeFor[str]())
	}
	r.body = root.typ()
	for m := range members.Fields() {
		r.envelope = append(r.envelope, indexOf(r.body, m.Name))
	}
	r.at = indexOf(r.body, names...)
	if of == nil {
		return r
	}
	one := r.body
	if len(r.at) > 0 {
		one = r.body.FieldByIndex(r.at).Type
	}
	if isList {
		one = one.Elem().Elem()
	}
	r.reader = newReader(of, one, odds)
	return r
}

// A shownBody is an answer that shows resources, or lists ids.
type shownBody struct {
	*layout

	body reflect.Value
}

// UnmarshalJSON reads the members that the operation's answers have.
func (b *shownBody) UnmarshalJSON(raw []byte) error {
	return json.Unmarshal(raw, b.body.Addr().Interface())
}

func (b *shownBody) head() envelope {
	var e envelope
	for i, index := range b.envelope {
		reflect.ValueOf(&e).Elem().Field(i).Set(b.body.FieldByIndex(index))
	}
	return e
}

func (b *shownBody) reply() (model.Reply, error) {
	if len(b.at) == 0 {
		return model.Reply{Items: []model.Resource{b.seen(b.body)}}, nil
	}
	found := b.body.FieldByIndex(b.at)
	switch {
	case found.Kind() == reflect.Struct: // it holds no resource where there is none
		var r model.Reply
		if seen := b.seen(found); seen.ID() != "" {
			r.Items = []model.Resource{seen}
		}
		return r, nil
	case b.reader == nil:
		if ids, ok := reflect.TypeAssert[*[]str](found); ok && ids != nil {
			return model.Reply{Created: texts(*ids)}, nil
		}
		return model.Reply{}, fmt.Errorf("the answer has no %s", strings.TrimSuffix(b.says.Made, "[]"))
	default:
		return b.list(found)
	}
}

// list is the reply that a list makes. A list that is missing is an empty one
// only where the answer says that there is nothing to list.
func (b *shownBody) list(found reflect.Value) (model.Reply, error) {
	e := b.head()
	r := model.Reply{Page: e.page()}
	if found.IsNil() {
		if !e.TotalCount.set || e.TotalCount.v != 0 {
			return model.Reply{}, fmt.Errorf("the answer has no %s", strings.TrimSuffix(b.says.In, "[]"))
		}
		return r, nil
	}
	r.Items = make([]model.Resource, 0, found.Elem().Len())
	for i := range found.Elem().Len() {
		r.Items = append(r.Items, b.seen(found.Elem().Index(i)))
	}
	return r, nil
}

// seen reads one resource.
func (b *shownBody) seen(from reflect.Value) model.Seen {
	into := reflect.New(b.reader.of)
	shown := b.reader.read(into.Elem(), from)
	r, _ := reflect.TypeAssert[model.Resource](into) // the table of answers has nothing else
	return model.Seen{Resource: r, Shown: shown}
}

// layouts are the layouts of an endpoint, each made when it is first needed.
type layouts struct {
	answers *wire.Table
	made    sync.Map // operation → *layout
}

// bodyOf returns what an answer of the operation is read into.
func (r *layouts) bodyOf(op string) body {
	says := r.answers.Of(op)
	switch {
	case op == "DescribeImageSharePermission": // accounts are no resources
		return &imageSharesBody{}
	case says.Of == nil && says.Made == "", says.Scalars, says.Made != "" && !strings.HasSuffix(says.Made, "[]"):
		return &plainBody{created: says.Made}
	}
	made, ok := r.made.Load(op)
	if !ok {
		made, _ = r.made.LoadOrStore(op, newLayout(says))
	}
	layout := made.(*layout) //nolint:forcetypeassert // nothing else is stored
	return &shownBody{layout, reflect.New(layout.body).Elem()}
}
