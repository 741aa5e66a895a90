package model_test

import (
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// diskCall applies a call about disks, and settles the world after an accepted one.
func diskCall(t *testing.T, w model.World, op string, p model.Params) (model.World, model.Verdict) {
	t.Helper()
	v := w.Apply(model.Call{Caller: w.Base().Callers[0].Name, Region: hangzhou, Op: op, Params: p.With("RegionId", hangzhou)})
	next := v.World
	for next.Moves() {
		next = next.Fire(next.Pending()[0])
	}
	if err := next.Check(); err != nil {
		t.Errorf("after %s %v: %v", op, p, err)
	}
	return next, v
}

// TestTheLifeOfADisk takes a disk through its life: each call is refused with the
// code, or accepted where there is none.
func TestTheLifeOfADisk(t *testing.T) {
	w := newWorld(t)
	w, v := diskCall(t, w, "CreateInstance", model.Params{
		"ImageId": named(t, w, "image.linux"), "InstanceType": "ecs.g7.xlarge", "VSwitchId": named(t, w, "vsw1"), "SecurityGroupId": named(t, w, "sg1"),
	})
	i := v.Reply.Created[0]
	system := ecs.SystemDiskOf(w.Place(mainAccount, hangzhou), i).DiskId
	w, v = diskCall(t, w, "CreateDisk", model.Params{"ZoneId": "cn-hangzhou-i", "Size": "40"})
	d := v.Reply.Created[0]
	one, both := model.Params{"DiskId": d}, model.Params{"DiskId": d, "InstanceId": i}
	for _, step := range []struct {
		op   string
		p    model.Params
		code string
	}{
		{"DetachDisk", both, "InvalidDisk.AlreadyDetached"},
		{"AttachDisk", both.With("Device", "/dev/xvda"), "InvalidDevice.Malformed"},
		{"AttachDisk", both.With("Bootable", "true").With("Password", "Passw0rd!"), "InvalidDisk.DiskNotBootable"},
		{"AttachDisk", both.With("DeleteWithInstance", "true"), ""},
		{"AttachDisk", both, "InvalidDisk.InUse"},
		{"DeleteDisk", one, "IncorrectDiskStatus"},
		{"DeleteDisk", model.Params{"DiskId": system}, "DiskTypeViolation"},
		{"ResizeDisk", one.With("NewSize", "39"), "InvalidDiskSize.TooSmall"},
		{"ResizeDisk", one.With("NewSize", "40"), "InvalidDiskSize"},
		{"ResizeDisk", one.With("NewSize", "32769"), "InvalidDiskSize.TooLarge"},
		{"ResizeDisk", one.With("NewSize", "41").With("Type", "online"), "InvalidInstanceStatus.NotRunning"},
		{"ResizeDisk", one.With("NewSize", "32768"), ""},
		{"ModifyDiskAttribute", one, "NoAttributeToModify"},
		{"ModifyDiskAttribute", one.With("DiskIds.1", d).With("DiskName", "disk-1"), "ParameterConflict.DiskIdAndDiskIds"},
		{"ModifyDiskAttribute", model.Params{"DiskIds.1": d, "DiskName": "disk-1"}, ""},
		{"DetachDisk", both, ""},
		{"DetachDisk", model.Params{"DiskId": system, "InstanceId": i}, ""},
		{"ReplaceSystemDisk", model.Params{"InstanceId": i, "ImageId": named(t, w, "image.linux")}, "InvalidInstance.NotFoundSystemDisk"},
		{"ResizeDisk", model.Params{"DiskId": system, "NewSize": "100"}, "InvalidDisk.DetachedSystemDisk"},
		{"DeleteDisk", model.Params{"DiskId": system}, "InvalidDiskStatus.DeleteProtection"},
		{"AttachDisk", model.Params{"DiskId": system, "InstanceId": i, "Bootable": "true"}, "InvalidParameter.AllEmpty"},
		{"AttachDisk", model.Params{"DiskId": system, "InstanceId": i, "Bootable": "true", "Password": "Passw0rd!", "DeleteWithInstance": "true"}, ""},
		{"ReplaceSystemDisk", model.Params{"InstanceId": i, "ImageId": named(t, w, "image.windows"), "SystemDisk.Size": "39"},
			"InvalidSystemDiskSize.LessThanImageSize"},
		{"ReplaceSystemDisk", model.Params{"InstanceId": i, "ImageId": named(t, w, "image.windows"), "SystemDisk.Size": "50"}, ""},
		{"DeleteDisk", one, ""},
		{"DeleteDisk", one, "InvalidDiskId.NotFound"},
		{"DeleteInstance", model.Params{"InstanceId": i}, ""},
	} {
		next, v := diskCall(t, w, step.op, step.p)
		code := ""
		if len(v.Broken) > 0 {
			code = v.Broken[0].Code
		}
		if code != step.code {
			t.Fatalf("%s %v: %q, want %q", step.op, step.p, code, step.code)
		}
		if step.op == "ReplaceSystemDisk" && code == "" {
			d := ecs.SystemDiskOf(next.Place(mainAccount, hangzhou), i)
			if d.DiskId == system || d.Size != 50 || ecs.Disks(next.Place(mainAccount, hangzhou)).Get(system) != nil {
				t.Errorf("the new system disk is %+v", d)
			}
		}
		w = next
	}
	if n := ecs.Disks(w.Place(mainAccount, hangzhou)).Count(); n != 0 {
		t.Errorf("%d disks are left", n)
	}
}
