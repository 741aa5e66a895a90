package model

// What the parameters of a call name, and how each is found.

// What a rule can need.
const (
	theInstance    Needs = 1 << iota // see instanceOf
	theImage                         // see imageOf
	theEni                           // see eniOf
	theHost                          // see hostOf
	theGroups                        // see groupsOf: all that the call names, none unknown
	theVSwitch                       // see vswitchOf
	theVpc                           // see vpcOf
	theType                          // see typeOf
	theTrunk                         // see trunkOf
	theDraft                         // see draftOf; no rule needs it
	theUserData                      // the size of the user data; no rule needs it
	thePermissions                   // the permissions of a group that the call gives; no rule needs them
)

// needsOf is the table of what a rule can need.
func needsOf() []Need {
	return []Need{
		{Need: theInstance, Kind: KindInstance, Find: findOwn(KindInstance)},
		{Need: theImage, Kind: KindImage, Find: func(r *Request, p *Param) (any, bool) {
			i := r.usable(KindImage, r.str(p.Name))
			return i, i != nil
		}},
		{Need: theEni, Kind: KindNetworkInterface, Find: findOwn(KindNetworkInterface)},
		{Need: theHost, Follows: findHost},
		{Need: theGroups, Kind: KindSecurityGroup, Find: findGroups},
		{Need: theVSwitch, Kind: KindVSwitch, Find: findOwn(KindVSwitch)},
		{Need: theVpc, Kind: KindVpc, Find: findOwn(KindVpc)},
		{Need: theType, Kind: KindInstanceType, Follows: findType, Find: func(r *Request, p *Param) (any, bool) {
			t := r.w.Base().Types[r.str(p.Name)]
			return t, t != nil
		}},
		{Need: theTrunk, Kind: KindNetworkInterface, Find: findOwn(KindNetworkInterface)},
		{Need: theDraft},
		{Need: theUserData},
		{Need: thePermissions},
	}
}

// findOwn finds a resource of the account in the region.
func findOwn(k Kind) func(*Request, *Param) (any, bool) {
	return func(r *Request, p *Param) (any, bool) {
		found := r.place.find(k, r.str(p.Name))
		return found, found != nil
	}
}

// findHost finds the instance that the network interface of the call is attached to.
func findHost(r *Request) (any, bool) {
	e := eniOf(r)
	if e == nil || e.InstanceId == "" {
		return nil, false
	}
	host := instances(r.place).get(e.InstanceId)
	return host, host != nil
}

// findType finds the type of the instance, or of the host, where the call names none.
func findType(r *Request) (any, bool) {
	of := instanceOf(r)
	if of == nil {
		of = hostOf(r)
	}
	if of == nil {
		return nil, false
	}
	t := r.w.Base().Types[of.InstanceType]
	return t, t != nil
}

// namedGroups are the security groups that a call names.
type namedGroups struct {
	known   []*SecurityGroup
	unknown string // an id that the place lacks
}

// findGroups finds a list of groups or a single one, beside those that another
// parameter names.
func findGroups(r *Request, p *Param) (any, bool) {
	ids := []string{r.str(p.Name)}
	if p.Type == TypeList {
		ids = r.list(p.Name)
	}
	named, _ := r.thing(theGroups).(*namedGroups)
	if named == nil {
		named = &namedGroups{}
	}
	for _, id := range ids {
		if g := securityGroups(r.place).get(id); g != nil {
			named.known = append(named.known, g)
		} else {
			named.unknown = id
		}
	}
	return named, named.unknown == ""
}

// instanceOf returns the instance that the call names, or nil.
func instanceOf(r *Request) *Instance { i, _ := r.thing(theInstance).(*Instance); return i }

// imageOf returns the image that the call names and the account can use, or nil.
func imageOf(r *Request) *Image { i, _ := r.thing(theImage).(*Image); return i }

// eniOf returns the network interface that the call names, or nil.
func eniOf(r *Request) *NetworkInterface { e, _ := r.thing(theEni).(*NetworkInterface); return e }

// hostOf returns the instance that the network interface of the call is attached
// to, or nil.
func hostOf(r *Request) *Instance { i, _ := r.thing(theHost).(*Instance); return i }

// groupsOf returns the security groups that the call names and the place has.
func groupsOf(r *Request) []*SecurityGroup {
	if named, _ := r.thing(theGroups).(*namedGroups); named != nil {
		return named.known
	}
	return nil
}

// unknownGroupOf returns a group id that the call names and the place lacks.
func unknownGroupOf(r *Request) string {
	if named, _ := r.thing(theGroups).(*namedGroups); named != nil {
		return named.unknown
	}
	return ""
}

// vswitchOf returns the vSwitch that the call names, or nil.
func vswitchOf(r *Request) *VSwitch { v, _ := r.thing(theVSwitch).(*VSwitch); return v }

// vpcOf returns the VPC that the call names, or nil.
func vpcOf(r *Request) *Vpc { v, _ := r.thing(theVpc).(*Vpc); return v }

// typeOf returns the instance type that the call names, or that of the instance
// or the host; nil if there is none.
func typeOf(r *Request) *InstanceType { t, _ := r.thing(theType).(*InstanceType); return t }

// trunkOf returns the trunk interface that the call names, or nil.
func trunkOf(r *Request) *NetworkInterface { e, _ := r.thing(theTrunk).(*NetworkInterface); return e }

// draftOf returns the instance that RunInstances or CreateInstance is making, or nil.
func draftOf(r *Request) *Instance { i, _ := r.thing(theDraft).(*Instance); return i }

// visibleImage finds an image that the account can use: its own, a public one,
// a community image, or one shared with it.
func (r *Request) visibleImage(id string) *Image {
	image, _ := r.usable(KindImage, id).(*Image)
	return image
}

// The setters change a resource in the request's world and in the request. A
// resource that is not there stays so: in a mutant no rule may have asked.

func (r *Request) setInstance(change func(*Instance)) {
	r.setThing(theInstance, r.changeInstance(instanceOf(r), change))
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
	if imageOf(r) == nil {
		return
	}
	next := &entry[Image]{value: *imageOf(r)}
	change(&next.value)
	putEntry(r.w, r.place.account, r.region, next)
	r.reload()
	r.setThing(theImage, &next.value)
}

func (r *Request) setEni(change func(*NetworkInterface)) {
	r.setThing(theEni, r.changeEni(eniOf(r), change))
}

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
