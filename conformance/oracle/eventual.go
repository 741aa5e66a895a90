package oracle

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// Eventual says that the target may show and count an earlier state for a while
// after a change. It is shared by all runs of a check, and safe for concurrent use.
type Eventual struct {
	// Most is the longest lag, where it is shorter than what the model gives for a
	// kind; 0 for no other limit.
	Most time.Duration

	mu        sync.Mutex
	outlasted map[string]string
	left      []pastState
	failures  map[string]int
}

// Outlasted says which lag a difference with the key has outlasted before.
func (e *Eventual) Outlasted(key string) (how string, ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	how, ok = e.outlasted[key]
	return how, ok
}

// Outlast notes that a difference has outlasted its lag.
func (e *Eventual) Outlast(key, how string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.outlasted == nil {
		e.outlasted = map[string]string{}
	}
	e.outlasted[key] = how
}

// mostFailures is how often one failure of the cloud explains an outcome in a check.
// Our choice: what fails more often than now and then is wrong.
const mostFailures = 3

// Accident says whether a failure of the cloud may be one once more, and counts it.
func (e *Eventual) Accident(failure string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.failures == nil {
		e.failures = map[string]int{}
	}
	e.failures[failure]++
	return e.failures[failure] <= mostFailures
}

// most limits a lag.
func (e *Eventual) most(l model.Lag) time.Duration {
	if e.Most > 0 {
		return min(l.Max, e.Most)
	}
	return l.Max
}

// A pastState is an earlier state that may still show or count.
type pastState struct {
	model.Earlier
	since  time.Time
	change int // of the change; states of one change go on together
}

// A past is what a target may still show or count, of each resource by itself.
type past struct {
	of      *Eventual // nil for a target that is held to strict
	now     func() time.Time
	states  []pastState // oldest first
	changes int
}

// mostWatched limits the possible worlds whose changes are remembered, and in which
// late outcomes are looked for.
const mostWatched = 6

// Watch makes the oracle remember earlier states, by the target's time.
func (o *Oracle) Watch(e *Eventual, now func() time.Time) {
	o.past.of, o.past.now = e, now
	if e == nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	o.past.states = slices.Clone(e.left)
}

// remember keeps the states that the last call has replaced, or, where it only reads,
// those for which it has shown a later one.
func (o *Oracle) remember(before []PossibleWorld, reads bool) {
	p := &o.past
	if p.of == nil {
		return
	}
	p.changes++
	now, most := p.now(), mostWatched
	if reads { // the first world is the one that agrees; others are kept beside it
		most = 1
	}
	for _, was := range before[:min(len(before), most)] {
		for _, is := range o.Frontier[:min(len(o.Frontier), most)] {
			for _, e := range is.World.Changed(was.World) {
				o.rememberState(pastState{e, now, p.changes})
			}
		}
	}
}

func (o *Oracle) rememberState(s pastState) {
	o.renew(s.ID, s.since)
	o.past.states = append(slices.DeleteFunc(o.past.states, func(known pastState) bool {
		return known.ID == s.ID && known.Gone == s.Gone && o.sameState(known.Was, s.Was)
	}), s)
}

// renew begins the lags of a resource's earlier states again that are not over when
// it changes: a late reading may have been taken for its status, so that each of them
// may be the true one before this change.
func (o *Oracle) renew(id string, now time.Time) {
	for i := range o.past.states {
		if s := &o.past.states[i]; s.ID == id && now.Before(o.until(s, model.LagShown)) {
			s.since = now
		}
	}
}

func (o *Oracle) sameState(a, b model.Resource) bool {
	if a == nil || b == nil {
		return a == b
	}
	return o.kinds.Same(a, b)
}

// until returns the end of the lag of a state.
func (o *Oracle) until(s *pastState, of model.LagOf) time.Time {
	m := o.Frontier[0].World.Model()
	l := m.Lag(s.Kind, of)
	switch {
	case of == model.LagShown:
		l = m.ShownFor(s.Earlier)
	case !s.Gone: // it counts what is gone, for as long as that does
		for _, t := range o.past.states {
			if other := m.Lag(t.Kind, of); t.Gone && t.change == s.change && other.Max > l.Max {
				l = other
			}
		}
	}
	return s.since.Add(o.past.of.most(l))
}

// living lists the states whose lag is not over.
func (o *Oracle) living(of model.LagOf) []pastState {
	now := o.past.now()
	var all []pastState
	for i := range o.past.states {
		if s := &o.past.states[i]; now.Before(o.until(s, of)) && (of != model.LagCounts || s.Counts()) {
			all = append(all, *s)
		}
	}
	return all
}

// A Late outcome is what an earlier state gives, which may go on until a time.
type Late struct {
	Of    model.LagOf
	Until time.Time
}

// Late says whether an earlier state explains the outcome of the last call, which
// no possible world explains. Whether it is only late, its repetition shows.
func (o *Oracle) Late(step sequence.Step, caller, region string, out model.Outcome) (Late, bool) {
	if o.past.of == nil || o.last.Verdict.Op == nil || out.Class != model.ClassOK && out.Class != model.ClassError {
		return Late{}, false
	}
	reads := o.last.Verdict.Op.Reads
	if !reads && out.Class == model.ClassOK {
		return Late{}, false // what was accepted cannot be taken back
	}
	l := &latecomer{o: o, step: step, caller: caller, region: region, out: out}
	for _, p := range o.Worlds[:min(len(o.Worlds), mostWatched)] {
		if !reads && l.counts(p) || l.shows(p) {
			return l.late, true
		}
	}
	return Late{}, false
}

// A latecomer looks for the earlier states that explain one outcome.
type latecomer struct {
	o              *Oracle
	step           sequence.Step
	caller, region string
	out            model.Outcome
	late           Late
}

// judge judges the outcome in a world, by the mildest branch.
func (l *latecomer) judge(p PossibleWorld) Branch {
	branches := l.o.Try(nil, p, l.step, l.caller, l.region, l.out)
	best := branches[0]
	for _, b := range branches[1:] {
		if milder(b.Judgement, best.Judgement) {
			best = b
		}
	}
	return best
}

// uses notes the states that explain the outcome.
func (l *latecomer) uses(of model.LagOf, states ...pastState) {
	for i := range states {
		if until := l.o.until(&states[i], of); until.After(l.late.Until) {
			l.late.Until = until
		}
		l.late.Of = of
		if of == model.LagShown && states[i].Was == nil {
			l.late.Of = model.LagAppears
		}
	}
}

// counts says whether the call is refused where what was removed counts as there.
func (l *latecomer) counts(p PossibleWorld) bool {
	living := l.o.living(model.LagCounts)
	if len(living) == 0 {
		return false
	}
	w := p.World
	for i, s := range slices.Backward(living) { // back to each earlier moment
		w = w.Counting([]model.Earlier{s.Earlier})
		if (i == 0 || living[i-1].change != s.change) && l.judge(PossibleWorld{w, p.Names}).Judgement.Result == Pass {
			l.uses(model.LagCounts, living[i:]...)
			return true
		}
	}
	return false
}

// mostStates limits the resources of one reply that are late.
const mostStates = 12

// shows says whether the outcome is that of a world in which some resources are as
// they were. Each resource of the reply is looked for by itself, so that many of
// them take as many steps, and not all combinations.
func (l *latecomer) shows(p PossibleWorld) bool {
	living := l.o.living(model.LagShown)
	if len(living) == 0 {
		return false
	}
	best := l.judge(p)
	var used []pastState
	for range mostStates {
		next, with, better := l.closer(p, best, living)
		if !better {
			return false
		}
		p, used = next.From, append(used, with...)
		if best = next; best.Judgement.Result == Pass {
			l.uses(model.LagShown, used...)
			return true
		}
	}
	return false
}

// closer returns the first judgement that is nearer to a pass, with one resource,
// or all that one change has touched, as they were.
func (l *latecomer) closer(p PossibleWorld, best Branch, living []pastState) (Branch, []pastState, bool) {
	names := l.about(best)
	tried := map[int]bool{}
	for _, s := range slices.Backward(living) {
		if !l.concerns(p, s, names) {
			continue
		}
		views := [][]pastState{{s}}
		if !tried[s.change] {
			tried[s.change] = true
			views = append(views, slices.DeleteFunc(slices.Clone(living), func(t pastState) bool { return t.change != s.change }))
		}
		for _, view := range views {
			w := p.World
			for _, t := range view {
				w = w.With(t.Earlier)
			}
			b := l.judge(PossibleWorld{w, p.Names})
			if nearer(b.Judgement, best.Judgement) {
				b.From = PossibleWorld{w, p.Names}
				return b, view, true
			}
		}
	}
	return Branch{}, nil, false
}

// nearer says whether a is nearer to a pass than b.
func nearer(a, b Judgement) bool {
	if a.Result == Pass || b.Result == Pass {
		return b.Result != Pass
	}
	if (len(a.Diffs) > 0) != (len(b.Diffs) > 0) { // a reply that can be compared is nearer than a refusal
		return len(a.Diffs) > 0
	}
	return len(a.Diffs) < len(b.Diffs)
}

// about lists the names that the step and the differences are about; nothing where
// that may be any.
func (l *latecomer) about(best Branch) map[string]bool {
	names := map[string]bool{}
	for _, name := range l.step.References() {
		names[name], names[sequence.Root(name)] = true, true
	}
	for _, d := range best.Judgement.Diffs {
		if d.Name == "reply" {
			return nil
		}
		names[d.Name], names[sequence.Root(d.Name)] = true, true
	}
	return names
}

// concerns says whether the state is of a resource with one of the names.
func (*latecomer) concerns(p PossibleWorld, s pastState, names map[string]bool) bool {
	if names == nil {
		return true
	}
	for name := range names {
		if id, ok := p.Id(name); ok && id == s.ID {
			return true
		}
	}
	return false
}

// keepLate keeps the worlds that a late outcome does not rule out, beside those that
// explain it as it is: a reboot ends in the status in which it began, and a refusal
// that teaches an unknown quota may be about what is gone.
func (o *Oracle) keepLate(step sequence.Step, caller, region string, out model.Outcome, best Branch, branches []Branch, moved map[string]bool) {
	if o.past.of == nil || best.Judgement.Result != Pass || best.Verdict.Op == nil || len(o.past.states) == 0 {
		return
	}
	reads := best.Verdict.Op.Reads
	if reads && out.Class != model.ClassOK || !reads && out.Class != model.ClassError {
		return
	}
	l := &latecomer{o: o, step: step, caller: caller, region: region, out: out}
	var kept []PossibleWorld
	for _, b := range slices.Clone(branches) {
		if l.explains(b, reads) {
			kept = append(kept, b.From)
		}
	}
	if len(kept) > 0 {
		o.Frontier = o.Fold(append(slices.Clone(o.Frontier), kept...), moved)
	}
}

// explains says whether the outcome is that of a late reader, or of a late count, of
// the branch's world.
func (l *latecomer) explains(b Branch, reads bool) bool {
	differs := b.Judgement.Result == Divergence || b.Judgement.Result == Question
	switch {
	case !reads:
		return differs && l.counts(b.From)
	case differs:
		return l.shows(b.From)
	default:
		return b.Judgement.Result == Pass && l.stays(b)
	}
}

// stays says whether a reading for which the world has moved is also that of a late
// reader of a world that has not.
func (l *latecomer) stays(b Branch) bool {
	if len(b.next) == 0 || b.next[0].World.State() == b.From.World.State() {
		return false
	}
	living := l.o.living(model.LagShown)
	for _, e := range b.next[0].World.Changed(b.From.World) {
		for _, s := range living {
			if s.ID != e.ID {
				continue
			}
			w := b.From.World.With(s.Earlier)
			late := l.judge(PossibleWorld{w, b.From.Names})
			if late.Judgement.Result == Pass && late.next[0].World.State() == w.State() {
				return true
			}
		}
	}
	return false
}

// Shows says whether the target has shown the status since the last call that
// changed it, and may be late with it: then not every possible world has it.
func (o *Oracle) Shows(name, status string) bool { return o.past.of != nil && o.status[name] == status }

// Leave tells the runs after this one what it has made and removed: that may count
// for a while. Their worlds give the same ids again, so it gets others.
func (o *Oracle) Leave(start model.World) {
	p := &o.past
	if p.of == nil || len(o.Frontier) == 0 {
		return
	}
	now := p.now()
	states := o.living(model.LagCounts)
	for _, e := range start.Changed(o.Frontier[0].World) {
		if e.Counts() {
			states = append(states, pastState{e, now, 0})
		}
	}
	gone := map[string]string{}
	for _, s := range states {
		if s.Gone && !strings.HasSuffix(s.ID, leftMark) {
			gone[s.ID] = s.ID + leftMark
		}
	}
	for i := range states {
		states[i].Was = renamed(states[i].Was, gone)
		states[i].ID = states[i].Was.ID()
	}
	p.of.mu.Lock()
	defer p.of.mu.Unlock()
	p.of.left = states
}
