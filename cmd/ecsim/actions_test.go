package main

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ecsim/ecsim/sim/rpc/control"
)

var update = flag.Bool("update", false, "write the lists of docs/ anew")

// The list in the documents is what the command prints.
func TestDocsListWhatIsServed(t *testing.T) {
	const file = "../../docs/actions.md"
	code, out, errs := commandLine(t, "actions")
	if code != exitOK {
		t.Fatal(errs)
	}
	want := "# Operations that are served\n\nWhat `ecsim actions` prints; `--all` adds what is not served, and `--json` prints JSON." +
		" How a call of an operation that is not served is answered: [wire.md](wire.md).\n\n```\n" + out + "```\n"
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("%s is old; 'make update' writes it anew:\n%s", file, diff)
	}
}

func TestActionsOfAllProducts(t *testing.T) {
	code, out, errs := commandLine(t, "actions", "--all", "--json")
	var list []control.Action
	if err := json.Unmarshal([]byte(out), &list); code != exitOK || err != nil {
		t.Fatalf("%d %v %s", code, err, errs)
	}
	products := map[string]string{}
	for _, a := range list {
		products[a.Name] = a.Product
	}
	for name, product := range map[string]string{"CopySnapshot": "Ecs", "CloneDisks": "Ecs", "DescribeRouteTableList": "Vpc", "AssumeRole": "Sts", "StartInstance": "Ecs"} {
		if products[name] != product {
			t.Errorf("%s is of %q, want %q", name, products[name], product)
		}
	}
	if _, out, _ := commandLine(t, "actions", "--all"); !strings.Contains(out, "not served") {
		t.Error("the table does not say what is not served")
	}
	if code, _, errs := commandLine(t, "actions", "StartInstance"); code != exitUsage || !strings.Contains(errs, "no arguments") {
		t.Errorf("%d %s", code, errs)
	}
}

// A call that neither the model nor the target has is not supported: no question.
func TestReplayOfWhatIsNotServed(t *testing.T) {
	file := textFile(t, "# ecsim sequence 1 · world default\nDescribeDiskMonitorData RegionId=cn-hangzhou\nDescribeRegions\n")
	code, out, errs := commandLine(t, "replay", file)
	if code != exitOK || strings.Contains(out, "question") || !strings.Contains(out, "not supported: DescribeDiskMonitorData") {
		t.Errorf("%d %s %s", code, out, errs)
	}
}
