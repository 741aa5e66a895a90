package conformance_test

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/target"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// measured skips measurements unless they are asked for: they take minutes and
// decide nothing. ECSIM_MEASURE=1 makes them, with -v to see the figures.
func measured(t *testing.T) {
	t.Helper()
	if os.Getenv("ECSIM_MEASURE") == "" {
		t.Skip("a measurement; ECSIM_MEASURE=1 makes it")
	}
}

// setting reads a number from the environment.
func setting(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// visibleMutants are the mutants that a client can notice: no swaps of rules of
// unknown order, no messages that any text fits, no effects that nothing shows.
func visibleMutants(m *model.Model) []sim.Mutant {
	return slices.DeleteFunc(sim.Mutants(m), func(x sim.Mutant) bool {
		name, _, _ := strings.Cut(x.Item, "/")
		op, ok := m.Operation(name)
		hidden := ok && slices.ContainsFunc(op.Effects, func(e *model.BoundEffect) bool { return e.ID() == x.Item && e.SeenBy == model.NotSeen })
		return hidden || x.Kind == "swap" || x.Kind == "message" && placeholder(m, x)
	})
}

// pageMutants are those of the five page operations.
func pageMutants(m *model.Model) []sim.Mutant {
	return slices.DeleteFunc(visibleMutants(m), func(x sim.Mutant) bool {
		name, _, _ := strings.Cut(x.Item, "/")
		op, ok := m.Operation(name)
		return !ok || !op.Page
	})
}

// placeholder says whether any text fits the message of the mutated rule.
func placeholder(m *model.Model, x sim.Mutant) bool {
	r, ok := m.Rule(x.Item)
	return ok && strings.Trim(strings.ReplaceAll(r.Message, "%s", ""), " .") == ""
}

// names says whether the finding names what the mutant is wrong about.
func names(f finding.Finding, x sim.Mutant) bool {
	if strings.Contains(x.Item, "/") {
		return f.Rule == x.Item
	}
	return f.Operation == x.Item
}

// worldOf is the world in which the mutated item can be met: the default one,
// or the special one that the rule's hint names.
func worldOf(t *testing.T, m *model.Model, x sim.Mutant) model.World {
	t.Helper()
	name := "default"
	if r, ok := m.Rule(x.Item); ok && r.Break.World != "" {
		name = r.Break.World
	}
	w, err := model.Named(m, name, 1)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// kill explores the mutant and returns the calls until a finding names it; -1
// for never.
func kill(t *testing.T, m *model.Model, x sim.Mutant, o explore.Options) (calls int, others []string) {
	t.Helper()
	w := worldOf(t, m, x)
	cloud := sim.New(w, sim.WithMutant(x), sim.WithTraceSize(1))
	calls = -1
	o.KeepGoing = true
	o.Until = func(f finding.Finding) bool {
		if names(f, x) {
			calls = f.AtCall
			return true
		}
		others = append(others, f.Kind+" "+f.Rule)
		return false
	}
	if _, err := explore.Explore(context.Background(), target.NewInProcess(cloud), oracle.Start{World: w}, o); err != nil {
		t.Error(x.ID, err)
	}
	return calls, others
}

// sample draws n of the mutants, by the seed.
func sample(all []sim.Mutant, n, seed int) []sim.Mutant {
	dice := rand.New(rand.NewPCG(uint64(seed), 0))
	at := dice.Perm(len(all))
	at = at[:min(n, len(at))]
	slices.Sort(at)
	var out []sim.Mutant
	for _, i := range at {
		out = append(out, all[i])
	}
	return out
}

// TestPowerOfExploration measures how many calls exploration alone needs to
// find a mutant of the five page operations.
func TestPowerOfExploration(t *testing.T) {
	measured(t)
	m := newModel(t)
	chosen := sample(pageMutants(m), setting("ECSIM_SAMPLE", 150), setting("ECSIM_SEED", 1))
	budget := setting("ECSIM_CALLS", 12000)
	seed := uint64(setting("ECSIM_SEED", 1))
	calls := make([]int, len(chosen))
	others := make([][]string, len(chosen))
	var wg sync.WaitGroup
	next := make(chan int)
	for range 2 {
		wg.Go(func() {
			for i := range next {
				calls[i], others[i] = kill(t, m, chosen[i], explore.Options{
					Calls: budget, Seed: seed, Uniform: os.Getenv("ECSIM_UNIFORM") != "", ShrinkCalls: 40,
				})
			}
		})
	}
	for i := range chosen {
		next <- i
	}
	close(next)
	wg.Wait()
	var killed []int
	for i, x := range chosen {
		if calls[i] < 0 {
			t.Logf("never: %s (%v)", x.ID, others[i])
			calls[i] = budget * 10
		}
		killed = append(killed, calls[i])
		if calls[i] > 3000 {
			t.Logf("late: %6d %s %v", calls[i], x.ID, others[i])
		}
	}
	slices.Sort(killed)
	at := func(percent int) int { return killed[min(len(killed)-1, len(killed)*percent/100)] }
	t.Logf("%d mutants: median %d, 75 %% %d, 90 %% %d, 95 %% %d, most %d", len(killed), at(50), at(75), at(90), at(95), killed[len(killed)-1])
}

// TestItemsReached measures how many coverage items a run sees.
func TestItemsReached(t *testing.T) {
	measured(t)
	m := newModel(t)
	w := defaultWorld(t, m)
	for _, uniform := range []bool{true, false} {
		for _, calls := range []int{1000, 5000, 20000} {
			report, err := explore.Explore(context.Background(), target.NewInProcess(sim.New(w, sim.WithTraceSize(1))), oracle.Start{World: w},
				explore.Options{Calls: calls, KeepGoing: true, Uniform: uniform})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range report.Findings {
				t.Errorf("%s %s: expected %s, saw %s\n%s", f.Kind, f.Rule, f.Expected, f.Observed, f.Sequence)
			}
			t.Logf("uniform %v, %d calls: %+v; %.1f s, %.0f calls/s, inconclusive %d, frontier %+v, %+v", uniform, calls, report.Items, report.Timing.Seconds, report.Timing.CallsPerSecond, report.Inconclusive, report.Frontier, report.TargetCalls)
		}
	}
}

// disjoint draws n mutants of different rules, effects and edges, half of them
// of page operations, that the default world can show.
func disjoint(t *testing.T, m *model.Model, n, seed int) []sim.Mutant {
	t.Helper()
	var pages, others []sim.Mutant
	shows := shown(t, m)
	for _, x := range visibleMutants(m) {
		if _, isRule := m.Rule(x.Item); isRule && (!shows[x.Item] || x.Kind == "skip" && !shows[x.Item+" alone"]) {
			continue // no call of the default world can show it
		}
		name, _, _ := strings.Cut(x.Item, "/")
		op, isOp := m.Operation(name)
		if r, ok := m.Rule(x.Item); ok && r.Break.World != "" {
			continue
		}
		if isOp && op.Page {
			pages = append(pages, x)
		} else {
			others = append(others, x)
		}
	}
	var out []sim.Mutant
	taken := map[string]bool{}
	for _, from := range [][]sim.Mutant{pages, others} {
		dice := rand.New(rand.NewPCG(uint64(seed), uint64(len(out))))
		for _, i := range dice.Perm(len(from)) {
			if len(out)%(n/2) == 0 && len(out) > 0 && len(from) == len(pages) {
				break
			}
			if !taken[from[i].Item] && len(out) < n {
				taken[from[i].Item] = true
				out = append(out, from[i])
			}
		}
	}
	return out
}

// shown are the rules that a witness of the suite breaks in the default world,
// and those that it breaks alone.
func shown(t *testing.T, m *model.Model) map[string]bool {
	t.Helper()
	suite, err := plan.Suite()
	if err != nil {
		t.Fatal(err)
	}
	w := defaultWorld(t, m)
	out := map[string]bool{}
	for _, c := range suite {
		if c.Sequence.World != "default" || c.Item.Kind != "rule" {
			continue
		}
		out[c.Item.ID] = true
		res, err := run.Run(context.Background(), target.NewInProcess(sim.New(w)), oracle.Start{World: w}, c.Sequence)
		if err != nil {
			t.Fatal(err)
		}
		if last := res.Steps[len(res.Steps)-1]; len(last.Verdict.Broken) == 1 {
			out[c.Item.ID+" alone"] = true
		}
	}
	return out
}

// TestTwentyMutantsAtOnce measures how many of twenty faults one run tells apart.
func TestTwentyMutantsAtOnce(t *testing.T) {
	measured(t)
	m := newModel(t)
	w := defaultWorld(t, m)
	suite, err := plan.Suite()
	if err != nil {
		t.Fatal(err)
	}
	first := setting("ECSIM_SEED", 1)
	for seed := first; seed < first+setting("ECSIM_RUNS", 3); seed++ {
		chosen := disjoint(t, m, 20, seed)
		options := []sim.Option{sim.WithTraceSize(1)}
		for _, x := range chosen {
			options = append(options, sim.WithMutant(x))
		}
		report, err := explore.Explore(context.Background(), target.NewInProcess(sim.New(w, options...)), oracle.Start{World: w},
			explore.Options{Calls: setting("ECSIM_CALLS", 12000), KeepGoing: true, MaxFindings: 300, Suite: suite, ShrinkCalls: 100})
		if err != nil {
			t.Error(err)
		}
		apart := 0
		for _, x := range chosen {
			if slices.ContainsFunc(report.Findings, func(f finding.Finding) bool { return names(f, x) }) {
				apart++
			} else {
				t.Logf("seed %d: not found: %s", seed, x.ID)
			}
		}
		t.Logf("seed %d: %d of %d told apart, %d findings, %d calls", seed, apart, len(chosen), len(report.Findings), report.Calls)
		for _, f := range report.Findings {
			if !slices.ContainsFunc(chosen, func(x sim.Mutant) bool { return names(f, x) }) {
				t.Logf("seed %d: beside: %s %s, met %d times: expected %s, saw %s\n%s", seed, f.Kind, f.Rule, f.Count, f.Expected, f.Observed, f.Sequence)
			}
		}
	}
}
