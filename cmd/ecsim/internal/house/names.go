package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A tally counts by file.
type tally struct {
	production, tests int
	files             map[string]int // of production
}

// operations returns the names of all operations that the catalog describes.
func (h *house) operations() (map[string]bool, error) {
	pages, err := filepath.Glob(filepath.Join(h.root, "fixtures", "catalog", "operations", "*.json"))
	if err != nil {
		return nil, fmt.Errorf("list the catalog's operations: %w", err)
	}
	names := map[string]bool{}
	for _, p := range pages {
		names[strings.TrimSuffix(filepath.Base(p), ".json")] = true
	}
	return names, nil
}

// operationLiterals counts the string literals outside model/ that are the name
// of an operation.
func (h *house) operationLiterals() (tally, error) {
	count := tally{files: map[string]int{}}
	names, err := h.operations()
	if err != nil {
		return count, err
	}
	for _, r := range h.rooms {
		if within(r.path, "model") {
			continue
		}
		for _, s := range r.files {
			n := 0
			ast.Inspect(s.ast, func(node ast.Node) bool {
				lit, ok := node.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING {
					return true
				}
				if text, err := strconv.Unquote(lit.Value); err == nil && names[text] {
					n++
				}
				return true
			})
			switch {
			case s.test:
				count.tests += n
			case n > 0:
				count.production += n
				count.files[s.path] = n
			}
		}
	}
	return count, nil
}

func within(path, room string) bool {
	path = strings.TrimSuffix(path, "_test")
	return path == room || strings.HasPrefix(path, room+"/")
}

// wireLines counts the lines of the hand-written encoders and readers.
func (h *house) wireLines() (int, error) {
	lines := 0
	for _, pattern := range []string{"sim/rpc/encode_*.go", "conformance/target/read*.go"} {
		files, err := filepath.Glob(filepath.Join(h.root, pattern))
		if err != nil {
			return 0, fmt.Errorf("list encoders and readers: %w", err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			text, err := os.ReadFile(f)
			if err != nil {
				return 0, fmt.Errorf("read an encoder or reader: %w", err)
			}
			lines += strings.Count(string(text), "\n")
		}
	}
	return lines, nil
}

// unused returns the exported top-level names of a room that no other room
// names, and how many exported ones it has. Its own tests are no users.
func (h *house) unused(r *room) (names []string, exported int) {
	if r.program || strings.HasSuffix(r.path, "_test") {
		return nil, 0
	}
	used := map[string]bool{}
	for _, other := range h.rooms {
		if other == r || other.path == r.path+"_test" {
			continue
		}
		for _, o := range other.info.Uses {
			if o.Pkg() == r.types && o.Parent() == r.types.Scope() {
				used[o.Name()] = true
			}
		}
	}
	for _, name := range r.types.Scope().Names() {
		o := r.types.Scope().Lookup(name)
		if s := h.fileAt(r, o.Pos()); !o.Exported() || s == nil || s.test {
			continue
		}
		exported++
		if !used[name] {
			names = append(names, name)
		}
	}
	return names, exported
}
