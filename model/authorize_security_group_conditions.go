package model

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Conditions of AuthorizeSecurityGroup. Each is asked of one permission as the
// call gives it; [anyPermission] makes it a condition of the call.

func anyPermission(breaks func(*Request, Permission) bool) func(*Request) bool {
	return func(r *Request) bool {
		return slices.ContainsFunc(r.permissions(), func(p Permission) bool { return breaks(r, p) })
	}
}

// withoutSource: none of the ways to name a source. A prefix list is one, and
// refused for itself.
func withoutSource(r *Request, p Permission) bool {
	return p.SourceCidrIp == "" && p.Ipv6SourceCidrIp == "" && p.SourceGroupId == "" && !givesPrefixList(r)
}

// givesPrefixList: the call names a prefix list, of which no world has any.
func givesPrefixList(r *Request) bool {
	for name, value := range r.call.Params {
		if value != "" && strings.HasSuffix("."+name, ".SourcePrefixListId") {
			return true
		}
	}
	return false
}

func protocolUnknown(_ *Request, p Permission) bool {
	return !slices.Contains([]string{"TCP", "UDP", "ICMP", "ICMPV6", "GRE", "ALL"}, strings.ToUpper(p.IpProtocol))
}

func portRangeMalformed(_ *Request, p Permission) bool { return portsMalformed(p.PortRange) }

// portsNotOfProtocol: row 3 is about the protocol alone, and about the pair
// where each of the two is legal.
func portsNotOfProtocol(r *Request, p Permission) bool {
	if protocolUnknown(r, p) {
		return p.IpProtocol != ""
	}
	return !portsMalformed(p.PortRange) && (p.PortRange != "-1/-1") != hasPorts(p.IpProtocol)
}

func sourcePortsMalformed(_ *Request, p Permission) bool {
	return p.SourcePortRange != "" && portsMalformed(p.SourcePortRange)
}

func sourceCidrMalformed(_ *Request, p Permission) bool {
	return p.SourceCidrIp != "" && sourceMalformed(p.SourceCidrIp, true)
}

func destCidrMalformed(_ *Request, p Permission) bool {
	return p.DestCidrIp != "" && sourceMalformed(p.DestCidrIp, true)
}

func ipv6SourceMalformed(_ *Request, p Permission) bool {
	return p.Ipv6SourceCidrIp != "" && sourceMalformed(p.Ipv6SourceCidrIp, false)
}

func ipv6DestMalformed(_ *Request, p Permission) bool {
	return p.Ipv6DestCidrIp != "" && sourceMalformed(p.Ipv6DestCidrIp, false)
}

func icmpWithIpv6(_ *Request, p Permission) bool {
	return strings.EqualFold(p.IpProtocol, "ICMP") && (p.Ipv6SourceCidrIp != "" || p.Ipv6DestCidrIp != "")
}

func icmp6WithIpv4(_ *Request, p Permission) bool {
	return strings.EqualFold(p.IpProtocol, "ICMPV6") && (p.SourceCidrIp != "" || p.DestCidrIp != "")
}

func sourceIsDestination(_ *Request, p Permission) bool {
	return p.SourceCidrIp != "" && p.SourceCidrIp == p.DestCidrIp
}

func policyUnknown(_ *Request, p Permission) bool {
	return p.Policy != "" && !strings.EqualFold(p.Policy, "accept") && !strings.EqualFold(p.Policy, "drop")
}

func priorityNoNumber(_ *Request, p Permission) bool {
	_, ok := wholeNumber(p.Priority)
	return p.Priority != "" && !ok
}

func priorityOutside(_ *Request, p Permission) bool {
	n, ok := wholeNumber(p.Priority)
	return ok && (n < 1 || n > 100)
}

func nicTypeUnknown(_ *Request, p Permission) bool {
	return p.NicType != "" && p.NicType != "internet" && p.NicType != "intranet"
}

func ruleDescriptionTooLong(_ *Request, p Permission) bool {
	return utf8.RuneCountInString(p.Description) > 512
}

func sourceIsTheGroup(r *Request, p Permission) bool {
	return p.SourceGroupId != "" && p.SourceGroupId == r.str("SecurityGroupId")
}

// sourceUnknown: the group is looked for in the caller's account. That groups
// of other accounts cannot be named here is assumed: worlds grant nothing
// between accounts, so that one named with its owner is not found either.
func sourceUnknown(r *Request, p Permission) bool {
	return r.place != nil && p.SourceGroupId != "" && securityGroups(r.place).get(p.SourceGroupId) == nil
}

// source returns the group that a permission names, or nil.
func (r *Request) source(p Permission) *SecurityGroup {
	if p.SourceGroupId == "" {
		return nil
	}
	return securityGroups(r.place).get(p.SourceGroupId)
}

func sourceOfOtherNetworkType(r *Request, p Permission) bool {
	source := r.source(p)
	return source != nil && (source.VpcId == "") != (groupsOf(r)[0].VpcId == "")
}

func sourceOfOtherVpc(r *Request, p Permission) bool {
	source := r.source(p)
	return source != nil && source.VpcId != "" && groupsOf(r)[0].VpcId != "" && source.VpcId != groupsOf(r)[0].VpcId
}

// sourceGroupNeedsIntranet: in the classic network NicType has to be said, its
// default being internet; in a VPC it must not be said otherwise (the page's
// examples leave it out).
func sourceGroupNeedsIntranet(r *Request, p Permission) bool {
	if p.SourceGroupId == "" || p.SourceCidrIp != "" {
		return false
	}
	return p.NicType == "internet" || p.NicType == "" && groupsOf(r)[0].VpcId == ""
}

// newPermissions are the rules of the call that the group does not have, as it
// will keep them; of two that are alike the first counts.
func (r *Request) newPermissions() []Permission {
	g := groupsOf(r)[0]
	known := map[string]bool{}
	for _, p := range g.Permissions() {
		known[p.identity()] = true
	}
	var fresh []Permission
	for _, p := range r.permissions() {
		p = p.settled(g)
		if !known[p.identity()] {
			known[p.identity()] = true
			fresh = append(fresh, p)
		}
	}
	return fresh
}

// ruleQuotaReached: the group would have more rules than a group may (200,
// limits of 2021).
func ruleQuotaReached(r *Request) bool {
	fresh := len(r.newPermissions())
	return fresh > 0 && r.exceeds(groupsOf(r)[0].ruleCount()+fresh, r.quotaOf(groupsOf(r)[0]), QuotaRulesPerGroup)
}
