package rpc

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc/control"
)

// steered serves a frozen cloud with one Pending instance to a client.
func steered(t *testing.T, options Options) (*control.Client, *sim.Cloud, string) {
	t.Helper()
	cloud := cloudOf(t, sim.WithClock(sim.Clock{Mode: sim.ClockFrozen}))
	names := cloud.World().Base().Names
	out := cloud.Do(t.Context(), model.Call{Op: "RunInstances", Params: model.Params{
		"RegionId": "cn-hangzhou", "ImageId": names["image.linux"], "InstanceType": "ecs.g7.large", "VSwitchId": names["vsw1"],
		"SecurityGroupId": names["sg1"], "Nonsense": "x", "Password": "Top-Secret-1", "UserData": "dG9wLXNlY3JldA==",
	}})
	if out.Code != "" {
		t.Fatal(out.Code)
	}
	return &control.Client{URL: "http://" + serve(t, cloud, options)}, cloud, out.Reply.Created[0]
}

func TestTheClientReads(t *testing.T) {
	c, cloud, id := steered(t, Options{Version: "1.2.3"})
	ctx := t.Context()
	if err := c.Health(ctx); err != nil {
		t.Error(err)
	}
	if r, err := c.Ready(ctx); err != nil || !r.Ready {
		t.Errorf("%+v, %v", r, err)
	}
	info, err := c.Info(ctx)
	if err != nil || info.Version != "1.2.3" || info.World != "default" || info.Seed != 1 || info.Clock != "frozen" ||
		!info.Signatures || info.Names["sg1"] != cloud.World().Base().Names["sg1"] {
		t.Errorf("%+v, %v", info, err)
	}
	actions, err := c.Actions(ctx)
	served, documented := 0, 0
	for _, a := range actions {
		if a.Served {
			served++
		}
		if a.Page {
			documented++
		}
	}
	if err != nil || served != info.Operations || documented != info.Documented {
		t.Errorf("%d of %d actions served, info says %d of %d; %v", served, documented, info.Operations, info.Documented, err)
	}
	for want, filter := range map[int]control.Filter{
		1: {Account: "main", Fields: map[string]string{"Status": "Pending", "InstanceId": id}},
		0: {Account: "main", Fields: map[string]string{"Status": "Running"}},
	} {
		if all, err := c.State(ctx, ecs.KindInstance, filter); err != nil || len(all) != want {
			t.Errorf("%+v: %s, %v", filter, all, err)
		}
	}
	typed, err := c.Resources(ctx, ecs.KindInstance, control.Filter{})
	if err != nil || len(typed) != 1 || typed[0].Region != "cn-hangzhou" {
		t.Fatalf("%+v, %v", typed, err)
	}
	want := *cloud.World().Find(typed[0].Account, "cn-hangzhou", ecs.KindInstance, id).(*ecs.Instance)
	want.Hidden, want.UserData = ecs.InstanceHidden{}, ""
	if got := *typed[0].Resource.(*ecs.Instance); got != want {
		t.Errorf("typed %+v, want %+v", got, want)
	}
	trace, err := c.Trace(ctx)
	if err != nil || len(trace) != 1 || trace[0].Operation != "RunInstances" || len(trace[0].Unread) != 1 {
		t.Errorf("%+v, %v", trace, err)
	}
}

func TestTheClientSteers(t *testing.T) {
	c, cloud, id := steered(t, Options{})
	ctx := t.Context()
	at := func(got control.Clock, err error) time.Duration {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return got.Now.Sub(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	}
	pending, err := c.Transitions(ctx)
	if err != nil || len(pending) != 1 || pending[0].ID != id || pending[0].Name != "Instance/Pending-Starting" {
		t.Errorf("%+v, %v", pending, err)
	}
	if name, err := c.StepTransition(ctx, id); err != nil || name != pending[0].Name {
		t.Errorf("stepped %s, %v", name, err)
	}
	if now, err := c.RunUntilIdle(ctx); err != nil || now.Fired != 1 || now.Pending != 0 {
		t.Errorf("%+v, %v", now, err)
	}
	if got := at(c.SetNow(ctx, cloud.Now().Truncate(time.Hour).Add(time.Hour))); got != time.Hour {
		t.Errorf("set to %v", got)
	}
	if got := at(c.Advance(ctx, 90*time.Second)); got != time.Hour+90*time.Second {
		t.Errorf("advanced to %v", got)
	}
	if _, err := c.SetNow(ctx, time.Time{}.Add(time.Hour)); err == nil || !strings.Contains(err.Error(), "only moves forward") {
		t.Errorf("time went back: %v", err)
	}
	if now, err := c.SetClock(ctx, sim.Clock{Mode: sim.ClockScaled, Scale: 60}); err != nil || now.Clock != "scaled:60" {
		t.Errorf("%+v, %v", now, err)
	}
	if err := c.ResetAccount(ctx, "main"); err != nil {
		t.Error(err)
	}
	if all, err := c.State(ctx, ecs.KindInstance, control.Filter{}); err != nil || len(all) != 0 {
		t.Errorf("%s, %v", all, err)
	}
	if err := c.Reset(ctx); err != nil {
		t.Error(err)
	}
	if got := at(c.Clock(ctx)); got != 0 {
		t.Errorf("after a reset it is %v", got)
	}
}

func TestTheClientArmsFaults(t *testing.T) {
	c, cloud, id := steered(t, Options{})
	ctx := t.Context()
	armed := sim.Fault{
		Operation: "StopInstance", Kind: sim.FaultThrottle, Times: 1, Delay: time.Millisecond, Params: map[string]string{"InstanceId": id},
	}
	name, err := c.Arm(ctx, armed)
	if err != nil {
		t.Fatal(err)
	}
	stop := model.Call{Op: "StopInstance", Params: model.Params{"InstanceId": id}}
	if out := cloud.Do(ctx, stop); out.Code != "Throttling.User" {
		t.Errorf("got %s", out.Code)
	}
	all, err := c.Faults(ctx)
	if err != nil || len(all) != 1 || all[0].ID != name || all[0].Delay != time.Millisecond || all[0].Hits != 1 || !all[0].Consumed ||
		all[0].Params["InstanceId"] != id {
		t.Errorf("%+v, %v", all, err)
	}
	if err := c.Disarm(ctx, name); err != nil {
		t.Error(err)
	}
	if err := c.Disarm(ctx, name); err == nil || !strings.Contains(err.Error(), "not armed") {
		t.Errorf("disarmed twice: %v", err)
	}
	if _, err := c.Arm(ctx, sim.Fault{Operation: "MakeCoffee", Code: "InternalError"}); err == nil || !strings.Contains(err.Error(), "MakeCoffee") {
		t.Errorf("armed for no operation: %v", err)
	}
	if err := c.DisarmAll(ctx); err != nil {
		t.Error(err)
	}
}

// A server that is up and not ready says so, and why.
func TestReadyIsNotHealth(t *testing.T) {
	c, _, _ := steered(t, Options{Ready: func() error { return errors.New("the journal is being read") }})
	if err := c.Health(t.Context()); err != nil {
		t.Error(err)
	}
	if r, err := c.Ready(t.Context()); err != nil || r.Ready || r.Why != "the journal is being read" {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestTheClientKnowsAStranger(t *testing.T) {
	for _, body := range []string{"", "{}", "<html>", `{"Code": "InvalidAction.NotFound"}`} {
		for _, status := range []int{200, 404} {
			stranger := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(status)
				_, _ = w.Write([]byte(body))
			}))
			c := &control.Client{URL: stranger.URL}
			if _, err := c.Info(t.Context()); !errors.Is(err, control.ErrNoControl) {
				t.Errorf("%d %s: %v", status, body, err)
			}
			stranger.Close()
			if err := c.Health(t.Context()); err == nil {
				t.Error("nobody answers, and that is healthy")
			}
		}
	}
}

func TestTheClientTakesSnapshots(t *testing.T) {
	c, cloud, id := steered(t, Options{MostBytes: 1000})
	before := cloud.World()
	kept, err := c.Snapshot(t.Context())
	if err != nil || len(kept) < 1000 {
		t.Fatalf("%d bytes, %v", len(kept), err)
	}
	if err := c.Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := c.Restore(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	if !cloud.World().Equal(before) || len(cloud.Pending()) != 1 || cloud.Pending()[0].ID != id {
		t.Error("the world is not what it was")
	}
	kept[len(kept)-1] ^= 1
	for _, wrong := range [][]byte{kept, kept[:20], nil, []byte("{}")} {
		if err := c.Restore(t.Context(), wrong); err == nil || !strings.Contains(err.Error(), "read the snapshot") {
			t.Errorf("%.20q: %v", wrong, err)
		}
	}
	if !cloud.World().Equal(before) {
		t.Error("a broken snapshot changed the world")
	}
}
