package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"
)

// The files of a directory. The second exists only while the first is being
// made.
const (
	fileName = "ecsim.db"
	newName  = "ecsim.db.new"
)

// lockWait is the time to wait for a process that is about to end.
const lockWait = time.Second

// open locks the directory's file. fresh says that the file is new, and gets
// its final name by publish.
func open(dir string) (db *bbolt.DB, fresh bool, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, false, fmt.Errorf("make the data directory: %w", err)
	}
	if err := onlyOurs(dir); err != nil {
		return nil, false, err
	}
	path := filepath.Join(dir, fileName)
	if _, err := os.Stat(path); err == nil {
		db, err := openFile(dir, path)
		return db, false, err
	} else if !errors.Is(err, os.ErrNotExist) {
		return nil, false, fmt.Errorf("look into the data directory: %w", err)
	}
	// A file with this name was left unfinished by a process that was killed,
	// and is worthless: a finished one has the other name.
	half := filepath.Join(dir, newName)
	db, err = openFile(dir, half)
	if err != nil && !errors.Is(err, errInUse) {
		if err := os.Remove(half); err != nil {
			return nil, false, fmt.Errorf("remove what a killed process left: %w", err)
		}
		db, err = openFile(dir, half)
	}
	if err != nil {
		return nil, false, err
	}
	// Only the holder of this lock may make a file. Another process may have
	// done so before the lock was ours.
	if _, err := os.Stat(path); err == nil {
		_ = db.Close()
		_ = os.Remove(half)
		db, err := openFile(dir, path)
		return db, false, err
	}
	return db, true, nil
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

// takeBack removes the directories and the file that Open made, after a failed
// start.
func (s *Store) takeBack() error {
	err := errors.Join(os.Remove(filepath.Join(s.dir, newName)), s.db.Close())
	for _, dir := range s.made {
		if os.Remove(dir) != nil { // another process has begun to use it
			break
		}
	}
	return err
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

// onlyOurs refuses a directory that holds other files.
func onlyOurs(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("read the data directory: %w", err)
	}
	for _, e := range entries {
		if !slices.Contains([]string{fileName, newName}, e.Name()) {
			return fmt.Errorf("data directory %s holds %s, which is not a journal's: choose an empty directory, or one that does not exist", dir, e.Name())
		}
	}
	return nil
}

var errInUse = errors.New("is in use by another process: end that one, or choose another directory")

// openFile opens and locks a file. A damaged file gives an error instead of a
// crash.
func openFile(dir, path string) (db *bbolt.DB, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = damaged(path, reason)
		}
	}()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	options := *bbolt.DefaultOptions
	options.Timeout = lockWait
	options.FreelistType = bbolt.FreelistMapType
	// The store maps the file into memory, where reading a truncated page would
	// crash the program. So the file is checked first. It is not locked yet at
	// this point; after a failed check, a second check distinguishes damage
	// from what another process is just writing.
	options.OpenFile = func(name string, flag int, mode os.FileMode) (*os.File, error) {
		f, err := os.OpenFile(name, flag, mode)
		if err != nil {
			return nil, err
		}
		for range 3 {
			if err = lookAt(f); err == nil {
				return f, nil
			}
			time.Sleep(lockWait / 20)
		}
		_ = f.Close()
		return nil, err
	}
	db, err = bbolt.Open(path, 0o600, &options)
	switch {
	case errors.Is(err, bbolterrors.ErrTimeout):
		return nil, fmt.Errorf("data directory %s %w", dir, errInUse)
	case err != nil:
		return nil, fmt.Errorf("journal %s cannot be opened: %w", path, err)
	}
	return db, nil
}

// damaged returns the error for a fault or panic while reading a file.
func damaged(path string, reason any) error {
	return fmt.Errorf("journal %s is damaged: %v; put a copy in its place, or choose another --data-dir", path, reason)
}

// guarded reads the store; a crash because of a damaged page becomes an error.
func guarded(db *bbolt.DB, read func(tx *bbolt.Tx) error) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = damaged(db.Path(), reason)
		}
	}()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	return db.View(read)
}

// The first two pages of a bbolt file each describe a state of it, the later
// one the last commit. If one cannot be read bbolt uses the other, and would
// silently forget the last commit.
const (
	metaMagic  = 0xED0CDAED
	metaAt     = 16 // after the head of the page
	metaLength = 64
)

// lookAt returns what is wrong with a bbolt file that is not new.
func lookAt(f *os.File) error {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}
	pageSize, pages := int64(os.Getpagesize()), uint64(0)
	for i := range int64(2) {
		var m [metaLength]byte
		if _, err := f.ReadAt(m[:], i*pageSize+metaAt); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		sum := fnv.New64a()
		_, _ = sum.Write(m[:metaLength-8])
		word := binary.NativeEndian
		if word.Uint32(m[:]) != metaMagic || word.Uint64(m[metaLength-8:]) != sum.Sum64() {
			return fmt.Errorf("page %d is damaged, so that the last call may be lost: put a copy in its place, or choose another --data-dir", i)
		}
		if size := int64(word.Uint32(m[8:])); size != pageSize {
			return fmt.Errorf("its pages are of %d bytes, those of this machine of %d: use it where it was made", size, pageSize)
		}
		pages = max(pages, word.Uint64(m[40:]))
	}
	if need := pages * uint64(pageSize); uint64(info.Size()) < need {
		return fmt.Errorf("the file is cut off: it has %d bytes of %d: put a copy in its place, or choose another --data-dir", info.Size(), need)
	}
	return nil
}
