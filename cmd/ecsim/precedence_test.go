package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// What precedence writes, check and precedence hold the same target to.
func TestPrecedenceIsWrittenAndEnforced(t *testing.T) {
	file := filepath.Join(t.TempDir(), "orders.yaml")
	const op = "ModifyInstanceMetadataOptions"
	stdout, _ := mustRun(t, exitOK, "precedence", "--operations", op, "--world", "default", "--write", file)
	for _, want := range []string{op, "34 of 34 pairs decided, 0 contradictions, 0 pairs in another order", "as seen on simulator ecsim"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("precedence does not print %q:\n%s", want, stdout)
		}
	}
	swap := "swap:" + op + "/InvalidRegionId.NotFound"
	stdout, _ = mustRun(t, exitFailure, "precedence", "--operations", op, "--world", "default", "--orders", file, "--mutant", swap)
	if !strings.Contains(stdout, "against what is known: simulator ecsim") || !strings.Contains(stdout, "1 pairs in another order than the model's") {
		t.Errorf("the other order is not told:\n%s", stdout)
	}
	mustRun(t, exitOK, "check", "--operations", op, "--calls", "100", "--no-suite", "--orders", file, "--findings", t.TempDir())
}
