package model

// describeSecurityGroupAttribute: page of 2021.
func describeSecurityGroupAttribute() Operation {
	page := func(row string) Basis { return Documented("DescribeSecurityGroupAttribute page (2021), " + row) }
	return Operation{
		Name:   "DescribeSecurityGroupAttribute",
		Look:   Look{KindSecurityGroup, Params{"SecurityGroupId": It}},
		Shows:  "Hidden.Rules",
		Weight: Weight{Cards: 1, Why: "shows what others do not", Order: 38},
		Reads:  true,
		Params: []Param{
			required("RegionId"), required("SecurityGroupId").names(theGroups), filter(optional("NicType")), filter(optional("Direction")),
			maxResults(1000), optional("NextToken"),
		},
		Rules: []Rule{
			malformedGroupId(),
			{Code: "InvalidNicType.ValueNotSupported", When: valueNotIn("NicType", "internet", "intranet"),
				Refuses: page("NicType"), Answers: page("row 3"), Sentence: "NicType is neither internet nor intranet.",
				Break: Break{Set: Params{"NicType": "extranet"}}},
			{Code: "InvalidParamter", When: valueNotIn("Direction", Ingress, Egress, "all"), Refuses: page("Direction"),
				Answers:  Inferred("row 5 is the table's row for an invalid parameter, and no other one is about Direction"),
				Sentence: "Direction is none of ingress, egress and all.",
				Break:    Break{Set: Params{"Direction": "up"}}},
			{Code: "InvalidRegionId.NotFound", When: regionUnknown, Refuses: page("row 1"), Answers: page("row 1"), Sentence: "There is no such region.",
				Break: Break{Set: Params{"RegionId": "cn-nowhere"}}},
			{Code: "InvalidSecurityGroupId.NotFound", When: groupUnknown, Refuses: page("row 2"), Answers: page("row 2"),
				Sentence: "The account has no such group in the region.",
				Break:    Break{Set: Params{"SecurityGroupId": "sg-none"}}},
			{Code: "InternalError", Fault: true, Refuses: page("row 4"), Answers: page("row 4"), Sentence: "The service failed."},
		},
		Reply: func(r *Request) Reply { return Reply{Items: []Resource{r.shownGroup()}} },
	}
}

// malformedGroupId is the row of a group id that has not the form of one.
func malformedGroupId() Rule {
	return Rule{
		Code: "InvalidSecurityGroupId.Malformed", When: idMalformed("SecurityGroupId", KindSecurityGroup),
		Refuses:  Inferred("such an id names no security group"),
		Answers:  Inferred("the message says that the parameter is not valid, where an unknown group has a row of its own"),
		Sentence: "SecurityGroupId does not have the form of a security group id.",
		Break:    Break{Set: Params{"SecurityGroupId": "group"}},
	}
}

// shownGroup is the group with the rules that the call wants. Rules of VPC
// groups are intranet rules, whatever NicType says (assumed: clients ask for
// either and get them). That all rules fit one page is assumed: MaxResults may
// be as high as 1000, the most that an interface can have.
func (r *Request) shownGroup() *SecurityGroup {
	g := *groupsOf(r)[0]
	var shown []string
	for _, text := range g.Hidden.Rules.All() {
		p := ParsePermission(text)
		if (r.str("Direction") == "all" || r.is("Direction", p.Direction)) && (g.VpcId != "" || r.is("NicType", p.NicType)) {
			shown = append(shown, text)
		}
	}
	g.Hidden.Rules = NewList(shown...)
	return &g
}
