package simtest

import "github.com/ecsim/ecsim/sim"

// A Fault is trouble for some calls of one operation, such as
//
//	simtest.Fault{Operation: "StartInstance", Code: "InternalError", Times: 2}
//
// A code that the documentation does not list needs HTTP and Message.
type Fault = sim.Fault

// A FaultCount is an armed fault, and how many calls it was about and struck.
type FaultCount = sim.FaultCount

// What a fault does, and whether before or after the effects of the call.
const (
	FaultError    = sim.FaultError
	FaultThrottle = sim.FaultThrottle
	FaultDelay    = sim.FaultDelay
	FaultReset    = sim.FaultReset

	Before = sim.Before
	After  = sim.After
)

// Faults are the faults of a simulator.
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

// All lists the armed faults with what became of them.
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
