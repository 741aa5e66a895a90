// Package output writes the files that a command is asked for: reports,
// recordings, findings.
//
// A file is written whole or not at all, and keeps its permissions. What is no
// regular file (a device, a pipe) is never replaced: it is written to. A link is
// refused. Check tells before the work begins whether a file can be written.
// The package knows no other; begin with Write.
package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// temporary begins the names of files that are not complete.
const temporary = ".ecsim-"

// Permissions of files that are new. Those of an existing file are kept.
const (
	Public  fs.FileMode = 0o644
	Private fs.FileMode = 0o600
)

// IsStandard says whether a path stands for the standard output.
func IsStandard(path string) bool { return path == "-" || path == "/dev/stdout" }

// Write writes a file that everybody may read, as far as the umask allows.
func Write(path string, data []byte) error { return write(path, data, Public) }

// WritePrivate writes a file for its owner alone, where it is new; from an
// existing file it takes the permissions of others.
func WritePrivate(path string, data []byte) error { return write(path, data, Private) }

func write(path string, data []byte, mode fs.FileMode) error {
	if IsStandard(path) {
		_, err := os.Stdout.Write(data)
		return withPath(path, err)
	}
	kind, mode, err := inspect(path, mode)
	switch {
	case err != nil:
		return err
	case kind == through:
		return withPath(path, into(path, os.O_WRONLY, data))
	}
	err = replace(path, data, mode)
	if kind == present && cannotReplace(err) {
		err = into(path, os.O_WRONLY|os.O_TRUNC, data)
	}
	return withPath(path, err)
}

func withPath(path string, err error) error {
	if err == nil {
		return nil
	}
	if inner, ok := errors.AsType[*fs.PathError](err); ok {
		err = inner.Err
	}
	return fmt.Errorf("write %s: %w", path, err)
}

// A kind says what there is at a path.
type kind int

const (
	absent  kind = iota
	present      // a regular file
	through      // what is written to and never replaced
)

// inspect returns what there is at a path, and the permissions that a file there
// has or gets.
func inspect(path string, mode fs.FileMode) (kind, fs.FileMode, error) {
	info, err := os.Stat(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
		return absent, 0, withPath(path, err)
	}
	link, linkErr := os.Lstat(path)
	isLink := linkErr == nil && link.Mode()&fs.ModeSymlink != 0
	switch {
	case isLink && (info == nil || info.Mode().IsRegular() || info.IsDir()):
		return absent, 0, fmt.Errorf("write %s: it is a link: name the file itself", path)
	case info == nil:
		return absent, mode, nil
	case info.IsDir():
		return absent, 0, fmt.Errorf("write %s: it is a directory: name a file", path)
	case info.Mode().IsRegular():
		if mode == Private {
			return present, info.Mode().Perm() & Private, nil
		}
		return present, info.Mode().Perm(), nil
	case info.Mode()&fs.ModeSocket != 0:
		return absent, 0, fmt.Errorf("write %s: it is a socket: name a file", path)
	default:
		return through, 0, nil
	}
}

// into writes to what is there.
func into(path string, flag int, data []byte) error {
	f, err := os.OpenFile(path, flag, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// cannotReplace says that a file can only be written in its place: its directory
// takes no new file, or it is mounted there.
func cannotReplace(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) || errors.Is(err, syscall.EBUSY)
}

// replace writes a file beside the path, which then takes its name. The lock
// tells others that somebody is writing it.
func replace(path string, data []byte, mode fs.FileMode) error {
	return replaceWith(path, mode, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// replaceWith is replace for what is not in memory as a whole.
func replaceWith(path string, mode fs.FileMode, fill func(io.Writer) error) error {
	f, err := create(path, mode)
	if err != nil {
		return err
	}
	lock := flock.New(f.Name(), flock.SetFlag(os.O_RDWR))
	_, err = lock.TryLock()
	if err == nil {
		err = fill(f)
	}
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	err = errors.Join(err, lock.Close())
	if info, statErr := os.Stat(path); err == nil && statErr == nil {
		err = os.Chmod(f.Name(), mode) // an existing file's, whatever the umask is
		keepOwner(f.Name(), info)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// create makes a file with a name that nothing has.
func create(path string, mode fs.FileMode) (*os.File, error) {
	for n := 0; ; n++ {
		name := fmt.Sprintf("%s%d-%d", temporary, os.Getpid(), time.Now().UnixNano())
		f, err := os.OpenFile(filepath.Join(filepath.Dir(path), name), os.O_CREATE|os.O_EXCL|os.O_RDWR, mode)
		if !errors.Is(err, fs.ErrExist) || n > 100 {
			return f, err
		}
	}
}

// Check says why a file could not be written later, and changes nothing. On the
// way it removes what a killed process left beside it.
func Check(path string) error {
	if IsStandard(path) {
		return nil
	}
	kind, mode, err := inspect(path, Private)
	if err != nil {
		return err
	}
	switch kind {
	case through:
		return nil
	case present:
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return withPath(path, err)
		}
		return withPath(path, f.Close())
	default:
		return checkAbsent(path, mode)
	}
}

// checkAbsent says why a file that is not there could not be made.
func checkAbsent(path string, mode fs.FileMode) error {
	dir := filepath.Dir(path)
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("%w: make the directory first", err)
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is not a directory", dir)
	}
	if len(filepath.Base(path)) > 255 {
		return withPath(path, syscall.ENAMETOOLONG)
	}
	Sweep(dir, temporary+"*")
	f, err := create(path, mode)
	if err != nil {
		return withPath(path, err)
	}
	return withPath(path, errors.Join(f.Close(), os.Remove(f.Name())))
}

// CheckDir says why no files could be written into a directory later, which may
// have to be made.
func CheckDir(dir string) error {
	for {
		info, err := os.Stat(dir)
		switch {
		case err == nil && !info.IsDir():
			return fmt.Errorf("%s is not a directory", dir)
		case err == nil:
			return Check(filepath.Join(dir, temporary+"check"))
		case !errors.Is(err, fs.ErrNotExist):
			return err
		}
		if link, err := os.Lstat(dir); err == nil && link.Mode()&fs.ModeSymlink != 0 {
			return fmt.Errorf("%s is a link to nothing", dir)
		}
		dir = filepath.Dir(dir)
	}
}

// Sweep removes files that a killed process left in a directory: of the names of
// the pattern those that nobody holds the lock of. A file is locked a moment
// after it is made, so that the youngest are left alone.
func Sweep(dir, pattern string) {
	names, err := filepath.Glob(filepath.Join(escaped(dir), pattern))
	if err != nil {
		return
	}
	for _, name := range names {
		info, err := os.Lstat(name)
		if err != nil || !info.Mode().IsRegular() || time.Since(info.ModTime()) < 2*time.Second {
			continue
		}
		lock := flock.New(name, flock.SetFlag(os.O_RDONLY))
		if free, err := lock.TryLock(); err == nil && free {
			_ = os.Remove(name)
		}
		_ = lock.Close()
	}
}

// escaped is a directory in a pattern.
func escaped(dir string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(dir)
}
