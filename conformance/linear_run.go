package conformance

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/ecsim/ecsim/model"
)

// A ClientCall is one call of one of several clients.
type ClientCall struct {
	Client int // from 0; a client whose call was lost goes on under another number
	Step   Step
	// Called and Returned are the moments since the history began.
	Called, Returned time.Duration
	Outcome          model.Outcome
	ids              map[string]string // the target's ids of the names, at the time
}

// lost says whether nobody knows if the call was applied: it stays open.
func (c ClientCall) lost() bool { return c.Outcome.Class == model.ClassUnknown }

// A History is what several clients did at once, and what they began with.
type History struct {
	Setup []Step
	Calls []ClientCall
	// Skipped counts calls about what was never made.
	Skipped int

	start  Start
	before []possible
	oracle *oracle // of the setup; its names are complete
	counts Counts
	left   []string
	found  []Found // differences that one client alone met
}

// runClients runs a plan on the target and removes what it made. Every client
// waits for the others at the beginning of a round. An error means that the
// harness broke.
func runClients(ctx context.Context, t Target, start Start, plan ClientPlan) (*History, error) {
	start.defaults()
	r := newRunner(t, start, NoOrders{})
	r.stopAt = func(f Found) bool { return f.Last }
	h := &History{Setup: plan.Setup, start: start, oracle: r.oracle}
	err := h.setup(ctx, r, plan.Setup)
	if err == nil && len(r.result.Found) == 0 {
		h.before = slices.Clone(r.oracle.frontier)
		err = h.rounds(ctx, r, plan.Rounds)
	}
	if cleanErr := r.cleanUp(context.WithoutCancel(ctx)); err == nil {
		err = cleanErr
	}
	h.counts, h.left, h.found = r.result.Counts, r.result.Leftover, r.result.Found
	return h, err
}

func (h *History) setup(ctx context.Context, r *runner, steps []Step) error {
	for i, step := range steps {
		done, err := r.step(ctx, i, step)
		if err != nil {
			return fmt.Errorf("prepare for several clients: step %d (%s): %w", i+1, step, err)
		}
		if done {
			return nil
		}
	}
	return nil
}

// clients are those of one history.
type clients struct {
	target Target
	start  Start
	begun  time.Time
	run    string

	mu    sync.Mutex
	names map[string]string // to the target's ids
	calls []ClientCall
	skip  int
}

func (h *History) rounds(ctx context.Context, r *runner, rounds []Round) error {
	c := &clients{target: r.target, start: r.start, begun: time.Now(), run: r.oracle.run, names: maps.Clone(r.oracle.ids)}
	for _, round := range rounds {
		if err := c.round(ctx, round); err != nil {
			return err
		}
	}
	err := c.lookAtAll(ctx, r)
	h.Calls, h.Skipped = c.calls, c.skip
	h.settle(r)
	return err
}

// round lets all clients make their steps at once.
func (c *clients) round(ctx context.Context, round Round) error {
	begin := make(chan struct{})
	errs := make(chan error, len(round))
	for client, steps := range round {
		go func() {
			<-begin
			for _, step := range steps {
				if err := c.call(ctx, client, step); err != nil {
					errs <- err
					return
				}
			}
			errs <- nil
		}()
	}
	close(begin)
	var first error
	for range round {
		if err := <-errs; err != nil && first == nil {
			first = err
		}
	}
	return first
}

// call makes one call and notes when it began and ended.
func (c *clients) call(ctx context.Context, client int, step Step) error {
	made := ClientCall{Client: client, Step: step, ids: map[string]string{}}
	c.mu.Lock()
	call, ok := translate(step, "", c.start.Region, func(name string) (string, bool) {
		id, ok := c.names[name]
		made.ids[name] = id
		return id, ok
	})
	if !ok {
		c.skip++
	}
	c.mu.Unlock()
	if !ok {
		return nil
	}
	if token := call.Params["ClientToken"]; token != "" {
		call.Params["ClientToken"] = token + "-" + c.run
	}
	made.Called = time.Since(c.begun)
	out, err := c.target.Do(ctx, call)
	made.Returned = time.Since(c.begun)
	if err != nil {
		return fmt.Errorf("client %d (%s): %w", client+1, step, err)
	}
	made.Outcome = out
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls = append(c.calls, made)
	for n, id := range out.Reply.Created {
		if step.Bind != "" {
			c.names[indexed(step.Bind, n)] = id
		}
	}
	return nil
}

// lookAtAll looks, when all is over, at everything that the calls were about.
func (c *clients) lookAtAll(ctx context.Context, r *runner) error {
	p := r.oracle.frontier[0]
	for _, name := range slices.Sorted(maps.Keys(c.names)) {
		if name != root(name) || p.base(name) {
			continue
		}
		kind := p.kind(name)
		if kind == nil { // a client made it, and the form of its id tells
			kind = c.start.World.Model().Kinds().OfID(c.names[name])
		}
		if s, ok := c.start.tables.lookStep(kind, "", name, c.start.Region); ok {
			if err := c.call(ctx, 0, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// settle names everything once: two clients may have named one thing, and one
// name may stand for two. It enters what was made into the ledger.
func (h *History) settle(r *runner) {
	o := h.oracle
	slices.SortStableFunc(h.Calls, func(a, b ClientCall) int { return int(a.Returned - b.Returned) })
	for i := range h.Calls {
		call := &h.Calls[i]
		for n, id := range call.Outcome.Reply.Created {
			if _, named := o.names[id]; named {
				continue
			}
			name := indexed(call.Step.Bind, n)
			for _, taken := o.ids[name]; taken; _, taken = o.ids[name] {
				name += "x"
			}
			o.name(name, id)
			r.ledger = append(r.ledger, owned{name: name, kind: h.start.World.Model().Makes(call.Step.Op), id: id})
		}
	}
	h.namePrimaries()
	lost := 0
	for i := range h.Calls {
		call := &h.Calls[i]
		call.Step.Params = renamedParams(call.Step.Params, func(name string) string {
			if canonical, ok := o.names[call.ids[name]]; ok {
				return canonical
			}
			return name
		})
		for _, v := range call.Step.Params {
			o.givenValues[v] = true
		}
		if call.lost() { // its client may call again before it is over
			lost++
			call.Client = 1000 + lost
		}
	}
}

// namePrimaries names the primary interfaces that an answer showed, so that the
// search for an order, which meets the answers in any order, names nothing.
func (h *History) namePrimaries() {
	o := h.oracle
	for i := range h.Calls {
		for _, item := range h.Calls[i].Outcome.Reply.Items {
			shown, ok := unseen(item).(*model.Instance)
			if !ok || shown.PrimaryEni == "" {
				continue
			}
			name, known := o.names[shown.InstanceId]
			if _, bound := o.ids[name+".primary"]; known && !bound {
				o.name(name+".primary", shown.PrimaryEni)
			}
		}
	}
}

// renamedParams puts other names into the values.
func renamedParams(params model.Params, rename func(string) string) model.Params {
	out := make(model.Params, len(params))
	for key, value := range params {
		out[key], _ = expand(value, func(name string) (string, bool) { return "$" + rename(name), true })
	}
	return out
}
