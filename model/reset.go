package model

import "strings"

// WithAccountOf returns the world in which the account has what it has in the
// other world: resources and tokens. Everything else stays, the id counters
// too, so that no id is ever given twice. Both worlds must come from one base.
func (w World) WithAccountOf(from World, account string) World {
	places := make([]*Place, len(w.Places))
	for i, p := range w.Places {
		places[i] = p
		if p.Account != account {
			continue
		}
		q := from.Place(p.Account, p.Region)
		if q == nil {
			q = newPlace(w.model.kinds, p.Account, p.Region)
		}
		places[i] = q
		w.sum += q.sum() - p.sum()
	}
	w.Places = places
	prefix := account + "/"
	for it := w.tokens.Iterator(); !it.Done(); {
		if key, t, _ := it.Next(); strings.HasPrefix(key, prefix) {
			w.tokens = w.tokens.Delete(key)
			w.sum -= tokenHash(key, t.params)
		}
	}
	for it := from.tokens.Iterator(); !it.Done(); {
		if key, t, _ := it.Next(); strings.HasPrefix(key, prefix) {
			w.tokens = w.tokens.Set(key, t)
			w.sum += tokenHash(key, t.params)
		}
	}
	for it := w.transient.Iterator(); !it.Done(); {
		if name, key, _ := it.Next(); key.account == account {
			w.transient = w.transient.Delete(name)
		}
	}
	for it := from.transient.Iterator(); !it.Done(); {
		if name, key, _ := it.Next(); key.account == account {
			w.transient = w.transient.Set(name, key)
		}
	}
	return w
}
