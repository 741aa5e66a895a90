package securitygroup

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// modifySecurityGroupRule: table of 2021, parameters of 2026. The page of 2021 names
// the rule by its properties and changes its description; later copies name it by
// its id, and change what else the call gives. Which of the later conditions are
// refused with which row is not known: the table is older.
func modifySecurityGroupRule() model.Operation {
	in := ingress()
	page := func(row string) model.Basis { return model.Documented("ModifySecurityGroupRule page (2021), " + row) }
	return model.Operation{
		Name:   "ModifySecurityGroupRule",
		Known:  model.StatedBy("ModifySecurityGroupRule pages (2021 and 2026)"),
		Plain:  model.Params{"IpProtocol": "tcp", "PortRange": "22/22", "SourceCidrIp": "0.0.0.0/0", "Description": "for all"},
		Trials: model.Trials{Shapes: model.Varied(""), Combinations: model.Varied("ClientToken=" + model.SampleToken + " PortRange=23/23")},
		Weight: model.Weight{Cards: 1, Why: "a rule changes where it stands", Order: 104},
		Params: append(in.flatParams(), model.Optional("SecurityGroupRuleId")),
		Rules:  slices.Concat(ruleFormats(page), ruleRelations(page)),
		Effects: []model.Effect{
			{Name: "Rule", Do: in.modify, SeenBy: "DescribeSecurityGroupAttribute.Permissions",
				Basis: model.Documented("ModifySecurityGroupRule page (2021): the description; copies of 2026: the properties, by the id")},
		},
		Left: append(unread(),
			model.Left{Code: "InvalidNicType.Mismatch", Why: "no source says which authorization record a nic type can conflict with"},
			model.Left{Code: "AuthorizationLimitExceed", Why: "a change adds no rule"},
			model.Left{Code: "MissingParameter", Why: "MissingParameter.Source says the same and is the narrower code; without an id the rule is then not found"},
		),
	}
}

func ruleFormats(page func(string) model.Basis) []model.Rule {
	in := ingress()
	m := rowMaker{page: page}
	byProperties := rowMaker{page: page, only: model.Not(model.Given("SecurityGroupRuleId"))}
	noPeer := byProperties.at(22, "MissingParameter.Source", in.nobody, nil, "The rule has no source, and no id.")
	noPeer.Break = model.Break{Drop: []string{"SourceCidrIp"}}
	again := behind(byProperties.at(33, "MissingParameter.Source", in.nobody, nil, noPeer.Sentence), "Row 22")
	again.Break = noPeer.Break
	rules := []model.Rule{
		ecs.TokenRule(),
		{Code: "MissingParameter", Row: model.CommonRow, When: model.MandatoryMissing, Says: model.NameOfMissing,
			Refuses:  model.Documented("the page marks the parameter as required"),
			Answers:  model.Inferred("the page has the code with a text about the source; the common text names the parameter"),
			Sentence: "RegionId or SecurityGroupId is absent or empty."},
		noPeer, again, malformedGroupId(),
		m.of("row 23", "InvalidIpProtocol.ValueNotSupported", protocolUnfit, model.Params{"IpProtocol": "sctp"},
			"IpProtocol is none of TCP, UDP, ICMP, ICMPv6, GRE and ALL in any case of letters, or is absent without an id."),
		m.of("row 4", "InvalidIpProtocol.Malformed", portsUnlikeRanges, model.Params{"PortRange": "22"},
			"PortRange is neither -1/-1 nor a range of ports from 1 to 65535 in ascending order, or is absent without an id."),
		m.of("row 3", "OperationDenied", pairUnfit, icmp(model.Params{"PortRange": "22/22"}),
			"IpProtocol and PortRange are both given and do not fit each other."),
		m.of("row 6", "InvalidSourceCidrIp.Malformed", sourceCidrMalformed, model.Params{"SourceCidrIp": "10.0.0.0/33"},
			"SourceCidrIp is no IPv4 address or CIDR block."),
	}
	rules = append(rules, m.formats()...)
	rules = append(rules, m.bothFamilies()...)
	return append(rules, m.of("row 12", "InvalidParamter.Conflict", in.itself, model.Params{"SecurityGroupId": "$sg1", "SourceGroupId": "$sg1"},
		"SourceGroupId is the group itself."))
}

func protocolUnfit(r *model.Request, p ecs.Permission) bool {
	return (p.IpProtocol != "" || !r.Has("SecurityGroupRuleId")) && protocolUnknown(r, p)
}

func portsUnlikeRanges(r *model.Request, p ecs.Permission) bool {
	return (p.PortRange != "" || !r.Has("SecurityGroupRuleId")) && ecs.PortsMalformed(p.PortRange)
}

func pairUnfit(r *model.Request, p ecs.Permission) bool {
	return p.IpProtocol != "" && p.PortRange != "" && portsNotOfProtocol(r, p)
}

func ruleRelations(page func(string) model.Basis) []model.Rule {
	m, in := rowMaker{page: page}, ingress()
	needs := func(r model.Rule) model.Rule { r.Needs = ecs.TheGroups; return r }
	unknown := m.of("row 2", "InvalidSourceGroupId.NotFound", in.unknown, model.Params{"SourceGroupId": "sg-none"},
		"SourceGroupId is no group of the account in the region.")
	unknown.Answers = model.Inferred("rows 2 and 14 say the same; row 2 has the status of an unknown id")
	nic := m.at(5, "InvalidSourceGroupId.Mismatch", in.needsIntranet, nil, "SourceGroupId is given without SourceCidrIp, and NicType is not intranet.")
	nic.Break = model.Break{Set: model.Params{"SecurityGroupId": "$sg1", "SourceGroupId": "$sg2", "NicType": "internet"}, Drop: []string{"SourceCidrIp"}}
	return []model.Rule{
		model.UnknownRegion(),
		{Code: "InvalidSecurityGroupId.NotFound", When: ecs.GroupUnknown, Refuses: page("row 1"), Answers: page("row 1"),
			Sentence: "The account has no such group in the region.", Break: model.Break{Set: model.Params{"SecurityGroupId": "sg-none"}}},
		unknown,
		behind(m.of("row 14", "InvalidSourceGroup.NotFound", in.unknown, model.Params{"SourceGroupId": "sg-none"}, unknown.Sentence),
			"InvalidSourceGroupId.NotFound"),
		{Code: "InvalidPrefixListId.NotFound", When: in.givesPrefixList, Refuses: page("row 35"), Answers: page("row 35"),
			Sentence: "SourcePrefixListId is no prefix list; no world has any.", Break: model.Break{Set: model.Params{"SourcePrefixListId": "pl-none"}}},
		managed(guide()),
		needs(m.of("row 19", "InvalidNetworkType.Mismatch", in.otherNetworkType, model.Params{"SecurityGroupId": "$sg1", "SourceGroupId": "$sgclassic"},
			"One of the two groups is in a VPC, the other in the classic network.")),
		needs(m.at(13, "InvalidSourceGroupId.Mismatch", in.otherVpc, model.Params{"SecurityGroupId": "$sg1", "SourceGroupId": "$sg3"},
			"The two groups are in different VPCs.")),
		needs(nic),
		{Code: "SecurityGroupRule.NotFound", Needs: ecs.TheGroups, When: in.noRule, Refuses: page("row 21"), Answers: page("row 21"),
			Sentence: "The group has no rule with these properties, or none with the id."},
		{Code: "InternalError", Fault: true, Refuses: page("row 18"), Answers: page("row 18"), Sentence: "The service failed."},
	}
}

// named returns the position of the rule that the call names, or -1.
func (g gress) named(r *model.Request) int {
	of := ecs.GroupsOf(r)[0]
	if r.Has("SecurityGroupRuleId") {
		if at, known := byId(r, "SecurityGroupRuleId"); known {
			return at[0]
		}
		return -1
	}
	return matching(of, ecs.Permissions(r)[0].Settled(of, g.direction))
}

func (g gress) noRule(r *model.Request) bool { return g.named(r) < 0 }

// modify changes the rule: by its properties the description, by its id all that
// the call gives. An id and a time stay.
func (g gress) modify(r *model.Request) {
	of, at := ecs.GroupsOf(r)[0], g.named(r)
	if at < 0 {
		return
	}
	rules := of.Permissions()
	before := of.Permissions()
	given := ecs.Permissions(r)[0]
	if r.Has("SecurityGroupRuleId") {
		rules[at] = rules[at].Changed(given)
	} else {
		rules[at].Description = given.Description
	}
	ecs.ChangeGroup(r, of, func(of *ecs.SecurityGroup) { of.ReplaceRules(rules) })
	ecs.NotePeers(r, of.SecurityGroupId, before)
}
