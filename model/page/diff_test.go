package page_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model/page"
)

// A tester is *testing.T or *rapid.T.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func open(t tester) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Open()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func operation(t tester, name string) *catalog.Operation {
	t.Helper()
	op, err := open(t).Operation(name)
	if err != nil {
		t.Fatal(err)
	}
	return op
}

// differences compares the page that another catalog entry would give with the
// operation's own entry.
func differences(t tester, op *catalog.Operation, text string) []string {
	t.Helper()
	p, err := page.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, c := range page.Diff(op, p) {
		parts := []string{strings.Join(strings.Fields(c.String()), " ")}
		if c.Kind == page.Changed {
			for _, f := range c.Fields {
				parts = append(parts, f.Name+" "+f.Page)
			}
		}
		found = append(found, strings.Join(parts, ", "))
	}
	return found
}

func expect(t tester, got []string, want ...string) {
	t.Helper()
	got, want = slices.Clone(got), slices.Clone(want)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Fatalf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func layouts() map[string]page.Layout {
	return map[string]page.Layout{"blocks": page.Blocks, "cells": page.Cells}
}

// Every operation, written in either layout and read again, agrees with itself.
func TestWrittenPagesAgree(t *testing.T) {
	c := open(t)
	for _, name := range c.Operations() {
		op := operation(t, name)
		for layout, l := range layouts() {
			text := page.Write(op, l)
			p, err := page.Parse(text)
			if err != nil {
				t.Fatalf("%s in %s: %v", name, layout, err)
			}
			if p.Operation != name || len(p.Rows) != len(op.Errors) || len(op.PageDate) == len("2006-01-02") && p.Updated.Format("2006-01-02") != op.PageDate {
				t.Errorf("%s in %s: read as %s of %v with %d rows", name, layout, p.Operation, p.Updated, len(p.Rows))
			}
			if changes := page.Diff(op, p); len(changes) > 0 {
				t.Errorf("%s in %s: %v", name, layout, changes)
			}
		}
	}
}

// Rows are read as they were written, whatever stands in them.
func TestRowsAreReadAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(anyRow), 1, 12).Draw(t, "rows")
		for i := range rows {
			rows[i].Row = i + 1
		}
		op := &catalog.Operation{Name: "AnyOperation", Errors: rows}
		layout := rapid.SampledFrom([]page.Layout{page.Blocks, page.Cells}).Draw(t, "layout")
		p, err := page.Parse(page.Write(op, layout))
		if err != nil || len(p.Rows) != len(rows) {
			t.Fatalf("%d rows were read as %d: %v", len(rows), len(p.Rows), err)
		}
		for i, r := range p.Rows {
			want := strings.TrimRight(rows[i].Code+" "+rows[i].Message+" "+rows[i].Description, " ")
			if layout == page.Cells {
				want = rows[i].Code + rows[i].Message + max(rows[i].Description, "-")
			}
			if r.HTTP != rows[i].HTTP || strings.Join(strings.Fields(r.Text), " ") != strings.Join(strings.Fields(want), " ") {
				t.Fatalf("row %d was written as %d %q and read as %d %q", i+1, rows[i].HTTP, want, r.HTTP, r.Text)
			}
		}
		if changes := page.Diff(op, p); len(changes) > 0 {
			t.Fatalf("%v", changes)
		}
	})
}

func anyRow(t *rapid.T) catalog.ErrorRow {
	word := rapid.StringMatching(`[A-Z][a-z]{2,6}`)
	return catalog.ErrorRow{
		HTTP:        rapid.SampledFrom([]int{400, 403, 404, 409, 500}).Draw(t, "http"),
		Code:        strings.Join(rapid.SliceOfN(word, 1, 3).Draw(t, "code"), "."),
		Message:     rapid.SampledFrom([]string{"", "%s", "The value is bad.", "The value is bad. Use another.", `"X" = 3; 64,000 %s`, "=mark"}).Draw(t, "message"),
		Description: rapid.SampledFrom([]string{"", "What to do.", "400 is no row"}).Draw(t, "description"),
	}
}

// Three edited rows are exactly three changes.
func TestThreeEditedRows(t *testing.T) {
	for layout, l := range layouts() {
		op := operation(t, "ModifyInstanceMetadataOptions")
		edited := copied(op)
		edited.Errors[0].Message = "Say enabled or disabled."
		edited.Errors[2].HTTP = 403
		edited.Errors[4].Code = "InvalidInstanceId.Unknown"
		t.Run(layout, func(t *testing.T) {
			text := page.Write(&edited, l)
			for _, r := range edited.Errors {
				text = strings.ReplaceAll(text, r.Description, "") // left in, Cells shows it behind the message
			}
			code := "InvalidInstanceId.Unknown"
			expect(t, differences(t, op, text),
				"changed row 1, 400 InvalidHttpEndpoint.NotSupported, message Say enabled or disabled.",
				"changed row 3, 400 InvalidHttpPutResponseHopLimit.NotSupported, status 403",
				"changed row 5, 404 InvalidInstanceId.NotFound, code "+code)
		})
	}
}

func copied(op *catalog.Operation) catalog.Operation {
	next := *op
	next.Errors, next.Parameters = slices.Clone(op.Errors), slices.Clone(op.Parameters)
	return next
}

// An edit changes an operation in one place and says what Diff has to find.
type edit struct {
	name string
	do   func(*rapid.T, *catalog.Operation) []string
}

func rowName(r catalog.ErrorRow) string { return fmt.Sprintf("row %d, %d %s", r.Row, r.HTTP, r.Code) }

func rowEdits() []edit {
	draw := func(t *rapid.T, op *catalog.Operation) int {
		return rapid.IntRange(0, len(op.Errors)-1).Draw(t, "row")
	}
	return []edit{
		{"a row less", func(t *rapid.T, op *catalog.Operation) []string {
			i := draw(t, op)
			want := []string{"gone " + rowName(op.Errors[i])}
			op.Errors = slices.Delete(op.Errors, i, i+1)
			return want
		}},
		{"a row more", func(t *rapid.T, op *catalog.Operation) []string {
			op.Errors = slices.Insert(op.Errors, draw(t, op), catalog.ErrorRow{HTTP: 403, Code: "Brandnew.Code", Message: "Something else is wrong."})
			return []string{"new row 403 Brandnew.Code"}
		}},
		{"another status", func(t *rapid.T, op *catalog.Operation) []string {
			r := &op.Errors[draw(t, op)]
			want := []string{"changed " + rowName(*r) + ", status 409"}
			r.HTTP = 409
			return want
		}},
		{"another message", func(t *rapid.T, op *catalog.Operation) []string {
			r := &op.Errors[draw(t, op)]
			want := []string{"changed " + rowName(*r) + ", message Quite another message."}
			r.Message, r.Description = "Quite another message.", ""
			return want
		}},
	}
}

func TestOneEditedRow(t *testing.T) {
	for _, e := range rowEdits() {
		t.Run(e.name, func(t *testing.T) { checkEdit(t, e) })
	}
}

func checkEdit(t *testing.T, e edit) {
	t.Helper()
	var pages []*catalog.Operation
	for _, name := range open(t).Pages() {
		pages = append(pages, operation(t, name))
	}
	rapid.Check(t, func(t *rapid.T) { checkEditOf(t, pages, e) })
}

func checkEditOf(t *rapid.T, pages []*catalog.Operation, e edit) {
	op := rapid.SampledFrom(pages).Draw(t, "page")
	layout := rapid.SampledFrom([]page.Layout{page.Blocks, page.Cells}).Draw(t, "layout")
	edited := copied(op)
	want := e.do(t, &edited)
	got := differences(t, op, page.Write(&edited, layout))
	for i := range got { // Cells shows a missing description as a dash
		got[i] = strings.TrimSuffix(got[i], "-")
	}
	expect(t, got, want...)
}
