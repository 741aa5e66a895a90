package model

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/ecsim/ecsim/fixtures/worlds"
)

// A WorldFile is the content of a world file (docs/world.md).
type WorldFile struct {
	Name     string        `yaml:"name"`
	Now      time.Time     `yaml:"now"`
	Accounts []fileAccount `yaml:"accounts"`
	Callers  []fileCaller  `yaml:"callers"`
	Regions  []fileRegion  `yaml:"regions"`
	Facts    []fileFact    `yaml:"facts"`
	// Answers are canned answers of operations that the model does not have.
	Answers map[string]map[string]any `yaml:"answers"`
	// Sections are the lists of resources, which the records of their kinds
	// read.
	Sections map[string]fileNode `yaml:",inline"`
}

type fileAccount struct {
	Name string `yaml:"name"`
	ID   string `yaml:"id"`
}

type fileCaller struct {
	Name     string    `yaml:"name"`
	Account  string    `yaml:"account"`
	Kind     string    `yaml:"kind"`
	Policies []string  `yaml:"policies"`
	Session  string    `yaml:"session"`
	Keys     []fileKey `yaml:"keys"`
}

type fileKey struct {
	ID       string `yaml:"id"`
	Secret   string `yaml:"secret"`
	Token    string `yaml:"token"`
	Disabled bool   `yaml:"disabled"`
	// Expires is when the token ends, in the cloud's time.
	Expires time.Time `yaml:"expires"`
}

type fileRegion struct {
	ID    string   `yaml:"id"`
	Name  string   `yaml:"name"`
	Zones []string `yaml:"zones"`
	// Unsold lists, by zone, the instance types that are not on sale there.
	Unsold map[string][]string `yaml:"unsold"`
}

type fileFact struct {
	Scope string `yaml:"scope"` // account name, region id, type id, or a text
	Name  string `yaml:"name"`
	Value int    `yaml:"value"`
}

// Default returns the default world of the model.
func Default(m *Model, seed uint64) (World, error) { return Named(m, "default", seed) }

// Named returns the embedded world of the name.
func Named(m *Model, name string, seed uint64) (World, error) {
	data, err := worlds.Files.ReadFile(name + ".yaml")
	if err != nil {
		return World{}, fmt.Errorf("world %q: %w: the embedded worlds are %v", name, err, WorldNames())
	}
	return ReadWorld(m, data, seed)
}

// WorldNames lists the embedded worlds.
func WorldNames() []string {
	entries, err := worlds.Files.ReadDir(".")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name()[:len(e.Name())-len(".yaml")])
	}
	return names
}

// inOneLine takes the list of a YAML error out of its lines.
func inOneLine(err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var lines []string
		for _, one := range joined.Unwrap() {
			lines = append(lines, inOneLine(one).Error())
		}
		return errors.New(strings.Join(lines, "; "))
	}
	if several, ok := errors.AsType[*yaml.TypeError](err); ok {
		return errors.New(strings.Join(several.Errors, "; "))
	}
	return err
}

// ReadWorld builds a world from the text of a world file. An error names the
// line, or the resource and its fault.
func ReadWorld(m *Model, data []byte, seed uint64) (World, error) {
	var f WorldFile
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return World{}, fmt.Errorf("read the world file: %w (docs/world.md lists the keys)", inOneLine(err))
	}
	add, err := f.readSections(m.kinds, data)
	if err != nil {
		return World{}, fmt.Errorf("read the world file: %w (docs/world.md lists the keys)", inOneLine(err))
	}
	base, err := f.base(m)
	if err != nil {
		return World{}, fmt.Errorf("world %s: %w", f.Name, err)
	}
	if year := f.Now.Year(); !f.Now.IsZero() && (year < 1970 || year >= 2200) {
		return World{}, fmt.Errorf("world %s: now %s: give a time from 1970 to 2199", f.Name, f.Now.Format(time.RFC3339))
	}
	if f.Now.IsZero() {
		return World{}, fmt.Errorf("world %s: now is missing: give the time at which the world begins", f.Name)
	}
	w := NewWorld(m, base, seed, f.Now)
	if err := add(&w); err != nil {
		return World{}, fmt.Errorf("world %s: %w", f.Name, err)
	}
	if err := w.Check(); err != nil {
		return World{}, fmt.Errorf("world %s: %w", f.Name, err)
	}
	return w, nil
}

// addAll adds the elements of one list of the file. An error names the element.
func addAll[T any](list string, elements []T, name func(T) string, add func(T) error) error {
	for i, e := range elements {
		if err := add(e); err != nil {
			return fmt.Errorf("%s[%d] (%s): %w", list, i, name(e), err)
		}
	}
	return nil
}

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
