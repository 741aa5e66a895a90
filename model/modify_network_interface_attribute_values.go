package model

import (
	"slices"
	"strconv"
)

// Conditions of ModifyNetworkInterfaceAttribute that look at the request alone,
// or nearly so.

// eniValueWrong: row 4, a value of the wrong form that has no narrower row:
// Description, the Booleans, and the total of virtual function queues.
func eniValueWrong(r *Request) bool { return eniWrong(r) != "" }

func eniValueWrongText(r *Request) string {
	return `The specified parameter "` + eniWrong(r) + `" is not valid.`
}

func eniWrong(r *Request) string {
	switch {
	case descriptionBreaks(255)(r):
		return "Description"
	case countBelowOne(enhancedVFQueues)(r):
		return enhancedVFQueues
	default:
		return wrongTypeBut(r, "QueueNumber", trafficQueues, trafficPairs, "RxQueueSize", "TxQueueSize", trafficRx, trafficTx,
			trackEstablished, trackClosed, trackUdp, enhancedVFs)
	}
}

// givenTwice: row 14, a setting at the top and inside the traffic config.
// Whether the two agree does not matter (inferred).
func givenTwice(r *Request) bool {
	return r.has("QueueNumber") && r.has(trafficQueues) || r.has("RxQueueSize") && r.has(trafficRx) || r.has("TxQueueSize") && r.has(trafficTx)
}

// pairsWithoutRdma: row 24, queue pairs together with the Standard mode, or for
// an ENI that stays Standard.
func pairsWithoutRdma(r *Request) bool {
	stays := !r.has(trafficMode) && eniOf(r) != nil && eniOf(r).NetworkInterfaceTrafficMode == Standard
	return r.has(trafficPairs) && (r.str(trafficMode) == Standard || stays)
}

// pairsOutOfRange: row 16, no number that any ERI could have: below 1, or above
// the figure of every type.
func pairsOutOfRange(r *Request) bool {
	if !r.has(trafficPairs) {
		return false
	}
	n, ok := r.integer(trafficPairs)
	return !ok || n < 1 || !slices.ContainsFunc(sortedTypes(r.w.Base().Types), func(t string) bool { return !r.exceeds(n, t, TypeQueuePairs) })
}

func enhancedGiven(r *Request) bool {
	return r.hasAny(enhancedSriov, enhancedRss, enhancedVFQueues, enhancedVFs)
}

// enhancedInconsistent: row 27, SR-IOV on without queues and 1 to 256 virtual
// functions, or one of the two while it is off or absent.
func enhancedInconsistent(r *Request) bool {
	if !r.isTrue(enhancedSriov) {
		return r.has(enhancedVFQueues) || r.has(enhancedVFs)
	}
	n, ok := r.integer(enhancedVFs)
	return !r.has(enhancedVFQueues) || !ok || n < 1 || n > 256
}

// groupTwice: row 61, the list names a group twice.
func groupTwice(r *Request) bool {
	groups := r.list("SecurityGroupId")
	for i, g := range groups {
		if slices.Contains(groups[i+1:], g) {
			return true
		}
	}
	return false
}

func depthGiven(r *Request) bool { return r.hasAny("RxQueueSize", "TxQueueSize", trafficRx, trafficTx) }

// trafficQueuesAboveAll: the only queue number that row 51 is about stands inside
// the traffic config, and is above 2048.
func trafficQueuesAboveAll(r *Request) bool {
	n, ok := r.integer(trafficQueues)
	return ok && n > 2048 && !queueNumberWrong("QueueNumber")(r)
}

// oneDepthOnly: one direction is given, with a legal depth.
func oneDepthOnly(r *Request) bool {
	rx, tx := r.has("RxQueueSize") || r.has(trafficRx), r.has("TxQueueSize") || r.has(trafficTx)
	for _, name := range []string{"RxQueueSize", "TxQueueSize", trafficRx, trafficTx} {
		if n, ok := r.integer(name); r.has(name) && (!ok || n != 8192 && n != 16384) {
			return false
		}
	}
	return rx != tx
}

// The page says that depths are for types of the seventh generation on, and for
// Linux. No row is about others, and whether they are refused or the depth has
// no effect there it does not say: they are accepted.

// depthWrong: row 13, the two directions differ, one of them is absent, or the
// depth is no power of two from 8192 to 16384 (page copy of 2026-01).
func depthWrong(r *Request) bool {
	if !depthGiven(r) {
		return false
	}
	seen := ""
	for _, name := range []string{"RxQueueSize", "TxQueueSize", trafficRx, trafficTx} {
		n, ok := r.integer(name)
		switch text := strconv.Itoa(n); {
		case !r.has(name):
		case !ok || n != 8192 && n != 16384 || seen != "" && seen != text:
			return true
		default:
			seen = text
		}
	}
	return !r.has("RxQueueSize") && !r.has(trafficRx) || !r.has("TxQueueSize") && !r.has(trafficTx)
}

func trackingGiven(r *Request) bool { return r.hasAny(trackEstablished, trackClosed, trackUdp) }

// trackingWrong: row 17, a timeout is not in its set.
func trackingWrong(r *Request) bool {
	return valueNotIn(trackEstablished, "30", "60", "80", "100", "200", "300", "500", "700", "910")(r) ||
		valueNotIn(trackUdp, "10", "20", "30", "60", "80", "100")(r) || closedTimeoutWrong(r)
}

func closedTimeoutWrong(r *Request) bool {
	n, ok := r.integer(trackClosed)
	return r.has(trackClosed) && (!ok || n < 3 || n > 15)
}
