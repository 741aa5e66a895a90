package score

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/ecsim/ecsim/conformance/explore"
	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/precedence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/reference"
	"github.com/ecsim/ecsim/sim"
)

// Options select the mutants and the effort.
type Options struct {
	Kinds      []string // empty for all
	Operations []string // those whose mutants are scored; empty for all
	Sample     int      // number of mutants, chosen by the seed; 0 for all
	Seed       uint64   // of the sample and of the exploration; 0 takes 1
	// Calls is the budget of the exploration in the default world, after the
	// suite; a special world gets a fifth of it. 0 takes 5,000; a negative
	// number turns exploration off.
	Calls   int
	Worlds  []string // to check in; empty for all
	NoSuite bool     // explore at once
	Workers int      // mutants side by side; 0 takes 2
	// InProcess avoids HTTP: faster, for a first run.
	InProcess bool
	// Eventual lets the checker take for late what passes; mutants are not, so that
	// the score shows what that costs.
	Eventual bool
	// Orders are the orders that 'ecsim precedence' found on the healthy
	// simulator: its pairs are enforced, and its probes run after the suite.
	// With the zero value a swap of two rules is invisible.
	Orders precedence.Precedence
	// Known are results of an earlier run, by id: they are not run again.
	Known map[string]Result
	// Keep is called with each new result, one at a time; may be nil.
	Keep func(Result) error
	// Progress is called after each mutant; may be nil.
	Progress func(done, of, killed int)
}

func (o *Options) defaults() {
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Calls == 0 {
		o.Calls = 5000
	}
	if o.Workers == 0 {
		o.Workers = 2
	}
}

// A pass is one exploration of a mutant: the suite of a world, or drawn
// sequences there.
type pass struct {
	by    string // bySuite, byPrecedence or byExploration
	world model.World
	study *plan.Study
	items int // witnesses in the suite of the study
	calls int
}

const (
	bySuite       = "suite"
	byPrecedence  = "precedence"
	byExploration = "exploration"
)

// A scorer scores mutants of one model.
type scorer struct {
	model   *model.Model
	options Options
	orders  oracle.Orders
	passes  []pass
	known   witnesses
}

// Run scores the mutants of the reference model. If the context ends early, it
// returns the context's error; results that were kept need not be scored again.
func Run(ctx context.Context, o Options) (*Report, error) {
	s, err := newScorer(o)
	if err != nil {
		return nil, err
	}
	mutants, err := s.choose()
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	healthy, err := s.healthy(ctx)
	if err != nil {
		return nil, err
	}
	results, err := s.all(ctx, mutants)
	if err != nil {
		return nil, err
	}
	return s.report(healthy, results, time.Since(begun))
}

func newScorer(o Options) (*scorer, error) {
	o.defaults()
	m, err := reference.New()
	if err != nil {
		return nil, err
	}
	s := &scorer{model: m, options: o}
	if s.orders, err = precedence.NewKnownOrders(m, o.Orders); err != nil {
		return nil, err
	}
	err = s.plan()
	return s, err
}

// plan prepares the passes: the suites of all worlds, then the probes of known
// orders, then explorations.
func (s *scorer) plan() error {
	cases, err := plan.Suite()
	if err != nil {
		return err
	}
	if s.known, err = newWitnesses(cases, s.options.Orders, s.orders); err != nil {
		return err
	}
	probes, err := s.options.Orders.Cases()
	if err != nil {
		return err
	}
	var orders, explorations []pass
	for _, name := range s.worlds() {
		world, err := model.Named(s.model, name, 1)
		if err != nil {
			return err
		}
		study := func(cases []plan.Case) *plan.Study {
			return plan.NewStudy(oracle.Start{World: world}, cases)
		}
		s.known.starts[name] = study(nil)
		if own := casesIn(cases, name); len(own) > 0 && !s.options.NoSuite {
			s.passes = append(s.passes, pass{by: bySuite, world: world, study: study(own), items: plan.Shown(own), calls: 1})
		}
		if own := casesIn(probes, name); len(own) > 0 && !s.options.NoSuite {
			orders = append(orders, pass{by: byPrecedence, world: world, study: study(own), items: len(own), calls: 1})
		}
		calls := s.options.Calls
		if name != "default" {
			calls /= 5
		}
		if calls > 0 {
			explorations = append(explorations, pass{by: byExploration, world: world, study: study(nil), calls: calls})
		}
	}
	s.passes = slices.Concat(s.passes, orders, explorations)
	return nil
}

// worlds lists the worlds to check in, the default one first.
func (s *scorer) worlds() []string {
	names := []string{"default"}
	for _, name := range model.WorldNames() {
		if name != "default" {
			names = append(names, name)
		}
	}
	return slices.DeleteFunc(names, func(name string) bool {
		return len(s.options.Worlds) > 0 && !slices.Contains(s.options.Worlds, name)
	})
}

// casesIn keeps the cases that begin in the world.
func casesIn(cases []plan.Case, world string) []plan.Case {
	return slices.DeleteFunc(slices.Clone(cases), func(c plan.Case) bool { return c.Sequence.World != world })
}

// all scores the mutants in parallel and returns their results in order.
// Mutants that are not scored when the context ends are left out.
func (s *scorer) all(ctx context.Context, mutants []sim.Mutant) ([]Result, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	t := &tally{options: s.options, stop: stop, results: make([]*Result, len(mutants))}
	jobs := make(chan int)
	var wg sync.WaitGroup
	for range s.options.Workers {
		wg.Go(func() {
			for i := range jobs {
				r, known := s.options.Known[mutants[i].ID]
				if !known {
					r = s.score(ctx, mutants[i])
				}
				if ctx.Err() == nil {
					t.add(i, r, known)
				}
			}
		})
	}
	for i := range mutants {
		select {
		case jobs <- i:
		case <-ctx.Done():
		}
	}
	close(jobs)
	wg.Wait()
	return t.inOrder(), context.Cause(ctx)
}

// A tally collects results as they arrive.
type tally struct {
	options      Options
	stop         context.CancelCauseFunc
	mu           sync.Mutex
	results      []*Result
	done, killed int
}

func (t *tally) add(i int, r Result, known bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.results[i] = &r
	t.done++
	if r.Killed {
		t.killed++
	}
	if !known && t.options.Keep != nil {
		if err := t.options.Keep(r); err != nil {
			t.stop(err)
		}
	}
	if t.options.Progress != nil {
		t.options.Progress(t.done, len(t.results), t.killed)
	}
}

func (t *tally) inOrder() []Result {
	var out []Result
	for _, r := range t.results {
		if r != nil {
			out = append(out, *r)
		}
	}
	return out
}

// score checks one mutant, pass by pass, until a finding names its item.
func (s *scorer) score(ctx context.Context, m sim.Mutant) Result {
	begun := time.Now()
	r := Result{ID: m.ID, Kind: m.Kind, Item: m.Item, Means: m.Means, Invisible: invisible(s.model, s.orders, m)}
	if r.Invisible != "" {
		return r
	}
	for _, p := range s.passes {
		report, err := s.run(ctx, p, m, func(f finding.Finding) bool { return names(f, m) })
		if report != nil {
			s.count(&r, p, report, m)
		}
		if err != nil {
			r.Broken = err.Error()
			break
		}
		if r.Killed {
			break
		}
	}
	s.known.shortest(ctx, &r, m)
	r.Seconds = time.Since(begun).Seconds()
	return r
}

// count adds the findings of a pass to the result.
func (s *scorer) count(r *Result, p pass, report *finding.Report, m sim.Mutant) {
	for _, f := range report.Findings {
		if !names(f, m) {
			r.Others = append(r.Others, f.Kind+" "+f.Rule)
			continue
		}
		r.take(f)
		r.By, r.World = p.by, p.world.Base().Name
		r.Calls += f.AtCall
		r.TargetCalls += report.TargetCalls.Explore + report.TargetCalls.Observe + report.TargetCalls.Cleanup
		return
	}
	r.Calls += report.Calls
	r.TargetCalls += report.TargetCalls.Explore + report.TargetCalls.Observe + report.TargetCalls.Cleanup
}

// run serves the mutant in the world of the pass and checks it.
func (s *scorer) run(ctx context.Context, p pass, m sim.Mutant, until func(finding.Finding) bool) (report *finding.Report, err error) {
	st, err := serve(ctx, p.world, m, s.options.InProcess)
	if err == nil && s.options.Eventual {
		st.start.Eventual = &oracle.Eventual{}
	}
	if err != nil {
		return nil, err
	}
	defer func() {
		if closeErr := st.close(); err == nil {
			err = closeErr
		}
	}()
	return explore.Explore(ctx, st.target, st.start, explore.Options{
		Seed: s.options.Seed, Calls: p.calls, Study: p.study, KeepGoing: true, Until: until, MaxFindings: mostFindings, Orders: s.orders,
	})
}

// mostFindings is the number of findings after which a pass ends, if none of
// them names the item.
const mostFindings = 12

// healthy runs all passes on the healthy simulator: findings there would prove
// nothing about a mutant.
func (s *scorer) healthy(ctx context.Context) (Healthy, error) {
	var h Healthy
	for _, p := range s.passes {
		report, err := s.run(ctx, p, sim.Mutant{}, nil)
		if err != nil {
			return h, fmt.Errorf("the healthy simulator, world %s: %w", p.world.Base().Name, err)
		}
		for _, f := range report.Findings {
			return h, fmt.Errorf("the healthy simulator, world %s: %s %s: expected %s, saw %s; repair that first",
				p.world.Base().Name, f.Kind, f.Rule, f.Expected, f.Observed)
		}
		h.count(p, report)
	}
	return h, nil
}
