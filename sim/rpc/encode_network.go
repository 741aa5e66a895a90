package rpc

import "github.com/ecsim/ecsim/model/ecs"

// groupExtras are what answers about security groups have beside their fields.
// The rules stand in the answer about one group alone.
func groupExtras() extras {
	return extrasOf[ecs.SecurityGroup](
		fixed("", "ResourceGroupId", "NextToken,attribute"),
		derived("RuleCount", func(_ *answer, g *ecs.SecurityGroup) any { return g.RuleCount() }),
		derived("ReferencingSecurityGroups.ReferencingSecurityGroup[],references", referring),
		derived("RegionId,attribute", func(a *answer, _ *ecs.SecurityGroup) any { return a.region }),
		derived("Permissions.Permission[],attribute", permissions),
	)
}

// referring writes the groups whose rules name the group.
func referring(a *answer, g *ecs.SecurityGroup) any {
	all := make([]object, 0, g.Hidden.ReferredBy.Len())
	for _, id := range g.Hidden.ReferredBy.All() {
		all = append(all, object{{"SecurityGroupId", id}, {"AliUid", a.account}})
	}
	return all
}

// permissions writes the rules of a group. Priority is a number in captures and
// text in current SDKs, which take either.
func permissions(a *answer, g *ecs.SecurityGroup) any {
	rules := g.Permissions()
	all := make([]object, 0, len(rules))
	for i := range rules {
		all = append(all, a.fields(&rules[i]).with(
			member{"SourceGroupName", ""}, member{"SourcePrefixListId", ""}, member{"SourcePrefixListName", ""},
			member{"DestGroupName", ""}, member{"DestPrefixListId", ""}, member{"DestPrefixListName", ""}))
	}
	return all
}

// vpcExtras are what the capture of DescribeVpcs and the answer of CreateVpc
// have and VPCs do not keep. Routers and route tables are not modelled: their
// ids follow from the VPC's.
func vpcExtras() extras {
	return extrasOf[ecs.Vpc](
		derived("VRouterId,+new", func(_ *answer, v *ecs.Vpc) any { return v.RouterId() }),
		derived("RouteTableId,new", func(_ *answer, v *ecs.Vpc) any { return v.RouteTableId() }),
		derived("RouterTableIds.RouterTableIds[],-one", func(_ *answer, v *ecs.Vpc) any { return []string{v.RouteTableId()} }),
		derived("VSwitchIds.VSwitchId[]", (*answer).vswitchesOf),
		derived("EnabledIpv6", func(_ *answer, v *ecs.Vpc) any { return v.Ipv6Cidr != "" }),
		derived("RegionId", func(a *answer, _ *ecs.Vpc) any { return a.region }),
		derived("OwnerId", func(a *answer, _ *ecs.Vpc) any { return number(a.account) }),
		fixed("", "ResourceGroupId,+new"), fixed("Detached", "CenStatus,-one"), fixed("0", "NetworkAclNum"),
		fixed([]string(nil), "NatGatewayIds.NatGatewayIds[],-one", "UserCidrs.UserCidr[]", "SecondaryCidrBlocks.SecondaryCidrBlock[]"),
	)
}

func (a *answer) vswitchesOf(v *ecs.Vpc) any {
	var ids []string
	for _, r := range a.world.Resources(a.account, a.region, ecs.KindVSwitch) {
		if s, ok := r.(*ecs.VSwitch); ok && s.VpcId == v.VpcId {
			ids = append(ids, s.VSwitchId)
		}
	}
	return ids
}

// vswitchExtras are what DescribeVSwitches has and vSwitches do not keep.
func vswitchExtras() extras {
	return extrasOf[ecs.VSwitch](
		derived("AvailableIpAddressCount", func(_ *answer, v *ecs.VSwitch) any { return v.Free() }),
		derived("EnabledIpv6", func(_ *answer, v *ecs.VSwitch) any { return v.Ipv6Cidr != "" }),
		derived("OwnerId", func(a *answer, _ *ecs.VSwitch) any { return number(a.account) }),
		fixed("", "NetworkAclId", "ResourceGroupId"),
	)
}
