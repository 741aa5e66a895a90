package model

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"
)

// The world of a target that is not ecsim's own is built from what it shows:
// the base holds callers, regions and types; resources are imported under the
// target's ids. Everything else is unknown.

// strangerSeed is the seed of ids in such a world. It is unusual enough that no
// imported id, even of ecsim's own simulator, is among them.
const strangerSeed = 0x9d2c5680f1e2d3c5

// NewImported returns the world of such a target at the time now, without any
// resource. The base needs an account, a caller and a region.
func NewImported(m *Model, base *Base, now time.Time) (World, error) {
	if len(base.Accounts) == 0 || len(base.Callers) == 0 || len(base.Regions) == 0 {
		return World{}, errors.New("a world needs at least one account, one caller and one region")
	}
	b := *base
	b.Stranger = true
	b.Types = make(map[string]*InstanceType, len(base.Types))
	for id, t := range base.Types {
		known := *t
		known.index()
		b.Types[id] = &known
	}
	return NewWorld(m, &b, strangerSeed, now), nil
}

// InstanceTypes returns the types that the documents list, by id.
func (m *Model) InstanceTypes() (map[string]*InstanceType, error) { return typesOf(m) }

// ImportedType returns a type as the target shows it. Figures that it does not
// show are unknown, whatever the documents say of a type with that name.
// Properties that no operation shows, and other omissions, are taken from the
// documented type. documented may be nil; a nil shown shows everything that
// DescribeInstanceTypes can show.
func ImportedType(t *InstanceType, shown map[string]bool, documented *InstanceType) *InstanceType {
	out := InstanceType{IoOptimized: true, CpuArchitecture: "X86", ThreadsPerCoreDefault: 2}
	if documented != nil {
		out = *documented
	}
	from, to := reflect.ValueOf(t).Elem(), reflect.ValueOf(&out).Elem()
	unknown := NewList()
	for f := range from.Type().Fields() {
		if f.IsExported() && (shown == nil || shown[f.Name]) {
			to.FieldByIndex(f.Index).Set(from.FieldByIndex(f.Index))
		}
	}
	if shown == nil {
		return &out
	}
	if shown["InstanceFamilyLevel"] {
		out.Burstable = out.InstanceFamilyLevel == "CreditEntryLevel"
	}
	for _, name := range figureNames() {
		if !shown[string(name)] && !out.levelTells(name, shown["InstanceFamilyLevel"]) {
			unknown = unknown.With(string(name))
		}
	}
	for _, list := range typeLists() {
		if !shown[string(list)] {
			unknown = unknown.With(string(list))
		}
	}
	out.Unknown = unknown
	return &out
}

// levelTells says whether the level of the family, which is shown or not, decides
// the figure: a type that is neither shared nor burstable has no need of a
// stopped instance.
func (t *InstanceType) levelTells(name FactName, shown bool) bool {
	return shown && (name == TypeBurstable || name == TypeHotplug && !t.entryLevel())
}

// figureNames are the names of all figures, in order.
func figureNames() []FactName {
	var t InstanceType
	t.index()
	names := make([]FactName, 0, len(t.figures))
	for name := range t.figures {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Import returns the world with a resource that its target has already, under
// the target's id. A [Seen] counts as the resource in it. Public images belong
// to [SystemAccount]. A resource that others name has to be imported before
// them.
//
// No operation shows how many addresses of a vSwitch and places in a group are
// used by resources that were not imported. They are not counted, so that rules
// on capacity never refuse what the target accepts; the target may be full
// before the world is.
func (w World) Import(account, region string, r Resource) (World, error) {
	if s, ok := r.(Seen); ok {
		r = s.Resource
	}
	p := w.Place(account, region)
	switch {
	case p == nil:
		return w, fmt.Errorf("import %s %s: there is no account %s in region %s", r.Kind(), r.ID(), account, region)
	case r.ID() == "":
		return w, fmt.Errorf("import a %s: it has no id", r.Kind())
	case w.find(account, region, r.Kind(), r.ID()) != nil:
		return w, fmt.Errorf("import %s %s: the world has it already", r.Kind(), r.ID())
	}
	of := w.model.kinds.of(r.Kind())
	if of == nil || of.table == nil {
		return w, fmt.Errorf("import %s %s: it is part of the base, not of the resources", r.Kind(), r.ID())
	}
	err := of.take(&w, p, r)
	return w, err
}

// Since returns when a resource entered its status: now, if the status is
// transient.
func (w *World) Since(r Resource) time.Time {
	if w.model.edgeOf(r) == nil {
		return time.Time{}
	}
	return w.now
}

// A checker goes on after a known difference: the world takes over what the
// target was seen to do, although the model says otherwise.

// ApplyAnyway returns the verdict of a call that a target has accepted although it
// breaks rules, or although it is a dry run: its effects are made. It returns false
// where nobody knows what the call did: something that it names does not exist,
// something that it needs is missing, or no world is as it would be afterwards.
func (w World) ApplyAnyway(c Call) (v Verdict, ok bool) {
	op, ok := w.model.Operation(c.Op)
	if !ok || op.Reads {
		return Verdict{World: w}, false
	}
	// Effects rely on the rules before them. What they cannot make of a call that
	// breaks several is unknown, which is no reason to end a check.
	defer func() {
		if recover() != nil {
			v, ok = Verdict{World: w}, false
		}
	}()
	r := &Request{}
	r.open(w, c, op)
	v = Verdict{Op: op, World: r.after, Unread: r.unread}
	if r.Place == nil || MandatoryMissing(r) || !r.namesExist() {
		return v, false
	}
	r.perform(&v)
	return v, v.World.Check() == nil || w.Check() != nil
}

// namesExist says that everything that the call names was found.
func (r *Request) namesExist() bool {
	for _, p := range r.Operation.named {
		if r.given(p) && r.have&p.Names != p.Names {
			return false
		}
	}
	return true
}

// A mover can be put into a status.
type mover interface {
	MoveTo(status string, now time.Time)
}

// Adopted returns the world in which the resource has the fields of as, which is of
// the same type; where its status differs, it has just entered it.
func (w World) Adopted(account, region string, as Resource) World {
	p := w.Place(account, region)
	if p == nil {
		return w
	}
	old := p.Find(as.Kind(), as.ID())
	if old == nil {
		return w
	}
	next := reflect.New(reflect.TypeOf(as).Elem())
	next.Elem().Set(reflect.ValueOf(as).Elem())
	to, ok := reflect.TypeAssert[Resource](next)
	if !ok {
		return w
	}
	if status := StatusOf(to); status != StatusOf(old) {
		w.enter(next.Elem(), to, status)
	}
	w.model.kinds.of(as.Kind()).put(&w, p, to)
	return w
}

// enter notes the time at which a resource has entered its status.
func (w *World) enter(v reflect.Value, r Resource, status string) {
	if m, ok := r.(mover); ok {
		m.MoveTo(status, w.now)
		return
	}
	if hidden := v.FieldByName("Hidden"); hidden.IsValid() {
		if since := hidden.FieldByName("Since"); since.IsValid() {
			since.Set(reflect.ValueOf(w.Since(r)))
		}
	}
}
