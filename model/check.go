package model

import (
	"errors"
	"fmt"
)

// Check returns violations of the invariants that hold in every world that
// calls and transitions can reach.
func (w World) Check() error {
	var errs []error
	var sum uint64
	for _, p := range w.Places {
		sum += p.sum()
		for of := range w.model.kinds.keptRecords {
			errs = append(errs, of.checkIn(&w, p)...)
		}
	}
	for it := w.tokens.Iterator(); !it.Done(); {
		key, t, _ := it.Next()
		sum += tokenHash(key, t.params)
	}
	if sum != w.sum {
		errs = append(errs, errors.New("the hash does not match the resources"))
	}
	errs = append(errs, w.checkTransient()...)
	return errors.Join(errs...)
}

// checkIn returns violations of the kind's invariants in the place, and errors
// in the data derived from its resources.
func (of *KindRecord) checkIn(w *World, p *Place) []error {
	var errs []error
	report := func(id, format string, args ...any) {
		errs = append(errs, fmt.Errorf("%s %s: %s", of.kind, id, fmt.Sprintf(format, args...)))
	}
	of.check(w, p, report)
	owned, users, n := 0, map[string]int{}, of.kind.Number()
	for r := range p.tables[n].resources {
		for _, key := range of.owns(r) {
			owned++
			if owner := p.Owner(of.kind, key); owner != r.ID() {
				report(r.ID(), "has %s, which belongs to %q", key, owner)
			}
		}
		if name := w.model.kinds.InCalls(r.ID()); of.kind.CalledBy() != "" && p.Owner(of.kind, name) != r.ID() {
			report(r.ID(), "is not found by its name %q", name)
		}
		if id := of.uses(r); id != "" {
			users[id]++
		}
	}
	if got := p.owners[n].Len(); got != owned {
		errs = append(errs, fmt.Errorf("%s: %d keys are owned, the index has %d", of.kind, owned, got))
	}
	if got := p.users[n].Len(); got != len(users) {
		errs = append(errs, fmt.Errorf("%s: %d things are used, the index has %d", of.kind, len(users), got))
	}
	for id, count := range users {
		if got := p.UsersOf(of.kind, id); got != count {
			errs = append(errs, fmt.Errorf("%s: %s has %d users, the index says %d", of.kind, id, count, got))
		}
	}
	return errs
}

// checkTransient compares the index of resources in transition with the
// resources.
func (w *World) checkTransient() []error {
	var errs []error
	count := 0
	for _, p := range w.Places {
		for r := range p.All {
			if w.model.edgeOf(r) == nil {
				continue
			}
			count++
			if _, ok := w.transient.Get(transientName(p.Account, p.Region, r.Kind(), r.ID())); !ok {
				errs = append(errs, fmt.Errorf("%s %s can move and is not in the index", r.Kind(), r.ID()))
			}
		}
	}
	if count != w.transient.Len() {
		errs = append(errs, fmt.Errorf("%d resources can move, the index has %d", count, w.transient.Len()))
	}
	return errs
}

// sameResources compares two worlds resource by resource.
func (w *World) sameResources(o World) bool {
	if len(w.Places) != len(o.Places) {
		return false
	}
	for i, p := range w.Places {
		if !p.same(o.Places[i]) {
			return false
		}
	}
	return w.tokens.Len() == o.tokens.Len()
}
