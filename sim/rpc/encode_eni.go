package rpc

import "github.com/ecsim/ecsim/model/ecs"

// interfaceExtras are what answers about ENIs have beside their fields. All
// wrappers are there, empty or not: Terraform panics without them. Prefixes are
// not modelled.
func interfaceExtras() extras {
	var none []string
	return extrasOf[ecs.NetworkInterface](
		derived("OwnerId", func(a *answer, _ *ecs.NetworkInterface) any { return a.account }),
		fixed("", "ResourceGroupId"),
		fixed(true, "PrivateIpSets.PrivateIpSet[].Primary,+brief"),
		fixed(object(nil), "PrivateIpSets.PrivateIpSet[].AssociatedPublicIp,+brief", "AssociatedPublicIp,-new"),
		fixed(none, "Ipv4PrefixSets.Ipv4PrefixSet[],+brief", "Ipv6PrefixSets.Ipv6PrefixSet[],+brief", "Ipv6PrefixSets.Ipv6Prefix[],assigned"),
		fixed(0, "Attachment.NetworkCardIndex,-new"),
		derived("Attachment.DeviceIndex,-new", (*answer).deviceIndex),
		fixed(none, "Attachment.MemberNetworkInterfaceIds.MemberNetworkInterfaceId[],-new"),
	)
}

// deviceIndex counts the ENIs of the instance, the primary one being 0.
func (a *answer) deviceIndex(e *ecs.NetworkInterface) any {
	index := 0
	switch {
	case e.InstanceId == "":
		return nil
	case e.Type == ecs.Primary:
		return index
	}
	for _, id := range ecs.Interfaces(a.world, a.account, a.region, e.InstanceId) {
		if r, ok := a.world.Find(a.account, a.region, ecs.KindNetworkInterface, id).(*ecs.NetworkInterface); ok && r.Type != ecs.Primary {
			index++
		}
		if id == e.NetworkInterfaceId {
			break
		}
	}
	return index
}
