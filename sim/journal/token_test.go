package journal

import (
	"context"
	"maps"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/sim"
)

// A tokenTest has a cloud with one token of each kind, and the time of day.
type tokenTest struct {
	*testing.T

	start model.World
	every int
	now   time.Time // of day
}

// begin goes on with the directory; sleep is what a delayed call does.
func (tt *tokenTest) begin(dir string, sleep func(context.Context, time.Duration)) (*Store, *sim.Cloud) {
	tt.Helper()
	s, err := Open(dir)
	if err != nil {
		tt.Fatal(err)
	}
	set := Settings{SnapshotEvery: tt.every, Clock: ticks(), Transitions: sim.TransitionsTimed}
	c, err := s.Begin(tt.start, set, sim.WithSleep(sleep), sim.WithWallClock(func() time.Time { return tt.now }))
	if err != nil {
		tt.Fatal(err)
	}
	return s, c
}

func (tt *tokenTest) arm(c *sim.Cloud, f sim.Fault) {
	tt.Helper()
	if _, err := c.Arm(f); err != nil {
		tt.Fatal(err)
	}
}

// call launches an instance with a token, and wants a code.
func (tt *tokenTest) call(c *sim.Cloud, token, name, want string) string {
	tt.Helper()
	names := c.World().Base().Names
	params := model.Params{
		"RegionId": "cn-hangzhou", "ImageId": names["image.linux"], "InstanceType": "ecs.g7.large", "InstanceName": name,
		"VSwitchId": names["vsw1"], "SecurityGroupId": names["sg1"], "ClientToken": token,
	}
	out := c.Do(tt.Context(), model.Call{Op: "RunInstances", Params: maps.Clone(params)})
	if out.Code != want {
		tt.Errorf("token %s, instance %s: %q %s, want %q", token, name, out.Code, out.Message, want)
	}
	if len(out.Reply.Created) != 1 {
		return ""
	}
	return out.Reply.Created[0]
}

// check calls with each token as a client does that repeats what it did not hear of.
func (tt *tokenTest) check(c *sim.Cloud, used string) {
	tt.Helper()
	if id := tt.call(c, "used", "box", ""); id != used {
		tt.Errorf("the used token made %s, it had made %s", id, used)
	}
	tt.call(c, "used", "other", "IdempotentParameterMismatch")
	tt.call(c, "burnt", "box", "IdempotentFailed")
	tt.call(c, "burnt", "other", "IdempotentParameterMismatch")
	tt.call(c, "slow", "box", "IdempotentProcessing")
	tt.call(c, "slow", "other", "IdempotentParameterMismatch")
}

func (tt *tokenTest) instances(c *sim.Cloud) int {
	return len(c.World().Resources("1000000000000001", "cn-hangzhou", ecs.KindInstance))
}

// ClientTokens that are used, burnt or in progress are so in the next process, too,
// however this one ends. A call in progress is gone with its process: its token is
// free when it would have been over, and then makes one instance.
func TestTokensOutliveTheirProcess(t *testing.T) {
	for _, every := range []int{0, 1} { // replayed, and from a snapshot
		t.Run(strconv.Itoa(every), func(t *testing.T) {
			tt := &tokenTest{T: t, start: startWorld(t, "default", 1), every: every, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
			asleep, wake := make(chan struct{}), make(chan struct{})
			s, c := tt.begin(t.TempDir(), func(context.Context, time.Duration) { close(asleep); <-wake })
			used := tt.call(c, "used", "box", "")
			tt.arm(c, sim.Fault{Operation: "RunInstances", Code: "InternalError", BurnsToken: true, Times: 1})
			tt.call(c, "burnt", "box", "InternalError")
			tt.arm(c, sim.Fault{Operation: "RunInstances", Kind: sim.FaultDelay, Delay: time.Hour, Times: 1})
			var slow sync.WaitGroup
			slow.Go(func() { tt.call(c, "slow", "box", "") })
			<-asleep
			tt.check(c, used)
			killed := crash(t, s)
			close(wake)
			slow.Wait()
			if tt.instances(c) != 2 {
				t.Errorf("%d instances where both calls came to their end", tt.instances(c))
			}
			shut(t, s, c)
			for range 2 { // after the crash, and after a proper end
				s, c = tt.begin(killed, nil)
				tt.check(c, used)
				shut(t, s, c)
			}
			tt.now = tt.now.Add(time.Hour)
			s, c = tt.begin(killed, nil)
			made := tt.call(c, "slow", "other", "")
			if again := tt.call(c, "slow", "other", ""); made == "" || again != made || tt.instances(c) != 2 {
				t.Errorf("the token made %q and %q, there are %d instances", made, again, tt.instances(c))
			}
			tt.call(c, "burnt", "box", "IdempotentFailed")
			shut(t, s, c)
		})
	}
}

// A token is burnt when the disk says so: where it cannot be written, the call is
// answered as one whose effect is unknown.
func TestATokenIsNotBurntWithoutADisk(t *testing.T) {
	tt := &tokenTest{T: t, start: startWorld(t, "default", 1)}
	s, c := tt.begin(t.TempDir(), nil)
	tt.call(c, "first", "box", "")
	tt.arm(c, sim.Fault{Operation: "RunInstances", Code: "Throttling", BurnsToken: true, Times: 1})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	tt.call(c, "burnt", "box", "InternalError")
}
