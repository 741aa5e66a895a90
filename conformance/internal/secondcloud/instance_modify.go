package secondcloud

import (
	"fmt"
	"slices"
)

func modifyInstanceAttribute() *operation {
	return &operation{
		name: "ModifyInstanceAttribute",
		params: []param{
			need("InstanceId"), text("InstanceName"), text("Description"), text("HostName"), text("Password"), text("UserData"),
			flag("DeletionProtection"), flag("Recyclable"), text("CreditSpecification"), number("NetworkInterfaceQueueNumber"),
			list("SecurityGroupIds"), flag("EnableJumboFrame"), flag("EnableNetworkEncryption"),
			number("CpuOptions.Core"), number("CpuOptions.ThreadsPerCore"), text("CpuOptions.TopologyType"),
			flag("PrivateDnsNameOptions.EnableInstanceIdDnsARecord"), flag("PrivateDnsNameOptions.EnableInstanceIdDnsAAAARecord"),
			flag("PrivateDnsNameOptions.EnableIpDnsARecord"), flag("PrivateDnsNameOptions.EnableIpDnsPtrRecord"),
			text("PrivateDnsNameOptions.HostnameType"),
		},
		noRegion: func(*call) *refusal {
			return refuse(forbidden, "InvalidOperation.InvalidRegion", "The specified region is not valid.")
		},
		mistyped: mistypedInstance,
		checks: slices.Concat(
			[]check{
				follows("InstanceName", instanceName(), refuse(bad, "InvalidInstanceName.Malformed", `The specified parameter "InstanceName" is not valid.`)),
				follows("Description", description(), refuse(bad, "InvalidDescription.Malformed", `The specified parameter "Description" is not valid.`)),
				oneOf("CreditSpecification", noCredit(), "Standard", "Unlimited"),
				oneOf("PrivateDnsNameOptions.HostnameType", refuse(bad, "InvalidParameter", "The specified parameter is not valid."),
					"Custom", "IpBased", "InstanceIdBased"),
				{"the recycle bin is not open to the account", func(c *call) *refusal {
					return unless(!c.has("Recyclable"), bad, "InvalidParameter.RecycleBin", "You do not have permission to set recyclable properties.")
				}},
				{"traffic encryption is not open to the account", func(c *call) *refusal {
					return unless(!c.has("EnableNetworkEncryption"),
						forbidden, "InvalidOperation.UserNotSupportNetworkEncryption", "User not support network encryption.")
				}},
				{"the instance exists", findInstance},
				passwordIs(password()),
				{"no password while Starting", func(c *call) *refusal {
					if c.has("Password") && c.instance.status == starting {
						return wrongStatus()
					}
					return nil
				}},
				hostNameIs(hostNames),
				{"no host name while Pending or Starting", func(c *call) *refusal {
					if c.has("HostName") && (c.instance.status == pending || c.instance.status == starting) {
						return wrongStatus()
					}
					return nil
				}},
				userDataIs(maxUserData),
				{"only what is paid as it goes is protected", func(c *call) *refusal {
					if c.isTrue("DeletionProtection") && c.instance.prepaid {
						return notProtectable()
					}
					return nil
				}},
			},
			instanceCredit(), instanceQueues(), instanceGroups(), instanceJumbo(), instanceCPU(),
		),
		do: changeInstance,
	}
}

func mistypedInstance(name string) *refusal {
	if name == "NetworkInterfaceQueueNumber" {
		return badQueueNumber()
	}
	return refuse(bad, "InvalidParameter", "The specified parameter is not valid.")
}

func notProtectable() *refusal {
	return refuse(forbidden, "InvalidChargeType.ValueNotSupported",
		"Deletion protection is only valid for postPaid instance, not for prePaid or spot instance.")
}

func noCredit() *refusal {
	return refuse(bad, "InvalidParameter.CreditSpecification", "The specified CreditSpecification is not supported in this region.")
}

func instanceCredit() []check {
	return []check{
		{"the type is burstable", func(c *call) *refusal {
			return unless(!c.has("CreditSpecification") || c.kind.burstable,
				notFound, "Credit.NotFound", "The specified credit information does not exist.")
		}},
		{"credit of a Running instance", func(c *call) *refusal {
			return unless(!c.has("CreditSpecification") || c.instance.status == running, bad, "InvalidInstanceStatus.NotRunning",
				"The current status of the resource is invalid, you can only do this operation when instance is running.")
		}},
	}
}

func instanceQueues() []check {
	const name = "NetworkInterfaceQueueNumber"
	return []check{
		{"the number of queues", func(c *call) *refusal {
			if n := c.number(name); c.has(name) && n < 1 && n != -1 {
				return badQueueNumber()
			}
			return nil
		}},
		{"queues of a Stopped instance", func(c *call) *refusal {
			return unless(!c.has(name) || c.instance.status == stopped, bad, "InvalidOperation.InvalidEcsState",
				fmt.Sprintf("Expecting status is %q while current status is %q.", stopped, c.instance.status))
		}},
		{"the queues of one interface", func(c *call) *refusal {
			if c.has(name) && c.number(name) > c.kind.queues {
				return tooManyQueues(c.kind)
			}
			return nil
		}},
		{"the queues of all interfaces", func(c *call) *refusal {
			if c.has(name) && !c.queuesFit(c.instance.primary, c.number(name)) {
				return queuesExceeded(c.kind)
			}
			return nil
		}},
	}
}

func instanceGroups() []check {
	const name = "SecurityGroupIds"
	return []check{
		{"no group twice", noneTwice(name, notFound)},
		{"the number of groups", fewGroups(name)},
		{"the groups exist", func(c *call) *refusal { return c.findGroups(c.list(name), noSuchGroup()) }},
		{"groups of one type", oneType(refuse(forbidden, "EnterpriseGroupLimited.MutliGroupType",
			"The specified instance can not join multi SecurityGroup types."))},
		{"groups in the VPC", func(c *call) *refusal {
			return unless(c.allIn(c.instance.primary.vswitch.vpc), notFound, "InvalidSecurityGroupVpc.NotBelongToOneVpc",
				"The specified SecurityGroupIds are belong to different vpc.")
		}},
		{"room in the groups", func(c *call) *refusal {
			return unless(c.roomInGroups(1, c.instance.primary), forbidden, "SecurityGroupInstanceLimitExceed",
				"The maximum number of instances in a security group is exceeded.")
		}},
	}
}

func instanceJumbo() []check {
	return []check{
		{"the type has jumbo frames", func(c *call) *refusal {
			return unless(!c.isTrue("EnableJumboFrame") || c.kind.jumbo, bad, "InvalidParam.NotSupportJumboFrame", "Not support jumbo frame.")
		}},
		{"jumbo frames of a stable instance", func(c *call) *refusal {
			return unless(!c.has("EnableJumboFrame") || c.instance.stable(), bad, "InvalidOperation.InstanceStatusNotSupport",
				"The instance status is not support modify mtu config.")
		}},
	}
}

func instanceCPU() []check {
	const core, threads, topology = "CpuOptions.Core", "CpuOptions.ThreadsPerCore", "CpuOptions.TopologyType"
	return []check{
		{"the topology", func(c *call) *refusal {
			value := c.text(topology)
			return unless(value == "" || value == "ContinuousCoreToHTMapping" || value == "DiscreteCoreToHTMapping",
				bad, "InvalidParameter.CpuOptionsTopologyType", fmt.Sprintf("The specified parameter CpuOptions.TopologyType: %s is not valid.", value))
		}},
		{"the type has the topology", func(c *call) *refusal {
			return unless(!c.has(topology) || slices.Contains(c.kind.topologies, c.text(topology)),
				bad, "InvalidInstanceType.NotSupportCpuOptionsTopologyType",
				fmt.Sprintf("The specified instance type does not support CpuOptions.TopologyType: %s.", c.text(topology)))
		}},
		{"topology of a Stopped instance", func(c *call) *refusal {
			return unless(!c.has(topology) || c.instance.status == stopped, bad, "InvalidOperation.InstanceStatusUnsupported",
				"The specified instance status does not support modification of cpu topology type.")
		}},
		{"the number of cores", func(c *call) *refusal {
			return unless(!c.has(core) || c.number(core) == c.kind.cores,
				forbidden, "InvalidParameter.CpuOptionsCore", "The specified parameter CpuOptions.Core is not valid.")
		}},
		{"the type lets threads be set", func(c *call) *refusal {
			return unless(!c.has(threads) || len(c.kind.threads) > 1, forbidden, "InvalidInstanceType.CpuOptionsThreadsPerCoreUnsupported",
				"The current instance type does not support setting or modifying the CpuOptions.ThreadsPerCore parameter.")
		}},
		{"the threads of a core", func(c *call) *refusal {
			return unless(!c.has(threads) || slices.Contains(c.kind.threads, c.number(threads)),
				forbidden, "InvalidParameter.CpuOptionsThreadsPerCore", "The specified parameter CpuOptions.ThreadsPerCore is not valid.")
		}},
		{"cores and threads of a Stopped instance", func(c *call) *refusal {
			return unless(!c.has(core) && !c.has(threads) || c.instance.status == stopped, bad, "InvalidStatus.StoppedRequired",
				"The current state of the resource does not support this operation, it can only be operated in a stopped state.")
		}},
	}
}

// changeInstance is what an accepted ModifyInstanceAttribute does.
func changeInstance(c *call) fields {
	i := c.instance
	c.set("InstanceName", &i.name)
	c.set("Description", &i.description)
	c.set("HostName", &i.waiting.hostName)
	c.set("Password", &i.waiting.password)
	c.set("UserData", &i.waiting.userData)
	c.set("CreditSpecification", &i.credit)
	c.set("CpuOptions.TopologyType", &i.topology)
	c.setFlag("DeletionProtection", &i.deletionProtection)
	c.setFlag("EnableJumboFrame", &i.jumbo)
	c.setNumber("CpuOptions.ThreadsPerCore", &i.threads)
	c.setNumber("NetworkInterfaceQueueNumber", &i.primary.queues)
	if i.primary.queues < 0 {
		i.primary.queues = 0 // the default of the type
	}
	if len(c.groups) > 0 {
		i.primary.groups = c.groups
	}
	c.setFlag("PrivateDnsNameOptions.EnableInstanceIdDnsARecord", &i.dns.idA)
	c.setFlag("PrivateDnsNameOptions.EnableInstanceIdDnsAAAARecord", &i.dns.idAAAA)
	c.setFlag("PrivateDnsNameOptions.EnableIpDnsARecord", &i.dns.ipA)
	c.setFlag("PrivateDnsNameOptions.EnableIpDnsPtrRecord", &i.dns.ipPtr)
	c.set("PrivateDnsNameOptions.HostnameType", &i.dns.hostname)
	return fields{}
}
