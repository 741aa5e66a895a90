package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc"
)

// A local is a simulator of our own on a free loopback port.
type local struct {
	cloud *sim.Cloud
	url   string
	// trust is the file with the certificate that https clients have to trust;
	// empty where there is no https.
	trust string
	close func() error
}

// A localSpec says how a simulator is to be.
type localSpec struct {
	addr        string
	world       string
	seed        uint64
	clock       string
	transitions string
	mutants     []string
	tick        time.Duration // of the clock that ticks; 0 takes a second
	auth        string
	https       httpsSpec
	rates       []string // rate limits, as OPERATION=N/s
	data        dataDir
	maxBody     int64 // of a request, in bytes; 0 takes the handler's
	limits      rpc.Limits
	observers   []func(sim.Event)
	ready       func() error // why calls are not answered; nil: they are
	errors      *slog.Logger // of what goes wrong inside; nil for the standard one
}

// newCloud makes the simulator that the spec describes.
func (s localSpec) newCloud() (*sim.Cloud, model.World, error) {
	m, err := model.New()
	if err != nil {
		return nil, model.World{}, err
	}
	world, err := openWorld(m, s.world, s.seed)
	if err != nil {
		return nil, model.World{}, err
	}
	clock, err := sim.ParseClock(s.clock)
	if err != nil {
		return nil, model.World{}, err
	}
	if s.tick > 0 {
		clock.Tick = s.tick
	}
	transitions, err := sim.ParseTransitions(s.transitions)
	if err != nil {
		return nil, model.World{}, err
	}
	rates, err := sim.ParseRateLimits(m.Catalog(), s.rates)
	if err != nil {
		return nil, model.World{}, fmt.Errorf("--rate-limit: %w", err)
	}
	if s.data.store != nil {
		cloud, err := s.data.begin(world, clock, transitions, sim.WithRateLimits(rates...))
		return cloud, world, err
	}
	options := []sim.Option{sim.WithClock(clock), sim.WithTransitions(transitions), sim.WithRateLimits(rates...)}
	for _, id := range s.mutants {
		mutant, err := sim.FindMutant(m, id)
		if err != nil {
			return nil, model.World{}, err
		}
		options = append(options, sim.WithMutant(mutant))
	}
	return sim.New(world, options...), world, nil
}

// start serves the simulator until ctx ends or close is called.
func (s localSpec) start(ctx context.Context) (*local, model.World, error) {
	cloud, world, err := s.newCloud()
	if err != nil {
		return nil, world, err
	}
	for _, o := range s.observers {
		cloud.Observe(o)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.addr)
	if err != nil {
		return nil, world, fmt.Errorf("listen on %s: %w: choose another --addr, or port 0 for a free one", s.addr, err)
	}
	handler, err := s.handler(cloud)
	if err != nil {
		_ = listener.Close()
		return nil, world, err
	}
	secured, trust, err := s.https.listen(listener, s.addr)
	if err != nil {
		_ = listener.Close()
		return nil, world, err
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- s.limits.Serve(ctx, secured, handler) }()
	return &local{
		cloud: cloud,
		url:   "http://" + listener.Addr().String(),
		trust: trust,
		close: func() error {
			cancel()
			s.https.forget(trust)
			select {
			case err := <-done:
				if errors.Is(err, http.ErrServerClosed) || errors.Is(err, context.Canceled) {
					err = nil
				}
				return errors.Join(err, s.data.close(cloud))
			case <-time.After(10 * time.Second):
				return errors.New("the simulator did not stop within 10 seconds")
			}
		},
	}, world, nil
}

// handler makes the HTTP side of the simulator.
func (s localSpec) handler(cloud *sim.Cloud) (http.Handler, error) {
	return rpc.NewHandler(cloud, rpc.Options{
		AuthOff: s.auth == "off", Version: version(), MostBytes: s.maxBody, Ready: s.ready, Log: s.errors,
	})
}
