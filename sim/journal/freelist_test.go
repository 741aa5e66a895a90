package journal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/ecsim/ecsim/model"
)

// withFreeList returns a file as earlier versions left it: with the list of
// unused pages in it, which has no checksum. at is where the numbers in it begin.
func withFreeList(t *testing.T, start model.World) (file, world []byte, at, entries int) {
	t.Helper()
	s, c := begin(t, t.TempDir(), start, Settings{SnapshotEvery: 10})
	id := runOne(t, c, "a")
	for n := range 60 {
		rename(t, c, id, strconv.Itoa(n))
	}
	dir := crash(t, s)
	shut(t, s, c)
	if err := edited(t, dir, func(tx *bbolt.Tx) error { return tx.Bucket([]byte(recordBucket)).SetSequence(1) }); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	got := try(t, dirWith(t, t.TempDir(), file), start)
	if got.err != nil {
		t.Fatal(got.err)
	}
	size, later := os.Getpagesize(), 0
	if binary.NativeEndian.Uint64(file[size+headLength+48:]) > binary.NativeEndian.Uint64(file[headLength+48:]) {
		later = size
	}
	page := int(binary.NativeEndian.Uint64(file[later+headLength+32:])) * size
	entries = int(binary.NativeEndian.Uint16(file[page+10:]))
	if binary.NativeEndian.Uint16(file[page+8:]) != 0x10 || entries < 3 {
		t.Fatalf("no list of unused pages with something in it: %d entries", entries)
	}
	return file, got.world, page + 16, entries
}

// The list of unused pages in a file has no checksum. Whatever bit of it is
// wrong, the state is there, can be written to, and is there again.
func TestAWrongListOfUnusedPagesHurtsNothing(t *testing.T) {
	start := startWorld(t, "default", 1)
	file, want, at, entries := withFreeList(t, start)
	for bit := range min(entries, 3) * 8 {
		wrong := at + bit/8*8
		t.Run(fmt.Sprintf("entry %d bit %d", bit/8, bit%8), func(t *testing.T) {
			data := bytes.Clone(file)
			data[wrong] ^= 1 << (bit % 8)
			dir := dirWith(t, t.TempDir(), data)
			s, c := begin(t, dir, start, Settings{SnapshotEvery: 3})
			if world, err := c.Saved().World.Encode(); err != nil || !bytes.Equal(world, want) {
				t.Fatal("another state", err)
			}
			for n := range 5 {
				runOne(t, c, strconv.Itoa(n+100))
			}
			after := c.Saved().World
			if err := errors.Join(c.Close(), s.Close()); err != nil {
				t.Fatal(err)
			}
			again, back := begin(t, dir, start, Settings{})
			if !back.Saved().World.Equal(after) {
				t.Error("what was acknowledged is not there again")
			}
			shut(t, again, back)
		})
	}
}
