package secondcloud

import (
	"net/netip"
	"slices"
)

func runInstances() *operation {
	return &operation{
		name: "RunInstances",
		params: append(launchParams(), text("ImageId"), text("InstanceType"), list("SecurityGroupIds"), number("Amount"), flag("UniqueSuffix"),
			number("NetworkInterfaceQueueNumber")),
		checks: slices.Concat(
			[]check{
				{"an image", func(c *call) *refusal {
					return unless(c.has("ImageId") || c.has("ImageFamily"), bad, "MissingParameter",
						"The input parameter ImageId that is mandatory for processing this request is not supplied.")
				}},
				{"a type", func(c *call) *refusal {
					return unless(c.has("InstanceType"), bad, "MissingParameter",
						"The input parameter InstanceType that is mandatory for processing this request is not supplied.")
				}},
				{"the amount", func(c *call) *refusal {
					return unless(!c.has("Amount") || c.number("Amount") >= 1 && c.number("Amount") <= 100,
						bad, "InvalidMaxAmount.Malformed", "The specified parameter MaxAmount is not valid.")
				}},
				{"one or several groups", func(c *call) *refusal {
					return unless(!c.has("SecurityGroupId") || len(c.list("SecurityGroupIds")) == 0, bad,
						"InvalidSecurityGroupId.SingleIdAndMultiIdConflict", "SecurityGroupId and SecurityGroupIds.N exclude each other.")
				}},
			},
			launchTexts(),
			launchPlace("The specified InstanceType does not exist or beyond the permitted range."),
			launchGroups(refuse(bad, "InvalidSecurityGroupId.NotFound", "The SecurityGroupId provided does not exist in our records.")),
			launchSystem(),
			[]check{
				{"room for a suffix", suffixFits},
				{"the number of queues", launchQueues},
				{"the addresses", launchAddresses},
			},
		),
		do: func(c *call) fields {
			ids := []string{}
			for n := range c.amount() {
				i := c.addInstance(n)
				ids = append(ids, i.id)
				c.after(c.delays.Pending, func() { c.start(i) })
			}
			return fields{"InstanceIdSets": fields{"InstanceIdSet": ids}}
		},
		dryRun: true,
		token:  anyToken(),
	}
}

func createInstance() *operation {
	return &operation{
		name:   "CreateInstance",
		params: append(launchParams(), text("ImageId"), need("InstanceType")),
		checks: slices.Concat(
			[]check{
				{"an image", func(c *call) *refusal {
					if c.has("ImageId") || c.has("ImageFamily") {
						return nil
					}
					return missing("ImageId")
				}},
			},
			launchTexts(),
			launchPlace("The specified InstanceType does not exist or beyond the permitted range."),
			launchGroups(noSuchGroup()),
			launchSystem(),
			[]check{{"the addresses", launchAddresses}},
		),
		do: func(c *call) fields {
			i := c.addInstance(0)
			c.after(c.delays.Pending, func() { i.status, i.fresh = stopped, false })
			return fields{"InstanceId": i.id}
		},
		dryRun: true,
		token:  anyToken(),
	}
}

// launchParams are those that RunInstances and CreateInstance have in common.
func launchParams() []param {
	return []param{
		need("RegionId"), text("ZoneId"), text("ImageFamily"), text("VSwitchId"), text("SecurityGroupId"), text("PrivateIpAddress"),
		text("InstanceName"), text("Description"), text("HostName"), text("Password"), text("UserData"), flag("DeletionProtection"),
		text("InstanceChargeType"), number("Period"), text("PeriodUnit"), text("CreditSpecification"),
		text("HttpEndpoint"), text("HttpTokens"), number("HttpPutResponseHopLimit"),
	}
}

func (c *call) amount() int { return max(1, c.number("Amount")) }

// launchTexts check what needs no resource.
func launchTexts() []check {
	return []check{
		follows("InstanceName", instanceName(), refuse(bad, "InvalidInstanceName.Malformed", `The specified parameter "InstanceName" is not valid.`)),
		follows("Description", description(), refuse(bad, "InvalidDescription.Malformed", `The specified parameter "Description" is not valid.`)),
		chargeTypeExists(),
		{"the period of a subscription", func(c *call) *refusal {
			return unless(c.text("InstanceChargeType") != "PrePaid" || c.has("Period"),
				bad, "MissingParamter", `The specified parameter "Period" is not null.`)
		}},
		{"the period", func(c *call) *refusal {
			months := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36, 48, 60}
			if c.text("PeriodUnit") == "Week" {
				months = []int{1, 2, 3, 4}
			}
			well := c.is("PeriodUnit", "Week") || c.is("PeriodUnit", "Month")
			return unless(c.text("InstanceChargeType") != "PrePaid" || well && slices.Contains(months, c.number("Period")),
				bad, "InvalidPeriod", "The specified period is not valid.")
		}},
		oneOf("HttpEndpoint", noEndpoint(), "enabled", "disabled"),
		oneOf("HttpTokens", noTokens(), "optional", "required"),
		{"the hop limit", hopLimit},
	}
}

// launchPlace checks image, type, zone and vSwitch.
func launchPlace(noType string) []check {
	return []check{
		{"the image exists", findLaunchImage},
		{"the image can be used", func(c *call) *refusal {
			return unless(c.image.status == available || c.image.status == deprecated, forbidden, "OperationDenied.ImageNotValid",
				"The specified image is not available, please check the status of the image.")
		}},
		{"the type exists", func(c *call) *refusal {
			kind, known := c.stock.typeOf(c.text("InstanceType"))
			c.kind = kind
			return unless(known, bad, "InvalidInstanceType.ValueNotSupported", noType)
		}},
		{"the zone exists", func(c *call) *refusal {
			region, _ := c.stock.find(c.region)
			return unless(!c.has("ZoneId") || slices.Contains(region.zones, c.text("ZoneId")),
				notFound, "InvalidZoneId.NotFound", "The specified zoneId does not exist.")
		}},
		{"a vSwitch", func(c *call) *refusal {
			if c.has("VSwitchId") {
				return nil
			}
			return missing("VSwitchId")
		}},
		{"the vSwitch exists", findVSwitch(refuse(notFound, "InvalidVSwitchId.NotFound", "Specified virtual switch does not exist."))},
		{"the vSwitch is in the zone", func(c *call) *refusal {
			return unless(!c.has("ZoneId") || c.text("ZoneId") == c.vswitch.zone,
				bad, "InvalidParameter.Mismatch", "Specified virtual switch is not in the specified zone.")
		}},
		{"the vSwitch is Available", func(c *call) *refusal {
			return unless(c.vswitch.status == available, bad, "IncorrectVSwitchStatus",
				"The current status of virtual switch does not support this operation.")
		}},
		{"the zone has the type", func(c *call) *refusal {
			return unless(slices.Contains(c.stock.typesIn(c.vswitch.zone), c.kind.id),
				forbidden, "InvalidInstanceType.ZoneNotSupported", "The specified zone does not support this instancetype.")
		}},
	}
}

// findLaunchImage finds the image that is named, or the newest Available one of the family.
func findLaunchImage(c *call) *refusal {
	if c.has("ImageId") && c.has("ImageFamily") {
		return refuse(bad, "InvalidParameter.Conflict", "ImageId and ImageFamily exclude each other.")
	}
	if c.has("ImageId") {
		return findImage(c)
	}
	all := c.images.newest(func(i *image) bool {
		return i.region == c.region && i.family == c.text("ImageFamily") && i.status == available
	})
	if len(all) == 0 {
		return refuse(forbidden, "InvalidImageFamily.MissingAvailableImage", "There is no available image related to the specified image family.")
	}
	c.image = all[0]
	return nil
}

// launchGroups finds the security groups and checks that they fit.
func launchGroups(noGroup *refusal) []check {
	return []check{
		{"a group", func(c *call) *refusal {
			if c.has("SecurityGroupId") || len(c.list("SecurityGroupIds")) > 0 {
				return nil
			}
			return missing("SecurityGroupId")
		}},
		{"no group twice", noneTwice("SecurityGroupIds", bad)},
		{"the number of groups", fewGroups("SecurityGroupIds")},
		{"the groups exist", func(c *call) *refusal {
			ids := c.list("SecurityGroupIds")
			if c.has("SecurityGroupId") {
				ids = []string{c.text("SecurityGroupId")}
			}
			return c.findGroups(ids, noGroup)
		}},
		{"groups of one type", oneType(refuse(forbidden, "EnterpriseGroupLimited.MutliGroupType",
			"The specified instance can not join multi SecurityGroup types."))},
		{"groups and vSwitch in one VPC", func(c *call) *refusal {
			return unless(c.allIn(c.vswitch.vpc), bad, "InvalidParameter.Mismatch", "Specified security group and virtual switch are not in the same VPC.")
		}},
		{"room in the groups", func(c *call) *refusal {
			return unless(c.roomInGroups(c.amount(), nil), forbidden, "SecurityGroupInstanceLimitExceed",
				"The maximum number of instances in a security group is exceeded.")
		}},
	}
}

// launchSystem checks what depends on the image and the type.
func launchSystem() []check {
	return []check{
		hostNameIs(hostNames),
		passwordIs(password()),
		userDataIs(maxUserData),
		{"the credit specification", func(c *call) *refusal {
			value := c.text("CreditSpecification")
			return unless(value == "" || c.kind.burstable && (value == "Standard" || value == "Unlimited"),
				bad, "InvalidParameter.CreditSpecification", "The specified CreditSpecification is not supported in this region.")
		}},
		{"tokens can be enforced", tokensCanBeEnforced},
		{"only what is paid as it goes is protected", func(c *call) *refusal {
			if c.isTrue("DeletionProtection") && c.text("InstanceChargeType") == "PrePaid" {
				return notProtectable()
			}
			return nil
		}},
	}
}

// suffixFits checks that names leave room for the three digits of a unique suffix.
func suffixFits(c *call) *refusal {
	if !c.isTrue("UniqueSuffix") {
		return nil
	}
	if c.has("InstanceName") && !instanceName().allows(c.text("InstanceName")+"001") {
		return refuse(forbidden, "InvalidParams.InstanceNameExceed", "The uniqueSuffix takes three naming places, please shorten your InstanceName.")
	}
	if c.has("HostName") && !hostNames(c.image.system).allows(c.text("HostName")+"001") {
		return refuse(forbidden, "InvalidParams.HostnameExceed", "The uniqueSuffix takes three naming places, please shorten your Hostname.")
	}
	return nil
}

func launchQueues(c *call) *refusal {
	if !c.has("NetworkInterfaceQueueNumber") {
		return nil
	}
	switch n := c.number("NetworkInterfaceQueueNumber"); {
	case n < 1:
		return badQueueNumber()
	case n > c.kind.queues:
		return tooManyQueues(c.kind)
	}
	return nil
}

// launchAddresses checks that the address asked for, and those that follow it for
// further instances, can be given; or that the vSwitch has enough.
func launchAddresses(c *call) *refusal {
	if !c.has("PrivateIpAddress") {
		return unless(c.free(c.vswitch) >= c.amount(), bad, "QuotaExceeded.PrivateIpAddress", "Don't have enough private IPs in this switch")
	}
	address, err := netip.ParseAddr(c.text("PrivateIpAddress"))
	if err != nil || !address.Is4() {
		return refuse(bad, "InvalidPrivateIpAddress.Malformed", "Specified private IP address is malformed.")
	}
	taken := c.taken(c.vswitch)
	for range c.amount() {
		if !usable(c.vswitch.block, address) {
			return refuse(bad, "InvalidPrivateIpAddress", "Specified private IP address is not in the CIDR block of virtual switch.")
		}
		if taken[address] {
			return refuse(bad, "InvalidPrivateIpAddress.Duplicated", "Specified private IP address is duplicated.")
		}
		address = address.Next()
	}
	return nil
}
