package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model/reference"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file of testdata, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run with -update and read the diff:\n%s", path, got)
	}
}

func newCover(t *testing.T, in CoverInputs) *Cover {
	t.Helper()
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewCover(m, in)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// given are witnesses and a run for two rows of a small operation.
func given() CoverInputs {
	const op = "ModifyInstanceVncPasswd"
	return CoverInputs{
		Witnesses: map[string]Witness{op + "/InvalidInstanceId.NotFound": {"default/rule/unknown-instance", 1, true}, op + "/InstanceNotReady": {"default/rule/pending", 2, false}},
		Run: &finding.Report{Coverage: []finding.Coverage{
			{Operation: op, RulesReached: 1, Reached: []string{op + "/InvalidInstanceId.NotFound"}},
		}},
	}
}

func TestCoverPageGolden(t *testing.T) {
	for name, in := range map[string]CoverInputs{"cover-vnc": {}, "cover-vnc-run": given()} {
		c := newCover(t, in)
		op, ok := c.Operation("ModifyInstanceVncPasswd")
		if !ok {
			t.Fatal("the operation is missing")
		}
		var text bytes.Buffer
		NewTerminal(&text).CoverPage(op)
		golden(t, name+".golden", text.Bytes())
		data, err := json.MarshalIndent(op, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name+".json", append(data, '\n'))
	}
}

// Every row of the five pages has a rule: reachable, vestigial and fault rows
// are all 165, by either basis.
func TestCoverAddsUp(t *testing.T) {
	c := newCover(t, given())
	p := c.Pages
	if p.Rows != 165 || p.Unmodelled != 0 || p.Reachable+p.Vestigial+p.Fault != 165 {
		t.Errorf("%+v", p)
	}
	for _, l := range []CoverLevels{p.Refuses, p.Answers} {
		if l.Documented+l.Observed+l.Inferred+l.Assumed != 165 {
			t.Errorf("%+v", l)
		}
	}
	if *p.Witnessed != 2 || *p.Reached != 1 || *c.Supporting.Reached != 0 {
		t.Errorf("%d witnessed, %d reached", *p.Witnessed, *p.Reached)
	}
	rows := 0
	for _, op := range c.Operations {
		rows += len(op.Rows)
		if op.Counts.Rows != len(op.Rows) || op.Page && op.Counts.Unmodelled > 0 {
			t.Errorf("%s: %+v", op.Operation, op.Counts)
		}
	}
	if rows != p.Rows+c.Supporting.Rows || c.Supporting.Unmodelled != 0 || c.Supporting.OutOfScope == 0 {
		t.Errorf("%d rows, %+v", rows, c.Supporting)
	}
}

func TestCoverText(t *testing.T) {
	c := newCover(t, CoverInputs{})
	var text bytes.Buffer
	terminal := NewTerminal(&text)
	terminal.Cover(c)
	for _, op := range []string{"StartInstance", "ModifyNetworkInterfaceAttribute"} {
		found, _ := c.Operation(op)
		terminal.CoverPage(found)
	}
	for _, want := range []string{"the five pages", "165 of the 165 rows", "out of scope (", "vestigial ", "injected fault", "witness   none yet", "checked   1st", "Beside these"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the text lacks %q", want)
		}
	}
	if strings.Contains(text.String(), "last run") || strings.Contains(text.String(), "witnessed") {
		t.Error("the text speaks of a run or of witnesses")
	}
	data, err := c.JSON()
	if err != nil || !strings.Contains(string(data), `"witness_length": null`) || !strings.HasSuffix(string(data), "}\n") {
		t.Error(err)
	}
	if _, ok := c.Operation("Nothing"); ok {
		t.Error("there is no such operation")
	}
}

func TestWitnesses(t *testing.T) {
	step := sequence.Step{Kind: sequence.StepCall, Op: "StopInstance"}
	cases := []plan.Case{
		{Name: "a", Item: plan.Item{Kind: "rule", ID: "StopInstance/X"}, Minimal: true, Sequence: sequence.Sequence{Steps: []sequence.Step{step, step}}},
		{Name: "b", Item: plan.Item{Kind: "edge", ID: "Instance/Stopping-Stopped"}},
	}
	got := Witnesses(cases)
	if len(got) != 1 || got["StopInstance/X"] != (Witness{"a", 2, true}) || Witnesses(nil) != nil {
		t.Errorf("%v", got)
	}
}

func TestOrdinal(t *testing.T) {
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 21: "21st", 113: "113th"} {
		if got := ordinal(n); got != want {
			t.Errorf("%d is %s", n, got)
		}
	}
}
