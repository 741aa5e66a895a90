package target

import "github.com/ecsim/ecsim/model"

type regionsBody struct {
	envelope
	Regions struct{ Region *[]regionBody }
}

func (b *regionsBody) reply() (model.Reply, error) {
	return listed(b.envelope, "Regions.Region", b.Regions.Region, (*regionBody).seen)
}

type regionBody struct{ RegionId, LocalName str }

func (b *regionBody) seen() model.Seen {
	r, s := &model.Region{}, sight{}
	see(s, "RegionId", &r.RegionId, b.RegionId.of)
	see(s, "LocalName", &r.LocalName, b.LocalName.of)
	return model.Seen{Resource: r, Shown: s}
}

type zonesBody struct {
	envelope
	Zones struct{ Zone *[]zoneBody }
}

func (b *zonesBody) reply() (model.Reply, error) {
	return listed(b.envelope, "Zones.Zone", b.Zones.Zone, (*zoneBody).seen)
}

type zoneBody struct {
	ZoneId, LocalName      str
	AvailableInstanceTypes struct{ InstanceTypes *[]str }
}

func (b *zoneBody) seen() model.Seen {
	z, s := &model.Zone{}, sight{}
	see(s, "ZoneId", &z.ZoneId, b.ZoneId.of)
	see(s, "LocalName", &z.LocalName, b.LocalName.of)
	seeList(s, "Types", &z.Types, b.AvailableInstanceTypes.InstanceTypes)
	return model.Seen{Resource: z, Shown: s}
}

type typesBody struct {
	envelope
	InstanceTypes struct{ InstanceType *[]typeBody }
}

func (b *typesBody) reply() (model.Reply, error) {
	return listed(b.envelope, "InstanceTypes.InstanceType", b.InstanceTypes.InstanceType, (*typeBody).seen)
}

type typeBody struct {
	InstanceTypeId, InstanceTypeFamily, CpuArchitecture, NvmeSupport, InstanceFamilyLevel str
	CpuCoreCount, MaximumQueueNumberPerEni, TotalEniQueueQuantity                         num
	PrimaryEniQueueNumber, SecondaryEniQueueNumber, EniQuantity, EriQuantity              num
	QueuePairNumber, EniPrivateIpAddressQuantity, EniIpv6AddressQuantity, DiskQuantity    num
	JumboFrameSupport, NetworkEncryptionSupport, EniTrunkSupported                        flag
	MemorySize                                                                            gib
	CpuOptions                                                                            struct {
		HyperThreadingAdjustable flag
		SupportedTopologyTypes   struct{ SupportedTopologyType *[]str }
	}
}

// A gib is a size of memory; small types have half a GiB, which counts as none.
type gib struct{ of[int] }

// UnmarshalJSON reads a number and drops what is behind the point.
func (g *gib) UnmarshalJSON(raw []byte) error {
	f, given, ok := number(raw)
	if !ok {
		return wrongType(raw, g.v)
	}
	if given {
		g.put(int(f))
	}
	return nil
}

func (b *typeBody) seen() model.Seen {
	t, s := &model.InstanceType{}, sight{}
	see(s, "InstanceTypeId", &t.InstanceTypeId, b.InstanceTypeId.of)
	see(s, "InstanceTypeFamily", &t.InstanceTypeFamily, b.InstanceTypeFamily.of)
	see(s, "CpuCoreCount", &t.CpuCoreCount, b.CpuCoreCount.of)
	see(s, "MemorySize", &t.MemorySize, b.MemorySize.of)
	see(s, "CpuArchitecture", &t.CpuArchitecture, b.CpuArchitecture.of)
	see(s, "MaximumQueueNumberPerEni", &t.MaximumQueueNumberPerEni, b.MaximumQueueNumberPerEni.of)
	see(s, "TotalEniQueueQuantity", &t.TotalEniQueueQuantity, b.TotalEniQueueQuantity.of)
	see(s, "PrimaryEniQueueNumber", &t.PrimaryEniQueueNumber, b.PrimaryEniQueueNumber.of)
	see(s, "SecondaryEniQueueNumber", &t.SecondaryEniQueueNumber, b.SecondaryEniQueueNumber.of)
	see(s, "EniQuantity", &t.EniQuantity, b.EniQuantity.of)
	see(s, "EriQuantity", &t.EriQuantity, b.EriQuantity.of)
	see(s, "QueuePairNumber", &t.QueuePairNumber, b.QueuePairNumber.of)
	see(s, "EniPrivateIpAddressQuantity", &t.EniPrivateIpAddressQuantity, b.EniPrivateIpAddressQuantity.of)
	see(s, "EniIpv6AddressQuantity", &t.EniIpv6AddressQuantity, b.EniIpv6AddressQuantity.of)
	see(s, "JumboFrameSupport", &t.JumboFrameSupport, b.JumboFrameSupport.of)
	see(s, "NvmeSupport", &t.NvmeSupport, b.NvmeSupport.of)
	see(s, "NetworkEncryptionSupport", &t.NetworkEncryptionSupport, b.NetworkEncryptionSupport.of)
	see(s, "EniTrunkSupported", &t.EniTrunkSupported, b.EniTrunkSupported.of)
	see(s, "DiskQuantity", &t.DiskQuantity, b.DiskQuantity.of)
	see(s, "InstanceFamilyLevel", &t.InstanceFamilyLevel, b.InstanceFamilyLevel.of)
	see(s, "ThreadsAdjustable", &t.ThreadsAdjustable, b.CpuOptions.HyperThreadingAdjustable.of)
	seeList(s, "SupportedTopologies", &t.SupportedTopologies, b.CpuOptions.SupportedTopologyTypes.SupportedTopologyType)
	return model.Seen{Resource: t, Shown: s}
}
