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
