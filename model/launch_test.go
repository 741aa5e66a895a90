package model_test

import (
	"maps"
	"strconv"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A launchCase is one RunInstances call and the codes that it breaks.
type launchCase struct {
	name   string
	more   model.Params // beside what launch gives; an empty value leaves out
	codes  []string
	before func(testing.TB, model.World) model.World
}

// with gives the world a fact.
func with(scope string, name model.FactName, value int) func(testing.TB, model.World) model.World {
	return func(tb testing.TB, w model.World) model.World {
		tb.Helper()
		base := *w.Base()
		base.Facts = maps.Clone(base.Facts)
		base.Facts[model.Fact{Scope: scope, Name: name}] = model.Exactly(value)
		w = w.On(&base)
		return w
	}
}

// changing changes a group, vSwitch, VPC or image of the world by its symbolic name.
func changing[T comparable, P model.Pointer[T]](name string, of func(*model.Place) model.Table[T, P], change func(*T)) func(testing.TB, model.World) model.World {
	return func(tb testing.TB, w model.World) model.World {
		tb.Helper()
		id := named(tb, w, name)
		for _, p := range w.Places {
			if old := of(p).Get(id); old != nil {
				next := *old
				change(&next)
				model.Put[T, P](&w, p.Account, p.Region, next)
			}
		}
		return w
	}
}

func TestRunInstancesRefuses(t *testing.T) {
	w := newWorld(t)
	id := func(name string) string { return named(t, w, name) }
	long := strings.Repeat("n", 127)
	cases := []launchCase{
		{"perhaps protected", model.Params{"DeletionProtection": "perhaps"}, []string{"InvalidParameter"}, nil},
		{"no region", model.Params{"RegionId": ""}, []string{"MissingParameter"}, nil},
		{"no group", model.Params{"SecurityGroupId": ""}, []string{"MissingParameter"}, nil},
		{"no image", model.Params{"ImageId": ""}, []string{"MissingParameter"}, nil},
		{"no type", model.Params{"InstanceType": ""}, []string{"MissingParameter"}, nil},
		{"no period", model.Params{"InstanceChargeType": ecs.PrePaid}, []string{"MissingParamter"}, nil},
		{"one group and several", model.Params{"SecurityGroupIds.1": id("sg2")}, []string{"InvalidSecurityGroupId.SingleIdAndMultiIdConflict"}, nil},
		{"a group twice", model.Params{"SecurityGroupId": "", "SecurityGroupIds.1": id("sg1"), "SecurityGroupIds.2": id("sg1")},
			[]string{"InvalidParameter.SecurityGroupIdRepeated"}, nil},
		{"none", model.Params{"Amount": "0"}, []string{"InvalidMaxAmount.Malformed"}, nil},
		{"more than a hundred", model.Params{"Amount": "101"}, []string{"InvalidMaxAmount.Malformed"}, nil},
		{"a hundred", model.Params{"Amount": "100"}, nil, nil},
		{"at least more than at most", model.Params{"Amount": "2", "MinAmount": "3"}, []string{"InvalidMinAmount.Malformed"}, nil},
		{"as many as at most", model.Params{"Amount": "3", "MinAmount": "3"}, nil, nil},
		{"one address for two", model.Params{"Amount": "2", "PrivateIpAddress": "10.1.0.9"}, []string{"InvalidParam.Amount"}, nil},
		{"a name that begins with a digit", model.Params{"InstanceName": "1st"}, []string{"InvalidInstanceName.Malformed"}, nil},
		{"a name with a period", model.Params{"InstanceName": "a.b"}, nil, nil},
		{"a name with no room for a suffix", model.Params{"InstanceName": "n" + long, "Amount": "2", "UniqueSuffix": "true"},
			[]string{"InvalidParams.InstanceNameExceed"}, nil},
		{"the name of one needs no suffix", model.Params{"InstanceName": "n" + long, "UniqueSuffix": "true"}, nil, nil},
		{"a description that is a link", model.Params{"Description": "https://a"}, []string{"InvalidDescription.Malformed"}, nil},
		{"a weak password", model.Params{"Password": "password1"}, []string{"InvalidPassword.Malformed"}, nil},
		{"a slash in front, on Windows", model.Params{"ImageId": id("image.windows"), "Password": "/Test1234"}, []string{"InvalidPassword.Malformed"}, nil},
		{"a slash in front, on Linux", model.Params{"Password": "/Test1234"}, nil, nil},
		{"a password and the image's", model.Params{"Password": "Test1234&", "PasswordInherit": "true"}, []string{"InvalidPasswordParam.Mismatch"}, nil},
		{"host name and names", model.Params{"HostName": "host", "HostNames.1": "host"}, []string{"InvalidHostname.SingleAndMultiConflict"}, nil},
		{"more host names than instances", model.Params{"HostNames.1": "host-1", "HostNames.2": "host-2"}, []string{"InvalidHostname.SizeInvalid"}, nil},
		{"an unknown charge type", model.Params{"InstanceChargeType": "Free"}, []string{"InvalidInstanceChargeType.NotFound"}, nil},
		{"days", model.Params{"InstanceChargeType": ecs.PrePaid, "Period": "1", "PeriodUnit": "Day"}, []string{"InvalidPeriodType.ValueNotSupported"}, nil},
		{"eleven months", model.Params{"InstanceChargeType": ecs.PrePaid, "Period": "11"}, []string{"InvalidPeriod"}, nil},
		{"five weeks", model.Params{"InstanceChargeType": ecs.PrePaid, "Period": "5", "PeriodUnit": "Week"}, []string{"InvalidPeriod"}, nil},
		{"twelve months", model.Params{"InstanceChargeType": ecs.PrePaid, "Period": "12"}, nil, nil},
		{"an unknown strategy", model.Params{"SpotStrategy": "Spot"}, []string{"InvalidSpotStrategy"}, nil},
		{"a subscription for spot", model.Params{"SpotStrategy": "SpotAsPriceGo", "InstanceChargeType": ecs.PrePaid, "Period": "1"}, []string{"InvalidSpotPrepaid"}, nil},
		{"a protected spot instance", model.Params{"SpotStrategy": "SpotAsPriceGo", "DeletionProtection": "true"}, []string{"InvalidParameter.NotMatch"}, nil},
		{"a spot instance", model.Params{"SpotStrategy": "SpotAsPriceGo", "DeletionProtection": "false"}, nil, nil},
		{"optimized, perhaps", model.Params{"IoOptimized": "yes"}, []string{"InvalidIoOptimize.ValueNotSupported"}, nil},
		{"metadata on", model.Params{"HttpEndpoint": "on"}, []string{"InvalidHttpEndpoint.NotSupported"}, nil},
		{"tokens of version 2", model.Params{"HttpTokens": "v2"}, []string{"InvalidHttpTokens.NotSupported"}, nil},
		{"65 hops", model.Params{"HttpPutResponseHopLimit": "65"}, []string{"InvalidHttpPutResponseHopLimit.NotSupported"}, nil},
		{"a tag without a key", model.Params{"Tag.1.Value": "ecs"}, []string{"InvalidTag.Mismatch", "InvalidTagKey.Malformed"}, nil},
		{"a key of the vendor", model.Params{"Tag.1.Key": "acs:team"}, []string{"InvalidTagKey.Malformed"}, nil},
		{"a link as value", model.Params{"Tag.1.Key": "team", "Tag.1.Value": "http://a"}, []string{"InvalidTagValue.Malformed"}, nil},
		{"a key twice", model.Params{"Tag.1.Key": "team", "Tag.2.Key": "team"}, []string{"Duplicate.TagKey"}, nil},
		{"21 tags", model.ManyTags(), []string{"NumberExceed.Tags", "InvalidTagCount"}, nil},
		{"no topology", model.Params{"CpuOptions.TopologyType": "None"}, []string{"InvalidParameter.CpuOptionsTopologyType"}, nil},
		{"no queue", model.Params{"NetworkInterfaceQueueNumber": "0"}, []string{"InvalidParameter.InvalidEniQueueNumber"}, nil},
		{"half an address", model.Params{"PrivateIpAddress": "10.1"}, []string{"InvalidPrivateIpAddress.Malformed"}, nil},
		{"much user data", model.Params{"UserData": strings.Repeat("AAAA", 32<<10/3+1)}, []string{"InvalidUserData.SizeExceeded"}, nil},
		{"just enough user data", model.Params{"UserData": strings.Repeat("AAAA", 32<<10/3)}, nil, nil},
		{"an overdue account", nil, []string{"Account.Arrearage"}, with(mainAccount, model.AccountInGoodStanding, 0)},
		{"no grant for user data", model.Params{"UserData": "YQ=="}, []string{"InvalidUserData.Forbidden"}, with(mainAccount, model.FeatureUserData, 0)},
		{"no user data, no grant", nil, nil, with(mainAccount, model.FeatureUserData, 0)},
		{"an unknown mode", model.Params{"CreditSpecification": "Turbo"}, []string{"InvalidParameter.CreditSpecification"}, nil},
		{"a mode that the region lacks", model.Params{"CreditSpecification": ecs.Unlimited, "InstanceType": "ecs.t6-c1m2.large"},
			[]string{"InvalidParameter.CreditSpecification"}, with(hangzhou, model.RegionBurstUnlimited, 0)},
		{"a mode that it has", model.Params{"CreditSpecification": ecs.Standard, "InstanceType": "ecs.t6-c1m2.large"}, nil, with(hangzhou, model.RegionBurstUnlimited, 0)},
		{"an unknown region", model.Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}, nil},
		{"an unknown zone", model.Params{"ZoneId": "cn-nowhere-a", "VSwitchId": "", "SecurityGroupId": id("sgclassic")}, []string{"InvalidZoneId.NotFound"}, nil},
		{"an unknown template", model.Params{"LaunchTemplateId": "lt-none"}, []string{"InvalidLaunchTemplate.NotFound"}, nil},
		{"an empty family", model.Params{"ImageId": "", "ImageFamily": "nobodys"}, []string{"InvalidImageFamily.MissingAvailableImage"}, nil},
		{"an unknown image", model.Params{"ImageId": "m-none"}, []string{"InvalidImageId.NotFound"}, nil},
		{"an unknown type", model.Params{"InstanceType": "ecs.none.large"},
			[]string{"InvalidInstanceType.ValueNotSupported"}, nil},
		{"an unknown vSwitch", model.Params{"VSwitchId": "vsw-none"}, []string{"InvalidVSwitchId.NotExist", "InvalidVSwitchId.NotFound"}, nil},
		{"the vSwitch of another region", model.Params{"VSwitchId": id("beijing.vsw1")}, []string{"InvalidVSwitchId.NotExist", "InvalidVSwitchId.NotFound"}, nil},
		{"an unknown group", model.Params{"SecurityGroupId": "sg-none"},
			[]string{"InvalidSecurityGroupId", "InvalidSecurityGroupId.NotFound", "InvalidSecurityGroupId.NotFound"}, nil},
		{"a hyphen in front", model.Params{"HostName": "-host"}, []string{"InvalidHostName.Malformed"}, nil},
		{"a period, on Windows", model.Params{"HostNames.1": "host.a", "ImageId": id("image.windows")}, []string{"InvalidHostName.Malformed"}, nil},
		{"a period, on Linux", model.Params{"HostNames.1": "host.a"}, nil, nil},
		{"a host name with no room for a suffix", model.Params{"HostName": strings.Repeat("h", 64), "Amount": "2", "UniqueSuffix": "true"},
			[]string{"InvalidParams.HostnameExceed"}, nil},
		{"a group of a VPC without a vSwitch", model.Params{"VSwitchId": ""}, []string{"MissingParameter"}, nil},
		{"another zone than the vSwitch's", model.Params{"ZoneId": "cn-hangzhou-j"}, []string{"InvalidParameter.Mismatch"}, nil},
		{"its zone", model.Params{"ZoneId": "cn-hangzhou-i"}, nil, nil},
		{"groups of a VPC and of none", model.Params{"SecurityGroupId": "", "SecurityGroupIds.1": id("sg1"), "SecurityGroupIds.2": id("sgclassic")},
			[]string{
				"InvalidSecurityGroupId.MultiGroupIdNetworkTypeConflict", "InvalidSecurityGroup.NetworkType", "InvalidParameter.Mismatch",
				"OperationDenied.InconsistentNetwork",
			}, nil},
		{"groups of two VPCs", model.Params{"SecurityGroupId": "", "SecurityGroupIds.1": id("sg1"), "SecurityGroupIds.2": id("sg3")},
			[]string{"InvalidSecurityGroup.VpcMismatch", "InvalidParameter.Mismatch", "OperationDenied.InconsistentNetwork"}, nil},
		{"a group of another VPC", model.Params{"SecurityGroupId": id("sg3")}, []string{"InvalidParameter.Mismatch", "OperationDenied.InconsistentNetwork"}, nil},
		{"a basic and an enterprise group", model.Params{"SecurityGroupId": "", "SecurityGroupIds.1": id("sg1"), "SecurityGroupIds.2": id("esg1")},
			[]string{"EnterpriseGroupLimited.MutliGroupType"}, nil},
		{"a managed group", model.Params{"SecurityGroupId": id("sgmanaged")}, []string{"InvalidOperation.ResourceManagedByCloudProduct"}, nil},
		{"an image for another processor", model.Params{"ImageId": id("image.arm")},
			[]string{"InvalidInstanceType.NotSupported", "InvalidParameter.Conflict", "ImageNotSupportInstanceType", "InvalidParameter.NotMatch"}, nil},
		{"a type that the zone lacks", nil, []string{"InvalidInstanceType.ZoneNotSupported"}, withoutType("cn-hangzhou-i", "ecs.g7.xlarge")},
		{"a topology that the type lacks", model.Params{"InstanceType": "ecs.t1.small", "CpuOptions.TopologyType": "DiscreteCoreToHTMapping"},
			[]string{"InvalidInstanceType.NotSupportCpuOptionsTopologyType"}, nil},
		{"a type without I/O optimization", model.Params{"InstanceType": "ecs.t1.small", "IoOptimized": "optimized"}, []string{"IoOptimized.NotSupported"}, nil},
		{"a type with it", model.Params{"IoOptimized": "none"}, []string{"DependencyViolation.IoOptimized"}, nil},
		{"threads of a type that fixes them", model.Params{"InstanceType": "ecs.t1.small", "CpuOptions.ThreadsPerCore": "1"},
			[]string{"InvalidInstanceType.CpuOptionsThreadsPerCoreUnsupported"}, nil},
		{"three threads", model.Params{"CpuOptions.ThreadsPerCore": "3"}, []string{"InvalidParameter.CpuOptionsThreadsPerCore"}, nil},
		{"one thread", model.Params{"CpuOptions.ThreadsPerCore": "1"}, nil, nil},
		{"many cores", model.Params{"CpuOptions.Core": "99"}, []string{"InvalidParameter.CpuOptionsCore"}, nil},
		{"more queues than an interface has", model.Params{"NetworkInterfaceQueueNumber": "9"}, []string{"InvalidOperation.MaxEniQueueNumberExceeded"}, nil},
		{"more queues than the type has", model.Params{"NetworkInterfaceQueueNumber": "1000"},
			[]string{"InvalidOperation.MaxEniQueueNumberExceeded", "InvalidOperation.ExceedInstanceTypeQueueNumber"}, nil},
		{"user data in the classic network", model.Params{"UserData": "YQ==", "VSwitchId": "", "SecurityGroupId": id("sgclassic")}, []string{"InvalidUserData.NotSupported"}, nil},
		{"user data without I/O optimization", model.Params{"UserData": "YQ==", "InstanceType": "ecs.t1.small"}, []string{"InvalidUserData.NotSupported"}, nil},
		{"user data without cloud-init", model.Params{"UserData": "YQ==", "ImageId": id("image.plain")}, []string{"ImageNotSupportCloudInit"}, nil},
		{"an image and a family", model.Params{"ImageFamily": "family"}, []string{"InvalidParameter.Conflict"}, nil},
		{"tokens on an image of version 1", model.Params{"ImageId": id("image.windows"), "HttpTokens": "required"}, []string{"InvalidParameter.Conflict"}, nil},
		{"an address of elsewhere", model.Params{"PrivateIpAddress": "10.2.0.9"}, []string{"InvalidPrivateIpAddress"}, nil},
		{"an address in use", model.Params{"PrivateIpAddress": "10.1.0.1"},
			[]string{"InvalidPrivateIpAddress.Duplicated"}, launched},
		{"a free address", model.Params{"PrivateIpAddress": "10.1.0.2"}, nil, launched},
		{"an image in creation", model.Params{"ImageId": "", "ImageFamily": ""}, []string{"OperationDenied.ImageNotValid"}, nil},
		{"a new vSwitch", nil, []string{"IncorrectVSwitchStatus"}, changing("vsw1", ecs.Vswitches, func(v *ecs.VSwitch) { v.Status = ecs.Pending })},
		{"too many groups", model.Params{"SecurityGroupId": "", "SecurityGroupIds.1": id("sg1"), "SecurityGroupIds.2": id("sg2")},
			[]string{"JoinedGroupLimitExceed"}, with(mainAccount, ecs.QuotaGroupsPerInterface, 1)},
		{"a full basic group", model.Params{"Amount": "3"}, []string{"SecurityGroupInstanceLimitExceed"}, with(mainAccount, ecs.QuotaBasicMembers, 2)},
		{"room in a basic group", model.Params{"Amount": "2"}, nil, with(mainAccount, ecs.QuotaBasicMembers, 2)},
		{"a full enterprise group", model.Params{"Amount": "3", "SecurityGroupId": id("esg1")}, []string{"InvalidOperation.EniCountExceeded"},
			with(mainAccount, ecs.QuotaEnterpriseMembers, 2)},
		{"a full classic group", model.Params{"Amount": "3", "VSwitchId": "", "SecurityGroupId": id("sgclassic")}, []string{"SecurityGroupInstanceLimitExceed"},
			with(mainAccount, ecs.QuotaClassicMembers, 2)},
		{"too many rules", nil, []string{"AclLimitExceed"}, changing("sg1", ecs.SecurityGroups, func(g *ecs.SecurityGroup) { g.Hidden.FillerRules = 1001 })},
		{"no addresses", model.Params{"Amount": "2"}, []string{"QuotaExceeded.PrivateIpAddress"}, changing("vsw1", ecs.Vswitches, func(v *ecs.VSwitch) { v.Hidden.Used = v.Capacity() - 1 })},
		{"too many vCPUs", model.Params{"Amount": "3"}, []string{"QuotaExceed.ElasticQuota"}, with(mainAccount, ecs.QuotaVCpus, 11)},
		{"enough vCPUs", model.Params{"Amount": "3"}, nil, with(mainAccount, ecs.QuotaVCpus, 12)},
	}
	broken := map[string]bool{"RunInstances/IdempotentParameterMismatch": true} // TestATokenIsForOneCall
	for _, c := range append(cases, diskCases(t, w, "InvalidSystemDiskSize.ValueNotSupported")...) {
		t.Run(c.name, func(t *testing.T) {
			w := w
			if c.before != nil {
				w = c.before(t, w)
			}
			if c.name == "an image in creation" {
				var creating string
				w, creating = withImage(t, w, func(i *ecs.Image) { i.Status = ecs.Creating })
				c.more = model.Params{"ImageId": creating}
			}
			breaksOnly(t, w, launch(t, w, c.more), c.codes, broken)
		})
	}
	everyRuleIsBroken(t, w, "RunInstances", broken)
}

// breaksOnly applies the call, compares the codes of what it breaks, notes the
// rules, and sees that neither a refused call nor a dry run changes anything.
// Invariants are looked at by the laws, since cases here may begin out of them.
func breaksOnly(t *testing.T, w model.World, c model.Call, want []string, broken map[string]bool) {
	t.Helper()
	v := w.Apply(c)
	if got := codes(v); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("breaks %v, want %v", got, want)
	}
	if len(want) > 0 && v.World.Hash() != w.Hash() {
		t.Error("a refused call changes the world")
	}
	for _, r := range v.Broken {
		broken[r.ID()] = true
	}
	c.Params = c.Params.With("DryRun", "true")
	dry := w.Apply(c)
	if dry.World.Hash() != w.Hash() || dry.DryRun != (len(want) == 0) {
		t.Errorf("a dry run: %v, changed %v", codes(dry), dry.World.Hash() != w.Hash())
	}
}

// launched has one instance more.
func launched(tb testing.TB, w model.World) model.World {
	tb.Helper()
	w, _ = accept(tb, w, launch(tb, w, nil))
	return w
}

// withoutType takes a type out of a zone.
func withoutType(zone, typ string) func(testing.TB, model.World) model.World {
	return func(tb testing.TB, w model.World) model.World {
		tb.Helper()
		base := *w.Base()
		base.Zones = append([]model.Zone(nil), base.Zones...)
		for i := range base.Zones {
			if base.Zones[i].ZoneId == zone {
				base.Zones[i].Types = base.Zones[i].Types.Without(typ)
			}
		}
		w = w.On(&base)
		return w
	}
}

func TestCreateInstanceRefuses(t *testing.T) {
	w := newWorld(t)
	id := func(name string) string { return named(t, w, name) }
	cases := []launchCase{
		{"perhaps protected", model.Params{"DeletionProtection": "perhaps"}, []string{"InvalidParameter"}, nil},
		{"no type", model.Params{"InstanceType": ""}, []string{"MissingParameter"}, nil},
		{"no group", model.Params{"SecurityGroupId": ""}, []string{"MissingParameter"}, nil},
		{"no image", model.Params{"ImageId": ""}, []string{"MissingParameter"}, nil},
		{"no period", model.Params{"InstanceChargeType": ecs.PrePaid}, []string{"MissingParamter"}, nil},
		{"a name that begins with a digit", model.Params{"InstanceName": "1st"}, []string{"InvalidInstanceName.Malformed"}, nil},
		{"a short description", model.Params{"Description": "d"}, []string{"InvalidDescription.Malformed"}, nil},
		{"a weak password", model.Params{"Password": "password1"}, []string{"InvalidPassword.Malformed"}, nil},
		{"a password and the image's", model.Params{"Password": "Test1234&", "PasswordInherit": "true"}, []string{"InvalidPasswordParam.Mismatch"}, nil},
		{"an unknown charge type", model.Params{"InstanceChargeType": "Free"}, []string{"InvalidInstanceChargeType.NotFound"}, nil},
		{"days", model.Params{"InstanceChargeType": ecs.PrePaid, "Period": "1", "PeriodUnit": "Day"}, []string{"InvalidPeriodUnit.ValueNotSupported"}, nil},
		{"eleven months", model.Params{"InstanceChargeType": ecs.PrePaid, "Period": "11"}, []string{"InvalidPeriod"}, nil},
		{"an unknown strategy", model.Params{"SpotStrategy": "Spot"}, []string{"InvalidSpotStrategy"}, nil},
		{"a subscription for spot", model.Params{"SpotStrategy": "SpotAsPriceGo", "InstanceChargeType": ecs.PrePaid, "Period": "1"}, []string{"InvalidSpotPrepaid"}, nil},
		{"spot instances anywhere", model.Params{"SpotStrategy": "SpotAsPriceGo", "VSwitchId": "", "SecurityGroupId": id("sgclassic")},
			[]string{"InvalidSpotParam.EmptyZoneID"}, nil},
		{"a protected subscription", model.Params{"DeletionProtection": "true", "InstanceChargeType": ecs.PrePaid, "Period": "1"}, []string{"InvalidParameter.NotMatch"}, nil},
		{"optimized, perhaps", model.Params{"IoOptimized": "yes"}, []string{"InvalidIoOptimizedValue.ValueNotSupported"}, nil},
		{"metadata on", model.Params{"HttpEndpoint": "on"}, []string{"InvalidHttpEndpoint.NotSupported"}, nil},
		{"tokens of version 2", model.Params{"HttpTokens": "v2"}, []string{"InvalidHttpTokens.NotSupported"}, nil},
		{"no hop", model.Params{"HttpPutResponseHopLimit": "0"}, []string{"InvalidHttpPutResponseHopLimit.NotSupported"}, nil},
		{"a key of the vendor", model.Params{"Tag.1.Key": "aliyun"}, []string{"InvalidTagKey.Malformed"}, nil},
		{"a link as value", model.Params{"Tag.1.Key": "team", "Tag.1.Value": "http://a"}, []string{"InvalidTagValue.Malformed"}, nil},
		{"a key twice", model.Params{"Tag.1.Key": "team", "Tag.2.Key": "team"}, []string{"Duplicate.TagKey"}, nil},
		{"21 tags", model.ManyTags(), []string{"QuotaExceed.Tags"}, nil},
		{"half an address", model.Params{"PrivateIpAddress": "10.1"}, []string{"InvalidPrivateIpAddress.Malformed"}, nil},
		{"much user data", model.Params{"UserData": strings.Repeat("A", 48<<10)}, []string{"InvalidUserData.SizeExceeded"}, nil},
		{"an overdue account", nil, []string{"Account.Arrearage"}, with(mainAccount, model.AccountInGoodStanding, 0)},
		{"no grant for user data", model.Params{"UserData": "YQ=="}, []string{"InvalidUserData.Forbidden"}, with(mainAccount, model.FeatureUserData, 0)},
		{"an unknown mode", model.Params{"CreditSpecification": "Turbo"}, []string{"InvalidParameter.CreditSpecification"}, nil},
		{"an unknown region", model.Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}, nil},
		{"an unknown zone", model.Params{"ZoneId": "cn-nowhere-a", "VSwitchId": "", "SecurityGroupId": id("sgclassic")}, []string{"OperationDenied"}, nil},
		{"an empty family", model.Params{"ImageId": "", "ImageFamily": "nobodys"}, []string{"InvalidImageId.NotFound"}, nil},
		{"an unknown type", model.Params{"InstanceType": "ecs.none.large"}, []string{"InvalidInstanceType.ValueNotSupported"}, nil},
		{"an unknown vSwitch", model.Params{"VSwitchId": "vsw-none"}, []string{"InvalidVSwitchId.NotFound"}, nil},
		{"an unknown group", model.Params{"SecurityGroupId": "sg-none"}, []string{"InvalidSecurityGroupId.NotFound"}, nil},
		{"a long name, on Windows", model.Params{"ImageId": id("image.windows"), "HostName": "sixteen-letters-"}, []string{"InvalidHostName.Malformed"}, nil},
		{"a group of a VPC without a vSwitch", model.Params{"VSwitchId": ""}, []string{"MissingParameter"}, nil},
		{"another zone than the vSwitch's", model.Params{"ZoneId": "cn-hangzhou-j"}, []string{"InvalidParameter.Mismatch"}, nil},
		{"a group of another VPC", model.Params{"SecurityGroupId": id("sg3")}, []string{"InvalidParameter.Mismatch", "OperationDenied.InconsistentNetwork"}, nil},
		{"a managed group", model.Params{"SecurityGroupId": id("sgmanaged")}, []string{"InvalidOperation.ResourceManagedByCloudProduct"}, nil},
		{"an image for another processor", model.Params{"ImageId": id("image.arm")}, []string{"InvalidParameter.Conflict", "ImageNotSupportInstanceType", "InvalidParameter.NotMatch"}, nil},
		{"a type that the zone lacks", nil, []string{"InvalidInstanceType.ZoneNotSupported"}, withoutType("cn-hangzhou-i", "ecs.g7.xlarge")},
		{"a type without I/O optimization", model.Params{"InstanceType": "ecs.t1.small", "IoOptimized": "optimized"}, []string{"IoOptimized.NotSupported"}, nil},
		{"a type with it", model.Params{"IoOptimized": "none"}, []string{"DependencyViolation.IoOptimized"}, nil},
		{"user data in the classic network", model.Params{"UserData": "YQ==", "VSwitchId": "", "SecurityGroupId": id("sgclassic")}, []string{"InvalidUserData.NotSupported"}, nil},
		{"user data without cloud-init", model.Params{"UserData": "YQ==", "ImageId": id("image.plain")}, []string{"ImageNotSupportCloudInit"}, nil},
		{"an image and a family", model.Params{"ImageFamily": "family"}, []string{"InvalidParameter.Conflict"}, nil},
		{"tokens on an image of version 1", model.Params{"ImageId": id("image.windows"), "HttpTokens": "required"}, []string{"InvalidParameter.Conflict"}, nil},
		{"an address of elsewhere", model.Params{"PrivateIpAddress": "10.2.0.9"}, []string{"InvalidPrivateIpAddress"}, nil},
		{"an address in use", model.Params{"PrivateIpAddress": "10.1.0.1"}, []string{"InvalidPrivateIpAddress.Duplicated", "InvalidIPAddress.AlreadyUsed"}, launched},
		{"a new vSwitch", nil, []string{"IncorrectVSwitchStatus"}, changing("vsw1", ecs.Vswitches, func(v *ecs.VSwitch) { v.Status = ecs.Pending })},
		{"a public image out of order", nil, []string{"OperationDenied.ImageNotValid"}, changing("image.linux", ecs.Images, func(i *ecs.Image) { i.Status = ecs.UnAvailable })},
		{"a deprecated image", nil, nil, changing("image.linux", ecs.Images, func(i *ecs.Image) { i.Status = ecs.Deprecated })},
		{"a full group", nil, []string{"SecurityGroupInstanceLimitExceed"}, with(mainAccount, ecs.QuotaBasicMembers, 0)},
		{"no addresses", nil, []string{"QuotaExceeded.PrivateIpAddress"}, changing("vsw1", ecs.Vswitches, func(v *ecs.VSwitch) { v.Hidden.Used = v.Capacity() })},
		{"too many vCPUs", nil, []string{"QuotaExceed.ElasticQuota"}, with(mainAccount, ecs.QuotaVCpus, 3)},
	}
	broken := map[string]bool{
		"CreateInstance/IdempotentParameterMismatch": true, // TestATokenIsForOneCall
	}
	for _, c := range append(cases, diskCases(t, w, "InvalidSystemDiskSize.MoreThanMaxSize")...) {
		t.Run(c.name, func(t *testing.T) {
			w := w
			if c.before != nil {
				w = c.before(t, w)
			}
			call := launch(t, w, c.more)
			call.Op = "CreateInstance"
			breaksOnly(t, w, call, c.codes, broken)
		})
	}
	everyRuleIsBroken(t, w, "CreateInstance", broken)
}

func TestALaunchedInstanceHasWhatTheCallSays(t *testing.T) {
	cases := []struct {
		params model.Params
		field  func(*ecs.Instance) string
		want   string
	}{
		{model.Params{"InstanceName": "web"}, func(i *ecs.Instance) string { return i.InstanceName }, "web"},
		{model.Params{"Description": "the web"}, func(i *ecs.Instance) string { return i.Description }, "the web"},
		{model.Params{"HostName": "web"}, func(i *ecs.Instance) string { return i.HostName }, "web"},
		{model.Params{"HostNames.1": "web-1"}, func(i *ecs.Instance) string { return i.HostName }, "web-1"},
		{model.Params{"Password": "Test1234&"}, func(i *ecs.Instance) string { return i.Hidden.Password }, "Test1234&"},
		{model.Params{"UserData": "YQ=="}, func(i *ecs.Instance) string { return i.UserData }, "YQ=="},
		{model.Params{"PrivateIpAddress": "10.1.0.77"}, func(i *ecs.Instance) string { return i.PrivateIpAddress }, "10.1.0.77"},
		{model.Params{"InstanceChargeType": ecs.PrePaid, "Period": "1"}, func(i *ecs.Instance) string { return i.InstanceChargeType }, ecs.PrePaid},
		{model.Params{}, func(i *ecs.Instance) string { return i.InstanceChargeType }, ecs.PostPaid},
		{model.Params{"SpotStrategy": "SpotAsPriceGo"}, func(i *ecs.Instance) string { return i.SpotStrategy }, "SpotAsPriceGo"},
		{model.Params{}, func(i *ecs.Instance) string { return i.SpotStrategy }, ecs.NoSpot},
		{model.Params{"InstanceType": "ecs.t6-c1m2.large"}, func(i *ecs.Instance) string { return i.CreditSpecification }, ecs.Standard},
		{model.Params{"InstanceType": "ecs.t6-c1m2.large", "CreditSpecification": ecs.Unlimited}, func(i *ecs.Instance) string { return i.CreditSpecification }, ecs.Unlimited},
		{model.Params{"CreditSpecification": ecs.Unlimited}, func(i *ecs.Instance) string { return i.CreditSpecification }, ""},
		{model.Params{"DeletionProtection": "true"}, func(i *ecs.Instance) string { return strconv.FormatBool(i.DeletionProtection) }, "true"},
		{model.Params{}, func(i *ecs.Instance) string { return i.PrivateDnsName.HostnameType }, ecs.HostNameCustom},
		{model.Params{"HttpEndpoint": "disabled"}, func(i *ecs.Instance) string { return i.HttpEndpoint }, "disabled"},
		{model.Params{"HttpTokens": "required"}, func(i *ecs.Instance) string { return i.HttpTokens }, "required"},
		{model.Params{"HttpPutResponseHopLimit": "3"}, func(i *ecs.Instance) string { return strconv.Itoa(i.HttpPutResponseHop) }, "3"},
		{model.Params{"Tag.1.Key": "team", "Tag.1.Value": "ecs"}, func(i *ecs.Instance) string { return string(i.Tags) }, "team=ecs"},
		{model.Params{"CpuOptions.ThreadsPerCore": "1"}, func(i *ecs.Instance) string { return strconv.Itoa(i.ThreadsPerCore) }, "1"},
		{model.Params{"CpuOptions.TopologyType": "DiscreteCoreToHTMapping", "InstanceType": "ecs.g8i.xlarge"}, func(i *ecs.Instance) string { return i.TopologyType }, "DiscreteCoreToHTMapping"},
		{model.Params{"InstanceType": "ecs.t1.small", "IoOptimized": "none"}, func(i *ecs.Instance) string { return strconv.FormatBool(i.IoOptimized) }, "false"},
		{model.Params{"VSwitchId": "", "SecurityGroupId": "sgclassic"}, func(i *ecs.Instance) string { return i.InstanceNetworkType + i.PrimaryEni }, ecs.NetworkClassic},
		{model.Params{}, func(i *ecs.Instance) string { return i.ZoneId + " " + i.StoppedMode + " " + i.Status }, "cn-hangzhou-i Not-applicable Pending"},
	}
	for _, c := range cases {
		w := newWorld(t)
		if name := c.params["SecurityGroupId"]; name != "" {
			c.params["SecurityGroupId"] = named(t, w, name)
		}
		w, reply := accept(t, w, launch(t, w, c.params))
		if got := c.field(instanceIn(t, w, reply.Created[0])); got != c.want {
			t.Errorf("%v: %q, want %q", c.params, got, c.want)
		}
	}
}

func TestNamesOfSeveralInstances(t *testing.T) {
	cases := []struct {
		params      model.Params
		name, hosts string
	}{
		{model.Params{"InstanceName": "web", "HostName": "host"}, "web web", "host host"}, //nolint:dupword // two of one name
		{model.Params{"InstanceName": "web", "HostName": "web", "UniqueSuffix": "true"}, "web001 web002", "web001 web002"},
		{model.Params{"InstanceName": "web[9,2]", "HostName": "h[,3].local"}, "web09 web10", "h000.local h001.local"},
		{model.Params{"InstanceName": "web[]", "HostName": "h[1,1]a", "UniqueSuffix": "true"}, "web000000 web000001", "h1a001 h2a002"},
		{model.Params{"HostNames.1": "a1", "HostNames.2": "b2", "InstanceName": "web[9]"}, "", ""}, // no pattern, and no name
	}
	for _, c := range cases {
		w := newWorld(t)
		c.params["Amount"] = "2"
		call := launch(t, w, c.params)
		if c.name == "" {
			wantCodes(t, w, call, "InvalidInstanceName.Malformed")
			continue
		}
		w, reply := accept(t, w, call)
		a, b := instanceIn(t, w, reply.Created[0]), instanceIn(t, w, reply.Created[1])
		if got := a.InstanceName + " " + b.InstanceName; got != c.name {
			t.Errorf("%v: names %q, want %q", c.params, got, c.name)
		}
		if got := a.HostName + " " + b.HostName; got != c.hosts {
			t.Errorf("%v: host names %q, want %q", c.params, got, c.hosts)
		}
	}
}

func TestDefaultNames(t *testing.T) {
	w := newWorld(t)
	for image, length := range map[string]int{"image.linux": 0, "image.windows": 15} {
		next, reply := accept(t, w, launch(t, w, model.Params{"ImageId": named(t, w, image)}))
		i := instanceIn(t, next, reply.Created[0])
		if i.InstanceName != i.InstanceId || !strings.HasPrefix(i.HostName, "iZ") || !strings.HasSuffix(i.HostName, "Z") ||
			!model.HostNameFits(i.HostName, i.OSType) || length > 0 && len(i.HostName) != length {
			t.Errorf("%s: name %q, host name %q", image, i.InstanceName, i.HostName)
		}
	}
	w, reply := accept(t, w, launch(t, w, model.Params{"HostName": "k8s-${instance_id}"}))
	if i := instanceIn(t, w, reply.Created[0]); i.HostName != "k8s-"+i.InstanceId {
		t.Errorf("host name %q of %s", i.HostName, i.InstanceId)
	}
}

func TestInstancesTakeAddressesAndRoomInGroups(t *testing.T) {
	w := newWorld(t)
	w, reply := accept(t, w, launch(t, w, model.Params{
		"Amount": "3", "SecurityGroupId": "", "SecurityGroupIds.1": named(t, w, "sg1"), "SecurityGroupIds.2": named(t, w, "sg2"),
		"NetworkInterfaceQueueNumber": "3",
	}))
	p := w.Place(mainAccount, hangzhou)
	for _, name := range []string{"sg1", "sg2"} {
		if n := ecs.SecurityGroups(p).Get(named(t, w, name)).Hidden.Members; n != 3 {
			t.Errorf("%s has %d members", name, n)
		}
	}
	if n := ecs.Vswitches(p).Get(named(t, w, "vsw1")).Hidden.Used; n != 3 {
		t.Errorf("the vSwitch has given %d addresses", n)
	}
	for _, id := range reply.Created {
		i := instanceIn(t, w, id)
		if e := ecs.Enis(p).Get(i.PrimaryEni); e == nil || e.Type != ecs.Primary || e.Status != ecs.InUse || e.QueueNumber != 3 || !e.DeleteOnRelease {
			t.Errorf("primary interface %+v", e)
		}
	}
	classic, _ := accept(t, w, launch(t, w, model.Params{"VSwitchId": "", "SecurityGroupId": named(t, w, "sgclassic"), "Amount": "2"}))
	if n := ecs.SecurityGroups(classic.Place(mainAccount, hangzhou)).Get(named(t, w, "sgclassic")).Hidden.Members; n != 2 {
		t.Errorf("the classic group has %d members", n)
	}
}

func TestAFamilyStandsForItsNewestImage(t *testing.T) {
	w := newWorld(t)
	w, older := withImage(t, w, func(i *ecs.Image) { i.ImageFamily = "daily" })
	w, newer := withImage(t, w, func(i *ecs.Image) { i.ImageFamily = "daily"; i.CreationTime = i.CreationTime.AddDate(0, 0, 1) })
	w, retired := withImage(t, w, func(i *ecs.Image) {
		i.ImageFamily, i.Status = "daily", ecs.Deprecated
		i.CreationTime = i.CreationTime.AddDate(0, 0, 2)
	})
	for image, want := range map[string]string{"": newer, older: older, retired: retired} {
		next, reply := accept(t, w, launch(t, w, model.Params{"ImageId": image, "ImageFamily": map[bool]string{true: "daily"}[image == ""]}))
		if got := instanceIn(t, next, reply.Created[0]).ImageId; got != want {
			t.Errorf("ImageId %q: %s, want %s", image, got, want)
		}
	}
}

func TestACreatedInstanceStaysStopped(t *testing.T) {
	w := newWorld(t)
	call := launch(t, w, nil)
	call.Op = "CreateInstance"
	w, reply := accept(t, w, call)
	id := reply.Created[0]
	wantCodes(t, w, about("StartInstance", id, nil), "InstanceNotReady", "IncorrectInstanceStatus")
	w = settle(w)
	if got := instanceIn(t, w, id).Status; got != ecs.Stopped {
		t.Fatalf("status %s", got)
	}
	w, _ = accept(t, w, about("StartInstance", id, nil))
	if got := instanceIn(t, settle(w), id).Status; got != ecs.Running {
		t.Fatalf("status %s", got)
	}
}

func TestATokenIsForOneCall(t *testing.T) {
	for _, op := range []string{"RunInstances", "CreateInstance"} {
		w := newWorld(t)
		call := launch(t, w, model.Params{"ClientToken": "once"})
		call.Op = op
		w, first := accept(t, w, call)
		again, second := accept(t, w, call)
		if again.Hash() != w.Hash() || second.Created[0] != first.Created[0] {
			t.Errorf("%s: a repeated call made %v", op, second.Created)
		}
		call.Params = call.Params.With("InstanceName", "other")
		wantCodes(t, w, call, "IdempotentParameterMismatch")
	}
}
