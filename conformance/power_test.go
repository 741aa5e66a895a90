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

	"github.com/ecsim/ecsim/conformance"
	"github.com/ecsim/ecsim/conformance/target"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// measured skips measurements that nobody asked for: they take minutes and
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

// pageMutants are the mutants of the five page operations that can be seen.
func pageMutants(m *model.Model) []sim.Mutant {
	var out []sim.Mutant
	for _, x := range sim.Mutants(m) {
		name, _, _ := strings.Cut(x.Item, "/")
		op, ok := m.Operation(name)
		if !ok || !op.Page || x.Kind == "swap" || x.Kind == "message" && placeholder(m, x) {
			continue
		}
		hidden := slices.ContainsFunc(op.Effects, func(e *model.BoundEffect) bool { return e.ID() == x.Item && e.SeenBy == model.NotSeen })
		if !hidden {
			out = append(out, x)
		}
	}
	return out
}

// placeholder says whether any text fits the message of the mutated rule.
func placeholder(m *model.Model, x sim.Mutant) bool {
	r, ok := m.Rule(x.Item)
	return ok && strings.Trim(strings.ReplaceAll(r.Message, "%s", ""), " .") == ""
}

// names says whether the finding names what the mutant is wrong about.
func names(f conformance.Finding, x sim.Mutant) bool {
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
func kill(t *testing.T, m *model.Model, x sim.Mutant, o conformance.Options) (calls int, others []string) {
	t.Helper()
	w := worldOf(t, m, x)
	cloud := sim.New(w, sim.WithMutant(x), sim.WithTraceSize(1))
	calls = -1
	o.KeepGoing = true
	o.Until = func(f conformance.Finding) bool {
		if names(f, x) {
			calls = f.AtCall
			return true
		}
		others = append(others, f.Kind+" "+f.Rule)
		return false
	}
	if _, err := conformance.Explore(context.Background(), target.NewInProcess(cloud), conformance.Start{World: w}, o); err != nil {
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
				calls[i], others[i] = kill(t, m, chosen[i], conformance.Options{
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
			report, err := conformance.Explore(context.Background(), target.NewInProcess(sim.New(w, sim.WithTraceSize(1))), conformance.Start{World: w},
				conformance.Options{Calls: calls, KeepGoing: true, Uniform: uniform})
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
