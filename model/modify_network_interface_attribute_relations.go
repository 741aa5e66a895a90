package model

import "slices"

// Conditions of ModifyNetworkInterfaceAttribute on the ENI, its groups, its
// status and its instance; effects that change more than one field.

// forBusiness: row 55, the ENI was made for a product (BusinessType).
func forBusiness(r *Request) bool { return eniOf(r).Hidden.Business != "" }

// beyondNameAndDescription: rows 43 and 60, a setting that only an ordinary
// secondary ENI has. SourceDestCheck is not among them: the vendor's own cloud
// controller manager switches it off on the primary ENIs of nodes. Connection
// tracking is, as the message of row 60 reads.
func beyondNameAndDescription(r *Request) bool {
	return groupsListed(r) || r.hasAny("DeleteOnRelease", "QueueNumber", trafficMode, trafficQueues, trafficPairs) ||
		depthGiven(r) || trackingGiven(r) || enhancedGiven(r)
}

// appliedOnInstance: row 6, a setting that reaches the instance: all but name,
// description, and what happens when the instance is released.
func appliedOnInstance(r *Request) bool {
	return groupsListed(r) || r.hasAny("SourceDestCheck", "QueueNumber", trafficMode, trafficQueues, trafficPairs) ||
		depthGiven(r) || trackingGiven(r) || enhancedGiven(r)
}

// groupOfOtherVpcThanEni: row 40. A classic group, in no VPC, is row 42.
func groupOfOtherVpcThanEni(r *Request) bool { return groupOfVpcOtherThan(r, eniOf(r).VpcId) }

// groupTypeOtherThanHost: row 45, the ENI is InUse and a group is of another
// type than those of its instance (Modify an ENI guide, 2020).
func groupTypeOtherThanHost(r *Request) bool {
	if eniOf(r).Status != InUse || hostOf(r) == nil {
		return false
	}
	for _, id := range hostOf(r).SecurityGroupIds.All() {
		if own := securityGroups(r.place).get(id); own != nil {
			return slices.ContainsFunc(groupsOf(r), func(g *SecurityGroup) bool { return g.SecurityGroupType != own.SecurityGroupType })
		}
	}
	return false
}

// leavesManagedGroup: row 50, the list lacks a managed group of the ENI.
func leavesManagedGroup(r *Request) bool {
	return groupsListed(r) && slices.ContainsFunc(eniOf(r).SecurityGroupIds.All(), func(id string) bool {
		g := securityGroups(r.place).get(id)
		return g != nil && g.ServiceManaged && !slices.Contains(r.list("SecurityGroupId"), id)
	})
}

// groupsListed: the ENI is to be in other groups.
func groupsListed(r *Request) bool { return len(r.list("SecurityGroupId")) > 0 }

func rdmaAsked(r *Request) bool { return r.str(trafficMode) == HighPerformance }

func hasIpv6(r *Request) bool { return eniOf(r).Ipv6 != "" }

func typeWithoutRdma(r *Request) bool { return r.exceeds(1, typeOf(r).InstanceTypeId, TypeEriQuantity) }

// oneQueueOnly: the type has one queue for each ENI: nothing to configure
// (row 1), nothing to spread packets over (row 26).
func oneQueueOnly(r *Request) bool { return r.exceeds(2, typeOf(r).InstanceTypeId, TypeQueuesPerEni) }

// changesVFs: row 28, SR-IOV is on and other numbers are asked for. That the
// row means the stored switch is inferred: with the one of the request it would
// contradict row 27.
func changesVFs(r *Request) bool {
	other := func(name string, stored int) bool {
		n, ok := r.integer(name)
		return ok && n != stored
	}
	return eniOf(r).EnableSriov && (other(enhancedVFQueues, eniOf(r).VFTotalQueueNumber) || other(enhancedVFs, eniOf(r).VFQuantity))
}

// queuesOpen: the queue number can be set (row 49).
func queuesOpen(r *Request) bool {
	return eniOf(r).Status == Available || eniOf(r).Status == InUse && hostOf(r) != nil && hostOf(r).Status == Stopped
}

func queuesGiven(r *Request) bool { return r.queuesAsked() > 0 }

// queuesAsked returns the queue number of the request, wherever it stands; 0
// for none, and for one that is no number.
func (r *Request) queuesAsked() int {
	for _, name := range []string{"QueueNumber", trafficQueues} {
		if n, ok := r.integer(name); ok {
			return n
		}
	}
	return 0
}

func queuesAboveEni(r *Request) bool {
	return r.exceeds(r.queuesAsked(), typeOf(r).InstanceTypeId, TypeQueuesPerEni)
}

// queuesAboveInstance: row 53, the queues of all ENIs of the instance together.
func queuesAboveInstance(r *Request) bool {
	sum := r.queuesAsked()
	if sum < 1 {
		return false
	}
	r.otherEnis(func(e *NetworkInterface) { sum += r.queues(e, typeOf(r).InstanceTypeId) })
	return r.exceeds(sum, typeOf(r).InstanceTypeId, TypeQueuesTotal)
}

// otherEnis visits the ENIs of the instance but for the one of the request.
func (r *Request) otherEnis(visit func(*NetworkInterface)) {
	r.place.attached(hostOf(r).InstanceId, func(e *NetworkInterface) bool {
		if e.NetworkInterfaceId != eniOf(r).NetworkInterfaceId {
			visit(e)
		}
		return true
	})
}

// tooManyRdmaEnis: row 19, of a type that has RDMA at all; row 20 is for others.
func tooManyRdmaEnis(r *Request) bool {
	n := 1
	r.otherEnis(func(e *NetworkInterface) {
		if e.NetworkInterfaceTrafficMode == HighPerformance {
			n++
		}
	})
	return !typeWithoutRdma(r) && r.exceeds(n, typeOf(r).InstanceTypeId, TypeEriQuantity)
}

func pairsAboveType(r *Request) bool {
	n, ok := r.integer(trafficPairs)
	return ok && r.exceeds(n, typeOf(r).InstanceTypeId, TypeQueuePairs)
}

// pairsAboveInstance: row 23, the pairs of all RDMA ENIs of the instance
// together. One without a number of its own counts with the type's (assumed,
// as for queues).
func pairsAboveInstance(r *Request) bool {
	sum, ok := r.integer(trafficPairs)
	if !ok || sum < 1 || !rdmaAsked(r) && !rdma(r) {
		return false
	}
	r.otherEnis(func(e *NetworkInterface) {
		switch {
		case e.NetworkInterfaceTrafficMode != HighPerformance:
		case e.QueuePairNumber == 0:
			sum += r.fact(typeOf(r).InstanceTypeId, TypeQueuePairs)
		default:
			sum += e.QueuePairNumber
		}
	})
	return r.exceeds(sum, typeOf(r).InstanceTypeId, TypeQueuePairsTotal)
}

// replaceEniGroups puts the ENI into the listed groups and out of the others.
func replaceEniGroups(r *Request) {
	countMembers(r.w, r.place.account, r.region, eniOf(r).SecurityGroupIds, -1)
	groups := NewList(r.list("SecurityGroupId")...)
	countMembers(r.w, r.place.account, r.region, groups, 1)
	r.reload()
	r.setEni(func(e *NetworkInterface) { e.SecurityGroupIds = groups })
}

func setRxQueueSize(name string) func(*Request) {
	return setEniNumber(name, func(e *NetworkInterface) *int { return &e.RxQueueSize })
}

func setTxQueueSize(name string) func(*Request) {
	return setEniNumber(name, func(e *NetworkInterface) *int { return &e.TxQueueSize })
}

// setSriov switches SR-IOV; off, there are no virtual functions.
func setSriov(r *Request) {
	r.setEni(func(e *NetworkInterface) {
		e.EnableSriov = r.isTrue(enhancedSriov)
		if !e.EnableSriov {
			e.VFTotalQueueNumber, e.VFQuantity = 0, 0
		}
	})
}

func setRss(r *Request) {
	r.setEni(func(e *NetworkInterface) { e.EnableRss = r.isTrue(enhancedRss) })
}
