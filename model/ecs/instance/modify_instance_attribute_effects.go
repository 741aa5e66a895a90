package instance

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// attributeEffects are the changes of ModifyInstanceAttribute, one for each
// parameter. The page says of Password and HostName that they wait for a
// restart, and of none of the others.
func attributeEffects() []model.Effect {
	closed := ecs.ClosedParameter()
	return []model.Effect{
		changesText("InstanceName", "DescribeInstances.InstanceName", func(i *ecs.Instance, v string) { i.InstanceName = v }),
		changesText("Description", "DescribeInstances.Description", func(i *ecs.Instance, v string) { i.Description = v }),
		known(changesText("UserData", "DescribeUserData.UserData", func(i *ecs.Instance, v string) { i.UserData = v }),
			model.Inferred("the page says when the data is available inside the instance; the stored value is shown at once")),
		known(changesFlag("Recyclable", "DescribeInstances.Recyclable", func(i *ecs.Instance, v bool) { i.Recyclable = v }), closed),
		shown(changesText("CreditSpecification", "DescribeInstances.CreditSpecification", func(i *ecs.Instance, v string) { i.CreditSpecification = v })),
		changesFlag("DeletionProtection", "DescribeInstances.DeletionProtection", func(i *ecs.Instance, v bool) { i.DeletionProtection = v }),
		{Name: "NetworkInterfaceQueueNumber", When: model.Both(model.Given("NetworkInterfaceQueueNumber"), hasPrimaryEni),
			Do: setPrimaryQueues, SeenBy: "DescribeNetworkInterfaces.QueueNumber", Timing: shownAtOnce()},
		{Name: "SecurityGroupIds", When: groupsGiven, Do: moveToGroups, SeenBy: "DescribeInstances.SecurityGroupIds"},
		known(changesText("RemoteConnectionOptions.Password", model.NotSeen, func(i *ecs.Instance, v string) { i.Hidden.RemotePassword = v }), closed),
		known(changesText("RemoteConnectionOptions.Type", model.NotSeen, func(i *ecs.Instance, v string) { i.Hidden.RemoteConnection = v }), closed),
		shown(changesFlag("EnableJumboFrame", "DescribeInstanceAttribute.EnableJumboFrame", func(i *ecs.Instance, v bool) { i.EnableJumboFrame = v })),

		// The only legal number of cores is the one that the instance has.
		changesNumber("CpuOptions.Core", model.NotSeen, func(i *ecs.Instance, v int) { i.CoreCount = v }),
		shown(changesNumber("CpuOptions.ThreadsPerCore", "DescribeInstances.CpuOptions.ThreadsPerCore", func(i *ecs.Instance, v int) { i.ThreadsPerCore = v })),
		shown(changesText("CpuOptions.TopologyType", "DescribeInstances.CpuOptions.TopologyType", func(i *ecs.Instance, v string) { i.TopologyType = v })),
		known(changesText("CpuOptions.NestedVirtualization", model.NotSeen, func(i *ecs.Instance, v string) { i.NestedVirtualization = v }), closed),
		withDefault(changesFlag("PrivateDnsNameOptions.EnableInstanceIdDnsARecord", "DescribeInstances.PrivateDnsNameOptions.EnableInstanceIdDnsARecord",
			func(i *ecs.Instance, v bool) { i.PrivateDnsName.EnableInstanceIdDnsARecord = v })),
		withDefault(changesFlag("PrivateDnsNameOptions.EnableInstanceIdDnsAAAARecord", "DescribeInstances.PrivateDnsNameOptions.EnableInstanceIdDnsAAAARecord",
			func(i *ecs.Instance, v bool) { i.PrivateDnsName.EnableInstanceIdDnsAAAARecord = v })),
		withDefault(changesFlag("PrivateDnsNameOptions.EnableIpDnsARecord", "DescribeInstances.PrivateDnsNameOptions.EnableIpDnsARecord",
			func(i *ecs.Instance, v bool) { i.PrivateDnsName.EnableIpDnsARecord = v })),
		withDefault(changesFlag("PrivateDnsNameOptions.EnableIpDnsPtrRecord", "DescribeInstances.PrivateDnsNameOptions.EnableIpDnsPtrRecord",
			func(i *ecs.Instance, v bool) { i.PrivateDnsName.EnableIpDnsPtrRecord = v })),
		withDefault(changesText("PrivateDnsNameOptions.HostnameType", "DescribeInstances.PrivateDnsNameOptions.HostnameType",
			func(i *ecs.Instance, v string) { i.PrivateDnsName.HostnameType = v })),
		known(changesFlag("EnableNetworkEncryption", model.NotSeen, func(i *ecs.Instance, v bool) { i.NetworkEncryption = v }), closed),

		known(changesText("AdditionalInfo.PvdConfig", model.NotSeen, func(i *ecs.Instance, v string) { i.Hidden.PvdConfig = v }), closed),
		known(changesFlag("AdditionalInfo.EnableHighDensityMode", "DescribeInstances.HighDensityMode", func(i *ecs.Instance, v bool) { i.HighDensityMode = v }),
			model.Observed("terraform-provider-alicloud reads it back (DISK_HIGH_DENSITY_MODE, 2026-08)")),
		known(changesFlag("ImageOptions.CurrentOSNVMeSupported", model.NotSeen, func(i *ecs.Instance, v bool) { i.Hidden.OSNVMeSupported = v }), closed),
		known(changesText("OSNameEn", model.NotSeen, func(i *ecs.Instance, v string) { i.Hidden.OSNameEn = v }), closed),
		known(changesText("CpuOptions.TurboMode", model.NotSeen, func(i *ecs.Instance, v string) { i.Hidden.TurboMode = v }), closed),
		known(changesFlag("EnableNVS", model.NotSeen, func(i *ecs.Instance, v bool) { i.Hidden.NVS = v }), closed),
		known(changesFlag("CpuOptions.EnableVISST", model.NotSeen, func(i *ecs.Instance, v bool) { i.Hidden.VISST = v }), closed),
		known(changesFlag("CpuOptions.EnableVRDT", model.NotSeen, func(i *ecs.Instance, v bool) { i.Hidden.VRDT = v }), closed),
		known(changesText("GpuOptions.ConfidentialComputing", model.NotSeen, func(i *ecs.Instance, v string) { i.Hidden.ConfidentialComputing = v }), closed),

		{Name: "Password-at-restart", When: model.Given("Password"), Do: pendPassword, SeenBy: model.NotSeen},

		// An effect that may or may not happen comes last: the world without it
		// has all effects before it.
		{Name: "HostName-at-restart", When: model.Given("HostName"), Maybe: ecs.InstanceIs(ecs.Pending, ecs.Starting), Do: pendHostName,
			SeenBy: "DescribeInstances.HostName",
			Timing: model.Inferred("the page says when the name takes effect; that the old one is shown until then follows from it")},
		{Name: "HostName-at-this-restart", When: model.Both(model.Given("HostName"), restarting), Maybe: restarting, Do: pendForThisRestart, SeenBy: model.NotSeen,
			Basis: model.Inferred("the page warns that a host name set in Pending or Starting may not take effect; whether a restart under way picks it up nobody says")},
	}
}

// withDefault returns the effect of a parameter with a default on the page.
func withDefault(e model.Effect) model.Effect { e.Kept = ecs.KeptOverDefault(); return e }

// changesText is the effect of a text parameter on the instance.
func changesText(param, seen string, change func(*ecs.Instance, string)) model.Effect {
	return model.Effect{Name: param, When: model.Given(param), SeenBy: seen, Do: func(r *model.Request) {
		ecs.SetInstance(r, func(i *ecs.Instance) { change(i, r.Text(param)) })
	}}
}

// changesFlag is the effect of a Boolean parameter on the instance.
func changesFlag(param, seen string, change func(*ecs.Instance, bool)) model.Effect {
	return model.Effect{Name: param, When: model.Given(param), SeenBy: seen, Do: func(r *model.Request) {
		ecs.SetInstance(r, func(i *ecs.Instance) { change(i, r.IsTrue(param)) })
	}}
}

// changesNumber is the effect of an integer parameter on the instance.
func changesNumber(param, seen string, change func(*ecs.Instance, int)) model.Effect {
	return model.Effect{Name: param, When: model.Given(param), SeenBy: seen, Do: func(r *model.Request) {
		n, _ := r.Integer(param)
		ecs.SetInstance(r, func(i *ecs.Instance) { change(i, n) })
	}}
}

// shown returns an effect that is shown at once.
func shown(e model.Effect) model.Effect { e.Timing = shownAtOnce(); return e }

// shownAtOnce is how it is known that a setting is shown before the instance is
// started again.
func shownAtOnce() model.Basis {
	return model.Inferred("the page names no time, and a setting of the machine may as well be shown once the instance is started again")
}

// known returns the effect with its basis.
func known(e model.Effect, b model.Basis) model.Effect { e.Basis = b; return e }

func pendPassword(r *model.Request) {
	ecs.SetInstance(r, func(i *ecs.Instance) { i.Hidden.AtRestart.Password = r.Text("Password") })
}

// restarting says that a start or restart is under way.
func restarting(r *model.Request) bool {
	return ecs.InstanceIs(ecs.Pending, ecs.Starting)(r) || ecs.InstanceOf(r).Hidden.Rebooting
}

// pendHostName keeps the host name for the next restart; during a restart, for
// the one after it, beside the name that the present one applies. The world in
// which the name is lost, because the instance was Pending or Starting, is the
// one without this effect.
func pendHostName(r *model.Request) {
	later := restarting(r)
	ecs.SetInstance(r, func(i *ecs.Instance) {
		if later {
			i.Hidden.AtRestart.NextHostName = r.Text("HostName")
			return
		}
		i.Hidden.AtRestart.HostName, i.Hidden.AtRestart.NextHostName = r.Text("HostName"), ""
	})
}

// pendForThisRestart makes the present restart apply the host name.
func pendForThisRestart(r *model.Request) {
	ecs.SetInstance(r, func(i *ecs.Instance) {
		i.Hidden.AtRestart.HostName, i.Hidden.AtRestart.NextHostName = r.Text("HostName"), ""
	})
}
