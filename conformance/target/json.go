package target

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Values of an answer. Each tells a member that is there from one that is not,
// and is lenient about the spelling: emulators write numbers and Booleans as
// strings, and clients read them. What is no such value at all makes the
// answer unreadable, with the member's name in the error.
type (
	str  struct{ of[string] }
	num  struct{ of[int] }
	flag struct{ of[bool] }
	when struct{ of[time.Time] }
	gib  struct{ of[int] }
)

// of is a value that may be absent: a member that is missing or null.
type of[T comparable] struct {
	v   T
	set bool
}

func (o *of[T]) put(v T) { o.v, o.set = v, true }

// give sets a field to the value; false where there is none, or where it is
// empty and an empty one says nothing.
func (o *of[T]) give(into reflect.Value, filled bool) bool {
	var empty T
	field, ok := reflect.TypeAssert[*T](into.Addr())
	if !ok || !o.set || filled && o.v == empty {
		return false
	}
	*field = o.v
	return true
}

// UnmarshalJSON reads a string; a number is taken as its digits.
func (s *str) UnmarshalJSON(raw []byte) error {
	text, isString, ok := scalar(raw)
	switch {
	case !ok || !isString && (text == "true" || text == "false"):
		return wrongType(raw, s.v)
	case text != "null" || isString:
		s.put(text)
	}
	return nil
}

// UnmarshalJSON reads a whole number, which may come as 4.0; an empty string is
// none.
func (n *num) UnmarshalJSON(raw []byte) error {
	f, given, ok := number(raw)
	if !ok || f != float64(int(f)) {
		return wrongType(raw, n.v)
	}
	if given {
		n.put(int(f))
	}
	return nil
}

// UnmarshalJSON reads a number and drops what is behind the point: a size of
// memory, of which half a GiB counts as none.
func (g *gib) UnmarshalJSON(raw []byte) error {
	f, given, ok := number(raw)
	if !ok {
		return wrongType(raw, g.v)
	}
	if given {
		g.put(int(f))
	}
	return nil
}

// number returns a number, with or without quotes; given is false for null and
// for an empty string, ok is false for anything else.
func number(raw []byte) (f float64, given, ok bool) {
	text, isString, ok := scalar(raw)
	if !ok || text == "" || text == "null" && !isString {
		return 0, false, ok
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, true, err == nil && math.Abs(f) < 1<<53
}

// UnmarshalJSON reads a Boolean, or a word for one; an empty string is none.
// IoOptimized is optimized or none in some answers.
func (f *flag) UnmarshalJSON(raw []byte) error {
	text, isString, ok := scalar(raw)
	if !ok {
		return wrongType(raw, f.v)
	}
	switch strings.ToLower(text) {
	case "true", "optimized":
		f.put(true)
	case "false", "none":
		f.put(false)
	case "":
	case "null":
		if isString {
			return wrongType(raw, f.v)
		}
	default:
		return wrongType(raw, f.v)
	}
	return nil
}

// UnmarshalJSON reads a time with or without seconds; an empty string is none.
func (w *when) UnmarshalJSON(raw []byte) error {
	text, isString, ok := scalar(raw)
	if !ok || !isString && text != "null" {
		return wrongType(raw, w.v)
	}
	if !isString || text == "" {
		return nil
	}
	for _, layout := range []string{"2006-01-02T15:04Z", time.RFC3339, "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			w.put(t.UTC())
			return nil
		}
	}
	return wrongType(raw, w.v)
}

// scalar returns the text of a scalar, and whether it stood in quotes.
func scalar(raw []byte) (text string, isString, ok bool) {
	switch {
	case len(raw) == 0 || raw[0] == '{' || raw[0] == '[':
		return "", false, false
	case raw[0] == '"' && bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw):
		return string(raw[1 : len(raw)-1]), true, true
	case raw[0] == '"':
		err := json.Unmarshal(raw, &text)
		return text, true, err == nil
	default:
		return string(raw), false, true
	}
}

// wrongType is the error that encoding/json completes with the member's name.
func wrongType(raw []byte, want any) error {
	text := string(raw)
	const longest = 40
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return &json.UnmarshalTypeError{Value: text, Type: reflect.TypeOf(want)}
}

// decode reads the body into v. The error says in one line what is wrong with
// it.
func (a answer) decode(v any) error {
	body := bytes.TrimSpace(a.body)
	if len(body) == 0 {
		return errors.New("the answer is empty")
	}
	var err error
	if body[0] == '{' {
		if err = json.Unmarshal(body, v); err == nil {
			return nil
		}
	}
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong) && wrong.Field != "":
		return fmt.Errorf("the answer's %s is no %s: %s", wrong.Field, word(wrong.Type), a.hide(wrong.Value))
	case body[0] == '<':
		return fmt.Errorf("the answer is XML or HTML, JSON was asked for: %s", a.quote())
	default:
		return fmt.Errorf("the answer is no JSON object: %s", a.quote())
	}
}

// word says what a member should have been.
func word(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "string"
	case reflect.Int:
		return "whole number"
	case reflect.Bool:
		return "Boolean"
	case reflect.Slice:
		return "list"
	default:
		if t == reflect.TypeFor[time.Time]() {
			return "time"
		}
		return "object"
	}
}

// quote is the beginning of a body that cannot be read.
func (a answer) quote() string {
	line, _, _ := strings.Cut(strings.TrimSpace(a.hide(string(a.body))), "\n")
	const longest = 80
	if len(line) > longest {
		line = line[:longest] + "…"
	}
	return strings.ToValidUTF8(line, "")
}

// A shownFields notes which fields of a resource an answer shows.
type shownFields map[string]bool
