package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/ecsim/ecsim/conformance/finding"
)

// A verdict is never more than what was seen.

// setOf are the flags that name all that a run starts from, so that nothing has to
// be discovered.
const setOf = " --access-key-id id --access-key-secret secret " +
	"--set region=cn-hangzhou,type=ecs.g7.large,image=m-1,vswitch=vsw-1,group=sg-1,zone=cn-hangzhou-i,vpc=vpc-1"

// plainWeb is a web server that has never heard of ECS.
func plainWeb(t *testing.T, status int, body string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestAServiceThatIsNoECSIsToldAtOnce(t *testing.T) {
	url := plainWeb(t, http.StatusNotFound, "<html>not found</html>")
	for _, command := range []string{"check ", "suite --run default/edge ", "precedence "} {
		code, stdout, stderr := commandLine(t, strings.Fields(command+url+setOf)...)
		if code != exitUsage || !strings.Contains(stderr, "is no ECS") || strings.Contains(stdout, "conforms") {
			t.Errorf("%s: code %d, stdout %q, stderr %q", command, code, stdout, stderr)
		}
	}
}

// A target that has no operation at all happens to do nothing of the suite.
func TestWhatIsNotSupportedHasNotHappened(t *testing.T) {
	url := plainWeb(t, http.StatusNotImplemented, `{"Code":"NotImplemented","Message":"m","RequestId":"R"}`)
	code, stdout, _ := commandLine(t, strings.Fields("suite --run default/token "+url+setOf)...)
	if code != exitInconclusive || !strings.Contains(stdout, "suite: 0 of ") || !strings.Contains(stdout, "not supported by the target") {
		t.Errorf("suite: code %d, %s", code, stdout)
	}
	code, stdout, _ = commandLine(t, strings.Fields("check --no-suite --calls 20 "+url+setOf+" --json "+filepath.Join(t.TempDir(), "r.json"))...)
	if code != exitInconclusive || !strings.Contains(stdout, "not supported: 0 failures") || strings.Contains(stdout, "conforms") {
		t.Errorf("check: code %d, %s", code, stdout)
	}
}

func TestFlagsOfATargetNeedOne(t *testing.T) {
	for _, flag := range []string{"--access-key-id id", "--access-key-secret s", "--security-token t", "--region cn-hangzhou", "--insecure", "--await 1m", "--set vswitch=x"} {
		for _, command := range []string{"check ", "suite ", "precedence ", "replay " + sequenceFile(t, "DescribeRegions\n") + " "} {
			code, stdout, stderr := commandLine(t, strings.Fields(command+flag)...)
			name, _, _ := strings.Cut(flag, " ")
			if code != exitUsage || stdout != "" || !strings.Contains(stderr, name+" is about a target, and none is given") {
				t.Errorf("%s%s: code %d, stdout %q, stderr %q", command, flag, code, stdout, stderr)
			}
		}
	}
	for _, flag := range []string{"--world quota", "--clock real", "--transitions instant", "--mutant x"} {
		if code, _, stderr := commandLine(t, strings.Fields("check http://127.0.0.1:1 "+flag)...); code != exitUsage || !strings.Contains(stderr, "cannot be combined with a target") {
			t.Errorf("%s: code %d, %q", flag, code, stderr)
		}
	}
}

// sequenceFile writes a sequence of the default world, and returns its file.
func sequenceFile(t *testing.T, steps string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "x.seq")
	if err := os.WriteFile(file, []byte("# ecsim sequence 1 · world default\n"+steps), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// A file that tests nothing does not pass.
func TestAReplayDoesWhatItsFileSays(t *testing.T) {
	const run = "i1 = RunInstances ImageId=$image.linux InstanceType=ecs.g7.xlarge RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1\n"
	for name, c := range map[string]struct {
		steps string
		code  int
		says  string
	}{
		"as written":                  {run + "await i1 Running\nStartInstance InstanceId=$i1\n  expect 400 IncorrectInstanceStatus\n", exitFailure, "the file expects"},
		"met":                         {run + "  expect 200\nawait i1 Running\n", exitOK, "no difference"},
		"a status that nothing has":   {run + "await i1 Awake\n", exitFailure, "i1 is not Awake"},
		"a status that does not come": {run + "await i1 Stopped\n", exitFailure, "i1 is not Stopped"},
		"a name that nobody makes":    {"StopInstance InstanceId=$i7\n", exitUsage, "no step before makes $i7"},
		"an expectation":              {"StopInstance InstanceId=i-none\n  expect 200\n", exitFailure, "the file expects 200"},
		"an operation of nobody":      {"i1 = RunInstance ImageId=x\n", exitUsage, "RunInstance is no operation of ECS: did you mean RunInstances"},
		"a refused maker":             {"v1 = CreateVSwitch RegionId=cn-hangzhou\nDeleteVSwitch VSwitchId=$v1\n", exitFailure, "never made"},
		"an operation nobody serves":  {"CreateAutoProvisioningGroup RegionId=cn-hangzhou\n", exitInconclusive, "nothing could be judged; not supported: CreateAutoProvisioningGroup"},
	} {
		code, stdout, stderr := commandLine(t, "replay", sequenceFile(t, c.steps))
		if code != c.code || !strings.Contains(stdout+stderr, c.says) {
			t.Errorf("%s: code %d, want %d with %q; %s%s", name, code, c.code, c.says, stdout, stderr)
		}
	}
}

// Every name that a finding has can be explained.
func TestExplainKnowsWhatFindingsName(t *testing.T) {
	for name, says := range map[string]string{
		"ModifyInstanceAttribute/Description": "seen by   DescribeInstances.Description",
		"Instance/Starting-Running":           "Starting becomes Running by itself",
		"Instance/Pending-Starting/late":      "Pending becomes Starting by itself",
		"Instance/Running":                    "Starting becomes Running by itself",
		"RunInstances/reply":                  "the fields of the answer",
		"DescribeInstances/pages":             "TotalCount items together",
		"RunInstances/DryRunOperation":        "changes nothing",
		"StopInstance/concurrent":             "no order of their calls",
		"StopInstance":                        "a change that an accepted StopInstance makes",
	} {
		if code, stdout, stderr := commandLine(t, "explain", name); code != exitOK || !strings.Contains(stdout, says) {
			t.Errorf("explain %s: code %d, %s%s", name, code, stdout, stderr)
		}
	}
}

// A run without a terminal is never silent for long, and tells what it finds.
func TestTheLogOfALongRunIsNotSilent(t *testing.T) {
	var b bytes.Buffer
	ticks := make(chan time.Time)
	p := progressLines(&b, 5000, ticks)
	p.update(120, 5000, 0)
	p.found(finding.Finding{ID: "f1", Verdict: "failure", Kind: "refuses", Rule: "StopInstance/X", Basis: "documented", AtCall: 118})
	ticks <- time.Time{}
	p.done()
	want := "found f1: failure, refuses StopInstance/X (documented), at call 118\n… 120 of 5000 calls, 1 found; the run goes on\n"
	if b.String() != want {
		t.Errorf("it prints %q, want %q", b.String(), want)
	}
}

// Both texts of a message that differs are shown.
func TestBothTextsOfAMessageAreShown(t *testing.T) {
	code, stdout, _ := commandLine(t, strings.Fields("check --no-suite --calls 300 --operations StopInstance --mutant message:StopInstance/InvalidInstanceId.NotFound --findings "+t.TempDir())...)
	if code != exitOK || !strings.Contains(stdout, "message StopInstance/InvalidInstanceId.NotFound") {
		t.Fatalf("code %d:\n%s", code, stdout)
	}
	texts := regexp.MustCompile(`404 InvalidInstanceId.NotFound "([^"]*)"`).FindAllStringSubmatch(stdout, -1)
	if len(texts) < 2 || texts[0][1] == texts[1][1] {
		t.Errorf("the texts are %v:\n%s", texts, stdout)
	}
}

// One run writes its report in every form, and an earlier report is written in any.
func TestReportsInEveryForm(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	args := strings.Fields("check --no-suite --calls 200 --keep-going --mutant skip:StopInstance/MissingParameter --operations StopInstance --findings " + file("found"))
	for _, form := range []string{"json", "junit", "markdown", "sarif", "badge"} {
		args = append(args, "--"+form, file(form))
	}
	if code, _, stderr := commandLine(t, args...); code != exitFailure {
		t.Fatalf("code %d: %s", code, stderr)
	}
	for _, form := range []string{"junit", "markdown", "sarif", "badge"} {
		want, err := os.ReadFile(file(form))
		if err != nil {
			t.Fatal(err)
		}
		if code, stdout, stderr := commandLine(t, "report", file("json"), "--format", form); code != exitOK || stdout != string(want) {
			t.Errorf("%s: code %d, %s, again\n%s\nwas\n%s", form, code, stderr, stdout, want)
		}
	}
	data, err := os.ReadFile(file("json"))
	if err != nil {
		t.Fatal(err)
	}
	follows(t, data)
	for _, bad := range []struct{ args, why string }{
		{"report", "the JSON file of one report"},
		{"report " + file("markdown"), "it is no JSON of a report"},
		{"report " + file("json") + " --format pdf", "the formats are"},
		{"report " + file("json") + " --out " + dir, "--out"},
		{"check --junit " + file("x") + " --sarif " + file("x"), "name the same file"},
	} {
		if code, stdout, stderr := commandLine(t, strings.Fields(bad.args)...); code != exitUsage || stdout != "" || !strings.Contains(stderr, bad.why) {
			t.Errorf("%s: code %d, %q %q", bad.args, code, stdout, stderr)
		}
	}
}

// follows checks a report against the schema that docs/ publishes.
func follows(t *testing.T, report []byte) {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile("../../docs/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(report))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Error(err)
	}
}
