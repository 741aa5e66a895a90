package sim_test

import (
	"testing"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/sim"
)

// What a call has begun fails on request: each failure of the model, by the control
// call and by a fault, and once only.
func TestWhatACallHasBegunFailsOnRequest(t *testing.T) {
	region := model.Params{"RegionId": "cn-hangzhou"}
	for _, c := range []struct {
		name  string
		op    string
		begin func(t *testing.T, c *sim.Cloud, names map[string]string) (id string)
		want  string // status; empty for gone
	}{
		{"Instance/Pending-gone", "RunInstances", func(t *testing.T, c *sim.Cloud, names map[string]string) (id string) {
			t.Helper()
			return run(t, c, names)
		}, ""},
		{"Image/Creating-CreateFailed", "CreateImage", func(t *testing.T, c *sim.Cloud, names map[string]string) (id string) {
			t.Helper()
			from := rested(t, c, run(t, c, names))
			return do(t, c, "", "CreateImage", region.With("InstanceId", from)).Created[0]
		}, ecs.CreateFailed},
		{"NetworkInterface/Creating-CreateFailed", "CreateNetworkInterface", func(t *testing.T, c *sim.Cloud, names map[string]string) (id string) {
			t.Helper()
			return do(t, c, "", "CreateNetworkInterface", region.With("VSwitchId", names["vsw1"]).With("SecurityGroupId", names["sg1"])).Created[0]
		}, ecs.CreateFailed},
		{"NetworkInterface/Attaching-Available", "AttachNetworkInterface", func(t *testing.T, c *sim.Cloud, names map[string]string) (id string) {
			t.Helper()
			host := rested(t, c, run(t, c, names))
			eni := rested(t, c, do(t, c, "", "CreateNetworkInterface", region.With("VSwitchId", names["vsw1"]).With("SecurityGroupId", names["sg1"])).Created[0])
			do(t, c, "", "AttachNetworkInterface", region.With("NetworkInterfaceId", eni).With("InstanceId", host))
			return eni
		}, ecs.Available},
	} {
		for _, by := range []string{"request", "fault"} {
			t.Run(c.name+" by "+by, func(t *testing.T) {
				cloud, names := cloudOf(t, sim.WithClock(sim.Clock{Mode: sim.ClockTicks, Tick: 10 * time.Millisecond}))
				if by == "fault" {
					arm(t, cloud, sim.Fault{Operation: c.op, Kind: sim.FaultFail})
				}
				id := c.begin(t, cloud, names)
				if by == "request" {
					if name, err := cloud.Fail(id); err != nil || name != c.name {
						t.Fatalf("failed as %q, %v", name, err)
					}
				}
				if err := cloud.Advance(time.Hour); err != nil {
					t.Fatal(err)
				}
				r, _, _ := cloud.World().Locate(id)
				switch {
				case r == nil && c.want != "", r != nil && model.StatusOf(r) != c.want:
					t.Errorf("afterwards it is %v", r)
				case cloud.World().Check() != nil:
					t.Error(cloud.World().Check())
				}
				if name, err := cloud.Fail(id); err == nil {
					t.Errorf("it failed again, as %s", name)
				}
			})
		}
	}
}

// rested lets everything come to rest, and returns the id.
func rested(t *testing.T, c *sim.Cloud, id string) string {
	t.Helper()
	if _, err := c.RunUntilIdle(); err != nil {
		t.Fatal(err)
	}
	return id
}
