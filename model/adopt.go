package model

import (
	"reflect"
	"time"
)

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
