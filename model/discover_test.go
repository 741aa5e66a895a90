package model_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/reference"
)

// importedWorld returns the world of a stranger with a vSwitch, a group and an
// image.
func importedWorld(t *testing.T) model.World {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	base := &model.Base{
		Name: "stranger", Names: map[string]string{}, Accounts: []model.Account{{ID: "stranger", Name: "main"}},
		Regions: []model.Region{{RegionId: "here", Zones: model.NewList("here-a")}}, Zones: []model.Zone{{ZoneId: "here-a", Types: model.NewList("ecs.x")}},
		Types: map[string]*model.InstanceType{"ecs.x": model.ImportedType(&model.InstanceType{InstanceTypeId: "ecs.x", EniQuantity: 2}, map[string]bool{"InstanceTypeId": true, "EniQuantity": true}, nil)},
	}
	if err := base.AddCaller(model.Caller{Name: "main", Account: "stranger", Kind: model.CallerAccount}); err != nil {
		t.Fatal(err)
	}
	w, err := model.NewImported(m, base, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []model.Resource{
		&ecs.Vpc{VpcId: "vpc-theirs", Status: ecs.Available},
		&ecs.VSwitch{VSwitchId: "vsw-theirs", VpcId: "vpc-theirs", ZoneId: "here-a", Status: ecs.Available, Hidden: ecs.VSwitchHidden{Used: 7}},
		&ecs.SecurityGroup{SecurityGroupId: "sg-theirs", VpcId: "vpc-theirs", SecurityGroupType: ecs.BasicGroup, Hidden: ecs.SecurityGroupHidden{Members: 9}},
	} {
		w = imported(t, w, "stranger", model.Seen{Resource: r})
	}
	return imported(t, w, model.SystemAccount, &ecs.Image{ImageId: "theirs.vhd", Status: ecs.Available, OSType: model.Linux, Architecture: "x86_64", ImageOwnerAlias: model.SystemAccount, IsSupportCloudinit: true, Size: 20})
}

func imported(t *testing.T, w model.World, account string, r model.Resource) model.World {
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
	v := w.Apply(model.Call{Op: "RunInstances", Params: model.Params{
		"RegionId": "here", "ImageId": "theirs.vhd", "InstanceType": "ecs.x", "VSwitchId": "vsw-theirs", "SecurityGroupId": "sg-theirs", "Amount": "50",
	}})
	if !v.Accepted() {
		t.Fatalf("refused with %v", codes(v))
	}
	if err := settle(v.World).Check(); err != nil {
		t.Error(err)
	}
	if got := len(v.World.Resources("stranger", "here", ecs.KindInstance)); got != 50 {
		t.Errorf("%d instances", got)
	}
}

func TestImportedMembersAndAddresses(t *testing.T) {
	w := importedWorld(t)
	w = imported(t, w, "stranger", &ecs.NetworkInterface{
		NetworkInterfaceId: "eni-theirs", Type: ecs.Primary, Status: ecs.InUse, InstanceId: "i-theirs", VpcId: "vpc-theirs", VSwitchId: "vsw-theirs",
		PrivateIpAddress: "10.0.0.9", Ipv6: model.NewList("2001::1"), SecurityGroupIds: model.NewList("sg-theirs"),
	})
	w = imported(t, w, "stranger", &ecs.Instance{
		InstanceId: "i-theirs", ImageId: "theirs.vhd", InstanceType: "ecs.x", Status: ecs.Starting, InstanceNetworkType: ecs.NetworkVpc,
		PrimaryEni: "eni-theirs", SecurityGroupIds: model.NewList("sg-theirs"),
	})
	w = imported(t, w, "stranger", &ecs.Instance{
		InstanceId: "i-classic", ImageId: "theirs.vhd", InstanceType: "ecs.x", Status: ecs.Stopped, InstanceNetworkType: ecs.NetworkClassic, SecurityGroupIds: model.NewList("sg-theirs"),
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
	for want, r := range map[string]model.Resource{
		"already":          &ecs.Vpc{VpcId: "vpc-theirs"},
		"no id":            &ecs.Vpc{},
		"part of the base": &model.Zone{ZoneId: "here-b"},
		"imported vSwitch": &ecs.NetworkInterface{NetworkInterfaceId: "eni-1", PrivateIpAddress: "10.0.0.1"},
		"address":          &ecs.NetworkInterface{NetworkInterfaceId: "eni-1", VSwitchId: "vsw-theirs"},
	} {
		next, err := w.Import("stranger", "here", r)
		if err == nil || !strings.Contains(err.Error(), want) || !next.Equal(w) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if _, err := w.Import("nobody", "here", &ecs.Vpc{VpcId: "vpc-2"}); err == nil {
		t.Error("imported for an account that there is not")
	}
	if _, err := model.NewImported(w.Model(), &model.Base{}, w.Now()); err == nil {
		t.Error("a world of nothing")
	}
}

func TestImportedTypes(t *testing.T) {
	w := importedWorld(t)
	knows := func(name model.FactName) model.Range { return w.Knows(model.Fact{Scope: "ecs.x", Name: name}) }
	if got := knows(model.TypeEniQuantity); got != model.Exactly(2) {
		t.Errorf("EniQuantity %v", got)
	}
	if got := knows(model.TypeJumboFrame); got.Known() {
		t.Errorf("JumboFrameSupport %v", got)
	}
	documented, err := w.Model().InstanceTypes()
	if err != nil {
		t.Fatal(err)
	}
	g7 := documented["ecs.g7.xlarge"]
	shown := map[string]bool{"InstanceTypeId": true, "CpuCoreCount": true, "InstanceFamilyLevel": true}
	typ := model.ImportedType(&model.InstanceType{InstanceTypeId: "ecs.g7.xlarge", CpuCoreCount: 3, InstanceFamilyLevel: "CreditEntryLevel"}, shown, g7)
	if typ.CpuCoreCount != 3 || !typ.Burstable || typ.ThreadsPerCoreDefault != g7.ThreadsPerCoreDefault || typ.CpuArchitecture != g7.CpuArchitecture {
		t.Errorf("%+v", typ)
	}
	if typ.Unknown.Has(string(model.TypeBurstable)) || !typ.Unknown.Has(string(model.TypeEniQuantity)) {
		t.Errorf("unknown: %v", typ.Unknown.All())
	}
	if all := model.ImportedType(g7, nil, nil); all.Unknown != g7.Unknown || all.EniQuantity != g7.EniQuantity {
		t.Errorf("%+v", all)
	}
}
