package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/output"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// checkFlags are the flags of check.
type checkFlags struct {
	targetFlags
	seed       uint64
	calls      int
	duration   time.Duration
	steps      int
	operations []string
	strict     bool
	jsonFile   string
	findings   string
	keepGoing  bool
	max        int
	shrink     int
	skipSuite  bool
	weights    string
	record     string
	clients    int
	orders     orderFlags
	verbose    bool
	forms      reportFiles
}

func checkCommand() *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check [TARGET]",
		Short: "Compare an implementation with the model, and reduce every difference",
		Long: `check draws sequences of calls, runs them through the official SDK against the
target and applies them to the model. Every outcome that no possible state of
the cloud explains is reduced to the shortest sequence that shows it.

Without TARGET it starts the simulator on a free loopback port and checks it
over HTTP, like any other endpoint. TARGET is a URL; its keys come from the flags, or from
ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.

The first failure ends the run: --keep-going continues. The last line says why the
run ended.

Exit codes: 0 conforms (questions are counted and shown), 1 a failure, or a
question with --strict, 2 wrong usage, interrupted, or the harness broke, 3 nothing
was judged: no answer was conclusive, or the target supports nothing.`,
		Example: `  ecsim check
  ecsim check --mutant skip:ModifyInstanceAttribute/InvalidOperation.InvalidEcsState
  ecsim check http://localhost:8080 --access-key-id id --access-key-secret secret
  ecsim check --operations ModifyInstanceAttribute --calls 20000 --seed 7`,
		Args: atMost(1, "at most one target"),
		RunE: func(cmd *cobra.Command, args []string) error { return check(cmd, args, f) },
	}
	f.register(cmd)
	f.orders.register(cmd)
	f.forms.register(cmd)
	flags := cmd.Flags()
	flags.Uint64Var(&f.seed, "seed", 1, "`NUMBER` that decides the sequences: same seed, same report")
	flags.IntVar(&f.calls, "calls", 5000, "calls to explore with")
	flags.DurationVar(&f.duration, "for", 0, "end the exploration after this time, such as 10m")
	flags.IntVar(&f.clients, "clients", 0, "number of clients that call at once (2 to 32); some order of their calls must explain all answers")
	flags.IntVar(&f.steps, "steps", 25, "calls of one sequence")
	flags.StringSliceVar(&f.operations, "operations", nil, "draw only these `OPERATIONS`, and those that make the resources that they need")
	flags.StringVar(&f.weights, "weights", "", "take the weights of operations from this `FILE`: OPERATION: WEIGHT, a line each")
	flags.BoolVar(&f.strict, "strict", false, "a question fails too")
	flags.StringVar(&f.jsonFile, "json", "", "write the report as JSON to this `FILE`")
	flags.StringVar(&f.findings, "findings", "", "write each finding's sequence into this `DIR`; default ecsim-findings")
	flags.BoolVar(&f.keepGoing, "keep-going", false, "continue after the first failure")
	flags.IntVar(&f.max, "max-findings", 50, "end after this number of findings")
	flags.IntVar(&f.shrink, "shrink-calls", 400, "largest number of target calls to reduce one finding")
	flags.StringVar(&f.record, "record", "", "write all calls and answers to this `FILE`, for 'ecsim verify'")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "print every finding in full, and what was reached of each operation")
	flags.BoolVar(&f.skipSuite, "no-suite", false, "explore at once, without the suite")
	return cmd
}

func (f *checkFlags) validate() error {
	switch {
	case f.calls < 1:
		return fmt.Errorf("--calls %d: give at least 1", f.calls)
	case f.steps < 1:
		return fmt.Errorf("--steps %d: give at least 1", f.steps)
	case f.seed == 0:
		return errors.New("--seed 0: give at least 1")
	case f.max < 1:
		return fmt.Errorf("--max-findings %d: give at least 1", f.max)
	case f.duration < 0:
		return fmt.Errorf("--for %v: give more than 0", f.duration)
	case f.shrink < 0:
		return fmt.Errorf("--shrink-calls %d: give 0 or more", f.shrink)
	}
	files := map[string]string{"--json": f.jsonFile, "--record": f.record}
	for format, file := range f.forms.named() {
		files["--"+format] = file
	}
	for flag, file := range files {
		if err := canBeWritten(flag, file); err != nil {
			return err
		}
	}
	if err := distinct(files); err != nil {
		return err
	}
	if f.findings != "" {
		if err := output.CheckDir(f.findings); err != nil {
			return fmt.Errorf("--findings: %w", err)
		}
	}
	return f.validateClients()
}

// validateClients refuses flags that cannot be combined with --clients.
func (f *checkFlags) validateClients() error {
	switch {
	case f.clients == 0:
		return nil
	case f.clients < 2 || f.clients > 32:
		return fmt.Errorf("--clients %d: give 2 to 32, or leave it out for one", f.clients)
	case f.record != "" || len(f.operations) > 0 || len(f.orders.files) > 0:
		return errors.New("--clients draws its own calls and judges histories: leave out --record, --operations and --orders")
	default:
		return nil
	}
}

func check(cmd *cobra.Command, args []string, f checkFlags) (err error) {
	if err := f.validate(); err != nil {
		return err
	}
	ctx := cmd.Context()
	opened, err := f.open(ctx, args)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := opened.close(); err == nil {
			err = closeErr
		}
	}()
	if f.clients > 0 {
		return f.checkClients(cmd, opened)
	}
	cases, weights, err := f.drawing(opened.start)
	if err != nil {
		return err
	}
	orders, err := f.orders.load(opened.start.World.Model(), whatTarget(ctx, args))
	if err != nil {
		return err
	}
	opened.again += f.orders.again()
	recorded := opened.trace
	var record func(sequence.TraceRun)
	if f.record != "" {
		record = func(r sequence.TraceRun) { recorded.Runs = append(recorded.Runs, r) }
	}
	bar := newProgress(cmd.ErrOrStderr(), f.calls)
	r, err := explore.Explore(ctx, opened.target, opened.start, explore.Options{
		Seed: f.seed, Calls: f.calls, For: f.duration, Steps: f.steps, Operations: f.operations,
		KeepGoing: f.keepGoing, MaxFindings: f.max, ShrinkCalls: f.shrink, Progress: bar.update, Suite: cases, Weights: weights, Found: bar.found,
		Trace: opened.trace, Record: record, Orders: orders,
	})
	bar.done()
	if err != nil && (r == nil || r.Calls == 0) {
		return err
	}
	r.Target = opened.name
	if f.record != "" {
		err = errors.Join(err, save(cmd, f.record, []byte(recorded.String())))
	}
	err = errors.Join(f.write(cmd, r, opened), err)
	if r.Calls == 0 && err == nil {
		err = errors.New("no call was made, so that nothing was checked: give more with --for or --calls")
	}
	return outcome(cmd, r.ExitCode(f.strict), err)
}

// drawing returns the suite to begin with, and the weights of the operations.
func (f *checkFlags) drawing(start oracle.Start) (cases []plan.Case, weights map[string]int, err error) {
	if err := f.knownOperations(start); err != nil {
		return nil, nil, err
	}
	if weights, err = readWeights(f.weights, start.World.Model()); err != nil {
		return nil, nil, err
	}
	cases, err = f.suite()
	return cases, weights, err
}

// suite returns the witnesses to run first: all of them, or those of
// --operations.
func (f *checkFlags) suite() ([]plan.Case, error) {
	if f.skipSuite {
		return nil, nil
	}
	cases, err := plan.Suite()
	return plan.CasesOf(cases, f.operations), err
}

// knownOperations refuses --operations that the model does not have.
func (f *checkFlags) knownOperations(start oracle.Start) error {
	for _, op := range f.operations {
		if _, ok := start.World.Model().Operation(op); !ok {
			return fmt.Errorf("--operations: the model has no operation %q%s", op, operationSuggestion(start.World.Model(), op))
		}
	}
	return nil
}

// write prints the report and writes the files that were asked for.
func (f *checkFlags) write(cmd *cobra.Command, r *finding.Report, opened *opened) error {
	dir := f.findings
	if dir == "" {
		dir = "ecsim-findings"
	}
	return outputs{dir, f.jsonFile, opened.again, f.verbose, f.forms.named()}.publish(cmd, r)
}
