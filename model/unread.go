package model

import "strings"

// unreadElement says that the name, which belongs to the list, is not read: the
// list's bare name, and an element behind a gap. NAME.2 without NAME.1 is read by
// nobody, though the operation has the list.
func (r *Request) unreadElement(list *Param, name string) bool {
	n, ok := elementOf(list.Name, name)
	return !ok || n < 1 || n > 1 && n > r.elementsOf(list)
}

// elementOf reads the number of NAME.3 and of NAME.3.Field.
func elementOf(list, name string) (n int, ok bool) {
	rest, ok := strings.CutPrefix(name, list+".")
	if !ok {
		return 0, false
	}
	number, _, _ := strings.Cut(rest, ".")
	return WholeNumber(number)
}

// elementsOf counts the elements of the list from the first one up to a gap. All
// names are looked through once for each list.
func (r *Request) elementsOf(list *Param) int {
	if n, known := r.elements[list.Name]; known {
		return n
	}
	given := map[int]bool{}
	for name := range r.Call.Params {
		if n, ok := elementOf(list.Name, name); ok {
			given[n] = true
		}
	}
	n := 0
	for given[n+1] {
		n++
	}
	if r.elements == nil {
		r.elements = map[string]int{}
	}
	r.elements[list.Name] = n
	return n
}
