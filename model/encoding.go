package model

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/benbjohnson/immutable"
	"github.com/fxamacker/cbor/v2"
)

// encodingMagic begins every encoded world and names the version of the format.
const encodingMagic = "ecsim world 2\n"

// encodedWorld is a world as it is stored: deterministic CBOR (RFC 8949,
// section 4.2.1) of these fields by name. Derived data is left out: hash,
// owners of addresses, counts of images in use.
type encodedWorld struct {
	Schema    string // of the resources, see [schema]
	Base      map[string]string
	Name      string
	Seed      uint64
	Now       time.Time
	Counters  map[string]uint32 // by kind
	Learnt    map[string]Range
	Tokens    map[string]encodedToken
	Transient []encodedTransient
	Places    []encodedPlace
}

type encodedToken struct {
	Params  string
	Created []string
	Items   []encodedResource
	Page    Page
	Values  map[string]string
}

type encodedResource struct {
	Kind  string
	Value cbor.RawMessage
}

type encodedTransient struct{ Account, Region, Kind, ID string }

type encodedPlace struct {
	Account, Region string
	Resources       map[string]cbor.RawMessage // by kind; kinds without any are left out
}

// Encode writes the world: equal worlds of one base give the same bytes, in any
// process. The bytes contain passwords. [DecodeWorld] reads them.
func (w World) Encode() ([]byte, error) {
	e := encodedWorld{
		Schema: w.model.kinds.schema(), Base: w.base.Parts(), Name: w.base.Name, Seed: w.seed, Now: w.now,
		Counters: map[string]uint32{}, Learnt: mapOf(w.learnt), Tokens: map[string]encodedToken{},
	}
	for _, k := range w.model.kinds.kinds {
		if n := w.counters[k.Number()]; n > 0 {
			e.Counters[k.String()] = n
		}
	}
	enc, err := encoder()
	if err != nil {
		return nil, err
	}
	for key, t := range mapOf(w.tokens) {
		if e.Tokens[key], err = encodeToken(enc, t); err != nil {
			return nil, fmt.Errorf("encode the token %s: %w", key, err)
		}
	}
	for it := w.transient.Iterator(); !it.Done(); {
		_, k, _ := it.Next()
		e.Transient = append(e.Transient, encodedTransient{k.account, k.region, k.kind.String(), k.id})
	}
	for _, p := range w.Places {
		place, err := p.encode(enc, w.model.kinds)
		if err != nil {
			return nil, fmt.Errorf("encode account %s in region %s: %w", p.Account, p.Region, err)
		}
		e.Places = append(e.Places, place)
	}
	payload, err := enc.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("encode the world: %w", err)
	}
	sum := sha256.Sum256(payload)
	return slices.Concat([]byte(encodingMagic), sum[:], payload), nil
}

// DecodeWorld reads a world of the model and the base that Encode wrote. An
// error says that the bytes are damaged, are of another version, or belong to
// another base; the caller adds the name of the file.
func DecodeWorld(m *Model, base *Base, data []byte) (World, error) {
	payload, err := unwrap(data)
	if err != nil {
		return World{}, err
	}
	dec, err := decoder()
	if err != nil {
		return World{}, err
	}
	var e encodedWorld
	if err := dec.Unmarshal(payload, &e); err != nil {
		return World{}, fmt.Errorf("the world was written by another version of ecsim: %w", err)
	}
	if e.Schema != m.kinds.schema() {
		return World{}, errors.New("the world was written by a version of ecsim whose resources have other fields")
	}
	if parts := Differing(e.Base, base.Parts()); len(parts) > 0 {
		return World{}, fmt.Errorf("the state is of a world %q that has other %s than this world %q", e.Name, sentenceOf(parts), base.Name)
	}
	return e.world(m, base, dec)
}

// unwrap checks the parts around the payload.
func unwrap(data []byte) ([]byte, error) {
	rest, ok := bytes.CutPrefix(data, []byte(encodingMagic))
	if !ok {
		head, _, _ := bytes.Cut(data[:min(len(data), len(encodingMagic))], []byte("\n"))
		return nil, fmt.Errorf("it begins with %q, not with %q: it is no world, or of another version", head, encodingMagic[:len(encodingMagic)-1])
	}
	if len(rest) < sha256.Size {
		return nil, errors.New("the world is cut off behind its first line")
	}
	sum, payload := rest[:sha256.Size], rest[sha256.Size:]
	if want := sha256.Sum256(payload); !bytes.Equal(sum, want[:]) {
		return nil, errors.New("the world is damaged or cut off: its checksum does not match")
	}
	return payload, nil
}

// world builds the world that was read.
func (e *encodedWorld) world(m *Model, base *Base, dec cbor.DecMode) (World, error) {
	w := NewWorld(m, base, e.Seed, e.Now)
	for name, n := range e.Counters {
		k, ok := m.kinds.Named(name)
		if !ok {
			return World{}, fmt.Errorf("it counts the unknown kind %q", name)
		}
		w.counters[k.Number()] = n
	}
	for key, r := range e.Learnt {
		w.learn(key, r)
	}
	for key, t := range e.Tokens {
		decoded, err := t.decode(dec, m.kinds)
		if err != nil {
			return World{}, fmt.Errorf("read the token %s: %w", key, err)
		}
		w.tokens = w.tokens.Set(key, decoded)
		w.sum += tokenHash(key, decoded.params)
	}
	for i := range e.Places {
		if err := e.Places[i].into(&w, dec); err != nil {
			return World{}, err
		}
	}
	w.transient = immutable.NewSortedMap[string, transientKey](nil)
	for _, t := range e.Transient {
		k, ok := m.kinds.Named(t.Kind)
		if !ok || w.find(t.Account, t.Region, k, t.ID) == nil {
			return World{}, fmt.Errorf("%s %s is said to be under way and is not there", t.Kind, t.ID)
		}
		w.transient = w.transient.Set(transientName(t.Account, t.Region, k, t.ID), transientKey{t.Account, t.Region, k, t.ID})
	}
	return w, nil
}

// encode encodes the resources of the place, kind by kind.
func (p *Place) encode(enc cbor.EncMode, kinds *Kinds) (encodedPlace, error) {
	e := encodedPlace{Account: p.Account, Region: p.Region, Resources: map[string]cbor.RawMessage{}}
	for of := range kinds.keptRecords {
		if p.count(of.kind) == 0 {
			continue
		}
		raw, err := enc.Marshal(p.tables[of.kind.Number()].values())
		if err != nil {
			return e, fmt.Errorf("%s: %w", of.kind, err)
		}
		e.Resources[of.kind.String()] = raw
	}
	return e, nil
}

// into adds the resources of the place to the world.
func (e *encodedPlace) into(w *World, dec cbor.DecMode) error {
	p := w.Place(e.Account, e.Region)
	if p == nil {
		return fmt.Errorf("it holds resources of account %s in region %s, which the world does not have", e.Account, e.Region)
	}
	for of := range w.model.kinds.keptRecords {
		raw, given := e.Resources[of.kind.String()]
		if !given {
			continue
		}
		if err := of.decode(w, p, dec, raw); err != nil {
			return fmt.Errorf("read the %s resources: %w", of.kind, err)
		}
	}
	for name := range e.Resources {
		if k, ok := w.model.kinds.Named(name); !ok || !w.model.kinds.Keeps(k) {
			return fmt.Errorf("it holds resources of the unknown kind %q", name)
		}
	}
	return nil
}

func mapOf[V any](m *immutable.SortedMap[string, V]) map[string]V {
	out := make(map[string]V, m.Len())
	for it := m.Iterator(); !it.Done(); {
		key, v, _ := it.Next()
		out[key] = v
	}
	return out
}

// encodeToken leaves Records out: no operation that has a token answers with them.
func encodeToken(enc cbor.EncMode, t token) (encodedToken, error) {
	e := encodedToken{Params: t.params, Created: t.reply.Created, Page: t.reply.Page, Values: t.reply.Values}
	for _, r := range t.reply.Items {
		value, err := enc.Marshal(r)
		if err != nil {
			return e, err
		}
		e.Items = append(e.Items, encodedResource{r.Kind().String(), value})
	}
	return e, nil
}

func (e *encodedToken) decode(dec cbor.DecMode, kinds *Kinds) (token, error) {
	t := token{params: e.Params, reply: Reply{Created: e.Created, Page: e.Page, Values: e.Values}}
	for _, item := range e.Items {
		k, _ := kinds.Named(item.Kind)
		r := kinds.Empty(k)
		if r == nil {
			return token{}, fmt.Errorf("it answers a resource of the unknown kind %q", item.Kind)
		}
		if err := dec.Unmarshal(item.Value, r); err != nil {
			return token{}, err
		}
		t.reply.Items = append(t.reply.Items, r)
	}
	return t, nil
}

// encoder encodes deterministically. Text may contain any bytes: a client may
// send bytes that are not UTF-8, which have to come back unchanged.
func encoder() (cbor.EncMode, error) {
	o := cbor.CoreDetEncOptions()
	o.Time, o.TimeTag = cbor.TimeRFC3339NanoUTC, cbor.EncTagNone
	return o.EncMode()
}

func decoder() (cbor.DecMode, error) {
	return cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField, UTF8: cbor.UTF8DecodeInvalid,
		FieldNameMatching: cbor.FieldNameMatchingCaseSensitive,
		MaxArrayElements:  math.MaxInt32, MaxMapPairs: math.MaxInt32,
	}.DecMode()
}

// Census adds counts of the world to a digest: the time, the id counters, and
// the number of resources of each kind in each place. It is the same in every
// process.
func (w World) Census(digest uint64) uint64 {
	add := func(n uint64) { digest = mix64(digest^n) + 0x9e3779b97f4a7c15 }
	add(uint64(w.now.UnixNano()))
	for _, n := range w.counters {
		add(uint64(n))
	}
	for _, p := range w.Places {
		owned := 0
		for _, k := range w.model.kinds.kept {
			add(uint64(p.count(k)))
			owned += p.owners[k.Number()].Len()
		}
		add(uint64(owned))
	}
	add(uint64(w.tokens.Len()))
	add(uint64(w.transient.Len()))
	return digest
}

// Differing returns the parts that two fingerprints do not share, in order.
func Differing(a, b map[string]string) []string {
	var parts []string
	all := maps.Clone(a)
	maps.Copy(all, b)
	for _, part := range slices.Sorted(maps.Keys(all)) {
		if a[part] != b[part] {
			parts = append(parts, part)
		}
	}
	return parts
}
