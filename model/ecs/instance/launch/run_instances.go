package launch

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// runInstances: the table of 2021 with the rows of January 2026; the parameter
// texts of the pages of 2021 and 2023. Of its 407 rows these are the ones that
// depend on the state of a world.
func runInstances() model.Operation {
	return model.Operation{
		Name:   "RunInstances",
		Known:  model.StatedBy("RunInstances pages (2021 and 2023)"),
		Makes:  ecs.KindInstance,
		Plain:  plainLaunch(),
		Trials: runTrials(),
		Weight: model.Weight{Cards: 3, Why: "makes what most calls need; every instance is an await", Order: 6},
		Params: append(launchParams(),
			model.ListOf("SecurityGroupIds").Naming(ecs.TheGroups), model.ListOf("HostNames"), model.Boolean("UniqueSuffix"), model.Integer("Amount"), model.Integer("MinAmount"),
			model.Optional("LaunchTemplateId"), model.Optional("LaunchTemplateName"), model.Integer("LaunchTemplateVersion"),
			model.Integer("NetworkInterfaceQueueNumber"), model.Integer("CpuOptions.Core"), model.Integer("CpuOptions.ThreadsPerCore"), model.Optional("CpuOptions.TopologyType"),
		),
		DryRunCode: model.DryRunOperation,
		Rules:      launchRules("RunInstances"),
		Effects: slices.Concat(launchEffects(), []model.Effect{
			{Name: "CpuOptions.ThreadsPerCore", When: model.Given("CpuOptions.ThreadsPerCore"), Do: draftThreads, SeenBy: "DescribeInstances.ThreadsPerCore"},
			{Name: "CpuOptions.TopologyType", When: model.Given("CpuOptions.TopologyType"), Do: draftTopology, SeenBy: "DescribeInstances.TopologyType"},
			{Name: "Instances", Do: runThem, SeenBy: "DescribeInstances.InstanceId"},
			{Name: "HostNames", When: model.Given("HostNames"), Do: nameHosts, SeenBy: "DescribeInstances.HostName"},
			{Name: "NetworkInterfaceQueueNumber", When: model.Given("NetworkInterfaceQueueNumber"), Do: setLaunchQueues,
				SeenBy: "DescribeNetworkInterfaces.QueueNumber"},
		}, launchDiskEffects()),
	}
}

// runThem makes the instances. They start by themselves.
func runThem(r *model.Request) { makeInstances(r, amount(r), false) }

func nameHosts(r *model.Request) {
	for k, name := range r.List("HostNames") {
		if k >= len(r.Created) {
			return
		}
		ecs.ChangeInstance(r, ecs.Instances(r.Place).Get(r.Created[k]), func(i *ecs.Instance) { i.HostName = name })
	}
}

func draftThreads(r *model.Request) {
	drafted(r).ThreadsPerCore, _ = r.Integer("CpuOptions.ThreadsPerCore")
}
func draftTopology(r *model.Request) { drafted(r).TopologyType = r.Text("CpuOptions.TopologyType") }

// setLaunchQueues: an instance in the classic network has no interface.
func setLaunchQueues(r *model.Request) {
	for _, id := range r.Created {
		if i := ecs.Instances(r.Place).Get(id); i != nil && i.PrimaryEni != "" {
			ecs.ChangeEni(r, ecs.Enis(r.Place).Get(i.PrimaryEni), func(e *ecs.NetworkInterface) { e.QueueNumber, _ = r.Integer("NetworkInterfaceQueueNumber") })
		}
	}
}

func cpuTopologies() []string {
	return []string{"ContinuousCoreToHTMapping", "DiscreteCoreToHTMapping"}
}

func topologyNotOffered(r *model.Request) bool {
	wanted := r.Text("CpuOptions.TopologyType")
	return slices.Contains(cpuTopologies(), wanted) && !ecs.Offers(r, model.TypeTopologies, wanted)
}

func threadsFixed(r *model.Request) bool {
	return !r.Allows(ecs.TypeOf(r).InstanceTypeId, model.TypeThreads)
}

func threadsNotAnOption(r *model.Request) bool {
	return r.Has("CpuOptions.ThreadsPerCore") && !ecs.Offers(r, model.TypeThreadCounts, r.Text("CpuOptions.ThreadsPerCore"))
}

func launchCoresNotDefault(r *model.Request) bool {
	n, ok := r.Integer("CpuOptions.Core")
	return ok && n != ecs.TypeOf(r).Cores()
}

func launchQueuesAbove(figure model.FactName) func(*model.Request) bool {
	return func(r *model.Request) bool {
		n, ok := r.Integer("NetworkInterfaceQueueNumber")
		return ok && r.Exceeds(n, ecs.TypeOf(r).InstanceTypeId, figure)
	}
}
