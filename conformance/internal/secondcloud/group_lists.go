package secondcloud

import (
	"fmt"
	"slices"
)

// noneTwice refuses a list with a group twice.
func noneTwice(name string, status int) func(*call) *refusal {
	return func(c *call) *refusal {
		ids := c.list(name)
		slices.Sort(ids)
		return unless(len(slices.Compact(ids)) == len(c.list(name)),
			status, "InvalidParameter.SecurityGroupIdRepeated", "The specified security group ids has repeated.")
	}
}

// fewGroups refuses a list of more groups than one can be in.
func fewGroups(name string) func(*call) *refusal {
	return func(c *call) *refusal {
		return unless(len(c.list(name)) <= mostGroupsOfOne, bad, "JoinedGroupLimitExceed",
			fmt.Sprintf("The maximum number of security groups is %d.", mostGroupsOfOne))
	}
}

// findGroups finds groups in the region of the call.
func (c *call) findGroups(ids []string, noGroup *refusal) *refusal {
	c.groups = nil
	for _, id := range ids {
		g := c.allGroups.items[id]
		if g == nil || g.vpc.region != c.region {
			return noGroup
		}
		c.groups = append(c.groups, g)
	}
	return nil
}

// oneType refuses basic and enterprise groups together.
func oneType(refused *refusal) func(*call) *refusal {
	return func(c *call) *refusal {
		for _, g := range c.groups {
			if g.kind != c.groups[0].kind {
				return refused
			}
		}
		return nil
	}
}

// allIn says whether all groups of the call are in a VPC.
func (c *call) allIn(v *vpc) bool {
	return !slices.ContainsFunc(c.groups, func(g *group) bool { return g.vpc != v })
}

// roomInGroups says whether so many more interfaces fit into all groups of the
// call; an interface that is in one already takes no more room there.
func (c *call) roomInGroups(more int, e *eni) bool {
	return !slices.ContainsFunc(c.groups, func(g *group) bool {
		return (e == nil || !slices.Contains(e.groups, g)) && len(c.members(g))+more > g.capacity()
	})
}
