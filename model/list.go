package model

import (
	"encoding/json"
	"fmt"
	"strings"
)

// A List is a short list of strings as one comparable value, so that resources
// can be compared with == and hashed. Elements never hold the unit separator.
type List string

const ListSeparator = "\x1f"

// NewList makes a list of the elements.
func NewList(elements ...string) List { return List(strings.Join(elements, ListSeparator)) }

// All returns the elements; nil for the empty list.
func (l List) All() []string {
	if l == "" {
		return nil
	}
	return strings.Split(string(l), ListSeparator)
}

// Len returns the number of elements.
func (l List) Len() int {
	if l == "" {
		return 0
	}
	return strings.Count(string(l), ListSeparator) + 1
}

// Has says whether element is in the list.
func (l List) Has(element string) bool {
	for rest := string(l); rest != ""; {
		head, tail, _ := strings.Cut(rest, ListSeparator)
		if head == element {
			return true
		}
		rest = tail
	}
	return false
}

// With returns the list with element at its end; a list that has it already is
// returned as it is.
func (l List) With(element string) List {
	switch {
	case l.Has(element):
		return l
	case l == "":
		return List(element)
	default:
		return l + ListSeparator + List(element)
	}
}

// Without returns the list less element.
func (l List) Without(element string) List {
	kept := make([]string, 0, l.Len())
	for _, e := range l.All() {
		if e != element {
			kept = append(kept, e)
		}
	}
	return NewList(kept...)
}

// MarshalJSON writes the list as an array.
func (l List) MarshalJSON() ([]byte, error) {
	if l == "" {
		return []byte("[]"), nil
	}
	return json.Marshal(l.All())
}

// UnmarshalJSON reads an array of texts.
func (l *List) UnmarshalJSON(data []byte) error {
	var elements []string
	if err := json.Unmarshal(data, &elements); err != nil {
		return fmt.Errorf("read a list: %w", err)
	}
	*l = NewList(elements...)
	return nil
}

// A Tag is one key and value.
type Tag struct{ Key, Value string }
