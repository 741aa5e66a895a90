package instance

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/ecs/instance/attribute"
)

// stopInstance: page of 2025-12; conditions of editions 2018 to 2025. What a
// forced stop may lose inside the system is not shown by any operation.
func stopInstance() model.Operation {
	standard := "The page (2025) says that an instance which cannot have economical mode is stopped in standard mode, without an error."
	return model.Operation{
		Name:   "StopInstance",
		Known:  model.StatedBy("StopInstance page (2025-12)"),
		Trials: model.Trials{Shapes: model.Varied("", "StoppedMode=StopCharging"), Want: model.Want{Param: "InstanceId", Status: ecs.Running, By: "StartInstance"}},
		Weight: model.Weight{Cards: 5, Why: "many rules need a Stopped instance", Order: 9},
		Params: []model.Param{
			model.Required("InstanceId").Naming(ecs.TheInstance), model.Boolean("ForceStop"), model.Boolean("ConfirmStop"),
			model.Optional("StoppedMode"), model.Boolean("Hibernate"), model.Boolean("DryRun"),
		},
		DryRunCode: model.DryRunOperation,
		Rules: []model.Rule{
			{Code: "InvalidInstanceId.NotFound", When: instanceNowhere},
			{Code: "InstanceLockedForSecurity", Needs: ecs.TheInstance, When: ecs.LockedForSecurity, Break: ecs.BreakOf("$locked")},
			{Code: "InstanceExpiredOrInArrears", Needs: ecs.TheInstance, When: lockedForArrears, Break: ecs.BreakOf("$indebted")},
			{Code: "HibernationConfigured.NotEnabled", Needs: ecs.TheInstance, When: model.Both(model.IsTrue("Hibernate"), hibernationOff),
				Break: model.Break{Set: model.Params{"Hibernate": "true"}}},
			{Code: "IncorrectInstanceStatus", Row: 11, Needs: ecs.TheInstance, When: model.Not(ecs.InstanceIs(ecs.Running)), Says: ecs.StatusText(ecs.Running)},
			{Code: "InvalidInstanceId.NotSupport", Row: 7, Vestigial: standard},
			{Code: "InvalidInstanceId.NotSupport", Row: 8, Vestigial: standard},
			{Code: "InvalidInstanceId.NotSupport", Row: 9, Vestigial: standard},
			{Code: "InvalidInstanceId.NotSupport", Row: 10, Vestigial: standard},
		},
		Effects: []model.Effect{
			{Name: "Status", Do: beginStop, SeenBy: "DescribeInstances.Status"},
			{Name: "StoppedMode", Do: enterStoppedMode, SeenBy: "DescribeInstances.StoppedMode",
				Basis: model.Inferred("the default is economical mode where the account has switched it on (StopInstance 2025); " +
					"no operation of the API switches it on, so worlds have it off")},
		},
		Left: []model.Left{
			{Code: "DiskError", Why: disksNotKept},
			{Code: "InstanceType.ParameterMismatch", Why: "only i1 types needed ConfirmStop (2018 to 2021); none is in the catalog, and for others it is ignored today"},
		},
	}
}

func hibernationOff(r *model.Request) bool { return !ecs.InstanceOf(r).Hidden.Hibernation }

func beginStop(r *model.Request) {
	ecs.SetInstance(r, func(i *ecs.Instance) { i.MoveTo(ecs.Stopping, r.Now()) })
}

// enterStoppedMode: StopCharging is for pay-as-you-go instances in a VPC;
// others stop in standard mode. Terraform sends back the value that it read,
// such as Not-applicable, so any other value counts as absent.
func enterStoppedMode(r *model.Request) {
	ecs.SetInstance(r, func(i *ecs.Instance) {
		i.StoppedMode = attribute.KeepCharging
		if r.Text("StoppedMode") == attribute.StopCharging && i.InstanceNetworkType == ecs.NetworkVpc && i.InstanceChargeType == ecs.PostPaid {
			i.StoppedMode = attribute.StopCharging
		}
	})
}
