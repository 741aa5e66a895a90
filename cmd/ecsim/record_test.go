package main

import (
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aliyun/alibaba-cloud-sdk-go/sdk"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/auth/credentials"
	sdkerrors "github.com/aliyun/alibaba-cloud-sdk-go/sdk/errors"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"

	"github.com/ecsim/ecsim/sim/rpc/control"
)

// calling makes calls of the SDK as an application would.
func calling(t *testing.T, address, key, secret string) func(op string, params map[string]string) map[string]any {
	t.Helper()
	c, err := sdk.NewClientWithOptions("cn-hangzhou", sdk.NewConfig(), credentials.NewAccessKeyCredential(key, secret))
	if err != nil {
		t.Fatal(err)
	}
	return func(op string, params map[string]string) map[string]any {
		t.Helper()
		r := requests.NewCommonRequest()
		r.Method, r.Scheme, r.Version, r.ApiName, r.Domain = "POST", "http", "2014-05-26", op, strings.TrimPrefix(address, "http://")
		r.QueryParams = params
		answer, err := c.ProcessCommonRequest(r)
		if err != nil {
			if failed, ok := errors.AsType[sdkerrors.Error](err); ok {
				return map[string]any{"Code": failed.ErrorCode(), "Message": failed.Message()}
			}
			t.Fatal(err)
		}
		var body map[string]any
		if err := json.Unmarshal(answer.GetHttpContentBytes(), &body); err != nil {
			t.Fatal(err)
		}
		return body
	}
}

// What an application does with a simulator becomes a sequence without secrets,
// which shows no difference on a fresh one.
func TestARecordedLifeReplays(t *testing.T) {
	file := filepath.Join(t.TempDir(), "life.seq")
	id, idle := recordedLife(t, file)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, want := range []string{
		"# ecsim sequence 1 · world default · seed 1\n", "passwords and user data are placeholders", "left out: 1 requests that were refused",
		"ImageId=$image.linux", "VSwitchId=$vsw1", "i1 = RunInstances ", "at +5m0s\nawait i1 Running\n", "at +" + idle.String() + "\nawait i1 Stopped\n",
		"as nobody\n", "as main\n",
		"ModifyInstanceAttribute InstanceId=$i1 NetworkInterfaceQueueNumber=2 RegionId=cn-hangzhou\n  saw    400 InvalidOperation.InvalidEcsState\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the recording lacks %q", want)
		}
	}
	holdsNone(t, text, append(recordedSecrets(), id)...)
	if n := len(regexp.MustCompile(`(?m)^DescribeInstances InstanceIds`).FindAllString(text, -1)); n != 2 {
		t.Errorf("%d looks are kept, want one before and one after the move of the clock", n)
	}
	out, _ := mustRun(t, exitOK, "replay", file)
	if !strings.Contains(out, "no difference") {
		t.Errorf("the recording differs on a fresh simulator:\n%s", out)
	}
}

// The same as a trace: it replays, and is judged again without a call.
func TestARecordedTraceReplaysAndIsVerified(t *testing.T) {
	file := filepath.Join(t.TempDir(), "life.trace")
	recordedLife(t, file)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	holdsNone(t, string(data), recordedSecrets()...)
	for _, command := range []string{"replay", "verify"} {
		out, _ := mustRun(t, exitOK, command, file)
		if !strings.Contains(out, "no difference") && !strings.Contains(out, "failures 0, questions 0, inconclusive 0") {
			t.Errorf("%s of the recording:\n%s", command, out)
		}
	}
}

func recordedSecrets() []string {
	return []string{"My-Secret-42", "weak-secret", "bXktc2VjcmV0", "ecsim-main-secret"}
}

func holdsNone(t *testing.T, text string, secrets ...string) {
	t.Helper()
	for _, secret := range secrets {
		if strings.Contains(text, secret) {
			t.Errorf("the recording holds %s", secret)
		}
	}
}

// recordedLife records the life of an instance, and returns its id and how far a
// run until idle moved the time.
func recordedLife(t *testing.T, file string) (id string, idle time.Duration) {
	t.Helper()
	address, _, stop := serving(t, "--addr", "127.0.0.1:0", "--clock", "frozen", "--record", file, "--quiet")
	steer := &control.Client{URL: address}
	info, err := steer.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	call := calling(t, address, "ecsim-main", "ecsim-main-secret")
	run := map[string]string{
		"RegionId": "cn-hangzhou", "ImageId": info.Names["image.linux"], "InstanceType": "ecs.g7.xlarge", "VSwitchId": info.Names["vsw1"],
		"SecurityGroupId": info.Names["sg1"], "Password": "My-Secret-42", "UserData": "bXktc2VjcmV0", "ClientToken": "t1",
	}
	made := call("RunInstances", run)
	id, _ = made["InstanceIdSets"].(map[string]any)["InstanceIdSet"].([]any)[0].(string)
	call("RunInstances", run) // the same again: nothing new
	for range 3 {             // polls, of which one is kept
		call("DescribeInstances", map[string]string{"InstanceIds": `["` + id + `"]`})
	}
	if _, err := steer.Advance(t.Context(), 5*time.Minute); err != nil {
		t.Fatal(err)
	}
	call("DescribeInstances", map[string]string{"InstanceIds": `["` + id + `"]`})
	queues := map[string]string{"InstanceId": id, "NetworkInterfaceQueueNumber": "2"}
	if got := call("ModifyInstanceAttribute", queues)["Code"]; got != "InvalidOperation.InvalidEcsState" {
		t.Errorf("a Running instance takes queues: %v", got)
	}
	call("StopInstance", map[string]string{"InstanceId": id})
	idle = untilIdle(t, steer)
	call("ModifyInstanceAttribute", queues)
	call("ModifyInstanceAttribute", map[string]string{"InstanceId": id, "Password": "weak-secret"})
	calling(t, address, "ecsim-nobody", "ecsim-nobody-secret")("DescribeInstances", map[string]string{})
	calling(t, address, "ecsim-main", "wrong")("DescribeInstances", map[string]string{}) // no call
	call("DeleteInstance", map[string]string{"InstanceId": id})
	if code := stop(); code != exitOK {
		t.Fatalf("exit code %d", code)
	}
	return id, idle
}

// untilIdle lets everything happen, and returns how far the time moved.
func untilIdle(t *testing.T, steer *control.Client) time.Duration {
	t.Helper()
	before, err := steer.Clock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	after, err := steer.RunUntilIdle(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if after.Fired == 0 || !after.Now.After(before.Now) {
		t.Errorf("%d transitions, from %v to %v", after.Fired, before.Now, after.Now)
	}
	return after.Now.Sub(before.Now)
}

// A reset begins another file, since a sequence begins where its world does.
func TestAResetBeginsAnotherRecording(t *testing.T) {
	file := filepath.Join(t.TempDir(), "two.trace")
	address, _, stop := serving(t, "--addr", "127.0.0.1:0", "--clock", "frozen", "--record", file, "--quiet")
	call := calling(t, address, "ecsim-main", "ecsim-main-secret")
	call("DescribeRegions", map[string]string{})
	if err := (&control.Client{URL: address}).Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	call("DescribeZones", map[string]string{})
	if code := stop(); code != exitOK {
		t.Fatalf("exit code %d", code)
	}
	for path, op := range map[string]string{file: "DescribeRegions", strings.TrimSuffix(file, ".trace") + "-2.trace": "DescribeZones"} {
		data, err := os.ReadFile(path)
		if err != nil || strings.Count(string(data), "\nDescribe") != 1 || !strings.Contains(string(data), "\n"+op) {
			t.Errorf("%s holds\n%s%v", path, data, err)
		}
	}
}

func TestWaitAndEnv(t *testing.T) {
	dir := t.TempDir()
	endpoints := filepath.Join(dir, "endpoints.json")
	address, _, stop := serving(t, "--addr", "127.0.0.1:0", "--quiet", "--endpoints-file", endpoints)
	mustRun(t, exitOK, "wait", address, "--for", "10s")
	stdout, hints := mustRun(t, exitOK, "env", address)
	at, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(stdout) {
		if !regexp.MustCompile(`^export [A-Z_]+='[^']*'\n$`).MatchString(line) {
			t.Errorf("no shell should read %q", line)
		}
	}
	for _, want := range []string{"ECSIM_URL='" + address + "'", "ALIBABA_CLOUD_ACCESS_KEY_ID='ecsim-main'", "ECS_ENDPOINT='" + at.Host + "'", "ALICLOUD_REGION='cn-hangzhou'"} {
		if !strings.Contains(stdout, "export "+want+"\n") {
			t.Errorf("no %s in\n%s", want, stdout)
		}
	}
	if !strings.Contains(hints, "--endpoint "+at.Host) {
		t.Errorf("hints: %s", hints)
	}
	if data, err := os.ReadFile(endpoints); err != nil || !strings.Contains(string(data), `"url": "`+address+`"`) {
		t.Errorf("%s, %v", data, err)
	}
	if code := stop(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	_, stderr := mustRun(t, exitUsage, "wait", address, "--for", "50ms")
	wantOneLine(t, "", stderr, "is not ready after 50ms")
	stdout, _ = mustRun(t, exitOK, "env", "--unset")
	if !strings.HasPrefix(stdout, "unset ECSIM_URL ") {
		t.Errorf("%s", stdout)
	}
}

func TestWorldCommands(t *testing.T) {
	stdout, _ := mustRun(t, exitOK, "world", "list")
	if !strings.Contains(stdout, "default ") || !strings.Contains(stdout, "quota ") {
		t.Errorf("%s", stdout)
	}
	stdout, _ = mustRun(t, exitOK, "world", "show", "default")
	file := filepath.Join(t.TempDir(), "mine.yaml")
	if err := os.WriteFile(file, []byte(strings.Replace(stdout, "name: default", "name: mine", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if stdout, _ = mustRun(t, exitOK, "world", "check", file); !strings.HasPrefix(stdout, "mine ") {
		t.Errorf("%s", stdout)
	}
	if err := os.WriteFile(file, []byte("name: mine\nnow: 2026-01-01T00:00:00Z\ncolour: red\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, stderr := mustRun(t, exitUsage, "world", "check", file)
	if !strings.Contains(stderr, "mine.yaml: ") || !strings.Contains(stderr, "line 3") {
		t.Errorf("%s", stderr)
	}
}

// Names of parameters that a client makes up become no steps of a recording, and
// do not make it unreadable.
func TestARecordingQuotesNames(t *testing.T) {
	for _, ending := range []string{".seq", ".trace"} {
		file := filepath.Join(t.TempDir(), "hostile"+ending)
		address, _, stop := serving(t, "--addr", "127.0.0.1:0", "--quiet", "--auth", "off", "--record", file)
		for _, name := range []string{"a%20b", "Y%3D1%0ADeleteInstance%20InstanceId%3Di-1%20Force", "%22", "%1B%5B2J", ""} {
			get(t, address+"/?Action=StartInstance&Version=2014-05-26&Format=JSON&InstanceId=i-1&"+name+"=1")
		}
		if code := stop(); code != exitOK {
			t.Fatalf("exit code %d", code)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if text := string(data); strings.Contains(text, "\nDeleteInstance") || strings.Contains(text, "\x1b") || strings.Count(text, "\nStartInstance") != 5 {
			t.Errorf("recorded:\n%s", text)
		}
		mustRun(t, exitOK, "replay", file)
	}
}
