package launch

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/ecs/instance/attribute"
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

func templateNamed(r *model.Request) bool {
	return r.Has("LaunchTemplateId") || r.Has("LaunchTemplateName")
}

func imageMissing(r *model.Request) bool {
	return !r.Has("ImageId") && !r.Has("ImageFamily") && !templateNamed(r)
}

func groupMissing(r *model.Request) bool {
	return !r.Has("SecurityGroupId") && len(r.List("SecurityGroupIds")) == 0 && !templateNamed(r)
}

func minAmountWrong(r *model.Request) bool {
	n, ok := r.Integer("MinAmount")
	return ok && (n < 1 || n > 100 || n > amount(r))
}

func oneAddressForMany(r *model.Request) bool { return r.Has("PrivateIpAddress") && amount(r) > 1 }

func launchPasswordClauses() []model.Clause {
	onWindows := []model.Break{model.BreakBy("Password", "/Ecs-2026", "ImageId", "$image.windows")}
	return append(model.PasswordForm(model.PasswordSpecials).Clauses("Password"),
		model.Clause{Name: "windows-no-slash-first", Broken: slashOnWindowsImage, Break: onWindows, Keep: model.Values("Password", "/Ecs-2026")})
}

// launchUserDataClauses are the clause about the size of user data.
func launchUserDataClauses() []model.Clause {
	size := attribute.UserDataSizeClause()
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
func vcpusExceeded(r *model.Request) bool {
	return attribute.VcpusWith(r, ecs.TypeOf(r).CpuCoreCount*amount(r))
}
