package model

import (
	"slices"
	"strconv"
)

// The conditions of ModifyInstanceAttribute on credits, charges, CPU options,
// queues and jumbo frames.

// restartAwaited: row 70.
func restartAwaited(r *Request) bool { return !instanceOf(r).Hidden.AtRestart.None() }

func payAsYouGo(r *Request) bool { return instanceOf(r).InstanceChargeType == PostPaid }

// subscriptionOrSpot: row 47.
func subscriptionOrSpot(r *Request) bool {
	return instanceOf(r).InstanceChargeType == PrePaid || instanceOf(r).SpotStrategy != "" && instanceOf(r).SpotStrategy != NoSpot
}

// topologies are the CPU topologies of the page.
func topologies() []string { return []string{"ContinuousCoreToHTMapping", "DiscreteCoreToHTMapping"} }

// topologyUnsupported: row 27, a legal value that the type does not have.
func topologyUnsupported(r *Request) bool {
	wanted := r.str("CpuOptions.TopologyType")
	return slices.Contains(topologies(), wanted) && !r.offers(typeTopologies, wanted)
}

// threadsNotOffered: row 64, for types that allow a choice; the others have row 62.
func threadsNotOffered(r *Request) bool {
	n, ok := r.integer("CpuOptions.ThreadsPerCore")
	return ok && !r.offers(typeThreadCounts, strconv.Itoa(n)) && r.allows(typeOf(r).InstanceTypeId, TypeThreads)
}

// coresNotDefault: row 63, more cores than the type has by default, or fewer.
func coresNotDefault(r *Request) bool {
	n, ok := r.integer("CpuOptions.Core")
	return ok && (r.exceeds(n, typeOf(r).InstanceTypeId, TypeCores) || !r.exceeds(n+1, typeOf(r).InstanceTypeId, TypeCores))
}

// singleCoreMax is the only turbo mode that a page names (row 35).
const singleCoreMax = "SINGLE CORE MAX"

func singleCoreMaxUnsupported(r *Request) bool {
	return r.str("CpuOptions.TurboMode") == singleCoreMax && !r.offers(typeTurboModes, singleCoreMax)
}

// confidentialComputingUnsupported: row 36, a legal value that the type does not have.
func confidentialComputingUnsupported(r *Request) bool {
	return switchGiven("GpuOptions.ConfidentialComputing")(r) && !r.offers(typeConfidential, r.str("GpuOptions.ConfidentialComputing"))
}

// switchGiven says that the parameter is enabled or disabled.
func switchGiven(name string) func(*Request) bool {
	return func(r *Request) bool { return r.str(name) == "enabled" || r.str(name) == "disabled" }
}

// stoppedOnlySettings are those of row 30, which need a stopped instance and
// have no row of their own. That CPU options need one was seen in the field; of
// EnableNVS and GpuOptions no source says it.
func stoppedOnlySettings() []string {
	return []string{
		"AdditionalInfo.EnableHighDensityMode", "CpuOptions.Core", "CpuOptions.ThreadsPerCore", "CpuOptions.NestedVirtualization",
		"CpuOptions.TurboMode", "CpuOptions.EnableVISST", "CpuOptions.EnableVRDT",
	}
}

// jumboFramesImpossible: row 23, the type has none. The page asks for a VPC,
// too; no type of the classic network has jumbo frames.
func jumboFramesImpossible(r *Request) bool {
	return classicInstance(r) || !r.allows(typeOf(r).InstanceTypeId, TypeJumboFrame)
}

// defaultQueues as NetworkInterfaceQueueNumber asks for the default of the type.
const defaultQueues = -1

// queueNumberUnusable: row 54. What is no number at all is in row 21.
func queueNumberUnusable(r *Request) bool {
	n, ok := r.integer("NetworkInterfaceQueueNumber")
	return ok && n < 1 && n != defaultQueues
}

// wantedQueues returns the number of queues that the primary interface would have.
func wantedQueues(r *Request) int {
	n, ok := r.integer("NetworkInterfaceQueueNumber")
	switch {
	case ok && n == defaultQueues:
		return r.fact(typeOf(r).InstanceTypeId, TypePrimaryQueues)
	case ok && n > 0:
		return n
	default:
		return 0
	}
}

// queuesAboveInterface: row 55.
func queuesAboveInterface(r *Request) bool {
	return r.exceeds(wantedQueues(r), typeOf(r).InstanceTypeId, TypeQueuesPerEni)
}

// queuesAboveType: row 56, a number that one interface may have, and with it
// all interfaces of the instance have too many.
func queuesAboveType(r *Request) bool {
	total := wantedQueues(r)
	if total == 0 || queuesAboveInterface(r) {
		return false
	}
	r.place.attached(instanceOf(r).InstanceId, func(e *NetworkInterface) bool {
		if e.NetworkInterfaceId != instanceOf(r).PrimaryEni {
			total += r.queues(e, typeOf(r).InstanceTypeId)
		}
		return true
	})
	return r.exceeds(total, typeOf(r).InstanceTypeId, TypeQueuesTotal)
}

// hasPrimaryEni: an instance in the classic network has no interface to change.
func hasPrimaryEni(r *Request) bool { return enis(r.place).get(instanceOf(r).PrimaryEni) != nil }

// setPrimaryQueues changes the primary interface; the default of the type is
// the state in which the number was never changed.
func setPrimaryQueues(r *Request) {
	n, _ := r.integer("NetworkInterfaceQueueNumber")
	if n == defaultQueues {
		n = 0
	}
	r.changeEni(enis(r.place).get(instanceOf(r).PrimaryEni), func(e *NetworkInterface) { e.QueueNumber = n })
}
