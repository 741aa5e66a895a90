package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// small is a module with one of each thing that is measured.
var small = map[string]string{
	"go.mod": "module example.com/m\n\ngo 1.26\n",
	"model/kinds.go": `package model

// Kind is a kind.
type Kind int

// The kinds.
const (
	KindA Kind = iota
	KindB
	KindC
	KindD
	KindE
)

// Resource is one of a kind.
type Resource interface{ Kind() Kind }

type (
	A struct{}
	B struct{}
)

// Kind is the kind.
func (A) Kind() Kind  { return KindA }
func (*B) Kind() Kind { return KindB }

// Operations stand here as names.
func Operations() []string { return []string{"RunInstances"} }
`,
	"model/lists.go": `package model

func letters() map[Kind]string {
	return map[Kind]string{KindA: "a", KindB: "b", KindC: "c", KindD: "d", KindE: "e"}
}

func some(k Kind) bool {
	switch k {
	case KindA, KindB, KindC, KindD:
		return true
	default:
		return len(letters()) == 0
	}
}

var Some = some
`,
	"sim/knot.go":     "package sim\n\n// One calls two.\nfunc One() { two{}.three() }\n",
	"sim/two.go":      "package sim\n\ntype two struct{}\n\nfunc (two) three() { four() }\n",
	"sim/four.go":     "package sim\n\nimport \"example.com/m/model\"\n\nfunc four() { One(); _ = model.Operations() }\n",
	"sim/apart.go":    "package sim\n\nfunc apart() { One(); _ = \"RunInstances\"; _ = \"Runs\" }\n",
	"sim/two_test.go": "package sim\n\nconst run, stop = \"RunInstances\", `StopInstance`\n\nfunc oneKnowsTests() { apart() }\n",
	"sim/x_test.go":   "package sim_test\n\nimport \"example.com/m/sim\"\n\nfunc use() { sim.One() }\n",
	"fixtures/catalog/operations/RunInstances.json": "{}",
	"fixtures/catalog/operations/StopInstance.json": "{}",
	"sim/rpc/encode_a.go":                           "package rpc\n\nfunc encode() {\n}\n",
	"sim/rpc/encode_test.go":                        "package rpc\n",
}

// measured writes the files as a module and measures it.
func measured(t *testing.T, files map[string]string) figures {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	h, err := loadHouse(dir)
	if err != nil {
		t.Fatal(err)
	}
	f, err := h.measure()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func with(files map[string]string) map[string]string {
	all := map[string]string{}
	for _, m := range []map[string]string{small, files} {
		maps.Copy(all, m)
	}
	return all
}

func roomOf(t *testing.T, f figures, path string) roomFigures {
	t.Helper()
	i := slices.IndexFunc(f.rooms, func(r roomFigures) bool { return r.path == path })
	if i < 0 {
		t.Fatalf("the house has no room %s: %v", path, f.rooms)
	}
	return f.rooms[i]
}

func TestFiguresOfASmallHouse(t *testing.T) {
	f := measured(t, small)
	sim, model := roomOf(t, f, "sim"), roomOf(t, f, "model")
	if sim.files != 4 || sim.tests != 2 {
		t.Errorf("sim has %d files and %d of tests, want 4 and 2", sim.files, sim.tests)
	}
	if got := strings.Join(sim.knot, " "); got != "four.go knot.go two.go" {
		t.Errorf("the knot of sim is %q: apart.go is reached by nobody but tests", got)
	}
	if got := strings.Join(model.unused, " "); got != "A B Kind KindA KindB KindC KindD KindE Resource Some" {
		t.Errorf("nobody outside uses %q", got)
	}
	if got := strings.Join(sim.unused, " "); got != "One" {
		t.Errorf("nobody but its own test uses %q, want One", got)
	}
	if len(f.lists) != 1 || f.lists[0] != "model/lists.go:4: literal in letters" {
		t.Errorf("lists of kinds: %q, want the one literal; the switch names four", f.lists)
	}
	if f.operations.production != 1 || f.operations.tests != 2 || f.operations.files["sim/apart.go"] != 1 {
		t.Errorf("names of operations: %+v, want one in sim/apart.go and two in tests", f.operations)
	}
	if f.wireLines != 4 {
		t.Errorf("encoders have %d lines, want 4: a test is none", f.wireLines)
	}
	if broken := f.broken(); len(broken) != 1 || !strings.Contains(broken[0], "lists") {
		t.Errorf("broken: %q, want only the list", broken)
	}
}

// ring returns n files of a package, each of which names the next.
func ring(dir, pkg string, n int) map[string]string {
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("%s/f%02d.go", dir, i)] = fmt.Sprintf("package %s\n\nfunc f%d() { f%d() }\n", pkg, i, (i+1)%n)
	}
	return files
}

func TestBars(t *testing.T) {
	named := with(ring("model", "model", 13))
	var page strings.Builder
	for name := range ring("model", "model", 13) {
		fmt.Fprintln(&page, filepath.Base(name))
	}
	named[architecture] = page.String()
	words := make([]string, 61)
	for i := range words {
		words[i] = `"RunInstances"`
	}
	tests := []struct {
		name  string
		files map[string]string
		want  string // part of a broken bar; "": none but the list of the small house
	}{
		{"a knot of twelve", with(ring("sim/journal", "journal", 12)), ""},
		{"a knot of thirteen", with(ring("sim/journal", "journal", 13)), "sim/journal has a knot of 13 files"},
		{"the kernel's knot that nobody names", with(ring("model", "model", 13)), "13 of the 13 files of the kernel's knot"},
		{"the kernel's knot on the architecture page", named, ""},
		{"a room of 26", with(ring("sim/journal", "journal", 26)), "sim/journal has 26 files"},
		{"many names", with(map[string]string{"sim/names.go": "package sim\n\nvar names = []string{" + strings.Join(words, ", ") + "}\n"}), "62 names of operations"},
		{"a long encoder", with(map[string]string{"sim/rpc/encode_b.go": "package rpc\n" + strings.Repeat("\n", 600)}), "605 lines"},
		{"a struct of resources", with(map[string]string{
			"model/place.go": "package model\n\ntype C struct{ A }\ntype D struct{ A }\ntype E struct{ A }\ntype place struct { a A; b B; c C; d D; e *E }\n",
		}), "2 lists"},
		{"kinds one by one", with(map[string]string{
			"model/say.go": "package model\n\nfunc say(f func(Kind)) { f(KindA); f(KindB); f(KindC); f(KindD); f(KindE) }\n",
		}), "2 lists"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := measured(t, tt.files)
			broken := strings.Join(slices.DeleteFunc(f.broken(), func(b string) bool { return strings.HasPrefix(b, "1 lists") }), "\n")
			if tt.want == "" && broken != "" || !strings.Contains(broken, tt.want) {
				t.Errorf("broken: %q, want %q", broken, tt.want)
			}
		})
	}
}

func TestADoubleCountsAsTests(t *testing.T) {
	double := ring("sim/internal/other", "other", 26)
	double["sim/internal/other/names.go"] = "package other\n\n// Names are of operations.\nfunc Names() string { return \"RunInstances\" }\n"
	user := map[string]string{"sim/user_test.go": "package sim\n\nimport \"example.com/m/sim/internal/other\"\n\nfunc use() { other.Names() }\n"}
	only := func(files ...map[string]string) string {
		all := with(double)
		for _, m := range files {
			maps.Copy(all, m)
		}
		f := measured(t, all)
		var out strings.Builder
		f.print(&out, true)
		if met := strings.Contains(out.String(), "that only tests import, so that their files count as tests: 1\n  sim/internal/other\n"); met != (len(files) == 1) {
			t.Errorf("the output says that the room is a double: %v", met)
		}
		return strings.Join(f.broken(), "\n")
	}
	if got := only(user); strings.Contains(got, "sim/internal/other") {
		t.Errorf("only tests import the room, but: %s", got)
	}
	program := map[string]string{"sim/user.go": "package sim\n\nimport \"example.com/m/sim/internal/other\"\n\nfunc user() { other.Names() }\n"}
	if got := only(user, program); !strings.Contains(got, "sim/internal/other has a knot of 26 files") || !strings.Contains(got, "sim/internal/other has 27 files") {
		t.Errorf("a program imports the room, but: %s", got)
	}
}

func TestTiesSayWhatCutsAKnot(t *testing.T) {
	f := measured(t, with(nil))
	want := []string{"0 without four.go → knot.go: One", "0 without knot.go → two.go: three two", "0 without two.go → four.go: four"}
	got := roomOf(t, f, "sim").ties
	for i := range got {
		got[i] = strings.TrimSpace(got[i])
	}
	if !slices.Equal(got, want) {
		t.Errorf("ties: %q, want %q", got, want)
	}
}

func TestCommentsAreNoLines(t *testing.T) {
	body := strings.Repeat("\t_ = 1 // with a word behind it\n", 61)
	f := measured(t, with(map[string]string{
		"sim/long.go":  "package sim\n\nfunc long() {\n" + body + "}\n",
		"sim/short.go": "package sim\n\nfunc short() {\n\t// one\n\t/* two\n\t*/\n" + strings.TrimSuffix(body, "\t_ = 1 // with a word behind it\n") + "}\n",
		"sim/tall.go":  "package sim\n\nvar tall = `" + strings.Repeat("\n", 400) + "`\n",
	}))
	if got := strings.Join(f.longFuncs, " "); got != "sim/long.go:3: long, 61 lines" {
		t.Errorf("long functions: %q", got)
	}
	if got := strings.Join(f.longFiles, " "); got != "sim/tall.go: 403 lines" {
		t.Errorf("long files: %q", got)
	}
}
