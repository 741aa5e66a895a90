package sim

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ecsim/ecsim/model"
)

// A Cloud answers calls as the model says, and remembers what they changed.
// It is safe for concurrent use.
type Cloud struct {
	start model.World // what Reset goes back to
	clock Clock
	mode  TransitionMode
	// consistency says what happens after a call was accepted.
	consistency Consistency
	step        Step
	tolerant    bool
	stumbled    atomic.Int64 // see Stumbled
	racesIn     string       // see Mutant
	lacking     int          // status of the answer to an operation that is not served
	early       func(model.World, model.Call) (model.Verdict, bool)
	wall        func() time.Time
	sleep       func(context.Context, time.Duration)

	mu       sync.Mutex // held by whoever changes head or mark
	head     *state     // the latest
	state    atomic.Pointer[state]
	requests atomic.Uint64
	mark     mark // the latest; changed under mu

	journal Journal
	last    Ticket // of the latest change
	resumed *Saved

	faults    faults
	limits    limits
	observers observers
	trace     *ring
}

// state is everything that a reader needs: a world, the moment at which the
// next transition is due, and the clock. With a journal, readers see a state
// only when it is durable.
type state struct {
	mark
	world model.World
	due   time.Time // zero if no transition is pending
	time  *timeline
	past  []pastChange // oldest first; empty where the cloud is strict
	// tokens are those in use that belong to no accepted call.
	tokens heldTokens
	// The fields below are used with a journal only.
	number   uint64    // of the journal's last change in it
	at       time.Time // of the latest change
	requests uint64    // the journal has reserved request ids up to this number
}

// A mark is a position in a cloud's history. Every write increments it under
// the lock.
type mark struct {
	order uint64        // of the last write, refused ones counted
	epoch uint64        // how often the cloud went back to another state
	moved time.Duration // how far the clock was moved by hand in this epoch
}

// An Option changes how a cloud behaves.
type Option func(*Cloud)

// WithClock chooses the clock; the default ticks by a second.
func WithClock(c Clock) Option { return func(cl *Cloud) { cl.clock = c } }

// WithTransitions chooses when the cloud's own changes happen; the default is
// [TransitionsTimed].
func WithTransitions(m TransitionMode) Option { return func(c *Cloud) { c.mode = m } }

// WithTraceSize sets how many calls the trace keeps; the default is 1000.
func WithTraceSize(n int) Option { return func(c *Cloud) { c.trace = newRing(n) } }

// WithWallClock replaces the time of day, for tests.
func WithWallClock(now func() time.Time) Option { return func(c *Cloud) { c.wall = now } }

// WithSleep replaces the wait of delayed calls, for tests.
func WithSleep(sleep func(context.Context, time.Duration)) Option {
	return func(c *Cloud) { c.sleep = sleep }
}

// WithMutant makes the cloud wrong in one way. Given several times, it makes it
// wrong in several ways.
func WithMutant(m Mutant) Option {
	return func(c *Cloud) {
		if m.Apply != nil {
			c.start = c.start.Under(m.Apply(c.start.Model()))
		}
		if m.World != nil {
			c.start = m.World(c.start)
		}
		if m.Wrap != nil {
			c.step = m.Wrap(c.step)
		}
		c.racesIn, c.early = m.RacesIn, m.Early
		c.tolerant = true
	}
}

// New returns a cloud that begins with the world.
func New(world model.World, opts ...Option) *Cloud {
	c := &Cloud{
		start: world, mode: TransitionsTimed, step: model.World.Apply,
		wall: time.Now, sleep: sleep, trace: newRing(1000), lacking: http.StatusBadRequest,
	}
	for _, o := range opts {
		o(c)
	}
	c.faults.seed = world.Seed()
	if c.resumed != nil {
		c.resume(*c.resumed)
	} else {
		_ = c.Reset() // there is no journal yet that could fail
	}
	return c
}

// Reset returns the cloud to the world that it began with: resources, clock,
// request ids, trace and faults. Observers stay. An error says that the journal
// cannot be written, and that the cloud is as it was.
func (c *Cloud) Reset() error {
	err := c.replace(0, func(*state) state {
		wall := c.wall()
		at := c.start.Now()
		if c.clock.startsAtWall() && wall.After(at) {
			at = wall
		}
		return state{world: c.start.At(at), time: newTimeline(c.clock, at, wall)}
	})
	if err != nil {
		return fmt.Errorf("reset: %w", err)
	}
	c.faults.clear()
	c.limits.clear()
	c.trace.clear()
	return nil
}

// ResetAccount resets one account, given by name or id, to the starting world.
// Other accounts, clock, request ids, trace and faults stay, and so do the id
// counters: no id is given twice.
func (c *Cloud) ResetAccount(account string) error {
	var names []string
	id := ""
	for _, a := range c.start.Base().Accounts {
		names = append(names, a.Name)
		if a.Name == account || a.ID == account {
			id = a.ID
		}
	}
	if id == "" {
		return fmt.Errorf("reset: the world has no account %q; it has %s", account, strings.Join(names, ", "))
	}
	_, _, err := c.update(func(head *state) (Change, error) {
		c.newEpoch()
		return Change{Kind: ChangeAccount, Now: head.time.now(c.wall()), ID: id}, nil
	})
	return err
}

// An Answer is an outcome together with what is needed to encode it.
type Answer struct {
	Outcome model.Outcome
	// World is the world after the call, which holds the resources of the
	// reply.
	World model.World
	// Op is the operation; nil if the model does not have it or a fault came first.
	Op *model.BoundOperation
	// Canned is a JSON object that was set as the answer, without RequestId; empty
	// for an answer of the model.
	Canned string
	// Reset says that a fault asks for the connection to be cut instead of an answer.
	Reset bool
}

// Do answers one call.
func (c *Cloud) Do(ctx context.Context, call model.Call) model.Outcome {
	return c.Call(ctx, call).Outcome
}

// Call is Do, for callers that need more than the outcome.
func (c *Cloud) Call(ctx context.Context, call model.Call) Answer {
	started := c.wall()
	if call.Region == "" && len(c.start.Base().Regions) > 0 {
		call.Region = c.start.Base().Regions[0].RegionId
	}
	e := Event{Number: c.number(), Call: call, Started: started}
	e.RequestId = requestID(c.start.Seed(), e.Number)
	a := c.hear(ctx, call, &e)
	a.Outcome.RequestId = e.RequestId
	e.Outcome, e.Now = a.Outcome, a.World.Now()
	e.Took = c.wall().Sub(started)
	c.trace.add(entryOf(&e))
	c.observers.tell(e)
	return a
}

// hear answers a call: by a rate limit, a held token or a fault, or else as the
// model says.
func (c *Cloud) hear(ctx context.Context, call model.Call, e *Event) Answer {
	if a, ok := c.throttled(call, e); ok {
		return a
	}
	if a, ok := c.tokenInTheWay(call, e); ok {
		return a
	}
	named := call
	named.Caller = c.callerName(call)
	if fault := c.faults.strike(named); fault != nil {
		return c.injected(ctx, fault, call, e)
	}
	return c.answer(call, e) //nolint:contextcheck // only a racing mutant pauses there, and its race does not end with a caller
}

// Refuse gives a request that never became a call (its signature is wrong, for
// example) a request id, and keeps it in the trace. The cloud does not change.
func (c *Cloud) Refuse(call model.Call, o model.Outcome) model.Outcome {
	e := Event{Number: c.number(), Call: call, Started: c.wall(), Now: c.Now()}
	e.meets(state{mark: c.state.Load().mark})
	e.RequestId = requestID(c.start.Seed(), e.Number)
	o.RequestId = e.RequestId
	e.Outcome = o
	c.trace.add(entryOf(&e))
	c.observers.tell(e)
	return o
}

// answer applies the call and returns the cloud's answer.
func (c *Cloud) answer(call model.Call, e *Event) Answer {
	v, world, err := c.apply(call, e)
	e.Verdict = v
	a := Answer{Outcome: v.Outcome(), World: world, Op: v.Op}
	if err != nil {
		e.Lost, a.Outcome = err, journalLost(err)
		return a
	}
	if v.Op == nil {
		c.unserved(call, &a)
	}
	if _, ok := world.Base().Caller(call.Caller); !ok {
		a.Outcome = model.Outcome{
			Class: model.ClassError, HTTP: 404, Code: "InvalidAccessKeyId.NotFound",
			Message: "Specified access key is not found.",
		}
	}
	return a
}

// journalLost is the answer to a call that may not be durable.
func journalLost(why error) model.Outcome {
	return model.Outcome{
		Class: model.ClassUnknown, HTTP: 500, Code: "InternalError",
		Message: "The request processing has failed: the journal of this simulator cannot be written: " + why.Error(),
	}
}

// apply judges the call and makes its effects. It notes in the event which
// world the call met. An error says that the journal cannot be written; the
// verdict is not valid then.
func (c *Cloud) apply(call model.Call, e *Event) (v model.Verdict, after model.World, err error) {
	seen := c.state.Load()
	now := seen.time.call(c.wall())
	if op, ok := c.start.Model().Operation(call.Op); !ok || op.Reads {
		s := c.settled(now)
		s.world = c.shown(&s, s.world, call.Op, now)
		e.meets(s)
		return c.decide(s.world, call), s.world, nil
	}
	if call.Op == c.racesIn {
		if v, world, done := c.tooEarly(call, now, e); done {
			return v, world, nil
		}
	}
	s, did, err := c.update(func(head *state) (Change, error) {
		if head.time != seen.time { // the clock was set in between
			now = head.time.call(c.wall())
		}
		c.mark.order++
		return Change{Kind: ChangeCall, Now: now, Call: call}, nil
	})
	if err != nil {
		world := c.state.Load().world
		e.meets(state{world: world, mark: s.mark})
		return model.Verdict{World: world}, world, err
	}
	e.meets(state{world: did.met, mark: s.mark})
	return did.verdict, did.after, nil
}

// raceWindow is the time between check and effects of a racing operation: long
// enough for another client's call over loopback.
const raceWindow = 2 * time.Millisecond

// tooEarly judges a call of a racing operation before anything is locked. If
// done is true there is nothing more to do; else the effects are made a moment
// later.
func (c *Cloud) tooEarly(call model.Call, now time.Time, e *Event) (v model.Verdict, after model.World, done bool) {
	s := c.settled(now)
	if v, done = c.early(s.world, call); done {
		e.meets(s)
		return v, s.world, true
	}
	c.sleep(context.Background(), raceWindow)
	return v, s.world, false
}

// decide asks the model, or the mutant. Where a mutant skips the rule on which
// an effect relies, the effect finds nothing to change: the call is accepted
// and changes nothing.
func (c *Cloud) decide(w model.World, call model.Call) (v model.Verdict) {
	if _, ok := w.Base().Caller(call.Caller); !ok {
		return model.Verdict{World: w}
	}
	if c.tolerant {
		defer func() {
			if foundNothing(recover()) {
				c.stumbled.Add(1)
				op, _ := w.Model().Operation(call.Op)
				v = model.Verdict{Op: op, World: w}
			}
		}()
	}
	return c.step(w, call)
}

// Stumbled counts the calls in which a rule or an effect of a mutant found nothing
// to work on; 0 for a cloud that obeys the reference model.
func (c *Cloud) Stumbled() int { return int(c.stumbled.Load()) }

// World returns the world at this moment. It does not count as a call.
func (c *Cloud) World() model.World { return c.settled(c.Now()).world }

// settled returns the state at the time, after all transitions that are due by
// then. It takes the lock only when one is due.
func (c *Cloud) settled(now time.Time) state {
	s := *c.state.Load()
	if s.due.IsZero() || now.Before(s.due) {
		s.world = atLeast(s.world, now)
		return s
	}
	next, _, err := c.update(func(*state) (Change, error) { return Change{Kind: ChangeTime, Now: now}, nil })
	if err != nil { // due transitions follow from state and time, so they can be shown without being kept
		s.world, _ = fireDue(s.world, now)
		next = s
	}
	next.world = atLeast(next.world, now)
	return next
}

// newEpoch counts that the cloud returns to an earlier state. The lock is held.
func (c *Cloud) newEpoch() {
	c.mark.order++
	c.mark.epoch++
	c.mark.moved = 0
}

// atLeast returns the world at the time, or at its own time if that is later.
func atLeast(w model.World, now time.Time) model.World {
	if now.After(w.Now()) {
		return w.At(now)
	}
	return w
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
