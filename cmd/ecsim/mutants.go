package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	precedencepkg "github.com/ecsim/ecsim/conformance/precedence"
	"github.com/ecsim/ecsim/conformance/score"
	"github.com/ecsim/ecsim/model/reference"
)

// mutantsFlags are the flags of mutants.
type mutantsFlags struct {
	list        bool
	kinds       []string
	operations  []string
	sample      int
	seed        uint64
	calls       int
	workers     int
	noSuite     bool
	inProcess   bool
	consistency string
	jsonFile    string
	resume      string
	orders      string
	table       string
}

func mutantsCommand() *cobra.Command {
	var f mutantsFlags
	cmd := &cobra.Command{
		Use:   "mutants",
		Short: "Measure the checker: how many wrong simulators it finds, and how fast",
		Long: `A mutant is the simulator, wrong in one known way: a rule is skipped, an effect
is lost, a list loses its last element. Mutants are derived from the model's
lists of rules, effects and transitions.

mutants serves each over HTTP, checks it like any endpoint, and says whether the
report names what is wrong; the checker never learns which mutant it talks to.
docs/mutants.md explains the figures. 'ecsim check --mutant ID' runs one.

Exit codes: 0 every survivor is listed with its reason, 1 a survivor is not
listed, or a listed one was killed, 2 wrong usage, or the harness broke.`,
		Example: `  ecsim mutants --list --kind skip
  ecsim mutants --sample 100 --seed 7
  ecsim mutants --operations ModifyInstanceAttribute --json score.json
  ecsim mutants --resume score.jsonl`,
		Args: atMost(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error { return mutants(cmd, f) },
	}
	flags := cmd.Flags()
	flags.BoolVar(&f.list, "list", false, "print the mutants' ids, without scoring")
	flags.StringSliceVar(&f.kinds, "kind", nil, "only mutants of these `KINDS`")
	flags.StringSliceVar(&f.operations, "operations", nil, "only mutants of these `OPERATIONS`")
	flags.IntVar(&f.sample, "sample", 0, "score only this number of mutants, chosen by the seed")
	flags.Uint64Var(&f.seed, "seed", 1, "`NUMBER` that decides sample and exploration")
	flags.IntVar(&f.calls, "calls", 5000, "calls to explore with after the suite, for each mutant that it does not kill; 0 does not explore")
	flags.IntVar(&f.workers, "workers", 2, "mutants side by side")
	flags.BoolVar(&f.noSuite, "no-suite", false, "explore at once, without the suite")
	flags.BoolVar(&f.inProcess, "in-process", false, "without HTTP: faster, for a first run")
	checkedVar(flags, &f.consistency, "consistency", strict, "MODE", "what the checker holds mutants to, which show and count at once: strict or eventual",
		oneOf(strict, "eventual"))
	flags.StringVar(&f.jsonFile, "json", "", "write the score as JSON to this `FILE`")
	flags.StringVar(&f.resume, "resume", "", "keep each result in this `FILE`, and continue where it ends")
	flags.StringVar(&f.orders, "orders", "", "hold mutants to the order of rules in this `FILE` of 'ecsim precedence --all'")
	flags.StringVar(&f.table, "table", "", "print the tables of the score in this JSON `FILE` as Markdown, without scoring")
	return cmd
}

func (f *mutantsFlags) validate() error {
	switch {
	case f.sample < 0:
		return fmt.Errorf("--sample %d: give at least 1, or leave it out for all", f.sample)
	case f.seed == 0:
		return errors.New("--seed 0: give at least 1")
	case f.calls < 0:
		return fmt.Errorf("--calls %d: give 0 or more", f.calls)
	case f.calls == 0 && f.noSuite:
		return errors.New("--no-suite with --calls 0 leaves nothing to check with")
	case f.workers < 1:
		return fmt.Errorf("--workers %d: give at least 1", f.workers)
	case f.jsonFile != "":
		return canBeWritten("--json", f.jsonFile)
	default:
		return nil
	}
}

func mutants(cmd *cobra.Command, f mutantsFlags) error {
	if err := f.validate(); err != nil {
		return err
	}
	if f.table != "" {
		return mutantsTable(cmd.OutOrStdout(), f.table)
	}
	m, err := reference.New()
	if err != nil {
		return err
	}
	for _, op := range f.operations {
		if _, ok := m.Operation(op); !ok {
			return fmt.Errorf("--operations: the model has no operation %q%s", op, operationSuggestion(m, op))
		}
	}
	options := score.Options{
		Kinds: f.kinds, Operations: f.operations, Sample: f.sample, Seed: f.seed, Calls: f.calls,
		NoSuite: f.noSuite, Workers: f.workers, InProcess: f.inProcess, Eventual: f.consistency != strict,
	}
	if f.calls == 0 {
		options.Calls = -1
	}
	if f.orders != "" {
		data, err := os.ReadFile(f.orders)
		if err != nil {
			return fmt.Errorf("--orders: %w", err)
		}
		if options.Orders, err = precedencepkg.ParsePrecedence(f.orders, data); err != nil {
			return fmt.Errorf("--orders: %w", err)
		}
		if kind := options.Orders.Target.Kind; kind != precedencepkg.TargetSimulator {
			return fmt.Errorf("--orders: %s was seen on %s: mutants are simulators", f.orders, options.Orders.Target)
		}
	}
	if f.list {
		return listMutants(cmd.OutOrStdout(), options)
	}
	return scoreMutants(cmd, f, options)
}

func listMutants(w io.Writer, o score.Options) error {
	chosen, err := score.Choose(o)
	if err != nil {
		return err
	}
	for _, m := range chosen {
		fmt.Fprintln(w, m.ID)
	}
	return nil
}

// mutantsTable prints the tables of an earlier score.
func mutantsTable(w io.Writer, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("--table: %w: name a file that 'ecsim mutants --json' wrote", err)
	}
	var r score.Report
	if err := json.Unmarshal(data, &r); err != nil || r.Schema != score.Schema {
		return fmt.Errorf("--table: %s has not the schema %s: name a file that 'ecsim mutants --json' wrote", path, score.Schema)
	}
	r.Markdown(w)
	return nil
}

func scoreMutants(cmd *cobra.Command, f mutantsFlags, o score.Options) (err error) {
	if f.resume != "" {
		log, err := score.OpenLog(f.resume, o)
		if err != nil {
			return err
		}
		defer func() {
			if closeErr := log.Close(); err == nil {
				err = closeErr
			}
		}()
		o.Known, o.Keep = log.Known, log.Keep
	}
	bar := newCounter(cmd.ErrOrStderr(), "mutants")
	o.Progress = bar.update
	r, err := score.Run(cmd.Context(), o)
	bar.done()
	if err != nil {
		if f.resume != "" {
			return fmt.Errorf("%w: run the same command again to continue where it stopped", err)
		}
		return err
	}
	if f.jsonFile != "" {
		data, err := json.MarshalIndent(r, "", "  ")
		if err != nil {
			return fmt.Errorf("write the score as JSON: %w", err)
		}
		if err := save(cmd, f.jsonFile, append(data, '\n')); err != nil {
			return err
		}
	}
	r.Text(textOf(cmd, f.jsonFile))
	if len(r.Wrong) > 0 {
		return exitError{exitFailure}
	}
	return nil
}
