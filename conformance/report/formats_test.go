package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/ecsim/ecsim/conformance/finding"
)

// published is the schema of reports, as users get it.
func published(t *testing.T) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile("../../docs/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("report.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// sample is a report with a finding of each sort, and texts that a target has sent.
func sample() *finding.Report {
	hostile := "a\x00b]]>&<script>`|*\nnext"
	failure := of("f1", "failure", "refuses", "StopInstance/IncorrectInstanceStatus", "documented")
	failure.Sources, failure.Observed, failure.Sequence = []string{"StopInstance 2021"}, hostile, "# ecsim sequence 1 · world default\nStopInstance InstanceId=i-1\n"
	failure.File, failure.StandsOn, failure.Differences = "ecsim-findings/f1.seq", []string{"effect x"}, []string{hostile}
	question := of("f2", "question", "effect", "StopInstance/Status", "inferred")
	question.Sequence = failure.Sequence
	r := &finding.Report{
		Schema: finding.Schema, Target: "http://localhost:1", Calls: 10, Judged: 9, Inconclusive: 1, Divergences: 1, Questions: 1,
		NotSupported: []string{"CreateVpc"}, Leftover: []string{}, Findings: []finding.Finding{failure, question}, End: finding.EndedBy(finding.EndCalls, "all 10 calls were made"),
		Coverage: []finding.Coverage{{Operation: "StopInstance", Calls: 3, Reached: []string{}, Rules: []finding.RuleResult{
			{Rule: "StopInstance/IncorrectInstanceStatus", Row: 3, Basis: "documented", Result: finding.Failed},
			{Rule: "StopInstance/InvalidInstanceId.NotFound", Row: 4, Basis: "documented", Result: finding.Passed},
			{Rule: "StopInstance/Other", Row: 5, Basis: "inferred", Result: finding.NotReached},
		}}},
		Scores: finding.Scores{Known: finding.Score{Passed: 1, Failed: 1}, Guessed: finding.Score{NotReached: 1}},
	}
	r.Judge()
	return r
}

func TestAReportFollowsItsPublishedSchema(t *testing.T) {
	schema := published(t)
	data, err := JSON(sample())
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Errorf("%v", err)
	}
	doc.(map[string]any)["surprise"] = 1
	if schema.Validate(doc) == nil {
		t.Error("the schema allows a field that no page explains")
	}
}

// A report that is read again is the one that was written.
func TestAReportIsReadAgain(t *testing.T) {
	was, err := JSON(sample())
	if err != nil {
		t.Fatal(err)
	}
	r, err := finding.Read(was)
	if err != nil {
		t.Fatal(err)
	}
	if is, _ := JSON(r); !bytes.Equal(was, is) {
		t.Errorf("written:\n%s\nread again:\n%s", was, is)
	}
	if !r.Findings[0].Fails() || r.Findings[0].Steps().Length() != 1 {
		t.Errorf("the finding is read as %+v", r.Findings[0])
	}
	for bad, why := range map[string]string{"": "no JSON", "{}": "its schema is", string(was) + "{}": "follows", `{"schema":"ecsim.report/9"}`: "ecsim.report/9"} {
		if _, err := finding.Read([]byte(bad)); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%.20q: %v, want %s", bad, err, why)
		}
	}
}

func TestJUnitCountsWhatItHolds(t *testing.T) {
	data, err := JUnit(sample())
	if err != nil {
		t.Fatal(err)
	}
	var all junitSuites
	if err := xml.Unmarshal(data, &all); err != nil {
		t.Fatalf("it is no XML: %v\n%s", err, data)
	}
	tests, failures, skipped := 0, 0, 0
	for _, s := range all.Suites {
		for _, c := range s.Cases {
			tests++
			if c.Failure != nil {
				failures++
			}
			if c.Skipped != nil {
				skipped++
			}
		}
	}
	// The run itself, three rules, and the effect that is no rule.
	if all.Tests != tests || tests != 5 || all.Failures != failures || failures != 1 || skipped != 2 {
		t.Errorf("%d tests (said %d), %d failures (said %d), %d skipped:\n%s", tests, all.Tests, failures, all.Failures, skipped, data)
	}
	nothing := &finding.Report{Calls: 3, Inconclusive: 3}
	nothing.Judge()
	if data, err := JUnit(nothing); err != nil || !bytes.Contains(data, []byte(`errors="1"`)) {
		t.Errorf("a run that judged nothing is no error: %v\n%s", err, data)
	}
}

// What SARIF 2.1.0 requires of the objects that are used (sections 3.13 to 3.27).
func TestSARIFHasWhatTheStandardRequires(t *testing.T) {
	data, err := SARIF(sample())
	if err != nil {
		t.Fatal(err)
	}
	var log struct {
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name  string
					Rules []struct{ ID string }
				}
			}
			Invocations []struct{ ExecutionSuccessful *bool }
			Results     []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Message   struct{ Text string }
			}
		}
	}
	if err := json.Unmarshal(data, &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if log.Version != "2.1.0" || run.Tool.Driver.Name != "ecsim" || run.Invocations[0].ExecutionSuccessful == nil || len(run.Results) != 2 {
		t.Fatalf("%s", data)
	}
	for n, want := range []string{"error", "note"} {
		got := run.Results[n]
		if got.Level != want || got.RuleID != run.Tool.Driver.Rules[got.RuleIndex].ID || got.Message.Text == "" {
			t.Errorf("result %d: %+v, want level %s", n, got, want)
		}
	}
}

// A summary is Markdown that a target's texts cannot leave.
func TestMarkdownKeepsWhatATargetSentInItsPlace(t *testing.T) {
	data, err := Markdown(sample())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"## ecsim: `http://localhost:1` diverges", "| documented and observed | 50.0 % (1 of 2) | 1 | 0 | 0 | 0 |", "<details><summary>failure f1"} {
		if !strings.Contains(string(data), want) {
			t.Errorf("no %q in\n%s", want, data)
		}
	}
	if strings.Contains(string(data), "\nnext") {
		t.Errorf("a target's text begins a line:\n%s", data)
	}
}

func TestABadgeSaysTheShareOrTheVerdict(t *testing.T) {
	for want, r := range map[string]*finding.Report{`"message":"50.0 %","color":"red"`: sample(), `"message":"inconclusive","color":"lightgrey"`: {Verdict: finding.Inconclusive}} {
		if data, err := Badge(r); err != nil || !strings.Contains(string(data), want) {
			t.Errorf("%v %s, want %s", err, data, want)
		}
	}
}

func TestAnUnknownFormatIsRefused(t *testing.T) {
	_, err := Format("html5", sample())
	if err == nil || !strings.Contains(err.Error(), "the formats are badge, json, junit, markdown, sarif, text") {
		t.Error(err)
	}
	for _, name := range Formats() {
		if data, err := Format(name, sample()); err != nil || len(data) == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
