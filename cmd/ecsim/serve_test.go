package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// serving runs `ecsim serve` until the test ends, and returns its URL from the
// ready file. What it printed can be read once stop has returned its exit code.
func serving(t *testing.T, args ...string) (url string, stderr *bytes.Buffer, stop func() int) {
	t.Helper()
	ready := filepath.Join(t.TempDir(), "ready")
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	done := make(chan int, 1)
	var out bytes.Buffer
	stderr = &bytes.Buffer{}
	go func() { done <- run(ctx, append([]string{"serve", "--ready-file", ready}, args...), &out, stderr) }()
	stop = func() int {
		cancel()
		select {
		case code := <-done:
			return code
		case <-time.After(20 * time.Second):
			t.Fatal("serve does not end with its context")
			return 0
		}
	}
	for range 1000 {
		if data, err := os.ReadFile(ready); err == nil {
			return strings.TrimSpace(string(data)), stderr, stop
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("serve is not ready after ten seconds: exit code %d\n%s", stop(), stderr)
	return "", nil, nil
}

func get(t *testing.T, url string) (status int, body map[string]any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close() //nolint:errcheck // it was read to its end
	if err := json.NewDecoder(response.Body).Decode(&body); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, body
}

func TestServeAnswersUntilItsContextEnds(t *testing.T) {
	url, stderr, stop := serving(t, "--addr", "127.0.0.1:0", "--clock", "ticks", "--world", "quota", "--seed", "7")
	if _, info := get(t, url+"/_ecsim/info"); info["world"] != "quota" || info["seed"] != 7.0 {
		t.Errorf("info says %v", info)
	}
	if status, body := get(t, url+"/?Action=DescribeRegions&Format=JSON"); status != http.StatusBadRequest || body["Code"] == nil {
		t.Errorf("an unsigned call is answered %d %v", status, body)
	}
	if code := stop(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	banner := regexp.MustCompile(`^ecsim \S+ serves [0-9]+ of [0-9]+ operations at ` + url + `
  world quota, seed 7, clock ticks, transitions timed, faults armed: 0
  auth strict, development key: ecsim-main / ecsim-main-secret
  https at the same port; certificate: \S+
  try:  eval "\$\(ecsim env ` + url + `\)" && \S.*
`)
	text := stderr.String()
	head := banner.FindString(text)
	if head == "" || strings.Count(head, "\n") > 8 {
		t.Errorf("serve prints\n%s", text)
	}
	if calls := strings.TrimPrefix(text, head); strings.Count(calls, "\n") != 1 || !strings.Contains(calls, "operation=DescribeRegions") {
		t.Errorf("serve logs\n%s", calls)
	}
	if _, err := http.Get(url); err == nil { //nolint:bodyclose // there is no answer
		t.Error("the port still answers")
	}
}

// Every flag of serve is an environment variable too; the flag wins.
func TestServeTakesFlagsFromTheEnvironment(t *testing.T) {
	t.Setenv("ECSIM_ADDR", "127.0.0.1:0")
	t.Setenv("ECSIM_SEED", "5")
	t.Setenv("ECSIM_AUTH", "off")
	t.Setenv("ECSIM_TRANSITIONS", "manual")
	url, _, stop := serving(t, "--transitions", "instant")
	if _, info := get(t, url+"/_ecsim/info"); info["seed"] != 5.0 || info["transitions"] != "instant" {
		t.Errorf("info says %v", info)
	}
	if status, body := get(t, url+"/?Action=DescribeRegions&Version=2014-05-26&Format=JSON"); status != http.StatusOK {
		t.Errorf("auth off answers %d %v", status, body)
	}
	if code := stop(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	t.Setenv("ECSIM_SEED", "many")
	_, lines := mustRun(t, exitUsage, "serve")
	wantOneLine(t, "", lines, `ECSIM_SEED="many": `)
}

func TestServeOnAPortThatIsTaken(t *testing.T) {
	url, _, stop := serving(t, "--addr", "127.0.0.1:0")
	stdout, stderr := mustRun(t, exitUsage, "serve", "--addr", strings.TrimPrefix(url, "http://"))
	wantOneLine(t, stdout, stderr, "address already in use: choose another --addr, or port 0 for a free one")
	if code := stop(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
}

// A simulator on all addresses announces one that its own commands can use.
func TestServeOnAllAddresses(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", "[::]:0"} {
		url, _, stop := serving(t, "--addr", addr, "--expose", "--quiet")
		mustRun(t, exitOK, "wait", url, "--for", "5s")
		if out, _ := mustRun(t, exitOK, "env", url); !strings.Contains(out, "ECSIM_URL='"+url+"'") {
			t.Errorf("env prints %s", out)
		}
		if code := stop(); code != exitOK {
			t.Errorf("exit code %d", code)
		}
	}
}

// A world that begins outside of what a clock can hold is refused.
func TestAWorldOfAnotherAge(t *testing.T) {
	text, _ := mustRun(t, exitOK, "world", "show", "default")
	for _, now := range []string{"2300-01-01T00:00:00Z", "1600-01-01T00:00:00Z", "9999-12-31T23:59:59Z"} {
		file := filepath.Join(t.TempDir(), "world.yaml")
		other := regexp.MustCompile(`(?m)^now: .*$`).ReplaceAllString(text, "now: "+now)
		if err := os.WriteFile(file, []byte(other), 0o600); err != nil {
			t.Fatal(err)
		}
		stdout, stderr := mustRun(t, exitUsage, "world", "check", file)
		wantOneLine(t, stdout, stderr, "give a time from 1970 to 2199")
	}
}
