package model

// stopInstance: page of 2025; conditions of editions 2018 to 2025.
func stopInstance() Operation {
	return Operation{
		Name: "StopInstance",
		Params: []Param{
			required("InstanceId").names(theInstance), boolean("ForceStop"), boolean("ConfirmStop"),
			optional("StoppedMode"), boolean("Hibernate"), boolean("DryRun"),
		},
		DryRunCode: DryRunOperation,
		Rules: []Rule{
			{Code: "InvalidInstanceId.NotFound", When: instanceUnknown},
			{Code: "InstanceLockedForSecurity", Needs: theInstance, When: lockedForSecurity},
			{Code: "IncorrectInstanceStatus", Row: 11, Needs: theInstance, When: not(instanceIs(Running)), Says: statusText(Running)},
		},
		Effects: []Effect{
			{Name: "Status", Do: beginStop, SeenBy: "DescribeInstances.Status"},
		},
	}
}

func beginStop(r *Request) {
	r.setInstance(func(i *Instance) {
		i.moveTo(Stopping, r.w.now)
		i.StoppedMode = "KeepCharging"
		if r.str("StoppedMode") == "StopCharging" {
			i.StoppedMode = "StopCharging"
		}
	})
}
