package secondcloud

import (
	"slices"
	"strings"
)

func modifyNetworkInterfaceAttribute() *operation {
	const groups = "SecurityGroupId"
	return &operation{
		name: "ModifyNetworkInterfaceAttribute",
		params: []param{need("RegionId"), need("NetworkInterfaceId"), text("NetworkInterfaceName"), text("Description"), number("QueueNumber"),
			list(groups), flag("DeleteOnRelease"), flag("SourceDestCheck"), text("RxQueueSize"), text("TxQueueSize"),
			text("NetworkInterfaceTrafficConfig.RxQueueSize"), text("NetworkInterfaceTrafficConfig.TxQueueSize"),
			number("ConnectionTrackingConfiguration.TcpEstablishedTimeout"),
			number("ConnectionTrackingConfiguration.TcpClosedAndTimeWaitTimeout"),
			number("ConnectionTrackingConfiguration.UdpTimeout")},
		mistyped: mistypedENI,
		checks: slices.Concat([]check{eniIDIsOne()}, eniTexts(), []check{
			{"the number of queues", queueNumberIsWell},
			{"the tracking of connections", trackingIsWell},
			{"the depth of queues is not open to the account", queueDepthIsClosed},
			{"no group twice", noneTwice(groups, notFound)},
			{"the number of groups", fewGroups(groups)},
			{"the source check is on offer", sourceCheckIsOnOffer},
			{"the interface exists", findENI(notFound)},
			{"the interface is Available or InUse", func(c *call) *refusal {
				if c.eni.stable() {
					return nil
				}
				return wrongENIState("Available or InUse", c.eni.status)
			}},
			{"the queues of a primary interface stay", func(c *call) *refusal {
				return unless(!c.has("QueueNumber") || !c.eni.isPrimary(), forbidden, "InvalidOperation.ModifyPrimaryEniQueueNumber",
					"Primary NetworkInterface is not allowed to modify queue number.")
			}},
			{"a primary interface has its name and description", func(c *call) *refusal {
				return unless(!c.eni.isPrimary() || len(c.list(groups)) == 0 && !c.has("DeleteOnRelease") && !c.tracks(), notFound,
					"InvalidOperation.PrimaryEniOnlySupportModifyNameAndDesc", "Primary NetworkInterface is only allowed to modify name and description.")
			}},
		}, eniQueues(), []check{
			{"the groups exist", func(c *call) *refusal { return c.findGroups(c.list(groups), eniGroupUnknown()) }},
			{"groups in the VPC", func(c *call) *refusal {
				return unless(c.allIn(c.eni.vswitch.vpc), forbidden, "InvalidOperation.VpcMismatch", eniVpcMismatch)
			}},
			{"groups of one type", oneType(eniMixedGroups())},
			{"room in the groups", func(c *call) *refusal {
				return unless(c.roomInGroups(1, c.eni), forbidden, "SecurityGroupInstanceLimitExceed",
					"The maximum number of instances in a security group is exceeded.")
			}},
		}),
		do: func(c *call) fields {
			e := c.eni
			c.set("NetworkInterfaceName", &e.name)
			c.set("Description", &e.description)
			c.setNumber("QueueNumber", &e.queues)
			c.setFlag("DeleteOnRelease", &e.deleteOnRelease)
			c.setFlag("SourceDestCheck", &e.sourceCheck)
			if len(c.groups) > 0 {
				e.groups = c.groups
			}
			return fields{}
		},
	}
}

// queueDepthIsClosed refuses the depth of queues, at either of its places.
func queueDepthIsClosed(c *call) *refusal {
	for _, name := range []string{"RxQueueSize", "TxQueueSize"} {
		if c.has(name) || c.has("NetworkInterfaceTrafficConfig."+name) {
			return refuse(bad, "InvalidEniQueueSize.RegionOrUserNotSupported", "The specified parameter RxQueueSize or TxQueueSize is not supported"+
				" in this region, or this account is not in the whitelist of using eni QueueSize.")
		}
	}
	return nil
}

func mistypedENI(name string) *refusal {
	switch {
	case name == "QueueNumber":
		return badQueueNumber()
	case strings.HasPrefix(name, "ConnectionTrackingConfiguration."):
		return badTracking()
	default:
		return invalid(name)
	}
}

// eniQueues are the checks of a number of queues against state and type.
func eniQueues() []check {
	return []check{
		{"queues of an interface that is not in use", func(c *call) *refusal {
			idle := c.eni.status == available || c.eni.instance != nil && c.eni.instance.status == stopped
			return unless(!c.has("QueueNumber") || idle, forbidden, "InvalidOperation.InvalidEniState",
				"Available status or ECS instance attached is Stopped is allowed to modify network interface queue number.")
		}},
		{"the queues of one interface", func(c *call) *refusal {
			if c.has("QueueNumber") && c.eni.instance != nil && c.number("QueueNumber") > c.eni.instance.kind.queues {
				return tooManyQueues(c.eni.instance.kind)
			}
			return nil
		}},
		{"the queues of all interfaces", func(c *call) *refusal {
			if c.has("QueueNumber") && c.eni.instance != nil && !c.queuesFit(c.eni, c.number("QueueNumber")) {
				return queuesExceeded(c.eni.instance.kind)
			}
			return nil
		}},
	}
}

// trackingIsWell checks the time-outs of connection tracking. Nothing shows them.
func trackingIsWell(c *call) *refusal {
	for field, well := range map[string]func(int) bool{
		"TcpEstablishedTimeout":       func(n int) bool { return slices.Contains([]int{30, 60, 80, 100, 200, 300, 500, 700, 910}, n) },
		"TcpClosedAndTimeWaitTimeout": func(n int) bool { return n >= 3 && n <= 15 },
		"UdpTimeout":                  func(n int) bool { return slices.Contains([]int{10, 20, 30, 60, 80, 100}, n) },
	} {
		name := "ConnectionTrackingConfiguration." + field
		if c.has(name) && !well(c.number(name)) {
			return badTracking()
		}
	}
	return nil
}

// tracks says whether the call changes the tracking of connections.
func (c *call) tracks() bool {
	for name := range c.params {
		if strings.HasPrefix(name, "ConnectionTrackingConfiguration.") {
			return true
		}
	}
	return false
}

func badTracking() *refusal {
	return refuse(bad, "InvalidParameter.EniConnectionTrackingConfiguration",
		"The specify network interface connection tracking configuration exceeds limit.")
}

func describeNetworkInterfaces() *operation {
	paging := paging{outer: "NetworkInterfaceSets", inner: "NetworkInterfaceSet", most: 100, byToken: true, least: 10, full: 500}
	return &operation{
		name: "DescribeNetworkInterfaces",
		params: append(paging.params(), need("RegionId"), list("NetworkInterfaceId"), text("NetworkInterfaceName"), text("InstanceId"),
			text("VpcId"), text("VSwitchId"), text("SecurityGroupId"), text("Status"), text("Type"), text("PrimaryIpAddress"),
			list("PrivateIpAddress"), flag("ServiceManaged")),
		checks: []check{
			paging.check(),
			oneOf("Type", invalid("Type"), "Primary", "Secondary"),
			oneOf("Status", invalid("Status"), creating, available, attaching, inUse, detaching, deleting, "CreateFailed"),
		},
		do: func(c *call) fields {
			var found []shown
			for _, e := range c.enis.newest(c.wantsENI) {
				found = append(found, shown{e.id, e.show()})
			}
			return paging.show(c, found)
		},
	}
}

// wantsENI says whether a call wants to see the interface.
func (c *call) wantsENI(e *eni) bool {
	instance := ""
	if e.instance != nil {
		instance = e.instance.id
	}
	return all(
		e.vswitch.vpc.region == c.region,
		c.lists("NetworkInterfaceId", e.id), c.lists("PrivateIpAddress", e.address.String()),
		!c.has("SecurityGroupId") || slices.Contains(groupIDs(e.groups), c.text("SecurityGroupId")),
		c.is("InstanceId", instance), c.is("NetworkInterfaceName", e.name), c.is("VpcId", e.vswitch.vpc.id),
		c.is("VSwitchId", e.vswitch.id), c.is("Status", e.status), c.is("Type", e.kind()),
		c.is("PrimaryIpAddress", e.address.String()), c.is("ServiceManaged", "false"),
	)
}
