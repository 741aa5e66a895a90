package model_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// subnet is a legal call of CreateVSwitch; more changes or adds parameters.
func subnet(vpc string, more model.Params) model.Call {
	c := main1("CreateVSwitch", model.Params{"VpcId": vpc, "ZoneId": "cn-hangzhou-i", "CidrBlock": "10.9.0.0/16"})
	for name, value := range more {
		if c.Params[name] = value; value == "-" {
			delete(c.Params, name)
		}
	}
	return c
}

func TestCreateVSwitchRefuses(t *testing.T) {
	w := newWorld(t)
	vpc := named(t, w, "vpc1")
	broken := map[string]bool{}
	note := func(v model.Verdict) {
		for _, r := range v.Broken {
			broken[r.ID()] = true
		}
	}
	for _, c := range []breach{
		{"no region is needed", model.Params{"RegionId": "-"}, nil},
		{"no zone", model.Params{"ZoneId": "-"}, []string{"MissingParameter"}},
		{"unknown region", model.Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}},
		{"unknown zone", model.Params{"ZoneId": "cn-hangzhou-z"}, []string{"InvalidZoneId.NotFound"}},
		{"zone of another region", model.Params{"ZoneId": "cn-beijing-h"}, []string{"InvalidZoneId.NotFound"}},
		{"unknown VPC", model.Params{"VpcId": "vpc-none"}, []string{"InvalidVpcId.NotFound", "Forbidden.VpcNotFound"}},
		{"name", model.Params{"VSwitchName": "http://a"}, []string{"InvalidVSwitchName.Malformed"}},
		{"description", model.Params{"Description": "https://a"}, []string{"InvalidVSwitchDiscription.Malformed"}},
		{"no block", model.Params{"CidrBlock": "10.9.0.0/33"}, []string{"InvalidCidrBlock.Malformed"}},
		{"mask 15", model.Params{"CidrBlock": "10.8.0.0/15"}, []string{"InvalidCirdrBlock.MaskLength"}},
		{"mask 29", model.Params{"CidrBlock": "10.9.0.0/29"}, nil},
		{"mask 30", model.Params{"CidrBlock": "10.9.0.0/30"}, []string{"InvalidCirdrBlock.MaskLength"}},
		{"outside the VPC", model.Params{"CidrBlock": "192.168.0.0/24"}, []string{"InvalidParameter"}},
		{"within another vSwitch", model.Params{"CidrBlock": "10.1.9.0/24"}, []string{"InvalidCidrBlock.Overlapped"}},
		{"no number", model.Params{"Ipv6CidrBlock": "x"}, []string{"InvalidParameter"}},
	} {
		note(wantCodes(t, w, subnet(vpc, c.params), c.codes...))
	}
	pending, reply := accept(t, w, main1("CreateVpc", model.Params{"CidrBlock": "10.0.0.0/8"}))
	note(wantCodes(t, pending, subnet(reply.Created[0], nil), "IncorrectVpcStatus"))
	busy, _ := accept(t, w, subnet(vpc, model.Params{"ClientToken": "t"}))
	note(wantCodes(t, busy, subnet(vpc, model.Params{"CidrBlock": "10.10.0.0/16"}), "IncorrectVSwitchStatus"))
	wantCodes(t, settle(busy), subnet(vpc, model.Params{"CidrBlock": "10.10.0.0/16"}))
	note(wantCodes(t, busy, subnet(vpc, model.Params{"CidrBlock": "10.10.0.0/16", "ClientToken": "t"}), "IdempotentParameterMismatch"))
	small := namedWorld(t, ecs.WorldQuota)
	note(wantCodes(t, small, subnet(named(t, small, "vpc1"), nil), "QuotaExceeded.VSwitch"))
	everyRuleIsBroken(t, w, "CreateVSwitch", broken)
}

func TestAVSwitchIsMadeUsedAndDeleted(t *testing.T) {
	w := newWorld(t)
	w, reply := accept(t, w, main1("CreateVpc", model.Params{"CidrBlock": "10.9.0.0/16", "EnableIpv6": "true"}))
	w = settle(w)
	vpc := reply.Created[0]
	w, reply = accept(t, w, subnet(vpc, model.Params{"VSwitchName": "sub", "Description": "a sub", "Ipv6CidrBlock": "255"}))
	id := reply.Created[0]
	got := *ecs.Vswitches(w.Place("1000000000000001", hangzhou)).Get(id)
	want := ecs.VSwitch{VSwitchId: id, VSwitchName: "sub", Description: "a sub", VpcId: vpc, ZoneId: "cn-hangzhou-i", CidrBlock: "10.9.0.0/16",
		Ipv6Cidr: got.Ipv6Cidr, Status: ecs.Pending, CreationTime: w.Now(), Hidden: ecs.VSwitchHidden{Since: w.Now()}}
	if diff := cmp.Diff(want, got); diff != "" || !strings.HasSuffix(got.Ipv6Cidr, "ff::/64") {
		t.Errorf("IPv6 block %q; want - got:\n%s", got.Ipv6Cidr, diff)
	}

	broken := map[string]bool{}
	note := func(v model.Verdict) {
		for _, r := range v.Broken {
			broken[r.ID()] = true
		}
	}
	call := main1("DeleteVSwitch", model.Params{"VSwitchId": id})
	note(wantCodes(t, w, call, "IncorrectVSwitchStatus", "IncorrectStatus"))
	w = settle(w)
	note(wantCodes(t, w, main1("DeleteVSwitch", nil), "MissingParameter"))
	note(wantCodes(t, w, main1("DeleteVSwitch", model.Params{"VSwitchId": "vsw-none"}),
		"InvalidVSwitchId.NotFound", "IncorrectVSwitchId", "InvalidVswitchID.NotFound"))
	note(wantCodes(t, w, main1("DeleteVSwitch", model.Params{"VSwitchId": id, "RegionId": "cn-nowhere"}), "InvalidRegionId.NotFound"))
	note(wantCodes(t, w, main1("DeleteVSwitch", model.Params{"VSwitchId": id, "DryRun": "x"}), "InvalidParameter"))
	used, group := accept(t, w, main1("CreateSecurityGroup", model.Params{"VpcId": vpc}))
	used, _ = accept(t, used, main1("CreateNetworkInterface", model.Params{"VSwitchId": id, "SecurityGroupIds.1": group.Created[0]}))
	note(wantCodes(t, used, call, "DependencyViolation"))
	everyRuleIsBroken(t, w, "DeleteVSwitch", broken)

	dry := wantCodes(t, w, main1("DeleteVSwitch", model.Params{"VSwitchId": id, "DryRun": "true"}))
	if !dry.DryRun || dry.World.Hash() != w.Hash() {
		t.Error("a dry run changes the world or does not say that it is one")
	}
	w, _ = accept(t, w, call)
	if w.Find("1000000000000001", hangzhou, ecs.KindVSwitch, id) != nil {
		t.Error("the vSwitch is still there")
	}
}
