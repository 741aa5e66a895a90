package securitygroup

import (
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// createSecurityGroup: page of 2023 and later; names and descriptions as its
// parameters say them.
func createSecurityGroup() model.Operation {
	page := func(row string) model.Basis { return model.Documented("CreateSecurityGroup page (2023), " + row) }
	status := model.Inferred("the page lists the same code and message with 400 and with 403, and never says which")
	return model.Operation{
		Name:  "CreateSecurityGroup",
		Known: model.StatedBy("CreateSecurityGroup page (2023)"),
		Makes: ecs.KindSecurityGroup,
		Plain: model.Params{"VpcId": "$vpc1"},
		Trials: model.Trials{
			Choices: []model.Choice{{Param: "VpcId", Of: []string{"$vpc1"}, Absent: 15}},
			Shapes:  model.Varied("", "SecurityGroupType=enterprise"), Combinations: model.Varied(model.TokenAgain()),
		},
		Weight: model.Weight{Cards: 2, Why: "groups of any kind", Order: 20},
		Params: []model.Param{
			model.Required("RegionId"), model.Optional("VpcId").Naming(ecs.TheVpc), model.Optional("SecurityGroupName"), model.Optional("Description"),
			model.Optional("SecurityGroupType"), model.ListOf("Tag"), model.Optional("ClientToken"),
		},
		Rules: []model.Rule{
			ecs.TokenRule(),
			{Code: "InvalidSecurityGroupName.Malformed", Clauses: groupName().Clauses("SecurityGroupName"),
				Refuses: page("SecurityGroupName"), Answers: page("row 9"),
				Sentence: "SecurityGroupName is not 2 to 128 characters, does not begin with a letter, begins with http:// or https://, " +
					"or has other characters than letters, digits, periods, colons, underscores and hyphens.",
				Break: model.Break{Set: model.Params{"SecurityGroupName": "1"}}},
			{Code: "InvalidDescription.Malformed", When: model.DescriptionBreaks(256),
				Refuses: page("Description"), Answers: model.Inferred("rows 1 and 2 say the same of the description; row 1 names the parameter"),
				Sentence: "Description is not 2 to 256 characters, or begins with http:// or https://.",
				Break:    model.Break{Set: model.Params{"Description": "http://a"}}},
			{Code: "InvalidSecurityGroupDiscription.Malformed", When: model.DescriptionBreaks(256),
				Refuses: page("Description"), Answers: model.Inferred("rows 1 and 2 say the same of the description; neither is preferred by the page"),
				Sentence: "Description is not 2 to 256 characters, or begins with http:// or https://.",
				Shadowed: "InvalidDescription.Malformed has the same condition and stands before it.",
				Break:    model.Break{Set: model.Params{"Description": "http://a"}}},
			{Code: "InvalidParams.GroupType", When: model.ValueNotIn("SecurityGroupType", ecs.BasicGroup, ecs.EnterpriseGroup),
				Refuses: page("SecurityGroupType"), Answers: page("row 7"),
				Sentence: "SecurityGroupType is neither normal nor enterprise.",
				Break:    model.Break{Set: model.Params{"SecurityGroupType": "basic"}}},
			{Code: "InvalidParams.VpcIdGroupType", When: model.Both(model.ValueIs("SecurityGroupType", ecs.EnterpriseGroup), model.Not(model.Given("VpcId"))),
				Refuses: page("row 8"), Answers: page("row 8"),
				Sentence: "An enterprise group is asked for without a VPC.",
				Break:    model.Break{Set: model.Params{"SecurityGroupType": ecs.EnterpriseGroup}, Drop: []string{"VpcId"}}},
			{Code: "InvalidTagKey.Malformed", Clauses: model.TagKeyClauses(), Refuses: page("Tag.N.Key"), Answers: page("row 4"),
				Sentence: "A tag key is empty, longer than 128 characters, begins with aliyun or acs:, or contains http:// or https://.",
				Break:    model.Break{Set: model.Params{"Tag.1.Key": "acs:team", "Tag.1.Value": "a"}}},
			{Code: "InvalidTagValue.Malformed", Clauses: model.TagValueClauses(), Readings: model.ValueNeeded(), Refuses: page("Tag.N.Value"), Answers: page("row 5"),
				Sentence: "A tag value is longer than 128 characters, begins with acs:, or contains http:// or https://.",
				Break:    model.Break{Set: model.Params{"Tag.1.Key": "team", "Tag.1.Value": "http://a"}}},
			{Code: "Duplicate.TagKey", When: model.TagKeyTwice, Refuses: page("row 6"), Answers: page("row 6"),
				Sentence: "Two tags have the same key.",
				Break:    model.Break{Set: model.Params{"Tag.1.Key": "team", "Tag.2.Key": "team"}}},
			{Code: "QuotaExceed.Tags", Limit: true, When: model.TooManyTags, Refuses: page("Tag.N"), Says: model.TooManyTagsText,
				Answers: model.Inferred("the page allows 20 tags, and lists no other row for their number"), Sentence: "More than 20 tags are given.",
				Break: model.Break{Set: model.ManyTags()}},
			{Code: "InvalidRegionId.NotFound", When: model.RegionUnknown, Refuses: page("row 18"), Answers: page("row 18"), Sentence: "There is no such region.",
				Break: model.Break{Set: model.Params{"RegionId": "cn-nowhere"}}},
			{Code: "InvalidVpcId.NotFound", Row: 13, When: model.Both(model.Not(model.Given("VpcId")), classicNetworkClosed),
				Refuses: page("row 13"), Answers: page("row 13"),
				Sentence: "VpcId is absent, and the account has no classic network.",
				Break:    model.Break{Drop: []string{"VpcId"}, World: "restricted"}},
			{Code: "InvalidVpcId.NotFound", Row: 19, When: ecs.VpcUnknown, Refuses: page("row 19"), Answers: page("row 19"), Sentence: "There is no such VPC.",
				Break: model.Break{Set: model.Params{"VpcId": "vpc-none"}}},
			{Code: "IncorrectVpcStatus", Row: 14, Needs: ecs.TheVpc, When: ecs.VpcPending, Refuses: page("row 14"), Answers: status,
				Sentence: "The VPC is not Available."},
			{Code: "IncorrectVpcStatus", Row: 3, Needs: ecs.TheVpc, When: ecs.VpcPending, Refuses: page("row 3"), Answers: status,
				Sentence: "The VPC is not Available.", Shadowed: "Row 14 has the same condition and stands before it."},
			{Code: "QuotaExceed.SecurityGroup", Limit: true, When: groupQuotaReached, Refuses: page("row 12"), Answers: page("row 12"),
				Sentence: "The account has as many security groups in the region as its quota allows.", Break: model.Break{World: ecs.WorldQuota}},
			{Code: "InternalError", Row: 10, Fault: true, Refuses: page("row 10"), Answers: page("row 10"), Sentence: "The service failed."},
			{Code: "ServiceUnavailable", Row: 11, Fault: true, Refuses: page("row 11"), Answers: page("row 11"), Sentence: "The service is unavailable."},
		},
		Left: []model.Left{
			{Code: "IdempotentProcessing", Why: "a call of the model is over when the next one begins"},
			{Code: "InvalidOperation.ResourceManagedByCloudProduct", Why: "ServiceManaged is for the vendor's own products"},
			{Code: "InvalidResourceGroup.NotFound", Why: "the model keeps no resource groups"},
		},
		Effects: []model.Effect{
			{Name: "SecurityGroup", Do: makeGroup, SeenBy: "DescribeSecurityGroups.SecurityGroupId"},
			{Name: "VpcId", When: model.Given("VpcId"), Do: setGroupVpc, SeenBy: "DescribeSecurityGroups.VpcId"},
			{Name: "SecurityGroupName", When: model.Given("SecurityGroupName"), Do: setGroupName, SeenBy: "DescribeSecurityGroups.SecurityGroupName"},
			{Name: "Description", When: model.Given("Description"), Do: setGroupDescription, SeenBy: "DescribeSecurityGroups.Description"},
			{Name: "SecurityGroupType", When: model.Given("SecurityGroupType"), Do: setGroupType, SeenBy: "DescribeSecurityGroups.SecurityGroupType"},
			{Name: "Tag", When: model.Tagged, Do: setGroupTags, SeenBy: "DescribeSecurityGroups.Tags"},
		},
	}
}

// groupName is how a group has to be named: CreateSecurityGroup and
// ModifySecurityGroupAttribute pages.
func groupName() model.NameRule {
	return model.NameRule{Punctuation: ".:_-", NoPrefix: []string{"http://", "https://"}}
}

// classicNetworkClosed: the account can have resources in VPCs only.
func classicNetworkClosed(r *model.Request) bool {
	return !r.Allows(r.Account(), model.FeatureClassicNetwork)
}

// groupQuotaReached counts the account's own groups in the region (page: 100
// groups in a region); groups that a product manages are not counted (assumed).
func groupQuotaReached(r *model.Request) bool {
	if r.Place == nil {
		return false
	}
	own := 0
	for _, g := range ecs.SecurityGroups(r.Place).All {
		if !g.ServiceManaged {
			own++
		}
	}
	return r.Exceeds(own+1, r.Account(), ecs.QuotaGroups)
}

func makeGroup(r *model.Request) {
	g := ecs.SecurityGroup{
		SecurityGroupId: r.World.NewID(ecs.KindSecurityGroup), SecurityGroupType: ecs.BasicGroup,
		InnerAccessPolicy: "Accept", CreationTime: r.Now().Truncate(time.Second),
	}
	model.Put(r.World, r.Place.Account, r.Region, g)
	r.Reload()
	r.Created = append(r.Created, g.SecurityGroupId)
}

// setNewGroup changes the group that the call has made.
func setNewGroup(r *model.Request, change func(*ecs.SecurityGroup)) {
	ecs.ChangeGroup(r, ecs.SecurityGroups(r.Place).Get(r.Created[0]), change)
}

func setGroupVpc(r *model.Request) {
	setNewGroup(r, func(g *ecs.SecurityGroup) { g.VpcId = r.Text("VpcId") })
}

func setGroupName(r *model.Request) {
	setNewGroup(r, func(g *ecs.SecurityGroup) { g.SecurityGroupName = r.Text("SecurityGroupName") })
}

func setGroupDescription(r *model.Request) {
	setNewGroup(r, func(g *ecs.SecurityGroup) { g.Description = r.Text("Description") })
}

// setGroupType: the members of an enterprise group do not reach each other
// unless a rule lets them (Overview of advanced security groups).
func setGroupType(r *model.Request) {
	setNewGroup(r, func(g *ecs.SecurityGroup) {
		g.SecurityGroupType = r.Text("SecurityGroupType")
		if g.SecurityGroupType == ecs.EnterpriseGroup {
			g.InnerAccessPolicy = "Drop"
		}
	})
}

func setGroupTags(r *model.Request) {
	setNewGroup(r, func(g *ecs.SecurityGroup) { g.Tags = model.NewTags(r.Tags()...) })
}
