package model

// startInstance: the 2021 table; conditions of editions 2018 to 2025.
func startInstance() Operation {
	return Operation{
		Name: "StartInstance",
		Params: []Param{
			required("InstanceId").names(theInstance), boolean("InitLocalDisk"), boolean("DryRun"),
		},
		DryRunCode: DryRunOperation,
		Rules: []Rule{
			{Code: "InvalidInstanceId.NotFound", When: instanceUnknown},
			{Code: "InstanceLockedForSecurity", Needs: theInstance, When: lockedForSecurity},
			{Code: "InstanceNotReady", Needs: theInstance, When: instanceIs(Pending)},
			{Code: "IncorrectInstanceStatus", Row: 17, Needs: theInstance, When: instanceIs(Running, Starting, Stopping), Says: statusText(Stopped)},
		},
		Effects: []Effect{
			{Name: "Status", Do: beginStart, SeenBy: "DescribeInstances.Status"},
		},
	}
}

func beginStart(r *Request) {
	r.setInstance(func(i *Instance) {
		i.moveTo(Starting, r.w.now)
		i.StoppedMode = notApplicable
	})
}

// notApplicable is the StoppedMode of an instance that is not stopped.
const notApplicable = "Not-applicable"
