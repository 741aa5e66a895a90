package model

import (
	"slices"
	"time"
)

// An Edge is one row of a lifecycle table: a resource leaves a transient status
// by itself. Min and Max bound the duration; a target that takes longer than
// Max is stuck.
type Edge struct {
	Name string // Instance/Starting-Running
	Kind Kind
	From string
	To   string // empty: the resource is gone
	// If distinguishes edges from the same status; nil means always.
	If  func(Resource) bool
	Min time.Duration
	Max time.Duration
	// Trigger names the operations that lead to From.
	Trigger string
	Basis   Basis // of the edge
	Timing  Basis // of the range
	Do      func(*World, *Place, Resource)
}

// A Transition is an edge that is pending for a resource of the world.
type Transition struct {
	Edge            *Edge
	Account, Region string
	ID              string
	Since           time.Time // when the status was entered
}

// Due returns the moment from which the transition may happen.
func (t Transition) Due() time.Time { return t.Since.Add(t.Edge.Min) }

// Overdue returns the moment by which it should have happened.
func (t Transition) Overdue() time.Time { return t.Since.Add(t.Edge.Max) }

type transientKey struct {
	account, region string
	kind            Kind
	id              string
}

func transientName(account, region string, k Kind, id string) string {
	return account + "/" + region + "/" + k.Prefix() + "/" + id
}

// noteTransient updates the index of resources in transition.
func (w *World) noteTransient(p *Place, r Resource) {
	moves := w.model.edgeOf(r) != nil
	if !moves && w.transient.Len() == 0 {
		return
	}
	name := transientName(p.Account, p.Region, r.Kind(), r.ID())
	_, noted := w.transient.Get(name)
	switch {
	case moves && !noted:
		w.transient = w.transient.Set(name, transientKey{p.Account, p.Region, r.Kind(), r.ID()})
	case !moves && noted:
		w.transient = w.transient.Delete(name)
	}
}

// edgeOf returns the pending edge of the resource, or nil.
func (m *Model) edgeOf(r Resource) *Edge {
	of := m.edgesOf[r.Kind().Number()]
	if len(of) == 0 {
		return nil
	}
	at, _ := r.Lifecycle()
	for _, e := range of {
		if e.From == at && (e.If == nil || e.If(r)) {
			return e
		}
	}
	return nil
}

// Moves says whether a transition is pending.
func (w World) Moves() bool { return w.transient.Len() > 0 }

// Pending returns the pending transitions: one for each resource in a transient
// status, in the order of accounts, regions and ids.
func (w World) Pending() []Transition {
	if w.transient.Len() == 0 {
		return nil
	}
	pending := make([]Transition, 0, w.transient.Len())
	for it := w.transient.Iterator(); !it.Done(); {
		_, key, _ := it.Next()
		r := w.find(key.account, key.region, key.kind, key.id)
		if r == nil {
			continue
		}
		if e := w.model.edgeOf(r); e != nil {
			_, since := r.Lifecycle()
			pending = append(pending, Transition{e, key.account, key.region, key.id, since})
		}
	}
	return pending
}

// Fire returns the world after the transition. A transition that is not pending
// changes nothing.
func (w World) Fire(t Transition) World {
	r := w.find(t.Account, t.Region, t.Edge.Kind, t.ID)
	if r == nil {
		return w
	}
	if e := w.model.edgeOf(r); e == nil || e.Name != t.Edge.Name {
		return w
	}
	t.Edge.Do(&w, w.Place(t.Account, t.Region), r)
	return w
}

// find returns the resource, or nil.
func (w *World) find(account, region string, k Kind, id string) Resource {
	p := w.Place(account, region)
	if p == nil {
		return nil
	}
	return p.Find(k, id)
}

// Find returns the account's resource in the region with the id, or nil.
func (w World) Find(account, region string, k Kind, id string) Resource {
	return w.find(account, region, k, id)
}

// Resources returns the account's resources of one kind in the region, in the
// order of ids, which is the order of creation. The account [SystemAccount] has
// the public images.
func (w World) Resources(account, region string, k Kind) []Resource {
	p := w.Place(account, region)
	if p == nil || p.count(k) == 0 {
		return nil
	}
	return slices.AppendSeq(make([]Resource, 0, p.count(k)), p.tables[k.Number()].resources)
}

// A failure is an edge that a healthy cloud takes now and then instead of the usual
// one: a creation fails half-way, an attachment falls back. It never happens in a
// simulator by itself, only on request, and a checker explains it with no target that
// is held to strict.

// Failing returns the failure that the resource may meet now; false for none.
func (w World) Failing(account, region string, k Kind, id string) (Transition, bool) {
	r := w.find(account, region, k, id)
	if r == nil {
		return Transition{}, false
	}
	status, since := r.Lifecycle()
	failures := w.model.kinds.of(k).failures
	for i := range failures {
		if e := &failures[i]; e.From == status {
			return Transition{e, account, region, id, since}, true
		}
	}
	return Transition{}, false
}

// Fail returns the world after the failure. One that cannot happen changes nothing.
func (w World) Fail(t Transition) World {
	now, ok := w.Failing(t.Account, t.Region, t.Edge.Kind, t.ID)
	if !ok || now.Edge.Name != t.Edge.Name {
		return w
	}
	t.Edge.Do(&w, w.Place(t.Account, t.Region), w.find(t.Account, t.Region, t.Edge.Kind, t.ID))
	return w
}

// Failures lists the failures of resources of the kind.
func (m *Model) Failures(k Kind) []Edge { return m.kinds.of(k).failures }
