package sequence

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// An outcome as stored in a trace, in JSON. Hidden state is not part of it: it
// contains passwords, and is not compared. Only what an operation shows of it, as
// its tag says, is: the rules of a group.

type outcomeJSON struct {
	Class     string            `json:"class"`
	HTTP      int               `json:"http,omitempty"`
	Code      string            `json:"code,omitempty"`
	Message   string            `json:"message,omitempty"`
	RequestId string            `json:"requestId,omitempty"`
	Created   []string          `json:"created,omitempty"`
	Items     []itemJSON        `json:"items,omitempty"`
	Page      *pageJSON         `json:"page,omitempty"`
	Values    map[string]string `json:"values,omitempty"`
}

type pageJSON struct {
	Number int    `json:"number,omitempty"`
	Size   int    `json:"size,omitempty"`
	Total  int    `json:"total,omitempty"`
	Next   string `json:"next,omitempty"`
}

// An itemJSON is one described resource. All says that every field was shown,
// so that fields that are left out are empty.
type itemJSON struct {
	Kind   string                     `json:"kind"`
	All    bool                       `json:"all,omitempty"`
	Fields map[string]json.RawMessage `json:"fields"`
}

func wireOutcome(o model.Outcome) outcomeJSON {
	out := outcomeJSON{
		Class: o.Class.String(), HTTP: o.HTTP, Code: o.Code, Message: o.Message, RequestId: o.RequestId,
		Created: o.Reply.Created, Values: o.Reply.Values,
	}
	if p := o.Reply.Page; p != (model.Page{}) {
		out.Page = &pageJSON{p.Number, p.Size, p.Total, p.Next}
	}
	for _, item := range o.Reply.Items {
		out.Items = append(out.Items, WireItem(item))
	}
	return out
}

// WireItem returns a resource as traces write it.
func WireItem(r model.Resource) itemJSON { //nolint:revive // only the formats of traces read it
	out := itemJSON{Kind: r.Kind().String(), All: true, Fields: map[string]json.RawMessage{}}
	var shown map[string]bool
	if s, ok := r.(model.Seen); ok {
		r, shown, out.All = s.Resource, s.Shown, false
	}
	v := reflect.ValueOf(r).Elem()
	if !v.IsValid() { // a mutated model may show a field that does not exist
		return out
	}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() || f.Name == "Hidden" || leftOut(f.Name, v.Field(i), shown) {
			continue
		}
		if data, err := json.Marshal(v.Field(i).Interface()); err == nil {
			out.Fields[f.Name] = data
		}
	}
	for name, f := range shownOfHidden(v) {
		if leftOut(name, f, shown) {
			continue
		}
		if data, err := json.Marshal(f.Interface()); err == nil {
			out.Fields[name] = data
		}
	}
	return out
}

// leftOut says whether a field is no part of the trace: it was not shown or, where
// all were, it is empty.
func leftOut(name string, f reflect.Value, shown map[string]bool) bool {
	if shown == nil {
		return f.IsZero()
	}
	return !shown[name]
}

// shownOfHidden are the fields of the hidden state that an operation shows, in a
// form of its own.
func shownOfHidden(v reflect.Value) map[string]reflect.Value {
	hidden := v.FieldByName("Hidden")
	if hidden.Kind() != reflect.Struct {
		return nil
	}
	fields := map[string]reflect.Value{}
	for i := range hidden.NumField() {
		f := hidden.Type().Field(i)
		if tag := f.Tag.Get("wire"); f.IsExported() && strings.HasSuffix(tag, ",hand") {
			fields["Hidden."+f.Name] = hidden.Field(i)
		}
	}
	return fields
}

// classes are the classes of outcomes by the word of a trace.
func classes() map[string]model.Class {
	words := map[string]model.Class{}
	for c := model.ClassOK; c <= model.ClassUnsupported; c++ {
		words[c.String()] = c
	}
	return words
}

func (o outcomeJSON) outcome() (model.Outcome, error) {
	class, ok := classes()[o.Class]
	if !ok {
		return model.Outcome{}, fmt.Errorf("%q is no class of outcome: write ok, error, throttled, unknown or unsupported", o.Class)
	}
	out := model.Outcome{
		Class: class, HTTP: o.HTTP, Code: o.Code, Message: o.Message, RequestId: o.RequestId,
		Reply: model.Reply{Created: o.Created, Values: o.Values},
	}
	if o.Page != nil {
		out.Reply.Page = model.Page{Number: o.Page.Number, Size: o.Page.Size, Total: o.Page.Total, Next: o.Page.Next}
	}
	for i, item := range o.Items {
		r, err := item.resource()
		if err != nil {
			return out, fmt.Errorf("item %d: %w", i+1, err)
		}
		out.Reply.Items = append(out.Reply.Items, r)
	}
	return out, nil
}

func (i itemJSON) resource() (model.Resource, error) {
	kinds, err := ecs.ReferenceKinds()
	if err != nil {
		return nil, err
	}
	kind, ok := kinds.Named(i.Kind)
	r := kinds.Empty(kind)
	if !ok || r == nil {
		return nil, fmt.Errorf("%q is no kind of resource", i.Kind)
	}
	v := reflect.ValueOf(r).Elem()
	shown := map[string]bool{}
	for name, data := range i.Fields {
		f, ok := shownOfHidden(v)[name]
		if !ok {
			f = v.FieldByName(name)
		}
		if !f.IsValid() || name == "Hidden" {
			return nil, fmt.Errorf("%s has no field %q", i.Kind, name)
		}
		if err := json.Unmarshal(data, f.Addr().Interface()); err != nil {
			return nil, fmt.Errorf("%s.%s: %w", i.Kind, name, cause(err))
		}
		shown[name] = true
	}
	if i.All {
		return r, nil
	}
	return model.Seen{Resource: r, Shown: shown}, nil
}

// cause returns the reason of a JSON error without its Go terms.
func cause(err error) error {
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("a %s does not fit", t.Value)
	}
	return err
}
