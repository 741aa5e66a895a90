package model

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// A Request is one call under examination: the parameters, and what they name
// in the world. Conditions read it; effects change its world through it.
type Request struct {
	w      *World
	call   Call
	op     *BoundOperation
	caller Caller
	place  *place // the caller's account in the region of the call; nil if the region is unknown
	region string

	have   Needs
	things [16]any // what the call names and makes, by the bit of [Needs]

	created []string
	asked   []Question
	slack   int // see Generously
	most    int // see [World.Try]; 0 for all

	names  uint64   // which names may be given, see nameBit
	unread []string // see Verdict.Unread
	after  World
}

// nameBit is a bit of a set of parameter names. Most rules ask for parameters
// that a call does not give, and a bit says so faster than a map: one that is
// not set stands for names that are absent for certain.
func nameBit(name string) uint64 {
	n := len(name)
	if n == 0 {
		return 1
	}
	return 1 << ((uint(n)*5 + uint(name[n-1])*31 + uint(name[n/2])*7) % 64)
}

// namesIn is the set of a name and what stands before its periods: of Tag.1.Key
// also Tag and Tag.1.
func namesIn(name string) uint64 {
	set := nameBit(name)
	for i := range len(name) {
		if name[i] == '.' {
			set |= nameBit(name[:i])
		}
	}
	return set
}

// may says that the call may give a parameter of the name, or one below it.
func (r *Request) may(name string) bool { return r.names&nameBit(name) != 0 }

// has says whether the call gives the parameter a value. An empty value counts
// as absent: SDKs send empty members for what was never set, and no page says
// that emptying is a change (assumed).
func (r *Request) has(name string) bool { return r.may(name) && r.call.Params[name] != "" }

// hasAny says that one of the parameters has a value.
func (r *Request) hasAny(names ...string) bool { return slices.ContainsFunc(names, r.has) }

// given is has, for lists too.
func (r *Request) given(p *Param) bool {
	if p.Type == TypeList {
		return len(r.list(p.Name)) > 0
	}
	return r.has(p.Name)
}

func (r *Request) str(name string) string {
	if !r.may(name) {
		return ""
	}
	return r.call.Params[name]
}

// integer returns the parameter as a whole number; false if it is absent or none.
func (r *Request) integer(name string) (int, bool) { return wholeNumber(r.str(name)) }

// boolean returns the parameter as a Boolean; false if it is absent or none.
// Clients send true and false, some True and False (clients.md, section 1).
func (r *Request) boolean(name string) (value, ok bool) {
	switch r.str(name) {
	case "true", "True":
		return true, true
	case "false", "False":
		return false, true
	default:
		return false, false
	}
}

// isTrue says that the parameter is given and true.
func (r *Request) isTrue(name string) bool { value, ok := r.boolean(name); return value && ok }

// list returns the elements Name.1, Name.2 … up to the first gap.
func (r *Request) list(name string) []string {
	if !r.may(name) {
		return nil
	}
	var elements []string
	for n := 1; ; n++ {
		v, ok := r.call.Params[name+"."+strconv.Itoa(n)]
		if !ok {
			return elements
		}
		if v != "" {
			elements = append(elements, v)
		}
	}
}

// jsonList returns the elements of a parameter such as InstanceIds=["a","b"].
// Malformed text has no elements.
func (r *Request) jsonList(name string) []string {
	text := strings.TrimSpace(r.str(name))
	if text == "" {
		return nil
	}
	text = strings.TrimSuffix(strings.TrimPrefix(text, "["), "]")
	var elements []string
	for e := range strings.SplitSeq(text, ",") {
		if e = strings.Trim(strings.TrimSpace(e), `"`); e != "" {
			elements = append(elements, e)
		}
	}
	return elements
}

// allows says whether a feature holds: of the account, the region or the type.
// An unknown feature is asked for and taken as held.
func (r *Request) allows(scope string, name FactName) bool { return !r.exceeds(1, scope, name) }

// exceeds says whether n is above the fact's value. An unknown value is asked
// for and taken as not exceeded.
func (r *Request) exceeds(n int, scope string, name FactName) bool {
	f := Fact{scope, name}
	known := r.w.knows(f)
	if n > 1 { // a feature is asked for as 1
		n -= r.slack
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

// beyond says whether n is above a limit that is the same for everybody.
func (r *Request) beyond(n, limit int) bool { return n-r.slack > limit }

// fact returns the value of a fact, or its lower bound while it is unknown.
func (r *Request) fact(scope string, name FactName) int { return r.w.knows(Fact{scope, name}).Lo }

func (r *Request) account() string { return r.caller.Account }

// resolve finds what the parameters name, and what follows from that.
func (r *Request) resolve() {
	if r.place == nil {
		return
	}
	for _, p := range r.op.named {
		if !r.given(p) {
			continue
		}
		if need := r.w.model.need(p.Names); need.Find != nil {
			thing, found := need.Find(r, p)
			r.setThing(p.Names, thing)
			r.have &^= p.Names
			if found {
				r.have |= p.Names
			}
		}
	}
	for i := range r.w.model.needs {
		need := &r.w.model.needs[i]
		if need.Follows == nil || r.have&need.Need != 0 {
			continue
		}
		if thing, found := need.Follows(r); found {
			r.setThing(need.Need, thing)
			r.have |= need.Need
		}
	}
}

// thing returns what the need stands for in this call, as its resolver found it.
func (r *Request) thing(n Needs) any { return r.things[bits.TrailingZeros16(uint16(n))&15] }

// setThing says what the need stands for from now on.
func (r *Request) setThing(n Needs, thing any) { r.things[bits.TrailingZeros16(uint16(n))&15] = thing }

// usable finds what the account can name by the id: what it has itself, or what
// another account lets it use.
func (r *Request) usable(kind Kind, id string) Resource {
	if own := r.place.find(kind, id); own != nil {
		return own
	}
	of := r.w.model.kinds.of(kind)
	if of == nil || of.usableBy == nil {
		return nil
	}
	for _, p := range r.w.places {
		if p.region != r.region || p.account == r.account() {
			continue
		}
		if v := p.find(kind, id); v != nil && of.usableBy(v, p.account, r.account()) {
			return v
		}
	}
	return nil
}

// reload takes the place of the request from its changed world.
func (r *Request) reload() { r.place = r.w.place(r.place.account, r.region) }
