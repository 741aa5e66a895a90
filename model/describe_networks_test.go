package model_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A look is a Describe call and the names of what it shows, in order.
type look struct {
	op     string
	params model.Params
	want   []string
}

func TestDescribeOperationsSelect(t *testing.T) {
	w := newWorld(t)
	id := func(name string) string { return named(t, w, name) }
	w, _ = accept(t, w, main1("CreateSecurityGroup", model.Params{"VpcId": id("vpc2"), "Tag.1.Key": "team", "Tag.1.Value": "a"}))
	made := ecs.SecurityGroups(w.Place("1000000000000001", "cn-hangzhou"))
	var tagged string
	for id, g := range made.All {
		if g.Tags != "" {
			tagged = id
		}
	}
	for _, c := range []look{
		{"DescribeSecurityGroups", model.Params{"VpcId": id("vpc2")}, []string{id("sg3"), tagged}},
		{"DescribeSecurityGroups", model.Params{"VpcId": "vpc-none"}, nil},
		{"DescribeSecurityGroups", model.Params{"SecurityGroupId": id("esg1")}, []string{id("esg1")}},
		{"DescribeSecurityGroups", model.Params{"SecurityGroupIds": `["` + id("sg2") + `","sg-none"]`}, []string{id("sg2")}},
		{"DescribeSecurityGroups", model.Params{"SecurityGroupName": "basic-1"}, []string{id("sg1")}},
		{"DescribeSecurityGroups", model.Params{"SecurityGroupName": "basic", "FuzzyQuery": "true"}, []string{id("sg1"), id("sg2"), id("sg3")}},
		{"DescribeSecurityGroups", model.Params{"SecurityGroupType": "enterprise"}, []string{id("esg1"), id("esg2")}},
		{"DescribeSecurityGroups", model.Params{"NetworkType": "classic"}, []string{id("sgclassic")}},
		{"DescribeSecurityGroups", model.Params{"ServiceManaged": "true"}, []string{id("sgmanaged")}},
		{"DescribeSecurityGroups", model.Params{"Tag.1.Key": "team"}, []string{tagged}},
		{"DescribeSecurityGroups", model.Params{"Tag.1.Key": "team", "Tag.1.Value": "b"}, nil},
		{"DescribeVpcs", nil, []string{id("vpc1"), id("vpc2")}},
		{"DescribeVpcs", model.Params{"VpcId": id("vpc2") + ",vpc-none"}, []string{id("vpc2")}},
		{"DescribeVpcs", model.Params{"VpcName": "vpc1", "IsDefault": "false"}, []string{id("vpc1")}},
		{"DescribeVpcs", model.Params{"IsDefault": "true"}, nil},
		{"DescribeVSwitches", model.Params{"VpcId": id("vpc1")}, []string{id("vsw1"), id("vsw2")}},
		{"DescribeVSwitches", model.Params{"ZoneId": "cn-hangzhou-i"}, []string{id("vsw1"), id("vsw3")}},
		{"DescribeVSwitches", model.Params{"VSwitchId": id("vsw2")}, []string{id("vsw2")}},
		{"DescribeVSwitches", model.Params{"VSwitchName": "vsw3", "IsDefault": "false"}, []string{id("vsw3")}},
		{"DescribeVSwitches", model.Params{"RegionId": "cn-beijing", "ZoneId": "cn-beijing-i"}, []string{id("beijing.vsw2")}},
		{"DescribeRegions", nil, []string{"cn-hangzhou", "cn-beijing"}},
		{"DescribeZones", nil, []string{"cn-hangzhou-i", "cn-hangzhou-j"}},
		{"DescribeZones", model.Params{"RegionId": "cn-beijing"}, []string{"cn-beijing-h", "cn-beijing-i"}},
		{"DescribeInstanceTypes", model.Params{"InstanceTypes.1": "ecs.g7.large", "InstanceTypes.2": "ecs.none"}, []string{"ecs.g7.large"}},
		{"DescribeInstanceTypes", model.Params{"InstanceTypeFamily": "ecs.g7"}, []string{"ecs.g7.large", "ecs.g7.xlarge"}},
		{"DescribeInstanceTypes", model.Params{"InstanceTypeFamilies.1": "ecs.g7", "MinimumCpuCoreCount": "4"}, []string{"ecs.g7.xlarge"}},
		{"DescribeInstanceTypes", model.Params{"InstanceTypeFamily": "ecs.g7", "MaximumMemorySize": "8.5"}, []string{"ecs.g7.large"}},
		{"DescribeInstanceTypes", model.Params{"InstanceTypeFamily": "ecs.g7", "MinimumMemorySize": "much"}, nil},
		{"DescribeInstanceTypes", model.Params{"NvmeSupport": "required", "InstanceFamilyLevel": "EntryLevel"}, nil},
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
		params model.Params
		want   []string
	}{
		{"DescribeSecurityGroups", model.Params{"RegionId": "-"}, []string{"MissingParameter"}},
		{"DescribeSecurityGroups", model.Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}},
		{"DescribeSecurityGroups", model.Params{"PageSize": "many"}, []string{"InvalidParameter"}},
		{"DescribeVpcs", model.Params{"RegionId": "-"}, []string{"MissingParameter"}},
		{"DescribeSecurityGroups", model.Params{"SecurityGroupIds": "sg-none"}, []string{"InvalidParameter"}},
		{"DescribeSecurityGroups", model.Params{"SecurityGroupIds": "['sg-none']"}, nil},
		{"DescribeVpcs", model.Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}},
		{"DescribeVpcs", model.Params{"VpcId": ids21}, []string{"InvalidVpcIdNumber.NotSupported"}},
		{"DescribeVpcs", model.Params{"VpcId": ids21[7:]}, nil},
		{"DescribeVpcs", model.Params{"PageSize": "many"}, []string{"InvalidParameter"}},
		{"DescribeVSwitches", model.Params{"RegionId": "-"}, nil},
		{"DescribeVSwitches", model.Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}},
		{"DescribeVSwitches", model.Params{"VpcId": ids21}, []string{"InvalidVpcIdNumber.NotSupported"}},
		{"DescribeVSwitches", model.Params{"VSwitchId": ids21}, []string{"InvalidVSwitchIdNumber.NotSupported"}},
		{"DescribeVSwitches", model.Params{"PageSize": "many"}, []string{"InvalidParameter"}},
		{"DescribeRegions", model.Params{"AcceptLanguage": "en"}, []string{"InvalidAcceptLanguage.NotFound"}},
		{"DescribeRegions", model.Params{"AcceptLanguage": "ja", "RegionId": "-"}, nil},
		{"DescribeRegions", model.Params{"ResourceType": "moon"}, []string{"InvalidResourceType.NotFound"}},
		{"DescribeZones", model.Params{"RegionId": "-"}, []string{"MissingParameter"}},
		{"DescribeZones", model.Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}},
		{"DescribeZones", model.Params{"InstanceChargeType": "Free"}, []string{"InvalidInstanceChargeType.NotFound"}},
		{"DescribeZones", model.Params{"SpotStrategy": "Cheap"}, []string{"InvalidSpotStrategy"}},
		{"DescribeZones", model.Params{"AcceptLanguage": "fr"}, []string{"InvalidAcceptLanguage.NotFound"}},
		{"DescribeZones", model.Params{"Verbose": "yes"}, []string{"InvalidParameter"}},
		{"DescribeInstanceTypes", model.Params{"MaxResults": "all"}, []string{"InvalidParameter"}},
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
		r := wantCodes(t, w, main1("DescribeSecurityGroups", model.Params{"PageNumber": number, "PageSize": "3"})).Reply
		if r.Page.Total != len(all) || r.Page.Next != "" {
			t.Errorf("page %s is %+v, want a total of %d", number, r.Page, len(all))
		}
		numbered = append(numbered, ids(r)...)
	}
	for token, calls := "", 0; token != "" || calls == 0; calls++ {
		r := wantCodes(t, w, main1("DescribeSecurityGroups", model.Params{"MaxResults": "3", "NextToken": token})).Reply
		chained = append(chained, ids(r)...)
		token = r.Page.Next
	}
	if diff := cmp.Diff(all, numbered); diff != "" {
		t.Errorf("numbered pages: want - got:\n%s", diff)
	}
	if diff := cmp.Diff(all, chained); diff != "" {
		t.Errorf("pages by token: want - got:\n%s", diff)
	}
	r := wantCodes(t, w, main1("DescribeInstanceTypes", model.Params{"MaxResults": "1"})).Reply
	if len(r.Items) != 1 || r.Page.Next == "" {
		t.Errorf("MaxResults=1 shows %d types, want 1 and a token", len(r.Items))
	}
}

func TestADryRunOfADescribeOperationIsReported(t *testing.T) {
	w := newWorld(t)
	v := wantCodes(t, w, main1("DescribeSecurityGroups", model.Params{"DryRun": "true"}))
	if out := v.Outcome(); !v.DryRun || out.Code != model.DryRunOperation {
		t.Errorf("the outcome is %+v, want %s", out, model.DryRunOperation)
	}
}
