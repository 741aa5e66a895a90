package rpc

import (
	"slices"

	"github.com/ecsim/ecsim/model"
)

func regionExtras() extras {
	return extrasOf[model.Region](
		derived("RegionEndpoint", func(_ *answer, r *model.Region) any { return "ecs." + r.RegionId + ".aliyuncs.com" }),
		fixed("available", "Status"),
	)
}

// zoneExtras are what is on sale in a zone. Disks are not modelled: the
// categories are those that clients look for (packer, Terraform).
func zoneExtras() extras {
	return extrasOf[model.Zone](
		fixed("AvailabilityZone", "ZoneType"),
		fixed([]string{"IoOptimized", "VSwitch", "Instance", "Disk"}, "AvailableResourceCreation.ResourceTypes[]"),
		fixed(diskCategories(), "AvailableDiskCategories.DiskCategories[]"),
		fixed([]string(nil), "AvailableVolumeCategories.VolumeCategories[]", "AvailableDedicatedHostTypes.DedicatedHostType[]",
			"DedicatedHostGenerations.DedicatedHostGeneration[]"),
		fixed([]string{"vpc"}, "NetworkTypes.NetworkType[]"),
		derived("AvailableResources.ResourcesInfo[]", onSale),
	)
}

func diskCategories() []string {
	return []string{"cloud_essd", "cloud_ssd", "cloud_efficiency", "cloud_auto"}
}

func onSale(a *answer, z *model.Zone) any {
	types := z.Types.All()
	var families []string
	for _, id := range types {
		if t := a.world.Base().Types[id]; t != nil && !slices.Contains(families, t.InstanceTypeFamily) {
			families = append(families, t.InstanceTypeFamily)
		}
	}
	return []object{{
		{"IoOptimized", true},
		{"InstanceTypes", object{{"supportedInstanceType", types}}},
		{"InstanceTypeFamilies", object{{"supportedInstanceTypeFamily", families}}},
		{"SystemDiskCategories", object{{"supportedSystemDiskCategory", diskCategories()}}},
		{"DataDiskCategories", object{{"supportedDataDiskCategory", diskCategories()}}},
		{"NetworkTypes", object{{"supportedNetworkCategory", []string{"vpc"}}}},
		{"InstanceGenerations", object{{"supportedInstanceGeneration", []string(nil)}}},
	}}
}

func typeExtras() extras {
	return extrasOf[model.InstanceType](
		fixed(0, "GPUAmount"), fixed("", "GPUSpec"),
		derived("CpuOptions.CoreCount", func(_ *answer, t *model.InstanceType) any { return t.Cores() }),
	)
}
