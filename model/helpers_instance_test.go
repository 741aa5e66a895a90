package model

import (
	"testing"
	"time"
)

// A testInstance says what an instance of a test is. Zero values mean a Running
// Linux pay-as-you-go instance of type ecs.g7.xlarge in vsw1 and the group sg1.
type testInstance struct {
	Type   string // ecs.g7.xlarge
	Image  string // symbolic: image.linux
	Status string // Running
	// Network is the symbolic name of a vSwitch (vsw1), or NetworkClassic.
	Network string
	Groups  []string // symbolic: sg1; sgclassic in the classic network
	Charge  string   // PostPaid
	Spot    string   // NoSpot
	// Change, where it is given, has the last word.
	Change func(*Instance)
}

// addInstance puts an instance of the first account into the first region of
// the world, with its primary interface, and returns the world and the id.
func addInstance(tb testing.TB, w World, of testInstance) (World, string) {
	tb.Helper()
	orElse := func(given, otherwise string) string {
		if given == "" {
			return otherwise
		}
		return given
	}
	caller, _ := w.Base().Caller("")
	account, region := caller.Account, w.Base().Regions[0].RegionId
	p := w.place(account, region)
	typ := w.Base().Types[orElse(of.Type, "ecs.g7.xlarge")]
	image := images(w.place(SystemAccount, region)).get(named(tb, w, orElse(of.Image, "image.linux")))
	if typ == nil || image == nil {
		tb.Fatalf("no type %q or no image %q", of.Type, of.Image)
	}
	i := Instance{
		InstanceId: w.NewID(KindInstance), InstanceName: "test", HostName: "test", ImageId: image.ImageId, OSType: image.OSType,
		InstanceType: typ.InstanceTypeId, RegionId: region, IoOptimized: typ.IoOptimized, StoppedMode: notApplicable,
		InstanceChargeType: orElse(of.Charge, PostPaid), SpotStrategy: orElse(of.Spot, NoSpot), CreationTime: w.Now(),
		HttpEndpoint: "enabled", HttpTokens: "optional", HttpPutResponseHop: 1,
		CoreCount: typ.Cores(), ThreadsPerCore: typ.ThreadsPerCoreDefault,
	}
	if typ.Burstable {
		i.CreditSpecification = Standard
	}
	i.moveTo(orElse(of.Status, Running), w.Now())
	groups, network := of.Groups, orElse(of.Network, "vsw1")
	if network == NetworkClassic {
		i.InstanceNetworkType, i.ZoneId = NetworkClassic, w.Base().Regions[0].Zones.All()[0]
		if len(groups) == 0 {
			groups = []string{"sgclassic"}
		}
	} else {
		v := vswitches(p).get(named(tb, w, network))
		i.InstanceNetworkType, i.VpcId, i.VSwitchId, i.ZoneId = NetworkVpc, v.VpcId, v.VSwitchId, v.ZoneId
	}
	if len(groups) == 0 {
		groups = []string{"sg1"}
	}
	for _, g := range groups {
		i.SecurityGroupIds = i.SecurityGroupIds.With(named(tb, w, g))
	}
	if i.InstanceNetworkType == NetworkVpc {
		e := newEni(&w, account, region, attachedTo(&i, Primary), "")
		i.PrimaryEni, i.PrivateIpAddress = e.NetworkInterfaceId, e.PrivateIpAddress
	} else {
		countMembers(&w, account, region, i.SecurityGroupIds, 1)
	}
	if of.Change != nil {
		of.Change(&i)
	}
	put(&w, account, region, i)
	if err := w.Check(); err != nil {
		tb.Fatal(err)
	}
	return w, i.InstanceId
}

// addSecondary attaches a secondary interface to the instance.
func addSecondary(tb testing.TB, w World, instance string, change func(*NetworkInterface)) (World, string) {
	tb.Helper()
	i := theInstanceIn(tb, w, instance)
	e := attachedTo(i, Secondary)
	if change != nil {
		change(&e)
	}
	caller, _ := w.Base().Caller("")
	e = newEni(&w, caller.Account, i.RegionId, e, "")
	if err := w.Check(); err != nil {
		tb.Fatal(err)
	}
	return w, e.NetworkInterfaceId
}

func attachedTo(i *Instance, kind string) NetworkInterface {
	return NetworkInterface{
		Type: kind, Status: InUse, InstanceId: i.InstanceId, VpcId: i.VpcId, VSwitchId: i.VSwitchId, ZoneId: i.ZoneId,
		SecurityGroupIds: i.SecurityGroupIds, DeleteOnRelease: true,
	}
}

// theInstanceIn returns an instance of the first account in the first region.
func theInstanceIn(tb testing.TB, w World, id string) *Instance {
	tb.Helper()
	caller, _ := w.Base().Caller("")
	i := instances(w.place(caller.Account, w.Base().Regions[0].RegionId)).get(id)
	if i == nil {
		tb.Fatalf("no instance %q", id)
	}
	return i
}

// thePrimaryOf returns the primary interface of the instance.
func thePrimaryOf(tb testing.TB, w World, instance string) *NetworkInterface {
	tb.Helper()
	i := theInstanceIn(tb, w, instance)
	caller, _ := w.Base().Caller("")
	return enis(w.place(caller.Account, i.RegionId)).get(i.PrimaryEni)
}

// theGroupIn returns a security group by its symbolic name.
func theGroupIn(tb testing.TB, w World, name string) *SecurityGroup {
	tb.Helper()
	caller, _ := w.Base().Caller("")
	return securityGroups(w.place(caller.Account, w.Base().Regions[0].RegionId)).get(named(tb, w, name))
}

// knowing returns the world in which the fact has the value. An empty scope is
// the first account.
func knowing(w World, scope string, name FactName, value int) World {
	if scope == "" {
		caller, _ := w.Base().Caller("")
		scope = caller.Account
	}
	return Teach(w, Fact{scope, name}, Exactly(value))
}

// restart stops and starts the instance through the API, and waits.
func restart(tb testing.TB, w World, instance string) World {
	tb.Helper()
	w, _ = accept(tb, w.At(w.Now().Add(time.Minute)), Call{Op: "StopInstance", Params: Params{"InstanceId": instance}})
	w, _ = accept(tb, settle(w), Call{Op: "StartInstance", Params: Params{"InstanceId": instance}})
	return settle(w)
}
