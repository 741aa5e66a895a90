package rpc

import (
	"strconv"

	"github.com/ecsim/ecsim/model"
)

// encodeInstance writes an instance as the captures of DescribeInstances have
// it. Text that is not set is empty, never absent; what the model does not keep
// has the value of an instance that never used it.
func encodeInstance(a *answer, i *model.Instance) object {
	o := object{
		{"InstanceId", i.InstanceId},
		{"InstanceName", i.InstanceName},
		{"Description", i.Description},
		{"HostName", i.HostName},
		{"Status", i.Status},
		{"RegionId", i.RegionId},
		{"ZoneId", i.ZoneId},
		{"ImageId", i.ImageId},
		{"CreationTime", minutes(i.CreationTime)},
		{"StartTime", minutes(i.StartTime)},
		{"ExpiredTime", "2099-12-31T15:59Z"},
		{"AutoReleaseTime", ""},
		{"InstanceChargeType", i.InstanceChargeType},
		{"SpotStrategy", i.SpotStrategy},
		{"SpotPriceLimit", 0},
		{"SaleCycle", ""},
		{"StoppedMode", i.StoppedMode},
		{"DeletionProtection", i.DeletionProtection},
		{"CreditSpecification", i.CreditSpecification},
		{"Recyclable", i.Recyclable},
		{"IoOptimized", i.IoOptimized},
		{"DeviceAvailable", true},
		{"OSType", i.OSType},
		{"SerialNumber", ""},
		{"ClusterId", ""},
		{"VlanId", ""},
		{"ResourceGroupId", ""},
		{"DeploymentSetId", ""},
		{"GPUAmount", 0},
		{"GPUSpec", ""},
		{"EnableNetworkEncryption", i.NetworkEncryption},
		{"EnableJumboFrame", i.EnableJumboFrame},
	}
	return o.with(a.capacity(i)...).with(a.instanceNetwork(i)...).with(a.instanceOptions(i)...).with(
		list("OperationLocks", "LockReason", locks(i.LockReason)),
		instanceTags(i.Tags),
		member{"DedicatedHostAttribute", object{{"DedicatedHostId", ""}, {"DedicatedHostName", ""}, {"DedicatedHostClusterId", ""}}},
		member{"DedicatedInstanceAttribute", object{{"Affinity", ""}, {"Tenancy", ""}}},
		member{"EcsCapacityReservationAttr", object{{"CapacityReservationId", ""}, {"CapacityReservationPreference", ""}}},
	)
}

// capacity is what the instance has from its type and its image.
func (a *answer) capacity(i *model.Instance) []member {
	cpu, memory, family := i.CoreCount*max(1, i.ThreadsPerCore), 0, ""
	if t := a.world.Base().Types[i.InstanceType]; t != nil {
		family, memory = t.InstanceTypeFamily, t.MemorySize*1024
		if cpu == 0 {
			cpu = t.CpuCoreCount
		}
	}
	osName := ""
	if image := a.image(i.ImageId); image != nil {
		osName = image.OSName
	}
	return []member{
		{"InstanceType", i.InstanceType}, {"InstanceTypeFamily", family}, {"Cpu", cpu}, {"Memory", memory},
		{"OSName", osName}, {"OSNameEn", osName},
	}
}

// image finds the image that an instance of the account was made of.
func (a *answer) image(id string) *model.Image {
	for _, account := range []string{a.account, model.SystemAccount} {
		if image, ok := a.world.Find(account, a.region, model.KindImage, id).(*model.Image); ok {
			return image
		}
	}
	return nil
}

// instanceNetwork are addresses, groups and interfaces.
func (a *answer) instanceNetwork(i *model.Instance) []member {
	none := object{{"IpAddress", []string(nil)}}
	var private []string
	if i.PrivateIpAddress != "" && i.InstanceNetworkType == model.NetworkVpc {
		private = []string{i.PrivateIpAddress}
	}
	inner := none
	if i.InstanceNetworkType == model.NetworkClassic && i.PrivateIpAddress != "" {
		inner = object{{"IpAddress", []string{i.PrivateIpAddress}}}
	}
	return []member{
		{"InstanceNetworkType", i.InstanceNetworkType},
		{"InternetChargeType", "PayByTraffic"}, {"InternetMaxBandwidthIn", -1}, {"InternetMaxBandwidthOut", 0},
		{"PublicIpAddress", none}, {"InnerIpAddress", inner},
		{"EipAddress", object{{"AllocationId", ""}, {"IpAddress", ""}, {"InternetChargeType", ""}}},
		{"VpcAttributes", object{
			{"VpcId", i.VpcId}, {"VSwitchId", i.VSwitchId}, {"NatIpAddress", ""}, {"PrivateIpAddress", object{{"IpAddress", private}}},
		}},
		list("SecurityGroupIds", "SecurityGroupId", i.SecurityGroupIds.All()),
		list("NetworkInterfaces", "NetworkInterface", a.interfacesOf(i)),
	}
}

// interfacesOf lists the interfaces of an instance, the primary one first.
func (a *answer) interfacesOf(i *model.Instance) []object {
	if a.hosted == nil {
		a.hosted = map[string][]*model.NetworkInterface{}
		for _, r := range a.world.Resources(a.account, a.region, model.KindNetworkInterface) {
			if e, ok := r.(*model.NetworkInterface); ok && e.InstanceId != "" {
				a.hosted[e.InstanceId] = append(a.hosted[e.InstanceId], e)
			}
		}
	}
	var primary, others []object
	for _, e := range a.hosted[i.InstanceId] {
		o := object{
			{"NetworkInterfaceId", e.NetworkInterfaceId}, {"Type", e.Type}, {"MacAddress", e.MacAddress},
			{"PrimaryIpAddress", e.PrivateIpAddress}, privateIPs(e),
			ipv6Sets(e), prefixSets("Ipv4"), prefixSets("Ipv6"),
		}
		if e.NetworkInterfaceId == i.PrimaryEni {
			primary = append(primary, o)
		} else {
			others = append(others, o)
		}
	}
	return append(primary, others...)
}

// instanceOptions are the settings in objects of their own. Metadata options
// are empty unless AdditionalAttributes asks for them (capture of 2023).
func (a *answer) instanceOptions(i *model.Instance) []member {
	metadata := object{{"HttpEndpoint", ""}, {"HttpTokens", ""}}
	if a.asks("META_OPTIONS") {
		metadata = object{
			{"HttpEndpoint", i.HttpEndpoint}, {"HttpTokens", i.HttpTokens}, {"HttpPutResponseHopLimit", i.HttpPutResponseHop},
			{"InstanceMetadataTags", i.InstanceMetadataTags},
		}
	}
	return []member{
		{"MetadataOptions", metadata},
		{"CpuOptions", object{
			{"CoreCount", i.CoreCount}, {"ThreadsPerCore", i.ThreadsPerCore}, {"Numa", ""}, {"TopologyType", i.TopologyType},
			{"NestedVirtualization", i.NestedVirtualization},
		}},
		{"PrivateDnsNameOptions", object{
			{"HostnameType", i.PrivateDnsName.HostnameType},
			{"EnableInstanceIdDnsARecord", i.PrivateDnsName.EnableInstanceIdDnsARecord},
			{"EnableInstanceIdDnsAAAARecord", i.PrivateDnsName.EnableInstanceIdDnsAAAARecord},
			{"EnableIpDnsARecord", i.PrivateDnsName.EnableIpDnsARecord},
			{"EnableIpDnsPtrRecord", i.PrivateDnsName.EnableIpDnsPtrRecord},
		}},
		{"AdditionalInfo", object{{"EnableHighDensityMode", i.HighDensityMode}}},
		{"HibernationOptions", object{{"Configured", i.Hidden.Hibernation}}},
		{"ImageOptions", object{{"LoginAsNonRoot", false}}},
	}
}

// asks says whether the call lists the additional attribute.
func (a *answer) asks(attribute string) bool {
	if a.asked == nil {
		a.asked = map[string]bool{}
		for n := 1; ; n++ {
			v, ok := a.call.Params["AdditionalAttributes."+strconv.Itoa(n)]
			if !ok {
				break
			}
			a.asked[v] = true
		}
	}
	return a.asked[attribute]
}

func locks(reasons model.List) []object {
	all := make([]object, 0, reasons.Len())
	for _, reason := range reasons.All() {
		all = append(all, object{{"LockReason", reason}, {"LockMsg", ""}})
	}
	return all
}

func encodeInstanceStatus(_ *answer, i *model.Instance) object {
	return object{{"InstanceId", i.InstanceId}, {"Status", i.Status}}
}

// encodeInstanceAttribute writes what DescribeInstanceAttribute has: fewer
// fields, and IoOptimized as a word.
func encodeInstanceAttribute(a *answer, i *model.Instance) object {
	optimized := "none"
	if i.IoOptimized {
		optimized = "optimized"
	}
	o := object{
		{"InstanceId", i.InstanceId},
		{"InstanceName", i.InstanceName},
		{"Description", i.Description},
		{"HostName", i.HostName},
		{"Status", i.Status},
		{"RegionId", i.RegionId},
		{"ZoneId", i.ZoneId},
		{"ImageId", i.ImageId},
		{"CreationTime", minutes(i.CreationTime)},
		{"ExpiredTime", "2099-12-31T15:59Z"},
		{"InstanceChargeType", i.InstanceChargeType},
		{"StoppedMode", i.StoppedMode},
		{"CreditSpecification", i.CreditSpecification},
		{"IoOptimized", optimized},
		{"EnableJumboFrame", i.EnableJumboFrame},
		{"SerialNumber", ""},
		{"ClusterId", ""},
		{"VlanId", ""},
	}
	for _, m := range append(a.capacity(i), a.instanceNetwork(i)...) {
		switch m.name {
		case "InstanceTypeFamily", "OSName", "OSNameEn", "NetworkInterfaces":
		default:
			o = append(o, m)
		}
	}
	return o.with(
		list("OperationLocks", "LockReason", locks(i.LockReason)),
		member{"DedicatedHostAttribute", object{{"DedicatedHostId", ""}, {"DedicatedHostName", ""}, {"DedicatedHostClusterId", ""}}},
	)
}
