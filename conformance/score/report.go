package score

import (
	"fmt"
	"time"

	"github.com/ecsim/ecsim/conformance/finding"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// A Report is the score of a run. Its JSON form is documented in docs/mutants.md.
type Report struct {
	Schema  string  `json:"schema"`
	Seed    uint64  `json:"seed"`
	Budget  int     `json:"budget"` // calls to explore with in the default world
	Suite   bool    `json:"suite"`  // whether the suite ran first
	Wire    string  `json:"wire"`   // HTTP, or none
	Healthy Healthy `json:"healthy"`
	Total   Figures `json:"total"`
	// Pages are the figures of the five pages, Others those of all other
	// operations.
	Pages   Figures  `json:"pages"`
	Others  Figures  `json:"others"`
	Kinds   []Group  `json:"kinds"`
	Reasons []Group  `json:"outside"` // mutants outside the score, by reason
	Results []Result `json:"results"`
	// Wrong lists entries of the list of survivors that do not hold, and
	// survivors that it lacks.
	Wrong   []string `json:"wrong"`
	Seconds float64  `json:"seconds"`
}

// Healthy is the cost of the passes on the healthy simulator.
type Healthy struct {
	Suite       Pass `json:"suite"`
	Precedence  Pass `json:"precedence"` // probes of known orders
	Exploration Pass `json:"exploration"`
}

// A Pass counts the calls of one kind of pass, over all worlds.
type Pass struct {
	Items     int `json:"items"` // witnesses
	Sequences int `json:"sequences"`
	Explore   int `json:"explore"`
	Observe   int `json:"observe"` // lookups and waits
	Cleanup   int `json:"cleanup"`
}

// PerItem returns the number of target calls for each witness, clean-up
// included.
func (p Pass) PerItem() float64 {
	return float64(p.Explore+p.Observe+p.Cleanup) / float64(max(p.Items, 1))
}

// and returns the sum of two passes.
func (p Pass) and(q Pass) Pass {
	return Pass{
		Items: p.Items + q.Items, Sequences: p.Sequences + q.Sequences,
		Explore: p.Explore + q.Explore, Observe: p.Observe + q.Observe, Cleanup: p.Cleanup + q.Cleanup,
	}
}

func (h *Healthy) count(p pass, r *finding.Report) {
	to := &h.Exploration
	switch p.by {
	case bySuite:
		to = &h.Suite
	case byPrecedence:
		to = &h.Precedence
	}
	to.Items += p.items
	to.Sequences += r.Sequences
	to.Explore += r.TargetCalls.Explore
	to.Observe += r.TargetCalls.Observe
	to.Cleanup += r.TargetCalls.Cleanup
}

// report sums up the results, and compares the survivors with their list.
func (s *scorer) report(h Healthy, results []Result, took time.Duration) (*Report, error) {
	known, err := Survivors()
	if err != nil {
		return nil, err
	}
	r := &Report{
		Schema: Schema, Seed: s.options.Seed, Budget: max(0, s.options.Calls), Suite: !s.options.NoSuite, Wire: "HTTP",
		Healthy: h, Results: results, Wrong: []string{}, Seconds: took.Seconds(),
	}
	if s.options.InProcess {
		r.Wire = "none"
	}
	for _, pattern := range unmatched(known, sim.Mutants(s.model)) {
		r.Wrong = append(r.Wrong, "no mutant is "+pattern+", which the list of survivors has")
	}
	for i := range results {
		s.compare(r, &results[i], known)
	}
	r.sum(s.model)
	return r, nil
}

// compare looks up the result in the list of survivors. A run without the suite
// or without exploration leaves mutants alive that a complete run kills.
func (s *scorer) compare(r *Report, x *Result, known []Survivor) {
	listed := matching(known, x.ID)
	whole := !s.options.NoSuite && s.options.Calls > 0
	switch {
	case x.Invisible != "":
	case x.Killed && listed != nil:
		r.Wrong = append(r.Wrong, fmt.Sprintf("%s is killed, and the list of survivors says: %s", x.ID, listed.Reason))
	case !x.Killed && listed != nil:
		x.Survivor, x.Reason = listed.Is, listed.Reason
	case !x.Killed && whole:
		r.Wrong = append(r.Wrong, x.ID+" survives, and the list of survivors does not say why")
	}
}

func (r *Report) sum(m *model.Model) {
	var pages, others, outside []Result
	for _, x := range r.Results {
		if op, ok := m.Operation(operationOf(x.Item)); ok && op.Page {
			pages = append(pages, x)
		} else {
			others = append(others, x)
		}
		if x.Invisible != "" || x.Survivor == Equivalent {
			outside = append(outside, x)
		}
	}
	r.Total, r.Pages, r.Others = figures(r.Results), figures(pages), figures(others)
	r.Kinds = groups(r.Results, func(x Result) string { return x.Kind })
	r.Reasons = byName(groups(outside, func(x Result) string {
		if x.Invisible != "" {
			return x.Invisible
		}
		return Equivalent + ": " + x.Reason
	}))
}
