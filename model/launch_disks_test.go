package model_test

import (
	"strconv"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// diskCases are launches with disks, at the borders of what is refused; tooLarge is
// the code of a system disk that is too large, in which the two operations differ.
func diskCases(t *testing.T, w model.World, tooLarge string) []launchCase {
	t.Helper()
	one := func(more ...string) model.Params {
		p := model.Params{"DataDisk.1.Size": "40"}
		for i := 0; i+1 < len(more); i += 2 {
			p[more[i]] = more[i+1]
		}
		return p
	}
	many := func(n int) model.Params {
		p := model.Params{}
		for i := range n {
			p["DataDisk."+strconv.Itoa(i+1)+".Size"] = "40"
		}
		return p
	}
	windows := named(t, w, "image.windows")
	return []launchCase{
		{"system disk of no category", model.Params{"SystemDisk.Category": "fast"}, []string{"InvalidSystemDiskCategory.ValueNotSupported"}, nil},
		{"system disk of an ESSD", model.Params{"SystemDisk.Category": ecs.CloudESSD}, nil, nil},
		{"data disk of no category", one("DataDisk.1.Category", "fast"), []string{"InvalidDataDiskCategory.ValueNotSupported"}, nil},
		{"name of a system disk", model.Params{"SystemDisk.DiskName": "1st"}, []string{"InvalidDiskName.Malformed"}, nil},
		{"name of a data disk", one("DataDisk.1.DiskName", "http://disk"), []string{"InvalidDiskName.Malformed"}, nil},
		{"description of a system disk", model.Params{"SystemDisk.Description": "x"}, []string{"InvalidDiskDescription.Malformed"}, nil},
		{"description of a data disk", one("DataDisk.1.Description", "https://x"), []string{"InvalidDiskDescription.Malformed"}, nil},
		{"device of the system disk", one("DataDisk.1.Device", "/dev/xvda"), []string{"InvalidDataDevice.Malformed"}, nil},
		{"device", one("DataDisk.1.Device", "/dev/xvdz"), nil, nil},
		{"data disk below its category", one("DataDisk.1.Size", "19"), []string{"InvalidDataDiskSize.ValueNotSupported"}, nil},
		{"data disk at the least", one("DataDisk.1.Size", "20"), nil, nil},
		{"data disk above its category", one("DataDisk.1.Size", "2001", "DataDisk.1.Category", ecs.CloudBasic),
			[]string{"InvalidDataDiskSize.ValueNotSupported"}, nil},
		{"data disk below its level", one("DataDisk.1.Size", "460", "DataDisk.1.Category", ecs.CloudESSD, "DataDisk.1.PerformanceLevel", "PL2"),
			[]string{"InvalidDataDiskSize.ValueNotSupported"}, nil},
		{"data disk without a size", model.Params{"DataDisk.1.Category": ecs.CloudSSD}, []string{"InvalidDataDiskSize.ValueNotSupported"}, nil},
		{"system disk below the image", model.Params{"SystemDisk.Size": "39", "ImageId": windows}, []string{"InvalidSystemDiskSize.LessThanImageSize"}, nil},
		{"system disk of the image", model.Params{"SystemDisk.Size": "40", "ImageId": windows}, nil, nil},
		{"system disk below the least", model.Params{"SystemDisk.Size": "19"}, []string{"InvalidSystemDiskSize.LessThanMinSize",
			"InvalidSystemDiskSize.LessThanImageSize"}, nil},
		{"largest system disk", model.Params{"SystemDisk.Size": "2048"}, nil, nil},
		{"system disk too large", model.Params{"SystemDisk.Size": "2049"}, []string{tooLarge}, nil},
		{"16 data disks", many(16), nil, nil},
		{"17 data disks", many(17), []string{"InstanceDiskNumber.LimitExceed"}, nil},
	}
}

// TestDisksLiveAndDieWithTheirInstance makes an instance with two data disks, of
// which one stays, and deletes it.
func TestDisksLiveAndDieWithTheirInstance(t *testing.T) {
	w := newWorld(t)
	v := w.Apply(launch(t, w, model.Params{
		"SystemDisk.Size": "60", "SystemDisk.DiskName": "root", "DataDisk.1.Size": "100", "DataDisk.2.Size": "50", "DataDisk.2.DeleteWithInstance": "false",
	}))
	if !v.Accepted() {
		t.Fatal(v.Broken)
	}
	i := v.Reply.Created[0]
	p := v.World.Place(mainAccount, hangzhou)
	disks := ecs.DisksOf(p, i)
	if len(disks) != 3 || disks[0].Type != ecs.SystemDisk || disks[0].Size != 60 || disks[0].DiskName != "root" || disks[1].Size != 100 ||
		!disks[1].DeleteWithInstance {
		t.Fatalf("the disks are %+v", disks)
	}
	if aspects := v.World.Aspects(i); len(aspects) != 3 || aspects[0].Word != "disk0" || aspects[0].ID != disks[0].DiskId {
		t.Errorf("sequences call them %v", aspects)
	}
	w = v.World
	for w.Moves() {
		w = w.Fire(w.Pending()[0])
	}
	call := model.Call{Caller: v.World.Base().Callers[0].Name, Region: hangzhou, Op: "DeleteInstance", Params: model.Params{"InstanceId": i, "Force": "true"}}
	if v = w.Apply(call); !v.Accepted() {
		t.Fatal(v.Broken)
	}
	p = v.World.Place(mainAccount, hangzhou)
	left := ecs.Disks(p)
	if kept := left.Get(disks[2].DiskId); kept == nil || kept.Status != ecs.Available || kept.InstanceId != "" || left.Get(disks[0].DiskId) != nil ||
		left.Get(disks[1].DiskId) != nil {
		t.Errorf("the disk that stays is %+v", kept)
	}
	if err := v.World.Check(); err != nil {
		t.Error(err)
	}
}
