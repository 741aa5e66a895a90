package securitygroup

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// revokeSecurityGroupEgress: table of 2021. It is older than the ids of rules, so
// that no row says what an unknown id does: it is assumed to be removed with
// success, as a rule that does not exist is.
func revokeSecurityGroupEgress() model.Operation {
	out := egress()
	return model.Operation{
		Name:  "RevokeSecurityGroupEgress",
		Known: model.StatedBy("RevokeSecurityGroupEgress page (2021)"),
		Plain: model.Params{"IpProtocol": "tcp", "PortRange": "22/22", "DestCidrIp": "0.0.0.0/0"},
		Trials: model.Trials{
			Shapes: model.Varied("", "DestGroupId=$g2"),
			Combinations: append(model.Varied("ClientToken="+model.SampleToken+" PortRange=23/23", "NicType=internet"),
				model.Variation{Drop: []string{"DestCidrIp"}, Set: model.Params{"DestGroupId": "sg-none"}}),
		},
		Weight:  model.Weight{Cards: 1, Why: "what was authorized on the way out goes", Order: 103},
		Params:  append(out.flatParams(), model.ListOf("Permissions"), model.ListOf("SecurityGroupRuleId")),
		Rules:   slices.Concat(revokeEgressFormats(), revokeEgressRelations()),
		Effects: out.revocations("RevokeSecurityGroupEgress page of 2021"),
		Left: append(unread("NotSupported.ClassicNetworkPrefixList"),
			model.Left{Code: "InvalidGroupAuthItem.NotFound", Why: "the page says that a rule which does not exist is removed with success"},
			model.Left{Code: "InvalidParamter.Conflict", Why: "InvalidSecurityGroup.IsSame says the same of the destination, by its name"},
		),
	}
}

func revokeEgressPage(row string) model.Basis {
	return model.Documented("RevokeSecurityGroupEgress page (2021), " + row)
}

func revokeEgressFormats() []model.Rule {
	m, out := rowMaker{page: revokeEgressPage, only: model.Not(model.Given("SecurityGroupRuleId"))}, egress()
	noPeer := m.of("row 16", "MissingParameter.Dest", out.nobody, nil, "A rule has no destination.")
	noPeer.Break = model.Break{Drop: []string{"DestCidrIp"}}
	blank := behind(m.at(8, "MissingParameter", out.nobody, nil, "A rule has no destination."), "MissingParameter.Dest")
	blank.Break = noPeer.Break
	bad := model.Params{"DestCidrIp": "10.0.0.0/33"}
	const block = "DestCidrIp is no IPv4 address or CIDR block."
	rules := []model.Rule{
		ecs.TokenRule(),
		{Code: "MissingParameter", Row: model.CommonRow, When: model.MandatoryMissing, Says: model.NameOfMissing,
			Refuses:  model.Documented("the page marks the parameter as required"),
			Answers:  model.Inferred("the page has the code with a text about the destination; the common text names the parameter"),
			Sentence: "RegionId or SecurityGroupId is absent or empty."},
		noPeer, blank, malformedGroupId(),
		m.at(17, "InvalidIpProtocol.ValueNotSupported", protocolUnknown, model.Params{"IpProtocol": "sctp"},
			"IpProtocol is absent, or is none of TCP, UDP, ICMP, ICMPv6, GRE and ALL in any case of letters."),
		behind(m.at(2, "InvalidIpProtocol.ValueNotSupported", protocolUnknown, model.Params{"IpProtocol": "sctp"}, "IpProtocol is unknown."), "Row 17"),
		m.of("row 3", "InvalidIpPortRange.Malformed", portsAbsentOrUnfit, model.Params{"PortRange": "22"},
			"PortRange is absent, malformed, or does not fit the protocol."),
		m.at(15, "InvalidDestCidrIp.Malformed", destCidrMalformed, bad, block),
		behind(m.at(21, "InvalidDestCidrIp.Malformed", destCidrMalformed, bad, block), "Row 15"),
		behind(m.of("row 7", "InvalidDestCidrIp.sMalformed", destCidrMalformed, bad, block), "InvalidDestCidrIp.Malformed"),
	}
	rules = append(rules, m.formats()...)
	rules = append(rules, m.bothFamilies()...)
	return append(rules, m.of("row 13", "InvalidSecurityGroup.IsSame", out.itself, model.Params{"SecurityGroupId": "$sg1", "DestGroupId": "$sg1"},
		"DestGroupId is the group itself."))
}

func portsAbsentOrUnfit(r *model.Request, p ecs.Permission) bool {
	return portsAbsent(r, p) || portsUnfit(r, p)
}

func revokeEgressRelations() []model.Rule {
	page := revokeEgressPage
	m, out := rowMaker{page: page}, egress()
	needs := func(r model.Rule) model.Rule { r.Needs = ecs.TheGroups; return r }
	nic := needs(m.of("row 5", "InvalidNicType.Mismatch", out.otherNicType, nil, "The group has the rule, and for the other kind of network interface."))
	nic.Refuses, nic.Answers = model.Inferred("the row says that the nic type conflicts with the record"), model.Inferred("as its text says")
	return []model.Rule{
		model.UnknownRegion(),
		{Code: "InvalidSecurityGroupId.NotFound", When: ecs.GroupUnknown, Refuses: page("row 1"), Answers: page("row 1"),
			Sentence: "The account has no such group in the region.", Break: model.Break{Set: model.Params{"SecurityGroupId": "sg-none"}}},
		m.of("row 4", "InvalidDestGroupId.NotFound", out.unknown, model.Params{"DestGroupId": "sg-none"}, "DestGroupId is no group of the account in the region."),
		{Code: "InvalidPrefixListId.NotFound", When: out.givesPrefixList, Refuses: page("row 33"), Answers: page("row 33"),
			Sentence: "DestPrefixListId is no prefix list; no world has any.", Break: model.Break{Set: model.Params{"DestPrefixListId": "pl-none"}}},
		managed(guide()),
		needs(m.of("row 11", "InvalidDestGroupId.Mismatch", out.otherVpc, model.Params{"SecurityGroupId": "$sg1", "DestGroupId": "$sg3"},
			"The two groups are in different VPCs.")),
		nic,
		{Code: "InternalError", Fault: true, Refuses: page("row 14"), Answers: page("row 14"), Sentence: "The service failed."},
	}
}
