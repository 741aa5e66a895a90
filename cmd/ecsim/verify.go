package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/report"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/conformance/target"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

func verifyCommand() *cobra.Command {
	var strict bool
	var jsonFile string
	cmd := &cobra.Command{
		Use:   "verify FILE…",
		Short: "Judge recorded runs again, by the present model and without the target",
		Long: `verify reads traces, which check writes beside its findings and, with --record,
for the whole run. Each recorded answer is judged by the model as it is now. After the model has been corrected, yesterday's run is judged again without
a call.

Exit codes are those of check: 0 conforms, 1 a failure, or a question with
--strict, 2 wrong usage, or a file is not a trace, 3 only inconclusive.`,
		Example: `  ecsim check http://localhost:8080 --record nightly.trace
  ecsim verify nightly.trace
  ecsim verify ecsim-findings/*.trace`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fmt.Errorf("verify takes one or more trace files: see '%s --help'", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if jsonFile != "" {
				if len(args) > 1 {
					return errors.New("--json takes the report of one trace: verify the files one by one")
				}
				if err := canBeWritten("--json", jsonFile); err != nil {
					return err
				}
			}
			return verify(cmd, args, strict, jsonFile)
		},
	}
	cmd.Flags().BoolVar(&strict, "strict", false, "a question fails too")
	cmd.Flags().StringVar(&jsonFile, "json", "", "write the report as JSON to this `FILE`")
	return cmd
}

// verify judges the files one after the other; the worst result decides the
// exit code.
func verify(cmd *cobra.Command, files []string, strict bool, jsonFile string) error {
	m, err := reference.New()
	if err != nil {
		return err
	}
	worst := exitOK
	for _, file := range files {
		judged, err := verifyFile(cmd, m, file)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if jsonFile != "" {
			data, err := report.JSON(judged.Report)
			if err != nil {
				return err
			}
			if err := save(cmd, jsonFile, data); err != nil {
				return err
			}
		}
		printVerified(textOf(cmd, jsonFile), file, judged)
		if judged.TargetCalls.Explore == 0 {
			return fmt.Errorf("%s: it holds no call, so that nothing was judged", file)
		}
		if code := judged.ExitCode(strict); worst == exitOK || code == exitFailure {
			worst = code
		}
	}
	if worst != exitOK {
		return exitError{worst}
	}
	return nil
}

func verifyFile(cmd *cobra.Command, m *model.Model, file string) (explore.Rejudged, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return explore.Rejudged{}, fmt.Errorf("read the trace: %w", err)
	}
	trace, err := sequence.ParseTrace(string(data))
	if err != nil {
		return explore.Rejudged{}, err
	}
	start, err := target.StartOf(cmd.Context(), m, trace)
	if err != nil {
		return explore.Rejudged{}, err
	}
	return explore.Verify(trace, start, oracle.NoOrders{})
}

func printVerified(w io.Writer, file string, judged explore.Rejudged) {
	terminal := report.NewTerminal(w)
	for i, f := range judged.Findings {
		terminal.Finding(f)
		fmt.Fprintf(w, "  in run %d of the trace\n", judged.Runs[i])
	}
	fmt.Fprintf(w, "%s: recorded of %s; judged again: runs %d, calls %d, looks %d; failures %d, questions %d, inconclusive %d\n",
		file, judged.Target, judged.Sequences, judged.TargetCalls.Explore, judged.TargetCalls.Observe,
		judged.Divergences, judged.Questions, judged.Inconclusive)
}
