package model

import (
	"slices"
	"strconv"
	"unicode/utf8"
)

// createNetworkInterface: the table of 2021; conditions of editions 2018 to 2021.
func createNetworkInterface() Operation {
	page := Documented("CreateNetworkInterface (2021)")
	return Operation{
		Name:   "CreateNetworkInterface",
		Makes:  KindNetworkInterface,
		Plain:  Params{"VSwitchId": "$vsw1", "SecurityGroupId": "$sg1"},
		Trials: createEniTrials(),
		Weight: Weight{Cards: 3, Why: "secondary interfaces are what 61 rows are about", Order: 15},
		Params: []Param{
			required("RegionId"), required("VSwitchId").names(theVSwitch),
			optional("SecurityGroupId").names(theGroups), list("SecurityGroupIds").names(theGroups),
			optional("PrimaryIpAddress"), list("Ipv6Address"), integer("Ipv6AddressCount"),
			optional("NetworkInterfaceName"), optional("Description"), optional("InstanceType"), optional("BusinessType"),
			integer("QueueNumber"), optional("NetworkInterfaceTrafficMode"), integer("QueuePairNumber"),
			boolean("DeleteOnRelease"), boolean("SourceDestCheck"), list("Tag"), optional("ClientToken"),
		},
		Rules: slices.Concat(eniCallers("Forbidden.SubUser"), []Rule{
			tokenRule(),
			{Code: "MissingParameter", When: missing(not(anyGiven("SecurityGroupId", "SecurityGroupIds"))), Says: missingText,
				Refuses: page, Answers: Inferred("the only row for what is not supplied"),
				Sentence: "RegionId or VSwitchId is absent, or no security group is given (1 to 5 are needed).",
				Break:    Break{Drop: []string{"RegionId"}}},
			{Code: "InvalidParameter.Conflict", When: createConflict, Says: always("The specified parameters conflict with each other."),
				Break: Break{Set: Params{"SecurityGroupId": "$sg1", "SecurityGroupIds.1": "$sg2"}}},
			{Code: "InvalidParameter", When: createValueWrong, Says: createWrongText,
				Refuses:  page,
				Answers:  Observed("cilium pull request 21828: The specified parameter \"SecondaryPrivateIpAddressCount\" is not valid."),
				Sentence: "A parameter has a value of the wrong form and no row of its own.",
				Break:    Break{Set: Params{"Description": "x"}}},
			{Code: "InvalidParameter.InvalidEniQueueNumber", When: queueNumberWrong("QueueNumber"),
				Refuses:  Inferred("row 51 of ModifyNetworkInterfaceAttribute, the same parameter"),
				Answers:  Inferred("row 51 of ModifyNetworkInterfaceAttribute, the same row"),
				Sentence: "QueueNumber is not an integer from 1 to 2048.", Break: Break{Set: Params{"QueueNumber": "2049"}}},
			tagRule("Duplicate.TagKey", tagKeyTwice, "Two tags have one key.", Params{"Tag.1.Key": "team", "Tag.2.Key": "team"}),
			tagRule("InvalidTagKey.Malformed", tagKeyMalformed, "A tag key is not legal.", Params{"Tag.1.Key": "acs:team"}),
			tagRule("InvalidTagValue.Malformed", tagValueMalformed, "A tag value is not legal.", Params{"Tag.1.Key": "team", "Tag.1.Value": "acs:a"}),
			tagRule("QuotaExceed.Tags", tooManyTags, "More than 20 tags are given.", twentyOneTags()).ofLimit(),
		}, eniFeatures(), []Rule{
			{Code: "InvalidVSwitchId.NotFound", When: vswitchUnknown, Says: vswitchText, Break: Break{Set: Params{"VSwitchId": "vsw-none"}}},
			{Code: "InvalidSecurityGroupId.NotFound", When: groupUnknown, Says: groupText, Break: Break{Set: Params{"SecurityGroupId": "sg-none"}}},
			{Code: "InvalidSecurityGroupId.NotVpc", When: someGroupClassic, Says: always("The specified SecurityGroupId not in VPC."),
				Break: Break{Set: Params{"SecurityGroupId": "$sgclassic"}, Drop: []string{"SecurityGroupIds.1"}}},
			{Code: "InvalidOperation.VpcMismatch", Needs: theVSwitch, When: groupOfOtherVpcThanVSwitch,
				Says:  always("The VPC of the specified ENI and security group are not in the same VPC."),
				Break: Break{Set: Params{"VSwitchId": "$vsw1", "SecurityGroupId": "$sg3"}, Drop: []string{"SecurityGroupIds.1"}}},
			{Code: "InvalidOperation.ResourceManagedByCloudProduct", When: someGroupManaged, Says: managedText,
				Break: Break{Set: Params{"SecurityGroupId": "$sgmanaged"}, Drop: []string{"SecurityGroupIds.1"}}},
			{Code: "InvalidVSwitchId.IpInvalid", Needs: theVSwitch, When: eniAddressOutside, Says: eniAddressOutsideText,
				Break: Break{Set: Params{"PrimaryIpAddress": "192.0.2.1"}}},
			{Code: "InvalidPrivateIpAddress.Duplicated", Needs: theVSwitch, When: eniAddressTaken},
			{Code: "InvalidVSwitchId.IpNotEnough", Needs: theVSwitch, When: vswitchExhausted,
				Says: always("The VSwitch has not enough IpAddress."), Break: Break{Set: Params{"VSwitchId": "$vsw2", "Ipv6AddressCount": "1"}}},
			{Code: "JoinedGroupLimitExceed", Limit: true, When: groupsAbove("SecurityGroupIds"),
				Break: breakGroups(worldQuota, "$sg1", "$sg2", "$sg3", "$sg4", "$sg5", "$sg6")},
			{Code: "SecurityGroupInstanceLimitExceed", Limit: true,
				When:  either(groupFull(BasicGroup, QuotaBasicMembers), groupFull(EnterpriseGroup, QuotaEnterpriseMembers)),
				Says:  always("The maximum number of instances in a security group is exceeded."),
				Break: Break{World: worldQuota, Set: Params{"SecurityGroupId": "$sgfull"}, Drop: []string{"SecurityGroupIds.1"}}},
			{Code: "MaxEniCountExceeded", Limit: true, When: eniQuotaReached, Says: always("The number of ENI exceeds the limit per region."),
				Break: Break{World: worldQuota}},
		}),
		Effects: []Effect{
			{Name: "NetworkInterface", Do: makeEni, SeenBy: "DescribeNetworkInterfaces.NetworkInterfaceId"},
			{Name: "PrimaryIpAddress", When: given("PrimaryIpAddress"), Do: takePrimaryAddress, SeenBy: "DescribeNetworkInterfaces.PrivateIpAddress"},
			{Name: "Ipv6Address", When: anyGiven("Ipv6Address", "Ipv6AddressCount"), Do: createIpv6, SeenBy: "DescribeNetworkInterfaces.Ipv6Sets"},
			{Name: "NetworkInterfaceName", When: given("NetworkInterfaceName"), Do: setEniName, SeenBy: "DescribeNetworkInterfaces.NetworkInterfaceName"},
			{Name: "Description", When: given("Description"), Do: setEniDescription, SeenBy: "DescribeNetworkInterfaces.Description"},
			{Name: "InstanceType", When: valueIs("InstanceType", Trunk), Do: setEniTrunk, SeenBy: "DescribeNetworkInterfaces.Type"},
			{Name: "BusinessType", When: given("BusinessType"), Do: setEniBusiness, SeenBy: NotSeen},
			{Name: "QueueNumber", When: given("QueueNumber"), Do: setEniQueues("QueueNumber"), SeenBy: "DescribeNetworkInterfaces.QueueNumber"},
			{Name: "NetworkInterfaceTrafficMode", When: valueIs("NetworkInterfaceTrafficMode", HighPerformance),
				Do: setTrafficMode("NetworkInterfaceTrafficMode"), SeenBy: "DescribeNetworkInterfaces.NetworkInterfaceTrafficMode"},
			{Name: "QueuePairNumber", When: given("QueuePairNumber"), Do: setQueuePairs("QueuePairNumber"), SeenBy: "DescribeNetworkInterfaces.QueuePairNumber"},
			{Name: "DeleteOnRelease", When: given("DeleteOnRelease"), Do: setDeleteOnRelease, SeenBy: "DescribeNetworkInterfaces.DeleteOnRelease"},
			{Name: "SourceDestCheck", When: given("SourceDestCheck"), Do: setSourceDestCheck, SeenBy: "DescribeNetworkInterfaces.SourceDestCheck"},
			{Name: "Tag", When: tagged, Do: setEniTags, SeenBy: "DescribeNetworkInterfaces.Tags"},
		},
		Reply: func(r *Request) Reply { return Reply{Items: []Resource{eniOf(r)}} },
	}
}

// tagRule is a row about Tag.N, which has a fixed message.
func tagRule(code string, when func(*Request) bool, sentence string, breaks Params) Rule {
	why := Inferred("the message of the row, and the limits of Tag.N on sibling pages")
	return Rule{Code: code, When: when, Refuses: why, Answers: why, Sentence: sentence, Break: Break{Set: breaks}}
}

func twentyOneTags() Params {
	tags := Params{}
	for n := range mostTags + 1 {
		tags["Tag."+strconv.Itoa(n+1)+".Key"] = "key" + strconv.Itoa(n+1)
	}
	return tags
}

// createConflict: parameters that exclude each other: one group and a list of
// them, addresses and their number, groups of both types. The last is refused
// by the text (1 to 5 groups of one type) and has no row of its own.
func createConflict(r *Request) bool {
	return given("SecurityGroupId")(r) && given("SecurityGroupIds")(r) ||
		given("Ipv6Address")(r) && given("Ipv6AddressCount")(r) || groupsOfTwoTypes(r)
}

// createValueWrong: a parameter without a row of its own has a wrong value.
func createValueWrong(r *Request) bool { return createWrong(r) != "" }

func createWrongText(r *Request) string {
	return `The specified parameter "` + createWrong(r) + `" is not valid.`
}

func createWrong(r *Request) string {
	pairs, numbered := r.integer("QueuePairNumber")
	wrong := []struct {
		name string
		is   bool
	}{
		{"NetworkInterfaceName", eniName().breaks("NetworkInterfaceName")(r)},
		{"Description", descriptionBreaks(255)(r)},
		{"InstanceType", valueNotIn("InstanceType", Secondary, Trunk)(r)},
		{"NetworkInterfaceTrafficMode", valueNotIn("NetworkInterfaceTrafficMode", Standard, HighPerformance)(r)},
		{"QueuePairNumber", numbered && (pairs < 1 || r.str("NetworkInterfaceTrafficMode") != HighPerformance)},
		{"ClientToken", utf8.RuneCountInString(r.str("ClientToken")) > 64},
		{"Ipv6Address", slices.ContainsFunc(r.list("Ipv6Address"), notIpv6)},
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
	return wrongTypeBut(r, "QueueNumber")
}

func notIpv6(text string) bool { _, ok := ipv6Text(text); return !ok }

func countBelowOne(name string) func(*Request) bool {
	return func(r *Request) bool { n, ok := r.integer(name); return ok && n < 1 }
}

// eniName is the rule of NetworkInterfaceName: 2 to 128 letters, Chinese
// characters, digits, colons, underscores, periods and hyphens.
func eniName() nameRule {
	return nameRule{punctuation: ":_.-", noPrefix: []string{"http://", "https://"}}
}

// queueNumberWrong: the parameter is given and is no integer from 1 to 2048.
func queueNumberWrong(name string) func(*Request) bool {
	return func(r *Request) bool {
		n, ok := r.integer(name)
		return r.has(name) && (!ok || n < 1 || n > 2048)
	}
}

func groupOfOtherVpcThanVSwitch(r *Request) bool { return groupOfVpcOtherThan(r, vswitchOf(r).VpcId) }

// eniAddressOutside: an address is none that the vSwitch can give away.
func eniAddressOutside(r *Request) bool {
	return r.has("PrimaryIpAddress") && !vswitchOf(r).contains(r.str("PrimaryIpAddress")) ||
		slices.ContainsFunc(r.list("Ipv6Address"), func(a string) bool { return !notIpv6(a) && !vswitchOf(r).contains6(a) })
}

func eniAddressOutsideText(r *Request) string {
	return `The specified IpAddress "` + r.str("PrimaryIpAddress") + `" is not valid in VSwitch CIDR block "` + vswitchOf(r).CidrBlock + `".`
}

// eniAddressTaken: an address is in use.
func eniAddressTaken(r *Request) bool {
	return r.has("PrimaryIpAddress") && r.place.inUse(vswitchOf(r).VSwitchId, r.str("PrimaryIpAddress")) || ipv6Taken(r, vswitchOf(r))
}

// ipv6Taken: one of Ipv6Address.N is in use.
func ipv6Taken(r *Request, v *VSwitch) bool {
	return slices.ContainsFunc(r.list("Ipv6Address"), func(a string) bool {
		address, ok := ipv6Text(a)
		return ok && r.place.inUse(v.VSwitchId, address)
	})
}

// vswitchExhausted: no address is left; a vSwitch without an IPv6 block has no
// IPv6 address to give.
func vswitchExhausted(r *Request) bool {
	return vswitchOf(r).full(1) || vswitchOf(r).Ipv6Cidr == "" && r.has("Ipv6AddressCount")
}

// eniQuotaReached: the account has as many ENIs in the region as it may have.
// The primary ones come with their instances and are not counted (assumed: the
// quota is about what this operation makes).
func eniQuotaReached(r *Request) bool {
	if r.place == nil {
		return false
	}
	n := 0
	for _, e := range enis(r.place).all {
		if e.Type != Primary {
			n++
		}
	}
	return r.exceeds(n+1, r.account(), QuotaNetworkInterfaces)
}

// makeEni makes the ENI with what every ENI has. DeleteOnRelease is true and
// SourceDestCheck false unless the call says otherwise: the first as the sample
// of DescribeNetworkInterfaces shows it (assumed), the second as the page of
// 2026-04 and Terraform have it, against a notice of 2025-04 that ENIs made
// from then on have the check on. Of a target the first value is taken as it is.
func makeEni(r *Request) {
	var groups List
	for _, g := range groupsOf(r) {
		groups = groups.With(g.SecurityGroupId)
	}
	e := newEni(r.w, r.place.account, r.region, NetworkInterface{
		Type: Secondary, Status: Creating, VpcId: vswitchOf(r).VpcId, VSwitchId: vswitchOf(r).VSwitchId, ZoneId: vswitchOf(r).ZoneId,
		SecurityGroupIds: groups, DeleteOnRelease: true,
		Hidden: NetworkInterfaceHidden{Since: r.w.Now()},
	}, "")
	r.created = append(r.created, e.NetworkInterfaceId)
	r.reload()
	r.setThing(theEni, enis(r.place).get(e.NetworkInterfaceId))
}

func takePrimaryAddress(r *Request) {
	wanted := r.str("PrimaryIpAddress")
	giveBack(r.w, r.place.account, r.region, eniOf(r).VSwitchId)
	takeAddress(r.w, r.place.account, r.region, eniOf(r).VSwitchId, wanted)
	r.reload()
	r.setEni(func(e *NetworkInterface) {
		e.PrivateIpAddress = wanted
		e.MacAddress = macOf(wanted, r.w.made(KindNetworkInterface))
	})
}

func createIpv6(r *Request) {
	more, _ := r.integer("Ipv6AddressCount")
	r.assignIpv6(r.list("Ipv6Address"), more)
}

func setEniTrunk(r *Request) { r.setEni(func(e *NetworkInterface) { e.Type = Trunk }) }

func setEniBusiness(r *Request) {
	r.setEni(func(e *NetworkInterface) { e.Hidden.Business = r.str("BusinessType") })
}

func setEniTags(r *Request) {
	r.setEni(func(e *NetworkInterface) { e.Tags = NewTags(r.tags()...) })
}
