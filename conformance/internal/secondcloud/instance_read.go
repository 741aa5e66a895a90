package secondcloud

import "slices"

// mostInstanceIDs is how many ids DescribeInstances takes.
const mostInstanceIDs = 100

func describeInstances() *operation {
	paging := paging{outer: "Instances", inner: "Instance", most: 100, byToken: true, least: 1, full: 100}
	return &operation{
		name: "DescribeInstances",
		params: append(paging.params(), need("RegionId"), text("InstanceIds"), text("InstanceName"), text("Status"), text("ImageId"),
			text("InstanceType"), text("InstanceTypeFamily"), text("InstanceChargeType"), text("InstanceNetworkType"), text("VpcId"),
			text("VSwitchId"), text("ZoneId"), text("SecurityGroupId"), text("PrivateIpAddresses"), flag("IoOptimized"),
			text("HttpEndpoint"), text("HttpTokens"), list("AdditionalAttributes")),
		checks: []check{
			paging.check(),
			{"the ids", func(c *call) *refusal {
				ids, well := c.json("InstanceIds")
				return unless(well && len(ids) <= mostInstanceIDs, bad, "InvalidParameter", `The specified parameter "InstanceIds" is not valid.`)
			}},
			{"the addresses", func(c *call) *refusal {
				_, well := c.json("PrivateIpAddresses")
				return unless(well, bad, "InvalidParameter", `The specified parameter "PrivateIpAddresses" is not valid.`)
			}},
			oneOf("Status", refuse(notFound, "InvalidStatus.NotFound", "The specified Status is not found"),
				pending, starting, running, stopping, stopped),
			chargeTypeExists(),
			oneOf("InstanceNetworkType", refuse(notFound, "InvalidNetworkType.NotFound", "The specified InstanceNetworkType is not found"),
				"vpc", "classic"),
		},
		do: func(c *call) fields {
			var found []shown
			for _, i := range c.instances.newest(c.wantsInstance) {
				found = append(found, shown{i.id, c.listed(i)})
			}
			return paging.show(c, found)
		},
		dryRun: true,
	}
}

// wantsInstance says whether a call wants to see the instance.
func (c *call) wantsInstance(i *instance) bool {
	v := i.primary.vswitch
	return all(
		i.region == c.region,
		c.texts("InstanceIds", i.id), c.texts("PrivateIpAddresses", i.primary.address.String()),
		!c.has("SecurityGroupId") || slices.Contains(groupIDs(i.primary.groups), c.text("SecurityGroupId")),
		c.like("InstanceName", i.name), c.is("Status", i.status), c.is("ImageId", i.image.id), c.is("InstanceType", i.kind.id),
		c.is("InstanceTypeFamily", i.kind.family), c.is("InstanceChargeType", i.chargeType()), c.is("InstanceNetworkType", "vpc"),
		c.is("VpcId", v.vpc.id), c.is("VSwitchId", v.id), c.is("ZoneId", i.zone), c.is("IoOptimized", "true"),
		c.is("HttpEndpoint", i.metadata.endpoint), c.is("HttpTokens", i.metadata.tokens),
	)
}

func describeInstanceStatus() *operation {
	paging := paging{outer: "InstanceStatuses", inner: "InstanceStatus", most: 50}
	return &operation{
		name:   "DescribeInstanceStatus",
		params: append(paging.params(), need("RegionId"), text("ZoneId"), list("InstanceId")),
		checks: []check{
			paging.check(),
			{"the zone exists", func(c *call) *refusal {
				region, _ := c.stock.find(c.region)
				return unless(!c.has("ZoneId") || slices.Contains(region.zones, c.text("ZoneId")),
					notFound, "InvalidZoneId.NotFound", "The ZoneId provided does not exist in our records.")
			}},
		},
		do: func(c *call) fields {
			wanted := c.list("InstanceId")
			var found []shown
			for _, i := range c.instances.newest(func(i *instance) bool {
				return i.region == c.region && c.is("ZoneId", i.zone) && (len(wanted) == 0 || slices.Contains(wanted, i.id))
			}) {
				found = append(found, shown{i.id, fields{"InstanceId": i.id, "Status": i.status}})
			}
			return paging.show(c, found)
		},
	}
}

func describeInstanceAttribute() *operation {
	return &operation{
		name:   "DescribeInstanceAttribute",
		params: []param{need("InstanceId")},
		checks: []check{{"the instance exists", findInstance}},
		do: func(c *call) fields {
			show := c.instance.show()
			show["IoOptimized"] = "optimized"
			show["EnableJumboFrame"] = c.instance.jumbo
			return show
		},
	}
}

func describeUserData() *operation {
	return &operation{
		name:   "DescribeUserData",
		params: []param{need("RegionId"), need("InstanceId")},
		checks: []check{{"the instance exists", findInstance}},
		do: func(c *call) fields {
			return fields{"InstanceId": c.instance.id, "RegionId": c.region, "UserData": c.instance.userData}
		},
	}
}
