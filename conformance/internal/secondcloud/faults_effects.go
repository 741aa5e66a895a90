package secondcloud

// effectFaults lose what a call has done when something else happens.
func effectFaults() []Fault {
	return []Fault{
		{
			Name: "unprotected-by-reboot", Wrong: "DeletionProtection is shown, and no longer holds, after a reboot", Calls: 3,
			Breaks:   "DeleteInstance, row 403 InvalidOperation.DeletionProtection",
			Findings: []string{"DeleteInstance/InvalidOperation.DeletionProtection*"},
			plant:    unprotectedByReboot,
		},
		{
			Name: "host-name-returns", Wrong: "the host name from before a reboot returns with the next start", Calls: 5,
			Breaks:   "ModifyInstanceAttribute, HostName: takes effect after a restart, for good",
			Findings: []string{"*/HostName*"},
			plant:    hostNameReturns,
		},
		{
			Name: "threads-until-the-second-start", Wrong: "a number of threads is back to its default after the second start", Calls: 5,
			Breaks:   "ModifyInstanceAttribute, CpuOptions.ThreadsPerCore",
			Findings: []string{"*/ThreadsPerCore*", "*/CpuOptions*", "*/Cpu", "*/Cores*", "*/Threads*"},
			plant:    threadsUntilTheSecondStart,
		},
		{
			Name: "queues-lost-by-detach", Wrong: "a detached interface forgets the number of queues that it was changed to", Calls: 5,
			Breaks:   "ModifyNetworkInterfaceAttribute, QueueNumber; DescribeNetworkInterfaceAttribute: changed, the new value",
			Findings: []string{"*/QueueNumber*"},
			plant:    queuesLostByDetach,
		},
		{
			Name: "queues-lost-by-start", Wrong: "a start of the instance resets queues that were changed while the interface was attached", Calls: 5,
			Breaks:   "ModifyNetworkInterfaceAttribute, QueueNumber: takes effect with the next start",
			Findings: []string{"*/QueueNumber*"},
			plant:    queuesLostByStart,
		},
		{
			Name: "check-lost-by-detach", Wrong: "a SourceDestCheck that was set while attached is gone after detaching", Calls: 5,
			Breaks:   "ModifyNetworkInterfaceAttribute, SourceDestCheck",
			Findings: []string{"*/SourceDestCheck*"},
			plant:    checkLostByDetach,
		},
		{
			Name: "kept-card-is-deleted", Wrong: "DeleteOnRelease=false that was set while attached is shown, and does not hold", Calls: 5,
			Breaks:   "ModifyNetworkInterfaceAttribute, DeleteOnRelease: false, the ENI is retained",
			Findings: []string{"DeleteInstance/*", "ModifyNetworkInterfaceAttribute/DeleteOnRelease*", "*/DeleteOnRelease*"},
			plant:    keptCardIsDeleted,
		},
	}
}

func unprotectedByReboot(c *Cloud) error {
	rebooted := map[*instance]bool{}
	return plan(
		then("RebootInstance", func(c *call) { rebooted[c.instance] = true }),
		unlessCall("DeleteInstance", "the instance is not protected", func(c *call) bool { return rebooted[c.instance] }),
	)(c)
}

func hostNameReturns(c *Cloud) error {
	old := map[*instance]string{}
	return plan(
		before("RebootInstance", func(c *call) {
			if c.instance.waiting.hostName != "" {
				old[c.instance] = c.instance.hostName
			}
		}),
		then("StartInstance", func(c *call) {
			if name, returns := old[c.instance]; returns {
				c.instance.hostName = name
				delete(old, c.instance)
			}
		}),
	)(c)
}

func threadsUntilTheSecondStart(c *Cloud) error {
	starts := map[*instance]int{}
	return then("StartInstance", func(c *call) {
		i := c.instance
		if i.threads != i.kind.defaultThreads() {
			starts[i]++
		}
		if starts[i] == 2 {
			i.threads, starts[i] = i.kind.defaultThreads(), 0
		}
	})(c)
}

func queuesLostByDetach(c *Cloud) error {
	set := map[*eni]bool{}
	return plan(
		then("ModifyNetworkInterfaceAttribute", func(c *call) { set[c.eni] = set[c.eni] || c.has("QueueNumber") }),
		before("DetachNetworkInterface", func(c *call) {
			if set[c.eni] {
				c.eni.queues = 0
			}
		}),
	)(c)
}

func queuesLostByStart(c *Cloud) error {
	set := map[*eni]bool{}
	return plan(
		then("ModifyNetworkInterfaceAttribute", func(c *call) {
			set[c.eni] = set[c.eni] || c.has("QueueNumber") && c.eni.instance != nil
		}),
		then("StartInstance", func(c *call) {
			for _, e := range c.attached(c.instance) {
				if set[e] {
					e.queues = 0
				}
			}
		}),
	)(c)
}

func checkLostByDetach(c *Cloud) error {
	set := map[*eni]bool{}
	return plan(
		then("ModifyNetworkInterfaceAttribute", func(c *call) {
			set[c.eni] = set[c.eni] || c.has("SourceDestCheck") && c.eni.instance != nil
		}),
		before("DetachNetworkInterface", func(c *call) { c.eni.sourceCheck = c.eni.sourceCheck && !set[c.eni] }),
	)(c)
}

func keptCardIsDeleted(c *Cloud) error {
	doomed := map[*eni]bool{}
	return plan(
		then("ModifyNetworkInterfaceAttribute", func(c *call) {
			if c.has("DeleteOnRelease") && c.eni.instance != nil {
				doomed[c.eni] = !c.isTrue("DeleteOnRelease")
			}
		}),
		before("DeleteInstance", func(c *call) {
			for _, e := range c.attached(c.instance) {
				e.deleteOnRelease = e.deleteOnRelease || doomed[e]
			}
		}),
	)(c)
}
