//go:build unix

package main

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A process whose log is not read goes on, and so does one whose reader is
// gone. A hang-up ends it properly.
func TestNobodyReadsTheLog(t *testing.T) {
	// A process that was started with nohup ignores a hang-up, and so would its children.
	hung := make(chan os.Signal, 1)
	signal.Notify(hung, syscall.SIGHUP)
	defer signal.Stop(hung)
	for _, gone := range []bool{false, true} {
		var from, to *os.File
		s := serveProcess(t, func(cmd *exec.Cmd) {
			var err error
			if from, to, err = os.Pipe(); err != nil {
				t.Fatal(err)
			}
			cmd.Stderr = to
		}, "--auth", "off", "--data-dir", filepath.Join(t.TempDir(), "state"))
		if err := to.Close(); err != nil {
			t.Fatal(err)
		}
		if gone {
			_, _ = bufio.NewReader(from).ReadString('\n')
			_ = from.Close()
		}
		client := &http.Client{Timeout: 10 * time.Second}
		for n := range 1500 { // some 200 KB of log; a pipe holds 64
			response, err := client.Get(s.url + "/?Action=DescribeRegions&Version=2014-05-26&Format=JSON")
			if err != nil {
				t.Fatalf("gone %v, call %d: %v", gone, n, err)
			}
			_ = response.Body.Close()
		}
		if err := s.cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		if err := s.cmd.Wait(); err != nil {
			t.Errorf("gone %v: a hang-up ends it with %v", gone, err)
		}
		_ = from.Close()
	}
}

// What a killed process leaves in the temporary directory, the next one removes;
// what a living one has there stays. A hang-up that is ignored is ignored.
func TestTheCertificateOfAKilledProcess(t *testing.T) {
	temporary := t.TempDir()
	in := func(cmd *exec.Cmd) { cmd.Env = append(cmd.Env, "TMPDIR="+temporary) }
	living := serveProcess(t, in, "--quiet")
	killed := serveProcess(t, in, "--quiet")
	if err := killed.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = killed.cmd.Wait()
	left, err := filepath.Glob(filepath.Join(temporary, "ecsim-*.pem"))
	if err != nil || len(left) != 2 {
		t.Fatalf("%v, %v", left, err)
	}
	old := time.Now().Add(-time.Minute)
	for _, name := range left {
		if err := os.Chtimes(name, old, old); err != nil {
			t.Fatal(err)
		}
	}
	next := serveProcess(t, func(cmd *exec.Cmd) {
		in(cmd)
		args := append([]string{"-c", `trap '' HUP; exec "$0" "$@"`, cmd.Path}, cmd.Args[1:]...)
		cmd.Path, cmd.Args = "/bin/sh", append([]string{"sh"}, args...)
	}, "--quiet")
	if now, err := filepath.Glob(filepath.Join(temporary, "ecsim-*.pem")); err != nil || len(now) != 2 {
		t.Errorf("beside the one of the living process and its own, the next one leaves %v, %v", now, err)
	}
	if err := next.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	response, err := http.Get(next.url + "/_ecsim/health")
	if err != nil {
		t.Fatalf("a hang-up that it was told to ignore ends it: %v", err)
	}
	_ = response.Body.Close()
	for _, s := range []*served{living, next} {
		if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := s.cmd.Wait(); err != nil {
			t.Errorf("%v\n%s", err, s.stderr)
		}
	}
	if now, err := filepath.Glob(filepath.Join(temporary, "*")); err != nil || len(now) != 0 {
		t.Errorf("left: %s, %v", strings.Join(now, " "), err)
	}
}
