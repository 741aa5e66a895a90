package modify

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/ecs/instance/attribute"
)

// The conditions of ModifyInstanceAttribute on security groups, and the effect
// of replacing them.

// groupsGiven says that the call lists at least one group.
func groupsGiven(r *model.Request) bool { return len(r.List("SecurityGroupIds")) > 0 }

// otherValueClauses: row 21, what no narrower row covers. page names the page.
func otherValueClauses(page string) []model.Clause {
	const hostnameType = "PrivateDnsNameOptions.HostnameType"
	return []model.Clause{
		model.If("value-of-its-type", model.ValueOfWrongType, model.Break{Set: model.Params{"DeletionProtection": "maybe"}},
			model.Break{Set: model.Params{"NetworkInterfaceQueueNumber": "many"}}),
		model.If("group-list-complete", groupListIncomplete, model.Break{Set: model.Params{"SecurityGroupIds.2": "$sg1"}}),
		model.ValueIn(hostnameType, ecs.HostNameCustom, "IpBased", "InstanceIdBased").Named("hostname-type").
			Known(model.Documented(page + hostnameType)),
	}
}

// groupListIncomplete: row 21, a position is left out, or none has a value.
func groupListIncomplete(r *model.Request) bool {
	elements, filled, last := 0, 0, 0
	for name, value := range r.Call.Params {
		position, ok := strings.CutPrefix(name, "SecurityGroupIds.")
		if !ok {
			continue
		}
		elements++
		if n, err := strconv.Atoi(position); err == nil && value != "" {
			filled++
			last = max(last, n)
		}
	}
	return elements > 0 && (filled == 0 || filled != last)
}

// distinct counts the different elements.
func distinct(elements []string) int {
	n := 0
	for i, e := range elements {
		if !slices.Contains(elements[:i], e) {
			n++
		}
	}
	return n
}

func classicInstance(r *model.Request) bool {
	return ecs.InstanceOf(r).InstanceNetworkType == ecs.NetworkClassic
}

// oneVpcClauses: row 73. Groups of the classic network are in no VPC; rows 18
// and 72 are about them.
func oneVpcClauses() []model.Clause {
	return []model.Clause{
		model.If("groups-of-one-vpc", attribute.GroupsOfTwoVpcs, hintGroups("", "$sg1", "$sg3")).
			Answered(model.Documented("ModifyInstanceAttribute page of 2026-05-28, row 73: the message compares the groups with each other")),
		model.If("vpc-of-the-instance", model.Both(groupsOfOtherVpc, model.Not(attribute.GroupsOfTwoVpcs)), hintGroups("", "$sg3")),
	}
}

// groupsOfOtherVpc says that a group is in another VPC than the instance.
func groupsOfOtherVpc(r *model.Request) bool {
	i := ecs.InstanceOf(r)
	return i != nil && i.VpcId != "" && ecs.SomeGroup(func(g *ecs.SecurityGroup) bool { return g.VpcId != "" && g.VpcId != i.VpcId })(r)
}

// groupTypesMixed: row 49, about the list alone: the whole set is replaced, so
// that changing from one type to the other is legal.
func groupTypesMixed(r *model.Request) bool {
	return ecs.SomeGroup(func(g *ecs.SecurityGroup) bool { return g.SecurityGroupType != ecs.GroupsOf(r)[0].SecurityGroupType })(r)
}

// tooManyGroups: row 20.
func tooManyGroups(r *model.Request) bool {
	return groupsGiven(r) && r.Exceeds(distinct(r.List("SecurityGroupIds")), r.Account(), ecs.QuotaGroupsPerInterface)
}

// groupFullFor: rows 19 and 50, a group of the type would get one member more
// than allowed. The groups of the instance have counted it already. Groups of
// the classic network have a separate figure; no call can put an instance into
// one (rows 18 and 72).
func groupFullFor(groupType string, quota model.FactName) func(*model.Request) bool {
	return func(r *model.Request) bool {
		return ecs.SomeGroup(func(g *ecs.SecurityGroup) bool {
			return g.VpcId != "" && g.SecurityGroupType == groupType && !ecs.InstanceOf(r).SecurityGroupIds.Has(g.SecurityGroupId) &&
				r.Exceeds(g.Hidden.Members+1, ecs.QuotaOf(r, g), quota)
		})(r)
	}
}

// tooManyRules: row 61.
func tooManyRules(r *model.Request) bool {
	total := 0
	for i, g := range ecs.GroupsOf(r) {
		if slices.Contains(ecs.GroupsOf(r)[:i], g) {
			continue
		}
		total += g.Hidden.Rules.Len() + g.Hidden.FillerRules
	}
	return len(ecs.GroupsOf(r)) > 0 && ecs.TooManyRules(r, total, ecs.GroupsOf(r)...)
}

// moveToGroups moves the instance, and its primary interface with it, from its
// present groups into the listed ones.
func moveToGroups(r *model.Request) {
	wanted := model.NewList(r.List("SecurityGroupIds")...)
	ecs.CountMembers(r.World, r.Place.Account, r.Region, ecs.InstanceOf(r).SecurityGroupIds, -1)
	ecs.CountMembers(r.World, r.Place.Account, r.Region, wanted, 1)
	r.Reload()
	if primary := ecs.Enis(r.Place).Get(ecs.InstanceOf(r).PrimaryEni); primary != nil {
		ecs.ChangeEni(r, primary, func(e *ecs.NetworkInterface) { e.SecurityGroupIds = wanted })
	}
	ecs.SetInstance(r, func(i *ecs.Instance) { i.SecurityGroupIds = wanted })
}
