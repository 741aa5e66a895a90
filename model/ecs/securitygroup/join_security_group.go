package securitygroup

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// joinSecurityGroup: page of 2025-03-12, conditions of editions 2018 to 2025.
func joinSecurityGroup() model.Operation {
	page := func(row string) model.Basis { return model.Documented("JoinSecurityGroup page (2025-03-12), " + row) }
	return model.Operation{
		Name:   "JoinSecurityGroup",
		Known:  model.StatedBy("JoinSecurityGroup page (2025-03-12)"),
		About:  "InstanceId",
		Either: []string{"InstanceId", "NetworkInterfaceId"},
		Trials: model.Trials{Shapes: model.Varied("")},
		Weight: model.Weight{Cards: 2, Why: "the other way into a group", Order: 22},
		Params: memberParams(),
		Rules: slices.Concat(memberRequestRules(page),
			[]model.Rule{
				// Row 29 has code and status of row 27, and says the same in other words.
				{Code: "InvalidInstanceId.NotFound", Row: 27, When: ecs.InstanceUnknown,
					Break: model.Break{Set: model.Params{"InstanceId": "i-none"}}},
				{Code: "InvalidEniId.NotFound", When: ecs.EniUnknown, Says: ecs.EniText,
					Break: model.Break{Set: model.Params{"NetworkInterfaceId": "eni-none"}, Drop: []string{"InstanceId"}}},
				{Code: "InvalidSecurityGroupId.NotFound", When: ecs.GroupUnknown,
					Break: model.Break{Set: model.Params{"SecurityGroupId": "sg-none"}}},
				{Code: "InstanceLockedForSecurity", Needs: ecs.TheInstance, When: ecs.LockedForSecurity,
					Break: model.Break{World: ecs.WorldLocked, Set: model.Params{"InstanceId": "$locked"}}},
			}, memberRelationRules(),
			[]model.Rule{
				{Code: "InvalidInstanceId.Mismatch", Needs: ecs.TheInstance | ecs.TheGroups, When: otherNetwork,
					Break: model.Break{Set: model.Params{"SecurityGroupId": "$sgclassic"}}},
				{Code: "InvalidOperation.VpcMismatch", Needs: ecs.TheEni | ecs.TheGroups, When: otherNetwork,
					Says: model.Always("The VPC of the specified ENI and security group are not in the same VPC.")},
				{Code: "InvalidOperation.MultiGroupType", Needs: ecs.TheGroups, When: newcomer(otherGroupType),
					Break: model.Break{Set: model.Params{"SecurityGroupId": "$esg1"}}},
				{Code: "Forbidden.InstanceIsBeingCreated", Needs: ecs.TheInstance, When: ecs.InstanceIs(ecs.Pending)},
				{Code: "InvalidStatus.EniOrInstanceIsBeingCreated", When: memberIsBeingCreated,
					Says: model.Always("The specified instance or network interface is being created")},
				{Code: "IncorrectInstanceStatus", Needs: ecs.TheInstance, When: model.Not(ecs.InstanceIs(ecs.Running, ecs.Stopped))},
				{Code: "InvalidOperation.InvalidEniState", Needs: ecs.TheEni, When: eniNotUsable, Says: ecs.EniStateText("Available, InUse")},
				{Code: "InvalidInstanceId.AlreadyExists", Needs: ecs.TheGroups, When: instanceInGroup,
					Readings: model.MayRefuse("the page has no row for an ENI that is in the group already; to leave it as it was is our choice", eniInGroup)},
			}, joinQuotaRules(page),
			[]model.Rule{{Code: "InternalError", Fault: true, Refuses: page("row 30"), Answers: page("row 30"), Sentence: "The service failed."}}),
		Left: append(memberLeft(),
			model.Left{Code: "InvalidOperation.Conflict", HTTP: 409, Why: "a call of the model is over when the next one begins"},
			model.Left{Code: "InvalidOperation.NotSupportEnterpriseGroup", Why: "no source says which instance types do not support enterprise groups"},
			model.Left{Code: "InvalidOperation.EniAndGroupNotBelongSameUser", Why: "groups and ENIs of other accounts are not found at all"},
			model.Left{Code: "NotBelongUser", Why: "groups and ENIs of other accounts are not found at all"},
		),
		Effects: []model.Effect{
			{Name: "SecurityGroupId", When: model.Both(model.Given("InstanceId"), model.Not(inGroup)), Do: join, SeenBy: "DescribeInstances.SecurityGroupIds"},
			{Name: "SecurityGroupId-of-interface", When: model.Both(model.Given("NetworkInterfaceId"), model.Not(inGroup)), Do: join,
				SeenBy: "DescribeNetworkInterfaces.SecurityGroupIds"},
		},
	}
}

func joinQuotaRules(page func(string) model.Basis) []model.Rule {
	small := model.Break{World: ecs.WorldQuota}
	return []model.Rule{
		{Code: "InstanceSecurityGroupLimitExceeded", Limit: true, Row: 1, Needs: ecs.TheInstance | ecs.TheGroups, When: newcomer(groupsOfMemberFull), Break: small},
		{Code: "InstanceSecurityGroupLimitExceeded", Limit: true, Row: 17, Needs: ecs.TheEni | ecs.TheGroups, When: newcomer(groupsOfMemberFull), Break: small,
			Refuses: model.Documented("Limits 2021: 5 security groups per ENI"), Says: model.Always("Exceeding the allowed amount of security groups that an ENI can be in."),
			Answers:  model.Inferred("row 1 speaks of an instance; row 17 has the code with another status, and is younger than ENIs"),
			Sentence: "The ENI already is in the maximum number of groups (5 by default)."},
		// Row 15 has code and status of row 13, and says only %s.
		{Code: "SecurityGroupInstanceLimitExceeded", Limit: true, Row: 13, Needs: ecs.TheGroups, When: newcomer(basicGroupFull), Answers: page("row 13"),
			Break: model.Break{World: ecs.WorldQuota, Set: model.Params{"SecurityGroupId": "$sgfull"}}},
		{Code: "InvalidOperation.NetworkInterfaceCountExceeded", Limit: true, Needs: ecs.TheGroups, When: newcomer(enterpriseGroupFull),
			Break: model.Break{World: ecs.WorldQuota, Set: model.Params{"SecurityGroupId": "$esgfull"}}},
		{Code: "AclLimitExceed", Limit: true, Needs: ecs.TheGroups, When: newcomer(rulesOfMemberFull),
			Break: model.Break{World: ecs.WorldQuota, Set: model.Params{"SecurityGroupId": "$sgheavy"}},
			Says:  model.Always("The number of rules in all security groups of the specified resource exceeds the limit.")},
	}
}

// memberIsBeingCreated: the instance is Pending, or the interface Creating.
func memberIsBeingCreated(r *model.Request) bool {
	return ecs.InstanceOf(r) != nil && ecs.InstanceOf(r).Status == ecs.Pending || ecs.EniOf(r) != nil && ecs.EniOf(r).Status == ecs.Creating
}

func join(r *model.Request) { setMember(r, memberGroups(r).With(group(r).SecurityGroupId), 1) }
