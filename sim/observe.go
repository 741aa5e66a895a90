package sim

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ecsim/ecsim/model"
)

// An Event is one call and everything that a cloud knows of it.
type Event struct {
	Number    uint64 // of the call, from 1
	RequestId string
	Call      model.Call
	// Verdict is the model's; the zero Verdict where a fault came before.
	Verdict model.Verdict
	Outcome model.Outcome
	// Before is the world in which the call was judged. It has no model where
	// the request was refused before it became a call.
	Before model.World
	// Order is the place of the call among the writes: a write has a number of
	// its own, a read that of the last write that it saw. Calls made at the
	// same time may take effect in another order than their Numbers say.
	Order uint64
	// Epoch counts how often the cloud returned to an earlier state (a reset, a
	// snapshot). Moved is how far the clock was moved by hand since then, runs
	// until idle included.
	Epoch   uint64
	Moved   time.Duration
	Now     time.Time     // the cloud's time
	Started time.Time     // the time of day
	Took    time.Duration // by the time of day
	Fault   string        // id of the fault that struck, or empty
	// Lost is why nobody knows whether the call will last: the journal failed.
	Lost error
}

// Compare orders events in the order in which their calls took effect: writes
// by Order, a read after the last write that it saw.
func (e Event) Compare(o Event) int {
	return cmp.Or(cmp.Compare(e.Order, o.Order), cmp.Compare(e.readRank(), o.readRank()), cmp.Compare(e.Number, o.Number))
}

func (e *Event) readRank() int {
	if e.Verdict.Op != nil && !e.Verdict.Op.Reads {
		return 0
	}
	return 1
}

// meets notes the state in which the call was judged.
func (e *Event) meets(s state) {
	e.Before, e.Order, e.Epoch, e.Moved = s.world, s.order, s.epoch, s.moved
}

type observers struct {
	mu   sync.Mutex
	list atomic.Pointer[[]*func(Event)]
}

// Observe calls f after each call, in the goroutine that made it, until stop is
// called. Events of simultaneous calls may arrive in any order; Number gives
// it. Parameters are as the caller sent them, passwords included.
func (c *Cloud) Observe(f func(Event)) (stop func()) {
	o := &c.observers
	o.change(func(list []*func(Event)) []*func(Event) { return append(list, &f) })
	return func() {
		o.change(func(list []*func(Event)) []*func(Event) {
			return slices.DeleteFunc(list, func(g *func(Event)) bool { return g == &f })
		})
	}
}

func (o *observers) change(edit func([]*func(Event)) []*func(Event)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var list []*func(Event)
	if old := o.list.Load(); old != nil {
		list = slices.Clone(*old)
	}
	list = edit(list)
	o.list.Store(&list)
}

func (o *observers) tell(e Event) {
	if list := o.list.Load(); list != nil {
		for _, f := range *list {
			(*f)(e)
		}
	}
}

// An Entry is one call in the trace. It holds no parameter values.
type Entry struct {
	Number    uint64    `json:"number"`
	RequestId string    `json:"requestId"`
	Time      time.Time `json:"time"` // the cloud's
	Caller    string    `json:"caller,omitempty"`
	Region    string    `json:"region,omitempty"`
	Operation string    `json:"operation"`
	Class     string    `json:"class"`
	HTTP      int       `json:"http"`
	Code      string    `json:"code,omitempty"`
	Micros    int64     `json:"micros"`
	// Broken are the ids of all rules that the call breaks, the answered one first.
	Broken []string `json:"broken,omitempty"`
	// Unread are parameters that the operation does not read.
	Unread []string `json:"unread,omitempty"`
	// Fault is the injected fault; a call with one is no evidence of the model.
	Fault string `json:"fault,omitempty"`
}

// What an entry keeps of what a client sent: the trace is limited by the number
// of its entries, so each of them has to be limited, too.
const (
	longestText = 64 // characters of a name
	mostUnread  = 32 // names of parameters
)

// short returns what is kept of a text that a client sent. It is a copy, because
// a piece of a text keeps the whole text in memory.
func short(text string) string {
	if len(text) <= longestText {
		return strings.Clone(text)
	}
	return strings.ToValidUTF8(text[:longestText], "") + "…"
}

// shortAll limits a list, and the texts in it.
func shortAll(texts []string) []string {
	var out []string
	for i, text := range texts {
		if i == mostUnread {
			return append(out, fmt.Sprintf("… and %d more", len(texts)-i))
		}
		out = append(out, short(text))
	}
	return out
}

func entryOf(e *Event) *Entry {
	entry := &Entry{
		Number: e.Number, RequestId: e.RequestId, Time: e.Now, Caller: e.Call.Caller, Region: e.Call.Region,
		Class: e.Outcome.Class.String(), HTTP: e.Outcome.HTTP, Code: e.Outcome.Code,
		Micros: e.Took.Microseconds(), Unread: shortAll(e.Verdict.Unread), Fault: e.Fault,
	}
	if op := e.Verdict.Op; op != nil {
		entry.Operation = op.Name
	} else {
		entry.Operation = short(e.Call.Op)
	}
	for _, r := range e.Verdict.Broken {
		entry.Broken = append(entry.Broken, r.ID())
	}
	return entry
}

// ring keeps the last entries. A writer takes the next slot and never waits.
type ring struct {
	slots []atomic.Pointer[Entry]
	next  atomic.Uint64
}

func newRing(n int) *ring { return &ring{slots: make([]atomic.Pointer[Entry], max(1, n))} }

func (r *ring) add(e *Entry) {
	n := r.next.Add(1) - 1
	r.slots[n%uint64(len(r.slots))].Store(e)
}

func (r *ring) clear() {
	for i := range r.slots {
		r.slots[i].Store(nil)
	}
	r.next.Store(0)
}

// Trace returns the last calls, oldest first.
func (c *Cloud) Trace() []Entry {
	var entries []Entry
	for i := range c.trace.slots {
		if e := c.trace.slots[i].Load(); e != nil {
			entries = append(entries, *e)
		}
	}
	slices.SortFunc(entries, func(a, b Entry) int { return int(a.Number) - int(b.Number) })
	return entries
}
