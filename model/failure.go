package model

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
