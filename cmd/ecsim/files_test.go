package main_test

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"unicode"

	"github.com/ecsim/ecsim/model/reference"
)

// TestEachOperationHasItsFile: whoever looks for the rules of an operation finds them
// by its name, in the room of its family.
func TestEachOperationHasItsFile(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]bool{}
	err = fs.WalkDir(os.DirFS(moduleRoot(t)), "model/ecs", func(name string, d fs.DirEntry, err error) error {
		files[path.Base(name)] = err == nil && !d.IsDir()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range m.Operations() {
		if name := fileOf(op.Name); !files[name] {
			t.Errorf("%s has no file %s in a room of model/ecs", op.Name, name)
		}
	}
}

// fileOf is the name of the file of an operation: DescribeVSwitches stands in
// describe_vswitches.go.
func fileOf(operation string) string {
	var words strings.Builder
	for i, r := range strings.Replace(operation, "VSwitch", "Vswitch", 1) {
		if i > 0 && unicode.IsUpper(r) {
			words.WriteByte('_')
		}
		words.WriteRune(unicode.ToLower(r))
	}
	return words.String() + ".go"
}
