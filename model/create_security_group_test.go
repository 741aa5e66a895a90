package model

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCreateSecurityGroupRefuses(t *testing.T) {
	w := newWorld(t)
	vpc := named(t, w, "vpc1")
	broken := map[string]bool{}
	pending := w
	{
		p := *vpcs(w.place("1000000000000001", "cn-hangzhou")).get(vpc)
		p.Status = Pending
		put(&pending, "1000000000000001", "cn-hangzhou", p)
	}
	full := w
	for range 100 - 6 { // the six ordinary groups of the default world count, the managed one does not
		full, _ = accept(t, full, main1("CreateSecurityGroup", Params{"VpcId": vpc}))
	}
	many := Params{"VpcId": vpc}
	for n := range 21 {
		many[fmt.Sprintf("Tag.%d.Key", n+1)] = fmt.Sprintf("k%d", n)
	}
	for _, c := range []struct {
		breach
		world World
	}{
		{breach{"no region", Params{"RegionId": "-"}, []string{"MissingParameter"}}, w},
		{breach{"unknown region", Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}}, w},
		{breach{"name of one character", Params{"SecurityGroupName": "a"}, []string{"InvalidSecurityGroupName.Malformed"}}, w},
		{breach{"name begins with a digit", Params{"SecurityGroupName": "1a"}, []string{"InvalidSecurityGroupName.Malformed"}}, w},
		{breach{"name begins with http", Params{"SecurityGroupName": "http://a"}, []string{"InvalidSecurityGroupName.Malformed"}}, w},
		{breach{"name of 128", Params{"SecurityGroupName": strings.Repeat("a", 128)}, nil}, w},
		{breach{"name of 129", Params{"SecurityGroupName": strings.Repeat("a", 129)}, []string{"InvalidSecurityGroupName.Malformed"}}, w},
		{breach{"Chinese name", Params{"SecurityGroupName": "安全组.1:a_b-c"}, nil}, w},
		{breach{"description of one", Params{"Description": "a"},
			[]string{"InvalidDescription.Malformed", "InvalidSecurityGroupDiscription.Malformed"}}, w},
		{breach{"description of 256", Params{"Description": strings.Repeat("a", 256)}, nil}, w},
		{breach{"unknown type", Params{"SecurityGroupType": "Normal"}, []string{"InvalidParams.GroupType"}}, w},
		{breach{"enterprise outside a VPC", Params{"SecurityGroupType": "enterprise"}, []string{"InvalidParams.VpcIdGroupType"}}, w},
		{breach{"enterprise in a VPC", Params{"SecurityGroupType": "enterprise", "VpcId": vpc}, nil}, w},
		{breach{"unknown VPC", Params{"VpcId": "vpc-none"}, []string{"InvalidVpcId.NotFound"}}, w},
		{breach{"VPC of another account", Params{"VpcId": named(t, w, "other.vpc1")}, []string{"InvalidVpcId.NotFound"}}, w},
		{breach{"VPC of another region", Params{"VpcId": named(t, w, "beijing.vpc1")}, []string{"InvalidVpcId.NotFound"}}, w},
		{breach{"Pending VPC", Params{"VpcId": vpc}, []string{"IncorrectVpcStatus", "IncorrectVpcStatus"}}, pending},
		{breach{"tag without a key", Params{"Tag.1.Value": "a"}, []string{"InvalidTagKey.Malformed"}}, w},
		{breach{"tag of the vendor", Params{"Tag.1.Key": "acs:a"}, []string{"InvalidTagKey.Malformed"}}, w},
		{breach{"tag value", Params{"Tag.1.Key": "a", "Tag.1.Value": "http://b"}, []string{"InvalidTagValue.Malformed"}}, w},
		{breach{"tag twice", Params{"Tag.1.Key": "a", "Tag.2.key": "a"}, []string{"Duplicate.TagKey"}}, w},
		{breach{"21 tags", many, []string{"QuotaExceed.Tags"}}, w},
		{breach{"101st group", Params{"VpcId": vpc}, []string{"QuotaExceed.SecurityGroup"}}, full},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, r := range wantCodes(t, c.world, main1("CreateSecurityGroup", c.params), c.codes...).Broken {
				broken[r.ID()] = true
			}
		})
	}
	closed := w
	closed = Teach(w, Fact{"1000000000000001", FeatureClassicNetwork}, Exactly(0))
	v := wantCodes(t, closed, main1("CreateSecurityGroup", nil), "InvalidVpcId.NotFound")
	broken[v.Broken[0].ID()] = true
	used, _ := accept(t, w, main1("CreateSecurityGroup", Params{"ClientToken": "t"}))
	v = wantCodes(t, used, main1("CreateSecurityGroup", Params{"ClientToken": "t", "VpcId": vpc}), "IdempotentParameterMismatch")
	broken[v.Broken[0].ID()] = true
	everyRuleIsBroken(t, w, "CreateSecurityGroup", broken)
}

func TestCreateSecurityGroupMakesWhatIsAskedFor(t *testing.T) {
	w := newWorld(t)
	vpc := named(t, w, "vpc1")
	call := main1("CreateSecurityGroup", Params{
		"VpcId": vpc, "SecurityGroupName": "web", "Description": "for the web", "SecurityGroupType": "enterprise",
		"Tag.1.Key": "team", "Tag.1.Value": "a=b", "ClientToken": "t1",
	})
	next, reply := accept(t, w, call)
	got := next.Find("1000000000000001", "cn-hangzhou", KindSecurityGroup, reply.Created[0])
	want := &SecurityGroup{
		SecurityGroupId: reply.Created[0], SecurityGroupName: "web", Description: "for the web", VpcId: vpc,
		SecurityGroupType: "enterprise", InnerAccessPolicy: "Drop", CreationTime: w.Now(), Tags: NewList("team=a=b"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want - got:\n%s", diff)
	}
	if again, second := accept(t, next, call); second.Created[0] != reply.Created[0] || again.Hash() != next.Hash() {
		t.Error("the same token makes something new")
	}
	classic, reply := accept(t, w, main1("CreateSecurityGroup", nil))
	g, ok := classic.Find("1000000000000001", "cn-hangzhou", KindSecurityGroup, reply.Created[0]).(*SecurityGroup)
	if !ok || g.VpcId != "" || g.SecurityGroupType != "normal" || g.InnerAccessPolicy != "Accept" {
		t.Errorf("a group without VpcId is %+v, want a basic one of the classic network", g)
	}
}

func TestTagsComeBackAsTheyWereSent(t *testing.T) {
	tags := []Tag{{"team", "a"}, {"a=b", "c=d%"}, {"%3D", "\x1f"}, {"empty", ""}}
	if diff := cmp.Diff(tags, NewTags(tags...).Tags()); diff != "" {
		t.Errorf("want - got:\n%s", diff)
	}
	if got := NewTags(Tag{"a", "1"}, Tag{"a", "2"}); got != "a=2" {
		t.Errorf("of two tags with one key %q is kept, want the later one", got)
	}
}
