package rpc

import (
	"strconv"

	"github.com/ecsim/ecsim/model"
)

// encodeInterface writes an ENI as DescribeNetworkInterfaces does. All wrappers
// are there, empty or not: Terraform panics without them.
func encodeInterface(a *answer, e *model.NetworkInterface) object {
	o := interfaceIdentity(a, e)
	o = o.with(
		member{"InstanceId", e.InstanceId},
		member{"NetworkInterfaceTrafficMode", e.NetworkInterfaceTrafficMode},
		member{"QueuePairNumber", e.QueuePairNumber},
		member{"DeleteOnRelease", e.DeleteOnRelease},
		member{"CreationTime", seconds(e.CreationTime)},
		member{"AssociatedPublicIp", object(nil)},
		attachment(a, e),
	)
	if e.QueueNumber != 0 { // never changed and not attached: nothing is shown (DescribeNetworkInterfaceAttribute 2025)
		o = o.with(member{"QueueNumber", e.QueueNumber})
	}
	return o
}

// interfaceIdentity is what CreateNetworkInterface answers as well.
func interfaceIdentity(a *answer, e *model.NetworkInterface) object {
	o := object{
		{"NetworkInterfaceId", e.NetworkInterfaceId},
		{"NetworkInterfaceName", e.NetworkInterfaceName},
		{"Description", e.Description},
		{"Type", e.Type},
		{"Status", e.Status},
		{"VpcId", e.VpcId},
		{"VSwitchId", e.VSwitchId},
		{"ZoneId", e.ZoneId},
		{"PrivateIpAddress", e.PrivateIpAddress},
		{"MacAddress", e.MacAddress},
		{"SourceDestCheck", e.SourceDestCheck},
		{"ServiceManaged", e.ServiceManaged},
		{"OwnerId", a.account},
		{"ResourceGroupId", ""},
		list("SecurityGroupIds", "SecurityGroupId", e.SecurityGroupIds.All()),
		privateIPs(e), ipv6Sets(e), prefixSets("Ipv4"), prefixSets("Ipv6"),
		instanceTags(e.Tags),
	}
	return o
}

func encodeNewInterface(a *answer, e *model.NetworkInterface) object { return interfaceIdentity(a, e) }

// encodeInterfaceAttribute adds the settings that only the page of one ENI shows.
func encodeInterfaceAttribute(a *answer, e *model.NetworkInterface) object {
	traffic := object{{"NetworkInterfaceTrafficMode", e.NetworkInterfaceTrafficMode}, {"QueuePairNumber", e.QueuePairNumber}}
	if e.QueueNumber != 0 {
		traffic = traffic.with(member{"QueueNumber", e.QueueNumber})
	}
	if e.RxQueueSize != 0 || e.TxQueueSize != 0 {
		traffic = traffic.with(member{"RxQueueSize", e.RxQueueSize}, member{"TxQueueSize", e.TxQueueSize})
	}
	return encodeInterface(a, e).with(
		member{"NetworkInterfaceTrafficConfig", traffic},
		member{"ConnectionTrackingConfiguration", object{
			{"TcpEstablishedTimeout", e.TcpEstablishedTimeout},
			{"TcpClosedAndTimeWaitTimeout", e.TcpClosedAndTimeWaitTimeout},
			{"UdpTimeout", e.UdpTimeout},
		}},
		member{"EnhancedNetwork", object{
			{"EnableSriov", e.EnableSriov},
			{"EnableRss", e.EnableRss},
			{"VirtualFunctionTotalQueueNumber", e.VFTotalQueueNumber},
			{"VirtualFunctionQuantity", e.VFQuantity},
		}},
	)
}

// attachment says where the ENI is attached.
func attachment(a *answer, e *model.NetworkInterface) member {
	o := object{
		{"InstanceId", e.InstanceId},
		{"NetworkCardIndex", 0},
		{"TrunkNetworkInterfaceId", e.TrunkNetworkInterfaceId},
	}
	if e.InstanceId != "" {
		index := 0
		if e.Type != model.Primary {
			index = a.deviceIndex(e)
		}
		o = o.with(member{"DeviceIndex", index})
	}
	return member{"Attachment", o.with(list("MemberNetworkInterfaceIds", "MemberNetworkInterfaceId", []string(nil)))}
}

// deviceIndex counts the ENIs of the instance, the primary one being 0.
func (a *answer) deviceIndex(e *model.NetworkInterface) int {
	index := 0
	for _, id := range a.world.Interfaces(a.account, a.region, e.InstanceId) {
		if r, ok := a.world.Find(a.account, a.region, model.KindNetworkInterface, id).(*model.NetworkInterface); ok && r.Type != model.Primary {
			index++
		}
		if id == e.NetworkInterfaceId {
			break
		}
	}
	return index
}

func privateIPs(e *model.NetworkInterface) member {
	return list("PrivateIpSets", "PrivateIpSet", []object{{
		{"PrivateIpAddress", e.PrivateIpAddress}, {"Primary", true}, {"AssociatedPublicIp", object(nil)},
	}})
}

func ipv6Sets(e *model.NetworkInterface) member {
	all := make([]object, 0, e.Ipv6.Len())
	for _, address := range e.Ipv6.All() {
		all = append(all, object{{"Ipv6Address", address}})
	}
	return list("Ipv6Sets", "Ipv6Set", all)
}

// prefixSets are never filled: prefixes are not modelled.
func prefixSets(family string) member {
	return list(family+"PrefixSets", family+"PrefixSet", []object(nil))
}

// encodeAssignedIpv6 writes the addresses of the ENI after the call.
func encodeAssignedIpv6(_ *answer, e *model.NetworkInterface) object {
	return object{
		{"NetworkInterfaceId", e.NetworkInterfaceId},
		list("Ipv6Sets", "Ipv6Address", e.Ipv6.All()),
		list("Ipv6PrefixSets", "Ipv6Prefix", []string(nil)),
	}
}

// number is an id of digits as a JSON number; 0 for anything else.
func number(id string) int {
	n, err := strconv.Atoi(id)
	if err != nil {
		return 0
	}
	return n
}
