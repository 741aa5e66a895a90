package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// register adds the flags. Each has its check, so that the error of an invalid
// value names its flag or variable.
func (s *serveSpec) register(flags *pflag.FlagSet) {
	flags.StringVar(&s.addr, "addr", "127.0.0.1:8080", "`ADDRESS` to listen on; port 0 takes a free one")
	flags.BoolVar(&s.expose, "expose", false, "allow an --addr that other machines reach")
	flags.StringSliceVar(&s.hosts, "host", nil, "answer calls to this host `NAME`, and of its web pages, too; may be repeated")
	checkedVar(flags, &s.world, "world", "default", "WORLD", "the starting world: a name of 'ecsim world list', or a world file", knownWorld)
	flags.Uint64Var(&s.seed, "seed", 1, "`NUMBER` that decides ids and durations")
	checkedVar(flags, &s.auth, "auth", "strict", "MODE", "strict checks signatures, off accepts any", oneOf("strict", "off"))
	checkedVar(flags, &s.clock, "clock", "real", "CLOCK", "real, ticks, frozen or scaled:N", func(text string) error {
		_, err := sim.ParseClock(text)
		return err
	})
	checkedVar(flags, &s.transitions, "transitions", "timed", "MODE", "timed, instant or manual", func(text string) error {
		_, err := sim.ParseTransitions(text)
		return err
	})
	checkedVar(flags, &s.consistency, "consistency", strict, "MODE",
		"strict, or eventual[:RANGE]: for a while, up to RANGE, reads show what was before a change, and what was deleted counts", func(text string) error {
			_, err := sim.ParseConsistency(text)
			return err
		})
	flags.StringArrayVar(&s.mutants, "mutant", nil, "be wrong in this way (`ID` of 'ecsim mutants --list'); may be given again")
	flags.StringSliceVar(&s.rates, "rate-limit", nil, "throttle each caller above `OPERATION=N/s` (or /m, /h; * for all operations together); may be repeated")
	checkedVar(flags, &s.unserved, "unserved", "400", "STATUS",
		"answer an operation that is not served with 400, which is final for clients, or 501, which some repeat", oneOf("400", "501"))
	flags.StringVar(&s.record, "record", "", "record all calls in this .seq or .trace `FILE`")
	flags.StringVar(&s.https.cert, "tls-cert", "", "answer https with the certificate of this PEM `FILE` instead of one made at start")
	flags.StringVar(&s.https.key, "tls-key", "", "its private key, a PEM `FILE`")
	s.data.register(flags)
	flags.StringVar(&s.readyFile, "ready-file", "", "write the URL to this `FILE` once calls are answered")
	flags.StringVar(&s.endpointsFile, "endpoints-file", "", "write URL, region and development key to this `FILE` as JSON")
	checkedVar(flags, &s.log, "log", "text", "FORM", "log of calls on stderr: text or json", oneOf("text", "json"))
	flags.BoolVar(&s.quiet, "quiet", false, "print no banner, and log errors only")
	flags.Int64Var(&s.maxBody, "max-body", 1<<20, "largest body of a request, in `BYTES`")
	flags.DurationVar(&s.limits.Read, "read-timeout", time.Minute, "how long a client may take to send a request")
	flags.DurationVar(&s.limits.Write, "write-timeout", time.Minute, "how long a client may take to read a piece of an answer")
	flags.DurationVar(&s.limits.Idle, "idle-timeout", 5*time.Minute, "how long a connection may pause between requests")
}

// A checked flag refuses a value when it is set.
type checked struct {
	value *string
	kind  string
	check func(string) error
}

func checkedVar(flags *pflag.FlagSet, value *string, name, standard, kind, usage string, check func(string) error) {
	*value = standard
	flags.Var(checked{value, kind, check}, name, usage)
}

func (c checked) String() string {
	if c.value == nil {
		return ""
	}
	return *c.value
}

// Set takes the value, or returns what is wrong with it.
func (c checked) Set(text string) error {
	if err := c.check(text); err != nil {
		return err
	}
	*c.value = text
	return nil
}

// Type is the word for the value in the help text.
func (c checked) Type() string { return c.kind }

func oneOf(words ...string) func(string) error {
	return func(text string) error {
		if slices.Contains(words, text) {
			return nil
		}
		return errors.New("choose " + strings.Join(words, " or "))
	}
}

func knownWorld(name string) error {
	if slices.Contains(model.WorldNames(), name) {
		return nil
	}
	if _, err := os.Stat(name); err != nil {
		return fmt.Errorf("there is no such file, and no such world: choose %s", strings.Join(model.WorldNames(), ", "))
	}
	return nil
}

// sources are the flags that were given by a variable.
type sources map[string]string

// of returns the flag or variable that a value comes from.
func (s sources) of(flag string) string {
	if variable, ok := s[flag]; ok {
		return variable
	}
	return "--" + flag
}

// fromEnvironment sets flags that were not given from ECSIM_ variables.
func fromEnvironment(flags *pflag.FlagSet) (sources, error) {
	taken := sources{}
	var err error
	flags.VisitAll(func(f *pflag.Flag) {
		name := variableOf(f.Name)
		value, ok := os.LookupEnv(name)
		if !ok || f.Changed || err != nil || f.Name == "help" {
			return
		}
		if setErr := flags.Set(f.Name, value); setErr != nil {
			err = fmt.Errorf("%s=%q: %w", name, value, innermost(setErr))
			return
		}
		taken[f.Name] = name
	})
	return taken, err
}

// innermost removes pflag's text about the flag, because no flag was given.
func innermost(err error) error {
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return invalid.Unwrap()
	}
	return err
}

// variableOf names the variable of a flag: ready-file is ECSIM_READY_FILE.
func variableOf(flag string) string {
	return "ECSIM_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// check refuses invalid settings, as far as the flags and the files that they
// name show it. It writes nothing.
func (s *serveSpec) check() (exposed bool, err error) {
	s.named = s.given.of
	switch {
	case s.maxBody < 1:
		return false, fmt.Errorf("%s %d: give at least 1", s.named("max-body"), s.maxBody)
	case s.limits.Read <= 0:
		return false, fmt.Errorf("%s %v: give more than 0", s.named("read-timeout"), s.limits.Read)
	case s.limits.Write <= 0:
		return false, fmt.Errorf("%s %v: give more than 0", s.named("write-timeout"), s.limits.Write)
	case s.limits.Idle <= 0:
		return false, fmt.Errorf("%s %v: give more than 0", s.named("idle-timeout"), s.limits.Idle)
	case s.data.snapshotEvery < 1:
		return false, fmt.Errorf("%s %d: give at least 1", s.named("snapshot-every"), s.data.snapshotEvery)
	case s.data.path != "" && len(s.mutants) > 0:
		return false, fmt.Errorf("%s and %s cannot be combined: the state of a wrong cloud is not worth keeping", s.named("mutant"), s.named("data-dir"))
	case s.record != "" && !recordable(s.record):
		return false, fmt.Errorf("%s %s: %w", s.named("record"), s.record, errRecordName)
	}
	files := map[string]string{s.named("record"): s.record, s.named("ready-file"): s.readyFile, s.named("endpoints-file"): s.endpointsFile}
	for flag, file := range files {
		if err := canBeWritten(flag, file); err != nil {
			return false, err
		}
	}
	if err := distinct(files); err != nil {
		return false, err
	}
	if err := s.https.load(s.named); err != nil {
		return false, err
	}
	return s.checkAddress()
}

// checkAddress refuses an address that other machines can reach, unless
// --expose allows it.
func (s *serveSpec) checkAddress() (exposed bool, err error) {
	host, _, err := net.SplitHostPort(s.addr)
	if err != nil {
		return false, fmt.Errorf("%s %q: write HOST:PORT, such as 127.0.0.1:8080: %w", s.given.of("addr"), s.addr, err)
	}
	ip := net.ParseIP(host)
	if host == "localhost" || ip != nil && ip.IsLoopback() {
		return false, nil
	}
	if !s.expose {
		return false, fmt.Errorf("%s %q can be reached by other machines, which could call with the development keys: choose 127.0.0.1, or add --expose",
			s.given.of("addr"), s.addr)
	}
	return true, nil
}

// logger writes calls and errors; with --quiet only errors.
func (s *serveSpec) logger(to io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: slog.LevelInfo}
	if s.quiet {
		options.Level = slog.LevelWarn
	}
	if s.log == "json" {
		return slog.New(slog.NewJSONHandler(to, options))
	}
	return slog.New(slog.NewTextHandler(to, options))
}
