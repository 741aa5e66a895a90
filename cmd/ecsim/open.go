package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/output"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/conformance/target"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim"
)

// defaultAwait is the longest wait for a change, such as that of a status.
const defaultAwait = 10 * time.Minute

// targetFlags are the flags that name the target and how to reach it.
type targetFlags struct {
	keyID, keySecret, token string
	region                  string
	insecure                bool
	await                   time.Duration
	set                     map[string]string
	mutants                 []string
	world                   string
	clock, transitions      string
	tick                    time.Duration
	consistency             string
	given                   *pflag.FlagSet // says which flags were written
}

func (f *targetFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	f.given = flags
	flags.StringVar(&f.keyID, "access-key-id", "", "access key id of the target; default $ALIBABA_CLOUD_ACCESS_KEY_ID")
	flags.StringVar(&f.keySecret, "access-key-secret", "", "its secret; default $ALIBABA_CLOUD_ACCESS_KEY_SECRET")
	flags.StringVar(&f.token, "security-token", "", "STS token; default $ALIBABA_CLOUD_SECURITY_TOKEN")
	flags.StringVar(&f.region, "region", "", "region to work in; default the target's first")
	flags.BoolVar(&f.insecure, "insecure", false, "accept a certificate that no trusted authority has signed")
	flags.DurationVar(&f.await, "await", defaultAwait, "longest wait for a change that the target makes by itself")
	flags.StringToStringVar(&f.set, "set", nil, "resources of the target that cannot be discovered, as vswitch=ID,group=ID,image=ID,type=NAME")
	flags.StringArrayVar(&f.mutants, "mutant", nil,
		"without a target: check the simulator made wrong in this way (`ID` of 'ecsim mutants --list'); may be given again")
	flags.StringVar(&f.world, "world", "default", "without a target: the `WORLD` that the simulator begins with")
	flags.StringVar(&f.clock, "clock", "ticks", "without a target: the simulator's clock (ticks, real, frozen, scaled:N)")
	checkedVar(flags, &f.consistency, "consistency", "", "MODE",
		"what is expected after a call: strict, everything shows and counts at once, or eventual[:RANGE]; "+
			"default strict for ecsim's own simulator and eventual for others", func(text string) error {
			_, err := sim.ParseConsistency(text)
			return err
		})
	flags.StringVar(&f.transitions, "transitions", "timed", "without a target: when transitions happen (timed, instant, manual)")
}

// An opened target is ready to be called.
type opened struct {
	target sequence.Target
	start  oracle.Start
	name   string         // in reports
	again  string         // the flags that reach the same target again
	trace  sequence.Trace // the head of its traces
	close  func() error
}

// open starts the simulator, or connects to the target of the arguments and
// discovers its world.
func (f *targetFlags) open(ctx context.Context, args []string) (*opened, error) {
	if f.await <= 0 {
		return nil, fmt.Errorf("--await %v: give more than 0", f.await)
	}
	if err := f.goTogether(args); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return f.openSimulator(ctx)
	}
	if !strings.HasPrefix(args[0], "http://") && !strings.HasPrefix(args[0], "https://") {
		return nil, fmt.Errorf("target %q is not a URL: write http://HOST:PORT", args[0])
	}
	return f.openEndpoint(ctx, args[0])
}

// goTogether refuses flags that only a target has where none is given, and those
// of the own simulator beside a target. A target that is lost, because a variable
// is empty, must not become a check of the simulator.
func (f *targetFlags) goTogether(args []string) error {
	ofTarget := []string{"access-key-id", "access-key-secret", "security-token", "region", "insecure", "await", "set"}
	ofSimulator := []string{"mutant", "world", "clock", "transitions"}
	for _, name := range ofTarget {
		if len(args) == 0 && f.given.Changed(name) {
			return fmt.Errorf("--%s is about a target, and none is given: write its URL (is a variable empty?), "+
				"or leave the flag out to use ecsim's own simulator", name)
		}
	}
	for _, name := range ofSimulator {
		if len(args) > 0 && f.given.Changed(name) {
			return fmt.Errorf("--%s is about ecsim's own simulator, so it cannot be combined with a target: leave out the flag or %s", name, args[0])
		}
	}
	return nil
}

// openSimulator starts the simulator on a free loopback port and connects to it
// through the SDK, like any other endpoint.
func (f *targetFlags) openSimulator(ctx context.Context) (*opened, error) {
	server, world, err := localSpec{
		addr: "127.0.0.1:0", world: f.world, seed: 1, clock: f.clock, transitions: f.transitions, mutants: f.mutants, auth: "strict", tick: f.tick,
		consistency: f.consistency,
	}.start(ctx)
	if err != nil {
		return nil, err
	}
	endpoint, err := target.NewEndpoint(f.config(server.url, world))
	if err != nil {
		_ = server.close()
		return nil, err
	}
	o := &opened{target: virtual{endpoint, server.cloud}, start: oracle.Start{World: world}, name: "simulator", close: server.close}
	o.trace = sequence.Trace{Target: o.name, World: world.Base().Name, WorldSeed: world.Seed()}
	f.hold(o)
	for _, id := range f.mutants {
		o.again += " --mutant " + output.ShellWord(id)
	}
	return o, nil
}

// hold holds the target to the consistency that the flags ask for; without one, to
// what the start has: strict for ecsim's own simulator unless it says otherwise.
func (f *targetFlags) hold(o *opened) {
	_, most, ranged := strings.Cut(f.consistency, ":")
	switch f.consistency {
	case "":
		return
	case strict:
		o.start.Eventual = nil
	default:
		o.start.Eventual = &oracle.Eventual{}
	}
	if ranged {
		o.start.Eventual.Most, _ = time.ParseDuration(most) // the flag has checked it
	}
	o.again += " --consistency " + f.consistency
}

// config returns the configuration for a simulator, with the keys of its world.
func (f *targetFlags) config(url string, world model.World) target.Config {
	first, callers := target.CredentialsOf(world)
	return target.Config{URL: url, Credentials: first, Callers: callers, Region: world.Base().Regions[0].RegionId}
}

// virtual is a simulator whose clock moves with the calls, so that waiting
// takes no time.
type virtual struct {
	*target.Endpoint
	cloud *sim.Cloud
}

// Reset returns the simulator to its starting world.
func (v virtual) Reset(context.Context) error {
	return v.cloud.Reset()
}

// Time returns the simulator's time.
func (v virtual) Time() time.Time { return v.cloud.Now() }

// Pace asks again at once, as often as a slow transition takes ticks.
func (virtual) Pace(n int) (time.Duration, bool) { return 0, n < 700 }

func (f *targetFlags) openEndpoint(ctx context.Context, url string) (*opened, error) {
	key := target.Credentials{
		AccessKeyID:     orEnv(f.keyID, "ALIBABA_CLOUD_ACCESS_KEY_ID"),
		AccessKeySecret: orEnv(f.keySecret, "ALIBABA_CLOUD_ACCESS_KEY_SECRET"),
		SecurityToken:   orEnv(f.token, "ALIBABA_CLOUD_SECURITY_TOKEN"),
	}
	m, err := reference.New()
	if err != nil {
		return nil, err
	}
	callers := map[string]target.Credentials{}
	if key.AccessKeyID == "" {
		key, callers = developmentKeys(ctx, m, url)
	}
	if key.AccessKeyID == "" || key.AccessKeySecret == "" {
		return nil, fmt.Errorf("no access key for %s: give --access-key-id and --access-key-secret, "+
			"or set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET", url)
	}
	endpoint, err := target.NewEndpoint(target.Config{URL: url, Credentials: key, Callers: callers, Region: f.region, Insecure: f.insecure, Patience: f.await})
	if err != nil {
		return nil, err
	}
	o := &opened{target: endpoint, name: url, again: f.again(url), close: func() error { return nil }}
	if err := f.findStart(ctx, m, endpoint, o); err != nil {
		return nil, err
	}
	f.hold(o)
	return o, nil
}

// again returns the words of a command line that reach the same target in the same
// way. A secret is not one of them: the environment has it.
func (f *targetFlags) again(url string) string {
	words := []string{"", output.ShellWord(url)}
	for _, name := range slices.Sorted(maps.Keys(f.set)) {
		words = append(words, "--set", output.ShellWord(name+"="+f.set[name]))
	}
	if f.region != "" {
		words = append(words, "--region", output.ShellWord(f.region))
	}
	if f.insecure {
		words = append(words, "--insecure")
	}
	if f.keyID != "" {
		words = append(words, "--access-key-id", output.ShellWord(f.keyID))
	}
	if f.keySecret != "" {
		words = append(words, `--access-key-secret "$ALIBABA_CLOUD_ACCESS_KEY_SECRET"`)
	}
	return strings.Join(words, " ")
}

// developmentKeys returns the keys of an ecsim simulator behind the URL, by its
// embedded world; none for another endpoint.
func developmentKeys(ctx context.Context, m *model.Model, url string) (target.Credentials, map[string]target.Credentials) {
	name, seed, ok := target.Known(ctx, url)
	if !ok {
		return target.Credentials{}, nil
	}
	world, err := model.Named(m, name, seed)
	if err != nil {
		return target.Credentials{}, nil // not an embedded world
	}
	return target.CredentialsOf(world)
}

func orEnv(value, name string) string {
	if value != "" {
		return value
	}
	return os.Getenv(name)
}
