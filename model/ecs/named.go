package ecs

import "github.com/ecsim/ecsim/model"

// The resources that the parameters of a call name, and how each is found.

// What a rule can need beside the resources of a kind.
const (
	TheHost        = model.FurtherNeed >> iota // see HostOf
	TheType                                    // see TypeOf
	TheTrunk                                   // see TrunkOf
	TheDraft                                   // see DraftOf; no rule needs it
	TheUserData                                // the size of the user data; no rule needs it
	thePermissions                             // the permissions of a group that the call gives; no rule needs them
)

// Needs returns the table of the further things that a rule can need. Those of
// the kinds stand in their records.
func Needs() []model.Need {
	return []model.Need{
		{Need: TheHost, Follows: findHost},
		{Need: TheType, Kind: model.KindInstanceType, Follows: findType, Find: func(r *model.Request, p *model.Param) (any, bool) {
			t := r.Base().Types[r.Text(p.Name)]
			return t, t != nil
		}},
		{Need: TheTrunk, Kind: KindNetworkInterface, Find: model.FindOwn(KindNetworkInterface)},
		{Need: TheDraft},
		{Need: TheUserData},
		{Need: thePermissions},
	}
}

// findHost finds the instance that the network interface of the call is attached to.
func findHost(r *model.Request) (any, bool) {
	e := EniOf(r)
	if e == nil || e.InstanceId == "" {
		return nil, false
	}
	host := Instances(r.Place).Get(e.InstanceId)
	return host, host != nil
}

// findType finds the type of the instance, or of the host, where the call names none.
func findType(r *model.Request) (any, bool) {
	of := InstanceOf(r)
	if of == nil {
		of = HostOf(r)
	}
	if of == nil {
		return nil, false
	}
	t := r.Base().Types[of.InstanceType]
	return t, t != nil
}

// namedGroups are the security groups that a call names.
type namedGroups struct {
	known   []*SecurityGroup
	unknown string // an id that the place lacks
}

// findGroups finds a group or a list of groups, in addition to those that
// another parameter of the call named.
func findGroups(r *model.Request, p *model.Param) (any, bool) {
	ids := []string{r.Text(p.Name)}
	if p.Type == model.TypeList {
		ids = r.List(p.Name)
	}
	named, _ := r.Thing(TheGroups).(*namedGroups)
	if named == nil {
		named = &namedGroups{}
	}
	for _, id := range ids {
		if g := SecurityGroups(r.Place).Get(id); g != nil {
			named.known = append(named.known, g)
		} else {
			named.unknown = id
		}
	}
	return named, named.unknown == ""
}

// InstanceOf returns the instance that the call names, or nil.
func InstanceOf(r *model.Request) *Instance { i, _ := r.Thing(TheInstance).(*Instance); return i }

// ImageOf returns the image that the call names and the account can use, or nil.
func ImageOf(r *model.Request) *Image { i, _ := r.Thing(TheImage).(*Image); return i }

// EniOf returns the network interface that the call names, or nil.
func EniOf(r *model.Request) *NetworkInterface { e, _ := r.Thing(TheEni).(*NetworkInterface); return e }

// HostOf returns the instance that the network interface of the call is attached
// to, or nil.
func HostOf(r *model.Request) *Instance { i, _ := r.Thing(TheHost).(*Instance); return i }

// GroupsOf returns the security groups that the call names and the place has.
func GroupsOf(r *model.Request) []*SecurityGroup {
	if named, _ := r.Thing(TheGroups).(*namedGroups); named != nil {
		return named.known
	}
	return nil
}

// unknownGroupOf returns a group id that the call names and the place lacks.
func unknownGroupOf(r *model.Request) string {
	if named, _ := r.Thing(TheGroups).(*namedGroups); named != nil {
		return named.unknown
	}
	return ""
}

// VswitchOf returns the vSwitch that the call names, or nil.
func VswitchOf(r *model.Request) *VSwitch { v, _ := r.Thing(TheVSwitch).(*VSwitch); return v }

// VpcOf returns the VPC that the call names, or nil.
func VpcOf(r *model.Request) *Vpc { v, _ := r.Thing(TheVpc).(*Vpc); return v }

// TypeOf returns the instance type that the call names, or that of the instance
// or the host; nil if there is none.
func TypeOf(r *model.Request) *model.InstanceType {
	t, _ := r.Thing(TheType).(*model.InstanceType)
	return t
}

// TrunkOf returns the trunk interface that the call names, or nil.
func TrunkOf(r *model.Request) *NetworkInterface {
	e, _ := r.Thing(TheTrunk).(*NetworkInterface)
	return e
}

// DraftOf returns the instance that RunInstances or CreateInstance is making, or nil.
func DraftOf(r *model.Request) *Instance { i, _ := r.Thing(TheDraft).(*Instance); return i }

// VisibleImage finds an image that the account can use: its own, a public one,
// a community image, or one shared with it.
func VisibleImage(r *model.Request, id string) *Image {
	image, _ := r.Usable(KindImage, id).(*Image)
	return image
}

// The setters change a resource in the request's world and in the request. They
// do nothing if the resource does not exist, which happens in a mutant without
// the rule about it.

// SetInstance changes the instance that the call names.
func SetInstance(r *model.Request, change func(*Instance)) {
	r.SetThing(TheInstance, ChangeInstance(r, InstanceOf(r), change))
}

// ChangeInstance changes an instance, and returns it as it is then.
func ChangeInstance(r *model.Request, old *Instance, change func(*Instance)) *Instance {
	if old == nil {
		return nil
	}
	next := &model.Entry[Instance]{Value: *old}
	change(&next.Value)
	model.PutEntry(r.World, r.Place.Account, r.Region, next)
	r.Reload()
	return &next.Value
}

// SetImage changes the image that the call names.
func SetImage(r *model.Request, change func(*Image)) {
	if ImageOf(r) == nil {
		return
	}
	next := &model.Entry[Image]{Value: *ImageOf(r)}
	change(&next.Value)
	model.PutEntry(r.World, r.Place.Account, r.Region, next)
	r.Reload()
	r.SetThing(TheImage, &next.Value)
}

// SetEni changes the interface that the call names.
func SetEni(r *model.Request, change func(*NetworkInterface)) {
	r.SetThing(TheEni, ChangeEni(r, EniOf(r), change))
}

// ChangeEni changes an interface, and returns it as it is then.
func ChangeEni(r *model.Request, old *NetworkInterface, change func(*NetworkInterface)) *NetworkInterface {
	if old == nil {
		return nil
	}
	next := &model.Entry[NetworkInterface]{Value: *old}
	change(&next.Value)
	model.PutEntry(r.World, r.Place.Account, r.Region, next)
	r.Reload()
	return &next.Value
}

// ChangeNamedGroup changes the first group that the call names.
func ChangeNamedGroup(r *model.Request, change func(*SecurityGroup)) {
	if all := GroupsOf(r); len(all) > 0 {
		ChangeGroup(r, all[0], change)
	}
}

// ChangeGroup changes a group.
func ChangeGroup(r *model.Request, old *SecurityGroup, change func(*SecurityGroup)) {
	next := &model.Entry[SecurityGroup]{Value: *old}
	change(&next.Value)
	model.PutEntry(r.World, r.Place.Account, r.Region, next)
	r.Reload()
}
