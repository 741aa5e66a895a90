package target

import (
	"context"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	explorepkg "github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// A recording of another implementation is judged without it: its discovery is
// replayed, and its answers get the same judgements.
func TestARecordingIsJudgedWithoutItsTarget(t *testing.T) {
	e, m := tiny(t), newModel(t)
	found, err := Find(t.Context(), e, m, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := found.Remove(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	}()
	trace := found.Trace
	report, err := explorepkg.Explore(t.Context(), e, found.Start, explorepkg.Options{
		Calls: 150, KeepGoing: true, ShrinkCalls: 1, Trace: found.Trace,
		Record: func(r sequence.TraceRun) { trace.Runs = append(trace.Runs, r) },
	})
	if err != nil {
		t.Fatal(err)
	}
	read, err := sequence.ParseTrace(trace.String())
	if err != nil {
		t.Fatal(err)
	}
	start, err := StartOf(t.Context(), m, read)
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(start.IDs, found.Start.IDs) || start.Region != found.Start.Region {
		t.Errorf("the names are %v, were %v", start.IDs, found.Start.IDs)
	}
	judged, err := explorepkg.Verify(read, start, nil)
	if err != nil {
		t.Fatal(err)
	}
	rules := func(r *finding.Report) (all []string) {
		for _, f := range r.Findings {
			all = append(all, f.Kind+" "+f.Rule)
		}
		return all
	}
	if diff := cmp.Diff(rules(report), rules(judged.Report)); diff != "" || report.Calls == 0 {
		t.Errorf("(-then +now):\n%s", diff)
	}
}
