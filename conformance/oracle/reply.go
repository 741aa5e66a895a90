package oracle

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// CompareReply compares the reply of an accepted call with the model's. For a
// Describe operation every shown resource selects the status that fits among
// those that it can have reached. compareReply returns the world with these
// transitions, and the details of the comparison, which the next call
// overwrites.
func (o *Oracle) CompareReply(p PossibleWorld, call model.Call, v *model.Verdict, out model.Outcome) (model.World, *ReplyComparison, []Diff) {
	r := &o.Reading
	*r = ReplyComparison{o: o, p: p, call: call, shows: v.Op.Shows, items: v.Reply.Items}
	if !v.Op.Reads {
		return p.World, r, o.compareCreated(p, call, v, out)
	}
	partial := paged(v.Reply.Page) || paged(out.Reply.Page)
	others := hasOthers(v.Reply.Page, out.Reply.Page)
	if partial && (others || p.World.Base().Stranger) { // what is on the pages cannot be predicted: no document gives the order
		r.call.Params = r.call.Params.Without("PageNumber").Without("NextToken").Without("MaxResults").With("PageSize", most(v.Op))
		r.items = p.World.Apply(r.call).Reply.Items
	}
	if partial && !others && len(v.Reply.Items) != len(out.Reply.Items) {
		r.diffs = append(r.diffs, Diff{Name: "reply", Field: "items on the page", Want: strconv.Itoa(len(v.Reply.Items)), Got: strconv.Itoa(len(out.Reply.Items))})
	}
	o.bindAspects(p, call, out.Reply.Items)
	var shown []string // the model's ids
	for _, item := range out.Reply.Items {
		if name, ok := o.NameOf(call, item.Kind(), item.ID()); ok {
			if id, ok := p.Id(name); ok {
				shown = append(shown, id)
				r.compare(name, id, item)
			} else {
				r.diffs = append(r.diffs, Diff{Name: name, Kind: item.Kind(), Want: "gone", Got: "shown"})
			}
		}
	}
	if !partial {
		r.compareMissing(p, v.Reply.Items, shown)
	}
	r.compareValues(v, out)
	return r.p.World, r, r.diffs
}

// bindAspects gives names to the resources of an answer that were made together
// with a named one: only a lookup shows their ids. One that is as large as the
// model's is taken first, so that of two disks each is found.
func (o *Oracle) bindAspects(p PossibleWorld, call model.Call, items []model.Resource) {
	for _, sort := range []func(a, b *ecs.Disk) bool{
		func(a, b *ecs.Disk) bool { return a.Type == b.Type && a.Size == b.Size },
		func(a, b *ecs.Disk) bool { return a.Type == b.Type },
	} {
		for _, item := range items {
			got, ok := Unseen(item).(*ecs.Disk)
			if !ok {
				continue
			}
			host, known := o.NameOf(call, ecs.KindInstance, got.InstanceId)
			if _, bound := o.names[got.DiskId]; !known || bound {
				continue
			}
			for _, name := range p.aspects(host) {
				want, ok := o.there(p, name)
				if _, bound := o.Ids[name]; ok && !bound && sort(want, got) {
					o.Name(name, got.DiskId)
					break
				}
			}
		}
	}
}

// there returns the named disk of the world.
func (*Oracle) there(p PossibleWorld, name string) (*ecs.Disk, bool) {
	r, _, _ := p.World.Locate(p.Names[name])
	d, ok := r.(*ecs.Disk)
	return d, ok
}

// compareCreated compares the created resources: their number and, for a
// repeated ClientToken, whether they are the same ones.
func (o *Oracle) compareCreated(p PossibleWorld, call model.Call, v *model.Verdict, out model.Outcome) []Diff {
	if want, got := len(v.Reply.Created), len(out.Reply.Created); want != got {
		return []Diff{{Name: "reply", Field: "Created", Want: strconv.Itoa(want), Got: strconv.Itoa(got)}}
	}
	for i, id := range out.Reply.Created {
		before, known := o.nameOf(p, v.Reply.Created[i])
		seen, twice := o.NameOf(call, v.Op.Makes, id)
		switch {
		case known && o.Ids[before] != "" && o.Ids[before] != id:
			return []Diff{{Name: before, Field: "ClientToken", Want: "the same again", Got: "another one"}}
		case !known && twice && (v.Op.Makes.CalledBy() == "" || p.alive(seen)): // a name may be given again when it is free
			return []Diff{{Name: seen, Field: "ClientToken", Want: "another one", Got: "the same again"}}
		}
	}
	return nil
}

// paged says whether the reply is one of several pages, so that missing items
// may be on another one.
func paged(p model.Page) bool { return p.Total > p.Size || p.Next != "" || p.Number > 1 }

// hasOthers says whether the target has resources of others: its total differs,
// or, for pages by token, which have no total, it continues after the model's
// last page.
func hasOthers(want, got model.Page) bool {
	return want.Total != got.Total || want.Next == "" && got.Next != ""
}

// A ReplyComparison goes through one reply.
type ReplyComparison struct {
	o     *Oracle
	p     PossibleWorld
	call  model.Call
	shows string           // a field that only this operation shows
	items []model.Resource // the items of the call in p
	fresh []freshAdoption
	diffs []Diff
	// statuses are the statuses that a possible world explains.
	statuses []seenStatus
	at       comparedResource // the resource being compared
}

// A comparedResource is one resource of a reply, in one possible world.
type comparedResource struct {
	r    *ReplyComparison
	p    PossibleWorld
	name string
	want model.Resource
}

func (a *comparedResource) given(value string) bool { return a.r.o.GivenValues[value] }

func (a *comparedResource) written(at fieldKey) bool {
	_, ok := a.r.o.writers[fieldKey{sequence.Root(at.name), at.field}]
	return ok
}

// compareMissing compares the resources that the model shows and the target
// does not.
func (r *ReplyComparison) compareMissing(p PossibleWorld, items []model.Resource, shown []string) {
	for _, item := range items {
		if slices.Contains(shown, item.ID()) {
			continue
		}
		if name, ok := r.o.nameOf(p, item.ID()); ok && r.o.Ids[name] != "" {
			r.compare(name, item.ID(), nil)
		}
	}
}

// compare compares one resource in all statuses that it can have reached. The
// world keeps the transitions that fit; if none fits, the differences from the
// nearest status are noted.
func (r *ReplyComparison) compare(name, id string, got model.Resource) {
	world, items := r.p.World, r.items
	for moved := true; moved; {
		before := len(r.fresh)
		p := PossibleWorld{world, r.p.Names}
		want := withID(items, id)
		if want == nil && got == nil || want != nil && got != nil && r.comparer(p, name, want).agrees(name, want, got) {
			r.p.World, r.items = world, items
			r.noteShown(name, got)
			return
		}
		r.fresh = r.fresh[:before]
		if world, moved = Move(world, id); moved {
			items = world.Apply(r.call).Reply.Items
		}
	}
	diffs := r.nearest(name, id, got)
	if !slices.ContainsFunc(diffs, func(d Diff) bool { return d.Field == "" || d.Field == "Status" }) {
		r.noteShown(name, got)
	}
	r.diffs = append(r.diffs, diffs...)
}

// noteShown keeps the status that the answer shows, where a possible world explains it.
func (r *ReplyComparison) noteShown(name string, got model.Resource) {
	if got == nil || !showsStatus(got) {
		return
	}
	if status := model.StatusOf(Unseen(got)); status != "" {
		r.statuses = append(r.statuses, seenStatus{name, status})
	}
}

// nearest lists the differences from the status that explains most.
func (r *ReplyComparison) nearest(name, id string, got model.Resource) []Diff {
	var nearest []Diff
	closest := r.p.World
	for world, moved := r.p.World, true; moved; world, moved = Move(world, id) {
		before := len(r.fresh)
		diffs := r.differences(PossibleWorld{world, r.p.Names}, name, id, got)
		r.fresh = r.fresh[:before]
		if nearest == nil || fewer(diffs, nearest) {
			nearest, closest = diffs, world
		}
	}
	r.collect(closest, name, id, got)
	return nearest
}

// collect keeps both sides of a difference for [Oracle.Adopt], which goes on from
// the world that explains most.
func (r *ReplyComparison) collect(closest model.World, name, id string, got model.Resource) {
	if r.o.collect == nil || got == nil {
		return
	}
	r.p.World, r.items = closest, closest.Apply(r.call).Reply.Items
	want := withID(r.items, id)
	if want == nil {
		return
	}
	before := len(r.fresh)
	level, ok := r.comparer(PossibleWorld{closest, r.p.Names}, name, want).normalise(name, want, got)
	r.fresh = r.fresh[:before]
	if !ok {
		return
	}
	kept := reflect.New(reflect.TypeOf(level).Elem())
	kept.Elem().Set(reflect.ValueOf(level).Elem())
	if as, is := reflect.TypeAssert[model.Resource](kept); is {
		*r.o.collect = append(*r.o.collect, difference{name, id, want, as})
	}
}

// differences compares the resource with what the operation would show in the
// world.
func (r *ReplyComparison) differences(p PossibleWorld, name, id string, got model.Resource) []Diff {
	want := withID(p.World.Apply(r.call).Reply.Items, id)
	switch {
	case want == nil && got == nil:
		return nil
	case want == nil:
		return []Diff{{Name: name, Kind: got.Kind(), Want: "gone", Got: "shown"}}
	case got == nil:
		return []Diff{{Name: name, Kind: want.Kind(), Want: "shown", Got: "missing"}}
	}
	return r.comparer(p, name, want).compare(name, want, got)
}

func withID(items []model.Resource, id string) model.Resource {
	for _, item := range items {
		if item.ID() == id {
			return item
		}
	}
	return nil
}

func (r *ReplyComparison) comparer(p PossibleWorld, name string, want model.Resource) comparer {
	r.at = comparedResource{r, p, name, want}
	return comparer{
		kinds:  r.p.World.Model().Kinds(),
		fields: r.o.Tables.fields, known: &r.at, adopted: r.o.adopted, shownAs: r.o.shownAs, fresh: &r.fresh, rooms: r.o.Rooms,
		rules: r.shows == rulesOfGroup && !p.Base(name),
	}
}

// fewer says whether a explains more than b: a matching status counts most.
func fewer(a, b []Diff) bool {
	status := func(d Diff) bool { return d.Field == "Status" }
	if as, bs := slices.ContainsFunc(a, status), slices.ContainsFunc(b, status); as != bs {
		return bs
	}
	return len(a) < len(b)
}

// modelID translates a target's id into the model's. The primary interface of
// an instance gets its name when it is first seen.
func (a *comparedResource) modelID(field, id string) (string, bool) {
	if known, ok := a.r.o.names[id]; ok {
		return a.p.Id(known)
	}
	i, ok := a.want.(*ecs.Instance)
	if _, bound := a.r.o.Ids[a.name+".primary"]; ok && field == "PrimaryEni" && !bound && i.PrimaryEni != "" {
		a.r.o.Name(a.name+".primary", id)
		return i.PrimaryEni, true
	}
	return "", false
}

// compareValues compares the scalars that both replies have.
func (r *ReplyComparison) compareValues(v *model.Verdict, out model.Outcome) {
	for key, want := range v.Reply.Values {
		got, ok := out.Reply.Values[key]
		class := v.Op.Values[key]
		if !ok || want == got || class == model.ValueChosen || class == model.ValueSecret {
			continue
		}
		if class == model.ValueCounted && out.Reply.Page.Total == v.Reply.Page.Total && fewerListed(got, want) {
			// The answer counts more than it lists, so it contradicts itself.
			r.diffs = append(r.diffs, Diff{Name: "reply", Field: key, Want: want, Got: got})
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

func fewerListed(a, b string) bool { return strings.Count(a, ",") < strings.Count(b, ",") || a == "" }

// nameOf returns the symbolic name of a model id.
func (o *Oracle) nameOf(p PossibleWorld, modelID string) (string, bool) {
	for name, id := range p.Names {
		if id == modelID {
			return name, true
		}
	}
	for name := range o.Ids {
		if !strings.HasSuffix(name, ".primary") {
			continue
		}
		if id, ok := p.Id(name); ok && id == modelID {
			return name, true
		}
	}
	return "", false
}

// most returns the largest page size of the operation.
func most(op *model.BoundOperation) string {
	if p, ok := op.Param("PageSize"); ok {
		return strconv.Itoa(p.Most)
	}
	return ""
}
