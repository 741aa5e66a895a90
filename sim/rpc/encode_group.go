package rpc

import "github.com/ecsim/ecsim/model"

// encodeGroup writes a security group as DescribeSecurityGroups does.
func encodeGroup(_ *answer, g *model.SecurityGroup) object {
	o := object{
		{"SecurityGroupId", g.SecurityGroupId},
		{"SecurityGroupName", g.SecurityGroupName},
		{"Description", g.Description},
		{"SecurityGroupType", g.SecurityGroupType},
		{"VpcId", g.VpcId},
		{"ServiceManaged", g.ServiceManaged},
		{"ResourceGroupId", ""},
		{"EcsCount", g.Hidden.Members},
		{"CreationTime", seconds(g.CreationTime)},
		instanceTags(g.Tags),
	}
	if g.Hidden.ServiceID != "" {
		o = o.with(member{"ServiceID", number(g.Hidden.ServiceID)})
	}
	return o
}

// encodeGroupAttribute writes a group with its rules.
func encodeGroupAttribute(a *answer, g *model.SecurityGroup) object {
	return object{
		{"RegionId", a.region},
		{"SecurityGroupId", g.SecurityGroupId},
		{"SecurityGroupName", g.SecurityGroupName},
		{"Description", g.Description},
		{"VpcId", g.VpcId},
		{"InnerAccessPolicy", g.InnerAccessPolicy},
		{"NextToken", ""},
		list("Permissions", "Permission", permissions(g)),
	}
}

// permissions writes the rules of a group. Priority is a number in captures and
// text in current SDKs, which take either.
func permissions(g *model.SecurityGroup) []object {
	rules := g.Permissions()
	all := make([]object, 0, len(rules))
	for _, p := range rules {
		all = append(all, object{
			{"Direction", p.Direction},
			{"IpProtocol", p.IpProtocol},
			{"PortRange", p.PortRange},
			{"SourcePortRange", p.SourcePortRange},
			{"SourceCidrIp", p.SourceCidrIp},
			{"Ipv6SourceCidrIp", p.Ipv6SourceCidrIp},
			{"SourceGroupId", p.SourceGroupId},
			{"SourceGroupName", ""},
			{"SourceGroupOwnerAccount", p.SourceGroupOwner},
			{"SourcePrefixListId", ""},
			{"DestCidrIp", p.DestCidrIp},
			{"Ipv6DestCidrIp", p.Ipv6DestCidrIp},
			{"DestGroupId", ""},
			{"DestGroupName", ""},
			{"DestGroupOwnerAccount", ""},
			{"DestPrefixListId", ""},
			{"Policy", p.Policy},
			{"Priority", p.Priority},
			{"NicType", p.NicType},
			{"Description", p.Description},
			{"CreateTime", p.CreateTime},
		})
	}
	return all
}
