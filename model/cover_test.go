package model_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

func newModel(t testing.TB) *model.Model {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// The five pages list 165 rows. Each has a rule, and at most 15 of these can
// never be met.
func TestEveryPageRowHasOneRule(t *testing.T) {
	m := newModel(t)
	standings := map[model.Standing]int{}
	for _, name := range m.Catalog().Pages() {
		op, ok := m.Operation(name)
		if !ok {
			t.Fatalf("%s is not modelled", name)
		}
		rules := map[int]int{}
		for _, r := range op.Rules {
			rules[r.Row]++
		}
		rows, err := op.Cover(m.Catalog())
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			standings[row.Standing]++
			if rules[row.Row] != 1 {
				t.Errorf("%s row %d (%s) has %d rules", name, row.Row, row.Code, rules[row.Row])
			}
		}
	}
	if n := standings[model.Reachable] + standings[model.Vestigial] + standings[model.Faulty]; n != 165 || standings[model.Vestigial] > 15 {
		t.Errorf("%d rows have a rule, want 165, and %d are vestigial, want at most 15: %v", n, standings[model.Vestigial], standings)
	}
}

// Each row says when it is returned, and what is not documented says why it was
// decided so.
func TestEveryRuleSaysWhy(t *testing.T) {
	rows, err := model.Cover(newModel(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if row.Rule == nil {
			continue
		}
		if !strings.ContainsAny(row.Condition(), " ") {
			t.Errorf("%s row %d: the condition is %q", row.Op, row.Row, row.Condition())
		}
		for word, b := range map[string]model.Basis{"refuses": row.Rule.Refuses, "answers": row.Rule.Answers} {
			if b.Level.Fails() && len(b.Sources) == 0 {
				t.Errorf("%s row %d %s: %s without a source", row.Op, row.Row, word, b.Level)
			}
			if !b.Level.Fails() && b.Reason == "" {
				t.Errorf("%s row %d %s: %s without a reason", row.Op, row.Row, word, b.Level)
			}
		}
	}
}

// What an edition of the documentation states of a modelled operation is a
// rule, or is named as left out, with the reason.
func TestEveryStatedConditionIsARuleOrLeft(t *testing.T) {
	m := newModel(t)
	for _, op := range m.Operations() {
		facts, err := m.Catalog().Operation(op.Name)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range facts.Conditions {
			ruled := slices.ContainsFunc(op.Rules, func(r *model.BoundRule) bool { return r.Code == c.Code && r.HTTP == c.HTTP })
			left := slices.ContainsFunc(op.Left, func(l model.Left) bool { return l.Code == c.Code && (l.HTTP == 0 || l.HTTP == c.HTTP) })
			_, excluded, err := m.Catalog().Excluded(c.Code)
			if err != nil {
				t.Fatal(err)
			}
			if c.Certainty == catalog.Stated && !ruled && !left && !excluded {
				t.Errorf("%s: %d %s is stated and neither a rule nor left: %s", op.Name, c.HTTP, c.Code, c.Text)
			}
			several := func(o catalog.Condition) bool { return o.Code == c.Code && o.HTTP == c.HTTP && o.Text != c.Text }
			if ruled && left && !slices.ContainsFunc(facts.Conditions, several) {
				t.Errorf("%s: %d %s is both a rule and left", op.Name, c.HTTP, c.Code)
			}
		}
		for _, l := range op.Left {
			row := func(r catalog.ErrorRow) bool { return r.Code == l.Code }
			condition := func(c catalog.Condition) bool { return c.Code == l.Code }
			if l.Why == "" || !slices.ContainsFunc(facts.Errors, row) && !slices.ContainsFunc(facts.Conditions, condition) {
				t.Errorf("%s: left %s gives no reason, or nothing lists the code", op.Name, l.Code)
			}
		}
	}
}

func TestCoverOfASupportingOperation(t *testing.T) {
	m := newModel(t)
	op, _ := m.Operation("StartInstance")
	rows, err := op.Cover(m.Catalog())
	if err != nil {
		t.Fatal(err)
	}
	count := map[model.Standing]int{}
	left := 0
	for i, row := range rows {
		count[row.Standing]++
		if row.Row != i+1 || (row.Standing == model.OutOfScope) != (row.Rule == nil) {
			t.Errorf("row %d is numbered %d, %s, rule %v", i+1, row.Row, row.Standing, row.Rule)
		}
		if row.Left != "" {
			left++
			if row.Rule != nil {
				t.Errorf("row %d is left and has a rule", row.Row)
			}
		}
	}
	if count[model.OutOfScope] == 0 || count[model.Reachable] == 0 || left == 0 {
		t.Errorf("%v, %d left", count, left)
	}
}

// Every row of every operation is ruled, vestigial, a fault, or out of scope with one
// of the reasons.
func TestEveryRowIsClassified(t *testing.T) {
	m := newModel(t)
	rows, err := model.Cover(m)
	if err != nil {
		t.Fatal(err)
	}
	scope, err := m.Catalog().Scope()
	if err != nil {
		t.Fatal(err)
	}
	words := []string{catalog.ReasonOperation, catalog.ReasonOtherRow}
	for _, e := range scope {
		words = append(words, e.Reason)
	}
	for _, row := range rows {
		if row.Standing == model.Unmodelled {
			t.Errorf("%s row %d, %d %s: %q has no rule and no reason: add the code to fixtures/catalog/scope.json", row.Op, row.Row, row.HTTP, row.Code, row.Message)
		}
		if row.Standing == model.OutOfScope && !slices.Contains(words, row.Reason) {
			t.Errorf("%s row %d: the reason %q is none of %v", row.Op, row.Row, row.Reason, words)
		}
	}
}
