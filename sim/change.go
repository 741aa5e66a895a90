package sim

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsim/ecsim/model"
)

// A Change is one thing that changed a cloud. Applied again to the state before
// it, it gives the state after it: a live cloud and the replay of a journal
// apply changes with the same code.
type Change struct {
	Kind ChangeKind
	Now  time.Time // the cloud's time at which it happens
	// Call is the call, for ChangeCall.
	Call model.Call
	// ID is the resource whose transition a step makes, or the account that is
	// reset.
	ID string
	// Clock is the clock from here on, and Wall the time of day at which it
	// starts.
	Clock Clock
	Wall  time.Time
	// Requests is the number of request ids that are given or reserved: the
	// journal hears of them in blocks.
	Requests uint64
	// Check is a digest of what the change did. If a replay computes another
	// digest, another model made the change.
	Check uint64
}

// A ChangeKind is a sort of change.
type ChangeKind string

// The kinds of changes.
const (
	// ChangeCall is an accepted call. Transitions that were due by then happen
	// before it.
	ChangeCall ChangeKind = "call"
	// ChangeTime makes the transitions happen that are due.
	ChangeTime ChangeKind = "time"
	// ChangeClock moves the time to Now, or changes how it moves.
	ChangeClock ChangeKind = "clock"
	// ChangeStep makes one transition happen before it is due.
	ChangeStep ChangeKind = "step"
	// ChangeFail makes the failure of one resource happen.
	ChangeFail ChangeKind = "fail"
	// ChangeIdle makes all pending transitions happen.
	ChangeIdle ChangeKind = "idle"
	// ChangeAccount resets one account to the starting world.
	ChangeAccount ChangeKind = "account"
	// ChangeRequests counts request ids, and keeps the time.
	ChangeRequests ChangeKind = "requests"
	// ChangeHold keeps the ClientToken of a call in progress, which would end
	// at the time of day Wall; ChangeRelease frees it, and ChangeBurn keeps the
	// token of a call that failed.
	ChangeHold    ChangeKind = "hold"
	ChangeRelease ChangeKind = "release"
	ChangeBurn    ChangeKind = "burn"
)

// did is the result of a change.
type did struct {
	verdict model.Verdict
	met     model.World   // the world in which a call was judged
	after   model.World   // the world after the call
	called  bool          // a call changed something
	fired   int           // transitions
	edge    string        // of a step
	idle    bool          // a run until idle came to its end
	moved   time.Duration // how far a run until idle moved the clock
}

// perform makes the change to the state.
func (c *Cloud) perform(s *state, ch Change) did {
	d := did{fired: c.advance(s, ch.Now)}
	s.at = later(s.at, ch.Now)
	switch ch.Kind {
	case ChangeCall:
		d.met = atLeast(s.world, ch.Now)
		d.verdict = c.decide(d.met, ch.Call)
		c.refusedByPast(s, &d, ch.Call, d.met.Now())
		d.after = d.met
		if d.verdict.World.Hash() != d.met.Hash() { // a refused call changes nothing; a mutant may
			c.put(s, d.verdict.World)
			c.remember(s, d.met, ch.Call.Op, d.met.Now())
			d.after, d.called = s.world, true
		}
	case ChangeClock:
		c.put(s, atLeast(s.world, ch.Now))
		s.time = newTimeline(ch.Clock, ch.Now, ch.Wall)
	case ChangeStep:
		s.world = atLeast(s.world, ch.Now)
		for _, t := range s.world.Pending() {
			if t.ID == ch.ID {
				c.put(s, s.world.Fire(t))
				d.edge, d.fired = t.Edge.Name, d.fired+1
				break
			}
		}
	case ChangeFail:
		c.performFailure(s, ch, &d)
	case ChangeIdle:
		s.past = nil // the cloud is at rest, in every way
		d.idle = c.performIdle(s, ch, &d)
	case ChangeAccount:
		c.put(s, atLeast(s.world, ch.Now).WithAccountOf(c.start, ch.ID))
		s.tokens = s.tokens.without(func(h HeldToken) bool { return strings.HasPrefix(h.Key, ch.ID+"/") })
	case ChangeRequests:
		s.requests = ch.Requests
	case ChangeHold, ChangeRelease, ChangeBurn:
		c.performToken(s, ch)
	case ChangeTime:
	}
	return d
}

// performIdle makes pending transitions happen until none is left; false if the
// cloud never comes to rest.
func (c *Cloud) performIdle(s *state, ch Change, d *did) bool {
	w := atLeast(s.world, ch.Now)
	for range maxIdleRounds {
		pending := pendingOf(w)
		if len(pending) == 0 {
			s.at = later(w.Now(), ch.Now)
			d.moved = s.at.Sub(ch.Now)
			s.time = newTimeline(s.time.clock, s.at, ch.Wall)
			c.put(s, w)
			return true
		}
		next, n := fireDue(w, pending[len(pending)-1].At)
		w, d.fired = next, d.fired+n
	}
	c.put(s, w)
	return false
}

// advance makes the transitions happen that are due at the time, in order, and
// returns their number.
func (c *Cloud) advance(s *state, now time.Time) int {
	if s.due.IsZero() || now.Before(s.due) {
		return 0
	}
	before := s.world
	w, n := fireDue(before, now)
	c.put(s, atLeast(w, now))
	c.remember(s, before, "", w.Now())
	return n
}

// put makes the world that of the state.
func (c *Cloud) put(s *state, w model.World) {
	if c.mode == TransitionsInstant {
		w = settle(w)
	}
	s.world, s.due = w, time.Time{}
	if c.mode == TransitionsTimed {
		s.due = nextDue(w)
	}
}

// check returns a digest of what a change did: the verdict of a call, and
// counts of the world after it.
func (d *did) check(s *state) uint64 {
	h := fnv.New64a()
	write := func(text string) { _, _ = h.Write(append([]byte(text), 0)) }
	v := &d.verdict
	for _, r := range v.Broken {
		write(r.ID())
	}
	for _, e := range v.Effects {
		write(e.ID())
	}
	for _, text := range slices.Concat(v.Reply.Created, []string{d.edge, strconv.Itoa(d.fired)}) {
		write(text)
	}
	if n := len(s.tokens); n > 0 {
		write(strconv.Itoa(n) + " tokens are held")
	}
	return s.world.Census(h.Sum64())
}
