package eni

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// Conditions of ModifyNetworkInterfaceAttribute on the ENI, its groups, its
// status and its instance; effects that change more than one field.

// forBusiness: row 55, the ENI was made for a product (BusinessType).
func forBusiness(r *model.Request) bool { return ecs.EniOf(r).Hidden.Business != "" }

// appliedOnInstance: row 6, a setting that is applied on the instance: all but
// name, description, and what happens when the instance is released.
func appliedOnInstance(r *model.Request) bool {
	return groupsListed(r) || r.HasAny("SourceDestCheck", "QueueNumber", TrafficMode, TrafficQueues, TrafficPairs) ||
		depthGiven(r) || trackingGiven(r) || enhancedGiven(r)
}

// groupOfOtherVpcThanEni: row 40. A classic group, in no VPC, is row 42.
func groupOfOtherVpcThanEni(r *model.Request) bool {
	return ecs.GroupOfVpcOtherThan(r, ecs.EniOf(r).VpcId)
}

// groupTypeOtherThanHost: row 45, the ENI is InUse and a group is of another
// type than those of its instance (Modify an ENI guide, 2020).
func groupTypeOtherThanHost(r *model.Request) bool {
	if ecs.EniOf(r).Status != ecs.InUse || ecs.HostOf(r) == nil {
		return false
	}
	for _, id := range ecs.HostOf(r).SecurityGroupIds.All() {
		if own := ecs.SecurityGroups(r.Place).Get(id); own != nil {
			return slices.ContainsFunc(ecs.GroupsOf(r), func(g *ecs.SecurityGroup) bool { return g.SecurityGroupType != own.SecurityGroupType })
		}
	}
	return false
}

// leavesManagedGroup: row 50, the list lacks a managed group of the ENI.
func leavesManagedGroup(r *model.Request) bool {
	return groupsListed(r) && slices.ContainsFunc(ecs.EniOf(r).SecurityGroupIds.All(), func(id string) bool {
		g := ecs.SecurityGroups(r.Place).Get(id)
		return g != nil && g.ServiceManaged && !slices.Contains(r.List("SecurityGroupId"), id)
	})
}

// groupsListed: the ENI is to be in other groups.
func groupsListed(r *model.Request) bool { return len(r.List("SecurityGroupId")) > 0 }

func rdmaAsked(r *model.Request) bool { return r.Text(TrafficMode) == ecs.HighPerformance }

func hasIpv6(r *model.Request) bool { return ecs.EniOf(r).Ipv6 != "" }

func typeWithoutRdma(r *model.Request) bool {
	return r.Exceeds(1, ecs.TypeOf(r).InstanceTypeId, model.TypeEriQuantity)
}

// oneQueueOnly: the type has one queue for each ENI: nothing to configure
// (row 1), nothing to spread packets over (row 26).
func oneQueueOnly(r *model.Request) bool {
	return r.Exceeds(2, ecs.TypeOf(r).InstanceTypeId, model.TypeQueuesPerEni)
}

// changesVFs: row 28, SR-IOV is on and other numbers are asked for. That the
// row means the stored switch is inferred: with the one of the request it would
// contradict row 27.
func changesVFs(r *model.Request) bool {
	other := func(name string, stored int) bool {
		n, ok := r.Integer(name)
		return ok && n != stored
	}
	return ecs.EniOf(r).EnableSriov && (other(EnhancedVFQueues, ecs.EniOf(r).VFTotalQueueNumber) || other(EnhancedVFs, ecs.EniOf(r).VFQuantity))
}

// queuesOpen: the queue number can be set (row 49).
func queuesOpen(r *model.Request) bool {
	return ecs.EniOf(r).Status == ecs.Available || ecs.EniOf(r).Status == ecs.InUse && ecs.HostOf(r) != nil && ecs.HostOf(r).Status == ecs.Stopped
}

func queuesGiven(r *model.Request) bool { return queuesAsked(r) > 0 }

// queuesAsked returns the queue number of the request, wherever it is given; 0
// for none, and for a value that is not a number.
func queuesAsked(r *model.Request) int {
	for _, name := range []string{"QueueNumber", TrafficQueues} {
		if n, ok := r.Integer(name); ok {
			return n
		}
	}
	return 0
}

func queuesAboveEni(r *model.Request) bool {
	return r.Exceeds(queuesAsked(r), ecs.TypeOf(r).InstanceTypeId, model.TypeQueuesPerEni)
}

// queuesAboveInstance: row 53, the queues of all ENIs of the instance together.
func queuesAboveInstance(r *model.Request) bool {
	sum := queuesAsked(r)
	if sum < 1 {
		return false
	}
	otherEnis(r, func(e *ecs.NetworkInterface) { sum += ecs.Queues(r, e, ecs.TypeOf(r).InstanceTypeId) })
	return r.Exceeds(sum, ecs.TypeOf(r).InstanceTypeId, model.TypeQueuesTotal)
}

// otherEnis visits the ENIs of the instance except the one of the request.
func otherEnis(r *model.Request, visit func(*ecs.NetworkInterface)) {
	ecs.EachAttached(r.Place, ecs.HostOf(r).InstanceId, func(e *ecs.NetworkInterface) bool {
		if e.NetworkInterfaceId != ecs.EniOf(r).NetworkInterfaceId {
			visit(e)
		}
		return true
	})
}

// tooManyRdmaEnis: row 19, of a type that has RDMA at all; row 20 is for others.
func tooManyRdmaEnis(r *model.Request) bool {
	n := 1
	otherEnis(r, func(e *ecs.NetworkInterface) {
		if e.NetworkInterfaceTrafficMode == ecs.HighPerformance {
			n++
		}
	})
	return !typeWithoutRdma(r) && r.Exceeds(n, ecs.TypeOf(r).InstanceTypeId, model.TypeEriQuantity)
}

func pairsAboveType(r *model.Request) bool {
	n, ok := r.Integer(TrafficPairs)
	return ok && r.Exceeds(n, ecs.TypeOf(r).InstanceTypeId, model.TypeQueuePairs)
}

// pairsAboveInstance: row 23, the pairs of all RDMA ENIs of the instance
// together. An ENI without a number of its own counts with the type's (assumed,
// as for queues).
func pairsAboveInstance(r *model.Request) bool {
	sum, ok := r.Integer(TrafficPairs)
	if !ok || sum < 1 || !rdmaAsked(r) && !ecs.Rdma(r) {
		return false
	}
	otherEnis(r, func(e *ecs.NetworkInterface) {
		switch {
		case e.NetworkInterfaceTrafficMode != ecs.HighPerformance:
		case e.QueuePairNumber == 0:
			sum += r.Fact(ecs.TypeOf(r).InstanceTypeId, model.TypeQueuePairs)
		default:
			sum += e.QueuePairNumber
		}
	})
	return r.Exceeds(sum, ecs.TypeOf(r).InstanceTypeId, model.TypeQueuePairsTotal)
}

// replaceEniGroups puts the ENI into the listed groups and removes it from the
// others.
func replaceEniGroups(r *model.Request) {
	ecs.CountMembers(r.World, r.Place.Account, r.Region, ecs.EniOf(r).SecurityGroupIds, -1)
	groups := model.NewList(r.List("SecurityGroupId")...)
	ecs.CountMembers(r.World, r.Place.Account, r.Region, groups, 1)
	r.Reload()
	ecs.SetEni(r, func(e *ecs.NetworkInterface) { e.SecurityGroupIds = groups })
}

func setRxQueueSize(name string) func(*model.Request) {
	return setEniNumber(name, func(e *ecs.NetworkInterface) *int { return &e.RxQueueSize })
}

func setTxQueueSize(name string) func(*model.Request) {
	return setEniNumber(name, func(e *ecs.NetworkInterface) *int { return &e.TxQueueSize })
}

// setSriov switches SR-IOV; off, there are no virtual functions.
func setSriov(r *model.Request) {
	ecs.SetEni(r, func(e *ecs.NetworkInterface) {
		e.EnableSriov = r.IsTrue(EnhancedSriov)
		if !e.EnableSriov {
			e.VFTotalQueueNumber, e.VFQuantity = 0, 0
		}
	})
}

func setRss(r *model.Request) {
	ecs.SetEni(r, func(e *ecs.NetworkInterface) { e.EnableRss = r.IsTrue(EnhancedRss) })
}
