package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// mustRun runs the command line and asks for its exit code.
func mustRun(t *testing.T, want int, args ...string) (stdout, stderr string) {
	t.Helper()
	code, stdout, stderr := commandLine(t, args...)
	if code != want {
		t.Fatalf("ecsim %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), code, want, stdout, stderr)
	}
	return stdout, stderr
}

// reportOf runs check and reads its JSON report, less the timing.
func reportOf(t *testing.T, want int, args ...string) (r finding.Report, text, stdout string) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "report.json")
	stdout, _ = mustRun(t, want, append([]string{"check", "--json", file, "--findings", filepath.Join(dir, "findings")}, args...)...)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	var loose map[string]any
	if err := json.Unmarshal(data, &loose); err != nil {
		t.Fatal(err)
	}
	delete(loose, "timing")
	data, err = json.Marshal(loose)
	if err != nil {
		t.Fatal(err)
	}
	return r, strings.ReplaceAll(string(data), dir, "DIR"), stdout
}

func TestCheckOfTheSimulatorConformsTheSameWayTwice(t *testing.T) {
	first, text, stdout := reportOf(t, exitOK, "--no-suite", "--calls", "150", "--seed", "3")
	if first.Schema != "ecsim.report/1" || first.Calls != 150 || first.Seed != 3 || len(first.Findings) != 0 {
		t.Errorf("schema %q, %d calls, seed %d, %d findings", first.Schema, first.Calls, first.Seed, len(first.Findings))
	}
	for _, want := range []string{"rules reached: ", "operations (-v lists them)", "ended: all ", "conforms: 0 failures, 0 questions"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("check does not print %q:\n%s", want, stdout)
		}
	}
	if strings.Contains(stdout, "\x1b[") {
		t.Error("colour is on, though the output is no terminal")
	}
	if _, again, _ := reportOf(t, exitOK, "--no-suite", "--calls", "150", "--seed", "3"); text != again {
		t.Errorf("the same seed gives another report:\n%s", cmp.Diff(text, again))
	}
	if _, other, _ := reportOf(t, exitOK, "--no-suite", "--calls", "150", "--seed", "4"); text == other {
		t.Error("another seed gives the same report")
	}
}

// Each wrong simulator is found, and what comes back is short, is reproduced by
// replay, and shows no difference on the right simulator.
func TestCheckFindsAndReplayReproduces(t *testing.T) {
	tests := []struct {
		mutant  string
		flags   []string
		length  int
		kind    string
		restart bool
	}{
		{"skip:ModifyInstanceAttribute/InvalidOperation.InvalidEcsState", []string{"--no-suite"}, 3, "refuses", false},
		{"skip:DeleteInstance/InvalidOperation.DeletionProtection", nil, 3, "refuses", false},
		{"skip:DetachNetworkInterface/InvalidOperation.DetachPrimaryEniNotAllowed", []string{"--no-suite", "--operations", "DetachNetworkInterface"}, 3, "refuses", false},
		{"lose:ModifyInstanceAttribute/HostName-at-restart", []string{"--no-suite"}, 4, "effect", true},
	}
	for _, test := range tests {
		t.Run(strings.NewReplacer(":", "-", "/", "-").Replace(test.mutant), func(t *testing.T) {
			r, _, stdout := reportOf(t, exitFailure, append(test.flags, "--mutant", test.mutant)...)
			if len(r.Findings) != 1 || r.Divergences != 1 {
				t.Fatalf("%d findings, %d failures, want one", len(r.Findings), r.Divergences)
			}
			f := r.Findings[0]
			_, item, _ := strings.Cut(test.mutant, ":")
			if f.Rule != item || f.Kind != test.kind || f.Verdict != "failure" {
				t.Errorf("the finding is a %s: %s %s, want %s %s", f.Verdict, f.Kind, f.Rule, test.kind, item)
			}
			s, err := sequence.Parse(f.Sequence)
			if err != nil {
				t.Fatal(err)
			}
			if f.Length > test.length || f.Length != s.Length() || f.OriginalLength < f.Length {
				t.Errorf("length %d (counted %d, from %d), want at most %d:\n%s", f.Length, s.Length(), f.OriginalLength, test.length, s)
			}
			if test.restart && !regexp.MustCompile(`(?m)^(RebootInstance|StartInstance) `).MatchString(f.Sequence) {
				t.Errorf("the sequence does not restart the instance:\n%s", f.Sequence)
			}
			if !strings.Contains(stdout, "replay    ecsim replay "+f.File+" --mutant "+test.mutant+"\n") {
				t.Errorf("check does not say how to replay the finding:\n%s", stdout)
			}
			if data, err := os.ReadFile(f.File); err != nil || string(data) != f.Sequence {
				t.Errorf("the finding's file differs from the report (%v)", err)
			}
			out, _ := mustRun(t, exitFailure, "replay", f.File, "--mutant", test.mutant)
			if !strings.Contains(out, "failure: "+test.kind+" "+item) {
				t.Errorf("replay does not show the failure:\n%s", out)
			}
			out, _ = mustRun(t, exitOK, "replay", f.File)
			if !strings.HasSuffix(out, "\nno difference\n") {
				t.Errorf("replay on the right simulator differs:\n%s", out)
			}
		})
	}
}

// Bad input is one line on stderr, exit code 2, and nothing is written.
func TestBadInputIsOneClearLine(t *testing.T) {
	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "")
	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "")
	t.Chdir(t.TempDir())
	const head = "# ecsim sequence 1 · world default\n"
	for name, text := range map[string]string{
		"params.seq":  head + "\n# a comment\nStopInstance InstanceId\n",
		"await.seq":   head + "\n\nawait i1 Running\n",
		"header.seq":  "StopInstance InstanceId=i\n",
		"bare.seq":    head,
		"world.seq":   "# ecsim sequence 1 · world nowhere\n",
		"orders.yaml": "schema: ecsim.precedence/1\ntarget: {kind: emulator, name: mine}\ndate: 2026-11-25\n",
		"lines.yaml": "schema: ecsim.precedence/1\ntarget: {kind: simulator, name: ecsim}\ndate: 2026-11-25\noperations:\n" +
			"  - operation: StopInstance\n    pairs:\n      - {pair: [No.Such, MissingParameter], winner: MissingParameter, evidence: [mail]}\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		args string
		want string
	}{
		{"check --bogus", "unknown flag: --bogus: 'ecsim check --help' lists the flags"},
		{"check --calls many", `invalid argument "many" for "--calls" flag`},
		{"check --calls 0", "--calls 0: give at least 1"},
		{"check --steps 0", "--steps 0: give at least 1"},
		{"check --seed 0", "--seed 0: give at least 1"},
		{"check --max-findings 0", "--max-findings 0: give at least 1"},
		{"check --mutant skip:No/Such", `mutant "skip:No/Such" is unknown; nearest: `},
		{"check --mutant skip:No/Such http://localhost:1", "--mutant is about ecsim's own simulator, so it cannot be combined with a target"},
		{"check --world nowhere", "the embedded worlds are [arrears default "},
		{"check --clock sun", `clock "sun": choose real, ticks, frozen or scaled:N`},
		{"check --operations ModifyInstanceAtribute", `no operation "ModifyInstanceAtribute": did you mean ModifyInstanceAttribute, `},
		{"check --json missing/report.json", "--json: stat missing: no such file or directory: make the directory first"},
		{"check --json params.seq/report.json", "--json: params.seq is not a directory"},
		{"check localhost:8080", `target "localhost:8080" is not a URL: write http://HOST:PORT`},
		{"check http://localhost:1", "no access key for http://localhost:1: give --access-key-id and --access-key-secret, or set ALIBABA_CLOUD_"},
		{"check http://127.0.0.1:1 --access-key-id i --access-key-secret s3cret", "127.0.0.1:1"},
		{"replay bare.seq http://127.0.0.1:1 --access-key-id i --access-key-secret s3cret", "127.0.0.1:1"},
		{"suite --shard 3/2", `--shard "3/2": write I/N with I from 1 to N`},
		{"suite --run nonsense", `the suite has no witness whose name contains "nonsense"`},
		{"check one two", "check takes at most one target: see 'ecsim check --help'"},
		{"chekc", `there is no command "chekc": did you mean check?`},
		{"frob", `there is no command "frob": 'ecsim --help' lists them`},
		{"replay", "replay takes a sequence file, and at most one target"},
		{"replay missing.seq", "missing.seq: no such file or directory"},
		{"replay .", "read .: is a directory"},
		{"replay params.seq", `params.seq: line 4, column 14: "InstanceId" is no parameter: write NAME=VALUE`},
		{"replay await.seq", "await.seq: line 4, column 7: nothing above binds the name i1"},
		{"replay header.seq", "header.seq: line 1, column 1: the first line is "},
		{"replay world.seq", "the embedded worlds are [arrears default "},
		{"explain", "explain takes a code, an operation, OPERATION/CODE, OPERATION/EFFECT, or a transition"},
		{"explain InvalidStatus.StopedRequired", `"InvalidStatus.StopedRequired" is no code, operation or rule of the model: did you mean InvalidStatus.StoppedRequired, `},
		{"explain StoppedRequired", "did you mean ModifyInstanceAttribute/InvalidStatus.StoppedRequired?"},
		{"mutants --kind odd", `no mutants of kind "odd": the kinds are skip, code`},
		{"serve here", "serve takes no arguments"},
		{"serve --clock sun", `clock "sun": choose `},
		{"serve --transitions never", `transitions "never": choose instant, manual or timed`},
		{"serve --auth maybe", `invalid argument "maybe" for "--auth" flag: choose strict or off`},
		{"serve --addr 127.0.0.1:0 --rate-limit RunInstances=often", "--rate-limit: rate limit \"RunInstances=often\": write OPERATION=N/s"},
		{"serve --addr 127.0.0.1:0 --tls-cert missing.pem", "--tls-cert and --tls-key belong together"},
		{"serve --addr 127.0.0.1:0 --tls-cert missing.pem --tls-key missing.key", "--tls-cert missing.pem, --tls-key missing.key: open missing.pem"},
		{"serve --addr nonsense", `--addr "nonsense": write HOST:PORT`},
		{"serve --addr 127.0.0.1:0 --ready-file missing/ready", "--ready-file: stat missing: no such file or directory: make the directory first"},
		{"precedence --operations ModifyInstanceAtribute", `no operation "ModifyInstanceAtribute": did you mean ModifyInstanceAttribute, `},
		{"precedence --triples -1", "--triples -1: give 0 or more"},
		{"precedence --write missing/orders.yaml", "--write: stat missing: no such file or directory"},
		{"precedence --as emulator:mine", "--as names a target other than ecsim's own simulator"},
		{"precedence http://localhost:1 --as mine", `--as "mine": write KIND:NAME`},
		{"precedence http://localhost:1 --as region:cn-hangzhou", "http://localhost:1 is not the address of a region"},
		{"precedence --orders missing.yaml", "--orders: open missing.yaml: no such file or directory"},
		{"check --orders orders.yaml", "--orders: orders.yaml was seen on emulator mine and says nothing about simulator ecsim"},
		{"check --orders lines.yaml", "--orders: lines.yaml: line 7: pair: StopInstance has no rule"},
		{"check --clients 1", "--clients 1: give 2 to 32, or leave it out for one"},
		{"check --clients 8 --operations StopInstance", "--clients draws its own calls and judges histories"},
		{"version now", "version takes no arguments"},
	}
	for _, test := range tests {
		t.Run(test.args, func(t *testing.T) {
			before := filesBelow(t, ".")
			stdout, stderr := mustRun(t, exitUsage, strings.Fields(test.args)...)
			wantOneLine(t, stdout, lastLine(stderr), test.want)
			if !strings.HasPrefix(test.args, "serve --addr 127") && strings.Count(stderr, "\n") != 1 {
				t.Errorf("more than one line:\n%s", stderr)
			}
			if diff := cmp.Diff(before, filesBelow(t, ".")); diff != "" {
				t.Errorf("files were written:\n%s", diff)
			}
		})
	}
}

func wantOneLine(t *testing.T, stdout, stderr, want string) {
	t.Helper()
	if stdout != "" {
		t.Errorf("on stdout:\n%s", stdout)
	}
	if strings.Contains(stderr, "s3cret") {
		t.Errorf("the secret is printed: %s", stderr)
	}
	if !strings.HasPrefix(stderr, "ecsim: ") || !strings.Contains(stderr, want) {
		t.Errorf("got  %s\nwant ecsim: … %s", stderr, want)
	}
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	return lines[len(lines)-1]
}

func filesBelow(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	hidden, err := filepath.Glob(filepath.Join(dir, ".*"))
	if err != nil {
		t.Fatal(err)
	}
	return append(found, hidden...)
}

// A simulator behind a URL is checked with the keys of its world. Wrong
// credentials are the harness's problem, and the secret is not printed.
func TestCheckOfASimulatorBehindAURL(t *testing.T) {
	t.Setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "")
	server, _, err := localSpec{
		addr: "127.0.0.1:0", world: "default", seed: 1, clock: "ticks", transitions: "instant", auth: "strict",
	}.start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer server.close() //nolint:errcheck // the test is over
	mustRun(t, exitOK, "check", server.url, "--calls", "60", "--no-suite")
	stdout, stderr := mustRun(t, exitUsage, "check", server.url, "--access-key-id", "ecsim-main", "--access-key-secret", "s3cret")
	wantOneLine(t, stdout, stderr, "SignatureDoesNotMatch")
	stdout, stderr = mustRun(t, exitUsage, "check", server.url, "--access-key-id", "n0body", "--access-key-secret", "s3cret")
	wantOneLine(t, stdout, stderr, "InvalidAccessKeyId.NotFound")
}

func TestExplain(t *testing.T) {
	tests := []struct {
		what string
		want []string
	}{
		{"InvalidStatus.StoppedRequired", []string{
			"ModifyInstanceAttribute/InvalidStatus.StoppedRequired (row ", "\n  answer    400 InvalidStatus.StoppedRequired \"",
			"\n  when      ", "\n  refuses   observed: ", "\n  answers   ",
		}},
		{"DetachNetworkInterface/InvalidOperation.DetachPrimaryEniNotAllowed", []string{"  refuses   documented: DetachNetworkInterface page"}},
		{"ModifyInstanceVncPasswd", []string{"ModifyInstanceVncPasswd/IncorrectVncPassword.Malformed", "ModifyInstanceVncPasswd/NoSuchResource"}},
		{"ModifyInstanceAttribute/InvalidUserData.SizeExceeded", []string{"AAAA…43692 bytes\"\n"}},
		{"InternalError", []string{"  fault     no state or parameter leads here"}},
		{"InvalidRegionId.NotFound", []string{"\n\nModifyInstanceVncPasswd/InvalidRegionId.NotFound", "CreateSecurityGroup/InvalidRegionId.NotFound"}},
	}
	for _, test := range tests {
		stdout, _ := mustRun(t, exitOK, "explain", test.what)
		for _, want := range test.want {
			if !strings.Contains(stdout, want) {
				t.Errorf("explain %s does not say %q", test.what, want)
			}
		}
		if strings.Contains(stdout, "\x1b[") {
			t.Errorf("explain %s: colour is on, though the output is no terminal", test.what)
		}
	}
}

// Every command has a summary and, where it takes anything, examples that name it.
func TestHelpHasExamples(t *testing.T) {
	for _, cmd := range rootCommand().Commands() {
		stdout, _ := mustRun(t, exitOK, cmd.Name(), "--help")
		if cmd.Short == "" || !strings.Contains(stdout, "ecsim "+cmd.Name()) {
			t.Errorf("help of %s:\n%s", cmd.Name(), stdout)
		}
		if !cmd.HasSubCommands() && cmd.Runnable() && !strings.Contains(cmd.Example, "  ecsim "+cmd.Name()) {
			t.Errorf("help of %s has no example", cmd.Name())
		}
	}
}

func TestMutantsAreListedByKind(t *testing.T) {
	stdout, _ := mustRun(t, exitOK, "mutants", "--list", "--kind", "lose")
	for line := range strings.Lines(stdout) {
		if !strings.HasPrefix(line, "lose:") {
			t.Errorf("a mutant of another kind: %s", line)
		}
	}
	if !strings.Contains(stdout, "lose:ModifyInstanceAttribute/HostName-at-restart\n") {
		t.Error("the host name that is lost at the restart is not listed")
	}
}

func TestVersionCounts(t *testing.T) {
	stdout, _ := mustRun(t, exitOK, "version")
	if !regexp.MustCompile(`(?m)^\d+ operations, \d+ rules$`).MatchString(stdout) {
		t.Errorf("version prints\n%s", stdout)
	}
}

func TestCompletionIsWritten(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if stdout, _ := mustRun(t, exitOK, "completion", shell); !strings.Contains(stdout, "ecsim") {
			t.Errorf("completion for %s is empty", shell)
		}
	}
	stdout, _ := mustRun(t, exitOK, "__complete", "explain", "ModifyInstanceVncPasswd/NoSuch")
	if !strings.Contains(stdout, "ModifyInstanceVncPasswd/NoSuchResource\n") {
		t.Errorf("rules are not completed:\n%s", stdout)
	}
}

// A check that is interrupted says so, and writes what it found until then.
func TestCheckEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs bytes.Buffer
	if code := run(ctx, []string{"check", "--findings", t.TempDir()}, &out, &errs); code != exitUsage {
		t.Errorf("exit code %d, want %d\n%s%s", code, exitUsage, &out, &errs)
	}
}
