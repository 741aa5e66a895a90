package oracle

import (
	"maps"
	"reflect"
	"slices"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/wire"
)

// Life goes on after a known difference: the possible worlds adopt it. A field
// that differs takes the target's value, an accepted call is applied, and judging
// continues; a refused call has changed nothing anyway. docs/verdicts.md explains it.

// A Part is the part of a judgement about one field of one resource, with a cause
// of its own; a judgement about an answer has one part.
type Part struct {
	Judgement
	field fieldKey // without a name for the whole judgement
}

// Parts splits the last judgement.
func (o *Oracle) Parts(j Judgement) []Part {
	b := &o.last
	if b.Verdict.Op == nil || !b.Verdict.Op.Reads || j.Kind != "effect" && j.Kind != "transition" || len(j.Diffs) < 2 {
		return []Part{{Judgement: j, field: fieldOfAll(j.Diffs)}}
	}
	var parts []Part
	for _, d := range j.Diffs {
		at := d.at()
		if k := slices.IndexFunc(parts, func(p Part) bool { return p.field == at }); k >= 0 {
			parts[k].Diffs = append(parts[k].Diffs, d)
			continue
		}
		part := j
		part.Kind, part.Item, part.Basis, part.Diffs = "effect", b.Verdict.Op.Name+"/reply", replyOfPage(), []Diff{d}
		parts = append(parts, Part{part, at})
	}
	for i := range parts {
		part := &parts[i]
		part.Expected, part.Seen = diffTexts(part.Diffs)
		o.blame(&part.Judgement, b.From)
		o.blameFurther(&part.Judgement, b.Verdict.Op)
	}
	return parts
}

// fieldOfAll returns the field that all differences are about; none if they are
// about several.
func fieldOfAll(diffs []Diff) fieldKey {
	if len(diffs) == 0 {
		return fieldKey{}
	}
	for _, d := range diffs {
		if d.at() != diffs[0].at() {
			return fieldKey{}
		}
	}
	return diffs[0].at()
}

// Remember returns a function that takes back what the calls after it have shown.
func (o *Oracle) Remember() (restore func()) {
	frontier, asked, last := o.Frontier, o.asked, o.last
	return func() { o.Frontier, o.asked, o.last = frontier, asked, last }
}

// An adoptedDifference is a difference that the worlds have adopted.
type adoptedDifference struct {
	item  string // kind and item of the finding
	names map[string]bool
}

// Adopt makes the possible worlds agree with what the last call has shown: with
// the parts of a reply, or with the call itself, which the target has accepted.
// It returns the judgement of what is left. False says that nobody knows the
// state now, so that nothing was adopted.
func (o *Oracle) Adopt(step sequence.Step, caller, region string, out model.Outcome, parts []Part) (Judgement, model.Verdict, bool) {
	after := o.Frontier
	var j Judgement
	var v model.Verdict
	var ok bool
	if o.last.Verdict.Op != nil && o.last.Verdict.Op.Reads {
		j, v, ok = o.adoptReply(step, caller, region, out, parts)
	} else {
		v, ok = o.adoptCall(step, caller, region, out)
		j = Judgement{Result: Pass}
	}
	if !ok {
		o.Frontier = after
		return j, v, false
	}
	for _, part := range parts {
		o.stands(step, part.Judgement)
	}
	return j, v, true
}

// stands notes that what is said of the resources of the judgement from now on
// stands on it.
func (o *Oracle) stands(step sequence.Step, j Judgement) {
	names := o.about(step, j)
	for _, a := range o.standing {
		if a.item == j.Key() {
			maps.Copy(a.names, names)
			return
		}
	}
	o.standing = append(o.standing, adoptedDifference{j.Key(), names})
}

// about lists the resources of the sequence that the judgement of a step is about.
func (o *Oracle) about(step sequence.Step, j Judgement) map[string]bool {
	names := map[string]bool{}
	for _, d := range j.Diffs {
		names[sequence.Root(d.Name)] = true
	}
	for _, name := range append(step.References(), step.Bind) {
		if name != "" && (len(o.Frontier) == 0 || !o.Frontier[0].Base(name)) {
			names[sequence.Root(name)] = true
		}
	}
	return names
}

// StandsOn lists the adopted differences about a resource that the judgement of
// the step is about, too.
func (o *Oracle) StandsOn(step sequence.Step, j Judgement) []string {
	var items []string
	if len(o.standing) == 0 {
		return nil
	}
	names := o.about(step, j)
	for _, a := range o.standing {
		for name := range names {
			if a.names[name] && a.item != j.Key() {
				items = append(items, a.item)
				break
			}
		}
	}
	return items
}

// adoptCall applies a call that the target has accepted. Where the model answers a
// repeated ClientToken with the old reply, the target has made something new.
func (o *Oracle) adoptCall(step sequence.Step, caller, region string, out model.Outcome) (model.Verdict, bool) {
	o.Frontier = o.asked
	u := o.Unfold(func(p PossibleWorld) map[string]bool { return p.Touched(step) })
	var next []PossibleWorld
	var first Branch
	for _, p := range u.Worlds {
		call := p.Modelled(step, caller, region, o.Room)
		readdress(o.adopted, p, call.Params)
		v, ok := applied(p.World, call)
		if !ok || len(v.Reply.Created) != len(out.Reply.Created) {
			continue
		}
		if next == nil {
			first = Branch{From: p, Verdict: v}
		}
		next = append(next, named(p, step, v)...)
	}
	if next == nil || u.capped {
		return model.Verdict{}, false
	}
	o.Frontier = o.Fold(next, u.moved)
	o.bindTarget(step, out)
	o.note(step)
	o.noteWriters(step, &first)
	return first.Verdict, true
}

// applied applies a call whatever it breaks, without a token that was used before.
func applied(w model.World, call model.Call) (model.Verdict, bool) {
	v := w.Apply(call)
	if v.Accepted() && !v.DryRun {
		v = w.Apply(model.Call{Caller: call.Caller, Region: call.Region, Op: call.Op, Params: call.Params.Without("ClientToken")})
		return v, v.Accepted()
	}
	return w.ApplyAnyway(call)
}

// A difference is one resource of a reply that differs, with the model's resource
// and the target's in the model's terms.
type difference struct {
	name, id    string
	want, level model.Resource
}

// mostForked limits the worlds in which both readings of a different text are kept.
const mostForked = 64

// adoptReply makes the worlds show the fields as the target does, and judges the
// reply again.
func (o *Oracle) adoptReply(step sequence.Step, caller, region string, out model.Outcome, parts []Part) (Judgement, model.Verdict, bool) {
	before := o.asked
	wanted := map[fieldKey]bool{}
	for _, part := range parts {
		for _, d := range part.Diffs {
			wanted[d.at()] = true
		}
	}
	var worlds []PossibleWorld
	for _, p := range before {
		a := adopting{o: o, wanted: wanted, ok: len(wanted) > 0}
		worlds = append(worlds, a.of(p, step, caller, region, out, len(before) <= mostForked)...)
	}
	if len(worlds) == 0 {
		return Judgement{}, model.Verdict{}, false
	}
	o.Frontier = o.Fold(worlds, nil)
	j, v := o.Observe(step, caller, region, out)
	if j.Result != Pass && slices.ContainsFunc(j.Diffs, func(d Diff) bool { return wanted[d.at()] }) {
		return j, v, false
	}
	return j, v, true
}

// An adopting goes through one reply in one possible world.
type adopting struct {
	o      *Oracle
	wanted map[fieldKey]bool // the fields to adopt
	ok     bool
}

// of returns the worlds that show the fields as the reply does; none if they cannot.
// A text that differs may be only what the target shows, or the state itself:
// both readings are kept where fork says so.
func (a *adopting) of(p PossibleWorld, step sequence.Step, caller, region string, out model.Outcome, fork bool) []PossibleWorld {
	call := p.Modelled(step, caller, region, make(model.Params, len(step.Params)))
	readdress(a.o.adopted, p, call.Params)
	v := p.World.Apply(call)
	if !v.Accepted() {
		return nil
	}
	var found []difference
	a.o.collect = &found
	world, _, diffs := a.o.CompareReply(p, call, &v, out)
	a.o.collect = nil
	worlds := []model.World{world}
	for _, d := range diffs {
		if !a.wanted[d.at()] {
			continue
		}
		if d.Field == "" || d.Name == "reply" {
			return nil // what is missing, or left over, is unknown
		}
		if d.Kind == nil {
			worlds = a.value(p, worlds, d, out.Reply.Values[d.Field])
		}
	}
	for _, d := range found {
		worlds = a.resource(worlds, d, fork)
	}
	if !a.ok {
		return nil
	}
	next := make([]PossibleWorld, len(worlds))
	for i, w := range worlds {
		next[i] = PossibleWorld{w, p.Names}
	}
	return next
}

// value sets the text field of the resource that a value of the reply shows.
func (a *adopting) value(p PossibleWorld, worlds []model.World, d Diff, got string) []model.World {
	id, ok := p.Id(d.Name)
	for i, w := range worlds {
		r, account, region := w.Locate(id)
		if !ok || r == nil {
			a.ok = false
			return worlds
		}
		copied := reflect.New(reflect.TypeOf(r).Elem())
		copied.Elem().Set(reflect.ValueOf(r).Elem())
		field := copied.Elem().FieldByName(d.Field)
		if !field.IsValid() || field.Kind() != reflect.String {
			a.ok = false
			return worlds
		}
		field.SetString(got)
		if as, is := reflect.TypeAssert[model.Resource](copied); is {
			worlds[i] = w.Adopted(account, region, as)
		}
	}
	return worlds
}

// resource sets the fields of one resource.
func (a *adopting) resource(worlds []model.World, d difference, fork bool) []model.World {
	texts, others := a.fields(d)
	if len(texts)+len(others) == 0 {
		return worlds
	}
	for _, f := range texts {
		at := fieldKey{d.name, f.name}
		a.o.shownAs[at] = adoption{model: fieldText(d.want, f), target: fieldText(d.level, f)}
	}
	var next []model.World
	for _, w := range worlds {
		next = append(next, with(w, d, others))
		if fork && len(texts) > 0 {
			next = append(next, with(w, d, slices.Concat(others, texts)))
		}
	}
	return next
}

// fields lists the wanted fields that differ: texts, and others. References have
// consequences for other resources, which are unknown then.
func (a *adopting) fields(d difference) (texts, others []fieldOf) {
	want, level := reflect.ValueOf(d.want).Elem(), reflect.ValueOf(d.level).Elem()
	for _, f := range a.o.Tables.fields[d.want.Kind()] {
		if !a.wanted[fieldKey{sequence.Root(d.name), f.name}] || reflect.DeepEqual(want.Field(f.index).Interface(), level.Field(f.index).Interface()) {
			continue
		}
		switch {
		case f.class == wire.Reference:
			a.ok = false
		case want.Field(f.index).Kind() == reflect.String && f.name != "Status":
			texts = append(texts, f)
		default:
			others = append(others, f)
		}
	}
	return texts, others
}

// with returns the world in which the resource has the target's values in the fields.
func with(w model.World, d difference, fields []fieldOf) model.World {
	r, account, region := w.Locate(d.id)
	if r == nil || len(fields) == 0 {
		return w
	}
	copied := reflect.New(reflect.TypeOf(r).Elem())
	copied.Elem().Set(reflect.ValueOf(r).Elem())
	for _, f := range fields {
		copied.Elem().Field(f.index).Set(reflect.ValueOf(d.level).Elem().Field(f.index))
	}
	as, ok := reflect.TypeAssert[model.Resource](copied)
	if !ok {
		return w
	}
	return w.Adopted(account, region, as)
}

func fieldText(r model.Resource, f fieldOf) string {
	return textOf(reflect.ValueOf(r).Elem().Field(f.index))
}
