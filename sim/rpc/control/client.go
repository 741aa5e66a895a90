package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ecsim/ecsim/sim"
)

// A Client calls the control API of one simulator. Several goroutines may use
// it. Every error contains the simulator's reason; [ErrNoControl] says that
// there is no control API at the address.
type Client struct {
	URL string // such as http://127.0.0.1:8080
	// Transport sends the requests; http.DefaultTransport if nil.
	Transport http.RoundTripper
}

// ErrNoControl says that the address answers but has no control API.
var ErrNoControl = errors.New("there is no control API: only ecsim's own simulator has clock, faults and state")

// mostBytes limits the size of an answer; a snapshot of a large world is
// smaller.
const mostBytes = 1 << 30

// do makes one request and decodes the answer as JSON into the value; a nil
// value is skipped, and bytes are taken as they are.
func (c *Client) do(ctx context.Context, method, path string, say, into any) error {
	status, data, err := c.send(ctx, method, path, say)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return c.failure(status, data)
	}
	switch into := into.(type) {
	case nil:
		return nil
	case *[]byte:
		*into = data
		return nil
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", c.URL, ErrNoControl)
	}
	return nil
}

// get is do for answers of type T.
func get[T any](ctx context.Context, c *Client, method, path string, say any) (T, error) {
	var answer T
	err := c.do(ctx, method, path, say, &answer)
	return answer, err
}

// send returns status and body of an answer.
func (c *Client) send(ctx context.Context, method, path string, say any) (status int, body []byte, err error) {
	var request io.Reader = http.NoBody
	switch say := say.(type) {
	case nil:
	case []byte:
		request = bytes.NewReader(say)
	default:
		data, err := json.Marshal(say)
		if err != nil {
			return 0, nil, fmt.Errorf("write the request: %w", err)
		}
		request = bytes.NewReader(data)
	}
	r, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(c.URL, "/")+Prefix+path, request)
	if err != nil {
		return 0, nil, fmt.Errorf("write the request: %w", err)
	}
	transport := c.Transport
	if transport == nil {
		transport = http.DefaultTransport
	}
	response, err := transport.RoundTrip(r)
	if err != nil {
		return 0, nil, fmt.Errorf("the control API of %s does not answer: %w", c.URL, err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err = io.ReadAll(io.LimitReader(response.Body, mostBytes))
	if err != nil {
		return 0, nil, fmt.Errorf("the control API of %s does not answer: %w", c.URL, err)
	}
	return response.StatusCode, body, nil
}

func (c *Client) failure(status int, data []byte) error {
	var refused Failure
	if json.Unmarshal(data, &refused) == nil && strings.TrimSpace(refused.Error) != "" {
		return errors.New(refused.Error)
	}
	if status == http.StatusForbidden {
		return fmt.Errorf("%s: %s", c.URL, strings.TrimSpace(string(data)))
	}
	return fmt.Errorf("%s: %w", c.URL, ErrNoControl)
}

// Health says whether the process is alive.
func (c *Client) Health(ctx context.Context) error {
	return c.do(ctx, http.MethodGet, "health", nil, nil)
}

// Ready says whether calls are answered, and if not, why. An error means that
// there is no simulator.
func (c *Client) Ready(ctx context.Context) (Ready, error) {
	var r Ready
	status, data, err := c.send(ctx, http.MethodGet, "ready", nil)
	switch {
	case err != nil:
		return r, err
	case status != http.StatusOK && status != http.StatusServiceUnavailable, json.Unmarshal(data, &r) != nil:
		return r, c.failure(status, data)
	}
	return r, nil
}

// Info returns the simulator's description of itself, or [ErrNoControl] if
// something else answers.
func (c *Client) Info(ctx context.Context) (Info, error) {
	var known struct {
		Info
		World *string `json:"world"`
		Seed  *uint64 `json:"seed"`
	}
	if err := c.do(ctx, http.MethodGet, "info", nil, &known); err != nil {
		return Info{}, err
	}
	if known.World == nil || known.Seed == nil {
		return Info{}, fmt.Errorf("%s: %w", c.URL, ErrNoControl)
	}
	known.Info.World, known.Info.Seed = *known.World, *known.Seed
	return known.Info, nil
}

// Actions lists every documented operation.
func (c *Client) Actions(ctx context.Context) ([]Action, error) {
	return get[[]Action](ctx, c, http.MethodGet, "actions", nil)
}

// Reset goes back to the beginning: resources, clock, request ids, trace and faults.
func (c *Client) Reset(ctx context.Context) error {
	return c.do(ctx, http.MethodPost, "reset", nil, nil)
}

// ResetAccount resets one account, by name or id, to the starting world.
func (c *Client) ResetAccount(ctx context.Context, account string) error {
	return c.do(ctx, http.MethodPost, "reset?account="+url.QueryEscape(account), nil, nil)
}

// Snapshot returns the exact state of the cloud: resources, ids, counters,
// tokens, pending transitions and the time. It contains passwords.
func (c *Client) Snapshot(ctx context.Context) ([]byte, error) {
	return get[[]byte](ctx, c, http.MethodGet, "snapshot", nil)
}

// Restore returns to a snapshot of a cloud of the same world.
func (c *Client) Restore(ctx context.Context, snapshot []byte) error {
	return c.do(ctx, http.MethodPost, "snapshot", snapshot, nil)
}

// Trace returns the last calls, oldest first.
func (c *Client) Trace(ctx context.Context) ([]sim.Entry, error) {
	return get[[]sim.Entry](ctx, c, http.MethodGet, "trace", nil)
}

// Faults lists the armed faults with their counters.
func (c *Client) Faults(ctx context.Context) ([]sim.FaultCount, error) {
	var all []Fault
	if err := c.do(ctx, http.MethodGet, "faults", nil, &all); err != nil {
		return nil, err
	}
	counts := make([]sim.FaultCount, 0, len(all))
	for _, f := range all {
		count, err := f.Count()
		if err != nil {
			return nil, err
		}
		counts = append(counts, count)
	}
	return counts, nil
}

// Arm adds a fault and returns its id.
func (c *Client) Arm(ctx context.Context, f sim.Fault) (id string, err error) {
	var armed struct {
		ID string `json:"id"`
	}
	err = c.do(ctx, http.MethodPut, "faults", FaultOf(sim.FaultCount{Fault: f}), &armed)
	return armed.ID, err
}

// Disarm removes one fault.
func (c *Client) Disarm(ctx context.Context, id string) error {
	return c.do(ctx, http.MethodDelete, "faults/"+url.PathEscape(id), nil, nil)
}

// DisarmAll removes all faults.
func (c *Client) DisarmAll(ctx context.Context) error {
	return c.do(ctx, http.MethodDelete, "faults", nil, nil)
}

// Clock returns the time and the clock's mode.
func (c *Client) Clock(ctx context.Context) (Clock, error) {
	return get[Clock](ctx, c, http.MethodGet, "clock", nil)
}

func (c *Client) change(ctx context.Context, change ClockChange) (Clock, error) {
	return get[Clock](ctx, c, http.MethodPost, "clock", change)
}

// SetClock changes the clock's mode from now on.
func (c *Client) SetClock(ctx context.Context, clock sim.Clock) (Clock, error) {
	return c.change(ctx, ClockChange{Clock: clock.String()})
}

// SetNow moves the time forward; transitions that become due happen in order.
func (c *Client) SetNow(ctx context.Context, t time.Time) (Clock, error) {
	return c.change(ctx, ClockChange{Set: &t})
}

// Advance moves the time forward; transitions that become due happen in order.
func (c *Client) Advance(ctx context.Context, d time.Duration) (Clock, error) {
	return c.change(ctx, ClockChange{Advance: d.String()})
}

// RunUntilIdle makes all pending transitions happen, and moves the time to the
// last of them.
func (c *Client) RunUntilIdle(ctx context.Context) (Clock, error) {
	return c.change(ctx, ClockChange{RunUntilIdle: true})
}

// Transitions lists the pending transitions in the order in which they are due.
func (c *Client) Transitions(ctx context.Context) ([]Transition, error) {
	return get[[]Transition](ctx, c, http.MethodGet, "transitions", nil)
}

// StepTransition makes the pending transition of one resource happen now, and
// returns its name.
func (c *Client) StepTransition(ctx context.Context, id string) (name string, err error) {
	var stepped struct {
		Name string `json:"name"`
	}
	err = c.do(ctx, http.MethodPost, "transitions/step", map[string]string{"id": id}, &stepped)
	return stepped.Name, err
}

// FailTransition makes what one resource is about to do fail now, and returns the name
// of the failure.
func (c *Client) FailTransition(ctx context.Context, id string) (name string, err error) {
	var failed struct {
		Name string `json:"name"`
	}
	err = c.do(ctx, http.MethodPost, "transitions/fail", map[string]string{"id": id}, &failed)
	return failed.Name, err
}

// Metrics returns the measurements in the text format of Prometheus.
func (c *Client) Metrics(ctx context.Context) ([]byte, error) {
	return get[[]byte](ctx, c, http.MethodGet, "metrics", nil)
}
