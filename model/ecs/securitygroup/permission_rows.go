package securitygroup

import (
	"maps"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// What the operations that add, remove and change rules have in common.

// flatParams are the parameters of one rule, as all of these operations have them.
func (g gress) flatParams() []model.Param {
	return []model.Param{
		model.Required("RegionId"), model.Required("SecurityGroupId").Naming(ecs.TheGroups).AsOwn(),
		model.Optional("IpProtocol"), model.Optional("PortRange"), model.Optional("SourcePortRange"), model.Optional("SourceCidrIp"),
		model.Optional("Ipv6SourceCidrIp"), model.Optional("DestCidrIp"), model.Optional("Ipv6DestCidrIp"),
		model.Optional(g.word + "GroupId"), model.Optional(g.word + "GroupOwnerAccount"), model.Optional(g.word + "PrefixListId"),
		model.Optional("Policy"), model.Optional("Priority"), model.Optional("NicType"), model.Optional("Description"), model.Optional("ClientToken"),
	}
}

// A rowMaker makes rules about the permissions of a call. Its page has no
// conditions in the catalog, so that each rule says itself what the row means.
type rowMaker struct {
	page func(row string) model.Basis
	// only are the calls that the rules are about; nil for all.
	only func(*model.Request) bool
}

// of makes the rule of a row that no other row has the code of.
func (m rowMaker) of(row, code string, breaks func(*model.Request, ecs.Permission) bool, hint model.Params, sentence string) model.Rule {
	when := anyPermission(breaks)
	if m.only != nil {
		when = model.Both(m.only, when)
	}
	return model.Rule{
		Code: code, When: when, Refuses: m.page(row), Answers: m.page(row), Sentence: sentence, Break: model.Break{Set: hint},
	}
}

// at makes the rule of a numbered row.
func (m rowMaker) at(n int, code string, breaks func(*model.Request, ecs.Permission) bool, hint model.Params, sentence string) model.Rule {
	r := m.of("row "+model.NumberText(n), code, breaks, hint, sentence)
	r.Row = n
	return r
}

// vague says that the row's text is only %s, so that its code says what it means.
func vague(r model.Rule) model.Rule {
	r.Answers = model.Inferred("the row says only %s; its code names the parameter")
	return r
}

// behind says that the rule is broken only when the one before it is.
func behind(r model.Rule, first string) model.Rule {
	r.Shadowed = first + " has the same condition and stands before it."
	r.Answers = model.Inferred("two rows say the same, and the page prefers neither")
	return r
}

// icmp and icmp6 are protocols without ports.
func icmp(more model.Params) model.Params { return without(more, "icmp") }

func icmp6(more model.Params) model.Params { return without(more, "icmpv6") }

func without(more model.Params, protocol string) model.Params {
	p := model.Params{"IpProtocol": protocol, "PortRange": "-1/-1"}
	maps.Copy(p, more)
	return p
}

// formats are the rows that all tables have under one code each: the format of
// ports, addresses, policy, priority, nic type and description.
func (m rowMaker) formats() []model.Rule {
	return []model.Rule{
		m.of("SourcePortRange", "InvalidSourcePortRange.Malformed", sourcePortsMalformed, model.Params{"SourcePortRange": "22"},
			"SourcePortRange is neither -1/-1 nor a range of ports from 1 to 65535 in ascending order."),
		vague(m.of("Ipv6SourceCidrIp", "InvalidParam.Ipv6SourceCidrIp", ipv6SourceMalformed, model.Params{"Ipv6SourceCidrIp": "10.0.0.0/8"},
			"Ipv6SourceCidrIp is no IPv6 address or CIDR block.")),
		vague(m.of("Ipv6DestCidrIp", "InvalidParam.Ipv6DestCidrIp", ipv6DestMalformed, model.Params{"Ipv6DestCidrIp": "10.0.0.0/8"},
			"Ipv6DestCidrIp is no IPv6 address or CIDR block.")),
		inferredConflict(m.of("IpProtocol", "InvalidParam.Ipv4ProtocolConflictWithIpv6Address", icmpWithIpv6,
			icmp(model.Params{"Ipv6SourceCidrIp": "2001:db8::/32"}), "ICMP stands beside an IPv6 address.")),
		inferredConflict(m.of("IpProtocol", "InvalidParam.Ipv6ProtocolConflictWithIpv4Address", icmp6WithIpv4,
			icmp6(model.Params{"SourceCidrIp": "10.0.0.0/8"}), "ICMPv6 stands beside an IPv4 address.")),
		m.of("Policy", "InvalidPolicy.Malformed", policyUnknown, model.Params{"Policy": "allow"}, "Policy is neither accept nor drop in any case of letters."),
		splitPriority(m.of("Priority", "InvalidPriority.Malformed", priorityNoNumber, model.Params{"Priority": "high"}, "Priority is no number.")),
		splitPriority(m.of("Priority", "InvalidPriority.ValueNotSupported", priorityOutside, model.Params{"Priority": "101"},
			"Priority is a number outside 1 to 100.")),
		m.of("NicType", "InvalidNicType.ValueNotSupported", nicTypeUnknown, model.Params{"NicType": "extranet"}, "NicType is neither internet nor intranet."),
		m.of("Description", "InvalidSecurityGroupDiscription.Malformed", ruleDescriptionTooLong, model.Params{"Description": strings.Repeat("a", 513)},
			"Description is longer than 512 characters."),
	}
}

// withoutCidr leaves the plain call's IPv4 source out of the hint.
func withoutCidr(r model.Rule) model.Rule {
	r.Break.Drop = []string{"SourceCidrIp"}
	return r
}

func inferredConflict(r model.Rule) model.Rule {
	r.Refuses = model.Inferred("the code says so")
	return vague(r)
}

func splitPriority(r model.Rule) model.Rule {
	r.Answers = model.Inferred("two rows have one text; that the malformed one is no number, and the unsupported one is, follows from their codes")
	return r
}

// bothFamilies are the rows about an IPv4 and an IPv6 address at once.
func (m rowMaker) bothFamilies() []model.Rule {
	copied := model.Inferred("RevokeSecurityGroup (2025) has the code with the text that both parameters cannot be set at the same time")
	source := m.of("row", "InvalidParam.SourceIp", sourceOfBothFamilies, model.Params{"SourceCidrIp": "10.0.0.0/8", "Ipv6SourceCidrIp": "2001:db8::/32"},
		"SourceCidrIp and Ipv6SourceCidrIp are both given.")
	dest := m.of("row", "InvalidParam.DestIp", destOfBothFamilies, model.Params{"DestCidrIp": "10.1.0.0/16", "Ipv6DestCidrIp": "2001:db8::/32"},
		"DestCidrIp and Ipv6DestCidrIp are both given.")
	source.Refuses, source.Answers, dest.Refuses, dest.Answers = copied, copied, copied, copied
	source.Says = model.Always("The Parameters SourceCidrIp and Ipv6SourceCidrIp in Permissions cannot be set at the same time.")
	dest.Says = model.Always("The Parameters DestCidrIp and Ipv6DestCidrIp in Permissions cannot be set at the same time.")
	return []model.Rule{source, dest}
}

func sourceOfBothFamilies(_ *model.Request, p ecs.Permission) bool {
	return p.SourceCidrIp != "" && p.Ipv6SourceCidrIp != ""
}

func destOfBothFamilies(_ *model.Request, p ecs.Permission) bool {
	return p.DestCidrIp != "" && p.Ipv6DestCidrIp != ""
}

// unread are the rows of all tables about what the model does not keep, and the
// further ones of a table about prefix lists, of which no world has any.
func unread(lists ...string) []model.Left {
	left := []model.Left{
		{Code: "NotSupported.GrayFunction", Why: "the model keeps no prefix lists"},
		{Code: "VPCDisabled", Why: "no source says which groups cannot be used in a VPC"},
		{Code: "ILLEGAL_IPV6_CIDR", Why: "the message is only %s; the InvalidParam.Ipv6 rows name the parameter"},
	}
	for _, code := range lists {
		left = append(left, model.Left{Code: code, Why: "the model keeps no prefix lists"})
	}
	return left
}

// managed is the row of groups that a cloud product manages.
func managed(sources model.Basis) model.Rule {
	return model.Rule{Code: "InvalidOperation.ResourceManagedByCloudProduct", Needs: ecs.TheGroups, When: groupManaged, Says: ecs.ManagedText,
		Refuses:  sources,
		Answers:  model.Inferred("the row says only %s; its code is the one that the guide's other operations answer"),
		Sentence: "The group is managed by a cloud product.",
		Break:    model.Break{Set: model.Params{"SecurityGroupId": "$sgmanaged"}}}
}

// guide is the page about managed groups.
func guide() model.Basis { return model.Documented("Managed security groups guide (2021 to 2026)") }

// matching returns the index of the group's rule that the permission names, or -1.
// The priority does not tell rules apart, as for AuthorizeSecurityGroup (2026).
func matching(of *ecs.SecurityGroup, p ecs.Permission) int {
	return slices.IndexFunc(of.Permissions(), func(q ecs.Permission) bool { return q.Identity() == p.Identity() })
}

// otherNicType: the group has the rule for the other kind of network interface.
func (g gress) otherNicType(r *model.Request, p ecs.Permission) bool {
	of := ecs.GroupsOf(r)[0]
	given := p.NicType
	p = p.Settled(of, g.direction)
	if given != "" && given != p.NicType { // VPC groups have intranet rules only
		return matching(of, p) >= 0
	}
	if matching(of, p) >= 0 {
		return false
	}
	p.NicType = map[string]string{"internet": "intranet", "intranet": "internet"}[p.NicType]
	return matching(of, p) >= 0
}

// byId are the positions of the rules that the call names by their ids; known says
// that the group has each of them.
func byId(r *model.Request, param string) (at []int, known bool) {
	of, ids := ecs.GroupsOf(r)[0], r.List(param)
	if len(ids) == 0 && r.Has(param) {
		ids = []string{r.Text(param)}
	}
	known = true
	for _, id := range ids {
		i := slices.IndexFunc(of.Permissions(), func(p ecs.Permission) bool { return p.RuleId == id })
		if i < 0 {
			known = false
			continue
		}
		at = append(at, i)
	}
	return at, known
}
