package journal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// tried is what became of a directory with a damaged file.
type tried struct {
	err   error
	world []byte // of the cloud, if it began
}

func try(t rapid.TB, dir string, start model.World) tried {
	t.Helper()
	s, err := Open(dir)
	if err != nil {
		return tried{err: err}
	}
	c, err := s.Begin(start, Settings{})
	if err != nil {
		return tried{err: errors.Join(err, s.Close())}
	}
	world, err := c.Saved().World.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return tried{world: world}
}

// withRecords returns a file with a snapshot and many records, and the world
// that it leads to.
func withRecords(t *testing.T, start model.World) (file, world []byte) {
	t.Helper()
	s, c := begin(t, t.TempDir(), start, Settings{})
	id := runOne(t, c, "a")
	for n := range 60 {
		rename(t, c, id, strconv.Itoa(n))
	}
	world, err := c.Saved().World.Encode()
	if err != nil {
		t.Fatal(err)
	}
	file, err = os.ReadFile(filepath.Join(s.dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	shut(t, s, c)
	return file, world
}

func dirWith(t rapid.TB, parent string, file []byte) string {
	t.Helper()
	dir, err := os.MkdirTemp(parent, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, fileName), file, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// oneLine sees that a refusal is one line that names the file.
func oneLine(t rapid.TB, err error) {
	t.Helper()
	if text := err.Error(); !strings.Contains(text, fileName) || strings.Contains(text, "\n") {
		t.Fatalf("not one line that names the file: %q", text)
	}
}

// A journal that is cut off anywhere, or has a wrong bit anywhere, is either
// refused with one line or leads to the very state. It never leads elsewhere.
func TestDamageIsNeverReadAsState(t *testing.T) {
	start := startWorld(t, "default", 1)
	file, want := withRecords(t, start)
	parent := t.TempDir()
	if got := try(t, dirWith(t, parent, file), start); got.err != nil || !bytes.Equal(got.world, want) {
		t.Fatalf("the file as it is: %v", got.err)
	}
	refused, unhurt := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		data := bytes.Clone(file)
		if rapid.IntRange(0, 3).Draw(rt, "kind") == 0 {
			data = data[:rapid.IntRange(0, len(data)-1).Draw(rt, "cut at")]
		} else {
			at := rapid.IntRange(0, len(data)-1).Draw(rt, "byte")
			data[at] ^= 1 << rapid.IntRange(0, 7).Draw(rt, "bit")
		}
		dir := dirWith(rt, parent, data)
		switch got := try(rt, dir, start); {
		case got.err != nil:
			oneLine(rt, got.err)
			refused++
		case !bytes.Equal(got.world, want):
			rt.Fatal("a damaged journal leads to another state")
		default: // the damage is in a page that nothing uses
			unhurt++
		}
		_ = os.RemoveAll(dir)
	})
	if refused == 0 {
		t.Error("no damage was seen")
	}
	t.Logf("%d refused, %d in pages that nothing uses", refused, unhurt)
}

// The records themselves: whatever is changed behind the store's back is named.
func TestDamagedRecordsAreNamed(t *testing.T) {
	start := startWorld(t, "default", 1)
	file, _ := withRecords(t, start)
	records := func(edit func(b *bbolt.Bucket) error) func(tx *bbolt.Tx) error {
		return func(tx *bbolt.Tx) error { return edit(tx.Bucket([]byte(recordBucket))) }
	}
	flip := func(n uint64) func(tx *bbolt.Tx) error {
		return records(func(b *bbolt.Bucket) error {
			key := link{number: n}.key()
			v := bytes.Clone(b.Get(key))
			v[len(v)-2] ^= 1
			return b.Put(key, v)
		})
	}
	last := uint64(0)
	if err := edited(t, dirWith(t, t.TempDir(), file), func(tx *bbolt.Tx) error {
		k, _ := tx.Bucket([]byte(recordBucket)).Cursor().Last()
		last = binary.BigEndian.Uint64(k)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	behind := strconv.FormatUint(last+1, 10)
	for _, tt := range []struct {
		name, want string
		edit       func(tx *bbolt.Tx) error
	}{
		{"a bit in the middle", "the checksum of record 30 does not match", flip(30)},
		{"a bit in the last record", "the checksum of record " + strconv.FormatUint(last, 10) + " does not match", flip(last)},
		{"a record is gone", "record 30 is missing", records(func(b *bbolt.Bucket) error { return b.Delete(link{number: 30}.key()) })},
		{"the first record is gone", "record 1 is missing", records(func(b *bbolt.Bucket) error { return b.Delete(link{number: 1}.key()) })},
		{"two records change places", "the checksum of record 30 does not match", records(func(b *bbolt.Bucket) error {
			x, y := bytes.Clone(b.Get(link{number: 30}.key())), bytes.Clone(b.Get(link{number: 31}.key()))
			return errors.Join(b.Put(link{number: 30}.key(), y), b.Put(link{number: 31}.key(), x))
		})},
		{"a record too many", "record " + behind + " is missing", records(func(b *bbolt.Bucket) error { return b.Put(link{number: last + 7}.key(), []byte("more than four")) })},
		{"the last record is gone", "it ends with record " + strconv.FormatUint(last-1, 10), records(func(b *bbolt.Bucket) error { return b.Delete(link{number: last}.key()) })},
		{"the snapshot", "the snapshot: it is damaged", func(tx *bbolt.Tx) error {
			b := tx.Bucket([]byte(snapshotBucket))
			v := bytes.Clone(b.Get(link{}.key()))
			v[len(v)/2] ^= 1
			return b.Put(link{}.key(), v)
		}},
		{"the snapshot is gone", "the snapshot: it is damaged", func(tx *bbolt.Tx) error { return tx.Bucket([]byte(snapshotBucket)).Delete(link{}.key()) }},
		{"the head", "head: it is damaged", func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte(metaBucket)).Put([]byte(headKey), []byte("nonsense"))
		}},
		{"the origin", "does not say what it belongs to", func(tx *bbolt.Tx) error { return tx.Bucket([]byte(metaBucket)).Delete([]byte(originKey)) }},
		{"a bucket", "it is no journal", func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte(recordBucket)) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := dirWith(t, t.TempDir(), file)
			if err := edited(t, dir, tt.edit); err != nil {
				t.Fatal(err)
			}
			got := try(t, dir, start)
			if got.err == nil || !strings.Contains(got.err.Error(), tt.want) {
				t.Fatalf("got %v, want %q", got.err, tt.want)
			}
			oneLine(t, got.err)
		})
	}
}

// edited changes a file behind the journal's back.
func edited(t *testing.T, dir string, edit func(tx *bbolt.Tx) error) error {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(dir, fileName), 0o600, nil)
	if err != nil {
		return err
	}
	return errors.Join(db.Update(edit), db.Close())
}

// When a commit fails, every waiter gets the error, no further change is
// accepted, and a restart finds everything that was acknowledged.
func TestACommitThatFails(t *testing.T) {
	start := startWorld(t, "default", 1)
	dir := t.TempDir()
	s, c := begin(t, dir, start, Settings{})
	id := runOne(t, c, "a")
	rename(t, c, id, "kept")
	want := c.Saved().World
	// As on a full disk: the store's file takes nothing more.
	if err := s.db.Close(); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		out := c.Do(t.Context(), model.Call{Op: "ModifyInstanceAttribute", Params: model.Params{"InstanceId": id, "InstanceName": "lost"}})
		if out.Code != "InternalError" || out.HTTP != 500 {
			t.Fatalf("answered %d %s", out.HTTP, out.Code)
		}
	}
	if out := c.Do(t.Context(), model.Call{Op: "DescribeRegions"}); out.Code != "" {
		t.Errorf("a read is answered %s", out.Code)
	}
	if err := c.Close(); err == nil || !strings.Contains(err.Error(), "until a restart") {
		t.Errorf("the end says %v", err)
	}
	if err := s.Close(); err == nil {
		t.Error("the store ends as if nothing were lost")
	}
	again, back := begin(t, dir, start, Settings{})
	if !back.Saved().World.Equal(want) {
		t.Error("another world came back")
	}
	shut(t, again, back)
}

// Tickets of a store that has ended return an error, and no waiter waits
// forever.
func TestAnEndedStoreRefuses(t *testing.T) {
	s, c := begin(t, t.TempDir(), startWorld(t, "default", 1), Settings{})
	shut(t, s, c)
	if err := s.Append(sim.Change{}, sim.Saved{}).Wait(); err == nil {
		t.Error("a change is taken after the end")
	}
}

// Whatever bit is wrong in whatever page, and wherever the file ends, a start
// refuses it or has the very state, and can be written to and started again.
func TestEveryPageOfAStore(t *testing.T) {
	start := startWorld(t, "default", 1)
	file, want, _, _ := withFreeList(t, start)
	size, parent := os.Getpagesize(), t.TempDir()
	draw := rand.New(rand.NewPCG(1, 2))
	refused, unhurt := 0, 0
	look := func(data []byte) {
		dir := dirWith(t, parent, data)
		defer os.RemoveAll(dir) //nolint:errcheck // the test's directory goes, too
		saved, _, err := Read(dir, start)
		if err != nil {
			oneLine(t, err)
			refused++
			return
		}
		if world, err := saved.World.Encode(); err != nil || !bytes.Equal(world, want) {
			t.Fatal("a damaged journal leads to another state", err)
		}
		unhurt++
		if unhurt%12 > 0 { // a start reads as Read does, and writes a file of its own
			return
		}
		s, c := begin(t, dir, start, Settings{SnapshotEvery: 2})
		for n := range 3 {
			runOne(t, c, strconv.Itoa(n+100))
		}
		after := c.Saved().World
		shut(t, s, c)
		if again := try(t, dir, start); again.err != nil {
			t.Fatal(again.err)
		} else if data, err := after.Encode(); err != nil || !bytes.Equal(data, again.world) {
			t.Fatal("what was acknowledged is not there again", err)
		}
	}
	for page := range len(file) / size {
		for range 10 {
			data := bytes.Clone(file)
			at := page*size + draw.IntN(size)
			if draw.IntN(2) == 0 { // where the page says what it is, half of the time
				at = page*size + draw.IntN(96)
			}
			data[at] ^= 1 << draw.IntN(8)
			look(data)
		}
		look(file[:page*size])
		look(file[:page*size+draw.IntN(size)])
	}
	t.Logf("%d pages: %d refused, %d led to the very state", len(file)/size, refused, unhurt)
	if refused == 0 || unhurt == 0 {
		t.Error("damage was not seen, or nothing else")
	}
}

// Pages that point at each other in a circle are refused, not followed.
func TestPagesInACircle(t *testing.T) {
	start := startWorld(t, "default", 1)
	file, _ := withRecords(t, start)
	size, circles := os.Getpagesize(), 0
	word := binary.NativeEndian
	for page := 2; page < len(file)/size; page++ {
		data := bytes.Clone(file)
		at := page * size
		if word.Uint16(data[at+8:]) != branchPage {
			continue
		}
		circles++
		word.PutUint64(data[at+headLength+8:], uint64(page))
		got := try(t, dirWith(t, t.TempDir(), data), start)
		if got.err != nil {
			oneLine(t, got.err)
		}
	}
	if circles == 0 {
		t.Error("no page points to others: the file is too small")
	}
}

// Damage that shows only while a commit is under way ends the journal with one
// line, and does not end the process.
func TestACommitThatPanics(t *testing.T) {
	start := startWorld(t, "default", 1)
	dir := t.TempDir()
	s, c := begin(t, dir, start, Settings{})
	id := runOne(t, c, "a")
	want := c.Saved().World
	f, err := os.OpenFile(filepath.Join(dir, fileName), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile(f.Name())
	if err != nil {
		t.Fatal(err)
	}
	for at := 2 * int64(os.Getpagesize()); at < info.Size(); at += int64(os.Getpagesize()) {
		if _, err := f.WriteAt([]byte{1, 1, 1, 1, 1, 1, 1, 1, 0x7f, 0x7f}, at); err != nil {
			t.Fatal(err)
		}
	}
	out := c.Do(t.Context(), model.Call{Op: "ModifyInstanceAttribute", Params: model.Params{"InstanceId": id, "InstanceName": "lost"}})
	if out.Code != "InternalError" {
		t.Errorf("answered %d %s", out.HTTP, out.Code)
	}
	if err := s.Close(); err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "its pages are damaged") {
		t.Errorf("the end says %v", err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	again, back := begin(t, dirWith(t, t.TempDir(), kept), start, Settings{})
	if !back.Saved().World.Equal(want) {
		t.Error("another world came back")
	}
	shut(t, again, back)
}
