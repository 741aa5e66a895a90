package journal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// The buckets of the file, and the keys of the first bucket.
const (
	metaBucket     = "meta"
	snapshotBucket = "snapshot" // chunks of it, by number
	recordBucket   = "records"  // checksum and record, by number

	originKey   = "origin"   // sealed Origin
	headKey     = "head"     // sealed link of the last record
	snapshotKey = "snapshot" // sealed link of the last record in the snapshot
)

// chunkLength is the size of the pieces of a snapshot: a store keeps one value
// in one piece of the file.
const chunkLength = 256 << 10

// contents are the verified content of a file.
type contents struct {
	origin   []byte // sealed
	snapshot []byte // sealed
	from     link
	payloads [][]byte // of the records, in order
	head     link
	headless error // why head cannot be read
	records  []record
}

// readFile reads a file as it is. What comes with an error is what was read
// until then.
func readFile(file *os.File) (contents, error) {
	roots, err := rootsOf(file)
	if err != nil {
		return contents{}, err
	}
	return readRoot(file, roots[0])
}

// readRoot reads the state that one root describes.
func readRoot(file *os.File, r root) (contents, error) {
	var got contents
	pages, err := openPages(file, r)
	if err != nil {
		return got, err
	}
	buckets, err := pages.buckets(r)
	if err != nil {
		return got, err
	}
	for _, name := range []string{metaBucket, snapshotBucket, recordBucket} {
		if _, ok := buckets[name]; !ok {
			return got, errors.New("it is no journal")
		}
	}
	if err := got.readMeta(buckets[metaBucket]); err != nil {
		return got, err
	}
	next := uint64(0)
	if err := buckets[snapshotBucket].each(func(k, v []byte) error {
		if !bytes.Equal(k, link{number: next}.key()) {
			return errors.New("a part of the snapshot is missing")
		}
		next++
		got.snapshot = append(got.snapshot, v...)
		return nil
	}); err != nil {
		return got, err
	}
	err = got.readRecords(buckets[recordBucket])
	return got, err
}

// readMeta reads what the journal belongs to, and where its chain begins and ends.
func (got *contents) readMeta(meta bucket) error {
	values := map[string][]byte{}
	if err := meta.each(func(k, v []byte) error {
		values[string(k)] = bytes.Clone(v)
		return nil
	}); err != nil {
		return err
	}
	got.origin = values[originKey]
	var err error
	if got.from, err = linkIn(values, snapshotKey); err != nil {
		return err
	}
	got.head, got.headless = linkIn(values, headKey)
	return nil
}

// readRecords follows the chain from the snapshot.
func (got *contents) readRecords(records bucket) error {
	at := got.from
	return records.each(func(k, v []byte) error {
		if len(v) < 4 || !bytes.Equal(k, link{number: at.number + 1}.key()) {
			return fmt.Errorf("record %d is missing or cannot be read", at.number+1)
		}
		payload := bytes.Clone(v[4:])
		next := at.next(payload)
		if next.sum != binary.BigEndian.Uint32(v) {
			return fmt.Errorf("the checksum of record %d does not match", next.number)
		}
		at = next
		got.payloads = append(got.payloads, payload)
		return nil
	})
}

// last is the end of the chain as far as it was read.
func (got *contents) last() link {
	at := got.from
	for _, payload := range got.payloads {
		at = at.next(payload)
	}
	return at
}

// whole says whether the chain ends where it should, and the rest is undamaged.
func (got *contents) whole() error {
	if got.headless != nil {
		return got.headless
	}
	if at := got.last(); at != got.head {
		return fmt.Errorf("it ends with record %d, and should with %d", at.number, got.head.number)
	}
	if _, err := unseal(got.snapshot); err != nil {
		return fmt.Errorf("the snapshot: %w", err)
	}
	return nil
}

// decode reads the records.
func (c *codec) decode(path string, got *contents) error {
	for i, payload := range got.payloads {
		var r record
		if err := c.dec.Unmarshal(payload, &r); err != nil {
			return fmt.Errorf("journal %s: record %d was written by another version of ecsim: %w: start that version",
				path, got.from.number+uint64(i)+1, err)
		}
		got.records = append(got.records, r)
	}
	return nil
}

func linkIn(values map[string][]byte, key string) (link, error) {
	data, err := unseal(values[key])
	if err != nil {
		return link{}, fmt.Errorf("%s: %w", key, err)
	}
	return linkFrom(data)
}

// changes yields the records with their numbers.
func (got *contents) changes(yield func(uint64, sim.Change) bool) {
	for i := range got.records {
		if !yield(got.from.number+uint64(i)+1, got.records[i].change()) {
			return
		}
	}
}

// state replays the records after the snapshot.
func (c *codec) state(path string, start model.World, got contents) (saved sim.Saved, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("journal %s cannot be replayed: the model broke: %v", path, reason)
		}
	}()
	base, err := c.saved(start, got.snapshot)
	if err != nil {
		return sim.Saved{}, fmt.Errorf("journal %s: %w", path, err)
	}
	saved, err = sim.Replay(start, base, got.changes)
	if err != nil {
		return sim.Saved{}, fmt.Errorf("journal %s: %w", path, err)
	}
	return saved, nil
}
