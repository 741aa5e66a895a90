package secondcloud

import (
	"net/netip"
	"slices"
)

// mostENIs is how many interfaces an account has in a region. The primary ones
// do not count.
const mostENIs = 100

func createNetworkInterface() *operation {
	return &operation{
		name: "CreateNetworkInterface",
		params: []param{need("RegionId"), need("VSwitchId"), text("SecurityGroupId"), list("SecurityGroupIds"), text("PrimaryIpAddress"),
			text("NetworkInterfaceName"), text("Description"), number("QueueNumber"), flag("DeleteOnRelease"), flag("SourceDestCheck")},
		mistyped: mistypedENI,
		checks: slices.Concat(eniTexts(), []check{
			{"the number of queues", queueNumberIsWell},
			{"one or several groups", func(c *call) *refusal {
				return unless(!c.has("SecurityGroupId") || len(c.list("SecurityGroupIds")) == 0,
					bad, "InvalidParameter.Conflict", "SecurityGroupId and SecurityGroupIds.N exclude each other.")
			}},
			{"a group", func(c *call) *refusal {
				if c.has("SecurityGroupId") || len(c.list("SecurityGroupIds")) > 0 {
					return nil
				}
				return missing("SecurityGroupId")
			}},
			{"the number of groups", fewGroups("SecurityGroupIds")},
			{"the vSwitch exists", findVSwitch(refuse(notFound, "InvalidVSwitchId.NotFound", "The specified VSwitchId is not found."))},
			{"the groups exist", func(c *call) *refusal {
				ids := c.list("SecurityGroupIds")
				if c.has("SecurityGroupId") {
					ids = []string{c.text("SecurityGroupId")}
				}
				return c.findGroups(ids, eniGroupUnknown())
			}},
			{"groups and vSwitch in one VPC", func(c *call) *refusal {
				return unless(c.allIn(c.vswitch.vpc), forbidden, "InvalidOperation.VpcMismatch", eniVpcMismatch)
			}},
			{"groups of one type", oneType(eniMixedGroups())},
			{"room in the groups", func(c *call) *refusal {
				return unless(c.roomInGroups(1, nil), forbidden, "SecurityGroupInstanceLimitExceed",
					"The maximum number of instances in a security group is exceeded.")
			}},
			{"the source check is on offer", sourceCheckIsOnOffer},
			{"the address", eniAddress},
			{"the quota of interfaces", func(c *call) *refusal {
				inUse := c.enis.count(func(e *eni) bool { return e.vswitch.vpc.region == c.region && !e.isPrimary() })
				return unless(inUse < mostENIs, forbidden, "MaxEniCountExceeded", "The number of ENI exceeds the limit per region.")
			}},
		}),
		do:    func(c *call) fields { return c.newInterface().show() },
		token: anyToken(),
	}
}

const eniVpcMismatch = "The VPC of the specified ENI and security group are not in the same VPC."

func eniGroupUnknown() *refusal {
	return refuse(notFound, "InvalidSecurityGroupId.NotFound", "The specified SecurityGroupId is not found.")
}

func eniMixedGroups() *refusal {
	return refuse(forbidden, "InvalidOperation.MultiGroupType", "The specified instance can't join different types of security group.")
}

// eniTexts check names and descriptions of interfaces.
func eniTexts() []check {
	return []check{
		follows("NetworkInterfaceName", interfaceName(),
			refuse(forbidden, "InvalidParams.NetworkInterfaceName", "The specified NetworkInterfaceName is not valid.")),
		follows("Description", interfaceDescription(), invalid("Description")),
	}
}

func queueNumberIsWell(c *call) *refusal {
	if n := c.number("QueueNumber"); c.has("QueueNumber") && (n < 1 || n > 2048) {
		return badQueueNumber()
	}
	return nil
}

func sourceCheckIsOnOffer(c *call) *refusal {
	region, _ := c.stock.find(c.region)
	return unless(!c.isTrue("SourceDestCheck") || region.sourceCheck, bad, "InvalidOperation.SourceDestCheckUnsupported",
		"Modifying sourceDestCheck attribute for network interface is not allowed in the "+c.region+" region.")
}

// eniAddress checks that the address asked for can be given, or that one is left.
func eniAddress(c *call) *refusal {
	if !c.has("PrimaryIpAddress") {
		return unless(c.free(c.vswitch) > 0, forbidden, "InvalidVSwitchId.IpNotEnough", "The specified vSwitch has not enough private IP addresses.")
	}
	address, err := netip.ParseAddr(c.text("PrimaryIpAddress"))
	if err != nil || !usable(c.vswitch.block, address) {
		return refuse(forbidden, "InvalidVSwitchId.IpInvalid",
			"The specified IpAddress \""+c.text("PrimaryIpAddress")+"\" is not valid in VSwitch CIDR block \""+c.vswitch.block.String()+"\".")
	}
	return unless(!c.taken(c.vswitch)[address], bad, "InvalidPrivateIpAddress.Duplicated", "Specified private IP address is duplicated.")
}

// newInterface makes the interface of the call, Available after a while.
func (c *call) newInterface() *eni {
	address, err := netip.ParseAddr(c.text("PrimaryIpAddress"))
	if err != nil {
		address = c.nextAddress(c.vswitch, c.vswitch.block.Addr())
	}
	e := c.addENI(c.vswitch, address, c.groups)
	c.set("NetworkInterfaceName", &e.name)
	c.set("Description", &e.description)
	c.setNumber("QueueNumber", &e.queues)
	c.setFlag("DeleteOnRelease", &e.deleteOnRelease)
	c.setFlag("SourceDestCheck", &e.sourceCheck)
	c.after(c.delays.InterfaceCreating, func() { e.status = available })
	return e
}
