package sim

import (
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/ecsim/ecsim/model"
)

// A Journal keeps the changes of a cloud, so that another process can continue
// where this one ended. The cloud answers a call only when the journal says
// that it is durable, and shows no state that is not. Package journal has an
// implementation.
type Journal interface {
	// Append takes the next change; after is the state after it, from which the
	// journal may make a snapshot. It does not wait. Calls do not overlap.
	Append(ch Change, after Saved) Ticket
	// Replace drops everything before it and starts over with the state.
	Replace(s Saved) Ticket
}

// A Ticket is handed out for each thing given to a journal.
type Ticket interface {
	// Wait returns when that thing, and everything before it, is durable. After
	// an error nothing later will be durable either.
	Wait() error
}

// Saved is the part of a cloud that outlives its process. Faults, the trace and
// nonces do not.
type Saved struct {
	World       model.World
	Transitions TransitionMode
	// Clock is the clock; At was its time at the time of day Wall.
	Clock    Clock
	At, Wall time.Time
	// Requests is how many request ids may have been given.
	Requests uint64
	// Tokens are the ClientTokens that are in progress or burnt.
	Tokens []HeldToken
}

// WithJournal makes the cloud begin with the saved state and report every later
// change to the journal. The saved state decides the clock and the mode of
// transitions; Reset still returns to the world that New is given.
func WithJournal(j Journal, s Saved) Option {
	return func(c *Cloud) { c.journal, c.resumed = j, &s }
}

// requestBlock is the number of request ids that are reserved in the journal at
// once: reads take ids too, and should not wait for a disk. After a crash the
// rest of the block is skipped, so that no id is given twice.
const requestBlock = 4096

// number returns the number of the next request.
func (c *Cloud) number() uint64 {
	n := c.requests.Add(1)
	if c.journal == nil || n <= c.state.Load().requests {
		return n
	}
	_, _, err := c.update(func(head *state) (Change, error) {
		if n <= head.requests {
			return Change{}, errNoChange
		}
		return Change{Kind: ChangeRequests, Now: head.time.now(c.wall()), Requests: n + requestBlock}, nil
	})
	_ = err // a read needs no disk; writes report that the journal fails
	return n
}

var errNoChange = errors.New("nothing changes")

// Close writes the exact position of the cloud into the journal: the number of
// the last request, and the time. Call it before the journal itself is closed.
func (c *Cloud) Close() error {
	if c.journal == nil {
		return nil
	}
	_, _, err := c.update(func(head *state) (Change, error) {
		return Change{Kind: ChangeRequests, Now: head.time.now(c.wall()), Requests: c.requests.Load()}, nil
	})
	return err
}

// update makes a change to the latest state. When it returns, the change and
// everything before it are durable and visible to readers. An error of the
// change itself is returned as it is; nothing was changed then.
func (c *Cloud) update(change func(head *state) (Change, error)) (state, did, error) {
	s, d, ticket, err := c.locked(change)
	if ticket != nil {
		if lost := ticket.Wait(); lost != nil {
			return s, d, fmt.Errorf("write the journal: %w", lost)
		}
		c.expose(&s)
	}
	return s, d, err
}

// locked makes the change to head, and hands it to the journal.
func (c *Cloud) locked(change func(head *state) (Change, error)) (state, did, Ticket, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch, err := change(c.head)
	if err != nil {
		if errors.Is(err, errNoChange) {
			err = nil
		}
		return *c.head, did{}, c.last, err
	}
	s := *c.head
	d := c.perform(&s, ch)
	c.mark.moved += d.moved
	s.mark = c.mark
	switch {
	case ch.Kind != ChangeCall && (ch.Kind != ChangeTime || d.fired > 0), d.called:
		c.keep(&s, ch, &d)
	case d.fired > 0: // the call changed nothing, so that only the passing of time is kept
		c.keep(&s, Change{Kind: ChangeTime, Now: ch.Now}, &did{fired: d.fired})
	case c.journal == nil:
		c.see(&s)
	default:
		c.head = &s
	}
	return s, d, c.last, nil
}

// keep hands a changed state to the journal, or makes it visible where there is
// none.
func (c *Cloud) keep(s *state, ch Change, d *did) {
	if c.journal == nil {
		c.see(s)
		return
	}
	s.number++
	ch.Check = d.check(s)
	c.head = s
	c.last = c.journal.Append(ch, c.saved(s))
}

// see makes the state visible to everybody.
func (c *Cloud) see(s *state) {
	c.head = s
	c.state.Store(s)
}

// expose makes a durable state visible to readers, unless they already see a
// later one.
func (c *Cloud) expose(s *state) {
	for {
		seen := c.state.Load()
		if seen.number > s.number || seen.number == s.number && seen.order >= s.order || c.state.CompareAndSwap(seen, s) {
			return
		}
	}
}

// replace replaces the present state. requests is the number of request ids
// that were given in the new one.
func (c *Cloud) replace(requests uint64, build func(head *state) state) error {
	s, ticket := c.replaceLocked(requests, build)
	if ticket == nil {
		return nil
	}
	if err := ticket.Wait(); err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	c.expose(&s)
	return nil
}

func (c *Cloud) replaceLocked(requests uint64, build func(head *state) state) (state, Ticket) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.newEpoch()
	s := build(c.head)
	c.put(&s, s.world)
	s.mark, s.at = c.mark, s.world.Now()
	c.requests.Store(requests)
	if c.journal == nil {
		c.see(&s)
		return s, nil
	}
	s.number, s.requests = c.head.number+1, requests+requestBlock
	c.head = &s
	c.last = c.journal.Replace(c.saved(&s))
	return s, c.last
}

// saved returns the part of a state that the journal keeps. A clock that
// follows the time of day keeps its starting point; another one starts at the
// latest change.
func (c *Cloud) saved(s *state) Saved {
	out := Saved{World: s.world, Transitions: c.mode, Clock: s.time.clock, At: s.time.at, Wall: s.time.wall, Requests: s.requests, Tokens: s.tokens.list()}
	if !out.Clock.startsAtWall() {
		out.At = later(out.At, later(s.at, s.world.Now()))
	}
	return out
}

// resume begins with a saved state. A clock that follows the time of day has
// continued meanwhile; it never goes back, even if the time of day did.
func (c *Cloud) resume(saved Saved) {
	c.mode = saved.Transitions
	s := &state{requests: saved.Requests, at: saved.World.Now(), tokens: leftTokens(saved.Tokens)}
	wall := c.wall()
	s.time = newTimeline(saved.Clock, saved.At, saved.Wall)
	if now := s.time.now(wall); now.Before(saved.World.Now()) || !saved.Clock.startsAtWall() || wall.Before(saved.Wall) {
		s.time = newTimeline(saved.Clock, later(later(now, saved.At), saved.World.Now()), wall)
	}
	c.put(s, saved.World)
	c.requests.Store(saved.Requests)
	c.see(s)
}

// Saved returns what a journal would keep of the present state.
func (c *Cloud) Saved() Saved {
	s := c.state.Load()
	out := c.saved(s)
	if c.journal == nil {
		out.Requests = c.requests.Load()
	}
	return out
}

// Replay applies changes to a saved state and returns the result. start is the
// world with which the cloud was made. The error names the number of the first
// change whose result differs from what was recorded.
func Replay(start model.World, saved Saved, changes iter.Seq2[uint64, Change]) (Saved, error) {
	c := New(start, WithJournal(nil, saved))
	s := *c.state.Load()
	s.time = newTimeline(saved.Clock, saved.At, saved.Wall)
	for n, ch := range changes {
		d := c.perform(&s, ch)
		if got := d.check(&s); got != ch.Check {
			return Saved{}, fmt.Errorf("change %d (%s %s) leads elsewhere than when it was written: this ecsim has another model; "+
				"start the version that wrote it and end it with SIGTERM, which leaves a snapshot that this one can take over", n, ch.Kind, ch.Call.Op)
		}
	}
	return c.saved(&s), nil
}
