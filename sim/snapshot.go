package sim

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"slices"

	"github.com/fxamacker/cbor/v2"

	"github.com/ecsim/ecsim/model"
)

// A Snapshot is a state of a cloud that can be restored: resources, ids,
// counters, tokens, pending transitions and the time.
type Snapshot struct {
	world    model.World
	requests uint64
	burnt    heldTokens // tokens in progress belong to calls that are not part of a snapshot
}

// World returns the world of the snapshot.
func (s Snapshot) World() model.World { return s.world }

// Snapshot returns the current state. It costs nothing, because worlds never
// change.
func (c *Cloud) Snapshot() Snapshot {
	inProgress := func(h HeldToken) bool { return !h.Burnt }
	return Snapshot{world: c.World(), requests: c.requests.Load(), burnt: c.state.Load().tokens.without(inProgress)}
}

// Restore returns to a snapshot, its time included. The world may come from
// another cloud of the same model. An error says that the journal cannot be
// written, and that the cloud is unchanged.
func (c *Cloud) Restore(s Snapshot) error {
	err := c.replace(s.requests, func(head *state) state {
		return state{world: s.world, tokens: s.burnt, time: newTimeline(head.time.clock, s.world.Now(), c.wall())}
	})
	if err != nil {
		return fmt.Errorf("restore the snapshot: %w", err)
	}
	c.limits.clear()
	return nil
}

// snapshotMagic begins every encoded snapshot and names the version of the
// format.
const snapshotMagic = "ecsim snapshot 2\n"

// snapshotHead is the part of a snapshot besides its world, in deterministic
// CBOR.
type snapshotHead struct {
	Requests uint64
	Burnt    []snapshotToken
}

type snapshotToken struct {
	Key    string
	Params map[string]string
}

// Encode writes the exact snapshot: a first line, length and checksum of the
// head, the head, and the world as [model.World.Encode] writes it. It contains
// passwords.
func (s Snapshot) Encode() ([]byte, error) {
	world, err := s.world.Encode()
	if err != nil {
		return nil, err
	}
	head := snapshotHead{Requests: s.requests}
	for _, held := range s.burnt.list() {
		head.Burnt = append(head.Burnt, snapshotToken{held.Key, held.Params})
	}
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		return nil, fmt.Errorf("encode the snapshot: %w", err)
	}
	text, err := mode.Marshal(head)
	if err != nil {
		return nil, fmt.Errorf("encode the snapshot: %w", err)
	}
	sizes := binary.BigEndian.AppendUint32(nil, uint32(len(text)))
	sizes = binary.BigEndian.AppendUint32(sizes, headSum(text))
	return slices.Concat([]byte(snapshotMagic), sizes, text, world), nil
}

func headSum(text []byte) uint32 { return crc32.Checksum(text, crc32.MakeTable(crc32.Castagnoli)) }

// DecodeSnapshot reads a snapshot of a cloud with the same world file, made by
// this or another process. The error says what is wrong with the bytes; the
// caller adds the name of the file.
func (c *Cloud) DecodeSnapshot(data []byte) (Snapshot, error) {
	rest, ok := bytes.CutPrefix(data, []byte(snapshotMagic))
	if !ok {
		return Snapshot{}, fmt.Errorf("it does not begin with %q: it is no snapshot, or of another version", snapshotMagic[:len(snapshotMagic)-1])
	}
	if len(rest) < 8 || uint64(binary.BigEndian.Uint32(rest)) > uint64(len(rest)-8) {
		return Snapshot{}, errors.New("the snapshot is damaged or cut off behind its first line")
	}
	text, encoded := rest[8:8+binary.BigEndian.Uint32(rest)], rest[8+binary.BigEndian.Uint32(rest):]
	if headSum(text) != binary.BigEndian.Uint32(rest[4:]) {
		return Snapshot{}, errors.New("the snapshot is damaged or cut off behind its first line")
	}
	mode, err := cbor.DecOptions{UTF8: cbor.UTF8DecodeInvalid, MaxArrayElements: math.MaxInt32, MaxMapPairs: math.MaxInt32}.DecMode()
	if err != nil {
		return Snapshot{}, fmt.Errorf("decode the snapshot: %w", err)
	}
	var head snapshotHead
	if err := mode.Unmarshal(text, &head); err != nil {
		return Snapshot{}, fmt.Errorf("the snapshot was written by another version of ecsim: %w", err)
	}
	world, err := model.DecodeWorld(c.start.Model(), c.start.Base(), encoded)
	if err != nil {
		return Snapshot{}, err
	}
	s := Snapshot{world: world, requests: head.Requests}
	for _, t := range head.Burnt {
		s.burnt = s.burnt.with(HeldToken{Key: t.Key, Params: t.Params, Burnt: true})
	}
	return s, nil
}
