package securitygroup

import (
	"slices"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// deleteSecurityGroup: page of 2025-03-12. A group goes at once.
func deleteSecurityGroup() model.Operation {
	page := func(row string) model.Basis { return model.Documented("DeleteSecurityGroup page (2025-03-12), " + row) }
	seen := model.Observed("hashicorp/packer issue 25, terraform-provider-alicloud: DependencyViolation while the group is in use")
	return model.Operation{
		Name:    "DeleteSecurityGroup",
		Known:   model.StatedBy("DeleteSecurityGroup page (2025-03-12)"),
		Removes: ecs.KindSecurityGroup,
		Weight:  model.Weight{Cards: 1, Why: "membership decides", Order: 21},
		// RegionId is mandatory too; the page has a row of its own for it.
		Params: []model.Param{model.Optional("RegionId"), model.Required("SecurityGroupId").Naming(ecs.TheGroups).AsOwn()},
		Rules: []model.Rule{
			{Code: "MissingParameter.RegionId", When: model.Not(model.Given("RegionId")), Refuses: page("row 1"), Answers: page("row 1"),
				Sentence: "RegionId is absent or empty.", Break: model.Break{Drop: []string{"RegionId"}}},
			model.UnknownRegion(),
			{Code: "InvalidSecurityGroup.NotFound", When: ecs.GroupUnknown, Refuses: page("row 6"), Answers: page("row 6"),
				Sentence: "The account has no such group in the region.",
				Break:    model.Break{Set: model.Params{"SecurityGroupId": "sg-none"}}},
			{Code: "InvalidOperation.ResourceManagedByCloudProduct", Needs: ecs.TheGroups, When: groupManaged, Says: ecs.ManagedText,
				Refuses:  model.Documented("Managed security groups guide (2021 to 2026)"),
				Answers:  model.Inferred("the row says only %s; its code is the one that the guide's other operations answer"),
				Sentence: "The group is managed by a cloud product.",
				Break:    model.Break{Set: model.Params{"SecurityGroupId": "$sgmanaged"}}},
			{Code: "DependencyViolation", Row: 3, Needs: ecs.TheGroups, When: groupHasMembers, Refuses: seen, Answers: seen,
				Sentence: "An instance or a network interface is in the group."},
			{Code: "DependencyViolation", Row: 4, Needs: ecs.TheGroups, When: groupReferredTo, Refuses: page("row 4"), Answers: page("row 4"),
				Sentence: "A rule of another group names the group."},
			{Code: "InternalError", Fault: true, Refuses: page("row 7"), Answers: page("row 7"), Sentence: "The service failed."},
		},
		Left: []model.Left{
			{Code: "InvalidOperation.SecurityGroupNotAuthorized", Why: "groups of other accounts are not found at all; nothing says when this row is returned instead"},
		},
		Effects: []model.Effect{
			{Name: "SecurityGroup", Do: dropGroup, SeenBy: "DescribeSecurityGroups.SecurityGroupId"},
		},
	}
}

// groupHasMembers: a private address, or a classic instance, is in the group.
func groupHasMembers(r *model.Request) bool { return ecs.GroupsOf(r)[0].Hidden.Members > 0 }

// groupReferredTo: a rule of another group names the group.
func groupReferredTo(r *model.Request) bool { return ecs.GroupsOf(r)[0].Hidden.ReferredBy.Len() > 0 }

// dropGroup removes the group; the groups that its rules named are named by one
// group less.
func dropGroup(r *model.Request) {
	g := ecs.GroupsOf(r)[0]
	for _, p := range g.Permissions() {
		if peer := ecs.SecurityGroups(r.Place).Get(p.Peer()); peer != nil {
			ecs.ChangeGroup(r, peer, func(s *ecs.SecurityGroup) {
				s.Hidden.ReferredBy = s.Hidden.ReferredBy.Without(g.SecurityGroupId)
			})
		}
	}
	model.Drop[ecs.SecurityGroup](r.World, r.Place.Account, r.Region, ecs.KindSecurityGroup, g.SecurityGroupId)
	r.Reload()
}

// groupManaged: a group that the call names is managed by a cloud product.
func groupManaged(r *model.Request) bool {
	return slices.ContainsFunc(ecs.GroupsOf(r), func(g *ecs.SecurityGroup) bool { return g.ServiceManaged })
}
