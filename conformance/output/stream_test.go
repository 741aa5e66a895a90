package output

import (
	"os"
	"path/filepath"
	"testing"
)

// A stream is whole after each addition, and has its last head in the end.
func TestAStreamIsWholeAfterEachAddition(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	holds := func(want string) {
		t.Helper()
		if data, err := os.ReadFile(path); err != nil || string(data) != want {
			t.Errorf("the file holds %q (%v), want %q", data, err, want)
		}
	}
	if err := os.WriteFile(path, []byte("what was there before, and is longer than what comes"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Begin(path, "head\n", "end\n")
	if err != nil {
		t.Fatal(err)
	}
	holds("head\nend\n")
	for _, add := range []string{"a\n", "bb\n"} {
		if err := s.Add(add, "end\n"); err != nil {
			t.Fatal(err)
		}
	}
	holds("head\na\nbb\nend\n")
	if err := s.Finish("a new and longer head\n", "end\n"); err != nil {
		t.Fatal(err)
	}
	holds("a new and longer head\na\nbb\nend\n")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("permissions %v (%v), want those that the file had", info.Mode(), err)
	}
	if _, err := Begin(filepath.Join(path, "below"), "h", "t"); err == nil {
		t.Error("a path below a file can be begun")
	}
}

// A stream whose head stays is not written again, and a device gets each part once.
func TestAStreamToADevice(t *testing.T) {
	s, err := Begin("/dev/null", "head\n", "end\n")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Add("a\n", "end\n"); err != nil {
		t.Error(err)
	}
	if err := s.Finish("another head\n", "end\n"); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat("/dev/null"); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		t.Errorf("the device is replaced: %v", err)
	}
}
