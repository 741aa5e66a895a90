package main_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// arrows says which packages of this module a package may import. A row speaks
// for its package and for all below it that have no row of their own. "x/..."
// is x and all below it; "..." is anything. Tests may import what they like.
var arrows = map[string][]string{
	"fixtures":                {},
	"fixtures/catalog":        {},
	"model/ram":               {},
	"model/page":              {"fixtures/catalog"},
	"model/wire":              {"model", "model/ecs"},
	"model":                   {"fixtures/...", "model/ram"},
	"model/ecs":               {"model"},
	"model/ecs/eni":           {"model", "model/ecs"},
	"model/ecs/image":         {"model", "model/ecs"},
	"model/ecs/disk":          {"model", "model/ecs"},
	"model/ecs/keypair":       {"model", "model/ecs"},
	"model/ecs/tag":           {"model", "model/ecs"},
	"model/ecs/network":       {"model", "model/ecs"},
	"model/ecs/region":        {"model", "model/ecs"},
	"model/ecs/securitygroup": {"model", "model/ecs"},
	"model/ecs/instance":      {"model", "model/ecs", "model/ecs/instance/..."},

	"model/ecs/instance/attribute": {"model", "model/ecs"},
	"model/ecs/instance/launch":    {"model", "model/ecs", "model/ecs/instance/attribute", "model/ram"},
	"model/ecs/instance/modify":    {"model", "model/ecs", "model/ecs/instance/attribute", "model/ram"},

	"model/reference": {"model", "model/ecs/...", "fixtures/catalog"},
	"sim":             {"model", "model/ecs", "model/ram", "fixtures/..."},
	"sim/journal":     {"sim", "model"},
	"sim/rpc":         {"sim", "sim/rpc/control", "model", "model/ecs", "model/wire", "fixtures/..."},
	"sim/rpc/control": {"sim", "model", "model/ecs"},
	"sim/simtest":     {"sim", "sim/rpc/...", "model", "model/ecs", "model/reference"},
	// The rooms of the engine, from the ground up: each knows what stands above it.
	"conformance/output":            {},
	"conformance/sequence":          {"conformance/output", "model", "model/ecs", "model/wire"},
	"conformance/oracle":            {"conformance/sequence", "model", "model/ecs", "model/wire"},
	"conformance/run":               {"conformance/oracle", "conformance/sequence", "model", "model/ecs"},
	"conformance/finding":           {"conformance/output", "conformance/run", "conformance/oracle", "conformance/sequence", "model"},
	"conformance/generate":          {"conformance/generate/locality", "conformance/oracle", "conformance/sequence", "model", "model/ecs", "fixtures/..."},
	"conformance/plan":              {"conformance/generate/...", "conformance/run", "conformance/oracle", "conformance/sequence", "model", "model/ecs", "fixtures/..."},
	"conformance/generate/locality": {"conformance/oracle", "conformance/sequence", "model", "model/ecs"},
	"conformance/reduce":            {"conformance/finding", "conformance/run", "conformance/oracle", "conformance/sequence", "model", "model/ecs"},
	"conformance/precedence":        {"conformance/plan", "conformance/generate", "conformance/run", "conformance/oracle", "conformance/sequence", "model", "fixtures/..."},
	"conformance/clients": {
		"conformance/finding", "conformance/generate", "conformance/run", "conformance/oracle", "conformance/sequence", "model", "model/ecs",
	},
	"conformance/record":   {"conformance/oracle", "conformance/sequence", "model", "model/ecs"},
	"conformance/evidence": {"conformance/oracle", "conformance/sequence", "model", "fixtures/..."},
	"conformance/explore": {
		"conformance/finding", "conformance/reduce", "conformance/plan", "conformance/generate", "conformance/run",
		"conformance/oracle", "conformance/sequence", "model",
	},
	"conformance": {"conformance/explore", "conformance/finding", "conformance/plan", "conformance/run", "conformance/oracle", "conformance/sequence"},
	"conformance/target": {
		"conformance", "conformance/sequence", "conformance/oracle", "conformance/run",
		"sim", "sim/rpc/control", "model", "model/ecs", "model/reference", "model/wire", "fixtures/...",
	},
	"conformance/report":             {"conformance/output", "conformance/finding", "conformance/oracle", "conformance/plan", "conformance/evidence", "conformance/sequence", "model"},
	"conformance/score":              {"conformance/...", "sim", "sim/rpc", "model", "model/reference", "fixtures/..."},
	"conformance/internal":           {},
	"conformance/internal/suitetest": {"conformance/plan", "conformance/oracle", "model", "model/reference"}, // for tests of several rooms
	"docs/examples":                  {},                                                                     // programs of users: they know the vendor's SDK and nothing of ours
	"cmd":                            {"..."},
}

// wireRooms are the only packages that speak the wire: they serve and send
// HTTP and know the vendor's types.
// The tiny and the second cloud are doubles of strangers, for tests.
// The helper for tests hands out the vendor's client.
var wireRooms = []string{"sim/rpc/...", "sim/simtest", "conformance/target/...", "conformance/internal/...", "cmd/...", "docs/examples/..."}

// topLevel is all that may lie at the top, besides names that begin with a dot.
// CONTRIBUTING.md is there because code hosts and newcomers look for it there.
var topLevel = []string{
	"model", "sim", "conformance", "fixtures", "cmd", "docs",
	"go.mod", "go.sum", "Makefile", "README.md", "LICENSE", "CONTRIBUTING.md",
}

func TestArrows(t *testing.T) {
	for _, broken := range checkHouse(t, os.DirFS(moduleRoot(t))) {
		t.Error(broken)
	}
}

// TestArrowsRefuse feeds the checker made-up houses, each wrong in one way, and
// some that are right.
func TestArrowsRefuse(t *testing.T) {
	const module = "module example.com/m // a comment\n\ngo 1.26\n"
	tests := []struct {
		name, file, code string
		want             []string // parts of the only complaint; none = accepted
	}{
		{"model knows the simulator", "model/a.go", `import "example.com/m/sim"`, []string{"model/a.go", "imports sim", "fixtures/..., model/ram"}},
		{"catalog knows the model", "fixtures/catalog/a.go", `import "example.com/m/model"`, []string{"imports model", "nothing of this module"}},
		{"data know the catalog", "fixtures/worlds/a.go", `import "example.com/m/fixtures/catalog"`, []string{"imports fixtures/catalog", "nothing"}},
		{"RAM knows the model", "model/ram/a.go", `import "example.com/m/model"`, []string{"imports model", "model/ram may import nothing"}},
		{"conformance knows the simulator", "conformance/a.go", `import s "example.com/m/sim"`, []string{"imports sim"}},
		{"target knows the wire of the simulator", "conformance/target/a.go", `import "example.com/m/sim/rpc"`, []string{"imports sim/rpc"}},
		{"report knows targets", "conformance/report/a.go", `import _ "example.com/m/conformance/target"`, []string{"imports conformance/target"}},
		{"the module's root is no package", "sim/a.go", `import "example.com/m"`, []string{"imports example.com/m,"}},
		{"a subpackage without a row obeys the row above", "model/world/a.go", `import "example.com/m/sim"`, []string{"imports sim", "model may import only"}},
		{"a hidden file", ".hidden.go", ``, nil},
		{"a package without any row", "docs/a.go", ``, []string{"docs/a.go", "no row"}},
		{"vendor SDK in the model", "model/a.go", `import "github.com/aliyun/alibaba-cloud-sdk-go/services/ecs"`, []string{"alibaba-cloud-sdk-go", "sim/rpc"}},
		{"server in the simulator", "sim/a.go", `import "net/http"; var _ http.Handler`, []string{"sim/a.go", "http.Handler", "sim/rpc"}},
		{"server under another name", "sim/a.go", `import web "net/http"; var _ = web.ListenAndServe`, []string{"http.ListenAndServe"}},
		{"server without a name", "sim/a.go", `import . "net/http"`, []string{"net/http"}},
		{"test server outside a test", "sim/a.go", `import "net/http/httptest"`, []string{"net/http/httptest"}},
		{"a file that does not parse", "sim/a.go", `import (`, []string{"sim/a.go", "expected"}},
		{"a stranger at the top", "util/README", ``, []string{"util", "top level"}},

		{"model knows fixtures", "model/a.go", `import ("example.com/m/fixtures/catalog"; "example.com/m/model/ram")`, nil},
		{"status names", "conformance/a.go", `import "net/http"; var _ = http.StatusConflict`, nil},
		{"wire in its room", "sim/rpc/a.go", `import "net/http"; import _ "example.com/m/sim"; var _ http.Server`, nil},
		{"SDK in its room", "conformance/target/a.go", `import _ "github.com/aliyun/alibaba-cloud-sdk-go/sdk"`, nil},
		{"the command line", "cmd/ecsim/a.go", `import ("net/http"; "example.com/m/sim/rpc"); var _ http.Server`, nil},
		{"a test", "model/a_test.go", `import "example.com/m/sim"`, nil},
		{"test data", "model/testdata/a.go", `import "example.com/m/sim"`, nil},
		{"another module, alike in name", "model/a.go", `import "example.com/more/sim"`, nil},
		{"what git ignores", "ecsim", ``, nil},
		{"a dotfile", ".ci/run", ``, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			code := tt.code
			if strings.HasSuffix(tt.file, ".go") {
				code = "package p\n" + code + "\n"
			}
			got := checkHouse(t, fstest.MapFS{
				"go.mod":     {Data: []byte(module)},
				".gitignore": {Data: []byte("# built\n/ecsim\n")},
				tt.file:      {Data: []byte(code)},
			})
			if len(tt.want) == 0 {
				if len(got) != 0 {
					t.Fatalf("got %q, want no complaint", got)
				}
				return
			}
			if len(got) != 1 {
				t.Fatalf("got %q, want one complaint with %q", got, tt.want)
			}
			for _, part := range tt.want {
				if !strings.Contains(got[0], part) {
					t.Errorf("got %q, want it to name %q", got[0], part)
				}
			}
		})
	}
}

// checkHouse returns what in the module breaks a rule above, one line each.
func checkHouse(t *testing.T, house fs.FS) []string {
	t.Helper()
	module := modulePath(t, house)
	broken := checkTop(t, house)
	err := fs.WalkDir(house, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && skipDir(house, name):
			return fs.SkipDir
		case d.IsDir(), !isSource(d.Name()):
			return nil
		}
		src, err := fs.ReadFile(house, name)
		if err != nil {
			return err
		}
		broken = append(broken, checkFile(module, name, src)...)
		return nil
	})
	if err != nil {
		t.Fatalf("walk the module: %v", err)
	}
	return broken
}

// skipDir says whether the go command does not look for this module's packages there.
func skipDir(house fs.FS, name string) bool {
	base := path.Base(name)
	if base == "testdata" || base == "vendor" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") {
		return true
	}
	_, err := fs.Stat(house, path.Join(name, "go.mod"))
	return err == nil
}

func isSource(base string) bool {
	return strings.HasSuffix(base, ".go") && !strings.HasSuffix(base, "_test.go") &&
		!strings.HasPrefix(base, ".") && !strings.HasPrefix(base, "_")
}

// checkFile returns the imports of one file that break a rule.
func checkFile(module, name string, src []byte) []string {
	file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.SkipObjectResolution)
	if err != nil {
		return []string{err.Error()}
	}
	pkg := path.Dir(name)
	row, ok := rowOf(pkg)
	if !ok {
		return []string{fmt.Sprintf("%s: package %s has no row in arrows; move it to a room of the house, or say in arrows what it may import", name, pkg)}
	}
	var broken []string
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return []string{fmt.Sprintf("%s: import %s: %v", name, spec.Path.Value, err)}
		}
		inner, own := imported, imported == module
		if rest, ok := strings.CutPrefix(imported, module+"/"); ok {
			inner, own = rest, true
		}
		if own && !matchesAny(arrows[row], inner) {
			broken = append(broken, fmt.Sprintf("%s: imports %s, but %s may import %s", name, inner, row, allowed(row)))
		}
		if word := wireWord(file, spec, imported); word != "" && !matchesAny(wireRooms, pkg) {
			broken = append(broken, fmt.Sprintf("%s: uses %s of import %q, but only %s speak the wire (status and method names of net/http are free)",
				name, word, imported, strings.Join(wireRooms, ", ")))
		}
	}
	return broken
}

// rowOf returns the row that speaks for the package: its own, or the nearest above.
func rowOf(pkg string) (string, bool) {
	for ; pkg != "." && pkg != "/"; pkg = path.Dir(pkg) {
		if _, ok := arrows[pkg]; ok {
			return pkg, true
		}
	}
	return "", false
}

func allowed(row string) string {
	if len(arrows[row]) == 0 {
		return "nothing of this module"
	}
	return "only " + strings.Join(arrows[row], ", ")
}

func matchesAny(patterns []string, pkg string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		tree, isTree := strings.CutSuffix(pattern, "...")
		return pkg == pattern || isTree && strings.HasPrefix(pkg+"/", tree)
	})
}

// wireWord returns a word of the wire that the file takes from the import, or "".
func wireWord(file *ast.File, spec *ast.ImportSpec, imported string) string {
	local := "http"
	if spec.Name != nil {
		local = spec.Name.Name
	}
	switch {
	case strings.HasPrefix(imported, "github.com/aliyun/"), strings.HasPrefix(imported, "github.com/alibabacloud-go/"):
		return "the vendor's types"
	case strings.HasPrefix(imported, "net/http/"), imported == "net/http" && local == ".":
		return "all"
	case imported != "net/http":
		return ""
	}
	var word string
	ast.Inspect(file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && x.Name == local && word == "" &&
			!strings.HasPrefix(sel.Sel.Name, "Status") && !strings.HasPrefix(sel.Sel.Name, "Method") {
			word = "http." + sel.Sel.Name
		}
		return true
	})
	return word
}

// checkTop returns what lies at the top and has no place there.
func checkTop(t *testing.T, house fs.FS) []string {
	t.Helper()
	entries, err := fs.ReadDir(house, ".")
	if err != nil {
		t.Fatalf("read the top level: %v", err)
	}
	var broken []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") || slices.Contains(topLevel, e.Name()) || ignored(house, e.Name()) {
			continue
		}
		broken = append(broken, fmt.Sprintf("%s: the top level holds only %s and dotfiles; move it below one of them", e.Name(), strings.Join(topLevel, ", ")))
	}
	return broken
}

// ignored says whether git ignores a name at the top, as far as .gitignore says
// so in plain patterns: what a build or a profile leaves there is not the house.
func ignored(house fs.FS, name string) bool {
	list, err := fs.ReadFile(house, ".gitignore")
	if err != nil {
		return false
	}
	for line := range strings.Lines(string(list)) {
		pattern := strings.Trim(strings.TrimSpace(line), "/")
		if ok, err := path.Match(pattern, name); ok && err == nil {
			return true
		}
	}
	return false
}

func modulePath(t *testing.T, house fs.FS) string {
	t.Helper()
	mod, err := fs.ReadFile(house, "go.mod")
	if err != nil {
		t.Fatalf("read go.mod: %v", err)
	}
	for line := range bytes.Lines(mod) {
		if fields := strings.Fields(string(line)); len(fields) > 1 && fields[0] == "module" {
			return fields[1]
		}
	}
	t.Fatal("go.mod names no module")
	return ""
}

// moduleRoot returns the nearest directory above that holds go.mod.
func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above the test's directory")
		}
		dir = up
	}
}
