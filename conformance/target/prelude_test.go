package target

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// bareWorld is a world without networks.
func bareWorld(t *testing.T) model.World {
	t.Helper()
	w, err := model.ReadWorld(newModel(t), []byte(`
name: bare
now: 2026-01-01T00:00:00Z
accounts: [{name: main, id: "1000000000000001"}]
callers: [{name: main, account: main, kind: account, keys: [{id: k, secret: s}]}]
regions: [{id: cn-hangzhou, name: H, zones: [cn-hangzhou-i, cn-hangzhou-j]}]
images: [{as: image.linux, id: linux.vhd, os: linux, platform: Aliyun, osName: Alibaba Cloud Linux, cloudinit: true, nvme: supported, imds: v2, size: 20}]
`), 1)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestPrelude(t *testing.T) {
	e := strange(t, bareWorld(t))
	_, _, err := Discover(t.Context(), e, newModel(t), nil)
	var missing *MissingError
	if !errors.As(err, &missing) || len(missing.Needs) != 2 || missing.Needs[0].Set != "vswitch" {
		t.Fatalf("before: %v", err)
	}
	made, err := Prelude(t.Context(), e, nil)
	if err != nil || len(made.IDs) != 6 {
		t.Fatalf("made %v, %v", made.IDs, err)
	}
	_, names := discovered(t, e, made.Set)
	for _, name := range []string{"vpc1", "vsw1", "vsw2", "sg1", "sg2", "esg1"} {
		if !slices.Contains(made.IDs, names[name]) {
			t.Errorf("%s is %s, made were %v", name, names[name], made.IDs)
		}
	}
	if again, err := Prelude(t.Context(), e, nil); err != nil || len(again.IDs) > 0 {
		t.Errorf("made again: %v, %v", again.IDs, err)
	}
	if err := made.Remove(t.Context()); err != nil {
		t.Error(err)
	}
	if _, _, err = Discover(t.Context(), e, newModel(t), nil); !errors.As(err, &missing) {
		t.Errorf("after: %v", err)
	}
}

func TestPreludeMakesAGroupOnly(t *testing.T) {
	own := defaultWorld(t)
	e := strange(t, own)
	for _, name := range []string{"sg1", "sg2"} {
		if o, err := e.Do(t.Context(), model.Call{Op: "DeleteSecurityGroup", Params: model.Params{"RegionId": "cn-hangzhou", "SecurityGroupId": own.Base().Names[name]}}); err != nil || o.Class != model.ClassOK {
			t.Fatalf("%+v, %v", o, err)
		}
	}
	set := map[string]string{"vswitch": own.Base().Names["vsw1"]}
	made, err := Prelude(t.Context(), e, set)
	if err != nil || len(made.IDs) != 1 || made.Set["group"] != made.IDs[0] {
		t.Fatalf("made %+v, %v", made, err)
	}
	if _, names := discovered(t, e, made.Set); names["sg1"] != made.IDs[0] || len(set) != 1 {
		t.Errorf("names %v, set %v", names, set)
	}
}

func TestPreludeThatIsRefused(t *testing.T) {
	target := scripted{
		"DescribeRegions": showing("RegionId", &model.Region{RegionId: "here"}),
		"DescribeZones":   showing("ZoneId", &model.Zone{ZoneId: "here-a"}),
	}
	_, err := Prelude(t.Context(), target, nil)
	if err == nil || !strings.Contains(err.Error(), "DescribeVSwitches is not there, and CreateVpc is not there") || !strings.Contains(err.Error(), "--set vswitch=") {
		t.Errorf("%v", err)
	}
	created := func(id string) func(model.Call) model.Outcome {
		return func(model.Call) model.Outcome {
			return model.Outcome{Class: model.ClassOK, Reply: model.Reply{Created: []string{id}}}
		}
	}
	var deleted []string
	for _, op := range []string{"DeleteVpc", "DeleteVSwitch"} {
		target[op] = func(c model.Call) model.Outcome {
			deleted = append(deleted, slices.Sorted(maps.Values(c.Params.Without("RegionId")))...)
			return model.Outcome{Class: model.ClassOK}
		}
	}
	target["CreateVpc"], target["CreateVSwitch"] = created("vpc-1"), created("vsw-1")
	made, err := Prelude(t.Context(), target, nil)
	if err == nil || !strings.Contains(err.Error(), "CreateSecurityGroup is not there") || len(made.IDs) > 0 || !slices.Equal(deleted, []string{"vsw-1", "vpc-1"}) {
		t.Errorf("%v; left %v, deleted %v", err, made.IDs, deleted)
	}
}

func TestPreludeLeftovers(t *testing.T) {
	made := &Made{target: stubborn{}, deletes: []model.Call{{Op: "DeleteVpc", Params: model.Params{"RegionId": "here", "VpcId": "vpc-1"}}}}
	err := made.Remove(t.Context())
	if err == nil || !strings.Contains(err.Error(), "vpc-1") || !strings.Contains(err.Error(), "DependencyViolation") {
		t.Errorf("%v", err)
	}
}

// stubborn deletes nothing, and waits for nothing.
type stubborn struct{}

func (stubborn) Name() string { return "stubborn" }

func (stubborn) Pace(n int) (time.Duration, bool) { return 0, n < 20 }

func (stubborn) Do(context.Context, model.Call) (model.Outcome, error) {
	return model.Outcome{Class: model.ClassError, HTTP: 400, Code: "DependencyViolation"}, nil
}

// A network that lacks a second zone, a second group and an enterprise group
// gets them, in blocks that no vSwitch has; a target that refuses them is used
// as it is.
func TestPreludeCompletesTheNetwork(t *testing.T) {
	e := strange(t, bareWorld(t))
	made := &Made{Set: map[string]string{}, target: e, region: "cn-hangzhou"}
	vpc, err := made.create(t.Context(), "CreateVpc", "DeleteVpc", "VpcId", model.Params{"CidrBlock": "172.20.0.0/16"})
	if err != nil || made.await(t.Context(), "DescribeVpcs", "VpcId", vpc) != nil {
		t.Fatal(err)
	}
	if _, err = made.create(t.Context(), "CreateVSwitch", "DeleteVSwitch", "VSwitchId", model.Params{
		"VpcId": vpc, "ZoneId": "cn-hangzhou-i", "CidrBlock": "172.20.255.0/24",
	}); err != nil || made.group(t.Context(), vpc, "mine", "normal") != nil {
		t.Fatal(err)
	}
	further, err := Prelude(t.Context(), e, nil)
	if err != nil || len(further.IDs) != 3 {
		t.Fatalf("made %v, %v", further.IDs, err)
	}
	w, names := discovered(t, e, further.Set)
	for _, name := range []string{"vsw2", "sg2", "esg1"} {
		if !slices.Contains(further.IDs, names[name]) {
			t.Errorf("%s is %s, made were %v", name, names[name], further.IDs)
		}
	}
	if r, _, _ := w.Locate(names["vsw2"]); r.(*ecs.VSwitch).CidrBlock != "172.20.254.0/24" || r.(*ecs.VSwitch).ZoneId != "cn-hangzhou-j" {
		t.Errorf("the second vSwitch is %+v", r)
	}
	if err := further.Remove(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestTheFullestNetworkComesFirst(t *testing.T) {
	for set, want := range map[string]string{"": "full f1 f3 f2 s g1", "s": "small s f1 f3 f2 gs", "f2": "full f2 f3 f1 s g1"} {
		n := network{ // order sorts its lists, so each case has its own
			vpcs: []ecs.Vpc{{VpcId: "small"}, {VpcId: "full"}, {VpcId: "none"}},
			vswitches: []ecs.VSwitch{
				{VSwitchId: "s", VpcId: "small", ZoneId: "a"}, {VSwitchId: "f1", VpcId: "full", ZoneId: "a"},
				{VSwitchId: "f2", VpcId: "full", ZoneId: "a"}, {VSwitchId: "f3", VpcId: "full", ZoneId: "b"},
			},
			groups: []ecs.SecurityGroup{
				{SecurityGroupId: "gs", VpcId: "small", SecurityGroupType: ecs.BasicGroup}, {SecurityGroupId: "ge", VpcId: "full", SecurityGroupType: ecs.EnterpriseGroup},
				{SecurityGroupId: "g1", VpcId: "full", SecurityGroupType: ecs.BasicGroup}, {SecurityGroupId: "g2", VpcId: "full", SecurityGroupType: ecs.BasicGroup},
			},
		}
		n.order(map[string]string{"vswitch": set})
		names := map[string]string{}
		n.name(names)
		if got := strings.Join([]string{names["vpc1"], names["vsw1"], names["vsw2"], names["vsw3"], names["vsw4"], names["sg1"]}, " "); got != want {
			t.Errorf("with %q set: %s, want %s", set, got, want)
		}
	}
}
