package model

import "slices"

// leaveSecurityGroup: page of 2025-03-12, conditions of editions 2018 to 2025.
func leaveSecurityGroup() Operation {
	page := func(row string) Basis { return Documented("LeaveSecurityGroup page (2025-03-12), " + row) }
	return Operation{
		Name:   "LeaveSecurityGroup",
		About:  "InstanceId",
		Either: []string{"InstanceId", "NetworkInterfaceId"},
		Weight: Weight{Cards: 2, Why: "the other way out", Order: 23},
		Params: memberParams(),
		Rules: slices.Concat(memberRequestRules(page),
			[]Rule{
				// Row 18 has code and status of row 15, and says the same in other words.
				{Code: "InvalidInstanceId.NotFound", Row: 15, When: instanceUnknown,
					Break: Break{Set: Params{"InstanceId": "i-none"}}},
				{Code: "InvalidEniId.NotFound", When: eniUnknown, Says: eniText,
					Break: Break{Set: Params{"NetworkInterfaceId": "eni-none"}, Drop: []string{"InstanceId"}}},
				{Code: "InvalidSecurityGroupId.NotFound", When: groupUnknown,
					Break: Break{Set: Params{"SecurityGroupId": "sg-none"}}},
				{Code: "InstanceLockedForSecurity", Needs: theInstance, When: lockedForSecurity,
					Break: Break{World: worldLocked, Set: Params{"InstanceId": "$locked"}}},
			}, memberRelationRules(),
			[]Rule{
				{Code: "IncorrectInstanceStatus", Needs: theInstance, When: not(instanceIs(Running, Stopped))},
				{Code: "InvalidOperation.InvalidEniState", Needs: theEni, When: eniNotUsable, Says: eniStateText("Available, InUse")},
				{Code: "InvalidSecurityGroupAssociation.NotFound", Needs: theGroups, When: notInGroup,
					Says: always("The specified resource is not associated with the specified security group")},
				{Code: "InstanceNotInSecurityGroup",
					Vestigial: "The page's note of 2024 says that leaving a group one is not in succeeded before 2024-07-08 " +
						"and answers InvalidSecurityGroupAssociation.NotFound since."},
				{Code: "InstanceLastSecurityGroup", Needs: theInstance | theGroups, When: lastGroup},
				{Code: "InvalidOperation.AtLeastInOneGroup", Needs: theEni | theGroups, When: lastGroup,
					Says: always("The specified ENI should be in at least one security group.")},
				{Code: "RequestTimeout", Fault: true, Refuses: page("row 19"), Answers: page("row 19"), Sentence: "The service timed out."},
			}),
		Left: memberLeft(),
		Effects: []Effect{
			{Name: "SecurityGroupId", When: given("InstanceId"), Do: leave, SeenBy: "DescribeInstances.SecurityGroupIds"},
			{Name: "SecurityGroupId-of-interface", When: given("NetworkInterfaceId"), Do: leave, SeenBy: "DescribeNetworkInterfaces.SecurityGroupIds"},
		},
	}
}

// notInGroup: the member is known and not in the group.
func notInGroup(r *Request) bool { return r.hasMember() && !inGroup(r) }

// lastGroup: the group is the only one of the member.
func lastGroup(r *Request) bool { return inGroup(r) && r.memberGroups().Len() == 1 }

func leave(r *Request) { r.setMember(r.memberGroups().Without(r.group().SecurityGroupId), -1) }
