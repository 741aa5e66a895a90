// Package control has the types of a simulator's control API under /_ecsim/,
// and a client for it. docs/control.md documents the API.
package control

import (
	"fmt"
	"time"

	"github.com/ecsim/ecsim/sim"
)

// Prefix is the path of the control API.
const Prefix = "/_ecsim/"

// Info is a simulator's description of itself.
type Info struct {
	Version     string    `json:"version"`
	World       string    `json:"world"`
	Seed        uint64    `json:"seed"`
	Now         time.Time `json:"now"`   // the cloud's time
	Clock       string    `json:"clock"` // as [sim.ParseClock] reads it
	Transitions string    `json:"transitions"`
	Consistency string    `json:"consistency"` // as [sim.ParseConsistency] reads it
	Signatures  bool      `json:"signatures"`  // whether they are checked
	Started     time.Time `json:"started"`     // the time of day
	Operations  int       `json:"operations"`  // that are served
	Documented  int       `json:"documented"`  // operations
	Faults      int       `json:"faults"`      // that are armed
	// Names are the symbolic names of the starting world, with their ids.
	Names map[string]string `json:"names"`
}

// A Ready says whether calls are answered, and why not.
type Ready struct {
	Ready bool   `json:"ready"`
	Why   string `json:"why,omitempty"`
}

// An Action is one operation that ECS has.
type Action struct {
	Name    string `json:"name"`
	Product string `json:"product"`
	Served  bool   `json:"served"`
	// Rules are those that a call can break. No call breaks the Vestigial ones,
	// and Faults are answered only when injected.
	Rules     int `json:"rules"`
	Vestigial int `json:"vestigial,omitempty"`
	Faults    int `json:"faults,omitempty"`
	Effects   int `json:"effects"`
	// Page says that the catalog has the operation's page, and Documented is the
	// number of rows of its error table.
	Page       bool `json:"page"`
	Documented int  `json:"documented"`
}

// A Clock is the cloud's time and the clock's mode.
type Clock struct {
	Now         time.Time `json:"now"`
	Clock       string    `json:"clock"`
	Transitions string    `json:"transitions"`
	Pending     int       `json:"pending"` // transitions
	// Fired is the number of transitions that a run until idle made happen.
	Fired int `json:"fired,omitempty"`
}

// A ClockChange asks for exactly one of these changes.
type ClockChange struct {
	Clock        string     `json:"clock,omitempty"`
	Set          *time.Time `json:"set,omitempty"`
	Advance      string     `json:"advance,omitempty"` // a Go duration
	RunUntilIdle bool       `json:"runUntilIdle,omitempty"`
}

// A Transition is a pending transition.
type Transition struct {
	Name    string    `json:"name"` // Instance/Starting-Running
	ID      string    `json:"id"`
	Account string    `json:"account"`
	Region  string    `json:"region"`
	Since   time.Time `json:"since"`
	Due     time.Time `json:"due"`
}

// A Fault is the simulator's, with its delay as text.
type Fault struct {
	sim.Fault
	Delay    string `json:"delay,omitempty"`
	Matched  int    `json:"matched"`
	Hits     int    `json:"hits"`
	Consumed bool   `json:"consumed"`
}

// FaultOf converts an armed fault.
func FaultOf(f sim.FaultCount) Fault {
	out := Fault{Fault: f.Fault, Matched: f.Matched, Hits: f.Hits, Consumed: f.Consumed}
	if f.Fault.Delay > 0 {
		out.Delay = f.Fault.Delay.String()
	}
	return out
}

// Count converts it back.
func (f Fault) Count() (sim.FaultCount, error) {
	c := sim.FaultCount{Fault: f.Fault, Matched: f.Matched, Hits: f.Hits, Consumed: f.Consumed}
	if f.Delay == "" {
		return c, nil
	}
	d, err := time.ParseDuration(f.Delay)
	if err != nil {
		return c, fmt.Errorf("delay: %w", err)
	}
	c.Fault.Delay = d
	return c, nil
}

// A Failure is the body of an answer to a request that failed.
type Failure struct {
	Error string `json:"error"`
}

// Several says that the change asks for more than one thing.
func (c ClockChange) Several() bool {
	n := 0
	for _, asked := range []bool{c.Clock != "", c.Set != nil, c.Advance != "", c.RunUntilIdle} {
		if asked {
			n++
		}
	}
	return n > 1
}
