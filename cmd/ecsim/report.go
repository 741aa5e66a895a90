package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/report"
)

func reportCommand() *cobra.Command {
	format, out := "text", ""
	cmd := &cobra.Command{
		Use:   "report FILE.json",
		Short: "Write the report of an earlier check in another form",
		Long: `report reads what 'ecsim check --json' wrote, and writes it as text, JUnit XML,
Markdown, SARIF, the JSON of a badge, or JSON again. Nothing is judged again:
'ecsim verify' does that with a trace.

Exit codes: 0 written, 2 wrong usage, or the file is no report.`,
		Example: `  ecsim check http://localhost:8080 --json nightly.json
  ecsim report nightly.json --format markdown >> "$GITHUB_STEP_SUMMARY"
  ecsim report nightly.json --format junit --out nightly.xml`,
		Args: exactly(1, "the JSON file of one report"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := canBeWritten("--out", out); err != nil {
				return err
			}
			data, err := os.ReadFile(args[0])
			if err != nil {
				return fmt.Errorf("read the report: %w", err)
			}
			r, err := finding.Read(data)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			text, err := report.Format(format, r)
			if err != nil {
				return fmt.Errorf("--format: %w", err)
			}
			if out == "" {
				out = "-"
			}
			return save(cmd, out, text)
		},
	}
	cmd.Flags().StringVar(&format, "format", format, "`FORMAT` to write: "+strings.Join(report.Formats(), ", "))
	cmd.Flags().StringVar(&out, "out", "", "write to this `FILE`; default the standard output")
	return cmd
}
