package journal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"go.etcd.io/bbolt"
)

// The files of a directory.
const (
	fileName = "ecsim.db"
	newName  = "ecsim.db.new"     // while one is made
	copyName = "ecsim.db.damaged" // what a repair began with
	lockName = "ecsim.lock"
)

// lockWait is the time to wait for a process that is about to end.
const lockWait = time.Second

var errInUse = errors.New("is in use by another process: end that one, or choose another directory")

// locks are those that a process holds on a directory: on a file of its own, and
// on the journal, which is what versions before this one lock.
type locks struct{ own, journal *flock.Flock }

// hold locks a directory: for one process alone, or for all that only read.
func hold(dir string, alone bool) (locks, error) {
	own, err := lockFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_RDWR, alone)
	switch {
	case !alone && (errors.Is(err, fs.ErrPermission) || isReadOnly(err)): // nobody can write here
	case errors.Is(err, errInUse):
		return locks{}, fmt.Errorf("data directory %s %w", dir, err)
	case err != nil:
		return locks{}, fmt.Errorf("data directory %s cannot be locked: %w: make it writable for this user, or choose another directory", dir, err)
	}
	held := locks{own: own}
	held.journal, err = lockFile(filepath.Join(dir, fileName), os.O_RDONLY, alone)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case errors.Is(err, errInUse):
		return locks{}, errors.Join(fmt.Errorf("data directory %s %w", dir, err), held.release())
	case err != nil:
		return locks{}, errors.Join(fmt.Errorf("journal %s cannot be locked: %w", filepath.Join(dir, fileName), err), held.release())
	}
	return held, nil
}

// isReadOnly says that a file system takes no writes.
func isReadOnly(err error) bool {
	return err != nil && strings.Contains(err.Error(), "read-only file system")
}

// lockFile locks one file. A file that lost its name while the lock was awaited
// is worth nothing; the one that has the name now is taken instead.
func lockFile(path string, flag int, alone bool) (*flock.Flock, error) {
	ctx, cancel := context.WithTimeout(context.Background(), lockWait)
	defer cancel()
	for {
		l := flock.New(path, flock.SetFlag(flag), flock.SetPermissions(0o600))
		try := l.TryRLockContext
		if alone {
			try = l.TryLockContext
		}
		ok, err := try(ctx, lockWait/50)
		if errors.Is(err, context.DeadlineExceeded) || err == nil && !ok {
			return nil, errors.Join(errInUse, l.Close())
		}
		if err != nil {
			return nil, err
		}
		now, err := os.Stat(path)
		mine, mineErr := l.Stat()
		if err == nil && mineErr == nil && os.SameFile(now, mine) {
			return l, nil
		}
		if err := l.Close(); err != nil {
			return nil, err
		}
	}
}

// drop unlocks the journal, whose place another file is about to take.
func (l *locks) drop() error {
	if l.journal == nil {
		return nil
	}
	err := l.journal.Close()
	l.journal = nil
	return err
}

// release unlocks the directory.
func (l *locks) release() error {
	err := l.drop()
	if l.own != nil {
		err = errors.Join(err, l.own.Close())
	}
	return err
}

// openDir locks the directory, and makes it if there is none. file is its
// journal; nil if it has none yet.
func openDir(dir string) (file *os.File, held locks, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, locks{}, fmt.Errorf("make the data directory: %w", err)
	}
	if err := onlyOurs(dir); err != nil {
		return nil, locks{}, err
	}
	if held, err = hold(dir, true); err != nil {
		return nil, locks{}, err
	}
	file, err = openJournal(dir)
	if err != nil {
		return nil, locks{}, errors.Join(err, held.release())
	}
	return file, held, nil
}

// openJournal opens the journal of a directory for reading; nil if there is none.
func openJournal(dir string) (*os.File, error) {
	file, err := os.Open(filepath.Join(dir, fileName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // no file is an answer
	}
	if err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	return file, nil
}

// missingOf lists the directories that have to be made, the innermost first.
func missingOf(dir string) []string {
	var missing []string
	for {
		if _, err := os.Lstat(dir); !errors.Is(err, os.ErrNotExist) {
			return missing
		}
		missing = append(missing, dir)
		dir = filepath.Dir(dir)
	}
}

// create makes a store under the name of one that is not complete. What a killed
// process left under that name is worth nothing: what got anywhere has the other.
func create(dir string) (*bbolt.DB, error) {
	path := filepath.Join(dir, newName)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("remove what a killed process left: %w", err)
	}
	options := *bbolt.DefaultOptions
	options.Timeout = lockWait
	options.FreelistType = bbolt.FreelistMapType
	// The list of unused pages is written, and only read by the process that wrote
	// it: a commit that fails reads it again, and without one walks through all
	// pages in a goroutine of its own, where damage is a panic that nobody catches.
	options.NoFreelistSync = false
	db, err := bbolt.Open(path, 0o600, &options)
	if err != nil {
		return nil, fmt.Errorf("make a journal in %s: %w", dir, err)
	}
	return db, nil
}

// publish gives a complete file its final name.
func publish(dir string) error {
	if err := os.Rename(filepath.Join(dir, newName), filepath.Join(dir, fileName)); err != nil {
		return fmt.Errorf("name the new journal: %w", err)
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("open the data directory: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}

// onlyOurs refuses to begin a journal among the files of somebody else. Where
// there is one already, other files may lie beside it; what is hidden, and what
// a file system has in its root, may lie anywhere.
func onlyOurs(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("read the data directory: %w", err)
	}
	if _, err := os.Lstat(filepath.Join(dir, fileName)); err == nil {
		return nil
	}
	for _, e := range entries {
		switch name := e.Name(); {
		case name == newName, name == lockName, name == "lost+found", strings.HasPrefix(name, "."):
		default:
			return fmt.Errorf("data directory %s holds %s, which is not a journal's: choose an empty directory, or one that does not exist", dir, name)
		}
	}
	return nil
}

// damaged is the error for a file that cannot be read.
func damaged(path string, reason error) error {
	return fmt.Errorf("journal %s is damaged: %w; put a copy in its place, choose another --data-dir, or save what can be saved: ecsim data repair %s",
		path, reason, filepath.Dir(path))
}

// update makes one transaction. Whatever breaks in it is an error of one line.
func (s *Store) update(change func(tx *bbolt.Tx) error) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			s.broken = true // the store is locked from within and can no more be closed
			err = fmt.Errorf("its pages are damaged: %v", reason)
		}
	}()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	return s.db.Update(change)
}
