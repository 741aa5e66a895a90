package target

import (
	"net/http/httptest"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc"
)

// serving returns a cloud of the world, and endpoint and inside view of it.
func serving(t *testing.T, w model.World, opts ...sim.Option) (*Endpoint, *InProcess) {
	t.Helper()
	cloud := sim.New(w, opts...)
	handler, err := rpc.NewHandler(cloud, rpc.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	first, callers := CredentialsOf(w)
	return at(t, server.URL, func(c *Config) { c.Credentials, c.Callers = first, callers }), NewInProcess(cloud)
}

// TestTheWireLosesNothing asks the simulator the same over the wire and inside:
// what the wire shows is what the model says.
func TestTheWireLosesNothing(t *testing.T) {
	w := defaultWorld(t)
	outside, inside := serving(t, w, sim.WithTransitions(sim.TransitionsInstant), sim.WithClock(sim.Clock{Mode: sim.ClockFrozen}))
	names := w.Base().Names
	id := launch(t, outside, w)
	region := model.Params{"RegionId": "cn-hangzhou"}
	if o, err := outside.Do(t.Context(), model.Call{Op: "CreateKeyPair", Params: region.With("KeyPairName", "key-1").With("Tag.1.Key", "team")}); err != nil || o.Class != model.ClassOK {
		t.Fatal(o, err)
	}
	for op, params := range map[string]model.Params{
		"DescribeInstances":                 region.With("AdditionalAttributes.1", "META_OPTIONS"),
		"DescribeInstanceStatus":            region,
		"DescribeInstanceAttribute":         {"InstanceId": id},
		"DescribeUserData":                  region.With("InstanceId", id),
		"DescribeDisks":                     region,
		"DescribeKeyPairs":                  region.With("IncludePublicKey", "true"),
		"DescribeInstanceVncUrl":            region.With("InstanceId", id),
		"DescribeImages":                    region,
		"DescribeNetworkInterfaces":         region,
		"DescribeSecurityGroups":            region,
		"DescribeSecurityGroupAttribute":    region.With("SecurityGroupId", names["sg1"]),
		"DescribeVpcs":                      region,
		"DescribeVSwitches":                 region,
		"DescribeRegions":                   {},
		"DescribeZones":                     region,
		"DescribeInstanceTypes":             {},
		"StopInstance":                      {"InstanceId": id, "DryRun": "true"},
		"StartInstance":                     {"InstanceId": id},
		"DeleteInstance":                    {"InstanceId": "i-none"},
		"DescribeAvailableResource":         {},
		"NoSuchOperation":                   {},
		"ModifyInstanceAttribute":           {"InstanceId": id, "InstanceName": "", "HostName": "-x-"},
		"DescribeNetworkInterfaceAttribute": region.With("NetworkInterfaceId", "eni-none"),
	} {
		call := model.Call{Op: op, Params: params}
		want, err := inside.Do(t.Context(), call)
		if err != nil {
			t.Fatal(err)
		}
		got, err := outside.Do(t.Context(), call)
		if err != nil {
			t.Errorf("%s: %v", op, err)
			continue
		}
		if _, given := want.Reply.Values["VncUrl"]; given { // what opens something is not kept
			want.Reply.Values["VncUrl"] = "(not kept)"
		}
		same(t, op, want, got)
	}
}

// same compares what the simulator said with what the wire brought.
func same(t *testing.T, op string, want, got model.Outcome) {
	t.Helper()
	if op == "DescribeInstanceTypes" {
		want.Reply.Page = model.Page{} // its answer has a NextToken and no size
	}
	items := func(o *model.Outcome) []model.Resource {
		all := o.Reply.Items
		o.RequestId, o.Reply.Items = "", nil
		if len(o.Reply.Values) == 0 {
			o.Reply.Values = nil
		}
		return all
	}
	wants, gots := items(&want), items(&got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: %s", op, diff)
	}
	if len(wants) != len(gots) {
		t.Errorf("%s: %d items, want %d", op, len(gots), len(wants))
		return
	}
	for i := range wants {
		seen := gots[i].(model.Seen)
		w, g := reflect.ValueOf(wants[i]).Elem(), reflect.ValueOf(seen.Resource).Elem()
		for name := range seen.Shown {
			if name == rulesShown {
				continue
			}
			a, b := w.FieldByName(name).Interface(), g.FieldByName(name).Interface()
			if at, ok := a.(time.Time); ok { // the wire drops seconds, or what is below
				a = at.Truncate(time.Minute)
				b = b.(time.Time).Truncate(time.Minute)
			}
			if a != b {
				t.Errorf("%s %s: %s is %v, want %v", op, wants[i].ID(), name, b, a)
			}
		}
	}
}

func TestControlOverTheWire(t *testing.T) {
	w := defaultWorld(t)
	outside, inside := serving(t, w, sim.WithClock(sim.Clock{Mode: sim.ClockFrozen}))
	world, seed, ok := Known(t.Context(), outside.Name())
	if !ok || world != "default" || seed != 7 {
		t.Errorf("known as %s, seed %d, %v", world, seed, ok)
	}
	before := inside.World().Now()
	if err := outside.MoveClock(t.Context(), "+30m"); err != nil || inside.World().Now().Sub(before) != 30*time.Minute {
		t.Errorf("moved by %v, %v", inside.World().Now().Sub(before), err)
	}
	if err := outside.DeclareFault(t.Context(), "DescribeRegions Throttling.User times=1 delay=1ms"); err != nil {
		t.Fatal(err)
	}
	for i, want := range []model.Class{model.ClassThrottled, model.ClassOK} {
		if o, err := outside.Do(t.Context(), model.Call{Op: "DescribeRegions"}); err != nil || o.Class != want {
			t.Errorf("call %d: %+v, %v", i, o, err)
		}
	}
	if err := outside.DeclareFault(t.Context(), "NoSuchOperation InternalError"); err == nil {
		t.Error("a fault of no operation")
	}
}

func TestStrangersHaveNoControl(t *testing.T) {
	e := answering(t, 200, `{"version":"3","world":4}`)
	if _, _, ok := Known(t.Context(), e.Name()); ok {
		t.Error("a stranger is known")
	}
	e = answering(t, 404, `no`)
	if err := e.MoveClock(t.Context(), "+1m"); err == nil {
		t.Error("a stranger has a clock")
	}
	if _, _, ok := Known(t.Context(), "no address"); ok {
		t.Error("no address is known")
	}
}
