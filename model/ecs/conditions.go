package ecs

import (
	"slices"
	"strconv"

	"github.com/ecsim/ecsim/model"
)

// InstanceIs says that the instance is in one of the statuses.
func InstanceIs(statuses ...string) func(*model.Request) bool {
	return func(r *model.Request) bool { return slices.Contains(statuses, InstanceOf(r).Status) }
}

// InstanceUnknown says that InstanceId is given and names no instance of the
// account in the region.
func InstanceUnknown(r *model.Request) bool {
	return r.Place != nil && r.Has("InstanceId") && InstanceOf(r) == nil
}

// ImageUnknown says that ImageId is given and names no image that the account
// can use in the region.
func ImageUnknown(r *model.Request) bool {
	return r.Place != nil && r.Has("ImageId") && ImageOf(r) == nil
}

// EniUnknown says that NetworkInterfaceId is given and names no network interface
// of the account in the region.
func EniUnknown(r *model.Request) bool {
	return r.Place != nil && r.Has("NetworkInterfaceId") && EniOf(r) == nil
}

// GroupUnknown says that the call names a security group that the account does not
// have in the region.
func GroupUnknown(r *model.Request) bool { return r.Place != nil && unknownGroupOf(r) != "" }

// VswitchUnknown says that VSwitchId is given and names no vSwitch of the account in
// the region.
func VswitchUnknown(r *model.Request) bool {
	return r.Place != nil && r.Has("VSwitchId") && VswitchOf(r) == nil
}

// LockedForSecurity says that the instance has a security lock.
func LockedForSecurity(r *model.Request) bool { return InstanceOf(r).LockReason.Has(LockSecurity) }

// StatusText is the observed text of a status refusal (cb-spider issue 461).
func StatusText(expected string) func(*model.Request) string {
	return func(r *model.Request) string {
		return "The specified instance is in an incorrect status for the requested action; Status of the specified instance is " +
			InstanceOf(r).Status + " but the expected status is in (" + expected + ")."
	}
}

// EcsStateText is the template of AssignIpv6Addresses (2018) for InvalidEcsState.
func EcsStateText(expected string) func(*model.Request) string {
	return func(r *model.Request) string {
		i := InstanceOf(r)
		if i == nil {
			i = HostOf(r)
		}
		return `The operation is not allowed in the current ECS state. Expecting status is "` + expected +
			`" while current status is "` + i.Status + `".`
	}
}

// EniStateText is the template of AssignPrivateIpAddresses (2018) for InvalidEniState.
func EniStateText(expected string) func(*model.Request) string {
	return func(r *model.Request) string {
		return `The operation is not allowed in the current ENI state. Expecting status is "` + expected +
			`" while current status is "` + EniOf(r).Status + `".`
	}
}

// VpcUnknown says that the named VPC does not exist.
func VpcUnknown(r *model.Request) bool { return r.Place != nil && r.Has("VpcId") && VpcOf(r) == nil }

// VpcPending says that the VPC is still being made.
func VpcPending(r *model.Request) bool { return VpcOf(r).Status == Pending }

// QuotaOf is the scope of the quotas of groups: the account. On a discovered
// target it is unknown which members and rules its groups had before, so that
// an answer about one group says nothing about another one.
func QuotaOf(r *model.Request, groups ...*SecurityGroup) string {
	if !r.Base().Stranger {
		return r.Account()
	}
	ids := model.NewList()
	for _, g := range groups {
		ids = ids.With(g.SecurityGroupId)
	}
	return r.Account() + "/" + string(ids)
}

// Offers says whether the type that the call is about has the element in its
// list. An element of an unknown list is asked for and taken as offered.
func Offers(r *model.Request, list model.ListOfType, element string) bool {
	return r.Allows(TypeOf(r).InstanceTypeId, model.FactName(string(list)+"/"+element))
}

// ZoneUnknown says that the named zone does not exist.
func ZoneUnknown(r *model.Request) bool {
	return r.Has("ZoneId") && r.Place != nil && !r.Base().Region(r.Region).Zones.Has(r.Text("ZoneId"))
}

// SomeGroup holds where it holds for one of the named groups.
func SomeGroup(is func(*SecurityGroup) bool) func(*model.Request) bool {
	return func(r *model.Request) bool { return slices.ContainsFunc(GroupsOf(r), is) }
}

// SomeGroupClassic says that a named group is in the classic network.
func SomeGroupClassic(r *model.Request) bool {
	return SomeGroup(func(g *SecurityGroup) bool { return g.VpcId == "" })(r)
}

// SomeGroupManaged says that a named group is managed by a service.
func SomeGroupManaged(r *model.Request) bool {
	return SomeGroup(func(g *SecurityGroup) bool { return g.ServiceManaged })(r)
}

// GroupsOfTwoTypes says that the named groups are of both types.
func GroupsOfTwoTypes(r *model.Request) bool {
	return SomeGroup(func(g *SecurityGroup) bool { return g.SecurityGroupType != GroupsOf(r)[0].SecurityGroupType })(r)
}

// LaunchRulesTooMany says that the groups have more rules than an interface may.
func LaunchRulesTooMany(r *model.Request) bool {
	count := 0
	for _, g := range GroupsOf(r) {
		count += g.Hidden.Rules.Len() + g.Hidden.FillerRules
	}
	return TooManyRules(r, count, GroupsOf(r)...)
}

// TooManyRules says that the groups, which have so many rules together, have more
// than an interface may. A target's own groups have rules that were not imported,
// so that one more is asked for.
func TooManyRules(r *model.Request, count int, groups ...*SecurityGroup) bool {
	if r.Base().Stranger && slices.ContainsFunc(groups, func(g *SecurityGroup) bool { return imported(r.Base(), g) }) {
		count++
	}
	return r.Exceeds(count, QuotaOf(r, groups...), QuotaRulesPerInterface)
}

// imported says that the group was there before the first call.
func imported(b *model.Base, g *SecurityGroup) bool {
	for _, id := range b.Names {
		if id == g.SecurityGroupId {
			return true
		}
	}
	return false
}

// BreakGroups is the hint to name these groups in the list.
func BreakGroups(world string, groups ...string) model.Break {
	b := model.Break{Set: model.Params{}, Drop: []string{"SecurityGroupId"}, World: world}
	for i, g := range groups {
		b.Set["SecurityGroupIds."+strconv.Itoa(i+1)] = g
	}
	return b
}

// NetworkChoices are a vSwitch and a group that fit each other.
func NetworkChoices() []model.Choice {
	return []model.Choice{
		{Param: "VSwitchId", Of: []string{"$vsw1", "$vsw1", "$vsw2"}},
		{Param: "SecurityGroupId", Of: []string{"$sg1", "$sg1", "$sg2", "$esg1"}},
	}
}

// FiveGroups are one group more than the world quota allows.
func FiveGroups() model.Variation {
	return model.Variation{World: WorldQuota, Drop: []string{"SecurityGroupId"}, Set: model.Params{
		"SecurityGroupIds.1": "$sg1", "SecurityGroupIds.2": "$sg2", "SecurityGroupIds.3": "$sg3", "SecurityGroupIds.4": "$sg4", "SecurityGroupIds.5": "$sg5",
	}}
}

// ClosedParameter returns the basis of effects of a parameter about which the
// page says only that it is not public.
func ClosedParameter() model.Basis {
	return model.Inferred("the parameter is by invitation only or not public; that it sets what its name says follows from the name")
}

// KeptOverDefault returns the basis of the claim that a call does not change
// what it does not name, for parameters with a default on the page.
func KeptOverDefault() model.Basis {
	return model.Inferred("the page names a default, and not whether a call without the parameter restores it; the default of NetworkInterfaceName is empty, " +
		"and no call can be meant to erase the name, so that the defaults of these pages are those of a new resource")
}

// BreakOf is the hint to name an instance of the starting world locked.
func BreakOf(instance string) model.Break {
	return model.Break{World: WorldLocked, Set: model.Params{"InstanceId": instance}}
}

// The next two help mutants that cannot be expressed by the lists of an operation
// alone.

// RestartNow makes the changes at once that wait for a restart of the request's
// instance.
func RestartNow(r *model.Request) {
	if InstanceOf(r) != nil {
		SetInstance(r, (*Instance).applyAtRestart)
	}
}

// Generously evaluates a condition with every limit higher by n.
func Generously(r *model.Request, n int, condition func(*model.Request) bool) bool {
	r.Slack = n
	defer func() { r.Slack = 0 }()
	return condition(r)
}
