package main

import (
	"cmp"
	"errors"
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
and prints each step with the expected and the actual outcome. What the file itself
expects has to be met, too.

Exit codes: 0 no difference, 1 a failure, an expectation of the file that is not
met, a status that does not come, or a step that could not run, 2 wrong usage, or
the harness broke, 3 nothing could be judged.`,
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
	if err := canRun(s, opened.start); err != nil {
		return errors.Join(fmt.Errorf("%s: %w", args[0], err), opened.close())
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
	code := printReplay(cmd.OutOrStdout(), s, result)
	if code != exitOK {
		return exitError{code}
	}
	return nil
}

// canRun refuses a sequence with an operation that nobody has, or a name that is
// neither made by a step before nor one of the world.
func canRun(s sequence.Sequence, start oracle.Start) error {
	m, world := start.World.Model(), start.World.Base()
	known := map[string]bool{}
	for name := range world.Names {
		known[name] = true
	}
	for i, step := range s.Steps {
		products, err := m.Catalog().Products(step.Op)
		if err != nil {
			return err
		}
		if step.Kind == sequence.StepCall && len(products) == 0 {
			return fmt.Errorf("step %d: %s is no operation of ECS%s", i+1, step.Op, operationSuggestion(m, step.Op))
		}
		for _, name := range step.References() {
			if !known[sequence.Root(name)] {
				return fmt.Errorf("step %d (%s): no step before makes $%s, and world %q does not have it",
					i+1, cmp.Or(step.Op, step.Name), sequence.Root(name), world.Name)
			}
		}
		if step.Bind != "" {
			known[step.Bind] = true
		}
	}
	return nil
}

// A replayed sequence counts what its steps showed.
type replayed struct {
	fails, broken, judged bool // broken: a step that could not run, or did not do what the file says
	unsupported           []string
}

// printReplay writes each step with its outcome, and returns the exit code.
func printReplay(w io.Writer, s sequence.Sequence, result runpkg.RunResult) int {
	var r replayed
	yellow := color.New(color.FgYellow)
	for i, res := range result.Steps {
		fmt.Fprintf(w, "%3d  %s\n", i+1, stripped(res.Step))
		r.step(w, res)
		r.expectation(w, s, i, res)
		for _, f := range result.Found {
			if f.Step == i {
				r.fails = printFound(w, f) || r.fails
			}
		}
	}
	for i := len(result.Steps); i < len(s.Steps); i++ {
		fmt.Fprintf(w, "%3d  %s\n", i+1, stripped(s.Steps[i]))
		yellow.Fprintln(w, "       not run: the state is no longer known")
	}
	return r.verdict(w, len(result.Found) > 0)
}

// step writes the outcome of a step.
func (r *replayed) step(w io.Writer, res runpkg.StepResult) {
	red, green, yellow := color.New(color.FgRed), color.New(color.FgGreen), color.New(color.FgYellow)
	switch {
	case !res.Ran && res.Step.Kind == sequence.StepCall:
		yellow.Fprintf(w, "       not run: a name that it needs was never made\n")
		r.broken = true
	case res.Missed:
		red.Fprintf(w, "       %s is not %s, and nothing leads there\n", res.Step.Name, res.Step.Status)
		r.broken = true
	case res.Step.Kind == sequence.StepCall:
		switch res.Judgement.Result {
		case oracle.Unsupported:
			r.unsupported = append(r.unsupported, res.Step.Op)
		case oracle.Inconclusive: // says nothing
		default:
			r.judged = true
		}
		colour := map[oracle.Result]*color.Color{oracle.Pass: green, oracle.Unsupported: yellow, oracle.Inconclusive: yellow}[res.Judgement.Result]
		cmp.Or(colour, red).Fprintf(w, "       expect %s\n       saw    %s\n", runpkg.ExpectedText(res.Judgement, res), res.Step.Saw)
	}
}

// expectation compares the answer with what the file expects of the step.
func (r *replayed) expectation(w io.Writer, s sequence.Sequence, i int, res runpkg.StepResult) {
	want, saw := s.Steps[i].Expect, res.Step.Saw
	if want == nil || saw == nil || want.HTTP == 0 || res.Judgement.Result == oracle.Unsupported || res.Judgement.Result == oracle.Inconclusive {
		return
	}
	if want.HTTP != saw.HTTP || want.Code != saw.Code || want.Text != "" && want.Text != saw.Text {
		color.New(color.FgRed).Fprintf(w, "       the file expects %s\n", want)
		r.broken = true
	}
}

// verdict writes the last line, and returns the exit code.
func (r *replayed) verdict(w io.Writer, found bool) int {
	red, green, yellow := color.New(color.FgRed), color.New(color.FgGreen), color.New(color.FgYellow)
	slices.Sort(r.unsupported)
	missing := strings.Join(slices.Compact(r.unsupported), ", ")
	switch {
	case r.fails:
		red.Fprintln(w, "differs")
		return exitFailure
	case r.broken && missing != "":
		yellow.Fprintf(w, "did not run as written; not supported: %s\n", missing)
		return exitFailure
	case r.broken:
		red.Fprintln(w, "did not run as written")
		return exitFailure
	case found:
		yellow.Fprintln(w, "no failure, with questions")
		return exitOK
	case !r.judged && missing != "":
		yellow.Fprintf(w, "nothing could be judged; not supported: %s\n", missing)
		return exitInconclusive
	case !r.judged:
		yellow.Fprintln(w, "nothing could be judged")
		return exitInconclusive
	case missing != "":
		yellow.Fprintf(w, "no difference in what could be judged; not supported: %s\n", missing)
		return exitOK
	default:
		green.Fprintln(w, "no difference")
		return exitOK
	}
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
