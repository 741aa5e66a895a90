package modify

import (
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/ecs/instance/attribute"
)

// attributeEffects are the changes of ModifyInstanceAttribute, one for each
// parameter. The page says of Password and HostName that they wait for a
// restart, and of none of the others.
func attributeEffects() []model.Effect {
	closed := ecs.ClosedParameter()
	return []model.Effect{
		attribute.Timed(attribute.ChangesText("InstanceName", "DescribeInstances.InstanceName", func(i *ecs.Instance, v string) { i.InstanceName = v }),
			model.Observed("alibaba/terraform-provider issue 457 (2018): the name at once, the host name after a restart")),
		attribute.Shown(attribute.ChangesText("Description", "DescribeInstances.Description", func(i *ecs.Instance, v string) { i.Description = v })),
		attribute.Known(attribute.ChangesText("UserData", "DescribeUserData.UserData", func(i *ecs.Instance, v string) { i.UserData = v }),
			model.Inferred("the page says when the data is available inside the instance; the stored value is shown at once")),
		attribute.Known(attribute.ChangesFlag("Recyclable", "DescribeInstances.Recyclable", func(i *ecs.Instance, v bool) { i.Recyclable = v }), closed),
		attribute.Shown(attribute.ChangesText("CreditSpecification", "DescribeInstances.CreditSpecification", func(i *ecs.Instance, v string) { i.CreditSpecification = v })),
		attribute.Shown(attribute.ChangesFlag("DeletionProtection", "DescribeInstances.DeletionProtection", func(i *ecs.Instance, v bool) { i.DeletionProtection = v })),
		{Name: "NetworkInterfaceQueueNumber", When: model.Both(model.Given("NetworkInterfaceQueueNumber"), hasPrimaryEni),
			Do: setPrimaryQueues, SeenBy: "DescribeNetworkInterfaces.QueueNumber", Timing: attribute.ShownAtOnce()},
		{Name: "SecurityGroupIds", When: groupsGiven, Do: moveToGroups, SeenBy: "DescribeInstances.SecurityGroupIds",
			Timing: model.Inferred("the page says that the change takes effect after a short delay, and not whether the old groups are shown until then")},
		attribute.Known(attribute.ChangesText("RemoteConnectionOptions.Password", model.NotSeen, func(i *ecs.Instance, v string) { i.Hidden.RemotePassword = v }), closed),
		attribute.Known(attribute.ChangesText("RemoteConnectionOptions.Type", model.NotSeen, func(i *ecs.Instance, v string) { i.Hidden.RemoteConnection = v }), closed),
		attribute.Shown(attribute.ChangesFlag("EnableJumboFrame", "DescribeInstanceAttribute.EnableJumboFrame", func(i *ecs.Instance, v bool) { i.EnableJumboFrame = v })),

		// The only legal number of cores is the one that the instance has.
		attribute.ChangesNumber("CpuOptions.Core", model.NotSeen, func(i *ecs.Instance, v int) { i.CoreCount = v }),
		attribute.Shown(attribute.ChangesNumber("CpuOptions.ThreadsPerCore", "DescribeInstances.CpuOptions.ThreadsPerCore", func(i *ecs.Instance, v int) { i.ThreadsPerCore = v })),
		attribute.Shown(attribute.ChangesText("CpuOptions.TopologyType", "DescribeInstances.CpuOptions.TopologyType", func(i *ecs.Instance, v string) { i.TopologyType = v })),
		attribute.Known(attribute.ChangesText("CpuOptions.NestedVirtualization", model.NotSeen, func(i *ecs.Instance, v string) { i.NestedVirtualization = v }), closed),
		attribute.WithDefault(attribute.ChangesFlag("PrivateDnsNameOptions.EnableInstanceIdDnsARecord", "DescribeInstances.PrivateDnsNameOptions.EnableInstanceIdDnsARecord",
			func(i *ecs.Instance, v bool) { i.PrivateDnsName.EnableInstanceIdDnsARecord = v })),
		attribute.WithDefault(attribute.ChangesFlag("PrivateDnsNameOptions.EnableInstanceIdDnsAAAARecord", "DescribeInstances.PrivateDnsNameOptions.EnableInstanceIdDnsAAAARecord",
			func(i *ecs.Instance, v bool) { i.PrivateDnsName.EnableInstanceIdDnsAAAARecord = v })),
		attribute.WithDefault(attribute.ChangesFlag("PrivateDnsNameOptions.EnableIpDnsARecord", "DescribeInstances.PrivateDnsNameOptions.EnableIpDnsARecord",
			func(i *ecs.Instance, v bool) { i.PrivateDnsName.EnableIpDnsARecord = v })),
		attribute.WithDefault(attribute.ChangesFlag("PrivateDnsNameOptions.EnableIpDnsPtrRecord", "DescribeInstances.PrivateDnsNameOptions.EnableIpDnsPtrRecord",
			func(i *ecs.Instance, v bool) { i.PrivateDnsName.EnableIpDnsPtrRecord = v })),
		attribute.WithDefault(attribute.ChangesText("PrivateDnsNameOptions.HostnameType", "DescribeInstances.PrivateDnsNameOptions.HostnameType",
			func(i *ecs.Instance, v string) { i.PrivateDnsName.HostnameType = v })),
		attribute.Known(attribute.ChangesFlag("EnableNetworkEncryption", model.NotSeen, func(i *ecs.Instance, v bool) { i.NetworkEncryption = v }), closed),

		attribute.Known(attribute.ChangesText("AdditionalInfo.PvdConfig", model.NotSeen, func(i *ecs.Instance, v string) { i.Hidden.PvdConfig = v }), closed),
		attribute.Known(attribute.ChangesFlag("AdditionalInfo.EnableHighDensityMode", "DescribeInstances.HighDensityMode", func(i *ecs.Instance, v bool) { i.HighDensityMode = v }),
			model.Observed("terraform-provider-alicloud reads it back (DISK_HIGH_DENSITY_MODE, 2026-08)")),
		attribute.Known(attribute.ChangesFlag("ImageOptions.CurrentOSNVMeSupported", model.NotSeen, func(i *ecs.Instance, v bool) { i.Hidden.OSNVMeSupported = v }), closed),
		attribute.Known(attribute.ChangesText("OSNameEn", model.NotSeen, func(i *ecs.Instance, v string) { i.Hidden.OSNameEn = v }), closed),
		attribute.Known(attribute.ChangesText("CpuOptions.TurboMode", model.NotSeen, func(i *ecs.Instance, v string) { i.Hidden.TurboMode = v }), closed),
		attribute.Known(attribute.ChangesFlag("EnableNVS", model.NotSeen, func(i *ecs.Instance, v bool) { i.Hidden.NVS = v }), closed),
		attribute.Known(attribute.ChangesFlag("CpuOptions.EnableVISST", model.NotSeen, func(i *ecs.Instance, v bool) { i.Hidden.VISST = v }), closed),
		attribute.Known(attribute.ChangesFlag("CpuOptions.EnableVRDT", model.NotSeen, func(i *ecs.Instance, v bool) { i.Hidden.VRDT = v }), closed),
		attribute.Known(attribute.ChangesText("GpuOptions.ConfidentialComputing", model.NotSeen, func(i *ecs.Instance, v string) { i.Hidden.ConfidentialComputing = v }), closed),

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
