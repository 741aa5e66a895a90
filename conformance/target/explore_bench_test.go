//go:build unix

package target

import (
	"syscall"
	"testing"
	"time"

	"github.com/ecsim/ecsim/conformance"
	"github.com/ecsim/ecsim/sim"
)

// BenchmarkExploreInProcess is the whole engine without a wire: generate,
// apply (in the generator, the oracle and the simulator), track and compare.
// calls counts what a report counts: explore, observe and clean up; explored
// counts the calls of the sequences alone. Rates are by the second of one core,
// as the kernel counts it, and, in calls/s, by the clock on the wall. A run
// makes 100,000 calls, so that the survey of the atlas, which is made once a
// run, weighs about what it weighs in long runs.
func BenchmarkExploreInProcess(b *testing.B) {
	w := defaultWorld(b)
	var seed uint64
	var all, explored int
	begun := used()
	for b.Loop() {
		seed++
		report, err := conformance.Explore(b.Context(), NewInProcess(sim.New(w)), conformance.Start{World: w},
			conformance.Options{Seed: seed, Calls: 100000, KeepGoing: true})
		if err != nil {
			b.Fatal(err)
		}
		if len(report.Findings) > 0 || report.Inconclusive > 0 {
			b.Fatalf("%d inconclusive, %+v", report.Inconclusive, report.Findings)
		}
		c := report.TargetCalls
		all += c.Explore + c.Observe + c.Cleanup
		explored += c.Explore
	}
	core := (used() - begun).Seconds()
	b.ReportMetric(float64(all)/b.Elapsed().Seconds(), "calls/s")
	b.ReportMetric(float64(all)/core, "calls/core-s")
	b.ReportMetric(float64(explored)/core, "explored/core-s")
}

// used returns the time that this process has had a core.
func used() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
