package instance

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// deleteInstance: page of 2025-04-09; conditions of editions 2018 to 2025. Under
// a security lock an instance can be released: the lock guide of 2021 lists the
// operation as normal, and the page says what becomes of the disks then.
func deleteInstance() model.Operation {
	return model.Operation{
		Name:    "DeleteInstance",
		Known:   model.StatedBy("DeleteInstance page (2025-04-09)"),
		Removes: ecs.KindInstance,
		Removal: model.Removal{
			Params: model.Params{"Force": "true", "TerminateSubscription": "true"},
			Before: []model.Sample{{Op: "ModifyInstanceAttribute", Params: model.Params{"InstanceId": model.It, "DeletionProtection": "false"}}},
		},
		Trials: model.Trials{
			Shapes: model.Varied("Force=true"),
			Meets: []model.Sample{ // protection is for this
				{Op: "ModifyInstanceAttribute", Params: model.Params{"InstanceId": model.It, "DeletionProtection": "true"}},
				{Op: "DeleteInstance", Params: model.Params{"InstanceId": model.It, "Force": "true"}},
			},
		},
		Weight: model.Weight{Cards: 2, Why: "ends what other calls need", Order: 11},
		Params: []model.Param{
			model.Required("InstanceId").Naming(ecs.TheInstance), model.Boolean("Force"), model.Boolean("ForceStop"),
			model.Boolean("TerminateSubscription"), model.Boolean("DryRun"),
		},
		DryRunCode: model.DryRunOperation,
		Rules: []model.Rule{
			{Code: "InvalidInstanceId.NotFound", When: instanceNowhere},
			{Code: "InstanceLockedForSecurity",
				Vestigial: "The guide on security locks (2021) lists DeleteInstance as normal, " +
					"and the page (2025) says what releasing a locked instance does to its disks."},
			{Code: "ChargeTypeViolation", Needs: ecs.TheInstance, When: subscribed, Break: ecs.BreakOf("$prepaid")},
			{Code: "InvalidOperation.DeletionProtection", Row: 9, Needs: ecs.TheInstance, When: protected, Says: protectedText},
			{Code: "InvalidOperation.EniLinked", Needs: ecs.TheInstance, When: membersLinked},
			{Code: "IncorrectInstanceStatus.Initializing", Needs: ecs.TheInstance, When: initializing},
			{Code: "IncorrectInstanceStatus", Row: 4, Needs: ecs.TheInstance, When: notReleasable},
		},
		Effects: []model.Effect{
			{Name: "SecondaryInterfaces-detached", When: secondaries(false), Do: detachSecondaries, SeenBy: "DescribeNetworkInterfaces.Status",
				Basis: model.Inferred("DeleteOnRelease=false keeps the interface (ModifyNetworkInterfaceAttribute); without an instance it is Available")},
			{Name: "SecondaryInterfaces-released", When: secondaries(true), Do: releaseSecondaries, SeenBy: "DescribeNetworkInterfaces.NetworkInterfaceId",
				Basis: model.Documented("ModifyNetworkInterfaceAttribute page of 2026-04-04, DeleteOnRelease")},
			{Name: "PrimaryInterface", When: hasPrimary, Do: releasePrimary, SeenBy: "DescribeNetworkInterfaces.NetworkInterfaceId",
				Basis: model.Documented("ENI overview 2021")},
			{Name: "Disks-kept", When: disks(false), Do: keepDisks, SeenBy: "DescribeDisks.Status",
				Basis: model.Documented("DeleteInstance page of 2025-04-09: a disk with DeleteWithInstance=false stays, as a pay-as-you-go data disk")},
			{Name: "Disks-released", When: disks(true), Do: releaseDisks, SeenBy: "DescribeDisks.DiskId",
				Basis: model.Documented("DeleteInstance page of 2025-04-09, DeleteWithInstance")},
			{Name: "Instance", Do: dropInstance, SeenBy: "DescribeInstances.InstanceId"},
		},
		Left: []model.Left{
			{Code: "IncorrectInstanceStatus", HTTP: 403, Why: "the row about volumes (row 8): no disk of a world is in an abnormal status"},
			{Code: "DependencyViolation.SLBConfiguring", Why: "worlds keep no load balancers"},
			{Code: "DependencyViolation.RouteEntry", Why: "worlds keep no route tables"},
		},
	}
}

// subscribed: worlds know no expiry, so that every subscription is in service.
func subscribed(r *model.Request) bool { return ecs.InstanceOf(r).InstanceChargeType == ecs.PrePaid }

func protected(r *model.Request) bool { return ecs.InstanceOf(r).DeletionProtection }

// protectedText is the template of 2018.
func protectedText(r *model.Request) string {
	return `The operation is not allowed due to "` + ecs.InstanceOf(r).InstanceId + `" is protected by deletion protection.`
}

// initializing: Pending, or Starting for the first time.
func initializing(r *model.Request) bool {
	return ecs.InstanceOf(r).Status == ecs.Pending || ecs.InstanceOf(r).Status == ecs.Starting && ecs.InstanceOf(r).Hidden.Initializing
}

// notReleasable: without Force only a Stopped instance is released, with Force
// also a Running one; in Starting and Stopping the code is the same (cb-spider
// issue 461).
func notReleasable(r *model.Request) bool {
	if r.IsTrue("Force") {
		return ecs.InstanceIs(ecs.Starting, ecs.Stopping)(r)
	}
	return ecs.InstanceOf(r).Status != ecs.Stopped
}

// attached lists the interfaces of the instance that are not primary.
func attached(r *model.Request) []*ecs.NetworkInterface {
	var all []*ecs.NetworkInterface
	ecs.EachAttached(r.Place, ecs.InstanceOf(r).InstanceId, func(e *ecs.NetworkInterface) bool {
		if e.NetworkInterfaceId != ecs.InstanceOf(r).PrimaryEni {
			all = append(all, e)
		}
		return true
	})
	return all
}

// membersLinked: a trunk of the instance has members. Every interface that is
// linked to another is one of the two.
func membersLinked(r *model.Request) bool {
	return slices.ContainsFunc(attached(r), func(e *ecs.NetworkInterface) bool { return e.Type == ecs.Member })
}

// secondaries says that the instance has interfaces that are released with it,
// or that are not.
func secondaries(released bool) func(*model.Request) bool {
	return func(r *model.Request) bool {
		return slices.ContainsFunc(attached(r), func(e *ecs.NetworkInterface) bool { return e.DeleteOnRelease == released })
	}
}

func detachSecondaries(r *model.Request) {
	for _, e := range attached(r) {
		if !e.DeleteOnRelease {
			ecs.BecomeDetached(r.World, r.Place, e)
		}
	}
	r.Reload()
}

func releaseSecondaries(r *model.Request) {
	for _, e := range attached(r) {
		if e.DeleteOnRelease {
			ecs.ReleaseEni(r.World, r.Place, e)
		}
	}
	r.Reload()
}

// disks says that the instance has disks that go with it, or that stay. Under a
// security lock all go (DeleteInstance 2025).
func disks(released bool) func(*model.Request) bool {
	return func(r *model.Request) bool {
		return slices.ContainsFunc(ecs.DisksOf(r.Place, ecs.InstanceOf(r).InstanceId), goes(r, released))
	}
}

func goes(r *model.Request, released bool) func(*ecs.Disk) bool {
	return func(d *ecs.Disk) bool { return (d.DeleteWithInstance || ecs.LockedForSecurity(r)) == released }
}

func keepDisks(r *model.Request) {
	for _, d := range ecs.DisksOf(r.Place, ecs.InstanceOf(r).InstanceId) {
		if goes(r, false)(d) {
			ecs.ChangeDisk(r, d, func(d *ecs.Disk) {
				d.BecomeFree(r.Now())
				d.Hidden.Origin = ""
			})
		}
	}
}

func releaseDisks(r *model.Request) {
	for _, d := range ecs.DisksOf(r.Place, ecs.InstanceOf(r).InstanceId) {
		if goes(r, true)(d) {
			ecs.DropDisk(r, d)
		}
	}
}

func hasPrimary(r *model.Request) bool { return ecs.InstanceOf(r).PrimaryEni != "" }

func releasePrimary(r *model.Request) {
	if e := ecs.Enis(r.Place).Get(ecs.InstanceOf(r).PrimaryEni); e != nil {
		ecs.ReleaseEni(r.World, r.Place, e)
	}
	r.Reload()
}

func dropInstance(r *model.Request) {
	if ecs.InstanceOf(r).InstanceNetworkType == ecs.NetworkClassic {
		ecs.CountMembers(r.World, r.Place.Account, r.Region, ecs.InstanceOf(r).SecurityGroupIds, -1)
	}
	model.Drop[ecs.Instance](r.World, r.Place.Account, r.Region, ecs.KindInstance, ecs.InstanceOf(r).InstanceId)
	r.Reload()
}
