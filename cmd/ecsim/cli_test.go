package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// ecsim runs the command line in this process.
func ecsim(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	t.Setenv("NO_COLOR", "1")
	var out, err bytes.Buffer
	code = run(t.Context(), args, &out, &err)
	return code, out.String(), err.String()
}

func TestTheSimulatorConforms(t *testing.T) {
	dir := t.TempDir()
	var reports [2]map[string]any
	for i := range reports {
		file := filepath.Join(dir, "report.json")
		code, stdout, stderr := ecsim(t, "check", "--calls", "600", "--no-suite", "--json", file, "--findings", dir)
		if code != exitOK {
			t.Fatalf("exit %d\n%s%s", code, stdout, stderr)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &reports[i]); err != nil {
			t.Fatal(err)
		}
		delete(reports[i], "timing")
	}
	first, _ := json.Marshal(reports[0])
	second, _ := json.Marshal(reports[1])
	if !bytes.Equal(first, second) {
		t.Error("the same seed gave two different reports")
	}
	if reports[0]["schema"] != "ecsim.report/1" {
		t.Errorf("schema %v", reports[0]["schema"])
	}
}

// A planted fault comes back as a short sequence, which shows it again against
// that mutant and shows nothing on the healthy simulator.
func TestPlantedFaultsComeBackShort(t *testing.T) {
	tests := []struct {
		mutant  string
		longest int
		holds   string // what the sequence has to contain
	}{
		{"skip:ModifyInstanceAttribute/InvalidOperation.InvalidEcsState", 3, "NetworkInterfaceQueueNumber"},
		{"skip:ModifyInstanceAttribute/InvalidStatus.StoppedRequired", 3, "ModifyInstanceAttribute"},
		{"skip:DetachNetworkInterface/InvalidOperation.DetachPrimaryEniNotAllowed", 3, ".primary"},
		{"lose:ModifyInstanceAttribute/HostName-at-restart", 4, "RebootInstance"},
	}
	for _, test := range tests {
		t.Run(test.mutant, func(t *testing.T) {
			dir := t.TempDir()
			report := filepath.Join(dir, "report.json")
			op, _, _ := strings.Cut(strings.SplitN(test.mutant, ":", 2)[1], "/")
			code, stdout, stderr := ecsim(t, "check", "--no-suite", "--mutant", test.mutant, "--findings", dir, "--json", report,
				"--operations", op+",RebootInstance,StopInstance,StartInstance")
			if code != exitFailure {
				t.Fatalf("exit %d\n%s%s", code, stdout, stderr)
			}
			file, length := onlyFinding(t, report)
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if length > test.longest || !strings.Contains(string(text), test.holds) {
				t.Errorf("%d calls:\n%s", length, text)
			}
			if code, out, _ := ecsim(t, "replay", file, "--mutant", test.mutant); code != exitFailure {
				t.Errorf("replay against the mutant: exit %d\n%s", code, out)
			}
			if code, out, _ := ecsim(t, "replay", file); code != exitOK || !strings.Contains(out, "no difference") {
				t.Errorf("replay against the healthy simulator: exit %d\n%s", code, out)
			}
		})
	}
}

func onlyFinding(t *testing.T, report string) (file string, length int) {
	t.Helper()
	data, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var r struct {
		Findings []struct {
			File    string `json:"file"`
			Length  int    `json:"length"`
			Verdict string `json:"verdict"`
		} `json:"findings"`
	}
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		if f.Verdict == "failure" {
			return f.File, f.Length
		}
	}
	t.Fatalf("no failure in %s", data)
	return "", 0
}

// Whatever is wrong with the input is one line on stderr and exit code 2.
func TestBadInputIsOneClearLine(t *testing.T) {
	dir := t.TempDir()
	malformed := filepath.Join(dir, "malformed.seq")
	if err := os.WriteFile(malformed, []byte("# ecsim sequence 1 · world default\nStopInstance InstanceId\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"flag", []string{"check", "--nonsense"}, "unknown flag: --nonsense"},
		{"command", []string{"chekc"}, "chekc"},
		{"two targets", []string{"check", "a", "b"}, "at most one target"},
		{"no URL", []string{"check", "localhost"}, "is no URL"},
		{"no key", []string{"check", "http://127.0.0.1:1"}, "no access key"},
		{"unreachable", []string{"check", "http://127.0.0.1:1", "--access-key-id", "i", "--access-key-secret", "s3cret"}, "127.0.0.1:1"},
		{"mutant", []string{"check", "--mutant", "skip:StopInstance/Nonsense"}, "skip:StopInstance/"},
		{"world", []string{"check", "--world", "nowhere"}, "nowhere"},
		{"clock", []string{"check", "--clock", "sundial"}, "sundial"},
		{"operation", []string{"check", "--operations", "Nonsense"}, "Nonsense"},
		{"calls", []string{"check", "--calls", "0"}, "--calls 0"},
		{"no file", []string{"replay", filepath.Join(dir, "none.seq")}, "none.seq"},
		{"malformed file", []string{"replay", malformed}, "line 2, column 14"},
		{"json nowhere", []string{"check", "--calls", "30", "--no-suite", "--json", filepath.Join(dir, "no", "r.json")}, "r.json"},
		{"code", []string{"explain", "InvalidEcsStat"}, "InvalidOperation.InvalidEcsState"},
		{"shard", []string{"suite", "--shard", "3/2"}, "--shard"},
		{"auth", []string{"serve", "--auth", "maybe", "--addr", "127.0.0.1:0"}, "--auth"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "")
			code, _, stderr := ecsim(t, test.args...)
			if code != exitUsage || !strings.Contains(stderr, test.want) || strings.Count(strings.TrimSpace(stderr), "\n") > 0 {
				t.Errorf("exit %d: %s", code, stderr)
			}
			if strings.Contains(stderr, "s3cret") {
				t.Error("the secret is in the error")
			}
		})
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("something was left behind: %v", entries)
	}
}

// A simulator behind a URL is checked with the keys of its world; with others
// the harness says so.
func TestASimulatorBehindAURL(t *testing.T) {
	server, _, err := localSpec{
		addr: "127.0.0.1:0", world: "default", seed: 1, clock: "ticks", transitions: "instant", auth: "strict",
	}.start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer server.close() //nolint:errcheck // the test is over
	if code, stdout, stderr := ecsim(t, "check", server.url, "--calls", "100", "--no-suite"); code != exitOK {
		t.Errorf("exit %d\n%s%s", code, stdout, stderr)
	}
	code, _, stderr := ecsim(t, "check", server.url, "--access-key-id", "ecsim-main", "--access-key-secret", "wr0ng")
	if code != exitUsage || strings.Contains(stderr, "wr0ng") {
		t.Errorf("wrong secret: exit %d: %s", code, stderr)
	}
}

func TestExplainTellsRuleBasisAndSource(t *testing.T) {
	code, stdout, _ := ecsim(t, "explain", "ModifyInstanceAttribute/InvalidOperation.InvalidEcsState")
	for _, want := range []string{"row 22", "documented", "inferred", "NetworkInterfaceQueueNumber"} {
		if code != exitOK || !strings.Contains(stdout, want) {
			t.Errorf("exit %d, no %q in\n%s", code, want, stdout)
		}
	}
	if strings.Contains(stdout, "\x1b[") {
		t.Error("colour where there is no terminal")
	}
}

func TestEveryCommandHasAnExample(t *testing.T) {
	for _, cmd := range rootCommand().Commands() {
		if cmd.Name() != "version" && cmd.Name() != "docs" && cmd.Example == "" {
			t.Errorf("%s has no example", cmd.Name())
		}
	}
}
