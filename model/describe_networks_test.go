package model

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A look is a Describe call and the names of what it shows, in order.
type look struct {
	op     string
	params Params
	want   []string
}

func TestDescribeOperationsSelect(t *testing.T) {
	w := newWorld(t)
	id := func(name string) string { return named(t, w, name) }
	w, _ = accept(t, w, main1("CreateSecurityGroup", Params{"VpcId": id("vpc2"), "Tag.1.Key": "team", "Tag.1.Value": "a"}))
	made := securityGroups(w.place("1000000000000001", "cn-hangzhou"))
	var tagged string
	for id, g := range made.all {
		if g.Tags != "" {
			tagged = id
		}
	}
	for _, c := range []look{
		{"DescribeSecurityGroups", Params{"VpcId": id("vpc2")}, []string{id("sg3"), tagged}},
		{"DescribeSecurityGroups", Params{"VpcId": "vpc-none"}, nil},
		{"DescribeSecurityGroups", Params{"SecurityGroupId": id("esg1")}, []string{id("esg1")}},
		{"DescribeSecurityGroups", Params{"SecurityGroupIds": `["` + id("sg2") + `","sg-none"]`}, []string{id("sg2")}},
		{"DescribeSecurityGroups", Params{"SecurityGroupName": "basic-1"}, []string{id("sg1")}},
		{"DescribeSecurityGroups", Params{"SecurityGroupName": "basic", "FuzzyQuery": "true"}, []string{id("sg1"), id("sg2"), id("sg3")}},
		{"DescribeSecurityGroups", Params{"SecurityGroupType": "enterprise"}, []string{id("esg1"), id("esg2")}},
		{"DescribeSecurityGroups", Params{"NetworkType": "classic"}, []string{id("sgclassic")}},
		{"DescribeSecurityGroups", Params{"ServiceManaged": "true"}, []string{id("sgmanaged")}},
		{"DescribeSecurityGroups", Params{"Tag.1.Key": "team"}, []string{tagged}},
		{"DescribeSecurityGroups", Params{"Tag.1.Key": "team", "Tag.1.Value": "b"}, nil},
		{"DescribeVpcs", nil, []string{id("vpc1"), id("vpc2")}},
		{"DescribeVpcs", Params{"VpcId": id("vpc2") + ",vpc-none"}, []string{id("vpc2")}},
		{"DescribeVpcs", Params{"VpcName": "vpc1", "IsDefault": "false"}, []string{id("vpc1")}},
		{"DescribeVpcs", Params{"IsDefault": "true"}, nil},
		{"DescribeVSwitches", Params{"VpcId": id("vpc1")}, []string{id("vsw1"), id("vsw2")}},
		{"DescribeVSwitches", Params{"ZoneId": "cn-hangzhou-i"}, []string{id("vsw1"), id("vsw3")}},
		{"DescribeVSwitches", Params{"VSwitchId": id("vsw2")}, []string{id("vsw2")}},
		{"DescribeVSwitches", Params{"VSwitchName": "vsw3", "IsDefault": "false"}, []string{id("vsw3")}},
		{"DescribeVSwitches", Params{"RegionId": "cn-beijing", "ZoneId": "cn-beijing-i"}, []string{id("beijing.vsw2")}},
		{"DescribeRegions", nil, []string{"cn-hangzhou", "cn-beijing"}},
		{"DescribeZones", nil, []string{"cn-hangzhou-i", "cn-hangzhou-j"}},
		{"DescribeZones", Params{"RegionId": "cn-beijing"}, []string{"cn-beijing-h", "cn-beijing-i"}},
		{"DescribeInstanceTypes", Params{"InstanceTypes.1": "ecs.g7.large", "InstanceTypes.2": "ecs.none"}, []string{"ecs.g7.large"}},
		{"DescribeInstanceTypes", Params{"InstanceTypeFamily": "ecs.g7"}, []string{"ecs.g7.large", "ecs.g7.xlarge"}},
		{"DescribeInstanceTypes", Params{"InstanceTypeFamilies.1": "ecs.g7", "MinimumCpuCoreCount": "4"}, []string{"ecs.g7.xlarge"}},
		{"DescribeInstanceTypes", Params{"InstanceTypeFamily": "ecs.g7", "MaximumMemorySize": "8.5"}, []string{"ecs.g7.large"}},
		{"DescribeInstanceTypes", Params{"InstanceTypeFamily": "ecs.g7", "MinimumMemorySize": "much"}, nil},
		{"DescribeInstanceTypes", Params{"NvmeSupport": "required", "InstanceFamilyLevel": "EntryLevel"}, nil},
	} {
		v := wantCodes(t, w, main1(c.op, c.params))
		if diff := cmp.Diff(c.want, ids(v.Reply)); diff != "" {
			t.Errorf("%s %v: want - got:\n%s", c.op, c.params, diff)
		}
		if v.World.Hash() != w.Hash() {
			t.Errorf("%s changes the world", c.op)
		}
	}
}

func TestDescribeOperationsRefuse(t *testing.T) {
	w := newWorld(t)
	ids21 := strings.Repeat("x-none,", 21)
	broken := map[string]map[string]bool{}
	for _, c := range []struct {
		op     string
		params Params
		want   []string
	}{
		{"DescribeSecurityGroups", Params{"RegionId": "-"}, []string{"MissingParameter"}},
		{"DescribeSecurityGroups", Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}},
		{"DescribeSecurityGroups", Params{"PageSize": "many"}, []string{"InvalidParameter"}},
		{"DescribeVpcs", Params{"RegionId": "-"}, []string{"MissingParameter"}},
		{"DescribeVpcs", Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}},
		{"DescribeVpcs", Params{"VpcId": ids21}, []string{"InvalidVpcIdNumber.NotSupported"}},
		{"DescribeVpcs", Params{"VpcId": ids21[7:]}, nil},
		{"DescribeVpcs", Params{"PageSize": "many"}, []string{"InvalidParameter"}},
		{"DescribeVSwitches", Params{"RegionId": "-"}, nil},
		{"DescribeVSwitches", Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}},
		{"DescribeVSwitches", Params{"VpcId": ids21}, []string{"InvalidVpcIdNumber.NotSupported"}},
		{"DescribeVSwitches", Params{"VSwitchId": ids21}, []string{"InvalidVSwitchIdNumber.NotSupported"}},
		{"DescribeVSwitches", Params{"PageSize": "many"}, []string{"InvalidParameter"}},
		{"DescribeRegions", Params{"AcceptLanguage": "en"}, []string{"InvalidAcceptLanguage.NotFound"}},
		{"DescribeRegions", Params{"AcceptLanguage": "ja", "RegionId": "-"}, nil},
		{"DescribeRegions", Params{"ResourceType": "moon"}, []string{"InvalidResourceType.NotFound"}},
		{"DescribeZones", Params{"RegionId": "-"}, []string{"MissingParameter"}},
		{"DescribeZones", Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}},
		{"DescribeZones", Params{"InstanceChargeType": "Free"}, []string{"InvalidInstanceChargeType.NotFound"}},
		{"DescribeZones", Params{"SpotStrategy": "Cheap"}, []string{"InvalidSpotStrategy"}},
		{"DescribeZones", Params{"AcceptLanguage": "fr"}, []string{"InvalidAcceptLanguage.NotFound"}},
		{"DescribeZones", Params{"Verbose": "yes"}, []string{"InvalidParameter"}},
		{"DescribeInstanceTypes", Params{"MaxResults": "all"}, []string{"InvalidParameter"}},
	} {
		if broken[c.op] == nil {
			broken[c.op] = map[string]bool{}
		}
		for _, r := range wantCodes(t, w, main1(c.op, c.params), c.want...).Broken {
			broken[c.op][r.ID()] = true
		}
	}
	for op, rules := range broken {
		everyRuleIsBroken(t, w, op, rules)
	}
}

func TestPagesShowEverythingOnce(t *testing.T) {
	w := newWorld(t)
	all := ids(wantCodes(t, w, main1("DescribeSecurityGroups", nil)).Reply)
	var numbered, chained []string
	for _, number := range []string{"1", "2", "3"} {
		r := wantCodes(t, w, main1("DescribeSecurityGroups", Params{"PageNumber": number, "PageSize": "3"})).Reply
		if r.Page.Total != len(all) || r.Page.Next != "" {
			t.Errorf("page %s is %+v, want a total of %d", number, r.Page, len(all))
		}
		numbered = append(numbered, ids(r)...)
	}
	for token, calls := "", 0; token != "" || calls == 0; calls++ {
		r := wantCodes(t, w, main1("DescribeSecurityGroups", Params{"MaxResults": "3", "NextToken": token})).Reply
		chained = append(chained, ids(r)...)
		token = r.Page.Next
	}
	if diff := cmp.Diff(all, numbered); diff != "" {
		t.Errorf("numbered pages: want - got:\n%s", diff)
	}
	if diff := cmp.Diff(all, chained); diff != "" {
		t.Errorf("pages by token: want - got:\n%s", diff)
	}
	r := wantCodes(t, w, main1("DescribeInstanceTypes", Params{"MaxResults": "1"})).Reply
	if len(r.Items) != 1 || r.Page.Next == "" {
		t.Errorf("MaxResults=1 shows %d types, want 1 and a token", len(r.Items))
	}
}

func TestADryRunOfADescribeOperationIsReported(t *testing.T) {
	w := newWorld(t)
	v := wantCodes(t, w, main1("DescribeSecurityGroups", Params{"DryRun": "true"}))
	if out := v.Outcome(); !v.DryRun || out.Code != DryRunOperation {
		t.Errorf("the outcome is %+v, want %s", out, DryRunOperation)
	}
}
