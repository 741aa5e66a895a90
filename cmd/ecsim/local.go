package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc"
)

// strict is the consistency of a cloud in which everything shows and counts at once.
const strict = "strict"

// A local is a simulator of this process on a loopback port.
type local struct {
	cloud *sim.Cloud
	url   string
	// trust is the file with the certificate for https clients; empty where
	// there is no https.
	trust string
	close func() error
}

// A localSpec describes a simulator to be started.
type localSpec struct {
	addr        string
	world       string
	seed        uint64
	clock       string
	transitions string
	consistency string // empty takes strict
	mutants     []string
	tick        time.Duration // of the clock that ticks; 0 takes a second
	auth        string
	https       httpsSpec
	rates       []string // rate limits, as OPERATION=N/s
	unserved    string   // status of the answer to what is not served; empty takes 400
	data        dataDir
	hosts       []string // names besides addresses that are answered; see rpc.Options
	maxBody     int64    // of a request, in bytes; 0 takes the handler's
	limits      rpc.Limits
	observers   []func(sim.Event)
	ready       func() error // why calls are not answered; nil: they are
	errors      *slog.Logger // of internal errors; nil for the standard one
	// named returns the flag or variable that a value comes from; nil where
	// there are no flags.
	named func(flag string) string
}

// blame adds the flag, or variable, to its error.
func (s localSpec) blame(flag string, err error) error {
	if err == nil || s.named == nil {
		return err
	}
	return fmt.Errorf("%s: %w", s.named(flag), err)
}

// options returns the options of the cloud that the flags ask for.
func (s localSpec) options(m *model.Model) (sim.Clock, sim.TransitionMode, []sim.Option, error) {
	clock, err := sim.ParseClock(s.clock)
	if err != nil {
		return clock, "", nil, s.blame("clock", err)
	}
	if s.tick > 0 {
		clock.Tick = s.tick
	}
	transitions, err := sim.ParseTransitions(s.transitions)
	if err != nil {
		return clock, "", nil, s.blame("transitions", err)
	}
	consistency, err := sim.ParseConsistency(cmp.Or(s.consistency, strict))
	if err != nil {
		return clock, "", nil, s.blame("consistency", err)
	}
	rates, err := sim.ParseRateLimits(m.Catalog(), s.rates)
	if err != nil {
		return clock, "", nil, s.blame("rate-limit", err)
	}
	options := []sim.Option{sim.WithClock(clock), sim.WithTransitions(transitions), sim.WithConsistency(consistency), sim.WithRateLimits(rates...)}
	if s.unserved == "501" {
		options = append(options, sim.WithUnserved(http.StatusNotImplemented))
	}
	for _, id := range s.mutants {
		mutant, err := sim.FindMutant(m, id)
		if err != nil {
			return clock, "", nil, s.blame("mutant", err)
		}
		options = append(options, sim.WithMutant(mutant))
	}
	return clock, transitions, options, nil
}

// newCloud makes the simulator that the spec describes.
func (s localSpec) newCloud() (*sim.Cloud, model.World, error) {
	m, err := reference.New()
	if err != nil {
		return nil, model.World{}, err
	}
	world, err := openWorld(m, s.world, s.seed)
	if err != nil {
		return nil, model.World{}, s.blame("world", err)
	}
	clock, transitions, options, err := s.options(m)
	if err != nil {
		return nil, model.World{}, err
	}
	if s.data.store != nil {
		cloud, err := s.data.begin(world, clock, transitions, options...)
		return cloud, world, s.blame("data-dir", err)
	}
	return sim.New(world, options...), world, nil
}

// A door is an open listener; nothing is answered yet.
type door struct {
	listener net.Listener // of http, or of both
	url      string
	trust    trusted
}

// listen opens the listener.
func (s localSpec) listen(ctx context.Context) (*door, error) {
	socket, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w: choose another --addr, or port 0 for a free one", s.addr, err)
	}
	secured, trust, err := s.https.listen(socket, s.addr)
	if err != nil {
		return nil, errors.Join(err, socket.Close())
	}
	return &door{listener: secured, url: "http://" + reachable(socket.Addr()), trust: trust}, nil
}

// reachable returns an address for calls from this machine. A socket on all
// addresses is on the loopback address, too, and the control API answers only
// there.
func reachable(at net.Addr) string {
	host, port, err := net.SplitHostPort(at.String())
	if err != nil {
		return at.String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}

// close undoes listen.
func (d *door) close() error {
	d.trust.forget()
	return d.listener.Close()
}

// start serves the simulator until ctx ends or close is called.
func (s localSpec) start(ctx context.Context) (*local, model.World, error) {
	d, err := s.listen(ctx)
	if err != nil {
		return nil, model.World{}, err
	}
	cloud, world, err := s.newCloud()
	if err != nil {
		return nil, world, errors.Join(err, d.close())
	}
	server, err := s.serve(ctx, d, cloud)
	return server, world, err
}

// serve answers on the listener until ctx ends or close is called.
func (s localSpec) serve(ctx context.Context, d *door, cloud *sim.Cloud) (*local, error) {
	for _, o := range s.observers {
		cloud.Observe(o)
	}
	handler, err := s.handler(cloud)
	if err != nil {
		return nil, errors.Join(err, d.close())
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	s.limits.Log = s.errors
	go func() { done <- s.limits.Serve(ctx, d.listener, handler) }()
	return &local{
		cloud: cloud,
		url:   d.url,
		trust: d.trust.path,
		close: func() error {
			cancel()
			d.trust.forget()
			select {
			case err := <-done:
				switch {
				case errors.Is(err, http.ErrServerClosed), errors.Is(err, context.Canceled):
					err = nil
				case errors.Is(err, rpc.ErrCutOff) && s.errors != nil: // every acknowledged call is kept
					s.errors.Warn("the end", "error", err)
					err = nil
				}
				return errors.Join(err, s.data.close(cloud))
			case <-time.After(10 * time.Second):
				return errors.New("the simulator did not stop within 10 seconds")
			}
		},
	}, nil
}

// handler makes the HTTP side of the simulator.
func (s localSpec) handler(cloud *sim.Cloud) (http.Handler, error) {
	return rpc.NewHandler(cloud, rpc.Options{
		AuthOff: s.auth == "off", Version: version(), MostBytes: s.maxBody, Hosts: s.hosts, Ready: s.ready, Log: s.errors,
	})
}
