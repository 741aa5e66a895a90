package target

import "github.com/ecsim/ecsim/model"

type groupsBody struct {
	envelope
	SecurityGroups struct{ SecurityGroup *[]groupBody }
}

func (b *groupsBody) reply() (model.Reply, error) {
	return listed(b.envelope, "SecurityGroups.SecurityGroup", b.SecurityGroups.SecurityGroup, (*groupBody).seen)
}

type groupAttributeBody struct {
	envelope
	groupBody
	Permissions struct{ Permission *[]permissionBody }
}

// rulesShown marks a group whose rules the answer lists: they stand in
// [model.SecurityGroupHidden.Rules].
const rulesShown = "Hidden.Rules"

func (b *groupAttributeBody) reply() (model.Reply, error) {
	g, s := b.groupBody.see()
	if rules := b.Permissions.Permission; rules != nil {
		s[rulesShown] = true
		for i := range *rules {
			g.Hidden.Rules = g.Hidden.Rules.With((*rules)[i].permission().String())
		}
	}
	return one(model.Seen{Resource: g, Shown: s})
}

type permissionBody struct {
	Direction, IpProtocol, PortRange, SourcePortRange, SourceCidrIp, Ipv6SourceCidrIp, SourceGroupId, SourceGroupOwnerAccount str
	DestCidrIp, Ipv6DestCidrIp, Policy, Priority, NicType, Description, CreateTime                                            str
}

func (b *permissionBody) permission() model.Permission {
	return model.Permission{
		Direction: b.Direction.v, IpProtocol: b.IpProtocol.v, PortRange: b.PortRange.v, SourcePortRange: b.SourcePortRange.v,
		SourceCidrIp: b.SourceCidrIp.v, Ipv6SourceCidrIp: b.Ipv6SourceCidrIp.v, SourceGroupId: b.SourceGroupId.v,
		SourceGroupOwner: b.SourceGroupOwnerAccount.v, DestCidrIp: b.DestCidrIp.v, Ipv6DestCidrIp: b.Ipv6DestCidrIp.v,
		Policy: b.Policy.v, Priority: b.Priority.v, NicType: b.NicType.v, Description: b.Description.v, CreateTime: b.CreateTime.v,
	}
}

// A groupBody is a security group in DescribeSecurityGroups;
// DescribeSecurityGroupAttribute shows InnerAccessPolicy and less of the rest.
type groupBody struct {
	SecurityGroupId, SecurityGroupName, Description, VpcId, SecurityGroupType, InnerAccessPolicy str
	ServiceManaged                                                                               flag
	CreationTime                                                                                 when
	Tags                                                                                         tagsBody
}

func (b *groupBody) seen() model.Seen {
	g, s := b.see()
	return model.Seen{Resource: g, Shown: s}
}

func (b *groupBody) see() (*model.SecurityGroup, sight) {
	g, s := &model.SecurityGroup{}, sight{}
	see(s, "SecurityGroupId", &g.SecurityGroupId, b.SecurityGroupId.of)
	see(s, "SecurityGroupName", &g.SecurityGroupName, b.SecurityGroupName.of)
	see(s, "Description", &g.Description, b.Description.of)
	see(s, "VpcId", &g.VpcId, b.VpcId.of)
	see(s, "SecurityGroupType", &g.SecurityGroupType, b.SecurityGroupType.of)
	see(s, "InnerAccessPolicy", &g.InnerAccessPolicy, b.InnerAccessPolicy.of)
	see(s, "ServiceManaged", &g.ServiceManaged, b.ServiceManaged.of)
	see(s, "CreationTime", &g.CreationTime, b.CreationTime.of)
	b.Tags.see(s, &g.Tags)
	return g, s
}

type vpcsBody struct {
	envelope
	Vpcs struct{ Vpc *[]vpcBody }
}

func (b *vpcsBody) reply() (model.Reply, error) {
	return listed(b.envelope, "Vpcs.Vpc", b.Vpcs.Vpc, (*vpcBody).seen)
}

type vpcAttributeBody struct {
	envelope
	vpcBody
}

func (b *vpcAttributeBody) reply() (model.Reply, error) { return one(b.seen()) }

type vpcBody struct {
	VpcId, VpcName, Description, CidrBlock, Ipv6CidrBlock, Status str
	IsDefault                                                     flag
	CreationTime                                                  when
}

func (b *vpcBody) seen() model.Seen {
	v, s := &model.Vpc{}, sight{}
	see(s, "VpcId", &v.VpcId, b.VpcId.of)
	see(s, "VpcName", &v.VpcName, b.VpcName.of)
	see(s, "Description", &v.Description, b.Description.of)
	see(s, "CidrBlock", &v.CidrBlock, b.CidrBlock.of)
	see(s, "Ipv6Cidr", &v.Ipv6Cidr, b.Ipv6CidrBlock.of)
	see(s, "Status", &v.Status, b.Status.of)
	see(s, "IsDefault", &v.IsDefault, b.IsDefault.of)
	see(s, "CreationTime", &v.CreationTime, b.CreationTime.of)
	return model.Seen{Resource: v, Shown: s}
}

type vswitchesBody struct {
	envelope
	VSwitches struct{ VSwitch *[]vswitchBody }
}

func (b *vswitchesBody) reply() (model.Reply, error) {
	return listed(b.envelope, "VSwitches.VSwitch", b.VSwitches.VSwitch, (*vswitchBody).seen)
}

type vswitchAttributesBody struct {
	envelope
	vswitchBody
}

func (b *vswitchAttributesBody) reply() (model.Reply, error) { return one(b.seen()) }

type vswitchBody struct {
	VSwitchId, VSwitchName, Description, VpcId, ZoneId, CidrBlock, Ipv6CidrBlock, Status str
	IsDefault                                                                            flag
	AvailableIpAddressCount                                                              num
	CreationTime                                                                         when
}

func (b *vswitchBody) seen() model.Seen {
	v, s := &model.VSwitch{}, sight{}
	see(s, "VSwitchId", &v.VSwitchId, b.VSwitchId.of)
	see(s, "VSwitchName", &v.VSwitchName, b.VSwitchName.of)
	see(s, "Description", &v.Description, b.Description.of)
	see(s, "VpcId", &v.VpcId, b.VpcId.of)
	see(s, "ZoneId", &v.ZoneId, b.ZoneId.of)
	see(s, "CidrBlock", &v.CidrBlock, b.CidrBlock.of)
	see(s, "Ipv6Cidr", &v.Ipv6Cidr, b.Ipv6CidrBlock.of)
	see(s, "Status", &v.Status, b.Status.of)
	see(s, "IsDefault", &v.IsDefault, b.IsDefault.of)
	see(s, "CreationTime", &v.CreationTime, b.CreationTime.of)
	if b.AvailableIpAddressCount.set { // book-keeping, never compared: how full it is
		v.Hidden.Used = max(0, v.Free()-b.AvailableIpAddressCount.v)
	}
	return model.Seen{Resource: v, Shown: s}
}
