package target

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
)

// A Transcript passes calls on to a target and keeps the answers, so that the
// discovery can be repeated without the target.
type Transcript struct {
	target sequence.Target
	region string
	mu     sync.Mutex
	list   []sequence.Exchange
}

// NewTranscript records the calls to the target and their answers.
func NewTranscript(t sequence.Target) *Transcript {
	out := &Transcript{target: t}
	if has, ok := t.(interface{ Region() string }); ok {
		out.region = has.Region()
	}
	return out
}

// Name returns the target's name.
func (t *Transcript) Name() string { return t.target.Name() }

// Region returns the target's region.
func (t *Transcript) Region() string { return t.region }

// Do passes the call on. Only answers are kept: a repeated call after a missing
// answer need not be repeated later.
func (t *Transcript) Do(ctx context.Context, call model.Call) (model.Outcome, error) {
	began := time.Now()
	out, err := t.target.Do(ctx, call)
	if err != nil || out.Class == model.ClassUnknown || out.Class == model.ClassThrottled {
		return out, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	call.Params, call.Region = maps.Clone(call.Params), t.region
	t.list = append(t.list, sequence.Exchange{Caller: call.Caller, Call: call, Outcome: out, At: began, Took: time.Since(began)})
	return out, nil
}

// Exchanges returns the kept exchanges, in order.
func (t *Transcript) Exchanges() []sequence.Exchange {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.list)
}

// A playback answers calls with the answers of a recorded discovery.
type playback struct {
	name, region string
	list         []sequence.Exchange
}

// Name returns the name of the target that was discovered.
func (p *playback) Name() string { return p.name }

// Region returns the region of the target that was discovered.
func (p *playback) Region() string { return p.region }

// Do answers as the target did. Each answer is given once, the last one of a
// call repeatedly.
func (p *playback) Do(_ context.Context, call model.Call) (model.Outcome, error) {
	for i, e := range p.list {
		if e.Call.Op != call.Op || e.Call.Caller != call.Caller || !maps.Equal(e.Call.Params, call.Params) {
			continue
		}
		rest := p.list[i+1:]
		if slices.ContainsFunc(rest, func(o sequence.Exchange) bool {
			return o.Call.Op == call.Op && maps.Equal(o.Call.Params, call.Params)
		}) {
			p.list = slices.Delete(slices.Clone(p.list), i, i+1)
		}
		return e.Outcome, nil
	}
	return model.Outcome{}, fmt.Errorf("the discovery in the trace holds no answer to %s: it was recorded by another version; record the run again", call.Op)
}

// StartOf returns the start of the runs of a trace: the named world of the
// simulator, or the world of the recorded discovery.
func StartOf(ctx context.Context, m *model.Model, t sequence.Trace) (oracle.Start, error) {
	if t.World != "" {
		world, err := model.Named(m, t.World, t.WorldSeed)
		return oracle.Start{World: world, Region: t.Region}, err
	}
	world, ids, err := Discover(ctx, &playback{t.Target, t.Region, t.Discovery}, m, t.Set)
	if err != nil {
		return oracle.Start{}, fmt.Errorf("discover again what the trace starts from: %w", err)
	}
	return oracle.Start{World: world, IDs: ids, Region: t.Region}, nil
}
