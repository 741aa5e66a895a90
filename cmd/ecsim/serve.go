package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ecsim/ecsim/conformance/report"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc"
)

func serveCommand() *cobra.Command {
	var s localSpec
	var readyFile string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the model as an ECS on this machine",
		Long: `serve answers the RPC protocol of ECS and VPC on one port, as the model says.
Every flag is also an environment variable: --addr is ECSIM_ADDR.`,
		Example: `  ecsim serve
  ecsim serve --addr 127.0.0.1:0 --clock ticks --transitions instant`,
		Args:    atMost(0, "no arguments"),
		PreRunE: func(cmd *cobra.Command, _ []string) error { return fromEnvironment(cmd.Flags()) },
		RunE:    func(cmd *cobra.Command, _ []string) error { return serve(cmd, s, readyFile) },
	}
	flags := cmd.Flags()
	flags.StringVar(&s.addr, "addr", "127.0.0.1:8080", "`ADDRESS` to listen on; port 0 takes a free one")
	flags.StringVar(&s.world, "world", "default", "the `WORLD` to begin as")
	flags.Uint64Var(&s.seed, "seed", 1, "`NUMBER` that decides ids and durations")
	flags.StringVar(&s.auth, "auth", "strict", "strict checks signatures, off takes any")
	flags.StringVar(&s.clock, "clock", "real", "real, ticks, frozen or scaled:N")
	flags.StringVar(&s.transitions, "transitions", "timed", "timed, instant or manual")
	flags.StringVar(&s.mutant, "mutant", "", "be wrong in this way (`ID` of 'ecsim mutants --list')")
	flags.StringSliceVar(&s.rates, "rate-limit", nil, "throttle each caller above `OPERATION=N/s` (or /m, /h; * for all operations together); may be repeated")
	flags.StringVar(&s.https.cert, "tls-cert", "", "answer https with the certificate of this PEM `FILE` instead of one made at start")
	flags.StringVar(&s.https.key, "tls-key", "", "its private key, a PEM `FILE`")
	s.data.register(flags)
	flags.StringVar(&readyFile, "ready-file", "", "write the URL to this `FILE` once calls are answered")
	return cmd
}

// fromEnvironment takes flags that were not given from ECSIM_ variables.
func fromEnvironment(flags *pflag.FlagSet) error {
	var err error
	flags.VisitAll(func(f *pflag.Flag) {
		name := "ECSIM_" + envName(f.Name)
		if value, ok := os.LookupEnv(name); ok && !f.Changed && err == nil {
			if setErr := flags.Set(f.Name, value); setErr != nil {
				err = fmt.Errorf("%s=%q: %w", name, value, setErr)
			}
		}
	})
	return err
}

func envName(flag string) string {
	out := []byte(flag)
	for i, c := range out {
		switch {
		case c == '-':
			out[i] = '_'
		case c >= 'a' && c <= 'z':
			out[i] = c - 'a' + 'A'
		}
	}
	return string(out)
}

func serve(cmd *cobra.Command, s localSpec, readyFile string) error {
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := s.openDataDir(cmd.Flags()); err != nil {
		return err
	}
	s.https.on = true
	server, world, err := s.start(ctx)
	if err != nil {
		return errors.Join(err, s.data.close(nil))
	}
	s.clock, s.transitions = server.cloud.ClockMode().String(), string(server.cloud.Transitions())
	banner(cmd, s, server, world)
	if readyFile != "" {
		if err := report.WriteFile(readyFile, []byte(server.url+"\n")); err != nil {
			_ = server.close()
			return err
		}
	}
	<-ctx.Done()
	return server.close()
}

// banner says where the simulator is and how to call it.
func banner(cmd *cobra.Command, s localSpec, server *local, world model.World) {
	w := cmd.ErrOrStderr()
	key := world.Base().Callers[0].Keys[0]
	fmt.Fprintf(w, "ecsim %s serves %d operations at %s\n", version(), len(world.Model().Operations()), server.url)
	fmt.Fprintf(w, "  world %s, seed %d, clock %s, transitions %s, auth %s\n", s.world, s.seed, s.clock, s.transitions, s.auth)
	fmt.Fprintf(w, "  https at the same port; certificate: %s\n", server.trust)
	fmt.Fprint(w, s.data.describe())
	fmt.Fprintf(w, "  development key: %s / %s\n", key.ID, key.Secret)
}

// newHandler makes the HTTP side of the simulator.
func newHandler(cloud *sim.Cloud, s localSpec) (http.Handler, error) {
	if s.auth != "strict" && s.auth != "off" {
		return nil, fmt.Errorf("--auth %q: choose strict or off", s.auth)
	}
	return rpc.NewHandler(cloud, rpc.Options{AuthOff: s.auth == "off"})
}
