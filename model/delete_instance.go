package model

import "slices"

// deleteInstance: page of 2025-04-09; conditions of editions 2018 to 2025. Under
// a security lock an instance can be released: the lock guide of 2021 lists the
// operation as normal, and the page says what becomes of the disks then.
func deleteInstance() Operation {
	return Operation{
		Name:    "DeleteInstance",
		Removes: KindInstance,
		Removal: Removal{
			Params: Params{"Force": "true", "TerminateSubscription": "true"},
			Before: []Sample{{"ModifyInstanceAttribute", Params{"InstanceId": It, "DeletionProtection": "false"}}},
		},
		Trials: Trials{
			Shapes: varied("Force=true"),
			Meets: []Sample{ // protection is for this
				{"ModifyInstanceAttribute", Params{"InstanceId": It, "DeletionProtection": "true"}},
				{"DeleteInstance", Params{"InstanceId": It, "Force": "true"}},
			},
		},
		Weight: Weight{Cards: 2, Why: "ends what other calls need", Order: 11},
		Params: []Param{
			required("InstanceId").names(theInstance), boolean("Force"), boolean("ForceStop"),
			boolean("TerminateSubscription"), boolean("DryRun"),
		},
		DryRunCode: DryRunOperation,
		Rules: []Rule{
			{Code: "InvalidInstanceId.NotFound", When: instanceNowhere},
			{Code: "InstanceLockedForSecurity",
				Vestigial: "The guide on security locks (2021) lists DeleteInstance as normal, " +
					"and the page (2025) says what releasing a locked instance does to its disks."},
			{Code: "ChargeTypeViolation", Needs: theInstance, When: subscribed, Break: breakOf("$prepaid")},
			{Code: "InvalidOperation.DeletionProtection", Row: 9, Needs: theInstance, When: protected, Says: protectedText},
			{Code: "InvalidOperation.EniLinked", Needs: theInstance, When: membersLinked},
			{Code: "IncorrectInstanceStatus.Initializing", Needs: theInstance, When: initializing},
			{Code: "IncorrectInstanceStatus", Row: 4, Needs: theInstance, When: notReleasable},
		},
		Effects: []Effect{
			{Name: "SecondaryInterfaces-detached", When: secondaries(false), Do: detachSecondaries, SeenBy: "DescribeNetworkInterfaces.Status",
				Basis: Inferred("DeleteOnRelease=false keeps the interface (ModifyNetworkInterfaceAttribute); without an instance it is Available")},
			{Name: "SecondaryInterfaces-released", When: secondaries(true), Do: releaseSecondaries, SeenBy: "DescribeNetworkInterfaces.NetworkInterfaceId",
				Basis: Documented("ModifyNetworkInterfaceAttribute page of 2026-04-04, DeleteOnRelease")},
			{Name: "PrimaryInterface", When: hasPrimary, Do: releasePrimary, SeenBy: "DescribeNetworkInterfaces.NetworkInterfaceId",
				Basis: Documented("ENI overview 2021")},
			{Name: "Instance", Do: dropInstance, SeenBy: "DescribeInstances.InstanceId"},
		},
		Left: []Left{
			{Code: "IncorrectInstanceStatus", HTTP: 403, Why: "the row about volumes (row 8): " + disksNotKept},
			{Code: "DependencyViolation.SLBConfiguring", Why: "worlds keep no load balancers"},
			{Code: "DependencyViolation.RouteEntry", Why: "worlds keep no route tables"},
		},
	}
}

// subscribed: worlds know no expiry, so that every subscription is in service.
func subscribed(r *Request) bool { return instanceOf(r).InstanceChargeType == PrePaid }

func protected(r *Request) bool { return instanceOf(r).DeletionProtection }

// protectedText is the template of 2018.
func protectedText(r *Request) string {
	return `The operation is not allowed due to "` + instanceOf(r).InstanceId + `" is protected by deletion protection.`
}

// initializing: Pending, or Starting for the first time.
func initializing(r *Request) bool {
	return instanceOf(r).Status == Pending || instanceOf(r).Status == Starting && instanceOf(r).Hidden.Initializing
}

// notReleasable: without Force only a Stopped instance is released, with Force
// also a Running one; in Starting and Stopping the code is the same (cb-spider
// issue 461).
func notReleasable(r *Request) bool {
	if r.isTrue("Force") {
		return instanceIs(Starting, Stopping)(r)
	}
	return instanceOf(r).Status != Stopped
}

// attached lists the interfaces of the instance that are not primary.
func (r *Request) attached() []*NetworkInterface {
	var all []*NetworkInterface
	for _, e := range enis(r.place).all {
		if e.InstanceId == instanceOf(r).InstanceId && e.NetworkInterfaceId != instanceOf(r).PrimaryEni {
			all = append(all, e)
		}
	}
	return all
}

// membersLinked: a trunk of the instance has members. Every interface that is
// linked to another is one of the two.
func membersLinked(r *Request) bool {
	return slices.ContainsFunc(r.attached(), func(e *NetworkInterface) bool { return e.Type == Member })
}

// secondaries says that the instance has interfaces that are released with it,
// or that are not.
func secondaries(released bool) func(*Request) bool {
	return func(r *Request) bool {
		return slices.ContainsFunc(r.attached(), func(e *NetworkInterface) bool { return e.DeleteOnRelease == released })
	}
}

func detachSecondaries(r *Request) {
	for _, e := range r.attached() {
		if !e.DeleteOnRelease {
			becomeDetached(r.w, r.place, e)
		}
	}
	r.reload()
}

func releaseSecondaries(r *Request) {
	for _, e := range r.attached() {
		if e.DeleteOnRelease {
			releaseEni(r.w, r.place, e)
		}
	}
	r.reload()
}

func hasPrimary(r *Request) bool { return instanceOf(r).PrimaryEni != "" }

func releasePrimary(r *Request) {
	if e := enis(r.place).get(instanceOf(r).PrimaryEni); e != nil {
		releaseEni(r.w, r.place, e)
	}
	r.reload()
}

func dropInstance(r *Request) {
	if instanceOf(r).InstanceNetworkType == NetworkClassic {
		countMembers(r.w, r.place.account, r.region, instanceOf(r).SecurityGroupIds, -1)
	}
	drop[Instance](r.w, r.place.account, r.region, KindInstance, instanceOf(r).InstanceId)
	r.reload()
}
