package model

import "slices"

// JoinSecurityGroup and LeaveSecurityGroup move one member, an instance or a
// network interface, in or out of one group. An instance is in the groups of
// its primary interface; a classic instance has none and is a member itself.

func memberParams() []Param {
	return []Param{
		optional("RegionId"), required("SecurityGroupId").names(theGroups),
		optional("InstanceId").names(theInstance), optional("NetworkInterfaceId").names(theEni),
	}
}

// memberRequestRules are the rules on the request alone that both pages have.
func memberRequestRules(page func(string) Basis) []Rule {
	return []Rule{
		{Code: "MissingParameter.RegionId", When: both(given("NetworkInterfaceId"), not(given("RegionId"))), Refuses: page("RegionId"),
			Answers:  Inferred("the row says that RegionId should not be null, and the parameter that it is needed for an ENI"),
			Sentence: "RegionId is absent beside NetworkInterfaceId.",
			Break:    Break{Set: Params{"NetworkInterfaceId": "eni-none"}, Drop: []string{"InstanceId", "RegionId"}}},
		{Code: "MissingParameter", Row: commonRow, When: memberMissing, Says: missingMember,
			Refuses:  Inferred("the parameters say that one of InstanceId and NetworkInterfaceId is the member"),
			Answers:  Inferred("the common code for a mandatory parameter that is not supplied; the page lists no row of its own"),
			Sentence: "SecurityGroupId, or both InstanceId and NetworkInterfaceId, are absent or empty."},
		{Code: "InvalidParam.EniIdAndInstanceId.Conflict", When: both(given("InstanceId"), given("NetworkInterfaceId")),
			Refuses: page("NetworkInterfaceId"), Answers: page("row of the code"), Sentence: "InstanceId and NetworkInterfaceId are both given.",
			Says: always("The parameters InstanceId and NetworkInterfaceId cannot be specified at the same time.")},
		{Code: "InvalidInstanceId.Malformed", When: idMalformed("InstanceId", KindInstance),
			Refuses:  Inferred("such an id names no instance"),
			Answers:  Inferred("the message says that the parameter is not valid, where an unknown instance has a row of its own"),
			Sentence: "InstanceId does not have the form of an instance id.", Break: Break{Set: Params{"InstanceId": "instance"}}},
		unknownRegion(),
	}
}

// memberRelationRules are the rules on group and interface that both pages have.
func memberRelationRules() []Rule {
	return []Rule{
		{Code: "InvalidOperation.ResourceManagedByCloudProduct", Needs: theGroups, When: groupManaged, Says: managedText,
			Break: Break{Set: Params{"SecurityGroupId": "$sgmanaged"}}},
		{Code: "InvalidOperation.EniServiceManaged", Needs: theEni, When: serviceManaged,
			Refuses:  Inferred("ModifyNetworkInterfaceAttribute refuses to change an ENI that a cloud service manages"),
			Answers:  Inferred("the row says only %s; its code says what the ENI is"),
			Says:     always("The specified ENI is managed by cloud service."),
			Sentence: "The ENI is managed by a cloud service.",
			Break:    Break{World: worldLocked, Set: Params{"NetworkInterfaceId": "$enimanaged"}, Drop: []string{"InstanceId"}}},
		{Code: "InvalidOperation.InvalidEniType", Needs: theEni, When: eniTypeIs(Primary),
			Says: always("The operation is not allowed in the current ENI type.")},
	}
}

// memberLeft are conditions of both pages without a rule.
func memberLeft() []Left {
	return []Left{
		{Code: "InvalidParam.Malformed", Why: "the message is only %s, and no source says which parameter is malformed"},
	}
}

func memberMissing(r *Request) bool { return missingMember(r) != "" }

func missingMember(r *Request) string {
	if !r.has("SecurityGroupId") {
		return "SecurityGroupId"
	}
	if !r.has("InstanceId") && !r.has("NetworkInterfaceId") {
		return "InstanceId"
	}
	return ""
}

// group is the one group that the call names.
func (r *Request) group() *SecurityGroup { return groupsOf(r)[0] }

// memberGroups are the groups that the instance or the interface is in.
func (r *Request) memberGroups() List {
	switch {
	case instanceOf(r) != nil:
		return instanceOf(r).SecurityGroupIds
	case eniOf(r) != nil:
		return eniOf(r).SecurityGroupIds
	default:
		return ""
	}
}

// hasMember says that the call's member is known.
func (r *Request) hasMember() bool { return instanceOf(r) != nil || eniOf(r) != nil }

// inGroup says that the member is in the group.
func inGroup(r *Request) bool { return r.memberGroups().Has(r.group().SecurityGroupId) }

// eniNotUsable: the interface is in neither of the two stable statuses.
func eniNotUsable(r *Request) bool {
	return !slices.Contains([]string{Available, InUse}, eniOf(r).Status)
}

// memberVpc is the VPC of the member; empty in the classic network.
func (r *Request) memberVpc() string {
	if instanceOf(r) != nil {
		return instanceOf(r).VpcId
	}
	return eniOf(r).VpcId
}

// otherGroupType: the member is in groups of the other type.
func otherGroupType(r *Request) bool {
	for _, id := range r.memberGroups().All() {
		if g := securityGroups(r.place).get(id); g != nil && g.SecurityGroupType != r.group().SecurityGroupType {
			return true
		}
	}
	return false
}

// otherNetwork: member and group are in different VPCs, or one of them is in
// the classic network.
func otherNetwork(r *Request) bool { return r.memberVpc() != r.group().VpcId }

// newcomer narrows a condition to a member that is known and not in the group
// yet: only then does a call of JoinSecurityGroup add anything.
func newcomer(c func(*Request) bool) func(*Request) bool {
	return func(r *Request) bool { return r.hasMember() && !inGroup(r) && c(r) }
}

// groupsOfMemberFull: the member is in as many groups as it may be.
func groupsOfMemberFull(r *Request) bool {
	return r.exceeds(r.memberGroups().Len()+1, r.account(), QuotaGroupsPerInterface)
}

// basicGroupFull: the group is a basic one and has as many members as it may:
// private addresses in a VPC, instances in the classic network (limits of 2021).
func basicGroupFull(r *Request) bool {
	quota := QuotaBasicMembers
	if r.group().VpcId == "" {
		quota = QuotaClassicMembers
	}
	return r.group().SecurityGroupType == BasicGroup && r.exceeds(r.group().Hidden.Members+1, r.quotaOf(r.group()), quota)
}

// enterpriseGroupFull: likewise for an enterprise group.
func enterpriseGroupFull(r *Request) bool {
	return r.group().SecurityGroupType == EnterpriseGroup && r.exceeds(r.group().Hidden.Members+1, r.quotaOf(r.group()), QuotaEnterpriseMembers)
}

// rulesOfMemberFull: the rules of all groups of the member, with those of the
// group, are more than an interface may have.
func rulesOfMemberFull(r *Request) bool {
	total, groups := r.group().ruleCount(), []*SecurityGroup{r.group()}
	for _, id := range r.memberGroups().All() {
		if g := securityGroups(r.place).get(id); g != nil {
			total += g.ruleCount()
			groups = append(groups, g)
		}
	}
	return r.exceeds(total, r.quotaOf(groups...), QuotaRulesPerInterface)
}

// quotaOf is the scope of what the groups may hold: the account. Of a stranger
// nobody knows which members and rules its groups had before, so that what an
// answer tells of one group tells nothing of another.
func (r *Request) quotaOf(groups ...*SecurityGroup) string {
	if !r.w.base.Stranger {
		return r.account()
	}
	ids := NewList()
	for _, g := range groups {
		ids = ids.With(g.SecurityGroupId)
	}
	return r.account() + "/" + string(ids)
}

// setMember moves the member in (1) or out (-1) of the group; an instance and
// its primary interface stay in step.
func (r *Request) setMember(groups List, change int) {
	countMembers(r.w, r.place.account, r.region, NewList(r.group().SecurityGroupId), change)
	r.reload()
	if instanceOf(r) == nil {
		r.setEni(func(e *NetworkInterface) { e.SecurityGroupIds = groups })
		return
	}
	if primary := enis(r.place).get(instanceOf(r).PrimaryEni); primary != nil {
		r.changeEni(primary, func(e *NetworkInterface) { e.SecurityGroupIds = groups })
	}
	r.setInstance(func(i *Instance) { i.SecurityGroupIds = groups })
}
