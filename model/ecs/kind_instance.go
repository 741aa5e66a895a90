package ecs

import (
	"slices"
	"strings"
	"time"

	"github.com/ecsim/ecsim/model"
)

// instanceKind is the record of instances.
func instanceKind() *model.KindRecord {
	return model.Declare(model.KindOf[Instance]{
		Kind:     KindInstance,
		Tags:     func(i *Instance) model.List { return i.Tags },
		Parts:    func(i *Instance) []string { return []string{i.ImageId, i.VSwitchId} },
		UsableBy: model.UsableByOwner[Instance],
		Owns:     model.OwnsNothing[Instance],
		Uses:     func(i *Instance) string { return i.ImageId },
		Aspects:  diskAspects,
		Shape:    shapeInstance,
		Check:    checkInstances,
		Find:     model.FindOwn(KindInstance),
		Edges:    instanceEdges(),
		Lags:     instanceLags(),
		Failures: instanceFailures(),
		Quotas:   instanceQuotas(),
		Import:   importInstance,
		Shown: func(i Instance) Instance {
			i.Hidden, i.UserData = InstanceHidden{}, ""
			return i
		},
		File: model.SectionOf("instances", 3, func(f fileInstance) string { return f.As }, addInstance),
	})
}

// Lifecycle returns the status and when a transient one was entered.
func (i *Instance) Lifecycle() (status string, since time.Time) { return i.Status, i.Hidden.Since }

func shapeInstance(_ string, i Instance) (bare Instance, links []string) {
	links = append([]string{i.PrimaryEni, i.VSwitchId}, i.SecurityGroupIds.All()...)
	if i.InstanceName == i.InstanceId {
		i.InstanceName = ""
	}
	if i.KeyPairName != "" {
		i.KeyPairName = "one"
	}
	if i.HostName == DefaultHostName(i.InstanceId, i.OSType) {
		i.HostName = ""
	}
	i.InstanceId, i.PrimaryEni, i.VpcId, i.VSwitchId, i.SecurityGroupIds, i.PrivateIpAddress = "", "", "", "", "", ""
	i.CreationTime, i.StartTime, i.Hidden.Since = time.Time{}, time.Time{}, time.Time{}
	return i, links
}

func importInstance(w *model.World, p *model.Place, i Instance) error {
	i.Hidden = InstanceHidden{Since: w.Since(&i)}
	if i.InstanceNetworkType == NetworkClassic {
		CountMembers(w, p.Account, p.Region, i.SecurityGroupIds, 1)
	}
	model.Put(w, p.Account, p.Region, i)
	return nil
}

// InstanceStatuses are the statuses of an instance.
func InstanceStatuses() []string { return []string{Pending, Starting, Running, Stopping, Stopped} }

func checkInstances(w *model.World, p *model.Place, report model.Report) {
	for id, i := range Instances(p).All {
		checkInstance(w, p, i, func(format string, args ...any) { report(id, format, args...) })
	}
}

func checkInstance(w *model.World, p *model.Place, i *Instance, report func(string, ...any)) {
	if !slices.Contains(InstanceStatuses(), i.Status) {
		report("has status %q", i.Status)
	}
	if stable := i.Status == Running || i.Status == Stopped; stable != i.Hidden.Since.IsZero() {
		report("is %s since %v", i.Status, i.Hidden.Since)
	}
	if t := w.Base().Types[i.InstanceType]; t == nil {
		report("has the unknown type %q", i.InstanceType)
	}
	if i.InstanceNetworkType == NetworkVpc {
		primary := Enis(p).Get(i.PrimaryEni)
		switch {
		case primary == nil:
			report("has no primary interface %q", i.PrimaryEni)
		case primary.InstanceId != i.InstanceId || primary.Type != Primary || primary.Status != InUse:
			report("has a primary interface that is %s, %s, of %q", primary.Type, primary.Status, primary.InstanceId)
		case primary.SecurityGroupIds != i.SecurityGroupIds:
			report("is in groups %v, its primary interface in %v", i.SecurityGroupIds.All(), primary.SecurityGroupIds.All())
		}
	}
	if i.SecurityGroupIds.Len() == 0 {
		report("is in no security group")
	}
	if i.KeyPairName != "" && !w.Base().Stranger && KeyPairNamed(p, i.KeyPairName) == nil {
		report("has the key pair %q, which is not there", i.KeyPairName)
	}
}

// DefaultHostName is the form that captures show: iZ, the id, Z. A Windows name
// has 15 characters at most.
func DefaultHostName(id, osType string) string {
	text := strings.TrimPrefix(id, KindInstance.Prefix()+"-")
	if osType == model.Windows {
		text = text[max(0, len(text)-12):]
	}
	return "iZ" + text + "Z"
}

// HostNameCustom is the default of PrivateDnsNameOptions.HostnameType, which
// every new instance has; the switches beside it are false.
const HostNameCustom = "Custom"

// NotApplicable is the StoppedMode of an instance that is not stopped.
const NotApplicable = "Not-applicable"

// QuotaVCpus is the limit of vCPUs, which instances have; no figure is published.
const QuotaVCpus model.FactName = "VCpus"

func instanceQuotas() []model.Quota {
	return []model.Quota{{Name: QuotaVCpus, Value: 1000, Source: "no figure is published"}}
}
