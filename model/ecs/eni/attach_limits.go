package eni

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// Limits of the type and of the instance that ModifyNetworkInterfaceAttribute has
// rows for. An ENI that is not attached may have any number of queues, any mode and
// any groups, so that its attachment has to be checked as well; the tables of the
// operations that lead there have no row of their own.

// asModify is the basis of a limit that only the page of the change states.
func asModify(row string) model.Basis {
	return model.Inferred("ModifyNetworkInterfaceAttribute page of 2026-04-04, row " + row +
		", refuses the change of an attached ENI; this page has no row for an attachment that leads there")
}

// attachableClauses are the promises about the kind and the mode of the ENI.
func attachableClauses() []model.Clause {
	return []model.Clause{
		model.If("secondary-or-trunk", notAttachable),
		model.If("rdma-of-the-type", model.Both(ecs.Rdma, typeWithoutRdma)).Known(asModify("20")),
		model.If("rdma-number", model.Both(ecs.Rdma, model.Not(typeWithoutRdma), noPlaceForRdma)).Known(asModify("19")),
	}
}

// noPlaceForRdma: the instance has as many ENIs in the RDMA mode as its type allows.
func noPlaceForRdma(r *model.Request) bool {
	n := 1
	ecs.EachAttached(r.Place, ecs.InstanceOf(r).InstanceId, func(e *ecs.NetworkInterface) bool {
		if e.NetworkInterfaceTrafficMode == ecs.HighPerformance {
			n++
		}
		return true
	})
	return r.Exceeds(n, ecs.TypeOf(r).InstanceTypeId, model.TypeEriQuantity)
}

// attachStateClauses are the promises about the status of the instance.
func attachStateClauses() []model.Clause {
	running := ecs.InstanceIs(ecs.Running)
	return []model.Clause{
		model.If("running-or-stopped", model.Not(ecs.InstanceIs(ecs.Running, ecs.Stopped))),
		model.If("hotplug-of-the-type", model.Both(running, typeWithoutHotplug)),
		model.If("rdma-needs-stopped", model.Both(running, rdmaNamed)).Known(
			model.Inferred("DetachNetworkInterface (2024) has a row for an ENI in the RDMA mode that is not hot-pluggable; this table has none")),
	}
}

func rdmaNamed(r *model.Request) bool { return ecs.EniOf(r) != nil && ecs.Rdma(r) }

func attachStateText(r *model.Request) string {
	if ecs.InstanceIs(ecs.Running)(r) {
		return ecs.EcsStateText(ecs.Stopped)(r)
	}
	return ecs.EcsStateText("Running or Stopped")(r)
}

// attachLimits is the rule about numbers and groups that the instance excludes.
func attachLimits() model.Rule {
	return model.Rule{
		Code: "InvalidParameter", Label: "limits", Needs: ecs.TheEni | ecs.TheInstance | ecs.TheType,
		Clauses: []model.Clause{
			model.If("queues-of-the-type", queuesAboveType),
			model.If("queues-of-the-instance", queuesAboveFree),
			model.If("group-type-of-the-instance", groupTypeOtherThanInstance),
		},
		Refuses:  asModify("45, 52 and 53"),
		Answers:  model.Assumed("the general row for a parameter, for want of one of its own"),
		Says:     model.Always(`The specified parameter "NetworkInterfaceId" is not valid.`),
		Sentence: "The ENI has more queues than the type of the instance, or all its ENIs together, may have, or its groups are of another type.",
	}
}

// queuesAboveType: the ENI was given more queues than the type allows.
func queuesAboveType(r *model.Request) bool {
	return r.Exceeds(ecs.EniOf(r).QueueNumber, ecs.TypeOf(r).InstanceTypeId, model.TypeQueuesPerEni)
}

// queuesAboveFree: the ENI was given more queues than the others leave. One without
// a number of its own takes the default of the type, which its total allows for.
func queuesAboveFree(r *model.Request) bool {
	sum := ecs.EniOf(r).QueueNumber
	if sum == 0 {
		return false
	}
	ecs.EachAttached(r.Place, ecs.InstanceOf(r).InstanceId, func(e *ecs.NetworkInterface) bool {
		sum += ecs.Queues(r, e, ecs.TypeOf(r).InstanceTypeId)
		return true
	})
	return r.Exceeds(sum, ecs.TypeOf(r).InstanceTypeId, model.TypeQueuesTotal)
}

// groupTypeOtherThanInstance: a group of the ENI is of another type than those of
// the instance.
func groupTypeOtherThanInstance(r *model.Request) bool {
	typeOf := func(id string) string {
		if g := ecs.SecurityGroups(r.Place).Get(id); g != nil {
			return g.SecurityGroupType
		}
		return ""
	}
	host := ecs.InstanceOf(r).SecurityGroupIds.All()
	if len(host) == 0 {
		return false
	}
	return slices.ContainsFunc(ecs.EniOf(r).SecurityGroupIds.All(), func(id string) bool {
		return typeOf(id) != "" && typeOf(host[0]) != "" && typeOf(id) != typeOf(host[0])
	})
}
