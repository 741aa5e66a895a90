package conformance

import (
	"maps"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// compareReply compares the reply of an accepted call with the model's. For a
// Describe operation every shown resource selects the status that fits among
// those it can have moved to; the world with these moves is returned.
func (o *oracle) compareReply(p possible, call model.Call, v model.Verdict, out model.Outcome, fresh map[string]adoption) (model.World, []Diff) {
	if !v.Op.Reads {
		return p.world, o.compareCreated(p, v, out)
	}
	r := reading{o: o, p: p, call: call, fresh: fresh}
	partial := paged(v.Reply.Page) || paged(out.Reply.Page)
	if partial && v.Reply.Page.Total != out.Reply.Page.Total {
		// Others have made things too: what is on which page cannot be known.
		r.call.Params = r.call.Params.Without("PageNumber").Without("NextToken").With("PageSize", "100")
	} else if partial && len(v.Reply.Items) != len(out.Reply.Items) {
		r.diffs = append(r.diffs, Diff{Name: "reply", Field: "items on the page", Want: itoa(len(v.Reply.Items)), Got: itoa(len(out.Reply.Items))})
	}
	shown := map[string]model.Resource{} // by the model's id
	for _, item := range out.Reply.Items {
		if name, ok := o.names[item.ID()]; ok {
			if id, ok := p.id(name); ok {
				shown[id] = item
				r.compare(name, id, item)
			} else {
				r.diffs = append(r.diffs, Diff{Name: name, Kind: item.Kind(), Want: "gone", Got: "shown"})
			}
		}
	}
	if !partial {
		for _, item := range v.Reply.Items {
			if name, ok := o.nameOf(p, item.ID()); ok && shown[item.ID()] == nil {
				r.compare(name, item.ID(), nil)
			}
		}
	}
	r.compareValues(v, out)
	return r.p.world, r.diffs
}

// compareCreated compares what a call says that it made: as many things, and,
// for a ClientToken that was used before, the same ones.
func (o *oracle) compareCreated(p possible, v model.Verdict, out model.Outcome) []Diff {
	if want, got := len(v.Reply.Created), len(out.Reply.Created); want != got {
		return []Diff{{Name: "reply", Field: "Created", Want: itoa(want), Got: itoa(got)}}
	}
	for i, id := range out.Reply.Created {
		before, known := o.nameOf(p, v.Reply.Created[i])
		seen, twice := o.names[id]
		switch {
		case known && o.ids[before] != id:
			return []Diff{{Name: before, Field: "ClientToken", Want: "the same again", Got: "another one"}}
		case !known && twice:
			return []Diff{{Name: seen, Field: "ClientToken", Want: "another one", Got: "the same again"}}
		}
	}
	return nil
}

// paged says whether the reply is one page of several, so that what is missing
// may be on another one.
func paged(p model.Page) bool { return p.Total > p.Size || p.Next != "" || p.Number > 1 }

// A reading goes through one reply.
type reading struct {
	o     *oracle
	p     possible
	call  model.Call
	fresh map[string]adoption
	diffs []Diff
}

// compare compares one resource in the statuses that it can have moved to by
// itself. The world keeps the moves that fit; without a fit, the differences
// of the nearest status are noted.
func (r *reading) compare(name, id string, got model.Resource) {
	var nearest []Diff
	world := r.p.world
	for n := 0; ; n++ {
		adopted := map[string]adoption{}
		diffs := r.once(possible{world, r.p.names}, name, id, got, adopted)
		if len(diffs) == 0 {
			maps.Copy(r.fresh, adopted)
			r.p.world = world
			return
		}
		if n == 0 || fewer(diffs, nearest) {
			nearest = diffs
		}
		next, moved := move(world, id)
		if !moved {
			r.diffs = append(r.diffs, nearest...)
			return
		}
		world = next
	}
}

// fewer says whether a explains more than b: no difference of status counts most.
func fewer(a, b []Diff) bool {
	status := func(d Diff) bool { return d.Field == "Status" }
	if as, bs := slices.ContainsFunc(a, status), slices.ContainsFunc(b, status); as != bs {
		return bs
	}
	return len(a) < len(b)
}

// once compares one status: what the operation would show in the world.
func (r *reading) once(p possible, name, id string, got model.Resource, fresh map[string]adoption) []Diff {
	var want model.Resource
	for _, item := range p.world.Apply(r.call).Reply.Items {
		if item.ID() == id {
			want = item
		}
	}
	switch {
	case want == nil && got == nil:
		return nil
	case want == nil:
		return []Diff{{Name: name, Kind: got.Kind(), Want: "gone", Got: "shown"}}
	case got == nil:
		return []Diff{{Name: name, Kind: want.Kind(), Want: "shown", Got: "missing"}}
	}
	c := comparer{
		modelID: func(field, target string) (string, bool) { return r.modelID(p, name, field, want, target) },
		given:   func(v string) bool { return r.o.givenValues[v] },
		adopted: r.o.adopted, fresh: fresh,
	}
	return c.compare(name, want, got)
}

// modelID turns a target's id into the model's. The primary interface of an
// instance gets its name when it is first seen.
func (r *reading) modelID(p possible, name, field string, want model.Resource, id string) (string, bool) {
	if known, ok := r.o.names[id]; ok {
		return p.id(known)
	}
	i, ok := want.(*model.Instance)
	if _, bound := r.o.ids[name+".primary"]; ok && field == "PrimaryEni" && !bound && i.PrimaryEni != "" {
		r.o.name(name+".primary", id)
		return i.PrimaryEni, true
	}
	return "", false
}

// compareValues compares the scalars of a reply that both sides have.
func (r *reading) compareValues(v model.Verdict, out model.Outcome) {
	for key, want := range v.Reply.Values {
		got, ok := out.Reply.Values[key]
		if !ok || want == got || strings.HasSuffix(key, "Id") {
			continue
		}
		name := v.Op.Name
		for _, param := range r.call.Params {
			if known, ok := r.o.nameOf(r.p, param); ok {
				name = known
			}
		}
		r.diffs = append(r.diffs, Diff{Name: name, Field: key, Want: want, Got: got})
	}
}

// nameOf returns the symbolic name of a model id.
func (o *oracle) nameOf(p possible, modelID string) (string, bool) {
	for name, id := range p.names {
		if id == modelID {
			return name, true
		}
	}
	for name := range o.ids {
		if !strings.HasSuffix(name, ".primary") {
			continue
		}
		if id, ok := p.id(name); ok && id == modelID {
			return name, true
		}
	}
	return "", false
}

// move fires the transition that the resource has pending.
func move(w model.World, id string) (model.World, bool) {
	for _, t := range w.Pending() {
		if t.ID == id {
			return w.Fire(t), true
		}
	}
	return w, false
}
