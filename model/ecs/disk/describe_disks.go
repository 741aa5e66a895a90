package disk

import (
	"slices"
	"strings"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// describeDisks: page of 2021. An unknown id selects nothing.
func describeDisks() model.Operation {
	return model.Operation{
		Name:        "DescribeDisks",
		Lists:       ecs.KindDisk,
		Look:        model.Look{Kind: ecs.KindDisk, Params: model.Params{"DiskIds": `["` + model.It + `"]`}},
		Inside:      model.Look{Kind: ecs.KindInstance, Params: model.Params{"InstanceId": model.It}},
		Weight:      model.Weight{Cards: 1, Why: "filters and pages", Order: 61},
		Params:      describeParams(),
		DryRunCode:  model.DryRunOperation,
		Reads:       true,
		MissingCode: "MissingParamter.RegionId",
		Rules: []model.Rule{
			{Code: "MissingParamter.RegionId", When: model.MandatoryMissing, Break: model.Break{Drop: []string{"RegionId"}}},
			{Code: "InvalidDiskType.ValueNotSupported", When: model.ValueNotIn("DiskType", "all", ecs.SystemDisk, ecs.DataDisk),
				Break: model.BreakBy("DiskType", "none")},
			{Code: "InvalidCategory.ValueNotSupported", When: model.ValueNotIn("Category", append(slices.Concat(ecs.CloudCategories(), ecs.LocalCategories()), "all",
				"cloud_regional_disk_auto", "cloud_essd_xc0", "cloud_essd_xc1")...),
				Break: model.BreakBy("Category", "none")},
			{Code: "InvalidStatus.ValueNotSupported", When: model.ValueNotIn("Status", append(ecs.DiskStatuses(), "All")...),
				Break: model.BreakBy("Status", "none")},
			{Code: "InvalidTag.Mismatch", When: model.TagWithoutKey, Break: model.BreakBy("Tag.1.Value", "ecs")},
			{Code: "InvalidTagCount", Limit: true, When: model.TooManyTags, Break: model.Break{Set: model.ManyTags()}},
			{Code: "InvalidDiskChargeType.NotFound", When: model.ValueNotIn("DiskChargeType", ecs.PrePaid, ecs.PostPaid),
				Break: model.BreakBy("DiskChargeType", "none")},
			{Code: "InvalidLockReason.NotFound", When: model.ValueNotIn("LockReason", ecs.LockFinancial, ecs.LockSecurity, "recycling", "dedicatedhostfinancial"),
				Break: model.BreakBy("LockReason", "none")},
			{Code: "InvalidParameter.MultiAttach", When: model.ValueNotIn("MultiAttach", "Disabled", "Enabled", "LegacyShared"),
				Break: model.BreakBy("MultiAttach", "none")},
			{Code: "InvalidParameter.DiskIds", When: idsMalformed, Break: model.BreakBy("DiskIds", "d-none")},
			{Code: "InvalidDiskIds.Malformed", Limit: true, When: tooManyIds, Break: model.BreakBy("DiskIds", `["d-none`+strings.Repeat(`","d-none`, mostIds)+`"]`)},
			{Code: "InvalidFilterKey.NotFound", When: filterKeyUnknown, Break: model.BreakBy("Filter.1.Key", "Size", "Filter.1.Value", "1")},
			{Code: "InvalidFilterValue", When: filterTimeMalformed, Break: model.BreakBy("Filter.1.Key", "CreationStartTime", "Filter.1.Value", "today")},
			{Code: "InvalidRegion.NotFound", When: model.RegionUnknown},
			{Code: "InvalidZoneId.NotFound", When: ecs.ZoneUnknown, Break: model.BreakBy("ZoneId", "cn-none-a")},
		},
		Left: slices.Concat(
			left("it says the same as MissingParamter.RegionId; a value of a wrong type has the common row", "IncompleteParamter", "InvalidParamter"),
			left("an id that no snapshot has selects nothing", "InvalidSnapshot.NotFound"), left(allowList, "UserNotInTheWhiteList"), left(fault, "InternalError"),
			left("text that is no JSON array has row 9, and an unknown id selects nothing", "InvalidDiskIds.ValueNotSupported"),
			left(multi, "InvalidParameter.MultiAttachAndEnableSharedNotMatch")),
		Reply: describe,
	}
}

func describeParams() []model.Param {
	params := []model.Param{
		model.Required("RegionId"), {Name: "DiskIds", Type: model.TypeJSONList, Filter: true, OwnRow: true}, model.Filter(model.Optional("InstanceId").Naming(ecs.TheInstance)),
		model.PageNumber(), model.PageSize(100), model.MaxResults(500), model.Optional("NextToken"), model.Boolean("DryRun"), model.ListOf("Tag"),
		model.ListOf("AdditionalAttributes"), model.Optional("Filter.1.Key"), model.Optional("Filter.1.Value"), model.Optional("Filter.2.Key"),
		model.Optional("Filter.2.Value"),
	}
	for _, name := range []string{"ZoneId", "SnapshotId", "DiskType", "Category", "Status", "DiskName", "DiskChargeType", "LockReason", "KMSKeyId",
		"MultiAttach"} {
		params = append(params, model.Filter(model.Optional(name)))
	}
	for _, name := range []string{"Portable", "DeleteWithInstance", "DeleteAutoSnapshot", "EnableAutoSnapshot", "Encrypted"} {
		params = append(params, model.Filter(model.Boolean(name)))
	}
	return params
}

// mostIds is how many ids DiskIds holds.
const mostIds = 100

func idsMalformed(r *model.Request) bool {
	_, ok := r.JSONList("DiskIds")
	return r.Has("DiskIds") && !ok
}

func tooManyIds(r *model.Request) bool {
	ids, _ := r.JSONList("DiskIds")
	return r.Beyond(len(ids), mostIds)
}

const filterTime = "2006-01-02T15:04Z"

func filterKeyUnknown(r *model.Request) bool {
	return model.ValueNotIn("Filter.1.Key", "CreationStartTime", "CreationEndTime")(r) || model.ValueNotIn("Filter.2.Key", "CreationStartTime",
		"CreationEndTime")(r)
}

func filterTimeMalformed(r *model.Request) bool {
	for _, at := range []string{"Filter.1", "Filter.2"} {
		if _, err := time.Parse(filterTime, r.Text(at+".Value")); r.Has(at+".Value") && !filterKeyUnknown(r) && err != nil {
			return true
		}
	}
	return false
}

func describe(r *model.Request) model.Reply {
	if r.ByToken() {
		found, page := model.CollectAfter(r, r.MaxResults(10), func(token string, yield func(string, *ecs.Disk) bool) {
			wanted(r)(func(id string, d *ecs.Disk) bool { return id <= token || yield(id, d) })
		}, keep(r))
		return model.Reply{Items: model.ResourcesOf(found), Page: page}
	}
	found, page := model.Collect(r.Page(), wanted(r), keep(r))
	return model.Reply{Items: model.ResourcesOf(found), Page: page}
}

// wanted yields the disks that DiskIds or InstanceId name, or all: a read of one
// instance does not go through all disks.
func wanted(r *model.Request) func(yield func(string, *ecs.Disk) bool) {
	switch {
	case r.Has("DiskIds"):
		ids, _ := r.JSONList("DiskIds")
		slices.Sort(ids)
		return func(yield func(string, *ecs.Disk) bool) {
			for _, id := range slices.Compact(ids) {
				if d := ecs.Disks(r.Place).Get(id); d != nil && !yield(id, d) {
					return
				}
			}
		}
	case r.Has("InstanceId"):
		return func(yield func(string, *ecs.Disk) bool) {
			ecs.EachDisk(r.Place, r.Text("InstanceId"), func(d *ecs.Disk) bool { return yield(d.DiskId, d) })
		}
	default:
		return ecs.Disks(r.Place).All
	}
}

// keep says whether every filter selects the disk.
func keep(r *model.Request) func(*ecs.Disk) bool {
	return func(d *ecs.Disk) bool {
		return keepsTexts(r, d) && keepsSwitches(r, d) && nameFits(r.Text("DiskName"), d.DiskName) && !r.Has("LockReason") &&
			r.TagsMatch(d.Tags) && madeWithin(r, d)
	}
}

// keepsTexts compares the filters that name a value; some name all of them.
func keepsTexts(r *model.Request, d *ecs.Disk) bool {
	all := func(name, all, value string) bool { return r.Text(name) == all || r.Matches(name, value) }
	return r.Matches("InstanceId", d.InstanceId) && r.Matches("ZoneId", d.ZoneId) && r.Matches("SnapshotId", d.SourceSnapshotId) &&
		r.Matches("DiskChargeType", d.DiskChargeType) && r.Matches("KMSKeyId", d.KMSKeyId) && r.Matches("MultiAttach", d.MultiAttach) &&
		all("DiskType", "all", d.Type) && all("Category", "all", d.Category) && all("Status", "All", d.Status)
}

// keepsSwitches compares the filters that are true or false.
func keepsSwitches(r *model.Request, d *ecs.Disk) bool {
	is := func(name string, value bool) bool {
		want, given := r.Boolean(name)
		return !given || want == value
	}
	return is("Portable", d.Portable) && is("DeleteWithInstance", d.DeleteWithInstance) && is("DeleteAutoSnapshot", d.DeleteAutoSnapshot) &&
		is("EnableAutoSnapshot", d.EnableAutoSnapshot) && is("Encrypted", d.Encrypted)
}

// nameFits: an asterisk stands for any text at the end (DescribeDisks 2021).
func nameFits(pattern, name string) bool {
	before, open := strings.CutSuffix(pattern, "*")
	return pattern == "" || pattern == name || open && strings.HasPrefix(name, before)
}

// madeWithin: Filter.N selects by the time of creation.
func madeWithin(r *model.Request, d *ecs.Disk) bool {
	for _, at := range []string{"Filter.1", "Filter.2"} {
		t, err := time.Parse(filterTime, r.Text(at+".Value"))
		if err != nil {
			continue
		}
		switch r.Text(at + ".Key") {
		case "CreationStartTime":
			if d.CreationTime.Before(t) {
				return false
			}
		case "CreationEndTime":
			if d.CreationTime.After(t) {
				return false
			}
		}
	}
	return true
}
