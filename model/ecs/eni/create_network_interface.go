package eni

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// createNetworkInterface: the table of 2021; conditions of editions 2018 to 2021.
func createNetworkInterface() model.Operation {
	page := model.Documented("CreateNetworkInterface (2021)")
	return model.Operation{
		Name:   "CreateNetworkInterface",
		Known:  model.StatedBy("CreateNetworkInterface page (2021)"),
		Makes:  ecs.KindNetworkInterface,
		Plain:  model.Params{"VSwitchId": "$vsw1", "SecurityGroupId": "$sg1"},
		Trials: createEniTrials(),
		Weight: model.Weight{Cards: 3, Why: "secondary interfaces are what 61 rows are about", Order: 15},
		Params: []model.Param{
			model.Required("RegionId"), model.Required("VSwitchId").Naming(ecs.TheVSwitch),
			model.Optional("SecurityGroupId").Naming(ecs.TheGroups), model.ListOf("SecurityGroupIds").Naming(ecs.TheGroups),
			model.Optional("PrimaryIpAddress"), model.ListOf("Ipv6Address"), model.Integer("Ipv6AddressCount"),
			model.Optional("NetworkInterfaceName"), model.Optional("Description"), model.Optional("InstanceType"), model.Optional("BusinessType"),
			model.Integer("QueueNumber"), model.Optional("NetworkInterfaceTrafficMode"), model.Integer("QueuePairNumber"),
			model.Boolean("DeleteOnRelease"), model.Boolean("SourceDestCheck"), model.ListOf("Tag"), model.Optional("ClientToken"),
		},
		Rules: slices.Concat(ecs.EniCallers("Forbidden.SubUser"), []model.Rule{
			ecs.TokenRule(),
			{Code: "MissingParameter", When: ecs.Missing(model.Not(model.AnyGiven("SecurityGroupId", "SecurityGroupIds"))), Says: ecs.MissingText,
				Refuses: page, Answers: model.Inferred("the only row for what is not supplied"),
				Sentence: "RegionId or VSwitchId is absent, or no security group is given (1 to 5 are needed).",
				Break:    model.Break{Drop: []string{"RegionId"}}},
			{Code: "InvalidParameter.Conflict", When: model.Either(createConflict, rdmaWithIpv6),
				Doubt: model.Doubt{When: model.Both(rdmaWithIpv6, model.Not(createConflict)), Basis: asModify("22")}, Says: model.Always("The specified parameters conflict with each other."),
				Break: model.Break{Set: model.Params{"SecurityGroupId": "$sg1", "SecurityGroupIds.1": "$sg2"}}},
			{Code: "InvalidParameter", Clauses: createValueClauses(), Says: createWrongText,
				Refuses:  page,
				Answers:  model.Observed("cilium pull request 21828: The specified parameter \"SecondaryPrivateIpAddressCount\" is not valid."),
				Sentence: "A parameter has a value of the wrong form and no row of its own.",
				Break:    model.Break{Set: model.Params{"Description": "x"}}},
			{Code: "InvalidParameter.InvalidEniQueueNumber", When: queueNumberWrong("QueueNumber"),
				Refuses:  model.Inferred("row 51 of ModifyNetworkInterfaceAttribute, the same parameter"),
				Answers:  model.Inferred("row 51 of ModifyNetworkInterfaceAttribute, the same row"),
				Sentence: "QueueNumber is not an integer from 1 to 2048.", Break: model.Break{Set: model.Params{"QueueNumber": "2049"}}},
			tagRule("Duplicate.TagKey", model.TagKeyTwice, "Two tags have one key.", model.Params{"Tag.1.Key": "team", "Tag.2.Key": "team"}),
			tagRule("InvalidTagKey.Malformed", nil, "A tag key is not legal.", model.Params{"Tag.1.Key": "acs:team"}).
				Consisting(model.TagKeyClauses()),
			tagRule("InvalidTagValue.Malformed", nil, "A tag value is not legal.", model.Params{"Tag.1.Key": "team", "Tag.1.Value": "acs:a"}).
				Consisting(model.TagValueClauses()).Reading(model.ValueNeeded()),
			tagRule("QuotaExceed.Tags", model.TooManyTags, "More than 20 tags are given.", twentyOneTags()).OfLimit(),
		}, ecs.EniFeatures(), []model.Rule{
			{Code: "InvalidVSwitchId.NotFound", When: ecs.VswitchUnknown, Says: ecs.VswitchText, Break: model.Break{Set: model.Params{"VSwitchId": "vsw-none"}}},
			{Code: "InvalidSecurityGroupId.NotFound", When: ecs.GroupUnknown, Says: ecs.GroupText, Break: model.Break{Set: model.Params{"SecurityGroupId": "sg-none"}}},
			{Code: "InvalidSecurityGroupId.NotVpc", When: ecs.SomeGroupClassic, Says: model.Always("The specified SecurityGroupId not in VPC."),
				Break: model.Break{Set: model.Params{"SecurityGroupId": "$sgclassic"}, Drop: []string{"SecurityGroupIds.1"}}},
			{Code: "InvalidOperation.VpcMismatch", Needs: ecs.TheVSwitch, When: groupOfOtherVpcThanVSwitch,
				Says:  model.Always("The VPC of the specified ENI and security group are not in the same VPC."),
				Break: model.Break{Set: model.Params{"VSwitchId": "$vsw1", "SecurityGroupId": "$sg3"}, Drop: []string{"SecurityGroupIds.1"}}},
			{Code: "InvalidOperation.ResourceManagedByCloudProduct", When: ecs.SomeGroupManaged, Says: ecs.ManagedText,
				Break: model.Break{Set: model.Params{"SecurityGroupId": "$sgmanaged"}, Drop: []string{"SecurityGroupIds.1"}}},
			{Code: "InvalidVSwitchId.IpInvalid", Needs: ecs.TheVSwitch, When: eniAddressOutside, Says: eniAddressOutsideText, Doubt: ofIpv6(ipv4AddressOutside),
				Break: model.Break{Set: model.Params{"PrimaryIpAddress": "192.0.2.1"}}},
			{Code: "InvalidPrivateIpAddress.Duplicated", Needs: ecs.TheVSwitch, When: eniAddressTaken},
			{Code: "InvalidVSwitchId.IpNotEnough", Needs: ecs.TheVSwitch, When: vswitchExhausted, Doubt: ofIpv6(ipv4Exhausted),
				Says: model.Always("The VSwitch has not enough IpAddress."), Break: model.Break{Set: model.Params{"VSwitchId": "$vsw2", "Ipv6AddressCount": "1"}}},
			{Code: "JoinedGroupLimitExceed", Limit: true, When: ecs.GroupsAbove("SecurityGroupIds"),
				Break: ecs.BreakGroups(ecs.WorldQuota, "$sg1", "$sg2", "$sg3", "$sg4", "$sg5", "$sg6")},
			{Code: "SecurityGroupInstanceLimitExceed", Limit: true,
				When:  model.Either(ecs.GroupFull(ecs.BasicGroup, ecs.QuotaBasicMembers), ecs.GroupFull(ecs.EnterpriseGroup, ecs.QuotaEnterpriseMembers)),
				Says:  model.Always("The maximum number of instances in a security group is exceeded."),
				Break: model.Break{World: ecs.WorldQuota, Set: model.Params{"SecurityGroupId": "$sgfull"}, Drop: []string{"SecurityGroupIds.1"}}},
			{Code: "MaxEniCountExceeded", Limit: true, When: eniQuotaReached, Says: model.Always("The number of ENI exceeds the limit per region."),
				Break: model.Break{World: ecs.WorldQuota}},
		}),
		Effects: []model.Effect{
			{Name: "NetworkInterface", Do: makeEni, SeenBy: "DescribeNetworkInterfaces.NetworkInterfaceId"},
			{Name: "PrimaryIpAddress", When: model.Given("PrimaryIpAddress"), Do: takePrimaryAddress, SeenBy: "DescribeNetworkInterfaces.PrivateIpAddress"},
			{Name: "Ipv6Address", When: model.AnyGiven("Ipv6Address", "Ipv6AddressCount"), Do: createIpv6, SeenBy: "DescribeNetworkInterfaces.Ipv6Sets"},
			{Name: "NetworkInterfaceName", When: model.Given("NetworkInterfaceName"), Do: setEniName, SeenBy: "DescribeNetworkInterfaces.NetworkInterfaceName"},
			{Name: "Description", When: model.Given("Description"), Do: setEniDescription, SeenBy: "DescribeNetworkInterfaces.Description"},
			{Name: "InstanceType", When: model.ValueIs("InstanceType", ecs.Trunk), Do: setEniTrunk, SeenBy: "DescribeNetworkInterfaces.Type"},
			{Name: "BusinessType", When: model.Given("BusinessType"), Do: setEniBusiness, SeenBy: model.NotSeen},
			{Name: "QueueNumber", When: model.Given("QueueNumber"), Do: setEniQueues("QueueNumber"), SeenBy: "DescribeNetworkInterfaces.QueueNumber"},
			{Name: "NetworkInterfaceTrafficMode", When: model.ValueIs("NetworkInterfaceTrafficMode", ecs.HighPerformance),
				Do: setTrafficMode("NetworkInterfaceTrafficMode"), SeenBy: "DescribeNetworkInterfaces.NetworkInterfaceTrafficMode"},
			{Name: "QueuePairNumber", When: model.Given("QueuePairNumber"), Do: setQueuePairs("QueuePairNumber"), SeenBy: "DescribeNetworkInterfaces.QueuePairNumber"},
			{Name: "DeleteOnRelease", When: model.Given("DeleteOnRelease"), Do: setDeleteOnRelease, SeenBy: "DescribeNetworkInterfaces.DeleteOnRelease"},
			{Name: "SourceDestCheck", When: model.Given("SourceDestCheck"), Do: setSourceDestCheck, SeenBy: "DescribeNetworkInterfaces.SourceDestCheck"},
			{Name: "Tag", When: model.Tagged, Do: setEniTags, SeenBy: "DescribeNetworkInterfaces.Tags"},
		},
		Reply: func(r *model.Request) model.Reply { return model.Reply{Items: []model.Resource{ecs.EniOf(r)}} },
	}
}

// tagRule is a row about Tag.N, which has a fixed message.
func tagRule(code string, when func(*model.Request) bool, sentence string, breaks model.Params) model.Rule {
	why := model.Inferred("the message of the row, and the limits of Tag.N on sibling pages")
	return model.Rule{Code: code, When: when, Refuses: why, Answers: why, Sentence: sentence, Break: model.Break{Set: breaks}}
}

func twentyOneTags() model.Params {
	tags := model.Params{}
	for n := range model.MostTags + 1 {
		tags["Tag."+strconv.Itoa(n+1)+".Key"] = "key" + strconv.Itoa(n+1)
	}
	return tags
}

// createConflict: parameters that exclude each other: one group and a list of
// them, addresses and their number, groups of both types. The last is refused
// by the text (1 to 5 groups of one type) and has no row of its own.
func createConflict(r *model.Request) bool {
	return model.Given("SecurityGroupId")(r) && model.Given("SecurityGroupIds")(r) ||
		model.Given("Ipv6Address")(r) && model.Given("Ipv6AddressCount")(r) || ecs.GroupsOfTwoTypes(r)
}

// rdmaWithIpv6: the ENI is to be in the RDMA mode and to have IPv6 addresses.
func rdmaWithIpv6(r *model.Request) bool {
	return model.ValueIs("NetworkInterfaceTrafficMode", ecs.HighPerformance)(r) && model.AnyGiven("Ipv6Address", "Ipv6AddressCount")(r)
}

// createValueClauses: each parameter without a row of its own has a legal value.
func createValueClauses() []model.Clause {
	wrong := func(param string, broken func(*model.Request) bool, value string) model.Clause {
		return model.If(strings.TrimSuffix(param, ".1"), broken, model.BreakBy(param, value))
	}
	longToken := func(r *model.Request) bool { return utf8.RuneCountInString(r.Text("ClientToken")) > mostToken }
	return append(slices.Concat(
		model.For("NetworkInterfaceName", eniName().Clauses("NetworkInterfaceName")...),
		model.For("Description", model.DescriptionForm(255).Clauses("Description")...)),
		model.ValueIn("InstanceType", ecs.Secondary, ecs.Trunk).Refused().Named("InstanceType"),
		model.ValueIn("NetworkInterfaceTrafficMode", ecs.Standard, ecs.HighPerformance).Refused().Named("NetworkInterfaceTrafficMode"),
		wrong("QueuePairNumber", pairsWithoutMode, "2"),
		wrong("ClientToken", longToken, strings.Repeat("t", mostToken+1)),
		wrong("Ipv6Address.1", func(r *model.Request) bool { return slices.ContainsFunc(r.List("Ipv6Address"), notIpv6) }, "no-address"),
		wrong("Ipv6AddressCount", countBelowOne("Ipv6AddressCount"), "0"),
		wrong("SecondaryPrivateIpAddressCount", countBelowOne("SecondaryPrivateIpAddressCount"), "0"),
		model.If("value-of-its-type", func(r *model.Request) bool { return model.WrongTypeBut(r, "QueueNumber") != "" }, model.BreakBy("DeleteOnRelease", "maybe")))
}

// mostToken is the length of a ClientToken.
const mostToken = 64

// pairsWithoutMode: a number of queue pairs is below one, or the interface is not to
// be of the RDMA mode.
func pairsWithoutMode(r *model.Request) bool {
	pairs, numbered := r.Integer("QueuePairNumber")
	return numbered && (pairs < 1 || r.Text("NetworkInterfaceTrafficMode") != ecs.HighPerformance)
}

func createWrongText(r *model.Request) string {
	return `The specified parameter "` + createWrong(r) + `" is not valid.`
}

func createWrong(r *model.Request) string {
	wrong := []struct {
		name string
		is   bool
	}{
		{"NetworkInterfaceName", eniName().Breaks("NetworkInterfaceName")(r)},
		{"Description", model.DescriptionBreaks(255)(r)},
		{"InstanceType", model.ValueNotIn("InstanceType", ecs.Secondary, ecs.Trunk)(r)},
		{"NetworkInterfaceTrafficMode", model.ValueNotIn("NetworkInterfaceTrafficMode", ecs.Standard, ecs.HighPerformance)(r)},
		{"QueuePairNumber", pairsWithoutMode(r)},
		{"ClientToken", utf8.RuneCountInString(r.Text("ClientToken")) > mostToken},
		{"Ipv6Address", slices.ContainsFunc(r.List("Ipv6Address"), notIpv6)},
		{"Ipv6AddressCount", countBelowOne("Ipv6AddressCount")(r)},
		// Secondary addresses are not modelled, so the parameter stays unread;
		// that their number must not be 0 was seen.
		{"SecondaryPrivateIpAddressCount", countBelowOne("SecondaryPrivateIpAddressCount")(r)},
	}
	for _, w := range wrong {
		if w.is {
			return w.name
		}
	}
	return model.WrongTypeBut(r, "QueueNumber")
}

func notIpv6(text string) bool { _, ok := ecs.Ipv6Text(text); return !ok }

func countBelowOne(name string) func(*model.Request) bool {
	return func(r *model.Request) bool { n, ok := r.Integer(name); return ok && n < 1 }
}

// eniName is the rule of NetworkInterfaceName: 2 to 128 letters, Chinese
// characters, digits, colons, underscores, periods and hyphens.
func eniName() model.NameRule {
	return model.NameRule{Punctuation: ":_.-", NoPrefix: []string{"http://", "https://"}}
}

// queueNumberWrong: the parameter is given and is no integer from 1 to 2048.
func queueNumberWrong(name string) func(*model.Request) bool {
	return func(r *model.Request) bool {
		n, ok := r.Integer(name)
		return r.Has(name) && (!ok || n < 1 || n > 2048)
	}
}

func groupOfOtherVpcThanVSwitch(r *model.Request) bool {
	return ecs.GroupOfVpcOtherThan(r, ecs.VswitchOf(r).VpcId)
}

// eniAddressOutside: an address is none that the vSwitch can give away.
func eniAddressOutside(r *model.Request) bool {
	return r.Has("PrimaryIpAddress") && !ecs.VswitchOf(r).Contains(r.Text("PrimaryIpAddress")) ||
		slices.ContainsFunc(r.List("Ipv6Address"), func(a string) bool { return !notIpv6(a) && !ecs.VswitchOf(r).Contains6(a) })
}

// ipv4AddressOutside and ipv4Exhausted are the parts of the conditions about IPv4.
func ipv4AddressOutside(r *model.Request) bool {
	return r.Has("PrimaryIpAddress") && !ecs.VswitchOf(r).Contains(r.Text("PrimaryIpAddress"))
}

func ipv4Exhausted(r *model.Request) bool { return ecs.VswitchOf(r).Full(1) }

// ofIpv6 is the doubt of a row that editions know of IPv4 addresses alone.
func ofIpv6(ipv4 func(*model.Request) bool) model.Doubt {
	return model.Doubt{When: model.Not(ipv4), Basis: model.Inferred("the sources of the row speak of IPv4 addresses; that it is about IPv6, too, follows from its code")}
}

func eniAddressOutsideText(r *model.Request) string {
	return `The specified IpAddress "` + r.Text("PrimaryIpAddress") + `" is not valid in VSwitch CIDR block "` + ecs.VswitchOf(r).CidrBlock + `".`
}

// eniAddressTaken: an address is in use.
func eniAddressTaken(r *model.Request) bool {
	return r.Has("PrimaryIpAddress") && ecs.AddressInUse(r.Place, ecs.VswitchOf(r).VSwitchId, r.Text("PrimaryIpAddress")) || ipv6Taken(r, ecs.VswitchOf(r))
}

// ipv6Taken: one of Ipv6Address.N is in use.
func ipv6Taken(r *model.Request, v *ecs.VSwitch) bool {
	return slices.ContainsFunc(r.List("Ipv6Address"), func(a string) bool {
		address, ok := ecs.Ipv6Text(a)
		return ok && ecs.AddressInUse(r.Place, v.VSwitchId, address)
	})
}

// vswitchExhausted: no address is left; a vSwitch without an IPv6 block has no
// IPv6 address to give.
func vswitchExhausted(r *model.Request) bool {
	return ecs.VswitchOf(r).Full(1) || ecs.VswitchOf(r).Ipv6Cidr == "" && r.Has("Ipv6AddressCount")
}

// eniQuotaReached: the account has as many ENIs in the region as it may have.
// The primary ones come with their instances and are not counted (assumed: the
// quota is about what this operation makes).
func eniQuotaReached(r *model.Request) bool {
	if r.Place == nil {
		return false
	}
	return r.Exceeds(ecs.EnisNotPrimary(r.Place)+1, r.Account(), ecs.QuotaNetworkInterfaces)
}

// makeEni makes the ENI with what every ENI has. DeleteOnRelease is true and
// SourceDestCheck false unless the call says otherwise: the first as the sample
// of DescribeNetworkInterfaces shows it (assumed), the second as the page of
// 2026-04 and Terraform have it, against a notice of 2025-04 that ENIs made
// from then on have the check on. Of a target the first value is taken as it is.
func makeEni(r *model.Request) {
	var groups model.List
	for _, g := range ecs.GroupsOf(r) {
		groups = groups.With(g.SecurityGroupId)
	}
	e := ecs.NewEni(r.World, r.Place.Account, r.Region, ecs.NetworkInterface{
		Type: ecs.Secondary, Status: ecs.Creating, VpcId: ecs.VswitchOf(r).VpcId, VSwitchId: ecs.VswitchOf(r).VSwitchId, ZoneId: ecs.VswitchOf(r).ZoneId,
		SecurityGroupIds: groups, DeleteOnRelease: true,
		Hidden: ecs.NetworkInterfaceHidden{Since: r.Now()},
	}, "")
	r.Created = append(r.Created, e.NetworkInterfaceId)
	r.Reload()
	r.SetThing(ecs.TheEni, ecs.Enis(r.Place).Get(e.NetworkInterfaceId))
}

func takePrimaryAddress(r *model.Request) {
	wanted := r.Text("PrimaryIpAddress")
	ecs.GiveBack(r.World, r.Place.Account, r.Region, ecs.EniOf(r).VSwitchId)
	ecs.TakeAddress(r.World, r.Place.Account, r.Region, ecs.EniOf(r).VSwitchId, wanted)
	r.Reload()
	ecs.SetEni(r, func(e *ecs.NetworkInterface) {
		e.PrivateIpAddress = wanted
		e.MacAddress = ecs.MacOf(wanted, r.World.Made(ecs.KindNetworkInterface))
	})
}

func createIpv6(r *model.Request) {
	more, _ := r.Integer("Ipv6AddressCount")
	ecs.AssignIpv6(r, r.List("Ipv6Address"), more)
}

func setEniTrunk(r *model.Request) {
	ecs.SetEni(r, func(e *ecs.NetworkInterface) { e.Type = ecs.Trunk })
}

func setEniBusiness(r *model.Request) {
	ecs.SetEni(r, func(e *ecs.NetworkInterface) { e.Hidden.Business = r.Text("BusinessType") })
}

func setEniTags(r *model.Request) {
	ecs.SetEni(r, func(e *ecs.NetworkInterface) { e.Tags = model.NewTags(r.Tags()...) })
}
