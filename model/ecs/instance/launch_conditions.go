package instance

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// The conditions of RunInstances and CreateInstance, in the order of the rules.

// lacks says that the parameter is absent or empty.
func lacks(name string) func(*model.Request) bool { return model.Not(model.Given(name)) }

// firstAbsent returns the first of the parameters that the call lacks.
func firstAbsent(names ...string) func(*model.Request) string {
	return func(r *model.Request) string {
		for _, name := range names {
			if !r.Has(name) {
				return name
			}
		}
		return ""
	}
}

// paramText gives a rule's message the value of a parameter.
func paramText(name string) func(*model.Request) string {
	return func(r *model.Request) string { return r.Text(name) }
}

// within are the clauses that the number is least to most.
func within(name string, least, most int) []model.Clause {
	return []model.Clause{model.NumberAtLeast(name, least), model.NumberAtMost(name, most)}
}

func templateNamed(r *model.Request) bool {
	return r.Has("LaunchTemplateId") || r.Has("LaunchTemplateName")
}

func imageMissing(r *model.Request) bool {
	return !r.Has("ImageId") && !r.Has("ImageFamily") && !templateNamed(r)
}

func groupMissing(r *model.Request) bool {
	return !r.Has("SecurityGroupId") && len(r.List("SecurityGroupIds")) == 0 && !templateNamed(r)
}

func groupRepeated(r *model.Request) bool {
	ids := r.List("SecurityGroupIds")
	slices.Sort(ids)
	return len(slices.Compact(ids)) < len(r.List("SecurityGroupIds"))
}

func minAmountWrong(r *model.Request) bool {
	n, ok := r.Integer("MinAmount")
	return ok && (n < 1 || n > 100 || n > amount(r))
}

func oneAddressForMany(r *model.Request) bool { return r.Has("PrivateIpAddress") && amount(r) > 1 }

func launchPasswordClauses() []model.Clause {
	onWindows := []model.Break{breakBy("Password", "/Ecs-2026", "ImageId", "$image.windows")}
	return append(model.PasswordForm(model.PasswordSpecials).Clauses("Password"),
		model.Clause{Name: "windows-no-slash-first", Broken: slashOnWindowsImage, Break: onWindows, Keep: model.Values("Password", "/Ecs-2026")})
}

// launchUserDataClauses are the clause about the size of user data.
func launchUserDataClauses() []model.Clause {
	size := userDataSizeClause()
	size.Broken = launchUserDataTooLong
	return []model.Clause{size}
}

func slashOnWindowsImage(r *model.Request) bool {
	image := bootImage(r)
	return image != nil && image.OSType == model.Windows && strings.HasPrefix(r.Text("Password"), "/")
}

func hostNamesMiscounted(r *model.Request) bool {
	names := r.List("HostNames")
	return len(names) > 0 && len(names) != amount(r)
}

func spotAsked(r *model.Request) bool {
	return r.Has("SpotStrategy") && r.Text("SpotStrategy") != ecs.NoSpot
}

func periodWrong(r *model.Request) bool {
	n, ok := r.Integer("Period")
	if r.Text("InstanceChargeType") != ecs.PrePaid || !ok {
		return false
	}
	if r.Text("PeriodUnit") == "Week" {
		return n < 1 || n > 4
	}
	return !(n >= 1 && n <= 9) && !slices.Contains([]int{12, 24, 36, 48, 60}, n)
}

func addressMalformed(r *model.Request) bool {
	return r.Has("PrivateIpAddress") && !validAddress(r.Text("PrivateIpAddress"))
}

// launchUserDataTooLong measures the decoded text; text that is not Base64 is
// measured itself.
func launchUserDataTooLong(r *model.Request) bool {
	text := r.Text("UserData")
	size := len(text)
	if raw, err := base64.StdEncoding.DecodeString(text); err == nil {
		size = len(raw)
	}
	return r.Beyond(size, 32<<10)
}

// inPlace says that the region exists.
func inPlace(r *model.Request) bool { return r.Place != nil }

func userDataClosed(r *model.Request) bool {
	return r.Place != nil && !r.Allows(r.Account(), model.FeatureUserData)
}

// creditModeClauses are the clauses about the mode of credits, which depends on
// the region. inRegion are parameters for a call in a region without the modes.
func creditModeClauses(inRegion ...string) []model.Clause {
	const param = "CreditSpecification"
	known := func(r *model.Request) bool { return r.Place != nil }
	region := func(name, mode string, offered model.FactName) model.Clause {
		closed := func(r *model.Request) bool { return r.Text(param) == mode && known(r) && !r.Allows(r.Region, offered) }
		if len(inRegion) == 0 { // no call by itself: an instance has to be there first
			return model.If(name, closed)
		}
		call := breakBy(append(slices.Clone(inRegion), param, mode)...)
		call.World = ecs.WorldRestricted
		return model.If(name, closed, call)
	}
	return []model.Clause{
		model.ValueIn(param, ecs.Standard, ecs.Unlimited).Named("mode").Where(known),
		region("region-with-standard", ecs.Standard, model.RegionBurstStandard),
		region("region-with-unlimited", ecs.Unlimited, model.RegionBurstUnlimited),
	}
}

func familyEmpty(r *model.Request) bool {
	return !r.Has("ImageId") && r.Has("ImageFamily") && r.Place != nil && bootImage(r) == nil
}

func typeUnknown(r *model.Request) bool {
	return r.Place != nil && r.Has("InstanceType") && ecs.TypeOf(r) == nil
}

func someGroupInVpc(r *model.Request) bool {
	return ecs.SomeGroup(func(g *ecs.SecurityGroup) bool { return g.VpcId != "" })(r)
}

func groupsOfTwoNetworks(r *model.Request) bool { return someGroupInVpc(r) && ecs.SomeGroupClassic(r) }

func groupsOfTwoVpcs(r *model.Request) bool {
	return ecs.SomeGroup(func(g *ecs.SecurityGroup) bool {
		return g.VpcId != "" && ecs.GroupsOf(r)[0].VpcId != "" && g.VpcId != ecs.GroupsOf(r)[0].VpcId
	})(r)
}

func groupOutsideVpc(r *model.Request) bool {
	return ecs.SomeGroup(func(g *ecs.SecurityGroup) bool { return g.VpcId != ecs.VswitchOf(r).VpcId })(r)
}

func vswitchElsewhere(r *model.Request) bool {
	return r.Has("ZoneId") && r.Text("ZoneId") != ecs.VswitchOf(r).ZoneId
}

// architecturesDiffer compares the type's processor (X86, ARM) with the image's
// architecture (x86_64, i386, arm64).
func architecturesDiffer(r *model.Request) bool {
	image := bootImage(r)
	if image == nil {
		return false
	}
	return strings.EqualFold(ecs.TypeOf(r).CpuArchitecture, "ARM") != (image.Architecture == "arm64")
}

// typeNotInZone checks the zone of the vSwitch, or ZoneId.
func typeNotInZone(r *model.Request) bool {
	id := r.Text("ZoneId")
	if ecs.VswitchOf(r) != nil {
		id = ecs.VswitchOf(r).ZoneId
	}
	zone := r.Base().Zone(id)
	return zone != nil && !zone.Types.Has(ecs.TypeOf(r).InstanceTypeId)
}

func typeOptimized(r *model.Request) bool { return ecs.TypeOf(r).IoOptimized }

// classicAsked says that the instance is to be outside any VPC.
func classicAsked(r *model.Request) bool { return !r.Has("VSwitchId") && !someGroupInVpc(r) }

// optimizedAsked says that the instance is to be I/O optimized.
func optimizedAsked(r *model.Request) bool {
	if r.Has("IoOptimized") {
		return r.Text("IoOptimized") == "optimized"
	}
	return ecs.TypeOf(r).IoOptimized
}

func imageWithoutCloudInit(r *model.Request) bool {
	image := bootImage(r)
	return image != nil && !image.IsSupportCloudinit
}

// tokensOnV1Image: an instance made of such an image cannot be set to enforced mode.
func tokensOnV1Image(r *model.Request) bool {
	image := bootImage(r)
	return image != nil && image.ImdsSupport == ecs.ImdsV1 && r.Text("HttpTokens") == "required"
}

func addressOutside(r *model.Request) bool {
	address := r.Text("PrivateIpAddress")
	return validAddress(address) && !ecs.VswitchOf(r).Contains(address)
}

func addressTaken(r *model.Request) bool {
	return r.Has("PrivateIpAddress") && ecs.AddressInUse(r.Place, ecs.VswitchOf(r).VSwitchId, r.Text("PrivateIpAddress"))
}

// imageNotUsable: a deprecated image still makes instances (ModifyImageAttribute).
func imageNotUsable(r *model.Request) bool {
	image := bootImage(r)
	return image != nil && image.Status != ecs.Available && image.Status != ecs.Deprecated
}

func vswitchNotReady(r *model.Request) bool { return ecs.VswitchOf(r).Status != ecs.Available }

func launchGroupsTooMany(r *model.Request) bool {
	return r.Place != nil && r.Exceeds(len(r.List("SecurityGroupIds")), r.Account(), ecs.QuotaGroupsPerInterface)
}

// someGroupFull says that a group of the type lacks room for the instances. A
// group of the classic network counts instances, others count addresses.
func someGroupFull(groupType string) func(*model.Request) bool {
	quota := ecs.QuotaBasicMembers
	if groupType == ecs.EnterpriseGroup {
		quota = ecs.QuotaEnterpriseMembers
	}
	return func(r *model.Request) bool {
		return ecs.SomeGroup(func(g *ecs.SecurityGroup) bool {
			most := quota
			if g.VpcId == "" {
				most = ecs.QuotaClassicMembers
			}
			return g.SecurityGroupType == groupType && r.Exceeds(g.Hidden.Members+amount(r), ecs.QuotaOf(r, g), most)
		})(r)
	}
}

func vswitchFull(r *model.Request) bool {
	return r.Beyond(ecs.VswitchOf(r).Hidden.Used+amount(r), ecs.VswitchOf(r).Capacity())
}

// vcpusExceeded sums up the account's vCPUs in the region; the row says zone,
// but the quota has one figure here.
func vcpusExceeded(r *model.Request) bool { return vcpusWith(r, ecs.TypeOf(r).CpuCoreCount*amount(r)) }

// vcpusWith says whether that many more vCPUs exceed the quota. It counts only
// if the number of instances leaves it open.
func vcpusWith(r *model.Request, more int) bool {
	largest := 0
	for _, t := range r.Base().Types {
		largest = max(largest, t.CpuCoreCount)
	}
	if more+largest*ecs.Instances(r.Place).Count() <= r.Fact(r.Account(), ecs.QuotaVCpus) {
		return false
	}
	return r.Exceeds(vcpusInUse(r)+more, r.Account(), ecs.QuotaVCpus)
}

// vcpusInUse counts the vCPUs of all instances, except those that were given
// back.
func vcpusInUse(r *model.Request) int {
	count := 0
	for _, i := range ecs.Instances(r.Place).All {
		if t := r.Base().Types[i.InstanceType]; t != nil && !givesBackVcpus(i) {
			count += t.CpuCoreCount
		}
	}
	return count
}

// givesBackVcpus: an instance stopped in economical mode (StopInstance 2025).
func givesBackVcpus(i *ecs.Instance) bool {
	return i.Status == ecs.Stopped && i.StoppedMode == StopCharging
}
