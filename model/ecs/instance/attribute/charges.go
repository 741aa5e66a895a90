package attribute

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// What an instance costs and counts: vCPUs, credits, the mode of a stop.

// Burstable says that the type of the call is a burstable one.
func Burstable(r *model.Request) bool {
	return ecs.TypeOf(r) != nil && r.Allows(ecs.TypeOf(r).InstanceTypeId, model.TypeBurstable)
}

// CreditModeClauses are the clauses about the mode of credits, which depends on
// the region. inRegion are parameters for a call in a region without the modes.
func CreditModeClauses(inRegion ...string) []model.Clause {
	const param = "CreditSpecification"
	known := func(r *model.Request) bool { return r.Place != nil }
	region := func(name, mode string, offered model.FactName) model.Clause {
		closed := func(r *model.Request) bool { return r.Text(param) == mode && known(r) && !r.Allows(r.Region, offered) }
		if len(inRegion) == 0 { // no call by itself: an instance has to be there first
			return model.If(name, closed)
		}
		call := model.BreakBy(append(slices.Clone(inRegion), param, mode)...)
		call.World = ecs.WorldRestricted
		return model.If(name, closed, call)
	}
	return []model.Clause{
		model.ValueIn(param, ecs.Standard, ecs.Unlimited).Named("mode").Where(known),
		region("region-with-standard", ecs.Standard, model.RegionBurstStandard),
		region("region-with-unlimited", ecs.Unlimited, model.RegionBurstUnlimited),
	}
}

// VcpusWith says whether that many more vCPUs exceed the quota. It counts only
// if the number of instances leaves it open.
func VcpusWith(r *model.Request, more int) bool {
	largest := 0
	for _, t := range r.Base().Types {
		largest = max(largest, t.CpuCoreCount)
	}
	if more+largest*ecs.Instances(r.Place).Count() <= r.Fact(r.Account(), ecs.QuotaVCpus) {
		return false
	}
	return r.Exceeds(vcpusInUse(r)+more, r.Account(), ecs.QuotaVCpus)
}

// vcpusInUse counts the vCPUs of all instances, except those that were given
// back.
func vcpusInUse(r *model.Request) int {
	count := 0
	for _, i := range ecs.Instances(r.Place).All {
		if t := r.Base().Types[i.InstanceType]; t != nil && !GivesBackVcpus(i) {
			count += t.CpuCoreCount
		}
	}
	return count
}

// GivesBackVcpus says that the instance is stopped in economical mode (StopInstance 2025).
func GivesBackVcpus(i *ecs.Instance) bool {
	return i.Status == ecs.Stopped && i.StoppedMode == StopCharging
}

// AccountOverdue says that the account has an overdue payment.
func AccountOverdue(r *model.Request) bool {
	return !r.Allows(r.Account(), model.AccountInGoodStanding)
}

// The values of StoppedMode.
const (
	KeepCharging = "KeepCharging"
	StopCharging = "StopCharging"
)
