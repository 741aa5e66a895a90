package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/fatih/color"
	"github.com/spf13/cobra"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model/page"
)

func docsCommand() *cobra.Command {
	docs := &cobra.Command{
		Use:   "docs",
		Short: "Compare documentation pages with the catalog",
		Args:  atMost(0, "no arguments"),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	docs.AddCommand(&cobra.Command{
		Use:   "diff FILE…",
		Short: "List the rows and parameters of a page that are new, gone or changed",
		Long: `diff reads documentation pages as plain text (select all, copy, paste) and
compares their error table and their request parameters with the catalog, so
that the update of a page gives a list of work.

The text does not show where an error message ends and its description begins:
a row agrees when it begins with the status, code and message of the catalog.

Exit codes: 0 no difference, 1 differences, 2 wrong usage, or a file is not a page.`,
		Example: `  ecsim docs diff modify-instance-attribute.txt`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fmt.Errorf("diff takes the text of at least one page: see '%s --help'", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return docsDiff(cmd.OutOrStdout(), args) },
	})
	return docs
}

func docsDiff(w io.Writer, files []string) error {
	c, err := catalog.Open()
	if err != nil {
		return err
	}
	differ := false
	for i, file := range files {
		if i > 0 {
			fmt.Fprintln(w)
		}
		changes, err := diffFile(w, c, file)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		differ = differ || changes > 0
	}
	if differ {
		return exitError{exitFailure}
	}
	return nil
}

// diffFile writes the differences of one page and returns their number.
func diffFile(w io.Writer, c *catalog.Catalog, file string) (int, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, fmt.Errorf("read the page: %w", err)
	}
	p, err := page.Parse(string(text))
	if err != nil {
		return 0, err
	}
	if !c.Known(p.Operation) {
		return 0, fmt.Errorf("the page is about %s, which the catalog does not have: add it under fixtures/catalog/operations", p.Operation)
	}
	op, err := c.Operation(p.Operation)
	if err != nil {
		return 0, err
	}
	if !p.HasRows && !p.HasParams {
		return 0, fmt.Errorf("the page of %s shows neither an error table nor parameters: it is in none of the known layouts", p.Operation)
	}
	changes := page.Diff(op, p)
	printPage(w, op, p)
	for _, change := range changes {
		printChange(w, change)
	}
	if len(changes) == 0 {
		color.New(color.FgGreen).Fprintln(w, "no difference")
	} else {
		color.New(color.FgRed).Fprintln(w, counted(len(changes), "difference"))
	}
	return len(changes), nil
}

// printPage writes which parts are compared, and which cannot be.
func printPage(w io.Writer, op *catalog.Operation, p page.Page) {
	day := "without a date"
	if !p.Updated.IsZero() {
		day = "of " + p.Updated.Format(time.DateOnly)
	}
	since := op.PageDate
	if since == "" {
		since = "July 2021"
	}
	fmt.Fprintf(w, "%s: page %s against the catalog of %s, %s, %s\n", color.New(color.Bold).Sprint(op.Name), day, since,
		counted(len(p.Rows), "row"), counted(len(p.Params), "parameter"))
	note := color.New(color.FgYellow)
	if !p.HasParams {
		note.Fprintln(w, "  not compared: the parameters, because the text has no parameter table, or one without its head and names")
	}
	if !p.HasRows {
		note.Fprintln(w, "  not compared: the errors, because the text has no error table")
	}
	for _, name := range page.Repeated(op, p) {
		note.Fprintf(w, "  listed once more: parameter %s\n", name)
	}
}

func printChange(w io.Writer, c page.Change) {
	colors := map[page.Kind]*color.Color{
		page.New: color.New(color.FgGreen), page.Gone: color.New(color.FgRed), page.Changed: color.New(color.FgYellow),
	}
	at := ""
	if c.Line > 0 {
		at = fmt.Sprintf("  (line %d)", c.Line)
	}
	fmt.Fprintf(w, "  %s%s\n", colors[c.Kind].Sprint(c), at)
	for _, f := range c.Fields {
		if c.Kind == page.New {
			fmt.Fprintf(w, "            %-8s %s\n", f.Name, f.Page)
			continue
		}
		fmt.Fprintf(w, "            %-8s catalog %s\n            %-8s page    %s\n", f.Name, f.Catalog, "", f.Page)
	}
	if c.Note != "" {
		fmt.Fprintf(w, "            %s\n", c.Note)
	}
}

// counted writes a number with its noun, in the plural where necessary.
func counted(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
