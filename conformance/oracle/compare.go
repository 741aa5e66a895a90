package oracle

import (
	"fmt"
	"go/token"
	"reflect"
	"strconv"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/wire"
)

// A Diff is one field of a resource in which the target differs from the model.
type Diff struct {
	Name  string // symbolic name of the resource
	Kind  model.Kind
	Field string // Go path of the field; empty when the whole resource is missing or left over
	Want  string
	Got   string
}

// String writes the difference as Name.Field: want, got.
func (d Diff) String() string {
	name := "$" + d.Name
	if d.Field != "" {
		name += "." + d.Field
	}
	return fmt.Sprintf("%s: want %s, got %s", name, d.Want, d.Got)
}

// at returns the field of the resource that differs, without the part of a
// structured one.
func (d Diff) at() fieldKey {
	field, _, _ := strings.Cut(d.Field, ".")
	return fieldKey{sequence.Root(d.Name), field}
}

// diffTexts writes both sides of differences, each in one line.
func diffTexts(diffs []Diff) (want, got string) {
	var wants, gots []string
	for _, d := range diffs {
		name := "$" + d.Name
		if d.Field != "" {
			name += "." + d.Field
		}
		wants = append(wants, name+" = "+d.Want)
		gots = append(gots, name+" = "+d.Got)
	}
	return strings.Join(wants, ", "), strings.Join(gots, ", ")
}

// An adoption is a value that the target may choose: as long as the model keeps
// its own value, the target has to keep this one.
type adoption struct{ model, target string }

// A fieldKey is a field of a named resource.
type fieldKey struct{ name, field string }

// A freshAdoption is a value adopted in one possible world; it is kept if that
// world is kept.
type freshAdoption struct {
	adoption
	at fieldKey
}

// A resourceKnowledge is what a run knows about the resource that is compared.
type resourceKnowledge interface {
	// modelID returns the model's id for a target's id in the field; false for
	// an id without a name.
	modelID(field, targetID string) (string, bool)
	// given says whether a call of the sequence gave the value. written says
	// whether a call wrote the field, because a Boolean value alone shows
	// nothing.
	given(value string) bool
	written(at fieldKey) bool
}

// A comparer holds what is needed to compare a target's resource with the
// model's: the mapping of ids, and the adopted values.
type comparer struct {
	kinds  *model.Kinds
	fields map[model.Kind]fieldTable
	known  resourceKnowledge
	// adopted holds the values adopted so far; fresh collects those of this
	// comparison, for the caller to keep if the world is kept.
	adopted map[fieldKey]adoption
	fresh   *[]freshAdoption
	// shownAs holds the texts that the target is known to show otherwise.
	shownAs map[fieldKey]adoption
	// rooms holds a reusable resource of each type for the normalised copy; nil
	// allocates a new one each time.
	rooms map[reflect.Type]reflect.Value
	// rules says that the answer lists the rules of a group whose complete
	// history is known.
	rules bool
}

// agrees says whether got equals want, in the model's terms.
func (c comparer) agrees(name string, want, got model.Resource) bool {
	if w, g := model.StatusOf(want), model.StatusOf(Unseen(got)); w != g && showsStatus(got) {
		return false // most differences show in the status, which is cheap to compare
	}
	level, ok := c.normalise(name, want, got)
	return ok && (c.kinds.Same(want, level) || len(differences(name, want, level)) == 0)
}

// compare lists the fields in which got differs from want. name is the
// resource's symbolic name.
func (c comparer) compare(name string, want, got model.Resource) []Diff {
	level, ok := c.normalise(name, want, got)
	if !ok {
		return []Diff{{Name: name, Kind: want.Kind(), Want: want.Kind().String(), Got: got.Kind().String()}}
	}
	if c.kinds.Same(want, level) {
		return nil
	}
	return differences(name, want, level)
}

// Unseen returns the resource itself, without what was shown of it.
func Unseen(r model.Resource) model.Resource {
	if s, ok := r.(model.Seen); ok {
		return s.Resource
	}
	return r
}

func showsStatus(r model.Resource) bool {
	s, ok := r.(model.Seen)
	return !ok || s.Shown["Status"]
}

// normalise returns a copy of got in the model's terms; the next call reuses the
// copy. It returns false if got is of another kind than want.
func (c comparer) normalise(name string, want, got model.Resource) (model.Resource, bool) {
	shown := map[string]bool(nil)
	if s, ok := got.(model.Seen); ok {
		got, shown = s.Resource, s.Shown
	}
	w, g := reflect.ValueOf(want).Elem(), reflect.ValueOf(got).Elem()
	if w.Type() != g.Type() {
		return nil, false
	}
	copied := c.room(g.Type())
	level := copied.Elem()
	level.Set(g)
	for _, f := range c.fields[want.Kind()] {
		switch {
		case shown != nil && !shown[f.name], len(c.shownAs) > 0 && c.knownAs(fieldKey{name, f.name}, w.Field(f.index), level.Field(f.index)):
			level.Field(f.index).Set(w.Field(f.index))
		case f.class != wire.Modelled:
			c.normaliseField(fieldKey{name, f.name}, f.class, w.Field(f.index), level.Field(f.index))
		}
	}
	out, ok := reflect.TypeAssert[model.Resource](copied)
	ignoreWhatSettles(want, out)
	if c.rules && (shown == nil || shown[rulesOfGroup]) {
		c.normaliseRules(want, out, got)
	}
	return out, ok
}

// knownAs says that the target is known to show the text of the field so.
func (c comparer) knownAs(at fieldKey, want, got reflect.Value) bool {
	known, ok := c.shownAs[at]
	return ok && known == adoption{model: textOf(want), target: textOf(got)}
}

// room returns a reusable resource of the type, as a pointer.
func (c comparer) room(t reflect.Type) reflect.Value {
	room, ok := c.rooms[t]
	if !ok {
		room = reflect.New(t)
		if c.rooms != nil {
			c.rooms[t] = room
		}
	}
	return room
}

// normaliseField translates a field of the target into the model's terms.
func (c comparer) normaliseField(at fieldKey, class wire.Class, want, got reflect.Value) {
	switch class {
	case wire.Volatile:
		got.Set(want)
	case wire.Reference:
		if got.Kind() == reflect.String {
			got.SetString(c.translate(at.field, got.String(), want.String()))
		}
	case wire.Chosen:
		c.adopt(at, want, got)
	case wire.Allotted:
		if elements(want) == elements(got) {
			c.adopt(at, want, got)
		}
	case wire.Modelled:
	}
}

// translate translates a target's id, or a list of ids, into the model's. A
// list is compared as a set: the order of groups has no meaning.
func (c comparer) translate(field, got, want string) string {
	if got == "" {
		return ""
	}
	if model.List(got).Len() == 1 {
		if modelID, ok := c.known.modelID(field, got); ok {
			return modelID
		}
		return got
	}
	elements := model.List(got).All()
	wanted := model.List(want)
	same := len(elements) == wanted.Len()
	for i, id := range elements {
		if modelID, ok := c.known.modelID(field, id); ok {
			elements[i] = modelID
		}
		same = same && wanted.Has(elements[i])
	}
	if same {
		return want
	}
	return string(model.NewList(elements...))
}

// adopt compares a field that the target may choose. A value that a call gave
// has to be shown as it was given.
func (c comparer) adopt(at fieldKey, want, got reflect.Value) {
	w, g := textOf(want), textOf(got)
	if want.Kind() == reflect.Bool && c.known.written(at) || want.Kind() != reflect.Bool && c.known.given(w) {
		return
	}
	known, ok := c.adopted[at]
	if !ok || known.model != w {
		*c.fresh = append(*c.fresh, freshAdoption{adoption{model: w, target: g}, at})
		got.Set(want)
		return
	}
	if known.target == g {
		got.Set(want)
	}
}

// elements counts the elements of a list field; a text counts as one.
func elements(v reflect.Value) int {
	switch l, ok := reflect.TypeAssert[model.List](v); {
	case ok:
		return l.Len()
	case textOf(v) == "":
		return 0
	default:
		return 1
	}
}

// textOf writes the value of a field; most are strings.
func textOf(v reflect.Value) string {
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Int:
		return strconv.FormatInt(v.Int(), 10)
	default:
	}
	return fmt.Sprint(v.Interface())
}

// ignoreWhatSettles excludes fields that change during a transition: no page
// says when a new host name is shown during a restart, that a network in creation
// shows its addresses, nor when the default queues of a type are shown.
func ignoreWhatSettles(want, got model.Resource) {
	switch w := want.(type) {
	case *ecs.Instance:
		if g, ok := got.(*ecs.Instance); ok && restarts(w) {
			g.HostName = w.HostName
		}
	case *ecs.NetworkInterface:
		if g, ok := got.(*ecs.NetworkInterface); ok && takesDefaultQueues(w) {
			g.QueueNumber = 0
		}
	case *ecs.VSwitch:
		if g, ok := got.(*ecs.VSwitch); ok && w.Status == ecs.Pending {
			g.Ipv6Cidr = w.Ipv6Cidr
		}
	case *ecs.Vpc:
		if g, ok := got.(*ecs.Vpc); ok && w.Status == ecs.Pending {
			g.Ipv6Cidr = w.Ipv6Cidr
		}
	}
}

// restarts says that the instance is on its way through a restart, which sets
// what was changed before.
func restarts(i *ecs.Instance) bool {
	return !i.Hidden.AtRestart.None() && i.Status != ecs.Running && i.Status != ecs.Stopped
}

// takesDefaultQueues says that the interface is being attached or detached, and
// has no queue number of its own.
func takesDefaultQueues(e *ecs.NetworkInterface) bool {
	return e.QueueNumber == 0 && (e.Status == ecs.Attaching || e.Status == ecs.Detaching)
}

// differences compares two resources of one kind, field by field.
func differences(name string, want, got model.Resource) []Diff {
	r := &diffReporter{name: name, kind: want.Kind()}
	cmp.Equal(want, got, cmp.FilterPath(unexported, cmp.Ignore()), cmp.Reporter(r))
	return r.diffs
}

// unexported says whether the path ends in a field that is nobody else's.
func unexported(p cmp.Path) bool {
	f, ok := p.Last().(cmp.StructField)
	return ok && !token.IsExported(f.Name())
}

// A diffReporter collects the leaves in which cmp finds a difference.
type diffReporter struct {
	path  cmp.Path
	name  string
	kind  model.Kind
	diffs []Diff
}

// PushStep is called by cmp on the way down.
func (r *diffReporter) PushStep(s cmp.PathStep) { r.path = append(r.path, s) }

// PopStep is called by cmp on the way up.
func (r *diffReporter) PopStep() { r.path = r.path[:len(r.path)-1] }

// Report is called by cmp at each leaf.
func (r *diffReporter) Report(result cmp.Result) {
	if result.Equal() {
		return
	}
	want, got := r.path.Last().Values()
	r.diffs = append(r.diffs, Diff{
		Name: r.name, Kind: r.kind, Field: strings.TrimPrefix(fieldPath(r.path), "."),
		Want: valueText(want), Got: valueText(got),
	})
}

func fieldPath(path cmp.Path) string {
	var b strings.Builder
	for _, s := range path {
		if f, ok := s.(cmp.StructField); ok {
			b.WriteString("." + f.Name())
		}
	}
	return b.String()
}

func valueText(v reflect.Value) string {
	if !v.IsValid() {
		return "nothing"
	}
	if l, ok := reflect.TypeAssert[model.List](v); ok {
		return fmt.Sprintf("%q", l.All())
	}
	if v.Kind() == reflect.String {
		return fmt.Sprintf("%q", v.String())
	}
	return fmt.Sprint(v.Interface())
}
