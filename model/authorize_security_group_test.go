package model_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// ssh is a legal rule; more changes or adds parameters.
func ssh(group string, more model.Params) model.Params {
	all := model.Params{"SecurityGroupId": group, "IpProtocol": "tcp", "PortRange": "22/22", "SourceCidrIp": "10.0.0.0/8"}
	maps.Copy(all, more)
	return all
}

func TestAuthorizeSecurityGroupRefuses(t *testing.T) {
	w := newWorld(t)
	id := func(name string) string { return named(t, w, name) }
	sg1 := id("sg1")
	broken := map[string]bool{}
	conflict := []string{"InvalidNetworkType.Mismatch", "InvalidNetworkType.Conflict"}
	note := func(v model.Verdict) {
		for _, r := range v.Broken {
			broken[r.ID()] = true
		}
	}
	for _, c := range []breach{
		{"no region", model.Params{"RegionId": "-"}, []string{"MissingParameter"}},
		{"unknown region", model.Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}},
		{"no source", model.Params{"SourceCidrIp": "-"}, []string{"MissingParameter.Source", "MissingParameter"}},
		{"unknown group", model.Params{"SecurityGroupId": "sg-none"}, []string{"InvalidSecurityGroupId.NotFound"}},
		{"malformed group", model.Params{"SecurityGroupId": "group"}, []string{"InvalidSecurityGroupId.Malformed", "InvalidSecurityGroupId.NotFound"}},
		{"no protocol", model.Params{"IpProtocol": "-"}, []string{"InvalidIpProtocol.ValueNotSupported"}},
		{"unknown protocol", model.Params{"IpProtocol": "sctp"}, []string{"InvalidIpProtocol.ValueNotSupported", "OperationDenied"}},
		{"no ports", model.Params{"PortRange": "-"}, []string{"InvalidIpProtocol.Malformed"}},
		{"one port", model.Params{"PortRange": "22"}, []string{"InvalidIpProtocol.Malformed", "InvalidParam.PortRange"}},
		{"ports downwards", model.Params{"PortRange": "200/1"}, []string{"InvalidIpProtocol.Malformed"}},
		{"port 0", model.Params{"PortRange": "0/1"}, []string{"InvalidIpProtocol.Malformed"}},
		{"port 65535", model.Params{"PortRange": "1/65535"}, nil},
		{"port 65536", model.Params{"PortRange": "1/65536"}, []string{"InvalidIpProtocol.Malformed"}},
		{"all ports of TCP", model.Params{"PortRange": "-1/-1"}, []string{"OperationDenied"}},
		{"ports of ICMP", model.Params{"IpProtocol": "icmp"}, []string{"OperationDenied"}},
		{"no ports of ICMP", model.Params{"IpProtocol": "icmp", "PortRange": "-1/-1"}, nil},
		{"source ports", model.Params{"SourcePortRange": "a/b"}, []string{"InvalidSourcePortRange.Malformed"}},
		{"source", model.Params{"SourceCidrIp": "10.0.0.0/33"}, []string{"InvalidSourceCidrIp.Malformed"}},
		{"source of one address", model.Params{"SourceCidrIp": "10.1.2.3"}, nil},
		{"IPv6 as IPv4", model.Params{"SourceCidrIp": "2001:db8::/32"}, []string{"InvalidSourceCidrIp.Malformed"}},
		{"destination", model.Params{"DestCidrIp": "here"}, []string{"InvalidDestCidrIp.Malformed"}},
		{"destination is source", model.Params{"DestCidrIp": "10.0.0.0/8"}, []string{"InvalidParamter.Conflict"}},
		{"IPv6 source", model.Params{"SourceCidrIp": "-", "Ipv6SourceCidrIp": "2001:db8::/32"}, nil},
		{"malformed IPv6 source", model.Params{"SourceCidrIp": "-", "Ipv6SourceCidrIp": "10.0.0.0/8"}, []string{"InvalidParam.Ipv6SourceCidrIp"}},
		{"malformed IPv6 destination", model.Params{"Ipv6DestCidrIp": "x"}, []string{"InvalidParam.Ipv6DestCidrIp"}},
		{"ICMP from IPv6", model.Params{"IpProtocol": "icmp", "PortRange": "-1/-1", "SourceCidrIp": "-", "Ipv6SourceCidrIp": "::1"},
			[]string{"InvalidParam.Ipv4ProtocolConflictWithIpv6Address"}},
		{"ICMPv6 from IPv4", model.Params{"IpProtocol": "icmpv6", "PortRange": "-1/-1"}, []string{"InvalidParam.Ipv6ProtocolConflictWithIpv4Address"}},
		{"policy", model.Params{"Policy": "allow"}, []string{"InvalidPolicy.Malformed"}},
		{"priority in words", model.Params{"Priority": "high"}, []string{"InvalidPriority.Malformed"}},
		{"priority 100", model.Params{"Priority": "100"}, nil},
		{"priority 101", model.Params{"Priority": "101"}, []string{"InvalidPriority.ValueNotSupported"}},
		{"nic type", model.Params{"NicType": "extranet"}, []string{"InvalidNicType.ValueNotSupported"}},
		{"internet in a VPC, as packer sends", model.Params{"NicType": "internet"}, nil},
		{"description of 512", model.Params{"Description": strings.Repeat("a", 512)}, nil},
		{"description of 513", model.Params{"Description": strings.Repeat("a", 513)}, []string{"InvalidSecurityGroupDiscription.Malformed"}},
		{"from itself", model.Params{"SourceGroupId": sg1, "SourceCidrIp": "-"}, []string{"InvalidParamter.Conflict"}},
		{"from an unknown group", model.Params{"SourceGroupId": "sg-none"}, []string{"InvalidSourceGroupId.NotFound", "InvalidSourceGroup.NotFound"}},
		{"from a classic group", model.Params{"SourceGroupId": id("sgclassic")}, conflict},
		{"from a group of another VPC", model.Params{"SourceGroupId": id("sg3")}, []string{"InvalidSourceGroupId.Mismatch"}},
		{"from a group on the internet", model.Params{"SourceGroupId": id("sg2"), "SourceCidrIp": "-", "NicType": "internet"}, []string{"InvalidSourceGroupId.Mismatch"}},
		{"from a group", model.Params{"SourceGroupId": id("sg2"), "SourceCidrIp": "-"}, nil},
		{"from a prefix list", model.Params{"SourcePrefixListId": "pl-1", "SourceCidrIp": "-"}, []string{"InvalidPrefixListId.NotFound"}},
		{"managed", model.Params{"SecurityGroupId": id("sgmanaged")}, []string{"InvalidOperation.ResourceManagedByCloudProduct"}},
		{"the second of two", model.Params{"Permissions.1.IpProtocol": "udp", "Permissions.1.PortRange": "53/53", "Permissions.1.SourceCidrIp": "0.0.0.0/0",
			"Permissions.2.IpProtocol": "udp", "Permissions.2.PortRange": "53", "Permissions.2.SourceCidrIp": "0.0.0.0/0"},
			[]string{"InvalidIpProtocol.Malformed", "InvalidParam.PortRange"}},
	} {
		note(wantCodes(t, w, main1("AuthorizeSecurityGroup", ssh(sg1, c.params)), c.codes...))
	}
	full := namedWorld(t, ecs.WorldQuota)
	note(wantCodes(t, full, main1("AuthorizeSecurityGroup", ssh(named(t, full, "sgrules"), nil)), "AuthorizationLimitExceed"))
	used, _ := accept(t, w, main1("AuthorizeSecurityGroup", ssh(sg1, model.Params{"ClientToken": "t"})))
	note(wantCodes(t, used, main1("AuthorizeSecurityGroup", ssh(id("sg2"), model.Params{"ClientToken": "t"})), "IdempotentParameterMismatch"))
	everyRuleIsBroken(t, w, "AuthorizeSecurityGroup", broken)
}

func TestAuthorizeSecurityGroupKeepsWhatItIsGiven(t *testing.T) {
	w := newWorld(t)
	sg1, sg2 := named(t, w, "sg1"), named(t, w, "sg2")
	w, _ = accept(t, w, main1("AuthorizeSecurityGroup", ssh(sg1, model.Params{"Description": "a & b=c", "Policy": "DROP"})))
	w, _ = accept(t, w, main1("AuthorizeSecurityGroup", model.Params{"SecurityGroupId": sg1,
		"Permissions.1.IpProtocol": "ALL", "Permissions.1.PortRange": "-1/-1", "Permissions.1.SourceGroupId": sg2, "Permissions.1.Priority": "5",
		"Permissions.2.IpProtocol": "tcp", "Permissions.2.PortRange": "22/22", "Permissions.2.SourceCidrIp": "10.0.0.0/8", "Permissions.2.Policy": "drop",
	}))
	shown, ok := wantCodes(t, w, main1("DescribeSecurityGroupAttribute", model.Params{"SecurityGroupId": sg1})).Reply.Items[0].(*ecs.SecurityGroup)
	if !ok {
		t.Fatal("no group is shown")
	}
	now := "2026-01-01T00:00:00Z"
	want := []ecs.Permission{
		{Direction: "ingress", IpProtocol: "TCP", PortRange: "22/22", SourceCidrIp: "10.0.0.0/8", Policy: "Drop", Priority: "1",
			NicType: "intranet", Description: "a & b=c", CreateTime: now},
		{Direction: "ingress", IpProtocol: "ALL", PortRange: "-1/-1", SourceGroupId: sg2, Policy: "Accept", Priority: "5", NicType: "intranet", CreateTime: now},
	}
	for i, p := range shown.Permissions() {
		if !strings.HasPrefix(p.RuleId, ecs.RuleIdPrefix) {
			t.Errorf("rule %d has the id %q", i, p.RuleId)
		}
		want[i].RuleId = p.RuleId
	}
	if diff := cmp.Diff(want, shown.Permissions()); diff != "" {
		t.Errorf("want - got:\n%s", diff)
	}
	if text := shown.Permissions()[0].String(); ecs.ParsePermission(text) != want[0] {
		t.Errorf("%q is read back as %+v", text, ecs.ParsePermission(text))
	}
	source := ecs.SecurityGroups(w.Place("1000000000000001", "cn-hangzhou")).Get(sg2)
	if source.Hidden.ReferredBy != model.List(sg1) {
		t.Errorf("the source is referred to by %q, want %q", source.Hidden.ReferredBy, sg1)
	}
	// A rule that differs in description and priority only is the same rule.
	again, _ := accept(t, w, main1("AuthorizeSecurityGroup", ssh(sg1, model.Params{"Policy": "drop", "Priority": "7", "Description": "other"})))
	if again.Hash() != w.Hash() {
		t.Error("a rule that the group has already changes the world")
	}
}

func TestDescribeSecurityGroupAttributeSelectsRules(t *testing.T) {
	w := newWorld(t)
	classic := named(t, w, "sgclassic")
	for _, nic := range []string{"internet", "intranet"} {
		w, _ = accept(t, w, main1("AuthorizeSecurityGroup", ssh(classic, model.Params{"NicType": nic})))
	}
	for _, c := range []struct {
		params model.Params
		rules  int
	}{
		{nil, 2},
		{model.Params{"NicType": "internet"}, 1},
		{model.Params{"Direction": "ingress"}, 2},
		{model.Params{"Direction": "all"}, 2},
		{model.Params{"Direction": "egress"}, 0},
	} {
		call := main1("DescribeSecurityGroupAttribute", c.params)
		call.Params["SecurityGroupId"] = classic
		g, ok := wantCodes(t, w, call).Reply.Items[0].(*ecs.SecurityGroup)
		if !ok || len(g.Permissions()) != c.rules {
			t.Errorf("%v shows %d rules, want %d", c.params, len(g.Permissions()), c.rules)
		}
	}
	broken := map[string]bool{}
	for _, c := range []breach{
		{"no group", nil, []string{"MissingParameter"}},
		{"unknown region", model.Params{"RegionId": "cn-nowhere", "SecurityGroupId": classic}, []string{"InvalidRegionId.NotFound"}},
		{"unknown group", model.Params{"SecurityGroupId": "sg-none"}, []string{"InvalidSecurityGroupId.NotFound"}},
		{"malformed", model.Params{"SecurityGroupId": "SG"}, []string{"InvalidSecurityGroupId.Malformed", "InvalidSecurityGroupId.NotFound"}},
		{"nic type", model.Params{"SecurityGroupId": classic, "NicType": "x"}, []string{"InvalidNicType.ValueNotSupported"}},
		{"direction", model.Params{"SecurityGroupId": classic, "Direction": "up"}, []string{"InvalidParamter"}},
		{"number", model.Params{"SecurityGroupId": classic, "MaxResults": "x"}, []string{"InvalidParameter"}},
	} {
		for _, r := range wantCodes(t, w, main1("DescribeSecurityGroupAttribute", c.params), c.codes...).Broken {
			broken[r.ID()] = true
		}
	}
	everyRuleIsBroken(t, w, "DescribeSecurityGroupAttribute", broken)
}
