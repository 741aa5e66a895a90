package secondcloud

import "slices"

// mostGroupsOfOne is how many groups an instance or an interface is in.
const mostGroupsOfOne = 5

func joinSecurityGroup() *operation {
	return &operation{
		name:   "JoinSecurityGroup",
		params: []param{need("SecurityGroupId"), text("InstanceId"), text("NetworkInterfaceId")},
		checks: append(oneMember(),
			check{"the instance has been created", func(c *call) *refusal {
				return unless(c.instance == nil || c.instance.status != pending,
					forbidden, "Forbidden.InstanceIsBeingCreated", "The specified instance is being created.")
			}},
			check{"the instance is Running or Stopped", memberInstanceIsStable},
			check{"the interface is Available or InUse", memberInterfaceIsStable},
			check{"the interface is secondary", memberInterfaceIsSecondary},
			check{"the instance is not in the group", func(c *call) *refusal {
				return unless(c.instance == nil || !slices.Contains(c.eni.groups, c.group),
					forbidden, "InvalidInstanceId.AlreadyExists", "The specified instance already exists in the specified security group.")
			}},
			check{"the same VPC", func(c *call) *refusal {
				switch {
				case c.eni.vswitch.vpc == c.group.vpc:
					return nil
				case c.instance != nil:
					return refuse(bad, "InvalidInstanceId.Mismatch", "Specified instance and security group are not in the same VPC.")
				default:
					return refuse(forbidden, "InvalidOperation.VpcMismatch", "The VPC of the specified ENI and security group are not in the same VPC.")
				}
			}},
			check{"groups of one type", func(c *call) *refusal {
				return unless(c.eni.groups[0].kind == c.group.kind,
					bad, "InvalidOperation.MultiGroupType", "The specified instance can't join different types of security group.")
			}},
			check{"the number of groups", func(c *call) *refusal {
				const text = "Exceeding the allowed amount of security groups that an instance can be in."
				if len(c.eni.groups) < mostGroupsOfOne || slices.Contains(c.eni.groups, c.group) {
					return nil
				}
				if c.instance != nil {
					return refuse(bad, "InstanceSecurityGroupLimitExceeded", text)
				}
				return refuse(forbidden, "InstanceSecurityGroupLimitExceeded", text)
			}},
			check{"room in the group", func(c *call) *refusal {
				return unless(len(c.members(c.group)) < c.group.capacity(),
					forbidden, "SecurityGroupInstanceLimitExceeded", "The maximum number of instances in a security group is exceeded.")
			}},
		),
		do: func(c *call) fields {
			if !slices.Contains(c.eni.groups, c.group) {
				c.eni.groups = append(slices.Clone(c.eni.groups), c.group)
			}
			return fields{}
		},
	}
}

func leaveSecurityGroup() *operation {
	return &operation{
		name:   "LeaveSecurityGroup",
		params: []param{need("SecurityGroupId"), text("InstanceId"), text("NetworkInterfaceId")},
		checks: append(oneMember(),
			check{"the instance is Running or Stopped", memberInstanceIsStable},
			check{"the interface is Available or InUse", memberInterfaceIsStable},
			check{"the interface is secondary", memberInterfaceIsSecondary},
			check{"it is in the group", func(c *call) *refusal {
				return unless(slices.Contains(c.eni.groups, c.group), bad, "InvalidSecurityGroupAssociation.NotFound",
					"The specified security group is not associated with the resource.")
			}},
			check{"it is in another group", func(c *call) *refusal {
				switch {
				case len(c.eni.groups) > 1:
					return nil
				case c.instance != nil:
					return refuse(forbidden, "InstanceLastSecurityGroup", "The specified security group is the last security group for the instance.")
				default:
					return refuse(forbidden, "InvalidOperation.AtLeastInOneGroup", "The network interface has to be in one security group at least.")
				}
			}},
		),
		do: func(c *call) fields {
			left := c.group
			c.eni.groups = slices.DeleteFunc(slices.Clone(c.eni.groups), func(g *group) bool { return g == left })
			return fields{}
		},
	}
}

// oneMember finds what is to join or leave: an instance, whose primary interface
// stands for it, or a secondary interface.
func oneMember() []check {
	return []check{
		{"one of the two", func(c *call) *refusal {
			switch {
			case c.has("InstanceId") && c.has("NetworkInterfaceId"):
				return refuse(forbidden, "InvalidParam.EniIdAndInstanceId.Conflict", "InstanceId and NetworkInterfaceId exclude each other.")
			case !c.has("InstanceId") && !c.has("NetworkInterfaceId"):
				return missing("InstanceId")
			default:
				return nil
			}
		}},
		{"the region of an interface", func(c *call) *refusal {
			return unless(c.has("RegionId") || !c.has("NetworkInterfaceId"),
				bad, "MissingParameter.RegionId", "The specified RegionId should not be null.")
		}},
		{"the group exists", findGroup(noSuchGroup())},
		{"the instance exists", func(c *call) *refusal {
			if !c.has("InstanceId") {
				return nil
			}
			refused := findInstance(c)
			if refused == nil {
				c.eni = c.instance.primary
			}
			return refused
		}},
		{"the interface exists", func(c *call) *refusal {
			if !c.has("NetworkInterfaceId") {
				return nil
			}
			return findENI(notFound)(c)
		}},
	}
}

func memberInstanceIsStable(c *call) *refusal {
	if c.instance == nil || c.instance.stable() {
		return nil
	}
	return wrongStatus()
}

func memberInterfaceIsStable(c *call) *refusal {
	if c.instance != nil || c.eni.stable() {
		return nil
	}
	return wrongENIState("Available or InUse", c.eni.status)
}

func memberInterfaceIsSecondary(c *call) *refusal {
	return unless(c.instance != nil || !c.eni.isPrimary(),
		forbidden, "InvalidOperation.InvalidEniType", "The operation is not allowed in the current ENI type.")
}
