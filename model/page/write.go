package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsim/ecsim/fixtures/catalog"
)

// Write writes the catalog's operation as the text of a page, in the given
// layout. It is the inverse of [Parse], for tests: descriptions are the
// catalog's own words, and the vendor's prose is left out.
func Write(op *catalog.Operation, layout Layout) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Elastic Compute Service:%s\n\n", op.Name)
	if day, err := time.Parse(time.DateOnly, op.PageDate); err == nil {
		fmt.Fprintf(&b, "Last Updated:%s\n\n", day.Format("Jan 02, 2006"))
	}
	b.WriteString(paramsBegin + "\n\n")
	if layout == Blocks {
		b.WriteString("Parameter\n\nType\n\nRequired\n\nDescription\n\nExample\n\n")
	} else {
		b.WriteString("ParameterTypeRequiredDescriptionExample\n")
	}
	w := writer{b: &b, layout: layout}
	for _, p := range op.Parameters {
		if p.OnPage {
			w.param(p)
		}
	}
	b.WriteString("\nResponse elements\n\nRequestId\n\nstring\n\nThe request ID.\n\n" + rowsBegin + "\n\n")
	if layout == Blocks {
		b.WriteString("HTTP status code\n\nError code\n\nError message\n\nDescription\n\n")
	} else {
		b.WriteString("HTTP status codeError codeError messageDescription\n") //nolint:dupword // the heads of four columns
	}
	for _, r := range op.Errors {
		b.WriteString(line(r, layout) + "\n")
	}
	b.WriteString("\nSee Error Codes for a complete list.\n")
	return b.String()
}

// line writes one row of the error table.
func line(r catalog.ErrorRow, layout Layout) string {
	if layout == Cells {
		description := r.Description
		if description == "" {
			description = "-"
		}
		return strconv.Itoa(r.HTTP) + r.Code + r.Message + description
	}
	return strings.TrimRight(fmt.Sprintf("%d %s %s %s", r.HTTP, r.Code, r.Message, r.Description), " ")
}

// A writer writes parameters under the objects that they belong to.
type writer struct {
	b      *strings.Builder
	layout Layout
	scopes []string // of the objects above, outermost first
}

func (w *writer) param(p catalog.Parameter) {
	name := strings.TrimSuffix(p.Name, ".N")
	if name != p.Name && !isList(p.Type) { // an element
		w.cells("", plain(p.Type), p)
		return
	}
	w.cells(w.inner(name), plain(p.Type), p)
	switch p.Type {
	case "array of object":
		w.cells("", "object", p)
		w.scopes = append(w.scopes, name+".N.")
	case "array of string":
		if name != p.Name { // else the catalog has an entry of its own
			w.cells("", "string", p)
		}
	case "object":
		w.scopes = append(w.scopes, name+".")
	}
}

// inner returns the name within the nearest object above that has it, and
// leaves the objects that end here.
func (w *writer) inner(name string) string {
	for i, scope := range slices.Backward(w.scopes) {
		if field, ok := strings.CutPrefix(name, scope); ok {
			w.scopes = w.scopes[:i+1]
			return field
		}
	}
	w.scopes = nil
	return name
}

// cells writes the row of one parameter.
func (w *writer) cells(name, typ string, p catalog.Parameter) {
	text := "What " + p.Name + " is for."
	if w.layout == Cells {
		fmt.Fprintf(w.b, "%s%s%s\n\n%s\n", name, typ, yesNo(p.Required), text)
		return
	}
	if name != "" {
		fmt.Fprintf(w.b, "%s\n\n", name)
	}
	fmt.Fprintf(w.b, "%s\n\n%s\n\n%s\n\n", typ, yesNo(p.Required), text)
}
