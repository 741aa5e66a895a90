package model_test

import (
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// While a request makes its effects its world writes into one copy of a place.
// What was handed out on the way stays as it was, and so does the world before.
func TestAFinishedWorldIsNeverWrittenTo(t *testing.T) {
	before := newWorld(t)
	place := before.Places[len(before.Places)-1]
	rename := func(w *model.World, name string) {
		model.Put(w, place.Account, place.Region, ecs.Vpc{VpcId: "vpc-x", VpcName: name})
	}
	nameIn := func(w model.World) string {
		if r, ok := w.Find(place.Account, place.Region, ecs.KindVpc, "vpc-x").(*ecs.Vpc); ok {
			return r.VpcName
		}
		return "none"
	}

	w := before
	model.BeginDraft(&w)
	rename(&w, "a")
	copied := model.CopiedPlace(w)
	rename(&w, "b")
	if model.CopiedPlace(w) != copied || copied == nil {
		t.Error("each effect copies the place")
	}
	midway := model.EndDraft(&w)
	rename(&w, "c")
	end := model.EndDraft(&w)
	rename(&end, "d") // an ordinary world: it copies

	for _, tt := range []struct {
		world model.World
		want  string
	}{{before, "none"}, {midway, "b"}, {w, "c"}, {end, "d"}} {
		if got := nameIn(tt.world); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
	if model.Drafting(midway) || model.Drafting(end) || model.CopiedPlace(end) != nil || midway.Hash() == end.Hash() {
		t.Error("a finished world goes on drafting")
	}
}
