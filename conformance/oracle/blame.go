package oracle

import (
	"slices"
	"strings"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A writer is the effect that last wrote a field, with the number of its call
// among those that changed something.
type writer struct {
	effect *model.BoundEffect
	call   int
}

// shownAs returns the name of a field in the resource, where answers call it
// something else.
func shownAs(seenBy string) string {
	field := seenBy[strings.LastIndexByte(seenBy, '.')+1:]
	switch field {
	case "Ipv6Sets":
		return "Ipv6"
	case "Ipv6CidrBlock":
		return "Ipv6Cidr"
	case "Permissions":
		return "Rules"
	default:
		return field
	}
}

// noteWriters remembers which effect wrote a visible field, and which operation
// made a named resource.
func (o *Oracle) noteWriters(step sequence.Step, b *Branch) {
	if b.Verdict.Op.Reads || !b.Verdict.Accepted() || b.Verdict.DryRun {
		return
	}
	o.written++
	names := step.References()
	if step.Bind != "" {
		names = append(names, step.Bind)
		for i := range b.Verdict.Reply.Created {
			o.makers[Indexed(step.Bind, i)] = step.Op
		}
	}
	others := o.movedBeside(names, b)
	o.Suspects.noteWrite(step, b, others)
	o.noteLeftOut(names, b)
	for _, e := range b.Verdict.Effects {
		if e.SeenBy == "" || e.SeenBy == model.NotSeen {
			continue
		}
		for _, name := range names {
			o.writes(name, e)
		}
		for _, other := range others {
			if o.Tables.looksUp(other.kind, e.SeenBy) {
				o.writes(other.name, e)
			}
		}
	}
}

// noteLeftOut notes the fields that a call might have reset: the page names a
// default, and the call leaves out the parameter.
func (o *Oracle) noteLeftOut(names []string, b *Branch) {
	for _, e := range b.Verdict.Op.Effects {
		if e.Kept.Reason == "" || e.SeenBy == model.NotSeen || slices.Contains(b.Verdict.Effects, e) {
			continue
		}
		kept := *e
		kept.Basis = e.Kept
		for _, name := range names {
			o.Suspects.leftOut[fieldKey{sequence.Root(name), shownAs(e.SeenBy)}] = writer{&kept, o.written}
		}
	}
}

// writes notes that the effect wrote its field of the named resource.
func (o *Oracle) writes(name string, e *model.BoundEffect) {
	field := shownAs(e.SeenBy)
	o.writers[fieldKey{sequence.Root(name), field}] = writer{e, o.written}
	if field == "Status" {
		o.changes(name)
	}
}

// A beside is a resource that a call changed or removed without naming it: for
// example the interfaces of a deleted instance.
type beside struct {
	name string
	kind model.Kind
}

// movedBeside lists the other named resources that the call changed or removed.
// Only a removing call has such effects on other resources.
func (o *Oracle) movedBeside(names []string, b *Branch) []beside {
	if !removes(&b.Verdict) {
		return nil
	}
	var all []beside
	for _, name := range sequence.SortedNames(b.From.Names) {
		before, after := b.around(b.From.Names[name])
		if before == nil || before == after || slices.Contains(names, name) {
			continue
		}
		all = append(all, beside{name, before.Kind()})
	}
	return all
}

// around returns the resource before and after the call; nil if it does not
// exist.
func (b *Branch) around(id string) (before, after model.Resource) {
	before, account, region := b.From.World.Locate(id)
	if before == nil {
		return nil, nil
	}
	return before, b.Verdict.World.Find(account, region, before.Kind(), id)
}

// removes says whether an effect of the call removes something: the field that
// shows it is an id, and the call makes nothing.
func removes(v *model.Verdict) bool {
	for _, e := range v.Effects {
		if e.Whole != nil && v.Op.Makes == nil {
			return true
		}
	}
	return false
}

// blame names the cause of the differences of a reply: the effect that last
// noteWrite one of the fields, or else the operation that made the resource.
func (o *Oracle) blame(j *Judgement, p PossibleWorld) {
	if j.Kind != "effect" || len(j.Diffs) == 0 || o.blameTransition(j, p) {
		return
	}
	var last writer
	for _, d := range j.Diffs {
		at := fieldKey{sequence.Root(d.Name), lastPart(d.Field)}
		for _, who := range []map[fieldKey]writer{o.writers, o.Suspects.leftOut} {
			if w, ok := who[at]; ok && (last.effect == nil || w.call > last.call) {
				last = w
			}
		}
	}
	d := j.Diffs[0]
	if last.effect != nil {
		j.Item, j.Basis = last.effect.ID(), o.knownNow(last, sequence.Root(d.Name))
		return
	}
	if op, ok := o.makers[sequence.Root(d.Name)]; ok {
		j.Item = op + "/" + lastPart(d.Field)
		if d.Field == "" {
			j.Item = op + "/" + d.Kind.String()
		}
	}
}

// lastMover is the effect of another call than the one that made the resource, if
// it wrote the status last: what was there before is not missing because of how it
// was made.
func (o *Oracle) lastMover(name string) writer {
	w, ok := o.writers[fieldKey{name, "Status"}]
	if op, _, _ := strings.Cut(idOf(w.effect), "/"); ok && op != o.makers[name] {
		return w
	}
	return writer{}
}

func idOf(e *model.BoundEffect) string {
	if e == nil {
		return ""
	}
	return e.ID()
}

// knownNow is how well it is known that the field of the resource shows what the
// effect wrote: by the effect's timing until the resource has changed its status,
// which the answer that lacks the change may be the first to show.
func (o *Oracle) knownNow(w writer, name string) model.Basis {
	if w.effect.Timing.Level == model.LevelFromCatalog || o.moved[name] >= w.call || o.movesNow(name) {
		return w.effect.Known()
	}
	return model.Weaker(w.effect.Known(), w.effect.Timing)
}

// movesNow says that the answer shows another status of the resource than the answers
// before it.
func (o *Oracle) movesNow(name string) bool {
	return slices.ContainsFunc(o.Reading.statuses, func(s seenStatus) bool {
		was, seen := o.lastStatus(s.name)
		return sequence.Root(s.name) == name && seen && was != s.status
	})
}

func lastPart(field string) string { return field[strings.LastIndexByte(field, '.')+1:] }
