package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/output"
	"github.com/ecsim/ecsim/conformance/report"
)

// canBeWritten refuses, before the work begins, a file that cannot be written.
func canBeWritten(flag, file string) error {
	if file == "" {
		return nil
	}
	if err := output.Check(file); err != nil {
		return fmt.Errorf("%s: %w", flag, err)
	}
	return nil
}

// distinct refuses two flags that name the same file.
func distinct(files map[string]string) error {
	for flag, file := range files {
		for other, same := range files {
			if flag < other && file != "" && sameFile(file, same) && !isDevice(file) {
				return fmt.Errorf("%s and %s name the same file %s: name two", flag, other, file)
			}
		}
	}
	return nil
}

// isDevice says that two outputs may go to the same place, such as /dev/null.
func isDevice(file string) bool {
	info, err := os.Stat(file)
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && !output.IsStandard(file)
}

func sameFile(a, b string) bool {
	if filepath.Clean(a) == filepath.Clean(b) || output.IsStandard(a) && output.IsStandard(b) {
		return true
	}
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// save writes a file, or to the standard output of the command.
func save(cmd *cobra.Command, file string, data []byte) error {
	if output.IsStandard(file) {
		_, err := cmd.OutOrStdout().Write(data)
		return err
	}
	return output.Write(file, data)
}

// textOf is where the text for people goes: away from what programs read.
func textOf(cmd *cobra.Command, files ...string) io.Writer {
	if slices.ContainsFunc(files, output.IsStandard) {
		return cmd.ErrOrStderr()
	}
	return cmd.OutOrStdout()
}

// outputs says where a report goes.
type outputs struct {
	findings string            // directory
	json     string            // file, or none
	again    string            // the flags that reach the same target again
	verbose  bool              // all findings in full, and the table of operations
	forms    map[string]string // files by their format
}

// publish writes the files of a report, and prints it whatever becomes of them.
func (w outputs) publish(cmd *cobra.Command, r *finding.Report) error {
	r.Made.Version = version()
	err := report.WriteFindings(w.findings, r)
	if w.json != "" {
		data, jsonErr := report.JSON(r)
		if jsonErr == nil {
			jsonErr = save(cmd, w.json, data)
		}
		err = errors.Join(err, jsonErr)
	}
	files := []string{w.json}
	for _, format := range slices.Sorted(maps.Keys(w.forms)) {
		err = errors.Join(err, writeReport(cmd, format, w.forms[format], r))
		files = append(files, w.forms[format])
	}
	terminal := report.NewTerminal(textOf(cmd, files...))
	terminal.Replay, terminal.Verbose = "ecsim replay %s"+w.again, w.verbose
	terminal.Report(r)
	return err
}

// outcome is the exit of a command whose files may not all be written: what was
// found counts more than what became of the files.
func outcome(cmd *cobra.Command, code int, err error) error {
	switch {
	case err == nil && code == exitOK:
		return nil
	case err == nil:
		return exitError{code}
	case code == exitFailure:
		fmt.Fprintf(cmd.ErrOrStderr(), "ecsim: %v\n", err)
		return exitError{code}
	default:
		return err
	}
}

// reportFiles are the further forms in which check writes its report, a flag each.
type reportFiles struct{ junit, markdown, sarif, badge string }

func (f *reportFiles) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.junit, "junit", "", "write the report as JUnit XML to this `FILE`")
	flags.StringVar(&f.markdown, "markdown", "", "write the report as Markdown, for the summary of a CI run, to this `FILE`")
	flags.StringVar(&f.sarif, "sarif", "", "write the report as SARIF to this `FILE`")
	flags.StringVar(&f.badge, "badge", "", "write the JSON of a badge to this `FILE`")
}

// named are the files that were asked for, by the name of their format.
func (f *reportFiles) named() map[string]string {
	return map[string]string{"junit": f.junit, "markdown": f.markdown, "sarif": f.sarif, "badge": f.badge}
}

// writeReport writes the report in one form; nothing if no file is named.
func writeReport(cmd *cobra.Command, format, file string, r *finding.Report) error {
	if file == "" {
		return nil
	}
	text, err := report.Format(format, r)
	if err != nil {
		return err
	}
	if err := save(cmd, file, text); err != nil {
		return fmt.Errorf("--%s %s: %w", format, filepath.Clean(file), err)
	}
	return nil
}
