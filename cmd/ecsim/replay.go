package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/fatih/color"
	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/conformance/oracle"
	runpkg "github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
)

func replayCommand() *cobra.Command {
	var f targetFlags
	var orders orderFlags
	cmd := &cobra.Command{
		Use:   "replay FILE [TARGET]",
		Short: "Run a sequence or trace file step by step, and show where the target differs from the model",
		Long: `replay runs the calls of a sequence file, or of a trace of one sequence, on the
target (without one, on the simulator), compares every outcome with the model,
and prints each step with the expected and the actual outcome.

Exit codes: 0 no difference, 1 a failure, 2 wrong usage, or the harness broke.`,
		Example: `  ecsim replay bug.seq
  ecsim replay bug.seq --mutant skip:StopInstance/IncorrectInstanceStatus
  ecsim replay bug.seq http://localhost:8080`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return fmt.Errorf("replay takes a sequence file, and at most one target: see '%s --help'", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return replay(cmd, args, f, orders) },
	}
	f.register(cmd)
	orders.register(cmd)
	return cmd
}

// sequenceOf reads a sequence, or the one of a trace.
func sequenceOf(text string) (sequence.Sequence, error) {
	if !sequence.IsTrace(text) {
		return sequence.Parse(text)
	}
	trace, err := sequence.ParseTrace(text)
	if err != nil {
		return sequence.Sequence{}, err
	}
	if len(trace.Runs) != 1 {
		return sequence.Sequence{}, fmt.Errorf("the trace holds %d sequences, and replay takes one: 'ecsim verify' judges them all", len(trace.Runs))
	}
	return trace.Sequence(0), nil
}

func replay(cmd *cobra.Command, args []string, f targetFlags, orders orderFlags) (err error) {
	data, err := os.ReadFile(args[0])
	if err != nil {
		return fmt.Errorf("read the sequence: %w", err)
	}
	s, err := sequenceOf(string(data))
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
	known, err := orders.load(opened.start.World.Model(), whatTarget(cmd.Context(), args[1:]))
	if err != nil {
		return err
	}
	result, err := runpkg.RunPast(cmd.Context(), opened.target, opened.start, s, known)
	if err != nil {
		return err
	}
	if printReplay(cmd.OutOrStdout(), s, result) {
		return exitError{exitFailure}
	}
	return nil
}

// printReplay writes each step with its outcome; true says that the target fails.
func printReplay(w io.Writer, s sequence.Sequence, result runpkg.RunResult) (fails bool) {
	var unsupported []string // operations
	red, green, yellow := color.New(color.FgRed), color.New(color.FgGreen), color.New(color.FgYellow)
	for i, res := range result.Steps {
		fmt.Fprintf(w, "%3d  %s\n", i+1, stripped(res.Step))
		switch {
		case !res.Ran:
			yellow.Fprintf(w, "       not run: a name that it needs was never made\n")
		case res.Step.Kind == sequence.StepCall:
			if res.Judgement.Result == oracle.Unsupported {
				unsupported = append(unsupported, res.Step.Op)
			}
			colour := map[oracle.Result]*color.Color{oracle.Pass: green, oracle.Unsupported: yellow}[res.Judgement.Result]
			cmp.Or(colour, red).Fprintf(w, "       expect %s\n       saw    %s\n", runpkg.ExpectedText(res.Judgement, res), res.Step.Saw)
		}
		for _, f := range result.Found {
			if f.Step == i {
				fails = printFound(w, f) || fails
			}
		}
	}
	for i := len(result.Steps); i < len(s.Steps); i++ {
		fmt.Fprintf(w, "%3d  %s\n", i+1, stripped(s.Steps[i]))
		yellow.Fprintln(w, "       not run: the state is no longer known")
	}
	switch {
	case fails:
		red.Fprintln(w, "differs")
	case len(result.Found) > 0:
		yellow.Fprintln(w, "no failure, with questions")
	case len(unsupported) > 0:
		slices.Sort(unsupported)
		yellow.Fprintf(w, "no difference in what could be judged; not supported: %s\n", strings.Join(slices.Compact(unsupported), ", "))
	default:
		green.Fprintln(w, "no difference")
	}
	return fails
}

func printFound(w io.Writer, f runpkg.Found) (fails bool) {
	j := f.Judgement
	word := color.YellowString("question")
	if j.Fails() {
		word = color.RedString("failure")
	}
	fmt.Fprintf(w, "       %s: %s %s (%s)\n", word, j.Kind, j.Item, j.Basis.Level)
	for _, d := range j.Diffs {
		fmt.Fprintf(w, "         %s\n", d)
	}
	if len(j.Diffs) == 0 {
		fmt.Fprintf(w, "         expected %s, saw %s\n", j.Expected, j.Seen)
	}
	return j.Fails()
}

// stripped returns the step's own line.
func stripped(s sequence.Step) string { return strings.TrimSpace(s.String()) }
