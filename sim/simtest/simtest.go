// Package simtest is an ECS for anybody's Go tests: one line gives an endpoint,
// a client of the vendor's SDK, a clock, faults and typed state.
//
//	cloud := simtest.Start(t, simtest.FrozenClock(time.Time{}))
//	client := cloud.Client()
//
// Any number of simulators may run at once; each ends with its test. [Connect]
// gives the same of a simulator that runs already, so that a test moves between
// both. What goes wrong ends the test; call from the test's own goroutine.
package simtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aliyun/alibaba-cloud-sdk-go/sdk"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/auth/credentials"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/ecs"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc"
	"github.com/ecsim/ecsim/sim/rpc/control"
)

// A Cloud is a simulator under the control of a test.
type Cloud struct {
	URL     string // of its endpoint, such as http://127.0.0.1:40123
	tb      testing.TB
	control *control.Client
	world   model.World // the starting world; without a model where it is not known
	names   map[string]string
}

// The model is immutable and takes a tenth of a second to read, so all
// simulators of a process share it.
var sharedModel = sync.OnceValues(reference.New) //nolint:gochecknoglobals // read once, never changed

// Start serves a simulator on a free loopback port until the test ends. Without
// options it is the default world with seed 1, its clock ticks by a second at
// each call, and transitions take their time on that clock: nothing waits.
func Start(tb testing.TB, opts ...Option) *Cloud {
	tb.Helper()
	o := optionsOf(opts)
	world, err := o.worldOf(o.world, o.seed)
	if err != nil {
		tb.Fatalf("simtest: %v", err)
	}
	if at := o.frozenAt; !at.IsZero() {
		if at.Before(world.Now()) {
			tb.Fatalf("simtest: the clock cannot stand at %s, before the world begins (%s)", at.Format(time.RFC3339), world.Now().Format(time.RFC3339))
		}
		world = world.At(at)
	}
	cloud := sim.New(world, sim.WithClock(o.clock), sim.WithTransitions(o.transitions), sim.WithConsistency(o.consistency))
	handler, err := rpc.NewHandler(cloud, rpc.Options{AuthOff: o.authOff, Version: "simtest"})
	if err != nil {
		tb.Fatalf("simtest: %v", err)
	}
	listener, err := (&net.ListenConfig{}).Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatalf("simtest: listen: %v", err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(tb.Context()))
	ended := make(chan error, 1)
	go func() { ended <- rpc.Serve(ctx, listener, handler) }()
	tb.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			tb.Errorf("simtest: %v", err)
		}
	})
	return newCloud(tb, "http://"+listener.Addr().String(), world)
}

// Connect uses a simulator that runs already, such as that of `ecsim serve`.
// Its state stays as it is; [Cloud.Reset] returns to the beginning. If the
// simulator does not run one of the embedded worlds, [WithWorld] gives its
// world file. Other options have no effect.
func Connect(tb testing.TB, address string, opts ...Option) *Cloud {
	tb.Helper()
	o := optionsOf(opts)
	address = strings.TrimSuffix(address, "/")
	info, err := (&control.Client{URL: address}).Info(tb.Context())
	if err != nil {
		tb.Fatalf("simtest: %v", err)
	}
	name := info.World
	if o.worldGiven {
		name = o.world
	}
	world, err := o.worldOf(name, info.Seed)
	if err != nil && o.worldGiven {
		tb.Fatalf("simtest: %v", err)
	}
	c := newCloud(tb, address, world)
	c.names = info.Names
	return c
}

func newCloud(tb testing.TB, address string, world model.World) *Cloud {
	tb.Helper()
	c := &Cloud{URL: address, tb: tb, control: &control.Client{URL: address}, world: world}
	if world.Model() != nil {
		c.names = world.Base().Names
	}
	return c
}

// worldOf reads the world of a name or file.
func (o *options) worldOf(name string, seed uint64) (model.World, error) {
	m, err := sharedModel()
	if err != nil {
		return model.World{}, err
	}
	if slices.Contains(model.WorldNames(), name) {
		return model.Named(m, name, seed)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return model.World{}, fmt.Errorf("world %q is none of %s, and no file: %w", name, strings.Join(model.WorldNames(), ", "), err)
	}
	world, err := model.ReadWorld(m, data, seed)
	if err != nil {
		return world, fmt.Errorf("%s: %w", name, err)
	}
	return world, nil
}

// ctx is the context of requests: the test's, while it runs.
func (c *Cloud) ctx() context.Context {
	ctx := c.tb.Context()
	if ctx.Err() != nil { // in a cleanup
		return context.WithoutCancel(ctx)
	}
	return ctx
}

// must ends the test if there is an error.
func (c *Cloud) must(err error) {
	c.tb.Helper()
	if err != nil {
		c.tb.Fatalf("simtest: %v", err)
	}
}

// Client returns the vendor's SDK client for the world's first caller, which
// may do everything. It can call operations of VPC too, by a CommonRequest.
func (c *Cloud) Client() *ecs.Client {
	c.tb.Helper()
	return c.ClientOf("")
}

// ClientOf is Client for another caller of the world, by name.
func (c *Cloud) ClientOf(caller string) *ecs.Client {
	c.tb.Helper()
	if c.world.Model() == nil {
		c.tb.Fatalf("simtest: %s runs a world of its own: say WithWorld, so that its access keys are known", c.URL)
	}
	who, ok := c.world.Base().Caller(caller)
	if !ok {
		c.tb.Fatalf("simtest: the world %s has no caller %q", c.world.Base().Name, caller)
	}
	for _, key := range who.Keys {
		if !key.Disabled {
			return c.client(key)
		}
	}
	c.tb.Fatalf("simtest: the caller %s has no access key that works", who.Name)
	return nil
}

func (c *Cloud) client(key model.AccessKey) *ecs.Client {
	c.tb.Helper()
	at, err := url.Parse(c.URL)
	c.must(err)
	config := sdk.NewConfig().WithScheme(strings.ToUpper(at.Scheme))
	var made *ecs.Client
	region := c.world.Base().Regions[0].RegionId
	if key.SecurityToken == "" {
		made, err = ecs.NewClientWithOptions(region, config, credentials.NewAccessKeyCredential(key.ID, key.Secret))
	} else {
		made, err = ecs.NewClientWithOptions(region, config, credentials.NewStsTokenCredential(key.ID, key.Secret, key.SecurityToken))
	}
	c.must(err)
	made.Domain = at.Host
	made.SetNoProxy(at.Hostname())
	return made
}

// ID returns the id of a symbolic name of the world, such as vsw1.
func (c *Cloud) ID(name string) string {
	c.tb.Helper()
	id, ok := c.names[name]
	if !ok {
		c.tb.Fatalf("simtest: the world has nothing called %q: it has %s", name, strings.Join(sorted(c.names), ", "))
	}
	return id
}

// Reset goes back to the beginning: resources, clock, trace and faults.
func (c *Cloud) Reset() {
	c.tb.Helper()
	c.must(c.control.Reset(c.ctx()))
}

// ResetAccount resets one account, by name or id, to the starting world.
func (c *Cloud) ResetAccount(account string) {
	c.tb.Helper()
	c.must(c.control.ResetAccount(c.ctx(), account))
}

// A Snapshot is a state of a simulator that can be restored.
type Snapshot struct{ data []byte }

// Snapshot returns the exact state: resources, ids, tokens, pending transitions
// and the time.
func (c *Cloud) Snapshot() Snapshot {
	c.tb.Helper()
	data, err := c.control.Snapshot(c.ctx())
	c.must(err)
	return Snapshot{data}
}

// Restore returns to a snapshot of this simulator or of another one with the
// same world and seed.
func (c *Cloud) Restore(s Snapshot) {
	c.tb.Helper()
	c.must(c.control.Restore(c.ctx(), s.data))
}

// A Call is one call in the trace.
type Call = sim.Entry

// Trace returns the last calls, oldest first.
func (c *Cloud) Trace() []Call {
	c.tb.Helper()
	all, err := c.control.Trace(c.ctx())
	c.must(err)
	return all
}

// RequireNoUnreadParams fails the test for each call so far with a parameter
// that its operation does not read: most often a typing error.
func (c *Cloud) RequireNoUnreadParams(tb testing.TB) {
	tb.Helper()
	for _, call := range c.Trace() {
		if len(call.Unread) > 0 {
			tb.Errorf("call %d: %s does not read %s", call.Number, call.Operation, strings.Join(call.Unread, ", "))
		}
	}
}
