package rpc

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// instanceExtras are what the captures of DescribeInstances and the page of
// DescribeInstanceAttribute have and instances do not keep. Text that is not
// set is empty, never absent. Metadata options are empty unless
// AdditionalAttributes asks for them (capture of 2023).
func instanceExtras() extras {
	var none []string
	dedicated := []string{"DedicatedHostAttribute.DedicatedHostId", "DedicatedHostAttribute.DedicatedHostName", "DedicatedHostAttribute.DedicatedHostClusterId"}
	return extrasOf[ecs.Instance](
		fixed("2099-12-31T15:59Z", "ExpiredTime"),
		fixed("200", "Code,bound"), fixed("successful", "Message,bound"), fixed("true", "Success,bound"), // of AttachKeyPair
		fixed("", "SerialNumber", "ClusterId", "VlanId", "OperationLocks.LockReason[].LockMsg", "VpcAttributes.NatIpAddress"),
		fixed("", "AutoReleaseTime,-attribute", "SaleCycle,-attribute", "ResourceGroupId,-attribute", "DeploymentSetId,-attribute", "GPUSpec,-attribute"),
		fixed(0, "SpotPriceLimit,-attribute", "GPUAmount,-attribute"),
		fixed(true, "DeviceAvailable,-attribute"),
		derived("InstanceTypeFamily,-attribute", (*answer).family), derived("Cpu", (*answer).cpus), derived("Memory", (*answer).memory),
		derived("OSName,-attribute", (*answer).osName), derived("OSNameEn,-attribute", (*answer).osName),
		fixed("PayByTraffic", "InternetChargeType"), fixed(-1, "InternetMaxBandwidthIn"), fixed(0, "InternetMaxBandwidthOut"),
		fixed(none, "PublicIpAddress.IpAddress[]"),
		fixed("", "EipAddress.AllocationId", "EipAddress.IpAddress", "EipAddress.InternetChargeType"),
		derived("VpcAttributes.PrivateIpAddress.IpAddress[]", addressIn(ecs.NetworkVpc)),
		derived("InnerIpAddress.IpAddress[]", addressIn(ecs.NetworkClassic)),
		derived("NetworkInterfaces.NetworkInterface[],-attribute", (*answer).interfacesOf),
		fixed("", "MetadataOptions.HttpEndpoint,-META_OPTIONS,-attribute", "MetadataOptions.HttpTokens,-META_OPTIONS,-attribute", "CpuOptions.Numa,-attribute"),
		fixed(false, "ImageOptions.LoginAsNonRoot,-attribute"),
		fixed("", dedicated...),
		fixed("", "DedicatedInstanceAttribute.Affinity,-attribute", "DedicatedInstanceAttribute.Tenancy,-attribute",
			"EcsCapacityReservationAttr.CapacityReservationId,-attribute", "EcsCapacityReservationAttr.CapacityReservationPreference,-attribute"),
	)
}

func (a *answer) typeOf(i *ecs.Instance) *model.InstanceType {
	if t := a.world.Base().Types[i.InstanceType]; t != nil {
		return t
	}
	return &model.InstanceType{}
}

func (a *answer) family(i *ecs.Instance) any { return a.typeOf(i).InstanceTypeFamily }
func (a *answer) memory(i *ecs.Instance) any { return a.typeOf(i).MemorySize * 1024 }

func (a *answer) cpus(i *ecs.Instance) any {
	if cpus := i.CoreCount * max(1, i.ThreadsPerCore); cpus != 0 {
		return cpus
	}
	return a.typeOf(i).CpuCoreCount
}

// osName is that of the image that the instance was made of.
func (a *answer) osName(i *ecs.Instance) any {
	for _, account := range []string{a.account, model.SystemAccount} {
		if image, ok := a.world.Find(account, a.region, ecs.KindImage, i.ImageId).(*ecs.Image); ok {
			return image.OSName
		}
	}
	return ""
}

// addressIn lists the address of an instance that is in the kind of network.
func addressIn(network string) func(*answer, *ecs.Instance) any {
	return func(_ *answer, i *ecs.Instance) any {
		if i.PrivateIpAddress == "" || i.InstanceNetworkType != network {
			return []string(nil)
		}
		return []string{i.PrivateIpAddress}
	}
}

// interfacesOf lists the interfaces of an instance, the primary one first.
func (a *answer) interfacesOf(i *ecs.Instance) any {
	var primary, others []object
	place := a.world.Place(a.account, a.region)
	if place == nil {
		return []object{}
	}
	ecs.EachAttached(place, i.InstanceId, func(e *ecs.NetworkInterface) bool {
		if e.NetworkInterfaceId == i.PrimaryEni {
			primary = append(primary, a.show(e, "brief"))
		} else {
			others = append(others, a.show(e, "brief"))
		}
		return true
	})
	return append(primary, others...)
}
