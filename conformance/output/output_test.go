//go:build unix

package output

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gofrs/flock"
)

func modeOf(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode()
}

func content(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// A file is replaced whole, with its permissions or narrower ones, and nothing
// is left beside it.
func TestAFileKeepsItsPermissions(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		name      string
		old, want fs.FileMode // old 0: there is none
		write     func(string, []byte) error
	}{
		{"new", 0, 0o644, Write},
		{"public", 0o664, 0o664, Write},
		{"private", 0o600, 0o600, Write},
		{"new secret", 0, 0o600, WritePrivate},
		{"secret that was public", 0o644, 0o600, WritePrivate},
		{"secret that was read-only", 0o400, 0o400, WritePrivate},
	} {
		path := filepath.Join(dir, c.name)
		if c.old != 0 {
			if err := errors.Join(os.WriteFile(path, []byte("old"), 0o600), os.Chmod(path, c.old)); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.write(path, []byte("text")); err != nil {
			t.Fatal(err)
		}
		if got := modeOf(t, path); got != c.want || content(t, path) != "text" {
			t.Errorf("%s: mode %v, want %v; %q", c.name, got, c.want, content(t, path))
		}
	}
	if all, err := os.ReadDir(dir); err != nil || len(all) != 6 {
		t.Errorf("%d files are left, %v", len(all), err)
	}
}

// A device or a pipe is written to and stays what it is; a link is left alone.
func TestOnlyFilesAreReplaced(t *testing.T) {
	dir := t.TempDir()
	fifo, target, link, loose := filepath.Join(dir, "fifo"), filepath.Join(dir, "target"), filepath.Join(dir, "link"), filepath.Join(dir, "loose")
	if err := errors.Join(syscall.Mkfifo(fifo, 0o600), os.WriteFile(target, []byte("mine"), 0o600), os.Symlink(target, link), os.Symlink("nowhere", loose)); err != nil {
		t.Fatal(err)
	}
	read := make(chan string, 1)
	go func() {
		f, err := os.Open(fifo)
		if err != nil {
			read <- err.Error()
			return
		}
		defer f.Close() //nolint:errcheck // it was read to its end
		data, err := io.ReadAll(f)
		read <- string(data) + errorText(err)
	}()
	if err := errors.Join(Check(fifo), Write(fifo, []byte("text"))); err != nil {
		t.Fatal(err)
	}
	if got := <-read; got != "text" || modeOf(t, fifo)&fs.ModeNamedPipe == 0 {
		t.Errorf("the pipe gives %q and is %v", got, modeOf(t, fifo))
	}
	for _, path := range []string{link, loose} {
		for what, err := range map[string]error{"write": Write(path, []byte("x")), "check": Check(path)} {
			if err == nil || !strings.Contains(err.Error(), "it is a link: name the file itself") {
				t.Errorf("%s %s: %v", what, path, err)
			}
		}
		if modeOf(t, path)&fs.ModeSymlink == 0 || content(t, target) != "mine" {
			t.Errorf("%s was replaced, or written through", path)
		}
	}
	for _, device := range []string{"null", "full"} {
		node := filepath.Join(dir, device)
		minor := map[string]int{"null": 3, "full": 7}[device]
		if err := syscall.Mknod(node, syscall.S_IFCHR|0o666, 1<<8|minor); err != nil {
			t.Logf("no device can be made here: %v", err)
			node = "/dev/" + device
			if os.Geteuid() == 0 {
				continue // a mistake would destroy it
			}
		}
		err := errors.Join(Check(node), Write(node, []byte("text")))
		if (err != nil) != (device == "full") && !errors.Is(err, fs.ErrPermission) {
			t.Errorf("%s: %v", device, err)
		}
		if modeOf(t, node)&fs.ModeCharDevice == 0 {
			t.Errorf("%s is %v", device, modeOf(t, node))
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// What cannot be written is known before the work begins, and the check changes nothing.
func TestCheck(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "new"): "", file: "", "-": "", "/dev/stdout": "", dir: "it is a directory: name a file",
		filepath.Join(dir, "missing", "x"): "make the directory first", filepath.Join(file, "x"): "not a directory",
		filepath.Join(dir, strings.Repeat("n", 300)): "file name too long", "/proc/nowhere": "write /proc/nowhere",
	} {
		err := Check(path)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	for path, want := range map[string]string{filepath.Join(dir, "a", "b"): "", dir: "", file: "is not a directory", filepath.Join(file, "x"): "not a directory"} {
		err := CheckDir(path)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	if all, err := os.ReadDir(dir); err != nil || len(all) != 1 || content(t, file) != "text" {
		t.Errorf("the check left %v, %v", all, err)
	}
}

// What a killed process left is removed, and what another one is writing is not.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	old := time.Now().Add(-time.Minute)
	for _, name := range []string{".ecsim-1-1", ".ecsim-1-2", "other"} {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Chtimes(path, old, old)); err != nil {
			t.Fatal(err)
		}
	}
	busy := flock.New(filepath.Join(dir, ".ecsim-1-2"))
	if ok, err := busy.TryLock(); err != nil || !ok {
		t.Fatal(ok, err)
	}
	defer busy.Close() //nolint:errcheck // the test is over
	if err := Check(filepath.Join(dir, "report.json")); err != nil {
		t.Fatal(err)
	}
	if all, err := os.ReadDir(dir); err != nil || len(all) != 2 || all[0].Name() != ".ecsim-1-2" {
		t.Errorf("left: %v, %v", all, err)
	}
}
