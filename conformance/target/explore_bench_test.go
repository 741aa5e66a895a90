//go:build unix

package target

import (
	"runtime/debug"
	"syscall"
	"testing"
	"time"

	explorepkg "github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/sim"
)

// BenchmarkExploreInProcess is the whole engine without a wire: generate,
// apply (in the generator, the oracle and the simulator), track and compare.
// calls counts what a report counts: explore, observe and clean up; explored
// counts the calls of the sequences alone. Rates are by the second of one core,
// as the kernel counts it, and, in calls/s, by the clock on the wall. The
// collector is set as 'ecsim check' sets it. A run makes 100,000 calls: cold, it
// surveys the start, which a program does once; warm, that is done. A long run
// makes a million, the survey among them.
func BenchmarkExploreInProcess(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	start := oracle.Start{World: defaultWorld(b)}
	const calls = 100_000
	b.Run("cold", func(b *testing.B) { exploreInProcess(b, start, nil, calls) })
	b.Run("warm", func(b *testing.B) {
		study := plan.NewStudy(start, nil)
		explore(b, start, study, 0, calls)
		exploreInProcess(b, start, study, calls)
	})
	b.Run("long", func(b *testing.B) { exploreInProcess(b, start, nil, 10*calls) })
}

func exploreInProcess(b *testing.B, start oracle.Start, study *plan.Study, calls int) {
	b.Helper()
	var seed uint64
	var all, explored int
	b.ResetTimer()
	begun := used()
	for b.Loop() {
		seed++
		c := explore(b, start, study, seed, calls).TargetCalls
		all += c.Explore + c.Observe + c.Cleanup
		explored += c.Explore
	}
	core := (used() - begun).Seconds()
	b.ReportMetric(float64(all)/b.Elapsed().Seconds(), "calls/s")
	b.ReportMetric(float64(all)/core, "calls/core-s")
	b.ReportMetric(float64(explored)/core, "explored/core-s")
}

// explore makes one run against the healthy simulator.
func explore(b *testing.B, start oracle.Start, study *plan.Study, seed uint64, calls int) *finding.Report {
	b.Helper()
	report, err := explorepkg.Explore(b.Context(), NewInProcess(sim.New(start.World)), start,
		explorepkg.Options{Seed: seed, Calls: calls, KeepGoing: true, Study: study})
	if err != nil {
		b.Fatal(err)
	}
	if len(report.Findings) > 0 || report.Inconclusive > 0 {
		b.Fatalf("%d inconclusive, %+v", report.Inconclusive, report.Findings)
	}
	return report
}

// used returns the time that this process has had a core.
func used() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
