package target

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ecsim/ecsim/conformance/internal/tinycloud"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc"
)

func newModel(t *testing.T) *model.Model {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// tiny returns an endpoint of the tiny cloud.
func tiny(t *testing.T) *Endpoint {
	t.Helper()
	server := httptest.NewServer(tinycloud.New(tinycloud.Faults{}))
	t.Cleanup(server.Close)
	return at(t, server.URL)
}

// strange returns an endpoint of the simulator that does not say that it is one.
func strange(t *testing.T, w model.World) *Endpoint {
	t.Helper()
	handler, err := rpc.NewHandler(sim.New(w, sim.WithTransitions(sim.TransitionsInstant)), rpc.Options{ControlOff: true})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	first, callers := CredentialsOf(w)
	return at(t, server.URL, func(c *Config) { c.Credentials, c.Callers = first, callers })
}

func discovered(t *testing.T, e *Endpoint, set map[string]string) (model.World, map[string]string) {
	t.Helper()
	w, names, err := Discover(t.Context(), e, newModel(t), set)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Check(); err != nil || !w.Base().Stranger {
		t.Errorf("%v, stranger %v", err, w.Base().Stranger)
	}
	return w, names
}

func TestDiscoverTinyCloud(t *testing.T) {
	e := tiny(t)
	w, names := discovered(t, e, nil)
	want := map[string]string{
		"vpc1": tinycloud.Vpc, "vsw1": tinycloud.VSwitch, "zone1": tinycloud.Zone, "sg1": tinycloud.Group, "sg2": "sg-tiny2", "esg1": "sg-tiny3",
		"image.linux": tinycloud.Linux, "image.windows": tinycloud.Windows, "image.plain": tinycloud.Plain, "type1": tinycloud.Type,
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	if r := w.Base().Regions; len(r) != 1 || r[0].RegionId != "cn-hangzhou" || r[0].Zones != model.NewList(tinycloud.Zone) {
		t.Errorf("regions %+v", r)
	}
	if w.Knows(model.Fact{Scope: tinycloud.Type, Name: model.TypeQueuesPerEni}) != model.Exactly(4) || w.Knows(model.Fact{Scope: tinycloud.Type, Name: model.TypeJumboFrame}).Known() {
		t.Error("what a type shows is known, the rest is not")
	}
	call := model.Call{Op: "RunInstances", Params: model.Params{"RegionId": "cn-hangzhou", "ImageId": names["image.linux"],
		"InstanceType": names["type1"], "VSwitchId": names["vsw1"], "SecurityGroupId": names["sg1"], "Amount": "3"}}
	v := w.Apply(call)
	o, err := e.Do(t.Context(), call)
	if err != nil || o.Class != model.ClassOK || !v.Accepted() || len(o.Reply.Created) != len(v.Reply.Created) {
		t.Errorf("%+v, %v; model %v", o, err, v.Broken)
	}
}

// TestDiscoverAll: an implementation that shows everything.
func TestDiscoverAll(t *testing.T) {
	own := defaultWorld(t)
	had := own.Base().Names
	w, names := discovered(t, strange(t, own), nil)
	want := map[string]string{}
	for _, name := range []string{"vpc1", "vpc2", "vsw1", "vsw2", "vsw3", "sg1", "sg2", "sg3", "esg1", "esg2", "sgmanaged", "sgclassic",
		"image.linux", "image.windows", "image.plain", "image.winplain", "image.arm"} {
		want[name] = had[name]
	}
	want["zone1"], want["zone2"], want["type1"] = "cn-hangzhou-i", "cn-hangzhou-j", names["type1"]
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	var regions []string
	for _, r := range w.Base().Regions {
		regions = append(regions, r.RegionId)
	}
	if !slices.Equal(regions, []string{"cn-hangzhou", "cn-beijing"}) || len(w.Base().Types) != len(own.Base().Types) {
		t.Errorf("regions %v, %d types", regions, len(w.Base().Types))
	}
	for _, r := range own.Resources(own.Base().Accounts[0].ID, "cn-hangzhou", ecs.KindVSwitch) {
		if w.Find(mainAccount, "cn-hangzhou", ecs.KindVSwitch, r.ID()) == nil {
			t.Errorf("%s is missing", r.ID())
		}
	}
}

func TestDiscoverOwn(t *testing.T) {
	own := defaultWorld(t)
	served, inside := serving(t, own)
	first, _ := CredentialsOf(own)
	outside := at(t, served.Name(), func(c *Config) { c.Credentials = first })
	m := newModel(t)
	w, names, err := Discover(t.Context(), outside, m, nil)
	if err != nil || w.Base().Stranger || w.Seed() != 7 || names["sg2"] != own.Base().Names["sg2"] {
		t.Errorf("%v, seed %d, names %v", err, w.Seed(), names)
	}
	w, names, err = Discover(t.Context(), inside, m, nil)
	if err != nil || !w.Equal(own) || len(names) != len(own.Base().Names) {
		t.Errorf("in this process: %v", err)
	}
	if o, err := outside.Do(t.Context(), model.Call{Op: "DescribeRegions", Caller: "nobody"}); err != nil || o.HTTP != 403 {
		t.Errorf("another caller of the world: %+v, %v", o, err)
	}
	if made, err := Prelude(t.Context(), outside, nil); err != nil || len(made.IDs) > 0 {
		t.Errorf("prelude on our own: %+v, %v", made, err)
	}
	if made, err := Prelude(t.Context(), inside, nil); err != nil || len(made.IDs) > 0 {
		t.Errorf("prelude in this process: %+v, %v", made, err)
	}
}

func TestDiscoverWhatIsSet(t *testing.T) {
	own := defaultWorld(t)
	had := own.Base().Names
	e := strange(t, own)
	tests := []struct {
		set, want map[string]string
	}{
		{map[string]string{"vswitch": had["vsw3"]}, map[string]string{"vsw1": had["vsw3"], "vpc1": had["vpc2"], "sg1": had["sg3"]}},
		{map[string]string{"vpc": had["vpc2"]}, map[string]string{"vpc1": had["vpc2"], "vpc2": "", "vsw1": had["vsw3"], "vsw2": "", "sg2": ""}},
		{map[string]string{"group": had["sg2"]}, map[string]string{"sg1": had["sg2"], "sg2": had["sg1"], "vsw1": had["vsw1"]}},
		{map[string]string{"zone": "cn-hangzhou-j"}, map[string]string{"zone1": "cn-hangzhou-j", "vsw1": had["vsw2"]}},
		{map[string]string{"type": "ecs.g7.xlarge"}, map[string]string{"type1": "ecs.g7.xlarge"}},
		{map[string]string{"image": had["image.plain"]}, map[string]string{"image.plain": had["image.plain"], "image.linux": had["image.linux"]}},
		{map[string]string{"image": "m-own"}, map[string]string{"image.linux": "m-own"}},
		{map[string]string{"region": "cn-beijing"}, map[string]string{"vsw1": had["beijing.vsw1"], "zone1": "cn-beijing-h"}},
	}
	for _, tt := range tests {
		w, names := discovered(t, e, tt.set)
		for name, id := range tt.want {
			if names[name] != id {
				t.Errorf("%v: %s is %s, want %s", tt.set, name, names[name], id)
			}
		}
		if region := w.Base().Regions[0].RegionId; tt.set["region"] != "" && region != tt.set["region"] {
			t.Errorf("%v: region %s", tt.set, region)
		}
	}
	if _, _, err := Discover(t.Context(), e, newModel(t), map[string]string{"colour": "red"}); err == nil || !strings.Contains(err.Error(), "vswitch") {
		t.Errorf("an unknown name: %v", err)
	}
}

// A scripted target answers each operation by a function; it lacks the others.
type scripted map[string]func(model.Call) model.Outcome

func (s scripted) Name() string { return "scripted" }

func (s scripted) Do(_ context.Context, c model.Call) (model.Outcome, error) {
	if f, ok := s[c.Op]; ok {
		return f(c), nil
	}
	return model.Outcome{Class: model.ClassUnsupported, HTTP: 501}, nil
}

// showing answers with these resources, which show the fields.
func showing(shown string, resources ...model.Resource) func(model.Call) model.Outcome {
	return func(model.Call) model.Outcome {
		o := model.Outcome{Class: model.ClassOK, HTTP: 200}
		for _, r := range resources {
			fields := map[string]bool{}
			for name := range strings.FieldsSeq(shown) {
				fields[name] = true
			}
			o.Reply.Items = append(o.Reply.Items, model.Seen{Resource: r, Shown: fields})
		}
		return o
	}
}

func TestDiscoverNothing(t *testing.T) {
	m := newModel(t)
	_, _, err := Discover(t.Context(), scripted{}, m, nil)
	var missing *MissingError
	if !errors.As(err, &missing) || len(missing.Needs) != 1 || !strings.Contains(err.Error(), "no region (DescribeRegions is not there): give --set region=…") {
		t.Errorf("%v", err)
	}
	_, _, err = Discover(t.Context(), scripted{}, m, map[string]string{"region": "here"})
	if !errors.As(err, &missing) {
		t.Fatal(err)
	}
	var needs []string
	for _, n := range missing.Needs {
		needs = append(needs, n.Set)
	}
	if !slices.Equal(needs, []string{"vswitch", "group", "zone", "type", "image"}) {
		t.Errorf("needs %v", needs)
	}
	_, _, err = Discover(t.Context(), scripted{}, m, map[string]string{
		"region": "here", "vswitch": "vsw-1", "group": "sg-1", "type": "ecs.x", "image": "m-1", "zone": "here-a"})
	if !errors.As(err, &missing) || missing.Needs[0].Set != "vpc" {
		t.Errorf("without the VPC: %v", err)
	}
	w, names, err := Discover(t.Context(), scripted{}, m, map[string]string{
		"region": "here", "vswitch": "vsw-1", "group": "sg-1", "type": "ecs.x", "image": "m-1", "zone": "here-a", "vpc": "vpc-1"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"vpc1": "vpc-1", "vsw1": "vsw-1", "sg1": "sg-1", "type1": "ecs.x", "image.linux": "m-1", "zone1": "here-a"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	if w.Knows(model.Fact{Scope: "ecs.x", Name: model.TypeEniQuantity}).Known() {
		t.Error("a type that only has a name is known")
	}
}

func TestDiscoverGuesses(t *testing.T) {
	target := scripted{
		"DescribeRegions": showing("RegionId", &model.Region{RegionId: "here"}),
		"DescribeImages": showing("ImageId", &ecs.Image{ImageId: "win2022.vhd"}, &ecs.Image{ImageId: "debian.vhd"},
			&ecs.Image{ImageId: "broken.vhd", Status: ecs.CreateFailed}, &ecs.Image{ImageId: "m-own", ImageOwnerAlias: "self"}),
		"DescribeVSwitches":      showing("VSwitchId", &ecs.VSwitch{VSwitchId: "vsw-full", CidrBlock: "10.0.0.0/24", Hidden: ecs.VSwitchHidden{Used: 250}}, &ecs.VSwitch{VSwitchId: "vsw-1"}),
		"DescribeSecurityGroups": showing("SecurityGroupId", &ecs.SecurityGroup{SecurityGroupId: "sg-1"}),
		"DescribeVpcs":           showing("VpcId", &ecs.Vpc{VpcId: "vpc-1"}),
		"DescribeZones":          showing("ZoneId Types", &model.Zone{ZoneId: "here-a", Types: model.NewList("ecs.a", "ecs.b")}),
	}
	w, names, err := Discover(t.Context(), target, newModel(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"vpc1": "vpc-1", "vsw1": "vsw-1", "sg1": "sg-1", "type1": "ecs.a", "image.linux": "debian.vhd", "image.windows": "win2022.vhd", "zone1": "here-a"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	v, _ := w.Find(mainAccount, "here", ecs.KindVSwitch, "vsw-1").(*ecs.VSwitch)
	if v == nil || v.VpcId != "vpc-1" || v.ZoneId != "here-a" || v.Free() < 1<<20 {
		t.Errorf("%+v", v)
	}
}

func TestDiscoverPages(t *testing.T) {
	images := func(n int) []model.Resource {
		var all []model.Resource
		for i := range n {
			all = append(all, model.Seen{Resource: &ecs.Image{ImageId: fmt.Sprintf("m-%03d", i)}, Shown: map[string]bool{"ImageId": true}})
		}
		return all
	}(120)
	calls := 0
	numbered := func(c model.Call) model.Outcome {
		calls++
		if calls == 1 {
			return model.Outcome{Class: model.ClassThrottled, Code: "Throttling"}
		}
		n, _ := strconv.Atoi(c.Params["PageNumber"])
		size, _ := strconv.Atoi(c.Params["PageSize"])
		first := min((n-1)*size, len(images))
		o := model.Outcome{Class: model.ClassOK, Reply: model.Reply{Items: images[first:min(first+size, len(images))]}}
		o.Reply.Page = model.Page{Number: n, Size: size, Total: len(images)}
		return o
	}
	whole := func(c model.Call) model.Outcome {
		calls++
		if c.Params["PageNumber"] != "" {
			return model.Outcome{Class: model.ClassError, HTTP: 400, Code: "InvalidParameter"}
		}
		return model.Outcome{Class: model.ClassOK, Reply: model.Reply{Items: images}}
	}
	tokens := func(c model.Call) model.Outcome {
		calls++
		if c.Params["PageNumber"] != "" {
			return model.Outcome{Class: model.ClassError, HTTP: 400, Code: "InvalidParameter"}
		}
		if c.Params["NextToken"] == "" {
			return model.Outcome{Class: model.ClassOK, Reply: model.Reply{Items: images[:100], Page: model.Page{Next: "more"}}}
		}
		return model.Outcome{Class: model.ClassOK, Reply: model.Reply{Items: images[100:]}}
	}
	for name, answer := range map[string]func(model.Call) model.Outcome{"numbered": numbered, "whole": whole, "tokens": tokens} {
		calls = 0
		d := &discovery{target: scripted{"DescribeImages": answer}, region: "here"}
		all, _, err := d.list(t.Context(), "DescribeImages", model.Params{})
		if err != nil || len(all) != len(images) || calls > 5 {
			t.Errorf("%s: %d images in %d calls, %v", name, len(all), calls, err)
		}
	}
}

func TestDiscoverGivesUpOnSilence(t *testing.T) {
	silent := scripted{"DescribeRegions": func(model.Call) model.Outcome {
		return model.Outcome{Class: model.ClassUnknown, Message: "no answer within 1s"}
	}}
	if _, _, err := Discover(t.Context(), silent, newModel(t), nil); err == nil || !strings.Contains(err.Error(), "no answer within 1s") {
		t.Errorf("%v", err)
	}
}
