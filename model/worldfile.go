package model

import (
	"bytes"
	"errors"
	"fmt"
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
