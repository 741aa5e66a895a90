package sim

import (
	"cmp"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsim/ecsim/model"
)

// A TransitionMode says when transitions happen.
type TransitionMode string

// The modes of transitions.
const (
	// TransitionsTimed: each takes a time of its own, which is the same for the
	// same seed and resource.
	TransitionsTimed TransitionMode = "timed"
	// TransitionsInstant: all happen before the next call.
	TransitionsInstant TransitionMode = "instant"
	// TransitionsManual: they happen only by [Cloud.StepTransition] and
	// [Cloud.RunUntilIdle].
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

// spread bounds the extra time of a transition: at most twice its minimum, so
// that a client that polls sees it after a few polls.
const spread = 2

// dueAt chooses when the transition happens, within the range of its edge. The
// choice depends on seed, resource and edge only, so that unrelated calls do
// not change it.
func dueAt(seed uint64, t model.Transition) time.Time {
	room := min(t.Edge.Max-t.Edge.Min, spread*t.Edge.Min)
	if room <= 0 {
		return t.Due()
	}
	h := fnv.New64a()
	text := strconv.AppendUint(make([]byte, 0, 128), seed, 10)
	text = append(append(append(append(text, '/'), t.Edge.Name...), '/'), t.ID...)
	_, _ = h.Write(text)
	const grain = 10 * time.Millisecond
	steps := uint64(room/grain) + 1
	return t.Due().Add(time.Duration(mix(h.Sum64())%steps) * grain)
}

// pendingOf lists the transitions that may happen next in the world, by the
// time at which they are due, then by id.
func pendingOf(w model.World) []Due {
	pending := w.Pending()
	all := make([]Due, 0, len(pending))
	for _, t := range pending {
		all = append(all, Due{t, dueAt(w.Seed(), t)})
	}
	slices.SortStableFunc(all, func(a, b Due) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
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

// fireDue makes the transitions happen that are due by the time. A transition
// may lead to another one that is due by then too, so rounds follow each other.
// Within a round only transitions before the earliest possible follower happen,
// which keeps the order.
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

// shortest returns the shortest duration of any transition.
func shortest(m *model.Model) time.Duration {
	least := time.Hour
	for _, e := range m.Edges() {
		least = min(least, e.Min)
	}
	return least
}

// maxIdleRounds ends a run until idle in a model that never comes to rest (a
// mutant).
const maxIdleRounds = 100

// settle makes all pending transitions happen, without moving the time.
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
func (c *Cloud) Now() time.Time { return c.state.Load().time.now(c.wall()) }

// ClockMode returns the present clock.
func (c *Cloud) ClockMode() Clock { return c.state.Load().time.clock }

// Transitions returns the mode of transitions.
func (c *Cloud) Transitions() TransitionMode { return c.mode }

// Pending returns the transitions that may happen next, in the order in which
// they are due.
func (c *Cloud) Pending() []Due { return pendingOf(c.World()) }

// Advance moves the time forward; transitions that become due happen in order.
func (c *Cloud) Advance(d time.Duration) error {
	if d < 0 {
		return errors.New("advance: time only moves forward")
	}
	return c.moveTo(func(now time.Time) time.Time { return now.Add(d) })
}

// SetNow moves the time forward to t; transitions that become due happen in
// order.
func (c *Cloud) SetNow(t time.Time) error {
	return c.moveTo(func(time.Time) time.Time { return t })
}

func (c *Cloud) moveTo(when func(now time.Time) time.Time) error {
	_, _, err := c.update(func(head *state) (Change, error) {
		wall := c.wall()
		now := head.time.now(wall)
		t := when(now)
		if t.Before(now) {
			return Change{}, fmt.Errorf("set the clock to %s: it is %s already, and time only moves forward; reset or restore a snapshot to go back",
				t.Format(time.RFC3339), now.Format(time.RFC3339))
		}
		if t.After(endOfTime()) {
			return Change{}, fmt.Errorf("set the clock to %s: it ends at %s, give an earlier time",
				t.Format(time.RFC3339), endOfTime().Format(time.RFC3339))
		}
		c.noteMove(t.Sub(now))
		return Change{Kind: ChangeClock, Now: t, Clock: head.time.clock, Wall: wall}, nil
	})
	return err
}

// noteMove counts that the clock is moved by hand. The lock is held.
func (c *Cloud) noteMove(by time.Duration) {
	c.mark.order++
	c.mark.moved += by
}

// Freeze stops the clock; only Advance, SetNow and RunUntilIdle move it.
func (c *Cloud) Freeze() error { return c.SetClock(Clock{Mode: ClockFrozen}) }

// SetClock changes the clock from now on. An error says that the clock has no
// usable factor, or that the journal cannot be written.
func (c *Cloud) SetClock(spec Clock) error {
	if spec.Mode == ClockScaled && !usable(spec.Scale) {
		return fmt.Errorf("clock %s: give a factor above 0 and up to 1000000", spec)
	}
	_, _, err := c.update(func(head *state) (Change, error) {
		wall := c.wall()
		return Change{Kind: ChangeClock, Now: head.time.now(wall), Clock: spec, Wall: wall}, nil
	})
	return err
}

// StepTransition makes the pending transition of one resource happen now, and
// returns its name.
func (c *Cloud) StepTransition(id string) (string, error) {
	_, did, err := c.update(func(head *state) (Change, error) {
		now := head.time.now(c.wall())
		settled := *head
		c.advance(&settled, now)
		var ids []string
		for _, t := range settled.world.Pending() {
			if t.ID == id {
				c.mark.order++
				return Change{Kind: ChangeStep, Now: now, ID: id}, nil
			}
			ids = append(ids, t.ID)
		}
		if len(ids) == 0 {
			return Change{}, fmt.Errorf("step %s: no transition is pending", id)
		}
		return Change{}, fmt.Errorf("step %s: it has no transition pending; these have: %s", id, strings.Join(ids, ", "))
	})
	return did.edge, err
}

// RunUntilIdle makes all pending transitions happen, moves the time to the last
// of them, and returns their number.
func (c *Cloud) RunUntilIdle() (int, error) {
	_, did, err := c.update(func(head *state) (Change, error) {
		wall := c.wall()
		c.mark.order++
		return Change{Kind: ChangeIdle, Now: head.time.now(wall), Wall: wall}, nil
	})
	if err == nil && !did.idle {
		err = fmt.Errorf("after %d transitions the cloud is still not idle", did.fired)
	}
	return did.fired, err
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
