package sim

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"

	"github.com/ecsim/ecsim/model"
)

// A Snapshot is a state of a cloud to go back to: resources, ids, counters,
// tokens, pending transitions and the time.
type Snapshot struct {
	world    model.World
	requests uint64
}

// World returns the world of the snapshot.
func (s Snapshot) World() model.World { return s.world }

// Snapshot keeps the current state. It costs nothing: worlds never change.
func (c *Cloud) Snapshot() Snapshot {
	return Snapshot{world: c.World(), requests: c.requests.Load()}
}

// Restore goes back to a snapshot, its time included. The world may come from
// another cloud of the same model. An error says that the journal cannot be
// written, and that the cloud is as it was.
func (c *Cloud) Restore(s Snapshot) error {
	err := c.replace(s.requests, func(head *state) state {
		return state{world: s.world, time: newTimeline(head.time.clock, s.world.Now(), c.wall())}
	})
	if err != nil {
		return fmt.Errorf("restore the snapshot: %w", err)
	}
	c.limits.clear()
	c.tokens.clear()
	return nil
}

// snapshotMagic begins every encoded snapshot and names the version of the form.
const snapshotMagic = "ecsim snapshot 1\n"

// Encode writes the snapshot down, exactly: behind the first line stand the
// number of requests, its checksum, and the world as [model.World.Encode] writes
// it. Passwords are in it.
func (s Snapshot) Encode() ([]byte, error) {
	world, err := s.world.Encode()
	if err != nil {
		return nil, err
	}
	var requests [8]byte
	binary.BigEndian.PutUint64(requests[:], s.requests)
	sum := binary.BigEndian.AppendUint32(nil, crc32.Checksum(requests[:], crc32.MakeTable(crc32.Castagnoli)))
	return slices.Concat([]byte(snapshotMagic), requests[:], sum, world), nil
}

// DecodeSnapshot reads a snapshot of a cloud of the same world file, of this or
// another process. An error says what is wrong with the bytes; whoever knows
// the file adds its name.
func (c *Cloud) DecodeSnapshot(data []byte) (Snapshot, error) {
	rest, ok := bytes.CutPrefix(data, []byte(snapshotMagic))
	if !ok {
		return Snapshot{}, fmt.Errorf("it does not begin with %q: it is no snapshot, or of another version", snapshotMagic[:len(snapshotMagic)-1])
	}
	if len(rest) < 12 || crc32.Checksum(rest[:8], crc32.MakeTable(crc32.Castagnoli)) != binary.BigEndian.Uint32(rest[8:12]) {
		return Snapshot{}, errors.New("the snapshot is damaged or cut off behind its first line")
	}
	world, err := model.DecodeWorld(c.start.Model(), c.start.Base(), rest[12:])
	if err != nil {
		return Snapshot{}, err
	}
	return Snapshot{world: world, requests: binary.BigEndian.Uint64(rest[:8])}, nil
}
