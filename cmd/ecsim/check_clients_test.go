package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCheckWithSeveralClients(t *testing.T) {
	dir := t.TempDir()
	stdout, _ := mustRun(t, exitOK, "check", "--clients", "8", "--calls", "400", "--findings", dir)
	if !strings.Contains(stdout, "8 clients at once") || !strings.Contains(stdout, "conforms: 0 failures") {
		t.Errorf("check says:\n%s", stdout)
	}
	stdout, _ = mustRun(t, exitFailure, "check", "--clients", "8", "--calls", "4000", "--findings", dir, "--mutant", "race:CreateImage")
	pictures, err := filepath.Glob(filepath.Join(dir, "f1-race-*.html"))
	if err != nil || len(pictures) != 1 {
		t.Fatalf("pictures %v, %v:\n%s", pictures, err, stdout)
	}
	page, err := os.ReadFile(pictures[0])
	if err != nil || !strings.Contains(string(page), "CreateImage") {
		t.Errorf("the picture does not show CreateImage: %v", err)
	}
}
