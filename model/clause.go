package model

import (
	"maps"
	"slices"
	"strconv"
)

// A Clause is one named promise inside the condition of a rule: "8 to 30
// characters, three kinds of them, no slash first on Windows" are four.
type Clause struct {
	// Name is unique in its rule, without spaces or slashes.
	Name string
	// Broken says whether the call breaks the clause.
	Broken func(*Request) bool
	// Bound marks a clause about a number or a length, which may be off by one.
	Bound bool
	// Break are calls that break the clause and nothing else; of a bound clause
	// the nearest ones. Keep are the calls nearest to them that the clause
	// allows. Both are the differences from a plain call.
	Break, Keep []Break
	// Refuses is how we know that a call which breaks the clause is turned
	// away; the zero value takes that of the rule.
	Refuses Basis
	// Answers is how we know that it is turned away with the row; the zero value
	// takes that of the rule.
	Answers Basis
}

// Known returns the clause with its basis.
func (c Clause) Known(refuses Basis) Clause { c.Refuses = refuses; return c }

// Answered returns the clause with the basis of its answer.
func (c Clause) Answered(answers Basis) Clause { c.Answers = answers; return c }

// Where returns the clause restricted to calls for which the condition holds.
func (c Clause) Where(holds func(*Request) bool) Clause {
	broken := c.Broken
	c.Broken = func(r *Request) bool { return broken(r) && holds(r) }
	return c
}

// Refused returns the clause without the calls that it allows: other clauses are
// about them.
func (c Clause) Refused() Clause { c.Keep = nil; return c }

// Never returns the clause without calls: none breaks it alone.
func (c Clause) Never() Clause { c.Break, c.Keep = nil, nil; return c }

// Named returns the clause under another name.
func (c Clause) Named(name string) Clause { c.Name = name; return c }

// With adds parameters to all calls of the clause.
func (c Clause) With(params Params) Clause {
	add := func(all []Break) []Break {
		all = slices.Clone(all)
		for i := range all {
			set := maps.Clone(params)
			maps.Copy(set, all[i].Set)
			all[i].Set = set
		}
		return all
	}
	c.Break, c.Keep = add(c.Break), add(c.Keep)
	return c
}

// In says in which world the calls of the clause are made.
func (c Clause) In(world string) Clause {
	in := func(all []Break) []Break {
		all = slices.Clone(all)
		for i := range all {
			all[i].World = world
		}
		return all
	}
	c.Break, c.Keep = in(c.Break), in(c.Keep)
	return c
}

// Values are the calls that set the parameter to one of the values each.
func Values(param string, values ...string) []Break {
	out := make([]Break, 0, len(values))
	for _, v := range values {
		out = append(out, Break{Set: Params{param: v}})
	}
	return out
}

// anyBroken is the condition of a rule that consists of the clauses.
func anyBroken(clauses []Clause) func(*Request) bool {
	return func(r *Request) bool {
		for i := range clauses {
			if clauses[i].Broken(r) {
				return true
			}
		}
		return false
	}
}

// Consist makes the rule consist of the clauses.
func (r *BoundRule) Consist(clauses []Clause) { r.Clauses, r.When = clauses, anyBroken(clauses) }

// mostClauses is the number of clauses that a rule can have: a verdict has a bit
// for each.
const mostClauses = 64

// clausesOf returns the set of the rule's clauses that the call breaks, by
// their bits.
func (r *Request) clausesOf(rule *BoundRule) (set uint64) {
	for i := range rule.Clauses {
		if rule.Clauses[i].Broken(r) {
			set |= 1 << i
		}
	}
	return set
}

// Breaks returns the broken clauses of the broken rule; none for a rule that has
// no clauses.
func (v Verdict) Breaks(rule *BoundRule) []Clause {
	i := slices.Index(v.Broken, rule)
	if i < 0 || i >= len(v.Clauses) {
		return nil
	}
	var out []Clause
	for n := range rule.Clauses {
		if v.Clauses[i]&(1<<n) != 0 {
			out = append(out, rule.Clauses[n])
		}
	}
	return out
}

// NumberAtLeast is the clause that the number is n or more. What is no number is
// for another clause.
func NumberAtLeast(param string, n int) Clause {
	return Clause{
		Name: "at-least-" + strconv.Itoa(n), Bound: true, Break: Values(param, strconv.Itoa(n-1)), Keep: Values(param, strconv.Itoa(n)),
		Broken: func(r *Request) bool { value, ok := r.Integer(param); return ok && r.Below(value, n) },
	}
}

// NumberAtMost is the clause that the number is n or less.
func NumberAtMost(param string, n int) Clause {
	return Clause{
		Name: "at-most-" + strconv.Itoa(n), Bound: true, Break: Values(param, strconv.Itoa(n+1)), Keep: Values(param, strconv.Itoa(n)),
		Broken: func(r *Request) bool { value, ok := r.Integer(param); return ok && r.Beyond(value, n) },
	}
}

// ANumber is the clause that the value of the parameter is a whole number.
func ANumber(param string) Clause {
	return Clause{
		Name: "number", Break: Values(param, "many"),
		Broken: func(r *Request) bool { _, ok := r.Integer(param); return r.Has(param) && !ok },
	}
}

// ValueIn is the clause that the parameter has one of the values. Of a long list
// the first and the last one are tried.
func ValueIn(param string, values ...string) Clause {
	keep := values
	if len(values) > 3 {
		keep = []string{values[0], values[len(values)-1]}
	}
	return Clause{
		Name: "one-of-" + strconv.Itoa(len(values)), Break: Values(param, values[0]+"x"), Keep: Values(param, keep...),
		Broken: ValueNotIn(param, values...),
	}
}

// If is the clause about a condition that is no format: the call breaks it where
// the condition holds.
func If(name string, broken func(*Request) bool, calls ...Break) Clause {
	return Clause{Name: name, Broken: broken, Break: calls}
}

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

// BreakBy is the hint to set parameters to these values: a name, its value, and
// so on.
func BreakBy(namesAndValues ...string) Break {
	b := Break{Set: Params{}}
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		b.Set[namesAndValues[i]] = namesAndValues[i+1]
	}
	return b
}

// BreakIn is the hint to set a parameter to this value in a special world.
func BreakIn(world, name, value string) Break {
	return Break{World: world, Set: Params{name: value}}
}

// NumberWithin are the clauses that the number is least to most.
func NumberWithin(name string, least, most int) []Clause {
	return []Clause{NumberAtLeast(name, least), NumberAtMost(name, most)}
}

// GivenEach are the clauses that each of the parameters is given.
func GivenEach(params ...string) []Clause {
	var out []Clause
	for _, p := range params {
		out = append(out, If(p, Not(Given(p)), Break{Drop: []string{p}}))
	}
	return out
}
