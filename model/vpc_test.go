package model_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

func TestCreateVpcRefuses(t *testing.T) {
	w := newWorld(t)
	broken := map[string]bool{}
	note := func(v model.Verdict) {
		for _, r := range v.Broken {
			broken[r.ID()] = true
		}
	}
	for _, c := range []breach{
		{"no region", model.Params{"RegionId": "-"}, []string{"MissingParameter"}},
		{"unknown region", model.Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}},
		{"name of one character", model.Params{"VpcName": "1"}, nil},
		{"name of 129", model.Params{"VpcName": strings.Repeat("a", 129)}, []string{"InvalidVpcName.Malformed"}},
		{"name like an address", model.Params{"VpcName": "https://a"}, []string{"InvalidVpcName.Malformed"}},
		{"description of 256", model.Params{"Description": strings.Repeat("a", 256)}, nil},
		{"description of 257", model.Params{"Description": strings.Repeat("a", 257)}, []string{"InvalidVpcDiscription.Malformed"}},
		{"no block", model.Params{"CidrBlock": "10.0.0.0"}, []string{"InvalidParameter"}},
		{"IPv6 block", model.Params{"CidrBlock": "2001:db8::/32"}, []string{"InvalidParameter"}},
		{"bits behind the mask", model.Params{"CidrBlock": "10.0.0.1/16"}, []string{"InvalidParameter"}},
		{"mask 7", model.Params{"CidrBlock": "10.0.0.0/7"}, []string{"IllegalParam.CidrBlockMask"}},
		{"mask 8", model.Params{"CidrBlock": "10.0.0.0/8"}, nil},
		{"mask 28", model.Params{"CidrBlock": "10.0.0.0/28"}, nil},
		{"mask 29", model.Params{"CidrBlock": "10.0.0.0/29"}, []string{"IllegalParam.CidrBlockMask"}},
		{"a block of the platform", model.Params{"CidrBlock": "100.64.0.0/16"}, []string{"OperationDenied.CidrInExcludeCidrs"}},
		{"a block of others", model.Params{"CidrBlock": "30.0.0.0/16"}, nil},
		{"no Boolean", model.Params{"EnableIpv6": "yes"}, []string{"InvalidParameter"}},
	} {
		note(wantCodes(t, w, main1("CreateVpc", c.params), c.codes...))
	}
	note(wantCodes(t, namedWorld(t, ecs.WorldQuota), main1("CreateVpc", nil), "QuotaExceeded.Vpc"))
	used, _ := accept(t, w, main1("CreateVpc", model.Params{"ClientToken": "t"}))
	note(wantCodes(t, used, main1("CreateVpc", model.Params{"ClientToken": "t", "VpcName": "a"}), "IdempotentParameterMismatch"))
	everyRuleIsBroken(t, w, "CreateVpc", broken)
}

func TestAVpcIsPendingAndThenAvailable(t *testing.T) {
	w := newWorld(t)
	next, reply := accept(t, w, main1("CreateVpc", model.Params{
		"CidrBlock": "192.168.0.0/16", "VpcName": "net", "Description": "a net", "EnableIpv6": "true",
	}))
	id := reply.Created[0]
	want := ecs.Vpc{VpcId: id, VpcName: "net", Description: "a net", CidrBlock: "192.168.0.0/16", Status: ecs.Pending, CreationTime: w.Now(), Hidden: ecs.VpcHidden{Since: w.Now()}}
	got := *ecs.Vpcs(next.Place("1000000000000001", hangzhou)).Get(id)
	want.Ipv6Cidr = got.Ipv6Cidr
	if diff := cmp.Diff(want, got); diff != "" || !strings.HasSuffix(got.Ipv6Cidr, "::/56") {
		t.Errorf("IPv6 block %q; want - got:\n%s", got.Ipv6Cidr, diff)
	}
	wantCodes(t, next, main1("CreateVSwitch", model.Params{"VpcId": id, "ZoneId": "cn-hangzhou-i", "CidrBlock": "192.168.1.0/24"}), "IncorrectVpcStatus")
	wantCodes(t, next, main1("CreateSecurityGroup", model.Params{"VpcId": id}), "IncorrectVpcStatus", "IncorrectVpcStatus")
	wantCodes(t, next, main1("DeleteVpc", model.Params{"VpcId": id}), "IncorrectVpcStatus")
	ready := settle(next)
	if v := ecs.Vpcs(ready.Place("1000000000000001", hangzhou)).Get(id); v.Status != ecs.Available || !v.Hidden.Since.IsZero() {
		t.Errorf("the settled VPC is %+v", v)
	}
	if other, r := accept(t, w, main1("CreateVpc", nil)); ecs.Vpcs(other.Place("1000000000000001", hangzhou)).Get(r.Created[0]).CidrBlock != "172.16.0.0/12" {
		t.Error("a VPC without CidrBlock does not have the default one")
	}
	dry := wantCodes(t, w, main1("CreateVpc", model.Params{"DryRun": "true"}))
	if !dry.DryRun || dry.World.Hash() != w.Hash() {
		t.Error("a dry run changes the world or does not say that it is one")
	}
}

func TestDeleteVpcWaitsForWhatIsInside(t *testing.T) {
	w := newWorld(t)
	vpc := named(t, w, "vpc2")
	broken := map[string]bool{}
	note := func(v model.Verdict) {
		for _, r := range v.Broken {
			broken[r.ID()] = true
		}
	}
	unknown := []string{"InvalidVpcId.NotFound", "Forbidden.VpcNotFound"}
	call := main1("DeleteVpc", model.Params{"VpcId": vpc})
	note(wantCodes(t, w, main1("DeleteVpc", nil), "MissingParameter"))
	note(wantCodes(t, w, main1("DeleteVpc", model.Params{"VpcId": vpc, "DryRun": "x"}),
		"InvalidParameter", "DependencyViolation.VSwitch", "DependencyViolation.SecurityGroup"))
	note(wantCodes(t, w, main1("DeleteVpc", model.Params{"VpcId": vpc, "RegionId": "cn-nowhere"}), "InvalidRegionId.NotFound"))
	note(wantCodes(t, w, main1("DeleteVpc", model.Params{"VpcId": "vpc-none"}), unknown...))
	note(wantCodes(t, w, call, "DependencyViolation.VSwitch", "DependencyViolation.SecurityGroup"))
	w, _ = accept(t, w, main1("DeleteVSwitch", model.Params{"VSwitchId": named(t, w, "vsw3")}))
	note(wantCodes(t, w, call, "DependencyViolation.SecurityGroup"))
	w, _ = accept(t, w, main1("DeleteSecurityGroup", model.Params{"SecurityGroupId": named(t, w, "sg3")}))
	dry := wantCodes(t, w, main1("DeleteVpc", model.Params{"VpcId": vpc, "DryRun": "true"}))
	if !dry.DryRun || dry.World.Hash() != w.Hash() {
		t.Error("a dry run changes the world or does not say that it is one")
	}
	fresh, reply := accept(t, w, main1("CreateVpc", nil))
	note(wantCodes(t, fresh, main1("DeleteVpc", model.Params{"VpcId": reply.Created[0]}), "IncorrectVpcStatus"))
	call.Params["ClientToken"] = "t"
	w, _ = accept(t, w, call)
	note(wantCodes(t, w, main1("DeleteVpc", model.Params{"VpcId": named(t, w, "vpc1"), "ClientToken": "t"}), "IdempotentParameterMismatch"))
	wantCodes(t, w, main1("DeleteVpc", model.Params{"VpcId": vpc}), unknown...)
	everyRuleIsBroken(t, w, "DeleteVpc", broken)
}
