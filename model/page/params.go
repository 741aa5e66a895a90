package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/fixtures/catalog"
)

// A reading finds the wire name of each parameter of a page: Name.Field in an
// object, Name.N in a list.
type reading struct {
	op   *catalog.Operation
	seen map[string]bool
	// scopes are the objects in which the next name may lie, outermost first.
	scopes []string
	// list is the list whose elements come next; empty for none.
	list     string
	changes  []Change
	repeated []string
}

func read(op *catalog.Operation, p Page) reading {
	r := reading{op: op, seen: map[string]bool{}, scopes: []string{""}}
	for _, param := range p.Params {
		r.read(param)
	}
	return r
}

// Repeated lists the parameters that the page has more than once.
func Repeated(op *catalog.Operation, p Page) []string { return read(op, p).repeated }

// diffParams compares the parameters.
func diffParams(op *catalog.Operation, p Page) []Change {
	r := read(op, p)
	var gone []Change
	for _, known := range op.Parameters {
		if known.OnPage && !r.seen[known.Name] {
			gone = append(gone, Change{Kind: Gone, Param: known.Name})
		}
	}
	return append(gone, r.changes...)
}

func (r *reading) read(p Param) {
	wire, known := r.wireName(p)
	is := []string{p.Type, plain(typeOf(r.op, wire))} // a changed type changes nothing else
	r.list = ""
	if slices.Contains(is, "array") && p.Name != "" {
		r.list = strings.TrimSuffix(wire, ".N")
	}
	if slices.Contains(is, "object") {
		r.scopes = append(r.scopes, wire+".")
	}
	switch {
	case known && !r.seen[wire]:
		r.seen[wire] = true
		r.compare(wire, p)
	case known: // repeated: differences are reported, the repetition alone is not one
		r.repeated = append(r.repeated, wire)
		r.compare(wire, p)
	case elementOfKnown(r.op, wire, p.Type):
	default:
		r.changes = append(r.changes, r.unknown(wire, p))
	}
}

// wireName finds the parameter's name on the wire, and whether the catalog has
// it. If several objects have such a field, the nearest one that has not been
// shown yet is meant.
func (r *reading) wireName(p Param) (name string, known bool) {
	if full, ok := r.inScope(p.Name, false); ok {
		return full, true
	}
	if full, ok := r.orphan(p.Name); ok {
		return full, true
	}
	if full, ok := r.inScope(p.Name, true); ok {
		return full, true
	}
	if r.list != "" {
		// A word that is not the name of a parameter is the example of the
		// list, where the catalog has an entry for its elements.
		full := r.list + ".N"
		typ := typeOf(r.op, full)
		own := typ != "" && !isList(typ)
		if p.Name == "" || own && !r.seen[full] {
			return full, own
		}
	}
	return p.Name, false
}

// inScope finds the name in the nearest object, among the parameters that have
// been shown already or among the others.
func (r *reading) inScope(name string, shown bool) (string, bool) {
	for i := len(r.scopes) - 1; i >= 0 && name != ""; i-- {
		full, ok := r.find(r.scopes[i] + name)
		if ok && r.seen[full] == shown {
			r.scopes = r.scopes[:i+1]
			return full, true
		}
	}
	return "", false
}

// find looks a name up; lists of supporting operations are called Name.N.
func (r *reading) find(name string) (string, bool) {
	if _, ok := r.op.Parameter(name); ok {
		return name, true
	}
	p, ok := r.op.Parameter(name + ".N")
	return name + ".N", ok && isList(p.Type)
}

// orphan finds the one field of that name whose object the page has not shown.
func (r *reading) orphan(name string) (string, bool) {
	found := ""
	for _, p := range r.op.Parameters {
		object, ok := strings.CutSuffix(p.Name, "."+name)
		if !ok || !p.OnPage || r.seen[p.Name] || r.seen[object] {
			continue
		}
		if found != "" {
			return "", false
		}
		found = p.Name
	}
	return found, found != ""
}

// compare notes the differences of the parameter from the catalog's.
func (r *reading) compare(name string, p Param) {
	known, _ := r.op.Parameter(name)
	if !known.OnPage {
		r.changes = append(r.changes, Change{
			Kind: New, Param: name, Line: p.Line, Fields: described(p), Note: "so far only error rows or the SDK named it",
		})
		return
	}
	c := Change{Kind: Changed, Param: name, Line: p.Line}
	if plain(known.Type) != plain(p.Type) {
		c.Fields = append(c.Fields, Field{"type", known.Type, p.Type})
	}
	if known.Required != p.Required {
		c.Fields = append(c.Fields, Field{"required", yesNo(known.Required), yesNo(p.Required)})
	}
	same := func(o Change) bool { return o.Param == c.Param && slices.Equal(o.Fields, c.Fields) }
	if len(c.Fields) > 0 && !slices.ContainsFunc(r.changes, same) {
		r.changes = append(r.changes, c)
	}
}

// unknown makes the change of a parameter that the catalog does not have.
func (r *reading) unknown(name string, p Param) Change {
	c := Change{Kind: New, Param: name, Line: p.Line, Fields: described(p)}
	if inner := r.scopes[len(r.scopes)-1]; inner != "" && inner != name+"." {
		c.Note = fmt.Sprintf("or %s%s: the text does not show where an object ends", inner, name)
	}
	return c
}

func described(p Param) []Field {
	return []Field{{Name: "type", Page: p.Type}, {Name: "required", Page: yesNo(p.Required)}}
}

// elementOfKnown says whether the name is that of the elements of a list for
// which the catalog has no entry of its own, and the types agree.
func elementOfKnown(op *catalog.Operation, name, typ string) bool {
	list, ok := strings.CutSuffix(name, ".N")
	if !ok {
		return false
	}
	is := cmp.Or(typeOf(op, list), typeOf(op, name))
	of, said := strings.CutPrefix(is, "array of ")
	return isList(is) && (!said || of == typ)
}

func typeOf(op *catalog.Operation, name string) string {
	p, _ := op.Parameter(name)
	return p.Type
}

func isList(typ string) bool { return plain(typ) == "array" }

// plain returns the type as pages write it.
func plain(typ string) string {
	typ, _, _ = strings.Cut(strings.ToLower(typ), " ")
	return typ
}

func yesNo(b bool) string {
	if b {
		return "Yes"
	}
	return "No"
}
