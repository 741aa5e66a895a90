package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"go.etcd.io/bbolt"
)

// A Report says what is in the journal of a directory.
type Report struct {
	Path   string
	Origin Origin // what it belongs to, as far as it can be read
	// Snapshot is the number of the last change in the snapshot, Last that of the
	// last change that can be read, and Promised that of the last one written; the
	// latter is 0 where nothing says it.
	Snapshot, Last, Promised uint64
	// Damage is what is wrong; nil if nothing is.
	Damage error
	// Copy is where a repair has put the file that it began with; empty if there
	// was nothing to repair.
	Copy string
}

// Lost is how many changes cannot be read, as far as that can be told.
func (r Report) Lost() uint64 {
	if r.Promised <= r.Last {
		return 0
	}
	return r.Promised - r.Last
}

// Check reads the journal of a directory and changes nothing. The error says that
// it cannot be looked at; what is wrong with it stands in the report.
func Check(dir string) (Report, error) {
	f, err := openToCheck(dir, false)
	if err != nil {
		return Report{}, err
	}
	report, _, err := f.look()
	return report, errors.Join(err, f.close())
}

// Repair makes a whole journal of what can be read of a damaged one: of the two
// states that a store always holds, the one that leads on further. The damaged
// file stays, under another name. The error says that nothing can be saved, or
// not be written; then nothing was changed.
func Repair(dir string) (Report, error) {
	f, err := openToCheck(dir, true)
	if err != nil {
		return Report{}, err
	}
	report, best, err := f.look()
	if err == nil && report.Damage != nil {
		report.Copy, err = f.write(best)
	}
	return report, errors.Join(err, f.close())
}

// A checkup is a directory whose journal is looked at.
type checkup struct {
	dir   string
	held  locks
	file  *os.File
	codec *codec
}

func openToCheck(dir string, alone bool) (*checkup, error) {
	if _, err := os.Stat(filepath.Join(dir, fileName)); err != nil {
		return nil, fmt.Errorf("there is no journal in %s: %w", dir, err)
	}
	c, err := newCodec()
	if err != nil {
		return nil, err
	}
	f := &checkup{dir: dir, codec: c}
	if f.held, err = hold(dir, alone); err != nil {
		return nil, err
	}
	if f.file, err = openJournal(dir); err == nil && f.file == nil {
		err = fmt.Errorf("there is no journal in %s", dir)
	}
	if err != nil {
		return nil, errors.Join(err, f.held.release())
	}
	return f, nil
}

func (f *checkup) close() error {
	var err error
	if f.file != nil {
		err = f.file.Close()
	}
	return errors.Join(err, f.held.release())
}

// look reads the file; best is what can be saved of a damaged one.
func (f *checkup) look() (report Report, best contents, err error) {
	report.Path = f.file.Name()
	roots, damage := rootsOf(f.file)
	saved := false
	for i, r := range roots {
		got, origin, usable, err := f.lookAt(r)
		if i == 0 && damage == nil {
			damage = err
		}
		if got.headless == nil {
			report.Promised = max(report.Promised, got.head.number)
		}
		if !usable {
			continue
		}
		if !saved || got.last().number > best.last().number {
			saved, best, report.Origin = true, got, origin
			report.Snapshot, report.Last = got.from.number, got.last().number
		}
		if damage == nil {
			break // the other root is of the commit before
		}
	}
	report.Damage = damage
	if !saved {
		return report, best, fmt.Errorf("nothing of %s can be saved: %w; put a copy in its place", report.Path, damage)
	}
	return report, best, nil
}

// lookAt reads the state that a root describes. It is usable if it says what it
// belongs to and its snapshot is whole, whatever else is wrong with it.
func (f *checkup) lookAt(r root) (got contents, origin Origin, usable bool, err error) {
	got, err = readRoot(f.file, r)
	if err == nil {
		err = got.whole()
	}
	origin, broken := f.codec.origin(got.origin)
	if err == nil {
		err = broken
	}
	_, unsealed := unseal(got.snapshot)
	return got, origin, broken == nil && unsealed == nil, err
}

// write puts what was saved into the place of the file, of which a copy stays.
func (f *checkup) write(best contents) (kept string, err error) {
	if kept, err = f.copyFile(); err != nil {
		return "", err
	}
	db, err := create(f.dir)
	if err != nil {
		return kept, err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		meta, err := tx.CreateBucketIfNotExists([]byte(metaBucket))
		if err != nil {
			return err
		}
		if err := errors.Join(meta.Put([]byte(originKey), best.origin), putSnapshot(tx, best.from, best.last(), best.snapshot)); err != nil {
			return err
		}
		records, at := tx.Bucket([]byte(recordBucket)), best.from
		for _, payload := range best.payloads {
			at = at.next(payload)
			if err := records.Put(at.key(), append(binary.BigEndian.AppendUint32(nil, at.sum), payload...)); err != nil {
				return err
			}
		}
		return nil
	})
	if err = errors.Join(err, db.Close()); err != nil {
		return kept, errors.Join(fmt.Errorf("write the repaired journal: %w", err), os.Remove(filepath.Join(f.dir, newName)))
	}
	err = errors.Join(f.file.Close(), f.held.drop())
	f.file = nil
	if err != nil {
		return kept, err
	}
	return kept, publish(f.dir)
}

// copyFile keeps the damaged file under a name that nothing has.
func (f *checkup) copyFile() (name string, err error) {
	var to *os.File
	for n := 1; ; n++ {
		name = filepath.Join(f.dir, copyName)
		if n > 1 {
			name += "-" + strconv.Itoa(n)
		}
		if to, err = os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600); !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	if err != nil {
		return "", fmt.Errorf("keep a copy of the damaged journal: %w", err)
	}
	if _, err = f.file.Seek(0, io.SeekStart); err == nil {
		_, err = io.Copy(to, f.file)
	}
	if err = errors.Join(err, to.Sync(), to.Close()); err != nil {
		return "", errors.Join(fmt.Errorf("keep a copy of the damaged journal: %w", err), os.Remove(name))
	}
	return name, nil
}
