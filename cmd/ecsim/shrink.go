package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/output"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// shrinkFlags are the flags of shrink.
type shrinkFlags struct {
	targetFlags
	budget   int
	confirm  int
	findings string
	jsonFile string
}

func shrinkCommand() *cobra.Command {
	var f shrinkFlags
	cmd := &cobra.Command{
		Use:   "shrink FILE [TARGET]",
		Short: "Reduce a sequence file to the shortest one that still shows the difference",
		Long: `shrink runs the calls of a sequence file on the target (without one, on the
simulator), and reduces each difference from the model that it shows: it drops
calls, simplifies arguments, and confirms the result by running it again.
Every candidate removes what it made.

Exit codes: 0 no difference, 1 a failure was reduced, 2 wrong usage, or the
harness broke.`,
		Example: `  ecsim shrink bug.seq
  ecsim shrink bug.seq http://localhost:8080 --shrink-calls 100 --confirm 10`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return fmt.Errorf("shrink takes a sequence file, and at most one target: see '%s --help'", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return shrink(cmd, args, f) },
	}
	f.register(cmd)
	flags := cmd.Flags()
	flags.IntVar(&f.budget, "shrink-calls", 400, "largest number of target calls of candidates for one difference")
	flags.IntVar(&f.confirm, "confirm", 3, "number of times to run the result again; 0 for none")
	flags.StringVar(&f.findings, "findings", "ecsim-findings", "write each reduced sequence into this `DIR`")
	flags.StringVar(&f.jsonFile, "json", "", "write the report as JSON to this `FILE`")
	return cmd
}

func (f *shrinkFlags) validate() error {
	switch {
	case f.budget < 1:
		return fmt.Errorf("--shrink-calls %d: give at least 1", f.budget)
	case f.confirm < 0:
		return fmt.Errorf("--confirm %d: give 0 or more", f.confirm)
	}
	if err := output.CheckDir(f.findings); err != nil {
		return fmt.Errorf("--findings: %w", err)
	}
	return canBeWritten("--json", f.jsonFile)
}

func shrink(cmd *cobra.Command, args []string, f shrinkFlags) (err error) {
	if err := f.validate(); err != nil {
		return err
	}
	data, err := os.ReadFile(args[0])
	if err != nil {
		return fmt.Errorf("read the sequence: %w", err)
	}
	s, err := sequence.Parse(string(data))
	if err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	if !cmd.Flags().Changed("world") {
		f.world = s.World
	}
	opened, err := f.open(cmd.Context(), args[1:])
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := opened.close(); err == nil {
			err = closeErr
		}
	}()
	if err := canRun(s, opened.start); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	options := explore.Options{ShrinkCalls: f.budget, Confirm: f.confirm}
	if f.confirm == 0 {
		options.Confirm = -1
	}
	r, err := explore.Shrink(cmd.Context(), opened.target, opened.start, s, options)
	if err != nil && len(r.Findings) == 0 {
		return err
	}
	r.Target = opened.name
	code := exitOK
	if r.Divergences > 0 {
		code = exitFailure
	}
	return outcome(cmd, code, errors.Join(outputs{findings: f.findings, json: f.jsonFile, again: opened.again}.publish(cmd, r), err))
}
