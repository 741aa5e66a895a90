package rpc

import "github.com/ecsim/ecsim/model"

// encodeNewVpc writes what CreateVpc answers. Routers and route tables are not
// modelled: their ids follow from the VPC's.
func encodeNewVpc(_ *answer, v *model.Vpc) object {
	router, table := routing(v)
	return object{{"VpcId", v.VpcId}, {"VRouterId", router}, {"RouteTableId", table}, {"ResourceGroupId", ""}}
}

// routing makes the ids of a VPC's router and system route table.
func routing(v *model.Vpc) (router, table string) {
	const prefix = "vpc-"
	if len(v.VpcId) <= len(prefix) {
		return "", ""
	}
	return "vrt-" + v.VpcId[len(prefix):], "vtb-" + v.VpcId[len(prefix):]
}

// encodeVpc writes a VPC as the capture of DescribeVpcs has it.
func encodeVpc(a *answer, v *model.Vpc) object {
	router, table := routing(v)
	var vswitches []string
	for _, r := range a.world.Resources(a.account, a.region, model.KindVSwitch) {
		if s, ok := r.(*model.VSwitch); ok && s.VpcId == v.VpcId {
			vswitches = append(vswitches, s.VSwitchId)
		}
	}
	return object{
		{"VpcId", v.VpcId},
		{"VpcName", v.VpcName},
		{"Description", v.Description},
		{"CidrBlock", v.CidrBlock},
		{"Ipv6CidrBlock", v.Ipv6Cidr},
		{"EnabledIpv6", v.Ipv6Cidr != ""},
		{"Status", v.Status},
		{"IsDefault", v.IsDefault},
		{"RegionId", a.region},
		{"OwnerId", number(a.account)},
		{"VRouterId", router},
		{"ResourceGroupId", ""},
		{"CenStatus", "Detached"},
		{"NetworkAclNum", "0"},
		{"CreationTime", seconds(v.CreationTime)},
		list("VSwitchIds", "VSwitchId", vswitches),
		list("RouterTableIds", "RouterTableIds", []string{table}),
		list("NatGatewayIds", "NatGatewayIds", []string(nil)),
		list("UserCidrs", "UserCidr", []string(nil)),
		list("SecondaryCidrBlocks", "SecondaryCidrBlock", []string(nil)),
		vpcTags(""),
	}
}

// encodeVSwitch writes a vSwitch as DescribeVSwitches does.
func encodeVSwitch(a *answer, v *model.VSwitch) object {
	return object{
		{"VSwitchId", v.VSwitchId},
		{"VSwitchName", v.VSwitchName},
		{"Description", v.Description},
		{"VpcId", v.VpcId},
		{"ZoneId", v.ZoneId},
		{"CidrBlock", v.CidrBlock},
		{"Ipv6CidrBlock", v.Ipv6Cidr},
		{"EnabledIpv6", v.Ipv6Cidr != ""},
		{"Status", v.Status},
		{"IsDefault", v.IsDefault},
		{"AvailableIpAddressCount", v.Free()},
		{"OwnerId", number(a.account)},
		{"NetworkAclId", ""},
		{"ResourceGroupId", ""},
		{"CreationTime", seconds(v.CreationTime)},
		vpcTags(""),
	}
}
