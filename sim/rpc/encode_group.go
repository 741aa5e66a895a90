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
		list("Permissions", "Permission", []object(nil)),
	}
}
