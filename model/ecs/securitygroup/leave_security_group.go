package securitygroup

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// leaveSecurityGroup: page of 2025-03-12, conditions of editions 2018 to 2025.
func leaveSecurityGroup() model.Operation {
	page := func(row string) model.Basis { return model.Documented("LeaveSecurityGroup page (2025-03-12), " + row) }
	return model.Operation{
		Name:   "LeaveSecurityGroup",
		Known:  model.StatedBy("LeaveSecurityGroup page (2025-03-12)"),
		About:  "InstanceId",
		Either: []string{"InstanceId", "NetworkInterfaceId"},
		Weight: model.Weight{Cards: 2, Why: "the other way out", Order: 23},
		Params: memberParams(),
		Rules: slices.Concat(memberRequestRules(page),
			[]model.Rule{
				// Row 18 has code and status of row 15, and says the same in other words.
				{Code: "InvalidInstanceId.NotFound", Row: 15, When: ecs.InstanceUnknown,
					Break: model.Break{Set: model.Params{"InstanceId": "i-none"}}},
				{Code: "InvalidEniId.NotFound", When: ecs.EniUnknown, Says: ecs.EniText,
					Break: model.Break{Set: model.Params{"NetworkInterfaceId": "eni-none"}, Drop: []string{"InstanceId"}}},
				{Code: "InvalidSecurityGroupId.NotFound", When: ecs.GroupUnknown,
					Break: model.Break{Set: model.Params{"SecurityGroupId": "sg-none"}}},
				{Code: "InstanceLockedForSecurity", Needs: ecs.TheInstance, When: ecs.LockedForSecurity,
					Break: model.Break{World: ecs.WorldLocked, Set: model.Params{"InstanceId": "$locked"}}},
			}, memberRelationRules(),
			[]model.Rule{
				{Code: "IncorrectInstanceStatus", Needs: ecs.TheInstance, When: model.Not(ecs.InstanceIs(ecs.Running, ecs.Stopped))},
				{Code: "InvalidOperation.InvalidEniState", Needs: ecs.TheEni, When: eniNotUsable, Says: ecs.EniStateText("Available, InUse")},
				{Code: "InvalidSecurityGroupAssociation.NotFound", Needs: ecs.TheGroups, When: notInGroup,
					Says: model.Always("The specified resource is not associated with the specified security group")},
				{Code: "InstanceNotInSecurityGroup",
					Vestigial: "The page's note of 2024 says that leaving a group one is not in succeeded before 2024-07-08 " +
						"and answers InvalidSecurityGroupAssociation.NotFound since."},
				{Code: "InstanceLastSecurityGroup", Needs: ecs.TheInstance | ecs.TheGroups, When: lastGroup},
				{Code: "InvalidOperation.AtLeastInOneGroup", Needs: ecs.TheEni | ecs.TheGroups, When: lastGroup,
					Says: model.Always("The specified ENI should be in at least one security group.")},
				{Code: "RequestTimeout", Fault: true, Refuses: page("row 19"), Answers: page("row 19"), Sentence: "The service timed out."},
			}),
		Left: memberLeft(),
		Effects: []model.Effect{
			{Name: "SecurityGroupId", When: model.Given("InstanceId"), Do: leave, SeenBy: "DescribeInstances.SecurityGroupIds"},
			{Name: "SecurityGroupId-of-interface", When: model.Given("NetworkInterfaceId"), Do: leave, SeenBy: "DescribeNetworkInterfaces.SecurityGroupIds"},
		},
	}
}

// notInGroup: the member is known and not in the group.
func notInGroup(r *model.Request) bool { return hasMember(r) && !inGroup(r) }

// lastGroup: the group is the only one of the member.
func lastGroup(r *model.Request) bool { return inGroup(r) && memberGroups(r).Len() == 1 }

func leave(r *model.Request) { setMember(r, memberGroups(r).Without(group(r).SecurityGroupId), -1) }
