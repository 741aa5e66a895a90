package main

import (
	"fmt"
	"go/ast"
	"go/scanner"
	"go/token"
	"strings"
)

// The sizes that the style asks for, comments not counted.
const (
	linesOfFile     = 400
	linesOfFunction = 60
)

// long returns the files and functions outside tests that are longer than the
// style wants them, one line each. The tables of the model are among them.
func (h *house) long() (files, functions []string) {
	for _, r := range h.rooms {
		for _, s := range r.files {
			if s.test {
				continue
			}
			silent := commentLines(s.text)
			if n := count(silent, 1, strings.Count(string(s.text), "\n")); n > linesOfFile {
				files = append(files, fmt.Sprintf("%s: %d lines", s.path, n))
			}
			functions = append(functions, h.longFunctions(s, silent)...)
		}
	}
	return files, functions
}

func (h *house) longFunctions(s *source, silent map[int]bool) []string {
	var functions []string
	for _, d := range s.ast.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil {
			continue
		}
		first, last := h.fset.Position(f.Body.Lbrace).Line, h.fset.Position(f.Body.Rbrace).Line
		if n := count(silent, first+1, last-1); n > linesOfFunction {
			functions = append(functions, fmt.Sprintf("%s:%d: %s, %d lines", s.path, first, f.Name.Name, n))
		}
	}
	return functions
}

// count counts the lines from first to last that do not only hold comments.
func count(silent map[int]bool, first, last int) int {
	n := 0
	for line := first; line <= last; line++ {
		if !silent[line] {
			n++
		}
	}
	return n
}

// commentLines returns the lines of a file that hold comments and nothing else.
func commentLines(text []byte) map[int]bool {
	fset := token.NewFileSet()
	file := fset.AddFile("", fset.Base(), len(text))
	var s scanner.Scanner
	s.Init(file, text, nil, scanner.ScanComments)
	comments, code := map[int]bool{}, map[int]bool{}
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		into := code
		if tok == token.COMMENT {
			into = comments
		} else if tok == token.SEMICOLON && lit == "\n" {
			continue
		}
		line := file.Line(pos)
		for i := range strings.Count(lit, "\n") + 1 {
			into[line+i] = true
		}
	}
	for line := range code {
		delete(comments, line)
	}
	return comments
}
