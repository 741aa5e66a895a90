package model

import (
	"strings"
	"testing"
	"time"
)

// importedWorld returns the world of a stranger with a vSwitch, a group and an
// image.
func importedWorld(t *testing.T) World {
	t.Helper()
	m, err := New()
	if err != nil {
		t.Fatal(err)
	}
	base := &Base{
		Name: "stranger", Names: map[string]string{}, Accounts: []Account{{ID: "stranger", Name: "main"}},
		Regions: []Region{{RegionId: "here", Zones: NewList("here-a")}}, Zones: []Zone{{ZoneId: "here-a", Types: NewList("ecs.x")}},
		Types: map[string]*InstanceType{"ecs.x": ImportedType(&InstanceType{InstanceTypeId: "ecs.x", EniQuantity: 2}, map[string]bool{"InstanceTypeId": true, "EniQuantity": true}, nil)},
	}
	if err := base.AddCaller(Caller{Name: "main", Account: "stranger", Kind: CallerAccount}); err != nil {
		t.Fatal(err)
	}
	w, err := NewImported(m, base, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []Resource{
		&Vpc{VpcId: "vpc-theirs", Status: Available},
		&VSwitch{VSwitchId: "vsw-theirs", VpcId: "vpc-theirs", ZoneId: "here-a", Status: Available, Hidden: VSwitchHidden{Used: 7}},
		&SecurityGroup{SecurityGroupId: "sg-theirs", VpcId: "vpc-theirs", SecurityGroupType: BasicGroup, Hidden: SecurityGroupHidden{Members: 9}},
	} {
		w = imported(t, w, "stranger", Seen{Resource: r})
	}
	return imported(t, w, SystemAccount, &Image{ImageId: "theirs.vhd", Status: Available, OSType: Linux, Architecture: "x86_64", ImageOwnerAlias: SystemAccount, IsSupportCloudinit: true, Size: 20})
}

func imported(t *testing.T, w World, account string, r Resource) World {
	t.Helper()
	next, err := w.Import(account, "here", r)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func TestImportedResourcesAreUsable(t *testing.T) {
	w := importedWorld(t)
	if err := w.Check(); err != nil {
		t.Fatal(err)
	}
	v := w.Apply(Call{Op: "RunInstances", Params: Params{
		"RegionId": "here", "ImageId": "theirs.vhd", "InstanceType": "ecs.x", "VSwitchId": "vsw-theirs", "SecurityGroupId": "sg-theirs", "Amount": "50",
	}})
	if !v.Accepted() {
		t.Fatalf("refused with %v", codes(v))
	}
	if err := settle(v.World).Check(); err != nil {
		t.Error(err)
	}
	if got := len(v.World.Resources("stranger", "here", KindInstance)); got != 50 {
		t.Errorf("%d instances", got)
	}
}

func TestImportedMembersAndAddresses(t *testing.T) {
	w := importedWorld(t)
	w = imported(t, w, "stranger", &NetworkInterface{
		NetworkInterfaceId: "eni-theirs", Type: Primary, Status: InUse, InstanceId: "i-theirs", VpcId: "vpc-theirs", VSwitchId: "vsw-theirs",
		PrivateIpAddress: "10.0.0.9", Ipv6: NewList("2001::1"), SecurityGroupIds: NewList("sg-theirs"),
	})
	w = imported(t, w, "stranger", &Instance{
		InstanceId: "i-theirs", ImageId: "theirs.vhd", InstanceType: "ecs.x", Status: Starting, InstanceNetworkType: NetworkVpc,
		PrimaryEni: "eni-theirs", SecurityGroupIds: NewList("sg-theirs"),
	})
	w = imported(t, w, "stranger", &Instance{
		InstanceId: "i-classic", ImageId: "theirs.vhd", InstanceType: "ecs.x", Status: Stopped, InstanceNetworkType: NetworkClassic, SecurityGroupIds: NewList("sg-theirs"),
	})
	if err := w.Check(); err != nil {
		t.Error(err)
	}
	if len(w.Pending()) != 1 {
		t.Errorf("%d transitions pending, want the start of i-theirs", len(w.Pending()))
	}
	if err := settle(w).Check(); err != nil {
		t.Error(err)
	}
}

func TestImportRefuses(t *testing.T) {
	w := importedWorld(t)
	for want, r := range map[string]Resource{
		"already":          &Vpc{VpcId: "vpc-theirs"},
		"no id":            &Vpc{},
		"part of the base": &Zone{ZoneId: "here-b"},
		"imported vSwitch": &NetworkInterface{NetworkInterfaceId: "eni-1", PrivateIpAddress: "10.0.0.1"},
		"address":          &NetworkInterface{NetworkInterfaceId: "eni-1", VSwitchId: "vsw-theirs"},
	} {
		next, err := w.Import("stranger", "here", r)
		if err == nil || !strings.Contains(err.Error(), want) || !next.Equal(w) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if _, err := w.Import("nobody", "here", &Vpc{VpcId: "vpc-2"}); err == nil {
		t.Error("imported for an account that there is not")
	}
	if _, err := NewImported(w.Model(), &Base{}, w.Now()); err == nil {
		t.Error("a world of nothing")
	}
}

func TestImportedTypes(t *testing.T) {
	w := importedWorld(t)
	knows := func(name FactName) Range { return w.Knows(Fact{"ecs.x", name}) }
	if got := knows(TypeEniQuantity); got != Exactly(2) {
		t.Errorf("EniQuantity %v", got)
	}
	if got := knows(TypeJumboFrame); got.Known() {
		t.Errorf("JumboFrameSupport %v", got)
	}
	documented, err := w.Model().InstanceTypes()
	if err != nil {
		t.Fatal(err)
	}
	g7 := documented["ecs.g7.xlarge"]
	shown := map[string]bool{"InstanceTypeId": true, "CpuCoreCount": true, "InstanceFamilyLevel": true}
	typ := ImportedType(&InstanceType{InstanceTypeId: "ecs.g7.xlarge", CpuCoreCount: 3, InstanceFamilyLevel: "CreditEntryLevel"}, shown, g7)
	if typ.CpuCoreCount != 3 || !typ.Burstable || typ.ThreadsPerCoreDefault != g7.ThreadsPerCoreDefault || typ.CpuArchitecture != g7.CpuArchitecture {
		t.Errorf("%+v", typ)
	}
	if typ.Unknown.Has(string(TypeBurstable)) || !typ.Unknown.Has(string(TypeEniQuantity)) {
		t.Errorf("unknown: %v", typ.Unknown.All())
	}
	if all := ImportedType(g7, nil, nil); all.Unknown != g7.Unknown || all.EniQuantity != g7.EniQuantity {
		t.Errorf("%+v", all)
	}
}
