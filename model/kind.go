package model

import (
	"cmp"
	"time"
)

// A Kind is a kind of resource; nil is no kind. A kind is made once, by
// [NewKind], and never changes: two are the same kind when they are ==.
type Kind = *ResourceKind

// A ResourceKind is a kind of resource, with the names that reports, ids and
// policies use.
type ResourceKind struct{ facts KindFacts }

// KindFacts are the fixed facts of a kind.
type KindFacts struct {
	// Number is the kind's place in every table of kinds, from 1. Ids depend on
	// it, so that it never changes.
	Number int
	// Name is ECS's own word for the kind: NetworkInterface.
	Name string
	// Prefix stands before the kind's ids: eni. It is empty where ids are names.
	Prefix string
	// AnyID says that an id may be any word, with the prefix or without it.
	AnyID bool
	// CalledBy is the field with the name by which calls and answers know such a
	// resource, as KeyPairName is; empty for kinds that are known by their ids.
	// Such a name is unique in an account and region only. The id is the world's
	// own: PREFIX-…/NAME (see [NamedID]).
	CalledBy string
	// Holds says that others are in such a resource, and that it counts them: groups
	// and networks.
	Holds bool
	// Letter begins the symbolic names that sequences give to such resources.
	Letter string
	// Product is the RAM service that the kind belongs to, and ARN its type
	// in the ARNs of RAM policies: ecs and eni.
	Product, ARN string
	// ShowsTags is the field that shows the tags of such resources, as in
	// DescribeInstances.Tags; empty for kinds without tags.
	ShowsTags string
	// Removal is the kind's place in the order in which a run removes what it
	// made, from 1; 0 for kinds that no call makes.
	Removal int
}

// NewKind makes a kind.
func NewKind(f KindFacts) Kind { return &ResourceKind{f} }

// String returns the kind's name, such as NetworkInterface.
func (k *ResourceKind) String() string {
	if k == nil {
		return "no kind"
	}
	return k.facts.Name
}

// ShowsTags returns the field that shows the kind's tags; empty for a kind without.
func (k *ResourceKind) ShowsTags() string { return k.facts.ShowsTags }

// Number returns the kind's place in tables of kinds, from 1; 0 for no kind.
func (k *ResourceKind) Number() int {
	if k == nil {
		return 0
	}
	return k.facts.Number
}

// Prefix returns the word before the kind's ids, such as eni; empty for kinds
// whose ids are names.
func (k *ResourceKind) Prefix() string {
	if k == nil {
		return ""
	}
	return k.facts.Prefix
}

// AnyID says that an id of the kind may be any word.
func (k *ResourceKind) AnyID() bool { return k != nil && k.facts.AnyID }

// CalledBy returns the field with the name by which calls know such a resource;
// empty for kinds that are known by their ids.
func (k *ResourceKind) CalledBy() string {
	if k == nil {
		return ""
	}
	return k.facts.CalledBy
}

// IDField returns the name of the field, and of the parameter of calls, that
// tells such resources apart: InstanceId, KeyPairName.
func (k *ResourceKind) IDField() string { return cmp.Or(k.CalledBy(), k.String()+"Id") }

// Letter returns the letter that begins symbolic names of such resources.
func (k *ResourceKind) Letter() string {
	if k == nil {
		return ""
	}
	return k.facts.Letter
}

// Product returns the RAM service that the kind belongs to, such as ecs.
func (k *ResourceKind) Product() string {
	if k == nil {
		return ""
	}
	return k.facts.Product
}

// ARN returns the kind's type in the ARNs of RAM policies, such as eni.
func (k *ResourceKind) ARN() string {
	if k == nil {
		return ""
	}
	return k.facts.ARN
}

// Holds says that others are in resources of the kind: groups and networks.
func (k *ResourceKind) Holds() bool { return k != nil && k.facts.Holds }

// Removal returns the kind's place in the order in which a run removes what it
// made, from 1; 0 for kinds that no call makes.
func (k *ResourceKind) Removal() int {
	if k == nil {
		return 0
	}
	return k.facts.Removal
}

// Equal says whether two kinds are the same; for comparisons by value.
func (k *ResourceKind) Equal(other *ResourceKind) bool { return k == other }

// A Resource is something that a Describe operation shows.
type Resource interface {
	Kind() Kind
	ID() string
	// Lifecycle returns the status and, for a transient status, when it was
	// entered; an empty status for resources without one.
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
