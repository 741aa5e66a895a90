package model_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

func TestCreateSecurityGroupRefuses(t *testing.T) {
	w := newWorld(t)
	vpc := named(t, w, "vpc1")
	broken := map[string]bool{}
	pending := w
	{
		p := *ecs.Vpcs(w.Place("1000000000000001", "cn-hangzhou")).Get(vpc)
		p.Status = ecs.Pending
		model.Put(&pending, "1000000000000001", "cn-hangzhou", p)
	}
	full := w
	for range 100 - 6 { // the six ordinary groups of the default world count, the managed one does not
		full, _ = accept(t, full, main1("CreateSecurityGroup", model.Params{"VpcId": vpc}))
	}
	many := model.Params{"VpcId": vpc}
	for n := range 21 {
		many[fmt.Sprintf("Tag.%d.Key", n+1)] = fmt.Sprintf("k%d", n)
	}
	for _, c := range []struct {
		breach
		world model.World
	}{
		{breach{"no region", model.Params{"RegionId": "-"}, []string{"MissingParameter"}}, w},
		{breach{"unknown region", model.Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}}, w},
		{breach{"name of one character", model.Params{"SecurityGroupName": "a"}, []string{"InvalidSecurityGroupName.Malformed"}}, w},
		{breach{"name begins with a digit", model.Params{"SecurityGroupName": "1a"}, []string{"InvalidSecurityGroupName.Malformed"}}, w},
		{breach{"name begins with http", model.Params{"SecurityGroupName": "http://a"}, []string{"InvalidSecurityGroupName.Malformed"}}, w},
		{breach{"name of 128", model.Params{"SecurityGroupName": strings.Repeat("a", 128)}, nil}, w},
		{breach{"name of 129", model.Params{"SecurityGroupName": strings.Repeat("a", 129)}, []string{"InvalidSecurityGroupName.Malformed"}}, w},
		{breach{"Chinese name", model.Params{"SecurityGroupName": "安全组.1:a_b-c"}, nil}, w},
		{breach{"description of one", model.Params{"Description": "a"},
			[]string{"InvalidDescription.Malformed", "InvalidSecurityGroupDiscription.Malformed"}}, w},
		{breach{"description of 256", model.Params{"Description": strings.Repeat("a", 256)}, nil}, w},
		{breach{"unknown type", model.Params{"SecurityGroupType": "Normal"}, []string{"InvalidParams.GroupType"}}, w},
		{breach{"enterprise outside a VPC", model.Params{"SecurityGroupType": "enterprise"}, []string{"InvalidParams.VpcIdGroupType"}}, w},
		{breach{"enterprise in a VPC", model.Params{"SecurityGroupType": "enterprise", "VpcId": vpc}, nil}, w},
		{breach{"unknown VPC", model.Params{"VpcId": "vpc-none"}, []string{"InvalidVpcId.NotFound"}}, w},
		{breach{"VPC of another account", model.Params{"VpcId": named(t, w, "other.vpc1")}, []string{"InvalidVpcId.NotFound"}}, w},
		{breach{"VPC of another region", model.Params{"VpcId": named(t, w, "beijing.vpc1")}, []string{"InvalidVpcId.NotFound"}}, w},
		{breach{"Pending VPC", model.Params{"VpcId": vpc}, []string{"IncorrectVpcStatus", "IncorrectVpcStatus"}}, pending},
		{breach{"tag without a key", model.Params{"Tag.1.Value": "a"}, []string{"InvalidTagKey.Malformed"}}, w},
		{breach{"tag of the vendor", model.Params{"Tag.1.Key": "acs:a"}, []string{"InvalidTagKey.Malformed"}}, w},
		{breach{"tag value", model.Params{"Tag.1.Key": "a", "Tag.1.Value": "http://b"}, []string{"InvalidTagValue.Malformed"}}, w},
		{breach{"tag twice", model.Params{"Tag.1.Key": "a", "Tag.2.key": "a"}, []string{"Duplicate.TagKey"}}, w},
		{breach{"21 tags", many, []string{"QuotaExceed.Tags"}}, w},
		{breach{"101st group", model.Params{"VpcId": vpc}, []string{"QuotaExceed.SecurityGroup"}}, full},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, r := range wantCodes(t, c.world, main1("CreateSecurityGroup", c.params), c.codes...).Broken {
				broken[r.ID()] = true
			}
		})
	}
	closed := model.Teach(w, model.Fact{Scope: "1000000000000001", Name: model.FeatureClassicNetwork}, model.Exactly(0))
	v := wantCodes(t, closed, main1("CreateSecurityGroup", nil), "InvalidVpcId.NotFound")
	broken[v.Broken[0].ID()] = true
	used, _ := accept(t, w, main1("CreateSecurityGroup", model.Params{"ClientToken": "t"}))
	v = wantCodes(t, used, main1("CreateSecurityGroup", model.Params{"ClientToken": "t", "VpcId": vpc}), "IdempotentParameterMismatch")
	broken[v.Broken[0].ID()] = true
	everyRuleIsBroken(t, w, "CreateSecurityGroup", broken)
}

func TestCreateSecurityGroupMakesWhatIsAskedFor(t *testing.T) {
	w := newWorld(t)
	vpc := named(t, w, "vpc1")
	call := main1("CreateSecurityGroup", model.Params{
		"VpcId": vpc, "SecurityGroupName": "web", "Description": "for the web", "SecurityGroupType": "enterprise",
		"Tag.1.Key": "team", "Tag.1.Value": "a=b", "ClientToken": "t1",
	})
	next, reply := accept(t, w, call)
	got := next.Find("1000000000000001", "cn-hangzhou", ecs.KindSecurityGroup, reply.Created[0])
	want := &ecs.SecurityGroup{
		SecurityGroupId: reply.Created[0], SecurityGroupName: "web", Description: "for the web", VpcId: vpc,
		SecurityGroupType: "enterprise", InnerAccessPolicy: "Drop", CreationTime: w.Now(), Tags: model.NewList("team=a=b"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want - got:\n%s", diff)
	}
	if again, second := accept(t, next, call); second.Created[0] != reply.Created[0] || again.Hash() != next.Hash() {
		t.Error("the same token makes something new")
	}
	classic, reply := accept(t, w, main1("CreateSecurityGroup", nil))
	g, ok := classic.Find("1000000000000001", "cn-hangzhou", ecs.KindSecurityGroup, reply.Created[0]).(*ecs.SecurityGroup)
	if !ok || g.VpcId != "" || g.SecurityGroupType != "normal" || g.InnerAccessPolicy != "Accept" {
		t.Errorf("a group without VpcId is %+v, want a basic one of the classic network", g)
	}
}

func TestTagsComeBackAsTheyWereSent(t *testing.T) {
	tags := []model.Tag{{Key: "team", Value: "a"}, {Key: "a=b", Value: "c=d%"}, {Key: "%3D", Value: "\x1f"}, {Key: "empty", Value: ""}}
	if diff := cmp.Diff(tags, model.NewTags(tags...).Tags()); diff != "" {
		t.Errorf("want - got:\n%s", diff)
	}
	if got := model.NewTags(model.Tag{Key: "a", Value: "1"}, model.Tag{Key: "a", Value: "2"}); got != "a=2" {
		t.Errorf("of two tags with one key %q is kept, want the later one", got)
	}
}
