package model

import (
	"errors"
	"fmt"
	"slices"
)

// Check says what is wrong with the world: the invariants that hold in every
// world that calls and transitions can reach.
func (w World) Check() error {
	var errs []error
	var sum uint64
	for _, p := range w.places {
		sum += p.sum()
		errs = append(errs, p.check(&w)...)
	}
	for it := w.tokens.Iterator(); !it.Done(); {
		key, t, _ := it.Next()
		sum += tokenHash(key, t.params)
	}
	if sum != w.sum {
		errs = append(errs, errors.New("the hash does not match the resources"))
	}
	errs = append(errs, w.checkTransient()...)
	return errors.Join(errs...)
}

// sum adds up the hashes of the place's resources.
func (p *place) sum() uint64 {
	return tableSum(p, p.instances) + tableSum(p, p.images) + tableSum(p, p.enis) +
		tableSum(p, p.groups) + tableSum(p, p.vswitches) + tableSum(p, p.vpcs)
}

func tableSum[T comparable](p *place, t table[T]) uint64 {
	var sum uint64
	for id, v := range t.all {
		sum += hashOf(p, id, v)
	}
	return sum
}

func (p *place) check(w *World) []error {
	var errs []error
	report := func(kind Kind, id, format string, args ...any) {
		errs = append(errs, fmt.Errorf("%s %s: %s", kind, id, fmt.Sprintf(format, args...)))
	}
	for id, i := range p.instances.all {
		p.checkInstance(w, i, func(format string, args ...any) { report(KindInstance, id, format, args...) })
	}
	errs = append(errs, p.checkImageUses()...)
	members := map[string]int{}
	used := map[string]int{}
	for id, e := range p.enis.all {
		p.checkEni(e, func(format string, args ...any) { report(KindNetworkInterface, id, format, args...) })
		for _, g := range e.SecurityGroupIds.All() {
			members[g]++
		}
		used[e.VSwitchId]++
	}
	for id, i := range p.instances.all {
		if i.InstanceNetworkType == NetworkClassic {
			for _, g := range i.SecurityGroupIds.All() {
				members[g]++
			}
		}
		_ = id
	}
	for id, g := range p.groups.all {
		if g.Hidden.Members != members[id]+g.Hidden.FillerMembers {
			report(KindSecurityGroup, id, "counts %d members and has %d", g.Hidden.Members, members[id]+g.Hidden.FillerMembers)
		}
	}
	for id, v := range p.vswitches.all {
		if v.Hidden.Used != used[id] {
			report(KindVSwitch, id, "counts %d addresses and has given %d", v.Hidden.Used, used[id])
		}
	}
	for id, i := range p.images.all {
		if !slices.Contains(imageStatuses(), i.Status) {
			report(KindImage, id, "has status %q", i.Status)
		}
	}
	return errs
}

// checkImageUses compares the index of the images in use with the instances.
func (p *place) checkImageUses() []error {
	var errs []error
	made := map[string]int{}
	for _, i := range p.instances.all {
		if i.ImageId != "" {
			made[i.ImageId]++
		}
	}
	if p.imageUses.Len() != len(made) {
		errs = append(errs, fmt.Errorf("%d images have instances, the index has %d", len(made), p.imageUses.Len()))
	}
	for id, n := range made {
		if got, _ := p.imageUses.Get(id); got != n {
			errs = append(errs, fmt.Errorf("image %s has %d instances, the index says %d", id, n, got))
		}
	}
	return errs
}

func instanceStatuses() []string { return []string{Pending, Starting, Running, Stopping, Stopped} }
func imageStatuses() []string {
	return []string{Creating, Waiting, Available, UnAvailable, CreateFailed, Deprecated}
}
func eniStatuses() []string {
	return []string{Creating, CreateFailed, Available, Attaching, InUse, Detaching, Deleting}
}

func (p *place) checkInstance(w *World, i *Instance, report func(string, ...any)) {
	if !slices.Contains(instanceStatuses(), i.Status) {
		report("has status %q", i.Status)
	}
	if stable := i.Status == Running || i.Status == Stopped; stable != i.Hidden.Since.IsZero() {
		report("is %s since %v", i.Status, i.Hidden.Since)
	}
	if t := w.base.Types[i.InstanceType]; t == nil {
		report("has the unknown type %q", i.InstanceType)
	}
	if i.InstanceNetworkType == NetworkVpc {
		primary := p.enis.get(i.PrimaryEni)
		switch {
		case primary == nil:
			report("has no primary interface %q", i.PrimaryEni)
		case primary.InstanceId != i.InstanceId || primary.Type != Primary || primary.Status != InUse:
			report("has a primary interface that is %s, %s, of %q", primary.Type, primary.Status, primary.InstanceId)
		case primary.SecurityGroupIds != i.SecurityGroupIds:
			report("is in groups %v, its primary interface in %v", i.SecurityGroupIds.All(), primary.SecurityGroupIds.All())
		}
	}
	if i.SecurityGroupIds.Len() == 0 {
		report("is in no security group")
	}
}

func (p *place) checkEni(e *NetworkInterface, report func(string, ...any)) {
	if !slices.Contains(eniStatuses(), e.Status) {
		report("has status %q", e.Status)
	}
	attached := e.Status == InUse || e.Status == Attaching || e.Status == Detaching
	if attached != (e.InstanceId != "") {
		report("is %s of instance %q", e.Status, e.InstanceId)
	}
	if e.InstanceId != "" && p.instances.get(e.InstanceId) == nil {
		report("is attached to the unknown instance %q", e.InstanceId)
	}
	if p.vswitches.get(e.VSwitchId) == nil {
		report("is in the unknown vSwitch %q", e.VSwitchId)
	}
	if owner, _ := p.addresses.Get(e.VSwitchId + "/" + e.PrivateIpAddress); owner != e.NetworkInterfaceId {
		report("has the address %s, which belongs to %q", e.PrivateIpAddress, owner)
	}
	for _, address := range e.Ipv6.All() {
		if owner, _ := p.addresses.Get(e.VSwitchId + "/" + address); owner != e.NetworkInterfaceId {
			report("has the address %s, which belongs to %q", address, owner)
		}
	}
	if (e.Type == Member) != (e.TrunkNetworkInterfaceId != "") {
		report("is a %s on the trunk %q", e.Type, e.TrunkNetworkInterfaceId)
	}
	if e.SecurityGroupIds.Len() == 0 {
		report("is in no security group")
	}
	for _, g := range e.SecurityGroupIds.All() {
		if p.groups.get(g) == nil {
			report("is in the unknown group %q", g)
		}
	}
}

// checkTransient compares the index of resources that can move with the resources.
func (w *World) checkTransient() []error {
	var errs []error
	count := 0
	for _, p := range w.places {
		for _, r := range p.resources() {
			if w.model.edgeOf(r) == nil {
				continue
			}
			count++
			if _, ok := w.transient.Get(transientName(p.account, p.region, r.Kind(), r.ID())); !ok {
				errs = append(errs, fmt.Errorf("%s %s can move and is not in the index", r.Kind(), r.ID()))
			}
		}
	}
	if count != w.transient.Len() {
		errs = append(errs, fmt.Errorf("%d resources can move, the index has %d", count, w.transient.Len()))
	}
	return errs
}

// resources lists everything in the place, by kind and id.
func (p *place) resources() []Resource {
	var all []Resource
	for _, v := range p.instances.all {
		all = append(all, v)
	}
	for _, v := range p.images.all {
		all = append(all, v)
	}
	for _, v := range p.enis.all {
		all = append(all, v)
	}
	for _, v := range p.groups.all {
		all = append(all, v)
	}
	for _, v := range p.vswitches.all {
		all = append(all, v)
	}
	for _, v := range p.vpcs.all {
		all = append(all, v)
	}
	return all
}

// sameResources compares two worlds resource by resource.
func (w *World) sameResources(o World) bool {
	if len(w.places) != len(o.places) {
		return false
	}
	for i, p := range w.places {
		q := o.places[i]
		if p != q && !(sameTable(p.instances, q.instances) && sameTable(p.images, q.images) && sameTable(p.enis, q.enis) &&
			sameTable(p.groups, q.groups) && sameTable(p.vswitches, q.vswitches) && sameTable(p.vpcs, q.vpcs)) {
			return false
		}
	}
	return w.tokens.Len() == o.tokens.Len()
}

func sameTable[T comparable](a, b table[T]) bool {
	if a.m == b.m {
		return true
	}
	if a.len() != b.len() {
		return false
	}
	for id, v := range a.all {
		if u := b.get(id); u == nil || *u != *v {
			return false
		}
	}
	return true
}
