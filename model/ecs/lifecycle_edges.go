package ecs

import (
	"fmt"
	"time"

	"github.com/ecsim/ecsim/model"
)

// The ranges of durations. Hardly any page gives figures in seconds; the time
// for which clients wait before they give up does (docs/lifecycle.md,
// Durations).
const (
	quick       = time.Second
	instanceMax = 10 * time.Minute // Terraform and bosh give up a start or stop after 10 minutes
	imageMax    = 10 * time.Minute // Terraform: until Available, 10 minutes
	attachMax   = 2 * time.Minute  // Terraform: InUse within 2 minutes
	detachMax   = time.Minute      // Terraform: Available within 1 minute
	eniMax      = 2 * time.Minute  // Terraform: a new ENI Available within 2 minutes
)

// waits returns the basis of a range that is inferred from the patience of
// clients.
func waits(source string) model.Basis {
	return model.Inferred("how long clients wait before they give up: " + source)
}

// networksAre returns the basis of the statuses of VPCs and vSwitches.
func networksAre() model.Basis {
	return model.Documented("CreateVpc, CreateVSwitch: asynchronous; poll until Available")
}

func instanceEdges() []model.Edge {
	states := model.Documented("ECS instance lifecycle (2021), Instance states (2021)")
	return []model.Edge{
		{Name: "Instance/Pending-Starting", From: Pending, To: Starting, If: started, Min: quick, Max: instanceMax,
			Trigger: "RunInstances", Basis: states, Timing: waits("Terraform 10 minutes to Running"), Do: enter(Starting)},
		{Name: "Instance/Pending-Stopped", From: Pending, To: Stopped, If: notStarted, Min: quick, Max: instanceMax,
			Trigger: "CreateInstance", Basis: states, Timing: waits("bosh 10 minutes to Stopped"), Do: enter(Stopped)},
		{Name: "Instance/Starting-Running", From: Starting, To: Running, Min: 2 * quick, Max: instanceMax,
			Trigger: "RunInstances, StartInstance, RebootInstance", Basis: states, Timing: waits("Terraform 10 minutes"), Do: becomeRunning},
		{Name: "Instance/Stopping-Stopped", From: Stopping, To: Stopped, If: staysStopped, Min: 2 * quick, Max: instanceMax,
			Trigger: "StopInstance", Basis: states, Timing: waits("Terraform 10 minutes"), Do: becomeStopped},
		{Name: "Instance/Stopping-Starting", From: Stopping, To: Starting, If: rebooting, Min: quick, Max: instanceMax,
			Trigger: "RebootInstance", Basis: model.Documented("RebootInstance (2021), RebootInstances (2025): CurrentStatus Stopping"),
			Timing: waits("as for a stop"), Do: enter(Starting)},
	}
}

func imageEdges() []model.Edge {
	pages := model.Documented("DescribeImages (2021), CreateImage (2021)")
	return []model.Edge{
		{Name: "Image/Creating-Available", From: Creating, To: Available, Min: 3 * quick, Max: imageMax,
			Trigger: "CreateImage", Basis: pages, Timing: waits("Terraform 10 minutes"), Do: enterImage(Available)},
	}
}

func eniEdges() []model.Edge {
	pages := model.Documented("DescribeNetworkInterfaces (2021), ENI overview (2021)")
	return []model.Edge{
		{Name: "NetworkInterface/Creating-Available", From: Creating, To: Available, Min: quick, Max: eniMax,
			Trigger: "CreateNetworkInterface", Basis: pages, Timing: waits("Terraform 2 minutes"), Do: enterEni(Available)},
		{Name: "NetworkInterface/Attaching-InUse", From: Attaching, To: InUse, Min: quick, Max: attachMax,
			Trigger: "AttachNetworkInterface", Basis: pages, Timing: waits("Terraform 2 minutes"), Do: enterEni(InUse)},
		{Name: "NetworkInterface/Detaching-Available", From: Detaching, To: Available, Min: quick, Max: detachMax,
			Trigger: "DetachNetworkInterface", Basis: pages, Timing: waits("Terraform 1 minute"), Do: BecomeDetached},
		{Name: "NetworkInterface/Deleting-gone", From: Deleting, To: "", Min: quick, Max: detachMax,
			Trigger: "DeleteNetworkInterface", Basis: pages, Timing: waits("Terraform 1 minute"), Do: dropEniEdge},
	}
}

func vpcEdges() []model.Edge {
	return []model.Edge{
		{Name: "Vpc/Pending-Available", From: Pending, To: Available, Min: quick, Max: eniMax,
			Trigger: "CreateVpc", Basis: networksAre(), Timing: waits("Terraform first looks after 5 seconds"), Do: vpcAvailable},
	}
}

func vswitchEdges() []model.Edge {
	return []model.Edge{
		{Name: "VSwitch/Pending-Available", From: Pending, To: Available, Min: quick, Max: eniMax,
			Trigger: "CreateVSwitch", Basis: networksAre(), Timing: waits("Terraform first looks after 5 seconds"), Do: vswitchAvailable},
	}
}

func started(r model.Resource) bool    { return !r.(*Instance).Hidden.CreatedStopped } //nolint:forcetypeassert // edges are by kind
func notStarted(r model.Resource) bool { return r.(*Instance).Hidden.CreatedStopped }  //nolint:forcetypeassert // edges are by kind
func rebooting(r model.Resource) bool  { return r.(*Instance).Hidden.Rebooting }       //nolint:forcetypeassert // edges are by kind
func staysStopped(r model.Resource) bool {
	return !rebooting(r)
}

// enter moves an instance to a status.
func enter(to string) func(*model.World, *model.Place, model.Resource) {
	return func(w *model.World, p *model.Place, r model.Resource) {
		next := *r.(*Instance) //nolint:forcetypeassert // edges are by kind
		next.MoveTo(to, w.Now())
		model.Put(w, p.Account, p.Region, next)
	}
}

// MoveTo changes the status and keeps Since for transient ones only, so that
// worlds without another difference are equal.
func (i *Instance) MoveTo(to string, now time.Time) {
	i.Status = to
	i.Hidden.Since = now
	if to == Running || to == Stopped {
		i.Hidden.Since = time.Time{}
		i.Hidden.Rebooting = false
		i.Hidden.CreatedStopped = false
		i.Hidden.Initializing = false
	}
}

// becomeRunning ends a start. Changes that wait for a restart take effect now.
func becomeRunning(w *model.World, p *model.Place, r model.Resource) {
	next := *r.(*Instance) //nolint:forcetypeassert // edges are by kind
	next.MoveTo(Running, w.Now())
	next.applyAtRestart()
	model.Put(w, p.Account, p.Region, next)
}

// applyAtRestart makes the changes that waited for a restart through the API.
func (i *Instance) applyAtRestart() {
	waiting := i.Hidden.AtRestart
	i.Hidden.AtRestart = AtRestart{HostName: waiting.NextHostName}
	if waiting.HostName != "" {
		i.HostName = waiting.HostName
	}
	if waiting.Password != "" {
		i.Hidden.Password = waiting.Password
	}
	if waiting.VncPassword != "" {
		i.Hidden.VncPassword = waiting.VncPassword
	}
}

func becomeStopped(w *model.World, p *model.Place, r model.Resource) {
	next := *r.(*Instance) //nolint:forcetypeassert // edges are by kind
	next.MoveTo(Stopped, w.Now())
	model.Put(w, p.Account, p.Region, next)
}

func enterImage(to string) func(*model.World, *model.Place, model.Resource) {
	return func(w *model.World, p *model.Place, r model.Resource) {
		next := *r.(*Image) //nolint:forcetypeassert // edges are by kind
		next.Status, next.Hidden.Since, next.Hidden.Task = to, time.Time{}, ""
		model.Put(w, p.Account, p.Region, next)
	}
}

func enterEni(to string) func(*model.World, *model.Place, model.Resource) {
	return func(w *model.World, p *model.Place, r model.Resource) {
		next := *r.(*NetworkInterface) //nolint:forcetypeassert // edges are by kind
		next.Status, next.Hidden.Since = to, time.Time{}
		model.Put(w, p.Account, p.Region, next)
	}
}

// BecomeDetached detaches the interface at the end of Detaching.
func BecomeDetached(w *model.World, p *model.Place, r model.Resource) {
	next := *r.(*NetworkInterface) //nolint:forcetypeassert // edges are by kind
	next.Status, next.Hidden.Since, next.InstanceId = Available, time.Time{}, ""
	if next.Type == Member {
		next.Type, next.TrunkNetworkInterfaceId = Secondary, ""
	}
	model.Put(w, p.Account, p.Region, next)
}

func dropEniEdge(w *model.World, p *model.Place, r model.Resource) {
	ReleaseEni(w, p, r.(*NetworkInterface)) //nolint:forcetypeassert // edges are by kind
}

func vpcAvailable(w *model.World, p *model.Place, r model.Resource) {
	next := *r.(*Vpc) //nolint:forcetypeassert // edges are by kind
	next.Status, next.Hidden.Since = Available, time.Time{}
	model.Put(w, p.Account, p.Region, next)
}

func vswitchAvailable(w *model.World, p *model.Place, r model.Resource) {
	next := *r.(*VSwitch) //nolint:forcetypeassert // edges are by kind
	next.Status, next.Hidden.Since = Available, time.Time{}
	model.Put(w, p.Account, p.Region, next)
}

const (
	diskMax       = 5 * time.Minute  // Terraform: a new disk Available within 5 minutes
	diskAttachMax = 10 * time.Minute // Terraform: attached and detached within 10 minutes
)

// diskEdges are the lifecycle of disks. Those that are made with an instance are
// In_use at once: see the effect SystemDisk of RunInstances. No operation of the
// model makes a disk ReIniting.
func diskEdges() []model.Edge {
	pages := model.Documented("Disk status table 2021; DescribeDisks 2021")
	return []model.Edge{
		{Name: "Disk/Creating-Available", From: Creating, To: Available, Min: quick, Max: diskMax,
			Trigger: "CreateDisk", Basis: pages, Timing: waits("Terraform 5 minutes"), Do: enterDisk(Available)},
		{Name: "Disk/Attaching-In_use", From: Attaching, To: DiskInUse, Min: quick, Max: diskAttachMax,
			Trigger: "AttachDisk, CreateDisk with InstanceId", Basis: pages, Timing: waits("Terraform 10 minutes"), Do: enterDisk(DiskInUse)},
		{Name: "Disk/Detaching-Available", From: Detaching, To: Available, Min: quick, Max: diskAttachMax,
			Trigger: "DetachDisk", Basis: pages, Timing: waits("DetachDisk 2021: about one minute; Terraform 10 minutes"), Do: diskDetached},
	}
}

func enterDisk(to string) func(*model.World, *model.Place, model.Resource) {
	return func(w *model.World, p *model.Place, r model.Resource) {
		next := *r.(*Disk) //nolint:forcetypeassert // edges are by kind
		next.MoveTo(to, w.Now())
		model.Put(w, p.Account, p.Region, next)
	}
}

func diskDetached(w *model.World, p *model.Place, r model.Resource) {
	next := *r.(*Disk) //nolint:forcetypeassert // edges are by kind
	next.BecomeFree(w.Now())
	model.Put(w, p.Account, p.Region, next)
}

// A fileDisk is a free data disk of a world file.
type fileDisk struct {
	As       string `yaml:"as"`
	Account  string `yaml:"account"`
	Region   string `yaml:"region"`
	Zone     string `yaml:"zone"`
	Category string `yaml:"category"` // cloud_efficiency if empty
	Size     int    `yaml:"size"`     // 20 if 0
}

func addFileDisk(w *model.World, f fileDisk) error {
	p, err := w.PlaceOf(f.Account, f.Region)
	if err != nil {
		return err
	}
	region := w.Base().Region(p.Region)
	switch {
	case f.Zone == "" && region != nil && region.Zones.Len() > 0:
		f.Zone = region.Zones.All()[0]
	case region == nil || !region.Zones.Has(f.Zone):
		return fmt.Errorf("there is no zone %q in %s: name one of the region", f.Zone, p.Region)
	}
	if f.Category == "" {
		f.Category = CloudEfficiency
	}
	if f.Size == 0 {
		f.Size, _ = Sizes(f.Category, "")
	}
	d := NewDisk(w, p, Disk{DiskName: f.As, ZoneId: f.Zone, Type: DataDisk,
		Category: f.Category, Size: f.Size, Status: Available, Portable: true, DeleteAutoSnapshot: true})
	return w.Base().AddNamed(f.As, d.DiskId)
}
