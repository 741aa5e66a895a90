package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ecsim/ecsim/conformance/output"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc"
)

// A serveSpec holds the settings of `ecsim serve`.
type serveSpec struct {
	localSpec

	expose        bool
	record        string
	readyFile     string
	endpointsFile string
	log           string
	quiet         bool
	given         sources
}

func serveCommand() *cobra.Command {
	var s serveSpec
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the model as an ECS on this machine",
		Long: `serve answers the RPC protocol of ECS and VPC on one port, as the model says.
Every flag is also an environment variable: --addr is ECSIM_ADDR. A flag takes
precedence over its variable.`,
		Example: `  ecsim serve
  ecsim serve --addr 127.0.0.1:0 --clock ticks --transitions instant
  ecsim serve --record traffic.seq`,
		Args: atMost(0, "no arguments"),
		PreRunE: func(cmd *cobra.Command, _ []string) (err error) {
			s.given, err = fromEnvironment(cmd.Flags())
			return err
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return s.run(cmd) },
	}
	s.register(cmd.Flags())
	return cmd
}

// run serves until the context ends or a signal comes. The flags are checked,
// and the address is taken, before anything is written.
func (s *serveSpec) run(cmd *cobra.Command) (err error) {
	ctx, stop := signal.NotifyContext(cmd.Context(), endings()...)
	defer stop()
	exposed, err := s.check()
	if err != nil {
		return err
	}
	signal.Ignore(syscall.SIGPIPE) // whoever read the log is gone
	told := newPatient(cmd.ErrOrStderr())
	defer told.Close()
	log := s.logger(told)
	var ending atomic.Bool
	s.https.on, s.errors = true, log
	s.observers = append(s.observers, rpc.LogCalls(log))
	s.ready = func() error {
		if ending.Load() {
			return errors.New("the simulator ends")
		}
		return s.data.failure()
	}
	s.data.failed = func(err error) { log.Error("the journal failed", "error", err) }
	d, err := s.listen(ctx)
	if err != nil {
		return err
	}
	cloud, world, recording, err := s.prepare(cmd.Flags())
	if err != nil {
		return errors.Join(err, d.close())
	}
	server, err := s.serve(ctx, d, cloud)
	if err != nil {
		return errors.Join(err, s.data.close(cloud))
	}
	defer func() {
		ending.Store(true)
		err = errors.Join(err, server.close())
		if recording != nil {
			err = errors.Join(err, recording.close())
		}
	}()
	s.clock, s.transitions = cloud.ClockMode().String(), string(cloud.Transitions())
	if !s.quiet {
		s.banner(told, server, world)
	}
	if exposed {
		log.Warn("other machines can reach this address and call", "addr", s.addr, "auth", s.auth)
	}
	if recording != nil {
		go recording.run(ctx, func(err error) { log.Error("recording", "error", err) })
	}
	if err := s.announce(server, world); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// prepare makes the cloud, and the recording that the flags ask for, if any.
func (s *serveSpec) prepare(flags *pflag.FlagSet) (*sim.Cloud, model.World, *recording, error) {
	if err := s.openDataDir(flags); err != nil {
		return nil, model.World{}, nil, err
	}
	cloud, world, err := s.newCloud()
	if err != nil {
		return nil, world, nil, errors.Join(err, s.data.close(nil))
	}
	if s.record == "" {
		return cloud, world, nil, nil
	}
	r, err := newRecording(s.record, world)
	if err != nil {
		return nil, world, nil, errors.Join(s.blame("record", err), s.data.close(cloud))
	}
	s.observers = append(s.observers, r.observe)
	return cloud, world, r, nil
}

// announce writes the files that say that calls are answered, and where.
func (s *serveSpec) announce(server *local, world model.World) error {
	if s.endpointsFile != "" {
		key := firstKey(world)
		data, err := json.MarshalIndent(map[string]any{
			"url": server.url, "ecs": server.url, "vpc": server.url, "control": server.url + "/_ecsim/", "certificate": server.trust,
			"region": world.Base().Regions[0].RegionId, "accessKeyId": key.ID, "accessKeySecret": key.Secret,
			"pid": os.Getpid(), "started": time.Now().UTC().Format(time.RFC3339),
		}, "", "  ")
		if err != nil {
			return fmt.Errorf("write the endpoints: %w", err)
		}
		if err := output.WritePrivate(s.endpointsFile, append(data, '\n')); err != nil {
			return fmt.Errorf("%s: %w", s.given.of("endpoints-file"), err)
		}
	}
	if s.readyFile != "" {
		if err := output.Write(s.readyFile, []byte(server.url+"\n")); err != nil {
			return fmt.Errorf("%s: %w", s.given.of("ready-file"), err)
		}
	}
	return nil
}

// firstKey returns the development key of the world's first caller.
func firstKey(world model.World) model.AccessKey {
	for _, key := range world.Base().Callers[0].Keys {
		if !key.Disabled {
			return key
		}
	}
	return model.AccessKey{}
}
