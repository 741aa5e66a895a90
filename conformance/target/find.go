package target

import (
	"context"
	"errors"

	"github.com/ecsim/ecsim/conformance"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
)

// A Found is a target with the start of its sequences.
type Found struct {
	Start oracle.Start
	// Trace is the head of traces of runs on the target.
	Trace sequence.Trace
	// Remove removes what the prelude made on the target.
	Remove func(context.Context) error
}

// Find discovers the start of a target: completely, if it is an ecsim
// simulator; else from what it shows, with a prelude for what is missing. set
// gives what cannot be discovered; see [Discover].
func Find(ctx context.Context, t sequence.Target, m *model.Model, set map[string]string) (*Found, error) {
	made, err := Prelude(ctx, t, set)
	if err != nil {
		return nil, err
	}
	f := &Found{Remove: made.Remove, Trace: sequence.Trace{Target: t.Name(), Set: made.Set}}
	if has, ok := t.(interface{ Region() string }); ok {
		f.Trace.Region = has.Region()
	}
	f.Start.Region = f.Trace.Region
	world, known, err := knownWorld(ctx, t, m)
	switch {
	case err != nil:
	case known:
		f.Start.World, f.Start.IDs = world, names(world)
		f.Trace.World, f.Trace.WorldSeed, f.Trace.Set = world.Base().Name, world.Seed(), nil
		f.Start.Eventual = lagsOf(ctx, t)
	default:
		heard := NewTranscript(t)
		f.Start.World, f.Start.IDs, err = Discover(ctx, heard, m, made.Set)
		f.Trace.Discovery = heard.Exchanges()
		f.Start.Eventual = &oracle.Eventual{} // no page promises that a change shows and counts at once
	}
	if err != nil {
		return nil, errors.Join(err, made.Remove(context.WithoutCancel(ctx)))
	}
	return f, nil
}

// lagsOf returns what a simulator says of its own lags; nil for a strict one.
func lagsOf(ctx context.Context, t sequence.Target) *oracle.Eventual {
	says, ok := t.(interface{ Late(context.Context) bool })
	if !ok || !says.Late(ctx) {
		return nil
	}
	return &oracle.Eventual{}
}

var (
	_ conformance.Starter = (*Endpoint)(nil)
	_ conformance.Starter = (*InProcess)(nil)
)

// Find discovers the start of sequences on the endpoint, with a prelude for
// what is missing; [Config.Set] gives what cannot be discovered.
func (e *Endpoint) Find(ctx context.Context) (oracle.Start, sequence.Trace, func(context.Context) error, error) {
	return start(ctx, e, e.config.Set)
}

// Find returns the cloud's world.
func (t *InProcess) Find(ctx context.Context) (oracle.Start, sequence.Trace, func(context.Context) error, error) {
	return start(ctx, t, nil)
}

func start(ctx context.Context, t sequence.Target, set map[string]string) (oracle.Start, sequence.Trace, func(context.Context) error, error) {
	m, err := reference.New()
	if err != nil {
		return oracle.Start{}, sequence.Trace{}, nil, err
	}
	f, err := Find(ctx, t, m, set)
	if err != nil {
		return oracle.Start{}, sequence.Trace{}, nil, err
	}
	return f.Start, f.Trace, f.Remove, nil
}
