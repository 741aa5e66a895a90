package model

import "slices"

// assignIpv6Addresses: the table of 2021. The catalog has no conditions for it:
// each row is read from its code and from the sibling pages of 2018.
func assignIpv6Addresses() Operation {
	code := Inferred("the code of the row, and the sibling pages of 2018")
	return Operation{
		Name:  "AssignIpv6Addresses",
		Plain: Params{"Ipv6AddressCount": "1"},
		Trials: Trials{
			Shapes: varied(""),
			Combinations: []Variation{
				{Set: Params{"ClientToken": sampleToken, "Ipv6AddressCount": "2"}},
				{Drop: []string{"Ipv6AddressCount"}, Set: Params{"Ipv6Address.1": "2408:4000:1::99"}},
			},
		},
		Weight: Weight{Cards: 1, Why: "one row needs an address", Order: 19},
		Params: []Param{
			required("RegionId"), required("NetworkInterfaceId").names(theEni),
			list("Ipv6Address"), integer("Ipv6AddressCount"), optional("ClientToken"),
		},
		Rules: slices.Concat(eniCallers("Forbbiden.SubUser"), []Rule{
			tokenRule(),
			{Code: "MissingParameter", When: missing(nothingToAssign),
				Says: missingText, Refuses: Documented("AssignIpv6Addresses (2021)"), Answers: Inferred("the only row for what is not supplied"),
				Sentence: "RegionId or NetworkInterfaceId is absent, or neither addresses nor their number are given.",
				Break:    Break{Drop: []string{"NetworkInterfaceId"}}},
			malformedEniId(),
			{Code: "InvalidParameter", When: assignValueWrong, Refuses: code, Answers: code,
				Says:     always("The specified parameter \"Ipv6AddressCount\" is not valid."),
				Sentence: "Ipv6AddressCount is no positive number, or is given together with addresses.",
				Break:    Break{Set: Params{"Ipv6AddressCount": "0"}}},
			{Code: "InvalidIp.Address", When: anyNotIpv6, Refuses: code, Answers: code,
				Says: always("The specified IpAddress is not valid."), Sentence: "An element of Ipv6Address.N is no IPv6 address.",
				Break: Break{Set: Params{"Ipv6Address.1": "10.1.0.1"}, Drop: []string{"Ipv6AddressCount"}}},
			{Code: "InvalidIp.IpRepeated", When: ipv6Repeated, Refuses: code, Answers: code,
				Says: always("The specified IpAddress is repeated."), Sentence: "Ipv6Address.N names an address twice.",
				Break: Break{Set: Params{"Ipv6Address.1": "2001:db8::1", "Ipv6Address.2": "2001:db8::1"}, Drop: []string{"Ipv6AddressCount"}}},
		}, eniFeatures(), []Rule{
			{Code: "InvalidEniId.NotFound", When: eniUnknown, Says: eniText, Refuses: code, Answers: code,
				Sentence: "No ENI with this NetworkInterfaceId belongs to the account in the region.",
				Break:    Break{Set: Params{"NetworkInterfaceId": "eni-none"}}},
			{Code: "InvalidOperation.EniServiceManaged", Needs: theEni, When: serviceManaged, Says: managedEniText, Refuses: code, Answers: code,
				Sentence: "The ENI is managed by a cloud service.", Break: managedEniBreak()},
			{Code: "InvalidVSwitch.Ipv6NotTurnOn", Needs: theEni, When: vswitchWithoutIpv6, Refuses: code, Answers: code,
				Says: always("The VSwitch of the specified ENI has no IPv6 CIDR block."), Sentence: "The ENI's vSwitch has no IPv6 block."},
			{Code: "InvalidVSwitchId.IpInvalid", Needs: theEni, When: ipv6Outside, Refuses: code, Answers: code,
				Says: always("The specified IpAddress is not valid in VSwitch CIDR block."), Sentence: "An address is outside the vSwitch's IPv6 block.",
				Break: Break{Set: Params{"Ipv6Address.1": "2001:db8::1"}, Drop: []string{"Ipv6AddressCount"}}},
			{Code: "InvalidIp.IpAssigned", Needs: theEni, When: assignedAlready, Refuses: code, Answers: code,
				Says: always("The specified IpAddress is assigned already."), Sentence: "An address is in use."},
			{Code: "InvalidOperation.Ipv6NotSupport", Needs: theEni | theHost | theType, When: hostWithoutIpv6, Says: ipv6TypeText,
				Refuses: code, Answers: code, Sentence: "The ENI is attached and the instance type has no IPv6."},
			{Code: "InvalidOperation.InvalidEniState", Needs: theEni, When: not(eniIs(Available, InUse)), Says: eniStateText("Available or InUse"),
				Refuses: code, Answers: code, Sentence: "The ENI is neither Available nor InUse."},
			{Code: "InvalidOperation.InvalidEcsState", Needs: theHost, When: not(hostIs(Running, Stopped)), Says: ecsStateText("Running or Stopped"),
				Refuses: code, Answers: code, Sentence: "The ENI is attached and its instance is neither Running nor Stopped."},
			{Code: "InvalidOperation.Ipv6CountExceeded", Limit: true, Needs: theEni | theHost | theType, When: ipv6Above,
				Refuses:  Observed("terway, pkg/aliyun/client/errors/errors.go: the limit of IPv6 addresses of an ENI"),
				Answers:  Observed("terway, pkg/aliyun/client/errors/errors.go"),
				Says:     always("The number of IPv6 addresses exceeds the limit of the instance type."),
				Sentence: "The ENI is attached and would have more IPv6 addresses than the type allows.",
				Break:    Break{Set: Params{"Ipv6AddressCount": "31"}, Drop: []string{"Ipv6Address.1"}}},
		}),
		Effects: []Effect{
			{Name: "Ipv6Address", When: given("Ipv6Address"), SeenBy: "DescribeNetworkInterfaces.Ipv6Sets",
				Do: func(r *Request) { r.assignIpv6(r.list("Ipv6Address"), 0) }},
			{Name: "Ipv6AddressCount", When: given("Ipv6AddressCount"), SeenBy: "DescribeNetworkInterfaces.Ipv6Sets",
				Do: func(r *Request) { n, _ := r.integer("Ipv6AddressCount"); r.assignIpv6(nil, n) }},
		},
		Reply: func(r *Request) Reply { return Reply{Items: []Resource{eniOf(r)}} },
	}
}

// nothingToAssign: prefixes count, although the model does not keep them.
func nothingToAssign(r *Request) bool {
	return len(r.list("Ipv6Address")) == 0 && !r.hasAny("Ipv6AddressCount", "Ipv6Prefix.1", "Ipv6PrefixCount")
}

func assignValueWrong(r *Request) bool {
	return wrongTypeBut(r) != "" || countBelowOne("Ipv6AddressCount")(r) ||
		given("Ipv6Address")(r) && given("Ipv6AddressCount")(r)
}

func anyNotIpv6(r *Request) bool { return slices.ContainsFunc(r.list("Ipv6Address"), notIpv6) }

func ipv6Repeated(r *Request) bool {
	seen := map[string]bool{}
	for _, a := range r.list("Ipv6Address") {
		address, _ := ipv6Text(a)
		if seen[address] && address != "" {
			return true
		}
		seen[address] = true
	}
	return false
}

// eniVSwitch returns the vSwitch of the ENI; an ENI always has one.
func (r *Request) eniVSwitch() *VSwitch { return vswitches(r.place).get(eniOf(r).VSwitchId) }

func vswitchWithoutIpv6(r *Request) bool { return r.eniVSwitch().Ipv6Cidr == "" }

func ipv6Outside(r *Request) bool {
	v := r.eniVSwitch()
	return v.Ipv6Cidr != "" && slices.ContainsFunc(r.list("Ipv6Address"), func(a string) bool { return !notIpv6(a) && !v.contains6(a) })
}

func assignedAlready(r *Request) bool { return ipv6Taken(r, r.eniVSwitch()) }

func hostWithoutIpv6(r *Request) bool { return r.exceeds(1, typeOf(r).InstanceTypeId, TypeIpv6PerEni) }

// ipv6Above: the ENI would have more IPv6 addresses than the type allows.
func ipv6Above(r *Request) bool {
	more, _ := r.integer("Ipv6AddressCount")
	return r.exceeds(eniOf(r).Ipv6.Len()+len(r.list("Ipv6Address"))+more, typeOf(r).InstanceTypeId, TypeIpv6PerEni)
}
