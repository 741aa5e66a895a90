package secondcloud

import (
	"encoding/json"
	"slices"
	"time"
)

// A group is a security group. All groups are in VPCs: there is no classic network.
type group struct {
	id                string
	vpc               *vpc
	name, description string
	kind              string // normal (basic) or enterprise
	rules             []rule // newest first
	made              time.Time
}

// mostGroups is how many groups an account has; the regions are counted apart.
const mostGroups = 100

// members are the interfaces in a group.
func (c *Cloud) members(g *group) []*eni {
	return c.enis.newest(func(e *eni) bool { return slices.Contains(e.groups, g) })
}

// instancesIn is how many instances are in a group.
func (c *Cloud) instancesIn(g *group) int {
	return c.instances.count(func(i *instance) bool { return slices.Contains(i.primary.groups, g) })
}

// capacityOf is how many private addresses a group holds.
func (g *group) capacity() int {
	if g.kind == "enterprise" {
		return 65536
	}
	return 2000
}

func createSecurityGroup() *operation {
	return &operation{
		name: "CreateSecurityGroup",
		params: []param{need("RegionId"), text("VpcId"), text("SecurityGroupName"), text("Description"),
			text("SecurityGroupType")},
		noRegion: func(*call) *refusal {
			return refuse(notFound, "InvalidRegionId.NotFound", "The specified region does not exist.")
		},
		checks: []check{
			follows("SecurityGroupName", interfaceName(),
				refuse(bad, "InvalidSecurityGroupName.Malformed", "The specified parameter SecurityGroupName is not valid.")),
			follows("Description", description(), refuse(bad, "InvalidDescription.Malformed", `The specified parameter "Description" is not valid.`)),
			oneOf("SecurityGroupType", refuse(bad, "InvalidParams.GroupType", "The specified security group type is not valid."),
				"normal", "enterprise"),
			{"an enterprise group is in a VPC", func(c *call) *refusal {
				return unless(c.has("VpcId") || c.text("SecurityGroupType") != "enterprise",
					bad, "InvalidParams.VpcIdGroupType", "Only VPC instance supports enterprise level security group.")
			}},
			{"there is no classic network", func(c *call) *refusal {
				return unless(c.has("VpcId"), forbidden, "InvalidVpcId.NotFound", "The VpcId must not empty when only support vpc vm.")
			}},
			{"the VPC exists", findVpc},
			{"the VPC is Available", func(c *call) *refusal {
				return unless(c.vpc.status == "Available", forbidden, "IncorrectVpcStatus", "Current VPC status does not support this operation.")
			}},
			{"the quota of groups", func(c *call) *refusal {
				inUse := c.allGroups.count(func(g *group) bool { return g.vpc.region == c.region })
				return unless(inUse < mostGroups, forbidden, "QuotaExceed.SecurityGroup", "The maximum number of security groups is reached.")
			}},
		},
		do: func(c *call) fields {
			kind := "normal"
			c.set("SecurityGroupType", &kind)
			g := c.addGroup(c.vpc, kind)
			g.name, g.description = c.text("SecurityGroupName"), c.text("Description")
			return fields{"SecurityGroupId": g.id}
		},
		token: anyToken(),
	}
}

func (c *Cloud) addGroup(v *vpc, kind string) *group {
	g := &group{id: c.newID("sg"), vpc: v, kind: kind, made: c.now}
	c.allGroups.put(g.id, g)
	return g
}

func deleteSecurityGroup() *operation {
	return &operation{
		name:   "DeleteSecurityGroup",
		params: []param{need("RegionId"), need("SecurityGroupId")},
		lacks: func(name string) *refusal {
			if name == "RegionId" {
				return refuse(bad, "MissingParameter.RegionId", `The parameter "RegionId" should not be null.`)
			}
			return missing(name)
		},
		checks: []check{
			{"the group exists", findGroup(refuse(notFound, "InvalidSecurityGroup.NotFound", "The specified security group is not found."))},
			{"nothing is in the group", func(c *call) *refusal {
				return unless(len(c.members(c.group)) == 0,
					forbidden, "DependencyViolation", "There is still instance(s) in the specified security group.")
			}},
			{"no other group authorizes it", func(c *call) *refusal {
				others := c.allGroups.count(func(g *group) bool {
					return g != c.group && slices.ContainsFunc(g.rules, func(r rule) bool { return r.sourceGroup == c.group.id })
				})
				return unless(others == 0, forbidden, "DependencyViolation", "The specified security group has been authorized in another one.")
			}},
		},
		do: func(c *call) fields {
			c.allGroups.drop(c.group.id)
			return fields{}
		},
	}
}

// findGroup finds the group of the call, in its region.
func findGroup(refused *refusal) func(*call) *refusal {
	return func(c *call) *refusal {
		c.group = c.allGroups.items[c.text("SecurityGroupId")]
		if c.group == nil || c.group.vpc.region != c.region {
			return refused
		}
		return nil
	}
}

func describeSecurityGroups() *operation {
	paging := paging{outer: "SecurityGroups", inner: "SecurityGroup", most: 50, byToken: true, least: 1, full: 100}
	return &operation{
		name: "DescribeSecurityGroups",
		params: append(paging.params(), need("RegionId"), text("SecurityGroupId"), text("SecurityGroupIds"), text("VpcId"),
			text("SecurityGroupName"), text("SecurityGroupType"), text("NetworkType"), flag("IsQueryEcsCount")),
		checks: []check{
			paging.check(),
			{"the ids are a list", func(c *call) *refusal {
				_, well := c.json("SecurityGroupIds")
				return unless(well, bad, "InvalidParameter", `The specified parameter "SecurityGroupIds" is not valid.`)
			}},
		},
		do: func(c *call) fields {
			ids, _ := c.json("SecurityGroupIds")
			var found []shown
			for _, g := range c.allGroups.newest(func(g *group) bool {
				return g.vpc.region == c.region && c.names("SecurityGroupId", g.id) && (len(ids) == 0 || slices.Contains(ids, g.id)) &&
					c.is("VpcId", g.vpc.id) && c.is("SecurityGroupName", g.name) && c.is("SecurityGroupType", g.kind) && c.is("NetworkType", "vpc")
			}) {
				found = append(found, shown{g.id, c.showGroup(g)})
			}
			reply := paging.show(c, found)
			reply["RegionId"] = c.region
			return reply
		},
		dryRun: true,
	}
}

func (c *call) showGroup(g *group) fields {
	show := fields{
		"SecurityGroupId": g.id, "SecurityGroupName": g.name, "Description": g.description, "SecurityGroupType": g.kind,
		"VpcId": g.vpc.id, "CreationTime": g.made.Format(time.RFC3339), "ResourceGroupId": "", "ServiceManaged": false,
		"Tags": fields{"Tag": []fields{}},
	}
	if c.isTrue("IsQueryEcsCount") {
		show["EcsCount"] = c.instancesIn(g)
	}
	return show
}

// json reads a parameter that is a list as JSON text; nothing is an empty list.
func (c *call) json(name string) (list []string, well bool) {
	if !c.has(name) {
		return nil, true
	}
	err := json.Unmarshal([]byte(c.text(name)), &list)
	return list, err == nil
}
