package instance

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/ecs/instance/attribute"
)

// startInstance: page of 2025-12; conditions of editions 2018 to 2025.
func startInstance() model.Operation {
	return model.Operation{
		Name:   "StartInstance",
		Known:  model.StatedBy("StartInstance page (2025-12)"),
		Trials: model.Trials{Shapes: model.Varied(""), Want: model.Want{Param: "InstanceId", Status: ecs.Stopped, By: "StopInstance"}},
		Weight: model.Weight{Cards: 4, Why: "only a Stopped instance starts: statuses have to meet it", Order: 8},
		Params: []model.Param{
			model.Required("InstanceId").Naming(ecs.TheInstance), model.Boolean("InitLocalDisk"), model.Boolean("DryRun"),
		},
		DryRunCode: model.DryRunOperation,
		Rules: []model.Rule{
			{Code: "InvalidInstanceId.NotFound", When: instanceNowhere},
			{Code: "InstanceLockedForSecurity", Needs: ecs.TheInstance, When: ecs.LockedForSecurity, Break: ecs.BreakOf("$lockedstopped")},
			{Code: "InstanceExpired", Row: 11, Needs: ecs.TheInstance, When: model.Both(lockedForArrears, model.Not(subscribed)), Break: ecs.BreakOf("$financial")},
			{Code: "InstanceExpired", Row: 12, Needs: ecs.TheInstance, When: model.Both(lockedForArrears, subscribed),
				Sentence: "Subscription instance past its expiry.", Break: ecs.BreakOf("$expired")},
			{Code: "InsufficientBalance", Needs: ecs.TheInstance, When: attribute.AccountOverdue,
				Refuses: model.Inferred("an account with an overdue payment has no balance that covers a start"), Break: model.Break{World: "arrears"}},
			{Code: "InstanceNotReady", Needs: ecs.TheInstance, When: ecs.InstanceIs(ecs.Pending)},
			{Code: "IncorrectInstanceStatus", Row: 17, Needs: ecs.TheInstance, When: model.Not(ecs.InstanceIs(ecs.Stopped)), Says: ecs.StatusText(ecs.Stopped)},
			{Code: "QuotaExceed.ElasticQuota", Limit: true, Row: 23, Needs: ecs.TheInstance | ecs.TheType, When: startExceedsQuota,
				Refuses: model.Inferred("only an instance stopped in economical mode gave its vCPUs back (StopInstance 2025), so only its start can exceed the quota")},
		},
		Effects: []model.Effect{
			{Name: "Status", Do: beginStart, SeenBy: "DescribeInstances.Status"},
			{Name: "StoppedMode", Do: leaveStoppedMode, SeenBy: "DescribeInstances.StoppedMode"},
		},
		Left: []model.Left{
			{Code: "DiskError", Why: disksNotKept},
			{Code: "DiskInArrears", Why: disksNotKept},
			{Code: "InvalidInstance.NotFoundSystemDisk", Why: disksNotKept},
			{Code: "OperationDenied.NoStock", Why: "worlds keep no stock"},
			{Code: "OperationDenied.SpotPriceLowerThanPublicPrice", Why: "worlds keep no prices"},
			{Code: "OperationDenied.HostRepairing", Why: "worlds keep no hosts"},
		},
	}
}

// startExceedsQuota is evaluated only if the instance gave its vCPUs back.
func startExceedsQuota(r *model.Request) bool {
	return attribute.GivesBackVcpus(ecs.InstanceOf(r)) && attribute.VcpusWith(r, ecs.TypeOf(r).CpuCoreCount)
}

func beginStart(r *model.Request) {
	ecs.SetInstance(r, func(i *ecs.Instance) { i.MoveTo(ecs.Starting, r.Now()) })
}

func leaveStoppedMode(r *model.Request) {
	ecs.SetInstance(r, func(i *ecs.Instance) { i.StoppedMode = ecs.NotApplicable })
}
