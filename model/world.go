package model

import (
	"hash/maphash"
	"slices"
	"strings"
	"time"

	"github.com/benbjohnson/immutable"
)

// A World is all state, as an immutable value: every method that changes
// something returns another world, and both stay usable, by any number of
// goroutines. The zero World has no model; worlds come from [NewWorld] or from
// a world file.
type World struct {
	model *Model
	base  *Base
	// Places are ordered by account and region; the slice is never written to
	// once a world holds it.
	Places    []*Place
	learnt    *immutable.SortedMap[string, Range]
	learntSum uint64 // of the hashes of what was learnt
	tokens    *immutable.SortedMap[string, token]
	transient *immutable.SortedMap[string, transientKey]
	counters  []uint32 // by the number of the kind; never written to
	now       time.Time
	seed      uint64
	sum       uint64 // of the hashes of all resources and tokens
	// While a request makes its effects (drafting), own is the place that it
	// has copied already and that no other world shares.
	drafting bool
	own      *Place
}

// SystemAccount owns the public images.
const SystemAccount = "system"

// NewWorld returns a world of the model without resources, at the time now. The
// seed decides ids: (seed, kind, counter of the kind) give an id, so that
// unrelated calls do not change it.
func NewWorld(m *Model, base *Base, seed uint64, now time.Time) World {
	w := World{
		model: m, base: base, seed: seed, now: canonical(now),
		learnt:    immutable.NewSortedMap[string, Range](nil),
		tokens:    immutable.NewSortedMap[string, token](nil),
		transient: immutable.NewSortedMap[string, transientKey](nil),
		counters:  make([]uint32, len(m.kinds.records)),
	}
	accounts := append([]string{SystemAccount}, base.AccountIDs()...)
	for _, account := range accounts {
		for _, region := range base.Regions {
			w.Places = append(w.Places, newPlace(m.kinds, account, region.RegionId))
		}
	}
	return w
}

// canonical removes the parts that make equal times differ under ==.
func canonical(t time.Time) time.Time { return time.Unix(0, t.UnixNano()).UTC() }

// Model returns the model that the world obeys.
func (w World) Model() *Model { return w.model }

// Under returns the same world with another model, such as a mutant.
func (w World) Under(m *Model) World { w.model = m; return w }

// Base returns the part of the world that never changes: accounts, callers,
// regions, zones and types.
func (w World) Base() *Base { return w.base }

// On returns the same world on another base, such as one that knows other facts.
func (w World) On(b *Base) World { w.base = b; return w }

// Now returns the world's time, in UTC.
func (w World) Now() time.Time { return w.now }

// At returns the world at the time t. Nothing else changes: the caller decides
// when due transitions happen.
func (w World) At(t time.Time) World { w.now = canonical(t); return w }

// Seed returns the seed of the world's ids.
func (w World) Seed() uint64 { return w.seed }

// Hash identifies the world within this process, its state and what it has learnt:
// equal worlds have equal hashes. It is kept up with every change and costs
// nothing to read.
func (w World) Hash() uint64 { return w.State() ^ w.learntSum }

// State identifies what there is in the world, and leaves out what it has learnt
// of facts: two worlds of one state show the same, and may refuse differently.
func (w World) State() uint64 {
	var counters uint64
	for _, n := range w.counters {
		counters = mix64(counters ^ uint64(n))
	}
	return maphash.Comparable(hashSeed, [4]uint64{w.sum, counters, uint64(w.now.UnixNano()), w.seed})
}

// Equal says whether two worlds are in the same state and have learnt the same
// facts, whatever their models.
func (w World) Equal(o World) bool {
	return w.Hash() == o.Hash() && w.sameResources(o) && w.learntSame(o)
}

// Place returns the account's place in the region, or nil.
func (w *World) Place(account, region string) *Place {
	for _, p := range w.Places {
		if p.Account == account && p.Region == region {
			return p
		}
	}
	return nil
}

// change returns a copy of the place that only w has, and puts it into w.
func (w *World) change(p *Place) *Place {
	if p == w.own && p != nil {
		return p
	}
	next := p.copied()
	places := make([]*Place, len(w.Places))
	copy(places, w.Places)
	for i, q := range places {
		if q.Account == p.Account && q.Region == p.Region {
			places[i] = next
		}
	}
	w.Places = places
	if w.drafting {
		w.own = next
	}
	return next
}

// finished returns the world as it is. Its data is never written to again,
// whatever happens to w.
func (w *World) finished() World {
	w.own = nil
	done := *w
	done.drafting = false
	return done
}

// Put stores v in the place, in w alone, and updates the hash and all derived
// data.
func Put[T comparable, P Pointer[T]](w *World, account, region string, v T) {
	PutEntry[T, P](w, account, region, &Entry[T]{Value: v})
}

// PutEntry is put for a value that is already in an entry which is not shared.
func PutEntry[T comparable, P Pointer[T]](w *World, account, region string, e *Entry[T]) {
	p := w.change(w.Place(account, region))
	after := P(&e.Value)
	kind, id := after.Kind(), after.ID()
	t := TableOf[T, P](p, kind)
	var before Resource
	if old, ok := t.m.Get(id); ok {
		before = P(&old.Value)
		w.sum -= old.hash
	}
	p.reindex(w.model.kinds.of(kind), before, after)
	e.hash = hashOf(p, id, &e.Value)
	p.tables[kind.Number()] = Table[T, P]{t.m.Set(id, e)}
	w.sum += e.hash
	w.noteTransient(p, after)
}

// Drop removes the resource with the id from the place, in w alone.
func Drop[T comparable, P Pointer[T]](w *World, account, region string, k Kind, id string) {
	p := w.change(w.Place(account, region))
	t := TableOf[T, P](p, k)
	old, ok := t.m.Get(id)
	if !ok {
		return
	}
	w.sum -= old.hash
	p.reindex(w.model.kinds.of(k), P(&old.Value), nil)
	p.tables[k.Number()] = Table[T, P]{t.m.Delete(id)}
	w.transient = w.transient.Delete(transientName(p.Account, p.Region, k, id))
}

// NewID returns the next id of the kind and counts it. Ids of a kind sort in
// the order in which they were made.
func (w *World) NewID(k Kind) string {
	counters := slices.Clone(w.counters)
	counters[k.Number()]++
	w.counters = counters
	return MakeID(w.seed, k, counters[k.Number()])
}

// nameMark separates the two parts of the id of a kind that calls know by name.
const nameMark = "/"

// NamedID returns the id under which a world keeps a resource of a kind that
// calls know by name: the id that the cloud gave, a slash, and the name. So it is
// unique, and says how calls name the resource even when it is gone. Without an
// id, because a target does not show it, it is the name.
func NamedID(id, name string) string {
	if id == "" {
		return name
	}
	return id + nameMark + name
}

// Made returns the number of ids of the kind that the world has given.
func (w *World) Made(k Kind) uint32 { return w.counters[k.Number()] }

// MakeID returns the id of the n-th resource of the kind in a world with the
// seed, from 1: prefix, counter, and letters that differ between seeds.
func MakeID(seed uint64, k Kind, n uint32) string {
	h := seed ^ uint64(k.Number())<<56 ^ uint64(n)*0x9e3779b97f4a7c15
	b := make([]byte, 0, 32)
	b = append(b, k.Prefix()...)
	b = append(b, "-bp1"...)
	b = base36(b, uint64(n), 5)
	for range 2 {
		h ^= h >> 33
		h *= 0xff51afd7ed558ccd
		h ^= h >> 29
		b = base36(b, h, 6)
	}
	return string(b)
}

// base36 adds the last digits of n, lower case.
func base36(b []byte, n uint64, digits int) []byte {
	const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz"
	at := len(b)
	for range digits {
		b = append(b, '0')
	}
	for i := at + digits - 1; i >= at; i-- {
		b[i] = alphabet[n%36]
		n /= 36
	}
	return b
}

// WithAccountOf returns the world in which the account has the resources and
// tokens that it has in the other world. Everything else stays, the id counters
// too, so that no id is given twice. Both worlds must have one base.
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
