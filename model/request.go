package model

import (
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

	have     Needs
	instance *Instance
	image    *Image
	eni      *NetworkInterface
	host     *Instance
	groups   []*SecurityGroup
	// unknownGroup is a group id that the call names and the place lacks.
	unknownGroup string
	vswitch      *VSwitch
	vpc          *Vpc
	typ          *InstanceType
	trunk        *NetworkInterface

	// draft is the instance that RunInstances and CreateInstance are making.
	draft   *Instance
	created []string
	asked   []Question
	slack   int // see Generously
	most    int // see [World.Try]; 0 for all

	names       uint64       // which names may be given, see nameBit
	unread      []string     // see Verdict.Unread
	userData    int          // see userDataSize; 0 while nobody has asked
	allPermits  []Permission // see permissions
	permitsRead bool
	after       World
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

// resolve finds what the parameters name.
func (r *Request) resolve() {
	for _, p := range r.op.named {
		if r.place != nil && r.given(p) {
			r.find(p)
		}
	}
	if r.eni != nil && r.eni.InstanceId != "" {
		r.host = instances(r.place).get(r.eni.InstanceId)
		r.mark(theHost, r.host != nil)
	}
	of := r.instance
	if of == nil {
		of = r.host
	}
	if of != nil && r.typ == nil {
		r.typ = r.w.base.Types[of.InstanceType]
		r.mark(theType, r.typ != nil)
	}
}

func (r *Request) mark(n Needs, found bool) {
	if found {
		r.have |= n
	}
}

func (r *Request) find(p *Param) {
	id := r.str(p.Name)
	switch p.Names {
	case theInstance:
		r.instance = instances(r.place).get(id)
		r.mark(theInstance, r.instance != nil)
	case theImage:
		r.image = r.visibleImage(id)
		r.mark(theImage, r.image != nil)
	case theEni:
		r.eni = enis(r.place).get(id)
		r.mark(theEni, r.eni != nil)
	case theTrunk:
		r.trunk = enis(r.place).get(id)
		r.mark(theTrunk, r.trunk != nil)
	case theVSwitch:
		r.vswitch = vswitches(r.place).get(id)
		r.mark(theVSwitch, r.vswitch != nil)
	case theVpc:
		r.vpc = vpcs(r.place).get(id)
		r.mark(theVpc, r.vpc != nil)
	case theType:
		r.typ = r.w.base.Types[id]
		r.mark(theType, r.typ != nil)
	case theGroups:
		r.findGroups(p)
	default: // theHost is found through the ENI
	}
}

// findGroups resolves a list of groups or a single one. theGroups holds when
// every group is known.
func (r *Request) findGroups(p *Param) {
	ids := []string{r.str(p.Name)}
	if p.Type == TypeList {
		ids = r.list(p.Name)
	}
	for _, id := range ids {
		if g := securityGroups(r.place).get(id); g != nil {
			r.groups = append(r.groups, g)
		} else {
			r.unknownGroup = id
		}
	}
	r.have |= theGroups
	if r.unknownGroup != "" {
		r.have &^= theGroups
	}
}

// visibleImage finds an image that the account can use: its own, a public one,
// a community image, or one shared with it.
func (r *Request) visibleImage(id string) *Image {
	image, _ := r.usable(KindImage, id).(*Image)
	return image
}

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

// The setters change a resource in the request's world and in the request. A
// resource that is not there stays so: in a mutant no rule may have asked.

func (r *Request) setInstance(change func(*Instance)) {
	r.instance = r.changeInstance(r.instance, change)
}

func (r *Request) changeInstance(old *Instance, change func(*Instance)) *Instance {
	if old == nil {
		return nil
	}
	next := &entry[Instance]{value: *old}
	change(&next.value)
	putEntry(r.w, r.place.account, r.region, next)
	r.reload()
	return &next.value
}

func (r *Request) setImage(change func(*Image)) {
	if r.image == nil {
		return
	}
	next := &entry[Image]{value: *r.image}
	change(&next.value)
	putEntry(r.w, r.place.account, r.region, next)
	r.reload()
	r.image = &next.value
}

func (r *Request) setEni(change func(*NetworkInterface)) { r.eni = r.changeEni(r.eni, change) }

func (r *Request) changeEni(old *NetworkInterface, change func(*NetworkInterface)) *NetworkInterface {
	if old == nil {
		return nil
	}
	next := &entry[NetworkInterface]{value: *old}
	change(&next.value)
	putEntry(r.w, r.place.account, r.region, next)
	r.reload()
	return &next.value
}

func (r *Request) changeGroup(old *SecurityGroup, change func(*SecurityGroup)) {
	next := &entry[SecurityGroup]{value: *old}
	change(&next.value)
	putEntry(r.w, r.place.account, r.region, next)
	r.reload()
}

// reload takes the place of the request from its changed world.
func (r *Request) reload() { r.place = r.w.place(r.place.account, r.region) }
