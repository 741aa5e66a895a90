package secondcloud

func startInstance() *operation {
	return &operation{
		name:   "StartInstance",
		params: []param{need("InstanceId"), flag("InitLocalDisk")},
		checks: []check{
			{"the instance exists", findInstance},
			{"the instance has been created", func(c *call) *refusal {
				return unless(c.instance.status != pending, forbidden, "InstanceNotReady", "The specified instance is not ready for use.")
			}},
			{"the instance is Stopped", instanceIs(stopped)},
		},
		do: func(c *call) fields {
			c.start(c.instance)
			return fields{}
		},
		dryRun: true,
	}
}

func stopInstance() *operation {
	return &operation{
		name:   "StopInstance",
		params: []param{need("InstanceId"), flag("ForceStop"), flag("ConfirmStop"), flag("Hibernate"), text("StoppedMode")},
		checks: []check{
			oneOf("StoppedMode", invalid("StoppedMode"), "KeepCharging", "StopCharging", "Not-applicable"),
			{"the instance exists", findInstance},
			{"the instance is Running", instanceIs(running)},
			{"the instance can hibernate", func(c *call) *refusal {
				return unless(!c.isTrue("Hibernate"), forbidden, "HibernationConfigured.NotEnabled",
					"The instance hibernation configured option is not enabled.")
			}},
		},
		do: func(c *call) fields {
			i, mode := c.instance, "KeepCharging"
			if c.text("StoppedMode") == "StopCharging" && !i.prepaid {
				mode = "StopCharging"
			}
			c.stop(i, func() { i.status, i.stoppedMode = stopped, mode })
			return fields{}
		},
		dryRun: true,
	}
}

func rebootInstance() *operation {
	return &operation{
		name:   "RebootInstance",
		params: []param{need("InstanceId"), flag("ForceStop")},
		checks: []check{
			{"the instance exists", findInstance},
			{"the instance is Running", instanceIs(running)},
		},
		do: func(c *call) fields {
			i := c.instance
			c.stop(i, func() { c.start(i) })
			return fields{}
		},
		dryRun: true,
	}
}

func deleteInstance() *operation {
	return &operation{
		name:   "DeleteInstance",
		params: []param{need("InstanceId"), flag("Force"), flag("ForceStop"), flag("TerminateSubscription")},
		checks: []check{
			{"the instance exists", findInstance},
			{"the instance is not protected", func(c *call) *refusal {
				return unless(!c.instance.deletionProtection,
					forbidden, "InvalidOperation.DeletionProtection", "The operation is not allowed due to deletion protection.")
			}},
			{"a subscription has expired", func(c *call) *refusal {
				return unless(!c.instance.prepaid || c.isTrue("TerminateSubscription") && c.now.After(c.instance.expires),
					forbidden, "ChargeTypeViolation", "The operation is not permitted due to charge type of the instance.")
			}},
			{"the instance has been created", func(c *call) *refusal {
				return unless(!c.instance.fresh, forbidden, "IncorrectInstanceStatus.Initializing",
					"The specified instance status does not support this operation.")
			}},
			{"the instance is Stopped, or Running and forced", func(c *call) *refusal {
				if c.instance.status == stopped || c.instance.status == running && c.isTrue("Force") {
					return nil
				}
				return wrongStatus()
			}},
		},
		do: func(c *call) fields {
			c.release(c.instance)
			return fields{}
		},
		dryRun: true,
	}
}

// instanceIs refuses an instance that is in another status.
func instanceIs(status string) func(*call) *refusal {
	return func(c *call) *refusal {
		if c.instance.status == status {
			return nil
		}
		return wrongStatus()
	}
}
