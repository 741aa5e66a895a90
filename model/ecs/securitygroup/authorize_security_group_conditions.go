package securitygroup

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// Conditions of the operations on rules. Each is evaluated for one permission of
// the call; [anyPermission] makes it a condition of the call.

// A gress is one of the two directions of rules: on the way in the source is the
// peer, on the way out the destination.
type gress struct {
	direction string
	word      string // Source or Dest, as the parameters of the peer begin
}

func ingress() gress { return gress{ecs.Ingress, "Source"} }
func egress() gress  { return gress{ecs.Egress, "Dest"} }

// group is the group that a permission names as its peer.
func (g gress) group(p ecs.Permission) string {
	if g.direction == ecs.Egress {
		return p.DestGroupId
	}
	return p.SourceGroupId
}

func (g gress) cidr(p ecs.Permission) string {
	if g.direction == ecs.Egress {
		return p.DestCidrIp
	}
	return p.SourceCidrIp
}

func (g gress) ipv6(p ecs.Permission) string {
	if g.direction == ecs.Egress {
		return p.Ipv6DestCidrIp
	}
	return p.Ipv6SourceCidrIp
}

func anyPermission(breaks func(*model.Request, ecs.Permission) bool) func(*model.Request) bool {
	return func(r *model.Request) bool {
		return slices.ContainsFunc(ecs.Permissions(r), func(p ecs.Permission) bool { return breaks(r, p) })
	}
}

// nobody: no peer is named in any way. A prefix list counts as one, and is refused
// by a rule of its own.
func (g gress) nobody(r *model.Request, p ecs.Permission) bool {
	return g.cidr(p) == "" && g.ipv6(p) == "" && g.group(p) == "" && !g.givesPrefixList(r)
}

// givesPrefixList: the call names a prefix list. No world has prefix lists.
func (g gress) givesPrefixList(r *model.Request) bool {
	for name, value := range r.Call.Params {
		if value != "" && strings.HasSuffix("."+name, "."+g.word+"PrefixListId") {
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

// oneNumberForPorts: PortRange has no slash.
func oneNumberForPorts(_ *model.Request, p ecs.Permission) bool {
	return p.PortRange != "" && !strings.Contains(p.PortRange, "/")
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

// itself: the peer is the group whose rule it is.
func (g gress) itself(r *model.Request, p ecs.Permission) bool {
	return g.group(p) != "" && g.group(p) == r.Text("SecurityGroupId")
}

// unknown: the peer is searched in the caller's account. It is assumed that groups
// of other accounts cannot be named: worlds grant nothing between accounts, so that
// a group named with its owner is not found either.
func (g gress) unknown(r *model.Request, p ecs.Permission) bool {
	return r.Place != nil && g.group(p) != "" && ecs.SecurityGroups(r.Place).Get(g.group(p)) == nil
}

// peer returns the group that a permission names, or nil.
func (g gress) peer(r *model.Request, p ecs.Permission) *ecs.SecurityGroup {
	if g.group(p) == "" {
		return nil
	}
	return ecs.SecurityGroups(r.Place).Get(g.group(p))
}

func (g gress) otherNetworkType(r *model.Request, p ecs.Permission) bool {
	peer := g.peer(r, p)
	return peer != nil && (peer.VpcId == "") != (ecs.GroupsOf(r)[0].VpcId == "")
}

func (g gress) otherVpc(r *model.Request, p ecs.Permission) bool {
	peer := g.peer(r, p)
	return peer != nil && peer.VpcId != "" && ecs.GroupsOf(r)[0].VpcId != "" && peer.VpcId != ecs.GroupsOf(r)[0].VpcId
}

// needsIntranet: in the classic network NicType has to be given beside a group,
// because its default is internet; in a VPC it must not be another value (the
// page's examples leave it out).
func (g gress) needsIntranet(r *model.Request, p ecs.Permission) bool {
	if g.group(p) == "" || g.cidr(p) != "" {
		return false
	}
	return p.NicType == "internet" || p.NicType == "" && ecs.GroupsOf(r)[0].VpcId == ""
}

// fresh returns the rules of the call that the group does not have, in the form in
// which it will keep them; of two equal ones the first counts.
func (g gress) fresh(r *model.Request) []ecs.Permission {
	of := ecs.GroupsOf(r)[0]
	known := map[string]bool{}
	for _, p := range of.Permissions() {
		known[p.Identity()] = true
	}
	var fresh []ecs.Permission
	for _, p := range ecs.Permissions(r) {
		p = p.Settled(of, g.direction)
		if !known[p.Identity()] {
			known[p.Identity()] = true
			fresh = append(fresh, p)
		}
	}
	return fresh
}

// quotaReached: the group would have more rules than a group may (200, limits of
// 2021).
func (g gress) quotaReached(r *model.Request) bool {
	fresh := len(g.fresh(r))
	return fresh > 0 && r.Exceeds(ecs.GroupsOf(r)[0].RuleCount()+fresh, ecs.QuotaOf(r, ecs.GroupsOf(r)[0]), ecs.QuotaRulesPerGroup)
}

// names says that a rule of the call names a group.
func (g gress) names(r *model.Request) bool {
	return slices.ContainsFunc(ecs.Permissions(r), func(p ecs.Permission) bool { return g.group(p) != "" })
}

// add adds the rules that the group does not have.
func (g gress) add(r *model.Request) {
	ecs.ChangeGroup(r, ecs.GroupsOf(r)[0], func(of *ecs.SecurityGroup) {
		for _, p := range g.fresh(r) {
			p.CreateTime = r.Now().UTC().Format("2006-01-02T15:04:05Z")
			of.AddRule(p)
		}
	})
}

// refer notes in each peer that the group names it.
func (g gress) refer(r *model.Request) {
	for _, p := range ecs.Permissions(r) {
		if peer := g.peer(r, p); peer != nil {
			ecs.ChangeGroup(r, peer, func(s *ecs.SecurityGroup) {
				s.Hidden.ReferredBy = s.Hidden.ReferredBy.With(ecs.GroupsOf(r)[0].SecurityGroupId)
			})
		}
	}
}
