package eni

import (
	"slices"

	"github.com/ecsim/ecsim/model"
)

// Conditions of ModifyNetworkInterfaceAttribute that depend on the request
// alone, or nearly so.

// eniValueWrongText is the message of row 4.
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
		return wrongType(r)
	}
}

func enhancedGiven(r *model.Request) bool {
	return r.HasAny(EnhancedSriov, EnhancedRss, EnhancedVFQueues, EnhancedVFs)
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

// The page says that depths are for types of the seventh generation on, and for
// Linux. No row is about others, and the page does not say whether they are
// refused or the depth has no effect there: they are accepted.

func trackingGiven(r *model.Request) bool { return r.HasAny(TrackEstablished, TrackClosed, TrackUdp) }
