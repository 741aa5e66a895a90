package score

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/conformance/target"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc"
)

// A servedCloud is a cloud servedCloud over HTTP, with the endpoint that reaches it.
type servedCloud struct {
	target sequence.Target
	start  oracle.Start
	close  func() error
}

// tick is the step of the cloud's clock with each request: small, so that a
// witness in a transient status is in time.
const tick = 200 * time.Millisecond

// serve serves the world on a free loopback port, made wrong by the mutant; a
// mutant without an id changes nothing. It ends with the context or with close.
func serve(ctx context.Context, world model.World, mutant sim.Mutant, inProcess bool) (*servedCloud, error) {
	options := []sim.Option{sim.WithClock(sim.Clock{Mode: sim.ClockTicks, Tick: tick}), sim.WithTraceSize(1)}
	if mutant.ID != "" {
		options = append(options, sim.WithMutant(mutant))
	}
	cloud := sim.New(world, options...)
	if inProcess {
		return &servedCloud{target: inside{target.NewInProcess(cloud), cloud}, start: oracle.Start{World: world}, close: func() error { return nil }}, nil
	}
	handler, err := rpc.NewHandler(cloud, rpc.Options{})
	if err != nil {
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve a mutant on a free loopback port: %w", err)
	}
	first, callers := target.CredentialsOf(world)
	endpoint, err := target.NewEndpoint(target.Config{
		URL: "http://" + listener.Addr().String(), Credentials: first, Callers: callers, Region: world.Base().Regions[0].RegionId,
	})
	if err != nil {
		_ = listener.Close()
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- rpc.Serve(ctx, listener, handler) }()
	return &servedCloud{
		target: patient{endpoint, cloud}, start: oracle.Start{World: world},
		close: func() error {
			cancel()
			return <-done
		},
	}, nil
}

// patient is an endpoint whose time passes during a wait, so that a change of
// half a minute does not take dozens of lookups.
type patient struct {
	*target.Endpoint
	cloud *sim.Cloud
}

// Time returns the cloud's time.
func (p patient) Time() time.Time { return p.cloud.Now() }

// Pace moves the cloud's clock instead of pausing, each time further, up to
// half an hour in all.
func (p patient) Pace(n int) (pause time.Duration, again bool) {
	const most, lookups = time.Minute, 35
	step := min(4*time.Second<<min(n-1, 6), most)
	return 0, n < lookups && p.cloud.Advance(step) == nil
}

// Reset returns the cloud to its starting world: damage by a wrong model must
// not hide a finding from its own reduction.
func (p patient) Reset(context.Context) error {
	return p.cloud.Reset()
}

// inside is the same without HTTP.
type inside struct {
	*target.InProcess
	cloud *sim.Cloud
}

// Reset returns the cloud to its starting world.
func (p inside) Reset(context.Context) error {
	return p.cloud.Reset()
}
