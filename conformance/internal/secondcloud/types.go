package secondcloud

import "slices"

// An instanceType is a type on sale, with the figures that DescribeInstanceTypes shows.
type instanceType struct {
	id, family string
	level      string
	cores      int
	threads    []int // threads per core that may be set; the last is the default
	memory     int   // GiB
	interfaces int
	queues     int // most queues of one interface
	allQueues  int // of all interfaces together
	primary    int // queues of a primary interface by default
	secondary  int
	addresses  int
	jumbo      bool
	burstable  bool
	topologies []string
}

// defaultThreads are the threads per core of a new instance.
func (t instanceType) defaultThreads() int { return t.threads[len(t.threads)-1] }

// instanceTypes are those of the catalogue of types that this cloud has, and one
// of its own, whose queues do not suffice for all its interfaces at their most.
func instanceTypes() []instanceType {
	both := []string{"ContinuousCoreToHTMapping", "DiscreteCoreToHTMapping"}
	return []instanceType{
		{id: "ecs.g6.large", family: "ecs.g6", level: "EnterpriseLevel", cores: 1, threads: []int{1, 2}, memory: 8,
			interfaces: 2, queues: 2, allQueues: 4, primary: 2, secondary: 2, addresses: 6},
		{id: "ecs.g7.large", family: "ecs.g7", level: "EnterpriseLevel", cores: 1, threads: []int{1, 2}, memory: 8,
			interfaces: 3, queues: 2, allQueues: 6, primary: 2, secondary: 2, addresses: 6, jumbo: true, topologies: both},
		{id: "ecs.g7.xlarge", family: "ecs.g7", level: "EnterpriseLevel", cores: 2, threads: []int{1, 2}, memory: 16,
			interfaces: 4, queues: 4, allQueues: 16, primary: 4, secondary: 4, addresses: 15, jumbo: true, topologies: both},
		{id: "ecs.g8ae.xlarge", family: "ecs.g8ae", level: "EnterpriseLevel", cores: 2, threads: []int{1, 2}, memory: 16,
			interfaces: 4, queues: 4, allQueues: 16, primary: 4, secondary: 4, addresses: 15, jumbo: true, topologies: both[:1]},
		{id: "ecs.u1-c1m4.xlarge", family: "ecs.u1", level: "EnterpriseLevel", cores: 2, threads: []int{2}, memory: 16,
			interfaces: 3, queues: 2, allQueues: 6, primary: 2, secondary: 2, addresses: 10},
		{id: "ecs.t6-c1m2.large", family: "ecs.t6", level: "CreditEntryLevel", cores: 1, threads: []int{2}, memory: 4,
			interfaces: 2, queues: 1, allQueues: 2, primary: 1, secondary: 1, addresses: 2, burstable: true},
		{id: "ecs.r7x.2xlarge", family: "ecs.r7x", level: "EnterpriseLevel", cores: 4, threads: []int{1, 2}, memory: 64,
			interfaces: 4, queues: 8, allQueues: 20, primary: 8, secondary: 4, addresses: 15, jumbo: true},
	}
}

func (t instanceType) show() fields {
	return fields{
		"InstanceTypeId": t.id, "InstanceTypeFamily": t.family, "InstanceFamilyLevel": t.level, "CpuArchitecture": "X86",
		"CpuCoreCount": t.cores * t.defaultThreads(), "MemorySize": t.memory, "Generation": "ecs-5",
		"EniQuantity": t.interfaces, "EniTotalQuantity": t.interfaces, "EriQuantity": 0, "QueuePairNumber": 0,
		"MaximumQueueNumberPerEni": t.queues, "TotalEniQueueQuantity": t.allQueues,
		"PrimaryEniQueueNumber": t.primary, "SecondaryEniQueueNumber": t.secondary,
		"EniPrivateIpAddressQuantity": t.addresses, "EniIpv6AddressQuantity": 0, "EniTrunkSupported": false,
		"JumboFrameSupport": t.jumbo, "NetworkEncryptionSupport": false, "NvmeSupport": "unsupported", "DiskQuantity": 17,
		"LocalStorageCategory": "", "GPUAmount": 0, "GPUSpec": "",
		"SupportedBootModes": fields{"SupportedBootMode": []string{"BIOS", "UEFI"}},
		"CpuOptions": fields{
			"CoreCount": t.cores, "ThreadsPerCore": t.defaultThreads(), "HyperThreadingAdjustable": len(t.threads) > 1,
			"SupportedTopologyTypes": fields{"SupportedTopologyType": slices.Clip(append([]string{}, t.topologies...))},
		},
	}
}

func describeInstanceTypes() *operation {
	paging := paging{outer: "InstanceTypes", inner: "InstanceType", onlyByToken: true, least: 1, full: 1600, usual: 1600}
	return &operation{
		name:   "DescribeInstanceTypes",
		params: append(paging.params(), list("InstanceTypes"), text("InstanceTypeFamily")),
		checks: []check{paging.check()},
		do: func(c *call) fields {
			wanted, family := c.list("InstanceTypes"), c.text("InstanceTypeFamily")
			var found []shown
			for _, t := range c.stock.types {
				if (len(wanted) == 0 || slices.Contains(wanted, t.id)) && (family == "" || t.family == family) {
					found = append(found, shown{t.id, t.show()})
				}
			}
			return paging.show(c, found)
		},
	}
}
