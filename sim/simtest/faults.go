package simtest

import "github.com/ecsim/ecsim/sim"

// A Fault is injected into some calls of one operation, such as
//
// \tsimtest.Fault{Operation: "StartInstance", Code: "InternalError", Times: 2}
//
// A code that the documentation does not list needs HTTP and Message.
type Fault = sim.Fault

// A FaultCount is an armed fault, and the numbers of calls that it matched and
// struck.
type FaultCount = sim.FaultCount

// The kinds of faults, and their phases.
const (
	FaultError    = sim.FaultError
	FaultThrottle = sim.FaultThrottle
	FaultDelay    = sim.FaultDelay
	FaultReset    = sim.FaultReset
	FaultFail     = sim.FaultFail

	Before = sim.Before
	After  = sim.After
)

// Faults controls the faults of a simulator.
type Faults struct{ cloud *Cloud }

// Faults returns the simulator's faults.
func (c *Cloud) Faults() Faults { return Faults{c} }

// Arm adds a fault and returns its id.
func (f Faults) Arm(fault Fault) string {
	f.cloud.tb.Helper()
	id, err := f.cloud.control.Arm(f.cloud.ctx(), fault)
	f.cloud.must(err)
	return id
}

// All lists the armed faults with their counters.
func (f Faults) All() []FaultCount {
	f.cloud.tb.Helper()
	all, err := f.cloud.control.Faults(f.cloud.ctx())
	f.cloud.must(err)
	return all
}

// Disarm removes one fault.
func (f Faults) Disarm(id string) {
	f.cloud.tb.Helper()
	f.cloud.must(f.cloud.control.Disarm(f.cloud.ctx(), id))
}

// DisarmAll removes all faults.
func (f Faults) DisarmAll() {
	f.cloud.tb.Helper()
	f.cloud.must(f.cloud.control.DisarmAll(f.cloud.ctx()))
}
