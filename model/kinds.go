package model

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Kinds is the table of all kinds of resources: one record a kind, in the order
// of their numbers. It never changes.
type Kinds struct {
	records []*KindRecord // by number; the first is nil
	kinds   []Kind
	kept    []Kind
	edges   []Edge
	facts   map[FactName]factFacts
}

// NewKinds makes the table. An error names each kind whose record lacks a part,
// and each number, name or prefix that is not unique.
func NewKinds(records ...*KindRecord) (*Kinds, error) {
	ks := &Kinds{records: []*KindRecord{nil}, facts: factTable()}
	var errs []error
	taken := map[string]Kind{}
	for i, r := range records {
		k := r.kind
		if k == nil {
			errs = append(errs, fmt.Errorf("the record at place %d has no Kind: give it one that NewKind made", i+1))
			continue
		}
		if err := r.complete(i + 1); err != nil {
			errs = append(errs, err)
		}
		for _, word := range []string{"name " + k.String(), "prefix " + k.Prefix(), "letter " + k.Letter()} {
			if other, again := taken[word]; again && !strings.HasSuffix(word, " ") {
				errs = append(errs, fmt.Errorf("%s and %s have the %s: give each its own", other, k, word))
			}
			taken[word] = k
		}
		for j := range r.edges {
			r.edges[j].Kind = k
		}
		for _, q := range r.quotas {
			if _, again := ks.facts[q.Name]; again {
				errs = append(errs, fmt.Errorf("the quota %s of %s is a fact already: give it another name", q.Name, k))
			}
			ks.facts[q.Name] = factFacts{"account", q.Value, Unlimited}
		}
		ks.records = append(ks.records, r)
		ks.kinds = append(ks.kinds, k)
		ks.edges = append(ks.edges, r.edges...)
		if r.table != nil {
			ks.kept = append(ks.kept, k)
		}
	}
	return ks, errors.Join(errs...)
}

// complete says what the record at the place of the table lacks.
func (of *KindRecord) complete(place int) error {
	var errs []error
	if len(of.missing) > 0 {
		errs = append(errs, fmt.Errorf("the record of %s lacks %s: give each part, or say that there is nothing", of.kind, strings.Join(of.missing, ", ")))
	}
	if n := of.kind.Number(); n != place {
		errs = append(errs, fmt.Errorf("%s has the number %d and stands at place %d of the table: kinds are listed by number, from 1", of.kind, n, place))
	}
	return errors.Join(errs...)
}

// All returns all kinds, in the order of their numbers.
func (ks *Kinds) All() []Kind { return ks.kinds }

// Kept returns the kinds of which worlds keep resources, in the order of their
// numbers. The others are part of the base.
func (ks *Kinds) Kept() []Kind { return ks.kept }

// InRemovalOrder returns the kinds that calls make, in the order in which a run
// removes what it made.
func (ks *Kinds) InRemovalOrder() []Kind {
	made := slices.DeleteFunc(slices.Clone(ks.kinds), func(k Kind) bool { return k.Removal() == 0 })
	slices.SortFunc(made, func(a, b Kind) int { return cmp.Compare(a.Removal(), b.Removal()) })
	return made
}

// Named returns the kind of the name, such as NetworkInterface.
func (ks *Kinds) Named(name string) (Kind, bool) {
	for _, k := range ks.kinds {
		if k.String() == name {
			return k, true
		}
	}
	return nil, false
}

// OfID returns the kind whose form the id has; nil for other texts.
func (ks *Kinds) OfID(id string) Kind {
	for _, k := range ks.kept {
		if strings.HasPrefix(id, k.Prefix()+"-") {
			return k
		}
	}
	return nil
}

// InCalls returns the text by which calls name the resource of the id: the id
// itself, or, of a kind that is known by name, the name in it.
func (ks *Kinds) InCalls(id string) string {
	before, name, has := strings.Cut(id, nameMark)
	if has && ks.OfID(before).CalledBy() != "" {
		return name
	}
	return id
}

// Empty returns a new resource of the kind without any value; nil for kinds
// that are not in the table.
func (ks *Kinds) Empty(k Kind) Resource {
	if r := ks.of(k); r != nil {
		return r.empty()
	}
	return nil
}

// Keeps says whether worlds keep resources of the kind.
func (ks *Kinds) Keeps(k Kind) bool {
	r := ks.of(k)
	return r != nil && r.table != nil
}

// Tags returns the tags of a resource, as a list of key=value.
func (ks *Kinds) Tags(r Resource) List {
	if !ks.Keeps(r.Kind()) {
		return ""
	}
	return ks.of(r.Kind()).tags(r)
}

// Parts lists the ids of the resources that a resource was made from or in, or
// is attached to. Some may be empty.
func (ks *Kinds) Parts(r Resource) []string {
	if !ks.Keeps(r.Kind()) {
		return nil
	}
	return ks.of(r.Kind()).parts(r)
}

// Aspects lists the resources that were made together with a new resource.
func (w World) Aspects(id string) []Aspect {
	r, account, region := w.Locate(id)
	if r == nil || !w.model.kinds.Keeps(r.Kind()) {
		return nil
	}
	return w.model.kinds.of(r.Kind()).aspects(w.Place(account, region), r)
}

// Shown returns a copy of a resource without the fields that no operation
// shows.
func (ks *Kinds) Shown(r Resource) Resource {
	if !ks.Keeps(r.Kind()) {
		return r
	}
	return ks.of(r.Kind()).shown(r)
}

// Same says whether two resources of a kind that worlds keep are equal to the
// last field; false of other kinds says nothing.
func (ks *Kinds) Same(a, b Resource) bool {
	return ks.Keeps(a.Kind()) && ks.of(a.Kind()).same(a, b)
}

// of returns the record of the kind, or nil.
func (ks *Kinds) of(k Kind) *KindRecord {
	if n := k.Number(); n > 0 && n < len(ks.records) && ks.records[n].kind == k {
		return ks.records[n]
	}
	return nil
}

// keptRecords yields the records of the kinds that worlds keep.
func (ks *Kinds) keptRecords(yield func(*KindRecord) bool) {
	for _, k := range ks.kept {
		if !yield(ks.records[k.Number()]) {
			return
		}
	}
}
