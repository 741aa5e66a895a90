package score

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/model/reference"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The suite detects every visible mutation except those of the golden file,
// which only exploration can find. All are run here in the model alone, in a
// second; `make mutants` does it over HTTP.
func TestTheSuiteDetects(t *testing.T) {
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	cases, err := plan.Suite()
	if err != nil {
		t.Fatal(err)
	}
	starts, err := Starts(m)
	if err != nil {
		t.Fatal(err)
	}
	all := Mutations(m)
	var got strings.Builder
	for _, w := range plan.Undetected(t.Context(), starts, cases, all) {
		got.WriteString(w.Item.Kind + ":" + w.Item.ID + "\n")
	}
	const golden = "testdata/undetected.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("what the suite does not tell of has changed; 'make update' writes it anew:\n%s", diff)
	}
	t.Logf("%d ways to be wrong, the suite does not tell of %d", len(all), strings.Count(got.String(), "\n"))
}
