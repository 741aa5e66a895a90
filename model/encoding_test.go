package model_test

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/ecsim/ecsim/model"
)

// written encodes a world that can be written.
func written(t rapid.TB, w model.World) []byte {
	t.Helper()
	data, err := w.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Whatever calls, transitions and whiles lead to comes back as it was, and goes
// on as it would have.
func TestEncodingIsExact(t *testing.T) {
	begin := inhabited(t)
	ops := begin.Model().Operations()
	rapid.Check(t, func(rt *rapid.T) {
		w := begin
		for range rapid.IntRange(0, 25).Draw(rt, "steps") {
			m := drawMove(rt, w, ops)
			if m.call != nil && dice(rt, "token?", 3) == 0 {
				m.call.Params["ClientToken"] = throwOf(rt, "token", []string{"a", "b", "\xff\x00"})
			}
			w = m.take(w)
		}
		if dice(rt, "learn?", 4) == 0 {
			w, _ = w.Learn(model.Question{Fact: model.Fact{Scope: hangzhou, Name: model.RegionQueueSize}, N: 1})
		}
		data := written(rt, w)
		back, err := model.DecodeWorld(w.Model(), w.Base(), data)
		if err != nil {
			rt.Fatal(err)
		}
		sameWorld(rt, w, back)
		if !bytes.Equal(data, written(rt, back)) {
			rt.Fatal("the world that came back is encoded otherwise")
		}
		for range 3 {
			m := drawMove(rt, w, ops)
			w, back = m.take(w), m.take(back)
			if !w.Equal(back) {
				rt.Fatalf("after %v the world that came back goes elsewhere", m)
			}
		}
	})
}

// sameWorld compares all that two worlds are made of.
func sameWorld(t rapid.TB, w, back model.World) {
	t.Helper()
	if !w.Equal(back) || w.Hash() != back.Hash() {
		t.Fatal("another world came back")
	}
	if err := back.Check(); err != nil {
		t.Fatal(err)
	}
	if got, want := model.InsidesOf(back), model.InsidesOf(w); !reflect.DeepEqual(got, want) {
		t.Fatalf("inside it is %+v, want %+v", got, want)
	}
	if got, want := back.Pending(), w.Pending(); !slices.EqualFunc(got, want, func(a, b model.Transition) bool {
		return a.Edge.Name == b.Edge.Name && a.Account == b.Account && a.Region == b.Region && a.ID == b.ID && a.Since.Equal(b.Since)
	}) {
		t.Fatalf("pending %v, want %v", got, want)
	}
	for _, k := range w.Model().Kinds().All() {
		a, b := w, back
		if got, want := b.NewID(k), a.NewID(k); k.Prefix() != "" && got != want {
			t.Fatalf("the next %s is %s, want %s", k, got, want)
		}
	}
}

// A field that is added to worlds has to be encoded, or derived, as well.
func TestEncodingKnowsEveryField(t *testing.T) {
	for typ, want := range map[reflect.Type][]string{
		reflect.TypeFor[model.World](): {"model", "base", "Places", "learnt", "learntSum", "tokens", "transient", "counters", "now", "seed", "sum", "drafting", "own"},
		model.PlaceType():              {"Account", "Region", "tables", "owners", "users"},
		model.TokenType():              {"params", "reply"},
		reflect.TypeFor[model.Reply](): {"Created", "Items", "Page", "Values", "Records"},
	} {
		var got []string
		for f := range typ.Fields() {
			got = append(got, f.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s has the fields %v, model/encoding.go knows %v", typ, got, want)
		}
	}
	kinds := newWorld(t).Model().Kinds()
	for _, k := range kinds.Kept() {
		flat(t, reflect.TypeOf(kinds.Empty(k)).Elem())
	}
}

// flat sees that a resource consists of what CBOR gives back as it was.
func flat(t *testing.T, typ reflect.Type) {
	t.Helper()
	for f := range typ.Fields() {
		switch {
		case !f.IsExported():
			t.Errorf("%s.%s is not exported and would be lost", typ, f.Name)
		case f.Type.Kind() == reflect.Struct && f.Type.Name() != "Time":
			flat(t, f.Type)
		case !slices.Contains([]string{"string", "bool", "int", "List", "Time"}, f.Type.Name()):
			t.Errorf("%s.%s is of type %s, which is new to the encoding", typ, f.Name, f.Type)
		}
	}
}

func TestDecodeRefusesWhatIsNoWorld(t *testing.T) {
	w := inhabited(t)
	good := written(t, w)
	flipped := func(at int) []byte {
		data := bytes.Clone(good)
		data[at] ^= 4
		return data
	}
	quota, err := model.Named(w.Model(), "quota", 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, want string
		data       []byte
	}{
		{"nothing", `begins with "", not with "ecsim world 2"`, nil},
		{"another version", `begins with "ecsim world 1"`, bytes.Replace(good, []byte("world 2"), []byte("world 1"), 1)},
		{"another file", `begins with "SQLite format "`, []byte("SQLite format 3\x00 and more")},
		{"a first line alone", "cut off", good[:20]},
		{"a torn tail", "damaged or cut off", good[:len(good)-1]},
		{"a half", "damaged or cut off", good[:len(good)/2]},
		{"a bit in the checksum", "damaged", flipped(16)},
		{"a bit in the middle", "damaged", flipped(len(good) / 2)},
		{"the last bit", "damaged", flipped(len(good) - 1)},
		{"a byte too many", "damaged", append(bytes.Clone(good), 0)},
		{"another base", "other callers, facts, instance types, regions and zones", written(t, quota)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := model.DecodeWorld(w.Model(), w.Base(), tt.data)
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("got %v, want one line with %q", err, tt.want)
			}
		})
	}
}

// Fingerprints are the same in every process, and tell models apart.
func TestFingerprints(t *testing.T) {
	m, again := newWorld(t).Model(), newWorld(t).Model()
	if m.Fingerprint() != again.Fingerprint() {
		t.Error("one model has two fingerprints")
	}
	edges := slices.Clone(m.Edges())
	edges[0].Min++
	if m.Fingerprint() == m.WithEdges(edges).Fingerprint() {
		t.Error("a slower edge is not seen")
	}
	op := *m.Operations()[0]
	op.Rules = op.Rules[1:]
	if m.Fingerprint() == m.With(&op).Fingerprint() {
		t.Error("a rule that is gone is not seen")
	}
	w := newWorld(t)
	if parts := model.Differing(w.Base().Parts(), newWorld(t).Base().Parts()); len(parts) > 0 {
		t.Errorf("one base differs from itself in %v", parts)
	}
	for name, digest := range w.Base().Parts() {
		if len(digest) != 32 {
			t.Errorf("%s: %q", name, digest)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	for _, n := range populations() {
		w := crowded(b, n)
		data := written(b, w)
		b.Run("Encode/"+model.NumberText(n), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				written(b, w)
			}
		})
		b.Run("Decode/"+model.NumberText(n), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := model.DecodeWorld(w.Model(), w.Base(), data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
