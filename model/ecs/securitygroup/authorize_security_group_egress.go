package securitygroup

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// authorizeSecurityGroupEgress: table of 2021. A rule that the group has already is
// accepted and adds nothing, as on the way in.
func authorizeSecurityGroupEgress() model.Operation {
	out := egress()
	return model.Operation{
		Name:  "AuthorizeSecurityGroupEgress",
		Known: model.StatedBy("AuthorizeSecurityGroupEgress page (2021)"),
		Plain: model.Params{"IpProtocol": "tcp", "PortRange": "22/22", "DestCidrIp": "0.0.0.0/0"},
		Trials: model.Trials{
			Shapes: model.Varied("", "DestGroupId=$g2"),
			Combinations: append(model.Varied("ClientToken="+model.SampleToken+" PortRange=23/23"),
				model.Variation{Drop: []string{"DestCidrIp"}, Set: model.Params{"DestGroupId": "sg-none"}}),
		},
		Weight: model.Weight{Cards: 1, Why: "rules on the way out", Order: 101},
		Params: append(out.flatParams(), model.ListOf("Permissions")),
		Rules:  slices.Concat(egressFormats(egressPage), egressRelations(egressPage), egressLast()),
		Left: append(unread("LimitExceed.PrefixListAssociationResource", "InvalidParam.PrefixListAddressFamilyMismatch",
			"NotSupported.ClassicNetworkPrefixList"),
			model.Left{Code: "InvalidNicType.Mismatch", Why: "no source says which authorization record a nic type can conflict with"},
			model.Left{Code: "InvalidSecurityGroup.InvalidNetworkType", Why: "the model keeps no ClassicLink"},
			model.Left{Code: "InvalidParamter.Conflict", HTTP: 403, Why: "InvalidSecurityGroup.IsSame says the same of the destination, by its name"},
		),
		Effects: []model.Effect{
			{Name: "Permissions", Do: out.add, SeenBy: "DescribeSecurityGroupAttribute.Permissions",
				Basis: model.Inferred("AuthorizeSecurityGroup page (2026): an existing rule is accepted and not added; the sibling page says nothing else")},
			{Name: "DestGroupId", When: out.names, Do: out.refer, SeenBy: model.NotSeen,
				Basis: model.Documented("DeleteSecurityGroup page (2025-03-12), row 4")},
		},
	}
}

func egressPage(row string) model.Basis {
	return model.Documented("AuthorizeSecurityGroupEgress page (2021), " + row)
}

func egressFormats(page func(string) model.Basis) []model.Rule {
	m, out := rowMaker{page: page}, egress()
	noPeer := m.of("row 18", "MissingParameter.Dest", out.nobody, nil, "A rule has no destination.")
	noPeer.Break = model.Break{Drop: []string{"DestCidrIp"}}
	blank := behind(m.at(29, "MissingParameter", out.nobody, nil, "A rule has no destination."), "MissingParameter.Dest")
	blank.Break = noPeer.Break
	ports := m.of("row 19", "InvalidParam.PortRange", portRangeMalformed, model.Params{"PortRange": "22"},
		"PortRange is absent, or is neither -1/-1 nor a range of ports from 1 to 65535 in ascending order.")
	rules := []model.Rule{
		ecs.TokenRule(),
		{Code: "MissingParameter", Row: model.CommonRow, When: model.MandatoryMissing, Says: model.NameOfMissing,
			Refuses:  model.Documented("the page marks the parameter as required"),
			Answers:  model.Inferred("the page has the code with a text about the destination; the common text names the parameter"),
			Sentence: "RegionId or SecurityGroupId is absent or empty."},
		noPeer, blank, malformedGroupId(),
		m.of("row 20", "InvalidIpProtocol.ValueNotSupported", protocolUnknown, model.Params{"IpProtocol": "sctp"},
			"IpProtocol is absent, or is none of TCP, UDP, ICMP, ICMPv6, GRE and ALL in any case of letters."),
		m.of("row 4", "InvalidIpProtocol.Malformed", portRangeMalformed, model.Params{"PortRange": "22"},
			"PortRange is absent, or is neither -1/-1 nor a range of ports from 1 to 65535 in ascending order."),
		behind(ports, "InvalidIpProtocol.Malformed"),
		m.of("row 3", "OperationDenied", portsNotOfProtocol, icmp(model.Params{"PortRange": "22/22"}),
			"IpProtocol is unknown, or PortRange is -1/-1 for TCP or UDP, or ports for another protocol."),
		m.at(5, "InvalidDestCidrIp.Malformed", destCidrMalformed, model.Params{"DestCidrIp": "10.0.0.0/33"}, "DestCidrIp is no IPv4 address or CIDR block."),
		behind(m.at(13, "InvalidDestCidrIp.Malformed", destCidrMalformed, model.Params{"DestCidrIp": "10.0.0.0/33"},
			"DestCidrIp is no IPv4 address or CIDR block."), "Row 5"),
	}
	rules = append(rules, m.formats()...)
	rules = append(rules, m.bothFamilies()...)
	return append(rules,
		m.at(36, "InvalidParamter.Conflict", sourceIsDestination, model.Params{"SourceCidrIp": "10.0.0.0/8", "DestCidrIp": "10.0.0.0/8"},
			"SourceCidrIp and DestCidrIp are equal."),
		m.of("row 34", "InvalidSecurityGroup.IsSame", out.itself, model.Params{"SecurityGroupId": "$sg1", "DestGroupId": "$sg1"},
			"DestGroupId is the group itself."),
	)
}

func egressRelations(page func(string) model.Basis) []model.Rule {
	m, out := rowMaker{page: page}, egress()
	needs := func(r model.Rule) model.Rule { r.Needs = ecs.TheGroups; return r }
	classic := model.Params{"SecurityGroupId": "$sg1", "DestGroupId": "$sgclassic"}
	unlike := m.at(12, "InvalidNetworkType.Conflict", out.otherNetworkType, classic, "One of the two groups is in a VPC, the other in the classic network.")
	cut := behind(m.at(14, "InvalidNetworkType.Conflict", out.otherNetworkType, classic, unlike.Sentence), "Row 12")
	unknown := m.of("row 2", "InvalidDestGroupId.NotFound", out.unknown, model.Params{"DestGroupId": "sg-none"},
		"DestGroupId is no group of the account in the region.")
	unknown.Answers = model.Inferred("rows 2 and 9 say the same; row 2 has the status of an unknown id")
	nic := m.at(28, "InvalidDestGroupId.Mismatch", out.needsIntranet, nil, "DestGroupId is given without DestCidrIp, and NicType is not intranet.")
	nic.Break = model.Break{Set: model.Params{"SecurityGroupId": "$sg1", "DestGroupId": "$sg2", "NicType": "internet"}, Drop: []string{"DestCidrIp"}}
	return []model.Rule{
		model.UnknownRegion(),
		{Code: "InvalidSecurityGroupId.NotFound", When: ecs.GroupUnknown, Refuses: page("row 1"), Answers: page("row 1"),
			Sentence: "The account has no such group in the region.", Break: model.Break{Set: model.Params{"SecurityGroupId": "sg-none"}}},
		unknown,
		behind(m.of("row 9", "InvalidDestGroup.NotFound", out.unknown, model.Params{"DestGroupId": "sg-none"}, unknown.Sentence), "InvalidDestGroupId.NotFound"),
		{Code: "InvalidPrefixListId.NotFound", When: out.givesPrefixList, Refuses: page("row 40"), Answers: page("row 40"),
			Sentence: "DestPrefixListId is no prefix list; no world has any.", Break: model.Break{Set: model.Params{"DestPrefixListId": "pl-none"}}},
		managed(guide()), needs(unlike), needs(cut),
		needs(m.at(31, "InvalidDestGroupId.Mismatch", out.otherVpc, model.Params{"SecurityGroupId": "$sg1", "DestGroupId": "$sg3"},
			"The two groups are in different VPCs.")),
		needs(nic),
		{Code: "AuthorizationLimitExceed", Limit: true, Needs: ecs.TheGroups, When: out.quotaReached, Refuses: page("row 30"), Answers: page("row 30"),
			Sentence: "The group has as many rules as its quota allows.", Break: model.Break{World: ecs.WorldQuota, Set: model.Params{"SecurityGroupId": "$sgrules"}}},
	}
}

// egressLast are the faults of the page.
func egressLast() []model.Rule {
	return []model.Rule{
		{Code: "InternalError", Fault: true, Refuses: egressPage("row 33"), Answers: egressPage("row 33"), Sentence: "The service failed."},
		{Code: "InvalidGressFlow.Malformed", Fault: true, Refuses: egressPage("row 37"), Answers: egressPage("row 37"),
			Sentence: "The service failed (the message says so)."},
	}
}
