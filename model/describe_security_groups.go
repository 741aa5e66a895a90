package model

import "strings"

// describeSecurityGroups: pages of 2021 to 2026. They say nothing of unknown
// ids, and no table has a row for them: a filter that fits nothing selects
// nothing.
func describeSecurityGroups() Operation {
	return Operation{
		Name:   "DescribeSecurityGroups",
		Lists:  KindSecurityGroup,
		Look:   Look{KindSecurityGroup, Params{"SecurityGroupId": It}},
		Weight: Weight{Cards: 1, Why: "filters and pages", Order: 32},
		Reads:  true,
		Params: []Param{
			required("RegionId"), filter(optional("VpcId")), filter(optional("SecurityGroupId")), filter(jsonList("SecurityGroupIds")),
			filter(optional("SecurityGroupName")), filter(optional("SecurityGroupType")), filter(optional("NetworkType")),
			filter(list("Tag")), filter(boolean("ServiceManaged")), filter(boolean("FuzzyQuery")), boolean("IsQueryEcsCount"),
			pageNumber(), pageSize(100), maxResults(100), optional("NextToken"), boolean("DryRun"),
		},
		DryRunCode: DryRunOperation,
		Rules: []Rule{
			unknownRegion(),
			{Code: "InternalError", Fault: true, Refuses: Documented("DescribeSecurityGroups page (2021), row 1"),
				Answers: Documented("DescribeSecurityGroups page (2021), row 1"), Sentence: "The service failed."},
		},
		Reply: func(r *Request) Reply {
			var found []*SecurityGroup
			var page Page
			if r.byToken() {
				found, page = collectAfter(r, r.maxResults(10), securityGroups(r.place).after, r.groupFilter())
			} else {
				found, page = collect(r.page(), securityGroups(r.place).all, r.groupFilter())
			}
			return Reply{Items: resourcesOf(found), Page: page}
		},
	}
}

// groupFilter says which groups the call wants.
func (r *Request) groupFilter() func(*SecurityGroup) bool {
	ids := r.jsonList("SecurityGroupIds")
	if r.has("SecurityGroupId") {
		ids = append(ids, r.str("SecurityGroupId"))
	}
	wanted := chooser(ids)
	managed, byManaged := r.boolean("ServiceManaged")
	return func(g *SecurityGroup) bool {
		network := NetworkVpc
		if g.VpcId == "" {
			network = NetworkClassic
		}
		return wanted(g.SecurityGroupId) && r.is("VpcId", g.VpcId) && r.is("SecurityGroupType", g.SecurityGroupType) &&
			r.is("NetworkType", network) && r.groupNamed(g.SecurityGroupName) && (!byManaged || managed == g.ServiceManaged) &&
			r.tagsMatch(g.Tags)
	}
}

// groupNamed compares the name: exactly, or as a part with FuzzyQuery.
func (r *Request) groupNamed(name string) bool {
	if r.isTrue("FuzzyQuery") {
		return strings.Contains(name, r.str("SecurityGroupName"))
	}
	return r.is("SecurityGroupName", name)
}
