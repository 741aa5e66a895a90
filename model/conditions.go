package model

import (
	"slices"
	"strings"
)

// Conditions, and the building blocks of conditions. Each function returns a
// function that says whether the call breaks a rule, or asks for an effect, so
// that the file of an operation reads like its page.

// Given says that the call gives the parameter a value, or the list an element;
// a list under its bare name does not count.
func Given(name string) func(*Request) bool {
	return func(r *Request) bool {
		if !r.May(name) {
			return false
		}
		if p := r.Operation.params[name]; p != nil {
			return r.given(p)
		}
		return r.Has(name)
	}
}

// AnyGiven says that the call gives at least one of the parameters.
func AnyGiven(names ...string) func(*Request) bool {
	conditions := make([]func(*Request) bool, len(names))
	for i, name := range names {
		conditions[i] = Given(name)
	}
	return Either(conditions...)
}

// Not is the opposite condition.
func Not(c func(*Request) bool) func(*Request) bool {
	return func(r *Request) bool { return !c(r) }
}

// Both holds where all conditions hold.
func Both(cs ...func(*Request) bool) func(*Request) bool {
	return func(r *Request) bool {
		for _, c := range cs {
			if !c(r) {
				return false
			}
		}
		return true
	}
}

// Either holds where one of the conditions holds.
func Either(cs ...func(*Request) bool) func(*Request) bool {
	return func(r *Request) bool {
		for _, c := range cs {
			if c(r) {
				return true
			}
		}
		return false
	}
}

// ValueNotIn says that the parameter is given and has none of the values. Case
// matters, because no page says that it is ignored.
func ValueNotIn(name string, values ...string) func(*Request) bool {
	return func(r *Request) bool { return r.Has(name) && !slices.Contains(values, r.Text(name)) }
}

// ValueIs says that the parameter is given with this value.
func ValueIs(name, value string) func(*Request) bool {
	return func(r *Request) bool { return r.Text(name) == value }
}

// RegionUnknown says that RegionId (or the endpoint's region, if the operation
// does not read RegionId) is not a region of the world.
func RegionUnknown(r *Request) bool { return r.World.base.Region(r.Region) == nil }

// CommaList splits a value of several, such as Available,Deprecated.
func CommaList(text string) []string {
	var elements []string
	for e := range strings.SplitSeq(text, ",") {
		if e = strings.TrimSpace(e); e != "" {
			elements = append(elements, e)
		}
	}
	return elements
}

// Always gives a rule's message a fixed text.
func Always(text string) func(*Request) string { return func(*Request) string { return text } }

// IsTrue says that the parameter is given and true.
func IsTrue(name string) func(*Request) bool {
	return func(r *Request) bool { return r.IsTrue(name) }
}
