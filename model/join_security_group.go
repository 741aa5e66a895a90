package model

import "slices"

// joinSecurityGroup: page of 2025-03-12, conditions of editions 2018 to 2025.
func joinSecurityGroup() Operation {
	page := func(row string) Basis { return Documented("JoinSecurityGroup page (2025-03-12), " + row) }
	return Operation{
		Name:   "JoinSecurityGroup",
		About:  "InstanceId",
		Either: []string{"InstanceId", "NetworkInterfaceId"},
		Trials: Trials{Shapes: varied("")},
		Weight: Weight{Cards: 2, Why: "the other way into a group", Order: 22},
		Params: memberParams(),
		Rules: slices.Concat(memberRequestRules(page),
			[]Rule{
				// Row 29 has code and status of row 27, and says the same in other words.
				{Code: "InvalidInstanceId.NotFound", Row: 27, When: instanceUnknown,
					Break: Break{Set: Params{"InstanceId": "i-none"}}},
				{Code: "InvalidEniId.NotFound", When: eniUnknown, Says: eniText,
					Break: Break{Set: Params{"NetworkInterfaceId": "eni-none"}, Drop: []string{"InstanceId"}}},
				{Code: "InvalidSecurityGroupId.NotFound", When: groupUnknown,
					Break: Break{Set: Params{"SecurityGroupId": "sg-none"}}},
				{Code: "InstanceLockedForSecurity", Needs: theInstance, When: lockedForSecurity,
					Break: Break{World: worldLocked, Set: Params{"InstanceId": "$locked"}}},
			}, memberRelationRules(),
			[]Rule{
				{Code: "InvalidInstanceId.Mismatch", Needs: theInstance | theGroups, When: otherNetwork,
					Break: Break{Set: Params{"SecurityGroupId": "$sgclassic"}}},
				{Code: "InvalidOperation.VpcMismatch", Needs: theEni | theGroups, When: otherNetwork,
					Says: always("The VPC of the specified ENI and security group are not in the same VPC.")},
				{Code: "InvalidOperation.MultiGroupType", Needs: theGroups, When: newcomer(otherGroupType),
					Break: Break{Set: Params{"SecurityGroupId": "$esg1"}}},
				{Code: "Forbidden.InstanceIsBeingCreated", Needs: theInstance, When: instanceIs(Pending)},
				{Code: "InvalidStatus.EniOrInstanceIsBeingCreated", When: memberIsBeingCreated,
					Says: always("The specified instance or network interface is being created")},
				{Code: "IncorrectInstanceStatus", Needs: theInstance, When: not(instanceIs(Running, Stopped))},
				{Code: "InvalidOperation.InvalidEniState", Needs: theEni, When: eniNotUsable, Says: eniStateText("Available, InUse")},
				{Code: "InvalidInstanceId.AlreadyExists", Needs: theInstance | theGroups, When: inGroup},
			}, joinQuotaRules(page),
			[]Rule{{Code: "InternalError", Fault: true, Refuses: page("row 30"), Answers: page("row 30"), Sentence: "The service failed."}}),
		Left: append(memberLeft(),
			Left{Code: "InvalidOperation.Conflict", HTTP: 409, Why: "a call of the model is over when the next one begins"},
			Left{Code: "InvalidOperation.NotSupportEnterpriseGroup", Why: "no source says which instance types do not support enterprise groups"},
			Left{Code: "InvalidOperation.EniAndGroupNotBelongSameUser", Why: "groups and ENIs of other accounts are not found at all"},
			Left{Code: "NotBelongUser", Why: "groups and ENIs of other accounts are not found at all"},
		),
		Effects: []Effect{
			{Name: "SecurityGroupId", When: both(given("InstanceId"), not(inGroup)), Do: join, SeenBy: "DescribeInstances.SecurityGroupIds"},
			{Name: "SecurityGroupId-of-interface", When: both(given("NetworkInterfaceId"), not(inGroup)), Do: join,
				SeenBy: "DescribeNetworkInterfaces.SecurityGroupIds",
				Basis:  Assumed("an ENI that is in the group already is left as it is: the page has no row for it")},
		},
	}
}

func joinQuotaRules(page func(string) Basis) []Rule {
	small := Break{World: worldQuota}
	return []Rule{
		{Code: "InstanceSecurityGroupLimitExceeded", Limit: true, Row: 1, Needs: theInstance | theGroups, When: newcomer(groupsOfMemberFull), Break: small},
		{Code: "InstanceSecurityGroupLimitExceeded", Limit: true, Row: 17, Needs: theEni | theGroups, When: newcomer(groupsOfMemberFull), Break: small,
			Refuses: Documented("Limits 2021: 5 security groups per ENI"), Says: always("Exceeding the allowed amount of security groups that an ENI can be in."),
			Answers:  Inferred("row 1 speaks of an instance; row 17 has the code with another status, and is younger than ENIs"),
			Sentence: "The ENI already is in the maximum number of groups (5 by default)."},
		// Row 15 has code and status of row 13, and says only %s.
		{Code: "SecurityGroupInstanceLimitExceeded", Limit: true, Row: 13, Needs: theGroups, When: newcomer(basicGroupFull), Answers: page("row 13"),
			Break: Break{World: worldQuota, Set: Params{"SecurityGroupId": "$sgfull"}}},
		{Code: "InvalidOperation.NetworkInterfaceCountExceeded", Limit: true, Needs: theGroups, When: newcomer(enterpriseGroupFull),
			Break: Break{World: worldQuota, Set: Params{"SecurityGroupId": "$esgfull"}}},
		{Code: "AclLimitExceed", Limit: true, Needs: theGroups, When: newcomer(rulesOfMemberFull),
			Break: Break{World: worldQuota, Set: Params{"SecurityGroupId": "$sgheavy"}},
			Says:  always("The number of rules in all security groups of the specified resource exceeds the limit.")},
	}
}

// memberIsBeingCreated: the instance is Pending, or the interface Creating.
func memberIsBeingCreated(r *Request) bool {
	return instanceOf(r) != nil && instanceOf(r).Status == Pending || eniOf(r) != nil && eniOf(r).Status == Creating
}

func join(r *Request) { r.setMember(r.memberGroups().With(r.group().SecurityGroupId), 1) }
