package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestVerifyJudgesWhatCheckRecorded(t *testing.T) {
	dir := t.TempDir()
	all, findings := filepath.Join(dir, "all.trace"), filepath.Join(dir, "findings")
	mustRun(t, exitOK, "check", "--no-suite", "--calls", "60", "--record", all, "--findings", findings)
	stdout, _ := mustRun(t, exitOK, "verify", all)
	if !strings.Contains(stdout, "calls 60,") || !strings.Contains(stdout, "failures 0, questions 0") {
		t.Error(stdout)
	}
	mustRun(t, exitFailure, "check", "--mutant", "skip:StopInstance/InvalidInstanceId.NotFound", "--operations", "StopInstance", "--findings", findings)
	traces, err := filepath.Glob(filepath.Join(findings, "*.trace"))
	if err != nil || len(traces) != 1 {
		t.Fatalf("traces %v, %v", traces, err)
	}
	stdout, _ = mustRun(t, exitFailure, "verify", all, traces[0])
	for _, want := range []string{"StopInstance/InvalidInstanceId.NotFound", "in run 1 of the trace", "failures 1"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("verify does not print %q:\n%s", want, stdout)
		}
	}
}

func TestVerifyNamesFileAndLine(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.trace")
	if err := os.WriteFile(bad, []byte("# ecsim trace 1\n# world default 1\nrun\nStop\n  at noon\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, stderr := mustRun(t, exitUsage, "verify", bad)
	if !strings.Contains(stderr, "bad.trace: line 5, column 6: write at TIME took DURATION") || strings.Count(stderr, "\n") != 1 {
		t.Error(stderr)
	}
	_, stderr = mustRun(t, exitUsage, "verify")
	if !strings.Contains(stderr, "one or more trace files") {
		t.Error(stderr)
	}
}
