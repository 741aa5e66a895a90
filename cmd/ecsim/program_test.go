package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// asProgram makes the test binary be the program itself, for tests of what only a
// process has: signals, pipes, limits.
const asProgram = "ECSIM_TEST_IS_THE_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// programCommand is the program as a process of its own, which ends with the test.
func programCommand(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, self, args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// A served is a process that serves.
type served struct {
	cmd    *exec.Cmd
	url    string
	stderr *syncBuffer
}

// serveProcess starts `ecsim serve` as a process of its own. edit may change the
// command before it starts.
func serveProcess(t *testing.T, edit func(*exec.Cmd), args ...string) *served {
	t.Helper()
	ready := filepath.Join(t.TempDir(), "ready")
	s := &served{stderr: &syncBuffer{}}
	s.cmd = programCommand(t, append([]string{"serve", "--addr", "127.0.0.1:0", "--ready-file", ready}, args...)...)
	s.cmd.Stderr = s.stderr
	if edit != nil {
		edit(s.cmd)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait()
	})
	for range 2000 {
		if data, err := os.ReadFile(ready); err == nil && len(data) > 0 {
			s.url = strings.TrimSpace(string(data))
			return s
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("serve is not ready after twenty seconds:\n%s", s.stderr)
	return nil
}

// A syncBuffer is a buffer that one goroutine may write and another read.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
