package model

import (
	"slices"
	"strconv"
	"strings"
)

// The conditions of ModifyInstanceAttribute on security groups, and what
// replacing them does.

// groupsGiven says that the call lists at least one group.
func groupsGiven(r *Request) bool { return len(r.list("SecurityGroupIds")) > 0 }

// groupListIncomplete: row 21, a position is left out, or none has a value.
func groupListIncomplete(r *Request) bool {
	elements, filled, last := 0, 0, 0
	for name, value := range r.call.Params {
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

func classicInstance(r *Request) bool { return instanceOf(r).InstanceNetworkType == NetworkClassic }

// groupsOfOtherVpcs: row 73. Groups of the classic network are in no VPC; rows
// 18 and 72 are about them.
func groupsOfOtherVpcs(r *Request) bool {
	vpc := ""
	if instanceOf(r) != nil {
		vpc = instanceOf(r).VpcId
	}
	for _, g := range groupsOf(r) {
		if g.VpcId != "" && vpc != "" && g.VpcId != vpc {
			return true
		}
		if vpc == "" {
			vpc = g.VpcId
		}
	}
	return false
}

// groupTypesMixed: row 49, about the list alone: the whole set is replaced, so
// that a move from one type to the other is legal.
func groupTypesMixed(r *Request) bool {
	return someGroup(func(g *SecurityGroup) bool { return g.SecurityGroupType != groupsOf(r)[0].SecurityGroupType })(r)
}

// tooManyGroups: row 20.
func tooManyGroups(r *Request) bool {
	return groupsGiven(r) && r.exceeds(distinct(r.list("SecurityGroupIds")), r.account(), QuotaGroupsPerInterface)
}

// groupFullFor: rows 19 and 50, a group of the type would get one member more
// than it may have. The groups that the instance is in have counted it already.
// Groups of the classic network have a figure of their own; no call can put an
// instance into one (rows 18 and 72).
func groupFullFor(groupType string, quota FactName) func(*Request) bool {
	return func(r *Request) bool {
		return someGroup(func(g *SecurityGroup) bool {
			return g.VpcId != "" && g.SecurityGroupType == groupType && !instanceOf(r).SecurityGroupIds.Has(g.SecurityGroupId) &&
				r.exceeds(g.Hidden.Members+1, r.quotaOf(g), quota)
		})(r)
	}
}

// tooManyRules: row 61.
func tooManyRules(r *Request) bool {
	total := 0
	for i, g := range groupsOf(r) {
		if slices.Contains(groupsOf(r)[:i], g) {
			continue
		}
		total += g.Hidden.Rules.Len() + g.Hidden.FillerRules
	}
	return len(groupsOf(r)) > 0 && r.exceeds(total, r.quotaOf(groupsOf(r)...), QuotaRulesPerInterface)
}

// moveToGroups moves the instance, and its primary interface with it, from its
// present groups into the listed ones.
func moveToGroups(r *Request) {
	wanted := NewList(r.list("SecurityGroupIds")...)
	countMembers(r.w, r.place.account, r.region, instanceOf(r).SecurityGroupIds, -1)
	countMembers(r.w, r.place.account, r.region, wanted, 1)
	r.reload()
	if primary := enis(r.place).get(instanceOf(r).PrimaryEni); primary != nil {
		r.changeEni(primary, func(e *NetworkInterface) { e.SecurityGroupIds = wanted })
	}
	r.setInstance(func(i *Instance) { i.SecurityGroupIds = wanted })
}
