package model

import (
	"encoding/json"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Request is one call under examination: its parameters, and the resources
// that they name in the world. Conditions read it; effects change its world
// through it.
type Request struct {
	World     *World
	Call      Call
	Operation *BoundOperation
	caller    Caller
	Place     *Place // the caller's account in the region of the call; nil if the region is unknown
	Region    string

	have   Needs
	things [32]any // what the call names and makes, by the bit of [Needs]

	Created []string
	asked   []Question
	Slack   int // see Generously
	most    int // see [World.Try]; 0 for all

	names  uint64   // which names may be given, see nameBit
	unread []string // see Verdict.Unread
	// elements counts the elements of lists, by the list's name; see elementsOf.
	elements map[string]int
	after    World
}

// nameBit is the bit of a parameter name in a set. Most rules are about
// parameters that a call does not give. A bit shows this faster than a map: if
// it is not set, the name is certainly absent.
func nameBit(name string) uint64 {
	n := len(name)
	if n == 0 {
		return 1
	}
	return 1 << ((uint(n)*5 + uint(name[n-1])*31 + uint(name[n/2])*7) % 64)
}

// namesIn returns the set of a name and its prefixes before periods: for
// Tag.1.Key also Tag and Tag.1.
func namesIn(name string) uint64 {
	set := nameBit(name)
	for i := range len(name) {
		if name[i] == '.' {
			set |= nameBit(name[:i])
		}
	}
	return set
}

// May says that the call may give a parameter of the name, or one below it.
func (r *Request) May(name string) bool { return r.names&nameBit(name) != 0 }

// Has says whether the call gives the parameter a value. An empty value counts
// as absent: SDKs send empty members for values that were never set, and no
// page says that emptying is a change (assumed).
func (r *Request) Has(name string) bool { return r.May(name) && r.Call.Params[name] != "" }

// HasAny says that one of the parameters has a value.
func (r *Request) HasAny(names ...string) bool { return slices.ContainsFunc(names, r.Has) }

// given is has, for lists too.
func (r *Request) given(p *Param) bool {
	if p.Type == TypeList {
		return len(r.List(p.Name)) > 0
	}
	return r.Has(p.Name)
}

// Text returns the value of a parameter; empty where it is absent.
func (r *Request) Text(name string) string {
	if !r.May(name) {
		return ""
	}
	return r.Call.Params[name]
}

// Integer returns the parameter as a whole number; false if it is absent or not
// one.
func (r *Request) Integer(name string) (int, bool) { return WholeNumber(r.Text(name)) }

// Boolean returns the parameter as a Boolean; false if it is absent or not one.
// Clients send true and false, some True and False (docs/clients.md, Wire facts
// of the clients).
func (r *Request) Boolean(name string) (value, ok bool) {
	switch r.Text(name) {
	case "true", "True":
		return true, true
	case "false", "False":
		return false, true
	default:
		return false, false
	}
}

// IsTrue says that the parameter is given and true.
func (r *Request) IsTrue(name string) bool { value, ok := r.Boolean(name); return value && ok }

// List returns the elements Name.1, Name.2 … up to the first gap.
func (r *Request) List(name string) []string {
	if !r.May(name) {
		return nil
	}
	var elements []string
	for n := 1; ; n++ {
		v, ok := r.Call.Params[name+"."+strconv.Itoa(n)]
		if !ok {
			return elements
		}
		if v != "" {
			elements = append(elements, v)
		}
	}
}

// JSONList returns the elements of a parameter that has to be a JSON array of
// texts, such as InstanceIds=["a","b"]; ok is false for any other text. Single
// quotes count as double ones: they are what the vendor recommends for a shell,
// and a region took them (aliyun-cli issue 154).
func (r *Request) JSONList(name string) (elements []string, ok bool) {
	text := r.Text(name)
	if json.Unmarshal([]byte(text), &elements) == nil {
		return elements, elements != nil
	}
	if !inSingleQuotes(text) || json.Unmarshal([]byte(strings.ReplaceAll(text, "'", `"`)), &elements) != nil {
		return nil, false
	}
	return elements, true
}

// inSingleQuotes says that the text of a list has single quotes and no double ones.
func inSingleQuotes(text string) bool {
	return strings.Contains(text, "'") && !strings.Contains(text, `"`)
}

// JSONElements are the elements of a JSON list; none of a malformed one.
func (r *Request) JSONElements(name string) []string {
	elements, _ := r.JSONList(name)
	return elements
}

// Allows says whether a feature of the account, the region or the type is
// available. An unknown feature is noted as a question and assumed to be
// available.
func (r *Request) Allows(scope string, name FactName) bool { return !r.Exceeds(1, scope, name) }

// Exceeds says whether n is above the fact's value. An unknown value is noted
// as a question and assumed not to be exceeded.
func (r *Request) Exceeds(n int, scope string, name FactName) bool {
	f := Fact{scope, name}
	known := r.World.knows(f)
	if n > 1 { // a feature is asked for as 1
		n -= r.Slack
	}
	switch {
	case n <= known.Lo:
		return false
	case n > known.Hi:
		return true
	default:
		r.asked = append(r.asked, Question{f, n})
		return false
	}
}

// Beyond says whether n is above a limit that is the same for all accounts.
func (r *Request) Beyond(n, limit int) bool { return n-r.Slack > limit }

// Below says whether n is below the least number that all accounts may have.
func (r *Request) Below(n, least int) bool { return n+r.Slack < least }

// Fact returns the value of a fact, or its lower bound while it is unknown.
func (r *Request) Fact(scope string, name FactName) int { return r.World.knows(Fact{scope, name}).Lo }

// Account returns the account of the caller.
func (r *Request) Account() string { return r.caller.Account }

// Base returns the base of the request's world, which never changes.
func (r *Request) Base() *Base { return r.World.base }

// Now returns the time of the request's world.
func (r *Request) Now() time.Time { return r.World.now }

// resolve finds the resources that the parameters name, and those that follow from them.
func (r *Request) resolve() {
	if r.Place == nil {
		return
	}
	for _, p := range r.Operation.named {
		if !r.given(p) {
			continue
		}
		thing, found := p.find(r, p)
		r.SetThing(p.Names, thing)
		r.have &^= p.Names
		if found {
			r.have |= p.Names
		}
	}
	for _, need := range r.World.model.following {
		if r.have&need.Need != 0 {
			continue
		}
		if thing, found := need.Follows(r); found {
			r.SetThing(need.Need, thing)
			r.have |= need.Need
		}
	}
}

// Thing returns the resource, or the value, that the call's need was resolved
// to.
func (r *Request) Thing(n Needs) any { return r.things[bits.TrailingZeros32(uint32(n))&31] }

// SetThing replaces the resource, or the value, of a need for the rest of the
// call.
func (r *Request) SetThing(n Needs, thing any) { r.things[bits.TrailingZeros32(uint32(n))&31] = thing }

// Usable finds the resource that the account can name by the id: its own, or
// one that another account lets it use.
func (r *Request) Usable(kind Kind, id string) Resource {
	if own := r.Place.Named(kind, id); own != nil {
		return own
	}
	of := r.World.model.kinds.of(kind)
	if of == nil || of.usableBy == nil {
		return nil
	}
	for _, p := range r.World.Places {
		if p.Region != r.Region || p.Account == r.Account() {
			continue
		}
		if v := p.Named(kind, id); v != nil && of.usableBy(v, p.Account, r.Account()) {
			return v
		}
	}
	return nil
}

// Reload reads the request's place again from its changed world.
func (r *Request) Reload() { r.Place = r.World.Place(r.Place.Account, r.Region) }
