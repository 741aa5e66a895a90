package model

import (
	"slices"
	"time"
)

func instances(p *place) table[Instance, *Instance] { return tableOf[Instance](p, KindInstance) }

// instanceKind is what the model knows of instances as a kind of resource.
func instanceKind() *KindRecord {
	return Declare(KindOf[Instance]{
		Kind:     KindInstance,
		Tags:     func(i *Instance) List { return i.Tags },
		Parts:    func(i *Instance) []string { return []string{i.ImageId, i.VSwitchId} },
		UsableBy: UsableByOwner[Instance],
		Owns:     OwnsNothing[Instance],
		Uses:     func(i *Instance) string { return i.ImageId },
		Shape:    shapeInstance,
		Check:    checkInstances,
		Edges:    instanceEdges(),
		Import:   importInstance,
		Shown: func(i Instance) Instance {
			i.Hidden, i.UserData = InstanceHidden{}, ""
			return i
		},
		File: SectionOf("instances", 3, func(f fileInstance) string { return f.As }, (*World).addInstance),
	})
}

// Lifecycle returns the status and when a transient one was entered.
func (i *Instance) Lifecycle() (status string, since time.Time) { return i.Status, i.Hidden.Since }

func shapeInstance(_ string, i Instance) (bare Instance, links []string) {
	links = append([]string{i.PrimaryEni, i.VSwitchId}, i.SecurityGroupIds.All()...)
	if i.InstanceName == i.InstanceId {
		i.InstanceName = ""
	}
	if i.HostName == defaultHostName(i.InstanceId, i.OSType) {
		i.HostName = ""
	}
	i.InstanceId, i.PrimaryEni, i.VpcId, i.VSwitchId, i.SecurityGroupIds, i.PrivateIpAddress = "", "", "", "", "", ""
	i.CreationTime, i.StartTime, i.Hidden.Since = time.Time{}, time.Time{}, time.Time{}
	return i, links
}

func importInstance(w *World, p *place, i Instance) error {
	i.Hidden = InstanceHidden{Since: w.since(&i)}
	if i.InstanceNetworkType == NetworkClassic {
		countMembers(w, p.account, p.region, i.SecurityGroupIds, 1)
	}
	put(w, p.account, p.region, i)
	return nil
}

func instanceStatuses() []string { return []string{Pending, Starting, Running, Stopping, Stopped} }

func checkInstances(w *World, p *place, report Report) {
	for id, i := range instances(p).all {
		checkInstance(w, p, i, func(format string, args ...any) { report(id, format, args...) })
	}
}

func checkInstance(w *World, p *place, i *Instance, report func(string, ...any)) {
	if !slices.Contains(instanceStatuses(), i.Status) {
		report("has status %q", i.Status)
	}
	if stable := i.Status == Running || i.Status == Stopped; stable != i.Hidden.Since.IsZero() {
		report("is %s since %v", i.Status, i.Hidden.Since)
	}
	if t := w.Base().Types[i.InstanceType]; t == nil {
		report("has the unknown type %q", i.InstanceType)
	}
	if i.InstanceNetworkType == NetworkVpc {
		primary := enis(p).get(i.PrimaryEni)
		switch {
		case primary == nil:
			report("has no primary interface %q", i.PrimaryEni)
		case primary.InstanceId != i.InstanceId || primary.Type != Primary || primary.Status != InUse:
			report("has a primary interface that is %s, %s, of %q", primary.Type, primary.Status, primary.InstanceId)
		case primary.SecurityGroupIds != i.SecurityGroupIds:
			report("is in groups %v, its primary interface in %v", i.SecurityGroupIds.All(), primary.SecurityGroupIds.All())
		}
	}
	if i.SecurityGroupIds.Len() == 0 {
		report("is in no security group")
	}
}
