package model

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"go.yaml.in/yaml/v3"
)

// A FileSection is the list of resources of a kind in a world file: under a key
// of its own, or within the section of another kind.
type FileSection struct {
	key    string
	rank   int
	within Kind
	of     reflect.Type // of an element of the list
	// read decodes the list and returns a function that adds its elements to a
	// world.
	read func(decode func(any) error) (add func(*World) error, err error)
}

// SectionOf returns a list under the key. Sections are added to the world by
// rank, so that each can name resources of those before it. name returns an
// element's name for errors, add makes the resource.
func SectionOf[T any](key string, rank int, name func(T) string, add func(*World, T) error) *FileSection {
	return &FileSection{
		key: key, rank: rank, of: reflect.TypeFor[T](),
		read: func(decode func(any) error) (func(*World) error, error) {
			var elements []T
			if err := decode(&elements); err != nil {
				return nil, err
			}
			return func(w *World) error {
				return addAll(key, elements, name, func(e T) error { return add(w, e) })
			}, nil
		},
	}
}

// Within says that a world file has such resources in the section of another
// kind.
func Within(k Kind) *FileSection { return &FileSection{within: k} }

// A fileNode is a part of a world file that is decoded later, as strictly as
// the rest.
type fileNode struct{ decode func(any) error }

// UnmarshalYAML keeps the node.
func (n *fileNode) UnmarshalYAML(decode func(any) error) error {
	n.decode = decode
	return nil
}

// sections returns the sections that have a key, by rank.
func (ks *Kinds) sections() []*FileSection {
	var all []*FileSection
	for of := range ks.keptRecords {
		if of.file.key != "" {
			all = append(all, of.file)
		}
	}
	slices.SortFunc(all, func(a, b *FileSection) int { return cmp.Compare(a.rank, b.rank) })
	return all
}

// readSections decodes the sections of the file. An error names the lines.
func (f *WorldFile) readSections(kinds *Kinds, data []byte) (add func(*World) error, err error) {
	var adds []func(*World) error
	var errs []error
	known := map[string]bool{}
	for _, s := range kinds.sections() {
		known[s.key] = true
		node := f.Sections[s.key]
		if node.decode == nil { // the file does not have it
			continue
		}
		one, err := s.read(node.decode)
		errs = append(errs, err)
		adds = append(adds, one)
	}
	for key := range f.Sections {
		if !known[key] {
			errs = append(errs, fmt.Errorf("line %d: field %s not found in a world file", lineOf(data, key), key))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return func(w *World) error {
		var errs []error
		for _, one := range adds {
			errs = append(errs, one(w))
		}
		return errors.Join(errs...)
	}, nil
}

// lineOf returns the line of the top-level key, or 0.
func lineOf(data []byte, key string) int {
	var doc yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&doc); err != nil || len(doc.Content) == 0 {
		return 0
	}
	for i, n := range doc.Content[0].Content {
		if i%2 == 0 && n.Value == key {
			return n.Line
		}
	}
	return 0
}
