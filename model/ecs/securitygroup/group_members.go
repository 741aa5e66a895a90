package securitygroup

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// JoinSecurityGroup and LeaveSecurityGroup move one member, an instance or a
// network interface, in or out of one group. An instance is in the groups of
// its primary interface; a classic instance has none and is a member itself.

func memberParams() []model.Param {
	return []model.Param{
		model.Optional("RegionId"), model.Required("SecurityGroupId").Naming(ecs.TheGroups),
		model.Optional("InstanceId").Naming(ecs.TheInstance), model.Optional("NetworkInterfaceId").Naming(ecs.TheEni),
	}
}

// memberRequestRules are the rules on the request alone that both pages have.
func memberRequestRules(page func(string) model.Basis) []model.Rule {
	return []model.Rule{
		{Code: "MissingParameter.RegionId", When: model.Both(model.Given("NetworkInterfaceId"), model.Not(model.Given("RegionId"))), Refuses: page("RegionId"),
			Answers:  model.Inferred("the row says that RegionId should not be null, and the parameter that it is needed for an ENI"),
			Sentence: "RegionId is absent beside NetworkInterfaceId.",
			Break:    model.Break{Set: model.Params{"NetworkInterfaceId": "eni-none"}, Drop: []string{"InstanceId", "RegionId"}}},
		{Code: "MissingParameter", Row: model.CommonRow, When: memberMissing, Says: missingMember,
			Refuses:  model.Inferred("the parameters say that one of InstanceId and NetworkInterfaceId is the member"),
			Answers:  model.Inferred("the common code for a mandatory parameter that is not supplied; the page lists no row of its own"),
			Sentence: "SecurityGroupId, or both InstanceId and NetworkInterfaceId, are absent or empty."},
		{Code: "InvalidParam.EniIdAndInstanceId.Conflict", When: model.Both(model.Given("InstanceId"), model.Given("NetworkInterfaceId")),
			Refuses: page("NetworkInterfaceId"), Answers: page("row of the code"), Sentence: "InstanceId and NetworkInterfaceId are both given.",
			Says: model.Always("The parameters InstanceId and NetworkInterfaceId cannot be specified at the same time.")},
		{Code: "InvalidInstanceId.Malformed", When: ecs.IdMalformed("InstanceId", ecs.KindInstance),
			Refuses:  model.Inferred("such an id names no instance"),
			Answers:  model.Inferred("the message says that the parameter is not valid, where an unknown instance has a row of its own"),
			Sentence: "InstanceId does not have the form of an instance id.", Break: model.Break{Set: model.Params{"InstanceId": "instance"}}},
		model.UnknownRegion(),
	}
}

// memberRelationRules are the rules on group and interface that both pages have.
func memberRelationRules() []model.Rule {
	return []model.Rule{
		{Code: "InvalidOperation.ResourceManagedByCloudProduct", Needs: ecs.TheGroups, When: groupManaged, Says: ecs.ManagedText,
			Break: model.Break{Set: model.Params{"SecurityGroupId": "$sgmanaged"}}},
		{Code: "InvalidOperation.EniServiceManaged", Needs: ecs.TheEni, When: ecs.ServiceManaged,
			Refuses:  model.Inferred("ModifyNetworkInterfaceAttribute refuses to change an ENI that a cloud service manages"),
			Answers:  model.Inferred("the row says only %s; its code says what the ENI is"),
			Says:     model.Always("The specified ENI is managed by cloud service."),
			Sentence: "The ENI is managed by a cloud service.",
			Break:    model.Break{World: ecs.WorldLocked, Set: model.Params{"NetworkInterfaceId": "$enimanaged"}, Drop: []string{"InstanceId"}}},
		{Code: "InvalidOperation.InvalidEniType", Needs: ecs.TheEni, When: ecs.EniTypeIs(ecs.Primary),
			Readings: model.MayRefuse("the row may be about members of a trunk, too", model.Both(model.Given("NetworkInterfaceId"), memberOfTrunk)),
			Says:     model.Always("The operation is not allowed in the current ENI type.")},
	}
}

// memberLeft are conditions of both pages without a rule.
func memberLeft() []model.Left {
	return []model.Left{
		{Code: "InvalidParam.Malformed", Why: "the message is only %s, and no source says which parameter is malformed"},
	}
}

func memberMissing(r *model.Request) bool { return missingMember(r) != "" }

func missingMember(r *model.Request) string {
	if !r.Has("SecurityGroupId") {
		return "SecurityGroupId"
	}
	if !r.Has("InstanceId") && !r.Has("NetworkInterfaceId") {
		return "InstanceId"
	}
	return ""
}

// group is the one group that the call names.
func group(r *model.Request) *ecs.SecurityGroup { return ecs.GroupsOf(r)[0] }

// memberGroups are the groups that the instance or the interface is in.
func memberGroups(r *model.Request) model.List {
	switch {
	case ecs.InstanceOf(r) != nil:
		return ecs.InstanceOf(r).SecurityGroupIds
	case ecs.EniOf(r) != nil:
		return ecs.EniOf(r).SecurityGroupIds
	default:
		return ""
	}
}

// hasMember says that the call's member is known.
func hasMember(r *model.Request) bool { return ecs.InstanceOf(r) != nil || ecs.EniOf(r) != nil }

// inGroup says that the member is in the group.
func inGroup(r *model.Request) bool { return memberGroups(r).Has(group(r).SecurityGroupId) }

func instanceInGroup(r *model.Request) bool { return ecs.InstanceOf(r) != nil && inGroup(r) }

func eniInGroup(r *model.Request) bool { return ecs.EniOf(r) != nil && inGroup(r) }

// eniNotUsable: the interface is in neither of the two stable statuses.
func eniNotUsable(r *model.Request) bool {
	return !slices.Contains([]string{ecs.Available, ecs.InUse}, ecs.EniOf(r).Status)
}

// memberVpc is the VPC of the member; empty in the classic network.
func memberVpc(r *model.Request) string {
	if ecs.InstanceOf(r) != nil {
		return ecs.InstanceOf(r).VpcId
	}
	return ecs.EniOf(r).VpcId
}

// otherGroupType: the member is in groups of the other type.
func otherGroupType(r *model.Request) bool {
	for _, id := range memberGroups(r).All() {
		if g := ecs.SecurityGroups(r.Place).Get(id); g != nil && g.SecurityGroupType != group(r).SecurityGroupType {
			return true
		}
	}
	return false
}

// otherNetwork: member and group are in different VPCs, or one of them is in
// the classic network.
func otherNetwork(r *model.Request) bool { return memberVpc(r) != group(r).VpcId }

// newcomer restricts a condition to a known member that is not in the group
// yet: only then does JoinSecurityGroup add anything.
func newcomer(c func(*model.Request) bool) func(*model.Request) bool {
	return func(r *model.Request) bool { return hasMember(r) && !inGroup(r) && c(r) }
}

// groupsOfMemberFull: the member is in as many groups as allowed.
func groupsOfMemberFull(r *model.Request) bool {
	return r.Exceeds(memberGroups(r).Len()+1, r.Account(), ecs.QuotaGroupsPerInterface)
}

// basicGroupFull: the group is a basic one and has as many members as allowed:
// private addresses in a VPC, instances in the classic network (limits of
// 2021).
func basicGroupFull(r *model.Request) bool {
	quota := ecs.QuotaBasicMembers
	if group(r).VpcId == "" {
		quota = ecs.QuotaClassicMembers
	}
	return group(r).SecurityGroupType == ecs.BasicGroup && r.Exceeds(group(r).Hidden.Members+1, ecs.QuotaOf(r, group(r)), quota)
}

// enterpriseGroupFull: an enterprise group has no room for the member.
func enterpriseGroupFull(r *model.Request) bool {
	return group(r).SecurityGroupType == ecs.EnterpriseGroup && r.Exceeds(group(r).Hidden.Members+1, ecs.QuotaOf(r, group(r)), ecs.QuotaEnterpriseMembers)
}

// rulesOfMemberFull: the rules of all groups of the member, with those of the
// group, are more than an interface may have.
func rulesOfMemberFull(r *model.Request) bool {
	total, groups := group(r).RuleCount(), []*ecs.SecurityGroup{group(r)}
	for _, id := range memberGroups(r).All() {
		if g := ecs.SecurityGroups(r.Place).Get(id); g != nil {
			total += g.RuleCount()
			groups = append(groups, g)
		}
	}
	return ecs.TooManyRules(r, total, groups...)
}

// setMember adds the member to the group (1) or removes it (-1); an instance
// and its primary interface have the same groups.
func setMember(r *model.Request, groups model.List, change int) {
	ecs.CountMembers(r.World, r.Place.Account, r.Region, model.NewList(group(r).SecurityGroupId), change)
	r.Reload()
	if ecs.InstanceOf(r) == nil {
		ecs.SetEni(r, func(e *ecs.NetworkInterface) { e.SecurityGroupIds = groups })
		return
	}
	if primary := ecs.Enis(r.Place).Get(ecs.InstanceOf(r).PrimaryEni); primary != nil {
		ecs.ChangeEni(r, primary, func(e *ecs.NetworkInterface) { e.SecurityGroupIds = groups })
	}
	ecs.SetInstance(r, func(i *ecs.Instance) { i.SecurityGroupIds = groups })
}

// memberOfTrunk says that the interface is attached to a trunk.
func memberOfTrunk(r *model.Request) bool {
	return ecs.EniOf(r) != nil && ecs.EniOf(r).Type == ecs.Member
}
