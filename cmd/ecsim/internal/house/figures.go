package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// figures are what is measured of a house.
type figures struct {
	rooms      []roomFigures
	lists      []string
	operations tally
	wireLines  int
	longFiles  []string
	longFuncs  []string
	// unnamed are the files of the kernel's knot that the architecture page does
	// not name.
	unnamed []string
}

type roomFigures struct {
	path         string
	double       bool // only tests import it: its files are tests
	files, tests int
	knot         []string
	ties         []string // what ties the files of the knot
	exported     int
	unused       []string
}

// The bars. The kernel is the room whose knot is the idea itself: worlds, rules
// and requests name each other.
const (
	kernel           = "model"
	commandLine      = "cmd/ecsim"
	architecture     = "docs/architecture.md"
	filesOfKernel    = 40
	filesOfRoom      = 25
	filesOfKnot      = 12
	literalsOfNames  = 60
	linesOfWireFiles = 600
)

func (h *house) measure() (figures, error) {
	var f figures
	byPath := map[string]*roomFigures{}
	for _, r := range h.rooms {
		path := strings.TrimSuffix(r.path, "_test")
		m := byPath[path]
		if m == nil {
			m = &roomFigures{path: path, double: r.double}
			byPath[path] = m
		}
		for _, s := range r.files {
			if s.test {
				m.tests++
			} else {
				m.files++
			}
		}
		if r.path == path {
			m.knot = h.knot(r)
			m.ties = h.ties(r)
			m.unused, m.exported = h.unused(r)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(byPath)) {
		f.rooms = append(f.rooms, *byPath[path])
	}
	f.lists = h.handLists()
	f.longFiles, f.longFuncs = h.long()
	var err error
	if f.operations, err = h.operationLiterals(); err != nil {
		return f, err
	}
	if f.wireLines, err = h.wireLines(); err != nil {
		return f, err
	}
	if m := byPath[kernel]; m != nil {
		f.unnamed = h.unnamed(m.knot)
	}
	return f, nil
}

// unnamed returns which of the files the architecture page does not name.
func (h *house) unnamed(knot []string) []string {
	page, err := os.ReadFile(filepath.Join(h.root, architecture))
	if err != nil {
		page = nil // a page that is not there names nothing
	}
	return slices.DeleteFunc(slices.Clone(knot), func(file string) bool { return strings.Contains(string(page), file) })
}

// broken returns the bars that are broken, one line each.
func (f *figures) broken() []string {
	var broken []string
	bar := func(bad bool, format string, args ...any) {
		if bad {
			broken = append(broken, fmt.Sprintf(format, args...))
		}
	}
	for _, r := range f.rooms {
		most := filesOfRoom
		if r.path == kernel {
			most = filesOfKernel
		}
		bar(r.files > most && r.path != commandLine, "%s has %d files, at most %d: make rooms below it", r.path, r.files, most)
		if r.path == kernel {
			bar(len(r.knot) > filesOfKnot && len(f.unnamed) > 0, "%d of the %d files of the kernel's knot are not named in %s: make it smaller, then name them",
				len(f.unnamed), len(r.knot), architecture)
			continue
		}
		bar(len(r.knot) > filesOfKnot, "%s has a knot of %d files, at most %d: move what ties them", r.path, len(r.knot), filesOfKnot)
	}
	bar(len(f.lists) > 0, "%d lists name %d kinds or more by hand: loop over the table of kinds", len(f.lists), kindsOfList)
	bar(f.operations.production > literalsOfNames, "%d names of operations are literals outside model/, at most %d: ask the operation",
		f.operations.production, literalsOfNames)
	bar(f.wireLines > linesOfWireFiles, "hand-written encoders and readers have %d lines, at most %d: tag the resource", f.wireLines, linesOfWireFiles)
	return broken
}

// print writes the figures; all adds each name and place.
func (f *figures) print(w io.Writer, all bool) {
	fmt.Fprintf(w, "%-34s %5s %5s %5s %9s %7s\n", "room", "files", "tests", "knot", "exported", "unused")
	largest, knot := roomFigures{}, roomFigures{}
	for _, r := range f.rooms {
		fmt.Fprintf(w, "%-34s %5d %5d %5d %9d %7d\n", r.path, r.files, r.tests, len(r.knot), r.exported, len(r.unused))
		if r.files > largest.files && r.path != commandLine {
			largest = r
		}
		if len(r.knot) > len(knot.knot) {
			knot = r
		}
	}
	fmt.Fprintf(w, "\nlargest room, but for %s: %s, %d files\n", commandLine, largest.path, largest.files)
	fmt.Fprintf(w, "largest knot of files that reach each other: %s, %d files\n", knot.path, len(knot.knot))
	f.knots(w, all)
	section(w, "rooms that only tests import, so that their files count as tests", f.doubles())
	section(w, fmt.Sprintf("lists of %d kinds or more by hand", kindsOfList), f.lists)
	fmt.Fprintf(w, "names of operations as literals outside model/: %d in %d files; in tests %d\n",
		f.operations.production, len(f.operations.files), f.operations.tests)
	if all {
		for _, file := range slices.Sorted(maps.Keys(f.operations.files)) {
			fmt.Fprintf(w, "  %s: %d\n", file, f.operations.files[file])
		}
	}
	fmt.Fprintf(w, "lines of hand-written encoders and readers: %d\n", f.wireLines)
	section(w, fmt.Sprintf("files over %d lines", linesOfFile), f.longFiles)
	section(w, fmt.Sprintf("functions over %d lines (the model's are tables)", linesOfFunction), f.longFuncs)
	if all {
		section(w, "rooms with exported names that nobody outside uses", f.unused())
	}
	fmt.Fprintln(w)
}

// knots writes the files of each knot that is too large, or of all, and what ties it.
func (f *figures) knots(w io.Writer, all bool) {
	for _, r := range f.rooms {
		if len(r.knot) > 0 && (all || len(r.knot) > filesOfKnot) {
			fmt.Fprintf(w, "  %s: %s\n", r.path, strings.Join(r.knot, " "))
		}
		if all && len(r.knot) > filesOfKnot {
			for _, tie := range r.ties {
				fmt.Fprintln(w, "    "+tie)
			}
		}
	}
}

func (f *figures) doubles() []string {
	var paths []string
	for _, r := range f.rooms {
		if r.double {
			paths = append(paths, r.path)
		}
	}
	return paths
}

// unused returns the rooms with exported names that nobody outside uses, one line each.
func (f *figures) unused() []string {
	var lines []string
	for _, r := range f.rooms {
		if len(r.unused) > 0 {
			lines = append(lines, r.path+": "+strings.Join(r.unused, " "))
		}
	}
	return lines
}

func section(w io.Writer, title string, lines []string) {
	fmt.Fprintf(w, "%s: %d\n", title, len(lines))
	for _, l := range lines {
		fmt.Fprintln(w, "  "+l)
	}
}
