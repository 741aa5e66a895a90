package ecs

import (
	"fmt"
	"time"

	"github.com/ecsim/ecsim/model"
)

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
