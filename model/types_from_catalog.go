package model

import (
	"fmt"
	"sort"
	"strconv"
)

// typesOf builds the instance types that the catalog holds.
func typesOf(m *Model) (map[string]*InstanceType, error) {
	listed, err := m.catalog.InstanceTypes()
	if err != nil {
		return nil, fmt.Errorf("instance types: %w", err)
	}
	types := make(map[string]*InstanceType, len(listed))
	for _, t := range listed {
		options := make([]string, 0, len(t.ThreadsPerCoreOptions))
		for _, n := range t.ThreadsPerCoreOptions {
			options = append(options, strconv.Itoa(n))
		}
		it := &InstanceType{
			InstanceTypeId: t.InstanceTypeId, InstanceTypeFamily: t.InstanceTypeFamily,
			CpuCoreCount: t.VCPU, MemorySize: int(t.MemoryGiB), CpuArchitecture: t.CpuArchitecture,
			MaximumQueueNumberPerEni: t.MaximumQueueNumberPerEni, TotalEniQueueQuantity: t.TotalEniQueueQuantity,
			PrimaryEniQueueNumber: t.PrimaryEniQueueNumber, SecondaryEniQueueNumber: t.SecondaryEniQueueNumber,
			EniQuantity: t.EniQuantity, EriQuantity: t.EriQuantity, QueuePairNumber: t.QueuePairNumber,
			EniPrivateIpAddressQuantity: t.EniPrivateIpAddressQuantity, EniIpv6AddressQuantity: t.EniIpv6AddressQuantity,
			JumboFrameSupport: t.JumboFrameSupport, NvmeSupport: t.NvmeSupport,
			NetworkEncryptionSupport: t.NetworkEncryptionSupport, EniTrunkSupported: t.EniTrunkSupported,
			InstanceFamilyLevel: t.InstanceFamilyLevel, Burstable: t.Burstable, IoOptimized: t.IoOptimized,
			SupportedTopologies: NewList(t.SupportedTopologyTypes...), ThreadsAdjustable: t.HyperThreadingAdjustable,
			ThreadsPerCoreDefault: t.ThreadsPerCoreDefault, ThreadsPerCoreOptions: NewList(options...),
			HighDensityMode: t.HighDensityDiskModeSupport, NVS: t.NVSSupport, VISST: t.VISSTSupport, VRDT: t.VRDTSupport,
			TurboModes: NewList(t.TurboModes...), NestedVirtualization: t.NestedVirtualizationSupport,
			ConfidentialComputing: NewList(t.GpuConfidentialComputingModes...), Unknown: NewList(t.Unknown...),
		}
		if t.DiskQuantity != nil {
			it.DiskQuantity = *t.DiskQuantity
		}
		it.index()
		types[it.InstanceTypeId] = it
	}
	return types, nil
}

func SortedTypes(types map[string]*InstanceType) []string {
	names := make([]string, 0, len(types))
	for name := range types {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
