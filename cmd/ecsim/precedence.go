package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/fatih/color"
	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/conformance/plan"
	precedencepkg "github.com/ecsim/ecsim/conformance/precedence"
	"github.com/ecsim/ecsim/model/reference"
)

// precedenceFlags are the flags of precedence.
type precedenceFlags struct {
	targetFlags
	orders     orderFlags
	operations []string
	all        bool
	seed       uint64
	triples    int
	write      string
	as         string
}

func precedenceCommand() *cobra.Command {
	var f precedenceFlags
	cmd := &cobra.Command{
		Use:   "precedence [TARGET]",
		Short: "Find the order in which an implementation checks the rules of an operation",
		Long: `precedence makes calls that break two rules: the code of the answer shows which
rule is checked first. It sorts the rules of an operation by such probes, probes
adjacent pairs again, and verifies a sample of the pairs that only follow from
others.

Without TARGET it probes the simulator, in one world after the other; that tests
the method and says nothing about ECS. --write keeps the result for
'ecsim check --orders FILE', which holds the target to it.

Exit codes: 0 the answers form an order, 1 answers contradict each other or what
is known, 2 wrong usage, or the harness broke.`,
		Example: `  ecsim precedence --operations ModifyInstanceVncPasswd
  ecsim precedence http://localhost:8080 --write orders.yaml
  ecsim check http://localhost:8080 --orders orders.yaml`,
		Args: atMost(1, "at most one target"),
		RunE: func(cmd *cobra.Command, args []string) error { return precedence(cmd, args, f) },
	}
	f.register(cmd)
	f.orders.register(cmd)
	flags := cmd.Flags()
	flags.StringSliceVar(&f.operations, "operations", nil, "sort the rules of these `OPERATIONS`; default the five pages")
	flags.BoolVar(&f.all, "all", false, "sort the rules of every operation")
	flags.Uint64Var(&f.seed, "seed", 1, "`NUMBER` that decides which derived orders are verified")
	flags.IntVar(&f.triples, "triples", 20, "number of derived orders to verify for each operation and world")
	flags.StringVar(&f.write, "write", "", "write what was found as YAML to this `FILE`")
	flags.StringVar(&f.as, "as", "", "name of the target in the file, as `KIND:NAME` (emulator:NAME, region:NAME); default by the address")
	return cmd
}

func (f *precedenceFlags) validate(args []string) error {
	switch {
	case f.all && len(f.operations) > 0:
		return errors.New("--all and --operations: give one of them")
	case f.triples < 0:
		return fmt.Errorf("--triples %d: give 0 or more", f.triples)
	case f.write != "":
		if err := canBeWritten("--write", f.write); err != nil {
			return err
		}
	}
	if f.as == "" {
		return nil
	}
	kind, name, ok := strings.Cut(f.as, ":")
	switch {
	case !ok || name == "":
		return fmt.Errorf("--as %q: write KIND:NAME, such as emulator:mine", f.as)
	case len(args) == 0:
		return errors.New("--as names a target other than ecsim's own simulator: give its address")
	case kind == precedencepkg.TargetRegion && !isRegion(hostOf(args[0])):
		return fmt.Errorf("--as %s: %s is not the address of a region, and only what a region does counts for all", f.as, args[0])
	case kind != precedencepkg.TargetRegion && kind != precedencepkg.TargetEmulator:
		return fmt.Errorf("--as %s: the kind is emulator or region", f.as)
	}
	return nil
}

// hostOf returns the host of an address.
func hostOf(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

func precedence(cmd *cobra.Command, args []string, f precedenceFlags) error {
	if err := f.validate(args); err != nil {
		return err
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
	if f.all {
		for _, op := range m.Operations() {
			f.operations = append(f.operations, op.Name)
		}
	}
	at := whatTarget(cmd.Context(), args)
	if kind, name, ok := strings.Cut(f.as, ":"); ok {
		at = precedencepkg.PrecedenceTarget{Kind: kind, Name: name}
	}
	known, err := f.orders.load(m, at)
	if err != nil {
		return err
	}
	bar := newProgress(cmd.ErrOrStderr(), -1)
	probes := 0
	inquiry, err := precedencepkg.NewInquiry(m, precedencepkg.InquiryOptions{
		Operations: f.operations, Seed: f.seed, Triples: f.triples, Orders: known,
		Progress: func(string, int) { probes++; bar.update(probes, -1, 0) },
	})
	if err != nil {
		return err
	}
	err = f.ask(cmd, args, inquiry)
	bar.done()
	if err != nil {
		return err
	}
	contradicts := printPrecedence(textOf(cmd, f.write), inquiry)
	if f.write != "" {
		data, err := inquiry.Precedence(at, time.Now().UTC().Format(time.DateOnly)).YAML()
		if err != nil {
			return err
		}
		if err := save(cmd, f.write, data); err != nil {
			return err
		}
		fmt.Fprintf(textOf(cmd, f.write), "written to %s, as seen on %s\n", f.write, at)
	}
	if contradicts {
		return exitError{exitFailure}
	}
	return nil
}

// ask probes the target, or the simulator in each of its worlds.
func (f *precedenceFlags) ask(cmd *cobra.Command, args []string, inquiry *precedencepkg.Inquiry) error {
	cases, err := plan.Suite()
	if err != nil {
		return err
	}
	worlds := []string{f.world}
	if len(args) == 0 && !cmd.Flags().Changed("world") {
		worlds = append(worlds, specialWorlds()...)
	}
	if !cmd.Flags().Changed("clock") {
		f.tick = 200 * time.Millisecond // so that a probe during a transition is in time
	}
	for _, world := range worlds {
		f.world = world
		if err := f.askWorld(cmd, args, inquiry, cases); err != nil {
			return err
		}
	}
	return nil
}

func (f *precedenceFlags) askWorld(cmd *cobra.Command, args []string, inquiry *precedencepkg.Inquiry, cases []plan.Case) (err error) {
	opened, err := f.open(cmd.Context(), args)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := opened.close(); err == nil {
			err = closeErr
		}
	}()
	return inquiry.Ask(cmd.Context(), opened.target, opened.start, cases)
}

// printPrecedence writes figures and findings; true says that answers
// contradict each other, or the known orders.
func printPrecedence(w io.Writer, inquiry *precedencepkg.Inquiry) (contradicts bool) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "operation\trules\tpairs\tdecided\tdirectly\tmasked\tundecided\tprobes\tk log k\tverified\tcalls\tother than model\t")
	var sum precedencepkg.OrderStats
	for _, s := range inquiry.Stats() {
		printOrderLine(table, s)
		sum = sum.Plus(s)
	}
	sum.Operation = "all"
	printOrderLine(table, sum)
	_ = table.Flush()
	contradictions := 0
	for _, f := range inquiry.Findings() {
		word := color.YellowString("question")
		if f.Contradiction {
			word, contradictions = color.RedString("contradiction"), contradictions+1
		}
		fmt.Fprintf(w, "%s %s: %s\n", word, f.Operation, f.Text)
		for line := range strings.Lines(f.Sequence.String()) {
			fmt.Fprint(w, "    "+line)
		}
	}
	for _, left := range inquiry.Leftover() {
		fmt.Fprintf(w, "%s %s\n", color.YellowString("left over"), left)
	}
	fmt.Fprintf(w, "%d of %d pairs decided, %d contradictions, %d pairs in another order than the model's\n",
		sum.Decided, sum.Askable, contradictions, sum.Against)
	return contradictions > 0
}

func printOrderLine(w io.Writer, s precedencepkg.OrderStats) {
	fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t\n", s.Operation, s.Rules, s.Askable, s.Decided, s.Asked, s.Masked,
		s.Undecided, s.Probes, s.KLogK, s.Verified, s.Calls.Total(), s.Against)
}
