package disk

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// modifyDiskAttribute: pages of 2021 and 2025.
func modifyDiskAttribute() model.Operation {
	text := func(name string, put func(*ecs.Disk, string)) model.Effect {
		return model.Effect{Name: name, When: model.Given(name), SeenBy: "DescribeDisks." + name,
			Do: each(func(r *model.Request, d *ecs.Disk) { put(d, r.Text(name)) })}
	}
	flag := func(name string, put func(*ecs.Disk, bool)) model.Effect {
		return model.Effect{Name: name, When: model.Given(name), SeenBy: "DescribeDisks." + name,
			Do: each(func(r *model.Request, d *ecs.Disk) { put(d, r.IsTrue(name)) })}
	}
	return model.Operation{
		Name:   "ModifyDiskAttribute",
		About:  "DiskId",
		Plain:  model.Params{"DiskName": "disk-1"},
		Trials: model.Trials{Shapes: model.Varied("DeleteWithInstance=false", "DeleteWithInstance=true")},
		Known:  model.StatedBy("ModifyDiskAttribute pages (2021 and 2025)"),
		Weight: model.Weight{Cards: 1, Why: "names, and what goes with an instance", Order: 66},
		Params: []model.Param{
			model.Optional("RegionId"), model.Optional("DiskId").Naming(ecs.TheDisk).AsOwn(), model.ListOf("DiskIds"), model.Optional("DiskName"),
			model.Optional("Description"),
			model.Boolean("DeleteWithInstance"), model.Boolean("DeleteAutoSnapshot"), model.Boolean("EnableAutoSnapshot"),
		},
		Rules: []model.Rule{
			{Code: "MissingParameter.DiskIdOrDiskIds", When: model.Not(model.AnyGiven("DiskId", "DiskIds")),
				Break: model.Break{Drop: []string{"DiskId", "DiskIds"}}},
			{Code: "ParameterConflict.DiskIdAndDiskIds", When: model.Both(model.Given("DiskId"), model.Given("DiskIds")),
				Break: model.BreakBy("DiskId", "d-none", "DiskIds.1", "d-none")},
			{Code: "NoAttributeToModify", When: model.Not(model.AnyGiven("DiskName", "Description", "DeleteWithInstance", "DeleteAutoSnapshot",
				"EnableAutoSnapshot")), Break: model.Break{Drop: []string{"DiskName"}}},
			{Code: "InvalidDiskName.Malformed", Clauses: ecs.DiskName.Clauses("DiskName"), Break: model.BreakBy("DiskName", "1st")},
			{Code: "InvalidDescription.Malformed", Clauses: model.DescriptionForm(256).Clauses("Description"),
				Break: model.BreakBy("Description", "http://example.com")},
			malformedRegion(),
			{Code: "InvalidDiskId.NotFound", When: oneUnknown, Break: model.BreakBy("DiskId", "d-none")},
			{Code: "DiskNotPortable", When: model.Both(model.ValueIs("DeleteWithInstance", "false"), some(func(d *ecs.Disk) bool {
				return !d.Portable &&
					d.Category == ecs.CloudBasic
			})),
				Break: bound().And("DeleteWithInstance", "false")},
			{Code: "DeleteWithInstance.Conflict", Row: 12, When: model.Both(model.Given("DeleteWithInstance"), some(func(d *ecs.Disk) bool { return d.MultiAttach == "Enabled" }))},
			{Code: "IncorrectDiskStatus", When: some(func(d *ecs.Disk) bool {
				return slices.Contains([]string{ecs.Creating, ecs.Attaching, ecs.Detaching, ecs.ReIniting}, d.Status)
			})},
		},
		Left: slices.Concat(
			left("automatic snapshots are not modelled", "QuotaExceed.Snapshot"), left("it says the same as MissingParameter.DiskIdOrDiskIds", "IncompleteParamter"),
			left(allowList, "UserNotInTheWhiteList"),
			left("a disk's instance is always there", "InvalidInstanceId.NotFound")),
		Effects: []model.Effect{
			text("DiskName", func(d *ecs.Disk, v string) { d.DiskName = v }), text("Description", func(d *ecs.Disk, v string) { d.Description = v }),
			flag("DeleteWithInstance", func(d *ecs.Disk, v bool) { d.DeleteWithInstance = v }),
			flag("DeleteAutoSnapshot", func(d *ecs.Disk, v bool) { d.DeleteAutoSnapshot = v }),
			flag("EnableAutoSnapshot", func(d *ecs.Disk, v bool) { d.EnableAutoSnapshot = v }),
		},
	}
}

// named are the ids of the disks that the call names.
func named(r *model.Request) []string {
	if r.Has("DiskId") {
		return []string{r.Text("DiskId")}
	}
	return r.List("DiskIds")
}

func oneUnknown(r *model.Request) bool {
	return r.Place != nil && slices.ContainsFunc(named(r), func(id string) bool { return ecs.Disks(r.Place).Get(id) == nil })
}

// some holds where it holds for one of the disks that the call names.
func some(is func(*ecs.Disk) bool) func(*model.Request) bool {
	return func(r *model.Request) bool {
		return r.Place != nil && slices.ContainsFunc(named(r), func(id string) bool {
			d := ecs.Disks(r.Place).Get(id)
			return d != nil && is(d)
		})
	}
}

// each changes all disks that the call names.
func each(change func(*model.Request, *ecs.Disk)) func(*model.Request) {
	return func(r *model.Request) {
		for _, id := range named(r) {
			ecs.ChangeDisk(r, ecs.Disks(r.Place).Get(id), func(d *ecs.Disk) { change(r, d) })
		}
	}
}
