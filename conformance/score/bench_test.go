package score

import (
	"context"
	"testing"

	"github.com/ecsim/ecsim/sim"
)

func BenchmarkSuite(b *testing.B) {
	s, err := newScorer(Options{Calls: -1})
	if err != nil {
		b.Fatal(err)
	}
	calls := 0
	for b.Loop() {
		for _, p := range s.passes {
			r, err := s.run(context.Background(), p, sim.Mutant{}, nil)
			if err != nil {
				b.Fatal(err)
			}
			calls += r.TargetCalls.Explore + r.TargetCalls.Observe + r.TargetCalls.Cleanup
		}
	}
	b.ReportMetric(float64(calls)/b.Elapsed().Seconds(), "calls/s")
}
