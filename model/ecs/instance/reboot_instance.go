package instance

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// rebootInstance: page of 2025-12; conditions of editions 2018 to 2025. A
// forced reboot differs in what the system inside may lose, which nothing shows.
func rebootInstance() model.Operation {
	return model.Operation{
		Name:  "RebootInstance",
		Known: model.StatedBy("RebootInstance page (2025-12)"),
		Trials: model.Trials{
			Shapes: model.Varied(""), Want: model.Want{Param: "InstanceId", Status: ecs.Running, By: "StartInstance"},
			Replaces: [2]string{"StopInstance", "StartInstance"},
		},
		Weight:     model.Weight{Cards: 4, Why: "makes visible what waits for a restart", Order: 10},
		Params:     []model.Param{model.Required("InstanceId").Naming(ecs.TheInstance), model.Boolean("ForceStop"), model.Boolean("DryRun")},
		DryRunCode: model.DryRunOperation,
		Rules: []model.Rule{
			{Code: "InvalidInstanceId.NotFound", When: instanceNowhere},
			{Code: "InstanceLockedForSecurity", Needs: ecs.TheInstance, When: ecs.LockedForSecurity, Break: ecs.BreakOf("$locked")},
			{Code: "InstanceExpiredOrInArrears", Needs: ecs.TheInstance, When: lockedForArrears, Break: ecs.BreakOf("$indebted")},
			{Code: "IncorrectInstanceStatus", Row: 5, Needs: ecs.TheInstance, When: model.Not(ecs.InstanceIs(ecs.Running)), Says: ecs.StatusText(ecs.Running)},
		},
		Effects: []model.Effect{
			{Name: "Status", Do: beginReboot, SeenBy: "DescribeInstances.Status"},
		},
		Left: []model.Left{{Code: "DiskError", Why: disksNotKept}},
	}
}

func beginReboot(r *model.Request) {
	ecs.SetInstance(r, func(i *ecs.Instance) {
		i.MoveTo(ecs.Stopping, r.Now())
		i.Hidden.Rebooting = true
	})
}

// disksNotKept is the reason why rows about disks have no rule.
const disksNotKept = "no disk of a world is in an abnormal status or expired, and none is detached from the instance that it boots"

// lockedForArrears says that the instance is locked because its bill was not
// paid: pay-as-you-go in arrears, or an expired subscription.
func lockedForArrears(r *model.Request) bool {
	return ecs.InstanceOf(r).LockReason.Has(ecs.LockFinancial)
}
