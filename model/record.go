package model

import (
	"reflect"
	"slices"

	"github.com/fxamacker/cbor/v2"
)

// A KindOf is the record of a kind of resource that worlds keep. All code that
// treats kinds alike loops over the table of these records ([Kinds]). Every
// part has to be given; if a kind has nothing to say, the part is an empty list
// or a function that returns nothing.
type KindOf[T comparable] struct {
	Kind Kind
	// Tags returns the tags of the resource, for RAM conditions.
	Tags func(*T) List
	// Parts lists the ids of the resources that the resource was made from or
	// in, or is attached to. Empty ids are ignored.
	Parts func(*T) []string
	// UsableBy says whether another account than the owner can name the resource
	// in its calls.
	UsableBy func(v *T, owner, account string) bool
	// Owns lists keys, such as addresses, of which each belongs to one resource
	// of the kind in a place.
	Owns func(*T) []string
	// Uses returns the id of a resource, or a word, whose users a place counts;
	// empty for nothing.
	Uses func(*T) string
	// Shape returns the resource without its names and times, and the ids of
	// the resources that it points to; see [World.Shape].
	Shape func(account string, v T) (bare T, links []string)
	// Check reports violations of the kind's invariants in the place; see
	// [World.Check].
	Check func(w *World, p *Place, report Report)
	// Aspects lists the resources that were made together with a new resource of
	// the kind, and that sequences call by its name and a further word: i1.disk0.
	Aspects func(p *Place, v *T) []Aspect
	// Find finds what a parameter names, see [Need].
	Find Finder
	// Edges are the transitions of such resources.
	Edges []Edge
	// Quotas are the limits of an account that are about such resources.
	Quotas []Quota
	// Import adds an existing resource of a target to the world.
	Import func(w *World, p *Place, v T) error
	// Failures are edges that such a resource takes where the usual one fails; see
	// [World.Failing].
	Failures []Edge
	// Lags are how long an earlier state of such a resource goes on, where that is not
	// as for most kinds; see [Lag].
	Lags []Lag
	// Shown returns the resource without the fields that no operation shows.
	Shown func(T) T
	// File is the section of a world file for such resources.
	File *FileSection
}

// An Aspect is a resource that was made together with another one: its id, and
// the word that stands behind the other one's name.
type Aspect struct{ Word, ID string }

// A Report receives a violation about the resource of the id.
type Report func(id, format string, args ...any)

// A KindRecord is a [KindOf] for resources of any type. [Declare] and
// [DeclareBase] make it.
type KindRecord struct {
	kind     Kind
	missing  []string // the parts that the declaration lacks
	empty    func() Resource
	find     Finder
	edges    []Edge
	lags     []Lag
	failures []Edge
	quotas   []Quota
	file     *FileSection
	table    shelf // without resources; nil for kinds that worlds do not keep
	tags     func(Resource) List
	tagged   func(r Resource, tags List) Resource // nil for a kind without tags of its own
	parts    func(Resource) []string
	usableBy func(v Resource, owner, account string) bool
	owns     func(Resource) []string
	uses     func(Resource) string
	aspects  func(*Place, Resource) []Aspect
	shape    func(p *Place, v Resource) shaped
	check    func(*World, *Place, Report)
	take     func(*World, *Place, Resource) error
	put      func(*World, *Place, Resource)
	drop     func(w *World, p *Place, id string)
	shown    func(Resource) Resource
	same     func(a, b Resource) bool
	decode   func(w *World, p *Place, dec cbor.DecMode, raw cbor.RawMessage) error
}

// Declare makes the record of a kind that worlds keep. Missing parts are named
// when a table is made of it.
func Declare[T comparable, P Pointer[T]](of KindOf[T]) *KindRecord {
	as := func(r Resource) *T {
		v, _ := r.(P)
		return v
	}
	of.Lags = withLags(of.Lags)
	if of.Failures = slices.Clone(of.Failures); of.Failures == nil {
		of.Failures = NoEdges()
	}
	for i := range of.Failures {
		of.Failures[i].Kind = of.Kind
	}
	return &KindRecord{
		kind: of.Kind, missing: missingParts(of), find: of.Find, edges: of.Edges, lags: of.Lags, failures: of.Failures,
		quotas: of.Quotas, file: of.File, table: newTable[T, P](), check: of.Check,
		empty:    func() Resource { return P(new(T)) },
		tags:     func(r Resource) List { return of.Tags(as(r)) },
		tagged:   taggable[T, P](),
		parts:    func(r Resource) []string { return of.Parts(as(r)) },
		usableBy: func(r Resource, owner, account string) bool { return of.UsableBy(as(r), owner, account) },
		owns:     func(r Resource) []string { return of.Owns(as(r)) },
		uses:     func(r Resource) string { return of.Uses(as(r)) },
		aspects:  func(p *Place, r Resource) []Aspect { return of.Aspects(p, as(r)) },
		shape: func(p *Place, r Resource) shaped {
			bare, links := of.Shape(p.Account, *as(r))
			return shaped{colourOf(p, bare), links}
		},
		take: func(w *World, p *Place, r Resource) error { return of.Import(w, p, *as(r)) },
		put:  func(w *World, p *Place, r Resource) { Put[T, P](w, p.Account, p.Region, *as(r)) },
		drop: func(w *World, p *Place, id string) { Drop[T, P](w, p.Account, p.Region, of.Kind, id) },
		shown: func(r Resource) Resource {
			v := of.Shown(*as(r))
			return P(&v)
		},
		same: func(a, b Resource) bool {
			x, okX := a.(P)
			y, okY := b.(P)
			return okX && okY && *x == *y
		},
		decode: func(w *World, p *Place, dec cbor.DecMode, raw cbor.RawMessage) error {
			var all []T
			if err := dec.Unmarshal(raw, &all); err != nil {
				return err
			}
			for i := range all {
				Put[T, P](w, p.Account, p.Region, all[i])
			}
			return nil
		},
	}
}

// DeclareBase makes the record of a kind that worlds do not keep: such
// resources are part of the base, which never changes.
func DeclareBase[T any, P Pointer[T]](kind Kind) *KindRecord {
	return &KindRecord{kind: kind, empty: func() Resource { return P(new(T)) }}
}

// taggable returns the function that returns a resource with other tags, for a kind
// that keeps them in its field Tags; nil for another kind.
func taggable[T comparable, P Pointer[T]]() func(Resource, List) Resource {
	field, ok := reflect.TypeFor[T]().FieldByName("Tags")
	if !ok || field.Type != reflect.TypeFor[List]() {
		return nil
	}
	return func(r Resource, tags List) Resource {
		old, ok := r.(P)
		if !ok {
			return r
		}
		v := *old
		reflect.ValueOf(&v).Elem().FieldByIndex(field.Index).SetString(string(tags))
		return P(&v)
	}
}

// missingParts names the parts that a declaration does not give.
func missingParts(of any) []string {
	var missing []string
	v := reflect.ValueOf(of)
	for i := range v.NumField() {
		if v.Field(i).IsNil() {
			missing = append(missing, v.Type().Field(i).Name)
		}
	}
	return missing
}

// Parts for kinds that have nothing to say.

// NoQuotas are the Quotas of a kind that no account has too many of.
func NoQuotas() []Quota { return []Quota{} }

// NoEdges are the Edges of a kind that never changes by itself.
func NoEdges() []Edge { return []Edge{} }

// NoTags is the Tags of a kind without tags.
func NoTags[T any](*T) List { return "" }

// NoParts is the Parts of a kind that belongs to nothing.
func NoParts[T any](*T) []string { return nil }

// UsableByOwner is the UsableBy of a kind that accounts do not share.
func UsableByOwner[T any](*T, string, string) bool { return false }

// OwnsNothing is the Owns of a kind whose resources own no keys.
func OwnsNothing[T any](*T) []string { return nil }

// NoAspects is the Aspects of a kind whose resources are made alone.
func NoAspects[T any](*Place, *T) []Aspect { return nil }

// UsesNothing is the Uses of a kind whose uses are not counted.
func UsesNothing[T any](*T) string { return "" }

// NothingToCheck is the Check of a kind without invariants of its own.
func NothingToCheck(*World, *Place, Report) {}

// Kind returns the kind that the record is about.
func (of *KindRecord) Kind() Kind { return of.kind }
