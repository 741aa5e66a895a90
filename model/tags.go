package model

import (
	"slices"
	"strings"
)

// Operations on tags treat all kinds alike that keep tags.

// TagsOf returns the tags of the resource; ok is false for a kind without tags.
func (r *Request) TagsOf(v Resource) (tags List, ok bool) {
	of := r.World.model.kinds.of(v.Kind())
	if of == nil || of.tagged == nil {
		return "", false
	}
	return of.tags(v), true
}

// SetTags gives the resource of the place other tags.
func (r *Request) SetTags(v Resource, tags List) {
	if of := r.World.model.kinds.of(v.Kind()); of != nil && of.tagged != nil {
		of.put(r.World, r.Place, of.tagged(v, tags))
		r.Reload()
	}
}

// TaggedKinds returns the kinds that keep tags, by their resource type in calls: the
// word of their ARN, which VPC writes in capitals.
func (r *Request) TaggedKinds() map[string]Kind {
	kinds := map[string]Kind{}
	for _, kind := range r.World.model.kinds.Kept() {
		if of := r.World.model.kinds.of(kind); of != nil && of.tagged != nil {
			kinds[TagType(kind)] = kind
		}
	}
	return kinds
}

// TagType is the ResourceType of resources of the kind.
func TagType(kind Kind) string {
	if kind.Product() == "vpc" {
		return strings.ToUpper(kind.ARN())
	}
	return kind.ARN()
}

// WithTags returns the tags with more of them: of one key the later value counts.
func (l List) WithTags(more ...Tag) List { return NewTags(slices.Concat(l.Tags(), more)...) }
