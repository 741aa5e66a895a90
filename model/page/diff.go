package page

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/ecsim/ecsim/fixtures/catalog"
)

// A Kind says how page and catalog differ.
type Kind string

// The kinds of changes.
const (
	New     Kind = "new"     // the page has it, the catalog has not
	Gone    Kind = "gone"    // the catalog has it, the page has not
	Changed Kind = "changed" // both have it, differently
)

// A Change is one difference between a page and the catalog.
type Change struct {
	Kind Kind
	// Row is the row of the catalog, 0 for a new one; Code is empty for a
	// parameter.
	Row  int
	HTTP int
	Code string
	// Param is the parameter's name; empty for a row.
	Param string
	// Line is the line of the page's text, 0 where it is gone.
	Line int
	// Fields are what differs, for changes; for what is new, what it is.
	Fields []Field
	// Note says what a person has to decide.
	Note string
}

// A Field is one thing in which page and catalog differ.
type Field struct {
	Name          string
	Catalog, Page string
}

// String names the row or parameter.
func (c Change) String() string {
	switch {
	case c.Code == "":
		return fmt.Sprintf("%-7s parameter %s", c.Kind, cmp.Or(c.Param, "without a name"))
	case c.Row == 0:
		return fmt.Sprintf("%-7s row %d %s", c.Kind, c.HTTP, c.Code)
	default:
		return fmt.Sprintf("%-7s row %d, %d %s", c.Kind, c.Row, c.HTTP, c.Code)
	}
}

// Diff compares a page with the catalog's operation: rows in the order of the
// catalog, then new rows, then parameters in the same way. A table that the
// page does not have is not compared.
func Diff(op *catalog.Operation, p Page) []Change {
	var changes []Change
	if p.HasRows {
		changes = diffRows(op, p)
	}
	if p.HasParams {
		changes = append(changes, diffParams(op, p)...)
	}
	return changes
}

// diffRows pairs rows: first those that agree, then those that differ in one
// thing, then those of one code.
func diffRows(op *catalog.Operation, p Page) []Change {
	rows := pairing{taken: make([]bool, len(p.Rows)), row: map[int]int{}}
	byLength := slices.Clone(op.Errors)
	slices.SortStableFunc(byLength, func(a, b catalog.ErrorRow) int { return len(b.Message) - len(a.Message) })
	for _, like := range []func(catalog.ErrorRow, Row) bool{
		agrees,
		func(c catalog.ErrorRow, r Row) bool { return r.begins(c.Code, c.Message) },                       // another status
		func(c catalog.ErrorRow, r Row) bool { return r.HTTP == c.HTTP && r.has(c.Code) },                 // another message
		func(c catalog.ErrorRow, r Row) bool { return r.has(c.Code) },                                     // both
		func(c catalog.ErrorRow, r Row) bool { return r.HTTP == c.HTTP && sameMessage(op, c.Message, r) }, // another code
	} {
		rows.pair(byLength, p.Rows, like)
	}
	var changes []Change
	for _, c := range op.Errors {
		at, ok := rows.row[c.Row]
		if !ok {
			changes = append(changes, Change{Kind: Gone, Row: c.Row, HTTP: c.HTTP, Code: c.Code})
		} else if !agrees(c, p.Rows[at]) {
			changes = append(changes, changedRow(c, p.Rows[at]))
		}
	}
	for i, r := range p.Rows {
		if !rows.taken[i] {
			code, text := r.split()
			changes = append(changes, Change{Kind: New, HTTP: r.HTTP, Code: code, Line: r.Line, Fields: []Field{{Name: "text", Page: text}}})
		}
	}
	return changes
}

// A pairing holds which row of the page is which of the catalog.
type pairing struct {
	taken []bool      // by place on the page
	row   map[int]int // places on the page by the catalog's row
}

// pair pairs the rows that are still alone and alike. The catalog's rows with
// long messages come first: a short message can begin a longer one.
func (p *pairing) pair(from []catalog.ErrorRow, page []Row, alike func(catalog.ErrorRow, Row) bool) {
	for _, c := range from {
		if _, done := p.row[c.Row]; done {
			continue
		}
		for i, r := range page {
			if !p.taken[i] && alike(c, r) {
				p.row[c.Row], p.taken[i] = i, true
				break
			}
		}
	}
}

func agrees(c catalog.ErrorRow, r Row) bool {
	return r.HTTP == c.HTTP && r.begins(c.Code, c.Message)
}

// sameMessage says whether the row's message is the given one, and no other
// row of the operation has it.
func sameMessage(op *catalog.Operation, message string, r Row) bool {
	_, rest := r.split()
	if message == "%s" || !(Row{Text: rest}).begins("", message) {
		return false
	}
	return !slices.ContainsFunc(op.Errors, func(c catalog.ErrorRow) bool { return r.has(c.Code) })
}

func changedRow(c catalog.ErrorRow, r Row) Change {
	change := Change{Kind: Changed, Row: c.Row, HTTP: c.HTTP, Code: c.Code, Line: r.Line}
	if r.HTTP != c.HTTP {
		change.Fields = append(change.Fields, Field{"status", strconv.Itoa(c.HTTP), strconv.Itoa(r.HTTP)})
	}
	switch code, _ := r.split(); {
	case !r.has(c.Code):
		change.Fields = append(change.Fields, Field{"code", c.Code, code})
	case !r.begins(c.Code, c.Message):
		var text string
		if r.Apart {
			text = r.Text[min(len(r.Text), len(c.Code)+1):]
		} else {
			text = r.Text[len(c.Code):]
		}
		change.Fields = append(change.Fields, Field{"message", c.Message, text})
	}
	return change
}
