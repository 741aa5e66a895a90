package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/model/reference"
)

func TestWeights(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, text, want string }{
		{"good", "# mine\nStopInstance: 3\nStartInstance: 0\n", ""},
		{"unknown", "StopInstance: 3\nStopInstances: 1\n", `line 2: the model has no operation "StopInstances"`},
		{"no number", "StopInstance: many\n", `line 1: StopInstance: "many" is no weight: give a whole number from 0 to 1000`},
		{"negative", "\nStopInstance: -1\n", `line 2: StopInstance: "-1" is no weight`},
		{"twice", "StopInstance: 1\nStartInstance: 1\nStopInstance: 2\n", "line 3"},
		{"a list", "- StopInstance\n", "line 1: write OPERATION: WEIGHT"},
		{"empty", "", "the file is empty"},
		{"no YAML", "StopInstance: [\n", "line "},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "weights.yaml")
			if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := readWeights(file, m)
			switch {
			case test.want == "" && (err != nil || got["StopInstance"] != 3 || len(got) != 2):
				t.Errorf("got %v, %v", got, err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), file)):
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
	if _, err := readWeights(filepath.Join(t.TempDir(), "none.yaml"), m); err == nil || !strings.HasPrefix(err.Error(), "--weights: ") {
		t.Errorf("a file that is not there: %v", err)
	}
}
