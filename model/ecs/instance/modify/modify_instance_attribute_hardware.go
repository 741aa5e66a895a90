package modify

import (
	"slices"
	"strconv"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// The conditions of ModifyInstanceAttribute on credits, charges, CPU options,
// queues and jumbo frames.

// restartAwaited: row 70.
func restartAwaited(r *model.Request) bool { return !ecs.InstanceOf(r).Hidden.AtRestart.None() }

func payAsYouGo(r *model.Request) bool { return ecs.InstanceOf(r).InstanceChargeType == ecs.PostPaid }

// subscription and spotInstance: row 47.
func subscription(r *model.Request) bool { return ecs.InstanceOf(r).InstanceChargeType == ecs.PrePaid }

func spotInstance(r *model.Request) bool {
	return ecs.InstanceOf(r).SpotStrategy != "" && ecs.InstanceOf(r).SpotStrategy != ecs.NoSpot
}

// topologies are the CPU topologies of the page.
func topologies() []string { return []string{"ContinuousCoreToHTMapping", "DiscreteCoreToHTMapping"} }

// topologyUnsupported: row 27, a legal value that the type does not have.
func topologyUnsupported(r *model.Request) bool {
	wanted := r.Text("CpuOptions.TopologyType")
	return slices.Contains(topologies(), wanted) && !ecs.Offers(r, model.TypeTopologies, wanted)
}

// threadsNotOffered: row 64, for types that allow a choice; the others have row 62.
func threadsNotOffered(r *model.Request) bool {
	n, ok := r.Integer("CpuOptions.ThreadsPerCore")
	return ok && !ecs.Offers(r, model.TypeThreadCounts, strconv.Itoa(n)) && r.Allows(ecs.TypeOf(r).InstanceTypeId, model.TypeThreads)
}

// coresNotDefault: row 63, more cores than the type has by default, or fewer.
func coresNotDefault(r *model.Request) bool {
	n, ok := r.Integer("CpuOptions.Core")
	return ok && (r.Exceeds(n, ecs.TypeOf(r).InstanceTypeId, model.TypeCores) || !r.Exceeds(n+1, ecs.TypeOf(r).InstanceTypeId, model.TypeCores))
}

// SingleCoreMax is the only turbo mode that a page names (row 35).
const SingleCoreMax = "SINGLE CORE MAX"

func singleCoreMaxUnsupported(r *model.Request) bool {
	return r.Text("CpuOptions.TurboMode") == SingleCoreMax && !ecs.Offers(r, model.TypeTurboModes, SingleCoreMax)
}

// confidentialComputingUnsupported: row 36, a legal value that the type does not have.
func confidentialComputingUnsupported(r *model.Request) bool {
	return switchGiven("GpuOptions.ConfidentialComputing")(r) && !ecs.Offers(r, model.TypeConfidential, r.Text("GpuOptions.ConfidentialComputing"))
}

// switchGiven says that the parameter is enabled or disabled.
func switchGiven(name string) func(*model.Request) bool {
	return func(r *model.Request) bool { return r.Text(name) == "enabled" || r.Text(name) == "disabled" }
}

// creditModeStays says that the call asks for the mode that the instance has.
func creditModeStays(r *model.Request) bool {
	return ecs.InstanceOf(r) != nil && r.Text("CreditSpecification") == ecs.InstanceOf(r).CreditSpecification
}

// stoppedOnlyClauses: row 30, settings that need a stopped instance and have no
// row of their own. For EnableNVS and GpuOptions there is no source.
func stoppedOnlyClauses() []model.Clause {
	handled := model.Inferred("Terraform's provider stops the instance before it sends the CPU options (2026-08); no answer for a running one was recorded")
	alike := model.Assumed("no source says it of this setting; it is taken to be like the other options of the processor")
	clause := func(name, value string, refuses model.Basis) model.Clause {
		return model.If(name, model.Both(model.Given(name), model.Not(ecs.InstanceIs(ecs.Stopped))), model.BreakBy(name, value)).Known(refuses)
	}
	return []model.Clause{
		clause("AdditionalInfo.EnableHighDensityMode", "true", model.Basis{}),
		clause("CpuOptions.Core", "2", handled), clause("CpuOptions.ThreadsPerCore", "1", handled),
		clause("CpuOptions.NestedVirtualization", "enabled", alike), clause("CpuOptions.TurboMode", SingleCoreMax, alike),
		clause("CpuOptions.EnableVISST", "true", alike), clause("CpuOptions.EnableVRDT", "true", alike),
	}
}

// jumboFramesImpossible: row 23, the type does not support them. The page also
// requires a VPC; no type of the classic network has jumbo frames.
func jumboFramesImpossible(r *model.Request) bool {
	return classicInstance(r) || !r.Allows(ecs.TypeOf(r).InstanceTypeId, model.TypeJumboFrame)
}

// defaultQueues is the NetworkInterfaceQueueNumber that asks for the default of
// the type.
const defaultQueues = -1

// queueNumberClauses: row 54. A value that is not a number is in row 21.
func queueNumberClauses() []model.Clause {
	const param = "NetworkInterfaceQueueNumber"
	number := func(holds func(n int) bool) func(*model.Request) bool {
		return func(r *model.Request) bool { n, ok := r.Integer(param); return ok && holds(n) }
	}
	none := model.If("not-0", number(func(n int) bool { return n == 0 }), model.BreakBy(param, "0"))
	none.Keep = []model.Break{model.BreakBy(param, "1")}
	below := model.If("not-below--1", number(func(n int) bool { return n < defaultQueues }), model.BreakBy(param, "-2"))
	below.Keep = []model.Break{model.BreakBy(param, strconv.Itoa(defaultQueues))}
	return []model.Clause{none, below}
}

// wantedQueues returns the number of queues that the primary interface would have.
func wantedQueues(r *model.Request) int {
	n, ok := r.Integer("NetworkInterfaceQueueNumber")
	switch {
	case ok && n == defaultQueues:
		return r.Fact(ecs.TypeOf(r).InstanceTypeId, model.TypePrimaryQueues)
	case ok && n > 0:
		return n
	default:
		return 0
	}
}

// queuesAboveInterface: row 55.
func queuesAboveInterface(r *model.Request) bool {
	return r.Exceeds(wantedQueues(r), ecs.TypeOf(r).InstanceTypeId, model.TypeQueuesPerEni)
}

// queuesAboveType: row 56, a legal number for one interface with which all
// interfaces of the instance together have too many queues.
func queuesAboveType(r *model.Request) bool {
	total := wantedQueues(r)
	if total == 0 || queuesAboveInterface(r) {
		return false
	}
	ecs.EachAttached(r.Place, ecs.InstanceOf(r).InstanceId, func(e *ecs.NetworkInterface) bool {
		if e.NetworkInterfaceId != ecs.InstanceOf(r).PrimaryEni {
			total += ecs.Queues(r, e, ecs.TypeOf(r).InstanceTypeId)
		}
		return true
	})
	return r.Exceeds(total, ecs.TypeOf(r).InstanceTypeId, model.TypeQueuesTotal)
}

// hasPrimaryEni: an instance in the classic network has no interface to change.
func hasPrimaryEni(r *model.Request) bool {
	return ecs.Enis(r.Place).Get(ecs.InstanceOf(r).PrimaryEni) != nil
}

// setPrimaryQueues changes the primary interface; the default of the type is
// stored as "never changed".
func setPrimaryQueues(r *model.Request) {
	n, _ := r.Integer("NetworkInterfaceQueueNumber")
	if n == defaultQueues {
		n = 0
	}
	ecs.ChangeEni(r, ecs.Enis(r.Place).Get(ecs.InstanceOf(r).PrimaryEni), func(e *ecs.NetworkInterface) { e.QueueNumber = n })
}
