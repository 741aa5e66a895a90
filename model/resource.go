package model

import "time"

// A Resource is something that a Describe operation shows.
type Resource interface {
	Kind() Kind
	ID() string
	// Lifecycle returns the status and, in a status that ends by itself, when it
	// was entered; an empty status for resources without one.
	Lifecycle() (status string, since time.Time)
}

// A Pointer is a pointer to a struct T that is a resource.
type Pointer[T any] interface {
	*T
	Resource
}

// StatusOf returns the status of a resource; empty for kinds without one.
func StatusOf(r Resource) string {
	status, _ := r.Lifecycle()
	return status
}
