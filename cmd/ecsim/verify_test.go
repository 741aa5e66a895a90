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
	if err := os.WriteFile(bad, []byte("# ecsim trace 2\n# world default 1\nrun\nStop\n  at noon\n"), 0o600); err != nil {
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

// A trace that was cut off, and one with nothing in it, do not conform.
func TestVerifyRefusesACutTrace(t *testing.T) {
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole.trace")
	mustRun(t, exitOK, "check", "--no-suite", "--calls", "60", "--record", whole)
	mustRun(t, exitOK, "verify", whole)
	data, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(data), "\n")
	for _, n := range []int{4, 50, len(lines) / 2, len(lines) - 2} {
		cut := filepath.Join(dir, "cut.trace")
		if err := os.WriteFile(cut, []byte(strings.Join(lines[:n], "")), 0o600); err != nil {
			t.Fatal(err)
		}
		code, _, stderr := commandLine(t, "verify", cut)
		if code != exitUsage || strings.Count(stderr, "\n") != 1 {
			t.Errorf("cut off after %d lines: exit code %d, %s", n, code, stderr)
		}
	}
	empty := filepath.Join(dir, "empty.trace")
	if err := os.WriteFile(empty, []byte("# ecsim trace 2\n# world default 1\nend of 0 runs\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, stderr := mustRun(t, exitUsage, "verify", empty); !strings.Contains(stderr, "nothing was judged") {
		t.Error(stderr)
	}
	if _, stderr := mustRun(t, exitUsage, "check", "--no-suite", "--for", "1ns"); !strings.Contains(stderr, "nothing was checked") {
		t.Error(stderr)
	}
}

// Each of these targets was once called wrong, though no source contradicts it: a
// refusal that hid another taught a fact, or a row was taken to have no other cause
// than the one that its page names. They are traces of version 1, which have no
// last line.
func TestInnocentTargetsDoNotFail(t *testing.T) {
	traces, err := filepath.Glob(filepath.Join("testdata", "innocent", "*.trace"))
	if err != nil || len(traces) < 16 {
		t.Fatalf("%d traces, %v", len(traces), err)
	}
	for _, trace := range traces {
		stdout, _ := mustRun(t, exitOK, "verify", trace)
		if !strings.Contains(stdout, "failures 0") {
			t.Errorf("%s:\n%s", trace, stdout)
		}
	}
}
