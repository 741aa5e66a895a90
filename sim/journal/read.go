package journal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

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
	snapshot []byte
	from     link
	records  []record
	head     link
}

// read reads a whole file.
func (c *codec) read(db *bbolt.DB) (contents, error) {
	var got contents
	err := guarded(db, func(tx *bbolt.Tx) error {
		meta, chunks, records := tx.Bucket([]byte(metaBucket)), tx.Bucket([]byte(snapshotBucket)), tx.Bucket([]byte(recordBucket))
		if meta == nil || chunks == nil || records == nil {
			return errors.New("it is no journal")
		}
		var err error
		if got.from, err = linkAt(meta, snapshotKey); err != nil {
			return err
		}
		if got.head, err = linkAt(meta, headKey); err != nil {
			return err
		}
		next := uint64(0)
		if err := chunks.ForEach(func(k, v []byte) error {
			if !bytes.Equal(k, link{number: next}.key()) {
				return errors.New("a part of the snapshot is missing")
			}
			next++
			got.snapshot = append(got.snapshot, v...)
			return nil
		}); err != nil {
			return err
		}
		return c.readRecords(records, &got)
	})
	if err != nil {
		return contents{}, fmt.Errorf("journal %s is damaged: %w; put a copy in its place, or choose another --data-dir", db.Path(), err)
	}
	return got, nil
}

// readRecords follows the chain of records from the snapshot to the head.
func (c *codec) readRecords(records *bbolt.Bucket, got *contents) error {
	at := got.from
	if err := records.ForEach(func(k, v []byte) error {
		if len(v) < 4 || !bytes.Equal(k, link{number: at.number + 1}.key()) {
			return fmt.Errorf("record %d is missing or cannot be read", at.number+1)
		}
		payload := bytes.Clone(v[4:])
		if at = at.next(payload); at.sum != binary.BigEndian.Uint32(v) {
			return fmt.Errorf("the checksum of record %d does not match", at.number)
		}
		var r record
		if err := c.dec.Unmarshal(payload, &r); err != nil {
			return fmt.Errorf("record %d was written by another version of ecsim: %w", at.number, err)
		}
		got.records = append(got.records, r)
		return nil
	}); err != nil {
		return err
	}
	if at != got.head {
		return fmt.Errorf("it ends with record %d, and should with %d", at.number, got.head.number)
	}
	return nil
}

func linkAt(meta *bbolt.Bucket, key string) (link, error) {
	data, err := unseal(meta.Get([]byte(key)))
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
