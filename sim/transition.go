package sim

import (
	"errors"
	"fmt"
	"hash/fnv"
	"sort"
	"strings"
	"time"

	"github.com/ecsim/ecsim/model"
)

// A TransitionMode says when the changes happen that the cloud makes by itself.
type TransitionMode string

// The modes of transitions.
const (
	// TransitionsTimed: each takes a time of its own, the same for the same
	// seed and resource.
	TransitionsTimed TransitionMode = "timed"
	// TransitionsInstant: all have happened before the next call.
	TransitionsInstant TransitionMode = "instant"
	// TransitionsManual: only [Cloud.StepTransition] and [Cloud.RunUntilIdle]
	// make them happen.
	TransitionsManual TransitionMode = "manual"
)

// ParseTransitions reads instant, manual or timed.
func ParseTransitions(text string) (TransitionMode, error) {
	switch m := TransitionMode(text); m {
	case TransitionsTimed, TransitionsInstant, TransitionsManual:
		return m, nil
	default:
		return "", fmt.Errorf("transitions %q: choose instant, manual or timed", text)
	}
}

// A Due is a transition and the moment at which it happens.
type Due struct {
	model.Transition
	At time.Time
}

// spread is how much longer than its minimum a transition may take: twice the
// minimum, so that a client that polls sees it after a few polls.
const spread = 2

// dueAt chooses when the transition happens, within the range of its edge. The
// choice depends on seed, resource and edge only, so that an unrelated call
// moves nothing.
func dueAt(seed uint64, t model.Transition) time.Time {
	room := min(t.Edge.Max-t.Edge.Min, spread*t.Edge.Min)
	if room <= 0 {
		return t.Due()
	}
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%d/%s/%s", seed, t.Edge.Name, t.ID)
	const grain = 10 * time.Millisecond
	steps := uint64(room/grain) + 1
	return t.Due().Add(time.Duration(mix(h.Sum64())%steps) * grain)
}

// pendingOf lists what may happen next in the world, in the order in which it
// is due, then by id.
func pendingOf(w model.World) []Due {
	pending := w.Pending()
	all := make([]Due, 0, len(pending))
	for _, t := range pending {
		all = append(all, Due{t, dueAt(w.Seed(), t)})
	}
	sort.SliceStable(all, func(i, j int) bool {
		if !all[i].At.Equal(all[j].At) {
			return all[i].At.Before(all[j].At)
		}
		return all[i].ID < all[j].ID
	})
	return all
}

// nextDue returns the moment of the earliest transition; zero for none.
func nextDue(w model.World) time.Time {
	var first time.Time
	for _, t := range w.Pending() {
		if at := dueAt(w.Seed(), t); first.IsZero() || at.Before(first) {
			first = at
		}
	}
	return first
}

// advance brings the current world to the time: what is due by then happens,
// in order. The lock is held.
func (c *Cloud) advance(now time.Time) model.World {
	s := c.state.Load()
	if s.due.IsZero() || now.Before(s.due) {
		return atLeast(s.world, now)
	}
	w, _ := fireDue(s.world, now)
	return c.publish(atLeast(w, now))
}

// fireDue fires what is due by the time. What a firing leads to may be due by
// then as well, so rounds follow each other; within a round only what is due
// before the earliest possible follower is fired, which keeps the order.
func fireDue(w model.World, until time.Time) (model.World, int) {
	step := shortest(w.Model())
	fired := 0
	for {
		pending := pendingOf(w)
		if len(pending) == 0 || pending[0].At.After(until) {
			return w, fired
		}
		horizon := pending[0].At.Add(step)
		for i, t := range pending {
			if t.At.After(until) || i > 0 && !t.At.Before(horizon) {
				break
			}
			w = atLeast(w, t.At).Fire(t.Transition)
			fired++
		}
	}
}

// shortest returns the shortest time that any transition takes.
func shortest(m *model.Model) time.Duration {
	least := time.Hour
	for _, e := range m.Edges() {
		least = min(least, e.Min)
	}
	return least
}

// maxIdleRounds ends a run until idle in a model (a mutant) that never rests.
const maxIdleRounds = 100

// settle fires until nothing is pending, without moving the time.
func settle(w model.World) model.World {
	for range maxIdleRounds {
		pending := w.Pending()
		if len(pending) == 0 {
			break
		}
		for _, t := range pending {
			w = w.Fire(t)
		}
	}
	return w
}

// Now returns the cloud's time.
func (c *Cloud) Now() time.Time { return c.timeline.Load().now(c.wall()) }

// ClockMode returns how the time moves at present.
func (c *Cloud) ClockMode() Clock { return c.timeline.Load().clock }

// Transitions returns when the cloud's own changes happen.
func (c *Cloud) Transitions() TransitionMode { return c.mode }

// Pending returns the transitions that may happen next, in the order in which
// they are due.
func (c *Cloud) Pending() []Due { return pendingOf(c.World()) }

// Advance moves the time forward; what is due on the way happens in order.
func (c *Cloud) Advance(d time.Duration) error {
	if d < 0 {
		return errors.New("advance: time only moves forward")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.moveTo(c.Now().Add(d))
}

// SetNow moves the time forward to t; what is due on the way happens in order.
func (c *Cloud) SetNow(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.moveTo(t)
}

// moveTo is SetNow with the lock held.
func (c *Cloud) moveTo(t time.Time) error {
	if now := c.Now(); t.Before(now) {
		return fmt.Errorf("set the clock to %s: it is %s already, and time only moves forward; reset or restore a snapshot to go back",
			t.Format(time.RFC3339), now.Format(time.RFC3339))
	}
	c.noteMove(t.Sub(c.Now()))
	c.timeline.Store(newTimeline(c.timeline.Load().clock, t, c.wall()))
	w := c.advance(t)
	c.publish(atLeast(w, t))
	return nil
}

// noteMove counts that the clock is moved by hand. The lock is held.
func (c *Cloud) noteMove(by time.Duration) {
	c.mark.order++
	c.mark.moved += by
}

// Freeze stops the clock; only Advance, SetNow and RunUntilIdle move it.
func (c *Cloud) Freeze() { c.SetClock(Clock{Mode: ClockFrozen}) }

// SetClock changes how the time moves from now on.
func (c *Cloud) SetClock(spec Clock) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.timeline.Store(newTimeline(spec, c.Now(), c.wall()))
}

// StepTransition makes the pending transition of one resource happen now, and
// returns its name.
func (c *Cloud) StepTransition(id string) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := c.advance(c.Now())
	var ids []string
	for _, t := range w.Pending() {
		if t.ID == id {
			c.mark.order++
			c.publish(w.Fire(t))
			return t.Edge.Name, nil
		}
		ids = append(ids, t.ID)
	}
	if len(ids) == 0 {
		return "", fmt.Errorf("step %s: no transition is pending", id)
	}
	return "", fmt.Errorf("step %s: it has no transition pending; these have: %s", id, strings.Join(ids, ", "))
}

// RunUntilIdle lets everything happen that is under way, moves the time to the
// last of it, and returns how many transitions there were.
func (c *Cloud) RunUntilIdle() (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := c.advance(c.Now())
	fired := 0
	for range maxIdleRounds {
		pending := pendingOf(w)
		if len(pending) == 0 {
			until := later(w.Now(), c.Now())
			c.noteMove(until.Sub(c.Now()))
			c.timeline.Store(newTimeline(c.timeline.Load().clock, until, c.wall()))
			c.publish(w)
			return fired, nil
		}
		next, n := fireDue(w, pending[len(pending)-1].At)
		w, fired = next, fired+n
	}
	c.publish(w)
	return fired, fmt.Errorf("after %d transitions the cloud is still not idle", fired)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
