package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/fatih/color"
	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/output"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

type suiteFlags struct {
	targetFlags
	list    bool
	run     string
	shard   string
	write   string
	length  int
	full    int
	only    []string
	telling bool
	clauses bool
	kinds   []string
}

func suiteCommand() *cobra.Command {
	var f suiteFlags
	cmd := &cobra.Command{
		Use:   "suite [TARGET]",
		Short: "Run the shortest known sequence of each rule, effect and transition",
		Long: `The suite holds the shortest sequence for every rule that a call can break, every
effect and every transition. suite runs them one by one; check runs them merged
before it explores.

Without TARGET each runs on a simulator that begins with the witness's world.

A witness counts as happened only where an answer of the target shows it. One of
an operation that the target lacks, or whose answers say nothing, is counted
apart; one that needs another world or caller than the target has is left out.

Exit codes: 0 all that ran happened, 1 some did not, 2 wrong usage, or the harness
broke, 3 none could be judged.`,
		Example: `  ecsim suite --list
  ecsim suite --run default/rule/StopInstance/IncorrectInstanceStatus
  ecsim suite --shard 1/4 http://localhost:8080`,
		Args: atMost(1, "at most one target"),
		RunE: func(cmd *cobra.Command, args []string) error { return suite(cmd, args, f) },
	}
	f.register(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&f.list, "list", false, "print the names and lengths")
	flags.StringVar(&f.run, "run", "", "run only the witnesses whose name contains `NAME`")
	flags.StringVar(&f.shard, "shard", "", "run the `I/N`-th part, from 1/N to N/N")
	flags.BoolVar(&f.telling, "telling", false, "with --write: search only for detecting witnesses that the suite lacks")
	flags.BoolVar(&f.clauses, "clauses", false, "with --write: write the witnesses of all clauses anew")
	flags.StringSliceVar(&f.kinds, "kinds", nil, "with --telling: search only for these `KINDS` of mutants")
	flags.StringVar(&f.write, "write", "", "search the model anew and write the witnesses under this `DIR`")
	flags.IntVar(&f.length, "length", 5, "with --write: longest sequence to look for")
	flags.IntVar(&f.full, "full", 3, "with --write: try every call in every world up to this length")
	flags.StringSliceVar(&f.only, "only", nil, "with --write: search only these `WORLDS`, for items that the others do not show")
	return cmd
}

func suite(cmd *cobra.Command, args []string, f suiteFlags) error {
	if (f.telling || f.clauses) && f.write == "" {
		return errors.New("--telling and --clauses search for witnesses: say where to write them, with --write DIR")
	}
	if f.clauses {
		return writeClauses(cmd.OutOrStdout(), f)
	}
	if f.telling {
		return writeDetecting(cmd.Context(), cmd.OutOrStdout(), f)
	}
	if f.write != "" {
		return writeSuite(cmd.Context(), cmd.OutOrStdout(), f)
	}
	cases, err := plan.Suite()
	if err != nil {
		return err
	}
	if cases, err = f.choose(cases); err != nil {
		return err
	}
	if f.list {
		for _, c := range cases {
			fmt.Fprintf(cmd.OutOrStdout(), "%2d  %s\n", c.Sequence.Length(), c.Name)
		}
		return nil
	}
	return runSuite(cmd, args, f, cases)
}

// choose keeps the cases that the flags ask for.
func (f *suiteFlags) choose(cases []plan.Case) ([]plan.Case, error) {
	part, parts := 1, 1
	if f.shard != "" {
		i, n, _ := strings.Cut(f.shard, "/")
		var err1, err2 error
		part, err1 = strconv.Atoi(i)
		parts, err2 = strconv.Atoi(n)
		if err1 != nil || err2 != nil || part < 1 || part > parts {
			return nil, fmt.Errorf("--shard %q: write I/N with I from 1 to N", f.shard)
		}
	}
	var out []plan.Case
	for i, c := range cases {
		if i%parts == part-1 && strings.Contains(c.Name, f.run) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("the suite has no witness whose name contains %q: 'ecsim suite --list' shows them", f.run)
	}
	return out, nil
}

// runSuite runs the cases, those of one world after the other.
func runSuite(cmd *cobra.Command, args []string, f suiteFlags, cases []plan.Case) error {
	byWorld := map[string][]plan.Case{}
	for _, c := range cases {
		byWorld[c.Sequence.World] = append(byWorld[c.Sequence.World], c)
	}
	names := make([]string, 0, len(byWorld))
	for w := range byWorld {
		names = append(names, w)
	}
	sort.Strings(names)
	var sum tally
	f.tick = 200 * time.Millisecond // so that a witness in a transient status is in time
	for _, world := range names {
		if len(args) > 0 && world != "default" {
			sum.left += len(byWorld[world])
			continue // a special world exists on the simulator only
		}
		f.world = world
		together := len(byWorld[world])
		if world != "default" {
			together = 1 // witnesses may remove resources of a special world: each gets a simulator of its own
		}
		for part := range slices.Chunk(byWorld[world], together) {
			if err := runWorld(cmd, args, f, part, &sum); err != nil {
				return err
			}
		}
	}
	fmt.Fprintln(cmd.OutOrStdout(), sum)
	return sum.exit()
}

// A tally counts witnesses by what became of them.
type tally struct {
	happened, failed, unsupported, open, left, calls int
}

// String is the line that people quote.
func (t tally) String() string {
	parts := []string{fmt.Sprintf("suite: %d of %d happened, in %d calls", t.happened, t.happened+t.failed+t.unsupported+t.open, t.calls)}
	for _, part := range []struct {
		n    int
		what string
	}{
		{t.failed, "did not happen"},
		{t.unsupported, "not supported by the target"},
		{t.open, "could not be judged"},
		{t.left, "left out: they need another world or caller"},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	return strings.Join(parts, "; ")
}

// exit is 1 where a witness did not happen, and 3 where none was judged.
func (t tally) exit() error {
	switch {
	case t.failed > 0:
		return exitError{exitFailure}
	case t.happened == 0:
		return exitError{exitInconclusive}
	default:
		return nil
	}
}

// add counts the result of a witness.
func (t *tally) add(w io.Writer, calls int, err error) {
	t.calls += calls
	var open *plan.NotJudgedError
	switch {
	case err == nil:
		t.happened++
		return
	case errors.As(err, &open) && !open.Supported:
		t.unsupported++
	case errors.As(err, &open):
		t.open++
	default:
		t.failed++
		fmt.Fprintf(w, "%s %s\n", color.RedString("FAIL"), output.Printable(err.Error()))
		return
	}
	fmt.Fprintf(w, "%s %s\n", color.YellowString("open"), output.Printable(err.Error()))
}

func runWorld(cmd *cobra.Command, args []string, f suiteFlags, cases []plan.Case, sum *tally) (err error) {
	opened, err := f.open(cmd.Context(), args)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := opened.close(); err == nil {
			err = closeErr
		}
	}()
	for _, c := range cases {
		if !plan.Runnable(c.Sequence, opened.start) {
			sum.left++
			continue
		}
		res, err := plan.Confirm(cmd.Context(), opened.target, opened.start, c)
		if cmd.Context().Err() != nil {
			return err
		}
		sum.add(cmd.OutOrStdout(), res.Counts.Explore, err)
	}
	return nil
}

// writeSuite searches the model anew, world by world, and replaces the files.
func writeSuite(ctx context.Context, w io.Writer, f suiteFlags) error {
	m, err := reference.New()
	if err != nil {
		return err
	}
	missing := plan.Items(m)
	worlds := append([]string{"default"}, specialWorlds()...)
	if len(f.only) > 0 {
		worlds = f.only
		cases, err := plan.Suite()
		if err != nil {
			return err
		}
		missing = slices.DeleteFunc(missing, func(i plan.Item) bool {
			return slices.ContainsFunc(cases, func(c plan.Case) bool { return c.Item == i && !slices.Contains(f.only, c.Sequence.World) })
		})
	}
	for _, name := range worlds {
		began := time.Now()
		world, err := model.Named(m, name, 1)
		if err != nil {
			return err
		}
		options := plan.PlanOptions{Full: f.full, Most: max(f.length, f.full), Log: func(p plan.Progress) {
			fmt.Fprintf(w, "%s: length %d, %d of %d worlds, %d for the next, %d items missing, %s\n",
				name, p.Length, p.Done, p.Worlds, p.Next, p.Missing, time.Since(began).Round(time.Second))
		}}
		found, stats, err := plan.FindWitnesses(ctx, oracle.Start{World: world}, within(m, missing, name), options)
		if err != nil {
			return err
		}
		if err := replaceWitnesses(f.write, found); err != nil {
			return err
		}
		missing = without(missing, found)
		fmt.Fprintf(w, "%s: %d witnesses, worlds %v, %d calls tried, exhaustive up to length %d; %d items left\n",
			name, len(found), stats.Worlds, stats.Calls, stats.Full, len(missing))
	}
	for _, i := range missing {
		fmt.Fprintf(w, "no witness: %s\n", i)
	}
	return nil
}

// within keeps the items that the world may show: a special world shows the
// rules whose hint names it, and the effects and transitions that no other
// world shows.
func within(m *model.Model, items []plan.Item, world string) []plan.Item {
	return slices.DeleteFunc(slices.Clone(items), func(i plan.Item) bool {
		r, ok := m.Rule(i.ID)
		return world != "default" && ok && i.Kind == "rule" && r.Break.World != world
	})
}

// replaceWitnesses writes the files of the witnesses found, and removes those
// of the same items in other worlds. Other files stay: a witness longer than
// the search is written by hand, and a test finds stale ones.
func replaceWitnesses(dir string, found []plan.Witness) error {
	for _, witness := range found {
		path, text := witness.File()
		worlds, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			return fmt.Errorf("replace the witnesses: %w", err)
		}
		_, within, _ := strings.Cut(path, "/")
		for _, world := range worlds {
			if err := os.Remove(filepath.Join(world, within)); err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
				return fmt.Errorf("replace the witnesses: %w", err)
			}
		}
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("replace the witnesses: %w", err)
		}
		if err := output.Write(path, []byte(text)); err != nil {
			return err
		}
	}
	return nil
}

func without(items []plan.Item, found []plan.Witness) []plan.Item {
	have := map[plan.Item]bool{}
	for _, w := range found {
		have[w.Item] = true
	}
	var out []plan.Item
	for _, i := range items {
		if !have[i] {
			out = append(out, i)
		}
	}
	return out
}
