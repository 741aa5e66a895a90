package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// knot returns the most files of a room that reach each other, sorted: from each
// one leads to each other by what their declarations name. Tests do not count.
func (h *house) knot(r *room) []string { return largest(h.reach(r)) }

// reach tells which names of which other files of a room each of its files uses,
// by the names of the files.
func (h *house) reach(r *room) map[string]map[string]map[string]bool {
	next := map[string]map[string]map[string]bool{}
	for _, s := range r.files {
		if s.test {
			continue
		}
		from := map[string]map[string]bool{}
		next[s.base()] = from
		ast.Inspect(s.ast, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			if to := h.declares(r, r.info.Uses[id]); to != nil && to != s && !to.test {
				if from[to.base()] == nil {
					from[to.base()] = map[string]bool{}
				}
				from[to.base()][id.Name] = true
			}
			return true
		})
	}
	return next
}

// largest returns the largest knot among files that reach others.
func largest(next map[string]map[string]map[string]bool) []string {
	var most []string
	for _, c := range components(next) {
		if len(c) > len(most) {
			most = c
		}
	}
	return most
}

// ties returns what ties the files of a room's knot to each other, one line for
// each pair of files: how large the largest knot is without it, and the names.
func (h *house) ties(r *room) []string {
	next := h.reach(r)
	knot := largest(next)
	var lines []string
	for _, from := range knot {
		for _, to := range knot {
			names := next[from][to]
			if names == nil {
				continue
			}
			delete(next[from], to)
			without := len(largest(next))
			next[from][to] = names
			lines = append(lines, fmt.Sprintf("%2d without %s → %s: %s", without, from, to, strings.Join(slices.Sorted(maps.Keys(names)), " ")))
		}
	}
	return lines
}

// declares returns the file of the room that declares the object at its top
// level, as a method, a field or a method of an interface; else nil.
func (h *house) declares(r *room, o types.Object) *source {
	if o == nil || o.Pkg() != r.types {
		return nil
	}
	switch v := o.(type) {
	case *types.Var:
		if !v.IsField() && o.Parent() != r.types.Scope() {
			return nil
		}
		o = v.Origin()
	case *types.Func:
		o = v.Origin()
	default:
		if o.Parent() != r.types.Scope() {
			return nil
		}
	}
	return h.fileAt(r, o.Pos())
}

func (h *house) fileAt(r *room, pos token.Pos) *source {
	for _, s := range r.files {
		if s.ast.FileStart <= pos && pos <= s.ast.FileEnd {
			return s
		}
	}
	return nil
}

// components returns the strongly connected components of more than one node,
// by Tarjan's algorithm, the nodes of each sorted.
func components(next map[string]map[string]map[string]bool) [][]string {
	t := &tarjan{next: next, index: map[string]int{}, low: map[string]int{}, open: map[string]bool{}}
	for node := range next {
		if t.index[node] == 0 {
			t.visit(node)
		}
	}
	return t.found
}

type tarjan struct {
	next       map[string]map[string]map[string]bool
	index, low map[string]int // 0: not visited
	open       map[string]bool
	stack      []string
	found      [][]string
}

func (t *tarjan) visit(node string) {
	t.index[node] = len(t.index) + 1
	t.low[node] = t.index[node]
	t.stack = append(t.stack, node)
	t.open[node] = true
	for to := range t.next[node] {
		if t.index[to] == 0 {
			t.visit(to)
			t.low[node] = min(t.low[node], t.low[to])
		} else if t.open[to] {
			t.low[node] = min(t.low[node], t.index[to])
		}
	}
	if t.low[node] != t.index[node] {
		return
	}
	at := slices.Index(t.stack, node)
	c := slices.Clone(t.stack[at:])
	t.stack = t.stack[:at]
	for _, n := range c {
		t.open[n] = false
	}
	if len(c) > 1 {
		slices.Sort(c)
		t.found = append(t.found, c)
	}
}
