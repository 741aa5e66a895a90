package model

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ssh is a legal rule; more changes or adds parameters.
func ssh(group string, more Params) Params {
	all := Params{"SecurityGroupId": group, "IpProtocol": "tcp", "PortRange": "22/22", "SourceCidrIp": "10.0.0.0/8"}
	maps.Copy(all, more)
	return all
}

func TestAuthorizeSecurityGroupRefuses(t *testing.T) {
	w := newWorld(t)
	id := func(name string) string { return named(t, w, name) }
	sg1 := id("sg1")
	broken := map[string]bool{}
	conflict := []string{"InvalidNetworkType.Mismatch", "InvalidNetworkType.Conflict"}
	note := func(v Verdict) {
		for _, r := range v.Broken {
			broken[r.ID()] = true
		}
	}
	for _, c := range []breach{
		{"no region", Params{"RegionId": "-"}, []string{"MissingParameter"}},
		{"unknown region", Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}},
		{"no source", Params{"SourceCidrIp": "-"}, []string{"MissingParameter.Source", "MissingParameter"}},
		{"unknown group", Params{"SecurityGroupId": "sg-none"}, []string{"InvalidSecurityGroupId.NotFound"}},
		{"malformed group", Params{"SecurityGroupId": "group"}, []string{"InvalidSecurityGroupId.Malformed", "InvalidSecurityGroupId.NotFound"}},
		{"no protocol", Params{"IpProtocol": "-"}, []string{"InvalidIpProtocol.ValueNotSupported"}},
		{"unknown protocol", Params{"IpProtocol": "sctp"}, []string{"InvalidIpProtocol.ValueNotSupported", "OperationDenied"}},
		{"no ports", Params{"PortRange": "-"}, []string{"InvalidIpProtocol.Malformed"}},
		{"one port", Params{"PortRange": "22"}, []string{"InvalidIpProtocol.Malformed"}},
		{"ports downwards", Params{"PortRange": "200/1"}, []string{"InvalidIpProtocol.Malformed"}},
		{"port 0", Params{"PortRange": "0/1"}, []string{"InvalidIpProtocol.Malformed"}},
		{"port 65535", Params{"PortRange": "1/65535"}, nil},
		{"port 65536", Params{"PortRange": "1/65536"}, []string{"InvalidIpProtocol.Malformed"}},
		{"all ports of TCP", Params{"PortRange": "-1/-1"}, []string{"OperationDenied"}},
		{"ports of ICMP", Params{"IpProtocol": "icmp"}, []string{"OperationDenied"}},
		{"no ports of ICMP", Params{"IpProtocol": "icmp", "PortRange": "-1/-1"}, nil},
		{"source ports", Params{"SourcePortRange": "a/b"}, []string{"InvalidSourcePortRange.Malformed"}},
		{"source", Params{"SourceCidrIp": "10.0.0.0/33"}, []string{"InvalidSourceCidrIp.Malformed"}},
		{"source of one address", Params{"SourceCidrIp": "10.1.2.3"}, nil},
		{"IPv6 as IPv4", Params{"SourceCidrIp": "2001:db8::/32"}, []string{"InvalidSourceCidrIp.Malformed"}},
		{"destination", Params{"DestCidrIp": "here"}, []string{"InvalidDestCidrIp.Malformed"}},
		{"destination is source", Params{"DestCidrIp": "10.0.0.0/8"}, []string{"InvalidParamter.Conflict"}},
		{"IPv6 source", Params{"SourceCidrIp": "-", "Ipv6SourceCidrIp": "2001:db8::/32"}, nil},
		{"malformed IPv6 source", Params{"SourceCidrIp": "-", "Ipv6SourceCidrIp": "10.0.0.0/8"}, []string{"InvalidParam.Ipv6SourceCidrIp"}},
		{"malformed IPv6 destination", Params{"Ipv6DestCidrIp": "x"}, []string{"InvalidParam.Ipv6DestCidrIp"}},
		{"ICMP from IPv6", Params{"IpProtocol": "icmp", "PortRange": "-1/-1", "SourceCidrIp": "-", "Ipv6SourceCidrIp": "::1"},
			[]string{"InvalidParam.Ipv4ProtocolConflictWithIpv6Address"}},
		{"ICMPv6 from IPv4", Params{"IpProtocol": "icmpv6", "PortRange": "-1/-1"}, []string{"InvalidParam.Ipv6ProtocolConflictWithIpv4Address"}},
		{"policy", Params{"Policy": "allow"}, []string{"InvalidPolicy.Malformed"}},
		{"priority in words", Params{"Priority": "high"}, []string{"InvalidPriority.Malformed"}},
		{"priority 100", Params{"Priority": "100"}, nil},
		{"priority 101", Params{"Priority": "101"}, []string{"InvalidPriority.ValueNotSupported"}},
		{"nic type", Params{"NicType": "extranet"}, []string{"InvalidNicType.ValueNotSupported"}},
		{"internet in a VPC, as packer sends", Params{"NicType": "internet"}, nil},
		{"description of 512", Params{"Description": strings.Repeat("a", 512)}, nil},
		{"description of 513", Params{"Description": strings.Repeat("a", 513)}, []string{"InvalidSecurityGroupDiscription.Malformed"}},
		{"from itself", Params{"SourceGroupId": sg1, "SourceCidrIp": "-"}, []string{"InvalidParamter.Conflict"}},
		{"from an unknown group", Params{"SourceGroupId": "sg-none"}, []string{"InvalidSourceGroupId.NotFound", "InvalidSourceGroup.NotFound"}},
		{"from a classic group", Params{"SourceGroupId": id("sgclassic")}, conflict},
		{"from a group of another VPC", Params{"SourceGroupId": id("sg3")}, []string{"InvalidSourceGroupId.Mismatch"}},
		{"from a group on the internet", Params{"SourceGroupId": id("sg2"), "SourceCidrIp": "-", "NicType": "internet"}, []string{"InvalidSourceGroupId.Mismatch"}},
		{"from a group", Params{"SourceGroupId": id("sg2"), "SourceCidrIp": "-"}, nil},
		{"from a prefix list", Params{"SourcePrefixListId": "pl-1", "SourceCidrIp": "-"}, []string{"InvalidPrefixListId.NotFound"}},
		{"managed", Params{"SecurityGroupId": id("sgmanaged")}, []string{"InvalidOperation.ResourceManagedByCloudProduct"}},
		{"the second of two", Params{"Permissions.1.IpProtocol": "udp", "Permissions.1.PortRange": "53/53", "Permissions.1.SourceCidrIp": "0.0.0.0/0",
			"Permissions.2.IpProtocol": "udp", "Permissions.2.PortRange": "53", "Permissions.2.SourceCidrIp": "0.0.0.0/0"},
			[]string{"InvalidIpProtocol.Malformed"}},
	} {
		note(wantCodes(t, w, main1("AuthorizeSecurityGroup", ssh(sg1, c.params)), c.codes...))
	}
	full := namedWorld(t, worldQuota)
	note(wantCodes(t, full, main1("AuthorizeSecurityGroup", ssh(named(t, full, "sgrules"), nil)), "AuthorizationLimitExceed"))
	used, _ := accept(t, w, main1("AuthorizeSecurityGroup", ssh(sg1, Params{"ClientToken": "t"})))
	note(wantCodes(t, used, main1("AuthorizeSecurityGroup", ssh(id("sg2"), Params{"ClientToken": "t"})), "IdempotentParameterMismatch"))
	everyRuleIsBroken(t, w, "AuthorizeSecurityGroup", broken)
}

func TestAuthorizeSecurityGroupKeepsWhatItIsGiven(t *testing.T) {
	w := newWorld(t)
	sg1, sg2 := named(t, w, "sg1"), named(t, w, "sg2")
	w, _ = accept(t, w, main1("AuthorizeSecurityGroup", ssh(sg1, Params{"Description": "a & b=c", "Policy": "DROP"})))
	w, _ = accept(t, w, main1("AuthorizeSecurityGroup", Params{"SecurityGroupId": sg1,
		"Permissions.1.IpProtocol": "ALL", "Permissions.1.PortRange": "-1/-1", "Permissions.1.SourceGroupId": sg2, "Permissions.1.Priority": "5",
		"Permissions.2.IpProtocol": "tcp", "Permissions.2.PortRange": "22/22", "Permissions.2.SourceCidrIp": "10.0.0.0/8", "Permissions.2.Policy": "drop",
	}))
	shown, ok := wantCodes(t, w, main1("DescribeSecurityGroupAttribute", Params{"SecurityGroupId": sg1})).Reply.Items[0].(*SecurityGroup)
	if !ok {
		t.Fatal("no group is shown")
	}
	now := "2026-01-01T00:00:00Z"
	want := []Permission{
		{Direction: "ingress", IpProtocol: "TCP", PortRange: "22/22", SourceCidrIp: "10.0.0.0/8", Policy: "Drop", Priority: "1",
			NicType: "intranet", Description: "a & b=c", CreateTime: now},
		{Direction: "ingress", IpProtocol: "ALL", PortRange: "-1/-1", SourceGroupId: sg2, Policy: "Accept", Priority: "5", NicType: "intranet", CreateTime: now},
	}
	if diff := cmp.Diff(want, shown.Permissions()); diff != "" {
		t.Errorf("want - got:\n%s", diff)
	}
	if text := shown.Permissions()[0].String(); ParsePermission(text) != want[0] {
		t.Errorf("%q is read back as %+v", text, ParsePermission(text))
	}
	source := securityGroups(w.place("1000000000000001", "cn-hangzhou")).get(sg2)
	if source.Hidden.ReferredBy != List(sg1) {
		t.Errorf("the source is referred to by %q, want %q", source.Hidden.ReferredBy, sg1)
	}
	// A rule that differs in description and priority only is the same rule.
	again, _ := accept(t, w, main1("AuthorizeSecurityGroup", ssh(sg1, Params{"Policy": "drop", "Priority": "7", "Description": "other"})))
	if again.Hash() != w.Hash() {
		t.Error("a rule that the group has already changes the world")
	}
}

func TestDescribeSecurityGroupAttributeSelectsRules(t *testing.T) {
	w := newWorld(t)
	classic := named(t, w, "sgclassic")
	for _, nic := range []string{"internet", "intranet"} {
		w, _ = accept(t, w, main1("AuthorizeSecurityGroup", ssh(classic, Params{"NicType": nic})))
	}
	for _, c := range []struct {
		params Params
		rules  int
	}{
		{nil, 2},
		{Params{"NicType": "internet"}, 1},
		{Params{"Direction": "ingress"}, 2},
		{Params{"Direction": "all"}, 2},
		{Params{"Direction": "egress"}, 0},
	} {
		call := main1("DescribeSecurityGroupAttribute", c.params)
		call.Params["SecurityGroupId"] = classic
		g, ok := wantCodes(t, w, call).Reply.Items[0].(*SecurityGroup)
		if !ok || len(g.Permissions()) != c.rules {
			t.Errorf("%v shows %d rules, want %d", c.params, len(g.Permissions()), c.rules)
		}
	}
	broken := map[string]bool{}
	for _, c := range []breach{
		{"no group", nil, []string{"MissingParameter"}},
		{"unknown region", Params{"RegionId": "cn-nowhere", "SecurityGroupId": classic}, []string{"InvalidRegionId.NotFound"}},
		{"unknown group", Params{"SecurityGroupId": "sg-none"}, []string{"InvalidSecurityGroupId.NotFound"}},
		{"malformed", Params{"SecurityGroupId": "SG"}, []string{"InvalidSecurityGroupId.Malformed", "InvalidSecurityGroupId.NotFound"}},
		{"nic type", Params{"SecurityGroupId": classic, "NicType": "x"}, []string{"InvalidNicType.ValueNotSupported"}},
		{"direction", Params{"SecurityGroupId": classic, "Direction": "up"}, []string{"InvalidParamter"}},
		{"number", Params{"SecurityGroupId": classic, "MaxResults": "x"}, []string{"InvalidParameter"}},
	} {
		for _, r := range wantCodes(t, w, main1("DescribeSecurityGroupAttribute", c.params), c.codes...).Broken {
			broken[r.ID()] = true
		}
	}
	everyRuleIsBroken(t, w, "DescribeSecurityGroupAttribute", broken)
}
