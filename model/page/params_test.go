package page_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model/page"
)

// within says whether the parameter is the one of the name, or lies in it.
func within(p catalog.Parameter, name string) bool {
	return p.Name == name || strings.HasPrefix(p.Name, name+".")
}

// shown draws a parameter that the page shows.
func shown(t *rapid.T, op *catalog.Operation, which func(catalog.Parameter) bool) int {
	var at []int
	for i, p := range op.Parameters {
		if p.OnPage && which(p) {
			at = append(at, i)
		}
	}
	return rapid.SampledFrom(at).Draw(t, "parameter")
}

func paramEdits() []edit {
	every := func(catalog.Parameter) bool { return true }
	return []edit{
		{"a parameter less", func(t *rapid.T, op *catalog.Operation) []string {
			// The elements of a list and the fields of an object go with it.
			name := op.Parameters[shown(t, op, func(p catalog.Parameter) bool { return !strings.HasSuffix(p.Name, ".N") })].Name
			var want []string
			op.Parameters = slices.DeleteFunc(op.Parameters, func(p catalog.Parameter) bool {
				if within(p, name) && p.OnPage {
					want = append(want, "gone parameter "+p.Name)
				}
				return within(p, name)
			})
			return want
		}},
		{"a parameter more", func(t *rapid.T, op *catalog.Operation) []string {
			// Nothing stands between a list and its elements.
			at := shown(t, op, func(p catalog.Parameter) bool { return !strings.HasSuffix(p.Name, ".N") })
			op.Parameters = slices.Insert(op.Parameters, at, catalog.Parameter{Name: "Brandnew", Type: "integer", OnPage: true})
			return []string{"new parameter Brandnew"}
		}},
		{"another type", func(t *rapid.T, op *catalog.Operation) []string {
			p := &op.Parameters[shown(t, op, every)]
			p.Type = "number"
			return []string{"changed parameter " + p.Name + ", type number"}
		}},
		{"required or not", func(t *rapid.T, op *catalog.Operation) []string {
			p := &op.Parameters[shown(t, op, every)]
			p.Required = !p.Required
			return []string{"changed parameter " + p.Name + ", required " + map[bool]string{true: "Yes", false: "No"}[p.Required]}
		}},
		{"no longer hidden", func(_ *rapid.T, op *catalog.Operation) []string {
			for i := range op.Parameters {
				if p := &op.Parameters[i]; !p.OnPage {
					p.OnPage = true
					return []string{"new parameter " + p.Name}
				}
			}
			return nil
		}},
	}
}

func TestOneEditedParameter(t *testing.T) {
	for _, e := range paramEdits() {
		t.Run(e.name, func(t *testing.T) { checkEdit(t, e) })
	}
}

// made is an operation with one of each: a list with elements, two objects that
// share a field with the top, and a list of objects.
func made() *catalog.Operation {
	p := func(name, typ string, required bool) catalog.Parameter {
		return catalog.Parameter{Name: name, Type: typ, Required: required, OnPage: true}
	}
	return &catalog.Operation{Name: "MakeThing", Parameters: []catalog.Parameter{
		p("RegionId", "string", true), p("Size", "integer", false), p("GroupId", "array of string", false), p("GroupId.N", "string", false),
		p("Box", "object", false), p("Box.Size", "integer", false), p("Box.Color", "string", false),
		p("Tag.N", "array of object", false), p("Tag.N.Key", "string", false), p("Last", "string", false),
	}}
}

// params writes a parameter table in which every line is a cell.
func params(cells ...string) string {
	return "Elastic Compute Service:MakeThing\n\nRequest parameters\n\nParameter\n\nType\n\nRequired\n\nDescription\n\nExample\n\n" +
		strings.Join(cells, "\n\n") + "\n\nResponse elements\n\nRequestId\n\nstring\n\nNo\n"
}

func whole() []string {
	return []string{
		"RegionId", "string", "Yes", "Where.", "cn-hangzhou",
		"Size", "integer", "No", "How big. Examples: 1, 2", "8",
		"GroupId", "array", "No", "Which groups.", "Example", "string", "No", "A group.",
		"Box", "object", "No", "The box.", "Size", "integer", "No", "Color", "string", "No", "Red",
		"Tag", "array", "No", "object", "No", "Key", "string", "No",
		"Last", "string", "No",
	}
}

func TestParametersByHand(t *testing.T) {
	without := func(from, to int) []string { return slices.Delete(whole(), from, to) }
	with := func(at int, cells ...string) []string { return slices.Insert(whole(), at, cells...) }
	tests := []struct {
		name  string
		cells []string
		want  []string
	}{
		{"as it is", whole(), nil},
		{"listed twice alike", with(0, "RegionId", "string", "Yes", "Where."), nil},
		{"listed twice, once otherwise", with(0, "RegionId", "string", "No"), []string{"changed parameter RegionId, required No"}},
		{"the top one is gone, that of the object stays", without(5, 10), []string{"gone parameter Size"}},
		{"the object's one is gone, that of the top stays", without(22, 25), []string{"gone parameter Box.Size"}},
		{"the object's row is gone, its fields stay", without(18, 22), []string{"gone parameter Box"}},
		{"a field or a parameter: the text does not show which", with(29, "Weight", "number", "No"), []string{"new parameter Weight"}},
		{"a full name outside its object", with(10, "Box.Color", "string", "No"), nil},
		{"the list's elements are gone", without(14, 18), []string{"gone parameter GroupId.N"}},
		{"elements without a list", with(5, "string", "No"), []string{"new parameter without a name"}},
		{"another element", slices.Replace(whole(), 15, 16, "integer"), []string{"changed parameter GroupId.N, type integer"}},
		{"no list any more", slices.Replace(whole(), 11, 12, "string"), []string{"changed parameter GroupId, type string"}},
		{"no object any more", slices.Replace(whole(), 19, 20, "string"), []string{"changed parameter Box, type string"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, differences(t, made(), params(tt.cells...)), tt.want...)
		})
	}
}

func TestRepeated(t *testing.T) {
	cells := slices.Concat(whole()[:5], whole())
	if got := page.Repeated(made(), parse(t, params(cells...))); !slices.Equal(got, []string{"RegionId"}) {
		t.Errorf("%q", got)
	}
}
