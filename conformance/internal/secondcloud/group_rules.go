package secondcloud

import (
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A rule lets traffic into a security group, or keeps it out.
type rule struct {
	protocol, ports string // the protocol in upper case, as it is shown
	policy, nic     string
	priority        int
	source          string // CIDR block
	sourceGroup     string
	description     string
	made            time.Time
}

// same says whether two rules say the same of the same traffic.
func (r rule) same(other rule) bool {
	r.description, r.made = other.description, other.made
	return r == other
}

// mostRules is how many rules a group has where an interface is in five groups.
const mostRules = 200

// asked are the rules that a call wants: those of Permissions.N, or the one
// whose fields stand in the call itself.
func (c *call) asked() []params {
	var asked []params
	for i := 1; i <= 100; i++ {
		if one := c.object("Permissions", i); len(one) > 0 {
			asked = append(asked, one)
		}
	}
	if len(asked) == 0 {
		asked = append(asked, c.params)
	}
	return asked
}

// each makes a check of one rule a check of all that are asked for.
func each(name string, ask func(*call, params) *refusal) check {
	return check{name, func(c *call) *refusal {
		for _, one := range c.asked() {
			if refused := ask(c, one); refused != nil {
				return refused
			}
		}
		return nil
	}}
}

func authorizeSecurityGroup() *operation {
	return &operation{
		name: "AuthorizeSecurityGroup",
		params: []param{need("RegionId"), need("SecurityGroupId"), objects("Permissions"), text("IpProtocol"), text("PortRange"),
			text("Policy"), text("Priority"), text("NicType"), text("SourceCidrIp"), text("SourceGroupId"), text("Description")},
		checks: []check{
			each("the protocol", func(_ *call, p params) *refusal {
				return unless(slices.Contains([]string{"TCP", "UDP", "ICMP", "GRE", "ALL"}, strings.ToUpper(p["IpProtocol"])),
					bad, "InvalidIpProtocol.ValueNotSupported", "The parameter IpProtocol must be specified with case insensitive TCP, UDP, ICMP, GRE or All.")
			}),
			each("the ports", portsAreWell),
			each("the policy", func(_ *call, p params) *refusal {
				return unless(p["Policy"] == "" || strings.EqualFold(p["Policy"], "accept") || strings.EqualFold(p["Policy"], "drop"),
					bad, "InvalidPolicy.Malformed", `The specified parameter "Policy" is not valid.`)
			}),
			each("the priority", priorityIsWell),
			each("the kind of card", func(_ *call, p params) *refusal {
				return unless(p["NicType"] == "" || p["NicType"] == "internet" || p["NicType"] == "intranet",
					bad, "InvalidNicType.ValueNotSupported", "The specified NicType does not exist.")
			}),
			each("the description", func(_ *call, p params) *refusal {
				return unless(len([]rune(p["Description"])) <= 512,
					bad, "InvalidSecurityGroupDiscription.Malformed", "The specified security group rule description is not valid.")
			}),
			each("a source", func(_ *call, p params) *refusal {
				return unless(p["SourceCidrIp"] != "" || p["SourceGroupId"] != "",
					bad, "MissingParameter.Source", "Either SourceCidrIp or SourceGroupId must be specified.")
			}),
			each("the source block", func(_ *call, p params) *refusal {
				return unless(p["SourceCidrIp"] == "" || isBlock(p["SourceCidrIp"]),
					bad, "InvalidSourceCidrIp.Malformed", `The specified parameter "SourceCidrIp" is not valid.`)
			}),
			{"the group exists", findGroup(noSuchGroup())},
			each("the source group", sourceGroupIsWell),
			{"the number of rules", func(c *call) *refusal {
				return unless(len(c.group.rules)+len(c.added()) <= mostRules,
					forbidden, "AuthorizationLimitExceed", "The limit of authorization records in the security group reaches.")
			}},
		},
		do: func(c *call) fields {
			for _, r := range c.added() {
				c.group.rules = append([]rule{r}, c.group.rules...)
			}
			return fields{}
		},
		token: anyToken(),
	}
}

func noSuchGroup() *refusal {
	return refuse(notFound, "InvalidSecurityGroupId.NotFound", "The specified SecurityGroupId does not exist.")
}

// portsAreWell checks PortRange: from/to for TCP and UDP, -1/-1 for all others.
func portsAreWell(_ *call, p params) *refusal {
	malformed := refuse(bad, "InvalidIpProtocol.Malformed", `The specified parameter "PortRange" is not valid.`)
	low, high, two := strings.Cut(p["PortRange"], "/")
	from, err1 := strconv.Atoi(low)
	to, err2 := strconv.Atoi(high)
	if !two || err1 != nil || err2 != nil {
		return malformed
	}
	protocol := strings.ToUpper(p["IpProtocol"])
	switch ported := protocol == "TCP" || protocol == "UDP"; {
	case ported == (from == -1 && to == -1):
		return refuse(bad, "OperationDenied", "The specified IpProtocol does not exist or IpProtocol and PortRange do not match.")
	case ported && (from < 1 || to > 65535 || from > to):
		return malformed
	case !ported && (from != -1 || to != -1):
		return malformed
	}
	return nil
}

func priorityIsWell(_ *call, p params) *refusal {
	if p["Priority"] == "" {
		return nil
	}
	n, err := strconv.Atoi(p["Priority"])
	if err != nil {
		return refuse(bad, "InvalidPriority.Malformed", "The parameter Priority is invalid.")
	}
	return unless(n >= 1 && n <= 100, bad, "InvalidPriority.ValueNotSupported", "The parameter Priority is invalid.")
}

func isBlock(text string) bool {
	if _, err := netip.ParseAddr(text); err == nil {
		return netip.MustParseAddr(text).Is4()
	}
	block, err := netip.ParsePrefix(text)
	return err == nil && block.Addr().Is4()
}

func sourceGroupIsWell(c *call, p params) *refusal {
	if p["SourceGroupId"] == "" {
		return nil
	}
	source := c.allGroups.items[p["SourceGroupId"]]
	switch {
	case source == nil || source.vpc.region != c.region:
		return refuse(notFound, "InvalidSourceGroupId.NotFound", "The SourceGroupId provided does not exist in our records.")
	case source == c.group:
		return refuse(forbidden, "InvalidParamter.Conflict", "The specified SecurityGroupId should be different from the SourceGroupId.")
	case p["NicType"] == "internet":
		return refuse(forbidden, "InvalidSourceGroupId.Mismatch", "NicType is required or NicType expects intranet.")
	case source.vpc != c.group.vpc:
		return refuse(bad, "InvalidSourceGroupId.Mismatch", "Specified security group and source group are not in the same VPC.")
	}
	return nil
}

// added are the rules of the call that the group does not have: to authorize the
// same once more succeeds and adds nothing.
func (c *call) added() []rule {
	var added []rule
	for _, p := range c.asked() {
		r := rule{
			protocol: strings.ToUpper(p["IpProtocol"]), ports: p["PortRange"], policy: "Accept", nic: "intranet", priority: 1,
			source: p["SourceCidrIp"], sourceGroup: p["SourceGroupId"], description: p["Description"], made: c.now,
		}
		if strings.EqualFold(p["Policy"], "drop") {
			r.policy = "Drop"
		}
		if n, err := strconv.Atoi(p["Priority"]); err == nil {
			r.priority = n
		}
		if !slices.ContainsFunc(append(added, c.group.rules...), r.same) {
			added = append(added, r)
		}
	}
	return added
}

func describeSecurityGroupAttribute() *operation {
	paging := paging{outer: "Permissions", inner: "Permission", onlyByToken: true, least: 1, full: 1000, usual: 1000}
	return &operation{
		name:   "DescribeSecurityGroupAttribute",
		params: append(paging.params(), need("RegionId"), need("SecurityGroupId"), text("Direction"), text("NicType"), text("Attribute")),
		checks: []check{
			paging.check(),
			oneOf("NicType", refuse(bad, "InvalidNicType.ValueNotSupported", "The specified NicType does not exist."), "internet", "intranet"),
			oneOf("Direction", refuse(bad, "InvalidParamter", "Invalid Parameter"), "all", "ingress", "egress"),
			{"the group exists", findGroup(noSuchGroup())},
		},
		do: func(c *call) fields {
			g := c.group
			var found []shown
			for _, r := range g.rules {
				if c.text("Direction") != "egress" && c.is("NicType", r.nic) {
					found = append(found, shown{show: r.show()})
				}
			}
			reply := paging.show(c, found)
			delete(reply, "TotalCount")
			maps.Copy(reply, fields{
				"SecurityGroupId": g.id, "SecurityGroupName": g.name, "Description": g.description, "VpcId": g.vpc.id, "RegionId": c.region,
				"InnerAccessPolicy": "Accept",
			})
			return reply
		},
	}
}

func (r rule) show() fields {
	return fields{
		"Direction": "ingress", "IpProtocol": r.protocol, "PortRange": r.ports, "Policy": r.policy, "NicType": r.nic,
		"Priority": strconv.Itoa(r.priority), "SourceCidrIp": r.source, "SourceGroupId": r.sourceGroup, "Description": r.description,
		"CreateTime": r.made.Format(time.RFC3339), "DestCidrIp": "", "DestGroupId": "", "SourceGroupName": "", "SourcePortRange": "",
	}
}
