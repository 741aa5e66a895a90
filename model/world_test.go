package model

import "testing"

// While a request makes its effects its world writes into one copy of a place.
// What was handed out on the way stays as it was, and so does the world before.
func TestAFinishedWorldIsNeverWrittenTo(t *testing.T) {
	before := newWorld(t)
	place := before.places[len(before.places)-1]
	rename := func(w *World, name string) {
		put(w, place.account, place.region, Vpc{VpcId: "vpc-x", VpcName: name})
	}
	nameIn := func(w World) string {
		if r, ok := w.Find(place.account, place.region, KindVpc, "vpc-x").(*Vpc); ok {
			return r.VpcName
		}
		return "none"
	}

	w := before
	BeginDraft(&w)
	rename(&w, "a")
	copied := CopiedPlace(w)
	rename(&w, "b")
	if CopiedPlace(w) != copied || copied == nil {
		t.Error("each effect copies the place")
	}
	midway := EndDraft(&w)
	rename(&w, "c")
	end := EndDraft(&w)
	rename(&end, "d") // an ordinary world: it copies

	for _, tt := range []struct {
		world World
		want  string
	}{{before, "none"}, {midway, "b"}, {w, "c"}, {end, "d"}} {
		if got := nameIn(tt.world); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
	if Drafting(midway) || Drafting(end) || CopiedPlace(end) != nil || midway.Hash() == end.Hash() {
		t.Error("a finished world goes on drafting")
	}
}
