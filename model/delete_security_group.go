package model

import "slices"

// deleteSecurityGroup: page of 2025-03-12. A group goes at once.
func deleteSecurityGroup() Operation {
	page := func(row string) Basis { return Documented("DeleteSecurityGroup page (2025-03-12), " + row) }
	seen := Observed("hashicorp/packer issue 25, terraform-provider-alicloud: DependencyViolation while the group is in use")
	return Operation{
		Name:    "DeleteSecurityGroup",
		Removes: KindSecurityGroup,
		Weight:  Weight{Cards: 1, Why: "membership decides", Order: 21},
		// RegionId is mandatory too; the page has a row of its own for it.
		Params: []Param{optional("RegionId"), required("SecurityGroupId").names(theGroups).own()},
		Rules: []Rule{
			{Code: "MissingParameter.RegionId", When: not(given("RegionId")), Refuses: page("row 1"), Answers: page("row 1"),
				Sentence: "RegionId is absent or empty.", Break: Break{Drop: []string{"RegionId"}}},
			unknownRegion(),
			{Code: "InvalidSecurityGroup.NotFound", When: groupUnknown, Refuses: page("row 6"), Answers: page("row 6"),
				Sentence: "The account has no such group in the region.",
				Break:    Break{Set: Params{"SecurityGroupId": "sg-none"}}},
			{Code: "InvalidOperation.ResourceManagedByCloudProduct", Needs: theGroups, When: groupManaged, Says: managedText,
				Refuses:  Documented("Managed security groups guide (2021 to 2026)"),
				Answers:  Inferred("the row says only %s; its code is the one that the guide's other operations answer"),
				Sentence: "The group is managed by a cloud product.",
				Break:    Break{Set: Params{"SecurityGroupId": "$sgmanaged"}}},
			{Code: "DependencyViolation", Row: 3, Needs: theGroups, When: groupHasMembers, Refuses: seen, Answers: seen,
				Sentence: "An instance or a network interface is in the group."},
			{Code: "DependencyViolation", Row: 4, Needs: theGroups, When: groupReferredTo, Refuses: page("row 4"), Answers: page("row 4"),
				Sentence: "A rule of another group names the group."},
			{Code: "InternalError", Fault: true, Refuses: page("row 7"), Answers: page("row 7"), Sentence: "The service failed."},
		},
		Left: []Left{
			{Code: "InvalidOperation.SecurityGroupNotAuthorized", Why: "groups of other accounts are not found at all; nothing says when this row is returned instead"},
		},
		Effects: []Effect{
			{Name: "SecurityGroup", Do: dropGroup, SeenBy: "DescribeSecurityGroups.SecurityGroupId"},
		},
	}
}

// groupHasMembers: a private address, or a classic instance, is in the group.
func groupHasMembers(r *Request) bool { return groupsOf(r)[0].Hidden.Members > 0 }

// groupReferredTo: a rule of another group names the group as its source.
func groupReferredTo(r *Request) bool { return groupsOf(r)[0].Hidden.ReferredBy.Len() > 0 }

// dropGroup removes the group; the groups that its rules named are named by one
// group less.
func dropGroup(r *Request) {
	g := groupsOf(r)[0]
	for _, p := range g.Permissions() {
		if source := securityGroups(r.place).get(p.SourceGroupId); source != nil {
			r.changeGroup(source, func(s *SecurityGroup) {
				s.Hidden.ReferredBy = s.Hidden.ReferredBy.Without(g.SecurityGroupId)
			})
		}
	}
	drop[SecurityGroup](r.w, r.place.account, r.region, KindSecurityGroup, g.SecurityGroupId)
	r.reload()
}

// groupManaged: a group that the call names is managed by a cloud product.
func groupManaged(r *Request) bool {
	return slices.ContainsFunc(groupsOf(r), func(g *SecurityGroup) bool { return g.ServiceManaged })
}
