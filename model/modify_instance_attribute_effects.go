package model

// attributeEffects are the changes of ModifyInstanceAttribute, one for each
// parameter. The page says of Password and HostName that they wait for a
// restart, and of none of the others.
func attributeEffects() []Effect {
	closed := closedParameter()
	return []Effect{
		changesText("InstanceName", "DescribeInstances.InstanceName", func(i *Instance, v string) { i.InstanceName = v }),
		changesText("Description", "DescribeInstances.Description", func(i *Instance, v string) { i.Description = v }),
		changesText("UserData", "DescribeUserData.UserData", func(i *Instance, v string) { i.UserData = v }).
			known(Inferred("the page says when the data is available inside the instance; the stored value is shown at once")),
		changesFlag("Recyclable", "DescribeInstances.Recyclable", func(i *Instance, v bool) { i.Recyclable = v }).known(closed),
		changesText("CreditSpecification", "DescribeInstances.CreditSpecification", func(i *Instance, v string) { i.CreditSpecification = v }),
		changesFlag("DeletionProtection", "DescribeInstances.DeletionProtection", func(i *Instance, v bool) { i.DeletionProtection = v }),
		{Name: "NetworkInterfaceQueueNumber", When: both(given("NetworkInterfaceQueueNumber"), hasPrimaryEni),
			Do: setPrimaryQueues, SeenBy: "DescribeNetworkInterfaces.QueueNumber"},
		{Name: "SecurityGroupIds", When: groupsGiven, Do: moveToGroups, SeenBy: "DescribeInstances.SecurityGroupIds"},
		changesText("RemoteConnectionOptions.Password", NotSeen, func(i *Instance, v string) { i.Hidden.RemotePassword = v }).known(closed),
		changesText("RemoteConnectionOptions.Type", NotSeen, func(i *Instance, v string) { i.Hidden.RemoteConnection = v }).known(closed),
		changesFlag("EnableJumboFrame", "DescribeInstanceAttribute.EnableJumboFrame", func(i *Instance, v bool) { i.EnableJumboFrame = v }),

		// The only legal number of cores is the one that the instance has.
		changesNumber("CpuOptions.Core", NotSeen, func(i *Instance, v int) { i.CoreCount = v }),
		changesNumber("CpuOptions.ThreadsPerCore", "DescribeInstances.CpuOptions.ThreadsPerCore", func(i *Instance, v int) { i.ThreadsPerCore = v }),
		changesText("CpuOptions.TopologyType", "DescribeInstances.CpuOptions.TopologyType", func(i *Instance, v string) { i.TopologyType = v }),
		changesText("CpuOptions.NestedVirtualization", NotSeen, func(i *Instance, v string) { i.NestedVirtualization = v }).known(closed),
		changesFlag("PrivateDnsNameOptions.EnableInstanceIdDnsARecord", "DescribeInstances.PrivateDnsNameOptions.EnableInstanceIdDnsARecord",
			func(i *Instance, v bool) { i.PrivateDnsName.EnableInstanceIdDnsARecord = v }).withDefault(),
		changesFlag("PrivateDnsNameOptions.EnableInstanceIdDnsAAAARecord", "DescribeInstances.PrivateDnsNameOptions.EnableInstanceIdDnsAAAARecord",
			func(i *Instance, v bool) { i.PrivateDnsName.EnableInstanceIdDnsAAAARecord = v }).withDefault(),
		changesFlag("PrivateDnsNameOptions.EnableIpDnsARecord", "DescribeInstances.PrivateDnsNameOptions.EnableIpDnsARecord",
			func(i *Instance, v bool) { i.PrivateDnsName.EnableIpDnsARecord = v }).withDefault(),
		changesFlag("PrivateDnsNameOptions.EnableIpDnsPtrRecord", "DescribeInstances.PrivateDnsNameOptions.EnableIpDnsPtrRecord",
			func(i *Instance, v bool) { i.PrivateDnsName.EnableIpDnsPtrRecord = v }).withDefault(),
		changesText("PrivateDnsNameOptions.HostnameType", "DescribeInstances.PrivateDnsNameOptions.HostnameType",
			func(i *Instance, v string) { i.PrivateDnsName.HostnameType = v }).withDefault(),
		changesFlag("EnableNetworkEncryption", NotSeen, func(i *Instance, v bool) { i.NetworkEncryption = v }).known(closed),

		changesText("AdditionalInfo.PvdConfig", NotSeen, func(i *Instance, v string) { i.Hidden.PvdConfig = v }).known(closed),
		changesFlag("AdditionalInfo.EnableHighDensityMode", "DescribeInstances.HighDensityMode", func(i *Instance, v bool) { i.HighDensityMode = v }).
			known(Observed("terraform-provider-alicloud reads it back (DISK_HIGH_DENSITY_MODE, 2026-08)")),
		changesFlag("ImageOptions.CurrentOSNVMeSupported", NotSeen, func(i *Instance, v bool) { i.Hidden.OSNVMeSupported = v }).known(closed),
		changesText("OSNameEn", NotSeen, func(i *Instance, v string) { i.Hidden.OSNameEn = v }).known(closed),
		changesText("CpuOptions.TurboMode", NotSeen, func(i *Instance, v string) { i.Hidden.TurboMode = v }).known(closed),
		changesFlag("EnableNVS", NotSeen, func(i *Instance, v bool) { i.Hidden.NVS = v }).known(closed),
		changesFlag("CpuOptions.EnableVISST", NotSeen, func(i *Instance, v bool) { i.Hidden.VISST = v }).known(closed),
		changesFlag("CpuOptions.EnableVRDT", NotSeen, func(i *Instance, v bool) { i.Hidden.VRDT = v }).known(closed),
		changesText("GpuOptions.ConfidentialComputing", NotSeen, func(i *Instance, v string) { i.Hidden.ConfidentialComputing = v }).known(closed),

		{Name: "Password-at-restart", When: given("Password"), Do: pendPassword, SeenBy: NotSeen},

		// What may or may not happen comes last: the world without it has all
		// that stands before it.
		{Name: "HostName-at-restart", When: given("HostName"), Maybe: instanceIs(Pending, Starting), Do: pendHostName,
			SeenBy: "DescribeInstances.HostName"},
		{Name: "HostName-at-this-restart", When: both(given("HostName"), restarting), Maybe: restarting, Do: pendForThisRestart, SeenBy: NotSeen,
			Basis: Inferred("the page warns that a host name set in Pending or Starting may not take effect; whether a restart under way picks it up nobody says")},
	}
}

// closedParameter is how the effect of a parameter is known of which the page
// says only that it is not public.
func closedParameter() Basis {
	return Inferred("the parameter is by invitation only or not public; that it sets what its name says follows from the name")
}

// keptOverDefault is how it is known that a call leaves alone what it does not
// name, of parameters with a default on the page.
func keptOverDefault() Basis {
	return Inferred("the page names a default, and not whether a call without the parameter restores it; the default of NetworkInterfaceName is empty, " +
		"and no call can be meant to erase the name, so that the defaults of these pages are those of a new resource")
}

// withDefault returns the effect of a parameter with a default on the page.
func (e Effect) withDefault() Effect { e.Kept = keptOverDefault(); return e }

// changesText is the effect of a text parameter on the instance.
func changesText(param, seen string, change func(*Instance, string)) Effect {
	return Effect{Name: param, When: given(param), SeenBy: seen, Do: func(r *Request) {
		r.setInstance(func(i *Instance) { change(i, r.str(param)) })
	}}
}

// changesFlag is the effect of a Boolean parameter on the instance.
func changesFlag(param, seen string, change func(*Instance, bool)) Effect {
	return Effect{Name: param, When: given(param), SeenBy: seen, Do: func(r *Request) {
		r.setInstance(func(i *Instance) { change(i, r.isTrue(param)) })
	}}
}

// changesNumber is the effect of an integer parameter on the instance.
func changesNumber(param, seen string, change func(*Instance, int)) Effect {
	return Effect{Name: param, When: given(param), SeenBy: seen, Do: func(r *Request) {
		n, _ := r.integer(param)
		r.setInstance(func(i *Instance) { change(i, n) })
	}}
}

// known returns the effect with its basis.
func (e Effect) known(b Basis) Effect { e.Basis = b; return e }

func pendPassword(r *Request) {
	r.setInstance(func(i *Instance) { i.Hidden.AtRestart.Password = r.str("Password") })
}

// restarting says that a start or restart is under way.
func restarting(r *Request) bool {
	return instanceIs(Pending, Starting)(r) || instanceOf(r).Hidden.Rebooting
}

// pendHostName keeps the host name for the next restart; while one is under
// way, for the one after it. The world in which it is lost, since the instance
// was Pending or Starting, is the one without this effect.
func pendHostName(r *Request) {
	misses := restarting(r)
	r.setInstance(func(i *Instance) {
		i.Hidden.AtRestart.HostName, i.Hidden.AtRestart.HostNameMisses = r.str("HostName"), misses
	})
}

// pendForThisRestart lets the restart that is under way pick the host name up.
func pendForThisRestart(r *Request) {
	r.setInstance(func(i *Instance) { i.Hidden.AtRestart.HostNameMisses = false })
}
