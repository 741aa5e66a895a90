package model

import (
	"cmp"
	"errors"
	"slices"

	"github.com/ecsim/ecsim/fixtures/catalog"
)

// A Standing is the model's account of a documented row.
type Standing string

// The standings.
const (
	// Reachable: some call breaks the rule.
	Reachable Standing = "reachable"
	// Vestigial: no call can break the rule, with the evidence for it.
	Vestigial Standing = "vestigial"
	// Faulty: only an injected fault shows the rule.
	Faulty Standing = "fault"
	// OutOfScope: there is no rule, for one of the reasons of the catalog
	// ([catalog.Exclusion]). Only supporting operations have such rows.
	OutOfScope Standing = "out-of-scope"
	// Unmodelled: there is no rule, and no reason.
	Unmodelled Standing = "unmodelled"
)

// A CoverRow is one documented row with the model's account of it.
type CoverRow struct {
	catalog.ErrorRow

	Op       string
	Standing Standing
	// Rule is nil for an unmodelled row.
	Rule *BoundRule
	// Left says why a row has no rule, and Reason is the word by which such rows
	// are counted; empty for other rows.
	Left, Reason string
}

// Condition returns, in plain words, when the row is returned; empty if nothing
// is known of an unmodelled row.
func (c CoverRow) Condition() string {
	switch {
	case c.Rule != nil:
		return c.Rule.Condition
	case c.ErrorRow.Condition != nil:
		return c.ErrorRow.Condition.Text
	default:
		return ""
	}
}

// Cover accounts for every documented row of the model's operations: by
// operation, in the order of the page.
func Cover(m *Model) ([]CoverRow, error) {
	var rows []CoverRow
	var errs []error
	for _, op := range m.Operations() {
		found, err := op.Cover(m.catalog)
		rows, errs = append(rows, found...), append(errs, err)
	}
	return rows, errors.Join(errs...)
}

// Cover accounts for every documented row of the operation, in the order of
// its page.
func (o *BoundOperation) Cover(c *catalog.Catalog) ([]CoverRow, error) {
	facts, err := c.Operation(o.Name)
	if err != nil {
		return nil, err
	}
	rows := make([]CoverRow, len(facts.Errors))
	for i, row := range facts.Errors {
		row.Condition = conditionOf(facts, row)
		rows[i] = CoverRow{Op: o.Name, ErrorRow: row, Standing: Unmodelled}
	}
	for _, rule := range o.Rules {
		if rule.Row > 0 {
			rows[rule.Row-1].Rule, rows[rule.Row-1].Standing = rule, rule.standing()
		}
	}
	for i := range rows {
		if rows[i].Rule == nil {
			if err := rows[i].exclude(o, c); err != nil {
				return nil, err
			}
		}
	}
	return rows, nil
}

// exclude finds the reason why the row has no rule: what the operation says of it,
// another row of the code, or what the catalog says of the code.
func (c *CoverRow) exclude(o *BoundOperation, known *catalog.Catalog) error {
	for _, left := range o.Left {
		if left.Code == c.Code && (left.HTTP == 0 || left.HTTP == c.HTTP) {
			c.Left, c.Reason = left.Why, catalog.ReasonOperation
		}
	}
	e, found, err := known.Excluded(c.Code)
	switch {
	case err != nil:
		return err
	case found:
		c.Reason = e.Reason
		c.Left = cmp.Or(c.Left, e.Why)
	case c.Left == "" && slices.ContainsFunc(o.Rules, func(r *BoundRule) bool { return r.Code == c.Code && r.Row > 0 }):
		c.Left, c.Reason = "a rule stands at another row of the code", catalog.ReasonOtherRow
	}
	if c.Left != "" {
		c.Standing = OutOfScope
	}
	return nil
}

func (r *BoundRule) standing() Standing {
	switch {
	case r.Fault:
		return Faulty
	case r.Vestigial != "":
		return Vestigial
	default:
		return Reachable
	}
}
