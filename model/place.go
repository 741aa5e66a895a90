package model

import (
	"iter"
	"slices"
	"strings"

	"github.com/benbjohnson/immutable"
)

// A Place holds the resources of one account in one region: a table for each
// kind, and data derived from the tables to avoid searches.
type Place struct {
	Account, Region string
	tables          []shelf                                // by the number of the kind
	owners          []*immutable.SortedMap[string, string] // by kind: which resource owns a key
	users           []*immutable.SortedMap[string, int]    // by kind: how many use a thing
}

// A shelf is the table of one kind, for code that treats all kinds alike.
type shelf interface {
	// find returns the resource of the id, or nil.
	find(id string) Resource
	// resources yields all of them, in the order of their ids.
	resources(yield func(Resource) bool)
	Count() int
	// sum adds up the hashes of the resources.
	sum(p *Place) uint64
	// same says whether another table has the same resources.
	same(other shelf) bool
	// changed lists the resources that differ from those of another table.
	changed(before shelf) []changed
	// values returns a slice of all values, to be encoded.
	values() any
}

func newPlace(kinds *Kinds, account, region string) *Place {
	n := len(kinds.records)
	p := &Place{
		Account: account, Region: region, tables: make([]shelf, n),
		owners: make([]*immutable.SortedMap[string, string], n), users: make([]*immutable.SortedMap[string, int], n),
	}
	for r := range kinds.keptRecords {
		at := r.kind.Number()
		p.tables[at] = r.table
		p.owners[at] = immutable.NewSortedMap[string, string](nil)
		p.users[at] = immutable.NewSortedMap[string, int](nil)
	}
	return p
}

// copied returns a copy that can be changed.
func (p *Place) copied() *Place {
	next := *p
	next.tables = slices.Clone(p.tables)
	return &next
}

// Find returns the resource of the kind and id, or nil.
func (p *Place) Find(k Kind, id string) Resource {
	if n := k.Number(); n < len(p.tables) && p.tables[n] != nil {
		return p.tables[n].find(id)
	}
	return nil
}

// Named returns the resource of the kind that a call names: by its id, or by its
// name where calls know the kind by name; nil for none.
func (p *Place) Named(k Kind, text string) Resource {
	if k.CalledBy() != "" {
		text = p.Owner(k, text)
	}
	return p.Find(k, text)
}

// count returns the number of resources of the kind in the place.
func (p *Place) count(k Kind) int {
	if n := k.Number(); n < len(p.tables) && p.tables[n] != nil {
		return p.tables[n].Count()
	}
	return 0
}

// All yields the resources of every kind, by kind and id.
func (p *Place) All(yield func(Resource) bool) {
	for _, t := range p.tables {
		if t == nil {
			continue
		}
		for r := range t.resources {
			if !yield(r) {
				return
			}
		}
	}
}

// sum adds up the hashes of the place's resources.
func (p *Place) sum() uint64 {
	var sum uint64
	for _, t := range p.tables {
		if t != nil {
			sum += t.sum(p)
		}
	}
	return sum
}

// same says whether another place has the same resources.
func (p *Place) same(q *Place) bool {
	return p == q || slices.EqualFunc(p.tables, q.tables, func(a, b shelf) bool {
		return a == nil && b == nil || a != nil && b != nil && a.same(b)
	})
}

// Owner returns the id of the resource of the kind that owns the key, or
// nothing.
func (p *Place) Owner(k Kind, key string) string {
	id, _ := p.owners[k.Number()].Get(key)
	return id
}

// OwnedUnder yields the ids of the resources of the kind that own a key which
// begins with the prefix, in the order of their keys. It costs what it yields.
func (p *Place) OwnedUnder(k Kind, prefix string) iter.Seq[string] {
	return func(yield func(string) bool) {
		it := p.owners[k.Number()].Iterator()
		it.Seek(prefix)
		for !it.Done() {
			key, id, _ := it.Next()
			if !strings.HasPrefix(key, prefix) || !yield(id) {
				return
			}
		}
	}
}

// UsersOf returns the number of resources of the kind that use the resource.
func (p *Place) UsersOf(k Kind, id string) int {
	n, _ := p.users[k.Number()].Get(id)
	return n
}

// reindex updates owners and users when a resource replaces another; either may
// be nil. The place is not shared.
func (p *Place) reindex(of *KindRecord, before, after Resource) {
	var lost, won []string
	var was, is string
	if before != nil {
		lost, was = of.owns(before), of.uses(before)
	}
	if after != nil {
		won, is = of.owns(after), of.uses(after)
	}
	n := of.kind.Number()
	if !slices.Equal(lost, won) {
		owners := p.owners[n]
		for _, key := range lost {
			if !slices.Contains(won, key) {
				owners = owners.Delete(key)
			}
		}
		for _, key := range won {
			if !slices.Contains(lost, key) {
				owners = owners.Set(key, after.ID())
			}
		}
		p.owners = slices.Clone(p.owners)
		p.owners[n] = owners
	}
	if was != is {
		p.users = slices.Clone(p.users)
		p.users[n] = counted(counted(p.users[n], was, -1), is, 1)
	}
}

// counted adds the change to the count of the id.
func counted(users *immutable.SortedMap[string, int], id string, change int) *immutable.SortedMap[string, int] {
	if id == "" {
		return users
	}
	if n, _ := users.Get(id); n+change > 0 {
		return users.Set(id, n+change)
	}
	return users.Delete(id)
}

// Locate finds a resource by its id, in all accounts and regions. Ids are
// unique.
func (w World) Locate(id string) (r Resource, account, region string) {
	for _, k := range w.model.kinds.kept {
		rest, named := strings.CutPrefix(id, k.Prefix())
		if k.AnyID() || !w.base.Stranger && !(named && strings.HasPrefix(rest, "-")) {
			continue
		}
		if p, found := w.holder(k, id); found != nil {
			return found, p.Account, p.Region
		}
	}
	for _, k := range w.model.kinds.kept {
		if !k.AnyID() {
			continue
		}
		if p, found := w.holder(k, id); found != nil {
			return found, p.Account, p.Region
		}
	}
	return nil, "", ""
}

// holder finds the place that has a resource of the kind.
func (w *World) holder(k Kind, id string) (*Place, Resource) {
	for _, p := range w.Places {
		if found := p.Find(k, id); found != nil {
			return p, found
		}
	}
	return nil, nil
}
