package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/report"
	"github.com/ecsim/ecsim/model/reference"
)

type coverFlags struct {
	jsonFile, page, run string
	evidence, bases     bool
}

func coverCommand() *cobra.Command {
	var f coverFlags
	cmd := &cobra.Command{
		Use:   "cover",
		Short: "Account for every documented row: how it is known, and which sequence reaches it",
		Long: `cover lists, for every operation and every row of its error table, whether the
model has a rule for it, how that is known, and the shortest sequence that
reaches it. Rows are reachable, vestigial (no call can meet them), faults (only
an injected fault shows them), out of scope for one of a short list of reasons,
or unmodelled.`,
		Example: `  ecsim cover
  ecsim cover --page ModifyInstanceVncPasswd
  ecsim check --json report.json; ecsim cover --report report.json --json cover.json`,
		Args: atMost(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error { return cover(cmd, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.jsonFile, "json", "", "write the result as JSON to this `FILE`")
	flags.StringVar(&f.page, "page", "", "print the rows of this `OPERATION`, in the order of its page")
	flags.StringVar(&f.run, "report", "", "show which rows the run of this report `FILE` reached (check --json writes it)")
	flags.BoolVar(&f.evidence, "evidence", false, "replay the field evidence on the model, and show where it contradicts")
	flags.BoolVar(&f.bases, "bases", false, "count by operation how rules and effects are known, as a table in Markdown")
	return cmd
}

func cover(cmd *cobra.Command, f coverFlags) error {
	if err := canBeWritten("--json", f.jsonFile); err != nil {
		return err
	}
	m, err := reference.New()
	if err != nil {
		return err
	}
	if f.evidence {
		return coverEvidence(cmd.OutOrStdout(), m)
	}
	if f.bases {
		_, err := fmt.Fprint(cmd.OutOrStdout(), report.BasesTable(report.BasesOf(m)))
		return err
	}
	in, err := f.inputs()
	if err != nil {
		return err
	}
	account, err := report.NewCover(m, in)
	if err != nil {
		return err
	}
	if f.jsonFile != "" {
		data, err := account.JSON()
		if err != nil {
			return err
		}
		if err := save(cmd, f.jsonFile, data); err != nil {
			return err
		}
	}
	terminal := report.NewTerminal(textOf(cmd, f.jsonFile))
	if f.page == "" {
		terminal.Cover(account)
		return nil
	}
	op, ok := account.Operation(f.page)
	if !ok {
		return fmt.Errorf("--page: the model has no operation %q%s", f.page, suggestion(m, f.page))
	}
	terminal.CoverPage(op)
	return nil
}

// inputs reads the suite, and the report if one is given.
func (f coverFlags) inputs() (report.CoverInputs, error) {
	cases, err := plan.Suite()
	if err != nil {
		return report.CoverInputs{}, err
	}
	in := report.CoverInputs{Witnesses: report.Witnesses(cases)}
	if f.run == "" {
		return in, nil
	}
	data, err := os.ReadFile(f.run)
	if err != nil {
		return in, fmt.Errorf("read the report: %w", err)
	}
	in.Run = &finding.Report{}
	if err := json.Unmarshal(data, in.Run); err != nil {
		return in, fmt.Errorf("read the report %s: %w", f.run, err)
	}
	if in.Run.Schema != "ecsim.report/1" {
		return in, fmt.Errorf("read the report %s: its schema is %q, not ecsim.report/1: 'ecsim check --json FILE' writes one", f.run, in.Run.Schema)
	}
	return in, nil
}
