package conformance_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/conformance/target"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
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
func explored(t *testing.T, is, says *model.Model) (*finding.Report, sequence.Trace) {
	t.Helper()
	w := defaultWorld(t, says)
	trace := sequence.Trace{Target: "fake", World: w.Base().Name, WorldSeed: w.Seed()}
	report, err := explore.Explore(context.Background(), &fake{world: w.Under(is), every: 2}, oracle.Start{World: w}, explore.Options{
		Calls: 3000, KeepGoing: true, Trace: trace, Record: func(r sequence.TraceRun) { trace.Runs = append(trace.Runs, r) },
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
	again, err := sequence.ParseTrace(trace.String())
	if err != nil {
		t.Fatal(err)
	}
	judged, err := explore.Verify(again, oracle.Start{World: defaultWorld(t, m)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	type said struct {
		Kind, Rule, Expected, Observed string
		Count                          int
	}
	summary := func(r *finding.Report) (all []said) {
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
	judged, err := explore.Verify(trace, oracle.Start{World: defaultWorld(t, m).Under(corrected)}, nil)
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
		trace, err := sequence.ParseTrace(f.Trace())
		if err != nil {
			t.Fatal(err)
		}
		judged, err := explore.Verify(trace, oracle.Start{World: defaultWorld(t, m)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(judged.Findings) != 1 || judged.Findings[0].Rule != f.Rule || trace.Sequence(0).Length() != f.Length {
			t.Errorf("%s: the trace has %d findings, %d calls; want this one, %d calls", f.Rule, len(judged.Findings), trace.Sequence(0).Length(), f.Length)
		}
	}
}

// The second lookups of a run are in its record, and have the same consequence
// when the record is judged: a stale answer is not a lost effect, and a refusal
// is blamed on the rule that remains after the lookup.
func TestSecondLookupsAreJudgedAgain(t *testing.T) {
	const rule = "DeleteVSwitch/IncorrectVSwitchStatus"
	w := defaultWorld(t, newModel(t))
	tests := map[string]struct {
		target sequence.Target
		orders oracle.Orders
		text   string
		want   string // kind and rule
	}{
		"a stale answer": {
			target.NewInProcess(sim.New(w, mutant(t, "stale:DescribeVpcs"))), oracle.NoOrders{},
			"n1 = CreateVpc CidrBlock=192.168.0.0/16 RegionId=cn-hangzhou\nawait n1 Available\n", "reading DescribeVpcs/reply",
		},
		"a disputed refusal": {
			&fake{world: w.Under(forgetful(w.Model(), "DeleteVSwitch", "IncorrectVSwitchStatus")), every: 1000}, firstOf(rule),
			"v1 = CreateVSwitch CidrBlock=10.99.0.0/24 RegionId=cn-hangzhou VpcId=$vpc1 ZoneId=cn-hangzhou-i\n" +
				"DeleteVSwitch RegionId=cn-hangzhou VSwitchId=$v1\n", "order " + rule,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			trace := sequence.Trace{Target: "wrong", World: w.Base().Name, WorldSeed: w.Seed()}
			report, err := explore.Explore(t.Context(), tt.target, oracle.Start{World: w}, explore.Options{
				Calls: 1, Orders: tt.orders, Suite: []plan.Case{{Sequence: parsed(t, tt.text)}},
				Record: func(r sequence.TraceRun) { trace.Runs = append(trace.Runs, r) },
			})
			if err != nil {
				t.Fatal(err)
			}
			judged, err := explore.Verify(trace, oracle.Start{World: w}, tt.orders)
			if err != nil {
				t.Fatal(err)
			}
			for when, r := range map[string]*finding.Report{"then": report, "from the record": judged.Report} {
				if len(r.Findings) == 0 || r.Findings[0].Kind+" "+r.Findings[0].Rule != tt.want {
					t.Errorf("%s: %+v, want %s", when, r.Findings, tt.want)
				}
			}
		})
	}
}
