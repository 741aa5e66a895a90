package model_test

import (
	"testing"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
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
	Change func(*ecs.Instance)
}

// addInstance puts an instance of the first account into the first region of
// the world, with its primary interface, and returns the world and the id.
func addInstance(tb testing.TB, w model.World, of testInstance) (model.World, string) {
	tb.Helper()
	orElse := func(given, otherwise string) string {
		if given == "" {
			return otherwise
		}
		return given
	}
	caller, _ := w.Base().Caller("")
	account, region := caller.Account, w.Base().Regions[0].RegionId
	p := w.Place(account, region)
	typ := w.Base().Types[orElse(of.Type, "ecs.g7.xlarge")]
	image := ecs.Images(w.Place(model.SystemAccount, region)).Get(named(tb, w, orElse(of.Image, "image.linux")))
	if typ == nil || image == nil {
		tb.Fatalf("no type %q or no image %q", of.Type, of.Image)
	}
	i := ecs.Instance{
		InstanceId: w.NewID(ecs.KindInstance), InstanceName: "test", HostName: "test", ImageId: image.ImageId, OSType: image.OSType,
		InstanceType: typ.InstanceTypeId, RegionId: region, IoOptimized: typ.IoOptimized, StoppedMode: ecs.NotApplicable,
		InstanceChargeType: orElse(of.Charge, ecs.PostPaid), SpotStrategy: orElse(of.Spot, ecs.NoSpot), CreationTime: w.Now(),
		HttpEndpoint: "enabled", HttpTokens: "optional", HttpPutResponseHop: 1,
		CoreCount: typ.Cores(), ThreadsPerCore: typ.ThreadsPerCoreDefault,
	}
	if typ.Burstable {
		i.CreditSpecification = ecs.Standard
	}
	i.MoveTo(orElse(of.Status, ecs.Running), w.Now())
	groups, network := of.Groups, orElse(of.Network, "vsw1")
	if network == ecs.NetworkClassic {
		i.InstanceNetworkType, i.ZoneId = ecs.NetworkClassic, w.Base().Regions[0].Zones.All()[0]
		if len(groups) == 0 {
			groups = []string{"sgclassic"}
		}
	} else {
		v := ecs.Vswitches(p).Get(named(tb, w, network))
		i.InstanceNetworkType, i.VpcId, i.VSwitchId, i.ZoneId = ecs.NetworkVpc, v.VpcId, v.VSwitchId, v.ZoneId
	}
	if len(groups) == 0 {
		groups = []string{"sg1"}
	}
	for _, g := range groups {
		i.SecurityGroupIds = i.SecurityGroupIds.With(named(tb, w, g))
	}
	if i.InstanceNetworkType == ecs.NetworkVpc {
		e := ecs.NewEni(&w, account, region, attachedTo(&i, ecs.Primary), "")
		i.PrimaryEni, i.PrivateIpAddress = e.NetworkInterfaceId, e.PrivateIpAddress
	} else {
		ecs.CountMembers(&w, account, region, i.SecurityGroupIds, 1)
	}
	if of.Change != nil {
		of.Change(&i)
	}
	model.Put(&w, account, region, i)
	ecs.NewSystemDisk(&w, w.Place(account, region), &i, ecs.DefaultSystemDisk)
	if err := w.Check(); err != nil {
		tb.Fatal(err)
	}
	return w, i.InstanceId
}

// addSecondary attaches a secondary interface to the instance.
func addSecondary(tb testing.TB, w model.World, instance string, change func(*ecs.NetworkInterface)) (model.World, string) {
	tb.Helper()
	i := theInstanceIn(tb, w, instance)
	e := attachedTo(i, ecs.Secondary)
	if change != nil {
		change(&e)
	}
	caller, _ := w.Base().Caller("")
	e = ecs.NewEni(&w, caller.Account, i.RegionId, e, "")
	if err := w.Check(); err != nil {
		tb.Fatal(err)
	}
	return w, e.NetworkInterfaceId
}

func attachedTo(i *ecs.Instance, kind string) ecs.NetworkInterface {
	return ecs.NetworkInterface{
		Type: kind, Status: ecs.InUse, InstanceId: i.InstanceId, VpcId: i.VpcId, VSwitchId: i.VSwitchId, ZoneId: i.ZoneId,
		SecurityGroupIds: i.SecurityGroupIds, DeleteOnRelease: true,
	}
}

// theInstanceIn returns an instance of the first account in the first region.
func theInstanceIn(tb testing.TB, w model.World, id string) *ecs.Instance {
	tb.Helper()
	caller, _ := w.Base().Caller("")
	i := ecs.Instances(w.Place(caller.Account, w.Base().Regions[0].RegionId)).Get(id)
	if i == nil {
		tb.Fatalf("no instance %q", id)
	}
	return i
}

// thePrimaryOf returns the primary interface of the instance.
func thePrimaryOf(tb testing.TB, w model.World, instance string) *ecs.NetworkInterface {
	tb.Helper()
	i := theInstanceIn(tb, w, instance)
	caller, _ := w.Base().Caller("")
	return ecs.Enis(w.Place(caller.Account, i.RegionId)).Get(i.PrimaryEni)
}

// theGroupIn returns a security group by its symbolic name.
func theGroupIn(tb testing.TB, w model.World, name string) *ecs.SecurityGroup {
	tb.Helper()
	caller, _ := w.Base().Caller("")
	return ecs.SecurityGroups(w.Place(caller.Account, w.Base().Regions[0].RegionId)).Get(named(tb, w, name))
}

// knowing returns the world in which the fact has the value. An empty scope is
// the first account.
func knowing(w model.World, scope string, name model.FactName, value int) model.World {
	if scope == "" {
		caller, _ := w.Base().Caller("")
		scope = caller.Account
	}
	return model.Teach(w, model.Fact{Scope: scope, Name: name}, model.Exactly(value))
}

// restart stops and starts the instance through the API, and waits.
func restart(tb testing.TB, w model.World, instance string) model.World {
	tb.Helper()
	w, _ = accept(tb, w.At(w.Now().Add(time.Minute)), model.Call{Op: "StopInstance", Params: model.Params{"InstanceId": instance}})
	w, _ = accept(tb, settle(w), model.Call{Op: "StartInstance", Params: model.Params{"InstanceId": instance}})
	return settle(w)
}
