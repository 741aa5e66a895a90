package sim

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
)

// A FaultKind is what a fault does to a call.
type FaultKind string

// The kinds of faults.
const (
	// FaultError answers with an error code.
	FaultError FaultKind = "error"
	// FaultThrottle answers Throttling.User, or the Throttling code given.
	FaultThrottle FaultKind = "throttle"
	// FaultDelay answers correctly, but late.
	FaultDelay FaultKind = "delay"
	// FaultReset cuts the connection instead of answering.
	FaultReset FaultKind = "reset"
	// FaultAnswer answers a call of an operation that is not served with Body.
	FaultAnswer FaultKind = "answer"
	// FaultFail lets the call be answered as usual, and what it begins fail: the
	// creation of what it makes, or an attachment.
	FaultFail FaultKind = "fail"
)

// A Phase says whether a fault comes before or after the effects of the call.
type Phase string

// The phases. With After the call takes effect, but the client gets the fault
// instead of the reply.
const (
	Before Phase = "before"
	After  Phase = "after"
)

// A Fault is injected into some calls of one operation.
type Fault struct {
	// ID names the fault; empty takes the next free f1, f2 ….
	ID string `json:"id,omitempty"`
	// Operation is the operation's name, or * for all.
	Operation string `json:"operation"`
	Caller    string `json:"caller,omitempty"` // empty: any
	// Params are values that the parameters of a call must have exactly, by
	// wire name; none restricts nothing.
	Params  map[string]string `json:"params,omitempty"`
	Kind    FaultKind         `json:"kind,omitempty"` // empty: error
	Code    string            `json:"code,omitempty"`
	HTTP    int               `json:"http,omitempty"`
	Message string            `json:"message,omitempty"`
	// Body is the JSON object that a fault of kind answer answers.
	Body  json.RawMessage `json:"body,omitempty"`
	Phase Phase           `json:"phase,omitempty"` // empty: before
	// Times is the largest number of calls that the fault strikes; 0 means no
	// limit.
	Times int `json:"times,omitempty"`
	// Probability is the share of calls that it strikes, drawn from the world's
	// seed; 0 means all.
	Probability float64 `json:"probability,omitempty"`
	// Delay is how long the answer is delayed, for a fault of any kind.
	Delay time.Duration `json:"delay,omitempty"`
	// BurnsToken makes a failure before the effect use up the call's
	// ClientToken: real regions keep the token of some failed calls, and it is
	// not documented which.
	BurnsToken bool `json:"burnsToken,omitempty"`
}

// A FaultCount is an armed fault with its counters.
type FaultCount struct {
	Fault
	Matched int `json:"matched"` // calls that it applies to
	Hits    int `json:"hits"`    // calls that it struck
	// Consumed says that it has struck Times calls.
	Consumed bool `json:"consumed"`
}

// about says whether the fault applies to the call.
func (f *Fault) about(call model.Call) bool {
	if f.Operation != "*" && f.Operation != call.Op || f.Caller != "" && f.Caller != call.Caller {
		return false
	}
	for name, value := range f.Params {
		if got, given := call.Params[name]; !given || got != value {
			return false
		}
	}
	return true
}

type faults struct {
	seed  uint64
	armed atomic.Int32 // so that a cloud without faults has no cost
	mu    sync.Mutex
	list  []*FaultCount
	named int
}

// Arm adds a fault and returns its id. It refuses an operation that ECS does
// not have, and a code that neither the operation nor the common errors list
// unless HTTP and Message are given.
func (c *Cloud) Arm(f Fault) (string, error) {
	if f.Operation != "*" && !exists(c.start.Model().Catalog(), f.Operation) {
		return "", fmt.Errorf("fault: no operation is called %q; give its exact name, or * for all", f.Operation)
	}
	if _, ok := c.start.Base().Caller(f.Caller); !ok {
		return "", fmt.Errorf("fault: the world has no caller %q", f.Caller)
	}
	if f.Times < 0 || f.Probability < 0 || f.Probability > 1 || f.Delay < 0 {
		return "", fmt.Errorf("fault: times %d, probability %v and delay %v must be 0 or above, the probability 1 at most", f.Times, f.Probability, f.Delay)
	}
	if err := f.complete(c.start.Model()); err != nil {
		return "", err
	}
	return c.faults.add(f)
}

// complete fills in the defaults of a fault.
func (f *Fault) complete(m *model.Model) error {
	f.Phase = cmp.Or(f.Phase, Before)
	if err := f.goesTogether(); err != nil {
		return err
	}
	switch f.Kind {
	case FaultAnswer:
		return f.completeCanned(m)
	case FaultDelay:
		if f.Delay == 0 {
			return errors.New("fault: a delay needs to know how long")
		}
		return nil
	case FaultReset:
		return nil
	case FaultFail:
		f.Phase = After // the call is answered as usual
		return nil
	case FaultThrottle:
		f.Code = cmp.Or(f.Code, "Throttling.User")
		return f.describe(m.Catalog())
	case FaultError, "":
		f.Kind = FaultError
		return f.describe(m.Catalog())
	default:
		return fmt.Errorf("fault: kind %q: choose error, throttle, delay, reset, answer or fail", f.Kind)
	}
}

// goesTogether refuses parts of a fault that exclude each other.
func (f *Fault) goesTogether() error {
	switch {
	case f.Phase != Before && f.Phase != After:
		return fmt.Errorf("fault: phase %q: choose before or after", f.Phase)
	case f.BurnsToken && (f.Kind == FaultDelay || f.Phase == After):
		return errors.New("fault: only a failure before the effect burns a token; a call that takes effect keeps its own")
	case len(f.Body) > 0 && f.Kind != FaultAnswer:
		return errors.New("fault: only a fault of kind answer has a body")
	default:
		return nil
	}
}

// describe takes status and message of the code from the catalog.
func (f *Fault) describe(known *catalog.Catalog) error {
	if f.Code == "" {
		return errors.New("fault: give the error code")
	}
	rows, err := known.CommonErrors()
	if err != nil {
		return err
	}
	if op, err := known.Operation(f.Operation); err == nil {
		rows = append(op.RowsOf(f.Code), rows...)
	}
	for _, row := range rows {
		if row.Code != f.Code || f.HTTP != 0 && f.HTTP != row.HTTP {
			continue
		}
		f.HTTP = row.HTTP
		if f.Message == "" {
			f.Message = row.Message
		}
		return nil
	}
	if f.HTTP < 400 || f.HTTP > 599 || f.Message == "" {
		return fmt.Errorf("fault: %s does not list the code %q; give http (400 to 599) and message to inject it all the same", f.Operation, f.Code)
	}
	return nil
}

// Disarm removes a fault.
func (c *Cloud) Disarm(id string) error {
	f := &c.faults
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, x := range f.list {
		if x.ID == id {
			f.list = append(f.list[:i:i], f.list[i+1:]...)
			f.armed.Store(int32(len(f.list)))
			return nil
		}
	}
	return fmt.Errorf("fault %q is not armed", id)
}

// DisarmAll removes all faults. Later ones get other names, so that a name in
// the trace stays clear.
func (c *Cloud) DisarmAll() { c.faults.disarm() }

// Faults lists the armed faults with their counters.
func (c *Cloud) Faults() []FaultCount {
	f := &c.faults
	f.mu.Lock()
	defer f.mu.Unlock()
	all := make([]FaultCount, 0, len(f.list))
	for _, x := range f.list {
		all = append(all, *x)
	}
	return all
}

func (f *faults) add(fault Fault) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	armed := func(id string) bool {
		return slices.ContainsFunc(f.list, func(x *FaultCount) bool { return x.ID == id })
	}
	if armed(fault.ID) {
		return "", fmt.Errorf("fault %q is armed already; remove it first, or choose another id", fault.ID)
	}
	for fault.ID == "" {
		f.named++
		if id := "f" + strconv.Itoa(f.named); !armed(id) {
			fault.ID = id
		}
	}
	f.list = append(f.list, &FaultCount{Fault: fault})
	f.armed.Store(int32(len(f.list)))
	return fault.ID, nil
}

func (f *faults) disarm() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = nil
	f.armed.Store(0)
}

// clear goes back to the beginning.
func (f *faults) clear() {
	f.disarm()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.named = 0
}

// strike returns the fault that strikes the call and counts it; nil if none
// does.
func (f *faults) strike(call model.Call) *Fault {
	if f.armed.Load() == 0 {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, x := range f.list {
		if !x.about(call) {
			continue
		}
		x.Matched++
		if x.Consumed {
			continue
		}
		if x.Probability > 0 && f.draw(x) >= x.Probability {
			continue
		}
		x.Hits++
		x.Consumed = x.Times > 0 && x.Hits >= x.Times
		fault := x.Fault
		return &fault
	}
	return nil
}

// draw returns a number in 0..1 that depends on seed, fault and count only.
func (f *faults) draw(x *FaultCount) float64 {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%d/%s/%d", f.seed, x.ID, x.Matched)
	return float64(mix(h.Sum64())>>11) / (1 << 53)
}

// injected answers a call that a fault strikes.
func (c *Cloud) injected(ctx context.Context, f *Fault, call model.Call, e *Event) Answer {
	e.Fault = f.ID
	if f.Delay > 0 {
		if !c.hold(call, c.wall().Add(f.Delay)) {
			if a, ok := c.tokenInTheWay(call, e); ok {
				return a
			}
		}
		c.sleep(ctx, f.Delay)
		c.release(call)
	}
	var a Answer
	if f.Kind == FaultDelay || f.Phase == After {
		a = c.answer(call, e) //nolint:contextcheck // as above, in Cloud.hear
	} else {
		a = c.unheard(call, e)
		if f.BurnsToken {
			if err := c.burn(call); err != nil {
				e.Lost, a.Outcome = err, journalLost(err)
				return a
			}
		}
	}
	switch f.Kind {
	case FaultDelay:
	case FaultFail:
		c.failAfter(call, &a)
	case FaultAnswer:
		a.Canned, a.Outcome = string(f.Body), model.Outcome{Class: model.ClassOK, HTTP: 200}
	case FaultReset:
		a.Reset = true
		a.Outcome = model.Outcome{Class: model.ClassUnknown, Message: "the connection was reset (injected fault)"}
	default:
		a.Outcome = model.Outcome{Class: classOf(f), HTTP: f.HTTP, Code: f.Code, Message: f.Message}
	}
	return a
}

func classOf(f *Fault) model.Class {
	switch {
	case f.Kind == FaultThrottle || f.HTTP == 429:
		return model.ClassThrottled
	case f.HTTP >= 500:
		return model.ClassUnknown
	default:
		return model.ClassError
	}
}
