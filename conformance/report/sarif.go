package report

import (
	"encoding/json"
	"fmt"
	"path/filepath"

	"github.com/ecsim/ecsim/conformance/finding"
)

// The parts of SARIF 2.1.0 (OASIS) that a report needs.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string    `json:"id"`
		ShortDescription sarifText `json:"shortDescription"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifInvocation struct {
		ExecutionSuccessful bool   `json:"executionSuccessful"`
		ExitCodeDescription string `json:"exitCodeDescription"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifLocation struct {
		Physical struct {
			Artifact struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
		} `json:"physicalLocation"`
	}
)

// SARIF writes a report as SARIF 2.1.0, which code hosts show beside the code: a
// failure is an error, a question a note. The place of a finding is the file of its
// sequence.
func SARIF(r *finding.Report) ([]byte, error) {
	run := sarifRun{
		Tool:        sarifTool{sarifDriver{Name: "ecsim", Rules: []sarifRule{}}},
		Invocations: []sarifInvocation{{r.Judged > 0 && r.End.Why != finding.EndBroken, r.Verdict + ": " + r.End.Text}},
		Results:     []sarifResult{},
	}
	at := map[string]int{}
	for _, g := range r.Groups() {
		for _, f := range g.Findings {
			id := f.Kind + " " + f.Rule
			n, ok := at[id]
			if !ok {
				n = len(run.Tool.Driver.Rules)
				at[id] = n
				run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{id, sarifText{"the target differs from ECS: " + id + " (" + f.Basis + ")"}})
			}
			result := sarifResult{RuleID: id, RuleIndex: n, Level: "note", Message: sarifText{
				fmt.Sprintf("expected %s, saw %s\n%s", f.Expected, f.Observed, f.Sequence)}}
			if f.Fails() {
				result.Level = "error"
			}
			if f.File != "" {
				var place sarifLocation
				place.Physical.Artifact.URI = filepath.ToSlash(f.File)
				result.Locations = []sarifLocation{place}
			}
			run.Results = append(run.Results, result)
		}
	}
	data, err := json.MarshalIndent(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the report as SARIF: %w", err)
	}
	return append(data, '\n'), nil
}
