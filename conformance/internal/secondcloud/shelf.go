package secondcloud

import "slices"

// A shelf holds the resources of one kind, in the order in which they were made.
type shelf[T any] struct {
	items map[string]T
	order []string
}

func newShelf[T any]() *shelf[T] { return &shelf[T]{items: map[string]T{}} }

func (s *shelf[T]) put(id string, item T) {
	s.items[id] = item
	s.order = append(s.order, id)
}

func (s *shelf[T]) drop(id string) {
	delete(s.items, id)
	s.order = slices.DeleteFunc(s.order, func(other string) bool { return other == id })
}

// newest returns those that pass, the newest first: the order of all lists.
func (s *shelf[T]) newest(pass func(T) bool) []T {
	var found []T
	for _, id := range slices.Backward(s.order) {
		if item := s.items[id]; pass(item) {
			found = append(found, item)
		}
	}
	return found
}

// count says how many pass.
func (s *shelf[T]) count(pass func(T) bool) int {
	n := 0
	for _, item := range s.items {
		if pass(item) {
			n++
		}
	}
	return n
}
