package conformance_test

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/generate"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/conformance/target"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// TestAgainstRapid reduces the same findings with this package's reducer and
// with rapid's own, both in-process, from the same generator, and shows what
// each needs. rapid is stopped by time alone: ECSIM_RAPID_SECONDS, default 3.
func TestAgainstRapid(t *testing.T) {
	measured(t)
	m := newModel(t)
	chosen := sample(pageMutants(m), setting("ECSIM_SAMPLE", 30), setting("ECSIM_SEED", 1))
	var ours, theirs []reduced
	sequences := generators{}
	for _, x := range chosen {
		own, ok := reduceOurs(t, m, x)
		if !ok {
			t.Logf("%s: exploration did not find it", x.ID)
			continue
		}
		other, ok := reduceRapid(t, m, x, sequences)
		if !ok {
			t.Logf("%s: rapid did not find it", x.ID)
			continue
		}
		ours, theirs = append(ours, own), append(theirs, other)
		t.Logf("%-90s ours %v, rapid %v", x.ID, own, other)
	}
	t.Logf("%d findings; ours: %s; rapid: %s", len(ours), sumUp(ours), sumUp(theirs))
}

// A reduced finding is so many calls long, and took so many calls of candidates.
type reduced struct{ length, calls int }

func (r reduced) String() string { return fmt.Sprintf("%d calls after %d", r.length, r.calls) }

// sumUp writes medians, the 95th percentile of the calls, and the longest.
func sumUp(all []reduced) string {
	var length, calls []int
	for _, r := range all {
		length, calls = append(length, r.length), append(calls, r.calls)
	}
	slices.Sort(length)
	slices.Sort(calls)
	if len(all) == 0 {
		return "none"
	}
	mid, high := len(all)/2, len(all)*95/100
	return fmt.Sprintf("length median %d, longest %d; candidate calls median %d, 95 %% %d", length[mid], length[len(length)-1], calls[mid], calls[high])
}

func reduceOurs(t *testing.T, m *model.Model, x sim.Mutant) (reduced, bool) {
	t.Helper()
	w := worldOf(t, m, x)
	var found *finding.Finding
	_, err := explore.Explore(context.Background(), target.NewInProcess(sim.New(w, sim.WithMutant(x), sim.WithTraceSize(1))), oracle.Start{World: w}, explore.Options{
		Calls: 12000, KeepGoing: true, Until: func(f finding.Finding) bool {
			if names(f, x) {
				found = &f
			}
			return found != nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if found == nil {
		return reduced{}, false
	}
	return reduced{found.Length, found.ShrinkCalls}, true
}

// reduceRapid lets rapid draw sequences, run each on a fresh mutant, and
// minimize the first that shows it.
func reduceRapid(t *testing.T, m *model.Model, x sim.Mutant, sequences generators) (reduced, bool) {
	t.Helper()
	for name, value := range map[string]string{"checks": "1200", "nofailfile": "true", "seed": "1", "shrinktime": rapidTime()} {
		if err := flag.Set("rapid."+name, value); err != nil {
			t.Fatal(err)
		}
	}
	w := worldOf(t, m, x)
	var last sequence.Sequence
	calls, failures := 0, 0
	inner := &silent{name: x.ID}
	done := make(chan struct{})
	go func() { // a failure ends the goroutine
		defer close(done)
		rapid.Check(inner, func(r *rapid.T) {
			// The number of calls is drawn, too: it is what rapid can make smaller.
			s := sequences.of(w, rapid.IntRange(0, 40).Draw(r, "plan"), rapid.IntRange(1, 25).Draw(r, "steps")).Draw(r, "sequence")
			cloud := sim.New(w, sim.WithMutant(x), sim.WithTraceSize(1))
			res, err := run.Run(context.Background(), target.NewInProcess(cloud), oracle.Start{World: w}, s)
			if err != nil {
				r.Skip(err)
			}
			if failures > 0 {
				calls += res.Counts.Explore
			}
			if slices.ContainsFunc(res.Found, func(f run.Found) bool { return about(f.Judgement.Item, x) }) {
				failures++
				last = s
				r.Fatal(x.ID)
			}
		})
	}()
	<-done
	return reduced{last.Length(), calls}, failures > 0
}

// generators keeps those that were made: making one lays out a whole world.
type generators map[string]*rapid.Generator[sequence.Sequence]

func (g generators) of(w model.World, number, steps int) *rapid.Generator[sequence.Sequence] {
	key := fmt.Sprint(w.Base().Name, number, steps)
	if g[key] == nil {
		g[key] = generate.Sequences(generate.Plan{Start: oracle.Start{World: w}, Seed: 1, Number: number, Steps: steps})
	}
	return g[key]
}

func rapidTime() string {
	return fmt.Sprintf("%ds", setting("ECSIM_RAPID_SECONDS", 3))
}

func about(item string, x sim.Mutant) bool {
	return item == x.Item || !strings.Contains(x.Item, "/") && strings.HasPrefix(item, x.Item+"/")
}

// silent is a test that fails on purpose.
type silent struct {
	name   string
	failed bool
}

func (s *silent) Helper()               {}
func (s *silent) Name() string          { return s.name }
func (s *silent) Logf(string, ...any)   {}
func (s *silent) Log(...any)            {}
func (s *silent) Skipf(string, ...any)  { runtime.Goexit() }
func (s *silent) Skip(...any)           { runtime.Goexit() }
func (s *silent) SkipNow()              { runtime.Goexit() }
func (s *silent) Errorf(string, ...any) { s.failed = true }
func (s *silent) Error(...any)          { s.failed = true }
func (s *silent) Fatalf(string, ...any) { s.FailNow() }
func (s *silent) Fatal(...any)          { s.FailNow() }
func (s *silent) FailNow()              { s.failed = true; runtime.Goexit() }
func (s *silent) Fail()                 { s.failed = true }
func (s *silent) Failed() bool          { return s.failed }
