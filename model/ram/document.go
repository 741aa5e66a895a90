package ram

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// ParsePolicy reads a policy document. The error is an [*Error] that names the first thing that is wrong.
func ParsePolicy(data []byte) (Policy, error) {
	var raw json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return Policy{}, &Error{Problem: "not JSON: " + err.Error()}
	}
	statements, err := parseDocument(raw)
	if err != nil {
		return Policy{}, err
	}
	return NewPolicy(statements...)
}

// UnmarshalJSON reads a policy document, as [ParsePolicy] does.
func (p *Policy) UnmarshalJSON(data []byte) error {
	parsed, err := ParsePolicy(data)
	if err == nil {
		*p = parsed
	}
	return err
}

// MarshalJSON writes the document of p. Lists of one are written as a single string, operators and keys in order of
// their names; reading it again gives the same policy.
func (p Policy) MarshalJSON() ([]byte, error) {
	if len(p.statements) == 0 {
		return nil, &Error{Element: "Statement", Problem: "empty"}
	}
	doc := document{Version: version, Statement: make([]entry, len(p.statements))}
	for i := range p.statements {
		doc.Statement[i] = newEntry(p.statements[i].doc)
	}
	return json.Marshal(doc)
}

// String is the document of p, or nothing when it has no statements.
func (p Policy) String() string {
	text, _ := p.MarshalJSON()
	return string(text)
}

// version is the only version of the policy language.
const version = "1"

// A document is a policy as JSON writes it.
type document struct {
	Version   string  `json:"Version"`
	Statement []entry `json:"Statement"`
}

// An entry is a statement as JSON writes it.
type entry struct {
	Effect      Effect                       `json:"Effect"`
	Action      values                       `json:"Action,omitempty"`
	NotAction   values                       `json:"NotAction,omitempty"`
	Resource    values                       `json:"Resource,omitempty"`
	NotResource values                       `json:"NotResource,omitempty"`
	Condition   map[string]map[string]values `json:"Condition,omitempty"`
}

func newEntry(s Statement) entry {
	e := entry{Effect: s.Effect, Action: s.Action, NotAction: s.NotAction, Resource: s.Resource, NotResource: s.NotResource}
	for op, keys := range s.Condition {
		if e.Condition == nil {
			e.Condition = map[string]map[string]values{}
		}
		e.Condition[op] = map[string]values{}
		for k, operands := range keys {
			e.Condition[op][k] = operands
		}
	}
	return e
}

// values are written as a list, or as a single string where there is only one.
type values []string

// MarshalJSON writes a single value without a list around it.
func (v values) MarshalJSON() ([]byte, error) {
	if len(v) == 1 {
		return json.Marshal(v[0])
	}
	return json.Marshal([]string(v))
}

func parseDocument(raw json.RawMessage) ([]Statement, error) {
	members, err := parseObject(raw)
	if err != nil {
		return nil, &Error{Problem: err.Error()}
	}
	var statements []Statement
	versioned := false
	for _, m := range members {
		switch m.name {
		case "Version":
			if v, err := parseString(m.value); err != nil || v != version {
				return nil, &Error{Element: m.name, Problem: fmt.Sprintf("%s, want %q", excerpt(m.value), version)}
			}
			versioned = true
		case "Statement":
			if statements, err = parseStatements(m.value); err != nil {
				return nil, err
			}
		default:
			return nil, &Error{Element: m.name, Problem: "unknown element"}
		}
	}
	if !versioned {
		return nil, &Error{Element: "Version", Problem: "missing"}
	}
	return statements, nil
}

func parseStatements(raw json.RawMessage) ([]Statement, error) {
	list, err := parseList(raw)
	if err != nil {
		return nil, &Error{Element: "Statement", Problem: err.Error()}
	}
	statements := make([]Statement, len(list))
	for i, item := range list {
		s, err := parseStatement(item)
		if err != nil {
			err.Statement = i + 1
			return nil, err
		}
		statements[i] = s
	}
	return statements, nil
}

func parseStatement(raw json.RawMessage) (Statement, *Error) {
	members, err := parseObject(raw)
	if err != nil {
		return Statement{}, &Error{Problem: err.Error()}
	}
	var s Statement
	for _, m := range members {
		var effect string
		switch m.name {
		case "Effect":
			effect, err = parseString(m.value)
			s.Effect = Effect(effect)
		case "Action":
			s.Action, err = parseValues(m.value)
		case "NotAction":
			s.NotAction, err = parseValues(m.value)
		case "Resource":
			s.Resource, err = parseValues(m.value)
		case "NotResource":
			s.NotResource, err = parseValues(m.value)
		case "Condition":
			var problem *Error
			if s.Condition, problem = parseCondition(m.value); problem != nil {
				return Statement{}, problem
			}
		default:
			return Statement{}, &Error{Element: m.name, Problem: "unknown element"}
		}
		if err != nil {
			return Statement{}, &Error{Element: m.name, Problem: err.Error()}
		}
	}
	return s, nil
}

func parseCondition(raw json.RawMessage) (map[string]map[string][]string, *Error) {
	blocks, err := parseObject(raw)
	if err != nil {
		return nil, &Error{Element: "Condition", Problem: err.Error()}
	}
	condition := map[string]map[string][]string{}
	for _, op := range blocks {
		element := "Condition." + op.name
		members, err := parseObject(op.value)
		if err != nil {
			return nil, &Error{Element: element, Problem: err.Error()}
		}
		keys := map[string][]string{}
		for _, k := range members {
			if keys[k.name], err = parseValues(k.value); err != nil {
				return nil, &Error{Element: element + "." + k.name, Problem: err.Error()}
			}
		}
		condition[op.name] = keys
	}
	return condition, nil
}

// A member is one name of a JSON object and its value.
type member struct {
	name  string
	value json.RawMessage
}

// parseObject reads the members of an object in order. Unlike encoding/json it takes names literally and only once.
func parseObject(raw json.RawMessage) ([]member, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil, fmt.Errorf("%s, want an object", excerpt(raw))
	}
	var members []member
	seen := map[string]bool{}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, err
		}
		var m member
		m.name, _ = name.(string) // a name is always a string
		if err := dec.Decode(&m.value); err != nil {
			return nil, err
		}
		if seen[m.name] {
			return nil, fmt.Errorf("%q twice", m.name)
		}
		seen[m.name] = true
		members = append(members, m)
	}
	return members, nil
}

func parseList(raw json.RawMessage) ([]json.RawMessage, error) {
	list := []json.RawMessage{}
	if raw[0] != '[' || json.Unmarshal(raw, &list) != nil {
		return nil, fmt.Errorf("%s, want a list", excerpt(raw))
	}
	return list, nil
}

// parseValues reads a string or a list of strings. A bare number or Boolean is an error: RAM wants all values quoted.
func parseValues(raw json.RawMessage) ([]string, error) {
	items := []json.RawMessage{raw}
	if raw[0] == '[' {
		var err error
		if items, err = parseList(raw); err != nil {
			return nil, err
		}
	}
	texts := make([]string, len(items))
	for i, item := range items {
		var err error
		if texts[i], err = parseString(item); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

func parseString(raw json.RawMessage) (string, error) {
	var s string
	if raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		return "", fmt.Errorf("%s, want a quoted string", excerpt(raw))
	}
	return s, nil
}

// excerpt is the beginning of a JSON value, enough to recognise it in a message.
func excerpt(raw json.RawMessage) string {
	const enough = 40
	if len(raw) <= enough {
		return string(raw)
	}
	return string(raw[:enough]) + "…"
}
