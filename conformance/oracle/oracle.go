package oracle

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// An Oracle keeps the set of possible worlds and judges every outcome against
// them.
//
// The set is kept small by not expanding it: a world with pending transitions
// represents all the worlds in which some of them have happened, and is only
// expanded for the resources that a call touches. Ten pending instances are one
// world with ten small sets of statuses.
type Oracle struct {
	Frontier    []PossibleWorld
	Judge       Judge
	Tables      *Tables
	LookupSteps map[LookupKey]sequence.Step    // made so far
	Room        model.Params                   // parameters of calls that are only judged
	Judged      []Branch                       // reused by branches
	Worlds      []PossibleWorld                // reused by observe
	Reading     ReplyComparison                // the last reply
	Rooms       map[reflect.Type]reflect.Value // see comparer
	// Ids are the target's ids of the names; names is the inverse, see key.
	Ids   map[string]string
	names map[string]string
	kinds *model.Kinds
	// adopted are the values that the target chose.
	adopted map[fieldKey]adoption
	// shownAs are the texts that the target is known to show otherwise.
	shownAs map[fieldKey]adoption
	// standing are the differences that the worlds have adopted.
	standing []adoptedDifference
	asked    []PossibleWorld // the frontier before the last call
	last     Branch          // the best judgement of the last call
	collect  *[]difference   // of a comparison whose differences are adopted
	// GivenValues are all values that calls of the sequence gave.
	GivenValues map[string]bool
	// writers holds the effect that last wrote a visible field, by name and
	// field.
	writers  map[fieldKey]writer
	written  int               // accepted calls that changed something, so far
	makers   map[string]string // the operation that made the named resource
	Suspects suspects
	Dispute  *Dispute // about the last call; nil for none
	limit    int
	// cut says that the set was cut off in this sequence: a dropped world may
	// be the true one, so nothing is blamed any more.
	cut bool
	// status is the status in which a name was last seen; before is the status
	// from before the call that changed it, until the next lookup.
	status, before map[string]string
	// moved is the number of accepted calls after which the status of a name was
	// last seen to change.
	moved map[string]int
	Run   string // distinguishes the tokens of this run of a sequence from those of others
	Stats FrontierStats
	past  past // what may still show or count
}

// FrontierStats measures the set of possible worlds over a run.
type FrontierStats struct {
	Steps, Sum, Peak int
	Capped           int // steps at which the set was cut off
}

// Mean returns the mean number of worlds in which a step was judged.
func (f FrontierStats) Mean() float64 {
	if f.Steps == 0 {
		return 0
	}
	return float64(f.Sum) / float64(f.Steps)
}

// Add counts another run's measurements.
func (f *FrontierStats) Add(o FrontierStats) {
	f.Steps += o.Steps
	f.Sum += o.Sum
	f.Capped += o.Capped
	f.Peak = max(f.Peak, o.Peak)
}

// frontierLimit is the size at which the set is cut off; a call that is judged
// in a cut set is inconclusive.
const frontierLimit = 512

// NewOracle returns an oracle that knows only the start.
func NewOracle(start Start, orders Orders) *Oracle {
	o := &Oracle{
		Judge: Judge{Orders: orders, Table: start.Tables.verdicts}, Tables: start.Tables, LookupSteps: map[LookupKey]sequence.Step{},
		Rooms: map[reflect.Type]reflect.Value{}, Room: model.Params{}, adopted: map[fieldKey]adoption{}, shownAs: map[fieldKey]adoption{},
		GivenValues: map[string]bool{}, writers: map[fieldKey]writer{}, makers: map[string]string{},
		Suspects: newSuspects(), status: map[string]string{}, before: map[string]string{}, moved: map[string]int{}, limit: frontierLimit,
		Run: strconv.FormatInt(time.Now().UnixNano(), 36), kinds: start.World.Model().Kinds(),
	}
	base := start.World.Base().Names
	o.Frontier = []PossibleWorld{{start.World, base}}
	o.Ids, o.names = make(map[string]string, 2*len(base)), make(map[string]string, 2*len(base))
	for name, id := range base {
		if other, ok := start.IDs[name]; ok {
			id = other
		}
		o.Name(name, id)
	}
	return o
}

// Name binds a symbolic name to a target's id.
func (o *Oracle) Name(name, id string) {
	key := o.keyOf(name, id)
	if other, ok := o.names[key]; ok && other != name {
		o.alsoShownAs(other, name)
	}
	o.Ids[name] = id
	o.names[key] = name
}

// alsoShownAs gives a second name of a resource, which a repeated ClientToken binds,
// what is known of how the target shows it.
func (o *Oracle) alsoShownAs(name, second string) {
	for at, shown := range maps.Clone(o.shownAs) {
		if sequence.Root(at.name) == name {
			at.name = second + at.name[len(name):]
			o.shownAs[at] = shown
		}
	}
}

// keyOf returns the key of the target's id among the names. An id is its own
// key. A name by which calls know a resource is unique only in its place, which
// the model knows.
func (o *Oracle) keyOf(name, id string) string {
	if len(o.Frontier) == 0 {
		return id
	}
	p := o.Frontier[0]
	if r, account, region := p.World.Locate(p.Names[name]); r != nil && r.Kind().CalledBy() != "" {
		return o.placed(account, region, r.Kind(), id)
	}
	return id
}

func (o *Oracle) placed(account, region string, kind model.Kind, id string) string {
	return strings.Join([]string{account, region, kind.String(), o.kinds.InCalls(id)}, "/")
}

// NameOf returns the symbolic name of a resource of the target that an answer to
// the call shows.
func (o *Oracle) NameOf(call model.Call, kind model.Kind, id string) (name string, ok bool) {
	if kind.CalledBy() != "" {
		w := o.Frontier[0].World
		caller, _ := w.Base().Caller(call.Caller)
		id = o.placed(caller.Account, w.RegionOf(call), kind, id)
	}
	name, ok = o.names[id]
	return name, ok
}

// Named returns the symbolic name of a target's id; empty for none.
func (o *Oracle) Named(id string) string { return o.names[id] }

// OwnNames gives the oracle, which is a copy of another, ids and names of its
// own.
func (o *Oracle) OwnNames() { o.Ids, o.names = maps.Clone(o.Ids), maps.Clone(o.names) }

// ForTarget returns the call of the step with the target's ids; ok is false if
// a name has no id, because the call that should have made the resource failed.
func (o *Oracle) ForTarget(step sequence.Step, caller, region string) (model.Call, bool) {
	call, ok := Translate(step, caller, region, func(name string) (string, bool) {
		id, ok := o.Ids[name]
		return o.kinds.InCalls(id), ok
	})
	if token := call.Params["ClientToken"]; token != "" {
		// A target remembers tokens for longer than a sequence.
		call.Params["ClientToken"] = token + "-" + o.Run
	}
	return call, ok
}

// Translate returns the call of a step, with names resolved; false where one is unknown.
func Translate(step sequence.Step, caller, region string, resolve func(string) (string, bool)) (model.Call, bool) {
	call := model.Call{Caller: caller, Region: region, Op: step.Op, Params: make(model.Params, len(step.Params))}
	all := true
	for name, value := range step.Params {
		text, ok := sequence.Expand(value, resolve)
		call.Params[name] = text
		all = all && ok
	}
	return call, all
}

// Observe judges the outcome of a step in every possible world, keeps the
// worlds that explain it, and returns the best judgement, with its verdict.
func (o *Oracle) Observe(step sequence.Step, caller, region string, out model.Outcome) (Judgement, model.Verdict) {
	o.asked = o.Frontier
	u := o.unfoldInto(o.Worlds, func(p PossibleWorld) map[string]bool { return p.Touched(step) })
	branches := o.branches(u.Worlds, step, caller, region, out)
	if !AnyPass(branches) && o.Moving() {
		// Other pending transitions may decide; they are expanded before
		// anything is blamed.
		u = o.unfoldInto(u.Worlds, func(p PossibleWorld) map[string]bool { return p.Deciding(step, caller, region) })
		branches = o.branches(u.Worlds, step, caller, region, out)
	}
	o.Worlds = u.Worlds
	o.Stats.Steps++
	o.Stats.Sum += len(u.Worlds)
	o.Stats.Peak = max(o.Stats.Peak, len(u.Worlds))
	best := o.Settle(step, branches, u.moved)
	o.last = best
	o.keepLate(step, caller, region, out, best, branches, u.moved)
	o.remember(o.asked, best.Verdict.Op == nil || best.Verdict.Op.Reads)
	o.Dispute = disputed(best.Judgement, branches, u, out)
	best.Judgement = o.updateSuspects(step, caller, region, out, best, branches)
	if best.Judgement.Result == Pass && out.Class == model.ClassOK {
		o.bindTarget(step, out)
		if !best.Verdict.Op.Reads {
			o.note(step)
		}
	}
	return o.Certain(u.capped, step, best.Judgement), best.Verdict
}

// Last is the judgement of the last call by what it shows alone.
func (o *Oracle) Last() Judgement { return o.last.Judgement }

// Certain returns what is certain of a judgement after the set was cut off: at
// the cut nothing, afterwards only a pass, which has a world that explains it.
func (o *Oracle) Certain(capped bool, step sequence.Step, j Judgement) Judgement {
	if capped {
		o.Stats.Capped++
		o.cut = true
	}
	if capped || o.cut && (j.Result == Divergence || j.Result == Question) {
		return Judgement{Result: Inconclusive, Kind: "capped", Item: step.Op}
	}
	return j
}

// branches judges the outcome in each world. The next call reuses the list.
func (o *Oracle) branches(worlds []PossibleWorld, step sequence.Step, caller, region string, out model.Outcome) []Branch {
	branches := o.Judged[:0]
	for _, p := range worlds {
		branches = o.Try(branches, p, step, caller, region, out)
	}
	o.Judged = branches
	return branches
}

// note remembers the values that an accepted call gave.
func (o *Oracle) note(step sequence.Step) {
	for _, v := range step.Params {
		o.GivenValues[v] = true
	}
}

// Try adds the judgement of the outcome in one world. If the verdict depends on
// an unknown fact, it adds those of both worlds: the fact holds in one, and not
// in the other.
func (o *Oracle) Try(branches []Branch, p PossibleWorld, step sequence.Step, caller, region string, out model.Outcome) []Branch {
	call := p.Modelled(step, caller, region, o.Room)
	readdress(o.adopted, p, call.Params)
	v := p.World.Apply(call)
	if len(v.Asked) > 0 {
		yes, no := p.World.Learn(v.Asked[0])
		branches = o.Try(branches, PossibleWorld{yes, p.Names}, step, caller, region, out)
		return o.Try(branches, PossibleWorld{no, p.Names}, step, caller, region, out)
	}
	if v.Op == nil {
		return append(branches, Branch{From: p, Verdict: v, next: []PossibleWorld{p}, Judgement: unmodelled(v, step, out)})
	}
	b := Branch{From: p, Verdict: v}
	switch {
	case out.Class == model.ClassUnknown || out.Class == model.ClassThrottled:
		b.Judgement = o.Judge.Judge(v, out, o.Tables.Common, nil)
		b.next = []PossibleWorld{p}
		if v.Accepted() { // a throttled call may have been applied too
			b.next = append(b.next, named(p, step, v)...)
		}
	case out.Class == model.ClassOK && v.Accepted() && !v.DryRun:
		world, read, diffs := o.CompareReply(p, call, &v, out)
		b.fresh, b.statuses = read.fresh, read.statuses
		b.Judgement = o.Judge.Judge(v, out, o.Tables.Common, diffs)
		o.blame(&b.Judgement, p)
		o.blameFurther(&b.Judgement, v.Op)
		if v.Op.Reads {
			b.next = []PossibleWorld{{world, p.Names}}
		} else {
			b.next = named(p, step, v)
		}
	default:
		judge := o.Judge
		if out.Class == model.ClassError && o.mayBeElsewhere(&v, out) {
			judge.Elsewhere = func(r *model.BoundRule) model.Basis { return p.World.Elsewhere(call, r, len(v.Broken) > 0) }
		}
		b.Judgement = judge.Judge(v, out, o.Tables.Common, nil)
		b.next = []PossibleWorld{p}
	}
	return append(branches, b)
}

// mayBeElsewhere says that the code is not that of a rule which the call breaks.
func (*Oracle) mayBeElsewhere(v *model.Verdict, out model.Outcome) bool {
	return !slices.ContainsFunc(v.Broken, func(r *model.BoundRule) bool { return r.Code == out.Code })
}

// Settle keeps the worlds with the best judgement and returns it: a pass in any
// world is a pass. Among divergences the one with the weakest basis counts,
// because every world has to agree before a target is blamed.
func (o *Oracle) Settle(step sequence.Step, branches []Branch, moved map[string]bool) Branch {
	best := branches[0]
	for _, b := range branches[1:] {
		if milder(b.Judgement, best.Judgement) {
			best = b
		}
	}
	next := branches[0].next
	if len(branches) > 1 {
		next = nil
	}
	for i := range branches {
		b := &branches[i]
		if b.Judgement.Result != best.Judgement.Result {
			continue
		}
		if len(branches) > 1 {
			next = append(next, b.next...)
		}
		if best.Judgement.Result == Pass {
			for _, f := range b.fresh {
				o.adopted[f.at] = f.adoption
			}
			o.noteWriters(step, b)
			for _, s := range b.statuses {
				o.noteStatus(s)
			}
		}
	}
	if best.Judgement.Result == Divergence || best.Judgement.Result == Question {
		best.Judgement.Worlds, best.Judgement.Died = ruledOut(step, branches)
	}
	o.Frontier = o.Fold(next, moved)
	return best
}

// noteStatus notes the status that a lookup has shown.
func (o *Oracle) noteStatus(s seenStatus) {
	was, seen := o.lastStatus(s.name)
	if seen && was != s.status {
		o.moved[sequence.Root(s.name)] = o.written
	}
	o.status[s.name] = s.status
	delete(o.before, s.name)
}

// lastStatus is the status that was shown last, also before a call that changed it.
func (o *Oracle) lastStatus(name string) (status string, seen bool) {
	if status, seen = o.status[name]; !seen {
		status, seen = o.before[name]
	}
	return status, seen
}

// bindTarget binds the names of created resources to the target's ids.
func (o *Oracle) bindTarget(step sequence.Step, out model.Outcome) {
	if step.Bind == "" {
		return
	}
	for i, id := range out.Reply.Created {
		name := Indexed(step.Bind, i)
		o.Name(name, id)
		// A retry shows what a lost answer would have shown: the names that the
		// lost call binds belong to the same resources.
		for _, p := range o.Frontier {
			for other, same := range p.Names {
				if _, known := o.Ids[other]; !known && same == p.Names[name] && same != "" {
					o.Ids[other] = id
				}
			}
		}
	}
}

// StatusOf returns the status of the resource that the step is about, in the
// first possible world.
func (o *Oracle) StatusOf(step sequence.Step) string {
	p := o.Frontier[0]
	op, ok := p.World.Model().Operation(step.Op)
	if !ok {
		return ""
	}
	return StatusIn(p.World, op, func(param string) string {
		value, _ := sequence.Expand(step.Params[param], p.named)
		return value
	})
}

// Keeping returns the start with what stays of the state that the run has reached: what
// it has changed of a target that is not reset. A state that is not known for sure says
// nothing.
func (o *Oracle) Keeping(start model.World) model.World {
	if len(o.Frontier) != 1 {
		return start
	}
	return start.Keeping(o.Frontier[0].World)
}
