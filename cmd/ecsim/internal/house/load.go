package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A house is the module, read and type-checked from its source.
type house struct {
	root  string // directory
	path  string // module path
	fset  *token.FileSet
	rooms []*room
}

// A room is a package with its in-package tests. External tests are a room of
// their own, whose path ends in _test.
type room struct {
	path    string // below the module: model, cmd/ecsim
	program bool   // package main
	double  bool   // only tests import it
	files   []*source
	types   *types.Package
	info    *types.Info

	imports []string // import paths, without those of tests
	tested  []string // import paths of tests
	names   []string // of the files, absolute; the tests come last
	tests   int      // how many of them are tests
	checker *types.Checker
}

// A source is one file.
type source struct {
	path string // below the root
	test bool
	text []byte
	ast  *ast.File
}

// base returns the file's name without its directory.
func (s *source) base() string { return filepath.Base(s.path) }

type module struct {
	Path string `json:"Path"`
	Dir  string `json:"Dir"`
}

// listed is what the go command says of a package.
type listed struct {
	ImportPath   string   `json:"ImportPath"`
	Dir          string   `json:"Dir"`
	Name         string   `json:"Name"`
	Export       string   `json:"Export"` // file of its export data
	Module       *module  `json:"Module"`
	GoFiles      []string `json:"GoFiles"`
	TestGoFiles  []string `json:"TestGoFiles"`
	XTestGoFiles []string `json:"XTestGoFiles"`
	Imports      []string `json:"Imports"`
	TestImports  []string `json:"TestImports"`
	XTestImports []string `json:"XTestImports"`
}

func goList(dir string, args ...string) ([]listed, error) {
	cmd := exec.Command("go", append([]string{"list"}, args...)...) //nolint:gosec,noctx // the command is ours, and ends by itself
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list in %s (does 'go build ./...' pass there?): %w", dir, err)
	}
	var all []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var l listed
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("read what go list says: %w", err)
		}
		all = append(all, l)
	}
}

// loadHouse reads the module in the directory. What it imports from elsewhere
// is taken from the go command's export data.
func loadHouse(dir string) (*house, error) {
	all, err := goList(dir, "-json=ImportPath,Dir,Name,Module,GoFiles,TestGoFiles,XTestGoFiles,Imports,TestImports,XTestImports", "./...")
	if err != nil {
		return nil, err
	}
	if len(all) == 0 || all[0].Module == nil {
		return nil, fmt.Errorf("no module in %s: run it inside the checkout", dir)
	}
	h := &house{root: all[0].Module.Dir, path: all[0].Module.Path, fset: token.NewFileSet()}
	for _, l := range all {
		path := strings.TrimPrefix(strings.TrimPrefix(l.ImportPath, h.path), "/")
		h.add(path, l, l.GoFiles, l.TestGoFiles, l.Imports, l.TestImports)
		if len(l.XTestGoFiles) > 0 {
			h.add(path+"_test", l, nil, l.XTestGoFiles, nil, l.XTestImports)
		}
	}
	exports, err := h.exports()
	if err != nil {
		return nil, err
	}
	outside := importer.ForCompiler(h.fset, "gc", func(path string) (io.ReadCloser, error) {
		file, ok := exports[path]
		if !ok {
			return nil, fmt.Errorf("the go command has no export data of %s", path)
		}
		return os.Open(file)
	})
	for _, r := range h.rooms {
		if err := h.check(r, outside); err != nil {
			return nil, err
		}
	}
	// Tests may import rooms that import theirs. External ones see what the
	// others add to their room.
	inner, external := []*room{}, []*room{}
	for _, r := range h.rooms {
		if r.tests == len(r.names) {
			external = append(external, r)
		} else {
			inner = append(inner, r)
		}
	}
	for _, r := range append(inner, external...) {
		if err := h.files(r, r.names[len(r.names)-r.tests:]); err != nil {
			return nil, err
		}
	}
	h.markDoubles()
	return h, nil
}

// markDoubles finds the test doubles: internal rooms that are no command, and that
// no other room imports outside of tests. Their files count as tests.
func (h *house) markDoubles() {
	imported := map[*room]bool{}
	for _, r := range h.rooms {
		for _, i := range r.imports {
			imported[h.room(i)] = true
		}
	}
	for _, r := range h.rooms {
		r.double = !r.program && !imported[r] && slices.Contains(strings.Split(r.path, "/"), "internal")
		for _, s := range r.files {
			s.test = s.test || r.double
		}
	}
}

func (h *house) add(path string, l listed, files, tests, imports, tested []string) {
	r := &room{path: path, program: l.Name == "main", imports: imports, tested: tested, tests: len(tests)}
	for _, f := range slices.Concat(files, tests) {
		r.names = append(r.names, filepath.Join(l.Dir, f))
	}
	h.rooms = append(h.rooms, r)
}

// room returns the room of an import path; nil outside the module.
func (h *house) room(importPath string) *room {
	inner, ok := strings.CutPrefix(importPath, h.path)
	if !ok {
		return nil
	}
	for _, r := range h.rooms {
		if r.path == strings.TrimPrefix(inner, "/") {
			return r
		}
	}
	return nil
}

// exports maps each package outside the module to the file of its export data.
func (h *house) exports() (map[string]string, error) {
	outside := map[string]bool{}
	for _, r := range h.rooms {
		for _, i := range slices.Concat(r.imports, r.tested) {
			if h.room(i) == nil && i != "unsafe" {
				outside[i] = true
			}
		}
	}
	files := map[string]string{}
	if len(outside) == 0 {
		return files, nil
	}
	all, err := goList(h.root, append([]string{"-export", "-deps", "-json=ImportPath,Export"}, slices.Sorted(maps.Keys(outside))...)...)
	for _, l := range all {
		if l.Export != "" {
			files[l.ImportPath] = l.Export
		}
	}
	return files, err
}

// check type-checks a room without its tests, after the rooms that it imports.
func (h *house) check(r *room, outside types.Importer) error {
	if r.checker != nil {
		return nil
	}
	config := &types.Config{Importer: importing(func(path string) (*types.Package, error) {
		if below := h.room(path); below != nil {
			return below.types, nil
		}
		return outside.Import(path)
	})}
	r.info = &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}
	r.types = types.NewPackage(r.path, "")
	r.checker = types.NewChecker(config, h.fset, r.types, r.info)
	for _, i := range r.imports {
		if below := h.room(i); below != nil {
			if err := h.check(below, outside); err != nil {
				return err
			}
		}
	}
	return h.files(r, r.names[:len(r.names)-r.tests])
}

// files reads files of the room, and type-checks them with those that were read
// before.
func (h *house) files(r *room, names []string) error {
	var files []*ast.File
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read a source file: %w", err)
		}
		f, err := parser.ParseFile(h.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("parse a source file: %w", err)
		}
		path, err := filepath.Rel(h.root, name)
		if err != nil {
			return fmt.Errorf("a source file outside the module: %w", err)
		}
		files = append(files, f)
		r.files = append(r.files, &source{path: filepath.ToSlash(path), test: strings.HasSuffix(name, "_test.go"), text: text, ast: f})
	}
	if err := r.checker.Files(files); err != nil {
		return fmt.Errorf("%s does not compile: %w", r.path, err)
	}
	return nil
}

type importing func(path string) (*types.Package, error)

// Import makes the function an importer.
func (f importing) Import(path string) (*types.Package, error) { return f(path) }
