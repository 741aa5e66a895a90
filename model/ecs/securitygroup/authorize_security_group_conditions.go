package securitygroup

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// Conditions of AuthorizeSecurityGroup. Each is evaluated for one permission of
// the call; [anyPermission] makes it a condition of the call.

func anyPermission(breaks func(*model.Request, ecs.Permission) bool) func(*model.Request) bool {
	return func(r *model.Request) bool {
		return slices.ContainsFunc(ecs.Permissions(r), func(p ecs.Permission) bool { return breaks(r, p) })
	}
}

// withoutSource: no source is named in any way. A prefix list counts as a
// source, and is refused by a rule of its own.
func withoutSource(r *model.Request, p ecs.Permission) bool {
	return p.SourceCidrIp == "" && p.Ipv6SourceCidrIp == "" && p.SourceGroupId == "" && !givesPrefixList(r)
}

// givesPrefixList: the call names a prefix list. No world has prefix lists.
func givesPrefixList(r *model.Request) bool {
	for name, value := range r.Call.Params {
		if value != "" && strings.HasSuffix("."+name, ".SourcePrefixListId") {
			return true
		}
	}
	return false
}

func protocolUnknown(_ *model.Request, p ecs.Permission) bool {
	return !slices.Contains([]string{"TCP", "UDP", "ICMP", "ICMPV6", "GRE", "ALL"}, strings.ToUpper(p.IpProtocol))
}

func portRangeMalformed(_ *model.Request, p ecs.Permission) bool {
	return ecs.PortsMalformed(p.PortRange)
}

// portsNotOfProtocol: row 3 is about an illegal protocol, and about an illegal
// pair of a legal protocol and legal ports.
func portsNotOfProtocol(r *model.Request, p ecs.Permission) bool {
	if protocolUnknown(r, p) {
		return p.IpProtocol != ""
	}
	return !ecs.PortsMalformed(p.PortRange) && (p.PortRange != "-1/-1") != ecs.HasPorts(p.IpProtocol)
}

func sourcePortsMalformed(_ *model.Request, p ecs.Permission) bool {
	return p.SourcePortRange != "" && ecs.PortsMalformed(p.SourcePortRange)
}

func sourceCidrMalformed(_ *model.Request, p ecs.Permission) bool {
	return p.SourceCidrIp != "" && ecs.SourceMalformed(p.SourceCidrIp, true)
}

func destCidrMalformed(_ *model.Request, p ecs.Permission) bool {
	return p.DestCidrIp != "" && ecs.SourceMalformed(p.DestCidrIp, true)
}

func ipv6SourceMalformed(_ *model.Request, p ecs.Permission) bool {
	return p.Ipv6SourceCidrIp != "" && ecs.SourceMalformed(p.Ipv6SourceCidrIp, false)
}

func ipv6DestMalformed(_ *model.Request, p ecs.Permission) bool {
	return p.Ipv6DestCidrIp != "" && ecs.SourceMalformed(p.Ipv6DestCidrIp, false)
}

func icmpWithIpv6(_ *model.Request, p ecs.Permission) bool {
	return strings.EqualFold(p.IpProtocol, "ICMP") && (p.Ipv6SourceCidrIp != "" || p.Ipv6DestCidrIp != "")
}

func icmp6WithIpv4(_ *model.Request, p ecs.Permission) bool {
	return strings.EqualFold(p.IpProtocol, "ICMPV6") && (p.SourceCidrIp != "" || p.DestCidrIp != "")
}

func sourceIsDestination(_ *model.Request, p ecs.Permission) bool {
	return p.SourceCidrIp != "" && p.SourceCidrIp == p.DestCidrIp
}

func policyUnknown(_ *model.Request, p ecs.Permission) bool {
	return p.Policy != "" && !strings.EqualFold(p.Policy, "accept") && !strings.EqualFold(p.Policy, "drop")
}

func priorityNoNumber(_ *model.Request, p ecs.Permission) bool {
	_, ok := model.WholeNumber(p.Priority)
	return p.Priority != "" && !ok
}

func priorityOutside(_ *model.Request, p ecs.Permission) bool {
	n, ok := model.WholeNumber(p.Priority)
	return ok && (n < 1 || n > 100)
}

func nicTypeUnknown(_ *model.Request, p ecs.Permission) bool {
	return p.NicType != "" && p.NicType != "internet" && p.NicType != "intranet"
}

func ruleDescriptionTooLong(_ *model.Request, p ecs.Permission) bool {
	return utf8.RuneCountInString(p.Description) > 512
}

func sourceIsTheGroup(r *model.Request, p ecs.Permission) bool {
	return p.SourceGroupId != "" && p.SourceGroupId == r.Text("SecurityGroupId")
}

// sourceUnknown: the group is searched in the caller's account. It is assumed
// that groups of other accounts cannot be named: worlds grant nothing between
// accounts, so that a group named with its owner is not found either.
func sourceUnknown(r *model.Request, p ecs.Permission) bool {
	return r.Place != nil && p.SourceGroupId != "" && ecs.SecurityGroups(r.Place).Get(p.SourceGroupId) == nil
}

// source returns the group that a permission names, or nil.
func source(r *model.Request, p ecs.Permission) *ecs.SecurityGroup {
	if p.SourceGroupId == "" {
		return nil
	}
	return ecs.SecurityGroups(r.Place).Get(p.SourceGroupId)
}

func sourceOfOtherNetworkType(r *model.Request, p ecs.Permission) bool {
	source := source(r, p)
	return source != nil && (source.VpcId == "") != (ecs.GroupsOf(r)[0].VpcId == "")
}

func sourceOfOtherVpc(r *model.Request, p ecs.Permission) bool {
	source := source(r, p)
	return source != nil && source.VpcId != "" && ecs.GroupsOf(r)[0].VpcId != "" && source.VpcId != ecs.GroupsOf(r)[0].VpcId
}

// sourceGroupNeedsIntranet: in the classic network NicType has to be given,
// because its default is internet; in a VPC it must not be another value (the
// page's examples leave it out).
func sourceGroupNeedsIntranet(r *model.Request, p ecs.Permission) bool {
	if p.SourceGroupId == "" || p.SourceCidrIp != "" {
		return false
	}
	return p.NicType == "internet" || p.NicType == "" && ecs.GroupsOf(r)[0].VpcId == ""
}

// newPermissions returns the rules of the call that the group does not have, in
// the form in which it will keep them; of two equal ones the first counts.
func newPermissions(r *model.Request) []ecs.Permission {
	g := ecs.GroupsOf(r)[0]
	known := map[string]bool{}
	for _, p := range g.Permissions() {
		known[p.Identity()] = true
	}
	var fresh []ecs.Permission
	for _, p := range ecs.Permissions(r) {
		p = p.Settled(g)
		if !known[p.Identity()] {
			known[p.Identity()] = true
			fresh = append(fresh, p)
		}
	}
	return fresh
}

// ruleQuotaReached: the group would have more rules than a group may (200,
// limits of 2021).
func ruleQuotaReached(r *model.Request) bool {
	fresh := len(newPermissions(r))
	return fresh > 0 && r.Exceeds(ecs.GroupsOf(r)[0].RuleCount()+fresh, ecs.QuotaOf(r, ecs.GroupsOf(r)[0]), ecs.QuotaRulesPerGroup)
}
