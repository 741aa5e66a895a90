// Package page reads a documentation page of ECS as plain text and compares it
// with the catalog, so that an update of a page gives a list of work.
//
// The text shows less than the page. It does not show where in a row the error
// message ends and its description begins, so a row agrees when it begins with
// the status, code and message of the catalog; an addition at the end of a
// message is not noticed. The indentation of nested parameters is lost too: the
// catalog says which object a parameter belongs to.
package page

import "time"

// A Page is the content of one documentation page, as far as its text shows it.
type Page struct {
	Operation string
	Updated   time.Time // zero where the page does not say
	Rows      []Row
	// Params are the parameters in the order of the page, without their nesting.
	Params []Param
	// HasRows and HasParams say whether the page has the tables at all: a copy
	// may have lost one, or its names.
	HasRows, HasParams bool
}

// A Row is one row of the error table. What follows the status is one text:
// code, message and description.
type Row struct {
	Line int // of the text, from 1
	HTTP int
	Text string
	// Apart says that a space stands between the cells; in copies of 2024 the
	// cells run together.
	Apart bool
}

// A Param is one row of the parameter table.
type Param struct {
	Line int
	// Name is empty for the elements of a list.
	Name     string
	Type     string
	Required bool
}

// A Layout is the form in which the tables of a page appear as text.
type Layout uint8

// The layouts.
const (
	// Blocks has each cell of a parameter as a paragraph, and error rows as
	// lines with spaces between the cells: pages of 2026.
	Blocks Layout = iota + 1
	// Cells has the cells of a row run together: pages of 2024.
	Cells
)
