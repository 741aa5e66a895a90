package launch

import (
	"slices"
	"strconv"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// RunInstances and CreateInstance make the system disk of each instance, and a
// data disk for each DataDisk.N.

// dataDiskFields are the members of DataDisk.N that are read.
func dataDiskFields() []string {
	return []string{"Size", "Category", "SnapshotId", "DiskName", "Description", "DeleteWithInstance", "Encrypted", "KMSKeyId", "PerformanceLevel", "Device"}
}

// dataDisks lists DataDisk.1, DataDisk.2 …, up to the first one without any
// field in the call.
func dataDisks(r *model.Request) []string {
	if !r.May("DataDisk") {
		return nil
	}
	var found []string
	for n := 1; ; n++ {
		at := "DataDisk." + strconv.Itoa(n)
		if !slices.ContainsFunc(dataDiskFields(), func(field string) bool { return r.Has(at + "." + field) }) {
			return found
		}
		found = append(found, at)
	}
}

// someDataDisk holds where it holds for one of the data disks.
func someDataDisk(is func(r *model.Request, at string) bool) func(*model.Request) bool {
	return func(r *model.Request) bool {
		return slices.ContainsFunc(dataDisks(r), func(at string) bool { return is(r, at) })
	}
}

func given(r *model.Request, name string, legal func(string) bool) bool {
	return r.Has(name) && !legal(r.Text(name))
}

func oneOf(values []string) func(string) bool {
	return func(text string) bool { return slices.Contains(values, text) }
}

// launchDiskRules are about the disks of the new instances. The tables repeat
// each of these rows several times, with older and newer texts.
func launchDiskRules() []launchRule {
	repeated := func(rows string) model.Basis {
		return model.Inferred("the table has the code several times (" + rows + "), with one meaning")
	}
	ranges := model.Inferred("Limits 2021, the sizes of each category")
	return []launchRule{
		{9, 14, model.Rule{Code: "InvalidSystemDiskCategory.ValueNotSupported", When: model.ValueNotIn("SystemDisk.Category", systemCategories()...),
			Answers: repeated("9, 41, 76"), Sentence: "SystemDisk.Category is no category of a system disk.",
			Break: model.BreakBy("SystemDisk.Category", "cloud_none")}},
		{13, 17, model.Rule{Code: "InvalidDataDiskCategory.ValueNotSupported", When: someDataDisk(func(r *model.Request, at string) bool {
			return given(r, at+".Category", oneOf(append(ecs.CloudCategories(), ecs.LocalCategories()...)))
		}), Answers: repeated("13, 40, 75"), Sentence: "DataDisk.N.Category is no category of a disk.",
			Break: model.BreakBy("DataDisk.1.Category", "cloud_none", "DataDisk.1.Size", "40")}},
		{10, 15, model.Rule{Code: "InvalidDiskName.Malformed", When: model.Either(ecs.DiskName.Breaks("SystemDisk.DiskName"), someDataDisk(func(r *model.Request, at string) bool {
			return given(r, at+".DiskName", ecs.DiskName.Fits)
		})), Sentence: "The name of a disk breaks the naming rule of disks.", Break: model.BreakBy("SystemDisk.DiskName", "1st")}},
		{11, 16, model.Rule{Code: "InvalidDiskDescription.Malformed",
			When: model.Either(badDescription("SystemDisk.Description"), someDataDisk(func(r *model.Request, at string) bool {
				return given(r, at+".Description", model.DescriptionForm(256).Fits)
			})), Answers: repeated("11, 23"), Sentence: "The description of a disk is not 2 to 256 characters, or begins with http:// or https://.",
			Break: model.BreakBy("SystemDisk.Description", "http://example.com")}},
		{14, 19, model.Rule{Code: "InvalidDataDevice.Malformed", When: someDataDisk(func(r *model.Request, at string) bool {
			return given(r, at+".Device", ecs.IsDevice)
		}), Refuses: model.Inferred("Limits 2021: data disks are /dev/xvdb to /dev/xvdz"), Sentence: "DataDisk.N.Device is no name of a device of a data disk.",
			Break: model.BreakBy("DataDisk.1.Device", "/dev/none", "DataDisk.1.Size", "40")}},
		{12, 6, model.Rule{Code: "InvalidDataDiskSize.ValueNotSupported", Limit: true, When: someDataDisk(dataDiskSizeWrong), Refuses: ranges,
			Answers: repeated("12, 83"), Sentence: "DataDisk.N.Size is outside the range of the category.", Break: model.BreakBy("DataDisk.1.Size", "4")}},
		{246, 88, model.Rule{Code: "InvalidSystemDiskSize.LessThanMinSize", Limit: true,
			When:    systemDiskBelow(func(*model.Request) int { return ecs.LeastSystemDisk }),
			Refuses: ranges, Sentence: "SystemDisk.Size is below 20.", Break: model.BreakBy("SystemDisk.Size", "19")}},
		{245, 87, model.Rule{Code: "InvalidSystemDiskSize.LessThanImageSize", Limit: true, When: systemDiskBelow(imageSize),
			Sentence: "SystemDisk.Size is less than the size of the image.", Break: model.BreakBy("ImageId", "$image.windows", "SystemDisk.Size", "20")}},
		{82, 0, model.Rule{Code: "InvalidSystemDiskSize.ValueNotSupported", Limit: true, Says: model.Always("The specified SystemDisk.Size is not valid."),
			When:    systemDiskTooLarge,
			Refuses: model.Inferred("ResizeDisk page of 2026: 2,048; until 2021 the limit was 500"), Sentence: "SystemDisk.Size is above 2,048.",
			Break: model.BreakBy("SystemDisk.Size", "2049")}},
		{0, 89, model.Rule{Code: "InvalidSystemDiskSize.MoreThanMaxSize", Limit: true, When: systemDiskTooLarge,
			Refuses: model.Inferred("ResizeDisk page of 2026: 2,048; until 2021 the limit was 500"), Sentence: "SystemDisk.Size is above 2,048.",
			Break: model.BreakBy("SystemDisk.Size", "2049")}},
		{66, 105, model.Rule{Code: "InstanceDiskNumber.LimitExceed", Limit: true, When: tooManyDataDisks, Refuses: model.Documented("Limits 2021: 16 data disks"),
			Answers: model.Inferred("row 158, InstanceDiskNumLimitExceed, says the same"), Sentence: "More data disks are asked for than an instance can have.",
			Break: manyDataDisks()}},
	}
}

func systemCategories() []string {
	return []string{ecs.CloudBasic, ecs.CloudEfficiency, ecs.CloudSSD, ecs.CloudESSD, ecs.CloudAuto, ecs.CloudEntry, "ephemeral_ssd"}
}

func badDescription(name string) func(*model.Request) bool {
	fits := model.DescriptionForm(256)
	return func(r *model.Request) bool { return given(r, name, fits.Fits) }
}

// dataDiskSizeWrong: a size is needed where no snapshot gives one.
func dataDiskSizeWrong(r *model.Request, at string) bool {
	category := r.Text(at + ".Category")
	if category != "" && !slices.Contains(ecs.CloudCategories(), category) {
		return false
	}
	least, most := ecs.Sizes(usualCategory(category), r.Text(at+".PerformanceLevel"))
	n, ok := r.Integer(at + ".Size")
	if !r.Has(at + ".Size") {
		return !r.Has(at + ".SnapshotId")
	}
	return !ok || r.Below(n, least) || r.Beyond(n, most)
}

func imageSize(r *model.Request) int {
	if image := bootImage(r); image != nil {
		return image.Size
	}
	return 0
}

func systemDiskBelow(least func(*model.Request) int) func(*model.Request) bool {
	return func(r *model.Request) bool {
		n, ok := r.Integer("SystemDisk.Size")
		return ok && r.Below(n, least(r))
	}
}

func systemDiskTooLarge(r *model.Request) bool {
	n, ok := r.Integer("SystemDisk.Size")
	return ok && r.Beyond(n, ecs.MostSystemDisk)
}

func tooManyDataDisks(r *model.Request) bool {
	return r.Place != nil && r.Exceeds(len(dataDisks(r)), r.Account(), ecs.QuotaDataDisks)
}

func manyDataDisks() model.Break {
	b := model.Break{Set: model.Params{}}
	for n := range 17 {
		b.Set["DataDisk."+strconv.Itoa(n+1)+".Size"] = "40"
	}
	return b
}

// usualCategory is the category of a disk for which the call gives none.
func usualCategory(given string) string {
	if given == "" {
		return ecs.CloudEfficiency
	}
	return given
}

// launchDiskEffects make the disks, after the instances.
func launchDiskEffects() []model.Effect {
	soon := model.Inferred("no source says when the disks of a new instance are there; lifecycle pages show them In_use only")
	system := func(change func(*model.Request, *ecs.Disk)) func(*model.Request) {
		return func(r *model.Request) {
			for _, id := range r.Created {
				ecs.ChangeDisk(r, ecs.SystemDiskOf(r.Place, id), func(d *ecs.Disk) { change(r, d) })
			}
		}
	}
	return []model.Effect{
		{Name: "SystemDisk", Do: makeSystemDisks, SeenBy: "DescribeDisks.DiskId", Timing: soon},
		{Name: "SystemDisk.Category", When: model.Given("SystemDisk.Category"), SeenBy: "DescribeDisks.Category",
			Do: system(func(r *model.Request, d *ecs.Disk) {
				d.Category = r.Text("SystemDisk.Category")
				d.PerformanceLevel = ecs.LevelOf(d.Category, r.Text("SystemDisk.PerformanceLevel"))
			})},
		{Name: "SystemDisk.Size", When: model.Given("SystemDisk.Size"), SeenBy: "DescribeDisks.Size",
			Do: system(func(r *model.Request, d *ecs.Disk) { d.Size, _ = r.Integer("SystemDisk.Size") })},
		{Name: "SystemDisk.DiskName", When: model.Given("SystemDisk.DiskName"), SeenBy: "DescribeDisks.DiskName",
			Do: system(func(r *model.Request, d *ecs.Disk) { d.DiskName = r.Text("SystemDisk.DiskName") })},
		{Name: "SystemDisk.Description", When: model.Given("SystemDisk.Description"), SeenBy: "DescribeDisks.Description",
			Do: system(func(r *model.Request, d *ecs.Disk) { d.Description = r.Text("SystemDisk.Description") })},
		{Name: "DataDisk", When: someDataDisk(func(*model.Request, string) bool { return true }), Do: makeDataDisks,
			SeenBy: "DescribeDisks.DiskId", Timing: soon},
	}
}

// makeSystemDisks: without a size it is 40 GiB, or that of a larger image
// (RunInstances 2021).
func makeSystemDisks(r *model.Request) {
	for _, id := range r.Created {
		ecs.NewSystemDisk(r.World, r.Place, ecs.Instances(r.Place).Get(id), imageSize(r))
		r.Reload()
	}
}

// makeDataDisks: a data disk goes with its instance unless the call says
// otherwise (RunInstances 2021).
func makeDataDisks(r *model.Request) {
	for _, id := range r.Created {
		i := ecs.Instances(r.Place).Get(id)
		for _, at := range dataDisks(r) {
			stays, said := r.Boolean(at + ".DeleteWithInstance")
			size, _ := r.Integer(at + ".Size")
			d := ecs.Disk{
				Type: ecs.DataDisk, Category: usualCategory(r.Text(at + ".Category")), PerformanceLevel: r.Text(at + ".PerformanceLevel"), Size: size,
				DiskName: r.Text(at + ".DiskName"), Description: r.Text(at + ".Description"), Encrypted: r.IsTrue(at + ".Encrypted"), KMSKeyId: r.Text(at + ".KMSKeyId"),
				Status: ecs.DiskInUse, InstanceId: id, ZoneId: i.ZoneId, DiskChargeType: i.InstanceChargeType, DeleteWithInstance: stays || !said,
				Portable: i.InstanceChargeType == ecs.PostPaid,
			}
			ecs.NewDisk(r.World, r.Place, d)
			r.Reload()
		}
	}
}
