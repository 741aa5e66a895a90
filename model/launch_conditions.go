package model

import (
	"encoding/base64"
	"slices"
	"strings"
)

// The conditions of RunInstances and CreateInstance, in the order of the rules.

// lacks says that the parameter is absent or empty.
func lacks(name string) func(*Request) bool { return not(given(name)) }

// firstAbsent names the first of the parameters that the call lacks.
func firstAbsent(names ...string) func(*Request) string {
	return func(r *Request) string {
		for _, name := range names {
			if !r.has(name) {
				return name
			}
		}
		return ""
	}
}

// always is the text that a rule puts into its message.
func always(text string) func(*Request) string { return func(*Request) string { return text } }

// paramText is the value that a rule puts into its message.
func paramText(name string) func(*Request) string {
	return func(r *Request) string { return r.str(name) }
}

// isTrue says that the parameter is given and true.
func isTrue(name string) func(*Request) bool {
	return func(r *Request) bool { return r.isTrue(name) }
}

// outside says that the parameter is a number and not from 1 to most.
func outside(name string, most int) func(*Request) bool {
	return func(r *Request) bool {
		n, ok := r.integer(name)
		return ok && (n < 1 || r.beyond(n, most))
	}
}

func templateNamed(r *Request) bool { return r.has("LaunchTemplateId") || r.has("LaunchTemplateName") }

func imageMissing(r *Request) bool {
	return !r.has("ImageId") && !r.has("ImageFamily") && !templateNamed(r)
}

func groupMissing(r *Request) bool {
	return !r.has("SecurityGroupId") && len(r.list("SecurityGroupIds")) == 0 && !templateNamed(r)
}

func groupRepeated(r *Request) bool {
	ids := r.list("SecurityGroupIds")
	slices.Sort(ids)
	return len(slices.Compact(ids)) < len(r.list("SecurityGroupIds"))
}

func minAmountWrong(r *Request) bool {
	n, ok := r.integer("MinAmount")
	return ok && (n < 1 || n > 100 || n > r.amount())
}

func oneAddressForMany(r *Request) bool { return r.has("PrivateIpAddress") && r.amount() > 1 }

func launchPasswordWrong(r *Request) bool {
	return r.has("Password") && (!passwordFits(r.str("Password")) || slashOnWindowsImage(r))
}

func slashOnWindowsImage(r *Request) bool {
	image := r.bootImage()
	return image != nil && image.OSType == Windows && strings.HasPrefix(r.str("Password"), "/")
}

func hostNamesMiscounted(r *Request) bool {
	names := r.list("HostNames")
	return len(names) > 0 && len(names) != r.amount()
}

func spotAsked(r *Request) bool { return r.has("SpotStrategy") && r.str("SpotStrategy") != NoSpot }

func periodWrong(r *Request) bool {
	n, ok := r.integer("Period")
	if r.str("InstanceChargeType") != PrePaid || !ok {
		return false
	}
	if r.str("PeriodUnit") == "Week" {
		return n < 1 || n > 4
	}
	return !(n >= 1 && n <= 9) && !slices.Contains([]int{12, 24, 36, 48, 60}, n)
}

func addressMalformed(r *Request) bool {
	return r.has("PrivateIpAddress") && !validAddress(r.str("PrivateIpAddress"))
}

// launchUserDataTooLong measures what the Base64 text stands for; text that is
// no Base64 is measured itself.
func launchUserDataTooLong(r *Request) bool {
	text := r.str("UserData")
	size := len(text)
	if raw, err := base64.StdEncoding.DecodeString(text); err == nil {
		size = len(raw)
	}
	return r.beyond(size, 32<<10)
}

// inPlace says that the region exists.
func inPlace(r *Request) bool { return r.place != nil }

func userDataClosed(r *Request) bool {
	return r.place != nil && !r.allows(r.account(), FeatureUserData)
}

func creditModeClosed(r *Request) bool {
	switch mode := r.str("CreditSpecification"); {
	case mode == "" || r.place == nil:
		return false
	case mode == Standard:
		return !r.allows(r.region, RegionBurstStandard)
	case mode == Unlimited:
		return !r.allows(r.region, RegionBurstUnlimited)
	default:
		return true
	}
}

func zoneUnknown(r *Request) bool {
	return r.has("ZoneId") && r.place != nil && !r.w.Base().Region(r.region).Zones.Has(r.str("ZoneId"))
}

func familyEmpty(r *Request) bool {
	return !r.has("ImageId") && r.has("ImageFamily") && r.place != nil && r.bootImage() == nil
}

func typeUnknown(r *Request) bool {
	return r.place != nil && r.has("InstanceType") && typeOf(r) == nil
}

func someGroup(is func(*SecurityGroup) bool) func(*Request) bool {
	return func(r *Request) bool { return slices.ContainsFunc(groupsOf(r), is) }
}

func someGroupInVpc(r *Request) bool {
	return someGroup(func(g *SecurityGroup) bool { return g.VpcId != "" })(r)
}

func someGroupClassic(r *Request) bool {
	return someGroup(func(g *SecurityGroup) bool { return g.VpcId == "" })(r)
}

func someGroupManaged(r *Request) bool {
	return someGroup(func(g *SecurityGroup) bool { return g.ServiceManaged })(r)
}

func groupsOfTwoNetworks(r *Request) bool { return someGroupInVpc(r) && someGroupClassic(r) }

func groupsOfTwoVpcs(r *Request) bool {
	return someGroup(func(g *SecurityGroup) bool {
		return g.VpcId != "" && groupsOf(r)[0].VpcId != "" && g.VpcId != groupsOf(r)[0].VpcId
	})(r)
}

func groupOutsideVpc(r *Request) bool {
	return someGroup(func(g *SecurityGroup) bool { return g.VpcId != vswitchOf(r).VpcId })(r)
}

func groupsOfTwoTypes(r *Request) bool {
	return someGroup(func(g *SecurityGroup) bool { return g.SecurityGroupType != groupsOf(r)[0].SecurityGroupType })(r)
}

func vswitchElsewhere(r *Request) bool {
	return r.has("ZoneId") && r.str("ZoneId") != vswitchOf(r).ZoneId
}

// architecturesDiffer compares the type's processor (X86, ARM) with the image's
// architecture (x86_64, i386, arm64).
func architecturesDiffer(r *Request) bool {
	image := r.bootImage()
	if image == nil {
		return false
	}
	return strings.EqualFold(typeOf(r).CpuArchitecture, "ARM") != (image.Architecture == "arm64")
}

// typeNotInZone looks at the zone of the vSwitch, or at ZoneId.
func typeNotInZone(r *Request) bool {
	id := r.str("ZoneId")
	if vswitchOf(r) != nil {
		id = vswitchOf(r).ZoneId
	}
	zone := r.w.Base().Zone(id)
	return zone != nil && !zone.Types.Has(typeOf(r).InstanceTypeId)
}

func typeOptimized(r *Request) bool { return typeOf(r).IoOptimized }

// classicAsked says that the instance is to be outside any VPC.
func classicAsked(r *Request) bool { return !r.has("VSwitchId") && !someGroupInVpc(r) }

// optimizedAsked says that the instance is to be I/O optimized.
func optimizedAsked(r *Request) bool {
	if r.has("IoOptimized") {
		return r.str("IoOptimized") == "optimized"
	}
	return typeOf(r).IoOptimized
}

func imageWithoutCloudInit(r *Request) bool {
	image := r.bootImage()
	return image != nil && !image.IsSupportCloudinit
}

// tokensOnV1Image: an instance made of such an image cannot be set to enforced mode.
func tokensOnV1Image(r *Request) bool {
	image := r.bootImage()
	return image != nil && image.ImdsSupport == ImdsV1 && r.str("HttpTokens") == "required"
}

func addressOutside(r *Request) bool {
	address := r.str("PrivateIpAddress")
	return validAddress(address) && !vswitchOf(r).contains(address)
}

func addressTaken(r *Request) bool {
	return r.has("PrivateIpAddress") && r.place.inUse(vswitchOf(r).VSwitchId, r.str("PrivateIpAddress"))
}

// imageNotUsable: a deprecated image still makes instances (ModifyImageAttribute).
func imageNotUsable(r *Request) bool {
	image := r.bootImage()
	return image != nil && image.Status != Available && image.Status != Deprecated
}

func vswitchNotReady(r *Request) bool { return vswitchOf(r).Status != Available }

func launchGroupsTooMany(r *Request) bool {
	return r.place != nil && r.exceeds(len(r.list("SecurityGroupIds")), r.account(), QuotaGroupsPerInterface)
}

// someGroupFull says that a group of the type lacks room for the instances. A
// group of the classic network counts instances, others count addresses.
func someGroupFull(groupType string) func(*Request) bool {
	quota := QuotaBasicMembers
	if groupType == EnterpriseGroup {
		quota = QuotaEnterpriseMembers
	}
	return func(r *Request) bool {
		return someGroup(func(g *SecurityGroup) bool {
			most := quota
			if g.VpcId == "" {
				most = QuotaClassicMembers
			}
			return g.SecurityGroupType == groupType && r.exceeds(g.Hidden.Members+r.amount(), r.quotaOf(g), most)
		})(r)
	}
}

func launchRulesTooMany(r *Request) bool {
	count := 0
	for _, g := range groupsOf(r) {
		count += g.Hidden.Rules.Len() + g.Hidden.FillerRules
	}
	return r.exceeds(count, r.quotaOf(groupsOf(r)...), QuotaRulesPerInterface)
}

func vswitchFull(r *Request) bool {
	return r.beyond(vswitchOf(r).Hidden.Used+r.amount(), vswitchOf(r).capacity())
}

// vcpusExceeded adds up what the account has in the region; the row says zone,
// and the quota has one figure here.
func vcpusExceeded(r *Request) bool { return r.vcpusWith(typeOf(r).CpuCoreCount * r.amount()) }

// vcpusWith says whether so many vCPUs more are above the quota. It counts only
// where the number of instances leaves that open.
func (r *Request) vcpusWith(more int) bool {
	largest := 0
	for _, t := range r.w.Base().Types {
		largest = max(largest, t.CpuCoreCount)
	}
	if more+largest*instances(r.place).len() <= r.fact(r.account(), QuotaVCpus) {
		return false
	}
	return r.exceeds(r.vcpusInUse()+more, r.account(), QuotaVCpus)
}

// vcpusInUse counts the vCPUs of all instances but those that gave theirs back.
func (r *Request) vcpusInUse() int {
	count := 0
	for _, i := range instances(r.place).all {
		if t := r.w.Base().Types[i.InstanceType]; t != nil && !givesBackVcpus(i) {
			count += t.CpuCoreCount
		}
	}
	return count
}

// givesBackVcpus: an instance stopped in economical mode (StopInstance 2025).
func givesBackVcpus(i *Instance) bool { return i.Status == Stopped && i.StoppedMode == stopCharging }
