package main

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An output that cannot be written is refused before the run.
func TestAnOutputThatCannotBeWritten(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := errors.Join(os.WriteFile("file", nil, 0o600), os.Mkdir("dir", 0o700), os.Symlink("file", "link")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"check", "--json", "dir"}, "--json: write dir: it is a directory"},
		{[]string{"check", "--json", "link"}, "--json: write link: it is a link"},
		{[]string{"check", "--findings", "file"}, "--findings: file is not a directory"},
		{[]string{"check", "--record", "missing/x.trace"}, "--record: "},
		{[]string{"check", "--json", "same", "--record", "./same"}, "name the same file"},
		{[]string{"check", "--for", "-1s"}, "--for -1s: give more than 0"},
		{[]string{"serve", "--addr", "127.0.0.1:0", "--ready-file", "same.seq", "--record", "same.seq"}, "name the same file"},
		{[]string{"cover", "--json", "dir"}, "--json: write dir: it is a directory"},
		{[]string{"mutants", "--json", "dir"}, "--json: write dir: it is a directory"},
		{[]string{"precedence", "--write", "dir"}, "--write: write dir: it is a directory"},
	} {
		stdout, stderr := mustRun(t, exitUsage, c.args...)
		wantOneLine(t, stdout, stderr, c.want)
	}
}

// A report that fails to be written at the end is printed all the same, and what
// was found decides the exit code. "-" is the standard output.
func TestAReportIsNeverLost(t *testing.T) {
	t.Chdir(t.TempDir())
	wrong := []string{"check", "--no-suite", "--calls", "2000", "--operations", "StartInstance", "--mutant", "skip:StartInstance/IncorrectInstanceStatus"}
	stdout, stderr := mustRun(t, exitFailure, append(wrong, "--json", "/dev/full")...)
	if !strings.Contains(stdout, "StartInstance/IncorrectInstanceStatus") || !strings.Contains(stderr, "write /dev/full: no space left on device") {
		t.Errorf("stdout:\n%s\nstderr:\n%s", stdout, stderr)
	}
	if info, err := os.Stat("/dev/full"); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		t.Fatalf("/dev/full is %v, %v", info, err)
	}
	stdout, stderr = mustRun(t, exitFailure, append(wrong, "--json", "-")...)
	var report map[string]any
	if err := json.Unmarshal([]byte(stdout), &report); err != nil || !strings.Contains(stderr, "StartInstance/IncorrectInstanceStatus") {
		t.Errorf("%v: stdout:\n%s\nstderr:\n%s", err, stdout, stderr)
	}
}

// The endpoints hold a secret key: they are for their owner alone.
func TestTheEndpointsAreForTheirOwner(t *testing.T) {
	file := filepath.Join(t.TempDir(), "endpoints.json")
	_, _, stop := serving(t, "--addr", "127.0.0.1:0", "--quiet", "--endpoints-file", file)
	if info, err := os.Stat(file); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if code := stop(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
}

// A world that a remote target names is not a file of this machine, and a world
// file has a limited size.
func TestATargetNamesNoFile(t *testing.T) {
	t.Chdir(t.TempDir())
	text, _ := mustRun(t, exitOK, "world", "show", "default")
	if err := os.WriteFile("mine.yaml", []byte(strings.Replace(text, "ecsim-main-secret", "my-own-secret", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	stranger := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		answer := `{"ready": true, "world": "mine.yaml", "seed": 1}`
		_, _ = io.WriteString(w, answer)
	}))
	defer stranger.Close()
	if code, stdout, _ := commandLine(t, "env", stranger.URL); code != exitUsage || strings.Contains(stdout, "my-own-secret") {
		t.Errorf("exit code %d:\n%s", code, stdout)
	}
	stdout, stderr := mustRun(t, exitUsage, "world", "check", "/dev/zero")
	wantOneLine(t, stdout, stderr, "/dev/zero is larger than")
}
