package securitygroup

import (
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// authorizeSecurityGroup: table of 2021, parameters of the page of 2026. A rule
// that the group has already is accepted and adds nothing.
func authorizeSecurityGroup() model.Operation {
	in := ingress()
	return model.Operation{
		Name:  "AuthorizeSecurityGroup",
		Known: model.StatedBy("AuthorizeSecurityGroup page (2026)"),
		Plain: model.Params{"IpProtocol": "tcp", "PortRange": "22/22", "SourceCidrIp": "0.0.0.0/0"},
		Trials: model.Trials{
			Shapes: model.Varied("", "SourceGroupId=$g2"),
			Combinations: append(model.Varied("ClientToken="+model.SampleToken+" PortRange=23/23"),
				model.Variation{Drop: []string{"SourceCidrIp"}, Set: model.Params{"SourceGroupId": "sg-none"}}),
		},
		Weight: model.Weight{Cards: 1, Why: "rules count towards a quota", Order: 24},
		Params: []model.Param{
			model.Required("RegionId"), model.Required("SecurityGroupId").Naming(ecs.TheGroups).AsOwn(), model.ListOf("Permissions"),
			model.Optional("IpProtocol"), model.Optional("PortRange"), model.Optional("SourcePortRange"), model.Optional("SourceCidrIp"), model.Optional("Ipv6SourceCidrIp"),
			model.Optional("SourceGroupId"), model.Optional("SourceGroupOwnerAccount"), model.Optional("SourcePrefixListId"),
			model.Optional("DestCidrIp"), model.Optional("Ipv6DestCidrIp"), model.Optional("Policy"), model.Optional("Priority"), model.Optional("NicType"),
			model.Optional("Description"), model.Optional("ClientToken"),
		},
		Rules: append(append(permissionFormatRules(), permissionStateRules()...),
			model.Rule{Code: "InternalError", Fault: true, Refuses: authorizePage("row 18"), Answers: authorizePage("row 18"), Sentence: "The service failed."},
			model.Rule{Code: "InvalidGressFlow.Malformed", Fault: true, Refuses: authorizePage("row 28"), Answers: authorizePage("row 28"),
				Sentence: "The service failed (the message says so)."}),
		Left: []model.Left{
			{Code: "InvalidNicType.Mismatch", Why: "no source says which authorization record a nic type can conflict with"},
			{Code: "VPCDisabled", Why: "no source says which groups cannot be used in a VPC"},
			{Code: "InvalidSecurityGroup.InvalidNetworkType", Why: "the model keeps no ClassicLink"},
			{Code: "InvalidParam.SourceIp", Why: "the message is only %s; InvalidSourceCidrIp.Malformed says what is wrong"},
			{Code: "InvalidParam.DestIp", Why: "the message is only %s; InvalidDestCidrIp.Malformed says what is wrong"},
			{Code: "ILLEGAL_IPV6_CIDR", Why: "the message is only %s; the InvalidParam.Ipv6 rows name the parameter"},
			{Code: "NotSupported.GrayFunction", Why: "the model keeps no prefix lists"},
			{Code: "LimitExceed.PrefixListAssociationResource", Why: "the model keeps no prefix lists"},
			{Code: "InvalidParam.PrefixListAddressFamilyMismatch", Why: "the model keeps no prefix lists"},
			{Code: "NotSupported.ClassicNetworkPrefixList", Why: "the model keeps no prefix lists"},
		},
		Effects: []model.Effect{
			{Name: "Permissions", Do: in.add, SeenBy: "DescribeSecurityGroupAttribute.Permissions",
				Basis: model.Documented("AuthorizeSecurityGroup page (2026): an existing rule is accepted and not added")},
			{Name: "SourceGroupId", When: in.names, Do: in.refer, SeenBy: model.NotSeen,
				Basis: model.Documented("DeleteSecurityGroup page (2025-03-12), row 4")},
		},
	}
}

func authorizePage(row string) model.Basis {
	return model.Documented("AuthorizeSecurityGroup page (2021), " + row)
}

// permissionFormatRules are the rules on the request alone. Each is broken if
// one of the permissions breaks it.
func permissionFormatRules() []model.Rule {
	page, in := authorizePage, ingress()
	return []model.Rule{
		ecs.TokenRule(),
		{Code: "MissingParameter", Row: model.CommonRow, When: model.MandatoryMissing, Says: model.NameOfMissing,
			Refuses:  model.Documented("the page marks the parameter as required"),
			Answers:  model.Inferred("the page has the code with a text about the source; the common text names the parameter"),
			Sentence: "RegionId or SecurityGroupId is absent or empty."},
		{Code: "MissingParameter.Source", When: anyPermission(in.nobody), Refuses: page("row 24"),
			Answers:  model.Inferred("rows 7 and 24 say the same; row 24 is the narrower code"),
			Sentence: "A rule has no source.",
			Break:    model.Break{Drop: []string{"SourceCidrIp"}}},
		{Code: "MissingParameter", Row: 7, When: anyPermission(in.nobody), Refuses: page("row 7"),
			Answers:  model.Inferred("rows 7 and 24 say the same; row 24 is the narrower code"),
			Sentence: "A rule has no source.",
			Shadowed: "MissingParameter.Source has the same condition and stands before it.",
			Break:    model.Break{Drop: []string{"SourceCidrIp"}}},
		malformedGroupId(),
		{Code: "InvalidIpProtocol.ValueNotSupported", When: anyPermission(protocolUnknown), Refuses: page("row 25"), Answers: page("row 25"),
			Sentence: "IpProtocol is absent, or is none of TCP, UDP, ICMP, ICMPv6, GRE and ALL in any case of letters.",
			Break:    model.Break{Set: model.Params{"IpProtocol": "sctp"}}},
		{Code: "InvalidIpProtocol.Malformed", When: anyPermission(portRangeMalformed), Refuses: page("PortRange"), Answers: page("row 4"),
			Sentence: "PortRange is absent, or is neither -1/-1 nor a range of ports from 1 to 65535 in ascending order.",
			Break:    model.Break{Set: model.Params{"PortRange": "22"}}},
		{Code: "InvalidParam.PortRange", When: anyPermission(oneNumberForPorts), Refuses: page("PortRange"),
			Answers: model.Inferred("a client saw the code for a PortRange of one number (wecube-plugins-alicloud issue 93, 2020); " +
				"it also writes egress rules, whose page has the row"),
			Sentence: "PortRange is one number, without a slash.",
			Shadowed: "InvalidIpProtocol.Malformed is about it, too, and stands before it.",
			Break:    model.Break{Set: model.Params{"PortRange": "22"}}},
		{Code: "OperationDenied", When: anyPermission(portsNotOfProtocol), Refuses: page("PortRange"), Answers: page("row 3"),
			Sentence: "IpProtocol is unknown, or PortRange is -1/-1 for TCP or UDP, or ports for another protocol.",
			Break:    model.Break{Set: model.Params{"IpProtocol": "icmp", "PortRange": "22/22"}}},
		{Code: "InvalidSourcePortRange.Malformed", When: anyPermission(sourcePortsMalformed), Refuses: page("SourcePortRange"), Answers: page("row 29"),
			Sentence: "SourcePortRange is neither -1/-1 nor a range of ports from 1 to 65535 in ascending order.",
			Break:    model.Break{Set: model.Params{"SourcePortRange": "22"}}},
		{Code: "InvalidSourceCidrIp.Malformed", When: anyPermission(sourceCidrMalformed), Refuses: page("SourceCidrIp"), Answers: page("row 6"),
			Sentence: "SourceCidrIp is no IPv4 address or CIDR block.",
			Break:    model.Break{Set: model.Params{"SourceCidrIp": "10.0.0.0/33"}}},
		{Code: "InvalidDestCidrIp.Malformed", When: anyPermission(destCidrMalformed), Refuses: page("DestCidrIp"), Answers: page("row 37"),
			Sentence: "DestCidrIp is no IPv4 address or CIDR block.",
			Break:    model.Break{Set: model.Params{"DestCidrIp": "10.0.0.0/33"}}},
		{Code: "InvalidParam.Ipv6SourceCidrIp", When: anyPermission(ipv6SourceMalformed), Refuses: page("Ipv6SourceCidrIp"),
			Answers: model.Inferred("the row says only %s; its code names the parameter"), Sentence: "Ipv6SourceCidrIp is no IPv6 address or CIDR block.",
			Break: model.Break{Set: model.Params{"Ipv6SourceCidrIp": "10.0.0.0/8"}}},
		{Code: "InvalidParam.Ipv6DestCidrIp", When: anyPermission(ipv6DestMalformed), Refuses: page("Ipv6DestCidrIp"),
			Answers: model.Inferred("the row says only %s; its code names the parameter"), Sentence: "Ipv6DestCidrIp is no IPv6 address or CIDR block.",
			Break: model.Break{Set: model.Params{"Ipv6DestCidrIp": "10.0.0.0/8"}}},
		{Code: "InvalidParam.Ipv4ProtocolConflictWithIpv6Address", When: anyPermission(icmpWithIpv6), Refuses: model.Inferred("the code says so"),
			Answers: model.Inferred("the row says only %s; its code says what conflicts"), Sentence: "ICMP stands beside an IPv6 address.",
			Break: model.Break{Set: model.Params{"IpProtocol": "icmp", "PortRange": "-1/-1", "Ipv6SourceCidrIp": "2001:db8::/32"}}},
		{Code: "InvalidParam.Ipv6ProtocolConflictWithIpv4Address", When: anyPermission(icmp6WithIpv4), Refuses: model.Inferred("the code says so"),
			Answers: model.Inferred("the row says only %s; its code says what conflicts"), Sentence: "ICMPv6 stands beside an IPv4 address.",
			Break: model.Break{Set: model.Params{"IpProtocol": "icmpv6", "PortRange": "-1/-1", "SourceCidrIp": "10.0.0.0/8"}}},
		{Code: "InvalidParamter.Conflict", Row: 27, When: anyPermission(sourceIsDestination), Refuses: page("row 27"), Answers: page("row 27"),
			Sentence: "SourceCidrIp and DestCidrIp are equal.",
			Break:    model.Break{Set: model.Params{"SourceCidrIp": "10.0.0.0/8", "DestCidrIp": "10.0.0.0/8"}}},
		{Code: "InvalidPolicy.Malformed", When: anyPermission(policyUnknown), Refuses: page("Policy"), Answers: page("row 8"),
			Sentence: "Policy is neither accept nor drop in any case of letters.",
			Break:    model.Break{Set: model.Params{"Policy": "allow"}}},
		{Code: "InvalidPriority.Malformed", When: anyPermission(priorityNoNumber), Refuses: page("Priority"),
			Answers: model.Inferred("rows 16 and 17 have one text; that a malformed priority is no number follows from their codes"), Sentence: "Priority is no number.",
			Break: model.Break{Set: model.Params{"Priority": "high"}}},
		{Code: "InvalidPriority.ValueNotSupported", When: anyPermission(priorityOutside), Refuses: page("Priority"),
			Answers:  model.Inferred("rows 16 and 17 have one text; that an unsupported priority is a number follows from their codes"),
			Sentence: "Priority is a number outside 1 to 100.",
			Break:    model.Break{Set: model.Params{"Priority": "101"}}},
		// Row 21 has code and status of row 9, and says the same in other words.
		{Code: "InvalidNicType.ValueNotSupported", Row: 9, When: anyPermission(nicTypeUnknown), Refuses: page("NicType"), Answers: page("row 9"),
			Sentence: "NicType is neither internet nor intranet.",
			Break:    model.Break{Set: model.Params{"NicType": "extranet"}}},
		{Code: "InvalidSecurityGroupDiscription.Malformed", When: anyPermission(ruleDescriptionTooLong), Refuses: page("Description"), Answers: page("row 22"),
			Sentence: "Description is longer than 512 characters.",
			Break:    model.Break{Set: model.Params{"Description": strings.Repeat("a", 513)}}},
		{Code: "InvalidParamter.Conflict", Row: 12, When: anyPermission(in.itself), Refuses: page("row 12"), Answers: page("row 12"),
			Sentence: "SourceGroupId is the group itself.",
			Break:    model.Break{Set: model.Params{"SecurityGroupId": "$sg1", "SourceGroupId": "$sg1"}}},
	}
}

// permissionStateRules are the rules on what the call names.
func permissionStateRules() []model.Rule {
	page, in := authorizePage, ingress()
	unlike := model.Inferred("rows 19 and 20 have one text and status, and the page prefers neither")
	return []model.Rule{
		model.UnknownRegion(),
		{Code: "InvalidSecurityGroupId.NotFound", When: ecs.GroupUnknown, Refuses: page("row 1"), Answers: page("row 1"),
			Sentence: "The account has no such group in the region.",
			Break:    model.Break{Set: model.Params{"SecurityGroupId": "sg-none"}}},
		{Code: "InvalidSourceGroupId.NotFound", When: anyPermission(in.unknown), Refuses: page("row 2"),
			Answers: model.Inferred("rows 2 and 14 say the same; row 2 has the status of an unknown id"), Sentence: "SourceGroupId is no group of the account in the region.",
			Break: model.Break{Set: model.Params{"SourceGroupId": "sg-none"}}},
		{Code: "InvalidSourceGroup.NotFound", When: anyPermission(in.unknown), Refuses: page("row 14"),
			Answers: model.Inferred("rows 2 and 14 say the same; row 2 has the status of an unknown id"), Sentence: "SourceGroupId is no group of the account in the region.",
			Shadowed: "InvalidSourceGroupId.NotFound has the same condition and stands before it.",
			Break:    model.Break{Set: model.Params{"SourceGroupId": "sg-none"}}},
		{Code: "InvalidPrefixListId.NotFound", When: in.givesPrefixList, Refuses: page("row 39"), Answers: page("row 39"),
			Sentence: "SourcePrefixListId is no prefix list; no world has any.",
			Break:    model.Break{Set: model.Params{"SourcePrefixListId": "pl-none"}}},
		{Code: "InvalidOperation.ResourceManagedByCloudProduct", Needs: ecs.TheGroups, When: groupManaged, Says: ecs.ManagedText,
			Refuses:  model.Documented("Managed security groups guide (2021 to 2026)"),
			Answers:  model.Inferred("the row says only %s; its code is the one that the guide's other operations answer"),
			Sentence: "The group is managed by a cloud product.",
			Break:    model.Break{Set: model.Params{"SecurityGroupId": "$sgmanaged"}}},
		{Code: "InvalidNetworkType.Mismatch", Needs: ecs.TheGroups, When: anyPermission(in.otherNetworkType), Refuses: page("row 19"), Answers: unlike,
			Sentence: "One of the two groups is in a VPC, the other in the classic network.",
			Break:    model.Break{Set: model.Params{"SecurityGroupId": "$sg1", "SourceGroupId": "$sgclassic"}}},
		{Code: "InvalidNetworkType.Conflict", Needs: ecs.TheGroups, When: anyPermission(in.otherNetworkType), Refuses: page("row 20"), Answers: unlike,
			Sentence: "One of the two groups is in a VPC, the other in the classic network.",
			Shadowed: "InvalidNetworkType.Mismatch has the same condition and stands before it.",
			Break:    model.Break{Set: model.Params{"SecurityGroupId": "$sg1", "SourceGroupId": "$sgclassic"}}},
		{Code: "InvalidSourceGroupId.Mismatch", Row: 13, Needs: ecs.TheGroups, When: anyPermission(in.otherVpc), Refuses: page("row 13"), Answers: page("row 13"),
			Sentence: "The two groups are in different VPCs.",
			Break:    model.Break{Set: model.Params{"SecurityGroupId": "$sg1", "SourceGroupId": "$sg3"}}},
		{Code: "InvalidSourceGroupId.Mismatch", Row: 5, Needs: ecs.TheGroups, When: anyPermission(in.needsIntranet),
			Refuses: page("SourceGroupId"), Answers: page("row 5"),
			Sentence: "SourceGroupId is given without SourceCidrIp, and NicType is not intranet.",
			Break:    model.Break{Set: model.Params{"SecurityGroupId": "$sg1", "SourceGroupId": "$sg2", "NicType": "internet"}, Drop: []string{"SourceCidrIp"}}},
		{Code: "AuthorizationLimitExceed", Limit: true, Needs: ecs.TheGroups, When: in.quotaReached, Refuses: page("row 11"), Answers: page("row 11"),
			Sentence: "The group has as many rules as its quota allows.", Break: model.Break{World: ecs.WorldQuota, Set: model.Params{"SecurityGroupId": "$sgrules"}}},
	}
}
