package target

import "github.com/ecsim/ecsim/model"

type instancesBody struct {
	envelope
	Instances struct{ Instance *[]instanceBody }
}

func (b *instancesBody) reply() (model.Reply, error) {
	return listed(b.envelope, "Instances.Instance", b.Instances.Instance, (*instanceBody).seen)
}

type instanceAttributeBody struct {
	envelope
	instanceBody
}

func (b *instanceAttributeBody) reply() (model.Reply, error) { return one(b.seen()) }

type instanceStatusesBody struct {
	envelope
	InstanceStatuses struct {
		InstanceStatus *[]struct{ InstanceId, Status str }
	}
}

func (b *instanceStatusesBody) reply() (model.Reply, error) {
	return listed(b.envelope, "InstanceStatuses.InstanceStatus", b.InstanceStatuses.InstanceStatus,
		func(one *struct{ InstanceId, Status str }) model.Seen {
			return (&instanceBody{InstanceId: one.InstanceId, Status: one.Status}).seen()
		})
}

// An instanceBody is an instance in DescribeInstances, and less of it in
// DescribeInstanceAttribute.
type instanceBody struct {
	InstanceId, InstanceName, Description, HostName, ImageId, InstanceType  str
	RegionId, ZoneId, Status, InstanceChargeType, SpotStrategy              str
	InstanceNetworkType, CreditSpecification, StoppedMode, OSType, UserData str
	DeletionProtection, IoOptimized, Recyclable, EnableJumboFrame           flag
	EnableNetworkEncryption                                                 flag
	CreationTime, StartTime                                                 when
	SecurityGroupIds                                                        struct{ SecurityGroupId *[]str }
	VpcAttributes                                                           vpcAttributes
	NetworkInterfaces                                                       struct{ NetworkInterface []attachedBody }
	OperationLocks                                                          struct{ LockReason *[]struct{ LockReason str } }
	MetadataOptions                                                         metadataOptions
	CpuOptions                                                              cpuOptions
	PrivateDnsNameOptions                                                   privateDnsNameOptions
	AdditionalInfo                                                          struct{ EnableHighDensityMode flag }
	Tags                                                                    tagsBody
}

type vpcAttributes struct {
	VpcId, VSwitchId str
	PrivateIpAddress struct{ IpAddress []str }
}

// attachedBody is a network interface as its instance shows it; answers of 2019
// have no Type.
type attachedBody struct{ NetworkInterfaceId, Type, PrimaryIpAddress str }

type metadataOptions struct {
	HttpEndpoint, HttpTokens, InstanceMetadataTags str
	HttpPutResponseHopLimit                        num
}

type cpuOptions struct {
	CoreCount, ThreadsPerCore          num
	TopologyType, NestedVirtualization str
}

type privateDnsNameOptions struct {
	HostnameType                                              str
	EnableInstanceIdDnsARecord, EnableInstanceIdDnsAAAARecord flag
	EnableIpDnsARecord, EnableIpDnsPtrRecord                  flag
}

func (b *instanceBody) seen() model.Seen {
	i, s := &model.Instance{}, sight{}
	see(s, "InstanceId", &i.InstanceId, b.InstanceId.of)
	see(s, "InstanceName", &i.InstanceName, b.InstanceName.of)
	see(s, "Description", &i.Description, b.Description.of)
	see(s, "HostName", &i.HostName, b.HostName.of)
	see(s, "ImageId", &i.ImageId, b.ImageId.of)
	see(s, "InstanceType", &i.InstanceType, b.InstanceType.of)
	see(s, "RegionId", &i.RegionId, b.RegionId.of)
	see(s, "ZoneId", &i.ZoneId, b.ZoneId.of)
	see(s, "Status", &i.Status, b.Status.of)
	see(s, "InstanceChargeType", &i.InstanceChargeType, b.InstanceChargeType.of)
	see(s, "SpotStrategy", &i.SpotStrategy, b.SpotStrategy.of)
	see(s, "InstanceNetworkType", &i.InstanceNetworkType, b.InstanceNetworkType.of)
	see(s, "CreditSpecification", &i.CreditSpecification, b.CreditSpecification.of)
	see(s, "StoppedMode", &i.StoppedMode, b.StoppedMode.of)
	see(s, "OSType", &i.OSType, b.OSType.of)
	see(s, "UserData", &i.UserData, b.UserData.of)
	see(s, "DeletionProtection", &i.DeletionProtection, b.DeletionProtection.of)
	see(s, "IoOptimized", &i.IoOptimized, b.IoOptimized.of)
	see(s, "Recyclable", &i.Recyclable, b.Recyclable.of)
	see(s, "EnableJumboFrame", &i.EnableJumboFrame, b.EnableJumboFrame.of)
	see(s, "NetworkEncryption", &i.NetworkEncryption, b.EnableNetworkEncryption.of)
	see(s, "CreationTime", &i.CreationTime, b.CreationTime.of)
	see(s, "StartTime", &i.StartTime, b.StartTime.of)
	seeList(s, "SecurityGroupIds", &i.SecurityGroupIds, b.SecurityGroupIds.SecurityGroupId)
	b.VpcAttributes.see(s, i)
	b.seePrimary(s, i)
	b.MetadataOptions.see(s, i)
	b.CpuOptions.see(s, i)
	b.PrivateDnsNameOptions.see(s, i)
	see(s, "HighDensityMode", &i.HighDensityMode, b.AdditionalInfo.EnableHighDensityMode.of)
	if locks := b.OperationLocks.LockReason; locks != nil {
		s["LockReason"] = true
		for _, lock := range *locks {
			i.LockReason = i.LockReason.With(lock.LockReason.v)
		}
	}
	b.Tags.see(s, &i.Tags)
	return model.Seen{Resource: i, Shown: s}
}

func (v vpcAttributes) see(s sight, i *model.Instance) {
	see(s, "VpcId", &i.VpcId, v.VpcId.of)
	see(s, "VSwitchId", &i.VSwitchId, v.VSwitchId.of)
	if addresses := filled(v.PrivateIpAddress.IpAddress); len(addresses) > 0 {
		i.PrivateIpAddress, s["PrivateIpAddress"] = addresses[0], true
	}
}

// seePrimary finds the primary interface: the one that says so, or the only one
// where none says its type.
func (b *instanceBody) seePrimary(s sight, i *model.Instance) {
	all := b.NetworkInterfaces.NetworkInterface
	var primary *attachedBody
	for n := range all {
		if all[n].Type.v == model.Primary || len(all) == 1 && !all[n].Type.set {
			primary = &all[n]
		}
	}
	if primary == nil {
		return
	}
	see(s, "PrimaryEni", &i.PrimaryEni, primary.NetworkInterfaceId.of)
	if !s["PrivateIpAddress"] {
		see(s, "PrivateIpAddress", &i.PrivateIpAddress, primary.PrimaryIpAddress.of)
	}
}

// see leaves out empty members: they show nothing, unless META_OPTIONS was
// asked for, which the endpoint tells.
func (m metadataOptions) see(s sight, i *model.Instance) {
	seeFilled(s, "HttpEndpoint", &i.HttpEndpoint, m.HttpEndpoint)
	seeFilled(s, "HttpTokens", &i.HttpTokens, m.HttpTokens)
	seeFilled(s, "InstanceMetadataTags", &i.InstanceMetadataTags, m.InstanceMetadataTags)
	if m.HttpPutResponseHopLimit.v > 0 || m.HttpPutResponseHopLimit.set && m.HttpEndpoint.v != "" {
		see(s, "HttpPutResponseHop", &i.HttpPutResponseHop, m.HttpPutResponseHopLimit.of)
	}
}

func (c cpuOptions) see(s sight, i *model.Instance) {
	see(s, "CoreCount", &i.CoreCount, c.CoreCount.of)
	see(s, "ThreadsPerCore", &i.ThreadsPerCore, c.ThreadsPerCore.of)
	seeFilled(s, "TopologyType", &i.TopologyType, c.TopologyType)
	seeFilled(s, "NestedVirtualization", &i.NestedVirtualization, c.NestedVirtualization)
}

// see shows the options as a whole, or not at all.
func (p privateDnsNameOptions) see(s sight, i *model.Instance) {
	if !p.HostnameType.set || !p.EnableInstanceIdDnsARecord.set || !p.EnableInstanceIdDnsAAAARecord.set ||
		!p.EnableIpDnsARecord.set || !p.EnableIpDnsPtrRecord.set {
		return
	}
	s["PrivateDnsName"] = true
	i.PrivateDnsName = model.PrivateDnsNameOptions{
		HostnameType:                  p.HostnameType.v,
		EnableInstanceIdDnsARecord:    p.EnableInstanceIdDnsARecord.v,
		EnableInstanceIdDnsAAAARecord: p.EnableInstanceIdDnsAAAARecord.v,
		EnableIpDnsARecord:            p.EnableIpDnsARecord.v,
		EnableIpDnsPtrRecord:          p.EnableIpDnsPtrRecord.v,
	}
}

// seeFilled takes over a text that is not empty.
func seeFilled(s sight, field string, into *string, value str) {
	if value.v != "" {
		see(s, field, into, value.of)
	}
}
