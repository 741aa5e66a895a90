package target

import "github.com/ecsim/ecsim/model"

type enisBody struct {
	envelope
	NetworkInterfaceSets struct{ NetworkInterfaceSet *[]eniBody }
}

func (b *enisBody) reply() (model.Reply, error) {
	return listed(b.envelope, "NetworkInterfaceSets.NetworkInterfaceSet", b.NetworkInterfaceSets.NetworkInterfaceSet, (*eniBody).seen)
}

type eniAttributeBody struct {
	envelope
	eniBody
}

func (b *eniAttributeBody) reply() (model.Reply, error) { return one(b.seen()) }

// An eniBody is a network interface in DescribeNetworkInterfaces, and with more
// settings in DescribeNetworkInterfaceAttribute.
type eniBody struct {
	trafficConfig
	NetworkInterfaceId, NetworkInterfaceName, Description, Type, Status str
	InstanceId, VpcId, VSwitchId, ZoneId, PrivateIpAddress, MacAddress  str
	DeleteOnRelease, SourceDestCheck, ServiceManaged                    flag
	CreationTime                                                        when
	SecurityGroupIds                                                    struct{ SecurityGroupId *[]str }
	Ipv6Sets                                                            struct{ Ipv6Set *[]struct{ Ipv6Address str } }
	Attachment                                                          struct{ InstanceId, TrunkNetworkInterfaceId str }
	NetworkInterfaceTrafficConfig                                       trafficConfig
	ConnectionTrackingConfiguration                                     struct{ TcpEstablishedTimeout, TcpClosedAndTimeWaitTimeout, UdpTimeout num }
	EnhancedNetwork                                                     struct {
		EnableSriov, EnableRss                                   flag
		VirtualFunctionTotalQueueNumber, VirtualFunctionQuantity num
	}
	Tags tagsBody
}

// trafficConfig stands both in the interface and in a member of its own.
type trafficConfig struct {
	NetworkInterfaceTrafficMode                            str
	QueueNumber, QueuePairNumber, RxQueueSize, TxQueueSize num
}

func (t trafficConfig) see(s sight, e *model.NetworkInterface) {
	see(s, "NetworkInterfaceTrafficMode", &e.NetworkInterfaceTrafficMode, t.NetworkInterfaceTrafficMode.of)
	see(s, "QueueNumber", &e.QueueNumber, t.QueueNumber.of)
	see(s, "QueuePairNumber", &e.QueuePairNumber, t.QueuePairNumber.of)
	see(s, "RxQueueSize", &e.RxQueueSize, t.RxQueueSize.of)
	see(s, "TxQueueSize", &e.TxQueueSize, t.TxQueueSize.of)
}

func (b *eniBody) seen() model.Seen {
	e, s := &model.NetworkInterface{}, sight{}
	see(s, "NetworkInterfaceId", &e.NetworkInterfaceId, b.NetworkInterfaceId.of)
	see(s, "NetworkInterfaceName", &e.NetworkInterfaceName, b.NetworkInterfaceName.of)
	see(s, "Description", &e.Description, b.Description.of)
	see(s, "Type", &e.Type, b.Type.of)
	see(s, "Status", &e.Status, b.Status.of)
	see(s, "InstanceId", &e.InstanceId, b.Attachment.InstanceId.of)
	see(s, "InstanceId", &e.InstanceId, b.InstanceId.of)
	see(s, "TrunkNetworkInterfaceId", &e.TrunkNetworkInterfaceId, b.Attachment.TrunkNetworkInterfaceId.of)
	see(s, "VpcId", &e.VpcId, b.VpcId.of)
	see(s, "VSwitchId", &e.VSwitchId, b.VSwitchId.of)
	see(s, "ZoneId", &e.ZoneId, b.ZoneId.of)
	see(s, "PrivateIpAddress", &e.PrivateIpAddress, b.PrivateIpAddress.of)
	see(s, "MacAddress", &e.MacAddress, b.MacAddress.of)
	see(s, "DeleteOnRelease", &e.DeleteOnRelease, b.DeleteOnRelease.of)
	see(s, "SourceDestCheck", &e.SourceDestCheck, b.SourceDestCheck.of)
	see(s, "ServiceManaged", &e.ServiceManaged, b.ServiceManaged.of)
	see(s, "CreationTime", &e.CreationTime, b.CreationTime.of)
	b.NetworkInterfaceTrafficConfig.see(s, e)
	b.trafficConfig.see(s, e)
	see(s, "TcpEstablishedTimeout", &e.TcpEstablishedTimeout, b.ConnectionTrackingConfiguration.TcpEstablishedTimeout.of)
	see(s, "TcpClosedAndTimeWaitTimeout", &e.TcpClosedAndTimeWaitTimeout, b.ConnectionTrackingConfiguration.TcpClosedAndTimeWaitTimeout.of)
	see(s, "UdpTimeout", &e.UdpTimeout, b.ConnectionTrackingConfiguration.UdpTimeout.of)
	see(s, "EnableSriov", &e.EnableSriov, b.EnhancedNetwork.EnableSriov.of)
	see(s, "EnableRss", &e.EnableRss, b.EnhancedNetwork.EnableRss.of)
	see(s, "VFTotalQueueNumber", &e.VFTotalQueueNumber, b.EnhancedNetwork.VirtualFunctionTotalQueueNumber.of)
	see(s, "VFQuantity", &e.VFQuantity, b.EnhancedNetwork.VirtualFunctionQuantity.of)
	seeList(s, "SecurityGroupIds", &e.SecurityGroupIds, b.SecurityGroupIds.SecurityGroupId)
	if sets := b.Ipv6Sets.Ipv6Set; sets != nil {
		addresses := make([]str, 0, len(*sets))
		for _, set := range *sets {
			addresses = append(addresses, set.Ipv6Address)
		}
		seeList(s, "Ipv6", &e.Ipv6, &addresses)
	}
	b.Tags.see(s, &e.Tags)
	return model.Seen{Resource: e, Shown: s}
}
