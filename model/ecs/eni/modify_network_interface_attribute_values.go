package eni

import (
	"slices"
	"strconv"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// Conditions of ModifyNetworkInterfaceAttribute that depend on the request
// alone, or nearly so.

// eniValueWrong: row 4, a value of the wrong form that has no narrower row:
// Description, the Booleans, and the total of virtual function queues.
func eniValueWrong(r *model.Request) bool { return eniWrong(r) != "" }

func eniValueWrongText(r *model.Request) string {
	return `The specified parameter "` + eniWrong(r) + `" is not valid.`
}

func eniWrong(r *model.Request) string {
	switch {
	case model.DescriptionBreaks(255)(r):
		return "Description"
	case countBelowOne(EnhancedVFQueues)(r):
		return EnhancedVFQueues
	default:
		return model.WrongTypeBut(r, "QueueNumber", TrafficQueues, TrafficPairs, "RxQueueSize", "TxQueueSize", TrafficRx, TrafficTx,
			TrackEstablished, TrackClosed, TrackUdp, EnhancedVFs)
	}
}

// givenTwice: row 14, a setting at the top and inside the traffic config.
// Whether the two agree does not matter (inferred).
func givenTwice(r *model.Request) bool {
	return r.Has("QueueNumber") && r.Has(TrafficQueues) || r.Has("RxQueueSize") && r.Has(TrafficRx) || r.Has("TxQueueSize") && r.Has(TrafficTx)
}

// pairsWithoutRdma: row 24, queue pairs together with the Standard mode, or for
// an ENI that stays Standard.
func pairsWithoutRdma(r *model.Request) bool {
	stays := !r.Has(TrafficMode) && ecs.EniOf(r) != nil && ecs.EniOf(r).NetworkInterfaceTrafficMode == ecs.Standard
	return r.Has(TrafficPairs) && (r.Text(TrafficMode) == ecs.Standard || stays)
}

// pairsOutOfRange: row 16, no number that any ERI could have: below 1, or above
// the figure of every type.
func pairsOutOfRange(r *model.Request) bool {
	if !r.Has(TrafficPairs) {
		return false
	}
	n, ok := r.Integer(TrafficPairs)
	return !ok || n < 1 || !slices.ContainsFunc(model.SortedTypes(r.Base().Types), func(t string) bool { return !r.Exceeds(n, t, model.TypeQueuePairs) })
}

func enhancedGiven(r *model.Request) bool {
	return r.HasAny(EnhancedSriov, EnhancedRss, EnhancedVFQueues, EnhancedVFs)
}

// enhancedInconsistent: row 27, SR-IOV on without queues and 1 to 256 virtual
// functions, or one of the two while it is off or absent.
func enhancedInconsistent(r *model.Request) bool {
	if !r.IsTrue(EnhancedSriov) {
		return r.Has(EnhancedVFQueues) || r.Has(EnhancedVFs)
	}
	n, ok := r.Integer(EnhancedVFs)
	return !r.Has(EnhancedVFQueues) || !ok || n < 1 || n > 256
}

// groupTwice: row 61, the list names a group twice.
func groupTwice(r *model.Request) bool {
	groups := r.List("SecurityGroupId")
	for i, g := range groups {
		if slices.Contains(groups[i+1:], g) {
			return true
		}
	}
	return false
}

func depthGiven(r *model.Request) bool {
	return r.HasAny("RxQueueSize", "TxQueueSize", TrafficRx, TrafficTx)
}

// trafficQueuesAboveAll: the only queue number that row 51 is about stands inside
// the traffic config, and is above 2048.
func trafficQueuesAboveAll(r *model.Request) bool {
	n, ok := r.Integer(TrafficQueues)
	return ok && n > 2048 && !queueNumberWrong("QueueNumber")(r)
}

// oneDepthOnly: one direction is given, with a legal depth.
func oneDepthOnly(r *model.Request) bool {
	rx, tx := r.Has("RxQueueSize") || r.Has(TrafficRx), r.Has("TxQueueSize") || r.Has(TrafficTx)
	for _, name := range []string{"RxQueueSize", "TxQueueSize", TrafficRx, TrafficTx} {
		if n, ok := r.Integer(name); r.Has(name) && (!ok || n != 8192 && n != 16384) {
			return false
		}
	}
	return rx != tx
}

// The page says that depths are for types of the seventh generation on, and for
// Linux. No row is about others, and the page does not say whether they are
// refused or the depth has no effect there: they are accepted.

// depthWrong: row 13, the two directions differ, one of them is absent, or the
// depth is no power of two from 8192 to 16384 (page copy of 2026-01).
func depthWrong(r *model.Request) bool {
	if !depthGiven(r) {
		return false
	}
	seen := ""
	for _, name := range []string{"RxQueueSize", "TxQueueSize", TrafficRx, TrafficTx} {
		n, ok := r.Integer(name)
		switch text := strconv.Itoa(n); {
		case !r.Has(name):
		case !ok || n != 8192 && n != 16384 || seen != "" && seen != text:
			return true
		default:
			seen = text
		}
	}
	return !r.Has("RxQueueSize") && !r.Has(TrafficRx) || !r.Has("TxQueueSize") && !r.Has(TrafficTx)
}

func trackingGiven(r *model.Request) bool { return r.HasAny(TrackEstablished, TrackClosed, TrackUdp) }

// trackingWrong: row 17, a timeout is not in its set.
func trackingWrong(r *model.Request) bool {
	return model.ValueNotIn(TrackEstablished, "30", "60", "80", "100", "200", "300", "500", "700", "910")(r) ||
		model.ValueNotIn(TrackUdp, "10", "20", "30", "60", "80", "100")(r) || closedTimeoutWrong(r)
}

func closedTimeoutWrong(r *model.Request) bool {
	n, ok := r.Integer(TrackClosed)
	return r.Has(TrackClosed) && (!ok || n < 3 || n > 15)
}
