package report_test

import (
	"strings"
	"testing"

	"github.com/ecsim/ecsim/conformance/report"
	"github.com/ecsim/ecsim/model/reference"
)

// Every rule that a call can break has one level of either basis, every effect one
// of either basis, and none is left open.
func TestBasesAreCountedOnce(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	all := report.BasesOf(m)
	sum := func(l report.CoverLevels) int { return l.Documented + l.Observed + l.Inferred + l.Assumed }
	effects, doubts := 0, 0
	for i, op := range m.Operations() {
		b, rules := all[i], 0
		for _, r := range op.Rules {
			if r.When != nil {
				rules++
			}
		}
		if b.Operation != op.Name || sum(b.Refuses) != rules || sum(b.Answers) != rules {
			t.Errorf("%s: %d rules, counted %s and %s", op.Name, rules, b.Refuses, b.Answers)
		}
		if n := len(op.Effects); sum(b.Effects) != n || sum(b.Timing) != n {
			t.Errorf("%s: %d effects, counted %s and %s", op.Name, n, b.Effects, b.Timing)
		}
		effects, doubts = effects+len(op.Effects), doubts+b.MayRefuse+b.MayAnswer
	}
	if effects == 0 || doubts == 0 {
		t.Errorf("%d effects, %d other readings", effects, doubts)
	}
	table := report.BasesTable(all)
	if rows := strings.Count(table, "\n"); rows != len(all)+3 || !strings.Contains(table, "| **all** |") {
		t.Errorf("the table has %d rows for %d operations:\n%s", rows, len(all), table)
	}
}
