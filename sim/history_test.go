package sim_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/sim"
)

// An account goes back to its beginning while another keeps what it has.
func TestResetOfOneAccount(t *testing.T) {
	c, names := cloudOf(t)
	begin := c.World()
	token := model.Params{"RegionId": "cn-hangzhou", "VpcId": names["other.vpc1"], "ClientToken": "once"}
	group := func() string {
		t.Helper()
		out := c.Do(t.Context(), model.Call{Caller: "other", Op: "CreateSecurityGroup", Params: token})
		if out.Code != "" {
			t.Fatal(out.Code)
		}
		return out.Reply.Created[0]
	}
	id, first := run(t, c, names), group()
	if err := c.ResetAccount("other"); err != nil {
		t.Fatal(err)
	}
	if status(t, c, id) == "" {
		t.Error("the instance of account main is gone")
	}
	if err := c.World().Check(); err != nil {
		t.Error(err)
	}
	if second := group(); second == first {
		t.Errorf("%s was given twice, or the token is still known", second)
	}
	if err := c.ResetAccount("1000000000000001"); err != nil {
		t.Fatal(err)
	}
	if status(t, c, id) != "" || len(c.Pending()) != 0 {
		t.Errorf("account main still has %s, %d transitions pending", id, len(c.Pending()))
	}
	if err := c.ResetAccount("other"); err != nil {
		t.Fatal(err)
	}
	w := c.World()
	for _, k := range []model.Kind{ecs.KindInstance, ecs.KindSecurityGroup, ecs.KindNetworkInterface} {
		for _, a := range w.Base().Accounts {
			if got, want := len(w.Resources(a.ID, "cn-hangzhou", k)), len(begin.Resources(a.ID, "cn-hangzhou", k)); got != want {
				t.Errorf("account %s has %d of %s, want %d", a.Name, got, k, want)
			}
		}
	}
	if err := c.ResetAccount("nobody"); err == nil {
		t.Error("an account that there is not was reset")
	}
}

// In the order of the events, each call finds what the calls before it left, in
// whatever order the events arrived.
func TestEventsTellTheOrderOfTheirEffects(t *testing.T) {
	c, names := cloudOf(t, sim.WithClock(sim.Clock{Mode: sim.ClockFrozen}))
	var mu sync.Mutex
	var events []sim.Event
	c.Observe(func(e sim.Event) {
		mu.Lock()
		defer mu.Unlock()
		events = append(events, e)
	})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 10 {
				c.Do(t.Context(), model.Call{Op: "CreateSecurityGroup", Params: model.Params{"RegionId": "cn-hangzhou", "VpcId": names["vpc2"]}})
				c.Do(t.Context(), model.Call{Op: "DescribeSecurityGroups", Params: model.Params{"RegionId": "cn-hangzhou", "VpcId": names["vpc2"]}})
			}
		})
	}
	wg.Wait()
	slices.SortFunc(events, sim.Event.Compare)
	made := 1 // vpc2 begins with one group
	for i, e := range events {
		switch {
		case e.Verdict.Op.Reads:
			if e.Outcome.Reply.Page.Total != made {
				t.Fatalf("event %d, %s %d: it sees %d groups, %d were made before it", i, e.Call.Op, e.Number, e.Outcome.Reply.Page.Total, made)
			}
		default:
			made++
		}
	}
	if made != 81 {
		t.Errorf("%d groups", made)
	}
}

func TestEventsTellMovesOfTheClockAndNewEpochs(t *testing.T) {
	c, _ := cloudOf(t, sim.WithClock(sim.Clock{Mode: sim.ClockFrozen}))
	var last sim.Event
	c.Observe(func(e sim.Event) { last = e })
	look := func() sim.Event {
		do(t, c, "", "DescribeRegions", nil)
		return last
	}
	first := look()
	if err := c.Advance(time.Minute); err != nil {
		t.Fatal(err)
	}
	if err := c.SetNow(c.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if e := look(); e.Moved != time.Hour+time.Minute || e.Epoch != first.Epoch || e.Order <= first.Order {
		t.Errorf("moved %v, epoch %d, order %d after %d", e.Moved, e.Epoch, e.Order, first.Order)
	}
	moved := last.Moved
	do(t, c, "", "CreateVpc", model.Params{"RegionId": "cn-hangzhou", "CidrBlock": "10.9.0.0/16"})
	begun := c.Now()
	if n, err := c.RunUntilIdle(); err != nil || n == 0 {
		t.Fatalf("%d transitions, %v", n, err)
	}
	if e := look(); e.Moved <= moved || e.Moved-moved != c.Now().Sub(begun) {
		t.Errorf("a run until idle moved the clock by %v, it says %v", c.Now().Sub(begun), e.Moved-moved)
	}
	kept := c.Snapshot()
	if err := c.Reset(); err != nil {
		t.Fatal(err)
	}
	if e := look(); e.Moved != 0 || e.Epoch != first.Epoch+1 {
		t.Errorf("after a reset: moved %v, epoch %d", e.Moved, e.Epoch)
	}
	if err := c.Restore(kept); err != nil {
		t.Fatal(err)
	}
	if e := look(); e.Epoch != first.Epoch+2 {
		t.Errorf("after going back: epoch %d", e.Epoch)
	}
}
