package target

import (
	"context"
	"time"

	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc/control"
)

// This file uses the control API, which only ecsim's own simulator has.

var _ run.Controller = (*Endpoint)(nil)

// Known asks whether the address is an ecsim simulator, and which world it has.
func Known(ctx context.Context, url string) (world string, seed uint64, ok bool) {
	e, err := NewEndpoint(Config{URL: url, Insecure: true, Credentials: Credentials{AccessKeyID: "none", AccessKeySecret: "none"}})
	if err != nil {
		return "", 0, false
	}
	return e.Known(ctx)
}

// Known says whether the endpoint is an ecsim simulator, and which world it
// has.
func (e *Endpoint) Known(ctx context.Context) (world string, seed uint64, ok bool) {
	ctx, cancel := e.soon(ctx)
	defer cancel()
	info, err := e.control().Info(ctx)
	return info.World, info.Seed, err == nil
}

// Late says whether the simulator shows and counts changes late.
func (e *Endpoint) Late(ctx context.Context) bool {
	ctx, cancel := e.soon(ctx)
	defer cancel()
	info, err := e.control().Info(ctx)
	return err == nil && info.Consistency != "" && info.Consistency != sim.Consistency{}.String()
}

// CredentialsOf returns the development keys that a world file gives its
// callers: the first caller's, and those of all by name.
func CredentialsOf(w model.World) (first Credentials, callers map[string]Credentials) {
	callers = map[string]Credentials{}
	for _, c := range w.Base().Callers {
		for _, k := range c.Keys {
			if _, have := callers[c.Name]; have || k.Disabled {
				continue
			}
			callers[c.Name] = Credentials{AccessKeyID: k.ID, AccessKeySecret: k.Secret, SecurityToken: k.SecurityToken}
		}
	}
	if caller, ok := w.Base().Caller(""); ok {
		first = callers[caller.Name]
	}
	return first, callers
}

// MoveClock moves the simulator's clock as an at step says, such as +30m.
func (e *Endpoint) MoveClock(ctx context.Context, by string) error {
	d, err := moveOf(by)
	if err != nil {
		return err
	}
	ctx, cancel := e.soon(ctx)
	defer cancel()
	_, err = e.control().Advance(ctx, d)
	return err
}

// DeclareFault arms the fault of a fault step in the simulator.
func (e *Endpoint) DeclareFault(ctx context.Context, text string) error {
	fault, err := faultOf(text)
	if err != nil {
		return err
	}
	ctx, cancel := e.soon(ctx)
	defer cancel()
	_, err = e.control().Arm(ctx, fault)
	return err
}

// control returns a client of the control API, over the same connections.
func (e *Endpoint) control() *control.Client {
	return &control.Client{URL: e.address.String(), Transport: e.wire.transport}
}

// soon limits the time of a request to the control API, which never takes long.
func (e *Endpoint) soon(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, min(e.config.Timeout, 5*time.Second))
}
