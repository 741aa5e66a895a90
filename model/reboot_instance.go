package model

// rebootInstance: page of 2025-12; conditions of editions 2018 to 2025. A
// forced reboot differs in what the system inside may lose, which nothing shows.
func rebootInstance() Operation {
	return Operation{
		Name: "RebootInstance",
		Trials: Trials{
			Shapes: varied(""), Want: Want{Param: "InstanceId", Status: Running, By: "StartInstance"},
			Replaces: [2]string{"StopInstance", "StartInstance"},
		},
		Weight:     Weight{Cards: 4, Why: "makes visible what waits for a restart", Order: 10},
		Params:     []Param{required("InstanceId").names(theInstance), boolean("ForceStop"), boolean("DryRun")},
		DryRunCode: DryRunOperation,
		Rules: []Rule{
			{Code: "InvalidInstanceId.NotFound", When: instanceNowhere},
			{Code: "InstanceLockedForSecurity", Needs: theInstance, When: lockedForSecurity, Break: breakOf("$locked")},
			{Code: "InstanceExpiredOrInArrears", Needs: theInstance, When: lockedForArrears, Break: breakOf("$indebted")},
			{Code: "IncorrectInstanceStatus", Row: 5, Needs: theInstance, When: not(instanceIs(Running)), Says: statusText(Running)},
		},
		Effects: []Effect{
			{Name: "Status", Do: beginReboot, SeenBy: "DescribeInstances.Status"},
		},
		Left: []Left{{Code: "DiskError", Why: disksNotKept}},
	}
}

func beginReboot(r *Request) {
	r.setInstance(func(i *Instance) {
		i.moveTo(Stopping, r.w.Now())
		i.Hidden.Rebooting = true
	})
}

// breakOf is the hint to take an instance that the world of locks begins with.
func breakOf(instance string) Break {
	return Break{World: worldLocked, Set: Params{"InstanceId": instance}}
}

// disksNotKept is why rows about disks have no rule.
const disksNotKept = "worlds keep no disks, so that none can be in an abnormal status or expired"

// lockedForArrears says that the instance is locked because its bill was not
// paid: pay-as-you-go in arrears, or an expired subscription.
func lockedForArrears(r *Request) bool { return instanceOf(r).LockReason.Has(LockFinancial) }
