package sequence

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ecsim/ecsim/conformance/output"
	"github.com/ecsim/ecsim/model"
)

// A Sequence is calls with symbolic names, as text that can be read in an
// issue, edited by hand and replayed on any target. docs/seq.md documents the
// text; [Parse] and [Sequence.String] are exact inverses.
type Sequence struct {
	World string // its starting world
	Seed  uint64 // seed of the run that found it; 0 for none
	// Notes are comment lines under the header, without the mark.
	Notes []string
	Steps []Step
}

// A StepKind is the kind of a step.
type StepKind uint8

// The kinds of steps.
const (
	// StepCall sends one call.
	StepCall StepKind = iota + 1
	// StepAwait waits until a resource has a status, or is gone.
	StepAwait
	// StepAs changes the caller of the steps that follow.
	StepAs
	// StepAt moves the simulator's clock.
	StepAt
	// StepFault declares a fault of ecsim's own simulator.
	StepFault
)

// A Step is one line of a sequence, with the expected and the seen outcome.
type Step struct {
	Kind StepKind
	// Bind is the name that the call's first created id gets; later ids get
	// Bind[1], Bind[2] ….
	Bind   string
	Op     string
	Params model.Params // values may hold $names
	// Name and Status are what an await waits for; Status "gone" waits for the
	// end.
	Name, Status string
	// Text is the argument of as, at and fault.
	Text string
	// Expect and Saw are the outcomes under the line; nil for none.
	Expect, Saw *Answer
}

// Gone is the status of an await for the end of a resource.
const Gone = "gone"

// An Answer is an outcome as a sequence writes it.
type Answer struct {
	HTTP int    // 0 when there was no answer
	Code string // empty on success
	Text string // why there was none, or the difference
}

// String writes the answer as it stands under a step.
func (a Answer) String() string {
	s := strconv.Itoa(a.HTTP)
	if a.Code != "" {
		s += " " + quoteValue(a.Code)
	}
	if a.Text != "" {
		s += " · " + quoteText(a.Text)
	}
	return s
}

// quoteText writes a text with spaces bare where it stays in its line, else in
// quotes.
func quoteText(text string) string {
	if text != strings.TrimSpace(text) || text[0] == '"' || output.Printable(text) != text || !utf8.ValidString(text) {
		return strconv.Quote(text)
	}
	return text
}

// quoteName writes the name of a parameter: a client may send any.
func quoteName(name string) string {
	if name == "" || strings.ContainsAny(name, `=`) || quoteValue(name) != name {
		return strconv.Quote(name)
	}
	return name
}

// note writes a comment line.
func note(text string) string { return strings.TrimRight("# "+output.Printable(text), " ") + "\n" }

// Length counts the calls of the sequence, without prelude, lookups and awaits.
func (s Sequence) Length() int {
	n := 0
	for _, step := range s.Steps {
		if step.Kind == StepCall {
			n++
		}
	}
	return n
}

// String writes the sequence as text.
func (s Sequence) String() string {
	var b strings.Builder
	b.WriteString("# ecsim sequence 1 · world " + output.Printable(s.World))
	if s.Seed != 0 {
		fmt.Fprintf(&b, " · seed %d", s.Seed)
	}
	b.WriteByte('\n')
	for _, n := range s.Notes {
		b.WriteString(note(n))
	}
	for _, step := range s.Steps {
		b.WriteString(step.Lines())
	}
	return b.String()
}

// Lines writes the step's own line, and below it what was expected and seen.
func (s Step) Lines() string {
	text := s.String() + "\n"
	if s.Expect != nil {
		text += "  expect " + s.Expect.String() + "\n"
	}
	if s.Saw != nil {
		text += "  saw    " + s.Saw.String() + "\n"
	}
	return text
}

// String writes the step's own line.
func (s Step) String() string {
	switch s.Kind {
	case StepAwait:
		return "await " + s.Name + " " + s.Status
	case StepAs:
		return "as " + output.Printable(s.Text)
	case StepAt:
		return "at " + output.Printable(s.Text)
	case StepFault:
		return "fault " + output.Printable(s.Text)
	default:
		var b strings.Builder
		if s.Bind != "" {
			b.WriteString(s.Bind + " = ")
		}
		b.WriteString(s.Op)
		for _, name := range s.Params.Names() {
			b.WriteString(" " + quoteName(name) + "=" + quoteValue(s.Params[name]))
		}
		return b.String()
	}
}

// quoteValue writes a value without quotes if that is unambiguous.
func quoteValue(v string) string {
	if v == "" || strings.ContainsFunc(v, func(c rune) bool { return c <= ' ' || c == '"' || c == '\\' || c == 0x7f || c > 0xffff }) ||
		strconv.Quote(v) != `"`+v+`"` {
		return strconv.Quote(v)
	}
	return v
}

// References lists the names that the step's values refer to, in order.
func (s Step) References() []string {
	if s.Kind == StepAwait {
		return []string{Root(s.Name)}
	}
	var room [8]string
	referring := room[:0]
	for p, value := range s.Params {
		if strings.IndexByte(value, '$') >= 0 {
			referring = append(referring, p)
		}
	}
	if len(referring) == 0 {
		return nil
	}
	if len(referring) > 1 {
		model.SortParams(referring)
	}
	names := make([]string, 0, len(referring))
	for _, p := range referring {
		names = appendNames(names, s.Params[p])
	}
	return names
}

// appendNames adds the names that a value refers to.
func appendNames(names []string, value string) []string {
	for i := 0; i < len(value); {
		switch {
		case value[i] != '$':
			i++
		case i+1 < len(value) && value[i+1] == '$':
			i += 2
		default:
			end := nameEnd(value, i+1)
			if end > i+1 {
				names = append(names, value[i+1:end])
			}
			i = end
		}
	}
	return names
}

// Root returns i1 for i1.primary and i1[2].
func Root(name string) string {
	if i := strings.IndexAny(name, "[."); i > 0 && !strings.Contains(name[:i], ".") {
		if name[i] == '[' || isAspect(name[i+1:]) {
			return name[:i]
		}
	}
	return name
}

// isAspect says whether the word after a period names a part of a resource, and
// does not belong to a name such as image.linux.
func isAspect(word string) bool { return word == "primary" || strings.HasPrefix(word, "disk") }

// Expand replaces every $name of the value by the result of resolve; $$ means a
// dollar. ok is false if a name is unknown; its text is kept then.
func Expand(value string, resolve func(name string) (string, bool)) (text string, ok bool) {
	at := strings.IndexByte(value, '$')
	if at < 0 {
		return value, true
	}
	if at == 0 && len(value) > 1 && nameEnd(value, 1) == len(value) { // only a name, the common case
		if id, known := resolve(value[1:]); known {
			return id, true
		}
		return value, false
	}
	ok = true
	var b strings.Builder
	for i := 0; i < len(value); {
		if value[i] != '$' {
			b.WriteByte(value[i])
			i++
			continue
		}
		if i+1 < len(value) && value[i+1] == '$' {
			b.WriteByte('$')
			i += 2
			continue
		}
		end := nameEnd(value, i+1)
		name := value[i+1 : end]
		if name == "" { // a dollar that begins no name is a dollar
			b.WriteByte('$')
			i++
			continue
		}
		id, known := resolve(name)
		if !known {
			ok = false
			id = value[i:end]
		}
		b.WriteString(id)
		i = end
	}
	return b.String(), ok
}

// nameEnd returns where the name that begins at i ends: letters, digits,
// periods between them, and [n].
func nameEnd(s string, i int) int {
	for i < len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9':
		case c == '.' && i+1 < len(s) && (s[i+1] >= 'a' && s[i+1] <= 'z'):
		case c == '[':
			if end := strings.IndexByte(s[i:], ']'); end > 0 {
				return i + end + 1
			}
			return i
		default:
			return i
		}
		i++
	}
	return i
}

// Literal escapes a text for a sequence.
func Literal(text string) string { return strings.ReplaceAll(text, "$", "$$") }

// SortedNames returns the keys in order.
func SortedNames(m map[string]string) []string {
	names := slices.Collect(maps.Keys(m))
	sort.Strings(names)
	return names
}

// LastCaller returns the caller of the last call.
func LastCaller(steps []Step) string {
	caller := ""
	for _, s := range steps {
		if s.Kind == StepAs {
			caller = s.Text
		}
	}
	return caller
}

// AnswerOf writes an outcome as a sequence keeps it.
func AnswerOf(o model.Outcome) *Answer {
	a := &Answer{HTTP: o.HTTP, Code: o.Code}
	if o.Class == model.ClassUnknown {
		a.Text = o.Message
	}
	return a
}

// LastCall returns the index of the last call.
func LastCall(s Sequence) int {
	for i, step := range slices.Backward(s.Steps) {
		if step.Kind == StepCall {
			return i
		}
	}
	return 0
}
