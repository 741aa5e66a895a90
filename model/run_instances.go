package model

import "slices"

// runInstances: the table of 2021 with the rows of January 2026; the parameter
// texts of the pages of 2021 and 2023. Of its 407 rows these are the ones that
// the state of a world can meet.
func runInstances() Operation {
	return Operation{
		Name:   "RunInstances",
		Makes:  KindInstance,
		Plain:  plainLaunch(),
		Trials: runTrials(),
		Weight: Weight{Cards: 3, Why: "makes what most calls need; every instance is an await", Order: 6},
		Params: append(launchParams(),
			list("SecurityGroupIds").names(theGroups), list("HostNames"), boolean("UniqueSuffix"), integer("Amount"), integer("MinAmount"),
			optional("LaunchTemplateId"), optional("LaunchTemplateName"), integer("LaunchTemplateVersion"),
			integer("NetworkInterfaceQueueNumber"), integer("CpuOptions.Core"), integer("CpuOptions.ThreadsPerCore"), optional("CpuOptions.TopologyType"),
		),
		DryRunCode: DryRunOperation,
		Rules:      launchRules("RunInstances"),
		Effects: append(launchEffects(),
			Effect{Name: "CpuOptions.ThreadsPerCore", When: given("CpuOptions.ThreadsPerCore"), Do: draftThreads, SeenBy: "DescribeInstances.ThreadsPerCore"},
			Effect{Name: "CpuOptions.TopologyType", When: given("CpuOptions.TopologyType"), Do: draftTopology, SeenBy: "DescribeInstances.TopologyType"},
			Effect{Name: "Instances", Do: runThem, SeenBy: "DescribeInstances.InstanceId"},
			Effect{Name: "HostNames", When: given("HostNames"), Do: nameHosts, SeenBy: "DescribeInstances.HostName"},
			Effect{Name: "NetworkInterfaceQueueNumber", When: given("NetworkInterfaceQueueNumber"), Do: setLaunchQueues,
				SeenBy: "DescribeNetworkInterfaces.QueueNumber"},
		),
	}
}

// runThem makes the instances. They start by themselves.
func runThem(r *Request) { r.makeInstances(r.amount(), false) }

func nameHosts(r *Request) {
	for k, name := range r.list("HostNames") {
		if k >= len(r.created) {
			return
		}
		r.changeInstance(instances(r.place).get(r.created[k]), func(i *Instance) { i.HostName = name })
	}
}

func draftThreads(r *Request)  { r.drafted().ThreadsPerCore, _ = r.integer("CpuOptions.ThreadsPerCore") }
func draftTopology(r *Request) { r.drafted().TopologyType = r.str("CpuOptions.TopologyType") }

// setLaunchQueues: an instance in the classic network has no interface.
func setLaunchQueues(r *Request) {
	for _, id := range r.created {
		if i := instances(r.place).get(id); i != nil && i.PrimaryEni != "" {
			r.changeEni(enis(r.place).get(i.PrimaryEni), func(e *NetworkInterface) { e.QueueNumber, _ = r.integer("NetworkInterfaceQueueNumber") })
		}
	}
}

func cpuTopologies() []string {
	return []string{"ContinuousCoreToHTMapping", "DiscreteCoreToHTMapping"}
}

func topologyNotOffered(r *Request) bool {
	wanted := r.str("CpuOptions.TopologyType")
	return slices.Contains(cpuTopologies(), wanted) && !r.offers(typeTopologies, wanted)
}

func threadsFixed(r *Request) bool { return !r.allows(typeOf(r).InstanceTypeId, TypeThreads) }

func threadsNotAnOption(r *Request) bool {
	return r.has("CpuOptions.ThreadsPerCore") && !r.offers(typeThreadCounts, r.str("CpuOptions.ThreadsPerCore"))
}

func launchCoresNotDefault(r *Request) bool {
	n, ok := r.integer("CpuOptions.Core")
	return ok && n != typeOf(r).Cores()
}

func launchQueuesAbove(figure FactName) func(*Request) bool {
	return func(r *Request) bool {
		n, ok := r.integer("NetworkInterfaceQueueNumber")
		return ok && r.exceeds(n, typeOf(r).InstanceTypeId, figure)
	}
}
