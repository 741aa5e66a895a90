package sequence

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// A SyntaxError is an error in a sequence's text, with its position.
type SyntaxError struct {
	Line, Column int // from 1
	Problem      string
}

// Error returns line, column and problem.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Problem)
}

const header = "# ecsim sequence 1"

// Parse reads a sequence from its text. The error is a [*SyntaxError].
func Parse(text string) (Sequence, error) {
	var s Sequence
	lines := linesOf(text)
	if err := s.parseHeader(lines[0]); err != nil {
		return s, err
	}
	var at []int // the line of each step
	for n, line := range lines[1:] {
		if err := s.parseLine(line); err != nil {
			if syntax, ok := errors.AsType[*SyntaxError](err); ok {
				syntax.Line = n + 2
			}
			return s, err
		}
		for len(at) < len(s.Steps) {
			at = append(at, n+2)
		}
	}
	err := s.checkNames(at)
	return s, err
}

// linesOf returns the lines of a text, however its editor ends and begins them.
func linesOf(text string) []string {
	text = strings.TrimSuffix(strings.TrimPrefix(text, "\ufeff"), "\n")
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSuffix(line, "\r")
	}
	return lines
}

// unquoted reads a word that is bare or in quotes.
func unquoted(word string) (string, error) {
	if !strings.HasPrefix(word, `"`) {
		return word, nil
	}
	plain, err := strconv.Unquote(word)
	if err != nil {
		return "", errors.New("the quotes do not end, or are malformed")
	}
	return plain, nil
}

func at(column int, format string, args ...any) error {
	return &SyntaxError{Line: 1, Column: column, Problem: fmt.Sprintf(format, args...)}
}

// parseHeader reads "# ecsim sequence 1 · world NAME · seed N".
func (s *Sequence) parseHeader(line string) error {
	parts := strings.Split(line, " · ")
	if parts[0] != header {
		return at(1, "the first line is %q: a sequence begins with %q", shorten(line), header+" · world NAME")
	}
	column := len(parts[0]) + len(" · ") + 1
	for _, part := range parts[1:] {
		key, value, _ := strings.Cut(part, " ")
		switch {
		case key == "world" && value != "":
			s.World = value
		case key == "seed":
			seed, err := strconv.ParseUint(value, 10, 64)
			if err != nil || seed == 0 {
				return at(column, "seed %q is no positive whole number", value)
			}
			s.Seed = seed
		default:
			return at(column, "%q: the header has world NAME and seed N", part)
		}
		column += len(part) + len(" · ")
	}
	if s.World == "" {
		return at(len(line)+1, "the header names no world: add %q", " · world default")
	}
	return nil
}

func shorten(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}

func (s *Sequence) parseLine(line string) error {
	trimmed := strings.TrimSpace(line)
	switch {
	case trimmed == "":
		return nil
	case strings.HasPrefix(trimmed, "#"):
		if len(s.Steps) == 0 {
			s.Notes = append(s.Notes, strings.TrimPrefix(strings.TrimPrefix(trimmed, "#"), " "))
		}
		return nil
	case line != trimmed && (strings.HasPrefix(trimmed, "expect") || strings.HasPrefix(trimmed, "saw")):
		return s.parseAnswer(line)
	case line[0] == ' ' || line[0] == '\t':
		return at(1, "an indented line says expect or saw, this one says %q", shorten(trimmed))
	}
	step, err := parseStep(trimmed)
	if err != nil {
		return err
	}
	s.Steps = append(s.Steps, step)
	return nil
}

// parseAnswer reads an indented line: expect HTTP CODE · TEXT, or saw.
func (s *Sequence) parseAnswer(line string) error {
	indent := len(line) - len(strings.TrimLeft(line, " \t"))
	word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	column := indent + len(word) + 2
	if len(s.Steps) == 0 {
		return at(indent+1, "%s stands under no call", word)
	}
	a, err := parseOutcome(strings.TrimSpace(rest))
	if err != nil {
		return at(column, "%v: write %s HTTP CODE", err, word)
	}
	last := &s.Steps[len(s.Steps)-1]
	switch word {
	case "expect":
		last.Expect = &a
	case "saw":
		last.Saw = &a
	default:
		return at(indent+1, "%q: an indented line says expect or saw", word)
	}
	return nil
}

// parseOutcome reads HTTP CODE · TEXT, of which code and text may be in quotes.
func parseOutcome(text string) (a Answer, err error) {
	status, rest, hasRest := strings.Cut(text, " ")
	if a.HTTP, err = strconv.Atoi(status); err != nil || a.HTTP < 0 || a.HTTP > 599 {
		return a, fmt.Errorf("%q is no HTTP status", status)
	}
	if !hasRest {
		return a, nil
	}
	var code, why string
	switch quoted, err := strconv.QuotedPrefix(rest); {
	case strings.HasPrefix(rest, "· "):
		why = strings.TrimPrefix(rest, "· ")
	case err == nil && rest[0] == '"':
		code, why = quoted, strings.TrimPrefix(rest[len(quoted):], " · ")
	default:
		code, why, _ = strings.Cut(rest, " · ")
	}
	if a.Code, err = unquoted(strings.TrimSpace(code)); err != nil {
		return a, fmt.Errorf("the code %s: %w", shorten(code), err)
	}
	if a.Text, err = unquoted(strings.TrimSpace(why)); err != nil {
		return a, fmt.Errorf("the text %s: %w", shorten(why), err)
	}
	return a, nil
}

func parseStep(line string) (Step, error) {
	word, rest, _ := strings.Cut(line, " ")
	kinds := map[string]StepKind{"as": StepAs, "at": StepAt, "fault": StepFault}
	if kind, ok := kinds[word]; ok {
		if rest == "" {
			return Step{}, at(len(line)+1, "%s says nothing: see docs/seq.md", word)
		}
		return Step{Kind: kind, Text: rest}, nil
	}
	if word == "await" {
		name, status, _ := strings.Cut(rest, " ")
		if name == "" || status == "" || strings.Contains(status, " ") {
			return Step{}, at(len("await ")+1, "write await NAME STATUS")
		}
		return Step{Kind: StepAwait, Name: name, Status: status}, nil
	}
	return parseCall(line)
}

// parseCall reads [NAME =] OPERATION PARAM=VALUE ….
func parseCall(line string) (Step, error) {
	step := Step{Kind: StepCall, Params: model.Params{}}
	column := 1
	if bind, rest, ok := strings.Cut(line, " = "); ok && isName(bind) {
		step.Bind = bind
		column += len(bind) + len(" = ")
		line = rest
	}
	op, rest, _ := strings.Cut(line, " ")
	if !isName(op) || op[0] < 'A' || op[0] > 'Z' {
		return step, at(column, "%q is no operation", shorten(op))
	}
	step.Op = op
	column += len(op) + 1
	for rest != "" {
		if rest[0] == ' ' {
			rest = rest[1:]
			column++
			continue
		}
		used, err := step.parseParam(rest, column)
		if err != nil {
			return step, err
		}
		rest = rest[used:]
		column += used
	}
	return step, nil
}

// parseParam reads NAME=VALUE from the front of text and returns its length.
func (s *Step) parseParam(text string, column int) (int, error) {
	name, value, written, err := parseName(text, column)
	if err != nil {
		return 0, err
	}
	if _, twice := s.Params[name]; twice {
		return 0, at(column, "the parameter %s is given twice", name)
	}
	if !strings.HasPrefix(value, `"`) {
		word, _, _ := strings.Cut(value, " ")
		if strings.Contains(word, `"`) {
			return 0, at(column+len(name)+1, "a value with a quote has to be quoted whole")
		}
		s.Params[name] = word
		return written + 1 + len(word), nil
	}
	quoted, err := strconv.QuotedPrefix(value)
	if err != nil {
		return 0, at(column+len(name)+1, "the quoted value of %s does not end", name)
	}
	plain, err := strconv.Unquote(quoted)
	if err != nil {
		return 0, at(column+len(name)+1, "the quoted value of %s is malformed", name)
	}
	s.Params[name] = plain
	return written + 1 + len(quoted), nil
}

// parseName reads a name, which may be in quotes, and returns what stands behind
// the =, and how long the name is as it is written.
func parseName(text string, column int) (name, value string, written int, err error) {
	if quoted, err := strconv.QuotedPrefix(text); err == nil && text[0] == '"' {
		name, err = strconv.Unquote(quoted)
		value, ok := strings.CutPrefix(text[len(quoted):], "=")
		if err != nil || !ok {
			return "", "", 0, at(column, "%q is no parameter: write \"NAME\"=VALUE", shorten(quoted))
		}
		return name, value, len(quoted), nil
	}
	name, value, ok := strings.Cut(text, "=")
	if !ok || name == "" || strings.ContainsAny(name, " \"") {
		return "", "", 0, at(column, "%q is no parameter: write NAME=VALUE", shorten(strings.Fields(text)[0]))
	}
	return name, value, len(name), nil
}

func isName(s string) bool {
	return s != "" && nameEnd(s, 0) == len(s) && !strings.ContainsAny(s, "[")
}

// checkNames refuses a name that is bound twice, or awaited before it is bound.
// The lines are those of the steps.
func (s *Sequence) checkNames(lines []int) error {
	bound := map[string]int{}
	for i, step := range s.Steps {
		if step.Bind != "" {
			if first, twice := bound[step.Bind]; twice {
				return &SyntaxError{Line: lines[i], Column: 1, Problem: fmt.Sprintf("the name %s is bound already (line %d)", step.Bind, first)}
			}
			bound[step.Bind] = lines[i]
		}
		if _, ok := bound[Root(step.Name)]; step.Kind == StepAwait && !ok {
			return &SyntaxError{Line: lines[i], Column: len("await ") + 1, Problem: fmt.Sprintf("nothing above binds the name %s", Root(step.Name))}
		}
	}
	return nil
}
