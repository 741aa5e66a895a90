package model

import (
	"hash/maphash"
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
	// places are ordered by account and region; the slice is never written to
	// once a world holds it.
	places    []*place
	learnt    *immutable.SortedMap[string, Range]
	tokens    *immutable.SortedMap[string, token]
	transient *immutable.SortedMap[string, transientKey]
	counters  [kindCount]uint32
	now       time.Time
	seed      uint64
	sum       uint64 // of the hashes of all resources and tokens
	// While a request makes its effects (drafting), own is the place that it has
	// copied already and that no other world holds.
	drafting bool
	own      *place
}

// A place is what one account has in one region.
type place struct {
	account, region string
	instances       table[Instance]
	images          table[Image]
	enis            table[NetworkInterface]
	groups          table[SecurityGroup]
	vswitches       table[VSwitch]
	vpcs            table[Vpc]
	addresses       *immutable.SortedMap[string, string] // vswitch/address to ENI id
	imageUses       *immutable.SortedMap[string, int]    // image id to the number of instances made from it
}

// SystemAccount owns the public images.
const SystemAccount = "system"

func newPlace(account, region string) *place {
	return &place{
		account: account, region: region,
		instances: newTable[Instance](), images: newTable[Image](), enis: newTable[NetworkInterface](),
		groups: newTable[SecurityGroup](), vswitches: newTable[VSwitch](), vpcs: newTable[Vpc](),
		addresses: immutable.NewSortedMap[string, string](nil), imageUses: immutable.NewSortedMap[string, int](nil),
	}
}

// NewWorld returns a world of the model without resources, at the time now.
// The seed decides ids: (seed, kind, counter of the kind) give an id, so that
// an unrelated call moves nothing else.
func NewWorld(m *Model, base *Base, seed uint64, now time.Time) World {
	w := World{
		model: m, base: base, seed: seed, now: canonical(now),
		learnt:    immutable.NewSortedMap[string, Range](nil),
		tokens:    immutable.NewSortedMap[string, token](nil),
		transient: immutable.NewSortedMap[string, transientKey](nil),
	}
	accounts := append([]string{SystemAccount}, base.accountIDs()...)
	for _, account := range accounts {
		for _, region := range base.Regions {
			w.places = append(w.places, newPlace(account, region.RegionId))
		}
	}
	return w
}

// canonical strips what makes equal times differ under ==.
func canonical(t time.Time) time.Time { return time.Unix(0, t.UnixNano()).UTC() }

// Model returns the model that the world obeys.
func (w World) Model() *Model { return w.model }

// Under returns the same world obeying another model, such as a mutant.
func (w World) Under(m *Model) World { w.model = m; return w }

// Base returns what never changes in the world: accounts, callers, regions,
// zones and types.
func (w World) Base() *Base { return w.base }

// Now returns the world's time, in UTC.
func (w World) Now() time.Time { return w.now }

// At returns the world at the time t. Nothing else moves: what is due is fired
// by whoever decides when hidden transitions happen.
func (w World) At(t time.Time) World { w.now = canonical(t); return w }

// Seed returns the seed of the world's ids.
func (w World) Seed() uint64 { return w.seed }

// Hash identifies the world's state within this process: equal worlds have
// equal hashes. It is kept up with every change and costs nothing to read.
func (w World) Hash() uint64 {
	return maphash.Comparable(hashSeed, struct {
		sum      uint64
		counters [kindCount]uint32
		now      int64
		seed     uint64
	}{w.sum, w.counters, w.now.UnixNano(), w.seed})
}

// Equal says whether two worlds are in the same state, whatever their models.
func (w World) Equal(o World) bool {
	return w.Hash() == o.Hash() && w.sameResources(o)
}

// place returns what the account has in the region, or nil.
func (w *World) place(account, region string) *place {
	for _, p := range w.places {
		if p.account == account && p.region == region {
			return p
		}
	}
	return nil
}

// change returns a copy of the place that belongs to w alone, put in its stead.
func (w *World) change(p *place) *place {
	if p == w.own && p != nil {
		return p
	}
	next := *p
	places := make([]*place, len(w.places))
	copy(places, w.places)
	for i, q := range places {
		if q.account == p.account && q.region == p.region {
			places[i] = &next
		}
	}
	w.places = places
	if w.drafting {
		w.own = &next
	}
	return &next
}

// finished returns the world as it stands. What it holds is never written to
// again, whatever becomes of w.
func (w *World) finished() World {
	w.own = nil
	done := *w
	done.drafting = false
	return done
}

// kept names a table of a place, so that one function can serve all kinds.
type kept[T comparable] func(*place) *table[T]

func instances(p *place) *table[Instance]           { return &p.instances }
func images(p *place) *table[Image]                 { return &p.images }
func enis(p *place) *table[NetworkInterface]        { return &p.enis }
func securityGroups(p *place) *table[SecurityGroup] { return &p.groups }
func vswitches(p *place) *table[VSwitch]            { return &p.vswitches }
func vpcs(p *place) *table[Vpc]                     { return &p.vpcs }

// put stores v under id in the place, in w alone, and keeps hash and the index
// of transient resources up.
func put[T comparable](w *World, account, region string, of kept[T], id string, v T) {
	putEntry(w, account, region, of, id, &entry[T]{value: v})
}

// putEntry is put for a value that is in its entry already and nobody else's.
func putEntry[T comparable](w *World, account, region string, of kept[T], id string, e *entry[T]) {
	p := w.change(w.place(account, region))
	t := of(p)
	var before *T
	if old, ok := t.m.Get(id); ok {
		before = &old.value
		w.sum -= old.hash
	}
	p.countImageUse(before, &e.value)
	e.hash = hashOf(p, id, &e.value)
	t.m = t.m.Set(id, e)
	w.sum += e.hash
	w.noteTransient(p, any(&e.value).(Resource)) //nolint:forcetypeassert // every kept type is a Resource
}

// drop removes id from the place, in w alone.
func drop[T comparable](w *World, account, region string, of kept[T], id string) {
	p := w.change(w.place(account, region))
	t := of(p)
	old, ok := t.m.Get(id)
	if !ok {
		return
	}
	before := &old.value
	w.sum -= old.hash
	p.countImageUse(before, nil)
	t.m = t.m.Delete(id)
	w.transient = w.transient.Delete(transientName(p.account, p.region, any(before).(Resource).Kind(), id)) //nolint:forcetypeassert // as in put
}

// NewID returns the next id of the kind and counts it. Ids of a kind sort in
// the order in which they were made.
func (w *World) NewID(k Kind) string {
	w.counters[k]++
	return MakeID(w.seed, k, w.counters[k])
}

// MakeID returns the id that a world of the seed gives to the n-th resource of
// the kind, from 1: prefix, counter, and letters that differ between seeds.
func MakeID(seed uint64, k Kind, n uint32) string {
	h := seed ^ uint64(k)<<56 ^ uint64(n)*0x9e3779b97f4a7c15
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

// Learn returns the two worlds that the question leaves possible: one in which
// the fact is at least N, and one in which it is not.
func (w World) Learn(q Question) (atLeast, below World) {
	r := w.knows(q.Fact)
	yes, no := w, w
	key := q.Fact.Scope + "/" + string(q.Fact.Name)
	yes.learnt = w.learnt.Set(key, Range{max(r.Lo, q.N), r.Hi})
	no.learnt = w.learnt.Set(key, Range{r.Lo, min(r.Hi, q.N-1)})
	return yes, no
}

// Knows returns what the world knows of the fact.
func (w World) Knows(f Fact) Range { return w.knows(f) }

func (w *World) knows(f Fact) Range {
	if w.learnt.Len() > 0 {
		if r, ok := w.learnt.Get(f.Scope + "/" + string(f.Name)); ok {
			return r
		}
	}
	return w.base.knows(f)
}
