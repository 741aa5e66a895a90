package ecs

import (
	"slices"
	"strings"
	"time"

	"github.com/ecsim/ecsim/model"
)

// Constants and conditions that the operations on disks share.

// The categories of disks that rules speak of.
const (
	CloudBasic      = "cloud"
	CloudEfficiency = "cloud_efficiency"
	CloudSSD        = "cloud_ssd"
	CloudESSD       = "cloud_essd"
	CloudAuto       = "cloud_auto"
	CloudEntry      = "cloud_essd_entry"

	ElasticStandard = "elastic_ephemeral_disk_standard"
	ElasticPremium  = "elastic_ephemeral_disk_premium"
)

// CloudCategories are the categories of disks that calls can make: DescribeDisks
// and CreateDisk of 2021, ResizeDisk of 2026.
func CloudCategories() []string {
	return []string{CloudBasic, CloudEfficiency, CloudSSD, CloudESSD, CloudAuto, CloudEntry, ElasticStandard, ElasticPremium}
}

// LocalCategories are those of local disks, which come with instance types.
func LocalCategories() []string {
	return []string{"local_hdd_pro", "local_ssd_pro", "ephemeral_ssd", "ephemeral"}
}

// PerformanceLevels are those of cloud_essd.
func PerformanceLevels() []string { return []string{"PL0", "PL1", "PL2", "PL3"} }

// Sizes returns the least and the largest size in GiB of a data disk of the
// category: Limits 2021, ResizeDisk page of 2026. ESSDs were smaller before.
func Sizes(category, level string) (least, most int) {
	switch category {
	case CloudBasic:
		return 5, 2000
	case CloudESSD:
		switch level {
		case "PL0":
			return 1, 65536
		case "PL2":
			return 461, 65536
		case "PL3":
			return 1261, 65536
		}
		return 20, 65536
	case CloudAuto:
		return 1, 65536
	case CloudEntry:
		return 10, 32768
	case ElasticStandard, ElasticPremium:
		return 64, 8192
	default:
		return 20, 32768
	}
}

// LevelOf returns the performance level of a disk without a given one: PL1 for
// cloud_essd (CreateDisk 2021), none for others.
func LevelOf(category, given string) string {
	if category != CloudESSD {
		return ""
	}
	if given == "" {
		return "PL1"
	}
	return given
}

// The sizes of system disks: RunInstances 2021 (500), ResizeDisk 2026 (2,048).
const (
	LeastSystemDisk   = 20
	MostSystemDisk    = 2048
	DefaultSystemDisk = 40
)

// DiskName is the format of the names of disks: CreateDisk page of 2021, whose
// error text names the period too.
//
//nolint:gochecknoglobals // a constant in all but syntax
var DiskName = model.NameRule{Punctuation: ":_.-", NoPrefix: []string{"http://", "https://"}}

// NewDisk makes a disk: id, and the values that all new disks have.
func NewDisk(w *model.World, p *model.Place, d Disk) Disk {
	d.DiskId, d.RegionId = w.NewID(KindDisk), p.Region
	d.PerformanceLevel = LevelOf(d.Category, d.PerformanceLevel)
	d.CreationTime = w.Now().Truncate(time.Second)
	d.EnableAutoSnapshot, d.MultiAttach = true, "Disabled"
	if d.DiskChargeType == "" {
		d.DiskChargeType = PostPaid
	}
	if d.InstanceId != "" {
		d.AttachedTime, d.Hidden.Attached = d.CreationTime, true
		d.Device = FreeDevice(p, d.InstanceId)
	}
	model.Put(w, p.Account, p.Region, d)
	return d
}

// NewSystemDisk makes the system disk of an instance. Without a category it is one
// that every instance may have.
func NewSystemDisk(w *model.World, p *model.Place, i *Instance, size int) Disk {
	return NewDisk(w, p, Disk{
		Type: SystemDisk, Category: CloudEfficiency, Size: max(DefaultSystemDisk, size), Status: DiskInUse, InstanceId: i.InstanceId, ZoneId: i.ZoneId,
		ImageId: i.ImageId, DiskChargeType: i.InstanceChargeType, DeleteWithInstance: true, Portable: true,
	})
}

// FreeDevice returns the next device name of the instance: /dev/xvda is that of
// the system disk (Limits 2021).
func FreeDevice(p *model.Place, instance string) string {
	taken := map[string]bool{}
	EachDisk(p, instance, func(d *Disk) bool {
		taken[d.Device] = true
		return true
	})
	for c := byte('a'); c <= 'z'; c++ {
		if name := "/dev/xvd" + string(c); !taken[name] {
			return name
		}
	}
	return ""
}

// IsDevice says whether the text is the name of a device of a data disk: xvdb to
// xvdz, or vdb to vdz, of the directory /dev (AttachDisk 2021, Limits 2021).
func IsDevice(text string) bool {
	letter, ok := strings.CutPrefix(text, "/dev/xvd")
	if !ok {
		letter, ok = strings.CutPrefix(text, "/dev/vd")
	}
	return ok && len(letter) == 1 && letter[0] >= 'b' && letter[0] <= 'z'
}

// DiskUnknown says that DiskId is given and names no disk of the account in the
// region.
func DiskUnknown(r *model.Request) bool { return r.Place != nil && r.Has("DiskId") && DiskOf(r) == nil }

// DiskIs says that the disk is in one of the statuses.
func DiskIs(statuses ...string) func(*model.Request) bool {
	return func(r *model.Request) bool { return slices.Contains(statuses, DiskOf(r).Status) }
}

// DiskHost returns the instance that the disk of the call is attached to, or nil.
func DiskHost(r *model.Request) *Instance {
	if DiskOf(r) == nil || DiskOf(r).InstanceId == "" {
		return nil
	}
	return Instances(r.Place).Get(DiskOf(r).InstanceId)
}

// DiskHostIs says that the disk is attached to an instance in one of the statuses.
func DiskHostIs(statuses ...string) func(*model.Request) bool {
	return func(r *model.Request) bool {
		host := DiskHost(r)
		return host != nil && slices.Contains(statuses, host.Status)
	}
}

// SetDisk changes the disk that the call names.
func SetDisk(r *model.Request, change func(*Disk)) {
	r.SetThing(TheDisk, ChangeDisk(r, DiskOf(r), change))
}

// ChangeDisk changes a disk, and returns it as it is then.
func ChangeDisk(r *model.Request, old *Disk, change func(*Disk)) *Disk {
	if old == nil {
		return nil
	}
	next := &model.Entry[Disk]{Value: *old}
	change(&next.Value)
	model.PutEntry(r.World, r.Place.Account, r.Region, next)
	r.Reload()
	return &next.Value
}

// DropDisk removes a disk.
func DropDisk(r *model.Request, d *Disk) {
	model.Drop[Disk](r.World, r.Place.Account, r.Region, KindDisk, d.DiskId)
	r.Reload()
}

// MoveTo changes the status and keeps Since for transient ones only.
func (d *Disk) MoveTo(to string, now time.Time) {
	d.Status, d.Hidden.Since = to, now
	if to == DiskInUse || to == Available {
		d.Hidden.Since = time.Time{}
	}
}

// BecomeFree detaches the disk: what is attached to nothing is a data disk, has no
// device, and goes with no instance.
func (d *Disk) BecomeFree(now time.Time) {
	d.MoveTo(Available, time.Time{})
	if d.Type == SystemDisk {
		d.Hidden.Origin = d.InstanceId
	} else {
		d.DeleteWithInstance = false
	}
	d.Type, d.InstanceId, d.Device = DataDisk, "", ""
	d.DetachedTime = now.Truncate(time.Second)
	d.DiskChargeType, d.Portable = PostPaid, true
}
