package model

import "time"

// The ranges of durations. No page gives figures in seconds for most of them;
// what clients wait for, and give up after, does (clients.md section 2).
const (
	quick       = time.Second
	instanceMax = 10 * time.Minute // Terraform and bosh give up a start or stop after 10 minutes
	imageMax    = 10 * time.Minute // Terraform: until Available, 10 minutes
	attachMax   = 2 * time.Minute  // Terraform: InUse within 2 minutes
	detachMax   = time.Minute      // Terraform: Available within 1 minute
	eniMax      = 2 * time.Minute  // Terraform: a new ENI Available within 2 minutes
)

// waits is the basis of a range that clients' patience gives.
func waits(source string) Basis {
	return Inferred("how long clients wait before they give up: " + source)
}

// networksAre is the basis of the statuses of VPCs and vSwitches.
func networksAre() Basis {
	return Documented("CreateVpc, CreateVSwitch: asynchronous; poll until Available")
}

func instanceEdges() []Edge {
	states := Documented("ECS instance lifecycle (2021), Instance states (2021)")
	return []Edge{
		{Name: "Instance/Pending-Starting", From: Pending, To: Starting, If: started, Min: quick, Max: instanceMax,
			Trigger: "RunInstances", Basis: states, Timing: waits("Terraform 10 minutes to Running"), do: enter(Starting)},
		{Name: "Instance/Pending-Stopped", From: Pending, To: Stopped, If: notStarted, Min: quick, Max: instanceMax,
			Trigger: "CreateInstance", Basis: states, Timing: waits("bosh 10 minutes to Stopped"), do: enter(Stopped)},
		{Name: "Instance/Starting-Running", From: Starting, To: Running, Min: 2 * quick, Max: instanceMax,
			Trigger: "RunInstances, StartInstance, RebootInstance", Basis: states, Timing: waits("Terraform 10 minutes"), do: becomeRunning},
		{Name: "Instance/Stopping-Stopped", From: Stopping, To: Stopped, If: staysStopped, Min: 2 * quick, Max: instanceMax,
			Trigger: "StopInstance", Basis: states, Timing: waits("Terraform 10 minutes"), do: becomeStopped},
		{Name: "Instance/Stopping-Starting", From: Stopping, To: Starting, If: rebooting, Min: quick, Max: instanceMax,
			Trigger: "RebootInstance", Basis: Documented("RebootInstance (2021), RebootInstances (2025): CurrentStatus Stopping"),
			Timing: waits("as for a stop"), do: enter(Starting)},
	}
}

func imageEdges() []Edge {
	pages := Documented("DescribeImages (2021), CreateImage (2021)")
	return []Edge{
		{Name: "Image/Creating-Available", From: Creating, To: Available, Min: 3 * quick, Max: imageMax,
			Trigger: "CreateImage", Basis: pages, Timing: waits("Terraform 10 minutes"), do: enterImage(Available)},
	}
}

func eniEdges() []Edge {
	pages := Documented("DescribeNetworkInterfaces (2021), ENI overview (2021)")
	return []Edge{
		{Name: "NetworkInterface/Creating-Available", From: Creating, To: Available, Min: quick, Max: eniMax,
			Trigger: "CreateNetworkInterface", Basis: pages, Timing: waits("Terraform 2 minutes"), do: enterEni(Available)},
		{Name: "NetworkInterface/Attaching-InUse", From: Attaching, To: InUse, Min: quick, Max: attachMax,
			Trigger: "AttachNetworkInterface", Basis: pages, Timing: waits("Terraform 2 minutes"), do: enterEni(InUse)},
		{Name: "NetworkInterface/Detaching-Available", From: Detaching, To: Available, Min: quick, Max: detachMax,
			Trigger: "DetachNetworkInterface", Basis: pages, Timing: waits("Terraform 1 minute"), do: becomeDetached},
		{Name: "NetworkInterface/Deleting-gone", From: Deleting, To: "", Min: quick, Max: detachMax,
			Trigger: "DeleteNetworkInterface", Basis: pages, Timing: waits("Terraform 1 minute"), do: dropEniEdge},
	}
}

func vpcEdges() []Edge {
	return []Edge{
		{Name: "Vpc/Pending-Available", From: Pending, To: Available, Min: quick, Max: eniMax,
			Trigger: "CreateVpc", Basis: networksAre(), Timing: waits("Terraform first looks after 5 seconds"), do: vpcAvailable},
	}
}

func vswitchEdges() []Edge {
	return []Edge{
		{Name: "VSwitch/Pending-Available", From: Pending, To: Available, Min: quick, Max: eniMax,
			Trigger: "CreateVSwitch", Basis: networksAre(), Timing: waits("Terraform first looks after 5 seconds"), do: vswitchAvailable},
	}
}

func started(r Resource) bool    { return !r.(*Instance).Hidden.CreatedStopped } //nolint:forcetypeassert // edges are by kind
func notStarted(r Resource) bool { return r.(*Instance).Hidden.CreatedStopped }  //nolint:forcetypeassert // edges are by kind
func rebooting(r Resource) bool  { return r.(*Instance).Hidden.Rebooting }       //nolint:forcetypeassert // edges are by kind
func staysStopped(r Resource) bool {
	return !rebooting(r)
}

// enter moves an instance to a status.
func enter(to string) func(*World, *place, Resource) {
	return func(w *World, p *place, r Resource) {
		next := *r.(*Instance) //nolint:forcetypeassert // edges are by kind
		next.moveTo(to, w.Now())
		put(w, p.account, p.region, next)
	}
}

// moveTo changes the status and keeps Since for transient ones only, so that
// worlds that differ in nothing else are equal.
func (i *Instance) moveTo(to string, now time.Time) {
	i.Status = to
	i.Hidden.Since = now
	if to == Running || to == Stopped {
		i.Hidden.Since = time.Time{}
		i.Hidden.Rebooting = false
		i.Hidden.CreatedStopped = false
		i.Hidden.Initializing = false
	}
}

// becomeRunning ends a start. What waited for a restart takes effect now.
func becomeRunning(w *World, p *place, r Resource) {
	next := *r.(*Instance) //nolint:forcetypeassert // edges are by kind
	next.moveTo(Running, w.Now())
	next.applyAtRestart()
	put(w, p.account, p.region, next)
}

// applyAtRestart makes the changes that waited for a restart through the API.
func (i *Instance) applyAtRestart() {
	waiting := i.Hidden.AtRestart
	i.Hidden.AtRestart = AtRestart{}
	if waiting.HostNameMisses {
		i.Hidden.AtRestart.HostName = waiting.HostName
	} else if waiting.HostName != "" {
		i.HostName = waiting.HostName
	}
	if waiting.Password != "" {
		i.Hidden.Password = waiting.Password
	}
	if waiting.VncPassword != "" {
		i.Hidden.VncPassword = waiting.VncPassword
	}
}

func becomeStopped(w *World, p *place, r Resource) {
	next := *r.(*Instance) //nolint:forcetypeassert // edges are by kind
	next.moveTo(Stopped, w.Now())
	put(w, p.account, p.region, next)
}

func enterImage(to string) func(*World, *place, Resource) {
	return func(w *World, p *place, r Resource) {
		next := *r.(*Image) //nolint:forcetypeassert // edges are by kind
		next.Status, next.Hidden.Since, next.Hidden.Task = to, time.Time{}, ""
		put(w, p.account, p.region, next)
	}
}

func enterEni(to string) func(*World, *place, Resource) {
	return func(w *World, p *place, r Resource) {
		next := *r.(*NetworkInterface) //nolint:forcetypeassert // edges are by kind
		next.Status, next.Hidden.Since = to, time.Time{}
		put(w, p.account, p.region, next)
	}
}

func becomeDetached(w *World, p *place, r Resource) {
	next := *r.(*NetworkInterface) //nolint:forcetypeassert // edges are by kind
	next.Status, next.Hidden.Since, next.InstanceId = Available, time.Time{}, ""
	if next.Type == Member {
		next.Type, next.TrunkNetworkInterfaceId = Secondary, ""
	}
	put(w, p.account, p.region, next)
}

func dropEniEdge(w *World, p *place, r Resource) {
	releaseEni(w, p, r.(*NetworkInterface)) //nolint:forcetypeassert // edges are by kind
}

func vpcAvailable(w *World, p *place, r Resource) {
	next := *r.(*Vpc) //nolint:forcetypeassert // edges are by kind
	next.Status, next.Hidden.Since = Available, time.Time{}
	put(w, p.account, p.region, next)
}

func vswitchAvailable(w *World, p *place, r Resource) {
	next := *r.(*VSwitch) //nolint:forcetypeassert // edges are by kind
	next.Status, next.Hidden.Since = Available, time.Time{}
	put(w, p.account, p.region, next)
}
