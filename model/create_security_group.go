package model

import "time"

// createSecurityGroup: page of 2023 and later; names and descriptions as its
// parameters say them.
func createSecurityGroup() Operation {
	page := func(row string) Basis { return Documented("CreateSecurityGroup page (2023), " + row) }
	status := Inferred("the page lists the same code and message with 400 and with 403, and never says which")
	return Operation{
		Name:  "CreateSecurityGroup",
		Makes: KindSecurityGroup,
		Plain: Params{"VpcId": "$vpc1"},
		Trials: Trials{
			Choices: []Choice{{Param: "VpcId", Of: []string{"$vpc1"}, Absent: 15}},
			Shapes:  varied("", "SecurityGroupType=enterprise"), Combinations: varied(tokenAgain()),
		},
		Weight: Weight{Cards: 2, Why: "groups of any kind", Order: 20},
		Params: []Param{
			required("RegionId"), optional("VpcId").names(theVpc), optional("SecurityGroupName"), optional("Description"),
			optional("SecurityGroupType"), list("Tag"), optional("ClientToken"),
		},
		Rules: []Rule{
			tokenRule(),
			{Code: "InvalidSecurityGroupName.Malformed", When: groupName().breaks("SecurityGroupName"),
				Refuses: page("SecurityGroupName"), Answers: page("row 9"),
				Sentence: "SecurityGroupName is not 2 to 128 characters, does not begin with a letter, begins with http:// or https://, " +
					"or has other characters than letters, digits, periods, colons, underscores and hyphens.",
				Break: Break{Set: Params{"SecurityGroupName": "1"}}},
			{Code: "InvalidDescription.Malformed", When: descriptionBreaks(256),
				Refuses: page("Description"), Answers: Inferred("rows 1 and 2 say the same of the description; row 1 names the parameter"),
				Sentence: "Description is not 2 to 256 characters, or begins with http:// or https://.",
				Break:    Break{Set: Params{"Description": "http://a"}}},
			{Code: "InvalidSecurityGroupDiscription.Malformed", When: descriptionBreaks(256),
				Refuses: page("Description"), Answers: Inferred("rows 1 and 2 say the same of the description; neither is preferred by the page"),
				Sentence: "Description is not 2 to 256 characters, or begins with http:// or https://.",
				Shadowed: "InvalidDescription.Malformed has the same condition and stands before it.",
				Break:    Break{Set: Params{"Description": "http://a"}}},
			{Code: "InvalidParams.GroupType", When: valueNotIn("SecurityGroupType", BasicGroup, EnterpriseGroup),
				Refuses: page("SecurityGroupType"), Answers: page("row 7"),
				Sentence: "SecurityGroupType is neither normal nor enterprise.",
				Break:    Break{Set: Params{"SecurityGroupType": "basic"}}},
			{Code: "InvalidParams.VpcIdGroupType", When: both(valueIs("SecurityGroupType", EnterpriseGroup), not(given("VpcId"))),
				Refuses: page("row 8"), Answers: page("row 8"),
				Sentence: "An enterprise group is asked for without a VPC.",
				Break:    Break{Set: Params{"SecurityGroupType": EnterpriseGroup}, Drop: []string{"VpcId"}}},
			{Code: "InvalidTagKey.Malformed", When: tagKeyMalformed, Refuses: page("Tag.N.Key"), Answers: page("row 4"),
				Sentence: "A tag key is empty, longer than 128 characters, begins with aliyun or acs:, or contains http:// or https://.",
				Break:    Break{Set: Params{"Tag.1.Key": "acs:team", "Tag.1.Value": "a"}}},
			{Code: "InvalidTagValue.Malformed", When: tagValueMalformed, Refuses: page("Tag.N.Value"), Answers: page("row 5"),
				Sentence: "A tag value is longer than 128 characters, begins with acs:, or contains http:// or https://.",
				Break:    Break{Set: Params{"Tag.1.Key": "team", "Tag.1.Value": "http://a"}}},
			{Code: "Duplicate.TagKey", When: tagKeyTwice, Refuses: page("row 6"), Answers: page("row 6"),
				Sentence: "Two tags have the same key.",
				Break:    Break{Set: Params{"Tag.1.Key": "team", "Tag.2.Key": "team"}}},
			{Code: "QuotaExceed.Tags", Limit: true, When: tooManyTags, Refuses: page("Tag.N"), Says: tooManyTagsText,
				Answers: Inferred("the page allows 20 tags, and lists no other row for their number"), Sentence: "More than 20 tags are given.",
				Break: Break{Set: manyTags()}},
			{Code: "InvalidRegionId.NotFound", When: regionUnknown, Refuses: page("row 18"), Answers: page("row 18"), Sentence: "There is no such region.",
				Break: Break{Set: Params{"RegionId": "cn-nowhere"}}},
			{Code: "InvalidVpcId.NotFound", Row: 13, When: both(not(given("VpcId")), classicNetworkClosed),
				Refuses: page("row 13"), Answers: page("row 13"),
				Sentence: "VpcId is absent, and the account has no classic network.",
				Break:    Break{Drop: []string{"VpcId"}, World: "restricted"}},
			{Code: "InvalidVpcId.NotFound", Row: 19, When: vpcUnknown, Refuses: page("row 19"), Answers: page("row 19"), Sentence: "There is no such VPC.",
				Break: Break{Set: Params{"VpcId": "vpc-none"}}},
			{Code: "IncorrectVpcStatus", Row: 14, Needs: theVpc, When: vpcPending, Refuses: page("row 14"), Answers: status,
				Sentence: "The VPC is not Available."},
			{Code: "IncorrectVpcStatus", Row: 3, Needs: theVpc, When: vpcPending, Refuses: page("row 3"), Answers: status,
				Sentence: "The VPC is not Available.", Shadowed: "Row 14 has the same condition and stands before it."},
			{Code: "QuotaExceed.SecurityGroup", Limit: true, When: groupQuotaReached, Refuses: page("row 12"), Answers: page("row 12"),
				Sentence: "The account has as many security groups in the region as its quota allows.", Break: Break{World: worldQuota}},
			{Code: "InternalError", Row: 10, Fault: true, Refuses: page("row 10"), Answers: page("row 10"), Sentence: "The service failed."},
			{Code: "ServiceUnavailable", Row: 11, Fault: true, Refuses: page("row 11"), Answers: page("row 11"), Sentence: "The service is unavailable."},
		},
		Left: []Left{
			{Code: "IdempotentProcessing", Why: "a call of the model is over when the next one begins"},
			{Code: "InvalidOperation.ResourceManagedByCloudProduct", Why: "ServiceManaged is for the vendor's own products"},
			{Code: "InvalidResourceGroup.NotFound", Why: "the model keeps no resource groups"},
		},
		Effects: []Effect{
			{Name: "SecurityGroup", Do: makeGroup, SeenBy: "DescribeSecurityGroups.SecurityGroupId"},
			{Name: "VpcId", When: given("VpcId"), Do: setGroupVpc, SeenBy: "DescribeSecurityGroups.VpcId"},
			{Name: "SecurityGroupName", When: given("SecurityGroupName"), Do: setGroupName, SeenBy: "DescribeSecurityGroups.SecurityGroupName"},
			{Name: "Description", When: given("Description"), Do: setGroupDescription, SeenBy: "DescribeSecurityGroups.Description"},
			{Name: "SecurityGroupType", When: given("SecurityGroupType"), Do: setGroupType, SeenBy: "DescribeSecurityGroups.SecurityGroupType"},
			{Name: "Tag", When: tagged, Do: setGroupTags, SeenBy: "DescribeSecurityGroups.Tags"},
		},
	}
}

// groupName is how a group has to be named: CreateSecurityGroup and
// ModifySecurityGroupAttribute pages.
func groupName() nameRule {
	return nameRule{punctuation: ".:_-", noPrefix: []string{"http://", "https://"}}
}

func tooManyTagsText(*Request) string { return "The number of tags exceeds the limit of 20." }

// classicNetworkClosed: the account can have resources in VPCs only.
func classicNetworkClosed(r *Request) bool { return !r.allows(r.account(), FeatureClassicNetwork) }

func vpcUnknown(r *Request) bool { return r.place != nil && r.has("VpcId") && vpcOf(r) == nil }

// vpcPending says that the VPC is still being made.
func vpcPending(r *Request) bool { return vpcOf(r).Status == Pending }

// groupQuotaReached counts the account's own groups in the region (page: 100
// groups in a region); groups that a product manages are not counted (assumed).
func groupQuotaReached(r *Request) bool {
	if r.place == nil {
		return false
	}
	own := 0
	for _, g := range securityGroups(r.place).all {
		if !g.ServiceManaged {
			own++
		}
	}
	return r.exceeds(own+1, r.account(), QuotaGroups)
}

func makeGroup(r *Request) {
	g := SecurityGroup{
		SecurityGroupId: r.w.NewID(KindSecurityGroup), SecurityGroupType: BasicGroup,
		InnerAccessPolicy: "Accept", CreationTime: r.w.Now().Truncate(time.Second),
	}
	put(r.w, r.place.account, r.region, g)
	r.reload()
	r.created = append(r.created, g.SecurityGroupId)
}

// setNewGroup changes the group that the call has made.
func (r *Request) setNewGroup(change func(*SecurityGroup)) {
	r.changeGroup(securityGroups(r.place).get(r.created[0]), change)
}

func setGroupVpc(r *Request) { r.setNewGroup(func(g *SecurityGroup) { g.VpcId = r.str("VpcId") }) }

func setGroupName(r *Request) {
	r.setNewGroup(func(g *SecurityGroup) { g.SecurityGroupName = r.str("SecurityGroupName") })
}

func setGroupDescription(r *Request) {
	r.setNewGroup(func(g *SecurityGroup) { g.Description = r.str("Description") })
}

// setGroupType: the members of an enterprise group do not reach each other
// unless a rule lets them (Overview of advanced security groups).
func setGroupType(r *Request) {
	r.setNewGroup(func(g *SecurityGroup) {
		g.SecurityGroupType = r.str("SecurityGroupType")
		if g.SecurityGroupType == EnterpriseGroup {
			g.InnerAccessPolicy = "Drop"
		}
	})
}

func setGroupTags(r *Request) {
	r.setNewGroup(func(g *SecurityGroup) { g.Tags = NewTags(r.tags()...) })
}
