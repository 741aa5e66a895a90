package report

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/fatih/color"

	"github.com/ecsim/ecsim/model"
)

// Cover writes the table of operations and the totals.
func (t *Terminal) Cover(c *Cover) {
	t.printf("%-34s %5s %9s %9s %5s %9s %10s   %-16s %-15s%s\n",
		"operation", "rows", "reachable", "vestigial", "fault", "out", "unmodelled", "refuses d/o/i/a", "answers d/o/i/a", c.Pages.extraHead())
	for _, pages := range []bool{true, false} {
		for _, op := range c.Operations {
			if op.Page == pages {
				t.coverLine(op.Operation, op.Counts)
			}
		}
		if pages {
			t.coverLine(color.New(color.Bold).Sprintf("%-34s", "the five pages"), c.Pages)
			t.printf("\n")
		}
	}
	t.coverLine(color.New(color.Bold).Sprintf("%-34s", "supporting operations"), c.Supporting)
	t.printf("\nd/o/i/a: rows documented, observed, inferred, assumed. %d of the %d rows of the five pages are accounted for:\n"+
		"%d reachable, %d vestigial, %d shown by injected faults only.\n",
		c.Pages.Rows-c.Pages.Unmodelled, c.Pages.Rows, c.Pages.Reachable, c.Pages.Vestigial, c.Pages.Fault)
	t.printf("out: out of scope, by the reasons of fixtures/catalog/scope.json:")
	for _, reason := range slices.Sorted(maps.Keys(c.Supporting.Reasons)) {
		t.printf(" %s %d", reason, c.Supporting.Reasons[reason])
	}
	t.printf("\n")
}

func (t *Terminal) coverLine(name string, c CoverCounts) {
	t.printf("%-34s %5d %9d %9d %5d %9d %10d   %-16s %-15s%s\n",
		name, c.Rows, c.Reachable, c.Vestigial, c.Fault, c.OutOfScope, c.Unmodelled, c.Refuses, c.Answers, c.extra())
}

// String writes the four counts in one word.
func (l CoverLevels) String() string {
	parts := []string{strconv.Itoa(l.Documented), strconv.Itoa(l.Observed), strconv.Itoa(l.Inferred), strconv.Itoa(l.Assumed)}
	return strings.Join(parts, "/")
}

func (c CoverCounts) extraHead() string {
	head := ""
	if c.Witnessed != nil {
		head += " witnessed"
	}
	if c.Reached != nil {
		head += " reached"
	}
	return head
}

func (c CoverCounts) extra() string {
	text := ""
	if c.Witnessed != nil {
		text += padded(*c.Witnessed, " witnessed")
	}
	if c.Reached != nil {
		text += padded(*c.Reached, " reached")
	}
	return text
}

// padded writes a number right-aligned under its head.
func padded(n int, head string) string {
	text := strconv.Itoa(n)
	return strings.Repeat(" ", max(1, len(head)-len(text))) + text
}

// CoverPage writes the rows of one operation in the order of its page, so that
// a reviewer can go through page and model side by side.
func (t *Terminal) CoverPage(op CoverOperation) {
	edition := op.PageDate
	if edition == "" {
		edition = "July 2021"
	}
	t.printf("%s, page of %s: %s\n", color.New(color.Bold).Sprint(op.Operation), edition, count(op.Counts.Rows, "row"))
	t.printf("%d reachable, %d vestigial, %d fault, %d out of scope, %d unmodelled; refuses %s, answers %s (documented/observed/inferred/assumed)\n",
		op.Counts.Reachable, op.Counts.Vestigial, op.Counts.Fault, op.Counts.OutOfScope, op.Counts.Unmodelled, op.Counts.Refuses, op.Counts.Answers)
	rules := op.Common + op.Counts.Rows - op.Counts.Unmodelled - op.Counts.OutOfScope
	for _, row := range op.Rows {
		t.coverRow(row, rules)
	}
	if op.Common > 0 {
		t.printf("\nBeside these the operation has %s for errors that no row lists and that all operations share.\n", count(op.Common, "rule"))
	}
}

func (t *Terminal) coverRow(row CoverRow, rules int) {
	t.printf("\n[ ] %d  %s  %q\n", row.Row, color.New(color.Bold).Sprintf("%d %s", row.HTTP, row.Code), row.Message)
	if row.Condition != "" {
		t.printf("    when      %s\n", row.Condition)
	}
	if row.Standing == model.Unmodelled || row.Standing == model.OutOfScope {
		text := "unmodelled no rule"
		if row.Left != "" {
			text = "out of scope (" + row.Reason + "): " + row.Left
		}
		t.printf("    %s\n", color.New(color.Faint).Sprint(text))
		return
	}
	t.coverBasis("refuses", row.Refuses)
	if row.Doubt != nil {
		t.printf("              but %s for some of these calls: %s\n", row.Doubt.Level, row.Doubt.Reason)
	}
	t.coverClauses(row)
	if row.Answers.same(row.Refuses) {
		t.printf("    answers   likewise\n")
	} else {
		t.coverBasis("answers", row.Answers)
	}
	if row.Standing == model.Reachable {
		t.printf("    checked   %s of %s\n", ordinal(row.Order), count(rules, "rule"))
	}
	switch {
	case row.Standing == model.Vestigial:
		t.printf("    vestigial %s\n", color.YellowString(row.Vestigial))
	case row.Standing == model.Faulty:
		t.printf("    fault     no state or parameter leads here: the simulator shows it by an injected fault\n")
	case row.WitnessLength != nil:
		how := map[bool]string{true: "minimal", false: "bounded"}[*row.Minimal]
		t.printf("    witness   %s, %s, %s\n", row.Witness, count(*row.WitnessLength, "call"), how)
	case row.Shadowed != "":
		t.printf("    witness   none: %s\n", row.Shadowed)
	default:
		t.printf("    witness   none yet\n")
	}
	if row.Reached != nil && row.Standing == model.Reachable {
		t.printf("    last run  %s\n", map[bool]string{true: "reached", false: "not reached"}[*row.Reached])
	}
}

// same says whether both claims are known in the same way.
func (b *CoverBasis) same(o *CoverBasis) bool {
	return b.Level == o.Level && b.Reason == o.Reason && slices.Equal(b.Sources, o.Sources)
}

// coverClauses writes the clauses of a row, and those that are known worse than
// the row.
func (t *Terminal) coverClauses(row CoverRow) {
	names := make([]string, 0, len(row.Clauses))
	for _, c := range row.Clauses {
		names = append(names, c.Name)
		if !c.Refuses.same(row.Refuses) {
			text := append(slices.Clone(c.Refuses.Sources), c.Refuses.Reason)
			t.printf("              but %s for %s: %s\n", c.Refuses.Level, c.Name, strings.Join(slices.DeleteFunc(text, func(s string) bool { return s == "" }), "; "))
		}
	}
	if len(names) > 0 {
		t.printf("    clauses   %s\n", strings.Join(names, ", "))
	}
}

func (t *Terminal) coverBasis(word string, b *CoverBasis) {
	t.printf("    %-9s %s", word, b.Level)
	if len(b.Sources) > 0 {
		t.printf(": %s", strings.Join(b.Sources, "; "))
	}
	t.printf("\n")
	if b.Reason != "" {
		t.printf("              because %s\n", b.Reason)
	}
}

// ordinal writes a place in an order.
func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}
