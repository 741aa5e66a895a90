package target

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/ecsim/ecsim/conformance"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// What only the own simulator has: a control API beside the service.

var _ conformance.Controller = (*Endpoint)(nil)

// Known asks whether the address is an ecsim simulator, and of which world.
func Known(ctx context.Context, url string) (world string, seed uint64, ok bool) {
	e, err := NewEndpoint(Config{URL: url, Insecure: true, Credentials: Credentials{AccessKeyID: "none", AccessKeySecret: "none"}})
	if err != nil {
		return "", 0, false
	}
	return e.Known(ctx)
}

// Known says whether the endpoint is an ecsim simulator, and of which world.
func (e *Endpoint) Known(ctx context.Context) (world string, seed uint64, ok bool) {
	var info struct {
		World *string `json:"world"`
		Seed  *uint64 `json:"seed"`
	}
	err := e.control(ctx, http.MethodGet, "info", nil, &info)
	if err != nil || info.World == nil || info.Seed == nil {
		return "", 0, false
	}
	return *info.World, *info.Seed, true
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

// MoveClock moves the simulator's clock by what an at step says, such as +30m.
func (e *Endpoint) MoveClock(ctx context.Context, by string) error {
	d, err := moveOf(by)
	if err != nil {
		return err
	}
	return e.control(ctx, http.MethodPost, "clock", map[string]string{"advance": d.String()}, nil)
}

// DeclareFault arms what a fault step says in the simulator.
func (e *Endpoint) DeclareFault(ctx context.Context, text string) error {
	fault, err := faultOf(text)
	if err != nil {
		return err
	}
	body := struct {
		sim.Fault
		Delay string `json:"delay,omitempty"`
	}{Fault: fault}
	if fault.Delay > 0 {
		body.Delay = fault.Delay.String()
	}
	return e.control(ctx, http.MethodPut, "faults", body, nil)
}

// control makes a request to the control API and reads its answer.
func (e *Endpoint) control(ctx context.Context, method, path string, say, into any) error {
	var body io.Reader
	if say != nil {
		data, err := json.Marshal(say)
		if err != nil {
			return fmt.Errorf("write the request: %w", err)
		}
		body = bytes.NewReader(data)
	}
	ctx, cancel := context.WithTimeout(ctx, min(e.config.Timeout, 5*time.Second))
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, e.address.String()+"/_ecsim/"+path, body)
	if err != nil {
		return fmt.Errorf("write the request: %w", err)
	}
	resp, err := e.wire.transport.RoundTrip(req)
	if err != nil {
		return fmt.Errorf("the control API of %s does not answer: %w", e.address, err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return fmt.Errorf("the control API of %s does not answer: %w", e.address, err)
	}
	var refused struct {
		Error string `json:"error"`
	}
	switch {
	case resp.StatusCode == http.StatusOK && into == nil:
		return nil
	case resp.StatusCode == http.StatusOK:
		return json.Unmarshal(data, into)
	case json.Unmarshal(data, &refused) == nil && strings.TrimSpace(refused.Error) != "":
		return errors.New(refused.Error)
	default:
		return fmt.Errorf("%s has no control API: clock and faults can be set on the own simulator only", e.address)
	}
}
