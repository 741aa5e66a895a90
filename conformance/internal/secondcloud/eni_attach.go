package secondcloud

import "slices"

// eniParams are those of the operations that attach and detach.
func eniParams() []param {
	return []param{need("RegionId"), need("NetworkInterfaceId"), need("InstanceId")}
}

func attachNetworkInterface() *operation {
	return &operation{
		name:   "AttachNetworkInterface",
		params: append(eniParams(), flag("WaitForNetworkConfigurationReady")),
		noRegion: func(*call) *refusal {
			return refuse(bad, "InvalidOperation.InvalidRegion", "The specified region is not valid.")
		},
		checks: slices.Concat(eniAndInstance(), []check{
			{"the interface is secondary", func(c *call) *refusal {
				return unless(!c.eni.isPrimary(), forbidden, "InvalidOperation.InvalidEniType", "The operation is not allowed in the current ENI type.")
			}},
			{"the interface is Available", func(c *call) *refusal {
				if c.eni.status == available {
					return nil
				}
				return wrongENIState(available, c.eni.status)
			}},
			{"the instance is Running or Stopped", eniInstanceIsStable},
			{"one VPC", func(c *call) *refusal {
				return unless(c.eni.vswitch.vpc == c.instance.primary.vswitch.vpc, forbidden, "InvalidOperation.VpcMismatch", eniVpcMismatch)
			}},
			{"one zone", func(c *call) *refusal {
				return unless(c.eni.vswitch.zone == c.instance.zone, forbidden, "InvalidOperation.AvailabilityZoneMismatch",
					"The VPC VSwitch of the specified ENI and ECS instance are not in the same availability zone.")
			}},
			{"room at the instance", func(c *call) *refusal {
				return unless(len(c.attached(c.instance)) < c.kind.interfaces, forbidden, "EniPerInstanceLimitExceeded",
					"The number of ENI exceeds the limit for the type of instance you are trying to launch.")
			}},
		}),
		do: func(c *call) fields {
			e := c.eni
			e.instance, e.status = c.instance, attaching
			c.after(c.delays.Attaching, func() {
				if e.status == attaching {
					e.status = inUse
				}
			})
			return fields{}
		},
	}
}

func detachNetworkInterface() *operation {
	return &operation{
		name:   "DetachNetworkInterface",
		params: eniParams(),
		noRegion: func(*call) *refusal {
			return refuse(bad, "InvalidOperation.InvalidRegion", "The specified region is not valid.")
		},
		checks: slices.Concat(eniAndInstance(), []check{
			{"the interface is secondary", func(c *call) *refusal {
				return unless(!c.eni.isPrimary(), bad, "InvalidOperation.DetachPrimaryEniNotAllowed", "Detaching primary ENI from ECS instance is not allowed.")
			}},
			{"the interface is InUse or Detaching", func(c *call) *refusal {
				if c.eni.status == inUse || c.eni.status == detaching {
					return nil
				}
				return wrongENIState("InUse or Detaching", c.eni.status)
			}},
			{"it is attached to the instance", func(c *call) *refusal {
				return unless(c.eni.instance == c.instance, bad, "InvalidParameter.EniNotBelongEcs",
					"The specified ENI is not attached to the specified instance.")
			}},
			{"the instance is Running or Stopped", eniInstanceIsStable},
		}),
		do: func(c *call) fields {
			e := c.eni
			if e.status == detaching { // it is on its way
				return fields{}
			}
			e.status = detaching
			c.after(c.delays.Detaching, func() {
				if e.status == detaching {
					e.instance, e.status = nil, available
				}
			})
			return fields{}
		},
	}
}

// eniAndInstance finds what a call attaches or detaches.
func eniAndInstance() []check {
	return []check{
		eniIDIsOne(),
		{"the interface exists", findENI(notFound)},
		{"the instance exists", func(c *call) *refusal {
			return unless(findInstance(c) == nil, notFound, "InvalidEcsId.NotFound", "The specified EcsId is not found.")
		}},
	}
}

func eniInstanceIsStable(c *call) *refusal {
	if c.instance.stable() {
		return nil
	}
	return wrongECSState()
}

func deleteNetworkInterface() *operation {
	return &operation{
		name:   "DeleteNetworkInterface",
		params: []param{need("RegionId"), need("NetworkInterfaceId")},
		checks: []check{
			eniIDIsOne(),
			{"the interface exists", findENI(forbidden)},
			{"the interface is secondary", func(c *call) *refusal {
				return unless(!c.eni.isPrimary(), forbidden, "InvalidOperation.InvalidEniType", "The operation is not allowed in the current ENI type.")
			}},
			{"the interface is Available or Deleting", func(c *call) *refusal {
				if c.eni.status == available || c.eni.status == deleting {
					return nil
				}
				return wrongENIState(available, c.eni.status)
			}},
		},
		do: func(c *call) fields {
			e := c.eni
			if e.status != deleting {
				e.status = deleting
				c.after(c.delays.InterfaceDeleting, func() { c.enis.drop(e.id) })
			}
			return fields{}
		},
	}
}
