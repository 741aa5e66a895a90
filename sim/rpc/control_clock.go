package rpc

import (
	"errors"
	"net/http"
	"time"

	"github.com/ecsim/ecsim/sim"
	"github.com/ecsim/ecsim/sim/rpc/control"
)

func (h *handler) clock(*http.Request) (any, error) { return h.clockNow(), nil }

func (h *handler) clockNow() control.Clock {
	return control.Clock{
		Now: h.cloud.Now(), Clock: h.cloud.ClockMode().String(), Transitions: string(h.cloud.Transitions()),
		Pending: len(h.cloud.Pending()),
	}
}

// setClock does one of: {"clock": "frozen"}, {"set": "2026-01-01T00:00:00Z"},
// {"advance": "30m"}, {"runUntilIdle": true}.
func (h *handler) setClock(r *http.Request) (any, error) {
	var want control.ClockChange
	if err := readJSON(r, &want); err != nil {
		return nil, err
	}
	fired := 0
	err := errors.New(`say one of {"clock": "frozen"}, {"set": TIME}, {"advance": "30m"}, {"runUntilIdle": true}`)
	switch {
	case want.Several():
	case want.Clock != "":
		var spec sim.Clock
		if spec, err = sim.ParseClock(want.Clock); err == nil {
			err = h.cloud.SetClock(spec)
		}
	case want.Set != nil:
		err = h.cloud.SetNow(*want.Set)
	case want.Advance != "":
		var d time.Duration
		if d, err = time.ParseDuration(want.Advance); err == nil {
			err = h.cloud.Advance(d)
		}
	case want.RunUntilIdle:
		fired, err = h.cloud.RunUntilIdle()
	}
	if err != nil {
		return nil, err
	}
	now := h.clockNow()
	now.Fired = fired
	return now, nil
}

func (h *handler) transitions(*http.Request) (any, error) {
	all := []control.Transition{}
	for _, t := range h.cloud.Pending() {
		all = append(all, control.Transition{
			Name: t.Edge.Name, ID: t.ID, Account: t.Account, Region: t.Region, Since: t.Since, Due: t.At,
		})
	}
	return all, nil
}

func (h *handler) failTransition(r *http.Request) (any, error) {
	var want struct{ ID string }
	if err := readJSON(r, &want); err != nil {
		return nil, err
	}
	name, err := h.cloud.Fail(want.ID)
	return map[string]string{"id": want.ID, "name": name}, err
}

func (h *handler) stepTransition(r *http.Request) (any, error) {
	var want struct{ ID string }
	if err := readJSON(r, &want); err != nil {
		return nil, err
	}
	name, err := h.cloud.StepTransition(want.ID)
	return map[string]string{"id": want.ID, "name": name}, err
}
