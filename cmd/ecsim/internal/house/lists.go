package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"strings"
)

// A list that names as many kinds by hand has to be touched when one is added.
const kindsOfList = 5

// kinds knows the kinds of resources and the types of their values.
type kinds struct {
	kind     types.Type       // of the names Kind…
	resource *types.Interface // that the types of resources satisfy
}

var kindName = regexp.MustCompile(`^[Kk]ind[A-Z]`)

// kindsOf finds Kind and Resource in the room model; false without them.
func (h *house) kindsOf() (kinds, bool) {
	m := h.room(h.path + "/model")
	if m == nil {
		return kinds{}, false
	}
	kind, resource := m.types.Scope().Lookup("Kind"), m.types.Scope().Lookup("Resource")
	if kind == nil || resource == nil {
		return kinds{}, false
	}
	i, ok := resource.Type().Underlying().(*types.Interface)
	return kinds{kind.Type(), i}, ok
}

// named returns what kind the identifier names: the name of a kind's constant,
// or that of a type of resources; "" for anything else.
func (k kinds) named(o types.Object) string {
	switch o := o.(type) {
	case *types.Const, *types.Var:
		if kindName.MatchString(o.Name()) && o.Pkg() != nil && o.Parent() == o.Pkg().Scope() && types.Identical(o.Type(), k.kind) {
			return o.Name()[len("Kind"):]
		}
	case *types.TypeName:
		named, ok := types.Unalias(o.Type()).(*types.Named)
		if !ok || types.IsInterface(named) || named.TypeParams().Len() > 0 {
			return ""
		}
		if types.Implements(named, k.resource) || types.Implements(types.NewPointer(named), k.resource) {
			return "type " + o.Name()
		}
	}
	return ""
}

// most counts the kinds, or the types of resources, that are named below the
// node, whichever are more.
func (k kinds) most(r *room, n ast.Node) int {
	constants, resources := map[string]bool{}, map[string]bool{}
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if name := k.named(r.info.Uses[id]); strings.HasPrefix(name, "type ") {
				resources[name] = true
			} else if name != "" {
				constants[name] = true
			}
		}
		return true
	})
	return max(len(constants), len(resources))
}

// handLists returns the places of lists that name five or more kinds, one line
// each: literals, switches, calls with such arguments, structs and interfaces.
// The table of kinds lists records, not kinds, and so is none.
func (h *house) handLists() []string {
	k, ok := h.kindsOf()
	if !ok {
		return nil
	}
	var lists []string
	for _, r := range h.rooms {
		for _, s := range r.files {
			if s.test {
				continue
			}
			for _, d := range s.ast.Decls {
				for _, place := range k.listsIn(r, d) {
					lists = append(lists, fmt.Sprintf("%s:%d: %s in %s", s.path, h.fset.Position(place.Pos()).Line, what(place), declared(d)))
				}
			}
		}
	}
	return lists
}

// listsIn returns the smallest lists below a node.
func (k kinds) listsIn(r *room, n ast.Node) []ast.Node {
	var found []ast.Node
	ast.Inspect(n, func(inner ast.Node) bool {
		if inner == nil || inner == n || what(inner) == "" {
			return true
		}
		if k.most(r, inner) < kindsOfList {
			return false
		}
		found = append(found, k.listsIn(r, inner)...)
		return false
	})
	if len(found) == 0 && what(n) != "" && k.most(r, n) >= kindsOfList {
		return []ast.Node{n}
	}
	return found
}

// what names a node that can be a list of kinds; "" for others.
func what(n ast.Node) string {
	switch n := n.(type) {
	case *ast.CompositeLit:
		return "literal"
	case *ast.SwitchStmt, *ast.TypeSwitchStmt:
		return "switch"
	case *ast.StructType:
		return "struct"
	case *ast.InterfaceType:
		return "interface"
	case *ast.CallExpr:
		return "call"
	case *ast.FuncDecl:
		return "function"
	case *ast.GenDecl:
		if n.Tok == token.VAR || n.Tok == token.CONST {
			return "declaration"
		}
	}
	return ""
}

// declared names a declaration.
func declared(d ast.Decl) string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		return d.Name.Name
	case *ast.GenDecl:
		switch s := d.Specs[0].(type) {
		case *ast.TypeSpec:
			return s.Name.Name
		case *ast.ValueSpec:
			return s.Names[0].Name
		}
	}
	return "?"
}
