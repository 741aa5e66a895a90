package model

// startInstance: page of 2025-12; conditions of editions 2018 to 2025.
func startInstance() Operation {
	return Operation{
		Name:   "StartInstance",
		Trials: Trials{Shapes: varied(""), Want: Want{Param: "InstanceId", Status: Stopped, By: "StopInstance"}},
		Weight: Weight{Cards: 4, Why: "only a Stopped instance starts: statuses have to meet it", Order: 8},
		Params: []Param{
			required("InstanceId").names(theInstance), boolean("InitLocalDisk"), boolean("DryRun"),
		},
		DryRunCode: DryRunOperation,
		Rules: []Rule{
			{Code: "InvalidInstanceId.NotFound", When: instanceNowhere},
			{Code: "InstanceLockedForSecurity", Needs: theInstance, When: lockedForSecurity, Break: breakOf("$lockedstopped")},
			{Code: "InstanceExpired", Row: 11, Needs: theInstance, When: both(lockedForArrears, not(subscribed)), Break: breakOf("$financial")},
			{Code: "InstanceExpired", Row: 12, Needs: theInstance, When: both(lockedForArrears, subscribed),
				Sentence: "Subscription instance past its expiry.", Break: breakOf("$expired")},
			{Code: "InsufficientBalance", Needs: theInstance, When: accountOverdue,
				Refuses: Inferred("an account with an overdue payment has no balance that covers a start"), Break: Break{World: "arrears"}},
			{Code: "InstanceNotReady", Needs: theInstance, When: instanceIs(Pending)},
			{Code: "IncorrectInstanceStatus", Row: 17, Needs: theInstance, When: not(instanceIs(Stopped)), Says: statusText(Stopped)},
			{Code: "QuotaExceed.ElasticQuota", Limit: true, Row: 23, Needs: theInstance | theType, When: startExceedsQuota,
				Refuses: Inferred("only an instance stopped in economical mode gave its vCPUs back (StopInstance 2025), so only its start can exceed the quota")},
		},
		Effects: []Effect{
			{Name: "Status", Do: beginStart, SeenBy: "DescribeInstances.Status"},
			{Name: "StoppedMode", Do: leaveStoppedMode, SeenBy: "DescribeInstances.StoppedMode"},
		},
		Left: []Left{
			{Code: "DiskError", Why: disksNotKept},
			{Code: "DiskInArrears", Why: disksNotKept},
			{Code: "InvalidInstance.NotFoundSystemDisk", Why: disksNotKept},
			{Code: "OperationDenied.NoStock", Why: "worlds keep no stock"},
			{Code: "OperationDenied.SpotPriceLowerThanPublicPrice", Why: "worlds keep no prices"},
			{Code: "OperationDenied.HostRepairing", Why: "worlds keep no hosts"},
		},
	}
}

// accountOverdue says that the account has an overdue payment.
func accountOverdue(r *Request) bool { return !r.allows(r.account(), AccountInGoodStanding) }

// startExceedsQuota asks only where the instance gave its vCPUs back.
func startExceedsQuota(r *Request) bool {
	return givesBackVcpus(instanceOf(r)) && r.vcpusWith(typeOf(r).CpuCoreCount)
}

func beginStart(r *Request) {
	r.setInstance(func(i *Instance) { i.moveTo(Starting, r.w.Now()) })
}

func leaveStoppedMode(r *Request) {
	r.setInstance(func(i *Instance) { i.StoppedMode = notApplicable })
}

// The values of StoppedMode.
const (
	// notApplicable is that of an instance that is not stopped.
	notApplicable = "Not-applicable"
	keepCharging  = "KeepCharging"
	stopCharging  = "StopCharging"
)
