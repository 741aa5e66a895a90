package model

import (
	"cmp"
	"slices"
	"time"
)

// A Lag bounds how long the earlier state of resources of a kind goes on after a
// change: it is still shown, or it still counts.
type Lag struct {
	Of  LagOf
	Max time.Duration
	// Basis says how it is known that there is such a lag, Timing how its range is.
	Basis, Timing Basis
}

// LagOf says what goes on of an earlier state.
type LagOf uint8

// What goes on of an earlier state.
const (
	// LagAppears: what was made is not shown yet.
	LagAppears LagOf = iota + 1
	// LagShown: what was changed is shown as it was, and what was removed is shown.
	LagShown
	// LagCounts: what was removed counts as there: in groups, networks, quotas, and
	// as the owner of its addresses.
	LagCounts
)

// String says what goes on, for reports.
func (o LagOf) String() string {
	return [...]string{"", "not shown yet", "shown as it was", "still counts"}[o]
}

// commonLags are those of a kind whose record gives no others.
func commonLags() []Lag {
	brief := Inferred("pages say that a change takes effect almost immediately, or after a short delay, and clients read again for some seconds")
	counts := Inferred("clients repeat the deletion of a group or network that is refused as in use, after what used it was deleted")
	return []Lag{
		{Of: LagAppears, Max: 10 * time.Second, Basis: brief, Timing: Assumed("no page gives a figure; clients read again for some seconds")},
		{Of: LagShown, Max: 10 * time.Second, Basis: brief, Timing: Assumed("no page gives a figure; clients read again for some seconds")},
		{Of: LagCounts, Max: 2 * time.Minute, Basis: counts, Timing: Assumed("no page gives a figure; Terraform repeats for 10 minutes, each few seconds")},
	}
}

// withLags returns the common lags, with those of the kind in their places.
func withLags(own []Lag) []Lag {
	lags := commonLags()
	for _, l := range own {
		lags[slices.IndexFunc(lags, func(c Lag) bool { return c.Of == l.Of })] = l
	}
	return lags
}

// Lag returns how long an earlier state of the kind goes on.
func (m *Model) Lag(k Kind, of LagOf) Lag {
	for _, l := range m.kinds.of(k).lags {
		if l.Of == of {
			return l
		}
	}
	return Lag{}
}

// An Earlier is the state of a resource before a change.
type Earlier struct {
	Account, Region string
	Kind            Kind
	ID              string
	Was             Resource // nil: it was not there
	Gone            bool     // the change removed it
}

// Lag returns how long the state goes on in the way.
func (m *Model) lagOf(e Earlier, of LagOf) Lag {
	if of == LagShown && e.Was == nil {
		of = LagAppears
	}
	return m.Lag(e.Kind, of)
}

// ShownFor returns how long the earlier state may be shown.
func (m *Model) ShownFor(e Earlier) Lag { return m.lagOf(e, LagShown) }

// Counts says whether the earlier state may count for others: it is that of
// something removed, or of what holds others and counts them.
func (e Earlier) Counts() bool { return e.Gone || e.Was != nil && e.Kind.Holds() }

// Changed lists the resources that differ from those of the world before, as they
// were, in the order of places, kinds and ids.
func (w World) Changed(before World) []Earlier {
	var all []Earlier
	for i, p := range w.Places {
		q := before.Places[i]
		if p == q {
			continue
		}
		for n, table := range p.tables {
			if table == nil || table == q.tables[n] {
				continue
			}
			for _, c := range table.changed(q.tables[n]) {
				e := Earlier{Account: p.Account, Region: p.Region, Was: c.was, Gone: c.is == nil}
				r := cmp.Or(c.is, c.was)
				e.Kind, e.ID = r.Kind(), r.ID()
				all = append(all, e)
			}
		}
	}
	return all
}

// NameTaken says whether the name of what is gone was given again.
func (w World) NameTaken(e Earlier) bool {
	p := w.Place(e.Account, e.Region)
	return e.Gone && e.Kind.CalledBy() != "" && p != nil && p.Owner(e.Kind, w.model.kinds.InCalls(e.ID)) != ""
}

// With returns the world in which one resource is as it was, and everything else
// as it is. Such a world may contradict itself: it is what a late reader sees.
func (w World) With(e Earlier) World {
	p := w.Place(e.Account, e.Region)
	if p == nil {
		return w
	}
	record := w.model.kinds.of(e.Kind)
	switch {
	case w.NameTaken(e):
	case e.Was != nil:
		record.put(&w, p, e.Was)
	case p.Find(e.Kind, e.ID) != nil:
		record.drop(&w, p, e.ID)
	}
	return w
}

// Counting returns the world in which what is gone counts as there: removed
// resources are, and what held them counts as it did.
func (w World) Counting(earlier []Earlier) World {
	for _, e := range earlier {
		if !e.Counts() {
			continue
		}
		if !e.Gone { // an earlier status is no release
			is := w.Find(e.Account, e.Region, e.Kind, e.ID)
			if is == nil || StatusOf(is) != StatusOf(e.Was) {
				continue
			}
		}
		w = w.With(e)
	}
	return w
}

// A changed is one resource in two tables; nil where a table does not have it.
type changed struct{ was, is Resource }

// changed lists the resources that differ from those of the other table, in the
// order of ids.
func (t Table[T, P]) changed(before shelf) []changed {
	var all []changed
	o, _ := before.(Table[T, P])
	if t.m == o.m {
		return nil
	}
	now, was := t.m.Iterator(), o.m.Iterator()
	id, e, more := now.Next()
	old, f, left := was.Next()
	for more || left {
		isNew := more && (!left || id < old)
		isGone := left && (!more || old < id)
		switch {
		case isNew:
			all = append(all, changed{is: P(&e.Value)})
		case isGone:
			all = append(all, changed{was: P(&f.Value)})
		case e != f && e.Value != f.Value:
			all = append(all, changed{was: P(&f.Value), is: P(&e.Value)})
		}
		if !isNew {
			old, f, left = was.Next()
		}
		if !isGone {
			id, e, more = now.Next()
		}
	}
	return all
}

// A Kept resource says what of it stays when a sequence has changed it and everything
// that the sequence made is gone again: a target of others is not reset, so a rule that
// was added to one of its own groups is there still.
type Kept interface {
	Resource
	// KeptAs returns a copy with what stays of the later state.
	KeptAs(later Resource) Resource
}

// Keeping returns the world with what stays of the later one, of the resources that it
// has.
func (w World) Keeping(later World) World {
	for _, e := range later.Changed(w) {
		was, ok := e.Was.(Kept)
		is := later.Find(e.Account, e.Region, e.Kind, e.ID)
		if !ok || is == nil {
			continue
		}
		e.Was = was.KeptAs(is)
		w = w.With(e)
	}
	return w
}
