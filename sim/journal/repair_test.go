package journal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

// A repair saves all up to the damage, keeps the damaged file, and says what is
// lost; what is whole it leaves alone.
func TestRepair(t *testing.T) {
	start := startWorld(t, "default", 1)
	file, _ := withRecords(t, start)
	last := uint64(0)
	if err := edited(t, dirWith(t, t.TempDir(), file), func(tx *bbolt.Tx) error {
		k, _ := tx.Bucket([]byte(recordBucket)).Cursor().Last()
		last = binary.BigEndian.Uint64(k)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	// As a bit that turned on the disk: without a commit after it.
	flipped := func(value string) []byte {
		at := bytes.LastIndex(file, []byte(value))
		if at < 0 {
			t.Fatalf("there is no %q in the file", value)
		}
		data := bytes.Clone(file)
		data[at] ^= 1
		return data
	}
	rootLost := bytes.Clone(file)
	rootLost[headLength+40] ^= 1
	for _, tt := range []struct {
		name   string
		file   []byte
		damage string
		saved  func(n uint64) bool
	}{
		{"nothing is wrong", file, "", func(n uint64) bool { return n == last }},
		{"a bit in a late record", flipped("box-50"), "checksum of record", func(n uint64) bool { return n > 20 && n < last }},
		{"one of the roots", rootLost, "page 0 is damaged", func(n uint64) bool { return n == last || n == last-1 }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := dirWith(t, t.TempDir(), tt.file)
			before, err := Check(dir)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Repair(dir)
			if err != nil {
				t.Fatal(err)
			}
			if !tt.saved(got.Last) || got.Last != before.Last || got.Lost() > last-got.Last {
				t.Errorf("%d of %d changes saved, %d lost; the check had %d", got.Last, last, got.Lost(), before.Last)
			}
			if tt.damage == "" {
				if got.Damage != nil || before.Damage != nil || got.Copy != "" {
					t.Errorf("of a whole one: %v, %v, copy %q", before.Damage, got.Damage, got.Copy)
				}
				return
			}
			if got.Damage == nil || !strings.Contains(got.Damage.Error(), tt.damage) {
				t.Errorf("the damage is %v, want %q", got.Damage, tt.damage)
			}
			if kept, err := os.ReadFile(got.Copy); err != nil || !bytes.Equal(kept, tt.file) {
				t.Errorf("the copy is another file: %v", err)
			}
			s, c := begin(t, dir, start, Settings{})
			if uint64(s.Replayed()) != got.Last {
				t.Errorf("%d changes are replayed of %d", s.Replayed(), got.Last)
			}
			runOne(t, c, "after")
			shut(t, s, c)
			if again, err := Check(dir); err != nil || again.Damage != nil {
				t.Errorf("after the repair: %v, %v", again.Damage, err)
			}
		})
	}
	t.Run("nothing to save", func(t *testing.T) {
		data := bytes.Clone(file)
		clear(data[2*os.Getpagesize():])
		dir := dirWith(t, t.TempDir(), data)
		if _, err := Repair(dir); err == nil || !strings.Contains(err.Error(), "nothing of "+filepath.Join(dir, fileName)+" can be saved") {
			t.Errorf("got %v", err)
		}
		if left, err := os.ReadFile(filepath.Join(dir, fileName)); err != nil || !bytes.Equal(left, data) {
			t.Errorf("the file was changed: %v", err)
		}
	})
	t.Run("in use", func(t *testing.T) {
		s, c := begin(t, t.TempDir(), start, Settings{})
		defer shut(t, s, c)
		_, check := Check(s.dir)
		_, repair := Repair(s.dir)
		if !errors.Is(check, errInUse) || !errors.Is(repair, errInUse) {
			t.Errorf("check %v, repair %v", check, repair)
		}
	})
}
