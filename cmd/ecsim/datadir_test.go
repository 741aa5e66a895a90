package main

import (
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc/control"
)

// A client that repeats its calls after a restart of `serve --data-dir` is
// answered as before it: used and burnt tokens are kept.
func TestServeKeepsTokens(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	var launch map[string]string
	with := func(token, name string) map[string]string {
		params := maps.Clone(launch)
		params["ClientToken"], params["InstanceName"] = token, name
		return params
	}
	var first string
	for restart := range 3 {
		address, _, stop := serving(t, "--addr", "127.0.0.1:0", "--quiet", "--data-dir", dir)
		steer := &control.Client{URL: address}
		call := calling(t, address, "ecsim-main", "ecsim-main-secret")
		if restart == 0 {
			info, err := steer.Info(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			launch = map[string]string{
				"RegionId": "cn-hangzhou", "ImageId": info.Names["image.linux"], "InstanceType": "ecs.g7.large",
				"VSwitchId": info.Names["vsw1"], "SecurityGroupId": info.Names["sg1"],
			}
			if _, err := steer.Arm(t.Context(), sim.Fault{Operation: "RunInstances", Code: "InternalError", Times: 1, BurnsToken: true}); err != nil {
				t.Fatal(err)
			}
			if got := call("RunInstances", with("burnt", "box"))["Code"]; got != "InternalError" {
				t.Fatalf("the fault strikes with %v", got)
			}
		}
		answer := call("RunInstances", with("used", "box"))
		sets, ok := answer["InstanceIdSets"].(map[string]any)
		if !ok {
			t.Fatalf("restart %d: %v", restart, answer)
		}
		made, _ := sets["InstanceIdSet"].([]any)[0].(string)
		if first == "" {
			first = made
		}
		if made != first {
			t.Errorf("restart %d: the token made %s, it had made %s", restart, made, first)
		}
		for _, c := range []struct{ token, name, code string }{
			{"used", "other", "IdempotentParameterMismatch"}, {"burnt", "box", "IdempotentFailed"}, {"burnt", "other", "IdempotentParameterMismatch"},
		} {
			if got := call("RunInstances", with(c.token, c.name))["Code"]; got != c.code {
				t.Errorf("restart %d: token %s, name %s: %v, want %s", restart, c.token, c.name, got, c.code)
			}
		}
		if code := stop(); code != exitOK {
			t.Fatalf("exit code %d", code)
		}
	}
}

// A full disk is reported at once: by ready, in the log of a quiet server, and
// in every write that is refused for it. Reads go on, and no acknowledged
// change is lost.
func TestAFullDiskIsReported(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	limited := func(cmd *exec.Cmd) { // files of 512 KiB at most, as on a disk that is full
		args := append([]string{"-c", `ulimit -f 1024; exec "$0" "$@"`, cmd.Path}, cmd.Args[1:]...)
		cmd.Path, cmd.Args = "/bin/sh", append([]string{"sh"}, args...)
	}
	s := serveProcess(t, limited, "--quiet", "--data-dir", dir, "--auth", "off", "--clock", "frozen")
	call := calling(t, s.url, "ecsim-main", "ecsim-main-secret")
	steer := &control.Client{URL: s.url}
	if ready, err := steer.Ready(t.Context()); err != nil || !ready.Ready {
		t.Fatalf("at the beginning: %+v, %v", ready, err)
	}
	info, err := steer.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	acknowledged, refused := 0, map[string]any{}
	for ; acknowledged < 200 && refused["Code"] == nil; acknowledged++ {
		refused = call("CreateSecurityGroup", map[string]string{"RegionId": "cn-hangzhou", "VpcId": info.Names["vpc1"], "Filler": strings.Repeat("x", 20000)})
	}
	if message, _ := refused["Message"].(string); refused["Code"] != "InternalError" || !strings.Contains(message, "until a restart") {
		t.Fatalf("after %d calls: %v", acknowledged, refused)
	}
	ready, err := steer.Ready(t.Context())
	if err != nil || ready.Ready || !strings.Contains(ready.Why, "until a restart") {
		t.Errorf("ready says %+v, %v", ready, err)
	}
	if got := call("DescribeRegions", map[string]string{})["Code"]; got != nil {
		t.Errorf("a read is answered %v", got)
	}
	// The line about a request is written after its reply: the whole log is there when the process has ended.
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = s.cmd.Wait()
	for _, want := range []string{`msg="the journal failed"`, "operation=CreateSecurityGroup"} {
		if !strings.Contains(s.stderr.String(), want) {
			t.Errorf("a quiet log does not say %q:\n%s", want, s.stderr)
		}
	}
}

// Other files in a data directory do no harm, a world file has to be given
// again, and damage is found and repaired from the command line.
func TestDataCheckAndRepair(t *testing.T) {
	t.Chdir(t.TempDir())
	text, _ := mustRun(t, exitOK, "world", "show", "default")
	if err := os.WriteFile("big.yaml", []byte(strings.Replace(text, "name: default", "name: big", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.MkdirAll("state/lost+found", 0o700), os.WriteFile("state/.gitignore", []byte("*"), 0o600)); err != nil {
		t.Fatal(err)
	}
	args := []string{"--addr", "127.0.0.1:0", "--quiet", "--data-dir", "state", "--clock", "frozen", "--record", "state/life.seq"}
	_, _, stop := serving(t, append(args, "--world", "big.yaml")...)
	if code := stop(); code != exitOK {
		t.Fatalf("exit code %d", code)
	}
	stdout, stderr := mustRun(t, exitUsage, append([]string{"serve"}, args...)...)
	wantOneLine(t, stdout, stderr, `was begun with a world file of the name "big": give it with --world`)
	_, _, stop = serving(t, append(args, "--world", "big.yaml")...)
	if code := stop(); code != exitOK {
		t.Fatalf("again, with a recording in the directory: exit code %d", code)
	}
	for _, c := range []struct {
		want []string
		args []string
		code int
	}{
		{[]string{"state/ecsim.db\n  world big, seed 1", "whole; not replayed: give the world file"}, []string{"check", "state"}, exitOK},
		{[]string{"whole; 0 changes replayed lead to a world at 2026-"}, []string{"check", "state", "--world", "big.yaml"}, exitOK},
		{[]string{"whole: there is nothing to repair"}, []string{"repair", "state"}, exitOK},
	} {
		out, _ := mustRun(t, c.code, append([]string{"data"}, c.args...)...)
		for _, want := range c.want {
			if !strings.Contains(out, want) {
				t.Errorf("data %v prints\n%s\nwant %q", c.args, out, want)
			}
		}
	}
	file, err := os.ReadFile("state/ecsim.db")
	if err != nil {
		t.Fatal(err)
	}
	file[20] ^= 1
	if err := os.WriteFile("state/ecsim.db", file, 0o600); err != nil {
		t.Fatal(err)
	}
	stdout, stderr = mustRun(t, exitUsage, append([]string{"serve", "--world", "big.yaml"}, args...)...)
	wantOneLine(t, stdout, stderr, "page 0 is damaged")
	if !strings.Contains(stderr, "ecsim data repair state") {
		t.Errorf("it does not say what to do: %s", stderr)
	}
	out, _ := mustRun(t, exitFailure, "data", "check", "state")
	if !strings.Contains(out, "damaged: page 0 is damaged") {
		t.Errorf("check prints\n%s", out)
	}
	out, _ = mustRun(t, exitOK, "data", "repair", "state")
	if !strings.Contains(out, "the damaged file is state/ecsim.db.damaged") {
		t.Errorf("repair prints\n%s", out)
	}
	_, _, stop = serving(t, append(args, "--world", "big.yaml")...)
	if code := stop(); code != exitOK {
		t.Fatalf("after the repair: exit code %d", code)
	}
}
