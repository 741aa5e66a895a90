// Package disk holds the operations on cloud disks, a file each, with their
// conditions. It knows the resources of package ecs and no other family. Begin
// with its list of operations.
package disk

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// Operations are the operations on disks.
func Operations() []model.Operation {
	return []model.Operation{
		createDisk(), describeDisks(), attachDisk(), detachDisk(), deleteDisk(), resizeDisk(), modifyDiskAttribute(), replaceSystemDisk(),
	}
}

// Setups build a disk that is free, attached to an instance, and on the way there
// and back.
func Setups() []model.Setup {
	pair := model.Params{"DiskId": "$d1", "InstanceId": "$i1"}
	return []model.Setup{
		{Op: "CreateDisk", Moving: true},
		{Name: "disk", Op: "CreateDisk"},
		{Name: "host", From: "disk", Op: "CreateInstance"},
		{From: "host", Op: "AttachDisk", Params: pair, Moving: true},
		{Name: "attached", From: "host", Op: "AttachDisk", Params: pair},
		{From: "attached", Op: "DetachDisk", Params: pair, Moving: true},
	}
}

// The reasons why a row has no rule.
const (
	billing   = "billing: worlds keep no arrears of disks, orders or payment methods"
	kms       = "keys of KMS: worlds keep none"
	onSale    = "what is on sale: the model sells every category everywhere"
	allowList = "an allow list of a function that is open to all today"
	fault     = "an internal error, which no call causes"
	multi     = "disks that several instances share are not modelled"
	same      = "another row of the table says the same"
	abnormal  = "no disk of a world is in an abnormal status"
)

// left names rows without a rule, with one reason.
func left(why string, codes ...string) []model.Left {
	all := make([]model.Left, 0, len(codes))
	for _, c := range codes {
		all = append(all, model.Left{Code: c, Why: why})
	}
	return all
}

// bound is the hint for a disk that cannot be detached: a data disk of a
// subscription.
func bound() model.Break { return ecs.BreakOf("$prepaid").And("DiskId", "$prepaid.disk1") }

// emptyParameter is the row of operations that answer InvalidParameter where a
// mandatory parameter is missing.
func emptyParameter(row int) model.Rule {
	return model.Rule{Code: "InvalidParameter", Row: row, When: model.MandatoryMissing, Break: model.Break{Drop: []string{"DiskId"}}}
}

// malformedRegion: RegionId, which the page does not list, is no region.
func malformedRegion() model.Rule {
	return model.Rule{Code: "InvalidRegionId.MalFormed", When: model.RegionUnknown, Break: model.BreakBy("RegionId", "cn-nowhere")}
}

func hostLocked(r *model.Request) bool {
	host := ecs.DiskHost(r)
	return host != nil && host.LockReason.Has(ecs.LockSecurity)
}

func portable(r *model.Request) bool { return ecs.DiskOf(r).Portable }

func isSystem(r *model.Request) bool { return ecs.DiskOf(r).Type == ecs.SystemDisk }
