package ecs

import (
	"fmt"
	"slices"
	"time"

	"github.com/ecsim/ecsim/model"
)

// networkInterfaceKind is the record of network interfaces.
func networkInterfaceKind() *model.KindRecord {
	return model.Declare(model.KindOf[NetworkInterface]{
		Kind: KindNetworkInterface,
		Tags: func(e *NetworkInterface) model.List { return e.Tags },
		Parts: func(e *NetworkInterface) []string {
			return []string{e.InstanceId, e.TrunkNetworkInterfaceId, e.VSwitchId}
		},
		UsableBy: model.UsableByOwner[NetworkInterface],
		Owns:     eniKeys,
		Uses:     countedEni,
		Aspects:  model.NoAspects[NetworkInterface],
		Shape:    shapeEni,
		Check:    checkEnis,
		Find:     model.FindOwn(KindNetworkInterface),
		Edges:    eniEdges(),
		Lags:     eniLags(),
		Failures: eniFailures(),
		Quotas:   eniQuotas(),
		Import:   importEni,
		Shown: func(e NetworkInterface) NetworkInterface {
			e.Hidden = NetworkInterfaceHidden{}
			return e
		},
		File: model.SectionOf("enis", 4, func(f fileEni) string { return f.As }, addEni),
	})
}

// Lifecycle returns the status and when a transient one was entered.
func (e *NetworkInterface) Lifecycle() (status string, since time.Time) {
	return e.Status, e.Hidden.Since
}

// eniKeys are the keys of the addresses that the interface owns, and the one by
// which it is found from its instance without a search.
func eniKeys(e *NetworkInterface) []string {
	keys := make([]string, 0, 2+e.Ipv6.Len())
	if e.InstanceId != "" {
		keys = append(keys, hostKey(e.InstanceId)+e.NetworkInterfaceId)
	}
	keys = append(keys, addressKey(e.VSwitchId, e.PrivateIpAddress))
	for _, address := range e.Ipv6.All() {
		keys = append(keys, addressKey(e.VSwitchId, address))
	}
	return keys
}

// hostKey is what the keys of all interfaces of an instance begin with.
func hostKey(instance string) string { return instance + "/" }

// notPrimary is what countedEni counts.
const notPrimary = "not primary"

// countedEni keeps the number of interfaces that did not come with an instance,
// so that a quota needs no search.
func countedEni(e *NetworkInterface) string {
	if e.Type == Primary {
		return ""
	}
	return notPrimary
}

// EnisNotPrimary returns the number of interfaces of the place that are not the
// primary one of an instance.
func EnisNotPrimary(p *model.Place) int { return p.UsersOf(KindNetworkInterface, notPrimary) }

func shapeEni(_ string, e NetworkInterface) (bare NetworkInterface, links []string) {
	links = append([]string{e.InstanceId, e.VSwitchId}, e.SecurityGroupIds.All()...)
	e.NetworkInterfaceId, e.InstanceId, e.VpcId, e.VSwitchId, e.SecurityGroupIds = "", "", "", "", ""
	e.PrivateIpAddress, e.MacAddress, e.CreationTime, e.Hidden.Since = "", "", time.Time{}, time.Time{}
	e.Ipv6 = model.List(model.NumberText(e.Ipv6.Len()))
	return e, links
}

// importEni counts the interface's addresses and its places in groups as used.
func importEni(w *model.World, p *model.Place, e NetworkInterface) error {
	e.Hidden = NetworkInterfaceHidden{Since: w.Since(&e)}
	old := Vswitches(p).Get(e.VSwitchId)
	if old == nil || e.PrivateIpAddress == "" || AddressInUse(p, e.VSwitchId, e.PrivateIpAddress) {
		return fmt.Errorf("import NetworkInterface %s: it needs an imported vSwitch, not %q, and an address there that is its own, not %q",
			e.NetworkInterfaceId, e.VSwitchId, e.PrivateIpAddress)
	}
	v := *old
	v.Hidden.Used++
	model.Put(w, p.Account, p.Region, v)
	CountMembers(w, p.Account, p.Region, e.SecurityGroupIds, 1)
	model.Put(w, p.Account, p.Region, e)
	return nil
}

func eniStatuses() []string {
	return []string{Creating, CreateFailed, Available, Attaching, InUse, Detaching, Deleting}
}

func checkEnis(_ *model.World, p *model.Place, report model.Report) {
	for id, e := range Enis(p).All {
		checkEni(p, e, func(format string, args ...any) { report(id, format, args...) })
	}
}

func checkEni(p *model.Place, e *NetworkInterface, report func(string, ...any)) {
	if !slices.Contains(eniStatuses(), e.Status) {
		report("has status %q", e.Status)
	}
	attached := e.Status == InUse || e.Status == Attaching || e.Status == Detaching
	if attached != (e.InstanceId != "") {
		report("is %s of instance %q", e.Status, e.InstanceId)
	}
	if e.InstanceId != "" && Instances(p).Get(e.InstanceId) == nil {
		report("is attached to the unknown instance %q", e.InstanceId)
	}
	if Vswitches(p).Get(e.VSwitchId) == nil {
		report("is in the unknown vSwitch %q", e.VSwitchId)
	}
	if (e.Type == Member) != (e.TrunkNetworkInterfaceId != "") {
		report("is a %s on the trunk %q", e.Type, e.TrunkNetworkInterfaceId)
	}
	if e.SecurityGroupIds.Len() == 0 {
		report("is in no security group")
	}
	for _, g := range e.SecurityGroupIds.All() {
		if SecurityGroups(p).Get(g) == nil {
			report("is in the unknown group %q", g)
		}
	}
}

// Interfaces lists the ids of the network interfaces of an instance.
func Interfaces(w model.World, account, region, instanceID string) []string {
	p := w.Place(account, region)
	if p == nil {
		return nil
	}
	var ids []string
	for id, e := range Enis(p).All {
		if e.InstanceId == instanceID {
			ids = append(ids, id)
		}
	}
	return ids
}

// The quotas of network interfaces.
const (
	QuotaNetworkInterfaces  model.FactName = "NetworkInterfaces"
	QuotaGroupsPerInterface model.FactName = "GroupsPerInterface"
	QuotaRulesPerInterface  model.FactName = "RulesPerInterface"
)

func eniQuotas() []model.Quota {
	return []model.Quota{
		{Name: QuotaNetworkInterfaces, Value: 100, Source: "CreateNetworkInterface page (2021)"},
		{Name: QuotaGroupsPerInterface, Value: 5, Source: "Limits 2021, security groups per instance and per interface"},
		{Name: QuotaRulesPerInterface, Value: 1000, Source: "Limits 2021"},
	}
}
