package main

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/report"
	"github.com/ecsim/ecsim/conformance/target"
	"github.com/ecsim/ecsim/model/reference"
)

// The first check of a young emulator, in which nearly everything is still missing,
// shows the three mistakes in what it has among the first ten findings, on two screens.
func TestTheMistakesComeFirst(t *testing.T) {
	t.Parallel() // it mostly waits: a lookup that shows an earlier state may be late
	bugs := map[string]string{
		"description": "ModifyInstanceAttribute/InvalidDescription.Malformed",
		"start":       "StartInstance/IncorrectInstanceStatus",
		"forget":      "ModifyInstanceAttribute/Description",
	}
	e := &emulator{bugs: map[string]bool{}, instances: map[string]object{}}
	for bug := range bugs {
		e.bugs[bug] = true
	}
	r := checked(t, e)
	place := map[string]int{}
	for n, g := range r.Groups() {
		for _, f := range g.Findings {
			place[f.Rule] = n + 1
		}
	}
	for bug, rule := range bugs {
		if at := place[rule]; at < 1 || at > 10 {
			t.Errorf("%s: %s is at place %d of %d", bug, rule, at, len(r.Groups()))
		}
	}
	var text strings.Builder
	report.NewTerminal(&text).Report(r)
	if n := strings.Count(text.String(), "\n"); n > 200 {
		t.Errorf("%d lines:\n%s", n, text.String())
	}
}

// Without the mistakes none of them is found: what else is missing stays missing.
func TestWithoutTheMistakesThereAreNone(t *testing.T) {
	t.Parallel()
	r := checked(t, &emulator{instances: map[string]object{}})
	for _, f := range r.Findings {
		if f.Rule == "ModifyInstanceAttribute/Description" || f.Rule == "StartInstance/IncorrectInstanceStatus" ||
			f.Rule == "ModifyInstanceAttribute/InvalidDescription.Malformed" {
			t.Errorf("%s %s: expected %s, saw %s\n%s", f.Kind, f.Rule, f.Expected, f.Observed, f.Sequence)
		}
	}
}

// checked checks the emulator as 'ecsim check' does, in the operations of the mistakes.
func checked(t *testing.T, e *emulator) *finding.Report {
	t.Helper()
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	m, err := reference.New()
	if err != nil {
		t.Fatal(err)
	}
	endpoint, err := target.NewEndpoint(target.Config{URL: server.URL, Credentials: target.Credentials{AccessKeyID: "id", AccessKeySecret: "secret"}})
	if err != nil {
		t.Fatal(err)
	}
	found, err := target.Find(t.Context(), endpoint, m, map[string]string{
		"region": "cn-hangzhou", "zone": "cn-hangzhou-i", "type": "ecs.g7.xlarge", "image": "m-linux"})
	if err != nil {
		t.Fatal(err)
	}
	operations := []string{"ModifyInstanceAttribute", "StartInstance"}
	cases, err := plan.Suite()
	if err != nil {
		t.Fatal(err)
	}
	r, err := explore.Explore(t.Context(), endpoint, found.Start, explore.Options{
		Calls: 700, KeepGoing: true, MaxFindings: 500, Operations: operations, Suite: plan.CasesOf(cases, operations), Confirm: 1, ShrinkCalls: 60,
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
