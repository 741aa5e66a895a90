package conformance

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsim/ecsim/model"
)

// An oracle keeps the set of worlds that could be true and judges every
// outcome against them.
//
// The set is kept small by not spelling it out: a world in which something can
// move by itself stands for all the worlds in which it has moved, and is only
// unfolded for the resources that a call touches. Ten pending instances are
// one world with ten small sets of statuses.
type oracle struct {
	frontier []possible
	judge    judge
	tables   *tables
	looks    map[lookKey]Step               // made so far
	room     model.Params                   // of calls that are only judged
	judged   []branch                       // room of branches
	worlds   []possible                     // room of observe
	reading  reading                        // the last one
	rooms    map[reflect.Type]reflect.Value // see comparer
	// ids are the target's ids of the names; names turn them back.
	ids   map[string]string
	names map[string]string
	// adopted are the values that the target chose.
	adopted map[place]adoption
	// givenValues are all values that calls of the sequence gave.
	givenValues map[string]bool
	// writers says which effect last wrote a field that is seen, by name and field.
	writers map[place]writer
	written int               // accepted calls that changed something, so far
	makers  map[string]string // the operation that made what a name stands for
	trail   trail
	dispute *dispute // about the last call; nil for none
	limit   int
	// cut says that the set was cut off in this sequence: a world that is not
	// in it may be the true one, so that nobody is blamed any more.
	cut bool
	// status is the status that a name was last seen in; before is the one from
	// before the call that changed it, until it is seen again.
	status, before map[string]string
	run            string // tells the tokens of one run of a sequence from another's
	stats          FrontierStats
}

// FrontierStats measures the set of possible worlds over a run.
type FrontierStats struct {
	Steps, Sum, Peak int
	Capped           int // steps at which the set was cut off
}

// Mean returns the mean number of worlds that a step was judged in.
func (f FrontierStats) Mean() float64 {
	if f.Steps == 0 {
		return 0
	}
	return float64(f.Sum) / float64(f.Steps)
}

// add counts another run's measurements.
func (f *FrontierStats) add(o FrontierStats) {
	f.Steps += o.Steps
	f.Sum += o.Sum
	f.Capped += o.Capped
	f.Peak = max(f.Peak, o.Peak)
}

// A possible is one world that could be true, with the model's ids of the names.
type possible struct {
	world model.World
	names map[string]string // never written to once it is shared
}

// frontierLimit cuts the set off; a call that is judged in a cut set is
// inconclusive.
const frontierLimit = 512

func newOracle(start Start, orders Orders) *oracle {
	o := &oracle{
		judge: judge{orders, start.tables.verdicts}, tables: start.tables, looks: map[lookKey]Step{}, rooms: map[reflect.Type]reflect.Value{}, room: model.Params{},
		adopted: map[place]adoption{}, givenValues: map[string]bool{}, writers: map[place]writer{}, makers: map[string]string{},
		trail: newTrail(), status: map[string]string{}, before: map[string]string{}, limit: frontierLimit,
		run: strconv.FormatInt(time.Now().UnixNano(), 36),
	}
	base := start.World.Base().Names
	o.ids, o.names = make(map[string]string, 2*len(base)), make(map[string]string, 2*len(base))
	for name, id := range base {
		if other, ok := start.IDs[name]; ok {
			id = other
		}
		o.name(name, id)
	}
	o.frontier = []possible{{start.World, base}}
	return o
}

func commonCodes(m *model.Model) map[string]bool {
	codes := map[string]bool{}
	rows, err := m.Catalog().CommonErrors()
	if err != nil {
		return codes
	}
	for _, r := range rows {
		codes[r.Code] = true
	}
	return codes
}

// name binds a symbolic name to a target's id.
func (o *oracle) name(name, id string) {
	o.ids[name] = id
	o.names[id] = name
}

// forTarget returns the call of the step in the target's ids; ok is false when
// a name has no id, since the call that should have made it did not.
func (o *oracle) forTarget(step Step, caller, region string) (model.Call, bool) {
	call, ok := translate(step, caller, region, func(name string) (string, bool) {
		id, ok := o.ids[name]
		return id, ok
	})
	if token := call.Params["ClientToken"]; token != "" {
		// A target remembers tokens longer than a sequence lasts.
		call.Params["ClientToken"] = token + "-" + o.run
	}
	return call, ok
}

// forModel returns the call in the model's ids of a possible world. A name
// that the world does not have stands for something that does not exist.
func (p possible) forModel(step Step, caller, region string) model.Call {
	return p.modelled(step, caller, region, make(model.Params, len(step.Params)))
}

// modelled is forModel with the parameters put into room, in place of what is
// there: for a call that is applied at once and not kept.
func (p possible) modelled(step Step, caller, region string, room model.Params) model.Call {
	clear(room)
	for name, value := range step.Params {
		if strings.IndexByte(value, '$') >= 0 {
			value, _ = expand(value, p.named)
		}
		room[name] = value
	}
	return model.Call{Caller: caller, Region: region, Op: step.Op, Params: room}
}

// named returns the model's id of a name, or one of something that does not exist.
func (p possible) named(name string) (string, bool) {
	if id, ok := p.id(name); ok {
		return id, true
	}
	if strings.HasSuffix(name, ".primary") { // its instance is gone, and it with it: the id is as well-formed as before
		return model.KindNetworkInterface.Prefix() + "-none", true
	}
	return "none-" + name, true
}

// id returns the model's id of a name: what was bound, or what belongs to it.
func (p possible) id(name string) (string, bool) {
	if id, ok := p.names[name]; ok {
		return id, true
	}
	if owner, ok := strings.CutSuffix(name, ".primary"); ok {
		if r, _, _ := p.world.Locate(p.names[owner]); r != nil {
			if i, ok := r.(*model.Instance); ok && i.PrimaryEni != "" {
				return i.PrimaryEni, true
			}
		}
	}
	return "", false
}

func translate(step Step, caller, region string, resolve func(string) (string, bool)) (model.Call, bool) {
	call := model.Call{Caller: caller, Region: region, Op: step.Op, Params: make(model.Params, len(step.Params))}
	all := true
	for name, value := range step.Params {
		text, ok := expand(value, resolve)
		call.Params[name] = text
		all = all && ok
	}
	return call, all
}

// A branch is one world in which the outcome was judged.
type branch struct {
	from      possible
	verdict   model.Verdict
	judgement Judgement
	next      []possible
	fresh     []freshAdoption
	statuses  []sighting
}

// A sighting is a status that a target showed.
type sighting struct{ name, status string }

// observe judges the outcome of a step in every possible world, keeps the
// worlds that it leaves, and returns what the best of them says, with its
// verdict.
func (o *oracle) observe(step Step, caller, region string, out model.Outcome) (Judgement, model.Verdict) {
	u := o.unfoldInto(o.worlds, func(p possible) map[string]bool { return p.touched(step) })
	branches := o.branches(u.worlds, step, caller, region, out)
	if !anyPass(branches) && o.moving() {
		// What else moves may decide after all: nobody is blamed before that is asked.
		u = o.unfoldInto(u.worlds, func(p possible) map[string]bool { return p.deciding(step, caller, region) })
		branches = o.branches(u.worlds, step, caller, region, out)
	}
	o.worlds = u.worlds
	o.stats.Steps++
	o.stats.Sum += len(u.worlds)
	o.stats.Peak = max(o.stats.Peak, len(u.worlds))
	best := o.settle(step, branches, u.moved)
	o.dispute = disputed(best.judgement, branches, u, out)
	best.judgement = o.follow(step, caller, region, out, best, branches)
	if best.judgement.Result == Pass && out.Class == model.ClassOK {
		o.bindTarget(step, out)
		if !best.verdict.Op.Reads {
			o.note(step)
		}
	}
	return o.certain(u.capped, step, best.judgement), best.verdict
}

// certain says what of a judgement stands where the set of worlds was cut off:
// at the cut nothing, and afterwards a pass, which has a world that explains it.
func (o *oracle) certain(capped bool, step Step, j Judgement) Judgement {
	if capped {
		o.stats.Capped++
		o.cut = true
	}
	if capped || o.cut && (j.Result == Divergence || j.Result == Question) {
		return Judgement{Result: Inconclusive, Kind: "capped", Item: step.Op}
	}
	return j
}

// branches judges the outcome in each world. The list is good until the next one.
func (o *oracle) branches(worlds []possible, step Step, caller, region string, out model.Outcome) []branch {
	branches := o.judged[:0]
	for _, p := range worlds {
		branches = o.try(branches, p, step, caller, region, out)
	}
	o.judged = branches
	return branches
}

func anyPass(branches []branch) bool {
	return slices.ContainsFunc(branches, func(b branch) bool { return b.judgement.Result == Pass })
}

// note remembers the values that an accepted call gave.
func (o *oracle) note(step Step) {
	for _, v := range step.Params {
		o.givenValues[v] = true
	}
}

// try adds the judgement of the outcome in one world, or in the two worlds of
// every unknown fact that the verdict depends on.
func (o *oracle) try(branches []branch, p possible, step Step, caller, region string, out model.Outcome) []branch {
	call := p.modelled(step, caller, region, o.room)
	o.readdress(p, call.Params)
	v := p.world.Apply(call)
	if len(v.Asked) > 0 {
		yes, no := p.world.Learn(v.Asked[0])
		branches = o.try(branches, possible{yes, p.names}, step, caller, region, out)
		return o.try(branches, possible{no, p.names}, step, caller, region, out)
	}
	if v.Op == nil {
		j := Judgement{Result: Question, Kind: "code", Item: step.Op, Seen: seen(out)}
		return append(branches, branch{from: p, verdict: v, next: []possible{p}, judgement: j})
	}
	b := branch{from: p, verdict: v}
	switch {
	case out.Class == model.ClassUnknown || out.Class == model.ClassThrottled:
		b.judgement = o.judge.judge(v, out, o.tables.common, nil)
		b.next = []possible{p}
		if v.Accepted() { // a call that was throttled at its end has been applied, too
			b.next = append(b.next, named(p, step, v)...)
		}
	case out.Class == model.ClassOK && v.Accepted() && !v.DryRun:
		world, read, diffs := o.compareReply(p, call, &v, out)
		b.fresh, b.statuses = read.fresh, read.statuses
		b.judgement = o.judge.judge(v, out, o.tables.common, diffs)
		o.blame(&b.judgement, p)
		o.blameFurther(&b.judgement, v.Op)
		if v.Op.Reads {
			b.next = []possible{{world, p.names}}
		} else {
			b.next = named(p, step, v)
		}
	default:
		b.judgement = o.judge.judge(v, out, o.tables.common, nil)
		b.next = []possible{p}
	}
	return append(branches, b)
}

// named gives the worlds after an accepted call the names that the call binds.
func named(p possible, step Step, v model.Verdict) []possible {
	names := p.names
	if step.Bind != "" && len(v.Reply.Created) > 0 {
		names = maps.Clone(names)
		for i, id := range v.Reply.Created {
			names[indexed(step.Bind, i)] = id
		}
	}
	next := append(make([]possible, 0, 1+len(v.Others)), possible{v.World, names})
	for _, w := range v.Others {
		next = append(next, possible{w, names})
	}
	return next
}

// settle keeps the worlds whose judgement is best and returns that judgement:
// a pass in any world is a pass. Among divergences the one that is known least
// counts, since every world has to agree before a target is blamed.
func (o *oracle) settle(step Step, branches []branch, moved map[string]bool) branch {
	best := branches[0]
	for _, b := range branches[1:] {
		if kinder(b.judgement, best.judgement) {
			best = b
		}
	}
	next := branches[0].next
	if len(branches) > 1 {
		next = nil
	}
	for i := range branches {
		b := &branches[i]
		if b.judgement.Result != best.judgement.Result {
			continue
		}
		if len(branches) > 1 {
			next = append(next, b.next...)
		}
		if best.judgement.Result == Pass {
			for _, f := range b.fresh {
				o.adopted[f.at] = f.adoption
			}
			o.noteWriters(step, b)
			for _, s := range b.statuses {
				o.status[s.name] = s.status
				delete(o.before, s.name)
			}
		}
	}
	if best.judgement.Result == Divergence || best.judgement.Result == Question {
		best.judgement.Worlds, best.judgement.Died = deaths(step, branches)
	}
	o.frontier = o.fold(next, moved)
	return best
}

// kinder says whether a judges the target more kindly than b.
func kinder(a, b Judgement) bool {
	rank := func(j Judgement) int {
		switch j.Result {
		case Pass:
			return 0
		case Inconclusive, Unsupported:
			return 1
		case Question:
			return 2
		default:
			return 3 + int(model.LevelAssumed) - int(j.Basis.Level)
		}
	}
	return rank(a) < rank(b)
}

// bindTarget binds the names of what the call made to the target's ids.
func (o *oracle) bindTarget(step Step, out model.Outcome) {
	if step.Bind == "" {
		return
	}
	for i, id := range out.Reply.Created {
		name := indexed(step.Bind, i)
		o.name(name, id)
		// A retry tells what an answer that was lost would have told: the names
		// that the lost call binds stand for the same thing.
		for _, p := range o.frontier {
			for other, same := range p.names {
				if _, known := o.ids[other]; !known && same == p.names[name] && same != "" {
					o.ids[other] = id
				}
			}
		}
	}
}

// indexed returns the name of the n-th thing that a call made.
func indexed(bind string, n int) string {
	if n == 0 {
		return bind
	}
	return bind + "[" + strconv.Itoa(n) + "]"
}
