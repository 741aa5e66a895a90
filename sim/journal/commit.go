package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync"

	"go.etcd.io/bbolt"

	"github.com/ecsim/ecsim/sim"
)

const usualSnapshotEvery = 10000

// snapshotBytes is the length of records after which a snapshot is made.
const snapshotBytes = 64 << 20

// A batch is the content of one commit. It is the ticket of everything in it.
type batch struct {
	items []item
	done  chan struct{}
	err   error // set before done is closed
}

// An item is a change, or a state that replaces everything.
type item struct {
	change  sim.Change
	after   sim.Saved
	replace bool
}

// Wait returns when the batch is on the disk, or is known to have failed.
func (b *batch) Wait() error {
	<-b.done
	return b.err
}

func newBatch() *batch { return &batch{done: make(chan struct{})} }

// committer writes batches, one commit at a time. Changes that arrive during a
// commit form the next batch.
type committer struct {
	mu     sync.Mutex
	queue  *batch
	failed error // of the first commit that failed, or the end

	wake    chan struct{}
	quit    chan struct{}
	ended   chan struct{}
	encoded chan encodedState
	tell    func(error) // that the journal failed; nil tells nobody

	// Only the goroutine uses the fields below.
	every    int
	head     link
	latest   sim.Saved // the state after head
	behind   int       // records after the snapshot
	bytes    int       // their length
	encoding bool
	replaced int // how often everything was replaced
}

// encodedState is a snapshot that was encoded while commits went on.
type encodedState struct {
	at       link
	length   int // of the records that it replaces
	data     []byte
	err      error
	replaced int
}

// run begins to write.
func (c *committer) run(s *Store, set Settings) {
	c.every, c.queue, c.tell = set.SnapshotEvery, newBatch(), set.Failed
	if c.every <= 0 {
		c.every = usualSnapshotEvery
	}
	c.wake, c.quit, c.ended, c.encoded = make(chan struct{}, 1), make(chan struct{}), make(chan struct{}), make(chan encodedState, 1)
	go func() {
		defer close(c.ended)
		for {
			select {
			case <-c.wake:
				s.write(c.take())
			case e := <-c.encoded:
				s.compact(e)
			case <-c.quit:
				s.write(c.take())
				return
			}
		}
	}()
}

// Append takes the next change.
func (s *Store) Append(ch sim.Change, after sim.Saved) sim.Ticket {
	return s.commits.add(item{change: ch, after: after})
}

// Replace starts over from the state.
func (s *Store) Replace(saved sim.Saved) sim.Ticket {
	return s.commits.add(item{after: saved, replace: true})
}

func (c *committer) add(i item) sim.Ticket {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failed != nil {
		lost := newBatch()
		lost.err = c.failed
		close(lost.done)
		return lost
	}
	c.queue.items = append(c.queue.items, i)
	select {
	case c.wake <- struct{}{}:
	default: // it is awake
	}
	return c.queue
}

// take returns the next batch, which may be empty.
func (c *committer) take() *batch {
	c.mu.Lock()
	defer c.mu.Unlock()
	b := c.queue
	c.queue = newBatch()
	return b
}

// fail refuses everything from here on. After a failed write the content of the
// disk is unknown until a restart. The queue is dropped, because its changes
// follow the lost one.
func (c *committer) fail(err error) {
	if c.end(err) && c.tell != nil {
		c.tell(err)
	}
}

// end takes nothing more, and says whether it did so before.
func (c *committer) end(err error) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failed != nil {
		return false
	}
	c.failed = err
	if c.queue != nil {
		c.queue.err = err
		close(c.queue.done)
		c.queue = newBatch()
	}
	return true
}

// Failed says why no change is taken any more; nil while they are.
func (s *Store) Failed() error {
	s.commits.mu.Lock()
	defer s.commits.mu.Unlock()
	return s.commits.failed
}

// write commits a batch and releases its waiters.
func (s *Store) write(b *batch) {
	c := &s.commits
	if len(b.items) > 0 && c.failed == nil {
		if err := s.commit(b.items); err != nil {
			c.fail(fmt.Errorf("%w: no call that changes anything is taken until a restart", err))
			b.err = c.failed
		}
	} else if len(b.items) > 0 {
		b.err = c.failed
	}
	close(b.done)
	if c.failed == nil && !c.encoding && (c.behind >= c.every || c.bytes >= snapshotBytes) {
		c.encoding = true
		at, length, state, replaced := c.head, c.bytes, c.latest, c.replaced
		go func() {
			data, err := s.codec.snapshotOf(state)
			c.encoded <- encodedState{at, length, data, err, replaced}
		}()
	}
}

// commit writes the items in one transaction.
func (s *Store) commit(items []item) error {
	c := &s.commits
	head, behind, length, replaced := c.head, c.behind, c.bytes, c.replaced
	err := s.update(func(tx *bbolt.Tx) error {
		records := tx.Bucket([]byte(recordBucket))
		records.FillPercent = 0.95 // keys only grow
		for i := range items {
			if items[i].replace {
				state, err := s.codec.snapshotOf(items[i].after)
				if err != nil {
					return err
				}
				if err := putSnapshot(tx, head, head, state); err != nil {
					return err
				}
				records = tx.Bucket([]byte(recordBucket))
				behind, length, replaced = 0, 0, replaced+1
				continue
			}
			payload, err := s.codec.enc.Marshal(recordOf(items[i].change))
			if err != nil {
				return fmt.Errorf("encode a record: %w", err)
			}
			head = head.next(payload)
			if err := records.Put(head.key(), append(binary.BigEndian.AppendUint32(nil, head.sum), payload...)); err != nil {
				return err
			}
			behind, length = behind+1, length+len(payload)
		}
		return tx.Bucket([]byte(metaBucket)).Put([]byte(headKey), seal(head.bytes()))
	})
	if err != nil {
		return fmt.Errorf("commit to %s: %w", s.path(), err)
	}
	c.head, c.behind, c.bytes, c.replaced, c.latest = head, behind, length, replaced, items[len(items)-1].after
	return nil
}

// compact replaces the records that led to a snapshot by the snapshot.
func (s *Store) compact(e encodedState) {
	c := &s.commits
	c.encoding = false
	if c.failed != nil || e.replaced != c.replaced { // it belongs to a replaced state
		return
	}
	err := e.err
	if err == nil {
		err = s.update(func(tx *bbolt.Tx) error { return putSnapshot(tx, e.at, c.head, e.data) })
	}
	if err != nil {
		c.fail(fmt.Errorf("write a snapshot to %s: %w: no call that changes anything is taken until a restart", s.path(), err))
		return
	}
	c.behind, c.bytes = int(c.head.number-e.at.number), c.bytes-e.length
}

// putSnapshot replaces everything up to a link by the state at that link.
func putSnapshot(tx *bbolt.Tx, at, head link, state []byte) error {
	meta := tx.Bucket([]byte(metaBucket))
	chunks, err := emptied(tx, snapshotBucket)
	if err != nil {
		return err
	}
	for n := uint64(0); len(state) > 0; n++ {
		piece := state[:min(len(state), chunkLength)]
		if err := chunks.Put(link{number: n}.key(), piece); err != nil {
			return err
		}
		state = state[len(piece):]
	}
	if err := dropRecords(tx, at); err != nil {
		return err
	}
	return errors.Join(meta.Put([]byte(snapshotKey), seal(at.bytes())), meta.Put([]byte(headKey), seal(head.bytes())))
}

func emptied(tx *bbolt.Tx, bucket string) (*bbolt.Bucket, error) {
	if tx.Bucket([]byte(bucket)) != nil {
		if err := tx.DeleteBucket([]byte(bucket)); err != nil {
			return nil, err
		}
	}
	return tx.CreateBucket([]byte(bucket))
}

// dropRecords drops the records up to a link.
func dropRecords(tx *bbolt.Tx, at link) error {
	records, err := tx.CreateBucketIfNotExists([]byte(recordBucket))
	if err != nil {
		return err
	}
	cursor := records.Cursor()
	if last, _ := cursor.Last(); last == nil || binary.BigEndian.Uint64(last) <= at.number {
		_, err := emptied(tx, recordBucket)
		return err
	}
	for k, _ := cursor.First(); binary.BigEndian.Uint64(k) <= at.number; k, _ = cursor.First() {
		if err := cursor.Delete(); err != nil {
			return err
		}
	}
	return nil
}

// Close writes the pending changes and a last snapshot, and unlocks the
// directory. The cloud accepts no more changes.
func (s *Store) Close() error {
	c := &s.commits
	if c.quit == nil { // Begin was never called, or failed
		return s.end()
	}
	close(c.quit)
	<-c.ended
	failed := c.failed
	c.end(errors.New("the journal is closed"))
	var err error
	if failed == nil && c.behind > 0 {
		var state []byte
		if state, err = s.codec.snapshotOf(c.latest); err == nil {
			err = s.update(func(tx *bbolt.Tx) error { return putSnapshot(tx, c.head, c.head, state) })
		}
	}
	return errors.Join(failed, err, s.end())
}
