package model

// stopInstance: page of 2025-12; conditions of editions 2018 to 2025. What a
// forced stop may lose inside the system shows nowhere.
func stopInstance() Operation {
	standard := "The page (2025) says that an instance which cannot have economical mode is stopped in standard mode, without an error."
	return Operation{
		Name:   "StopInstance",
		Trials: Trials{Shapes: varied("", "StoppedMode=StopCharging"), Want: Want{Param: "InstanceId", Status: Running, By: "StartInstance"}},
		Weight: Weight{Cards: 5, Why: "many rules need a Stopped instance", Order: 9},
		Params: []Param{
			required("InstanceId").names(theInstance), boolean("ForceStop"), boolean("ConfirmStop"),
			optional("StoppedMode"), boolean("Hibernate"), boolean("DryRun"),
		},
		DryRunCode: DryRunOperation,
		Rules: []Rule{
			{Code: "InvalidInstanceId.NotFound", When: instanceNowhere},
			{Code: "InstanceLockedForSecurity", Needs: theInstance, When: lockedForSecurity, Break: breakOf("$locked")},
			{Code: "InstanceExpiredOrInArrears", Needs: theInstance, When: lockedForArrears, Break: breakOf("$indebted")},
			{Code: "HibernationConfigured.NotEnabled", Needs: theInstance, When: both(isTrue("Hibernate"), hibernationOff),
				Break: Break{Set: Params{"Hibernate": "true"}}},
			{Code: "IncorrectInstanceStatus", Row: 11, Needs: theInstance, When: not(instanceIs(Running)), Says: statusText(Running)},
			{Code: "InvalidInstanceId.NotSupport", Row: 7, Vestigial: standard},
			{Code: "InvalidInstanceId.NotSupport", Row: 8, Vestigial: standard},
			{Code: "InvalidInstanceId.NotSupport", Row: 9, Vestigial: standard},
			{Code: "InvalidInstanceId.NotSupport", Row: 10, Vestigial: standard},
		},
		Effects: []Effect{
			{Name: "Status", Do: beginStop, SeenBy: "DescribeInstances.Status"},
			{Name: "StoppedMode", Do: enterStoppedMode, SeenBy: "DescribeInstances.StoppedMode",
				Basis: Inferred("the default is economical mode where the account has switched it on (StopInstance 2025); " +
					"no operation of the API switches it on, so worlds have it off")},
		},
		Left: []Left{
			{Code: "DiskError", Why: disksNotKept},
			{Code: "InstanceType.ParameterMismatch", Why: "only i1 types needed ConfirmStop (2018 to 2021); none is in the catalog, and for others it is ignored today"},
		},
	}
}

func hibernationOff(r *Request) bool { return !instanceOf(r).Hidden.Hibernation }

func beginStop(r *Request) {
	r.setInstance(func(i *Instance) { i.moveTo(Stopping, r.w.Now()) })
}

// enterStoppedMode: StopCharging is for pay-as-you-go instances in a VPC;
// others stop in standard mode. Terraform sends back what it read, such as
// Not-applicable, so that any other value counts as absent.
func enterStoppedMode(r *Request) {
	r.setInstance(func(i *Instance) {
		i.StoppedMode = keepCharging
		if r.str("StoppedMode") == stopCharging && i.InstanceNetworkType == NetworkVpc && i.InstanceChargeType == PostPaid {
			i.StoppedMode = stopCharging
		}
	})
}
