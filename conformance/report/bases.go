package report

import (
	"fmt"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// Bases counts by operation how its rules and effects are known.
type Bases struct {
	Operation string
	// Refuses and Answers count the rules that calls can break, those that are common
	// to all operations included; Clauses the clauses of these rules.
	Refuses, Answers, Clauses CoverLevels
	// Effects and Timing count the effects: that they happen, and that they are shown
	// at once, or not yet.
	Effects, Timing CoverLevels
	// Doubted are the rules that claim too much for some calls, MayRefuse those that
	// perhaps refuse other calls too, and MayAnswer those that perhaps answer calls
	// which another rule refuses.
	Doubted, MayRefuse, MayAnswer int
}

// BasesOf counts the bases of every operation, in the order of the model.
func BasesOf(m *model.Model) []Bases {
	all := make([]Bases, 0, len(m.Operations()))
	for _, op := range m.Operations() {
		b := Bases{Operation: op.Name}
		for _, r := range op.Rules {
			if r.When == nil {
				continue
			}
			b.Refuses.add(r.Refuses.Level)
			b.Answers.add(r.Answers.Level)
			for i := range r.Clauses {
				b.Clauses.add(r.Clauses[i].Refuses.Level)
			}
			b.Doubted += oneIf(r.Doubt.When != nil)
			b.MayRefuse += oneIf(len(r.MayRefuse) > 0)
			b.MayAnswer += oneIf(len(r.MayAnswer) > 0)
		}
		for _, e := range op.Effects {
			b.Effects.add(e.Known().Level)
			b.Timing.add(e.Timing.Level)
		}
		all = append(all, b)
	}
	return all
}

func oneIf(is bool) int {
	if is {
		return 1
	}
	return 0
}

func (b *Bases) plus(o Bases) {
	b.Refuses.plus(o.Refuses)
	b.Answers.plus(o.Answers)
	b.Clauses.plus(o.Clauses)
	b.Effects.plus(o.Effects)
	b.Timing.plus(o.Timing)
	b.Doubted += o.Doubted
	b.MayRefuse += o.MayRefuse
	b.MayAnswer += o.MayAnswer
}

func (l *CoverLevels) plus(o CoverLevels) {
	l.Documented += o.Documented
	l.Observed += o.Observed
	l.Inferred += o.Inferred
	l.Assumed += o.Assumed
}

// BasesTable writes the counts as a table in Markdown, with their sums.
func BasesTable(all []Bases) string {
	var text strings.Builder
	text.WriteString("| operation | refuses | answers | clauses | effects | timing | doubted | may refuse | may answer |\n")
	text.WriteString("|---|---|---|---|---|---|---|---|---|\n")
	sum := Bases{Operation: "**all**"}
	for _, b := range all {
		sum.plus(b)
		text.WriteString(b.line())
	}
	text.WriteString(sum.line())
	return text.String()
}

func (b Bases) line() string {
	return fmt.Sprintf("| %s | %s | %s | %s | %s | %s | %d | %d | %d |\n", b.Operation, b.Refuses, b.Answers, b.Clauses, b.Effects, b.Timing,
		b.Doubted, b.MayRefuse, b.MayAnswer)
}
