package clients

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A ClientCall is one call of one of several clients.
type ClientCall struct {
	Client int // from 0; a client whose call was lost continues under another number
	Step   sequence.Step
	// Called and Returned are the times since the beginning of the history.
	Called, Returned time.Duration
	Outcome          model.Outcome
	ids              map[string]string // the target's ids of the names, at the time
}

// lost says whether it is unknown if the call was applied: it stays open.
func (c ClientCall) lost() bool { return c.Outcome.Class == model.ClassUnknown }

// A History is what several clients did at once, and the state in which they
// began.
type History struct {
	Setup []sequence.Step
	Calls []ClientCall
	// Skipped counts calls about resources that were never made.
	Skipped int

	start  oracle.Start
	before []oracle.PossibleWorld
	oracle *oracle.Oracle // of the setup; its names are complete
	counts run.Counts
	left   []string
	found  []run.Found // differences that a single client met
}

// runClients runs a plan on the target and removes the resources that it made.
// Every client waits for the others at the beginning of a round. An error means
// that the harness broke.
func runClients(ctx context.Context, t sequence.Target, start oracle.Start, plan ClientPlan) (*History, error) {
	start.Defaults()
	r := run.NewRunner(t, start, oracle.NoOrders{})
	r.StopAt = func(f run.Found) bool { return f.Last }
	h := &History{Setup: plan.Setup, start: start, oracle: r.Oracle}
	err := h.setup(ctx, r, plan.Setup)
	if err == nil && len(r.Result.Found) == 0 {
		h.before = slices.Clone(r.Oracle.Frontier)
		err = h.rounds(ctx, r, plan.Rounds)
	}
	if cleanErr := r.CleanUp(context.WithoutCancel(ctx)); err == nil {
		err = cleanErr
	}
	h.counts, h.left, h.found = r.Result.Counts, r.Result.Leftover, r.Result.Found
	return h, err
}

func (h *History) setup(ctx context.Context, r *run.Runner, steps []sequence.Step) error {
	for i, step := range steps {
		done, err := r.Step(ctx, i, step)
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
	target sequence.Target
	start  oracle.Start
	begun  time.Time
	run    string

	mu    sync.Mutex
	names map[string]string // to the target's ids
	calls []ClientCall
	skip  int
}

func (h *History) rounds(ctx context.Context, r *run.Runner, rounds []Round) error {
	c := &clients{target: r.Target, start: r.Start, begun: time.Now(), run: r.Oracle.Run, names: maps.Clone(r.Oracle.Ids)}
	for _, round := range rounds {
		if err := c.round(ctx, round); err != nil {
			return err
		}
	}
	err := c.lookUpAll(ctx, r)
	h.Calls, h.Skipped = c.calls, c.skip
	h.settle(r)
	return err
}

// round runs the steps of all clients at once.
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
func (c *clients) call(ctx context.Context, client int, step sequence.Step) error {
	made := ClientCall{Client: client, Step: step, ids: map[string]string{}}
	c.mu.Lock()
	call, ok := oracle.Translate(step, "", c.start.Region, func(name string) (string, bool) {
		id, ok := c.names[name]
		made.ids[name] = id
		return c.start.World.Model().Kinds().InCalls(id), ok
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
			c.names[oracle.Indexed(step.Bind, n)] = id
		}
	}
	return nil
}

// lookUpAll looks up, at the end, all resources that the calls were about.
func (c *clients) lookUpAll(ctx context.Context, r *run.Runner) error {
	p := r.Oracle.Frontier[0]
	for _, name := range slices.Sorted(maps.Keys(c.names)) {
		if name != sequence.Root(name) || p.Base(name) {
			continue
		}
		kind := p.Kind(name)
		if kind == nil { // a client made it, and the form of its id tells
			kind = c.start.World.Model().Kinds().OfID(c.names[name])
		}
		if s, ok := c.start.Tables.LookupStep(kind, "", name, c.start.Region); ok {
			if err := c.call(ctx, 0, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// settle gives every resource one name: two clients may have named the same
// resource, and one name may have two resources. It enters the resources into
// the ledger.
func (h *History) settle(r *run.Runner) {
	o := h.oracle
	slices.SortStableFunc(h.Calls, func(a, b ClientCall) int { return int(a.Returned - b.Returned) })
	for i := range h.Calls {
		call := &h.Calls[i]
		for n, id := range call.Outcome.Reply.Created {
			if o.Named(id) != "" {
				continue
			}
			name := oracle.Indexed(call.Step.Bind, n)
			for _, taken := o.Ids[name]; taken; _, taken = o.Ids[name] {
				name += "x"
			}
			o.Name(name, id)
			r.Ledger = append(r.Ledger, run.Owned{Name: name, Kind: h.start.World.Model().Makes(call.Step.Op), Id: id})
		}
	}
	h.namePrimaries()
	lost := 0
	for i := range h.Calls {
		call := &h.Calls[i]
		call.Step.Params = renamedParams(call.Step.Params, func(name string) string {
			if canonical := o.Named(call.ids[name]); canonical != "" {
				return canonical
			}
			return name
		})
		for _, v := range call.Step.Params {
			o.GivenValues[v] = true
		}
		if call.lost() { // its client may call again before it ends
			lost++
			call.Client = 1000 + lost
		}
	}
}

// namePrimaries names the primary interfaces that an answer showed, so that the
// search for an order, which reads the answers in any order, binds no names.
func (h *History) namePrimaries() {
	o := h.oracle
	for i := range h.Calls {
		for _, item := range h.Calls[i].Outcome.Reply.Items {
			shown, ok := oracle.Unseen(item).(*ecs.Instance)
			if !ok || shown.PrimaryEni == "" {
				continue
			}
			name := o.Named(shown.InstanceId)
			if _, bound := o.Ids[name+".primary"]; name != "" && !bound {
				o.Name(name+".primary", shown.PrimaryEni)
			}
		}
	}
}

// renamedParams replaces the names in the values.
func renamedParams(params model.Params, rename func(string) string) model.Params {
	out := make(model.Params, len(params))
	for key, value := range params {
		out[key], _ = sequence.Expand(value, func(name string) (string, bool) { return "$" + rename(name), true })
	}
	return out
}
