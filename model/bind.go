package model

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/fixtures/catalog"
)

// bind joins an operation with the catalog: every rule finds its row, and every
// row's certainty becomes a basis. ids are the fields that show whether a
// resource exists; see shownIDs.
func (m *Model) bind(op Operation, ids map[string]Kind) (*BoundOperation, error) {
	c := m.catalog
	facts, err := c.Operation(op.Name)
	if err != nil {
		return nil, err
	}
	bound := &BoundOperation{
		Operation: op, Product: facts.Product, Version: facts.Version,
		Page: slices.Contains(c.Pages(), op.Name), ClientToken: facts.ClientToken,
		Action: strings.ToLower(facts.Product) + ":" + op.Name, Documented: len(facts.Errors),
		params: map[string]*Param{}, listed: map[string]bool{},
	}
	for _, row := range facts.Errors {
		bound.listed[row.Code] = true
	}
	m.bindParams(bound)
	common, err := c.CommonErrors()
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, rule := range append(commonRules(op), op.Rules...) {
		r, err := m.bindRule(facts, common, rule)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		r.Op, r.Index = op.Name, len(bound.Rules)
		bound.Rules = append(bound.Rules, r)
	}
	nameRules(bound)
	bound.unruled = unruled(facts, bound.Rules)
	names := map[string]bool{}
	for i, e := range op.Effects {
		if names[e.Name] || e.Name == "" || strings.ContainsAny(e.Name, " /") {
			errs = append(errs, fmt.Errorf("effect %q: the name is missing, repeated, or has a space or slash", e.Name))
		}
		names[e.Name] = true
		e = op.Known.of(e)
		if e.Basis.Level == LevelFromCatalog || e.Timing.Level == LevelFromCatalog {
			errs = append(errs, fmt.Errorf("effect %s does not say how it, or its timing, is known: give the operation Known, or the effect Basis and Timing", e.Name))
		}
		bound.Effects = append(bound.Effects, &BoundEffect{Effect: e, Op: op.Name, Index: i, Whole: ids[e.SeenBy], id: op.Name + "/" + e.Name})
	}
	errs = append(errs, bound.describes()...)
	for _, key := range conditionKeys(facts) {
		if key != ramTags && !slices.ContainsFunc(bound.keyed, func(p *Param) bool { return p.Key == key }) {
			errs = append(errs, fmt.Errorf("the catalog lists the RAM condition key %s, and no parameter has it as its Key", key))
		}
	}
	return bound, errors.Join(errs...)
}

// bindParams gives each parameter what finds the resource that it names.
func (m *Model) bindParams(bound *BoundOperation) {
	bound.Params = slices.Clone(bound.Params)
	for i := range bound.Params {
		p := &bound.Params[i]
		if p.Names != 0 {
			p.kind, p.find = m.need(p.Names).Kind, m.need(p.Names).Find
		}
		bound.params[p.Name] = p
		if p.find != nil && !p.Filter {
			bound.named = append(bound.named, p)
		}
		if p.Key != "" {
			bound.keyed = append(bound.keyed, p)
		}
	}
}

// unruled lists the answers of the rows that no rule with a condition stands for.
func unruled(facts *catalog.Operation, rules []*BoundRule) []Answer {
	var left []Answer
	for _, row := range slices.Concat(facts.Errors, facts.ErrorsOnlyIn2021) {
		answer := Answer{row.Code, row.HTTP, row.Message}
		if !slices.ContainsFunc(rules, func(r *BoundRule) bool { return r.When != nil && answer == Answer{r.Code, r.HTTP, r.Message} }) {
			left = append(left, answer)
		}
	}
	return left
}

// ramTags is the condition key for the tags of the resources of a call, which
// all operations have.
const ramTags = "ecs:tag"

// conditionKeys are the RAM condition keys that the page lists.
func conditionKeys(facts *catalog.Operation) []string {
	if facts.RAM == nil {
		return nil
	}
	return facts.RAM.ConditionKeys
}

// nameRules gives each rule its id: the code alone, or the code with the label or
// the row if several rules of the operation have the code.
func nameRules(op *BoundOperation) {
	count := map[string]int{}
	for _, r := range op.Rules {
		if r.Label == "" {
			count[r.Code]++
		}
	}
	for _, r := range op.Rules {
		r.id = op.Name + "/" + r.Code
		switch {
		case r.Label != "":
			r.id += "#" + r.Label
		case count[r.Code] > 1:
			r.id += "#" + strconv.Itoa(r.Row)
		}
	}
}

// CommonRow stands as the Row of a rule, and refers to the row of the common errors, if
// the operation's own rows with the code mean something else.
const CommonRow = -1

func (m *Model) bindRule(facts *catalog.Operation, common []catalog.ErrorRow, rule Rule) (*BoundRule, error) {
	bound := &BoundRule{Rule: rule}
	row, isCommon, err := findRow(facts, common, rule)
	if err != nil {
		return nil, err
	}
	bound.HTTP, bound.Message, bound.Common = row.HTTP, row.Message, isCommon
	if rule.Template != "" {
		bound.Message = rule.Template
	}
	bound.Row = row.Row
	if isCommon {
		bound.Row = 0
	}
	condition := conditionOf(facts, row)
	bound.Condition = rule.Sentence
	fromRow := Documented("common errors, Response results 2021")
	if condition != nil {
		fromRow = basisOf(condition)
		if bound.Condition == "" {
			bound.Condition = condition.Text
		}
	} else if !isCommon && (rule.Refuses.Level == LevelFromCatalog || rule.Answers.Level == LevelFromCatalog) {
		return nil, fmt.Errorf("rule %s: the catalog has no condition for the row: give Refuses and Answers", rule.Code)
	}
	if bound.Refuses.Level == LevelFromCatalog {
		bound.Refuses = fromRow
	}
	if bound.Answers.Level == LevelFromCatalog {
		bound.Answers = Weaker(fromRow, bound.Refuses)
	}
	if bound.Elsewhere.Level == LevelFromCatalog {
		bound.Elsewhere = basisElsewhere(bound, condition)
	}
	err = errors.Join(bound.complete(), m.fills(bound))
	return bound, err
}

// fills sees to it that something fills the placeholder of the rule's message: the
// rule itself, or the text of its code. A sentence that explains the rule never
// goes on the wire.
func (m *Model) fills(r *BoundRule) error {
	if r.When == nil || r.Says != nil || !strings.Contains(r.Message, "%s") {
		return nil
	}
	text := m.texts[r.Code]
	if text == "" || r.Message != "%s" {
		return fmt.Errorf("rule %s: nothing fills %q: give Says, or the code a text", r.Code, r.Message)
	}
	r.Says = Always(text)
	return nil
}

// basisElsewhere is the basis of the claim that the row has no other cause: the
// same as the basis of this cause, unless the sources can be read in another
// way too, and no reading says for which calls.
func basisElsewhere(rule *BoundRule, condition *catalog.Condition) Basis {
	if condition == nil || len(condition.Alternatives) == 0 || rule.MayRefuse != nil {
		return rule.Answers
	}
	return Weaker(rule.Answers, Inferred("the sources do not say that the row has no other cause; another reading: "+condition.Alternatives[0]))
}

// complete returns what a rule lacks after it was joined with its row.
func (r *BoundRule) complete() error {
	if err := r.consist(); err != nil {
		return err
	}
	if r.Condition == "" {
		return fmt.Errorf("rule %s: the catalog has no sentence for the row: give Sentence", r.Code)
	}
	if r.When == nil && r.Shadowed != "" {
		return fmt.Errorf("rule %s: what no call breaks is not shadowed", r.Code)
	}
	if (r.When == nil) != (r.Vestigial != "" || r.Fault) {
		return fmt.Errorf("rule %s: When and Vestigial must be exactly one of two", r.Code)
	}
	return nil
}

// consist makes the condition of a rule that has clauses.
func (r *BoundRule) consist() error {
	if len(r.Clauses) == 0 {
		return nil
	}
	if r.When != nil || len(r.Clauses) > mostClauses {
		return fmt.Errorf("rule %s: it has When beside its clauses, or more than %d clauses: divide it", r.Code, mostClauses)
	}
	clauses, names := slices.Clone(r.Clauses), map[string]bool{}
	for i := range clauses {
		c := &clauses[i]
		if c.Name == "" || names[c.Name] || strings.ContainsAny(c.Name, " /") || c.Broken == nil {
			return fmt.Errorf("rule %s: clause %q: its name is missing, repeated, or has a space or slash, or it has no condition", r.Code, c.Name)
		}
		names[c.Name] = true
		if c.Refuses.Level == LevelFromCatalog {
			c.Refuses = r.Refuses
		}
		if c.Answers.Level == LevelFromCatalog {
			c.Answers = r.Answers
		}
	}
	r.Consist(clauses)
	return nil
}

// findRow finds the row that a rule names: by number and code, by code alone
// where the code has one row, or among the errors common to all operations.
func findRow(facts *catalog.Operation, common []catalog.ErrorRow, rule Rule) (row catalog.ErrorRow, isCommon bool, err error) {
	if rule.Row > 0 {
		row, ok := facts.Row(rule.Row)
		if !ok || row.Code != rule.Code {
			return row, false, fmt.Errorf("rule %s: row %d of the catalog is %q", rule.Code, rule.Row, row.Code)
		}
		return row, false, nil
	}
	rows := facts.RowsOf(rule.Code)
	if rule.Row == CommonRow {
		rows = nil
	}
	if len(rows) == 1 {
		return rows[0], false, nil
	}
	if len(rows) > 1 {
		return row, false, fmt.Errorf("rule %s: %d rows have the code: give Row", rule.Code, len(rows))
	}
	for _, r := range common {
		if r.Code == rule.Code {
			return r, true, nil
		}
	}
	return row, false, fmt.Errorf("rule %s: neither the operation nor the common errors list the code", rule.Code)
}

// conditionOf returns the catalog's condition of the row.
func conditionOf(facts *catalog.Operation, row catalog.ErrorRow) *catalog.Condition {
	if row.Condition != nil {
		return row.Condition
	}
	for i, c := range facts.Conditions {
		if c.Code == row.Code && c.HTTP == row.HTTP {
			return &facts.Conditions[i]
		}
	}
	return nil
}

func basisOf(c *catalog.Condition) Basis {
	levels := map[string]Level{
		"stated": LevelDocumented, "evidence": LevelObserved, "inferred": LevelInferred, "unknown": LevelAssumed,
	}
	b := Basis{Level: levels[c.Certainty], Sources: c.Sources}
	if !b.Level.Fails() {
		b.Reason = c.Notes
		if b.Reason == "" {
			b.Reason = c.Text
		}
	}
	return b
}

// listBase returns Name for Name.3, and for Name.3.Field.
func listBase(wire string) (string, bool) {
	for i := 0; i < len(wire); {
		part, _, _ := strings.Cut(wire[i:], ".")
		if _, ok := WholeNumber(part); ok && i > 0 {
			return wire[:i-1], true
		}
		i += len(part) + 1
	}
	return "", false
}
