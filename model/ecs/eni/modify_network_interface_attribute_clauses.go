package eni

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// The clauses of the rows of ModifyNetworkInterfaceAttribute that make several
// promises about the request.

// set is the hint to set parameters to these values: a name, its value, and so on.
func set(namesAndValues ...string) model.Break {
	b := model.Break{Set: model.Params{}}
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		b.Set[namesAndValues[i]] = namesAndValues[i+1]
	}
	return b
}

// otherValueClauses: row 4, a value of the wrong form that has no narrower row:
// Description, the Booleans, and the total of virtual function queues.
func otherValueClauses() []model.Clause {
	silent := model.Inferred("the page lists the parameter, and says nothing of a value that is none; the row is the general one")
	closed := model.If("closed-values", func(r *model.Request) bool {
		return countBelowOne(EnhancedVFQueues)(r) || r.HasAny(EnhancedSriov, EnhancedRss) && closedBooleanWrong(r)
	}, set(EnhancedRss, "maybe"), set(EnhancedSriov, "true", EnhancedVFQueues, "0", EnhancedVFs, "2"))
	open := model.If("value-of-its-type", func(r *model.Request) bool { return wrongType(r, EnhancedSriov, EnhancedRss) != "" },
		set("DeleteOnRelease", "maybe"), set("SourceDestCheck", "maybe"))
	return append(model.For("Description", model.DescriptionForm(255).Clauses("Description")...), open, closed.Known(silent))
}

func closedBooleanWrong(r *model.Request) bool {
	for _, name := range []string{EnhancedSriov, EnhancedRss} {
		if _, ok := r.Boolean(name); r.Has(name) && !ok {
			return true
		}
	}
	return false
}

// wrongType returns the parameter with a value of the wrong type, apart from those
// that have a row of their own.
func wrongType(r *model.Request, but ...string) string {
	return model.WrongTypeBut(r, append([]string{
		"QueueNumber", TrafficQueues, TrafficPairs, "RxQueueSize", "TxQueueSize", TrafficRx, TrafficTx,
		TrackEstablished, TrackClosed, TrackUdp, EnhancedVFs,
	}, but...)...)
}

// twiceClauses: row 14, a setting at the top and inside the traffic config.
// Whether the two agree does not matter (inferred).
func twiceClauses() []model.Clause {
	twice := func(top, inside, value string, other ...string) model.Clause {
		return model.If("once-"+top, model.Both(model.Given(top), model.Given(inside)), set(append(other, top, value, inside, value)...))
	}
	return []model.Clause{
		twice("QueueNumber", TrafficQueues, "2"),
		twice("RxQueueSize", TrafficRx, "8192", "TxQueueSize", "8192"), twice("TxQueueSize", TrafficTx, "8192", "RxQueueSize", "8192"),
	}
}

// queueNumberClauses: row 51.
func queueNumberClauses() []model.Clause {
	of := func(name string) []model.Clause {
		return model.For(name, model.ANumber(name), model.NumberAtLeast(name, 1), model.NumberAtMost(name, 2048))
	}
	inside := of(TrafficQueues)
	inside[2] = inside[2].Known(model.Inferred("the page gives the range 1 to 2048 for QueueNumber at the top, and none for the one inside NetworkInterfaceTrafficConfig"))
	return append(of("QueueNumber"), inside...)
}

// pairsEmptyClauses: row 24, queue pairs together with the Standard mode, or for
// an ENI that stays Standard.
func pairsEmptyClauses() []model.Clause {
	stays := func(r *model.Request) bool {
		return !r.Has(TrafficMode) && ecs.EniOf(r) != nil && ecs.EniOf(r).NetworkInterfaceTrafficMode == ecs.Standard
	}
	return []model.Clause{
		model.If("standard-asked", model.Both(model.Given(TrafficPairs), model.ValueIs(TrafficMode, ecs.Standard)), set(TrafficMode, ecs.Standard, TrafficPairs, "2")),
		model.If("stays-standard", model.Both(model.Given(TrafficPairs), stays), set(TrafficPairs, "2")).
			Known(model.Inferred("the row is about a request that names the Standard mode; that an ENI which stays Standard is meant, too, is a reading")),
	}
}

// pairsClauses: row 16, no number that any ERI could have: below 1, or above the
// figure of every type.
func pairsClauses() []model.Clause {
	rdma := model.Params{TrafficMode: ecs.HighPerformance}
	above := func(r *model.Request) bool {
		n, ok := r.Integer(TrafficPairs)
		return ok && n > 0 && !slices.ContainsFunc(model.SortedTypes(r.Base().Types), func(t string) bool { return !r.Exceeds(n, t, model.TypeQueuePairs) })
	}
	return []model.Clause{
		model.ANumber(TrafficPairs).With(rdma), model.NumberAtLeast(TrafficPairs, 1).With(rdma),
		model.If("number-of-some-type", above, set(TrafficMode, ecs.HighPerformance, TrafficPairs, "100000")),
	}
}

// enhancedClauses: row 27, SR-IOV on without queues and 1 to 256 virtual
// functions, or one of the two while it is off or absent.
func enhancedClauses() []model.Clause {
	on := model.IsTrue(EnhancedSriov)
	lacks := func(name string) func(*model.Request) bool { return model.Both(on, model.Not(model.Given(name))) }
	without := func(name string) func(*model.Request) bool { return model.Both(model.Given(name), model.Not(on)) }
	others := model.Params{EnhancedSriov: "true", EnhancedVFQueues: "8"}
	functions := model.For("functions", model.ANumber(EnhancedVFs), model.NumberAtLeast(EnhancedVFs, 1), model.NumberAtMost(EnhancedVFs, 256))
	for i, c := range functions {
		functions[i] = c.Where(on).With(others)
	}
	return append(functions,
		model.If("queues-given", lacks(EnhancedVFQueues), set(EnhancedSriov, "true", EnhancedVFs, "2")),
		model.If("functions-given", lacks(EnhancedVFs), set(EnhancedSriov, "true", EnhancedVFQueues, "8")),
		model.If("no-queues-without", without(EnhancedVFQueues), set(EnhancedVFQueues, "8")),
		model.If("no-functions-without", without(EnhancedVFs), set(EnhancedVFs, "2")))
}

// depthNames are the parameters of queue depths: two receive, two send.
func depthNames() []string { return []string{"RxQueueSize", TrafficRx, "TxQueueSize", TrafficTx} }

// depthClauses: row 13, the two directions differ, one of them is absent, or the
// depth is no power of two from 8192 to 16384 (page copy of 2026-01).
func depthClauses() []model.Clause {
	values := func(r *model.Request) (out []string) {
		for _, name := range depthNames() {
			if r.Has(name) {
				out = append(out, r.Text(name))
			}
		}
		return out
	}
	illegal := func(r *model.Request) bool {
		return slices.ContainsFunc(values(r), func(text string) bool { n, ok := model.WholeNumber(text); return !ok || n != 8192 && n != 16384 })
	}
	differ := func(r *model.Request) bool {
		all := values(r)
		return len(all) > 0 && slices.ContainsFunc(all, func(text string) bool { return text != all[0] })
	}
	one := func(r *model.Request) bool {
		return r.HasAny("RxQueueSize", TrafficRx) != r.HasAny("TxQueueSize", TrafficTx)
	}
	depth := model.If("depth", illegal, set("RxQueueSize", "8191", "TxQueueSize", "8191"), set("RxQueueSize", "16385", "TxQueueSize", "16385"),
		set("RxQueueSize", "12288", "TxQueueSize", "12288"))
	depth.Keep = []model.Break{set("RxQueueSize", "8192", "TxQueueSize", "8192"), set("RxQueueSize", "16384", "TxQueueSize", "16384")}
	return []model.Clause{
		depth,
		model.If("equal", differ, set("RxQueueSize", "8192", "TxQueueSize", "16384")),
		model.If("both-directions", one, set("RxQueueSize", "8192"), set("TxQueueSize", "8192")).
			Known(model.Inferred("that one of the two alone counts as different nobody says: it may as well be compared with the present value of the other")),
	}
}

// trackingClauses: row 17, a timeout is not in its set.
func trackingClauses() []model.Clause {
	return slices.Concat(
		model.For("established", model.ValueIn(TrackEstablished, "30", "60", "80", "100", "200", "300", "500", "700", "910")),
		model.For("udp", model.ValueIn(TrackUdp, "10", "20", "30", "60", "80", "100")),
		model.For("closed", model.ANumber(TrackClosed), model.NumberAtLeast(TrackClosed, 3), model.NumberAtMost(TrackClosed, 15)))
}

// secondaryOnlyClauses: rows 43 and 60, settings that only an ordinary secondary
// ENI has. SourceDestCheck is not among them: the vendor's own cloud controller
// manager switches it off on the primary ENIs of nodes. Connection tracking is
// one, as the message of row 60 reads; tracking is how that is known.
func secondaryOnlyClauses(of string, tracking model.Basis) []model.Clause {
	is := ecs.EniTypeIs(of)
	clause := func(name string, given func(*model.Request) bool, calls ...model.Break) model.Clause {
		return model.If(name, model.Both(is, given), calls...)
	}
	return []model.Clause{
		clause("SecurityGroupId", groupsListed, set("SecurityGroupId.1", "$sg2")), clause("DeleteOnRelease", model.Given("DeleteOnRelease"), set("DeleteOnRelease", "false")),
		clause("QueueNumber", model.Given("QueueNumber")), clause("traffic-mode", model.Given(TrafficMode), set(TrafficMode, ecs.Standard)),
		clause("traffic-queues", model.AnyGiven(TrafficQueues), set(TrafficQueues, "2")), clause("traffic-pairs", model.Given(TrafficPairs)),
		clause("queue-sizes", depthGiven, set("RxQueueSize", "8192", "TxQueueSize", "8192")),
		clause("tracking", trackingGiven, set(TrackUdp, "10")).Known(tracking),
		clause("enhanced", enhancedGiven, set(EnhancedRss, "false")),
	}
}
