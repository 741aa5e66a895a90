package ecs

import (
	"slices"
	"time"

	"github.com/ecsim/ecsim/model"
)

// A Disk is a cloud disk: the system disk of an instance, or a data disk, which
// may be attached to none. Fields that a page leaves open are chosen.
type Disk struct {
	DiskId             string     `wire:"DiskId" compare:"reference"`
	DiskName           string     `wire:"DiskName" compare:"chosen"`
	Description        string     `wire:"Description"`
	RegionId           string     `wire:"RegionId"`
	ZoneId             string     `wire:"ZoneId"`
	Type               string     `wire:"Type"` // system or data
	Category           string     `wire:"Category" compare:"chosen"`
	PerformanceLevel   string     `wire:"PerformanceLevel" compare:"chosen"` // of cloud_essd
	Size               int        `wire:"Size"`                              // GiB
	Status             string     `wire:"Status"`
	InstanceId         string     `wire:"InstanceId Attachments.Attachment[].InstanceId,write" compare:"reference"`
	Device             string     `wire:"Device Attachments.Attachment[].Device,write" compare:"chosen"`
	ImageId            string     `wire:"ImageId" compare:"reference"`
	SourceSnapshotId   string     `wire:"SourceSnapshotId" compare:"reference"`
	DiskChargeType     string     `wire:"DiskChargeType"`
	Portable           bool       `wire:"Portable" compare:"chosen"`
	DeleteWithInstance bool       `wire:"DeleteWithInstance"`
	DeleteAutoSnapshot bool       `wire:"DeleteAutoSnapshot" compare:"chosen"`
	EnableAutoSnapshot bool       `wire:"EnableAutoSnapshot" compare:"chosen"`
	Encrypted          bool       `wire:"Encrypted"`
	KMSKeyId           string     `wire:"KMSKeyId" compare:"chosen"`
	MultiAttach        string     `wire:"MultiAttach" compare:"chosen"` // Disabled or Enabled
	CreationTime       time.Time  `wire:"CreationTime" compare:"volatile"`
	AttachedTime       time.Time  `wire:"AttachedTime Attachments.Attachment[].AttachedTime,write" compare:"volatile"`
	DetachedTime       time.Time  `wire:"DetachedTime" compare:"volatile"`
	Tags               model.List `wire:"Tags.Tag[].TagKey|Key=TagValue|Value"`

	Hidden DiskHidden `compare:"volatile"`
}

// DiskHidden is the state of a disk that DescribeDisks does not show.
type DiskHidden struct {
	Since time.Time
	// Attached says that the disk was attached to an instance once.
	Attached bool
	// Origin is the instance whose system disk a detached disk was.
	Origin string
}

// KindDisk is the kind of cloud disks.
//
//nolint:gochecknoglobals // a constant in all but syntax: a kind never changes
var KindDisk = model.NewKind(model.KindFacts{Number: 11, Name: "Disk", ShowsTags: "DescribeDisks.Tags", Prefix: "d", Letter: "d", Product: "ecs", ARN: "disk", Removal: 8})

// TheDisk is the need of rules about the disk that a call names.
//
//nolint:gochecknoglobals // a constant in all but syntax
var TheDisk = KindDisk.Need()

// The statuses of disks that other resources do not have, and their types.
const (
	DiskInUse  = "In_use"
	ReIniting  = "ReIniting"
	SystemDisk = "system"
	DataDisk   = "data"
)

// Kind returns KindDisk.
func (*Disk) Kind() model.Kind { return KindDisk }

// ID returns the DiskId.
func (d *Disk) ID() string { return d.DiskId }

// Lifecycle returns the status and when a transient one was entered.
func (d *Disk) Lifecycle() (status string, since time.Time) { return d.Status, d.Hidden.Since }

// Disks returns the disks of the place.
func Disks(p *model.Place) model.Table[Disk, *Disk] { return model.TableOf[Disk](p, KindDisk) }

// DiskOf returns the disk that the call names, or nil.
func DiskOf(r *model.Request) *Disk { d, _ := r.Thing(TheDisk).(*Disk); return d }

// diskKind is the record of disks.
func diskKind() *model.KindRecord {
	return model.Declare(model.KindOf[Disk]{
		Kind:     KindDisk,
		Tags:     func(d *Disk) model.List { return d.Tags },
		Parts:    func(d *Disk) []string { return []string{d.InstanceId, d.SourceSnapshotId} },
		UsableBy: model.UsableByOwner[Disk],
		Owns:     diskKeys,
		Uses:     countedDisk,
		Aspects:  model.NoAspects[Disk],
		Shape:    shapeDisk,
		Check:    checkDisks,
		Find:     model.FindOwn(KindDisk),
		Edges:    diskEdges(),
		Quotas:   diskQuotas(),
		Import: func(w *model.World, p *model.Place, d Disk) error {
			d.Hidden = DiskHidden{Since: w.Since(&d), Attached: d.InstanceId != ""}
			model.Put(w, p.Account, p.Region, d)
			return nil
		},
		Shown: func(d Disk) Disk {
			d.Hidden = DiskHidden{}
			return d
		},
		File: model.SectionOf("disks", 4, func(f fileDisk) string { return f.As }, addFileDisk),
	})
}

// diskKeys are the key by which a disk is found from its instance without a
// search; see [EachDisk].
func diskKeys(d *Disk) []string {
	if d.InstanceId == "" {
		return nil
	}
	return []string{hostKey(d.InstanceId) + d.DiskId}
}

// notWithInstance is what countedDisk counts.
const notWithInstance = "not with an instance"

// countedDisk keeps the number of disks that are attached to nothing, so that a
// quota needs no search.
func countedDisk(d *Disk) string {
	if d.InstanceId != "" {
		return ""
	}
	return notWithInstance
}

// FreeDisks returns the number of disks of the place that are attached to nothing.
func FreeDisks(p *model.Place) int { return p.UsersOf(KindDisk, notWithInstance) }

// EachDisk yields the disks of the instance, in the order in which they were made.
func EachDisk(p *model.Place, instance string, yield func(*Disk) bool) {
	for id := range p.OwnedUnder(KindDisk, hostKey(instance)) {
		if !yield(Disks(p).Get(id)) {
			return
		}
	}
}

// DisksOf lists the disks of the instance.
func DisksOf(p *model.Place, instance string) []*Disk {
	var all []*Disk
	EachDisk(p, instance, func(d *Disk) bool {
		all = append(all, d)
		return true
	})
	return all
}

// SystemDiskOf returns the system disk of the instance, or nil.
func SystemDiskOf(p *model.Place, instance string) *Disk {
	var found *Disk
	EachDisk(p, instance, func(d *Disk) bool {
		if d.Type == SystemDisk {
			found = d
		}
		return found == nil
	})
	return found
}

// diskAspects are the disks that are made with an instance: disk0 is its system
// disk.
func diskAspects(p *model.Place, i *Instance) []model.Aspect {
	var all []model.Aspect
	EachDisk(p, i.InstanceId, func(d *Disk) bool {
		all = append(all, model.Aspect{Word: "disk" + model.NumberText(len(all)), ID: d.DiskId})
		return true
	})
	return all
}

func shapeDisk(_ string, d Disk) (bare Disk, links []string) {
	links = []string{d.InstanceId, d.SourceSnapshotId}
	if d.Hidden.Origin != "" {
		d.Hidden.Origin = "one"
	}
	d.DiskId, d.InstanceId, d.SourceSnapshotId, d.ImageId = "", "", "", ""
	d.CreationTime, d.AttachedTime, d.DetachedTime, d.Hidden.Since = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	return d, links
}

// DiskStatuses are the statuses of a disk that DescribeDisks shows.
func DiskStatuses() []string {
	return []string{DiskInUse, Available, Attaching, Detaching, Creating, ReIniting}
}

func checkDisks(w *model.World, p *model.Place, report model.Report) {
	system := map[string]string{}
	for id, d := range Disks(p).All {
		checkDisk(w, p, d, func(format string, args ...any) { report(id, format, args...) })
		if other := system[d.InstanceId]; d.Type == SystemDisk && other != "" {
			report(id, "is a system disk of %s, and so is %s", d.InstanceId, other)
		}
		if d.Type == SystemDisk {
			system[d.InstanceId] = id
		}
	}
	for id := range Instances(p).All {
		if system[id] == "" && !w.Base().Stranger && !hasOrigin(p, id) {
			report(id, "is an instance without a system disk, and none was detached from it")
		}
	}
}

// hasOrigin says that a free disk was the system disk of the instance.
func hasOrigin(p *model.Place, instance string) bool {
	for _, d := range Disks(p).All {
		if d.Hidden.Origin == instance {
			return true
		}
	}
	return false
}

func checkDisk(w *model.World, p *model.Place, d *Disk, report func(string, ...any)) {
	if !slices.Contains(DiskStatuses(), d.Status) {
		report("has status %q", d.Status)
	}
	if stable := d.Status == DiskInUse || d.Status == Available; stable != d.Hidden.Since.IsZero() {
		report("is %s since %v", d.Status, d.Hidden.Since)
	}
	if (d.Status == Available || d.Status == Creating) != (d.InstanceId == "") {
		report("is %s at the instance %q", d.Status, d.InstanceId)
	}
	switch host := Instances(p).Get(d.InstanceId); {
	case d.InstanceId == "" && d.Type == SystemDisk:
		report("is a system disk without an instance")
	case d.InstanceId != "" && host == nil:
		report("is attached to the unknown instance %q", d.InstanceId)
	case host != nil && host.ZoneId != d.ZoneId && !w.Base().Stranger:
		report("is in the zone %s, its instance in %s", d.ZoneId, host.ZoneId)
	}
	if d.Size <= 0 {
		report("has %d GiB", d.Size)
	}
}

// The quotas of disks.
const (
	QuotaFreeDisks model.FactName = "PortableDisks"
	QuotaDataDisks model.FactName = "DataDisksPerInstance"
)

func diskQuotas() []model.Quota {
	return []model.Quota{
		{Name: QuotaFreeDisks, Value: 1000, Source: "no figure is published; chosen so that ordinary use stays below"},
		{Name: QuotaDataDisks, Value: 16, Source: "Limits 2021; Attach a data disk 2021"},
	}
}
