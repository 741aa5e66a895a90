package ram

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// An Effect is what a statement does to the requests that it covers.
type Effect string

// The effects of a statement, spelled as in a policy document.
const (
	Allow Effect = "Allow"
	Deny  Effect = "Deny"
)

// A Statement is one entry of a policy document. Exactly one of Action and NotAction is set, and exactly one of Resource
// and NotResource; Condition goes from operator to key to values.
type Statement struct {
	Effect      Effect
	Action      []string
	NotAction   []string
	Resource    []string
	NotResource []string
	Condition   map[string]map[string][]string
}

// clone returns a copy that shares nothing with s.
func (s Statement) clone() Statement {
	s.Action, s.NotAction = slices.Clone(s.Action), slices.Clone(s.NotAction)
	s.Resource, s.NotResource = slices.Clone(s.Resource), slices.Clone(s.NotResource)
	if len(s.Condition) == 0 {
		s.Condition = nil
		return s
	}
	s.Condition = maps.Clone(s.Condition)
	for op, keys := range s.Condition {
		keys = maps.Clone(keys)
		for k, values := range keys {
			keys[k] = slices.Clone(values)
		}
		s.Condition[op] = keys
	}
	return s
}

// A Policy is a compiled policy document. It never changes, and any number of goroutines may use it. The zero value is a
// policy without statements: it allows nothing and denies nothing, and has no document.
type Policy struct {
	statements []statement
	denies     bool // some statement is a Deny
}

// A statement is a Statement, checked and compiled.
type statement struct {
	doc        Statement
	actions    []pattern // of Action or NotAction
	resources  []pattern // of Resource or NotResource
	conditions []condition
	everything bool // covers every request: Action "*", Resource "*", no condition
}

// An Error says what is wrong with a policy document, and where.
type Error struct {
	Statement int    // which statement, counted from 1; 0 for the document itself
	Element   string // the element, as in "Action" or "Condition.Bool.acs:SecureTransport"; empty for the whole
	Problem   string
}

// Error says statement, element and problem in one line.
func (e *Error) Error() string {
	where := "ram: policy"
	if e.Statement > 0 {
		where += ": statement " + strconv.Itoa(e.Statement)
	}
	if e.Element != "" {
		where += ": " + e.Element
	}
	return where + ": " + e.Problem
}

// NewPolicy builds a policy from its statements. The error is an [*Error], as that of [ParsePolicy].
func NewPolicy(statements ...Statement) (Policy, error) {
	if len(statements) == 0 {
		return Policy{}, &Error{Element: "Statement", Problem: "empty"}
	}
	p := Policy{statements: make([]statement, len(statements))}
	for i, doc := range statements {
		s, err := compileStatement(doc.clone())
		if err != nil {
			err.Statement = i + 1
			return Policy{}, err
		}
		p.statements[i] = s
		p.denies = p.denies || doc.Effect == Deny
	}
	return p, nil
}

//nolint:gochecknoglobals // compiled once, never assigned to
var fullAccess, _ = NewPolicy(Statement{Effect: Allow, Action: []string{"*"}, Resource: []string{"*"}})

// FullAccess returns the policy that allows everything, the system policy AdministratorAccess.
func FullAccess() Policy { return fullAccess }

// Statements returns a copy of the statements of p, in order.
func (p Policy) Statements() []Statement {
	docs := make([]Statement, len(p.statements))
	for i := range p.statements {
		docs[i] = p.statements[i].doc.clone()
	}
	return docs
}

func compileStatement(doc Statement) (statement, *Error) {
	if doc.Effect != Allow && doc.Effect != Deny {
		return statement{}, &Error{Element: "Effect", Problem: fmt.Sprintf("%q is neither Allow nor Deny", string(doc.Effect))}
	}
	actions, err := choose("Action", doc.Action, doc.NotAction, checkAction)
	if err != nil {
		return statement{}, err
	}
	resources, err := choose("Resource", doc.Resource, doc.NotResource, checkARN)
	if err != nil {
		return statement{}, err
	}
	s := statement{doc: doc, actions: compileAll(actions, true), resources: compileAll(resources, false)}
	for _, name := range slices.Sorted(maps.Keys(doc.Condition)) {
		if s.conditions, err = appendConditions(s.conditions, name, doc.Condition[name]); err != nil {
			return statement{}, err
		}
	}
	isStar := func(p pattern) bool { return p.kind == everything }
	s.everything = doc.Action != nil && slices.ContainsFunc(s.actions, isStar) &&
		doc.Resource != nil && slices.ContainsFunc(s.resources, isStar) && len(s.conditions) == 0
	return s, nil
}

// choose returns the one list of an element and its Not- sibling that is there, checked.
func choose(element string, list, not []string, check func(string) error) ([]string, *Error) {
	switch {
	case list == nil && not == nil:
		return nil, &Error{Element: element, Problem: "missing"}
	case list != nil && not != nil:
		return nil, &Error{Element: element, Problem: "together with Not" + element}
	case list == nil:
		element, list = "Not"+element, not
	}
	if len(list) == 0 {
		return nil, &Error{Element: element, Problem: "empty"}
	}
	for _, text := range list {
		if err := check(text); err != nil {
			return nil, &Error{Element: element, Problem: fmt.Sprintf("%q: %v", text, err)}
		}
		if !utf8.ValidString(text) {
			return nil, &Error{Element: element, Problem: fmt.Sprintf("%q: not UTF-8", text)}
		}
	}
	return list, nil
}

// checkAction says what is wrong with an action pattern, which is "*" or <service>:<operation>.
func checkAction(pattern string) error {
	service, operation, _ := strings.Cut(pattern, ":")
	if pattern != "*" && (service == "" || operation == "") {
		return errMalformedAction
	}
	return nil
}

// appendConditions compiles all that a statement asks with one operator.
func appendConditions(cs []condition, name string, keys map[string][]string) ([]condition, *Error) {
	element := "Condition." + name
	op, known := operators[name]
	if !known {
		return nil, &Error{Element: element, Problem: "unknown operator"}
	}
	if len(keys) == 0 {
		return nil, &Error{Element: element, Problem: "no condition key"}
	}
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		operands := keys[k]
		notUTF8 := func(s string) bool { return !utf8.ValidString(s) }
		problem := ""
		switch {
		case k == "":
			problem = "empty condition key"
		case len(operands) == 0:
			problem = "no value"
		case notUTF8(k) || slices.ContainsFunc(operands, notUTF8):
			problem = "not UTF-8"
		}
		c, err := compileCondition(op, k, operands)
		if err != nil {
			problem = err.Error()
		}
		if problem != "" {
			return nil, &Error{Element: element + "." + k, Problem: problem}
		}
		cs = append(cs, c)
	}
	return cs, nil
}
