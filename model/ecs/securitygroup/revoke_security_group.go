package securitygroup

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// revokeSecurityGroup: pages of 2021 and 2025. A rule that the group does not have
// is removed with success, unless it is named by its id.
func revokeSecurityGroup() model.Operation {
	in := ingress()
	return model.Operation{
		Name:  "RevokeSecurityGroup",
		Known: model.StatedBy("RevokeSecurityGroup pages (2021 and 2025)"),
		Plain: model.Params{"IpProtocol": "tcp", "PortRange": "22/22", "SourceCidrIp": "0.0.0.0/0"},
		Trials: model.Trials{
			Shapes: model.Varied("", "SourceGroupId=$g2"),
			Combinations: append(model.Varied("ClientToken="+model.SampleToken+" PortRange=23/23", "NicType=internet"),
				model.Variation{Drop: []string{"SourceCidrIp"}, Set: model.Params{"SourceGroupId": "sg-none"}}),
		},
		Weight:  model.Weight{Cards: 1, Why: "what was authorized goes", Order: 102},
		Params:  append(in.flatParams(), model.ListOf("Permissions"), model.ListOf("SecurityGroupRuleId")),
		Rules:   slices.Concat(revokeFormats(), revokeRelations()),
		Effects: in.revocations("RevokeSecurityGroup pages of 2021 and 2025"),
		Left: append(unread("NotSupported.ClassicNetworkPrefixList"),
			model.Left{Code: "InvalidGroupAuthItem.NotFound", Why: "both editions say that a rule which does not exist is removed with success"},
			model.Left{Code: "InvalidSecurityGroupRule.RuleNotExist", Why: "both editions say that a rule which does not exist is removed with success"},
			model.Left{Code: "InvalidOperation.SecurityGroupNotAuthorized", Why: "groups of other accounts are not found at all"},
		),
	}
}

// revocations are the effects of both directions.
func (g gress) revocations(pages string) []model.Effect {
	return []model.Effect{
		{Name: "Permissions", When: g.removes, Do: g.revoke, Maybe: g.otherPriority, SeenBy: "DescribeSecurityGroupAttribute.Permissions",
			Basis: model.Documented(pages + ": the rule that the parameters name is deleted; without one the call succeeds and nothing is deleted")},
	}
}

// otherPriority: a rule that the call names has another priority than the call
// says. Pages list Priority among the parameters and do not say whether it tells
// rules apart.
func (g gress) otherPriority(r *model.Request) bool {
	of := ecs.GroupsOf(r)[0]
	return slices.ContainsFunc(ecs.Permissions(r), func(p ecs.Permission) bool {
		p = p.Settled(of, g.direction)
		at := matching(of, p)
		return at >= 0 && of.Permissions()[at].Priority != p.Priority
	})
}

// removed are the positions of the rules that the call names.
func (g gress) removed(r *model.Request) []int {
	of := ecs.GroupsOf(r)[0]
	gone, _ := byId(r, "SecurityGroupRuleId")
	for _, p := range ecs.Permissions(r) {
		if at := matching(of, p.Settled(of, g.direction)); at >= 0 && len(r.List("SecurityGroupRuleId")) == 0 {
			gone = append(gone, at)
		}
	}
	return slices.DeleteFunc(gone, func(at int) bool { return of.Permissions()[at].Direction != g.direction })
}

func (g gress) removes(r *model.Request) bool { return len(g.removed(r)) > 0 }

// revoke removes the rules that the call names.
func (g gress) revoke(r *model.Request) {
	of := ecs.GroupsOf(r)[0]
	before, gone := of.Permissions(), g.removed(r)
	var kept []ecs.Permission
	for i, p := range before {
		if !slices.Contains(gone, i) {
			kept = append(kept, p)
		}
	}
	ecs.ChangeGroup(r, of, func(of *ecs.SecurityGroup) { of.ReplaceRules(kept) })
	ecs.NotePeers(r, of.SecurityGroupId, before)
}

// revokeFormats are the rows about the request alone. A call that names rules by
// their ids needs nothing else.
func revokeFormats() []model.Rule {
	in := ingress()
	named := model.Not(model.Given("SecurityGroupRuleId"))
	said := func(r model.Rule, breaks func(*model.Request, ecs.Permission) bool, set model.Params) model.Rule {
		r.When, r.Break = model.Both(named, anyPermission(breaks)), model.Break{Set: set}
		return r
	}
	noPeer := said(model.Rule{Code: "MissingParameter.Source"}, in.nobody, nil)
	noPeer.Break = model.Break{Drop: []string{"SourceCidrIp"}}
	blank := said(model.Rule{Code: "MissingParameter", Row: 9, Shadowed: "MissingParameter.Source has the same condition and stands before it."}, in.nobody, nil)
	blank.Break = noPeer.Break
	noPorts := said(model.Rule{Code: "InvalidPortRange.Malformed"}, portsAbsent, nil)
	noPorts.Break = model.Break{Drop: []string{"PortRange"}}
	return []model.Rule{
		ecs.TokenRule(),
		{Code: "MissingParameter", Row: model.CommonRow, When: model.MandatoryMissing, Says: model.NameOfMissing,
			Refuses:  model.Documented("the page marks the parameter as required"),
			Answers:  model.Inferred("the page has the code with a text about the source; the common text names the parameter"),
			Sentence: "RegionId or SecurityGroupId is absent or empty."},
		{Code: "InvalidParam.Permissions", When: model.Both(model.Given("SecurityGroupRuleId"), permissionsListed),
			Break: model.Break{Set: model.Params{"SecurityGroupRuleId.1": "sgr-none", "Permissions.1.IpProtocol": "tcp"}}},
		{Code: "InvalidParam.SecurityGroupRuleIdRepeated", When: ruleIdTwice,
			Break: model.Break{Set: model.Params{"SecurityGroupRuleId.1": "sgr-none", "SecurityGroupRuleId.2": "sgr-none"}}},
		{Code: "InvalidParam.DuplicatePermissions", When: model.Both(named, permissionTwice), Break: model.Break{Set: twoPermissions()}},
		noPeer, blank, malformedGroupId(),
		said(model.Rule{Code: "InvalidIpProtocol.ValueNotSupported", Row: 16}, protocolUnknown, model.Params{"IpProtocol": "sctp"}),
		said(model.Rule{Code: "InvalidIpProtocol.ValueNotSupported", Row: 3, Shadowed: "Row 16 has the same condition and stands before it."},
			protocolUnknown, model.Params{"IpProtocol": "sctp"}),
		noPorts,
		said(model.Rule{Code: "InvalidParam.PortRange", Says: model.Always("Permissions.N.PortRange")}, listedPortsMalformed,
			model.Params{"Permissions.1.IpProtocol": "tcp", "Permissions.1.PortRange": "22", "Permissions.1.SourceCidrIp": "10.0.0.0/8"}),
		said(model.Rule{Code: "InvalidIpPortRange.Malformed"}, portsUnfit, model.Params{"PortRange": "22"}),
		said(model.Rule{Code: "InvalidSourceCidrIp.Malformed"}, sourceCidrMalformed, model.Params{"SourceCidrIp": "10.0.0.0/33"}),
		said(model.Rule{Code: "InvalidDestCidrIp.Malformed"}, destCidrMalformed, model.Params{"DestCidrIp": "10.0.0.0/33"}),
		said(model.Rule{Code: "InvalidParam.SourceIp", Says: familiesText("Source")}, sourceOfBothFamilies,
			model.Params{"SourceCidrIp": "10.0.0.0/8", "Ipv6SourceCidrIp": "2001:db8::/32"}),
		said(model.Rule{Code: "InvalidParam.DestIp", Says: familiesText("Dest")}, destOfBothFamilies,
			model.Params{"DestCidrIp": "10.1.0.0/16", "Ipv6DestCidrIp": "2001:db8::/32"}),
		withoutCidr(said(model.Rule{Code: "InvalidParam.Ipv6SourceCidrIp"}, ipv6SourceMalformed, model.Params{"Ipv6SourceCidrIp": "10.0.0.0/8"})),
		said(model.Rule{Code: "InvalidParam.Ipv6DestCidrIp"}, ipv6DestMalformed, model.Params{"Ipv6DestCidrIp": "10.0.0.0/8"}),
		withoutCidr(said(model.Rule{Code: "InvalidParam.Ipv4ProtocolConflictWithIpv6Address"}, icmpWithIpv6, icmp(model.Params{"Ipv6SourceCidrIp": "2001:db8::/32"}))),
		said(model.Rule{Code: "InvalidParam.Ipv6ProtocolConflictWithIpv4Address"}, icmp6WithIpv4, icmp6(model.Params{"SourceCidrIp": "10.0.0.0/8"})),
		said(model.Rule{Code: "InvalidSourcePortRange.Malformed"}, sourcePortsMalformed, model.Params{"SourcePortRange": "22"}),
		said(model.Rule{Code: "InvalidPolicy.Malformed"}, policyUnknown, model.Params{"Policy": "allow"}),
		splitPriority(said(model.Rule{Code: "InvalidPriority.Malformed"}, priorityNoNumber, model.Params{"Priority": "high"})),
		splitPriority(said(model.Rule{Code: "InvalidPriority.ValueNotSupported"}, priorityOutside, model.Params{"Priority": "101"})),
		said(model.Rule{Code: "InvalidNicType.ValueNotSupported"}, nicTypeUnknown, model.Params{"NicType": "extranet"}),
		said(model.Rule{Code: "InvalidSecurityGroupDiscription.Malformed"}, ruleDescriptionTooLong, longDescription()),
		said(model.Rule{Code: "InvalidParamter.Conflict"}, in.itself, model.Params{"SecurityGroupId": "$sg1", "SourceGroupId": "$sg1"}),
	}
}

// revokeRelations are the rows about what the call names.
func revokeRelations() []model.Rule {
	in, groups := ingress(), ecs.TheGroups
	return []model.Rule{
		model.UnknownRegion(),
		{Code: "InvalidSecurityGroupId.NotFound", When: ecs.GroupUnknown, Break: model.Break{Set: model.Params{"SecurityGroupId": "sg-none"}}},
		{Code: "InvalidSourceGroupId.NotFound", When: anyPermission(in.unknown), Break: model.Break{Set: model.Params{"SourceGroupId": "sg-none"}}},
		{Code: "InvalidPrefixListId.NotFound", When: in.givesPrefixList, Break: model.Break{Set: model.Params{"SourcePrefixListId": "pl-none"}}},
		managed(guide()),
		{Code: "InvalidSourceGroupId.Mismatch", Needs: groups, When: anyPermission(in.otherVpc),
			Break: model.Break{Set: model.Params{"SecurityGroupId": "$sg1", "SourceGroupId": "$sg3"}}},
		{Code: "InvalidGroupAuthParameter.OperationDenied", Needs: groups, When: groupOfEnterprise,
			Break: model.Break{Set: model.Params{"SecurityGroupId": "$esg1", "SourceGroupId": "$sg1"}}},
		{Code: "InvalidNicType.Mismatch", Needs: groups, When: anyPermission(in.otherNicType),
			Refuses: model.Inferred("the row says that the nic type conflicts with the record; that AuthorizeSecurityGroup accepts internet " +
				"in a VPC (observed) does not say that RevokeSecurityGroup does"),
			Answers:  model.Inferred("the row says that the nic type conflicts with the record"),
			Sentence: "The group has the rule, and for the other kind of network interface."},
		{Code: "InvalidParam.SecurityGroupRuleId", Needs: groups, When: ruleIdUnknown, Break: model.Break{Set: model.Params{"SecurityGroupRuleId.1": "sgr-none"}}},
		{Code: "InvalidSecurityGroupRuleId.NotFound", Needs: groups, When: ruleIdUnknown, Break: model.Break{Set: model.Params{"SecurityGroupRuleId.1": "sgr-none"}},
			Shadowed: "InvalidParam.SecurityGroupRuleId has the same condition, is named by the page's note of 2024, and stands before it."},
		{Code: "InternalError", Fault: true},
	}
}

func familiesText(word string) func(*model.Request) string {
	return model.Always("The Parameters " + word + "CidrIp and Ipv6" + word + "CidrIp in Permissions cannot be set at the same time.")
}

func longDescription() model.Params {
	text := make([]byte, 513)
	for i := range text {
		text[i] = 'a'
	}
	return model.Params{"Description": string(text)}
}

// permissionsListed: the call gives Permissions.N.
func permissionsListed(r *model.Request) bool {
	for _, p := range [...]string{"IpProtocol", "PortRange", "SourceCidrIp", "SourceGroupId"} {
		if r.Has("Permissions.1." + p) {
			return true
		}
	}
	return false
}

func ruleIdTwice(r *model.Request) bool {
	ids := slices.Sorted(slices.Values(r.List("SecurityGroupRuleId")))
	return len(slices.Compact(ids)) < len(r.List("SecurityGroupRuleId"))
}

// permissionTwice: two of the call's rules are equal as they were sent.
func permissionTwice(r *model.Request) bool {
	all := ecs.Permissions(r)
	for i, p := range all {
		if slices.Contains(all[:i], p) {
			return true
		}
	}
	return false
}

func twoPermissions() model.Params {
	p := model.Params{}
	for _, n := range []string{"1", "2"} {
		p["Permissions."+n+".IpProtocol"], p["Permissions."+n+".PortRange"], p["Permissions."+n+".SourceCidrIp"] = "tcp", "22/22", "10.0.0.0/8"
	}
	return p
}

func portsAbsent(_ *model.Request, p ecs.Permission) bool { return p.PortRange == "" }

func listedPortsMalformed(r *model.Request, p ecs.Permission) bool {
	return permissionsListed(r) && p.PortRange != "" && ecs.PortsMalformed(p.PortRange)
}

// portsUnfit: the range has not the form of one, or does not fit the protocol.
func portsUnfit(r *model.Request, p ecs.Permission) bool {
	if p.PortRange == "" || listedPortsMalformed(r, p) {
		return false
	}
	return ecs.PortsMalformed(p.PortRange) || !protocolUnknown(r, p) && portsNotOfProtocol(r, p)
}

// groupOfEnterprise: a group is the source of a rule of an enterprise group.
func groupOfEnterprise(r *model.Request) bool {
	return ecs.GroupsOf(r)[0].SecurityGroupType == ecs.EnterpriseGroup && ingress().names(r)
}

func ruleIdUnknown(r *model.Request) bool {
	_, known := byId(r, "SecurityGroupRuleId")
	return !known
}
