package model

import "slices"

// Readings are other readings of a row: calls that do not break its rule and are
// perhaps turned away by it, or answered with it, all the same. That a row is
// documented for one cause does not document that it has no other.
type Readings struct {
	// MayRefuse are calls that the rule refuses perhaps, though nothing is known to
	// refuse them.
	MayRefuse []Doubt
	// MayAnswer are calls that another rule refuses, and that are perhaps answered
	// with this row.
	MayAnswer []Doubt
}

// Narrower says that the other readings of a row only take calls away from it: it
// has no cause that the rule does not have.
func Narrower() Readings { return Readings{MayRefuse: []Doubt{}} }

// MayRefuse says that the row may be about these calls, too.
func MayRefuse(reason string, when ...func(*Request) bool) Readings {
	return Readings{MayRefuse: []Doubt{{When: Either(when...), Basis: Inferred(reason)}}}
}

// MayAnswer says that these calls, which another rule refuses, may be answered with
// the row.
func MayAnswer(reason string, when ...func(*Request) bool) Readings {
	return Readings{MayRefuse: []Doubt{}, MayAnswer: []Doubt{{When: Either(when...), Basis: Inferred(reason)}}}
}

// Read gives the rules of the rows their readings.
func Read(rules []Rule, readings map[int]Readings) []Rule {
	for i := range rules {
		if read, ok := readings[rules[i].Row]; ok && rules[i].Row > 0 {
			rules[i].Readings = read
		}
	}
	return rules
}

// Elsewhere is how well it is known that a call which does not break the rule is not
// answered with its row. refused says that the call breaks another rule.
func (w World) Elsewhere(c Call, rule *BoundRule, refused bool) Basis {
	known := rule.Rule.Elsewhere
	doubts := rule.MayRefuse
	if refused {
		doubts = slices.Concat(doubts, rule.MayAnswer)
	}
	op, ok := w.model.Operation(c.Op)
	if !ok || len(doubts) == 0 {
		return known
	}
	r := &Request{}
	r.open(w, c, op)
	for _, d := range doubts {
		if r.have&rule.Needs == rule.Needs && (d.When == nil || d.When(r)) {
			known = Weaker(known, d.Basis)
		}
	}
	return known
}
