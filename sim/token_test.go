package sim_test

import (
	"context"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/sim"
)

// launchWith is a call that makes an instance, with a token.
func launchWith(names map[string]string, token string, more model.Params) model.Call {
	params := model.Params{
		"RegionId": "cn-hangzhou", "ImageId": names["image.linux"], "InstanceType": "ecs.g7.large",
		"VSwitchId": names["vsw1"], "SecurityGroupId": names["sg1"], "ClientToken": token,
	}
	maps.Copy(params, more)
	return model.Call{Op: "RunInstances", Params: params}
}

// However many call at once with one token, they make one instance.
func TestOneTokenMakesOneInstanceForAllWhoCallAtOnce(t *testing.T) {
	c, names := cloudOf(t)
	var wg sync.WaitGroup
	ids := make([]string, 32)
	for i := range ids {
		wg.Go(func() {
			if out := c.Do(t.Context(), launchWith(names, "once", nil)); len(out.Reply.Created) == 1 {
				ids[i] = out.Reply.Created[0]
			}
		})
	}
	wg.Wait()
	for _, id := range ids {
		if id == "" || id != ids[0] {
			t.Fatalf("got %q", ids)
		}
	}
	if n := len(c.World().Resources("1000000000000001", "cn-hangzhou", ecs.KindInstance)); n != 1 {
		t.Errorf("%d instances", n)
	}
}

// While a fault delays a call, its token is held, and a second call with it is
// refused for that reason.
func TestATokenInProgress(t *testing.T) {
	for op, want := range map[string]string{
		"RunInstances": "IdempotentProcessing", "CreateSecurityGroup": "IdempotentProcessing",
		"CreateVpc": "TOKEN_PROCESSING", "CreateImage": "LastTokenProcessing", "CreateVSwitch": "TOKEN_PROCESSING",
	} {
		t.Run(op, func(t *testing.T) {
			asleep, wake := make(chan struct{}), make(chan struct{})
			c, names := cloudOf(t, sim.WithSleep(func(context.Context, time.Duration) { close(asleep); <-wake }))
			call := launchWith(names, "slow", nil)
			call.Op = op
			arm(t, c, sim.Fault{Operation: op, Kind: sim.FaultDelay, Delay: time.Hour, Times: 1})
			var first model.Outcome
			var wg sync.WaitGroup
			wg.Go(func() { first = c.Do(t.Context(), call) })
			<-asleep
			if out := c.Do(t.Context(), call); out.Code != want || out.HTTP < 400 || out.Message == "" {
				t.Errorf("in progress: %d %s %q, want %s", out.HTTP, out.Code, out.Message, want)
			}
			other := model.Call{Op: op, Params: call.Params.With("Description", "other")}
			if out := c.Do(t.Context(), other); out.Code == want || out.Code == "" {
				t.Errorf("in progress, with other parameters: %q", out.Code)
			}
			close(wake)
			wg.Wait()
			if out := c.Do(t.Context(), call); out.Code != first.Code {
				t.Errorf("first %q, and afterwards %q", first.Code, out.Code)
			}
		})
	}
}

// A failure leaves the token free unless it burns it.
func TestABurntToken(t *testing.T) {
	for _, burns := range []bool{false, true} {
		c, names := cloudOf(t)
		arm(t, c, sim.Fault{Operation: "RunInstances", Code: "InternalError", Times: 1, BurnsToken: burns})
		call := launchWith(names, "again", nil)
		if out := c.Do(t.Context(), call); out.Code != "InternalError" {
			t.Fatalf("%+v", out)
		}
		other := launchWith(names, "again", model.Params{"InstanceName": "other"})
		same, changed := c.Do(t.Context(), call), c.Do(t.Context(), other)
		switch {
		case !burns && (same.Code != "" || changed.Code != "IdempotentParameterMismatch"):
			t.Errorf("not burnt: %q, then %q", same.Code, changed.Code)
		case burns && (same.Code != "IdempotentFailed" || changed.Code != "IdempotentParameterMismatch"):
			t.Errorf("burnt: %q, then %q", same.Code, changed.Code)
		}
		if fresh := c.Do(t.Context(), launchWith(names, "fresh", nil)); fresh.Code != "" {
			t.Errorf("another token: %+v", fresh)
		}
	}
	c, _ := cloudOf(t)
	if _, err := c.Arm(sim.Fault{Operation: "RunInstances", Code: "InternalError", Phase: sim.After, BurnsToken: true}); err == nil {
		t.Error("a call that takes effect burns its token")
	}
}

func TestADryRunLeavesItsTokenFree(t *testing.T) {
	c, names := cloudOf(t)
	do(t, c, "DryRunOperation", "RunInstances", launchWith(names, "dry", model.Params{"DryRun": "true"}).Params)
	do(t, c, "", "RunInstances", launchWith(names, "dry", nil).Params)
}

// A snapshot has the burnt tokens, written down or not; a reset forgets them, and
// that of an account its own.
func TestBurntTokensInSnapshotsAndResets(t *testing.T) {
	c, names := cloudOf(t)
	arm(t, c, sim.Fault{Operation: "RunInstances", Code: "InternalError", Times: 1, BurnsToken: true})
	call := launchWith(names, "again", nil)
	do(t, c, "InternalError", call.Op, call.Params)
	kept := c.Snapshot()
	data, err := kept.Encode()
	if err != nil {
		t.Fatal(err)
	}
	read, err := c.DecodeSnapshot(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		what string
		does func() error
		code string
	}{
		{"burnt", func() error { return nil }, "IdempotentFailed"},
		{"another account is reset", func() error { return c.ResetAccount("other") }, "IdempotentFailed"},
		{"the account is reset", func() error { return c.ResetAccount("main") }, ""},
		{"the snapshot", func() error { return c.Restore(kept) }, "IdempotentFailed"},
		{"a reset", c.Reset, ""},
		{"the snapshot that was written", func() error { return c.Restore(read) }, "IdempotentFailed"},
	} {
		if err := step.does(); err != nil {
			t.Fatal(err)
		}
		if out := c.Do(t.Context(), call); out.Code != step.code {
			t.Errorf("%s: %q, want %q", step.what, out.Code, step.code)
		}
	}
}
