package rpc

import (
	"slices"

	"github.com/ecsim/ecsim/model"
)

func encodeRegion(_ *answer, r *model.Region) object {
	return object{
		{"RegionId", r.RegionId},
		{"LocalName", r.LocalName},
		{"RegionEndpoint", "ecs." + r.RegionId + ".aliyuncs.com"},
		{"Status", "available"},
	}
}

// encodeZone writes a zone with what is on sale there. Disks are not modelled:
// the categories are those that clients look for (packer, Terraform).
func encodeZone(a *answer, z *model.Zone) object {
	types := z.Types.All()
	disks := []string{"cloud_essd", "cloud_ssd", "cloud_efficiency", "cloud_auto"}
	var families []string
	for _, id := range types {
		if t := a.world.Base().Types[id]; t != nil && !slices.Contains(families, t.InstanceTypeFamily) {
			families = append(families, t.InstanceTypeFamily)
		}
	}
	return object{
		{"ZoneId", z.ZoneId},
		{"ZoneNo", z.ZoneId},
		{"LocalName", z.LocalName},
		{"ZoneType", "AvailabilityZone"},
		list("AvailableResourceCreation", "ResourceTypes", []string{"IoOptimized", "VSwitch", "Instance", "Disk"}),
		list("AvailableInstanceTypes", "InstanceTypes", types),
		list("AvailableDiskCategories", "DiskCategories", disks),
		list("AvailableVolumeCategories", "VolumeCategories", []string(nil)),
		list("AvailableDedicatedHostTypes", "DedicatedHostType", []string(nil)),
		list("DedicatedHostGenerations", "DedicatedHostGeneration", []string(nil)),
		list("NetworkTypes", "NetworkType", []string{"vpc"}),
		list("AvailableResources", "ResourcesInfo", []object{{
			{"IoOptimized", true},
			list("InstanceTypes", "supportedInstanceType", types),
			list("InstanceTypeFamilies", "supportedInstanceTypeFamily", families),
			list("SystemDiskCategories", "supportedSystemDiskCategory", disks),
			list("DataDiskCategories", "supportedDataDiskCategory", disks),
			list("NetworkTypes", "supportedNetworkCategory", []string{"vpc"}),
			list("InstanceGenerations", "supportedInstanceGeneration", []string(nil)),
		}}),
	}
}

// encodeType writes an instance type. A figure that nobody knows is left out.
func encodeType(_ *answer, t *model.InstanceType) object {
	o := object{
		{"InstanceTypeId", t.InstanceTypeId},
		{"InstanceTypeFamily", t.InstanceTypeFamily},
		{"InstanceFamilyLevel", t.InstanceFamilyLevel},
		{"CpuCoreCount", t.CpuCoreCount},
		{"MemorySize", t.MemorySize},
		{"CpuArchitecture", t.CpuArchitecture},
		{"NvmeSupport", t.NvmeSupport},
		{"GPUAmount", 0},
		{"GPUSpec", ""},
	}
	for _, m := range []member{
		{"DiskQuantity", t.DiskQuantity},
		{"EniQuantity", t.EniQuantity},
		{"EriQuantity", t.EriQuantity},
		{"EniPrivateIpAddressQuantity", t.EniPrivateIpAddressQuantity},
		{"EniIpv6AddressQuantity", t.EniIpv6AddressQuantity},
		{"EniTrunkSupported", t.EniTrunkSupported},
		{"MaximumQueueNumberPerEni", t.MaximumQueueNumberPerEni},
		{"TotalEniQueueQuantity", t.TotalEniQueueQuantity},
		{"PrimaryEniQueueNumber", t.PrimaryEniQueueNumber},
		{"SecondaryEniQueueNumber", t.SecondaryEniQueueNumber},
		{"QueuePairNumber", t.QueuePairNumber},
		{"JumboFrameSupport", t.JumboFrameSupport},
		{"NetworkEncryptionSupport", t.NetworkEncryptionSupport},
	} {
		if !t.Unknown.Has(m.name) {
			o = append(o, m)
		}
	}
	return o.with(member{"CpuOptions", object{
		{"CoreCount", t.Cores()},
		{"ThreadsPerCore", t.ThreadsPerCoreDefault},
		{"HyperThreadingAdjustable", t.ThreadsAdjustable},
		list("SupportedTopologyTypes", "SupportedTopologyType", t.SupportedTopologies.All()),
	}})
}
