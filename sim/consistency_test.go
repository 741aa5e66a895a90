package sim_test

import (
	"testing"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim"
)

const lagRange = 8 * time.Second

// eventual returns a cloud whose changes show and count late, and whose clock only
// the test moves.
func eventual(tb testing.TB, seed uint64) (*sim.Cloud, map[string]string) {
	tb.Helper()
	m, err := reference.New()
	if err != nil {
		tb.Fatal(err)
	}
	w, err := model.Default(m, seed)
	if err != nil {
		tb.Fatal(err)
	}
	return sim.New(w, sim.WithClock(sim.Clock{Mode: sim.ClockFrozen}), sim.WithConsistency(sim.Consistency{Range: lagRange})), w.Base().Names
}

func TestParseConsistency(t *testing.T) {
	for text, want := range map[string]string{
		"strict": "strict", "eventual": "eventual:5s", "eventual:1m30s": "eventual:1m30s",
		"": "", "late": "", "eventual:": "", "eventual:0s": "", "eventual:-1s": "", "eventual:soon": "", "strict:5s": "",
	} {
		got, err := sim.ParseConsistency(text)
		if (err != nil) != (want == "") || err == nil && got.String() != want {
			t.Errorf("%q: got %s, %v, want %q", text, got, err, want)
		}
	}
}

// lagsOf is how long a change goes unseen, asked each second, for some seeds.
func lagsOf(t *testing.T, lasts func(c *sim.Cloud, names map[string]string) func() bool) map[time.Duration]int {
	t.Helper()
	lags := map[time.Duration]int{}
	for seed := range uint64(12) {
		c, names := eventual(t, seed+1)
		late := lasts(c, names)
		var lag time.Duration
		for ; late(); lag += time.Second {
			if lag > lagRange {
				t.Fatalf("seed %d: still after %v", seed+1, lag)
			}
			if err := c.Advance(time.Second); err != nil {
				t.Fatal(err)
			}
		}
		for range 3 { // once it shows, it shows
			if late() {
				t.Fatalf("seed %d: gone back after %v", seed+1, lag)
			}
		}
		lags[lag]++
	}
	if len(lags) < 3 || lags[0] == 0 || lags[0] > 10 {
		t.Errorf("the lags are %v: some changes show at once, and others after different times", lags)
	}
	return lags
}

func TestChangesShowLate(t *testing.T) {
	lagsOf(t, func(c *sim.Cloud, names map[string]string) func() bool {
		id := run(t, c, names)
		return func() bool { return status(t, c, id) == "" }
	})
	lagsOf(t, func(c *sim.Cloud, names map[string]string) func() bool {
		id := run(t, c, names)
		if _, err := c.RunUntilIdle(); err != nil {
			t.Fatal(err)
		}
		do(t, c, "", "ModifyInstanceAttribute", model.Params{"InstanceId": id, "InstanceName": "changed"})
		return func() bool {
			items := do(t, c, "", "DescribeInstances", model.Params{"RegionId": "cn-hangzhou", "InstanceIds": `["` + id + `"]`}).Items
			return items[0].(*ecs.Instance).InstanceName != "changed"
		}
	})
}

func TestWhatIsGoneCountsForAWhile(t *testing.T) {
	for _, place := range []string{"group", "vSwitch", "address"} {
		t.Run(place, func(t *testing.T) {
			lagsOf(t, func(c *sim.Cloud, names map[string]string) func() bool { return releasing(t, c, names, place) })
		})
	}
}

// releasing removes an interface, and returns whether what it was in is refused as
// in use.
func releasing(t *testing.T, c *sim.Cloud, names map[string]string, place string) func() bool {
	t.Helper()
	region := model.Params{"RegionId": "cn-hangzhou"}
	make1 := func(op string, params ...string) string {
		call := region
		for i := 0; i < len(params); i += 2 {
			call = call.With(params[i], params[i+1])
		}
		return do(t, c, "", op, call).Created[0]
	}
	group := make1("CreateSecurityGroup", "VpcId", names["vpc1"])
	vswitch := make1("CreateVSwitch", "VpcId", names["vpc1"], "ZoneId", "cn-hangzhou-i", "CidrBlock", "10.77.0.0/24")
	if _, err := c.RunUntilIdle(); err != nil {
		t.Fatal(err)
	}
	const address = "10.77.0.77"
	eni := make1("CreateNetworkInterface", "VSwitchId", vswitch, "SecurityGroupId", group, "PrimaryIpAddress", address)
	if _, err := c.RunUntilIdle(); err != nil {
		t.Fatal(err)
	}
	do(t, c, "", "DeleteNetworkInterface", region.With("NetworkInterfaceId", eni))
	for len(c.Pending()) > 0 { // the interface goes; from then on it counts for a while
		if err := c.Advance(c.Pending()[0].At.Sub(c.Now())); err != nil {
			t.Fatal(err)
		}
	}
	calls := map[string]struct {
		call model.Call
		code string
	}{
		"group": {model.Call{Op: "DeleteSecurityGroup", Params: region.With("SecurityGroupId", group)}, "DependencyViolation"},
		"vSwitch": {model.Call{Op: "DeleteVSwitch", Params: region.With("VSwitchId", vswitch)},
			"DependencyViolation"},
		"address": {model.Call{Op: "CreateNetworkInterface", Params: region.With("VSwitchId", vswitch).With("SecurityGroupId", names["sg1"]).
			With("PrimaryIpAddress", address).With("DryRun", "true")}, "InvalidPrivateIpAddress.Duplicated"},
	}
	released := false
	return func() bool {
		if released {
			return false
		}
		before := c.World()
		out := c.Do(t.Context(), calls[place].call)
		if out.Code != "" && out.Code != calls[place].code && out.Code != model.DryRunOperation {
			t.Fatalf("%s: %d %s %s", place, out.HTTP, out.Code, out.Message)
		}
		late := out.Code == calls[place].code
		if late && !c.World().Equal(before) {
			t.Fatal("a refused call changed something")
		}
		released = !late
		return late
	}
}

func TestAStrictCloudHasNoLags(t *testing.T) {
	for range 3 {
		c, names := cloudOf(t, sim.WithClock(sim.Clock{Mode: sim.ClockFrozen}))
		if c.Consistency().String() != "strict" {
			t.Fatal(c.Consistency())
		}
		if id := run(t, c, names); status(t, c, id) == "" {
			t.Error("a new instance does not show")
		}
		late := releasing(t, c, names, "group")
		if late() {
			t.Error("a deleted interface counts in its group")
		}
	}
}
