package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"time"

	"github.com/fxamacker/cbor/v2"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// A record is a change as stored in the file: CBOR with numbers for field
// names. A number is never reused for another field.
type record struct {
	Kind     sim.ChangeKind `cbor:"1,keyasint"`
	Now      time.Time      `cbor:"2,keyasint"`
	Check    uint64         `cbor:"3,keyasint"`
	Caller   string         `cbor:"4,keyasint,omitempty"`
	Region   string         `cbor:"5,keyasint,omitempty"`
	Op       string         `cbor:"6,keyasint,omitempty"`
	Params   model.Params   `cbor:"7,keyasint,omitempty"`
	ID       string         `cbor:"8,keyasint,omitempty"`
	Clock    clock          `cbor:"9,keyasint,omitzero"`
	Wall     time.Time      `cbor:"10,keyasint,omitzero"`
	Requests uint64         `cbor:"11,keyasint,omitempty"`
}

type clock struct {
	Mode  sim.ClockMode
	Tick  time.Duration
	Scale float64
}

func recordOf(ch sim.Change) record {
	return record{
		Kind: ch.Kind, Now: ch.Now, Check: ch.Check, Caller: ch.Call.Caller, Region: ch.Call.Region, Op: ch.Call.Op, Params: ch.Call.Params,
		ID: ch.ID, Clock: clock(ch.Clock), Wall: ch.Wall, Requests: ch.Requests,
	}
}

func (r *record) change() sim.Change {
	return sim.Change{
		Kind: r.Kind, Now: r.Now.UTC(), Check: r.Check, Call: model.Call{Caller: r.Caller, Region: r.Region, Op: r.Op, Params: r.Params},
		ID: r.ID, Clock: sim.Clock(r.Clock), Wall: r.Wall, Requests: r.Requests,
	}
}

// snapshot is a saved state as stored in the file.
type snapshot struct {
	Transitions sim.TransitionMode
	Clock       clock
	At, Wall    time.Time
	Requests    uint64
	World       []byte      // as model.World.Encode writes it
	Tokens      []heldToken `cbor:",omitempty"`
}

// heldToken is a ClientToken in progress or burnt.
type heldToken struct {
	Key    string
	Params model.Params
	Burnt  bool
	Until  time.Time
}

func tokensOf(all []sim.HeldToken) []heldToken {
	var out []heldToken
	for _, t := range all {
		out = append(out, heldToken{t.Key, t.Params, t.Burnt, t.Until})
	}
	return out
}

func (s *snapshot) tokens() []sim.HeldToken {
	var out []sim.HeldToken
	for _, t := range s.Tokens {
		out = append(out, sim.HeldToken{Key: t.Key, Params: t.Params, Burnt: t.Burnt, Until: t.Until})
	}
	return out
}

// codec writes and reads the content of the file. Text may contain any bytes,
// as clients sent them.
type codec struct {
	enc cbor.EncMode
	dec cbor.DecMode
}

func (c *codec) snapshotOf(s sim.Saved) ([]byte, error) {
	world, err := s.World.Encode()
	if err != nil {
		return nil, err
	}
	data, err := c.enc.Marshal(snapshot{
		Transitions: s.Transitions, Clock: clock(s.Clock), At: s.At, Wall: s.Wall, Requests: s.Requests, World: world,
		Tokens: tokensOf(s.Tokens),
	})
	if err != nil {
		return nil, fmt.Errorf("encode a snapshot: %w", err)
	}
	return seal(data), nil
}

func (c *codec) saved(start model.World, data []byte) (sim.Saved, error) {
	data, err := unseal(data)
	if err != nil {
		return sim.Saved{}, fmt.Errorf("the snapshot: %w", err)
	}
	var s snapshot
	if err := c.dec.Unmarshal(data, &s); err != nil {
		return sim.Saved{}, fmt.Errorf("the snapshot was written by another version of ecsim: %w", err)
	}
	world, err := model.DecodeWorld(start.Model(), start.Base(), s.World)
	if err != nil {
		return sim.Saved{}, err
	}
	return sim.Saved{
		World: world, Transitions: s.Transitions, Clock: sim.Clock(s.Clock), At: s.At.UTC(), Wall: s.Wall, Requests: s.Requests, Tokens: s.tokens(),
	}, nil
}

// origin reads what a journal belongs to.
func (c *codec) origin(sealed []byte) (o Origin, err error) {
	data, err := unseal(sealed)
	if err == nil {
		err = c.dec.Unmarshal(data, &o)
	}
	if err != nil {
		return o, fmt.Errorf("it does not say what it belongs to: %w", err)
	}
	return o, nil
}

func newCodec() (*codec, error) {
	o := cbor.CoreDetEncOptions()
	o.Time, o.TimeTag = cbor.TimeRFC3339NanoUTC, cbor.EncTagNone
	enc, err := o.EncMode()
	if err != nil {
		return nil, err
	}
	dec, err := cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField, UTF8: cbor.UTF8DecodeInvalid, MaxMapPairs: math.MaxInt32,
	}.DecMode()
	return &codec{enc, dec}, err
}

// A link is a position in the chain of records. Each checksum covers its record
// and the link before, so that a changed, lost, moved or repeated record is
// detected.
type link struct {
	number uint64
	sum    uint32
}

const linkLength = 12

func (l link) bytes() []byte {
	return binary.BigEndian.AppendUint32(l.key(), l.sum)
}

// key returns the key of the link's record; keys sort by number.
func (l link) key() []byte { return binary.BigEndian.AppendUint64(nil, l.number) }

func linkFrom(data []byte) (link, error) {
	if len(data) != linkLength {
		return link{}, errors.New("a place in the chain of records cannot be read")
	}
	return link{binary.BigEndian.Uint64(data), binary.BigEndian.Uint32(data[8:])}, nil
}

// next returns the link of the payload after l.
func (l link) next(payload []byte) link {
	sum := crc32.Update(checksum(l.bytes()), castagnoli(), payload)
	return link{l.number + 1, sum}
}

func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

func checksum(data []byte) uint32 { return crc32.Checksum(data, castagnoli()) }

// seal puts a checksum in front of data that belongs to no chain.
func seal(data []byte) []byte {
	return append(binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(data)), checksum(data)), data...)
}

func unseal(data []byte) ([]byte, error) {
	if len(data) < 4 || binary.BigEndian.Uint32(data) != checksum(data[4:]) {
		return nil, errors.New("it is damaged: its checksum does not match")
	}
	return data[4:], nil
}
