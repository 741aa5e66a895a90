package ecs

import (
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// A Permission is one rule of a security group, as DescribeSecurityGroupAttribute
// shows it. Groups keep their rules as texts, see [SecurityGroup.Permissions].
type Permission struct {
	Direction        string `wire:"Direction"`  // ingress or egress
	IpProtocol       string `wire:"IpProtocol"` // TCP, UDP, ICMP, ICMPV6, GRE, ALL
	PortRange        string `wire:"PortRange"`  // 22/22; -1/-1 where the protocol has no ports
	SourcePortRange  string `wire:"SourcePortRange"`
	SourceCidrIp     string `wire:"SourceCidrIp"`
	Ipv6SourceCidrIp string `wire:"Ipv6SourceCidrIp"`
	SourceGroupId    string `wire:"SourceGroupId"`
	SourceGroupOwner string `wire:"SourceGroupOwnerAccount"` // account id, where the call gives one
	DestCidrIp       string `wire:"DestCidrIp"`
	Ipv6DestCidrIp   string `wire:"Ipv6DestCidrIp"`
	DestGroupId      string `wire:"DestGroupId"`
	DestGroupOwner   string `wire:"DestGroupOwnerAccount"`
	Policy           string `wire:"Policy"`   // Accept or Drop
	Priority         string `wire:"Priority"` // 1 to 100
	NicType          string `wire:"NicType"`  // internet or intranet
	Description      string `wire:"Description"`
	CreateTime       string `wire:"CreateTime"`
	RuleId           string `wire:"SecurityGroupRuleId"` // sgr-…, the target's to choose
}

// The directions of rules.
const (
	Ingress = "ingress"
	Egress  = "egress"
)

// fields returns the fields of a permission under their wire names, in
// canonical order. The first twelve identify a rule (AuthorizeSecurityGroup
// 2026: source, destination, ports, protocol, policy); a call that differs in
// no other field adds nothing.
func (p *Permission) fields() []permissionField {
	return []permissionField{
		{"Direction", &p.Direction}, {"IpProtocol", &p.IpProtocol}, {"PortRange", &p.PortRange}, {"SourcePortRange", &p.SourcePortRange},
		{"SourceCidrIp", &p.SourceCidrIp}, {"Ipv6SourceCidrIp", &p.Ipv6SourceCidrIp}, {"SourceGroupId", &p.SourceGroupId},
		{"DestCidrIp", &p.DestCidrIp}, {"Ipv6DestCidrIp", &p.Ipv6DestCidrIp}, {"DestGroupId", &p.DestGroupId}, {"Policy", &p.Policy}, {"NicType", &p.NicType},
		{"SourceGroupOwnerAccount", &p.SourceGroupOwner}, {"DestGroupOwnerAccount", &p.DestGroupOwner}, {"Priority", &p.Priority},
		{"Description", &p.Description}, {"CreateTime", &p.CreateTime}, {"SecurityGroupRuleId", &p.RuleId},
	}
}

const identityFields = 12

type permissionField struct {
	name  string
	value *string
}

// text writes the permission as key=value pairs joined by &, without what is
// empty, so that equal permissions have equal texts.
func (p Permission) text(fields int) string {
	var pairs []string
	for _, f := range p.fields()[:fields] {
		if *f.value != "" {
			pairs = append(pairs, f.name+"="+model.EscapeText(*f.value, "%&="+model.ListSeparator))
		}
	}
	return strings.Join(pairs, "&")
}

// String returns the text in which a group keeps the rule.
func (p Permission) String() string { return p.text(len(p.fields())) }

// Identity returns the text that identifies the rule in its group.
func (p Permission) Identity() string { return p.text(identityFields) }

// ParsePermission reads the text of a rule; unknown keys are skipped.
func ParsePermission(text string) Permission {
	var p Permission
	fields := p.fields()
	for pair := range strings.SplitSeq(text, "&") {
		name, value, _ := strings.Cut(pair, "=")
		for _, f := range fields {
			if f.name == name {
				*f.value = model.UnescapeText(value)
			}
		}
	}
	return p
}

// Permissions returns the group's rules in the order in which they were made.
func (g *SecurityGroup) Permissions() []Permission {
	var all []Permission
	for _, text := range g.Hidden.Rules.All() {
		all = append(all, ParsePermission(text))
	}
	return all
}

// Changed returns the rule with what the other one gives, spelled as the cloud does.
func (p Permission) Changed(by Permission) Permission {
	settled := by.Settled(&SecurityGroup{}, p.Direction)
	if by.Policy != "" {
		by.Policy = settled.Policy
	}
	by.IpProtocol, by.NicType = settled.IpProtocol, "" // a rule that an id names keeps its nic type
	from := by.fields()
	for i, f := range p.fields() {
		if *from[i].value != "" {
			*f.value = *from[i].value
		}
	}
	return p
}

// Peer is the group that the rule names; empty for none.
func (p Permission) Peer() string {
	if p.Direction == Egress {
		return p.DestGroupId
	}
	return p.SourceGroupId
}

// AddRule adds the rule to the group, and gives it the next id. Ids are made of
// the group's (assumed: pages show only their prefix).
func (g *SecurityGroup) AddRule(p Permission) {
	g.Hidden.RuleIds++
	p.RuleId = RuleIdPrefix + strings.TrimPrefix(g.SecurityGroupId, KindSecurityGroup.Prefix()+"-") + strconv.FormatInt(int64(g.Hidden.RuleIds), 36)
	g.Hidden.Rules = g.Hidden.Rules.With(p.String())
}

// RuleIdPrefix is how ids of rules begin.
const RuleIdPrefix = "sgr-"

// ReplaceRules makes these the rules of the group.
func (g *SecurityGroup) ReplaceRules(rules []Permission) {
	texts := make([]string, 0, len(rules))
	for _, p := range rules {
		texts = append(texts, p.String())
	}
	g.Hidden.Rules = model.NewList(texts...)
}

// NotePeers writes down in all groups of the place whether a rule of the group
// names them. The group is given as it is now.
func NotePeers(r *model.Request, id string, before []Permission) {
	named := map[string]bool{}
	if g := SecurityGroups(r.Place).Get(id); g != nil {
		for _, p := range g.Permissions() {
			named[p.Peer()] = true
		}
	}
	for _, p := range before {
		if !named[p.Peer()] {
			named[p.Peer()] = false
		}
	}
	for _, peer := range slices.Sorted(maps.Keys(named)) {
		other := SecurityGroups(r.Place).Get(peer)
		if other == nil || other.Hidden.ReferredBy.Has(id) == named[peer] {
			continue
		}
		ChangeGroup(r, other, func(o *SecurityGroup) {
			if named[peer] {
				o.Hidden.ReferredBy = o.Hidden.ReferredBy.With(id)
			} else {
				o.Hidden.ReferredBy = o.Hidden.ReferredBy.Without(id)
			}
		})
	}
}

// RuleCount counts the group's rules with those that a world file does not list.
func (g *SecurityGroup) RuleCount() int { return g.Hidden.Rules.Len() + g.Hidden.FillerRules }

// Permissions reads the rules that a call gives: as
// Permissions.N.…, or as flat parameters, of which there is one. The page
// forbids both at once and has no row for it; Permissions count then (assumed).
func Permissions(r *model.Request) []Permission {
	if read, ok := r.Thing(thePermissions).([]Permission); ok { // many rules ask for them
		return read
	}
	read := readPermissions(r)
	r.SetThing(thePermissions, read)
	return read
}

func readPermissions(r *model.Request) []Permission {
	var all []Permission
	for n := 1; r.May("Permissions"); n++ {
		at := "Permissions." + strconv.Itoa(n) + "."
		p, given := permissionAt(r, at)
		if !given {
			break
		}
		all = append(all, p)
	}
	if len(all) == 0 {
		p, _ := permissionAt(r, "")
		all = append(all, p)
	}
	return all
}

// permissionAt reads the parameters that begin with the prefix, as they were sent.
func permissionAt(r *model.Request, prefix string) (p Permission, given bool) {
	for _, f := range p.fields() {
		if v := r.Text(prefix + f.name); v != "" {
			*f.value, given = v, true
		}
	}
	p.Direction, p.CreateTime, p.RuleId = "", "", ""
	return p, given
}

// Settled fills in defaults, and spells words as the cloud shows them: the
// protocol in upper case, the policy capitalised (capture of 2017). VPC groups
// have intranet rules only; Packer sends internet for them, which is accepted
// (fixtures/catalog/observed.json).
func (p Permission) Settled(g *SecurityGroup, direction string) Permission {
	p.Direction = direction
	p.IpProtocol = strings.ToUpper(p.IpProtocol)
	switch {
	case strings.EqualFold(p.Policy, "drop"):
		p.Policy = "Drop"
	default:
		p.Policy = "Accept"
	}
	if p.Priority == "" {
		p.Priority = "1"
	}
	switch {
	case g.VpcId != "":
		p.NicType = "intranet"
	case p.NicType == "":
		p.NicType = "internet"
	}
	return p
}

// HasPorts says whether rules of the protocol name ports.
func HasPorts(protocol string) bool {
	return strings.EqualFold(protocol, "TCP") || strings.EqualFold(protocol, "UDP")
}

// portRange reads a/b; false for other texts.
func portRange(text string) (from, to int, ok bool) {
	first, last, found := strings.Cut(text, "/")
	if !found {
		return 0, 0, false
	}
	from, err1 := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	return from, to, err1 == nil && err2 == nil
}

// PortsMalformed says that the text is neither a range a/b within 1 to 65535 with a up
// to b, nor -1/-1.
func PortsMalformed(text string) bool {
	from, to, ok := portRange(text)
	all := from == -1 && to == -1
	return !ok || !all && (from < 1 || to > 65535 || from > to)
}

// SourceMalformed says whether the text is neither an address nor a CIDR block
// of the family.
func SourceMalformed(text string, four bool) bool {
	if prefix, err := netip.ParsePrefix(text); err == nil {
		return prefix.Addr().Is4() != four
	}
	a, err := netip.ParseAddr(text)
	return err != nil || a.Is4() != four || a.Zone() != ""
}
