package conformance_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/ecsim/ecsim/conformance"
	"github.com/ecsim/ecsim/model"
)

// forgetful returns the model less one rule.
func forgetful(m *model.Model, op, code string) *model.Model {
	old, _ := m.Operation(op)
	next := *old
	next.Rules = nil
	for _, r := range old.Rules {
		if r.Code != code {
			next.Rules = append(next.Rules, r)
		}
	}
	return m.With(&next)
}

// explored checks a fake cloud of the first model against the second, and
// records it.
func explored(t *testing.T, is, says *model.Model) (*conformance.Report, conformance.Trace) {
	t.Helper()
	w := defaultWorld(t, says)
	trace := conformance.Trace{Target: "fake", World: w.Base().Name, WorldSeed: w.Seed()}
	report, err := conformance.Explore(context.Background(), &fake{world: w.Under(is), every: 2}, conformance.Start{World: w}, conformance.Options{
		Calls: 1500, KeepGoing: true, Trace: trace, Record: func(r conformance.TraceRun) { trace.Runs = append(trace.Runs, r) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return report, trace
}

// What was judged while it ran is judged alike from the record, text included.
func TestARecordedRunIsJudgedAlike(t *testing.T) {
	m := newModel(t)
	report, trace := explored(t, forgetful(m, "StopInstance", "IncorrectInstanceStatus"), m)
	if report.Divergences == 0 {
		t.Fatal("the fake forgets a rule, and nothing was found")
	}
	again, err := conformance.ParseTrace(trace.String())
	if err != nil {
		t.Fatal(err)
	}
	judged, err := conformance.Verify(again, conformance.Start{World: defaultWorld(t, m)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	type said struct {
		Kind, Rule, Expected, Observed string
		Count                          int
	}
	summary := func(r *conformance.Report) (all []said) {
		for _, f := range r.Findings {
			all = append(all, said{f.Kind, f.Rule, f.Expected, f.Observed, f.Count})
		}
		return all
	}
	if diff := cmp.Diff(summary(report), summary(judged.Report)); diff != "" {
		t.Errorf("(-then +now):\n%s", diff)
	}
	if diff := cmp.Diff(report.Coverage, judged.Coverage); diff != "" {
		t.Errorf("coverage (-then +now):\n%s", diff)
	}
	if diff := cmp.Diff(report.Frontier, judged.Frontier, cmpopts.EquateApprox(0.2, 0)); diff != "" {
		t.Errorf("frontier (-then +now):\n%s", diff) // clean-up and reduction are no part of the record
	}
}

// When the model is corrected to what the target did, its old trace passes.
func TestACorrectedModelAcceptsTheOldTrace(t *testing.T) {
	m := newModel(t)
	corrected := forgetful(m, "StopInstance", "IncorrectInstanceStatus")
	_, trace := explored(t, corrected, m)
	judged, err := conformance.Verify(trace, conformance.Start{World: defaultWorld(t, m).Under(corrected)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range judged.Findings {
		t.Errorf("%s %s: expected %s, saw %s", f.Kind, f.Rule, f.Expected, f.Observed)
	}
}

// Each finding keeps the trace of the sequence that it was reduced to.
func TestAFindingKeepsItsTrace(t *testing.T) {
	m := newModel(t)
	report, _ := explored(t, forgetful(m, "StopInstance", "IncorrectInstanceStatus"), m)
	for _, f := range report.Findings {
		trace, err := conformance.ParseTrace(f.Trace())
		if err != nil {
			t.Fatal(err)
		}
		judged, err := conformance.Verify(trace, conformance.Start{World: defaultWorld(t, m)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(judged.Findings) != 1 || judged.Findings[0].Rule != f.Rule || trace.Sequence(0).Length() != f.Length {
			t.Errorf("%s: the trace has %d findings, %d calls; want this one, %d calls", f.Rule, len(judged.Findings), trace.Sequence(0).Length(), f.Length)
		}
	}
}
